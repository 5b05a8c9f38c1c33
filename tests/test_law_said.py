"""Every output that shows law to a user says article, version, source and mark; each test can fail, and shows it."""

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from docx import Document as Docx
from docx.table import Table
from pydantic import TypeAdapter

from evidence import catalogue
from evidence.assessment.records import LawText
from evidence.case import Case
from evidence.catalogue.law import MARKS
from evidence.catalogue.teaching import Words, load
from evidence.commands import assess, explain, rules, themes, timeline
from evidence.dossier import paper_formats
from evidence.dossier.exports.docx import EXPORT as DOCX
from evidence.dossier.exports.html import EXPORT as HTML
from evidence.dossier.exports.json import EXPORT as JSON
from evidence.dossier.legal_pages import themes_docx
from evidence.dossier.legal_view import law_words
from evidence.dossier.papers import make
from evidence.dossier.record import Dossier
from evidence.teaching.book import book
from evidence.teaching.book_formats import FORMATS as BOOK
from evidence.teaching.measured import measured
from evidence.teaching.quiz import questions
from evidence.teaching.results import corrected
from evidence.web.desk import Desk
from tests import law_said as said
from tests.law_said import Unit, lacking
from tests.review_case import Browser

COMMANDS = {item.__name__.rpartition(".")[2]: item.COMMAND for item in (assess, explain, rules, themes, timeline)}
OUTPUTS = yaml.safe_load((Path(__file__).parent / "cases" / "law_outputs.yaml").read_text(encoding="utf-8"))
DAY = ("--date", "2026-01-05")
PIECES = {
    "plainte.txt": (
        "Objet : plainte\n\nJe soussignée Claire ESSAI porte plainte contre M. Marc INVENTE.\n"
        "J'ai vendu mon appartement en mai 2012.\n"
        "Marc INVENTE m'a demandé de vendre ma voiture en juin 2020.\nJe gagnais 1 200 euros par mois.\n"
        "J'ai fait un virement de 60 000 euros à Marc INVENTE le 12 juin 2024.\n"
        "Marc INVENTE m'a interdit de voir ma sœur en mars 2021.\nIl ne m'a jamais frappée.\n"
        "Marc INVENTE m'a touché les seins en disant que c'était une purification.\n"
        "Marc INVENTE me répétait que j'étais nulle, en juillet 2024.\n"
        "J'ai rénové la maison de Marc INVENTE gratuitement en 2019.\n"
        "Il disait que les médicaments empoisonnaient le corps.\nJe ne décidais plus rien seule.\n"
        "Il nous imposait des séances en visio tous les soirs.\n"
        "J'ai été enfermée une nuit dans la cave le 3 juillet 2025.\n"
    ),
    "pv.txt": (
        "PROCÈS-VERBAL D'AUDITION\n\nL'an deux mille vingt-cinq, le 2 avril 2025, à 10 heures,\n"
        "entendons M. Marc INVENTE, mis en cause.\n\nQUESTION : Avez-vous demandé de l'argent ?\n"
        "RÉPONSE : Je n'ai jamais demandé d'argent à Claire ESSAI.\n"
    ),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("said")
    for name, text in PIECES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = Case.create(folder / "affaire")
    made.ingest([folder / name for name in PIECES])
    made.analyze()
    return made


@pytest.fixture(scope="module")
def dossier(case: Case) -> Dossier:
    import datetime as dt

    return case.seen(made_at=dt.date(2026, 1, 5))


@pytest.fixture(scope="module")
def browser(case: Case) -> Browser:
    return Browser(Desk(case=case, reviewer="Ana"))


def run(line: str, case: Case) -> str:
    name, *words = shlex.split(line.replace("AFFAIRE", shlex.quote(str(case.folder))))
    more = DAY if name in ("assess", "themes", "timeline") else ()
    return CliRunner().invoke(COMMANDS[name], [*words, *more], catch_exceptions=False).output


def spoken() -> str:
    return " ".join(PIECES.values())


# What a careless change would lose: each of the four, taken out of every sentence of the output.
LOSSES: dict[str, Callable[[str], str]] = {
    "article": lambda words: re.sub(r"\barticles? (?=(?:L\. ?)?\d)", "", words).replace("Déclaration de 1789", ""),
    "version": lambda words: re.sub(r"\bversion\b", "", words),
    "source": lambda words: re.sub(r"\bsources?\b(?= [\[:])|\blue?\b(?= :)|\bet source non lues\b", "", words),
    "mark": lambda words: re.sub("|".join(map(re.escape, MARKS.values())), "", words),
}


def check(units: list[Unit], losses: tuple[str, ...] = tuple(LOSSES)) -> None:
    """Fail on a sentence that lacks something, and when the loss of one of the four would not be seen."""
    assert lacking(units, spoken()) == []
    assert any(said.OF_LAW.search(said.plain(unit.words)) for unit in units)
    for name in losses:
        lose = LOSSES[name]
        harmed = [Unit(lose(said.plain(one.words)), tuple(lose(said.plain(up)) for up in one.under)) for one in units]
        assert lacking(harmed, spoken()), f"the loss of every {name} would not be seen"


@pytest.mark.parametrize("line", OUTPUTS["terminal"])
def test_a_terminal_says_of_each_sentence_of_law_its_article_version_source_and_mark(line: str, case: Case) -> None:
    check(said.of_terminal(run(line, case)))


def test_the_list_of_decisions_says_where_each_was_read_and_how(case: Case) -> None:
    check(said.of_terminal(run("rules law decisions", case)), ("source", "mark"))


@pytest.mark.parametrize("name", OUTPUTS["sheet"])
def test_the_sheet_of_a_criterion_says_the_reference_of_the_law_it_serves(name: str, case: Case) -> None:
    """Its patterns are no sentences: they are left out."""
    units = said.of_terminal(run(f"rules show {name}", case), 78)
    check([unit for unit in units if not unit.words.startswith(("motif ", "sauf ", "contraire "))])


@pytest.mark.parametrize("line", OUTPUTS["page"])
def test_a_page_says_of_each_sentence_of_law_its_article_version_source_and_mark(line: str, case: Case) -> None:
    check(said.of_page(run(line, case)))


def test_the_dossier_says_of_each_sentence_of_law_its_article_version_source_and_mark(dossier: Dossier) -> None:
    check(said.of_page(HTML.write(dossier)))
    check(said.of_document(paragraphs(DOCX.write(dossier))))


@pytest.mark.parametrize("name", OUTPUTS["document"])
def test_a_document_says_of_each_sentence_of_law_its_article_version_source_and_mark(
    name: str, dossier: Dossier
) -> None:
    paper = make(dossier, name)
    check(said.of_paper(paper.blocks))
    check(said.of_document(paragraphs(paper_formats.FORMATS["docx"](paper))))
    check(said.of_page(paper_formats.FORMATS["html"](paper)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not on this machine")
def test_the_pdf_of_a_document_says_every_reference_that_the_document_has(dossier: Dossier, tmp_path: Path) -> None:
    paper = make(dossier, "plainte")
    (tmp_path / "plainte.pdf").write_bytes(paper_formats.FORMATS["pdf"](paper))
    text = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "plainte.pdf"), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    kept = re.sub(r"[\s\u00ad\u200b\u2010-]", "", text)
    references = {item.law for item in dossier.matrix}
    wanted = [law_words(law, "short") for law in references]
    # A row that goes on over a page cuts an address from the next: each is looked for by itself.
    wanted += [address for law in references for address in law.source.split(" ; ")]
    assert len(wanted) > 4
    assert [words for words in wanted if re.sub(r"[\s\u2010-]", "", typed(words)) not in kept] == []


def typed(words: str) -> str:
    from evidence.dossier.typography import typeset

    return typeset(words)


def test_the_themes_to_take_to_a_hearing_say_their_law_whole(dossier: Dossier) -> None:
    check(said.of_document(paragraphs(themes_docx(dossier))))


@pytest.mark.parametrize("path", OUTPUTS["review"])
def test_a_page_of_the_review_says_of_each_sentence_of_law_its_reference(path: str, browser: Browser) -> None:
    check(said.of_page(browser.get(path).text))


def test_the_book_says_of_each_sentence_of_law_its_reference() -> None:
    rules = catalogue.load()
    check(said.of_page(BOOK["html"](book(rules, load("words", Words), measured()))))


def test_each_answer_of_the_quiz_on_law_carries_its_reference() -> None:
    asked = questions(catalogue.load(), load("words", Words), 1, 30, (), ())
    blocks = [" ".join(line.text for line in corrected(item, None)) for item in asked]
    check([Unit(block) for block in blocks])


@pytest.mark.parametrize("line", OUTPUTS["silent"])
def test_a_terminal_without_a_sentence_of_law_says_none_by_halves(line: str, case: Case) -> None:
    assert lacking(said.of_terminal(run(line, case)), spoken()) == []


def test_other_pages_and_documents_say_no_law_by_halves(dossier: Dossier, browser: Browser) -> None:
    paths = [*OUTPUTS["silent_review"], f"/constat/{dossier.findings[0].id}"]
    assert [path for path in paths if lacking(said.of_page(browser.get(path).text), spoken())] == []
    papers = {name: make(dossier, name) for name in OUTPUTS["silent_document"]}
    assert [name for name, one in papers.items() if lacking(said.of_paper(one.blocks), spoken())] == []


@cache
def ids() -> re.Pattern[str]:
    """Return the ids that only data may have: elements, offences, rules of limitation, criteria and indicators."""
    rules = catalogue.load()
    found = {one for offence in rules.offences.values() for one in (offence.id, *offence.element_names())}
    found |= {rule.id for rule in rules.legal.delays.delays}
    for criterion in rules.criteria.values():
        found |= {one for one in (criterion.id, *(item.id for item in criterion.indicators)) if "_" in one}
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(map(re.escape, found), key=len, reverse=True))})(?![\w-])")


