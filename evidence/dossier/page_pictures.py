"""The pages of pieces that hold printed findings, as small pictures with their lines framed, for the HTML papers."""

import base64
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw

from evidence.dossier.paper import Paper, quotes
from evidence.dossier.record import Dossier
from evidence.errors import CaseError, ReadError
from evidence.model import Box, Document, Span
from evidence.readers import PageImage, page_image

# Beside what it says, a document stays light enough to be sent and opened: ten megabytes is what mail servers take.
LIMIT = 8_000_000
# Readable at full width of a page of text, light enough for one file: sixteen greys, and one colour for the frames.
WIDE, GREYS, FRAME = 900, 15, (176, 64, 0)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: *uri* is the PNG itself; *marked* are the (number, id) of the findings framed in it."""

    piece: int
    page: int
    name: str
    uri: str
    marked: tuple[tuple[int, str], ...]

    @property
    def anchor(self) -> str:
        """Its place in the paper."""
        return f"page-{self.piece}-{self.page}"


def pictures(
    dossier: Dossier,
    paper: Paper,
    documents: Mapping[str, Document],
    content: Callable[[str], bytes],
    limit: int | None = None,
) -> tuple[tuple[PagePicture, ...], int]:
    """Return the pages of the findings printed in *paper*, by piece and page, and how many *limit* left out.

    *documents* are by fingerprint, *content* gives the bytes of a piece; a piece without pictures gives none. The
    pages together weigh at most *limit* characters.
    """
    printed = {quote.finding: quote.number for quote in quotes(paper)}
    wanted: dict[tuple[str, int], dict[str, list[Box]]] = {}
    for row in dossier.findings:
        if row.id in printed and row.sha256 in documents:
            for page, box in _boxes(documents[row.sha256], Span(start=row.sentence_start, end=row.sentence_end)):
                wanted.setdefault((row.sha256, page), {}).setdefault(row.id, []).append(box)
    pieces = {piece.sha256: piece for piece in dossier.pieces}
    found: list[PagePicture] = []
    room = limit
    ordered = sorted(wanted.items(), key=lambda item: (pieces[item[0][0]].number, item[0][1]))
    for rank, ((sha, page), marked) in enumerate(ordered):
        drawn = _picture(content, sha, page)
        if drawn is None:
            continue
        uri = _framed(drawn, [box for boxes in marked.values() for box in boxes])
        if room is not None:
            room -= len(uri)
            if room < 0:
                return tuple(found), len(ordered) - rank
        numbers = tuple(sorted((printed[item], item) for item in marked))
        found.append(PagePicture(pieces[sha].number, page, pieces[sha].name, uri, numbers))
    return tuple(found), 0


def _boxes(document: Document, sentence: Span) -> Iterator[tuple[int, Box]]:
    for block in document.blocks:
        if block.page is not None and block.box is not None and block.span.overlaps(sentence):
            yield block.page, block.box


def _picture(content: Callable[[str], bytes], sha: str, page: int) -> PageImage | None:
    try:
        return page_image(content(sha), page)
    except (ReadError, CaseError):
        return None


def _framed(page: PageImage, boxes: Iterable[Box]) -> str:
    with Image.open(io.BytesIO(page.png)) as opened:
        grey = opened.convert("L")
    width = min(WIDE, grey.width)
    grey = grey.resize((width, round(grey.height * width / grey.width)))
    made = grey.quantize(GREYS + 1).convert("RGB").quantize(GREYS, dither=Image.Dither.NONE)
    palette = (made.getpalette() or [])[: GREYS * 3]
    made.putpalette(palette + [0] * (GREYS * 3 - len(palette)) + list(FRAME))
    draw = ImageDraw.Draw(made)
    across, down = made.width / page.width, made.height / page.height
    for box in boxes:
        corners = (box.left * across - 3, box.top * down - 2, box.right * across + 3, box.bottom * down + 2)
        draw.rectangle(corners, outline=GREYS, width=2)
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")
