"""PDF: the text layer by PDFium with line boxes, tables by pdfplumber where a page asks for it, OCR where none."""

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from evidence.model import Block, Box, Notice, Outcome, Payment, Span
from evidence.readers import _ocr, _pdf_extras, _pdf_quality, _pdf_tables
from evidence.readers._builder import TextBuilder, row
from evidence.readers._furniture import furniture_of
from evidence.readers._kinds import PDF
from evidence.readers._pdf_page import PageLine, TextLayer
from evidence.readers._pdf_tables import Row
from evidence.readers._reader import UNLOCKED, Piece, Reader, Refused, Result

# A new paragraph begins where the gap above a line exceeds the page's usual one by half and this share of its height.
GAP = 0.35
# With fewer characters than this and an image over most of it, a page is a scan with a stamp.
STAMP = 60
# Pixels of a page given to OCR; a poster is read smaller.
PIXELS = 30_000_000
# A sign of life every so many pages: a fifth of a second of work.
BEAT = 100
# PDFium's error codes (fpdfview.h).
_WRONG_PASSWORD = 4


@dataclass
class _Page:
    """What was made of one page, numbered from 1."""

    number: int
    height: float = 0.0
    lines: list[PageLine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ocr: list[tuple[_ocr.OcrLine, Box]] = field(default_factory=list)
    comments: tuple[str, ...] = ()
    notices: list[Notice] = field(default_factory=list)
    missing: bool = False


def sniff(piece: Piece) -> str:
    """Return the PDF type when its signature stands in the first kilobyte (ISO 32000-2, annex C.2 of 1.7 readers)."""
    if piece.content.startswith(b"PK\x03\x04"):  # an archive whose first entry is a PDF stored as it is
        return ""
    return PDF if b"%PDF-" in piece.content[:1024] else ""


def read(piece: Piece) -> Result:
    """Return the text of a PDF, a block per printed line, with its page and box."""
    document, password = _open(piece)
    try:
        announced = len(document)
        if announced == 0:
            raise Refused("unreadable", "PDF sans aucune page : demandez un nouvel exemplaire.")
        pages = list(_pages(document, piece))
        members = _pdf_extras.attachments(document)
    finally:
        document.close()
    if not pages:
        raise Refused("unreadable", "PDF endommagé : aucune page ne s'ouvre ; demandez un nouvel exemplaire.")
    _statements(piece, password, pages)
    text, blocks, payments = _assemble(pages)
    lost = announced - len(pages)
    notices = [UNLOCKED] if password else []
    notices += [*_pdf_extras.revisions(piece.content), *(notice for page in pages for notice in page.notices)]
    outcome, reason = _outcome(pages, lost)
    return Result(
        text=text,
        blocks=blocks,
        notices=tuple(notices),
        payments=payments,
        members=members,
        outcome=outcome,
        reason=reason,
        reader=_reader(pages),
        pages=len(pages),
    )


def _open(piece: Piece) -> tuple[pdfium.PdfDocument, str | None]:
    """Return the open document and the first password that fits.

    Raises:
        Refused: no password fits, or it is too damaged.
    """
    for password in (None, *piece.passwords):
        try:
            return pdfium.PdfDocument(piece.content, password=password), password
        except pdfium.PdfiumError as error:
            if error.err_code != _WRONG_PASSWORD:
                raise Refused(
                    "unreadable", "PDF endommagé, incomplet ou sans page : demandez un nouvel exemplaire."
                ) from error
    said = "aucun des mots de passe fournis ne convient" if piece.passwords else "fournissez-le (--password-file)"
    raise Refused("encrypted", f"PDF protégé par mot de passe : {said}.")


def _pages(document: pdfium.PdfDocument, piece: Piece) -> Iterator[_Page]:
    """Yield the pages up to the first that cannot be loaded: a loop in the page tree announces a million."""
    forms = document.get_formtype() != 0
    if forms:
        document.init_forms()
    for index in range(len(document)):
        try:
            page = document[index]
            if index % BEAT == BEAT - 1:
                piece.beat()
        except pdfium.PdfiumError:
            return
        try:
            yield _page(page, index + 1, piece)
        finally:
            page.close()


def _page(page: pdfium.PdfPage, number: int, piece: Piece) -> _Page:
    made = _Page(number=number)
    layer = TextLayer(page)
    try:
        made.height = layer.frame.height
        made.lines = list(layer.lines())
        unmapped = layer.unmapped()
        made.notices += _pdf_quality.notices(layer, made.lines, page, number, unmapped)
    finally:
        layer.close()
    made.comments = _pdf_extras.comments(page)
    size = sum(len(line.text) for line in made.lines)
    if size == 0 or unmapped > _pdf_quality.GARBLED or (size < STAMP and _pdf_quality.is_scan(page)):
        _recognise(page, made, piece, has_text=size > 0)
    return made


def _recognise(page: pdfium.PdfPage, made: _Page, piece: Piece, *, has_text: bool) -> None:
    """Read *page* by OCR, beside what text it has; without Tesseract a notice says that it has none."""
    scale = min(_ocr.DPI / 72, (PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    if not _ocr.available() and not _pdf_quality.is_empty(page):
        made.missing = not has_text
        made.notices.append(
            Notice(
                code="no_text", text=f"Page {made.number} sans texte, OCR requis : {_ocr.MISSING}.", page=made.number
            )
        )
        return
    if _pdf_quality.is_empty(page):
        made.notices.append(Notice(code="blank", text=f"Page {made.number} blanche.", page=made.number))
        return
    image = page.render(scale=scale, grayscale=True).to_pil()
    piece.beat()
    if _pdf_quality.is_blank(image):
        made.notices.append(Notice(code="blank", text=f"Page {made.number} blanche.", page=made.number))
        return
    try:
        lines = _ocr.read_image(image, dpi=round(scale * 72))
    except _ocr.OcrError as error:
        made.missing = not has_text
        made.notices.append(Notice(code="no_text", text=f"Page {made.number} sans texte : {error}.", page=made.number))
        return
    piece.beat()
    made.ocr = [(line, _ocr.scaled(line.box, 1 / scale)) for line in lines]
    made.notices += _pdf_quality.recognised(lines, made.number)


def _statements(piece: Piece, password: str | None, pages: list[_Page]) -> None:
    """Give the pages that look like account statements the rows that pdfplumber finds on them."""
    asked = [page.number for page in pages if _pdf_tables.looks_like_statement(page.lines)]
    if not asked:
        return
    try:
        found = _pdf_tables.rows_of(piece.content, password, asked)
    # pdfminer raises anything on damaged files (shared/domain/inputs.md, pitfall 11); PDFium's text is kept.
    except Exception as error:  # noqa: BLE001
        text = f"Tableaux non lus ({type(error).__name__}) : les mouvements de compte ne sont pas relevés."
        pages[0].notices.append(Notice(code="tables", text=text))
        return
    for page in pages:
        page.rows = found.get(page.number, [])


def _assemble(pages: list[_Page]) -> tuple[str, tuple[Block, ...], tuple[Payment, ...]]:
    """Return the text of all pages: lines in PDFium's order, an empty line where the page leaves a gap."""
    furniture = furniture_of([(page.lines, page.height) for page in pages])
    builder = TextBuilder()
    rows: list[tuple[Row, Span]] = []
    for index, page in enumerate(pages):
        builder.separate("\n")
        usual = _usual_gap(page.lines)
        before: Box | None = None
        for item, rank in _items(page):
            kind = "row" if isinstance(item, Row) else furniture.get((index, rank), "line")
            text = row(item.cells) if isinstance(item, Row) else item.text
            builder.separate("\n\n" if kind == "line" and _gap(before, item.box, usual) else "\n")
            span = builder.add(text, kind, page=page.number, box=item.box)
            if isinstance(item, Row) and span:
                rows.append((item, span))
            before = item.box if kind == "line" else before
        _add_ocr(builder, page)
        for comment in page.comments:
            builder.separate("\n\n")
            builder.add(comment, "comment", page=page.number)
    text, blocks = builder.build()
    found, holder, _ = _pdf_tables.entries([item for item, _ in rows], text)
    return text, blocks, tuple(entry.payment(rows[entry.row][1], holder) for entry in found)


def _items(page: _Page) -> list[tuple[PageLine | Row, int]]:
    """Return the lines of a page with their ranks; where it has rows, these in place of their lines, from the top."""
    items: list[tuple[PageLine | Row, int]] = [(line, rank) for rank, line in enumerate(page.lines)]
    if not page.rows:
        return items
    kept = [(item, rank) for item, rank in items if not any(_inside(item.box, held.box) for held in page.rows)]
    return sorted(
        [*kept, *((held, -1) for held in page.rows)], key=lambda pair: pair[0].box.top if pair[0].box else 0.0
    )


def _inside(box: Box | None, row: Box) -> bool:
    return box is not None and row.top <= (box.top + box.bottom) / 2 <= row.bottom


def _add_ocr(builder: TextBuilder, page: _Page) -> None:
    paragraph: tuple[int, ...] = ()
    for line, box in page.ocr:
        builder.separate("\n" if line.paragraph == paragraph else "\n\n")
        builder.add(line.text, "line", page=page.number, box=box, confidence=line.confidence)
        paragraph = line.paragraph


def _usual_gap(lines: list[PageLine]) -> float:
    """Return the middle one of the gaps between a line and the next below it."""
    pairs = itertools.pairwise(line.box for line in lines if line.box)
    gaps = [below.top - above.bottom for above, below in pairs if below.top > above.top]
    return max(statistics.median(gaps), 0.0) if gaps else 0.0


def _gap(before: Box | None, box: Box | None, usual: float) -> bool:
    """Tell whether *box* begins a new paragraph: further below *before* than lines of one paragraph are."""
    if before is None or box is None:
        return False
    height = min(before.bottom - before.top, box.bottom - box.top)
    return box.top - before.bottom > 1.5 * usual + GAP * height


def _outcome(pages: list[_Page], lost: int) -> tuple[Outcome, str]:
    missing = [page.number for page in pages if page.missing]
    if missing and len(missing) == len([page for page in pages if page.missing or page.lines or page.ocr]):
        return "unreadable", f"PDF sans texte, OCR requis : {_ocr.MISSING}."
    if missing:
        said = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
        return "partial", f"{len(missing)} page(s) sans texte, OCR requis (page {said})."
    if lost > 0:
        return "partial", f"PDF endommagé : la page {len(pages) + 1} et les suivantes ne s'ouvrent pas."
    return ("ocr", "") if any(page.ocr for page in pages) else ("read", "")


def _reader(pages: list[_Page]) -> str:
    """Return which program read which pages."""
    by_eye = [page.number for page in pages if page.ocr]
    tables = [page.number for page in pages if page.rows]
    if len(by_eye) == len(pages):
        return "tesseract"
    found = ["pdfium"]
    for program, numbers in (("pdfplumber", tables), ("tesseract", by_eye)):
        if numbers:
            found.append(f"{program} (page {', '.join(map(str, numbers))})")
    return " ; ".join(found)


READER = Reader(suffixes={PDF: (".pdf",)}, sniff=sniff, read=read, rank=10)
