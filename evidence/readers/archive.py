"""ZIP: every entry is a piece of its own; bombs, links and names that leave the folder are refused and named."""

import io
import stat
import zipfile
from collections.abc import Iterator

from evidence.readers._kinds import ZIP
from evidence.readers._reader import Member, Piece, Reader, Refused, Result

# Source: shared/domain/ecosystem.md, 3 (untrusted files): count, ratio, names; depth is counted by the caller.
ENTRIES = 10_000
TOTAL = 1024**3
RATIO = 200
# An entry smaller than this cannot hurt, whatever its ratio.
SMALL = 4 * 1024**2
# What a Mac and Windows leave in archives.
_TECHNICAL = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def sniff(piece: Piece) -> str:
    """Return the type of a ZIP by its signature, an empty one included."""
    return ZIP if piece.content[:4] in (b"PK\x03\x04", b"PK\x05\x06") else ""


def read(piece: Piece) -> Result:
    """Return the entries as members; one that must not be opened is a member refused with its reason.

    Raises:
        Refused: damaged, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(piece.content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused("unreadable", "archive ZIP endommagée ou incomplète : demandez un nouvel exemplaire.") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _weigh(infos)
    kept = [info for info in infos if not _is_technical(info.filename)]
    members = tuple(_members(archive, kept, piece))
    if not members:
        raise Refused("empty", "archive ZIP sans aucun fichier.")
    refused = sum(bool(member.refused) for member in members)
    if refused:
        return Result(
            members=members,
            bare=True,
            outcome="partial",
            reason=f"{refused} entrée(s) de l'archive refusée(s), voir chacune.",
        )
    return Result(members=members, bare=True)


def _weigh(infos: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > ENTRIES:
        raise Refused("unreadable", f"archive trop grande : {len(infos)} entrées (limite {ENTRIES}) ; scindez-la.")
    if total > TOTAL:
        size = total // 1024**2
        raise Refused(
            "unreadable", f"archive trop grande : {size} Mo décompressés (limite {TOTAL // 1024**2}) ; scindez-la."
        )
    for info in infos:
        if info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1):
            raise Refused(
                "unreadable",
                f"archive trop grande une fois décompressée : « {name_of(info)[:80]} » gonfle plus de {RATIO} fois "
                "(bombe de décompression) ; faites-la ouvrir par un spécialiste.",
            )


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry: UTF-8 where it says so or reads so, else the encoding of DOS (cp850)."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _is_technical(name: str) -> bool:
    return name.startswith(_TECHNICAL[0]) or name.rpartition("/")[2] in _TECHNICAL[1:]


def _members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], piece: Piece) -> Iterator[Member]:
    left = TOTAL
    for info in infos:
        name = name_of(info)
        refusal = _refusal(info, name)
        if refusal:
            yield Member(name=name, refused=refusal)
            continue
        content, reason = _content(archive, info, piece.passwords, left)
        left -= len(content)
        if reason:
            yield Member(name=name, refused=reason, outcome="encrypted" if info.flag_bits & 1 else "unreadable")
        else:
            yield Member(name=name, content=content)


def _refusal(info: zipfile.ZipInfo, name: str) -> str:
    path = name.replace("\\", "/")
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or (len(parts[0]) == 2 and parts[0].endswith(":")):
        return "nom qui sort du dossier de l'archive : entrée refusée."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "lien vers un autre fichier : entrée refusée."
    return ""


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, passwords: tuple[str, ...], left: int
) -> tuple[bytes, str]:
    """Return the bytes of an entry, or why they cannot be had; never more than it announces."""
    tries = [password.encode() for password in passwords] if info.flag_bits & 1 else [None]
    if not tries:
        return b"", "entrée protégée par mot de passe : fournissez-le (--password-file)."
    reason = ""
    for password in tries:
        try:
            with archive.open(info, pwd=password) as stream:
                content = stream.read(min(info.file_size, left) + 1)
        except RuntimeError:
            reason = "entrée protégée par mot de passe : aucun de ceux fournis ne convient."
            continue
        # zlib.error, EOFError, BadZipFile, NotImplementedError, struct.error: the entry is damaged, the others are not.
        except Exception as error:  # noqa: BLE001
            return b"", f"entrée endommagée ({type(error).__name__}) : demandez un nouvel exemplaire."
        if len(content) > info.file_size:
            return b"", "entrée plus grande qu'annoncé : refusée."
        return content, ""
    return b"", reason


READER = Reader(suffixes={ZIP: (".zip",)}, sniff=sniff, read=read, rank=30)
