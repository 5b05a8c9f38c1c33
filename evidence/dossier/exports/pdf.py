"""The synthesis as PDF/A-2a and PDF/UA-1: tagged, bookmarked, fonts inside, the same bytes (decision 0016)."""

import datetime as dt
import json
from typing import Any

import typst

from evidence.dossier.exports._export import Export
from evidence.dossier.paper import Block, Paper, Quote, Table, widths
from evidence.dossier.papers import make
from evidence.dossier.record import Dossier
from evidence.dossier.typography import date_words
from evidence.dossier.view import anchor
from evidence.resources import folder
from evidence.store.records import plain

# What the two fonts inside the engine draw; anything else is printed as its number, which loses nothing.
DRAWN = ((0x09, 0x0A), (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A9), (0x3B1, 0x3C9), (0x410, 0x44F), (0x2010, 0x2027))
SIGNS = frozenset("\u202f‰′″‹›€№™←↑→↓−≤≥≠■□▲△▶▼▽◆◇●○✓✗\u200b")


def write_paper(paper: Paper) -> bytes:
    """Return *paper* as PDF; the date inside is the paper's."""
    data = {**plain(paper), "blocks": [_block(item) for item in paper.blocks], "made_words": date_words(paper.made_at)}
    midnight = dt.datetime.combine(paper.made_at, dt.time(), tzinfo=dt.UTC)
    made = typst.compile(
        (folder("templates") / "paper.typ").read_bytes(),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(midnight.timestamp()),
        sys_inputs={"paper": json.dumps(_printable(data), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("the PDF engine gave several files")
    return made


def _block(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = plain(block)
    found["kind"] = block.kind
    if isinstance(block, Quote):
        found["anchor"] = anchor(block.finding)
    if isinstance(block, Table):
        # A dictionary keeps a cell whole when the engine flattens the rows.
        found["rows"] = [[{"cell": plain(cell)} for cell in row] for row in block.rows]
        found["widths"] = widths(block)
    return found


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(char if _drawn(char) else f"‹U+{ord(char):04X}›" for char in value)
    if isinstance(value, dict):
        return {key: item if key in ("to", "anchor") else _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return value


def _drawn(char: str) -> bool:
    return char in SIGNS or any(first <= ord(char) <= last for first, last in DRAWN)


def write(dossier: Dossier) -> bytes:
    """Return the synthesis of *dossier* as PDF."""
    return write_paper(make(dossier, "synthese"))


EXPORT = Export(suffix=".pdf", write=write)
