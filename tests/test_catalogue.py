"""The catalogue: what it holds, and how it names what is wrong in a file."""

from pathlib import Path

import pytest

from evidence import catalogue
from evidence.errors import RuleError

GOOD = """\
id: essai
family: pressure
name: Essai
definition: d
excludes: e
supports: []
indicators:
  - id: un
    name: Un
    phrases: |
      # un commentaire
      (interdire | défendre) ~ {contact}

      en vase_clos
examples:
  affirmed: |
    Il m'a interdit de le voir.
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "lexicon").mkdir()
    return tmp_path


def write(rules: Path, text: str, name: str = "criteria/essai.yaml") -> Path:
    (rules / name).write_text(text, encoding="utf-8")
    return rules


def mistakes(rules: Path) -> list[str]:
    return [str(item) for item in catalogue.read(rules)[1]]


def test_the_shipped_rules_hold_no_mistake() -> None:
    assert catalogue.read()[1] == ()


def test_a_folder_adds_its_criteria_to_the_shipped_ones(rules: Path) -> None:
    found = catalogue.load(write(rules, GOOD))
    assert found.criteria["essai"].indicators[0].phrases == ("(interdire | défendre) ~ {contact}", "en vase_clos")
    assert "isolation" in found.criteria


def test_a_folder_replaces_a_criterion_of_the_same_name(rules: Path) -> None:
    found = catalogue.load(write(rules, GOOD.replace("id: essai", "id: isolation"), "criteria/isolation.yaml"))
    assert found.criteria["isolation"].name == "Essai"


def test_words_that_yaml_takes_for_something_else_stay_words(rules: Path) -> None:
    found = catalogue.load(write(rules, GOOD.replace("name: Un", "name: non")))
    assert found.criteria["essai"].indicators[0].name == "non"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("definition: d", "definition: d\ncolor: rouge", 5, "color : clé inconnue"),
        ("excludes: e\n", "", 1, "excludes : clé absente"),
        ("family: pressure", "family: autre", 2, "famille « autre » inconnue"),
        ("id: un", "id: Un", 8, "lettres minuscules"),
        ("name: Un", "name: Un\n    agent: lui", 10, "valeur inconnue"),
        ("en vase_clos", "en vase_clos )", 14, "colonne 14 : « ) » n’est pas ouvert"),
        ("{contact}", "{contacts}", 12, "colonne 26 : il n’y a pas de fichier lexicon/contacts.yaml"),
        ("definition: d", "definition: d\ndefinition: f", 5, "clé « definition » en double"),
        ("id: essai", "id: autre", 1, "doit s’appeler criteria/autre.yaml"),
        ("excludes: e", "excludes: [e", 6, "YAML illisible"),
        ("supports: []", "supports:\n  - cp-0/X", 7, "il n’y a pas de fichier law/cp-0.yaml"),
        ("supports: []", "supports:\n  - cp-223-15-3/X", 7, "n’a pas d’élément « X »"),
    ],
)
def test_a_mistake_says_file_line_and_what(rules: Path, old: str, new: str, line: int, what: str) -> None:
    found = mistakes(write(rules, GOOD.replace(old, new)))
    assert len(found) == 1
    assert found[0].startswith(f"{rules.name}/criteria/essai.yaml:{line} : ")
    assert what in found[0]


def test_all_mistakes_are_told_at_once(rules: Path) -> None:
    write(rules, GOOD.replace("en vase_clos", "(").replace("{contact}", "{nulle_part}"))
    write(rules, "id: vide\nname: Vide\n", "lexicon/vide.yaml")
    with pytest.raises(RuleError) as caught:
        catalogue.load(rules)
    assert len(str(caught.value).splitlines()) == 3
    assert "emprise rules check" in caught.value.advice


def test_an_indicator_written_twice_is_a_mistake(rules: Path) -> None:
    twice = GOOD.replace("examples:", "  - {id: un, name: Deux, phrases: voir ses parents}\nexamples:")
    assert "essai.yaml:15 : indicateur « un » en double" in mistakes(write(rules, twice))[0]


def test_lexicons_that_go_round_in_a_circle_are_a_mistake(rules: Path) -> None:
    write(rules, "id: a\nname: A\nphrases: |\n  voir {b}\n", "lexicon/a.yaml")
    write(rules, "id: b\nname: B\nphrases: |\n  aller {a}\n", "lexicon/b.yaml")
    assert any("a → b → a" in item for item in mistakes(rules))


def test_a_wrong_file_leaves_the_others_usable(rules: Path) -> None:
    write(rules, GOOD.replace("en vase_clos", "("))
    found, wrong = catalogue.read(rules)
    assert len(wrong) == 1
    assert "essai" not in found.criteria
    assert "isolation" in found.criteria


def test_a_criterion_that_uses_a_wrong_lexicon_is_left_out(rules: Path) -> None:
    write(rules, GOOD)
    write(rules, "id: contact\nname: Contact\nphrases: |\n  (voir\n", "lexicon/contact.yaml")
    found, wrong = catalogue.read(rules)
    assert [item.line for item in wrong] == [4]
    assert "essai" not in found.criteria


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        catalogue.load(tmp_path / "absent")


def test_the_hash_follows_every_file_and_nothing_else(rules: Path) -> None:
    write(rules, GOOD)
    first = catalogue.load(rules)
    assert catalogue.load(rules).hash == first.hash
    write(rules, GOOD.replace("Un", "Deux"))
    assert catalogue.load(rules).hash != first.hash
    assert first.stamp == f"{first.version}+{first.hash[:12]}"


def test_context_rules_are_part_of_the_catalogue() -> None:
    assert set(catalogue.load().context) == {"denied", "hypothetical", "reported"}
