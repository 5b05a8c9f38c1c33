"""Dated findings and payments in order; undated ones apart."""

from collections.abc import Iterable, Mapping

from evidence.model import Document, Event, Finding, When


def events(
    findings: Iterable[Finding], documents: Mapping[str, tuple[int, Document]], names: Mapping[str, str]
) -> tuple[Event, ...]:
    """Return the events, by earliest day.

    *documents* gives (piece number, document) by source id, *names* the names of the criteria.

    A fact whose words give no day keeps its words and has no place in the order: it comes last.
    """
    found = [
        Event(
            when=finding.when,
            label=names.get(finding.criterion, finding.criterion),
            quote=finding.quote,
            piece=documents[finding.source][0],
            kind="finding",
            status=finding.status,
            finding=finding.id,
            amount=finding.amount,
        )
        for finding in findings
        if finding.when is not None
    ]
    for number, document in documents.values():
        for payment in document.payments:
            words = payment.on.strftime("%d/%m/%Y")
            found.append(
                Event(
                    when=When(words=words, first=payment.on, last=payment.on),
                    label="Mouvement bancaire",
                    quote=payment.span.of(document.text),
                    piece=number,
                    kind="payment",
                    amount=payment.amount,
                )
            )
    return tuple(sorted(found, key=_order))


def _order(event: Event) -> tuple[bool, str, str, int, str]:
    first = event.when.first.isoformat() if event.when.first else ""
    last = event.when.last.isoformat() if event.when.last else ""
    return (event.when.first is None, first, last, event.piece, event.quote)
