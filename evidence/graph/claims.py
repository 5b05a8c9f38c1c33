"""Facts told by passages -> whom they are of, so that two pieces may be set side by side on one fact.

What a pronoun means is taken only where one person of the piece can be meant; otherwise the fact is of nobody, and
compared with nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from evidence.catalogue.schema import FactRule
from evidence.graph.record import EVERYONE, Claim, Passage
from evidence.graph.scene import Scene
from evidence.graph.vocabulary import kin, own, pronouns
from evidence.language.plain import plain
from evidence.model import Finding, Span

# A question and its bare answer are quoted together when they are this near, in characters.
TOGETHER = 400
NOBODY = ("personne ne", "personne n'")
# « Il n'a jamais frappé personne »: so many words between at most.
FAR = 6


def claims(
    scene: Scene, facts: Sequence[Finding], findings: Sequence[Finding], rules: Mapping[str, FactRule]
) -> tuple[Claim, ...]:
    """Return what is told of each fact of *rules*, in the order of the pieces; a question or supposition tells none."""
    named = {place: rule for rule in rules.values() for place in rule.findings.split()}
    told = [(rules[item.criterion], item) for item in facts if item.criterion in rules]
    told += [
        (named[f"{item.criterion}/{item.indicator}"], item)
        for item in findings
        if f"{item.criterion}/{item.indicator}" in named
    ]
    asked = _questions(told)
    found: dict[tuple[str, int, int], Claim] = {}
    for rule, item in told:
        if item.source in scene.numbers and item.status != "hypothetical":
            claim = _claim(scene, rule, item, asked)
            known = found.get((rule.id, claim.passage.piece, claim.passage.end))
            # The same sentence by a fact and by a finding is one; a finding can be looked up and reviewed.
            if known is None or (item.criterion != rule.id and known.whom == claim.whom):
                found[rule.id, claim.passage.piece, claim.passage.end] = claim
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], found[key].passage.piece, key[2])))


def _questions(told: Iterable[tuple[FactRule, Finding]]) -> dict[tuple[str, str, int], Finding]:
    """Return the questions on a fact, by (rule, piece, where the sentence ends)."""
    return {(rule.id, item.source, item.sentence.end): item for rule, item in told if item.status == "hypothetical"}


def _claim(scene: Scene, rule: FactRule, item: Finding, asked: Mapping[tuple[str, str, int], Finding]) -> Claim:
    passage = scene.passage(item)
    agent, patient = scene.actor(item.agent, item), scene.actor(item.patient, item)
    words = passage.quote
    cue = next((cue for cue in item.cues if cue.rule == "question"), None)
    if cue is not None:
        question = asked.get((rule.id, item.source, cue.span.end))
        agent, patient = _of_question(scene, passage.speaker, cue.words, question or item)
        words = cue.words
        if 0 < passage.end - cue.span.start < TOGETHER and scene.on_one_page(passage.piece, cue.span, item.sentence):
            both = scene.words(passage.piece, Span(start=cue.span.start, end=passage.end), "affirmed")
            passage = replace(passage, start=both.start, quote=both.quote, page=both.page, line=both.line)
    whom, guessed = _whom(scene, rule, passage, words, agent, patient, item)
    by = _by(scene, rule, passage, words, agent) if rule.about in ("patient", "either") else ""
    return Claim(
        fact=rule.id,
        title=rule.name,
        compare=rule.compare,
        whom=tuple(sorted(whom)),
        by="" if by in whom and by != EVERYONE else by,
        label=rule.contrary if passage.status == "denied" else rule.said,
        guessed=guessed,
        passage=passage,
    )


def _of_question(scene: Scene, speaker: str, words: str, asked: Finding) -> tuple[str, str]:
    """Return who acts and on whom in what was asked: « vous » is who answers."""
    agent, patient = scene.actor(asked.agent, asked), scene.actor(asked.patient, asked)
    low = plain(words)
    if asked.status != "hypothetical":
        agent = patient = ""
    if "-vous" in low:
        agent = speaker
    elif "vous" in _words(words) and not patient:
        patient = speaker
    return agent, patient


def _whom(
    scene: Scene, rule: FactRule, passage: Passage, words: str, agent: str, patient: str, item: Finding
) -> tuple[set[str], bool]:
    """Return whom the fact is of, and whether a pronoun was taken for somebody."""
    if rule.about == "both":
        met = {patient, *_kin_met(scene, words, item)}
        met |= set() if met - {""} else {scene.actor(one, item) for one in item.people}
        # Who forbids is no party to the contact; who tells « j'ai revu Claire » is.
        met -= {"", agent} if agent != passage.speaker else {""}
        if met:
            return met, False
    first = agent if rule.about == "agent" else patient
    if first:
        return {first}, False
    if _everyone(words):
        return {EVERYONE}, False
    meant = _object(scene, rule, passage, words, agent)
    if meant is not None:
        return _one(meant), True
    if rule.about == "either" and agent:
        return {agent}, False
    for gender in ("f", "m"):
        if _words(words) & pronouns(gender):
            return _one(scene.only(passage.piece, passage.start, gender, {passage.speaker})), True
    # « J'ai vendu à sa demande »: who speaks is also whom it touches.
    return _one(agent if agent == passage.speaker else ""), False


def _object(scene: Scene, rule: FactRule, passage: Passage, words: str, agent: str) -> str | None:
    """Return whom « lui », « l' », « te » mean, empty when it may be several; None when there is no such word."""
    low = _words(words)
    if rule.about == "agent":
        return None
    if low & pronouns("dative") or (rule.about != "either" and _has_object(words)):
        return scene.only(passage.piece, passage.start, "", {passage.speaker, agent})
    # In a question, « vous » is who answers.
    if low & pronouns("second") and words == passage.quote and agent != passage.speaker:
        return scene.addressee(passage.piece)
    return None


