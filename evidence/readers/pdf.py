"""PDF: the text of each page with the box of each line (pypdfium2), tables by pdfplumber where a page has one."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
import pypdfium2 as pdfium

from evidence.model import Box, Notice
from evidence.readers import _ocr
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError
from evidence.readers._statement import payments_of

# pdfplumber's default tolerance of 3 points glues words of tight fonts (shared/domain/inputs.md, pitfall 2).
TOLERANCE = {"x_tolerance_ratio": 0.15}
EDGE = 0.12
MOST_PAGES = 20_000
HYPHEN = "\ufffe"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page with its box, from the top left corner."""

    words: str
    box: Box


def read(content: bytes, _name: str) -> Content:
    """Return the lines of every page; pages without text are read by OCR when it is installed, else named.

    Raises:
        UnreadableError: the file is encrypted, broken, or has no page.
    """
    document = _opened(content)
    found = Content(builder=TextBuilder())
    pages = [list(_lines(document, index)) for index in range(min(_count(document), MOST_PAGES))]
    if not pages:
        raise UnreadableError("aucune page lisible")
    found.pages = len(pages)
    furniture = _furniture(pages, document)
    scanned = []
    for number, lines in enumerate(pages, 1):
        if lines:
            _add_page(found, lines, number, furniture)
        else:
            scanned.append(number)
    if scanned:
        _read_scans(document, found, scanned)
    if any("|" in line.words or len(line.words.split()) > 3 for lines in pages for line in lines):
        found.payments = payments_of(_rows(content), found.builder)
    document.close()
    return found


def _opened(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("protégé par un mot de passe", "encrypted") from error
        raise UnreadableError(f"PDF illisible ou abîmé ({error})") from error


def _count(document: pdfium.PdfDocument) -> int:
    """Return the number of pages that load: a looping page tree announces a million."""
    announced = len(document)
    for index in range(min(announced, MOST_PAGES)):
        try:
            document[index].close()
        except pdfium.PdfiumError:
            return index
    return announced


def _lines(document: pdfium.PdfDocument, index: int) -> Iterator[Line]:
    page = document[index]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range().replace("\r\n", "\n").replace("\r", "\n")
        width, height = page.get_size()
        at = 0
        for raw in text.split("\n"):
            words = _joined(raw)
            box = _box(textpage, at, len(raw), height, width, page.get_rotation())
            at += len(raw) + 2
            if words.strip():
                yield Line(words.rstrip(), box)
    finally:
        textpage.close()
        page.close()


def _joined(raw: str) -> str:
    """Return a line whose U+FFFE, pdfium's mark of a hyphen at a line end, is a hyphen again."""
    return raw.replace(HYPHEN, "-").replace("\u00ad", "")


def _box(textpage: pdfium.PdfTextPage, at: int, count: int, height: float, width: float, rotation: int) -> Box:
    """Return the box around *count* characters from *at*; the whole page width when pdfium knows none."""
    try:
        rectangles = [textpage.get_rect(i) for i in range(textpage.count_rects(at, max(count, 1)))]
    except pdfium.PdfiumError:
        rectangles = []
    if not rectangles:
        return Box(left=0.0, top=0.0, right=round(width, 1), bottom=round(height, 1))
    left = min(item[0] for item in rectangles)
    bottom = min(item[1] for item in rectangles)
    right = max(item[2] for item in rectangles)
    top = max(item[3] for item in rectangles)
    return _turned(left, bottom, right, top, width, height, rotation)


def _turned(left: float, bottom: float, right: float, top: float, width: float, height: float, rotation: int) -> Box:
    """Return a box of the unrotated page as the page is displayed, from its top left corner."""
    corners = {
        0: (left, height - top, right, height - bottom),
        90: (bottom, left, top, right),
        180: (width - right, bottom, width - left, top),
        270: (width - top, height - right, width - bottom, height - left),
    }[rotation % 360]
    return Box(
        left=round(corners[0], 1), top=round(corners[1], 1), right=round(corners[2], 1), bottom=round(corners[3], 1)
    )


def _masked(words: str) -> str:
    return "".join("0" if char.isdigit() else char for char in words.strip())


def _furniture(pages: list[list[Line]], document: pdfium.PdfDocument) -> set[str]:
    """Return the lines, digits masked, that stand at the edge of at least 60 % of the pages (three pages or more)."""
    if len(pages) < 2:
        return set()
    height = document[0].get_size()[1]
    seen: Counter[str] = Counter()
    for lines in pages:
        edge = {
            _masked(line.words)
            for line in lines
            if line.box.top < EDGE * height or line.box.bottom > (1 - EDGE) * height
        }
        seen.update(edge)
    return {words for words, count in seen.items() if count >= max(2, 0.6 * len(pages))}


def _add_page(found: Content, lines: list[Line], number: int, furniture: set[str]) -> None:
    before: Line | None = None
    for line in lines:
        gap = before is None or line.box.top - before.box.bottom > 0.8 * max(line.box.bottom - line.box.top, 4)
        found.builder.separate("\n\n" if gap else "\n")
        repeated = _masked(line.words) in furniture
        kind = ("header" if line.box.top < 300 else "footer") if repeated else "line"
        found.builder.add(line.words, kind, page=number, box=line.box)
        before = line


def _read_scans(document: pdfium.PdfDocument, found: Content, scanned: list[int]) -> None:
    available = _ocr.available()
    for number in scanned:
        lines = _ocr.lines_of(_rendered(document, number)) if available else []
        if not lines:
            words = "sans texte lisible, même par OCR" if available else "sans texte, OCR requis"
            found.notices.append(Notice(code="no_text", text=f"Page {number} {words}.", page=number))
            continue
        found.ocr = True
        _ocr.add_lines(found.builder, lines, number)
    missing = [notice for notice in found.notices if notice.code == "no_text"]
    if missing:
        pages = ", ".join(str(notice.page) for notice in missing[:12])
        found.partial = f"page{'s' if len(missing) > 1 else ''} sans texte, OCR requis : {pages}"


def _rendered(document: pdfium.PdfDocument, number: int) -> bytes:
    image = document[number - 1].render(scale=_ocr.DPI / 72).to_pil()
    out = io.BytesIO()
    image.convert("L").save(out, format="PNG")
    return out.getvalue()


def _rows(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the tables of each page that draws one."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            for page in document.pages[:60]:
                if len(page.lines) + len(page.rects) >= 4:
                    for table in page.extract_tables({"text_x_tolerance_ratio": TOLERANCE["x_tolerance_ratio"]}):
                        yield from ([cell or "" for cell in row] for row in table)
                page.close()
    except Exception:  # noqa: BLE001 (pdfplumber raises many kinds on broken files; the text is already read)
        return


READER = Reader(
    media_types=("application/pdf",),
    suffixes=(".pdf",),
    read=read,
    matches=lambda head: b"%PDF-" in head[:1024],
)
