"""A paper as DOCX with true styles: titles, list, table with header rows, a bookmark around each quotation."""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document as Docx
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table as Table_
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from evidence.dossier.exports._export import Export
from evidence.dossier.paper import Drawing, Heading, Paper, Quote, Run, Table, Words, leads, one_line, widths
from evidence.dossier.papers import make
from evidence.dossier.picture import png, printed
from evidence.dossier.record import Dossier
from evidence.dossier.typography import HARD, THIN, date_words, typeset
from evidence.dossier.view import anchor
from evidence.dossier.word_bytes import same_bytes

# python-docx makes these names again at each call.
WORD_NAME, WORD_VALUE, WORD_ID = qn("w:name"), qn("w:val"), qn("w:styleId")
# What XML cannot hold: controls but the tab and the line end, and half characters.
UNHELD = {code: f"‹U+{code:04X}›" for code in (*range(0x20), *range(0xD800, 0xE000)) if chr(code) not in "\t\n"}
# Fiction, title, case, date: what stands before the first part.
FIRST_PAGE = 6
CELL = Pt(8)
# Characters on a line of a table: fewer than in the PDF, whose fonts we choose.
ACROSS = 95
FICTION = "Fiction : affaire inventée pour la démonstration. Aucune personne, aucun groupement réels."


def write_paper(paper: Paper, base: Path | None = None) -> bytes:
    """Return *paper* as DOCX; *base* is a service's own document, whose styles, header and footer are kept.

    The date inside is the paper's, so that the same paper gives the same bytes.
    """
    document = Docx(str(base)) if base else Docx()
    _styles(document)
    _properties(document, paper)
    if paper.fiction:
        document.add_paragraph(_word(FICTION), style="Intense Quote" if "Intense Quote" in document.styles else None)
    document.add_paragraph(_word(paper.title), style="Title")
    document.add_paragraph(_word(paper.case), style="Subtitle")
    made = f"{date_words(paper.made_at)} · état : {paper.state} · {paper.program} · catalogue {paper.catalogue}"
    document.add_paragraph(_word(typeset(made)))
    after = ""
    for block in paper.blocks:
        match block:
            case Heading():
                _heading(document, block)
            case Words():
                line = _styled(document, "List Bullet") if block.item else document.add_paragraph()
                line.add_run(_word(block.words))
                if leads(block):
                    line.paragraph_format.keep_with_next = True
                if after == "table":
                    line.paragraph_format.space_before = CELL
            case Quote():
                _quote(document, block)
            case Table():
                _table(document, block)
            case Drawing():
                _drawing(document, block)
        after = block.kind
    return same_bytes(document)


def _heading(document: DocxDocument, block: Heading) -> None:
    if block.reading:
        line = document.add_paragraph(_word(block.reading), style="Subtitle" if "Subtitle" in document.styles else None)
        line.paragraph_format.page_break_before = len(document.paragraphs) > FIRST_PAGE
        line.paragraph_format.keep_with_next = True
    document.add_heading(_word(block.words), level=block.level - 1)


