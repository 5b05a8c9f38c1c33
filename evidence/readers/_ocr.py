"""The one wrapper around the OCR program: Tesseract, when it is on the machine."""

import csv
import io
import shutil
import subprocess
from dataclasses import dataclass

from evidence.model import Box
from evidence.readers._base import TextBuilder

DPI = 200
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an image: words, box in points, mean confidence from 0 to 1, paragraph number."""

    words: str
    box: Box
    confidence: float
    paragraph: tuple[str, str]


def available() -> bool:
    """Tell whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def lines_of(image: bytes) -> list[Line]:
    """Return the lines of a PNG, JPEG or TIFF image; none when the program fails or takes too long."""
    program = shutil.which("tesseract")
    if program is None:
        return []
    command = [program, "stdin", "stdout", "-l", "fra", "--dpi", str(DPI), "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 (fixed command)
    except subprocess.TimeoutExpired:
        return []
    if done.returncode != 0:
        return []
    rows = csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        if row.get("level") == "5" and (row.get("text") or "").strip():
            key = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(key, []).append(row)
    return [_line(key, words) for key, words in lines.items()]


def _line(key: tuple[str, ...], words: list[dict[str, str]]) -> Line:
    scale = 72 / DPI
    left = min(int(word["left"]) for word in words)
    top = min(int(word["top"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    box = Box(
        left=round(left * scale, 1),
        top=round(top * scale, 1),
        right=round(right * scale, 1),
        bottom=round(bottom * scale, 1),
    )
    confidence = sum(float(word["conf"]) for word in words) / len(words) / 100
    return Line(" ".join(word["text"] for word in words), box, round(confidence, 3), (key[1], key[2]))


def add_lines(builder: TextBuilder, lines: list[Line], page: int) -> None:
    """Add the lines of one image to *builder*, a blank line between paragraphs."""
    before: tuple[str, str] | None = None
    for line in lines:
        builder.separate("\n" if line.paragraph == before else "\n\n")
        builder.add(line.words, "line", page=page, box=line.box, confidence=line.confidence)
        before = line.paragraph
