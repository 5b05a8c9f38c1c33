"""PPTX: the words of every slide, in order, then the speaker's notes."""

import re

from lxml import etree

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, row
from evidence.readers._kinds import PPTX
from evidence.readers._reader import Member, Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE, Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# A presentation with fewer characters than this and pictures is a scan: its pictures are pieces.
SCANNED = 40
IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
_NUMBER = re.compile(r"(\d+)\.xml$")


def sniff(piece: Piece) -> str:
    """Return the type of a ZIP that holds a presentation."""
    return PPTX if piece.content.startswith(b"PK") and b"ppt/presentation.xml" in piece.content else ""


def read(piece: Piece) -> Result:
    """Return the paragraphs of each slide; its number is the page."""
    package = Package(piece.content, "PPTX")
    builder = TextBuilder()
    hidden = []
    slides = sorted(package.all("ppt/slides/slide", ".xml"), key=_number)
    for name in slides:
        slide = package.tree(name)
        if slide is None:
            continue
        builder.separate("\n\n")
        _paragraphs(builder, slide, "paragraph", _number(name))
        if slide.get("show") == "0":
            hidden.append(_number(name))
    _comments(builder, package)
    for name in sorted(package.all("ppt/notesSlides/notesSlide", ".xml"), key=_number):
        notes = package.tree(name)
        if notes is not None:
            builder.separate("\n\n")
            _paragraphs(builder, notes, "note", None)
    text, blocks = builder.build()
    pictures = [name for name in package.all("ppt/media/") if name.lower().endswith(IMAGES)]
    scan = len(text.strip()) < SCANNED
    members = [Member(name=name.rpartition("/")[2], content=package.part(name)) for name in pictures if scan]
    if not blocks and not members:
        raise Refused("empty", "présentation sans texte.")
    notices = [Notice(code="hidden_text", text=f"Diapositive {number} masquée, lue.", page=number) for number in hidden]
    if pictures and not scan:
        notices.append(Notice(code="images", text=f"{len(pictures)} image(s) dans la présentation, non lue(s)."))
    if package.unsafe:
        notices.append(UNSAFE)
    return Result(text=text, blocks=blocks, notices=tuple(notices), members=tuple(members), pages=len(slides))


def _comments(builder: TextBuilder, package: Package) -> None:
    """Add the comments in the margin of slides, old and new form."""
    for name in package.all("ppt/comments/", ".xml"):
        root = package.tree(name)
        for held in root.iter("{*}text", "{*}txBody") if root is not None else ():
            words = "".join(str(part) for part in held.itertext()).strip()
            if words:
                builder.separate("\n\n")
                builder.add(words, "comment")


def _number(name: str) -> int:
    found = _NUMBER.search(name)
    return int(found.group(1)) if found else 0


def _paragraphs(builder: TextBuilder, root: etree._Element, kind: str, page: int | None) -> None:
    for element in root.iter(f"{_A}p", f"{_A}tr"):
        builder.separate("\n")
        if element.tag == f"{_A}tr":
            builder.add(row([_words(cell) for cell in element.iter(f"{_A}tc")]), "row", page=page)
        elif next(element.iterancestors(f"{_A}tr"), None) is None:
            builder.add(_words(element), kind, page=page)


def _words(element: etree._Element) -> str:
    held = element.iter(f"{_A}t", f"{_A}br")
    return "".join("\n" if part.tag == f"{_A}br" else part.text or "" for part in held)


READER = Reader(suffixes={PPTX: (".pptx",)}, sniff=sniff, read=read, rank=20)
