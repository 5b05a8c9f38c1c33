"""OpenDocument texts, sheets and slides: paragraphs, notes, comments, tracked changes, rows."""

from lxml import etree

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, row
from evidence.readers._docx_text import Change, moment
from evidence.readers._kinds import ODP, ODS, ODT
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE, Package
from evidence.readers.table import COLUMNS, ROWS, Sheet, of_sheets

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _OFFICE, _TABLE = f"{{{_NS}text:1.0}}", f"{{{_NS}office:1.0}}", f"{{{_NS}table:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = f"{{{_NS}manifest:1.0}}"
_TYPES = {ODT.encode(): ODT, ODS.encode(): ODS, ODP.encode(): ODP}
_LEAVES = (f"{_TEXT}p", f"{_TEXT}h")


def sniff(piece: Piece) -> str:
    """Return the type that the first entry of the archive announces (OpenDocument 1.3, part 2, 3.3)."""
    if not piece.content.startswith(b"PK"):
        return ""
    head = piece.content[:512]
    for mark, media_type in _TYPES.items():
        if b"mimetype" + mark in head or (b"mimetype" in head and mark in head):
            return media_type
    return ""


def read(piece: Piece) -> Result:
    """Return the body; a sheet's rows are read as those of any table."""
    package = Package(piece.content, "OpenDocument")
    _refuse_encrypted(package)
    root = package.tree("content.xml")
    body = root.find(f"{_OFFICE}body") if root is not None else None
    if body is None or not len(body):
        raise Refused("unreadable", "OpenDocument endommagé : il n'a pas de corps.")
    if piece.media_type == ODS:
        result = of_sheets([_sheet(table) for table in body.iter(f"{_TABLE}table")], reader="odt")
    else:
        result = _Writer().document(body[0], package)
    return result.noting(UNSAFE) if package.unsafe else result


def _refuse_encrypted(package: Package) -> None:
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
        raise Refused("encrypted", "OpenDocument protégé par mot de passe : enregistrez-le sans mot de passe.")


