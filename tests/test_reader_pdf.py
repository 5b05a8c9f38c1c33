"""PDF: text, boxes on the displayed page, hyphens, furniture, pages without text, hidden text, statements."""

import datetime as dt
import io
from collections.abc import Callable
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from evidence import readers
from evidence.model import Document, Reading
from evidence.readers import _ocr
from evidence.readers._furniture import furniture_of
from evidence.readers._hyphens import CUT, keeps_hyphen, uncut
from evidence.readers._pdf_page import Frame, PageLine

WIDTH, HEIGHT = A4


def made(*pages: Callable[[Canvas], None], encrypt: str = "") -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, encrypt=StandardEncryption(encrypt) if encrypt else None, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def lines(*words: str, top: float = 100, step: float = 14) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(words):
            canvas.drawString(60, HEIGHT - top - number * step, line)

    return draw


def picture(canvas: Canvas) -> None:
    image = Image.new("L", (400, 560), 255)
    for place in range(40, 400):
        image.putpixel((place, place), 0)
    image.paste(0, (50, 50, 200, 80))
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


def blank(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(10, 10, 100, 100, stroke=0, fill=1)


def read(content: bytes, *passwords: str) -> Reading:
    return readers.read_bytes(content, "piece.pdf", passwords=passwords)[0]


def document_of(content: bytes) -> Document:
    document = read(content).document
    assert document
    return document


def codes(document: Document) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.page) for notice in document.notices]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ocr, "available", lambda: False)


def test_each_printed_line_is_a_block_with_its_page_and_box() -> None:
    document = document_of(made(lines("Première ligne", "Deuxième ligne"), lines("Autre page")))
    found = [(block.span.of(document.text), block.page) for block in document.blocks]
    assert found == [("Première ligne", 1), ("Deuxième ligne", 1), ("Autre page", 2)]
    assert all(block.box for block in document.blocks)


def test_a_wide_gap_is_an_empty_line_and_an_even_one_is_not() -> None:
    def draw(canvas: Canvas) -> None:
        lines("un", "deux", "trois")(canvas)
        lines("quatre", "cinq", top=100 + 5 * 14)(canvas)

    assert document_of(made(draw)).text == "un\ndeux\ntrois\n\nquatre\ncinq"


def test_double_spacing_does_not_cut_a_sentence() -> None:
    assert document_of(made(lines("un", "deux", "trois", "quatre", step=30))).text == "un\ndeux\ntrois\nquatre"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True], ids=["whole", "cropped"])
def test_a_box_is_where_the_ink_is_on_the_displayed_page(rotation: int, cropped: bool) -> None:
    document = pdfium.PdfDocument(made(lines("Elle a remis trois mille euros")))
    document[0].set_rotation(rotation)
    if cropped:
        document[0].set_cropbox(20, 30, WIDTH - 40, HEIGHT - 50)
    held = io.BytesIO()
    document.save(held)
    box = document_of(held.getvalue()).blocks[0].box
    image = pdfium.PdfDocument(held.getvalue())[0].render(scale=1, grayscale=True).to_pil()
    ink = image.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box
    assert ink
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(ink, abs=1.5)


@given(st.sampled_from([0, 90, 180, 270]), st.tuples(*[st.floats(0, 500)] * 4))
def test_a_box_on_the_displayed_page_is_never_reversed(rotation: int, edges: tuple[float, ...]) -> None:
    left, right = sorted(edges[:2])
    bottom, top = sorted(edges[2:])
    box = Frame(600, 800, rotation, (0, 0, 600, 800)).box(left, bottom, right, top)
    assert box.left <= box.right
    assert box.top <= box.bottom


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("rencontré Jean", "Paul hier", True),
        ("en 2019", "2020 il", True),
        ("les dix", "neuf fidèles", True),
        ("ils ont constitu", "tion", False),
        ("la manipula", "tion mentale", False),
        ("lui a", "t-il dit", True),
        ("c'est socio", "économique", True),
        ("mouvement d'orien", "tation", False),
    ],
)
def test_a_hyphen_at_a_line_end_is_kept_where_it_belongs_to_the_word(before: str, after: str, kept: bool) -> None:
    assert keeps_hyphen(before, after) is kept


def test_a_cut_word_is_whole_on_the_line_where_it_begins() -> None:
    assert uncut(f"sous contrain{CUT}te pendant") == ["sous contrainte", "pendant"]


@given(st.lists(st.text("abé -", max_size=8), min_size=1, max_size=5))
def test_no_letter_is_lost_where_words_are_joined(parts: list[str]) -> None:
    joined = uncut(CUT.join(parts))
    assert len(joined) == len(parts)
    letters = [char for part in parts for char in part if char.isalpha()]
    assert [char for line in joined for char in line if char.isalpha()] == letters


def printed(*rows: tuple[str, float]) -> list[PageLine]:
    frame = Frame(WIDTH, HEIGHT, 0, (0, 0, WIDTH, HEIGHT))
    return [PageLine(text, frame.box(60, HEIGHT - top - 10, 300, HEIGHT - top), 0, len(text)) for text, top in rows]


