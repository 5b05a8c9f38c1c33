"""Who does what to whom: own cases, and the arcs of the shared role sentences."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spacy.language import Language
from spacy.tokens import Doc

from bench.role_sentences import expectations, is_said, mistakes, sentences
from evidence.language.pipeline import annotate, load
from evidence.language.roles import Roles, Voices, actors_of, roles_of
from evidence.model import Block, Document, Mention, Source, Span

PATH = Path(__file__).parent / "cases" / "roles.yaml"
CASES = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
# What the shipped pipeline must reach on the cases of the file, measured as a share.
FLOOR = 0.97
ME = Mention(name="Anne Morel")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def read(nlp: Language, text: str) -> Doc:
    source = Source(id="0" * 64, name="piece.txt", media_type="text/plain", size=len(text))
    block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
    return next(annotate(nlp, [Document(source=source, text=text, blocks=(block,))]))


def cases() -> Iterator[tuple[str, str, str]]:
    for line in CASES["cases"].splitlines():
        text, agent, patient = (part.strip() for part in line.split("|"))
        yield text, agent, patient


def marked(nlp: Language, text: str) -> tuple[Doc, list[int]]:
    start, end = text.index("<"), text.index(">") - 1
    doc = read(nlp, text.replace("<", "").replace(">", ""))
    return doc, [token.i for token in doc if start <= token.idx < end]


def test_who_does_what_to_whom_is_read_in_the_cases(nlp: Language) -> None:
    wrong = []
    for text, agent, patient in cases():
        doc, acted = marked(nlp, text)
        found = actors_of(doc, acted)
        if not (is_said(found.agent, agent) and is_said(found.patient, patient)):
            wrong.append(f"{text}: {found.agent} > {found.patient}, not {agent} > {patient}")
    total = len(list(cases()))
    assert total >= 150
    assert len(wrong) <= (1 - FLOOR) * total, "\n".join(wrong)


def test_every_role_sentence_is_read_right(nlp: Language, shared: Path) -> None:
    rows = sentences(shared / "treebanks")
    assert len(rows) == 25
    assert sum(len(list(expectations(read(nlp, row["text"]), row["arcs"]))) for row in rows) >= 50
    wrong = [mistake for row in rows for mistake in mistakes(read(nlp, row["text"]), row["arcs"])]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "agent", "patient"),
    [
        ("Mon père <frappait> ma sœur.", "mon père", "ma sœur"),
        ("Il m'a <frappée>.", None, "Anne Morel"),
        ("Marc est venu. Il m'a <frappée>.", "Marc", "Anne Morel"),
        ("Marc et Luc sont venus. Il m'a <frappée>.", None, "Anne Morel"),
        ("Marc a parlé à Sophie. Elle l'a <giflé>.", "Sophie", "Marc"),
        ("On m'a <menacée>.", None, "Anne Morel"),
        ("Personne ne m'a <forcée>.", None, "Anne Morel"),
        ("J'ai <menacé> mon frère.", "Anne Morel", "mon frère"),
        ("Le stage m'a <épuisée>.", None, "Anne Morel"),
        ("M. DUPONT Jean <insultait> la nommée MARTIN Claire.", "DUPONT Jean", "MARTIN Claire"),
        ("L'association Cœur et Source m'a <poussée> à vendre.", "Cœur et Source", "Anne Morel"),
        ("La gérante, Ève Lenoir, <insultait> ma mère.", "Ève Lenoir", "ma mère"),
        ("Il <lisait> mes messages.", None, "Anne Morel"),
    ],
)
def test_a_role_is_a_person_or_nobody(nlp: Language, text: str, agent: str | None, patient: str | None) -> None:
    doc, acted = marked(nlp, text)
    roles = roles_of(doc, acted, Voices(speaker=ME))
    assert (roles.agent.name if roles.agent else None, roles.patient.name if roles.patient else None) == (
        agent,
        patient,
    )


def test_a_pronoun_is_deduced_and_a_name_is_not(nlp: Language) -> None:
    doc, acted = marked(nlp, "Marc est venu. Il a <frappé> Sophie.")
    roles = roles_of(doc, acted, Voices())
    assert roles.agent == Mention(name="Marc", span=Span(start=15, end=17), inferred=True)
    assert roles.patient == Mention(name="Sophie", span=Span(start=27, end=33), inferred=False)


def test_without_a_known_speaker_i_is_nobody(nlp: Language) -> None:
    doc, acted = marked(nlp, "Il m'a <frappée>.")
    assert roles_of(doc, acted) == Roles()


def test_without_a_parse_nothing_is_guessed() -> None:
    doc = read(load("blank"), "Marc a frappé Sophie.")
    assert roles_of(doc, [2], Voices(speaker=ME)) == Roles()
