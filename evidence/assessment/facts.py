"""Findings, reviews and pieces -> the facts that the law is set against."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from evidence.assessment.matrix import Facts
from evidence.assessment.parties import parties, shared_out, told
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Settings
from evidence.language.dates import said
from evidence.language.header import read_header
from evidence.language.lines import fold, lines_of
from evidence.language.pieces import kind_of
from evidence.model import Document, Finding, Person, Review, Span

HEARING = "hearing"
# A line that says means also says a sum: a word alone tells nothing.
CURRENCIES = ("euro", "€", "franc")


def facts(
    catalogue: Catalogue,
    findings: Sequence[Finding],
    reviews: Mapping[str, Review],
    people: tuple[Person, ...],
    documents: Mapping[str, tuple[int, Document]],
) -> Facts:
    """Return the facts of a case: *findings* as persons left them, rejected ones left out; *documents* by source id."""
    settings = catalogue.legal.settings
    kept = [item for item in findings if item.id not in reviews or reviews[item.id].verdict != "rejected"]
    items = told(kept, people, catalogue.criteria)
    lines = {source: lines_of(document.text, document) for source, (_, document) in documents.items()}
    kinds = {source: kind_of(lines[source], document) for source, (_, document) in documents.items()}
    everyone = parties(items, people, settings)
    return Facts(
        told=items,
        reviews=reviews,
        pieces={
            source: (number, settings.piece_kinds.get(kinds[source], "document"))
            for source, (number, _) in documents.items()
        },
        parties=everyone,
        shared=shared_out(items, everyone),
        means=(
            *(
                (" ".join(line.text.split()), documents[source][0])
                for source, found in lines.items()
                for line in found
                if _says_means(line.text, settings)
            ),
            *((words, number) for number, document in documents.values() for _, words in _moved(document, "in")),
        ),
        reports=tuple(
            (" ".join(header.when.words.split()), documents[source][0], header.when.first)
            for source, found in lines.items()
            if kinds[source] == HEARING
            for header in [read_header(found)]
            if header is not None and header.when is not None
        ),
        near=_near(kept, documents),
        payments=tuple(
            (day, f"« {words} » (pièce {number})")
            for number, document in documents.values()
            for day, words in _moved(document, "out")
        ),
    )


def _near(findings: Iterable[Finding], documents: Mapping[str, tuple[int, Document]]) -> dict[str, str]:
    """Return, for each finding that no day places, the nearest date its piece says, in its words, with its line.

    Of two at the same distance, the one before. It is shown as what it is and never dates the fact.
    """
    found: dict[str, str] = {}
    dates: dict[str, list[Span]] = {}
    for item in findings:
        if (item.when is not None and (item.when.first or item.when.last)) or item.source not in documents:
            continue
        document = documents[item.source][1]
        if item.source not in dates:
            dates[item.source] = [place for place, _ in said(document.text)]
        places = dates[item.source]
        if places:
            at = item.evidence
            place = min(places, key=lambda one: (max(one.start - at.end, at.start - one.end, 0), one.start))
            words = " ".join(place.of(document.text).split())
            line = document.line_at(place)
            found[item.id] = f"« {words} »" + (f" (l. {line})" if line else "")
    return found


def _moved(document: Document, way: Literal["in", "out"]) -> Iterator[tuple[dt.date, str]]:
    """Yield the movements of a statement that go one *way*: the account's holder is the one name every row has."""
    named = [{item.payer, item.beneficiary} - {None} for item in document.payments]
    holder = set.intersection(*named) if named else set()
    for item in document.payments:
        to, from_ = (item.payer, item.beneficiary) if way == "in" else (item.beneficiary, item.payer)
        if (to not in holder) and from_ in holder:
            yield item.on, " ".join(item.span.of(document.text).split())


def _says_means(text: str, settings: Settings) -> bool:
    plain = fold(text)
    return (
        any(word in plain for word in settings.means)
        and any(word in plain for word in CURRENCIES)
        and any(char.isdigit() for char in plain)
    )
