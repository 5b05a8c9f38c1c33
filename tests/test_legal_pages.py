"""What is shown of the law: every sentence with its text and mark, both sides alike, the same bytes twice."""

import dataclasses
import datetime as dt
import io
import json
import re
import zipfile
from html import escape
from pathlib import Path

import pytest
from docx import Document as Docx
from icalendar import Calendar
from lxml import etree

from evidence import catalogue
from evidence.dossier import timeline_formats as formats
from evidence.dossier.build import build
from evidence.dossier.exports.html import EXPORT as HTML
from evidence.dossier.legal_lines import text_lines
from evidence.dossier.legal_pages import assess_page, themes_docx, themes_page
from evidence.dossier.legal_view import ASIDE, STATES, grids, law_words, state_words, theme_sheets
from evidence.dossier.record import Dossier
from evidence.dossier.timeline_svg import drawing
from evidence.dossier.topics import topics
from evidence.dossier.typography import typeset
from evidence.model import Event, When
from evidence.store.records import plain
from tests import sample

ROOT = Path(__file__).parents[1]
JUDGING = ("coupable", "gourou", "constitué", "%")
DISCLAIMER = "Rien ici ne dit qu’une infraction est constituée"
SOLD = sample.finding(
    "f5",
    "assets",
    "affirmed",
    "Il ne m'a jamais demandé d'argent.",
    "demandé",
    agent=sample.CLAIRE,
    speaker=sample.CLAIRE,
    when=When(words="en mai 2020", first=dt.date(2020, 5, 1), last=dt.date(2020, 5, 31)),
)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    made = build(
        case="essai",
        made_at=dt.date(2026, 1, 5),
        fiction=True,
        catalogue=catalogue.load(),
        model="essai",
        readings=sample.READINGS,
        duplicates=[],
        findings=[*sample.FINDINGS, SOLD],
        reviews=sample.REVIEWS,
        identities=sample.IDENTITIES,
    )
    return dataclasses.replace(made, program="emprise", catalogue="essai")


@pytest.fixture(scope="module")
def page(dossier: Dossier) -> str:
    return assess_page(dossier).decode("utf-8")


def test_the_pages_are_the_same_bytes_twice(dossier: Dossier) -> None:
    for write in (assess_page, themes_page, themes_docx):
        assert write(dossier) == write(dossier)


def test_each_side_of_an_element_has_the_same_markup(page: str) -> None:
    supported = re.search(r"<li>« Il m&#39;a interdit[^<]*</li>", page)
    contradicted = re.search(r"<li>« Il ne m&#39;a jamais demandé[^<]*</li>", page)
    assert supported
    assert contradicted
    css = (ROOT / "templates" / "dossier.css").read_text(encoding="utf-8")
    assert not re.search(r"\.(supported|contradicted|denied|affirmed)\b", css)


def test_each_table_of_the_matrix_says_its_text_and_its_mark(page: str, dossier: Dossier) -> None:
    assert len(grids(dossier)) == page.count("<caption>Éléments, version")
    for grid in grids(dossier):
        assert page.count(typeset(law_words(grid.law))) >= 1
    for paragraph in re.findall(r"<p>(Code pénal, [^<]*)</p>", page):
        assert re.search(r"texte lu|à vérifier", paragraph), paragraph


def test_every_hypothesis_gives_its_start_steps_rules_and_assumptions(dossier: Dossier) -> None:
    assert dossier.hypotheses
    for item in dossier.hypotheses:
        assert item.steps
        assert item.rules
        assert item.assumptions
        assert item.earliest <= item.latest


def test_a_question_supports_nothing_and_a_hearsay_is_weak(dossier: Dossier) -> None:
    rows = [row for row in dossier.matrix if row.supported or row.contradicted or row.to_verify]
    assert all("f4" not in {line.finding for line in (*row.supported, *row.contradicted)} for row in rows)
    weak = [line for row in rows for line in row.supported if line.finding == "f3"]
    assert weak
    assert {line.strength for line in weak} == {"weak"}


def test_a_person_s_decision_follows_the_passage(dossier: Dossier) -> None:
    reviews = {line.review for row in dossier.matrix for line in row.supported if line.finding == "f1"}
    assert reviews == {"accepted"}


@pytest.mark.parametrize("word", JUDGING)
def test_no_page_judges_or_scores(dossier: Dossier, word: str) -> None:
    for text in (assess_page(dossier).decode(), themes_page(dossier).decode(), "\n".join(text_lines(dossier))):
        ours = re.sub(r"<style>.*?</style>|« [^»]*»", "", text.replace(DISCLAIMER, ""), flags=re.DOTALL)
        assert word not in ours.lower()


def test_no_page_runs_or_fetches_anything(page: str, dossier: Dossier) -> None:
    for text in (page, themes_page(dossier).decode()):
        assert "<script" not in text
        assert "default-src 'none'" in text
        assert not re.search(r"(src|href)=\"(?!#)", text)


def test_a_sheet_of_themes_gives_acts_and_themes_for_and_against(dossier: Dossier) -> None:
    found = themes_page(dossier).decode()
    assert found.count("<h3>Thèmes à charge</h3>") == found.count("<h3>Thèmes à décharge</h3>") > 0
    for sheet in theme_sheets(dossier):
        assert sheet.acts
        assert sheet.themes_for
        assert sheet.themes_against


