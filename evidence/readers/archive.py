"""ZIP: every entry is a piece of its own; bombs, links and names that leave the folder are refused and named."""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator

import inflate64
import pyzipper

from evidence.readers import _entries
from evidence.readers._kinds import ZIP
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

_LOCAL = struct.Struct("<26xHH")
# Windows compresses what is larger than 2 GB this way, which the standard library does not know.
_DEFLATE64 = 9
# Documents of Apple's office programs are archives of a form that nobody publishes; a preview stands in them.
_IWORK = ("Index/Document.iwa", "Index.zip")
_PREVIEW = ("QuickLook/Preview.pdf", "preview.jpg")
_DAMAGED = "archive ZIP endommagée ou incomplète : demandez un nouvel exemplaire."


def sniff(piece: Piece) -> str:
    """Return the type of a ZIP by its signature, an empty one included."""
    return ZIP if piece.content[:4] in (b"PK\x03\x04", b"PK\x05\x06") else ""


def read(piece: Piece) -> Result:
    """Return the entries as members; one that must not be opened is a member refused with its reason.

    Raises:
        Refused: damaged, or a bomb.
    """
    try:
        # The class is the standard library's with the encryption of WinZip and 7-Zip (AES).
        archive = pyzipper.AESZipFile(io.BytesIO(piece.content))
    # A length field that lies makes the parser raise anything.
    except Exception as error:
        raise Refused("unreadable", _unopened(piece)) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _weigh(infos)
    if piece.suffix in (".pages", ".numbers", ".key") and any(info.filename in _IWORK for info in infos):
        return _iwork(archive, infos, piece)
    kept = [info for info in infos if not _entries.is_technical(info.filename)]
    return _entries.result_of(tuple(_members(archive, kept, piece)), "archive ZIP")


def _unopened(piece: Piece) -> str:
    """Return why the archive does not open, by what it was to be."""
    if b"word/" in piece.content[:65_536] or b"[Content_Types].xml" in piece.content[:200]:
        return "document Office (DOCX, XLSX ou PPTX) coupé ou endommagé : demandez un nouvel exemplaire."
    if piece.content[30:60].startswith(b"mimetype"):
        return "OpenDocument ou EPUB coupé ou endommagé : demandez un nouvel exemplaire."
    return _DAMAGED


def _iwork(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], piece: Piece) -> Result:
    shown = [info for info in infos if info.filename in _PREVIEW][:1]
    reason = "document Pages, Numbers ou Keynote (Apple), dont le format n'est pas publié : exportez-le en PDF ou DOCX."
    if not shown:
        raise Refused("unknown", reason)
    members = tuple(_members(archive, shown, piece))
    return Result(members=members, bare=True, outcome="partial", reason=f"seul l'aperçu a été lu : {reason}")


def _weigh(infos: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > _entries.ENTRIES:
        raise _entries.too_many(len(infos))
    if total > _entries.TOTAL:
        raise _entries.too_large(total)
    for info in infos:
        if info.file_size > _entries.SMALL and info.file_size > _entries.RATIO * max(info.compress_size, 1):
            raise _entries.swells(name_of(info))


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry: UTF-8 where it says so or reads so, else the encoding of DOS (cp850)."""
    if info.flag_bits & 0x800:
        return str(info.filename)
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return str(info.filename)
    try:
        return str(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return str(raw.decode("cp850"))


def _members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], piece: Piece) -> Iterator[Member]:
    left = _entries.TOTAL
    for info in infos:
        name = name_of(info)
        refusal = _entries.leaves(name) or (_entries.LINK if stat.S_ISLNK(info.external_attr >> 16) else "")
        if refusal:
            yield Member(name=name, refused=refusal)
            continue
        content, reason = _content(archive, info, piece, left)
        left -= len(content)
        if reason:
            yield Member(name=name, refused=reason, outcome="encrypted" if info.flag_bits & 1 else "unreadable")
        else:
            yield Member(name=name, content=content)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, piece: Piece, left: int) -> tuple[bytes, str]:
    """Return the bytes of an entry, or why they cannot be had; never more than it announces."""
    locked = bool(info.flag_bits & 1)
    tries = list(spelled(piece.passwords)) if locked else [None]
    if not tries:
        return b"", _entries.LOCKED
    for password in tries:
        try:
            content = _plain(archive, info, piece.content, password, left)
        except NotImplementedError:
            return b"", f"compression n° {info.compress_type} inconnue : décompressez l'archive, versez le fichier."
        # A wrong password that passes the one-byte check of ZipCrypto gives bytes that do not inflate; damage raises
        # zlib.error, EOFError, BadZipFile, struct.error: the entry is lost, the others are not.
        except Exception as error:  # noqa: BLE001
            if not locked:
                return b"", f"entrée endommagée ({type(error).__name__}) : demandez un nouvel exemplaire."
            continue
        if len(content) > info.file_size:
            return b"", "entrée plus grande qu'annoncé : refusée."
        return content, ""
    return b"", _entries.WRONG


def _plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes, password: bytes | None, left: int) -> bytes:
    if info.compress_type == _DEFLATE64 and password is None:
        name, extra = _LOCAL.unpack_from(content, info.header_offset)
        begin = info.header_offset + 30 + name + extra
        return bytes(inflate64.Inflater().inflate(content[begin : begin + info.compress_size]))
    with archive.open(info, pwd=password) as stream:
        return stream.read(min(info.file_size, left) + 1)


def spelled(passwords: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the bytes of *passwords* as programs write them: UTF-8, and the encodings of Windows and DOS."""
    for password in passwords:
        found = {password.encode()}
        yield password.encode()
        for encoding in ("cp1252", "cp850"):
            held = password.encode(encoding, "ignore")
            if held and held not in found:
                found.add(held)
                yield held


READER = Reader(suffixes={ZIP: (".zip",)}, sniff=sniff, read=read, rank=30)
