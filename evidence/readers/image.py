"""Images of pages: read by OCR, one block per line; its boxes are in pixels of the image as displayed."""

import io

import pi_heif
from PIL import Image, ImageOps, ImageSequence

from evidence.model import Notice
from evidence.readers import _ocr, _pdf_quality
from evidence.readers._builder import TextBuilder
from evidence.readers._reader import Piece, Reader, Refused, Result

_SIGNATURES = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
# Photographs of telephones (ISO/IEC 23008-12): the brand stands after the box « ftyp ».
_HEIF = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"))
_SUFFIXES = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "image/gif": (".gif",),
    "image/bmp": (".bmp",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
}
# Larger images than this are not pages; frames beyond are another film.
PIXELS = 200_000_000
FRAMES = 500
# Tesseract reads small letters badly: a page narrower than this is enlarged.
NARROW = 1000


def sniff(piece: Piece) -> str:
    """Return the type of an image by its signature."""
    for signature, media_type in _SIGNATURES:
        if piece.content.startswith(signature) and (signature != b"BM" or piece.suffix == ".bmp"):
            return media_type
    if piece.content[4:8] == b"ftyp" and piece.content[8:12] in _HEIF:
        return "image/heic"
    return "image/webp" if piece.content[:4] == b"RIFF" and piece.content[8:12] == b"WEBP" else ""


def read(piece: Piece) -> Result:
    """Return the lines that OCR reads in each frame.

    Raises:
        Refused: no Tesseract, a damaged image, no text in it.
    """
    if not _ocr.available():
        raise Refused("unreadable", f"image sans texte, OCR requis : {_ocr.MISSING}.")
    builder = TextBuilder()
    notices: list[Notice] = []
    frames = 0
    for number, frame in enumerate(_frames(piece), 1):
        frames = number
        lines = _recognised(frame)
        piece.beat()
        paragraph: tuple[int, ...] = ()
        builder.separate("\n")
        for line in lines:
            builder.separate("\n" if line.paragraph == paragraph else "\n\n")
            builder.add(line.text, "line", page=number, box=line.box, confidence=line.confidence)
            paragraph = line.paragraph
        notices += _pdf_quality.recognised(lines, number)
    text, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "image où l'OCR n'a reconnu aucun texte : regardez-la.")
    return Result(text=text, blocks=blocks, notices=tuple(notices), outcome="ocr", reader="tesseract", pages=frames)


def _frames(piece: Piece) -> list[Image.Image]:
    """Return the pages of the image, turned as they are displayed (EXIF).

    Raises:
        Refused: it is damaged or too large.
    """
    pi_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(piece.content)) as image:
            if image.width * image.height > PIXELS:
                raise Refused("unreadable", f"image de {image.width} × {image.height} points : trop grande.")
            still = image.format != "GIF"
            held = ImageSequence.Iterator(image) if still else [image]
            return [ImageOps.exif_transpose(frame).convert("L") for frame, _ in zip(held, range(FRAMES), strict=False)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("unreadable", "image endommagée ou incomplète : demandez un nouvel exemplaire.") from error


def _recognised(frame: Image.Image) -> tuple[_ocr.OcrLine, ...]:
    """Return the lines of one frame, their boxes in its own pixels.

    Raises:
        Refused: Tesseract failed.
    """
    if _pdf_quality.is_blank(frame):
        return ()
    factor = 2 if max(frame.size) < NARROW else 1
    enlarged = frame.resize((frame.width * factor, frame.height * factor)) if factor > 1 else frame
    try:
        lines = _ocr.read_image(enlarged)
    except _ocr.OcrError as error:
        raise Refused("unreadable", f"image sans texte : {error}.") from error
    return tuple(
        _ocr.OcrLine(line.text, _ocr.scaled(line.box, 1 / factor), line.confidence, line.paragraph) for line in lines
    )


READER = Reader(suffixes=_SUFFIXES, sniff=sniff, read=read, rank=15)
