"""The book of the catalogue: everything is in it, one file, one criterion a sheet, the same bytes each time."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import html

from evidence import catalogue
from evidence.catalogue import Catalogue
from evidence.catalogue.teaching import Words, load
from evidence.commands.rules import COMMAND
from evidence.errors import UsageError
from evidence.teaching import book_docx, book_html, book_pdf
from evidence.teaching.book import Book, Figures, book, figures_of
from evidence.teaching.measured import measured

TABLE = """                    gold  pred   hit    prec    rec     f1  status
isolation             18    14    11   0.786  0.611  0.688   0.909
macro                                  0.621  0.354  0.432   (over 23 criteria)

                    gold  pred   hit    prec    rec     f1  status  sentences
press                 87    37    28   0.757  0.322  0.452   0.893         67
"""


@pytest.fixture(scope="module")
def rules() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def whole(rules: Catalogue) -> Book:
    return book(rules, load("words", Words), measured())


@pytest.fixture(scope="module")
def page(whole: Book) -> html.HtmlElement:
    return html.fromstring(book_html.write(whole).decode("utf-8"))


def test_every_criterion_has_its_sheet_with_its_limits_and_sources(rules: Catalogue, page: html.HtmlElement) -> None:
    sheets = page.xpath("//article[@class='sheet']")
    assert {sheet.get("id") for sheet in sheets} == set(rules.criteria)
    for sheet in sheets:
        text = sheet.text_content()
        assert "Ce n’est pas" in text
        assert "Sources" in text
        assert "contre-exemples" in text


def test_every_link_of_the_page_leads_to_a_place_of_the_page(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = page.xpath("//a/@href")
    assert len(targets) > 300
    assert {target for target in targets if target[0] != "#" or target[1:] not in ids} == set()


def test_nothing_is_fetched_and_no_script_runs(page: html.HtmlElement) -> None:
    assert page.xpath("//script | //link | //img | //iframe") == []
    assert "url(" not in page.xpath("string(//style)")


def test_each_offence_grid_and_indicator_is_found_from_its_own_side(rules: Catalogue, whole: Book) -> None:
    bearing = {item.partition("/")[0] for criterion in rules.criteria.values() for item in criterion.supports}
    assert bearing <= {part.id for part in whole.offences}
    assert {part.id for part in whole.grids} == {grid.id for grid in rules.legal.grids}
    indexed = {name for name, _ in whole.index}
    assert {item.name for criterion in rules.criteria.values() for item in criterion.indicators} <= indexed


def test_the_figures_are_those_that_the_evaluation_wrote(whole: Book) -> None:
    assert figures_of(TABLE) == {"isolation": Figures(18, 14, 11, 0.786, 0.611)}
    known = measured()
    assert len(known) >= 20
    assert all(sheet.figures == known.get(sheet.criterion.id) for sheet in whole.sheets)


def test_a_book_without_figures_says_so(rules: Catalogue) -> None:
    text = book_html.write(book(rules, load("words", Words), {})).decode("utf-8")
    assert "Aucune mesure n’accompagne" in text
    assert "Mesuré sur" not in text


def test_the_same_catalogue_gives_the_same_bytes(whole: Book) -> None:
    assert book_html.write(whole) == book_html.write(whole)
    assert book_docx.write(whole) == book_docx.write(whole)


def test_the_word_document_has_real_headings_in_french(rules: Catalogue, whole: Book) -> None:
    made = docx.Document(io.BytesIO(book_docx.write(whole)))
    titles = [p.text for p in made.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert all(any(f"({name})" in title for title in titles) for name in rules.criteria)
    assert made.core_properties.language == "fr-FR"


def test_in_the_pdf_one_criterion_is_one_page_tagged_and_archivable(whole: Book) -> None:
    made = book_pdf.write(whole)
    assert made == book_pdf.write(whole)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made)]
    found = [
        number for sheet in whole.sheets for number, text in enumerate(pages) if f"· {sheet.criterion.id}\r" in text
    ]
    assert found == list(range(found[0], found[0] + len(whole.sheets)))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "fr"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfuaid:part"] == "1"


def test_a_sign_that_no_font_draws_is_printed_as_its_number(rules: Catalogue) -> None:
    words = load("words", Words)
    odd = words.model_copy(update={"history": ("9 = Un signe \U0001f600.",)})
    text = "".join(
        p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(book_pdf.write(book(rules, odd, {})))
    )
    assert "(U+1F600)" in text


def test_the_command_writes_each_format_and_refuses_others(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        COMMAND, ["book", "-o", str(tmp_path), "--format", "html,docx,pdf"], catch_exceptions=False
    )
    assert done.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"catalogue.html", "catalogue.docx", "catalogue.pdf"}
    with pytest.raises(UsageError, match="odt"):
        CliRunner().invoke(COMMAND, ["book", "-o", str(tmp_path), "--format", "odt"], catch_exceptions=False)


def test_a_local_catalogue_is_printed_in_the_same_way(tmp_path: Path) -> None:
    CliRunner().invoke(COMMAND, ["new", "porte_fermee", "--rules", str(tmp_path / "r")], catch_exceptions=False)
    words = ["book", "-o", str(tmp_path / "livre"), "--rules", str(tmp_path / "r")]
    CliRunner().invoke(COMMAND, words, catch_exceptions=False)
    assert 'id="porte_fermee"' in (tmp_path / "livre" / "catalogue.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium, to print")
def test_in_print_one_criterion_is_one_sheet(whole: Book, tmp_path: Path) -> None:
    (tmp_path / "book.html").write_bytes(book_html.write(whole))
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    words += [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'book.pdf'}"]
    subprocess.run([*words, (tmp_path / "book.html").as_uri()], check=True, capture_output=True, timeout=120)
    printed = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    pages = [printed[number].get_textpage().get_text_bounded() for number in range(len(printed))]
    first = next(number for number, text in enumerate(pages) if whole.sheets[0].criterion.id in text.split("\n")[0])
    heads = [text.split("\n")[0].strip() for text in pages[first : first + len(whole.sheets)]]
    for head, sheet in zip(heads, whole.sheets, strict=True):
        assert head.endswith(sheet.criterion.id)
