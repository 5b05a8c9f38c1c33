"""Plain text in any encoding: the file's own characters, one block per line."""

import codecs
import re

from evidence.model import Notice
from evidence.readers._builder import Overlay
from evidence.readers._kinds import TEXT
from evidence.readers._reader import Piece, Reader, Refused, Result

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Signs that French text written in one byte per character is made of; what else the high half holds is suspect.
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ’‘“”«»…–—€°§²\xa0")
_SINGLE = ("cp1252", "mac_roman", "cp850")
# What a reader calls the encodings most met; another keeps the name that its file or the library gives it.
_NAMES = {
    "cp1252": "l’encodage de Windows (Windows-1252)",
    "mac_roman": "l’encodage des anciens Macintosh (Mac Roman)",
    "cp850": "l’encodage de MS-DOS (CP850)",
    "iso-8859-1": "l’encodage d’Europe de l’Ouest (ISO 8859-1)",
    "iso-8859-15": "l’encodage d’Europe de l’Ouest (ISO 8859-15)",
    "utf-16-le": "l’encodage Unicode sur 16 bits (UTF-16)",
    "utf-16-be": "l’encodage Unicode sur 16 bits (UTF-16)",
    "utf-32-le": "l’encodage Unicode sur 32 bits (UTF-32)",
    "utf-32-be": "l’encodage Unicode sur 32 bits (UTF-32)",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Above this share of control characters the bytes are not a text.
_BINARY = 0.02
_SAMPLE = 65_536
_HIGH = re.compile(rb"[\x80-\xff]")
# From this share of sound UTF-8 bytes among those that are not ASCII, the rest is the exception.
MIXED = 0.1


def decode(content: bytes, *, label: str = "") -> tuple[str, str, tuple[Notice, ...]]:
    """Return the text of *content*, the encoding chosen, and what must be known of the choice.

    *label* is the encoding the file announces, believed when it decodes. No byte is lost: where UTF-8 is broken the
    broken bytes are read as Windows-1252, and that is said.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text, encoding, _notices(text, encoding)
    wide = _wide(content)
    if wide:
        text = content.decode(wide, "replace")
        return text, wide, _notices(text, wide, "sans marque d’ordre")
    announced = _try(content, label) if label else None
    if announced is not None:
        return announced, label.lower(), _notices(announced, label.lower())
    utf8 = _try(content, "utf-8")
    if utf8 is not None:
        return utf8, "utf-8", ()
    if _is_mixed(content):
        text = content.decode("utf-8", "emprise-cp1252")
        return text, "utf-8+cp1252", (_mixed_notice(content),)
    return _single(content)


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _notices(text: str, encoding: str, more: str = "") -> tuple[Notice, ...]:
    said = f", {more}" if more else ""
    named = _NAMES.get(encoding.replace("windows-", "cp"), f"l’encodage {encoding}")
    found = [Notice(code="encoding", text=f"Texte lu dans {named}{said}.")] if encoding != "utf-8" else []
    if "\ufffd" in text:
        lost = text.count("\ufffd")
        found.append(Notice(code="lossy", text=f"{lost} signe(s) illisible(s) dans l'encodage du fichier."))
    return tuple(found)


def _wide(content: bytes) -> str:
    """Return the UTF-16 that *content* is written in without saying so: every other byte is nearly always zero."""
    sample = content[:_SAMPLE]
    if len(sample) < 4 or len(content) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _is_mixed(content: bytes) -> bool:
    """Tell whether part of what is not ASCII is sound UTF-8: in a one-byte encoding that hardly ever happens."""
    total = len(_HIGH.findall(content))
    sound = len(_HIGH.findall(content.decode("utf-8", "ignore").encode()))
    return sound >= MIXED * total


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that UTF-8 cannot read as Windows-1252, as latin-1 where even that has a hole."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


codecs.register_error("emprise-cp1252", _as_cp1252)


def _mixed_notice(content: bytes) -> Notice:
    line = 1
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    return Notice(
        code="mixed_encoding",
        text=f"Deux encodages dans le même fichier : UTF-8, puis Windows-1252 à partir de la ligne {line} au moins ; "
        "vérifiez les accents sur l'original.",
    )


def _single(content: bytes) -> tuple[str, str, tuple[Notice, ...]]:
    """Return the text read in the one-byte encoding whose high half gives French signs, else charset-normalizer's."""
    best, chosen = 0.0, ""
    for encoding in _SINGLE:
        text = _try(content, encoding)
        high = [char for char in text or "" if char > "\x7f"]
        share = sum(char in _FRENCH for char in high) / len(high) if high else 0.0
        if share > best:
            best, chosen = share, encoding
    if best >= 0.8:
        text = content.decode(chosen)
        return text, chosen, _notices(text, chosen)
    from charset_normalizer import from_bytes

    match = from_bytes(content[:_SAMPLE]).best()
    encoding = match.encoding if match else "cp1252"
    text = content.decode(encoding, "replace")
    return text, encoding, _notices(text, encoding, "encodage estimé, à vérifier")


def is_text(piece: Piece) -> bool:
    """Tell whether the bytes read as text: hardly any control character."""
    sample = piece.content[:_SAMPLE]
    if _wide(sample[: len(sample) // 2 * 2]) or sample.startswith(tuple(mark for mark, _ in _BOMS)):
        return True
    return len(_CONTROL.findall(sample.decode("latin-1"))) <= _BINARY * len(sample)


def sniff(piece: Piece) -> str:
    """Return the media type of plain text when the bytes read as text."""
    return TEXT if is_text(piece) else ""


def read(piece: Piece) -> Result:
    """Return the file's own characters (NFC, LF); a line is a block."""
    text, encoding, notices = decode(piece.content)
    page = Overlay(text)
    page.mark_lines()
    text, blocks = page.build()
    if not blocks:
        raise Refused("empty", "le fichier ne contient que des blancs.")
    return Result(text=text, blocks=blocks, notices=notices, reader=f"text ({encoding})")


READER = Reader(suffixes={TEXT: (".txt", ".text", ".md", ".log")}, sniff=sniff, read=read, rank=100)
