"""The commands on the law, run as a person runs them."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence.case import Case
from evidence.commands import assess, themes, timeline
from evidence.commands.rules import COMMAND as RULES
from evidence.errors import UsageError

COMPLAINT = (
    "Objet : plainte\n\nJe soussignée Claire ESSAI porte plainte contre M. Marc INVENTE.\n"
    "J'ai vendu mon appartement en mai 2020.\nIl ne m'a jamais frappée.\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law")
    (folder / "plainte.txt").write_text(COMPLAINT, encoding="utf-8")
    made = Case.create(folder / "affaire")
    made.ingest([folder / "plainte.txt"])
    made.analyze()
    return folder / "affaire"


def run(command: object, *words: str) -> Result:
    return CliRunner().invoke(command, [*words], catch_exceptions=False)  # type: ignore[arg-type]


def test_assess_gives_the_matrix_the_gaps_the_proposals_and_the_delays(case: Path) -> None:
    found = json.loads(run(assess.COMMAND, str(case), "--date", "2026-01-05", "--format", "json").output)
    assert set(found) == {"matrix", "gaps", "related", "hypotheses"}
    assert {row["version"] for row in found["matrix"]} >= {"AF-v3"}
    assert any(item["start_words"] == "en mai 2020" for item in found["hypotheses"])


def test_assess_says_its_law_in_plain_lines_and_in_a_page(case: Path) -> None:
    lines = run(assess.COMMAND, str(case), "--date", "2026-01-05").output
    page = run(assess.COMMAND, str(case), "--date", "2026-01-05", "--format", "html").output
    for text, words in ((lines, "version AF-v3 (depuis le 14/05/2009"), (page, "version en vigueur du 14\u00a0mai")):
        assert f"article 223-15-2, {words}" in text
        assert "texte lu" in text
    assert "vendu mon appartement" in page


def test_a_birth_that_is_told_opens_the_rule_of_minors(case: Path) -> None:
    words = ("--date", "2026-01-05", "--format", "json")
    plain = json.loads(run(assess.COMMAND, str(case), *words).output)["hypotheses"]
    harmed = next(item["harmed"] for item in plain if item["start_words"] == "en mai 2020")
    told = json.loads(run(assess.COMMAND, str(case), *words, "--born", f"{harmed}=2004-01-01").output)["hypotheses"]
    assert any("mineure" in item["name"] and item["latest"] == "2032-01-01" for item in told)
    assert not any("mineure" in item["name"] for item in plain)


def test_an_act_that_is_told_interrupts(case: Path) -> None:
    words = ("--date", "2026-01-05", "--format", "json", "--interruption", "2025-04-02")
    found = json.loads(run(assess.COMMAND, str(case), *words).output)["hypotheses"]
    assert {item["latest"] for item in found if item["start_words"] == "en mai 2020"} == {"2031-04-02"}


def test_a_birth_that_cannot_be_read_is_refused(case: Path) -> None:
    with pytest.raises(UsageError, match="naissance illisible"):
        run(assess.COMMAND, str(case), "--born", "Claire=hier")


def test_themes_are_a_page_or_a_document_in_a_file(case: Path, tmp_path: Path) -> None:
    page = run(themes.COMMAND, str(case), "--date", "2026-01-05").output
    assert "Thèmes à décharge" in page
    target = tmp_path / "themes.docx"
    run(themes.COMMAND, str(case), "--date", "2026-01-05", "--format", "docx", "-o", str(target))
    assert target.read_bytes()[:2] == b"PK"
    with pytest.raises(UsageError, match="va dans un fichier"):
        run(themes.COMMAND, str(case), "--format", "docx")


@pytest.mark.parametrize("shape", ["table", "csv", "json", "ics", "svg"])
def test_the_chronology_gives_the_words_of_the_piece_in_every_format(case: Path, shape: str) -> None:
    output = run(timeline.COMMAND, str(case), "--date", "2026-01-05", "--format", shape).output
    # A calendar folds its lines (RFC 5545, 3.1).
    assert "en mai 2020" in output.replace("\n ", "")


def test_the_chronology_of_one_criterion_as_rows(case: Path) -> None:
    words = (str(case), "--date", "2026-01-05", "--format", "csv", "--criterion", "assets")
    rows = list(csv.DictReader(io.StringIO(run(timeline.COMMAND, *words).output), delimiter=";"))
    assert [(row["date écrite"], row["du"], row["au"], row["précision"], row["état"]) for row in rows] == [
        ("en mai 2020", "2020-05-01", "2020-05-31", "mois", "proposé")
    ]


def test_the_law_of_a_day_lists_one_version_an_offence() -> None:
    lines = run(RULES, "law", "list", "--at", "2019-03-01").output.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("cp-223-15-2 ")] == ["AF-v3"]
    assert not [line for line in lines if line.startswith("cp-223-15-3 ")]


def test_a_text_that_does_not_exist_proposes_the_nearest() -> None:
    with pytest.raises(UsageError, match="223-15-9") as error:
        run(RULES, "law", "show", "223-15-9")
    assert "cp-223-15-" in error.value.advice


@pytest.mark.parametrize("name", ["decisions", "bodies", "grids"])
def test_the_lists_say_where_they_were_read_and_their_mark(name: str) -> None:
    output = run(RULES, "law", name).output
    assert output.count("lu : ") >= 4
    assert "à vérifier" in output


def test_a_delay_is_counted_step_by_step_with_its_rules() -> None:
    words = ("law", "delay", "223-15-2", "--act", "2014-03-01", "--at", "2020-03-02", "--interruption", "2019-01-01")
    output = " ".join(run(RULES, *words).output.split())
    assert "acte interruptif du 01/01/2019" in output
    assert "Dernier jour utile : 01/01/2025" in output
    assert "selon ce calcul : jour non dépassé" in output
    assert "article 8, version delit-6" in output
