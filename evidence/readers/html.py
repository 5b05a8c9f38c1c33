"""HTML: the words of the page; no script is run, nothing is fetched, hidden text is kept and flagged."""

from lxml import etree
from lxml import html as lxml_html

from evidence.model import Notice
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError
from evidence.readers.text import decoded

BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "tr",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "br",
        "dt",
        "dd",
        "figcaption",
        "title",
    ]
)
SILENT = frozenset(["script", "style", "noscript", "template", "svg", "head", "iframe", "object"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def _is_html(head: bytes) -> bool:
    start = head[:1024].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:512]


def read(content: bytes, _name: str) -> Content:
    """Return the visible words, one block per paragraph, heading or item.

    Raises:
        UnreadableError: nothing in the file is HTML.
    """
    text, _ = decoded(content)
    try:
        root = lxml_html.document_fromstring(
            text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"page HTML illisible ({error})") from error
    found = Content(builder=TextBuilder(), title=(root.findtext(".//title") or "").strip() or None)
    state = _Walk(found.builder)
    state.walk(root, 0)
    state.flush()
    if state.hidden:
        found.notices.append(Notice(code="hidden", text="La page contient du texte caché, lu et gardé."))
    return found


class _Walk:
    """Gathers words between block tags."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder, self.words, self.kind, self.hidden = builder, "", "paragraph", False

    def flush(self) -> None:
        words = " ".join(self.words.split())
        if words:
            self.builder.separate("\n\n")
            self.builder.add(words, self.kind)
        self.words = ""

    def walk(self, node: etree._Element, depth: int) -> None:
        if not isinstance(node.tag, str) or node.tag in SILENT or depth > 200:
            return
        style = (node.get("style") or "").replace(" ", "").lower()
        if "display:none" in style or node.get("hidden") is not None or "visibility:hidden" in style:
            self.hidden = True
        block = node.tag in BLOCKS
        if block:
            self.flush()
            self.kind = "heading" if node.tag in HEADINGS else "item" if node.tag == "li" else "paragraph"
        self.words += node.text or ""
        for child in node:
            self.walk(child, depth + 1)
            self.words += child.tail or ""
        if block:
            self.flush()
            self.kind = "paragraph"


READER = Reader(media_types=("text/html",), suffixes=(".html", ".htm", ".xhtml"), read=read, matches=_is_html)
