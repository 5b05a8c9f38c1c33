"""What must be said of a PDF page's text layer: garbled, hidden, made by a scanner; and whether there is any ink."""

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from evidence.model import Box, Notice
from evidence.readers._ocr import LOW, OcrLine
from evidence.readers._pdf_page import Frame, PageLine, TextLayer, frame_of

# Shares of characters without Unicode value (shared/domain/inputs.md, pitfall 4: 0–20 per page on good French text,
# 86 % and 100 % on broken fonts): above the first a notice, above the second the page is read by OCR as well.
DOUBTFUL = 0.1
GARBLED = 0.5
# An image that covers this share of the page is a scan.
COVER = 0.5
# Inks from 0 (black) to 255: what is lighter than the first is white paper, what is darker than the second is dark.
WHITE, DARK = 250, 70
# A dark shape lower or narrower than this many points is a rule; pages with more objects are drawings.
MASK, OBJECTS = 5.0, 250
# Signs that stand for blanks in some printed pages, as a share of all signs.
_FILLERS = "#&"
_FILLED = 0.05
# A grey image whose darkest and lightest points lie closer than this is blank.
_CONTRAST = 40


def notices(
    layer: TextLayer, lines: Sequence[PageLine], page: pdfium.PdfPage, number: int, unmapped: float
) -> list[Notice]:
    """Return what must be said of the text layer of a page; *unmapped* is its share of unknown characters."""
    found: list[Notice] = []
    if not lines:
        return found
    if unmapped > DOUBTFUL:
        found.append(_low(number, f"{unmapped:.0%} des caractères n'ont pas de valeur connue".replace("%", " %")))
    elif (sign := _filler(layer.text)) is not None:
        found.append(_low(number, f"des blancs y sont écrits « {sign} »"))
    invisible = [line for line in lines if layer.is_invisible(line)]
    if len(invisible) > len(lines) / 2:
        found.append(_low(number, "le texte est celui qu'un numériseur a reconnu sous l'image"))
    elif invisible:
        found.append(_hidden(number, invisible, "écrit sans encre"))
    inks = [(line, layer.ink(line)) for line in lines if line not in invisible]
    white = [line for line, (*colours, alpha) in inks if alpha == 0 or min(colours) >= WHITE]
    if white:
        white = _unpainted(page, layer.frame, white)
    if white:
        found.append(_hidden(number, white, "écrit en blanc"))
    covered = _covered(page, layer.frame, [line for line, (*colours, _) in inks if max(colours) <= DARK])
    if covered:
        found.append(_hidden(number, covered, "sous un cache sombre"))
    outside = [line for line in lines if line.box and _is_outside(line.box, layer.frame)]
    if outside:
        found.append(_hidden(number, outside, "placé hors de la page"))
    return found


def _low(number: int, why: str) -> Notice:
    return Notice(
        code="low_quality",
        text=f"Page {number} : couche de texte peu sûre ({why}) ; vérifiez les citations sur l'image.",
        page=number,
    )


def _hidden(number: int, lines: Sequence[PageLine], how: str) -> Notice:
    sample = lines[0].text[:60]
    count = f"{len(lines)} lignes" if len(lines) > 1 else "une ligne"
    return Notice(
        code="hidden_text",
        text=f"Page {number} : {count} de texte {how}, invisible à l'écran (« {sample} »).",
        page=number,
    )


def _filler(text: str) -> str | None:
    """Return the sign that stands where blanks should be, None when there is none."""
    for sign in _FILLERS:
        if text.count(sign) > _FILLED * len(text):
            return sign
    return None


def _is_outside(box: Box, frame: Frame) -> bool:
    return box.right <= 0 or box.bottom <= 0 or box.left >= frame.width or box.top >= frame.height


