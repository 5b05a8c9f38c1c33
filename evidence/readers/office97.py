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
from evidence.readers import docx, pptx, xlsx
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import DOC, OLE, PPT, XLS
from evidence.readers._ole import has_stream, is_ole, stream
from evidence.readers._reader import UNLOCKED, Piece, Reader, Refused, Result

SECONDS = 120
_ADVICE = "enregistrez le fichier en {} et versez-le de nouveau"
_PROTECTED = "fichier Office protégé par mot de passe : enregistrez-le sans mot de passe, puis versez-le de nouveau."
# Excel encrypts a workbook that is only « protected » with this word, and opens it without asking (MS-OFFCRYPTO 3.2).
_SILENT = "VelvetSweatshop"
_SUFFIXES = {DOC: "doc", XLS: "xls", PPT: "ppt"}
_TARGETS = {DOC: "docx", XLS: "xlsx", PPT: "pptx"}
# Debian ships LibreOffice in parts: the library of each, beside the program.
_PARTS = {DOC: "libswlo.so", XLS: "libsclo.so", PPT: "libsdlo.so"}
_READERS: dict[str, Reader] = {"docx": docx.READER, "xlsx": xlsx.READER, "pptx": pptx.READER}
# Signs by which Word 97 marks paragraphs, cells, pages, fields (MS-DOC, 2.4.1).
_MARKS = {0x0D: "\n", 0x07: "\t", 0x0B: "\n", 0x0C: "\n", 0x1E: "-", 0x1F: None, 0x13: None, 0x14: None, 0x15: None}
# Body, footnotes, headers, (unused), comments, endnotes, text boxes, text boxes of headers.
_LAYERS = ("paragraph", "note", "header", "note", "comment", "note", "paragraph", "header")
_MARKS |= dict.fromkeys((0, 1, 2, 3, 4, 5, 8))


def sniff(piece: Piece) -> str:
    """Return the type of an OLE container of the Office family."""
    if not is_ole(piece.content):
        return ""
    if has_stream(piece.content, "WordDocument"):
        return DOC
    if has_stream(piece.content, "PowerPoint Document"):
        return PPT
    if has_stream(piece.content, "Workbook") or has_stream(piece.content, "Book"):
        return XLS
    return OLE


def read(piece: Piece) -> Result:
    """Return what LibreOffice converts, else the text that a DOC holds."""
    if has_stream(piece.content, "EncryptedPackage"):
        return _unlocked(piece)
    if piece.media_type == OLE:
        raise Refused("unknown", f"fichier Microsoft OLE d'un type non pris en charge : {_ADVICE.format('PDF')}.")
    plain = _old_unlocked(piece)
    result = _old(replace(piece, content=plain) if plain else piece)
    return result.noting(UNLOCKED) if plain else result


def _old(piece: Piece) -> Result:
    if converts(piece.media_type):
        return _converted(piece, _TARGETS[piece.media_type])
    if piece.media_type == DOC:
        return _word(piece.content)
    if piece.media_type == XLS:
        said = f"classeur Excel 97-2003 non lu : installez LibreOffice Calc, ou {_ADVICE.format('XLSX')}."
    else:
        said = f"présentation PowerPoint 97-2003 non lue : installez LibreOffice Impress, ou {_ADVICE.format('PDF')}."
    raise Refused("unreadable", said)


def _old_unlocked(piece: Piece) -> bytes:
    """Return the plain bytes of a protected DOC, XLS or PPT, opened with a password supplied; empty when it is not.

    Raises:
        Refused: it is protected and none fits.
    """
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(piece.content))
        if not office.is_encrypted():
            return b""
    # What the library cannot open is left to the readers, which say why.
    except Exception:  # noqa: BLE001
        return b""
    return _decrypted(piece) or _locked(piece)


def _locked(piece: Piece) -> bytes:
    said = "aucun des mots de passe fournis ne convient" if piece.passwords else "fournissez-le (--password-file)"
    raise Refused("encrypted", f"fichier Office protégé par mot de passe : {said}.")


