"""VCF: the contacts of an address book (vCard 2.1 to 4.0), one block a contact; photographs are named, not read."""

import quopri
import re
from collections.abc import Iterator

from evidence.readers._builder import TextBuilder, clean
from evidence.readers._kinds import VCARD
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_LABELS = {
    "N": "Nom et prénom",
    "NICKNAME": "Surnom",
    "TEL": "Téléphone",
    "EMAIL": "Courriel",
    "ADR": "Adresse",
    "ORG": "Organisme",
    "TITLE": "Fonction",
    "ROLE": "Rôle",
    "BDAY": "Naissance",
    "NOTE": "Note",
    "URL": "Site",
    "IMPP": "Messagerie",
    "RELATED": "Proche",
    "X-ABRELATEDNAMES": "Proche",
}
_FOLD = re.compile(r"\n[ \t]")
# A quoted-printable value goes on after an equals sign at the end of the line (vCard 2.1).
_SOFT = re.compile(r"^([^:\n]*QUOTED-PRINTABLE[^:\n]*:[^\n]*(?:(?<==)\n[^\n]*)*)", re.M | re.I)
_ESCAPED = re.compile(r"\\([nN,;:\\])")


def sniff(piece: Piece) -> str:
    """Return the type of an address book by its first line."""
    return VCARD if piece.head.lstrip("\ufeff \r\n\t")[:11].upper() == "BEGIN:VCARD" else ""


def read(piece: Piece) -> Result:
    """Return the fields of each contact, a line each."""
    text, encoding, notices = decode(piece.content)
    plain = _SOFT.sub(lambda found: found.group(1).replace("=\n", ""), clean(text))
    builder = TextBuilder()
    for line in _FOLD.sub("", plain).split("\n"):
        head, colon, value = line.partition(":")
        name, *options = head.strip().upper().split(";")
        name = name.rpartition(".")[2]
        if name == "BEGIN":
            builder.separate("\n\n")
            continue
        for label, words, kind in _said(name, options, value) if colon else ():
            builder.separate("\n")
            builder.add(f"{label} : {words}" if label else words, kind)
    made, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "carnet d'adresses sans aucun contact.")
    return Result(text=made, blocks=blocks, notices=notices, reader=f"vcard ({encoding})")


def _said(name: str, options: list[str], value: str) -> Iterator[tuple[str, str, str]]:
    """Yield the label, words and kind of block of a field."""
    if name in ("PHOTO", "LOGO", "SOUND", "KEY"):
        yield "", f"[{name.lower()}]", "note"
        return
    if name in ("END", "VERSION", "PRODID", "REV", "UID"):
        return
    if any("QUOTED-PRINTABLE" in option for option in options):
        charset = next((option.partition("=")[2] for option in options if option.startswith("CHARSET=")), "")
        value = decode(quopri.decodestring(value.encode("utf-8", "replace")), label=charset)[0]
    parts = [_plain(part).strip() for part in re.split(r"(?<!\\);", value)]
    words = " ".join(part for part in parts if part)
    if words and name == "FN":
        yield "", words, "heading"
    elif words:
        yield _LABELS.get(name, name.removeprefix("X-").replace("-", " ").capitalize()), words, "line"


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


READER = Reader(suffixes={VCARD: (".vcf", ".vcard")}, sniff=sniff, read=read, rank=33)
