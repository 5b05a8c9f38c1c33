"""MBOX: a box of e-mails, each a piece of its own."""

import re

from evidence.readers._kinds import MBOX
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

_FROM = re.compile(rb"^From [^\r\n]{3,200}\d{4}[^\r\n]{0,20}\r?\n", re.M)


def sniff(piece: Piece) -> str:
    """Return the type of a box when the bytes open with the line that separates its messages.

    One message with such a line on top is a box only if its name says so.
    """
    if not _FROM.match(piece.content[:512]):
        return ""
    return MBOX if piece.suffix in (".mbox", ".mbx") or len(_FROM.findall(piece.content)) > 1 else ""


def read(piece: Piece) -> Result:
    """Return the messages as members."""
    starts = list(_FROM.finditer(piece.content))
    if not starts:
        raise Refused("unreadable", "boîte de courriels sans aucun message : fichier endommagé.")
    ends = [found.start() for found in starts[1:]] + [len(piece.content)]
    members = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        content = re.sub(rb"^>(>*From )", rb"\1", piece.content[start.end() : end], flags=re.M)
        members.append(Member(name=f"message {number}.eml", content=content))
    return Result(members=tuple(members), bare=True)


READER = Reader(suffixes={MBOX: (".mbox", ".mbx")}, sniff=sniff, read=read, rank=41)
