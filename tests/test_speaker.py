"""Who speaks: the person heard, the sender, the author, the one who is quoted."""

import pytest
import spacy
from spacy.language import Language

import evidence.language.sentences
import evidence.language.structure  # noqa: F401
from evidence.language.speaker import speaker_of
from evidence.model import Block, Document, Mention, Source, Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("fr")
    for name in ("structure", "sentences", "speaker"):
        nlp.add_pipe(name)
    return nlp


HEARING = (
    "PROCÈS-VERBAL D'AUDITION DE TÉMOIN\nNous, adjudant Paul MERLE, officier de police judiciaire,\n"
    "Entendons la nommée ROCHE Claire, née le 3 mai 1980.\n\n"
    "Question : Vous a-t-il menacée ?\nRéponse : Oui, il m'a enfermée. Marc Roux me disait : « Tu paieras. »\n"
)


def speaker(nlp: Language, text: str, words: str) -> Mention | None:
    doc = nlp(text)
    return speaker_of(doc, next(token.i for token in doc if token.idx >= text.index(words)))


def test_the_person_heard_speaks_in_the_answers(nlp: Language) -> None:
    found = speaker(nlp, HEARING, "enfermée")
    assert found is not None
    assert (found.name, found.inferred) == ("ROCHE Claire", True)


def test_the_officer_speaks_in_the_questions(nlp: Language) -> None:
    found = speaker(nlp, HEARING, "menacée")
    assert found is not None
    assert found.name == "Paul MERLE"


def test_the_one_who_is_quoted_speaks_inside_the_quotation_marks(nlp: Language) -> None:
    found = speaker(nlp, HEARING, "Tu paieras")
    assert found == Mention(name="Marc Roux", span=Span(start=HEARING.index("Marc"), end=HEARING.index(" me disait")))


def test_nobody_speaks_in_a_header(nlp: Language) -> None:
    assert speaker(nlp, HEARING, "Entendons") is None


def test_the_sender_speaks_in_a_message(nlp: Language) -> None:
    text = "tu viens ?\nnon"
    blocks = (
        Block(span=Span(start=0, end=10), kind="message", speaker="Anne"),
        Block(span=Span(start=11, end=14), kind="message", speaker="Luc"),
    )
    doc = nlp.make_doc(text)
    source = Source(id="0" * 64, name="c.txt", media_type="text/plain", size=1)
    doc._.document = Document(source=source, text=text, blocks=blocks)
    nlp(doc)
    assert [speaker_of(doc, index).name for index in (0, len(doc) - 1)] == ["Anne", "Luc"]


def test_the_signature_speaks_in_a_letter(nlp: Language) -> None:
    found = speaker(nlp, "Chère maman,\n\nJe ne reviendrai pas.\n\nJe t'embrasse,\nLuc Merle\n", "reviendrai")
    assert found is not None
    assert (found.name, found.inferred) == ("Luc Merle", True)


def test_an_unknown_speaker_stays_unknown(nlp: Language) -> None:
    assert speaker(nlp, "Il m'a frappée.", "frappée") is None
    assert speaker(nlp, "Le texte dit « il frappait » sans plus.", "frappait") is not None
