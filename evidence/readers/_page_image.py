"""A page as a picture: rendered from the bytes of the piece, with its size in the unit of the boxes of its blocks."""

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from evidence.errors import ReadError

# Pixels a point: sharp on a screen, light enough to come at once. No picture is wider than WIDEST.
SCALE, WIDEST = 1.5, 1600
# PDFium is not thread-safe.
_ONE = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The *png* of a page; *width* and *height* are in the unit of its boxes: points of a PDF, pixels of an image."""

    png: bytes
    width: float
    height: float


def page_image(content: bytes, number: int) -> PageImage:
    """Return page *number* (from 1) of a PDF or of an image.

    Raises:
        ReadError: the file is neither, is damaged, or has no such page.
    """
    try:
        return _of_pdf(content, number) if content[:1024].lstrip()[:5] == b"%PDF-" else _of_image(content, number)
    except (pdfium.PdfiumError, OSError, EOFError, ValueError, IndexError, Image.DecompressionBombError) as error:
        raise ReadError(f"page {number} : image impossible", "Ouvrez la pièce elle-même.") from error


def task(message: dict[str, Any], _beat: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Return a page in a child process: a trapped file ends the child, not the server."""
    if not message.get("path"):  # asked only to start the child
        return {}, b""
    made = page_image(Path(message["path"]).read_bytes(), int(message["page"]))
    return {"width": made.width, "height": made.height}, made.png


def _of_pdf(content: bytes, number: int) -> PageImage:
    with _ONE:
        document = pdfium.PdfDocument(content)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            width, height = page.get_size()
            drawn = page.render(scale=min(SCALE, WIDEST / width)).to_pil()
        finally:
            document.close()
    return PageImage(png=_png(drawn), width=width, height=height)


def _of_image(content: bytes, number: int) -> PageImage:
    with Image.open(io.BytesIO(content)) as opened:
        opened.seek(number - 1)
        drawn = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = drawn.size
    if width > WIDEST:
        drawn = drawn.resize((WIDEST, round(height * WIDEST / width)))
    return PageImage(png=_png(drawn), width=width, height=height)


def _png(drawn: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