@pytest.mark.parametrize("name", [*OUTPUTS["document"], *OUTPUTS["silent_document"]])
def test_a_document_names_elements_texts_and_criteria_in_french_and_never_by_their_ids(
    name: str, dossier: Dossier
) -> None:
    units = said.of_page(paper_formats.FORMATS["html"](make(dossier, name)))
    assert [unit.words for unit in units if ids().search(unit.words)] == []
    assert ids().search("État de sujétion (SUJ1.M.2)")


@pytest.mark.parametrize("line", OUTPUTS["page"])
def test_a_page_on_the_law_shows_no_id(line: str, case: Case) -> None:
    assert [unit.words for unit in said.of_page(run(line, case)) if ids().search(unit.words)] == []


def whole(item: dict[str, object]) -> bool:
    """Tell whether a record of the JSON has the four: of its own, or as the law beside it."""
    laws = item.get("law") or item.get("rules") or item
    found = laws if isinstance(laws, list) else [laws]
    return bool(found) and all({"article", "version", "source", "mark"} <= law.keys() for law in map(_dict, found))


def _dict(law: object) -> dict[str, object]:
    assert isinstance(law, dict)
    # A version of a text is its own reference: its id says which version.
    return law | ({"version": law["id"]} if "by" in law and "id" in law else {})


