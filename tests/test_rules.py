"""Every example of every rule file, one test each; and the tidiness of the lexicons."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from evidence.catalogue import Catalogue, load, proof
from evidence.catalogue.schema import Criterion
from evidence.language.phrases import Phrases
from evidence.matching.check import NONE, Checker, checker, examples
from evidence.matching.find import find_any

CATALOGUE = load()
CASES = [
    pytest.param(criterion.id, expected, text, id=f"{criterion.id}-{expected}-{rank}")
    for criterion in CATALOGUE.criteria.values()
    for rank, (expected, text) in enumerate(examples(criterion))
]


@cache
def tool() -> Checker:
    return checker()[0]


@cache
def statuses(criterion: str) -> dict[str, str]:
    """The status of the last finding of each example; the pipeline reads all of them at once."""
    texts = [text for _, text in examples(CATALOGUE.criteria[criterion])]
    found = {}
    for text, doc in zip(texts, tool().docs(texts), strict=True):
        of_it = [item for item in find_any(doc, tool().matcher) if item.criterion == criterion]
        found[text] = of_it[-1].status if of_it else NONE
    return found


@pytest.mark.parametrize(("criterion", "expected", "text"), CASES)
def test_an_example_comes_out_as_its_author_says(criterion: str, expected: str, text: str) -> None:
    assert statuses(criterion)[text] == expected


def test_a_criterion_has_twelve_indicators_sixty_examples_and_forty_counter_examples() -> None:
    for criterion in CATALOGUE.criteria.values():
        expected = [status for status, _ in examples(criterion)]
        against = expected.count(NONE)
        counts = (len(criterion.indicators), len(expected) - against, against)
        assert all(count >= least for count, least in zip(counts, (12, 60, 40), strict=True)), (criterion.id, counts)


@pytest.mark.parametrize("name", sorted(CATALOGUE.lexicon))
def test_a_lexicon_holds_each_entry_once(name: str) -> None:
    assert proof.doubles(CATALOGUE.lexicon[name].entries()) == ()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return CATALOGUE


def test_every_criterion_has_the_least_examples(catalogue: Catalogue) -> None:
    reports = [tool().check(criterion) for criterion in catalogue.criteria.values()]
    assert {report.criterion: report.lacking for report in reports if report.lacking} == {}


# --- docs/ecrire-une-regle.md

PAGE = (Path(__file__).parents[1] / "docs" / "ecrire-une-regle.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The rows of the page's table of signs: phrase, meaning, what answers, what does not."""
    cut = [
        [cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| `") and line.replace("\\|", "").count("|") == 5
    ]
    return [[cells[0].strip("`").replace("\0", "|"), *cells[1:]] for cells in cut]


def answers(phrase: str, text: str) -> bool:
    entries = {item.id: item.entries() for item in CATALOGUE.lexicon.values()}
    doc = next(tool().docs([text]))
    return any(True for _ in Phrases([phrase], entries).find(doc, 0, len(doc)))


@pytest.mark.parametrize(("phrase", "yes", "no"), [pytest.param(row[0], row[2], row[3], id=row[0]) for row in rows()])
def test_the_page_tells_the_truth_about_a_sign(phrase: str, yes: str, no: str) -> None:
    assert answers(phrase, yes)
    assert not answers(phrase, no)


def test_the_page_shows_every_sign() -> None:
    assert len(rows()) == 12


def test_the_file_that_the_page_shows_is_a_good_one() -> None:
    block = PAGE.split("```yaml\n")[1].split("```")[0]
    shown = Criterion.model_validate(yaml.load(block, Loader=yaml.BaseLoader))  # noqa: S506 (text only)
    assert proof.lexicons_of(shown, CATALOGUE.lexicon) <= CATALOGUE.lexicon.keys()
    keys = {"id", "family", "name", "definition", "excludes", "supports", "grids", "sources", "severity"}
    assert keys | {"indicators", "examples"} == shown.model_fields_set
