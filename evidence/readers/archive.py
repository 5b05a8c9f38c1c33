"""ZIP: every member is a piece of its own; bombs, links and names that leave the folder are refused and named."""

import io
import stat
import zipfile

from evidence.model import Notice
from evidence.readers._base import Content, Part, Reader, TextBuilder, UnreadableError

MOST_MEMBERS = 2_000
LARGEST = 500_000_000
WORST_RATIO = 200


def read(content: bytes, _name: str) -> Content:
    """Return the list of members as text, and the members as parts.

    Raises:
        UnreadableError: broken, encrypted, or larger than the limits once decompressed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"archive ZIP illisible ({error})") from error
    members = [item for item in archive.infolist() if not item.is_dir()]
    total = sum(item.file_size for item in members)
    if len(members) > MOST_MEMBERS or total > LARGEST or total > WORST_RATIO * max(len(content), 1000):
        raise UnreadableError(f"archive trop grande : {len(members)} fichiers, {total} octets décompressés")
    found = Content(builder=TextBuilder())
    for item in members:
        refused = _refused(item)
        if refused:
            found.notices.append(Notice(code="refused", text=f"{item.filename} : {refused}"))
            continue
        try:
            data = archive.read(item)
        except (RuntimeError, zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
            found.notices.append(Notice(code="member", text=f"{item.filename} : illisible ({error})"))
            found.partial = "des fichiers de l’archive n’ont pas pu être lus"
            continue
        found.builder.separate("\n")
        found.builder.add(item.filename, "header")
        found.parts.append(Part(name=item.filename, content=data))
    if not found.parts and members:
        raise UnreadableError(
            "archive protégée ou dont aucun fichier n’est lisible",
            "encrypted" if members[0].flag_bits & 1 else "unreadable",
        )
    return found


def _refused(item: zipfile.ZipInfo) -> str:
    name = item.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        return "nom qui sort du dossier, refusé"
    if stat.S_ISLNK(item.external_attr >> 16):
        return "lien symbolique, refusé"
    if item.flag_bits & 1:
        return "protégé par un mot de passe"
    return ""


READER = Reader(media_types=("application/zip",), suffixes=(".zip",), read=read)
