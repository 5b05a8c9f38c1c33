"""Office 97-2003 and protected Office files: the text of a DOC, the rest through LibreOffice where there is one."""

import io
import os
import re
import shutil
import struct
import subprocess  # the program is ours to choose, its arguments are fixed
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import msoffcrypto

from evidence.model import Notice
from evidence.readers import docx, xlsx
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import DOC, DOCX, OLE, XLS, XLSX
from evidence.readers._ole import has_stream, is_ole, stream
from evidence.readers._reader import UNLOCKED, Piece, Reader, Refused, Result

SECONDS = 120
_ADVICE = "installez LibreOffice, ou enregistrez le fichier en {} et versez-le de nouveau"
_PROTECTED = "fichier Office protégé par mot de passe : enregistrez-le sans mot de passe, puis versez-le de nouveau."
# Signs by which Word 97 marks paragraphs, cells, pages, fields (MS-DOC, 2.4.1).
_MARKS = {0x0D: "\n", 0x07: "\t", 0x0B: "\n", 0x0C: "\n", 0x1E: "-", 0x1F: None, 0x13: None, 0x14: None, 0x15: None}
_MARKS |= dict.fromkeys((0, 1, 2, 3, 4, 5, 8))


def sniff(piece: Piece) -> str:
    """Return the type of an OLE container of the Office family."""
    if not is_ole(piece.content):
        return ""
    if has_stream(piece.content, "WordDocument"):
        return DOC
    if has_stream(piece.content, "Workbook") or has_stream(piece.content, "Book"):
        return XLS
    return OLE


def read(piece: Piece) -> Result:
    """Return what LibreOffice converts, else the text that a DOC holds."""
    if has_stream(piece.content, "EncryptedPackage"):
        return _unlocked(piece)
    if piece.media_type == DOC:
        return _converted(piece, "docx") if program() else _word(piece.content)
    if piece.media_type == XLS:
        if program():
            return _converted(piece, "xlsx")
        raise Refused("unreadable", f"classeur Excel 97-2003 non lu : {_ADVICE.format('XLSX')}.")
    raise Refused("unknown", f"fichier Microsoft OLE d'un type non pris en charge : {_ADVICE.format('PDF')}.")


def _unlocked(piece: Piece) -> Result:
    """Return the reading of a protected DOCX or XLSX, opened with one of the passwords supplied.

    Raises:
        Refused: none fits.
    """
    for password in piece.passwords:
        opened = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(piece.content))
            office.load_key(password=password)
            office.decrypt(opened)
        # Wrong passwords raise InvalidKeyError, damaged files anything: the next password is tried.
        except Exception:  # noqa: BLE001, S112
            continue
        content = opened.getvalue()
        word = b"word/document.xml" in content
        inner = replace(piece, content=content, media_type=DOCX if word else XLSX)
        return (docx.read(inner) if word else xlsx.read(inner)).noting(UNLOCKED)
    said = "aucun des mots de passe fournis ne convient" if piece.passwords else "fournissez-le (--password-file)"
    raise Refused("encrypted", f"fichier Office protégé par mot de passe : {said}.")


@cache
def program() -> str:
    """Return the path of LibreOffice, empty when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def _converted(piece: Piece, target: str) -> Result:
    """Return the reading of what LibreOffice makes of the piece, in a folder that is then removed."""
    with tempfile.TemporaryDirectory(prefix="emprise-") as folder:
        source = Path(folder) / f"piece.{'doc' if piece.media_type == DOC else 'xls'}"
        source.write_bytes(piece.content)
        profile = (Path(folder) / "profil").as_uri()
        command = [program(), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target]
        environment = {**os.environ, "HOME": folder}
        try:
            subprocess.run(  # noqa: S603
                [*command, "--outdir", folder, str(source)],
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env=environment,
            )
        except subprocess.TimeoutExpired:
            raise Refused("unreadable", f"conversion par LibreOffice abandonnée après {SECONDS} secondes.") from None
        made = Path(folder) / f"piece.{target}"
        if not made.is_file():
            raise Refused("unreadable", "LibreOffice n'a pas su ouvrir ce fichier : il est endommagé ou protégé.")
        content = made.read_bytes()
    word = target == "docx"
    inner = Piece(content=content, name=piece.name, media_type=DOCX if word else XLSX, beat=piece.beat)
    result = docx.read(inner) if word else xlsx.read(inner)
    return result.noting(Notice(code="converted", text="Ancien format Office converti par LibreOffice avant lecture."))


def _word(content: bytes) -> Result:
    """Return the text of a DOC by its table of pieces (MS-DOC, 2.4.1): words only, no layout, no revision."""
    try:
        text = _pieces(content)
    except (struct.error, IndexError, OSError, ValueError) as error:
        raise Refused("unreadable", f"DOC endommagé : {_ADVICE.format('DOCX')}.") from error
    builder = TextBuilder()
    for line in text.translate(_MARKS).split("\n"):
        builder.add(line.replace("\t\t", "\n").replace("\t", " | ").strip(" |"), "paragraph")
        builder.skip("\n")
    made, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "DOC sans texte.")
    said = "Ancien format Word lu sans LibreOffice : le texte seul, sans révisions, zones de texte ni mise en page."
    return Result(text=made, blocks=blocks, notices=(Notice(code="text_only", text=said),), reader="office97")


def _pieces(content: bytes) -> str:
    document = stream(content, "WordDocument")
    flags = struct.unpack_from("<H", document, 0x0A)[0]
    if flags & 0x0100:
        raise Refused("encrypted", _PROTECTED)
    table = stream(content, "1Table" if flags & 0x0200 else "0Table")
    main = struct.unpack_from("<i", document, 0x4C)[0]
    start, size = struct.unpack_from("<II", document, 0x01A2)
    block = table[start : start + size]
    at = 0
    while block[at] == 1:  # property modifiers before the table of pieces
        at += 3 + struct.unpack_from("<H", block, at + 1)[0]
    length = struct.unpack_from("<I", block, at + 1)[0]
    plc = block[at + 5 : at + 5 + length]
    count = (length - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", plc, 0)
    found = []
    for index in range(count):
        offset = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        size = places[index + 1] - places[index]
        if offset & 0x40000000:
            begin = (offset & 0x3FFFFFFF) // 2
            found.append(document[begin : begin + size].decode("cp1252", "replace"))
        else:
            found.append(document[offset : offset + 2 * size].decode("utf-16-le", "replace"))
    # A field is its instruction (\x13 … \x14), which nobody reads, and its result (… \x15).
    return re.sub("\x13[^\x13\x14\x15]*\x14", "", "".join(found)[: max(main, 0)])


READER = Reader(suffixes={DOC: (".doc", ".dot"), XLS: (".xls",)}, sniff=sniff, read=read, rank=24)
