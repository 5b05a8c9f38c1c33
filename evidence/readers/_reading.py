"""One file from bytes to readings: kind, reader, language, members."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.model import Document, Reading, Source
from evidence.readers._kinds import disagreement, guess, named
from evidence.readers._language import foreign
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

# Limits of one file with all it contains: a container in a container in a container…
DEPTH = 10
MEMBERS = 20_000
TOTAL = 2 * 1024**3
# What the mention of a file without bytes is called.
ABSENT = "application/x-emprise-absent"
# One file alone; beyond, memory would be the limit and the message would be worse.
LARGEST = 1024**3


@dataclass
class _Budget:
    """What is left for the members of one file."""

    members: int = MEMBERS
    total: int = TOTAL


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """What stays the same for a file and all its members."""

    readers: Mapping[str, Reader]
    passwords: tuple[str, ...]
    beat: Callable[[], None]
    budget: _Budget


def read_file(
    path: Path, name: str, readers: Mapping[str, Reader], passwords: tuple[str, ...], beat: Callable[[], None]
) -> tuple[Reading, ...]:
    """Return the readings of the file at *path*; what prevents opening it is the reason of one reading."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return (
                absent(
                    name, f"fichier de {size // 1024**2} Mo : la limite est de {LARGEST // 1024**2} Mo ; scindez-le."
                ),
            )
        content = path.read_bytes()
    except PermissionError:
        return (absent(name, "lecture interdite par les droits du fichier : demandez l'accès, puis relancez."),)
    except OSError as error:
        reason = f"lecture impossible ({error.strerror or error}) : vérifiez le support, puis relancez."
        return (absent(name, reason),)
    return read_content(content, name, readers, passwords, beat)


def read_content(
    content: bytes, name: str, readers: Mapping[str, Reader], passwords: tuple[str, ...], beat: Callable[[], None]
) -> tuple[Reading, ...]:
    """Return the readings of *content* and of its members."""
    desk = _Desk(readers=readers, passwords=passwords, beat=beat, budget=_Budget())
    return tuple(_read(desk, content, _shown(name), None, 0))


