"""OpenDocument texts, sheets and slides: paragraphs, notes, comments, tracked changes, rows."""

import io
import zipfile
from dataclasses import replace

from lxml import etree
from openpyxl.utils import get_column_letter

from evidence.model import Notice
from evidence.readers import _odf_secret
from evidence.readers._builder import TextBuilder, row
from evidence.readers._docx_text import Change, moment
from evidence.readers._kinds import ODP, ODS, ODT
from evidence.readers._reader import UNLOCKED, Member, Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE, Package
from evidence.readers.table import COLUMNS, ROWS, Sheet, of_sheets

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _OFFICE, _TABLE = f"{{{_NS}text:1.0}}", f"{{{_NS}office:1.0}}", f"{{{_NS}table:1.0}}"
_STYLE, _DRAW, _PRESENTATION = f"{{{_NS}style:1.0}}", f"{{{_NS}drawing:1.0}}", f"{{{_NS}presentation:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# The parts that hold words; the pictures of a protected document stay closed.
_WORDS = ("content.xml", "styles.xml", "meta.xml", "encrypted-package")
_SAVE = "enregistrez-le sans mot de passe"
_TYPES = {ODT.encode(): ODT, ODS.encode(): ODS, ODP.encode(): ODP}
# A document with fewer characters than this and pictures is a scan: its pictures are pieces.
SCANNED = 40
IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
_LEAVES = (f"{_TEXT}p", f"{_TEXT}h")


def sniff(piece: Piece) -> str:
    """Return the type that the first entry of the archive announces (OpenDocument 1.3, part 2, 3.3)."""
    if not piece.content.startswith(b"PK"):
        return _flat(piece)
    head = piece.content[:512]
    for mark, media_type in _TYPES.items():
        if b"mimetype" + mark in head or (b"mimetype" in head and mark in head):
            return media_type
    return ""


def _flat(piece: Piece) -> str:
    """Return the type of a flat document: one XML file that says what it is."""
    head = piece.head
    if "<office:document " not in head:
        return ""
    return next((media_type for mark, media_type in _TYPES.items() if f'"{mark.decode()}"' in head), "")


def read(piece: Piece) -> Result:
    """Return the body; a sheet's rows are read as those of any table."""
    package = Package(piece.content if piece.content.startswith(b"PK") else _packed(piece.content), "OpenDocument")
    locked = _unlock(package, piece.passwords)
    if locked is not None and locked.startswith(b"PK"):  # LibreOffice since 24.2: the whole package is one part
        return read(replace(piece, content=locked)).noting(UNLOCKED)
    root = package.tree("content.xml")
    body = root.find(f"{_OFFICE}body") if root is not None else None
    if root is None or body is None or not len(body):
        raise Refused("unreadable", "OpenDocument endommagé : il n'a pas de corps.")
    if piece.media_type == ODS:
        result = of_sheets([_sheet(table, _hidden(root)) for table in body.iter(f"{_TABLE}table")], reader="odt")
    else:
        result = _Writer().document(body[0], package)
    result = result.noting(UNLOCKED) if locked is not None else result
    return result.noting(UNSAFE) if package.unsafe else result


