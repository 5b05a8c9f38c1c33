"""Web pages: the words a visitor reads; no script runs, nothing is fetched, hidden text is read and said."""

import re

from lxml import etree, html

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, row
from evidence.readers._kinds import HTML
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_OPENING = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_RULE = re.compile(r"([.#][\w-]+)\s*\{[^}]*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^}]*\}", re.I)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_SILENT = re.compile(r"script|style|template|noscript|iframe|object|embed|head|svg|canvas|datalist")
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul"
)
# Deeper than this no page is honest, and the walk would exhaust the stack.
DEPTH = 400


def sniff(piece: Piece) -> str:
    """Return the type of HTML when the bytes open as a page."""
    return HTML if _OPENING.match(piece.head.lstrip("\ufeff")) else ""


def read(piece: Piece) -> Result:
    """Return the text of the page, a block per paragraph, heading, item or table row."""
    found = _CHARSET.search(piece.content[:4096])
    text, encoding, notices = decode(piece.content, label=found.group(1).decode("ascii", "ignore") if found else "")
    page = Page(text)
    text, blocks = page.builder.build()
    if not blocks:
        raise Refused("empty", "page web sans texte (le contenu venait peut-être d'un script) : imprimez-la en PDF.")
    hidden = page.notices()
    return Result(text=text, blocks=blocks, title=page.title, notices=(*notices, *hidden), reader=f"html ({encoding})")


class Page:
    """The blocks of a page, from its markup."""

    def __init__(self, markup: str) -> None:
        """Parse *markup* and walk it."""
        self.builder = TextBuilder()
        self.title: str | None = None
        self.hidden: list[str] = []
        self._words: list[str] = []
        self._kind = "paragraph"
        self._hiding: set[str] = set()
        root = root_of(markup)
        if root is not None:
            title = root.findtext(".//title")
            self.title = _BLANKS.sub(" ", title).strip() or None if title else None
            self._hiding = {rule for style in root.iter("style") for rule in _RULE.findall(style.text or "")}
            self._walk(root, 0, pre=False, hidden=False)
            self._flush()

    @classmethod
    def of_element(cls, element: etree._Element) -> TextBuilder:
        """Return the text of one *element* of a page parsed elsewhere."""
        page = cls("")
        page._walk(element, 0, pre=False, hidden=False)
        page._flush()
        return page.builder

    def notices(self) -> tuple[Notice, ...]:
        """Return what must be said of hidden text."""
        if not self.hidden:
            return ()
        return (
            Notice(
                code="hidden_text",
                text=f"{len(self.hidden)} passage(s) masqué(s) à l'écran, lu(s) comme le reste "
                f"(« {self.hidden[0][:60]} »).",
            ),
        )

    def _walk(self, element: etree._Element, depth: int, *, pre: bool, hidden: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or _SILENT.fullmatch(tag) or depth > DEPTH:
            return
        if tag == "tr":
            self._row(element)
            return
        opens = _BLOCK.fullmatch(tag) is not None
        if opens:
            self._flush()
            self._kind = _kind(tag, self._kind)
        hides = not hidden and self._is_hidden(element)
        if hides:
            self.hidden.append(_BLANKS.sub(" ", "".join(str(text) for text in element.itertext())).strip())
        if tag == "br":
            self._words.append("\n")
        pre = pre or tag in ("pre", "textarea")
        self._say(element.text, pre)
        for child in element:
            self._walk(child, depth + 1, pre=pre, hidden=hidden or hides)
            self._say(child.tail, pre)
        if opens:
            self._flush()
            self._kind = "paragraph"

    def _say(self, text: str | None, pre: bool) -> None:
        if text:
            self._words.append(text if pre else _BLANKS.sub(" ", text))

    def _flush(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        lines = [_tight(line) for line in text.split("\n")]
        if any(lines):
            self.builder.separate("\n\n")
            self.builder.add("\n".join(lines), self._kind)

    def _row(self, line: etree._Element) -> None:
        """Add a table row; a cell that holds a table or paragraphs is laid out as if there were no table."""
        self._flush()
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        if any(_is_laid_out(cell, alone=len(cells) == 1) for cell in cells):
            for cell in cells:
                cell.tag = "div"
                self._walk(cell, DEPTH // 2, pre=False, hidden=False)
            return
        texts = [_BLANKS.sub(" ", _visible(cell)).strip() for cell in cells]
        if any(texts):
            self.builder.separate("\n")
            self.builder.add(row(texts), "row")

    def _is_hidden(self, element: etree._Element) -> bool:
        if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
            return True
        names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        return not self._hiding.isdisjoint(names)


def root_of(markup: str) -> etree._Element | None:
    """Return the root of a page, None when *markup* holds nothing; nothing is fetched."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return html.document_fromstring(_DECLARATION.sub("", markup, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _is_laid_out(cell: etree._Element, *, alone: bool) -> bool:
    """Tell whether *cell* holds a table, a list, or paragraphs (more than one where it is not alone in its row)."""
    if next(cell.iter("table", "ul", "ol", "tr"), None) is not None:
        return True
    return sum(1 for _ in cell.iter("p", "div")) > (0 if alone else 1)


def _kind(tag: str, before: str) -> str:
    if re.fullmatch(r"h[1-6]", tag):
        return "heading"
    if tag in ("li", "dt", "dd"):
        return "item"
    return before if before == "item" else "paragraph"


def _tight(line: str) -> str:
    return re.sub(r"[ \t]{2,}", " ", line).strip(" \t")


def _visible(element: etree._Element) -> str:
    """Return the words of *element*, without scripts and the like."""
    if not isinstance(element.tag, str) or _SILENT.fullmatch(element.tag):
        return ""
    inner = (_visible(child) + (" " if child.tag == "br" else "") + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


READER = Reader(suffixes={HTML: (".html", ".htm", ".xhtml", ".mht")}, sniff=sniff, read=read, rank=40)
