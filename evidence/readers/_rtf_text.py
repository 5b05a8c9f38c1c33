"""The text of an RTF by its groups and control words: body, notes, comments, frames, headers, tracked changes.

Source: Microsoft, Rich Text Format Specification 1.9.1. Written because what strips the marks loses all but the body.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from evidence.readers._docx_text import Change

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.S
)
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "~": "\xa0",
    "_": "-",
    "\\": "\\",
    "{": "{",
    "}": "}",
}
_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# Groups of words of their own, and what their blocks are.
FLOWS = re.compile(
    r"(?P<note>footnote)|(?P<comment>annotation)|(?P<box>shptxt|dptxbxtext)|(?P<header>header[lrf]?)|(?P<footer>footer[lrf]?)"
)
# Groups that hold no words of the document; those behind « \* » that are not known hold none either.
_SILENT = re.compile(
    r"colortbl|stylesheet|info|pict|objdata|objclass|objname|sp|nonshppict|filetbl|listtable|listoverridetable|xe|tc|"
    r"fldinst|atnid|atrfstart|atrfend|bkmkstart|bkmkend|themedata|datafield"
)
_KNOWN = re.compile(
    r"footnote|annotation|shpinst|shptxt|shppict|atnauthor|revtbl|do|nesttableprops|fldrslt|pntext|listtext"
)
_ENDS = frozenset(("par", "sect", "page", "column"))
# Deeper than this no document is honest.
DEPTH = 2_000

Run = tuple[str, Change | None]


@dataclass(slots=True)
class Line:
    """A paragraph or a row of a table: its *kind*, runs of text with their change, cells, who wrote it."""

    kind: str = "paragraph"
    runs: list[Run] = field(default_factory=list)
    cells: list[list[Run]] = field(default_factory=list)
    speaker: str = ""
    # What stands in it beside its text: notes, comments, frames.
    beside: list["Line"] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces."""

    flow: "_Flow"
    silent: bool = False
    capture: str = ""
    skip: int = 1
    page: str = "cp1252"
    deleted: bool = False
    inserted: bool = False
    author: int = 0
    moment: int = 0
    hidden: bool = False
    opened: bool = False
    # The number or bullet of an item: its marks are not those of the paragraph.
    label: bool = False

    def inner(self) -> "_Group":
        return _Group(
            flow=self.flow, silent=self.silent, capture=self.capture, skip=self.skip, page=self.page,
            deleted=self.deleted, inserted=self.inserted, author=self.author, moment=self.moment, hidden=self.hidden,
            label=self.label,
        )  # fmt: skip