def _unpainted(page: pdfium.PdfPage, frame: Frame, lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the white *lines* that no painted shape or image lies behind."""
    left = list(lines)
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(raw.FPDFPage_CountObjects(page)):
        held = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(held) == raw.FPDF_PAGEOBJ_TEXT or not raw.FPDFPageObj_GetBounds(held, *edges):
            continue
        shape = frame.box(*(edge.value for edge in edges))
        left = [line for line in left if line.box and not _behind(shape, line.box)]
        if not left:
            break
    return left


def _masks(page: pdfium.PdfPage, frame: Frame) -> list[Box]:
    """Return the dark filled shapes of a page that are high enough to hide words."""
    count = raw.FPDFPage_CountObjects(page)
    if count > OBJECTS:
        return []
    found = []
    edges = [ctypes.c_float() for _ in range(4)]
    channels = [ctypes.c_uint() for _ in range(4)]
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for index in range(count):
        held = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(held) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(held, *edges) or edges[3].value - edges[1].value < MASK:
            continue
        filled = raw.FPDFPath_GetDrawMode(held, mode, stroke) and mode.value != raw.FPDF_FILLMODE_NONE
        known = filled and raw.FPDFPageObj_GetFillColor(held, *channels) and channels[3].value > 200
        if known and max(channel.value for channel in channels[:3]) <= DARK:
            found.append(frame.box(*(edge.value for edge in edges)))
    return found


def _covered(page: pdfium.PdfPage, frame: Frame, lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the dark *lines* some words of which lie under a dark shape, as the page shows them: nothing but dark."""
    masks = _masks(page, frame)
    asked = [(line, over) for line in lines for mask in masks if (over := _overlap(mask, line))]
    if not asked:
        return []
    shown = page.render(scale=1, grayscale=True).to_pil()
    found = []
    for line, over in asked:
        seen = shown.crop((int(over.left) + 1, int(over.top) + 1, int(over.right), int(over.bottom)))
        lightest = seen.getextrema()[1] if seen.width > 0 and seen.height > 0 else 255
        if float(lightest) <= 2 * DARK and line not in found:
            found.append(line)
    return found


def _overlap(mask: Box, line: PageLine) -> Box | None:
    """Return the words of *line* under *mask*, None when it hides none."""
    box = line.box
    if box is None or not mask.top <= (box.top + box.bottom) / 2 <= mask.bottom:
        return None
    left, right = max(mask.left, box.left), min(mask.right, box.right)
    top, bottom = max(mask.top, box.top), min(mask.bottom, box.bottom)
    return Box(left=left, top=top, right=right, bottom=bottom) if right - left >= MASK else None


def _behind(shape: Box, box: Box) -> bool:
    middle, centre = (box.top + box.bottom) / 2, (box.left + box.right) / 2
    return shape.left <= centre <= shape.right and shape.top <= middle <= shape.bottom


def is_scan(page: pdfium.PdfPage) -> bool:
    """Tell whether one image covers most of the page."""
    frame = frame_of(page)
    area = frame.width * frame.height
    for held in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = held.get_bounds()
        if (right - left) * (top - bottom) >= COVER * area:
            return True
    return False


def is_empty(page: pdfium.PdfPage) -> bool:
    """Tell whether nothing at all is drawn on the page."""
    drawn: int = raw.FPDFPage_CountObjects(page) + raw.FPDFPage_GetAnnotCount(page)
    return drawn <= 0


def is_blank(image: Image.Image) -> bool:
    """Tell whether a grey *image* holds nothing darker than its paper."""
    low, high = image.convert("L").resize((128, 128)).getextrema()
    return float(high) - float(low) < _CONTRAST  # type: ignore[arg-type]


def recognised(lines: Sequence[OcrLine], number: int | None) -> list[Notice]:
    """Return what must be said of the *lines* that OCR read on a page."""
    where = f"Page {number}" if number else "Image"
    if not lines:
        return [Notice(code="no_text", text=f"{where} : aucun texte reconnu.", page=number)]
    confidence = sum(line.confidence * len(line.text) for line in lines) / sum(len(line.text) for line in lines)
    if confidence >= LOW:
        return []
    said = f"{confidence:.0%}".replace("%", " %")
    return [
        Notice(
            code="low_confidence",
            text=f"{where} : reconnaissance peu sûre (confiance {said}) ; vérifiez les citations sur l'image.",
            page=number,
        )
    ]
