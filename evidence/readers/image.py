"""Images of pages: read by OCR when it is installed, else named."""

from evidence.readers import _ocr
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError


def _is_image(head: bytes) -> bool:
    return head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")) or head[8:12] == b"WEBP"


def read(content: bytes, _name: str) -> Content:
    """Return the lines of the image.

    Raises:
        UnreadableError: OCR is not installed, or reads nothing.
    """
    if not _ocr.available():
        raise UnreadableError("image sans texte, OCR requis : installez Tesseract (tesseract-ocr-fra)", "partial")
    lines = _ocr.lines_of(content)
    if not lines:
        raise UnreadableError("image où l’OCR n’a lu aucun mot", "empty")
    found = Content(builder=TextBuilder(), pages=1, ocr=True)
    _ocr.add_lines(found.builder, lines, 1)
    return found


READER = Reader(
    media_types=("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp"),
    suffixes=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    read=read,
    matches=_is_image,
)
