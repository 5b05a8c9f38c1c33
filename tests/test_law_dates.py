"""Dated facts, facts astride a change and undated ones stay apart in every format; a date nearby dates no fact."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from evidence.assessment.records import MatrixRow
from evidence.case import Case
from evidence.commands import assess, themes
from evidence.dossier.exports.json import EXPORT as JSON
from evidence.dossier.legal_lines import text_lines
from evidence.dossier.legal_overview import overview
from evidence.dossier.legal_pages import assess_page
from evidence.dossier.legal_view import PLACE_HEADS, grids
from evidence.dossier.paper import Table, Words
from evidence.dossier.papers import make
from evidence.dossier.record import Dossier
from evidence.errors import UsageError
from evidence.language.dates import said
from tests.law_said import plain

COMPLAINT = (
    "Objet : plainte\n\nJe soussignée Claire ESSAI porte plainte contre M. Marc INVENTE.\n"
    "J'ai fait un virement de 90 000 euros à Marc INVENTE en mai 2012.\n"
    "Je gagnais un salaire de 1 200 euros par mois.\n"
    "Marc INVENTE m'a demandé de vendre ma voiture.\n"
    "Marc INVENTE m'a interdit de voir ma sœur entre 2022 et 2025.\n"
    "Marc INVENTE m'a interdit de voir ma mère en mars 2021.\nIl ne m'a jamais frappée.\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("dates")
    (folder / "plainte.txt").write_text(COMPLAINT, encoding="utf-8")
    made = Case.create(folder / "affaire")
    made.ingest([folder / "plainte.txt"])
    made.analyze()
    return made


@pytest.fixture(scope="module")
def dossier(case: Case) -> Dossier:
    return case.seen(made_at=dt.date(2026, 1, 5))


def sides(row: MatrixRow) -> tuple[int, int, int]:
    return len(row.supported), len(row.contradicted), len(row.to_verify)


def test_the_placings_of_a_row_count_each_passage_once_and_mix_none(dossier: Dossier) -> None:
    seen = set()
    for row in dossier.matrix:
        counted = [
            sum(c) for c in zip(*((p.supported, p.contradicted, p.to_verify) for p in row.placings), strict=True)
        ]
        assert tuple(counted or (0, 0, 0)) == sides(row)
        for placing in row.placings:
            assert placing.supported == sum(line.placed == placing.placed for line in row.supported)
            seen.add(placing.placed)
    assert seen == {"dated", "astride", "undated"}


def test_the_json_gives_the_counts_apart(dossier: Dossier) -> None:
    data = json.loads(JSON.write(dossier))
    rows = data["matrix"]
    held = [row for row in rows if len(row["placings"]) > 1]
    assert held
    assert {place["placed"] for row in held for place in row["placings"]} == {"dated", "astride", "undated"}
    for row in held:
        order = [data["bearings"][place]["placed"] for place in row["supported"]]
        assert order == sorted(order, key=list(PLACE_HEADS).index)


def test_the_page_and_the_terminal_put_them_under_headings_of_their_own(dossier: Dossier) -> None:
    page = assess_page(dossier).decode("utf-8")
    lines = " ".join(" ".join(text_lines(dossier)).split())
    for head in PLACE_HEADS.values():
        assert head.removeprefix("datés ") in page
        assert head in lines
    assert "à cheval sur un changement de loi" in page


def test_the_nearest_date_said_is_shown_as_such_and_places_nothing(dossier: Dossier) -> None:
    near = [line for row in dossier.matrix for line in (*row.supported, *row.contradicted) if line.near]
    assert {line.placed for line in near} == {"undated"}
    assert all(line.when is None or line.when.first is None for line in near)
    car = next(row.id for row in dossier.findings if "voiture" in row.quote)
    assert {line.near for line in near if line.finding == car} == {"« entre 2022 et 2025 » (l. 7)"}
    shown = "date la plus proche dite dans la pièce, qui n’est pas celle du fait"
    assert shown in " ".join(" ".join(text_lines(dossier)).split())
    assert shown in assess_page(dossier).decode("utf-8").replace("\u00a0", " ")
    assert not [item for item in dossier.hypotheses if car in item.findings]
    assert not [event for event in dossier.timeline if event.finding == car]


def test_a_birth_and_a_date_without_a_year_are_no_date_said_nearby() -> None:
    text = "Née le 3 mai 1990. Il est venu en mars. Le 4 juin 2019, il a menacé."
    assert [place.of(text) for place, _ in said(text)] == ["Le 4 juin 2019"]


def test_the_overview_counts_each_grid_and_leaves_the_rest_to_the_detail(dossier: Dossier) -> None:
    lines = list(overview(dossier))
    assert [line for line in lines if len(line) > 80] == []
    assert len(lines) < len(list(text_lines(dossier)))
    flat = " ".join(" ".join(lines).split())
    for grid in grids(dossier):
        assert any(grid.version in line and (grid.accused or grid.harmed) in line for line in lines)
    for gap in dossier.gaps:
        assert gap.name in flat
    assert "Rien ici ne dit qu’une infraction est constituée" in flat
    assert "emprise assess AFFAIRE --detail" in flat
    assert not [word for word in ("%", "probab", "score") if word in flat]


def test_the_detail_gives_each_passage_with_its_words_and_its_place(dossier: Dossier) -> None:
    flat = " ".join(" ".join(text_lines(dossier)).split())
    borne = {line.finding for row in dossier.matrix for line in (*row.supported, *row.contradicted, *row.to_verify)}
    for row in dossier.findings:
        if row.id in borne:
            assert f"« {row.quote} » (pièce 1, l. {row.line})" in flat


def test_a_paper_shows_the_dated_occurrences_and_the_sums_beside_the_means(dossier: Dossier) -> None:
    blocks = make(dossier, "plainte").blocks
    said_in_lines = [block.words for block in blocks if isinstance(block, Words)]
    cells = [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]
    shown = " | ".join(
        plain(words) for words in (*said_in_lines, *("".join(run.words for run in cell) for cell in cells))
    )
    noted = {note for row in dossier.matrix for note in row.notes if "date non établie" not in note}
    assert "moyens dits ou entrées relevées : « Je gagnais un salaire de 1 200 euros par mois. » (pièce 1)" in noted
    assert any(note.startswith("sommes dites : « 90 000 euros » (pièce 1)") for note in noted)
    assert any(
        re.search(r"occurrences datées distinctes : [1-9].* « en mars 2021 » \(pièce 1\)", note) for note in noted
    )
    assert [note for note in noted if plain(note) not in shown] == []


def run(case: Case, *words: str) -> str:
    return (
        CliRunner()
        .invoke(assess.COMMAND, [str(case.folder), "--date", "2026-01-05", *words], catch_exceptions=False)
        .output
    )


def test_one_person_and_one_offence_are_shown_in_full(case: Case) -> None:
    text = run(case, "--person", "Marc INVENTE", "--offence", "223-15-3")
    assert "Placement ou maintien" in text
    assert "== Abus frauduleux" not in text
    data = json.loads(run(case, "--offence", "223-15-2", "--format", "json"))
    assert {row["offence"] for row in data["matrix"]} == {"cp-223-15-2"}
    assert {row["offence"] for row in data["hypotheses"]} == {"cp-223-15-2"}


@pytest.mark.parametrize(("option", "said_there"), [("--person", "Claire Essai"), ("--offence", "cp-223-15-2")])
def test_an_unknown_person_or_offence_is_refused_with_those_there_are(case: Case, option: str, said_there: str) -> None:
    with pytest.raises(UsageError) as error:
        run(case, option, "Personne")
    assert said_there in error.value.advice


def test_the_themes_on_a_terminal_are_text_and_in_a_file_a_page(case: Case, tmp_path: Path) -> None:
    words = [str(case.folder), "--date", "2026-01-05"]
    text = CliRunner().invoke(themes.COMMAND, words, catch_exceptions=False).output
    assert "<" not in text
    assert "Thèmes à charge" in text
    assert text.count("Thèmes à charge") == text.count("Thèmes à décharge")
    assert "== Pressions et techniques" in text
    target = tmp_path / "themes.html"
    CliRunner().invoke(themes.COMMAND, [*words, "-o", str(target)], catch_exceptions=False)
    assert target.read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