@dataclass(slots=True)
class _Flow:
    """Words that follow one another: those of the body, of a note, of a header."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    host: "_Flow | None" = None


class Walker:
    """Walks the tokens of an RTF; :attr:`lines` is what it holds, in order."""

    def __init__(self, content: bytes) -> None:
        """Walk *content*.

        Raises:
            RecursionError: its groups are nested beyond reason.
        """
        self.title = ""
        self.hidden = ""
        self.changes: list[Change] = []
        self._authors: list[str] = []
        self._words = ""
        self._bytes = bytearray()
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._page = "cp1252"
        self._speaker = ""
        self._ignore = 0
        self._star = False
        self._body = _Flow("paragraph")
        self._group = _Group(flow=self._body)
        self._stack: list[_Group] = []
        self._actions: dict[str, Callable[[int], None]] = {
            "cell": lambda _: self._cell(),
            "nestcell": lambda _: self._cell(),
            "row": lambda _: self._row(),
            "nestrow": lambda _: self._row(),
            "f": self._use,
            "fcharset": self._charset,
            "ansicpg": self._codepage,
            "pard": lambda _: self._plain_paragraph(),
            "outlinelevel": lambda level: self._kind("heading" if level < 9 else "paragraph"),
            "ls": lambda _: self._kind("item") if self._group.flow.line.kind != "heading" else None,
        }
        self._walk(content)
        self._flush()
        self._finish(self._body)
        self.lines = self._body.lines

    def _walk(self, content: bytes) -> None:
        at = 0
        while found := _TOKEN.match(content, at):
            at = found.end()
            word, number, hexa, sign, brace, plain = found.groups()
            if hexa is not None:
                self._raw(bytes([int(hexa, 16)]))
            elif plain is not None:
                self._raw(plain)
            elif word is not None:
                if word == b"bin":
                    at += max(int(number or 0), 0)
                    continue
                self._flush()
                self._control(word.decode("ascii"), None if number is None else int(number))
            elif brace is not None:
                self._flush()
                self._brace(brace)
            elif sign is not None:
                self._flush()
                self._sign(sign.decode("latin-1"))

    def _raw(self, content: bytes) -> None:
        taken = min(self._ignore, len(content))
        self._ignore -= taken
        if not self._group.silent or self._group.capture:
            self._bytes += content[taken:]
        self._star = False

    def _flush(self) -> None:
        """Turn the bytes so far into words: some encodings write a sign in two bytes."""
        if self._bytes:
            self._say(self._bytes.decode(self._group.page, "replace"))
            self._bytes.clear()

    def _say(self, words: str) -> None:
        group = self._group
        if group.capture:
            self._words += words
        elif not group.silent:
            group.flow.line.runs.append((words, self._change()))
            if group.hidden and not self.hidden:
                self.hidden = words.strip()

    def _change(self) -> Change | None:
        group = self._group
        if not (group.deleted or group.inserted):
            return None
        author = self._authors[group.author] if 0 <= group.author < len(self._authors) else ""
        change = Change("deleted" if group.deleted else "inserted", author, _moment(group.moment))
        if change not in self.changes:
            self.changes.append(change)
        return change

    def _brace(self, brace: bytes) -> None:
        self._ignore = 0
        if brace == b"{":
            if len(self._stack) > DEPTH:
                raise RecursionError
            self._stack.append(self._group)
            self._group = self._group.inner()
        elif self._stack:
            closed, self._group = self._group, self._stack.pop()
            if closed.capture and (closed.capture == "revtbl" or closed.capture != self._group.capture):
                self._captured(closed.capture)
            if closed.opened:
                self._close(closed.flow)

    def _captured(self, name: str) -> None:
        words, self._words = self._words.strip(" ;"), ""
        if name == "title":
            self.title = words
        elif name == "atnauthor":
            self._speaker = words
        elif self._group.capture == name:  # one author of the table, not its end
            self._authors.append(words)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in "\r\n":
            self._end()
        elif sign in _SIGNS and not self._ignored():
            self._say(_SIGNS[sign])

    def _ignored(self) -> bool:
        if self._ignore:
            self._ignore -= 1
            return True
        return False

    def _control(self, word: str, number: int | None) -> None:
        starred, self._star = self._star, False
        if self._destination(word, starred):
            return
        if word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._ignore = self._group.skip
        elif word in _SIGNS:
            if not self._ignored():
                self._say(_SIGNS[word])
        elif word in _ENDS:
            self._end()
        elif word in self._actions:
            self._actions[word](number or 0)
        elif word in _SETS:
            self._page = self._group.page = _SETS[word]
        else:
            self._state(word, number)

    def _state(self, word: str, number: int | None) -> None:
        group = self._group
        on = number != 0
        if word == "uc":
            group.skip = max(number or 0, 0)
        elif word == "plain":
            group.deleted = group.inserted = group.hidden = False
        elif word == "deleted":
            group.deleted = on
        elif word == "revised":
            group.inserted = on
        elif word == "v":
            group.hidden = on
        elif word in ("revauth", "revauthdel"):
            group.author = number or 0
        elif word in ("revdttm", "revdttmdel"):
            group.moment = number or 0

    def _destination(self, word: str, starred: bool) -> bool:
        group = self._group
        flow = FLOWS.fullmatch(word)
        if flow and not group.silent:
            group.flow = _Flow(str(flow.lastgroup), host=group.flow)
            group.opened = True
            group.deleted = group.inserted = group.hidden = False
        elif word in ("title", "atnauthor") or (word == "revtbl" and starred):
            self._words = ""
            group.capture = word
            group.silent = True
        elif word == "fonttbl" or (starred and not _KNOWN.fullmatch(word)) or _SILENT.fullmatch(word):
            group.silent = True
        else:
            group.label = group.label or word in ("listtext", "pntext")
            return group.label and word in ("listtext", "pntext")
        return True

    def _close(self, flow: _Flow) -> None:
        """End the flow of a group and put it beside the line where it stands; a header stands before it."""
        self._finish(flow)
        speaker = self._speaker if flow.kind == "comment" else ""
        kind = "paragraph" if flow.kind == "box" else flow.kind
        for line in flow.lines:
            line.kind, line.speaker = (line.kind if kind == "paragraph" else kind), speaker
        host = flow.host or self._body
        (host.lines if kind in ("header", "footer") else host.line.beside).extend(flow.lines)

    def _end(self, flow: _Flow | None = None) -> None:
        if self._group.silent and flow is None:
            return
        flow = flow or self._group.flow
        if flow.line.cells:
            flow.line.runs.append(("\n", None))  # a paragraph inside a cell
            return
        if flow.line.runs or flow.line.beside:
            flow.lines.append(flow.line)
        flow.line = Line(kind=flow.line.kind)

    def _finish(self, flow: _Flow) -> None:
        if flow.line.cells:  # a row whose end is missing
            self._row(flow)
        self._end(flow)

    def _cell(self) -> None:
        if not self._group.silent:
            line = self._group.flow.line
            line.cells.append(line.runs)
            line.runs = []

    def _row(self, flow: _Flow | None = None) -> None:
        if self._group.silent and flow is None:
            return
        flow = flow or self._group.flow
        line = flow.line
        if "".join(text for text, _ in line.runs).strip():
            line.cells.append(line.runs)
        line.runs = []
        line.kind = "row"
        if line.cells:
            flow.lines.append(line)
        flow.line = Line()

    def _plain_paragraph(self) -> None:
        if not (self._group.silent or self._group.label):
            self._kind("paragraph")

    def _kind(self, kind: str) -> None:
        if not self._group.silent and not self._group.flow.line.cells:
            self._group.flow.line.kind = kind

    def _use(self, number: int) -> None:
        self._font = number
        self._group.page = self._fonts.get(number, self._page)

    def _charset(self, number: int) -> None:
        self._fonts[self._font] = _PAGES.get(number, self._page)

    def _codepage(self, number: int) -> None:
        try:
            "".encode(f"cp{number}")
        except LookupError:
            return
        self._page = self._group.page = f"cp{number}"


def _moment(packed: int) -> str:
    """Return the time that Word packs in a number (DTTM): minute, hour, day, month, year.

    >>> _moment(-2014587808)
    '2026-11-26 17:32'
    """
    year, month, day = 1900 + (packed >> 20 & 0x1FF), packed >> 16 & 0xF, packed >> 11 & 0x1F
    if not packed or not 1 <= month <= 12 or not day:
        return ""
    return f"{year:04}-{month:02}-{day:02} {packed >> 6 & 0x1F:02}:{packed & 0x3F:02}"
