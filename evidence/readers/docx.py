"""DOCX: the final text, then what was deleted, by whom and when; comments, notes, text boxes, page headers."""

from collections.abc import Iterator

from lxml import etree

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, row
from evidence.readers._docx_text import Change, Paragraph, W, elements, moment, paragraph_of, text_of
from evidence.readers._kinds import DOCX
from evidence.readers._reader import Member, Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE, Package, attribute

_W = f"{{{W}}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# A document with less text than this and images is a scan pasted into Word: its images are read as pieces.
SCANNED = 40
_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")


def sniff(piece: Piece) -> str:
    """Return the type of a ZIP that holds a Word document."""
    if not piece.content.startswith(b"PK"):
        return ""
    return DOCX if b"word/document.xml" in piece.content else ""


def read(piece: Piece) -> Result:
    """Return the document in layers: final text with its insertions marked, deletions and comments apart."""
    package = Package(piece.content, "DOCX")
    root = package.tree("word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise Refused("unreadable", "DOCX endommagé : il n'a pas de corps de texte.")
    writer = _Writer()
    for name in package.all("word/header", ".xml"):
        writer.furniture(package.tree(name), "header")
    writer.body(body)
    for name in package.all("word/footer", ".xml"):
        writer.furniture(package.tree(name), "footer")
    for name, kind in (("word/footnotes.xml", "note"), ("word/endnotes.xml", "note"), ("word/comments.xml", "comment")):
        writer.remarks(package.tree(name), kind)
    text, blocks = writer.builder.build()
    members, notices = _parts(package, text)
    return Result(
        text=text,
        blocks=blocks,
        title=_title(package),
        notices=(*writer.notices(), *notices, *((UNSAFE,) if package.unsafe else ())),
        members=members,
        outcome="partial" if package.unsafe else "read",
        reason=UNSAFE.text if package.unsafe else "",
    )


class _Writer:
    """Lays paragraphs, rows and remarks down, and remembers what must be said of them."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.changes: list[Change] = []
        self.hidden: list[str] = []
        self.comments = 0

    def body(self, body: etree._Element) -> None:
        for element in elements(body):
            if element.tag == f"{_W}tbl":
                self.table(element)
            else:
                self.paragraph(paragraph_of(element))

    def paragraph(self, made: Paragraph) -> None:
        """Add one paragraph; where it was changed its parts are blocks « line », which end no sentence."""
        runs = made.final()
        if made.hidden:
            self.hidden.append(text_of(made))
        if any(text.strip() for text, _ in runs):
            self.builder.separate("\n\n")
        kind = made.kind if len(runs) == 1 else "line"
        for text, change in runs:
            self.add(text, kind, change)
        for text, change in made.deleted():
            if text.strip():
                self.builder.separate("\n\n")
                self.add(text, "paragraph", change)
        for box in made.boxes:
            self.paragraph(box)

    def add(self, text: str, kind: str, change: Change | None) -> None:
        self.builder.add(text, kind, revision=str(change) if change else None)
        if change and text.strip():
            self.changes.append(change)

    def table(self, table: etree._Element) -> None:
        """Add a table: a row whose cells hold one paragraph each is one block, another gives its paragraphs."""
        self.builder.separate("\n\n")
        for line in table.iter(f"{_W}tr"):
            if next(line.iterancestors(f"{_W}tbl"), table) is not table:
                continue
            cells = [list(_cell(cell)) for cell in line.iter(f"{_W}tc") if _row_of(cell) is line]
            flat = [made for cell in cells for made in cell]
            if any(len(cell) > 1 for cell in cells) or any(made.deleted() or made.boxes for made in flat):
                for made in flat:
                    self.paragraph(made)
                continue
            texts = [text_of(cell[0]).strip() if cell else "" for cell in cells]
            self.changes += [change for made in flat for _, change in made.final() if change]
            self.builder.separate("\n")
            self.builder.add(row(texts), "row", revision=_one_change(flat))

    def furniture(self, root: etree._Element | None, kind: str) -> None:
        for element in root.iter(f"{_W}p") if root is not None else ():
            text = text_of(paragraph_of(element))
            if text.strip():
                self.builder.separate("\n\n")
                self.builder.add(text, kind)

    def remarks(self, root: etree._Element | None, kind: str) -> None:
        """Add footnotes or comments, each a block with its author and date."""
        for remark in root if root is not None else ():
            if not isinstance(remark.tag, str) or attribute(remark, W, "type") in (
                "separator",
                "continuationSeparator",
            ):
                continue
            text = "\n".join(filter(None, (text_of(paragraph_of(held)).strip() for held in remark.iter(f"{_W}p"))))
            if text:
                self.builder.separate("\n\n")
                author = attribute(remark, W, "author") or None
                self.builder.add(text, kind, speaker=author, at=moment(attribute(remark, W, "date")))
                self.comments += kind == "comment"

    def notices(self) -> tuple[Notice, ...]:
        found = []
        if self.changes:
            inserted = sum(change.kind == "inserted" for change in self.changes)
            authors = sorted({change.author for change in self.changes if change.author})
            by = f", par {', '.join(authors)}" if authors else ""
            found.append(
                Notice(
                    code="revisions",
                    text=f"Révisions présentes : {inserted} insertion(s), {len(self.changes) - inserted} "
                    f"suppression(s){by} ; le texte supprimé est gardé et signalé comme tel.",
                )
            )
        if self.comments:
            found.append(Notice(code="comments", text=f"{self.comments} commentaire(s) en marge, gardés à la fin."))
        if self.hidden:
            found.append(
                Notice(code="hidden_text", text=f"Texte masqué (« {self.hidden[0][:60]} »), lu comme le reste.")
            )
        return tuple(found)


def _cell(cell: etree._Element) -> Iterator[Paragraph]:
    """Yield the paragraphs of a cell that hold something, those of a table inside it as well."""
    for element in cell.iter(f"{_W}p"):
        if next(element.iterancestors(f"{_W}p"), None) is None:
            made = paragraph_of(element)
            if made.runs or made.boxes:
                yield made


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(f"{_W}tr"), None)


def _one_change(cells: list[Paragraph]) -> str | None:
    """Return the change of a row all of whose text has the same, else None."""
    changes = {change for made in cells for text, change in made.final() if text.strip()}
    change = changes.pop() if len(changes) == 1 else None
    return str(change) if change else None


def _title(package: Package) -> str | None:
    root = package.tree("docProps/core.xml")
    found = root.findtext(f"{_DC}title") if root is not None else None
    return found.strip() or None if found else None


def _parts(package: Package, text: str) -> tuple[tuple[Member, ...], tuple[Notice, ...]]:
    """Return the embedded files, and what must be said of images, macros and links to the outside."""
    members = [
        Member(name=name.rpartition("/")[2], content=package.part(name)) for name in package.all("word/embeddings/")
    ]
    images = [name for name in package.all("word/media/") if name.lower().endswith(_IMAGES)]
    notices = []
    if images and len(text.strip()) < SCANNED:
        members += [Member(name=name.rpartition("/")[2], content=package.part(name)) for name in images]
    elif images:
        notices.append(Notice(code="images", text=f"{len(images)} image(s) dans le document, non lue(s)."))
    if any(name.endswith("vbaProject.bin") for name in package.names):
        notices.append(Notice(code="macro", text="Le document contient une macro : elle n'a pas été exécutée."))
    for name in package.all("word/_rels/", ".rels"):
        relations = package.tree(name)
        for relation in relations if relations is not None else ():
            kind = (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                target = (relation.get("Target") or "")[:80]
                notices.append(Notice(code="external", text=f"Référence externe non suivie ({kind} : « {target} »)."))
    return tuple(members), tuple(notices)


READER = Reader(suffixes={DOCX: (".docx", ".docm", ".dotx")}, sniff=sniff, read=read, rank=20)
