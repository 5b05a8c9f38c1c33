"""The facts that two pieces may agree or differ on: every example comes out as its author says."""

from functools import cache

import pytest
from click.testing import CliRunner

from evidence.catalogue import load
from evidence.commands import emprise
from evidence.language import pipeline
from evidence.matching.check import NONE, document_of, examples
from evidence.matching.find import find_any
from evidence.matching.matcher import Matcher
from evidence.model import Finding

CATALOGUE = load()
FACTS = CATALOGUE.of_facts()
CASES = [
    pytest.param(name, expected, text, id=f"{name}-{expected}-{rank}")
    for name, fact in FACTS.criteria.items()
    for rank, (expected, text) in enumerate(examples(fact))
]


@cache
def found() -> dict[str, list[Finding]]:
    """The pipeline reads all the examples at once."""
    texts = sorted({text for _, _, text in (case.values for case in CASES)})
    matcher = Matcher(FACTS)
    docs = pipeline.annotate(pipeline.load(), (document_of(text) for text in texts))
    return {text: find_any(doc, matcher) for text, doc in zip(texts, docs, strict=True)}


@pytest.mark.parametrize(("fact", "expected", "text"), CASES)
def test_an_example_of_a_fact_comes_out_as_its_author_says(fact: str, expected: str, text: str) -> None:
    of_it = [item for item in found()[text] if item.criterion == fact]
    assert (of_it[-1].status if of_it else NONE) == expected


def test_a_fact_with_phrases_has_examples_and_every_fact_is_told_by_something() -> None:
    assert CATALOGUE.facts
    told = {name: bool(fact.phrases or fact.findings) for name, fact in CATALOGUE.facts.items()}
    assert all(told.values())
    assert [
        name for name, fact in FACTS.criteria.items() if CATALOGUE.facts[name].phrases and not [*examples(fact)]
    ] == []


def test_the_findings_that_a_fact_names_are_made_by_a_criterion() -> None:
    known = {f"{item.id}/{one.id}" for item in CATALOGUE.criteria.values() for one in item.indicators}
    named = {place for fact in CATALOGUE.facts.values() for place in fact.findings.split()}
    assert named
    assert named <= known


def test_the_check_of_the_rules_runs_the_examples_of_facts_too() -> None:
    done = CliRunner().invoke(emprise, ["rules", "check", "departure"])
    assert done.exit_code == 0, done.output
    assert "departure : 7/7 exemples" in done.stdout
    assert "1 fait en ordre" in done.stderr


def test_facts_are_no_criteria_and_count_among_no_findings() -> None:
    assert not CATALOGUE.facts.keys() & CATALOGUE.criteria.keys()
