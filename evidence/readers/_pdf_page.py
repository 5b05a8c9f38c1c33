"""The lines of a born-digital PDF page with their boxes, by PDFium: text once, then one box per printed line.

PDFium is not thread-safe: one process per core, never two threads.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from evidence.model import Box
from evidence.readers._hyphens import CUT, uncut

# Ligatures that some fonts leave whole: nobody searches them. œ and æ are letters and stay.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_CONTROLS = {code: " " for code in range(32) if code != 9} | {0x7F: None, 0xAD: None, 0xFEFF: None, 0xFFFF: None}
_SIGNS = _LIGATURES | _CONTROLS
_SIGNS_HELD = frozenset(map(chr, _SIGNS))


@dataclass(frozen=True, slots=True)
class PageLine:
    """One printed line: its *text*, *box*, and the indices of its characters in PDFium's list."""

    text: str
    box: Box | None
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as displayed: its size, and how to bring PDFium's unrotated coordinates there."""

    width: float
    height: float
    rotation: int
    crop: tuple[float, float, float, float]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the displayed box (origin top left) of a rectangle in page space.

        Source: ISO 32000-2, 7.7.3.3 (Rotate: clockwise, multiples of 90) and 14.11.2 (CropBox).
        """
        x0, y0, x1, y1 = self.crop
        if self.rotation == 90:
            edges = (bottom - y0, left - x0, top - y0, right - x0)
        elif self.rotation == 180:
            edges = (x1 - right, bottom - y0, x1 - left, top - y0)
        elif self.rotation == 270:
            edges = (y1 - top, x1 - right, y1 - bottom, x1 - left)
        else:
            edges = (left - x0, y1 - top, right - x0, y1 - bottom)
        return Box(left=round(edges[0], 2), top=round(edges[1], 2), right=round(edges[2], 2), bottom=round(edges[3], 2))


def frame_of(page: pdfium.PdfPage) -> Frame:
    """Return the frame of *page*."""
    width, height = page.get_size()
    return Frame(width, height, page.get_rotation(), page.get_bbox())


class TextLayer:
    """The text layer of one page; close it before the page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        """Load the characters of *page*."""
        self.frame = frame_of(page)
        self._page = page.get_textpage()
        self._handle = self._page.raw
        self.count = raw.FPDFText_CountChars(self._handle)
        self.text: str = self._page.get_text_range() if self.count > 0 else ""
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._channels = tuple(ctypes.c_uint() for _ in range(4))

    def close(self) -> None:
        """Free the characters."""
        self._page.close()

    def lines(self) -> Iterator[PageLine]:
        """Yield the printed lines in PDFium's order, which follows columns and keeps table rows."""
        at = 0
        same = len(self.text) == self.count
        for line in self.text.split("\r\n"):
            begin, at = at, at + len(line) + 2
            if CUT in line:
                yield from self._cut(line, begin)
                continue
            text = _tidy(line)
            if text:
                first = begin if same else self._char(begin)
                length = len(line) if same else self._char(begin + len(line) - 1) + 1 - first
                yield PageLine(text, self._box(first, length), first, length)

    def _cut(self, line: str, begin: int) -> Iterator[PageLine]:
        """Yield the printed lines of one that holds cut words, each with the box of its own characters."""
        for part, text in zip(line.split(CUT), uncut(line), strict=True):
            tidy = _tidy(text)
            if tidy and part:
                first = self._char(begin)
                length = self._char(begin + len(part) - 1) + 1 - first
                yield PageLine(tidy, self._box(first, length), first, length)
            begin += len(part) + 1

    def _char(self, index: int) -> int:
        """Return the index, in PDFium's list of characters, of the character at *index* of its text.

        The two differ on some pages (shared/domain/inputs.md, pitfall 7).
        """
        found = raw.FPDFText_GetCharIndexFromTextIndex(self._handle, index)
        return index if found < 0 else int(found)

    def _box(self, first: int, count: int) -> Box | None:
        """Return the box around *count* characters from *first*, None when PDFium knows none."""
        rects = raw.FPDFText_CountRects(self._handle, first, max(count, 1))
        if rects <= 0:
            return None
        left, top, right, bottom = self._edges
        raw.FPDFText_GetRect(self._handle, 0, left, top, right, bottom)
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if rects == 1:
            return self.frame.box(x0, y0, x1, y1)
        for index in range(1, rects):
            raw.FPDFText_GetRect(self._handle, index, left, top, right, bottom)
            x0, y0 = min(x0, left.value), min(y0, bottom.value)
            x1, y1 = max(x1, right.value), max(y1, top.value)
        return self.frame.box(x0, y0, x1, y1)

    def unmapped(self, sample: int = 48) -> float:
        """Return the share, among *sample* characters, of those whose Unicode value PDFium could not find."""
        if self.count <= 0:
            return 0.0
        step = max(self.count // sample, 1)
        places = range(0, self.count, step)
        wrong = len([place for place in places if raw.FPDFText_HasUnicodeMapError(self._handle, place) == 1])
        return wrong / len(places)

    def is_invisible(self, line: PageLine) -> bool:
        """Tell whether *line* is written in no ink at all, as the text layer of a scan is."""
        found = raw.FPDFText_GetTextObject(self._handle, line.first)
        return bool(found) and raw.FPDFTextObj_GetTextRenderMode(found) == raw.FPDF_TEXTRENDERMODE_INVISIBLE

    def ink(self, line: PageLine) -> tuple[int, int, int, int]:
        """Return the red, green, blue and opacity (0 to 255) that *line* begins with, black when they are unknown."""
        red, green, blue, alpha = self._channels
        if not raw.FPDFText_GetFillColor(self._handle, line.first, red, green, blue, alpha):
            return 0, 0, 0, 255
        return red.value, green.value, blue.value, alpha.value


def _tidy(text: str) -> str:
    return (text if _SIGNS_HELD.isdisjoint(text) else text.translate(_SIGNS)).strip()
