"""Who does what to whom: own cases, and the arcs of the shared role sentences."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spacy.language import Language
from spacy.tokens import Doc, Token

from evidence.language.people import mention_at
from evidence.language.pipeline import annotate, load
from evidence.language.roles import Roles, Voices, actors_of, roles_of
from evidence.language.verbs import group_of, verb_forms
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


def is_said(token: Token | None, word: str) -> bool:
    """Whether *token* is the expected *word*, or belongs to the mention that holds it."""
    if token is None or not word:
        return token is None and not word
    word = word.lstrip("-")
    last = word.lower().split("'")[-1] or word.lower()
    if token.text.lower().removeprefix("-t").lstrip("-") in (word.lower(), last):
        return True
    held = mention_at(token.doc, token.i)
    return held is not None and last in [item.lower_ for item in token.doc[held.start : held.end]]


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


SUBJECT, PASSIVE, OBJECT, BY = "nsubj", "nsubj:pass", ("obj", "iobj", "obl:arg"), "obl:agent"


def expectations(doc: Doc, arcs: list[list]) -> Iterator[tuple[str, str, str]]:
    """Yield (verb, role, word) as the arcs of a sentence say them; « agent », « patient » or « negation »."""
    caused = any("aux:caus" in relations for _, _, relations in arcs)
    causative = caused or "fait" in [token.text for token in doc]
    dative = {head for _, heads, relations in arcs if "iobj" in relations for head in heads}
    asked = {head for _, heads, relations in arcs if "xcomp" in relations for head in heads}
    # Of « demander à Sophie de couper », the patient of « couper » is Sophie too: own complements say nothing there.
    makers = verb_forms("make_direct") | verb_forms("make_dative")
    made = {word for word, heads, relations in arcs if "xcomp" in relations and heads[0] in makers}
    for word, heads, relations in arcs:
        # « l' » of « l'ai laissé emmener »: object of the first verb, subject of the second.
        pairs = (
            list(zip(heads, relations, strict=True)) if len(heads) == len(relations) > 1 else [(heads[0], relations[0])]
        )
        for head, relation in pairs:
            if relation == SUBJECT:
                yield head, "agent", word
            elif relation == PASSIVE and head not in dative:
                yield head, "patient", word
            elif relation == BY:
                yield head, "patient" if causative else "agent", word
            elif relation == "advmod":
                yield head, "negation", word
            elif relation == "obl:arg" and head not in asked:
                continue
            elif relation in OBJECT and head not in made and is_somebody(doc, word):
                yield head, "patient", word


def is_somebody(doc: Doc, word: str) -> bool:
    token = next(token for token in doc if token.text == word)
    held = mention_at(doc, token.i)
    return token.pos_ == "PRON" or (held is not None and held.kind != "group")


def role_sentences(shared: Path) -> list[dict]:
    lines = (shared / "treebanks" / "police_style_roles_25.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def token_of(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def mistakes(doc: Doc, arcs: list[list]) -> Iterator[str]:
    for head, role, word in expectations(doc, arcs):
        verb = token_of(doc, head)
        if role == "negation":
            negation = group_of(verb).negation
            # « ce n'est pas lui »: the negation is on who did it, not on what was done.
            before = doc[verb.i - 1].text == word
            if not before and (negation is None or negation.text != word):
                yield f"{doc.text}: {word} denies {head}"
            continue
        found = getattr(actors_of(doc, [verb.i]), role)
        antecedent = doc[token_of(doc, word).i - 1].text if word == "qui" else word
        if not is_said(found, antecedent):
            yield f"{doc.text}: the {role} of {head} is {word}, not {found}"


def test_every_role_sentence_is_read_right(nlp: Language, shared: Path) -> None:
    rows = role_sentences(shared)
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