def _one(name: str) -> set[str]:
    return {name} if name else set()


def _kin_met(scene: Scene, words: str, item: Finding) -> Iterator[str]:
    """Yield whom « ma sœur », « mes parents » of the sentence mean, where the case knows one person."""
    low = plain(words).split()
    nouns = {plain(noun): noun for noun in kin()}
    for before, word in pairwise(low):
        noun = word.strip(".,;:!?")
        if before in own() and noun in nouns:
            yield scene.kin_of(f"{before} {nouns[noun]}", item)


def _everyone(words: str, only: Sequence[str] = ()) -> bool:
    """Tell whether the sentence speaks of everybody or nobody."""
    low = _in_order(words)
    joined = f" {' '.join(low)} "
    if any(f" {' '.join(_in_order(entry))} " in joined for entry in only or pronouns("everyone")):
        return True
    denials = [rank for rank, word in enumerate(low) if word in ("ne", "n'")]
    nobody = [rank for rank, word in enumerate(low) if word in pronouns("nobody_after")]
    return not only and any(0 < after - before <= FAR for before in denials for after in nobody)


def _has_object(words: str) -> bool:
    """Tell whether « la », « le », « l' » stands for somebody, and before no noun."""
    pairs = pairwise(_in_order(words))
    return any(one in pronouns("object") and before in pronouns("object_after") for before, one in pairs)


def _words(words: str) -> set[str]:
    return set(_in_order(words))


def _in_order(words: str) -> list[str]:
    return [one for part in plain(words).split() for one in _split(part.strip('.,;:!?«»"()')) if one]


def _split(word: str) -> list[str]:
    """Return « t'a » as « t' », « a »; « a-t-elle » as its parts."""
    head, mark, tail = word.partition("'")
    return [head + mark, *tail.split("-")] if mark else word.split("-")


def _by(scene: Scene, rule: FactRule, passage: Passage, words: str, agent: str) -> str:
    """Return who does it: everyone for « personne ne »; empty when nobody is known."""
    if agent or rule.about == "either":
        return agent
    return EVERYONE if _everyone(words, NOBODY) else _pronoun_agent(scene, passage, words)


def _pronoun_agent(scene: Scene, passage: Passage, words: str) -> str:
    """Return the only man or woman whom the subject « il », « elle » can mean; empty otherwise."""
    first = next(iter(plain(words).split()), "")
    for gender in ("m", "f"):
        if first in pronouns(gender):
            return scene.only(passage.piece, passage.start, gender, {passage.speaker})
    return ""
