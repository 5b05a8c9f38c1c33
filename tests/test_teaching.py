"""The catalogue consulted in a terminal: list, show, search, grids, changes, diff, new, explain."""

import functools
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from evidence.commands import emprise
from evidence.commands.explain import COMMAND as EXPLAIN
from evidence.commands.rules import COMMAND as RULES
from evidence.errors import PartialError, UsageError
from evidence.matching import check

GUIDE = (Path(__file__).parents[1] / "docs" / "former.md").read_text(encoding="utf-8").splitlines()
NEW = "criteria/porte_fermee.yaml"


def run(command: object, *words: str) -> Result:
    return CliRunner().invoke(command, [*words], catch_exceptions=False)  # type: ignore[arg-type]


def refused(command: object, *words: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        run(command, *words)
    return caught.value


@pytest.fixture(scope="module", autouse=True)
def one_engine() -> Iterator[None]:
    """Load the engine once for these tests: each command would load it again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "checker", functools.cache(check.checker))
        yield


@pytest.fixture
def local(tmp_path: Path) -> Path:
    assert run(RULES, "new", "porte_fermee", "--rules", str(tmp_path)).exit_code == 0
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "isolation"),
        ("show", "assets"),
        ("search", "téléphone"),
        ("grids",),
        ("changes",),
        ("law", "list"),
        ("law", "show", "223-15-3"),
    ],
    ids=" ".join,
)
def test_what_a_terminal_shows_fits_80_columns(words: tuple[str, ...]) -> None:
    lines = run(RULES, *words).output.splitlines()
    assert len(lines) > 1
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []  # an address is one word


def test_the_list_groups_the_23_criteria_by_family_in_french() -> None:
    output = run(RULES, "list").output
    assert output.index("Pressions") < output.index("isolation") < output.index("Auteur, groupement et moyens")
    assert sum(line.startswith("  ") and not line.startswith("   ") for line in output.splitlines()) == 23


def test_a_criterion_shows_limits_elements_examples_counter_examples_sources_and_version() -> None:
    output = run(RULES, "show", "isolation").output
    for part in (
        "Ce n’est pas",
        "Code pénal, article 223-15-3",
        "Exemples : nié",
        "Contre-exemples",
        "Sources",
        "Grilles publiées",
        "catalogue 0.1.0+",
    ):
        assert part in output


def test_a_criterion_is_found_by_its_french_name_too() -> None:
    assert "(isolation)" in run(RULES, "show", "ISOLEMENT").output


@pytest.mark.parametrize(("typed", "near"), [("isolatoin", "isolation"), ("leader-cult", "leader_cult")])
def test_an_unknown_id_proposes_the_nearest(typed: str, near: str) -> None:
    assert f"« {near} »" in refused(RULES, "show", typed).advice


def test_explain_proposes_the_nearest_criterion_too() -> None:
    assert "« isolation »" in refused(EXPLAIN, "Une phrase.", "-c", "isolatoin").advice
    assert "« isolation »" in refused(RULES, "check", "isolatoin").advice


def test_a_search_folds_accents_and_needs_every_word() -> None:
    output = run(RULES, "search", "TELEPHONE", "panier").output
    assert "téléphone" in output
    assert "rien pour" in run(RULES, "search", "téléphone", "zzzz").output
    assert refused(RULES, "search", " ").exit_code == 2


def test_the_grids_name_the_criteria_of_each_index() -> None:
    assert "→ Isolement" in run(RULES, "grids").output


def test_a_new_criterion_passes_the_strict_check_and_teaches_the_format(local: Path) -> None:
    text = (local / NEW).read_text(encoding="utf-8")
    assert text.count("#") > 15
    done = run(RULES, "check", "porte_fermee", "--rules", str(local), "--strict")
    assert "9/9 exemples" in done.output
    assert "(porte_fermee)" in run(RULES, "show", "porte_fermee", "--rules", str(local)).output


def test_a_new_criterion_never_overwrites_a_file_nor_takes_the_name_of_another(local: Path) -> None:
    before = (local / NEW).read_bytes()
    assert "existe déjà" in str(refused(RULES, "new", "porte_fermee", "--rules", str(local)))
    assert (local / NEW).read_bytes() == before
    assert "remplacerait" in str(refused(RULES, "new", "isolation", "--rules", str(local)))
    assert refused(RULES, "new", "../évasion", "--rules", str(local)).exit_code == 2


def test_a_broken_file_is_told_with_its_line_and_the_others_stay_usable(local: Path) -> None:
    broken = local / "criteria" / "casse.yaml"
    broken.write_text("id: casse\nfamily: pressure\nname: [\n", encoding="utf-8")
    done = CliRunner().invoke(RULES, ["show", "porte_fermee", "--rules", str(local)])
    assert isinstance(done.exception, PartialError)
    assert "casse.yaml:" in done.output
    assert "vérifiez l’alignement" in done.output
    assert "(porte_fermee)" in done.output


def test_the_law_stays_usable_beside_a_broken_criterion(local: Path) -> None:
    (local / "criteria" / "casse.yaml").write_text("id: casse\nname: [\n", encoding="utf-8")
    done = CliRunner().invoke(RULES, ["law", "show", "223-15-3", "--rules", str(local)])
    assert isinstance(done.exception, PartialError)
    assert "état de sujétion" in done.output
    assert "casse.yaml:" in done.output


@pytest.mark.parametrize("line", [line for line in GUIDE if line.startswith("$ emprise ")])
def test_the_guide_for_trainers_names_commands_and_options_that_exist(line: str) -> None:
    words = shlex.split(line.partition("#")[0].partition(" > ")[0])[2:]
    context = click.Context(emprise)
    _, command, rest = emprise.resolve_command(context, words)
    while isinstance(command, click.Group):
        _, command, rest = command.resolve_command(context, rest)
    assert command is not None
    command.make_parser(context).parse_args(list(rest))  # an unknown option is refused here


def test_diff_says_each_line_added_removed_and_changed(local: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("autre")
    text = (local / NEW).read_text(encoding="utf-8").replace("Sorties empêchées", "Portes fermées")
    (other / "criteria").mkdir()
    (other / NEW).write_text(text.replace("Il a plu", "Il a neigé"), encoding="utf-8")
    output = run(RULES, "diff", str(local), str(other)).output
    assert "− ôté : examples none : « Il a plu toute la semaine. »" in output
    assert "+ ajouté : examples none : « Il a neigé toute la semaine. »" in output
    assert "~ changé : indicators sortie name : « Sorties empêchées » → « Portes" in output
    assert run(RULES, "diff", str(local), str(local)).output == "aucune différence\n"
    assert refused(RULES, "diff", str(local), str(local / "absent")).exit_code == 2


def test_explain_says_status_cue_and_what_was_nearly_there_in_words() -> None:
    output = run(EXPLAIN, "Il ne m’a jamais interdit de voir ma sœur.").output
    assert "▼ Isolement (isolation) : nié" in output
    assert "nié à cause de : « ne jamais »" in output
    assert "Presque" in output
    assert max(map(len, output.splitlines())) <= 80


def test_explain_says_why_an_exception_set_a_phrase_aside() -> None:
    output = run(EXPLAIN, "Le juge lui a interdit de voir sa sœur.", "-c", "isolation").output
    assert "Rien n’est relevé" in output
    assert "écarté par l’exception" in output


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_explain_refuses_an_empty_text_with_a_sentence(words: str) -> None:
    assert "vide" in str(refused(EXPLAIN, words))
