"""A finding as others read it: the one JSON that ``scan``, ``findings`` and the dossier share (docs/schema/)."""

from dataclasses import dataclass, fields
from typing import Literal

from evidence.model import Amount, Cue, Document, Finding, Mention, Review, Source, Status, When

Side = Literal["incriminating", "exculpatory", "to_verify"]
SIDES: dict[Status, Side] = {
    "affirmed": "incriminating",
    "reported": "incriminating",
    "denied": "exculpatory",
    "hypothetical": "to_verify",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRow:
    """Words that decided the status: *start* and *end* are code points of the document's text."""

    words: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding; places are code points of the document's text, end excluded; page and line count from 1.

    *agent*, *patient* and *speaker* are null when unknown; *inferred* names those of the three that were deduced
    (a pronoun, « je »). *side* follows from the status as the last human decision leaves it; a suggestion that nobody
    accepted is to be verified.
    """

    id: str
    document: str
    sha256: str
    cote: str | None
    page: int | None
    line: int | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    quote: str
    criterion: str
    indicator: str
    phrase: str
    status: Status
    cues: tuple[CueRow, ...]
    speaker: str | None
    agent: str | None
    patient: str | None
    people: tuple[str, ...]
    when: When | None
    amount: Amount | None
    suggestion: bool
    review: Review | None
    catalogue: str
    inferred: tuple[str, ...]
    chain: tuple[str, ...]
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRow(FindingRow):
    """What a phrase finds and is set aside; *aside* says why, in French. It is no finding, and counts nowhere."""

    aside: str


def aside_row(finding: Finding, source: Source, document: Document, why: str) -> AsideRow:
    """Return *finding*, set aside for the reason *why*, as a row."""
    shown = row(finding, source, document)
    return AsideRow(**{field.name: getattr(shown, field.name) for field in fields(FindingRow)}, aside=why)


def row(finding: Finding, source: Source, document: Document, review: Review | None = None) -> FindingRow:
    """Return *finding* as a row; *document* is the piece's, *review* the last decision on it."""
    block = document.block_at(finding.evidence)
    named = {"speaker": finding.speaker, "agent": finding.agent, "patient": finding.patient}
    accepted = review is not None and review.verdict == "accepted"
    status = review.status if review is not None and review.status is not None else finding.status
    return FindingRow(
        id=finding.id,
        document=source.name,
        sha256=source.id,
        cote=source.cote,
        page=block.page,
        line=document.line_at(finding.evidence),
        start=finding.evidence.start,
        end=finding.evidence.end,
        sentence_start=finding.sentence.start,
        sentence_end=finding.sentence.end,
        quote=finding.quote,
        criterion=finding.criterion,
        indicator=finding.indicator,
        phrase=finding.phrase,
        status=finding.status,
        cues=tuple(_cue(cue) for cue in finding.cues),
        speaker=_name(finding.speaker),
        agent=_name(finding.agent),
        patient=_name(finding.patient),
        people=tuple(person.name for person in finding.people),
        when=finding.when,
        amount=finding.amount,
        suggestion=finding.suggestion,
        review=review,
        catalogue=finding.catalogue,
        inferred=tuple(role for role, mention in named.items() if mention is not None and mention.inferred),
        chain=finding.chain,
        side="to_verify" if finding.suggestion and not accepted else SIDES[status],
    )


def _cue(cue: Cue) -> CueRow:
    return CueRow(words=cue.words, start=cue.span.start, end=cue.span.end, rule=cue.rule)


def _name(mention: Mention | None) -> str | None:
    return mention.name if mention is not None else None