def test_what_stands_at_the_same_height_of_most_pages_is_furniture() -> None:
    pages = [(printed(("PV n° 12", 30), (f"fait {n}", 300), (f"Page {n} sur 5", 800)), HEIGHT) for n in range(1, 6)]
    found = furniture_of(pages)
    assert {found.get((index, 0)) for index in range(5)} == {"header"}
    assert {found.get((index, 2)) for index in range(5)} == {"footer"}
    assert not any((index, 1) in found for index in range(5))


def test_what_repeats_in_the_middle_of_pages_is_not_furniture() -> None:
    assert furniture_of([(printed(("Question : et alors ?", 400)), HEIGHT) for _ in range(5)]) == {}


def test_two_pages_are_too_few_to_tell_furniture() -> None:
    assert furniture_of([(printed(("En-tête", 30)), HEIGHT) for _ in range(2)]) == {}


def test_furniture_is_kept_in_the_text_and_named() -> None:
    pages = [lines("Tribunal de Sainte-Aube", f"récit numéro {'abcdef'[n] * 9}", top=30, step=200) for n in range(4)]
    document = document_of(made(*pages))
    kinds = [block.kind for block in document.blocks if "Tribunal" in block.span.of(document.text)]
    assert kinds == ["header"] * 4


def test_a_page_without_text_is_named_and_the_rest_goes_on(no_ocr: None) -> None:
    reading = read(made(lines("Bonjour à tous"), picture, lines("Au revoir")))
    assert (reading.outcome, reading.pages) == ("partial", 3)
    assert reading.document
    assert codes(reading.document) == [("no_text", 2)]
    assert "Page 2 sans texte, OCR requis" in reading.document.notices[0].text


def test_a_scan_without_ocr_is_never_called_read(no_ocr: None) -> None:
    reading = read(made(picture, picture))
    assert reading.outcome == "unreadable"
    assert "sans texte, OCR requis" in reading.reason
    assert "tesseract" in reading.reason.lower()


def test_a_blank_page_is_said_and_costs_nothing() -> None:
    if not _ocr.available():
        pytest.skip("Tesseract with French is not installed")
    reading = read(made(lines("Bonjour à tous"), blank))
    assert reading.outcome == "read"
    assert reading.document
    assert codes(reading.document) == [("blank", 2)]


def test_a_page_with_nothing_on_it_needs_no_ocr(no_ocr: None) -> None:
    reading = read(made(lines("Bonjour à tous"), lambda _: None))
    assert reading.outcome == "read"


def test_a_protected_file_asks_for_its_password_and_opens_with_it() -> None:
    content = made(lines("Texte protégé"), encrypt="sésame")
    locked = read(content)
    assert locked.outcome == "encrypted"
    assert "--password-file" in locked.reason
    assert "aucun des mots de passe" in read(content, "faux").reason
    assert read(content, "faux", "sésame").outcome == "read"


def test_white_text_on_white_is_read_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Texte visible")(canvas)
        canvas.setFillGray(1)
        canvas.drawString(60, 300, "Texte caché")

    document = document_of(made(draw))
    assert "Texte caché" in document.text
    assert codes(document) == [("hidden_text", 1)]


def test_white_text_on_a_dark_ground_is_not_hidden() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 290, 300, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(60, 300, "Titre en blanc sur noir")

    assert codes(document_of(made(draw))) == []


def test_text_out_of_the_page_is_said() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Texte visible")(canvas)
        canvas.drawString(60, -200, "hors de la page")

    document = document_of(made(draw))
    if "hors de la page" in document.text:  # newer versions of PDFium leave it out
        assert ("hidden_text", 1) in codes(document)


@pytest.mark.parametrize("end", [40, 400, 900])
def test_a_cut_file_is_named_unreadable_or_read_in_part(end: int) -> None:
    reading = read(made(lines("Bonjour"))[:end])
    assert reading.outcome in ("unreadable", "partial", "read")
    assert reading.document or reading.reason


RULED = [
    ["Date", "Libellé", "Débit", "Crédit"],
    ["05/02/2020", "VIR SEPA ASSOCIATION AUBE CLAIRE", "3 000,00", ""],
    ["07/02/2020", "VIREMENT SALAIRE", "", "1 850,20"],
    ["11/02/2020", "RETRAIT DAB SAINTE-AUBE", "200,00", ""],
]


def test_a_ruled_statement_gives_dated_payments_at_their_rows() -> None:
    held = io.BytesIO()
    table = Table(RULED)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(held, pagesize=A4).build([table])
    reading = read(held.getvalue())
    assert "pdfplumber (page 1)" in reading.reader
    assert reading.document
    first, second, third = reading.document.payments
    assert (first.on, first.amount.value, first.amount.currency) == (dt.date(2020, 2, 5), "3000.00", "EUR")
    assert (first.payer, first.beneficiary) == ("titulaire du compte", "ASSOCIATION AUBE CLAIRE")
    assert (second.payer, second.beneficiary) == (None, "titulaire du compte")
    assert third.beneficiary is None
    assert "ASSOCIATION AUBE CLAIRE" in first.span.of(reading.document.text)
    assert reading.document.block_at(first.span).kind == "row"


