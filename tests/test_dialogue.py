"""A bare answer takes its content from its question, polarity included."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc

import evidence.language.context
import evidence.language.dialogue as room
import evidence.language.sentences
import evidence.language.structure  # noqa: F401
from evidence.model import Block, Document, Source, Span

CASES = Path(__file__).parent / "cases" / "turns.yaml"
LAYOUTS = {
    "hearing": "PROCÈS-VERBAL D'AUDITION\nQuestion : {question}\nRéponse : {answer}",
    "letters": "PROCÈS-VERBAL D'AUDITION\nQ. {question}\nR. {answer}",
    "dashes": "– {question}\n– {answer}",
    "running": "Je l'ai rencontrée hier. {question} – {answer}",
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("fr")
    for name in ("structure", "sentences", "context", "dialogue"):
        nlp.add_pipe(name)
    return nlp


def cases() -> Iterator[tuple[str, str, str]]:
    for line in yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["exchanges"].splitlines():  # noqa: S506
        exchange, _, status = line.rpartition("|")
        question, _, answer = exchange.partition(" / ")
        yield question.strip(), answer.strip(), status.strip()


def given(doc: Doc, words: str) -> str:
    """The status that the answers give to *words*, « - » when none does."""
    start = doc.text.index(words)
    fact = [token.i for token in doc if start <= token.idx < start + len(words)]
    found = [a for a in room.answers(doc) if a.question.start <= fact[0] < a.question.end]
    return room.answered(doc, found[0], fact).status if found else "-"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("question", "answer", "status"), list(cases()))
def test_an_answer_decides_what_was_asked(nlp: Language, layout: str, question: str, answer: str, status: str) -> None:
    words = question[question.index("<") + 1 : question.index(">")]
    text = LAYOUTS[layout].format(question=question.replace("<", "").replace(">", ""), answer=answer)
    assert given(nlp(text), words) == status


def test_an_elliptical_question_takes_its_content_from_the_one_before(nlp: Language) -> None:
    doc = nlp(
        "PROCÈS-VERBAL D'AUDITION\nQuestion : Vous a-t-il demandé de l'argent ?\nRéponse : Non.\n"
        "Question : À d'autres, à votre connaissance ?\nRéponse : On me l'a dit, je n'ai rien vu."
    )
    found = [(a.question.text.strip(), a.answer.text.strip(), a.polarity) for a in room.answers(doc)]
    assert found == [
        ("Vous a-t-il demandé de l'argent ?", "Non.", "no"),
        ("Vous a-t-il demandé de l'argent ?", "À d'autres, à votre connaissance ?", "asked"),
        ("Vous a-t-il demandé de l'argent ?", "On me l'a dit, je n'ai rien vu.", "reported"),
        ("À d'autres, à votre connaissance ?", "On me l'a dit, je n'ai rien vu.", "reported"),
    ]


def test_a_question_of_who_or_when_does_not_repeat_the_one_before(nlp: Language) -> None:
    doc = nlp("PROCÈS-VERBAL D'AUDITION\nQ : L'avez-vous vu frapper ?\nR : Oui.\nQ : Qui ?\nR : Son fils.")
    assert [(a.question.text.strip(), a.answer.text.strip()) for a in room.answers(doc)] == [
        ("L'avez-vous vu frapper ?", "Oui."),
        ("Qui ?", "Son fils."),
    ]


def test_furniture_between_question_and_answer_changes_nothing(nlp: Language) -> None:
    doc = nlp("PROCÈS-VERBAL D'AUDITION\nQuestion : Vous a-t-il frappée ?\nPage 2/3\nD12\nRéponse : Non.")
    assert [a.polarity for a in room.answers(doc)] == ["no"]


def test_one_message_answers_another(nlp: Language) -> None:
    text = "il t'a frappée ?\nnon jamais"
    blocks = (
        Block(span=Span(start=0, end=16), kind="message", speaker="Anne"),
        Block(span=Span(start=17, end=len(text)), kind="message", speaker="Luc"),
    )
    doc = nlp.make_doc(text)
    source = Source(id="0" * 64, name="c.txt", media_type="text/plain", size=1)
    doc._.document = Document(source=source, text=text, blocks=blocks)
    assert [a.polarity for a in room.answers(nlp(doc))] == ["no"]


def test_a_statement_is_no_answer(nlp: Language) -> None:
    assert room.answers(nlp("Je suis partie. Non, il n'a rien dit.")) == ()


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Question : Vous avez frappé Madame Duvernet.\nRéponse : C'est faux.", ["C'est faux."]),
        # The reason of a hearing is no question: « oui » answers something else.
        ("Question : Vous êtes entendu pour des faits de violences.\nRéponse : Oui.", []),
        (
            "Question : Elle dit que vous l'avez humiliée. Que répondez-vous ?\nRéponse : Je le conteste formellement.",
            ["Je le conteste formellement."],
        ),
        # Yes to « do you deny? » says nothing for sure.
        ("Question : Niez-vous avoir battu votre épouse ?\nRéponse : Oui.", []),
    ],
)
def test_a_fact_put_without_a_question_mark_is_denied_and_never_affirmed_by_a_bare_answer(
    nlp: Language, text: str, answers: list[str]
) -> None:
    doc = nlp(f"PROCÈS-VERBAL D'AUDITION\n{text}")
    assert [item.answer.text.strip() for item in room.answers(doc)] == answers


def test_a_narrative_asks_and_goes_on(nlp: Language) -> None:
    doc = nlp("Qui oserait dire qu'il nous battait ? Elle était marchande. Elle avait trois enfants.")
    assert not room.answers(doc)