def _decrypted(piece: Piece) -> bytes:
    """Return the plain bytes of a protected file, empty when no password fits."""
    for password in (_SILENT, *piece.passwords):
        opened = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(piece.content))
            office.load_key(password=password)
            office.decrypt(opened)
        # Wrong passwords raise InvalidKeyError, damaged files anything: the next password is tried.
        except Exception:  # noqa: BLE001, S112
            continue
        if opened.tell():
            return opened.getvalue()
    return b""


def _unlocked(piece: Piece) -> Result:
    """Return the reading of a protected DOCX, XLSX or PPTX, opened with one of the passwords supplied.

    Raises:
        Refused: none fits.
    """
    content = _decrypted(piece) or _locked(piece)
    inner = replace(piece, content=content)
    for reader in _READERS.values():
        media_type = reader.sniff(inner)
        if media_type:
            return reader.read(replace(inner, media_type=media_type)).noting(UNLOCKED)
    raise Refused("unknown", f"fichier Office protégé d'un type non pris en charge : {_ADVICE.format('PDF')}.")


@cache
def program() -> str:
    """Return the path of LibreOffice, empty when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def converts(media_type: str) -> bool:
    """Return whether LibreOffice is installed with the part that reads *media_type*."""
    if not program():
        return False
    parts = {path.name for path in Path(program()).resolve().parent.glob("lib*lo.so")}
    # Elsewhere than on Debian the program is whole, and its folder holds none of these.
    return parts.isdisjoint(_PARTS.values()) or _PARTS[media_type] in parts


def _converted(piece: Piece, target: str) -> Result:
    """Return the reading of what LibreOffice makes of the piece, in a folder that is then removed."""
    with tempfile.TemporaryDirectory(prefix="emprise-") as folder:
        source = Path(folder) / f"piece.{_SUFFIXES[piece.media_type]}"
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
    inner = Piece(content=content, name=piece.name, beat=piece.beat)
    result = _READERS[target].read(replace(inner, media_type=_READERS[target].sniff(inner)))
    return result.noting(Notice(code="converted", text="Ancien format Office converti par LibreOffice avant lecture."))


def _word(content: bytes) -> Result:
    """Return the text of a DOC by its table of pieces (MS-DOC, 2.4.1): words only, no layout, no revision."""
    try:
        layers = _pieces(content)
    except (struct.error, IndexError, OSError, ValueError) as error:
        raise Refused("unreadable", f"DOC endommagé : {_ADVICE.format('DOCX')}.") from error
    builder = TextBuilder()
    for kind, text in layers:
        for line in text.translate(_MARKS).split("\n"):
            builder.add(line.replace("\t\t", "\n").replace("\t", " | ").strip(" |"), kind)
            builder.skip("\n")
    made, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "DOC sans texte.")
    said = "Ancien format Word lu sans LibreOffice : le texte seul ; insertions et suppressions s’y mêlent."
    return Result(text=made, blocks=blocks, notices=(Notice(code="text_only", text=said),), reader="office97")


def _pieces(content: bytes) -> list[tuple[str, str]]:
    """Return the layers of a DOC, which stand one after another (MS-DOC, 2.3): kind of block and text."""
    document = stream(content, "WordDocument")
    flags = struct.unpack_from("<H", document, 0x0A)[0]
    if flags & 0x0100:
        raise Refused("encrypted", _PROTECTED)
    table = stream(content, "1Table" if flags & 0x0200 else "0Table")
    lengths = struct.unpack_from("<8i", document, 0x4C)
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
    text, begin, layers = "".join(found), 0, []
    for kind, length in zip(_LAYERS, lengths, strict=True):
        layers.append((kind, re.sub("\x13[^\x13\x14\x15]*\x14", "", text[begin : begin + max(length, 0)])))
        begin += max(length, 0)
    return layers


READER = Reader(
    suffixes={DOC: (".doc", ".dot"), XLS: (".xls",), PPT: (".ppt", ".pps")}, sniff=sniff, read=read, rank=24
)
