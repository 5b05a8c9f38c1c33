"""The dossier as one offline HTML file: no script, nothing fetched, every text of a piece escaped."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from evidence.dossier.exports._export import Export
from evidence.dossier.legal_view import TEMPLATES
from evidence.dossier.record import Dossier, PieceRow
from evidence.dossier.rows import FindingRow
from evidence.dossier.timeline_svg import drawing as timeline_drawing
from evidence.dossier.typography import date_words, number_words, typeset
from evidence.graph.picture import STATUS, drawing
from evidence.graph.vocabulary import relations
from evidence.resources import folder

TEMPLATE = "dossier.html.j2"


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation cut around the words that acted."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a piece: *number* from 1, and its words cut where a finding's words begin and end."""

    number: int
    parts: tuple[tuple[str, bool], ...]


def passage(row: FindingRow) -> Passage:
    """Return the quotation of *row* around the words that acted."""
    start, end = row.start - row.sentence_start, row.end - row.sentence_start
    return Passage(row.quote[:start], row.quote[start:end], row.quote[end:])


def lines(piece: PieceRow, rows: list[FindingRow]) -> Iterator[TextLine]:
    """Yield the lines of a piece with the words of its findings marked."""
    zones = sorted((row.start, row.end) for row in rows)
    at = 0
    for number, words in enumerate(piece.text.split("\n"), 1):
        end = at + len(words)
        cuts = sorted({at, end, *(min(max(place, at), end) for zone in zones for place in zone)})
        parts = tuple(
            (piece.text[a:b], any(start <= a and b <= stop for start, stop in zones)) for a, b in pairwise(cuts)
        )
        yield TextLine(number, parts)
        at = end + 1


def text_line(piece: PieceRow, row: FindingRow) -> int:
    """Return the line of the piece's whole text where the words of *row* begin, from 1."""
    return piece.text.count("\n", 0, row.start) + 1


def _source(name: str) -> str | None:
    path = folder("templates") / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def environment() -> Environment:
    """Return the Jinja environment of every template: autoescape, unknown names refused."""
    made = Environment(
        loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(typo=typeset, jour=_day, nombre=number_words, passage=passage)
    made.globals.update(lines=lines, text_line=text_line)
    return made


def _day(value: dt.date | None) -> str:
    return date_words(value) if value is not None else "…"


def write(dossier: Dossier) -> bytes:
    """Return the page as UTF-8."""
    css = (folder("templates") / "dossier.css").read_text(encoding="utf-8")
    page = (
        environment()
        .get_template(TEMPLATE)
        .render(
            dossier=dossier,
            css=Markup(css),  # noqa: S704 (our own file)
            graph=Markup(drawing(dossier.network)),  # noqa: S704 (names are escaped there)
            relations=relations(),
            STANDING=STATUS,
            **TEMPLATES,
            chronology=Markup(timeline_drawing(dossier.timeline)),  # noqa: S704 (words are escaped there)
        )
    )
    return page.encode("utf-8")


EXPORT = Export(suffix=".html", write=write)