def statement(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 800, "Relevé du 01/12/2019 au 31/01/2020")
    canvas.drawString(50, 785, "Titulaire : M. Luc PETIT")
    rows = [
        ("Date", "Nature des opérations", "Débit", "Crédit"),
        ("28.12", "VIR SEPA MME ROY", "150,00", ""),
        ("03.01", "VIREMENT SALAIRE", "", "1 850,20"),
        ("11.01", "CARTE 10/01 LIBRAIRIE", "20,00", ""),
    ]
    for number, (day, label, debit, credit) in enumerate(rows):
        top = 750 - 14 * number
        canvas.drawString(50, top, day)
        canvas.drawString(110, top, label)
        canvas.drawRightString(430, top, debit)
        canvas.drawRightString(520, top, credit)


def test_a_statement_without_rules_is_read_by_where_sums_stand() -> None:
    document = document_of(made(statement))
    found = [(item.on, item.amount.value, item.payer, item.beneficiary) for item in document.payments]
    assert found == [
        (dt.date(2019, 12, 28), "150.00", "M. Luc PETIT", "MME ROY"),
        (dt.date(2020, 1, 3), "1850.20", None, "M. Luc PETIT"),
        (dt.date(2020, 1, 11), "20.00", "M. Luc PETIT", "LIBRAIRIE"),
    ]


def test_an_ordinary_page_is_not_read_by_pdfplumber() -> None:
    assert read(made(lines("Le 12/03/2020 il a versé 30,50 €", "Puis plus rien"))).reader == "pdfium"


def test_blocks_follow_one_another() -> None:
    document = document_of(made(statement, lines("un", "deux")))
    assert all(one.span.end <= two.span.start for one, two in pairwise(document.blocks))


@pytest.mark.slow
def test_a_scan_is_read_by_ocr_with_boxes_and_confidence() -> None:
    if not _ocr.available():
        pytest.skip("Tesseract with French is not installed")
    source = pdfium.PdfDocument(
        made(lines("Il nous interdisait de voir nos familles.", "Nous étions coupés du monde."))
    )
    image = source[0].render(scale=200 / 72).to_pil()

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    reading = read(made(scan))
    assert (reading.outcome, reading.reader) == ("ocr", "tesseract")
    assert reading.document
    assert "Il nous interdisait de voir nos familles." in reading.document.text
    first = reading.document.blocks[0]
    assert first.confidence is not None
    assert first.confidence > 0.7
    assert first.box
    assert abs(first.box.left - 60) < 3
    assert abs(first.box.bottom - 101) < 5


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_row_of_a_statement_has_its_box_on_the_displayed_page(rotation: int) -> None:
    def turned(canvas: Canvas) -> None:
        # Drawn so that the rows read straight once the page is turned.
        {
            0: lambda: None,
            90: lambda: (canvas.rotate(90), canvas.translate(0, -WIDTH)),
            180: lambda: (canvas.rotate(180), canvas.translate(-WIDTH, -HEIGHT)),
            270: lambda: (canvas.rotate(-90), canvas.translate(-HEIGHT, 0)),
        }[rotation]()
        statement(canvas)

    document = pdfium.PdfDocument(made(turned))
    document[0].set_rotation(rotation)
    document[0].set_cropbox(7, 11, WIDTH - 13, HEIGHT - 17)
    held = io.BytesIO()
    document.save(held)
    found = document_of(held.getvalue())
    assert found.payments
    rows = [block for block in found.blocks if block.kind == "row" and block.box]
    image = pdfium.PdfDocument(held.getvalue())[0].render(scale=1, grayscale=True).to_pil()
    for block in rows:
        box = block.box
        assert box
        held_ink = image.crop((int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1))
        assert held_ink.getextrema()[0] < 128


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_words_under_a_black_rectangle_are_read_and_said(before: bool) -> None:
    def draw(canvas: Canvas) -> None:
        if before:
            canvas.rect(95, HEIGHT - 118, 80, 16, stroke=0, fill=1)
        lines("Madame Claire Dumont habite ici", "Autre ligne", top=114, step=40)(canvas)
        if not before:
            canvas.rect(95, HEIGHT - 118, 80, 16, stroke=0, fill=1)

    document = document_of(made(draw))
    assert "Claire Dumont" in document.text
    assert codes(document) == [("hidden_text", 1)]
    assert "cache" in document.notices[0].text


def test_rules_and_frames_hide_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Une ligne soulignée", "Une autre")(canvas)
        canvas.rect(50, HEIGHT - 120, 400, 40, stroke=1, fill=0)
        canvas.rect(60, HEIGHT - 102, 120, 1, stroke=0, fill=1)

    assert codes(document_of(made(draw))) == []
