"""The synthesis as PDF/A-2a and PDF/UA-1: tagged, bookmarked, fonts inside, the same bytes (decision 0016)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from evidence.dossier.engine import pdf, places
from evidence.dossier.exports._export import Export
from evidence.dossier.paper import Block, Drawing, Paper, Quote, Run, Table, is_short, one_line, widths
from evidence.dossier.papers import make
from evidence.dossier.picture import printed
from evidence.dossier.record import Dossier
from evidence.dossier.typography import date_words
from evidence.dossier.view import anchor
from evidence.store.records import plain

TEMPLATE = "paper.typ"
# What the two fonts inside the engine draw; anything else is printed as its number, which loses nothing.
DRAWN = ((0x09, 0x0A), (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A9), (0x3B1, 0x3C9), (0x410, 0x44F), (0x2010, 0x2027))
ROW = 900
# A table of so few characters and rows is never cut by the end of a page.
KEPT, ROWS = 1200, 8
SIGNS = frozenset("\u202f‰′″‹›€№™←↑→↓−≤≥≠■□▲△▶▼▽◆◇●○✓✗\u200b")


def write_paper(paper: Paper) -> bytes:
    """Return *paper* as PDF; the date inside is the paper's."""
    midnight = dt.datetime.combine(paper.made_at, dt.time(), tzinfo=dt.UTC)
    data = _printable(_data(paper))
    # Laid out once to know where each place falls, then once more with links to these: thousands of links that the
    # engine looks up itself took twice the memory and the time.
    data["places"] = places(TEMPLATE, data)
    return pdf(TEMPLATE, data, int(midnight.timestamp()))


def _data(paper: Paper) -> dict[str, Any]:
    return {
        **{name: plain(getattr(paper, name)) for name in ("title", "case", "made_at", "fiction", "state")},
        "program": paper.program,
        "catalogue": paper.catalogue,
        "made_words": date_words(paper.made_at),
        "blocks": list(_turned(_block(item) for item in paper.blocks)),
    }


def _turned(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield *blocks*; a title before a drawing that has a sheet of its own goes with it onto that sheet."""
    held: dict[str, Any] | None = None
    for block in blocks:
        alone = block["kind"] == "drawing" and block["sheet"] != "a4"
        if held is not None:
            if alone:
                block["title"] = held
            else:
                yield held
        held = block if block["kind"] == "heading" else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Quote):
        return {
            "kind": block.kind,
            "number": block.number,
            "anchor": anchor(block.finding),
            **{name: one_line(getattr(block, name)) for name in ("before", "words", "after")},
            "said": " · ".join((block.place, *block.facts)),
        }
    if isinstance(block, Table):
        # A dictionary keeps a cell whole where the engine would flatten lists; a run that leads nowhere is its words.
        cells = [{"runs": list(_runs(cell)), "short": is_short(cell)} for row in block.rows for cell in row]
        return {
            "kind": block.kind,
            "caption": block.caption,
            "head": block.head,
            "cells": cells,
            "widths": widths(block),
            # A row goes whole onto the next page, unless it is so long that much of a page would stay empty.
            "kept": len(block.rows) <= ROWS
            and sum(len(run.words) for row in block.rows for cell in row for run in cell) < KEPT,
            "whole": all(sum(len(run.words) for run in cell) < ROW for row in block.rows for cell in row),
        }
    if isinstance(block, Drawing):
        sheet = printed(block.svg)
        return {"kind": block.kind, "svg": block.svg, "words": block.words, "sheet": sheet.sheet, "width": sheet.width}
    return {**plain(block), "kind": block.kind}


def _runs(cell: Sequence[Run]) -> Iterator[str | dict[str, str]]:
    """Yield the runs of a cell; neighbours that lead nowhere together, for each costs the engine memory."""
    for leads, group in groupby(cell, key=lambda run: bool(run.to)):
        if leads:
            yield from ({"words": one_line(run.words), "to": run.to} for run in group)
        else:
            yield one_line("".join(run.words for run in group))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(DRAWABLE)
    if isinstance(value, dict):
        return {key: item if key in ("to", "anchor") else _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


class _Drawable(dict[int, str]):
    """What is printed for each character: itself, or its number; each is looked at once."""

    def __missing__(self, code: int) -> str:
        drawn = chr(code) in SIGNS or any(first <= code <= last for first, last in DRAWN)
        return self.setdefault(code, chr(code) if drawn else f"‹U+{code:04X}›")


DRAWABLE = _Drawable()


def write(dossier: Dossier) -> bytes:
    """Return the synthesis of *dossier* as PDF."""
    return write_paper(make(dossier, "synthese"))


EXPORT = Export(suffix=".pdf", write=write)
