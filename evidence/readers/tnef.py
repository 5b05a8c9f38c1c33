"""TNEF, the « winmail.dat » that Outlook joins to its messages: its body and the attachments wrapped in it.

Source: Microsoft, [MS-OXTNEF] 2.1 (attributes), [MS-OXRTFCP] 2.2 (compressed RTF).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.model import Notice
from evidence.readers import _mail, rtf
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import RTF, TNEF
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD = struct.Struct("<BII")
_SUBJECT, _BODY, _PROPERTIES = 0x18004, 0x2800C, 0x69003
_NEW, _TITLE, _DATA, _ATTACHED = 0x69002, 0x18010, 0x6800F, 0x69005
_PLAIN, _RTF, _HTML, _SHORT, _LONG, _OBJECT = 0x1000, 0x1009, 0x1013, 0x3704, 0x3707, 0x3701
# Sizes of the values of fixed length, by their type ([MS-OXCDATA] 2.11.1); a value takes whole words of four bytes.
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_TEXT8, _TEXT16 = 0x1E, 0x1F
# What a compressed RTF may refer back to before it holds anything ([MS-OXRTFCP] 2.1.3.1.4).
_SEED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


@dataclass(slots=True)
class _Attachment:
    title: str = ""
    content: bytes = b""


@dataclass(slots=True)
class _Held:
    subject: str = ""
    body: str = ""
    markup: str = ""
    rtf: bytes = b""
    cut: bool = False
    attachments: list[_Attachment] = field(default_factory=list)


def sniff(piece: Piece) -> str:
    """Return the type by the signature."""
    return TNEF if piece.content.startswith(_SIGNATURE) else ""


def read(piece: Piece) -> Result:
    """Return the subject and body, the attachments as members."""
    held = _read(piece.content)
    members = [
        Member(name=item.title or f"pièce jointe {number}", content=item.content)
        for number, item in enumerate(held.attachments, 1)
        if item.content
    ]
    builder = TextBuilder()
    _mail.head(builder, [("Objet", held.subject), ("Pièces jointes", ", ".join(member.name for member in members))])
    notices: tuple[Notice, ...] = ()
    if held.body.strip():
        _mail.body(builder, held.body, None, None)
    elif held.markup.strip():
        notices = _mail.body_html(builder, held.markup, None, None)
    elif held.rtf:
        made = rtf.read(Piece(content=held.rtf, name="corps.rtf", media_type=RTF))
        builder.separate("\n\n")
        builder.absorb(made.text, made.blocks)
    text, blocks = builder.build()
    if not blocks and not members:
        raise Refused("unreadable" if held.cut else "empty", "winmail.dat sans corps ni pièce jointe lisible.")
    if held.cut:
        said = "winmail.dat coupé : ce qui suit est perdu ; demandez le message en EML ou MSG."
        notices = (*notices, Notice(code="cut", text=said))
    return Result(
        text=text,
        blocks=blocks,
        title=held.subject or None,
        notices=notices,
        members=tuple(members),
        outcome="partial" if held.cut else "read",
        reason="winmail.dat coupé : sa fin manque." if held.cut else "",
        bare=not blocks,
    )


def _read(content: bytes) -> _Held:
    """Return what the attributes hold; a stream cut short gives what stands before the cut."""
    held = _Held()
    at = 6
    while at < len(content):
        if at + _HEAD.size > len(content):
            held.cut = True
            break
        _, name, size = _HEAD.unpack_from(content, at)
        value = content[at + _HEAD.size : at + _HEAD.size + size]
        held.cut = len(value) < size
        if held.cut:
            break
        _take(held, name, value)
        at += _HEAD.size + size + 2
    return held


def _take(held: _Held, name: int, value: bytes) -> None:
    if name == _SUBJECT:
        held.subject = held.subject or _words(value)
    elif name == _BODY:
        held.body = held.body or _words(value)
    elif name == _PROPERTIES:
        _message(held, value)
    elif name == _NEW:
        held.attachments.append(_Attachment())
    elif name in (_TITLE, _DATA, _ATTACHED) and held.attachments:
        item = held.attachments[-1]
        if name == _TITLE:
            item.title = item.title or _words(value)
        elif name == _DATA:
            item.content = value
        else:
            _attached(item, value)


def _message(held: _Held, value: bytes) -> None:
    for key, found in _properties(value):
        if key == _PLAIN and isinstance(found, str):
            held.body = held.body or found
        elif key == _HTML:
            held.markup = found if isinstance(found, str) else _words(found)
        elif key == _RTF and isinstance(found, bytes):
            held.rtf = unpacked(found)


def _attached(item: _Attachment, value: bytes) -> None:
    for key, found in _properties(value):
        if key == _LONG or (key == _SHORT and not item.title):
            item.title = found if isinstance(found, str) else item.title
        elif key == _OBJECT and isinstance(found, bytes) and not item.content:
            # A message joined to the message is a TNEF of its own behind the identity of its interface.
            item.content = found[16:] if found[16:20] == _SIGNATURE else found


def _words(value: bytes) -> str:
    from evidence.readers.text import decode

    return decode(value.split(b"\0")[0])[0]


def _properties(value: bytes) -> Iterator[tuple[int, str | bytes]]:
    """Yield the properties with words or bytes; what does not parse ends them."""
    try:
        (count,) = struct.unpack_from("<I", value, 0)
        at = 4
        for _ in range(min(count, 10_000)):
            kind, key = struct.unpack_from("<HH", value, at)
            at = _named(value, at + 4) if key >= 0x8000 else at + 4
            several, plain = kind & 0x1000, kind & 0x0FFF
            if plain in _FIXED and not several:
                at += _FIXED[plain]
                continue
            (times,) = struct.unpack_from("<I", value, at)
            at += 4
            for _ in range(min(times, 10_000)):
                if plain in _FIXED:
                    at += _FIXED[plain]
                    continue
                (size,) = struct.unpack_from("<I", value, at)
                held = value[at + 4 : at + 4 + size]
                at += 4 + size + -size % 4
                yield key, _typed(plain, held)
    except struct.error:
        return


def _named(value: bytes, at: int) -> int:
    """Return where the value of a named property begins."""
    (kind,) = struct.unpack_from("<I", value, at + 16)
    if kind == 0:
        return at + 24
    (size,) = struct.unpack_from("<I", value, at + 20)
    return at + 24 + int(size) + -int(size) % 4


def _typed(kind: int, value: bytes) -> str | bytes:
    if kind == _TEXT16:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return _words(value) if kind == _TEXT8 else value


def unpacked(value: bytes) -> bytes:
    """Return the RTF that *value* holds compressed, empty when it does not ([MS-OXRTFCP] 3.1.3)."""
    if len(value) < 16 or value[8:12] not in (b"LZFu", b"MELA"):
        return b""
    (size,) = struct.unpack_from("<I", value, 4)
    if value[8:12] == b"MELA":
        return value[16 : 16 + size]
    window = bytearray(_SEED.ljust(4096, b"\0"))
    write, at = len(_SEED), 16
    made = bytearray()
    while at < len(value) and len(made) < min(size, 1 << 28):
        control = value[at]
        at += 1
        for bit in range(8):
            run = 1
            if control >> bit & 1:
                if at + 2 > len(value):
                    return bytes(made)
                pair = value[at] << 8 | value[at + 1]
                at += 2
                read_at, run = pair >> 4, (pair & 0xF) + 2
                if read_at == write:
                    return bytes(made)
                taken = None
            else:
                if at >= len(value):
                    return bytes(made)
                taken, read_at = value[at], 0
                at += 1
            for step in range(run):
                byte = window[(read_at + step) % 4096] if taken is None else taken
                made.append(byte)
                window[write] = byte
                write = (write + 1) % 4096
    return bytes(made)


READER = Reader(suffixes={TNEF: (".tnef",)}, sniff=sniff, read=read, rank=23)
