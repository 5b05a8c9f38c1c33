"""The text of Word's XML: runs with the tracked change that holds them, in the order of the page."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_W = f"{{{W}}}"
_FALLBACK = f"{{{MC}}}Fallback"
_INSERTED = frozenset({f"{_W}ins", f"{_W}moveTo"})
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
# Properties: their children (tab stops, fonts) are no text.
_PROPERTIES = frozenset({f"{_W}pPr", f"{_W}rPr", f"{_W}tblPr", f"{_W}trPr", f"{_W}tcPr", f"{_W}sectPr"})


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: ``inserted`` or ``deleted``, by whom, when, as the file says."""

    kind: str
    author: str = ""
    date: str = ""

    def __str__(self) -> str:
        """Return what a block says of it: « deleted: Anne Roy, 2021-03-04 10:12 »."""
        said = ", ".join(word for word in (self.author, self.date.replace("T", " ").removesuffix("Z")) if word)
        return f"{self.kind}: {said}" if said else self.kind


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its runs of text with their change, its style, what stands in it beside text."""

    kind: str = "paragraph"
    runs: list[tuple[str, Change | None]] = field(default_factory=list)
    boxes: list["Paragraph"] = field(default_factory=list)
    hidden: bool = False
    links: int = 0

    def final(self) -> list[tuple[str, Change | None]]:
        """Return the runs of the final text, neighbours of one change joined."""
        return _joined(run for run in self.runs if run[1] is None or run[1].kind == "inserted")

    def deleted(self) -> list[tuple[str, Change | None]]:
        """Return the deleted runs, neighbours of one change joined."""
        return _joined(run for run in self.runs if run[1] is not None and run[1].kind == "deleted")


def _joined(runs: Iterable[tuple[str, Change | None]]) -> list[tuple[str, Change | None]]:
    found: list[tuple[str, Change | None]] = []
    for text, change in runs:
        if found and found[-1][1] == change:
            found[-1] = (found[-1][0] + text, change)
        else:
            found.append((text, change))
    return found


def text_of(paragraph: Paragraph) -> str:
    """Return the final text of *paragraph*."""
    return "".join(text for text, _ in paragraph.final())


def paragraph_of(element: etree._Element) -> Paragraph:
    """Return what the element ``w:p`` holds."""
    made = Paragraph(kind=_kind(element))
    _walk(element, made, None)
    return made


def _change(element: etree._Element) -> Change:
    kind = "inserted" if element.tag in _INSERTED else "deleted"
    return Change(kind, element.get(f"{_W}author") or "", element.get(f"{_W}date") or "")


def _walk(element: etree._Element, made: Paragraph, change: Change | None) -> None:
    for child in element:
        tag = child.tag
        if tag in (f"{_W}t", f"{_W}delText"):
            made.runs.append((_plain(child), change))
        elif tag in _BREAKS:
            made.runs.append((_BREAKS[tag], change))
        elif tag in _INSERTED or tag in _DELETED:
            _walk(child, made, _change(child))
        elif tag == f"{_W}p":
            made.boxes.append(paragraph_of(child))
        elif tag in _PROPERTIES:
            made.hidden = made.hidden or (tag == f"{_W}rPr" and _vanishes(child))
        elif tag not in (_FALLBACK, f"{_W}instrText") and isinstance(tag, str):
            _walk(child, made, change)


def _plain(element: etree._Element) -> str:
    """Return the characters of *element* without those an entity would have brought."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _vanishes(properties: etree._Element) -> bool:
    mark = properties.find(f"{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false")


def _kind(element: etree._Element) -> str:
    """Return heading, item or paragraph, by the style and the numbering."""
    properties = element.find(f"{_W}pPr")
    if properties is None:
        return "paragraph"
    style = properties.find(f"{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "titre", "title")) or properties.find(f"{_W}outlineLvl") is not None:
        return "heading"
    return "item" if properties.find(f"{_W}numPr") is not None else "paragraph"


def elements(body: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of *body* in order, inside content controls and custom tags as well."""
    for child in body:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag != _FALLBACK and child.tag not in _PROPERTIES:
            yield from elements(child)


def moment(words: str) -> dt.datetime | None:
    """Return the time that *words* (ISO 8601) state, None when they state none.

    >>> moment("2021-03-04T10:12:00Z")
    datetime.datetime(2021, 3, 4, 10, 12)
    """
    try:
        # Word writes local time with a Z: the zone is not known, so none is kept.
        return dt.datetime.fromisoformat(words).replace(tzinfo=None) if words else None
    except ValueError:
        return None
