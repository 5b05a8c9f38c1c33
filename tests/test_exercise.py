"""The exercise: invented cases, blind copies, agreement per criterion, differences explained; no real case comes in."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence import catalogue
from evidence.case import Case
from evidence.catalogue.teaching import Tale, load
from evidence.commands import _exercise
from evidence.commands.exercise import COMMAND
from evidence.errors import CaseError, EvidenceError, UsageError
from evidence.matching.explain import explained
from evidence.model import Finding, Span
from evidence.teaching.agreement import Coding, Tally, agreement, differing, paired, passages
from evidence.teaching.space import BANNER, MARK, demonstration, opened, read_keys
from evidence.teaching.tales import PIECES, invented

TALE = load("cases", Tale)


def run(*words: object) -> Result:
    return CliRunner().invoke(COMMAND, [str(word) for word in words], catch_exceptions=False)


def code(criterion: str, start: int, status: str = "affirmed", piece: str = "a.txt", size: int = 10) -> Coding:
    return Coding(piece, start, start + size, criterion, status, f"{criterion} {start}")


@pytest.fixture(scope="module", autouse=True)
def one_engine() -> Iterator[None]:
    """Load the engine once for these tests: each command would load it again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_exercise, "Analysis", functools.cache(_exercise.Analysis))
        yield


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A space with two copies: one codes the first half of the corrigé, the other the second, one status changed."""
    root = tmp_path_factory.mktemp("formation") / "espace"
    assert BANNER in run("new", root, "--seed", 3, "--difficulty", 3).output
    lines = [line for line in (root / "corrige.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    parts = {"un": lines[:20], "deux": [line.replace("| affirmed |", "| reported |", 1) for line in lines[10:]]}
    for name, part in parts.items():
        run("copy", root, name)
        (root.parent / name).write_text("\n".join(["# notes", "", *part]), encoding="utf-8")
        assert f"{len(part)} passages" in run("code", root, name, root.parent / name).output
    return root


@pytest.fixture(scope="module")
def shown(space: Path) -> str:
    return run("compare", space).output


@pytest.mark.parametrize("difficulty", [1, 2, 3])
@pytest.mark.parametrize("seed", [0, 1, 7, 2026])
def test_an_invented_case_is_the_same_from_the_same_seed_and_its_corrige_quotes_it(seed: int, difficulty: int) -> None:
    case = invented(TALE, seed, difficulty)
    assert case == invented(TALE, seed, difficulty)
    assert case != invented(TALE, seed + 1, difficulty)
    assert len(case.pieces) == sum(PIECES[difficulty])
    texts = dict(case.pieces)
    assert all(key.quote in texts[key.piece].splitlines() for key in case.keys)
    assert all(text.startswith(TALE.banner) and "{" not in text for text in texts.values())
    assert {key.criterion for key in case.keys} <= set(catalogue.load().criteria)


def test_a_harder_case_has_more_statuses_and_both_sides_are_in_every_case() -> None:
    easy, hard = (invented(TALE, 5, level).keys for level in (1, 3))
    assert {key.status for key in easy} == {"affirmed", "denied"}
    assert {key.status for key in hard} >= {"affirmed", "denied", "reported"}
    assert len(hard) > len(easy)


def test_the_sentences_name_known_criteria_and_statuses_and_every_criterion_comes() -> None:
    known = set(catalogue.load().criteria)
    rows = [line.split("|") for kind in (TALE.complaint, TALE.witness, TALE.defence) for line in kind]
    used = {row[2].strip() for row in rows if row[1].strip() != "none"}
    assert used <= known
    assert known - used == {"minor"}  # an age is not a behaviour that a class codes
    assert {row[0].strip() for row in rows} == {"1", "2", "3"}


def test_a_copy_holds_the_pieces_and_no_finding_of_the_engine(tmp_path: Path) -> None:
    run("new", tmp_path / "e")
    assert "non exploitée" not in run("copy", tmp_path / "e", "a").stderr
    case = Case(tmp_path / "e" / "copies" / "a")
    assert len(case.bare_pieces()) == 3
    assert case.findings() == []
    with pytest.raises(UsageError, match="existe déjà"):
        run("copy", tmp_path / "e", "a")
    with pytest.raises(UsageError, match="ne peut pas nommer"):
        run("copy", tmp_path / "e", "../évasion")


def test_the_comparison_counts_per_criterion_and_fits_80_columns(shown: str) -> None:
    assert shown.startswith(BANNER)
    for pair in ("corrigé et moteur", "corrigé et un", "moteur et deux", "deux et un"):
        assert f"\n{pair}\n" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_the_comparison_says_where_the_engine_is_wrong_and_why(shown: str) -> None:
    output = " ".join(shown.split())
    assert "le moteur se trompe" in output
    assert "par le motif" in output
    assert "ni le corrigé" not in output  # both copies coded lines of the corrigé only


def test_the_export_of_a_comparison_has_the_banner_and_the_same_counts_each_time(space: Path) -> None:
    output = run("compare", space, "--format", "json").output
    assert output == run("compare", space, "--format", "json").output
    data = json.loads(output)
    assert data["banner"] == BANNER
    pair = next(item for item in data["agreement"] if item["coders"] == ["deux", "un"])
    assert sum(row["both"] for row in pair["criteria"]) == 10
    assert sum(row["both"] - row["same_status"] for row in pair["criteria"]) > 0


def test_a_copy_alone_is_compared_with_the_corrige_without_the_engine(space: Path) -> None:
    data = json.loads(run("compare", space, "un", "--no-engine", "--format", "json").output)
    assert [item["coders"] for item in data["agreement"]] == [["corrigé", "un"]]
    assert sum(row["both"] for row in data["agreement"][0]["criteria"]) == 20
    assert sum(row["second_only"] for row in data["agreement"][0]["criteria"]) == 0


def test_coding_the_same_lines_again_adds_nothing(space: Path) -> None:
    assert "0 passage noté" in run("code", space, "un", space.parent / "un").output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("01-plainte.txt | affirmed | isolation | Une phrase absente.", "ne contient pas"),
        ("01-plainte.txt | affirmé | isolation | Il", "n’est pas un statut"),
        ("01-plainte.txt | affirmed | isolatoin | Il", "il n’y a pas de critère"),
        ("01-plaint.txt | affirmed | isolation | Il", "il n’y a pas de pièce"),
        ("01-plainte.txt | affirmed | isolation", "ligne 1"),
    ],
)
def test_a_wrong_line_is_refused_with_a_remedy_and_nothing_is_kept(
    space: Path, tmp_path: Path, line: str, said: str
) -> None:
    before = len(Case(space / "copies" / "un").findings())
    (tmp_path / "notes").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        run("code", space, "un", tmp_path / "notes")
    assert caught.value.advice
    assert len(Case(space / "copies" / "un").findings()) == before


def test_a_real_case_is_no_training_space(tmp_path: Path) -> None:
    Case.create(tmp_path / "affaire")
    for words in (
        ("copy", tmp_path / "affaire", "a"),
        ("compare", tmp_path / "affaire"),
        ("new", tmp_path / "affaire"),
    ):
        with pytest.raises(CaseError, match=r"vraie affaire|à part des affaires"):
            run(*words)


def test_a_piece_from_elsewhere_is_refused_in_the_space_and_in_a_copy(tmp_path: Path) -> None:
    root = tmp_path / "e"
    run("new", root)
    run("copy", root, "a")
    (tmp_path / "vraie.txt").write_text("Une vraie pièce.\n", encoding="utf-8")
    Case(root / "copies" / "a").ingest([tmp_path / "vraie.txt"])
    with pytest.raises(CaseError, match="refuse une vraie affaire"):
        run("compare", root)
    (root / "pieces" / "99.txt").write_text("Une vraie pièce.\n", encoding="utf-8")
    with pytest.raises(CaseError, match="n’est pas une pièce de cet exercice"):
        opened(root)


def test_an_unreadable_mark_and_an_unknown_copy_are_told(tmp_path: Path) -> None:
    run("new", tmp_path / "e")
    run("copy", tmp_path / "e", "groupe-1")
    with pytest.raises(UsageError) as caught:
        run("compare", tmp_path / "e", "groupe1")
    assert "groupe-1" in caught.value.advice
    (tmp_path / "e" / MARK).write_text("{", encoding="utf-8")
    with pytest.raises(EvidenceError, match="illisible"):
        opened(tmp_path / "e")


def test_the_demonstration_makes_a_space_with_its_own_corrige(tmp_path: Path) -> None:
    space = demonstration(tmp_path / "demo", TALE)
    assert len(space.pieces) == 16
    assert len(space.keys) > 80
    assert opened(tmp_path / "demo").keys == space.keys


def test_a_suggestion_of_the_engine_is_explained_as_one() -> None:
    text = "Il m’a coupée de tous."
    made = Finding(
        id="s",
        source="0" * 64,
        criterion="isolation",
        indicator="proposed",
        phrase="",
        sentence=Span(start=0, end=len(text)),
        evidence=Span(start=3, end=13),
        quote=text,
        status="affirmed",
        suggestion=True,
    )
    said = explained(made, catalogue.load(), text)
    assert "proposé sans qu’un motif réponde : affirmé" in said
    assert "« m’a coupée » ; à vérifier" in said


def test_passages_pair_once_where_they_overlap_under_one_criterion() -> None:
    first = [code("isolation", 0), code("isolation", 5), code("threat", 0)]
    second = [code("isolation", 8, "denied"), code("threat", 0, piece="b.txt")]
    assert sum(1 for a, b in paired(first, second) if a and b) == 1
    assert agreement(first, second) == [Tally("isolation", 1, 0, 1, 0), Tally("threat", 0, 0, 1, 1)]


def test_a_passage_that_all_code_alike_is_no_difference() -> None:
    coders = {"a": [code("isolation", 0)], "b": [code("isolation", 3)], "c": [code("isolation", 6, "denied")]}
    assert [len(item.said) for item in passages(coders)] == [3]
    assert len(differing(coders)) == 1
    del coders["c"]
    assert differing(coders) == []


def test_lines_of_a_corrige_keep_the_bars_of_a_quotation() -> None:
    assert read_keys("a | denied | threat | Il a dit | rien.")[0].quote == "Il a dit | rien."
