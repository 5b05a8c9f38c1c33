"""A paper as one offline HTML file: nothing fetched, all text of pieces escaped, one script of ours named by hash."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from evidence.dossier.exports._export import Export
from evidence.dossier.page_pictures import PagePicture
from evidence.dossier.paper import Paper, PieceText, spot
from evidence.dossier.papers import make
from evidence.dossier.record import Dossier
from evidence.dossier.typography import date_words, number_words, typeset
from evidence.resources import folder


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a piece: its *anchor*, its *number* from 1, and its words cut where a finding's begin and end."""

    anchor: str
    number: int
    parts: tuple[tuple[str, bool], ...]


def lines(piece: PieceText) -> Iterator[TextLine]:
    """Yield the lines of a piece with the words of its findings marked."""
    at = 0
    for number, words in enumerate(piece.text.split("\n"), 1):
        end = at + len(words)
        zones = [(start, stop) for start, stop in piece.marks if start < end and at < stop]
        cuts = sorted({at, end, *(min(max(place, at), end) for zone in zones for place in zone)})
        parts = tuple(
            (piece.text[a:b], any(start <= a and b <= stop for start, stop in zones)) for a, b in pairwise(cuts)
        )
        yield TextLine(spot(piece.number, number), number, parts)
        at = end + 1


def _source(name: str) -> str | None:
    path = folder("templates") / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def environment() -> Environment:
    """Return the Jinja environment of every template: autoescape, unknown names refused."""
    made = Environment(
        loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(typo=typeset, jour=_day, nombre=number_words, longest=_longest)
    return made


def _longest(words: str) -> int:
    """Return the length of the longest word: a fingerprint may be cut anywhere, « manquant » may not."""
    return max(map(len, words.split()), default=0)


def _day(value: dt.date | None) -> str:
    return date_words(value) if value is not None else "…"


def write_paper(paper: Paper, pages: Sequence[PagePicture] = (), left: int = 0) -> bytes:
    """Return *paper* as one page with the texts it cites, and *pages* at its end; *left* more are not shown."""
    seen: dict[str, PagePicture] = {}
    for page_of in pages:
        for _, finding in page_of.marked:
            seen.setdefault(finding, page_of)
    made = environment()
    made.filters["drawn"] = Markup  # our own drawing, whose words are escaped where it is made
    css, script = (_source(name) or "" for name in ("dossier.css", "paper.js"))
    page = made.get_template("paper.html.j2").render(
        paper=paper,
        css=Markup(css),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        # The policy of the page lets this one script run, by the hash of its bytes, and no other.
        allowed=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        lines=lines,
        spot=spot,
        pages=pages,
        left=left,
        seen=seen,
    )
    return page.encode("utf-8")


def write(dossier: Dossier) -> bytes:
    """Return the synthesis of *dossier* as HTML, without pictures of pages."""
    return write_paper(make(dossier, "synthese"))


EXPORT = Export(suffix=".html", write=write)