def test_the_json_has_the_four_beside_all_that_says_law(dossier: Dossier) -> None:
    import json

    data = json.loads(JSON.write(dossier))
    parts = {name: data[name] for name in ("matrix", "gaps", "related", "hypotheses", "offences")}
    for item in (*parts["matrix"], *parts["gaps"], *parts["related"]):
        # A text is written once, in a table of its own: a record has its place there.
        item["law"] = data["laws"][item["law"]]
    for item in parts["hypotheses"]:
        item["rules"] = [data["laws"][place] for place in item["rules"]]
    assert list(said.of_data(parts, whole)) == []
    assert all(parts.values())
    lost = TypeAdapter(LawText)
    for field in ("article", "version", "source", "mark"):
        row = lost.dump_python(dossier.matrix[0].law)
        assert list(said.of_data({"element": "x", "law": {k: v for k, v in row.items() if k != field}}, whole)) == [""]


def test_no_reference_is_empty(dossier: Dossier) -> None:
    laws = {item.law for item in (*dossier.matrix, *dossier.gaps, *dossier.related)}
    laws |= {rule for item in dossier.hypotheses for rule in item.rules}
    assert len(laws) > 6
    assert [law for law in laws if not (law.article and law.version and law.source and law.mark in MARKS)] == []
    assert replace(next(iter(laws)), mark="V").mark in MARKS


def paragraphs(content: bytes) -> Iterator[tuple[str, str]]:
    for item in Docx(io.BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield "row", " | ".join(cell.text for cell in row.cells)
        else:
            yield str(item.style.name if item.style else ""), item.text
