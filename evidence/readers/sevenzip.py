"""7Z, by py7zr: every entry is a piece of its own; the same limits as for a ZIP."""

import io
from collections.abc import Iterator

import py7zr
from py7zr.io import BytesIOFactory

from evidence.readers import _entries
from evidence.readers._kinds import SEVENZIP
from evidence.readers._reader import UNLOCKED, Member, Piece, Reader, Refused, Result

_SIGNATURE = b"7z\xbc\xaf\x27\x1c"
_DAMAGED = "archive 7Z endommagée, coupée ou en plusieurs volumes : réunissez-les, ou demandez un nouvel exemplaire."


def sniff(piece: Piece) -> str:
    """Return the type of a 7Z by its signature."""
    return SEVENZIP if piece.content.startswith(_SIGNATURE) else ""


def read(piece: Piece) -> Result:
    """Return the entries as members; one that must not be opened is a member refused with its reason.

    Raises:
        Refused: damaged, a bomb, or no password fits.
    """
    locked = False
    for password in (None, *piece.passwords):
        try:
            with py7zr.SevenZipFile(io.BytesIO(piece.content), password=password) as archive:
                if archive.needs_password() and password is None:
                    locked = True
                    continue
                result = _entries.result_of(tuple(_members(archive)), "archive 7Z")
        except Refused:
            raise
        except py7zr.exceptions.PasswordRequired:  # the list of names itself is encrypted
            locked = True
            continue
        # A wrong password gives bytes that do not unpack: any error of lzma, zlib, struct or a wrong checksum.
        except Exception as error:
            if not locked:
                raise Refused("unreadable", _DAMAGED) from error
            continue
        return result.noting(UNLOCKED) if locked else result
    said = "aucun des mots de passe fournis ne convient" if piece.passwords else "fournissez-le (--password-file)"
    raise Refused("encrypted", f"archive 7Z protégée par mot de passe : {said}.")


def _members(archive: py7zr.SevenZipFile) -> Iterator[Member]:
    infos = [info for info in archive.list() if not info.is_directory and not _entries.is_technical(info.filename)]
    if len(infos) > _entries.ENTRIES:
        raise _entries.too_many(len(infos))
    total = sum(info.uncompressed for info in infos)
    if total > _entries.TOTAL:
        raise _entries.too_large(total)
    packed = sum(info.compressed or 0 for info in infos)
    if total > _entries.SMALL and total > _entries.RATIO * max(packed, 1):
        raise _entries.swells(infos[0].filename)
    refused = {info.filename: _refusal(info) for info in infos}
    factory = BytesIOFactory(_entries.TOTAL)
    archive.extract(targets=[name for name, why in refused.items() if not why], factory=factory)
    for info in infos:
        name = info.filename
        if refused[name]:
            yield Member(name=name, refused=refused[name])
            continue
        held = factory.products.get(name)
        if held is not None:
            held.seek(0)
        yield Member(name=name, content=held.read() if held is not None else b"")


def _refusal(info: py7zr.FileInfo) -> str:
    return _entries.leaves(info.filename) or (_entries.LINK if info.is_symlink else "")


READER = Reader(suffixes={SEVENZIP: (".7z",)}, sniff=sniff, read=read, rank=31)
