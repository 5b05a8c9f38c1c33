"""The chronology: dated findings, payments, statements and headers in order; undated findings last, in their words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from evidence.catalogue import Catalogue
from evidence.language.header import read_header, signed_on
from evidence.language.lines import Line, lines_of
from evidence.language.pieces import kind_of
from evidence.model import Document, Event, Finding, Mention, Person, Precision, Review, Span, When
from evidence.people.registry import identity, is_named

STATED = ("hearing", "complaint")
# Whose lines are each somebody's own: none is the line where the whole is dated.
UNSIGNED = ("chat", "transcript", "statement_of_account")
MONTH, YEAR = 31, 366


def events(
    findings: Iterable[Finding],
    documents: Mapping[str, tuple[int, Document]],
    catalogue: Catalogue,
    people: tuple[Person, ...] = (),
    reviews: Mapping[str, Review] | None = None,
) -> tuple[Event, ...]:
    """Return the events, by earliest day; *documents* gives (piece number, document) by source id.

    A finding whose passage says no time is no event, unless it is a message: the day of the message is then the
    event's, and its kind says so. One whose words give no day keeps its words and comes last. A rejected finding is
    left out; an accepted one is retained, the others are proposed.
    """
    decided = reviews or {}
    kept = [item for item in findings if item.id not in decided or decided[item.id].verdict != "rejected"]
    found = [_told(item, item.when, documents, catalogue, people, decided) for item in kept if item.when is not None]
    for item in kept:
        block = documents[item.source][1].block_at(item.evidence)
        if item.when is None and block.kind == "message" and block.at is not None:
            day = When(words=f"{block.at:%d/%m/%Y, %H:%M}", first=block.at.date(), last=block.at.date())
            found.append(replace(_told(item, day, documents, catalogue, people, decided), kind="message"))
    for number, document in documents.values():
        found += _payments(number, document)
        found += _stated(number, document)
    return tuple(sorted(found, key=_order))


def cote_of(document: Document) -> str:
    """Return the cote that the header of a hearing or a complaint bears, empty when it bears none."""
    lines = lines_of(document.text, document)
    header = read_header(lines) if kind_of(lines, document) in STATED else None
    return (header.cote if header else None) or ""


def kind_in(document: Document | None) -> str:
    """Return the kind of a piece (« hearing »), « other » when nothing says it or nothing was read."""
    return kind_of(lines_of(document.text, document), document) if document else "other"


def precision(when: When) -> Precision:
    """Return how precise the words are.

    >>> import datetime as dt
    >>> precision(When(words="en mars 2019", first=dt.date(2019, 3, 1), last=dt.date(2019, 3, 31)))
    'month'
    """
    if when.first is None or when.last is None:
        return "none"
    days = (when.last - when.first).days + 1
    if days == 1:
        return "day"
    if days <= MONTH and (when.first.year, when.first.month) == (when.last.year, when.last.month):
        return "month"
    return "year" if days <= YEAR and when.first.year == when.last.year else "range"


def _told(
    finding: Finding,
    when: When,
    documents: Mapping[str, tuple[int, Document]],
    catalogue: Catalogue,
    people: tuple[Person, ...],
    reviews: Mapping[str, Review],
) -> Event:
    number, document = documents[finding.source]
    criterion = catalogue.criteria.get(finding.criterion)
    review = reviews.get(finding.id)
    phases = catalogue.legal.settings.phases
    return Event(
        when=when,
        label=criterion.name if criterion else finding.criterion,
        quote=finding.quote,
        piece=number,
        kind="finding",
        status=finding.status,
        finding=finding.id,
        amount=finding.amount,
        precision=precision(when),
        people=_names(finding, people),
        criterion=finding.criterion,
        standing="retained" if review is not None and review.verdict == "accepted" else "proposed",
        phase=next((name for name, criteria in phases.items() if finding.criterion in criteria), ""),
        page=document.block_at(finding.evidence).page,
        line=document.line_at(finding.evidence),
    )


def _names(finding: Finding, people: tuple[Person, ...]) -> tuple[str, ...]:
    mentions: tuple[Mention | None, ...] = (finding.agent, finding.patient, finding.speaker, *finding.people)
    named = (identity(item.name, people) for item in mentions if item is not None and is_named(item))
    return tuple(dict.fromkeys(named))


def _payments(number: int, document: Document) -> Iterable[Event]:
    for payment in document.payments:
        yield Event(
            when=When(words=payment.on.strftime("%d/%m/%Y"), first=payment.on, last=payment.on),
            label="Mouvement bancaire",
            quote=payment.span.of(document.text),
            piece=number,
            kind="payment",
            amount=payment.amount,
            precision="day",
            people=tuple(name for name in (payment.payer, payment.beneficiary) if name and name[0].isupper()),
            page=document.block_at(payment.span).page,
            line=document.line_at(payment.span),
        )


def _stated(number: int, document: Document) -> Iterable[Event]:
    """Yield the statement that a hearing or a complaint records, else the date that the piece itself states.

    That of its format (the header of an e-mail) first, then that of the line where it is dated or signed.
    """
    lines = lines_of(document.text, document)
    kind = kind_of(lines, document)
    header = read_header(lines) if kind in STATED else None
    if header is not None and header.when is not None and header.when.first is not None:
        line = next((item for item in lines if header.when.words in item.text), None)
        words = " ".join(header.when.words.split())
        label = "Déclaration" + (f" de {header.heard}" if header.heard else "")
        people = (header.heard,) if header.heard else ()
        yield _dated(number, document, header.when, line, label=label, quote=words, kind="statement", people=people)
    elif document.written is not None and document.written.first is not None:
        yield _dated(number, document, document.written, None, quote=document.written.words)
    elif kind not in UNSIGNED:
        when, line = signed_on(lines) or (None, None)
        if when is not None:
            yield _dated(number, document, when, line)


def _dated(
    number: int,
    document: Document,
    when: When,
    line: Line | None,
    *,
    label: str = "Date de la pièce",
    quote: str = "",
    kind: Literal["statement", "header"] = "header",
    people: tuple[str, ...] = (),
) -> Event:
    """Return the day of a piece: quoted by its *line* where it has one, else by *quote*."""
    return Event(
        when=when,
        label=label,
        quote=line.text if line is not None else quote,
        piece=number,
        kind=kind,
        precision=precision(when),
        people=people,
        page=line.block.page if line is not None and line.block is not None else None,
        line=document.line_at(Span(start=line.start, end=line.end)) if line is not None else None,
    )


def _order(event: Event) -> tuple[bool, str, str, int, str, str]:
    first = event.when.first.isoformat() if event.when.first else ""
    last = event.when.last.isoformat() if event.when.last else ""
    return (event.when.first is None, first, last, event.piece, event.kind, event.quote)
