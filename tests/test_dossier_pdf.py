"""The PDF is what an archive takes: tagged, bookmarked, fonts inside, coloured by a stated profile, nothing active."""

import io

import pdfplumber
import pytest

from evidence.dossier.paper import Heading
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make
from tests.dossier_case import made

pikepdf = pytest.importorskip("pikepdf", reason="pikepdf looks into the PDF; it comes with the dev group")


@pytest.fixture(scope="module")
def pdf() -> "pikepdf.Pdf":
    return pikepdf.open(io.BytesIO(FORMATS["pdf"](make(made(), "synthese"))))


def test_it_says_that_it_is_pdf_a_and_pdf_ua(pdf: "pikepdf.Pdf") -> None:
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Rapport de synthèse – essai"
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_it_is_tagged_and_says_its_language(pdf: "pikepdf.Pdf") -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "fr"


def test_its_bookmarks_are_the_titles(pdf: "pikepdf.Pdf") -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    expected = [
        block.words for block in make(made(), "synthese").blocks if isinstance(block, Heading) and block.level == 2
    ]
    assert titles[-len(expected) :] == expected


def test_every_font_is_inside_and_nothing_is_active(pdf: "pikepdf.Pdf") -> None:
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    fonts = [item for item in found if item.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all(any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts)
    names = {str(key) for item in found for key in item}
    assert not names & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles"}


def test_each_number_of_a_table_leads_to_its_quotation_on_its_page() -> None:
    """The second pass of the layout links to where the first one found each place: it must still be there."""
    content = FORMATS["pdf"](make(made(), "synthese"))
    linked = 0
    with pdfplumber.open(io.BytesIO(content)) as read, pikepdf.open(io.BytesIO(content)) as pdf:
        ranks = {page.objgen: rank for rank, page in enumerate(pdf.pages)}
        for page, shown in zip(pdf.pages, read.pages, strict=True):
            for note in page.get("/Annots", []):
                left, low, right, high = (float(side) for side in note.Rect)
                said = shown.crop((left, shown.height - high, right, shown.height - low)).extract_text()
                if not said.startswith("n°"):
                    continue
                to, _, _, y, _ = note.Dest
                target = read.pages[ranks[to.objgen]]
                top = target.height - float(y)
                line = target.crop((0, top - 2, target.width, min(top + 22, target.height))).extract_text()
                assert f"{said.strip(' ,')} «" in " ".join(line.split())
                linked += 1
    assert linked > 20
