"""The one wrapper around Tesseract: an image in, lines with boxes and confidence out."""

import csv
import io
import os
import shutil
import subprocess  # the program is ours to choose, its arguments are fixed
from dataclasses import dataclass
from functools import cache

from PIL import Image

from evidence.model import Box

# One page at 200 dpi takes about a second (shared/domain/inputs.md, 4); a page that takes this long never ends.
SECONDS = 120
DPI = 200
# Words below are still kept: their confidence says so. Pages whose mean is below get a notice.
LOW = 0.6
MISSING = "installez Tesseract et sa langue française (tesseract-ocr, tesseract-ocr-fra), puis relancez l'ingestion"


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line read from an image: its *box* in pixels, its mean *confidence* (0 to 1), its paragraph."""

    text: str
    box: Box
    confidence: float
    paragraph: tuple[int, ...]


class OcrError(Exception):
    """The OCR program failed; the message is one French sentence."""


@cache
def program() -> str:
    """Return the path of Tesseract, empty when it is not installed."""
    return shutil.which("tesseract") or ""


@cache
def languages() -> frozenset[str]:
    """Return the languages Tesseract has."""
    if not program():
        return frozenset()
    done = subprocess.run([program(), "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    return frozenset(done.stdout.split()[1:]) if done.returncode == 0 else frozenset()


def available() -> bool:
    """Tell whether French pages can be read from images."""
    return "fra" in languages()


def read_image(image: Image.Image, dpi: int = DPI) -> tuple[OcrLine, ...]:
    """Return the lines of *image*, in Tesseract's reading order.

    Raises:
        OcrError: Tesseract failed or took too long.
    """
    held = io.BytesIO()
    image.convert("L").save(held, format="PNG", compress_level=1)
    segmentation = "1" if "osd" in languages() else "3"
    command = [program(), "-", "-", "-l", "fra", "--psm", segmentation, "--dpi", str(dpi), "tsv"]
    # One thread: same result whatever the machine, and the other cores have their own pages.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=held.getvalue(), capture_output=True, timeout=SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise OcrError(f"la reconnaissance a dépassé {SECONDS} secondes") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OcrError(f"Tesseract a échoué ({said[-1] if said else done.returncode})")
    return _lines(done.stdout.decode("utf-8", "replace"))


def _lines(table: str) -> tuple[OcrLine, ...]:
    """Return the lines of Tesseract's table of words."""
    groups: dict[tuple[int, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            groups.setdefault(tuple(int(row[key]) for key in ("block_num", "par_num", "line_num")), []).append(row)
    return tuple(_line(key, words) for key, words in groups.items())


def _line(key: tuple[int, ...], words: list[dict[str, str]]) -> OcrLine:
    left, top = (min(float(word[edge]) for word in words) for edge in ("left", "top"))
    right = max(float(word["left"]) + float(word["width"]) for word in words)
    bottom = max(float(word["top"]) + float(word["height"]) for word in words)
    confidence = sum(max(float(word["conf"]), 0.0) for word in words) / len(words) / 100
    box = Box(left=left, top=top, right=right, bottom=bottom)
    return OcrLine(" ".join(word["text"].strip() for word in words), box, round(confidence, 3), key[:2])


def scaled(box: Box, factor: float) -> Box:
    """Return *box* with every edge multiplied by *factor*: pixels to points."""
    left, top, right, bottom = (round(edge * factor, 2) for edge in (box.left, box.top, box.right, box.bottom))
    return Box(left=left, top=top, right=right, bottom=bottom)
