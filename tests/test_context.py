"""The status of a fact: cases as people speak and officers write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import yaml
from spacy.language import Language

import evidence.language.sentences
import evidence.language.structure
import evidence.language.tagging  # noqa: F401
from evidence.language.context import StatusReading, status_of
from evidence.language.cues import rules
from evidence.model import STATUSES
from evidence.resources import folder

CASES = Path(__file__).parent / "cases" / "status.yaml"
# What the shipped pipeline must reach on the cases of the file, measured as a share.
FLOOR = 0.98


def cases() -> Iterator[tuple[str, str, str]]:
    """Each case: the marked text, the expected status, the expected cue words."""
    for status, block in yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():  # noqa: S506
        for line in block.splitlines():
            text, _, cues = line.partition("|")
            yield text.strip(), status, cues.strip()


def read(nlp: Language, marked: str) -> StatusReading:
    """The status of the words between < and >."""
    start = marked.index("<")
    end = marked.index(">", start) - 1
    doc = nlp(marked.replace("<", "").replace(">", ""))
    return status_of(doc, [token.i for token in doc if start <= token.idx < end])


def with_ours(nlp: Language) -> Language:
    for name in ("sentences", "structure"):
        nlp.add_pipe(name, first=True)
    for name in ("tagging", "context"):
        nlp.add_pipe(name)
    return nlp


@pytest.fixture(scope="module")
def blank() -> Language:
    return with_ours(spacy.blank("fr"))


@pytest.fixture(scope="module")
def parsed() -> Language:
    """The shipped weights with our components around them; skips where they are not made yet."""
    path = folder("models") / "fr_emprise"
    if not path.is_dir():
        pytest.skip("the weights are not there: see training/README.md")
    return with_ours(spacy.load(path))


@pytest.fixture(scope="module", params=["blank", "parsed"])
def nlp(request: pytest.FixtureRequest) -> Language:
    pipeline: Language = request.getfixturevalue(request.param)
    return pipeline


def test_there_are_at_least_three_hundred_cases_and_every_status_has_fifty() -> None:
    found = [status for _, status, _ in cases()]
    assert len(found) >= 300
    assert min(found.count(status) for status in STATUSES) >= 50


def test_nearly_every_case_has_its_status(nlp: Language) -> None:
    wrong = [(text, read(nlp, text).status, status) for text, status, _ in cases() if read(nlp, text).status != status]
    assert len(wrong) <= (1 - FLOOR) * len(list(cases())), wrong


@pytest.mark.parametrize("case", [case for case in cases() if case[2]], ids=lambda case: case[0])
def test_the_cue_that_decided_is_shown(parsed: Language, case: tuple[str, str, str]) -> None:
    text, status, expected = case
    reading = read(parsed, text)
    if reading.status != status:
        pytest.skip("counted by the test of the whole")
    shown = " ".join(cue.words for cue in reading.cues).lower()
    assert any(word in shown for word in expected.lower().split())


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case[0])
def test_a_cue_is_where_it_says(blank: Language, case: tuple[str, str, str]) -> None:
    text = case[0].replace("<", "").replace(">", "")
    for cue in read(blank, case[0]).cues:
        words = cue.words.split()
        assert cue.span.of(text).startswith(words[0])
        assert cue.span.of(text).endswith(words[-1])


def examples() -> Iterator[tuple[str, str]]:
    for data in rules().values():
        for status, block in data["examples"].items():
            yield from ((line.strip(), status) for line in block.splitlines() if line.strip())


@pytest.mark.parametrize(("text", "status"), list(examples()))
def test_every_example_of_a_context_rule_holds(nlp: Language, text: str, status: str) -> None:
    assert read(nlp, text).status == status


def test_a_cue_among_the_words_of_the_fact_changes_nothing(nlp: Language) -> None:
    assert read(nlp, "Je <n'avais plus le droit> de la voir.").status == "affirmed"
    assert read(nlp, "Je n'avais plus le <droit> de la voir.").status == "denied"


def test_hearsay_keeps_its_chain(nlp: Language) -> None:
    assert read(nlp, "Ma sœur m'a dit qu'il l'avait <frappée>.").chain == ("Ma sœur",)


def test_a_denial_by_someone_else_is_noted_and_does_not_deny(nlp: Language) -> None:
    reading = read(nlp, "Marc Roux a nié m'avoir <frappée>.")
    assert (reading.status, reading.chain) == ("affirmed", ("Marc Roux",))


def test_a_question_of_the_investigator_is_never_evidence(nlp: Language) -> None:
    text = "PROCÈS-VERBAL D'AUDITION\nQuestion : Parlez-nous des <coups>.\nRéponse : Il criait."
    assert read(nlp, text).status == "hypothetical"


def test_no_words_have_no_status(nlp: Language) -> None:
    with pytest.raises(ValueError, match="no words"):
        status_of(nlp("Rien."), [])