def _shown(name: str) -> str:
    """Return *name* in NFC; bytes of a file's name that are no UTF-8 are read as Windows-1252.

    >>> _shown("relev" + chr(0xDCE9) + ".txt")
    'relevé.txt'
    >>> _shown("reçu" + chr(10) + chr(0x202E) + "fdp.exe")
    'reçu␊⟨U+202E⟩fdp.exe'
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = "".join(_byte(char) if "\ud800" <= char <= "\udfff" else char for char in name)
    return "".join(map(_visible, unicodedata.normalize("NFC", name)))


def _visible(char: str) -> str:
    """Return a sign to read in the place of one that moves or hides others: a line end, a change of direction."""
    if unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp"):
        return char
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else f"⟨U+{ord(char):04X}⟩"


def _byte(char: str) -> str:
    """Return the sign of the byte that Python kept as a surrogate."""
    code = ord(char) - 0xDC00
    return bytes([code]).decode("cp1252", "replace") if 0 <= code < 256 else "\ufffd"


def _lost(name: str, content: bytes, reason: str) -> Reading:
    return Reading(source=_source(content, name, "application/octet-stream", None), outcome="unreadable", reason=reason)


def absent(name: str, reason: str) -> Reading:
    """Return the reading of what no byte could be read of: a mention that says so stands in the place of the bytes.

    So that two such files are two pieces, each in the vault under the hash of its mention.
    """
    mention = _mention(name, reason)
    source = _source(mention, name, ABSENT, None)
    return Reading(source=source, outcome="unreadable", reason=reason, content=mention)


def _mention(name: str, reason: str) -> bytes:
    """Return the words that stand in the place of bytes that nobody could read."""
    return f"Aucun octet de ce fichier n’a pu être lu.\n{_shown(name)}\n{reason}\n".encode()


def _source(content: bytes, name: str, media_type: str, parent: str | None) -> Source:
    name = _shown(name)
    digest = hashlib.sha256(content).hexdigest()
    return Source(id=digest, name=name, media_type=media_type, size=len(content), parent=parent)


def _read(desk: _Desk, content: bytes, name: str, parent: str | None, depth: int) -> Iterator[Reading]:
    piece = Piece(content=content, name=name, passwords=desk.passwords, beat=desk.beat)
    media_type, reader_name = guess(piece, desk.readers)
    source = _source(content, name, media_type, parent)
    piece = replace(piece, media_type=media_type)
    attached = content if parent is not None else None
    try:
        result = _result(piece, desk.readers, reader_name)
    except Refused as refusal:
        yield Reading(
            source=source, outcome=refusal.outcome, reason=refusal.reason, reader=reader_name, content=attached
        )
        return
    yield _reading(source, result, reader_name, attached)
    for member in result.members:
        desk.beat()
        yield from _member(desk, member, source, depth + 1)


def _result(piece: Piece, readers: Mapping[str, Reader], name: str) -> Result:
    if not piece.content:
        raise Refused("empty", "fichier vide (0 octet) : demandez-le de nouveau à qui l'a remis.")
    if name not in readers:
        raise Refused("unknown", f"format non pris en charge ({named(piece.media_type)}).")
    try:
        result = readers[name].read(piece)
    except Refused:
        raise
    except MemoryError:
        raise Refused("unreadable", "lecture abandonnée : mémoire insuffisante pour ce fichier.") from None
    except RecursionError:
        raise Refused("unreadable", "structure trop profondément imbriquée : fichier endommagé ou piégé.") from None
    # Third-party parsers raise anything on damaged files (shared/domain/inputs.md, pitfall 11): it becomes the reason.
    except Exception as error:
        label = named(piece.media_type)
        raise Refused(
            "unreadable",
            f"{label} : fichier endommagé ou mal formé ({type(error).__name__}) ; demandez un nouvel exemplaire.",
        ) from error
    notice = disagreement(piece)
    return result.noting(notice) if notice else result


def _reading(source: Source, result: Result, reader: str, content: bytes | None) -> Reading:
    outcome, notices = result.outcome, result.notices
    if not result.bare and outcome in ("read", "ocr", "partial"):
        notice = foreign(result.text)
        if notice:
            notices = (*notices, notice)
            outcome = "foreign" if outcome == "read" else outcome
        if outcome == "read" and not result.text.strip() and not result.members:
            outcome, result = "empty", replace(result, reason=result.reason or "aucun texte dans ce fichier.")
    reason = result.reason or (notices[-1].text if outcome == "foreign" else "")
    document = None
    if not result.bare:
        document = Document(
            source=source,
            text=result.text,
            blocks=result.blocks,
            title=result.title,
            written=result.written,
            notices=notices,
            payments=result.payments,
        )
    return Reading(
        source=source,
        outcome=outcome,
        document=document,
        reason=reason,
        reader=result.reader or reader,
        pages=result.pages,
        content=content,
    )


def _member(desk: _Desk, member: Member, parent: Source, depth: int) -> Iterator[Reading]:
    """Yield the readings of one member, or why it is left aside."""
    budget = desk.budget
    budget.members -= 1
    budget.total -= len(member.content)
    name = _shown(member.name)
    reason = member.refused
    if not reason and depth > DEPTH:
        reason = f"imbriqué à plus de {DEPTH} niveaux : extrayez cette pièce et versez-la à part."
    elif not reason and (budget.members < 0 or budget.total < 0):
        reason = f"trop de pièces jointes (plus de {MEMBERS}, ou de {TOTAL // 1024**3} Go) : versez cette pièce à part."
    if reason and not member.content:
        mention = _mention(f"{parent.name} › {name}", reason)
        source = _source(mention, name, ABSENT, parent.id)
        yield Reading(source=source, outcome=member.outcome, reason=reason, content=mention)
        return
    if reason:
        source = _source(member.content, name, "application/octet-stream", parent.id)
        yield Reading(source=source, outcome=member.outcome, reason=reason, content=member.content)
        return
    yield from _read(desk, member.content, name, parent.id, depth)


def unread(name: str, content: bytes, reason: str) -> Reading:
    """Return the reading of a file whose parsing was cut short from outside."""
    return _lost(name, content, reason) if content else absent(name, reason)
