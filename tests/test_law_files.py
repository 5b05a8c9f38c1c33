"""A mistake in a file of law is named with its file, its line and its remedy; a good file replaces ours."""

import datetime as dt
from pathlib import Path

import pytest

from evidence import catalogue
from evidence.assessment.applicable import placed, version_at
from evidence.catalogue.need import NeedError, parse
from evidence.model import When

GOOD = """\
id: cp-essai
name: Infraction d’essai
text: Code d’essai, article 1
versions:
  - {id: E1, from: 2000-01-01, to: 2009-12-31, by: loi A, penalty: 1 an, mark: T, need: R-E}
  - {id: E2, from: 2010-01-01, by: loi B, penalty: 2 ans, mark: V, without: E.3}
elements: |
  E.1 = Acte
  E.2 = Lien
  E.3 = Intention
need: |
  R-E = E.1 and (E.2 or E.3)
criteria: |
  E.1 = threat
"""


def read(folder: Path, text: str) -> tuple[catalogue.Catalogue, list[str]]:
    (folder / "law").mkdir(exist_ok=True)
    (folder / "law" / "cp-essai.yaml").write_text(text, encoding="utf-8")
    loaded, mistakes = catalogue.read(folder)
    return loaded, [str(item) for item in mistakes]


@pytest.fixture(scope="module")
def essai(tmp_path_factory: pytest.TempPathFactory) -> tuple[catalogue.Catalogue, list[str]]:
    return read(tmp_path_factory.mktemp("essai"), GOOD)


def test_a_good_file_is_in_force_on_its_days(essai: tuple[catalogue.Catalogue, list[str]]) -> None:
    loaded, mistakes = essai
    assert mistakes == []
    offence = loaded.offences["cp-essai"]
    ids = [version_at(offence, day) for day in (dt.date(1999, 12, 31), dt.date(2009, 12, 31), dt.date(2010, 1, 1))]
    assert [item.id if item else None for item in ids] == [None, "E1", "E2"]
    assert list(offence.element_names(offence.versions[1])) == ["E.1", "E.2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("E.2 or E.3)", "E.2 or E.9)", "« E.9 » n’est pas dans elements"),
        ("E.2 or E.3)", "E.2 or", "une parenthèse n’est pas fermée|un élément manque"),
        ("without: E.3", "without: E.8", "« E.8 » n’est pas dans elements"),
        ("need: R-E}", "need: R-X}", "règle « R-X » absente de need"),
        ("from: 2010-01-01", "from: 2009-06-01", "doit commencer après la fin de la précédente"),
        ("E.1 = threat", "E.1 = nulle_part", "il n’y a pas de critère « nulle_part »"),
        ("E.1 = threat", "E.7 = threat", "« E.7 » n’est pas dans elements"),
        ("mark: V", "mark: X", "mark"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    loaded, mistakes = read(tmp_path, GOOD.replace(old, new))
    assert any("law/cp-essai.yaml:" in line and any(part in line for part in said.split("|")) for line in mistakes)
    assert "cp-essai" not in loaded.offences


@pytest.mark.parametrize("text", ["", "A and", "(A", "A B", "and A", "A or ()"])
def test_a_rule_of_combination_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(NeedError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "supported", "still"),
    [
        ("A and B", "", "A B"),
        ("A and B", "A", "B"),
        ("A or B", "", "A B"),
        ("A or B", "B", ""),
        ("A and (B or C)", "A C", ""),
        ("A and (B or (C and D))", "A C", "B D"),
        ("(A or B) and (C or D)", "A", "C D"),
        ("A and B or C", "C", ""),
    ],
)
def test_what_is_still_open_is_what_no_supported_branch_makes_needless(text: str, supported: str, still: str) -> None:
    assert sorted(parse(text).still_open(set(supported.split()))) == still.split()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2005-01-01", "2005-12-31", "dated"),
        ("1999-06-01", "2000-06-01", "astride"),
        ("2009-06-01", "2010-06-01", "astride"),
        ("1998-01-01", "1999-12-31", None),
        ("2010-01-01", "2010-01-01", None),
        (None, "2005-01-01", "astride"),
        ("2005-01-01", None, "astride"),
        (None, None, "undated"),
    ],
)
def test_a_time_stands_to_a_version_as_its_days_do(
    essai: tuple[catalogue.Catalogue, list[str]], first: str | None, last: str | None, expected: str | None
) -> None:
    version = essai[0].offences["cp-essai"].versions[0]
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    assert placed(version, When(words="essai", first=days[0], last=days[1])) == expected
