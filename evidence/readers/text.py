"""Plain text, in any encoding: the text is the content of the file."""

import charset_normalizer

from evidence.model import Notice
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError, paragraphs

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of *content* and the encoding that was chosen.

    Raises:
        UnreadableError: the bytes are no text.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\0" in content[:4096]:
        raise UnreadableError("contenu binaire inconnu : aucun lecteur pour ce format", "unknown")
    best = charset_normalizer.from_bytes(
        content[:200_000], cp_isolation=["cp1252", "latin_1", "cp850", "mac_roman", "utf_16"]
    ).best()
    encoding = best.encoding if best else "cp1252"
    return content.decode(encoding, errors="replace"), encoding


def read(content: bytes, _name: str) -> Content:
    """Return the text with one block per paragraph; the encoding is a notice when it is not UTF-8."""
    text, encoding = decoded(content)
    builder = TextBuilder()
    paragraphs(builder, text)
    found = Content(builder=builder)
    if encoding not in ("utf-8", "utf-8-sig"):
        found.notices.append(Notice(code="encoding", text=f"Texte lu en {encoding}."))
    if "\ufffd" in text:
        found.notices.append(
            Notice(code="lossy", text="Des caractères n’ont pas pu être lus ; ils sont remplacés par « \ufffd ».")
        )
    return found


READER = Reader(media_types=("text/plain",), suffixes=(".txt", ".md", ".log", ".text"), read=read)
