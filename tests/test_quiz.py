"""The quiz: seeded, answered from the catalogue and the dated law, exported without names."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence import catalogue
from evidence.assessment.applicable import version_at
from evidence.catalogue import Catalogue
from evidence.catalogue.teaching import Words, load
from evidence.commands.quiz import COMMAND, KINDS
from evidence.dossier.typography import MONTHS
from evidence.errors import UsageError
from evidence.teaching import quiz
from evidence.teaching.quiz import NO, YES, Question, questions


@pytest.fixture(scope="module")
def rules() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def words() -> Words:
    return load("words", Words)


@pytest.fixture(scope="module")
def many(rules: Catalogue, words: Words) -> list[Question]:
    return list(questions(rules, words, 7, 180))


def run(*typed: str, keys: str = "") -> Result:
    return CliRunner().invoke(COMMAND, [*typed], input=keys, catch_exceptions=False)


def told(question: Question) -> str:
    return question.choices[question.answer]


def test_the_same_seed_asks_the_same_and_another_asks_otherwise(rules: Catalogue, words: Words) -> None:
    first = list(questions(rules, words, 3, 20))
    assert first == list(questions(rules, words, 3, 20))
    assert first != list(questions(rules, words, 4, 20))


def test_no_question_comes_twice_and_every_kind_comes(many: list[Question]) -> None:
    assert len({(item.text, item.quote) for item in many}) == len(many) == 180
    assert {item.kind for item in many} == set(KINDS) == set(quiz.KINDS)


def test_each_question_has_different_choices_an_answer_among_them_a_reason_and_a_reference(
    many: list[Question],
) -> None:
    for item in many:
        assert len(set(item.choices)) == len(item.choices) >= 2
        assert 0 <= item.answer < len(item.choices)
        assert item.why
        assert item.reference


def test_answers_on_sentences_are_those_of_the_catalogue(rules: Catalogue, words: Words, many: list[Question]) -> None:
    statuses = {name: key for key, name in words.of("statuses").items()}
    names = {item.name: item for item in rules.criteria.values()}
    for item in many:
        if item.kind == "criterion":
            assert item.quote in names[told(item)].examples.affirmed
        elif item.kind == "status":
            named = item.text.split("« ")[1].split(" »")[0]
            assert item.quote in getattr(names[named].examples, statuses[told(item)])
        elif item.kind == "belongs":
            named = item.text.split("« ")[1].split(" »")[0]
            kind = {YES: "affirmed", NO: "none"}[told(item)]
            assert item.quote in getattr(names[named].examples, kind)


def _marks(item: Question, name: str) -> set[str]:
    return {mark for mark in (f"« {name} »", f"? {name}.") if mark in item.text}


def test_answers_on_dates_are_those_of_the_law_in_force_that_day(rules: Catalogue, many: list[Question]) -> None:
    asked = [item for item in many if item.kind == "law"]
    assert len(asked) > 10
    for item in asked:
        number, month, year = item.text.split("Les faits sont du ")[1].split(".")[0].split("\u00a0")
        day = dt.date(int(year), MONTHS.split().index(month) + 1, int(number.removesuffix("er")))
        offence = next(
            o for o in rules.offences.values() if f"« {o.name} »" in item.text or f"? {o.name}." in item.text
        )
        version = version_at(offence, day)
        if item.choices == (YES, NO):
            assert told(item) == (YES if version else NO)
        else:
            assert version is not None
            assert version.by.startswith(told(item))
            assert version.id in item.reference


def test_an_element_said_foreign_is_unlike_every_element_of_the_text(rules: Catalogue, words: Words) -> None:
    asked = [item for item in questions(rules, words, 5, 40, ("element",)) if told(item) == NO]
    assert len(asked) > 5
    assert not [item for item in asked if item.text.startswith(("« Mineur »", "« Particulière vulnérabilité »"))]


def test_facts_before_the_law_of_2024_never_fall_under_its_new_offence(rules: Catalogue, words: Words) -> None:
    asked = [item for item in questions(rules, words, 11, 30, ("law",)) if "(Code pénal, article 223-15-3" in item.text]
    assert {told(item) for item in asked} == {YES, NO}


def test_a_wrong_key_is_asked_again_and_the_counts_are_by_kind() -> None:
    done = run("-n", "2", "-k", "belongs", keys="9\nabc\n1\n2\n")
    assert done.output.count("Tapez un nombre de 1 à 2") == 2
    assert "relève ou non" in done.output
    assert "sur 2" in done.output


def test_results_hold_no_name_unless_one_is_given(tmp_path: Path) -> None:
    run("-n", "3", "-o", str(tmp_path / "a.json"), keys="1\n1\n1\n")
    run("-n", "3", "-o", str(tmp_path / "b.json"), "--name", "Groupe 2", keys="1\n1\n1\n")
    plain = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    named = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert set(plain) == {"format", "seed", "catalogue", "counts", "answers"}
    assert named.pop("name") == "Groupe 2"
    assert named == plain
    assert sum(row["asked"] for row in plain["counts"].values()) == len(plain["answers"]) == 3


def test_stopping_keeps_what_was_answered(tmp_path: Path) -> None:
    run("-n", "5", "-o", str(tmp_path / "a.json"), keys="1\nq\n")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["answers"]) == 1


def test_the_paper_form_gives_questions_then_answers_within_80_columns() -> None:
    output = run("-n", "12", "--paper").output
    assert output.rindex("Question 12 sur 12") < output.index("Réponse : ")
    assert max(len(line) for line in output.splitlines() if " " in line.strip()) <= 80
    assert output == run("-n", "12", "--paper").output


def test_an_unknown_criterion_proposes_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        run("-c", "isolatoin")
    assert "« isolation »" in caught.value.advice
