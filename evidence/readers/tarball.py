"""TAR, alone or compressed (GZ, BZ2, XZ): every entry is a piece of its own; so is a compressed file that is no TAR."""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from evidence.readers import _entries
from evidence.readers._kinds import BZ2, GZ, TAR, XZ
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

_SIGNS = ((b"\x1f\x8b\x08", GZ), (b"BZh", BZ2), (b"\xfd7zXZ\0", XZ))
_LABELS = {GZ: "fichier GZ", BZ2: "fichier BZ2", XZ: "fichier XZ"}
# Where a TAR bears its name (POSIX.1-1988); older ones are known by their checksum.
_MAGIC = slice(257, 262)
# A block of the compressed stream that is unpacked at once.
_STEP = 1024**2


def sniff(piece: Piece) -> str:
    """Return the type by the signature; a TAR without one by the checksum of its first header."""
    for sign, media_type in _SIGNS:
        if piece.content.startswith(sign):
            return media_type
    if piece.content[_MAGIC] == b"ustar":
        return TAR
    return TAR if piece.suffix == ".tar" and _is_old(piece.content) else ""


def _is_old(content: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(content[:512], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def read(piece: Piece) -> Result:
    """Return the entries as members, or the one file that was compressed.

    Raises:
        Refused: damaged, or a bomb.
    """
    if piece.media_type == TAR:
        return _entries.result_of(tuple(_members(piece.content)), "archive TAR")
    content = _unpacked(piece)
    if content[_MAGIC] == b"ustar":
        return _entries.result_of(tuple(_members(content)), "archive TAR")
    return Result(members=(Member(name=_inner(piece), content=content),), bare=True)


def _inner(piece: Piece) -> str:
    """Return what the file was called before it was compressed: its name without the last suffix."""
    name = piece.name.replace("\\", "/").rpartition("/")[2]
    stem = name[: -len(piece.suffix)] if piece.suffix and len(piece.suffix) < len(name) else name
    return stem if stem != name else f"{name} (décompressé)"


def _unpacked(piece: Piece) -> bytes:
    """Return what the stream holds; it stops where it swells beyond reason.

    Raises:
        Refused: damaged, cut short, or a bomb.
    """
    label = _LABELS[piece.media_type]
    limit = min(max(_entries.SMALL, _entries.RATIO * len(piece.content)), _entries.TOTAL)
    openers: dict[str, Callable[[BinaryIO], BinaryIO]] = {GZ: gzip.open, BZ2: bz2.open, XZ: lzma.open}  # type: ignore[dict-item]
    found = io.BytesIO()
    try:
        with openers[piece.media_type](io.BytesIO(piece.content)) as stream:
            while part := stream.read(_STEP):
                found.write(part)
                if found.tell() > limit:
                    raise _entries.swells(piece.name) if limit < _entries.TOTAL else _entries.too_large(limit)
                piece.beat()
    except (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError) as error:
        reason = f"{label} endommagé ou coupé : demandez un nouvel exemplaire."
        raise Refused("unreadable", reason) from error
    return found.getvalue()


def _members(content: bytes) -> Iterator[Member]:
    left = _entries.TOTAL
    count = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for info in archive:
                count += 1
                if count > _entries.ENTRIES:
                    raise _entries.too_many(count)
                if info.isdir() or _entries.is_technical(info.name):
                    continue
                member = _member(archive, info, left)
                left -= len(member.content)
                yield member
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise Refused("unreadable", "archive TAR endommagée : demandez un nouvel exemplaire.") from error


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, left: int) -> Member:
    refusal = _entries.leaves(info.name)
    if not refusal and (info.issym() or info.islnk()):
        refusal = _entries.LINK
    elif not refusal and not info.isfile():
        refusal = _entries.SPECIAL
    if refusal:
        return Member(name=info.name, refused=refusal)
    if info.size > left:
        raise _entries.too_large(_entries.TOTAL - left + info.size)
    try:
        stream = archive.extractfile(info)
        content = stream.read(info.size) if stream else b""
    except tarfile.TarError:
        content = b""
    if len(content) < info.size:
        return Member(name=info.name, refused="entrée coupée : demandez un nouvel exemplaire de l'archive.")
    return Member(name=info.name, content=content)


_SUFFIXES = {TAR: (".tar",), GZ: (".gz", ".tgz"), BZ2: (".bz2", ".tbz2"), XZ: (".xz", ".txz")}
READER = Reader(suffixes=_SUFFIXES, sniff=sniff, read=read, rank=31)