def _packed(content: bytes) -> bytes:
    """Return a flat document as a package of one part, which holds its styles as well."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("content.xml", "styles.xml", "meta.xml"):
            archive.writestr(name, content)
    return held.getvalue()


def _hidden(root: etree._Element) -> frozenset[str]:
    """Return the styles of the sheets that nobody sees on opening."""
    return frozenset(
        style.get(f"{_STYLE}name") or ""
        for style in root.iter(f"{_STYLE}style")
        if any(held.get(f"{_TABLE}display") == "false" for held in style.iter(f"{_STYLE}table-properties"))
    )


def _unlock(package: Package, passwords: tuple[str, ...]) -> bytes | None:
    """Open the protected parts with the first password that fits; return the bytes of the last, None when none is.

    Raises:
        Refused: no password fits, or the protection is one nobody knows.
    """
    manifest = package.tree("META-INF/manifest.xml")
    locked = list(_odf_secret.entries(manifest)) if manifest is not None else []
    wanted = [(name, data) for name, data in locked if name in _WORDS] or locked[:1]
    if not wanted:
        return None
    package.locked = True
    for password in passwords:
        try:
            found = {name: _odf_secret.opened(package.raw(name), data, password) for name, data in wanted}
        # Damage in what protects the file (a salt that is no base64, a key of no length) raises anything.
        except Exception as error:
            raise Refused("encrypted", f"OpenDocument protégé d'une façon inconnue ou endommagée : {_SAVE}.") from error
        if all(content is not None for content in found.values()):
            package.opened |= {name: content for name, content in found.items() if content is not None}
            return next(reversed(package.opened.values()))
    said = "aucun des mots de passe fournis ne convient" if passwords else "fournissez-le (--password-file)"
    raise Refused("encrypted", f"OpenDocument protégé par mot de passe : {said}.")


class _Writer:
    """Lays paragraphs down; notes, comments and deleted text come after the paragraph that holds them."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.changes: dict[str, Change] = {}
        self.current: Change | None = None
        self.comments = 0
        # The slide: other documents have no pages.
        self.page = 0

    def document(self, body: etree._Element, package: Package) -> Result:
        deleted = self._tracked(body)
        styles = package.tree("styles.xml") if package.has_plain("styles.xml") else None
        self._margins(styles, "header")
        self._walk(body)
        self._margins(styles, "footer")
        for change, words in deleted:
            self.builder.separate("\n\n")
            self.builder.add(words, "paragraph", revision=str(change))
        text, blocks = self.builder.build()
        pictures = [name for name in package.all("Pictures/") if name.lower().endswith(IMAGES)]
        scan = len(text.strip()) < SCANNED
        members = [Member(name=name.rpartition("/")[2], content=package.part(name)) for name in pictures if scan]
        if not blocks and not members:
            raise Refused("empty", "document sans texte.")
        notices = []
        if pictures and not scan:
            notices.append(Notice(code="images", text=f"{len(pictures)} image(s) dans le document, non lue(s)."))
        if self.changes:
            authors = ", ".join(sorted({change.author for change in self.changes.values() if change.author}))
            by = f", par {authors}" if authors else ""
            said = f"Révisions présentes : {len(self.changes)} modification(s) suivie(s){by}."
            notices.append(Notice(code="revisions", text=said))
        if self.comments:
            notices.append(Notice(code="comments", text=f"{self.comments} commentaire(s) en marge, gardés."))
        meta = package.tree("meta.xml")
        title = next((found.text for found in meta.iter(f"{_DC}title")), None) if meta is not None else None
        return Result(
            text=text,
            blocks=blocks,
            title=title or None,
            notices=tuple(notices),
            members=tuple(members),
            pages=self.page or None,
        )

    def _margins(self, styles: etree._Element | None, kind: str) -> None:
        """Add the words of the headers or footers of the pages, those of left and first pages as well."""
        said = set()
        for master in styles.iter(f"{_STYLE}master-page") if styles is not None else ():
            for held in master:
                if not isinstance(held.tag, str) or not held.tag.startswith(f"{_STYLE}{kind}"):
                    continue
                words = "\n".join(_plain(leaf) for leaf in held.iter(*_LEAVES)).strip()
                if words and words not in said:
                    said.add(words)
                    self.builder.separate("\n\n")
                    self.builder.add(words, kind)

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
            elif child.tag == f"{_DRAW}page":
                self.page += 1
                self._walk(child)
            elif child.tag == f"{_PRESENTATION}notes":
                self._note(child)
            elif isinstance(child.tag, str) and child.tag != f"{_TEXT}tracked-changes":
                self._walk(child)

    def _note(self, element: etree._Element) -> None:
        """Add the speaker's notes of a slide."""
        words = "\n".join(_plain(leaf) for leaf in element.iter(*_LEAVES))
        if words.strip():
            self.builder.separate("\n\n")
            self.builder.add(words, "note", page=self.page or None)

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
            revision, page = str(change) if change else None, self.page or None
            self.builder.add("".join(text for text, _ in runs), kind, revision=revision, page=page)
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
        self.builder.add(row([_plain(cell[0]) if cell else "" for cell in cells]), "row", page=self.page or None)


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


def _sheet(table: etree._Element, hidden: frozenset[str]) -> Sheet:
    """Return the rows of an ODS sheet; empty rows repeated to the end of the sheet are not."""
    rows: list[tuple[int, list[str]]] = []
    comments: list[tuple[str, str]] = []
    number = 0
    unseen = table.get(f"{_TABLE}style-name") in hidden
    for line in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in line:
            times = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            for remark in cell.iter(f"{_OFFICE}annotation"):
                said = "\n".join(_plain(leaf) for leaf in remark.iter(*_LEAVES))
                comments.append((f"{get_column_letter(min(len(cells), COLUMNS) + 1)}{number + 1}", said))
            words = " ".join(_plain(leaf) for leaf in cell if leaf.tag in _LEAVES)
            cells += [words] * min(int(times) if times.isdigit() else 1, COLUMNS)
        repeated = line.get(f"{_TABLE}number-rows-repeated") or "1"
        if any(cell.strip() for cell in cells):
            rows.append((number + 1, cells[:COLUMNS]))
            unseen = unseen or line.get(f"{_TABLE}visibility") in ("collapse", "filter")
        number += int(repeated) if repeated.isdigit() else 1
        if len(rows) > ROWS:
            raise Refused("unreadable", f"tableau de plus de {ROWS} lignes : scindez-le.")
    return Sheet(table.get(f"{_TABLE}name") or "", rows, unseen, tuple(comments))


READER = Reader(
    suffixes={ODT: (".odt", ".ott", ".fodt"), ODS: (".ods", ".fods"), ODP: (".odp",)}, sniff=sniff, read=read, rank=20
)