def _styles(document: DocxDocument) -> None:
    if "Constat" not in document.styles:
        style = document.styles.add_style("Constat", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Cm(0.6)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_after = Pt(2)
    if "Constat, source" not in document.styles:
        style = document.styles.add_style("Constat, source", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Cm(0.6)
        style.font.size = Pt(8.5)
    for style in document.styles.element.iter(qn("w:rPrDefault")):
        for language in style.iter(qn("w:lang")):
            language.set(qn("w:val"), "fr-FR")


def _properties(document: DocxDocument, paper: Paper) -> None:
    moment = dt.datetime.combine(paper.made_at, dt.time())
    found = document.core_properties
    found.created = found.modified = moment
    found.author = found.last_modified_by = paper.program
    found.title = _word(f"{paper.case} : {paper.title}")[:255]
    found.language = "fr-FR"
    found.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    head = section.header.paragraphs[0]
    if not head.text:
        head.text = ("FICTION · " if paper.fiction else "") + _word(f"{paper.case} · {paper.title} · {paper.state}")
    foot = section.footer.paragraphs[0]
    if not foot.text:
        foot.add_run(_word(f"{paper.program} · catalogue {paper.catalogue} · page{HARD}"))
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        foot._p.append(number)


def _quote(document: DocxDocument, block: Quote) -> None:
    line = _styled(document, "Constat")
    line.add_run(f"n°{HARD}{block.number}").bold = True
    line.add_run(f" «{HARD}")
    _bookmark(line, block.number, anchor(block.finding), "Start")
    line.add_run(_safe(one_line(block.before)))
    acting = line.add_run(_safe(one_line(block.words)))
    acting.bold = acting.underline = True
    line.add_run(_safe(one_line(block.after)))
    _bookmark(line, block.number, anchor(block.finding), "End")
    line.add_run(f"{HARD}»")
    _styled(document, "Constat, source").add_run(_word(" · ".join((block.place, *block.facts))))


def _styled(document: DocxDocument, style: str) -> Paragraph:
    # python-docx looks all styles through for each paragraph: half of the time on a thousand findings.
    line = document.add_paragraph()
    line._p.style = _style_id(document, style)
    return line


def _style_id(document: DocxDocument, name: str) -> str | None:
    # Ours come last: two lines for each of a thousand findings look for one of the last two.
    for style in document.styles.element.iterchildren(qn("w:style"), reversed=True):
        if style.find(WORD_NAME).get(WORD_VALUE).lower() == name.lower():  # Word writes « caption »
            return str(style.get(WORD_ID))
    return None  # a service's own document may lack it: its ordinary paragraph then


def _bookmark(line: Paragraph, number: int, name: str, end: str) -> None:
    mark = OxmlElement(f"w:bookmark{end}")
    mark.set(qn("w:id"), str(number))
    if end == "Start":
        mark.set(qn("w:name"), bookmark(name))
    line._p.append(mark)


def bookmark(name: str) -> str:
    """Return the name that Word accepts for an anchor: letters, figures and « _ », at most 40."""
    return name.replace("-", "_")[:40]


def _table(document: DocxDocument, block: Table) -> None:
    title = _styled(document, "Caption")
    title.add_run(_word(block.caption))
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = CELL
    table = document.add_table(rows=1, cols=len(block.head))
    if "Table Grid" in document.styles:
        table.style = "Table Grid"
    _repeat(table)
    _near_the_lines(table)
    table.autofit = False
    parts = widths(block, ACROSS)
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Cm(17 * part / sum(parts))
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        run = cell.paragraphs[0].add_run(_word(words))
        # The size of the cells: a larger head is cut in the middle of its words.
        run.bold, run.font.size = True, CELL
    # Rows are written as XML: python-docx finds each cell again from the table, which is slow on long ones.
    for row in block.rows:
        line = OxmlElement("w:tr")
        line.append(_kept_whole())
        for runs in row:
            cell = OxmlElement("w:tc")
            place = OxmlElement("w:p")
            cell.append(place)
            _runs(place, runs)
            line.append(cell)
        table._tbl.append(line)


def _near_the_lines(table: Table_) -> None:
    """Leave less beside the words of a cell than Word does: narrow columns keep their words whole."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def _kept_whole() -> _Element:
    """Return what keeps a row on one page."""
    look = OxmlElement("w:trPr")
    look.append(OxmlElement("w:cantSplit"))
    return look


def _repeat(table: object) -> None:
    row = table.rows[0]._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row.append(mark)


def _runs(line: _Element, runs: Sequence[Run]) -> None:
    for item in runs:
        made = _small(_word(one_line(item.words)))
        if item.to:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), bookmark(item.to))
            link.append(made)
            line.append(link)
        else:
            line.append(made)


def _small(words: str) -> _Element:
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "16")
    look.append(size)
    run.append(look)
    said = OxmlElement("w:t")
    said.text = words
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(said)
    return run


def _drawing(document: DocxDocument, block: Drawing) -> None:
    sheet = printed(block.svg)
    if sheet.sheet != "a4":
        _turned(document, WD_ORIENT.LANDSCAPE if "landscape" in sheet.sheet else WD_ORIENT.PORTRAIT, sheet.sheet)
    picture = document.add_picture(io.BytesIO(png(block.svg)), width=Mm(sheet.width))
    picture._inline.docPr.set("descr", _word(block.words))
    document.add_paragraph(_word(block.words), style="Caption" if "Caption" in document.styles else None)
    if sheet.sheet != "a4":
        _turned(document, WD_ORIENT.PORTRAIT, "a4")


def _turned(document: DocxDocument, way: WD_ORIENT, sheet: str) -> None:
    """Begin a new page of another size: a drawing that is too wide stands alone on its own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    sides = (Mm(297), Mm(420)) if sheet.startswith("a3") else (Mm(210), Mm(297))
    section.orientation = way
    section.page_width, section.page_height = sides if way == WD_ORIENT.PORTRAIT else sides[::-1]


def _word(words: str) -> str:
    """Return our own words for Word, whose fonts often lack the thin no-break space."""
    return _safe(words.replace(THIN, HARD))


def _safe(words: str) -> str:
    """Return *words* without what XML cannot hold: each such character is written as its number."""
    return words.translate(UNHELD)


def write(dossier: Dossier) -> bytes:
    """Return the synthesis of *dossier* as DOCX."""
    return write_paper(make(dossier, "synthese"))


EXPORT = Export(suffix=".docx", write=write)