class _Writer:
    """Lays paragraphs down; notes, comments and deleted text come after the paragraph that holds them."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.changes: dict[str, Change] = {}
        self.current: Change | None = None
        self.comments = 0

    def document(self, body: etree._Element, package: Package) -> Result:
        deleted = self._tracked(body)
        self._walk(body)
        for change, words in deleted:
            self.builder.separate("\n\n")
            self.builder.add(words, "paragraph", revision=str(change))
        text, blocks = self.builder.build()
        if not blocks:
            raise Refused("empty", "document sans texte (les images ne sont pas lues) : imprimez-le en PDF.")
        notices = []
        if self.changes:
            authors = ", ".join(sorted({change.author for change in self.changes.values() if change.author}))
            by = f", par {authors}" if authors else ""
            said = f"Révisions présentes : {len(self.changes)} modification(s) suivie(s){by}."
            notices.append(Notice(code="revisions", text=said))
        if self.comments:
            notices.append(Notice(code="comments", text=f"{self.comments} commentaire(s) en marge, gardés."))
        meta = package.tree("meta.xml")
        title = next((found.text for found in meta.iter(f"{_DC}title")), None) if meta is not None else None
        return Result(text=text, blocks=blocks, title=title or None, notices=tuple(notices))

    def _tracked(self, body: etree._Element) -> list[tuple[Change, str]]:
        """Return the deletions, and remember every change by its id."""
        deleted = []
        for region in body.iter(f"{_TEXT}changed-region"):
            for held in region:
                kind = "deleted" if held.tag == f"{_TEXT}deletion" else "inserted"
                author = next((found.text or "" for found in held.iter(f"{_DC}creator")), "")
                date = next((found.text or "" for found in held.iter(f"{_DC}date")), "")
                change = Change(kind, author, date.partition(".")[0])
                self.changes[
                    region.get(f"{_TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
                ] = change
                words = "\n".join(_plain(leaf) for leaf in held.iter(*_LEAVES))
                if kind == "deleted" and words.strip():
                    deleted.append((change, words))
        return deleted

    def _walk(self, element: etree._Element) -> None:
        for child in element:
            if child.tag in _LEAVES:
                self._paragraph(child)
            elif child.tag == f"{_TABLE}table-row":
                self._row(child)
            elif child.tag == f"{_OFFICE}annotation":
                self._annotation(child)
            elif child.tag in (f"{_TEXT}change-start", f"{_TEXT}change-end"):
                self._mark(child)
            elif isinstance(child.tag, str) and child.tag != f"{_TEXT}tracked-changes":
                self._walk(child)

    def _mark(self, element: etree._Element) -> None:
        starts = element.tag == f"{_TEXT}change-start"
        self.current = self.changes.get(element.get(f"{_TEXT}change-id") or "") if starts else None

    def _paragraph(self, element: etree._Element) -> None:
        runs: list[tuple[str, Change | None]] = []
        after: list[etree._Element] = []
        self._runs(element, runs, after)
        changed = {change for text, change in runs if text.strip()}
        kind = "heading" if element.tag.endswith("}h") else "item" if _in_list(element) else "paragraph"
        if any(text.strip() for text, _ in runs):
            self.builder.separate("\n\n")
        if len(changed) <= 1:
            change = next(iter(changed), None)
            self.builder.add("".join(text for text, _ in runs), kind, revision=str(change) if change else None)
        else:
            for text, change in runs:
                self.builder.add(text, "line", revision=str(change) if change else None)
        for held in after:
            if held.tag == f"{_OFFICE}annotation":
                self._annotation(held)
            elif held.tag == f"{_TEXT}note-body":
                self.builder.separate("\n\n")
                self.builder.add("\n".join(_plain(leaf) for leaf in held.iter(*_LEAVES)), "note")
            else:
                self._walk(held)

    def _runs(
        self, element: etree._Element, runs: list[tuple[str, Change | None]], after: list[etree._Element]
    ) -> None:
        runs.append((element.text or "", self.current))
        for child in element:
            if child.tag in (f"{_TEXT}change-start", f"{_TEXT}change-end"):
                self._mark(child)
            elif child.tag == f"{_TEXT}note":
                after.extend(child.iter(f"{_TEXT}note-body"))
            elif child.tag == f"{_OFFICE}annotation" or (isinstance(child.tag, str) and _boxed(child)):
                after.append(child)
            elif isinstance(child.tag, str):
                runs.append((_blank(child), self.current))
                self._runs(child, runs, after)
            runs.append((child.tail or "", self.current))

    def _annotation(self, element: etree._Element) -> None:
        words = "\n".join(_plain(leaf) for leaf in element.iter(*_LEAVES))
        if words.strip():
            self.comments += 1
            self.builder.separate("\n\n")
            date = (element.findtext(f"{_DC}date") or "").partition(".")[0]
            self.builder.add(words, "comment", speaker=element.findtext(f"{_DC}creator") or None, at=moment(date))

    def _row(self, element: etree._Element) -> None:
        cells = [list(cell.iter(*_LEAVES)) for cell in element if cell.tag == f"{_TABLE}table-cell"]
        if any(len(cell) > 1 for cell in cells):
            for cell in cells:
                for leaf in cell:
                    self._paragraph(leaf)
            return
        self.builder.separate("\n")
        self.builder.add(row([_plain(cell[0]) if cell else "" for cell in cells]), "row")


def _boxed(element: etree._Element) -> bool:
    """Tell whether *element* is a text box: its paragraphs are not the sentence that holds it."""
    return element.tag.endswith("}frame") and next(element.iter(*_LEAVES), None) is not None


def _in_list(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{_TEXT}list-item"), None) is not None


def _blank(element: etree._Element) -> str:
    """Return the blanks that *element* stands for."""
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c") or "1"
        return " " * (min(int(count), 1000) if count.isdigit() else 1)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(element.tag, "")


def _plain(element: etree._Element) -> str:
    """Return the words of a paragraph without its notes and comments."""
    found = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in (f"{_TEXT}note", f"{_OFFICE}annotation"):
            found += _blank(child) + _plain(child)
        found += child.tail or ""
    return found


def _sheet(table: etree._Element) -> Sheet:
    """Return the rows of an ODS sheet; empty rows repeated to the end of the sheet are not."""
    rows: list[tuple[int, list[str]]] = []
    number = 0
    for line in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in line:
            times = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            words = " ".join(_plain(leaf) for leaf in cell.iter(f"{_TEXT}p"))
            cells += [words] * (min(int(times), COLUMNS) if times.isdigit() and words else 1)
        repeated = line.get(f"{_TABLE}number-rows-repeated") or "1"
        if any(cell.strip() for cell in cells):
            rows.append((number + 1, cells[:COLUMNS]))
        number += int(repeated) if repeated.isdigit() else 1
        if len(rows) > ROWS:
            raise Refused("unreadable", f"tableau de plus de {ROWS} lignes : scindez-le.")
    return Sheet(table.get(f"{_TABLE}name") or "", rows)


READER = Reader(suffixes={ODT: (".odt", ".ott"), ODS: (".ods",), ODP: (".odp",)}, sniff=sniff, read=read, rank=20)
