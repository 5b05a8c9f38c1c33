"""The book as a Word document: real headings and tables, one criterion a page, the same bytes each time."""

import datetime as dt
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from evidence.dossier.typography import typeset
from evidence.dossier.word_bytes import same_bytes
from evidence.teaching.book import Book, Part, Sheet
from evidence.teaching.book_html import share

# What a ZIP and a Word file say of their making: fixed, so that one book gives one file.
MADE = dt.datetime(2024, 1, 1)
TITLE = "Le catalogue des critères"


def write(book: Book) -> bytes:
    """Return the document."""
    page = Document()
    _settings(page)
    page.add_heading(TITLE, 0)
    page.add_paragraph(
        typeset(
            f"Catalogue {book.stamp} : {len(book.sheets)} critères. Un critère décrit un comportement, jamais une "
            "croyance ni une personne. Un critère seul ne prouve rien ; à charge et à décharge ont le même rang."
        )
    )
    for family, sheets in book.families:
        for rank, sheet in enumerate(sheets):
            _new_page(page)
            if rank == 0:
                page.add_heading(typeset(family), 1)
            _sheet(page, sheet)
    for title, parts, first in (
        ("Par infraction", book.offences, "Élément"),
        ("Par grille publiée (des guides, jamais des critères légaux)", book.grids, "Indice"),
    ):
        _new_page(page)
        page.add_heading(title, 1)
        for part in parts:
            _part(page, part, first, book)
    _new_page(page)
    page.add_heading("Index", 1)
    _table(page, ("Mot", "Critères"), [(name, _names(book, ids)) for name, ids in book.index])
    page.add_heading("Glossaire pour débuter", 1)
    _table(page, ("Mot", "Sens"), list(book.glossary))
    page.add_heading("Ce que le moteur trouve, mesuré", 1)
    _measures(page, book)
    page.add_heading("Histoire du catalogue", 1)
    _table(page, ("Version", "Ce qui change"), list(book.history))
    return same_bytes(page)


def _settings(page: Page) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    style = page.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(9.5)
    style.paragraph_format.space_after = Pt(3)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)
    page.core_properties.title, page.core_properties.language = TITLE, "fr-FR"
    page.core_properties.author = "emprise"
    page.core_properties.created = page.core_properties.modified = MADE


def _new_page(page: Page) -> None:
    page.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _sheet(page: Page, sheet: Sheet) -> None:
    criterion = sheet.criterion
    page.add_heading(typeset(f"{criterion.name} ({criterion.id})"), 2)
    page.add_paragraph(typeset(criterion.definition))
    _labelled(page, "Ce n’est pas : ", criterion.excludes)
    _labelled(page, "Indicateurs : ", " · ".join(item.name for item in criterion.indicators))
    _labelled(page, "Éléments légaux éclairés : ", " · ".join(sheet.elements))
    if sheet.grids:
        _labelled(page, "Grilles : ", " · ".join(f"{grid}, {line}" for grid, line in sheet.grids))
    for _, name, sign, lines, more in sheet.examples:
        paragraph = page.add_paragraph()
        paragraph.add_run(typeset(f"{sign} {name}")).bold = True
        paragraph.paragraph_format.keep_with_next = True
        for line in lines:
            page.add_paragraph(f"«\u00a0{line}\u00a0»").paragraph_format.left_indent = Cm(0.6)
        if more:
            page.add_paragraph(f"et {more} de plus dans le catalogue").paragraph_format.left_indent = Cm(0.6)
    if sheet.figures:
        found = sheet.figures
        _labelled(
            page,
            "Mesuré : ",
            f"{found.gold} passages à relever, {found.found} relevés, {found.right} justes "
            f"(précision {share(found.precision)}, rappel {share(found.recall)}).",
        )
    refs = " · ".join(f"{item.ref} ({item.note})" if item.note else item.ref for item in criterion.sources)
    _labelled(page, "Sources : ", refs)


def _labelled(page: Page, label: str, words: str) -> None:
    paragraph = page.add_paragraph()
    paragraph.add_run(typeset(label)).bold = True
    paragraph.add_run(typeset(words))


def _part(page: Page, part: Part, first: str, book: Book) -> None:
    page.add_heading(typeset(part.title), 2)
    for note in part.notes:
        page.add_paragraph(typeset(note))
    _table(page, (first, "Critères"), [(name, _names(book, ids) or "aucun") for name, ids in part.lines])


def _names(book: Book, ids: tuple[str, ...]) -> str:
    return ", ".join(book.names[item] for item in ids)


def _measures(page: Page, book: Book) -> None:
    if not book.measured:
        page.add_paragraph("Aucune mesure n’accompagne cette installation.")
        return
    rows = []
    for sheet in book.sheets:
        found = sheet.figures
        shares = (share(found.precision), share(found.recall)) if found else ("non mesuré", "non mesuré")
        rows.append((sheet.criterion.name, *shares))
    _table(page, ("Critère", "Précision", "Rappel"), rows)


def _table(page: Page, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = page.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = typeset(words)
