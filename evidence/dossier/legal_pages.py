"""The assessment and the themes as offline HTML pages; the themes as a DOCX to take to a hearing."""

import datetime as dt

from docx import Document as Docx
from markupsafe import Markup

from evidence.dossier import legal_view
from evidence.dossier.exports.html import environment
from evidence.dossier.record import Dossier
from evidence.dossier.topics import ASKED_HEAD, KEY, cited_lines, nothing_asked, topics
from evidence.dossier.typography import date_words, typeset
from evidence.dossier.word_bytes import same_bytes
from evidence.resources import folder


def assess_page(dossier: Dossier) -> bytes:
    """Return the matrix, the gaps, the proposals and the prescription as one HTML page, UTF-8."""
    return _page("assess.html.j2", dossier)


def themes_page(dossier: Dossier) -> bytes:
    """Return the themes for the next hearings as one HTML page, UTF-8."""
    return _page("themes.html.j2", dossier)


def _page(template: str, dossier: Dossier) -> bytes:
    made = environment()
    made.globals.update(legal_view.TEMPLATES)
    names = {offence.id: offence.name for offence in dossier.offences}
    made.globals.update(
        topics=topics, cited_lines=cited_lines, nothing_asked=nothing_asked, ASKED_HEAD=ASKED_HEAD, KEY=KEY
    )
    made.globals["offence_name"] = names.__getitem__
    css = (folder("templates") / "dossier.css").read_text(encoding="utf-8")
    page = made.get_template(template).render(
        dossier=dossier,
        quotes=legal_view.quoted(dossier),
        css=Markup(css),  # noqa: S704 (our own file)
    )
    return page.encode("utf-8")


def themes_docx(dossier: Dossier) -> bytes:
    """Return the themes as a DOCX: headings, acts, open themes for and against, each law with its mark.

    The date inside is the dossier's, so that the same dossier gives the same bytes.
    """
    document = Docx()
    moment = _midnight(dossier)
    document.core_properties.created = moment
    document.core_properties.modified = moment
    document.core_properties.author = dossier.program
    document.core_properties.title = f"{dossier.case} : thèmes d’audition"
    if dossier.fiction:
        document.add_paragraph("Fiction : affaire inventée pour la démonstration.")
    document.add_heading(typeset(f"{dossier.case} : thèmes d’audition"), level=0)
    document.add_paragraph(typeset(f"{date_words(dossier.made_at)} ; thèmes ouverts, pour et contre, au même rang."))
    found = topics(dossier)
    document.add_paragraph(typeset(KEY if found else nothing_asked(dossier)))
    for line in cited_lines(dossier):
        document.add_paragraph(typeset(line), style="List Bullet")
    for topic in found:
        document.add_heading(typeset(topic.name), level=1)
        table = document.add_table(rows=1, cols=len(ASKED_HEAD), style="Table Grid")
        for cell, words in zip(table.rows[0].cells, ASKED_HEAD, strict=True):
            cell.paragraphs[0].add_run(typeset(words)).bold = True
        for row in topic.asked:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        for title, lines in topic.parts:
            document.add_heading(typeset(title), level=2)
            for line in lines:
                document.add_paragraph(typeset(line), style="List Bullet")
    return same_bytes(document)


def _midnight(dossier: Dossier) -> dt.datetime:
    return dt.datetime.combine(dossier.made_at, dt.time())
