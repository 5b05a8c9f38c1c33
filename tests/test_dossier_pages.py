"""The pages of pieces in an HTML paper: framed where findings stand, same bytes twice, never with pseudonyms."""

import base64
import dataclasses
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from evidence.commands._documents import Wish
from evidence.dossier.exports.html import write_paper as as_html
from evidence.dossier.manifest import Asked
from evidence.dossier.page_pictures import FRAME, LIMIT, PagePicture, pictures
from evidence.dossier.paper import quotes
from evidence.dossier.papers import make
from evidence.errors import UsageError
from evidence.model import Box, Document
from tests import sample
from tests.dossier_case import made

PIECE = Path(__file__).parents[1] / "examples" / "affaire-horizon" / "pieces" / "01-plainte.pdf"
ASKED = Asked(
    documents=("synthese",),
    formats=("html",),
    date="2026-01-05",
    state="brouillon",
    fiction=True,
    theme="",
    pseudonyms=True,
    pages=True,
)
DOSSIER = made()
PAPER = make(DOSSIER, "synthese")


def with_boxes() -> Document:
    """Return the sample's document as if its first line stood in a box of page 1."""
    document = next(item.document for _, item in sample.READINGS if item.document)
    box = Box(left=100.0, top=200.0, right=300.0, bottom=220.0)
    return dataclasses.replace(
        document, blocks=tuple(dataclasses.replace(block, page=1, box=box) for block in document.blocks)
    )


def shown(limit: int | None = None) -> tuple[tuple[PagePicture, ...], int]:
    return pictures(DOSSIER, PAPER, {sample.FIRST.id: with_boxes()}, lambda _: PIECE.read_bytes(), limit)


def test_a_page_has_a_frame_around_the_lines_of_its_findings_and_names_them() -> None:
    ((page,), left) = shown()
    assert left == 0
    assert {finding for _, finding in page.marked} == {quote.finding for quote in quotes(PAPER)}
    content = base64.b64decode(page.uri.removeprefix("data:image/png;base64,"))
    image = Image.open(io.BytesIO(content)).convert("RGB")
    framed = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == FRAME]
    left, right = min(x for x, _ in framed), max(x for x, _ in framed)
    top, bottom = min(y for _, y in framed), max(y for _, y in framed)
    scale = image.width / 595.3
    assert [left, top, right, bottom] == pytest.approx(
        [100 * scale - 3, 200 * scale - 2, 300 * scale + 3, 220 * scale + 2], abs=2
    )
    assert len(content) < 150_000


def test_the_quotation_leads_to_its_page_and_the_page_back_to_it() -> None:
    html = as_html(PAPER, *shown()).decode("utf-8")
    assert html.count('href="#page-') == len(quotes(PAPER))
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert re.findall(r'(?:src|href)="(?!#|data:image/png;base64,)', html) == []


def test_the_pages_are_the_same_bytes_twice() -> None:
    assert as_html(PAPER, *shown()) == as_html(PAPER, *shown())


def test_a_piece_that_has_no_picture_gives_none_and_the_paper_stays_as_it_is() -> None:
    assert pictures(DOSSIER, PAPER, {sample.FIRST.id: with_boxes()}, lambda _: b"text") == ((), 0)
    assert as_html(PAPER, ()) == as_html(PAPER)
    assert b"<img" not in as_html(PAPER)


def test_a_page_beyond_the_limit_is_left_out_and_counted_in_words() -> None:
    pages, left = shown(limit=10)
    assert (pages, left) == ((), 1)
    assert "Pages en image : 0 sur 1" in as_html(PAPER, pages, left).decode("utf-8")


def test_pages_are_shown_without_being_asked_for_and_never_under_pseudonyms() -> None:
    light = dataclasses.replace(ASKED, pages=None)
    assert Wish(light).asked.pages is None
    assert LIMIT <= 10_000_000


def test_pictures_of_pages_are_refused_with_pseudonyms() -> None:
    with pytest.raises(UsageError, match="montre les noms"):
        Wish(ASKED)
