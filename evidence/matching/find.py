"""Doc + Catalogue -> findings: one criterion on one sentence, with its reason, its status and who does what to whom."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from evidence.catalogue import Catalogue
from evidence.catalogue.schema import Constraint, Indicator
from evidence.language.amounts import amount_of
from evidence.language.clauses import runs
from evidence.language.context import status_of
from evidence.language.dates import when_of
from evidence.language.dialogue import Answer, answered, answers
from evidence.language.forms import folded
from evidence.language.people import mention_at, people_in
from evidence.language.roles import Roles, Voices, roles_of
from evidence.language.spans import span_of, token_at
from evidence.language.speaker import speaker_of
from evidence.language.structure import turn_at
from evidence.matching.matcher import Line, Match, Matcher, matcher_of
from evidence.model import Cue, Finding, Mention, Status
from evidence.model import Span as Place

# Whoever « je » and « vous » are: constraints look at the words, the speaker may be unknown.
FIRST = Mention(name="je", inferred=True)
SECOND = Mention(name="vous", inferred=True)
SKIPPED = ("furniture", "header")
ASKED = "asked"
_PROPOSED = Indicator(id="proposed", name="Proposé par ressemblance")
OPPOSITE: dict[Status, Status] = {"affirmed": "denied", "denied": "affirmed"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A match with its status, before one is chosen for the sentence."""

    match: Match
    tokens: tuple[int, ...]
    status: Status
    cues: tuple[Cue, ...]
    chain: tuple[str, ...]


def find_any(doc: Doc, rules: Catalogue | Matcher) -> list[Finding]:
    """Return the findings of *doc* as if other facts were at issue: an example, a phrase being tried."""
    matcher = rules if isinstance(rules, Matcher) else matcher_of(rules)
    counts: Counter[str] = Counter()
    found = []
    for sentence, drafts in _drafts(doc, matcher):
        for draft in drafts:
            found.append(_finding(doc, sentence, draft, matcher, counts))
    return found


def proposed(
    doc: Doc, sentence: Span, criterion: str, tokens: tuple[int, ...], matcher: Matcher, counts: Counter[str]
) -> Finding:
    """Return the finding of a suggestion: *tokens* are the words that weighed, no phrase answered.

    *counts* numbers the suggestions of a piece that say the same. Of words that hold two verbs it is not known whose
    doer is meant (« j'ai vu Untel gifler Unetelle »): nobody is said to act, or to be who it is done to.
    """
    reading = status_of(doc, tokens)
    line = Line(criterion, _PROPOSED, "", "phrase")
    draft = _Draft(Match(line, tokens), tokens, reading.status, reading.cues, reading.chain)
    made = replace(_finding(doc, sentence, draft, matcher, counts), suggestion=True)
    if sum(doc[token].pos_ == "VERB" for token in tokens) > 1:
        return replace(made, agent=None, patient=None)
    return made


def _drafts(doc: Doc, matcher: Matcher) -> Iterator[tuple[Span, list[_Draft]]]:
    replies: dict[int, list[Answer]] = {}
    for answer in answers(doc):
        replies.setdefault(answer.question.start, []).append(answer)
    echoes: dict[int, list[_Draft]] = {}
    for sentence in doc.sents:
        turn = turn_at(doc, sentence.start)
        if turn is not None and turn.kind in SKIPPED:
            continue
        matches = matcher.matches(doc, sentence.start, sentence.end)
        drafts = [_draft(doc, match) for match in matches]
        kept = _best(doc, [draft for draft in drafts if _allowed(doc, draft)] + echoes.pop(sentence.start, []))
        for answer in replies.get(sentence.start, ()):
            if answer.polarity == ASKED:
                continue  # « Et votre santé ? » asks again; it says nothing of the fact asked before
            echoes.setdefault(answer.answer.start, []).extend(_echo(doc, draft, answer) for draft in kept)
        if kept:
            yield sentence, kept


def _draft(doc: Doc, match: Match) -> _Draft:
    reading = status_of(doc, match.tokens, spoken=match.line.spoken)
    status = reading.status
    if match.line.kind == "inverse":
        status = OPPOSITE.get(status, status)
    return _Draft(match, match.tokens, status, reading.cues, reading.chain)


