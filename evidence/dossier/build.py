"""Builds the dossier: sorts, counts and joins what the other rooms found; adds no word of its own."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

from evidence.assessment.elements import assess
from evidence.assessment.facts import facts as facts_of_law
from evidence.assessment.gaps import gaps
from evidence.assessment.hypotheses import Known, hypotheses
from evidence.assessment.matrix import matrix
from evidence.assessment.related import not_proposed, related
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Offence
from evidence.catalogue.schema import FAMILIES
from evidence.decisions import as_reviewed, established
from evidence.dossier.measured import measures
from evidence.dossier.record import Counts, CriterionRow, Dossier, OffenceRow, PieceRow, State, VersionRow
from evidence.dossier.rows import FindingRow, row
from evidence.dossier.timeline import cote_of, events, kind_in
from evidence.graph.contrasts import contrasts
from evidence.graph.flows import flows
from evidence.graph.insights import readings as read_network
from evidence.graph.record import Network
from evidence.graph.weave import weave
from evidence.model import Document, Finding, Person, Reading, Review, Span
from evidence.people.identities import Identities
from evidence.readers import near_duplicates

READ = ("read", "ocr")


def build(
    *,
    case: str,
    made_at: dt.date,
    fiction: bool,
    catalogue: Catalogue,
    model: str,
    readings: Sequence[tuple[int, Reading]],
    duplicates: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    reviews: Mapping[str, Review],
    identities: Identities,
    known: Known | None = None,
    names: Sequence[tuple[str, str, str, Sequence[Span]]] = (),
    facts: Sequence[Finding] = (),
    state: State = "draft",
) -> Dossier:
    """Return the dossier of a case.

    *readings* are (our number, reading), *duplicates* (name, source id), *names* (source, identity, kind, places);
    *facts* what pieces may agree or differ on.
    """
    numbers = {reading.source.id: number for number, reading in readings}
    documents = {
        reading.source.id: (number, reading.document) for number, reading in readings if reading.document is not None
    }
    sources = {reading.source.id: reading.source for _, reading in readings}
    # The status stays the engine's in a row, whose side follows the review; everything else is as the person left it.
    said = tuple(as_reviewed(identities.resolved(item), reviews.get(item.id)) for item in findings)
    rows = tuple(
        row(replace(now, status=item.status), sources[item.source], documents[item.source][1], reviews.get(item.id))
        for item, now in zip(findings, said, strict=True)
        if item.source in documents
    )
    counts = _counts(rows)
    ranks = tuple((item.id, rank) for rank, item in enumerate(rows, 1))
    if state != "draft":
        # Counted above, but nothing unreviewed goes further: neither in a quotation, nor in the matrix, nor in a link.
        accepted = {key for key, review in reviews.items() if review.verdict == "accepted"}
        said = tuple(item for item in said if item.id in accepted)
        rows = tuple(item for item in rows if item.id in accepted)
    near = _near([reading.document for _, reading in readings if reading.document], numbers)
    named = catalogue.legal.settings.piece_names
    pieces = tuple(
        replace(_piece(number, reading, numbers, near), nature=named.get(kind_in(reading.document), ""))
        for number, reading in readings
    )
    people = identities.people
    said = established(said, reviews)
    kept = [item for item in said if item.id not in reviews or reviews[item.id].verdict != "rejected"]
    network = weave(
        findings=kept,
        reviews=reviews,
        people=people,
        pieces=sorted(documents.values(), key=_number),
        names=names,
        # A fact that no person can review goes no further than a draft.
        told=[identities.resolved(item) for item in facts] if state == "draft" else [],
        rules=catalogue.facts,
    )
    main = {key: item for key, item in catalogue.offences.items() if item.kind == "main"}
    law = facts_of_law(catalogue, said, reviews, people, documents)
    cells = matrix(catalogue, law)
    proposed = related(catalogue, law)
    return Dossier(
        case=case,
        fiction=fiction,
        made_at=made_at,
        program=f"emprise {version('emprise')}",
        catalogue=catalogue.stamp,
        model=model,
        counts=counts,
        unread=tuple(piece for piece in pieces if piece.outcome not in READ),
        pieces=pieces,
        duplicates=tuple((name, numbers[source]) for name, source in duplicates),
        findings=rows,
        reviews=tuple(reviews[key] for key in sorted(reviews)),
        timeline=events(said, documents, catalogue, people, reviews),
        people=_with_capacities(people, network, numbers),
        assessments=assess(main, catalogue.criteria, said, reviews),
        criteria=_criteria(catalogue),
        offences=tuple(_offence(catalogue, item) for item in catalogue.offences.values() if item.kind == "main"),
        matrix=cells,
        gaps=gaps(catalogue, cells),
        related=proposed,
        not_proposed=not_proposed(catalogue, proposed),
        hypotheses=hypotheses(catalogue, law, made_at, known or Known()),
        network=replace(network, presence=(), said=(), claims=()),
        contrasts=contrasts(network),
        readings=read_network(network),
        flows=flows(network),
        state=state,
        numbers=ranks,
        measures=measures(catalogue.criteria),
    )


def _with_capacities(people: Sequence[Person], network: Network, numbers: Mapping[str, int]) -> tuple[Person, ...]:
    """Return the persons with the capacities written beside their names too, each with the act that gives it."""
    sources = {number: source for source, number in numbers.items()}
    given = {
        actor.name: [(sources[number], role) for number, role in actor.roles if number in sources]
        for actor in network.actors
    }
    return tuple(
        replace(person, roles=tuple(dict.fromkeys((*person.roles, *given.get(person.name, ()))))) for person in people
    )


def _number(piece: tuple[int, Document]) -> int:
    return piece[0]


def _counts(rows: Sequence[FindingRow]) -> Counts:
    # A finding that a person rejected stands on no side: it is counted as rejected, and nowhere else.
    sides = Counter(item.side for item in rows if not (item.review and item.review.verdict == "rejected"))
    verdicts = Counter(item.review.verdict if item.review else "pending" for item in rows)
    return Counts(
        incriminating=sides["incriminating"],
        exculpatory=sides["exculpatory"],
        to_verify=sides["to_verify"],
        accepted=verdicts["accepted"],
        rejected=verdicts["rejected"],
        pending=verdicts["pending"] + verdicts["to_verify"],
    )


def _near(documents: Sequence[Document], numbers: Mapping[str, int]) -> dict[int, list[tuple[int, int, int]]]:
    """Return, by number of piece, the pieces nearly the same."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for item in near_duplicates(documents):
        first, second = numbers[item.first], numbers[item.second]
        found.setdefault(first, []).append((second, item.shared, item.of))
        found.setdefault(second, []).append((first, item.shared, item.of))
    return found


