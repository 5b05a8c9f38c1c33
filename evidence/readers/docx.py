"""DOCX: final text, tracked insertions and deletions with their authors, comments, notes, text boxes."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from evidence.model import Notice
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}
NOTES = (("word/footnotes.xml", "note"), ("word/endnotes.xml", "note"), ("word/comments.xml", "comment"))
LARGEST = 200_000_000


def read(content: bytes, _name: str) -> Content:
    """Return the paragraphs; a tracked change is a block of its own with its author and date.

    Raises:
        UnreadableError: the file is no DOCX, or is broken.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if sum(item.file_size for item in archive.infolist()) > LARGEST:
            raise UnreadableError("archive trop grande une fois décompressée")
        body = _parsed(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError) as error:
        raise UnreadableError(f"DOCX illisible ou abîmé ({error})") from error
    found = Content(builder=TextBuilder())
    authors: set[str] = set()
    for paragraph in body.iter(W + "p"):
        _add(found.builder, paragraph, _kind(paragraph), authors)
    for member, kind in NOTES:
        if member in archive.namelist():
            for note in _parsed(archive.read(member)):
                author = note.get(W + "author")
                for paragraph in note.iter(W + "p"):
                    _add(found.builder, paragraph, kind, authors, f"comment:{author}" if author else None)
    if authors:
        names = ", ".join(sorted(authors))
        found.notices.append(Notice(code="revisions", text=f"Révisions présentes (suivi des modifications) : {names}."))
    return found


def _parsed(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(**PARSER))


def _kind(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(W + "val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "titre", "title")):
        return "heading"
    numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
    return "item" if numbered or name.startswith("list") else "paragraph"


def _add(
    builder: TextBuilder, paragraph: etree._Element, kind: str, authors: set[str], note: str | None = None
) -> None:
    """Add one paragraph; its runs are cut where a revision begins or ends."""
    runs: list[tuple[str | None, str]] = []
    for words, revision in _runs(paragraph):
        if runs and runs[-1][0] == revision:
            runs[-1] = (revision, runs[-1][1] + words)
        else:
            runs.append((revision, words))
    first = True
    for revision, words in runs:
        if not words.strip():
            builder.separate(words.replace("\n", " ") if not first else "")
            continue
        if first:
            builder.separate("\n\n")
        elif words[:1] != " " and builder.text()[-1:].isalnum():
            builder.separate(" ")
        builder.add(words, kind, revision=revision or note)
        if revision:
            authors.add(revision.split(":", 1)[1].rpartition(" ")[0] or revision.split(":", 1)[1])
        first = False


def _runs(paragraph: etree._Element) -> Iterator[tuple[str, str | None]]:
    for node in paragraph.iter():
        if _owner(node) is not paragraph:
            continue
        if node.tag in (W + "t", W + "delText"):
            yield node.text or "", _revision(node, paragraph)
        elif node.tag == W + "tab":
            yield "\t", _revision(node, paragraph)
        elif node.tag in (W + "br", W + "cr"):
            yield "\n", _revision(node, paragraph)


def _owner(node: etree._Element) -> etree._Element | None:
    """Return the paragraph that holds *node*: a text box inside a paragraph has its own."""
    if node.tag == W + "p":
        return None
    above = node.getparent()
    while above is not None and above.tag != W + "p":
        above = above.getparent()
    return above


def _revision(node: etree._Element, paragraph: etree._Element) -> str | None:
    above = node.getparent()
    while above is not None and above is not paragraph:
        for tag, word in (
            (W + "ins", "inserted"),
            (W + "del", "deleted"),
            (W + "moveFrom", "deleted"),
            (W + "moveTo", "inserted"),
        ):
            if above.tag == tag:
                return f"{word}:{above.get(W + 'author') or '?'} {above.get(W + 'date') or ''}".rstrip()
        above = above.getparent()
    return None


READER = Reader(
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    suffixes=(".docx", ".docm"),
    read=read,
)