def test_the_docx_of_the_themes_says_what_the_page_says(dossier: Dossier) -> None:
    data = themes_docx(dossier)
    words = "\n".join(paragraph.text for paragraph in Docx(io.BytesIO(data)).paragraphs)
    assert words.count("Thèmes à décharge") == len(topics(dossier))
    assert "Fiction" in words
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_calendar_is_read_back_with_whole_days_and_the_piece_s_words(dossier: Dossier) -> None:
    data = formats.calendar(dossier, dossier.timeline)
    assert data == formats.calendar(dossier, dossier.timeline)
    entries = Calendar.from_ical(data).walk("VEVENT")
    assert len(entries) == len([event for event in dossier.timeline if event.when.first])
    first = entries[0]
    assert first["dtstart"].dt == dt.date(2019, 3, 1)
    assert first["dtend"].dt == dt.date(2019, 4, 1)
    assert "en mars 2019" in str(first["description"])
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_the_drawing_is_svg_with_a_text_alternative_and_one_mark_an_event(dossier: Dossier) -> None:
    root = etree.fromstring(drawing(dossier.timeline).encode())
    spaces = {"s": "http://www.w3.org/2000/svg"}
    assert len(root.findall(".//s:rect", spaces)) == len([e for e in dossier.timeline if e.when.first])
    assert root.get("role") == "img"
    assert root.find("s:title", spaces) is not None


def test_a_name_is_escaped_in_the_drawing_and_nothing_is_drawn_without_a_day() -> None:
    when = When(words="en mai <b>", first=dt.date(2020, 5, 1), last=dt.date(2020, 5, 31))
    event = Event(when=when, label="<script>", quote="x", piece=1, kind="finding", status="affirmed")
    assert "<script>" not in drawing([event])
    assert drawing([dataclasses.replace(event, when=When(words="un jour"))]) == ""


def test_one_person_s_chronology_and_one_criterion_s(dossier: Dossier) -> None:
    named = formats.chosen(dossier.timeline, person="Claire Essai")
    assert {event.finding for event in named} == {"f1", "f5"}
    assert {event.kind for event in formats.chosen(dossier.timeline, criterion="isolation")} == {"finding"}
    assert formats.chosen(dossier.timeline, phase="emprise") == named
    assert formats.chosen(dossier.timeline, person="Personne") == ()


def test_an_event_keeps_its_words_its_days_its_precision_and_its_place(dossier: Dossier) -> None:
    [event] = formats.chosen(dossier.timeline, criterion="isolation")
    assert (event.when.words, event.precision, event.standing, event.page, event.line) == (
        "en mars 2019",
        "month",
        "retained",
        None,
        1,
    )
    heading, *rows = formats.rows(dossier.timeline)
    assert len({len(row) for row in (heading, *rows)}) == 1
    assert json.loads(json.dumps([plain(item) for item in dossier.timeline]))[0]["kind"] == "finding"


def test_the_assessment_fits_a_terminal_of_80_columns(dossier: Dossier) -> None:
    lines = list(text_lines(dossier))
    assert lines
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


def test_the_page_of_the_dossier_and_the_assessment_say_the_same_of_each_element(dossier: Dossier) -> None:
    page = HTML.write(dossier).decode("utf-8")
    table = page[page.index('id="annexe"') : page.index('id="annexe-prescription"')]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>.*?<td>([^<]*)</td><td>[^<]*</td></tr>', table)
    # An element without any passage has no row: it is named on a line of its own.
    held = [row for row in dossier.matrix if row.supported or row.contradicted or row.to_verify]
    assert held
    for row in held:
        states = [state for head, state in rows if escape(row.name, quote=False) in head]
        undated = "de date non établie" in state_words(row)
        assert any(
            state.partition(",")[0].partition(" ;")[0] == STATES[row.state] and (", sans date" in state) == undated
            for state in states
        )


def test_the_assessments_and_the_matrix_never_contradict_each_other(dossier: Dossier) -> None:
    """Whatever an assessment says of an element, some row of the matrix has the same sides."""
    said = {item.element: item for item in dossier.assessments}
    sides: dict[str, set[str]] = {}
    for row in dossier.matrix:
        held = sides.setdefault(f"{row.offence}/{row.element}", set())
        held |= {"for"} if row.supported else set()
        held |= {"against"} if row.contradicted else set()
    wanted = {
        "undocumented": set(),
        "documented": {"for"},
        "contradicted": {"against"},
        "discussed": {"for", "against"},
    }
    assert sides
    assert [name for name, held in sides.items() if not held <= wanted[said[name].coverage]] == []


def test_a_passage_of_no_date_is_never_filed_under_a_text_in_silence(dossier: Dossier) -> None:
    rows = [row for row in dossier.matrix if any(line.placed == "undated" for line in row.supported)]
    assert rows
    for row in rows:
        assert any("date non établie : version à déterminer par le magistrat" in note for note in row.notes)
    alone = [grid for grid in grids(dossier) if grid.note]
    for grid in alone:
        lines = [line for row in grid.rows for line in (*row.supported, *row.contradicted, *row.to_verify)]
        assert {line.placed for line in lines} == {"undated"}


def test_the_offences_left_aside_are_counted(dossier: Dossier, page: str) -> None:
    every = {item.id for item in catalogue.load().offences.values() if item.kind == "related"}
    proposed = {item.offence for item in dossier.related}
    assert dossier.not_proposed == len(every - proposed) > 0
    assert any(line.strip() == f"{ASIDE} : {dossier.not_proposed}" for line in text_lines(dossier))
    assert "non proposées, faute d’élément" in page


def test_the_machine_form_of_a_date_is_not_shown_as_the_date_written() -> None:
    words = "Tue, 04 Mar 2025 08:30:00 +0100"
    day = dt.date(2025, 3, 4)
    event = Event(
        when=When(words=words, first=day, last=day), label="Date de la pièce", quote=words, piece=15, kind="header"
    )
    [_, row] = formats.rows([event])
    assert row[0] == "04/03/2025"
    assert words in row
    assert "proposé" not in row
    picture = drawing([event])
    assert "04/03/2025 : Date de la pièce, pièce 15, dit par la pièce" in picture
    assert words not in picture
