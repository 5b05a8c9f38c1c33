"""file -> Document: kind by the bytes, then by the suffix; what a file holds comes out as pieces of its own."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import evidence.readers
from evidence.errors import UsageError
from evidence.model import Notice, Outcome, Reading, Source
from evidence.readers._base import Content, Reader, UnreadableError
from evidence.registry import discover

HEAD = 8192
DEEPEST = 4
LARGEST = 2_000_000_000
# Formats with the same first bytes are told apart by what is inside: a DOCX and a spreadsheet are ZIP archives.
INSIDE = (("word/document.xml", "docx"), ("xl/workbook.xml", "table"))
OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "ancien format Office ou Outlook (DOC, XLS, MSG)",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "archive 7z",
    b"Rar!": "archive RAR",
    b"\x1f\x8b": "archive gzip",
}


@cache
def readers() -> dict[str, Reader]:
    """Return every reader by its name."""
    return discover(evidence.readers, "READER", Reader)


def read(path: Path, name: str | None = None) -> tuple[Reading, ...]:
    """Return what became of the file *path*, then of each file inside it; bad content never raises.

    *name* is the name as given, the path by default.

    Raises:
        UsageError: there is no such file.
    """
    if not path.is_file():
        raise UsageError(f"{path} : ce fichier n’existe pas", "Vérifiez le chemin.")
    name = name or str(path)
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        source = Source(id="0" * 64, name=name, media_type="application/octet-stream", size=0)
        return (Reading(source=source, outcome="unreadable", reason=f"lecture refusée ({error.strerror})"),)
    return tuple(_read(content, name, None, 0))


def _read(content: bytes, name: str, parent: str | None, depth: int) -> Iterator[Reading]:
    """Yield the reading of *content*, then of its parts."""
    identity = hashlib.sha256(content).hexdigest()
    kept = content if parent is not None else None
    kind = _kind(content, name)
    reader = readers().get(kind or "")
    media_type = reader.media_types[0] if reader else "application/octet-stream"
    source = Source(id=identity, name=name, media_type=media_type, size=len(content), parent=parent)
    if not content:
        yield Reading(source=source, outcome="empty", reason="fichier vide", content=kept)
        return
    if reader is None or kind is None:
        yield Reading(source=source, outcome="unknown", reason=_unknown(content, name), content=kept)
        return
    try:
        found = reader.read(content, name)
    except UnreadableError as error:
        yield Reading(source=source, outcome=error.outcome, reason=str(error), reader=kind, content=kept)
        return
    except (RecursionError, MemoryError, Exception) as error:  # noqa: BLE001 (a parser's crash costs one file, and is said)
        reason = f"le lecteur {kind} a échoué ({type(error).__name__})"
        yield Reading(source=source, outcome="unreadable", reason=reason, reader=kind, content=kept)
        return
    _note_suffix(found, kind, name)
    yield _reading(found, source, kind, kept)
    yield from _parts(found, name, identity, depth)


def _parts(found: Content, name: str, identity: str, depth: int) -> Iterator[Reading]:
    for part in found.parts:
        inner = f"{name}/{part.name}"
        if depth >= DEEPEST:
            source = Source(
                id=identity, name=inner, media_type="application/octet-stream", size=len(part.content), parent=identity
            )
            yield Reading(
                source=source, outcome="unreadable", reason="trop d’archives les unes dans les autres", content=b""
            )
            continue
        yield from _read(part.content, inner, identity, depth + 1)


def _reading(found: Content, source: Source, kind: str, kept: bytes | None) -> Reading:
    document = found.document(source)
    outcome: Outcome = "ocr" if found.ocr else "read"
    reason = found.partial
    if found.partial:
        outcome = "partial"
    if not document.text.strip():
        outcome, reason = ("partial" if found.partial else "empty"), reason or "aucun texte"
        if found.parts:
            outcome, reason = "read", ""
    return Reading(
        source=source,
        outcome=outcome,
        document=document,
        reason=reason,
        reader=kind,
        pages=found.pages,
        content=kept,
    )


def _kind(content: bytes, name: str) -> str | None:
    """Return the name of the reader for *content*: by its first bytes, then by its suffix, then as text."""
    head = content[:HEAD]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return next((kind for member, kind in INSIDE if member.encode() in content), "archive")
    suffix = PurePosixPath(name).suffix.lower()
    for kind, reader in readers().items():
        if reader.matches is not None and reader.matches(head):
            return kind
    if any(head.startswith(magic) for magic in OTHER_FORMATS):
        return None
    for kind, reader in readers().items():
        if suffix in reader.suffixes:
            return kind
    return "text" if _looks_like_text(head) else None


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    strange = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\0" not in head and strange <= len(head) * 0.02


def _unknown(content: bytes, name: str) -> str:
    known = next((label for magic, label in OTHER_FORMATS.items() if content.startswith(magic)), None)
    what = f"format {known}" if known else f"format inconnu ({PurePosixPath(name).suffix or 'sans extension'})"
    return f"{what} : aucun lecteur ; convertissez la pièce en PDF ou en texte"


def _note_suffix(found: Content, kind: str, name: str) -> None:
    """Add a notice when the bytes and the suffix disagree."""
    suffix = PurePosixPath(name).suffix.lower()
    owner = next((other for other, reader in readers().items() if suffix in reader.suffixes), None)
    if owner is not None and owner != kind and not (owner == "text" and kind == "chat"):
        text = f"L’extension « {suffix} » ne correspond pas au contenu, lu comme {kind}."
        found.notices.append(Notice(code="suffix", text=text))
