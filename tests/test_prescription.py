"""The arithmetic of prescription: reforms chained, leap days, minors, concealment, interruptions; both ends given."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import catalogue
from evidence.assessment.hypotheses import delay_text
from evidence.assessment.prescription import Question, count

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "prescription.yaml").read_text(encoding="utf-8"))
RULES = catalogue.load()
DELAYS = RULES.legal.delays.delays


def question_of(row: dict[str, object]) -> Question:
    return Question(
        offence=row["offence"],
        nature=row["nature"],
        first=row["act"],
        last=row.get("to", row["act"]),
        ground=row.get("ground", ""),
        born=row.get("born"),
        appeared=row.get("appeared"),
        interruptions=tuple(row.get("interruptions", ())),
        suspensions=tuple(tuple(pair) for pair in row.get("suspensions", ())),
    )  # type: ignore[arg-type]  # what the YAML holds


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['ref'][:50]}" for n, row in enumerate(ROWS, 1)])
def test_the_last_useful_day_is_the_one_the_rule_gives(row: dict[str, dt.date]) -> None:
    answer = count(question_of(row), DELAYS)
    assert (answer.earliest, answer.latest) == (row["earliest"], row["latest"])


def test_there_are_the_four_worked_cases_and_more_than_forty_others() -> None:
    assert len({str(row) for row in ROWS}) >= 44
    assert sum("fiche 3.2" in row["ref"] for row in ROWS) == 4


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(1, len(ROWS) + 1)])
def test_every_result_carries_its_steps_and_its_rules(row: dict[str, object]) -> None:
    answer = count(question_of(row), DELAYS)
    assert answer.steps
    for rule in answer.rules:
        text = delay_text(RULES, rule)
        assert text.article
        assert text.source
        assert text.mark in "TSIV"


def test_the_last_day_is_open_and_the_next_is_not() -> None:
    answer = count(question_of(ROWS[1]), DELAYS)
    assert answer.outlook(answer.latest) == "open"
    assert answer.outlook(answer.latest + dt.timedelta(days=1)) == "expired"


def test_between_the_two_ends_nothing_is_said() -> None:
    row = next(row for row in ROWS if row["earliest"] != row["latest"])
    assert count(question_of(row), DELAYS).outlook(row["latest"]) == "uncertain"


def test_a_barred_period_is_said_not_to_revive() -> None:
    steps = count(question_of(ROWS[0]), DELAYS).steps
    assert "ne rouvre rien" in steps[-1]


def test_no_step_says_the_prescription_acquired() -> None:
    """Whether it is acquired is decided by a magistrate: the program says a day passed, according to this count."""
    steps = [step for row in ROWS for step in count(question_of(row), DELAYS).steps]
    assert steps
    assert [step for step in steps if "acquise" in step or "prescrit" in step] == []


DAYS = st.dates(min_value=dt.date(1995, 1, 1), max_value=dt.date(2026, 1, 1))


@given(day=DAYS, later=st.integers(min_value=0, max_value=4000))
@settings(max_examples=80, deadline=None)
def test_a_later_act_never_expires_earlier(day: dt.date, later: int) -> None:
    one = count(Question(offence="cp-223-15-2", nature="délit", first=day, last=day), DELAYS)
    after = day + dt.timedelta(days=later)
    other = count(Question(offence="cp-223-15-2", nature="délit", first=after, last=after), DELAYS)
    assert other.earliest >= one.earliest
    assert one.earliest <= one.latest


@given(day=DAYS, first=st.integers(min_value=0, max_value=3000))
@settings(max_examples=80, deadline=None)
def test_an_interruption_in_time_never_shortens(day: dt.date, first: int) -> None:
    plain = count(Question(offence="cp-223-15-2", nature="délit", first=day, last=day), DELAYS)
    act = day + dt.timedelta(days=first)
    cut = count(Question(offence="cp-223-15-2", nature="délit", first=day, last=day, interruptions=(act,)), DELAYS)
    assert cut.latest >= plain.earliest
