"""Readings as JSON and bytes, for the pipe between a child that parses and the parent; checked on arrival."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, get_args

from evidence.model import Amount, Block, Box, Document, Notice, Outcome, Payment, Reading, Source, Span, When

_OUTCOMES = frozenset(get_args(Outcome))


def pack(readings: Iterable[Reading]) -> tuple[dict[str, Any], bytes]:
    """Return *readings* as a message, and the bytes of attachments one after another."""
    rows, blobs = [], []
    for reading in readings:
        rows.append(
            {
                "source": _source(reading.source),
                "outcome": reading.outcome,
                "reason": reading.reason,
                "reader": reading.reader,
                "pages": reading.pages,
                "size": None if reading.content is None else len(reading.content),
                "document": _document(reading.document) if reading.document else None,
            }
        )
        blobs.append(reading.content or b"")
    return {"readings": rows}, b"".join(blobs)


def _source(source: Source) -> dict[str, Any]:
    received = source.received.isoformat() if source.received else None
    return asdict(source) | {"received": received}


def _document(document: Document) -> dict[str, Any]:
    return {
        "text": document.text,
        "title": document.title,
        "written": _when(document.written),
        "notices": [[notice.code, notice.text, notice.page] for notice in document.notices],
        "blocks": [_block(block) for block in document.blocks],
        "payments": [_payment(payment) for payment in document.payments],
    }


def _when(when: When | None) -> list[str | None] | None:
    if when is None:
        return None
    return [when.words, when.first.isoformat() if when.first else None, when.last.isoformat() if when.last else None]


def _block(block: Block) -> list[Any]:
    box = block.box
    return [
        block.span.start,
        block.span.end,
        block.kind,
        block.page,
        [box.left, box.top, box.right, box.bottom] if box else None,
        block.speaker,
        block.at.isoformat() if block.at else None,
        block.confidence,
        block.revision,
        block.place,
    ]


def _payment(payment: Payment) -> list[Any]:
    amount, span = payment.amount, payment.span
    sums = [amount.words, amount.value, amount.currency]
    return [span.start, span.end, payment.on.isoformat(), payment.label, *sums, payment.payer, payment.beneficiary]


def unpack(message: dict[str, Any], blob: bytes) -> tuple[Reading, ...]:
    """Return the readings of a message.

    Raises:
        ValueError, KeyError, TypeError: it is not what :func:`pack` makes.
    """
    found, at = [], 0
    for row in message["readings"]:
        if row["outcome"] not in _OUTCOMES:
            raise ValueError(f"not an outcome: {row['outcome']!r}")
        source = Source(**row["source"] | {"received": _moment(row["source"]["received"])})
        content = None if row["size"] is None else blob[at : at + row["size"]]
        at += row["size"] or 0
        document = _document_of(row["document"], source) if row["document"] else None
        found.append(
            Reading(
                source=source,
                outcome=row["outcome"],
                document=document,
                reason=row["reason"],
                reader=row["reader"],
                pages=row["pages"],
                content=content,
            )
        )
    return tuple(found)


def _document_of(row: dict[str, Any], source: Source) -> Document:
    text = row["text"]
    blocks = tuple(_block_of(values) for values in row["blocks"])
    if blocks and blocks[-1].span.end > len(text):
        raise ValueError("a block outside the text")
    return Document(
        source=source,
        text=text,
        blocks=blocks,
        title=row["title"],
        written=_when_of(row["written"]),
        notices=tuple(Notice(code=code, text=words, page=page) for code, words, page in row["notices"]),
        payments=tuple(_payment_of(values) for values in row["payments"]),
    )


def _block_of(values: Sequence[Any]) -> Block:
    start, end, kind, page, edges, speaker, at, confidence, revision, place = values
    box = Box(left=edges[0], top=edges[1], right=edges[2], bottom=edges[3]) if edges else None
    return Block(
        span=Span(start=start, end=end),
        kind=kind,
        page=page,
        box=box,
        speaker=speaker,
        at=_moment(at),
        confidence=confidence,
        revision=revision,
        place=place,
    )


def _payment_of(values: Sequence[Any]) -> Payment:
    start, end, on, label, words, value, currency, payer, beneficiary = values
    return Payment(
        span=Span(start=start, end=end),
        on=dt.date.fromisoformat(on),
        label=label,
        amount=Amount(words=words, value=value, currency=currency),
        payer=payer,
        beneficiary=beneficiary,
    )


def _moment(words: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(words) if words else None


def _when_of(values: Sequence[Any] | None) -> When | None:
    if values is None:
        return None
    words, first, last = values
    day = dt.date.fromisoformat
    return When(words=words, first=day(first) if first else None, last=day(last) if last else None)