def _piece(
    number: int, reading: Reading, numbers: Mapping[str, int], near: Mapping[int, Sequence[tuple[int, int, int]]]
) -> PieceRow:
    source, document = reading.source, reading.document
    return PieceRow(
        number=number,
        name=source.name,
        cote=source.cote,
        sha256=source.id,
        size=source.size,
        media_type=source.media_type,
        parent=numbers.get(source.parent) if source.parent else None,
        outcome=reading.outcome,
        reason=reading.reason,
        reader=reading.reader,
        pages=reading.pages,
        notices=document.notices if document else (),
        text=document.text if document else "",
        near=tuple(sorted(near.get(number, ()))),
        printed_cote=cote_of(document) if document else "",
    )


def _criteria(catalogue: Catalogue) -> tuple[CriterionRow, ...]:
    order = {family: rank for rank, family in enumerate(FAMILIES)}
    found = sorted(catalogue.criteria.values(), key=lambda item: (order[item.family], item.id))
    return tuple(
        CriterionRow(
            id=item.id,
            family=item.family,
            name=item.name,
            definition=item.definition,
            excludes=item.excludes,
            indicators=tuple((one.id, one.name) for one in item.indicators),
        )
        for item in found
    )


def _offence(catalogue: Catalogue, offence: Offence) -> OffenceRow:
    return OffenceRow(
        id=offence.id,
        name=offence.name,
        text=offence.text,
        elements=tuple((f"{offence.id}/{identity}", name) for identity, name in offence.element_names().items()),
        versions=tuple(
            VersionRow(
                offence=offence.id,
                id=item.id,
                article=item.article or offence.text,
                start=item.start,
                end=item.end,
                by=item.by,
                penalty=item.penalty,
                aggravated=item.aggravated,
                mark=item.mark,
                source=catalogue.legal.address(item.source),
                note=item.note,
            )
            for item in offence.versions
        ),
    )
