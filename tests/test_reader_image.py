"""Images: read by OCR where it is installed, named with what to do where it is not."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from evidence import readers
from evidence.model import Box
from evidence.readers import _ocr, _pdf_quality
from evidence.readers._ocr import OcrLine, _lines, scaled

WORDS = "Il nous interdisait de voir nos familles."


def picture(words: str, size: tuple[int, int] = (1400, 300)) -> Image.Image:
    image = Image.new("L", size, 255)
    font = ImageFont.load_default(size=48)
    ImageDraw.Draw(image).text((60, 100), words, fill=0, font=font)
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def test_without_tesseract_an_image_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ocr, "available", lambda: False)
    reading = readers.read_bytes(saved(picture(WORDS), "PNG"), "a.png")[0]
    assert reading.outcome == "unreadable"
    assert "OCR requis" in reading.reason
    assert "tesseract-ocr-fra" in reading.reason


TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "4\t1\t1\t1\t1\t0\t10\t20\t90\t10\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t40\t10\t90\tIl\n"
    "5\t1\t1\t1\t1\t2\t60\t18\t40\t12\t70\tdit\n"
    '5\t1\t1\t1\t2\t1\t10\t40\t40\t10\t50\t"oui\n'
    "5\t1\t1\t1\t3\t1\t10\t60\t40\t10\t95\t \n"
)


def test_words_of_a_line_give_its_text_box_and_mean_confidence() -> None:
    first, second = _lines(TABLE)
    assert (first.text, first.box, first.confidence) == ("Il dit", Box(left=10, top=18, right=100, bottom=30), 0.8)
    assert (second.text, second.paragraph) == ('"oui', (1, 1))


def test_pixels_become_points() -> None:
    assert scaled(Box(left=200, top=100, right=400, bottom=150), 0.36) == Box(left=72, top=36, right=144, bottom=54)


@pytest.mark.parametrize(("confidence", "codes"), [(0.9, []), (0.3, ["low_confidence"])])
def test_a_doubtful_recognition_is_said(confidence: float, codes: list[str]) -> None:
    line = OcrLine("mot", Box(left=0, top=0, right=1, bottom=1), confidence, (1, 1))
    assert [notice.code for notice in _pdf_quality.recognised([line], 1)] == codes


def test_a_page_where_nothing_was_recognised_is_said() -> None:
    assert [notice.code for notice in _pdf_quality.recognised([], 3)] == ["no_text"]


def test_paper_without_ink_is_blank_and_a_line_of_words_is_not() -> None:
    assert _pdf_quality.is_blank(Image.new("L", (800, 1000), 240))
    assert not _pdf_quality.is_blank(picture(WORDS, (1400, 1900)))


@pytest.fixture
def tesseract() -> None:
    if not _ocr.available():
        pytest.skip("Tesseract with French is not installed")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_an_image_is_read_with_boxes_and_confidence(tesseract: None, kind: str) -> None:
    reading = readers.read_bytes(saved(picture(WORDS), kind), f"a.{kind.lower()}")[0]
    assert reading.outcome == "ocr"
    assert reading.document
    assert reading.document.text == WORDS
    (block,) = reading.document.blocks
    assert block.confidence is not None
    assert block.confidence > 0.6
    assert block.box
    assert abs(block.box.left - 60) < 8


@pytest.mark.slow
def test_every_page_of_a_tiff_is_read(tesseract: None) -> None:
    content = saved(picture(WORDS), "TIFF", save_all=True, append_images=[picture("Elle a tout donné.")])
    reading = readers.read_bytes(content, "a.tif")[0]
    assert reading.pages == 2
    assert reading.document
    assert [block.page for block in reading.document.blocks] == [1, 2]


@pytest.mark.slow
def test_a_picture_turned_by_its_camera_is_read_upright(tesseract: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by a quarter, clockwise
    content = saved(picture(WORDS, (1400, 1000)).rotate(90, expand=True), "JPEG", exif=exif)
    reading = readers.read_bytes(content, "a.jpg")[0]
    assert reading.document
    assert WORDS in reading.document.text


@pytest.mark.slow
def test_a_blank_image_is_empty(tesseract: None) -> None:
    assert readers.read_bytes(saved(Image.new("L", (500, 500), 255), "PNG"), "a.png")[0].outcome == "empty"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_cut_image_is_named(tesseract: None, kind: str) -> None:
    reading = readers.read_bytes(saved(picture(WORDS), kind)[:300], f"a.{kind.lower()}")[0]
    assert reading.outcome in ("unreadable", "empty")
    assert reading.reason
