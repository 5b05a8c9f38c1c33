"""RTF: its words by striprtf; a block per paragraph."""

import re

from striprtf.striprtf import rtf_to_text

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, clean
from evidence.readers._kinds import RTF
from evidence.readers._reader import Piece, Reader, Refused, Result

_HIDDEN = re.compile(rb"\\v(?:\s|\\|[^\w0-9])")
_OBJECT = re.compile(rb"\\(?:object|objdata)\b")
_REVISED = re.compile(rb"\\(?:revised|deleted)\b")


def sniff(piece: Piece) -> str:
    """Return the type of RTF by its signature."""
    return RTF if piece.content.lstrip()[:5] == b"{\\rtf" else ""


def read(piece: Piece) -> Result:
    """Return the paragraphs; embedded objects and tracked changes are said, not read."""
    text = clean(rtf_to_text(piece.content.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    builder = TextBuilder()
    for line in text.split("\n"):
        builder.add(line.replace("|", " | ").rstrip(), "paragraph")
        builder.skip("\n")
    made, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "RTF sans texte.")
    return Result(text=made, blocks=blocks, notices=_notices(piece.content))


def _notices(content: bytes) -> tuple[Notice, ...]:
    found = []
    if _HIDDEN.search(content):
        found.append(Notice(code="hidden_text", text="Le document contient du texte masqué, lu comme le reste."))
    if _OBJECT.search(content):
        found.append(
            Notice(code="embedded", text="Le document contient un objet incorporé, non lu : ouvrez l'original.")
        )
    if _REVISED.search(content):
        found.append(
            Notice(
                code="revisions", text="Révisions présentes : demandez une version DOCX, où l'on peut les distinguer."
            )
        )
    return tuple(found)


READER = Reader(suffixes={RTF: (".rtf",)}, sniff=sniff, read=read, rank=12)