def _echo(doc: Doc, asked: _Draft, answer: Answer) -> _Draft:
    """Return what a bare answer says: the content of its question, affirmed or denied."""
    acted = tuple(token.i for token in answer.answer if token.is_alpha) or (answer.answer.start,)
    reading = answered(doc, answer, asked.tokens)
    status = reading.status
    if asked.match.line.kind == "inverse":
        status = OPPOSITE.get(status, status)
    question = answer.question
    cue = Cue(
        span=Place(start=question.start_char, end=question.end_char), words=question.text.strip(), rule="question"
    )
    return _Draft(asked.match, acted[:6], status, (*reading.cues, cue), asked.chain)


def _best(doc: Doc, drafts: list[_Draft]) -> list[_Draft]:
    """Return one draft per criterion, by criterion: a fact before a circumstance, then the one whose words say most.

    Two where the sentence affirms one behaviour and denies another: « il m'a frappée mais jamais enfermée ».
    """
    best: dict[str, list[_Draft]] = {}
    for draft in sorted(drafts, key=_rank):
        chosen = best.setdefault(draft.match.line.criterion, [])
        if not chosen or (len(chosen) == 1 and _is_contrary(doc, chosen[0], draft)):
            chosen.append(draft)
    return [draft for name in sorted(best) for draft in sorted(best[name], key=lambda item: item.tokens)]


def _is_contrary(doc: Doc, known: _Draft, other: _Draft) -> bool:
    """Tell whether *other* says of another behaviour, in another clause, the contrary of what *known* says."""
    first, second = sorted((known, other), key=lambda draft: draft.tokens)
    return (
        {known.status, other.status} == {"affirmed", "denied"}
        and known.match.line.indicator.id != other.match.line.indicator.id
        and not (known.match.line.indicator.beside or other.match.line.indicator.beside)
        and max(first.tokens) < min(second.tokens)
        and not runs(doc, max(first.tokens) + 1, min(second.tokens))
    )


def _rank(draft: _Draft) -> tuple[bool, int, tuple[int, ...], str]:
    line = draft.match.line
    return line.indicator.beside is not None, -len(draft.tokens), draft.tokens, line.text


def _allowed(doc: Doc, draft: _Draft) -> bool:
    """Tell whether what an indicator asks of agent and patient is not contradicted; unknown contradicts nothing."""
    wanted = draft.match.line.indicator
    if wanted.agent is None and wanted.patient is None:
        return True
    roles = roles_of(doc, draft.tokens, Voices(speaker=FIRST, addressee=SECOND))
    return not (_contradicts(doc, roles.agent, wanted.agent) or _contradicts(doc, roles.patient, wanted.patient))


def _contradicts(doc: Doc, found: Mention | None, wanted: Constraint | None) -> bool:
    if found is None or wanted is None:
        return False
    if wanted == "speaker":
        return found.name != FIRST.name
    if wanted == "not_speaker":
        return found.name == FIRST.name
    if found.span is None or found.name in (FIRST.name, SECOND.name):
        return wanted == "group"
    holder = mention_at(doc, token_at(doc, found.span.start))
    return holder is not None and (holder.kind == "group") != (wanted == "group")


def _roles(doc: Doc, tokens: tuple[int, ...]) -> Roles:
    speaker = speaker_of(doc, tokens[0])
    return roles_of(doc, tokens, Voices(speaker=speaker))


def _finding(doc: Doc, sentence: Span, draft: _Draft, matcher: Matcher, counts: Counter[str]) -> Finding:
    document = doc._.document
    place = place_of(doc, sentence)
    roles = _roles(doc, draft.tokens)
    criterion = draft.match.line.criterion
    folded_sentence = " ".join(folded(place.of(document.text)).split())
    key = f"{document.source.id}|{criterion}|{folded_sentence}"
    rank = counts[key]
    counts[key] += 1
    return Finding(
        id=hashlib.sha256(f"{key}|{rank}".encode()).hexdigest()[:16],
        source=document.source.id,
        criterion=criterion,
        indicator=draft.match.line.indicator.id,
        phrase=draft.match.line.text,
        sentence=place,
        evidence=span_of(doc, draft.tokens),
        quote=place.of(document.text),
        status=draft.status,
        cues=draft.cues,
        speaker=speaker_of(doc, draft.tokens[0]),
        agent=roles.agent,
        patient=roles.patient,
        people=people_in(doc, sentence),
        when=when_of(doc, sentence, draft.tokens),
        amount=amount_of(doc, sentence, draft.tokens),
        chain=draft.chain,
        catalogue=matcher.catalogue.stamp,
    )


def place_of(doc: Doc, sentence: Span) -> Place:
    """Return where *sentence* is in the text, blanks at its ends left out."""
    return span_of(doc, (token.i for token in sentence))
