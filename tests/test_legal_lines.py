"""The law as lines for a terminal: short, each rule with its reference, nothing left out in silence."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from evidence.assessment.hypotheses import BY_REPORTS
from evidence.case import Case
from evidence.commands import assess, themes, timeline

PIECES = {
    "plainte.txt": (
        "Objet : plainte\n\nJe soussignée Claire ESSAI porte plainte contre M. Marc INVENTE.\n"
        "J'ai vendu mon appartement en mai 2012.\nMarc INVENTE m'a demandé de vendre ma voiture en juin 2020.\n"
        "J'ai bloqué le numéro de ma mère en janvier 2018.\nIl m'a menacée.\nIl ne m'a jamais frappée.\n"
    ),
    "pv.txt": (
        "PROCÈS-VERBAL D'AUDITION\n\nL'an deux mille vingt-cinq, le 2 avril 2025, à 10 heures,\n"
        "entendons Mme Claire ESSAI.\n\nQUESTION : Avez-vous vendu un bien ?\n"
        "RÉPONSE : J'ai vendu mon appartement en mai 2012.\n"
    ),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines")
    for name, text in PIECES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = Case.create(folder / "affaire")
    made.ingest([folder / name for name in PIECES])
    made.analyze()
    return folder / "affaire"


def said(command: object, case: Path, *more: str) -> list[str]:
    words = [str(case), "--date", "2026-01-05", *more]
    run = CliRunner().invoke(command, words, catch_exceptions=False)  # type: ignore[arg-type]
    assert run.exit_code == 0
    return run.output.splitlines()


def flat(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize(
    ("command", "more"),
    [(assess.COMMAND, ()), (assess.COMMAND, ("--detail",)), (timeline.COMMAND, ()), (themes.COMMAND, ())],
    ids=["overview", "detail", "timeline", "themes"],
)
def test_no_line_is_wider_than_a_terminal(command: object, more: tuple[str, ...], case: Path) -> None:
    lines = said(command, case, *more)
    assert lines
    assert [line for line in lines if len(line) > 80] == []


def test_an_element_without_any_passage_is_named_on_the_line_of_what_is_missing(case: Path) -> None:
    lines = said(assess.COMMAND, case, "--detail")
    assert any(line.strip().startswith("manquants :") for line in lines)
    assert not any("] : manquant" in line for line in lines if "? 1" not in line and "▲" in line)


def test_passages_without_a_date_are_counted_apart(case: Path) -> None:
    lines = [line.strip() for line in said(assess.COMMAND, case, "--detail")]
    placed = [line for line in lines if line.startswith("▲ ") and " ▼ " in line and " ? " in line]
    assert {" ".join(line.split()[6:8]) for line in placed} == {"datés sous", "de date"}


def test_a_step_of_prescription_carries_its_article_its_source_and_its_mark(case: Path) -> None:
    text = flat(said(assess.COMMAND, case, "--detail"))
    assert "article 112-2, 4°, version lue à la mi-2025, source : miroir ouvert de LEGI, texte lu" in text
    assert all(word in BY_REPORTS for word in ("article 9-2", "version et source", "à vérifier"))


def test_a_number_blocked_is_in_the_chronology(case: Path) -> None:
    text = flat(said(timeline.COMMAND, case))
    assert "01/01/2018 à 31/01/2018 « en janvier 2018 »" in text


def test_the_lines_are_the_same_twice(case: Path) -> None:
    assert said(assess.COMMAND, case) == said(assess.COMMAND, case)
