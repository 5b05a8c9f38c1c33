"""The 25 role sentences, judged by what our components say of them: agent, patient, negation."""

import json
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, Token

from evidence.language.people import mention_at
from evidence.language.roles import actors_of
from evidence.language.verbs import group_of, verb_forms

SUBJECT, PASSIVE, OBJECT, BY = "nsubj", "nsubj:pass", ("obj", "iobj", "obl:arg"), "obl:agent"


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
    """Tell whether *word* is a person or a pronoun."""
    token = next(token for token in doc if token.text == word)
    held = mention_at(doc, token.i)
    return token.pos_ == "PRON" or (held is not None and held.kind != "group")


def sentences(data: Path) -> list[dict]:
    """Return the 25 sentences of *data* with their arcs."""
    lines = (data / "police_style_roles_25.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def token_of(doc: Doc, word: str) -> Token:
    """Return the first token written *word*."""
    return next(token for token in doc if token.text == word)


def mistakes(doc: Doc, arcs: list[list]) -> Iterator[str]:
    """Yield, in words, what our components read otherwise than the arcs say."""
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
