"""The matrix: for each element of a version, what supports it, what contradicts it, what is missing."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evidence.assessment.applicable import UNDECIDED, law_text, placed
from evidence.assessment.parties import Parties, Told
from evidence.assessment.records import Bearing, MatrixRow, Named, Part, Placed, PlacedCount, State
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Offence, Version
from evidence.model import Finding, Review

# What a date places comes first; what none places is never mixed with it.
PLACINGS: tuple[Placed, ...] = ("dated", "astride", "undated")
OUTSIDE = "hors de la liste limitative du texte : à vérifier"
UNNAMED = "la personne n’est pas nommée dans le passage : à vérifier"
ASKED = "question, supposition ou crainte : n’appuie rien"
SUGGESTED = "proposé par deux modèles statistiques : n’appuie rien avant relecture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the matrix reads: findings with their persons, reviews, pieces (number, kind) by source, sums and means.

    *means* are lines of pieces that say a person's means, each with its piece; *kinds* are French (« déclaration »).
    *shared* gives, for each pair of persons, the passages that concern it.
    *payments* are the movements out of the statements, each with its row and piece in words,
    *reports* the procès-verbaux: the date in words, the piece, the day when there is one. *near* gives, for a finding
    of no date, the nearest date its piece says.
    """

    told: tuple[Told, ...]
    reviews: Mapping[str, Review]
    pieces: Mapping[str, tuple[int, str]]
    parties: Parties
    shared: Mapping[tuple[str, str], tuple[tuple[Told, Named], ...]]
    means: tuple[tuple[str, int], ...] = ()
    payments: tuple[tuple[dt.date, str], ...] = ()
    reports: tuple[tuple[str, int, dt.date | None], ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFact:
    """A finding of a pair, placed in one version: *named* says which of the two the passage names."""

    item: Told
    named: Named
    placed: Placed


def bearing_on(catalogue: Catalogue, offence: Offence) -> dict[str, frozenset[str]]:
    """Return what bears on each element of *offence*: ids of criteria, or ``criterion/indicator``."""
    added = offence.bearing()
    found = {}
    for element in offence.element_names():
        name = f"{offence.id}/{element}"
        criteria = {item.id for item in catalogue.criteria.values() if name in item.supports}
        found[element] = frozenset(criteria | set(added.get(element, ())))
    return found


def is_among(finding: Finding, names: Collection[str]) -> bool:
    """Tell whether *finding* is of one of *names*: criteria, or ``criterion/indicator``."""
    return finding.criterion in names or f"{finding.criterion}/{finding.indicator}" in names


def matrix(catalogue: Catalogue, facts: Facts) -> tuple[MatrixRow, ...]:
    """Return the rows of every main offence, by offence, pair of persons, version and element.

    A version has rows when a dated fact of the pair falls in it, wholly or astride; a fact without a date is in each,
    marked so. When no fact of the pair has a date, the last version alone is shown. No text reaches back.
    """
    rows: list[MatrixRow] = []
    for offence in catalogue.offences.values():
        if offence.kind != "main":
            continue
        bearing = bearing_on(catalogue, offence)
        for pair, mine in facts.shared.items():
            for version, found in touched(offence, mine, bearing):
                rows += _rows(catalogue, facts, offence, version, pair, found, bearing)
    return tuple(rows)


def touched(
    offence: Offence, mine: Sequence[tuple[Told, Named]], bearing: Mapping[str, frozenset[str]]
) -> list[tuple[Version, list[PlacedFact]]]:
    """Return the versions in which facts fall, each with the facts that bear on an element it has.

    The last version alone when no fact has a date.
    """
    found: list[tuple[Version, list[PlacedFact]]] = []
    for version in offence.every_version():
        names = frozenset().union(*(bearing.get(element, ()) for element in offence.element_names(version)))
        inside = [
            PlacedFact(item=item, named=named, placed=where)
            for item, named in mine
            if is_among(item.finding, names)
            for where in [placed(version, item.finding.when)]
            if where is not None
        ]
        dated = any(entry.placed != "undated" for entry in inside)
        if dated or (inside and not found and version == offence.versions[-1]):
            found.append((version, inside))
    return found


def _rows(
    catalogue: Catalogue,
    facts: Facts,
    offence: Offence,
    version: Version,
    pair: tuple[str, str],
    found: list[PlacedFact],
    bearing: Mapping[str, frozenset[str]],
) -> list[MatrixRow]:
    alternatives = {e: others for need in offence.rules(version).values() for e, others in need.alternatives().items()}
    words, outside, text = offence.text_words(version), offence.left_out(), law_text(offence, version, catalogue.legal)
    rows = []
    for element, name in offence.element_names(version).items():
        sides: dict[str, list[Bearing]] = {"for": [], "against": [], "verify": []}
        for entry in found:
            if is_among(entry.item.finding, bearing[element]):
                side, line = _bearing(facts, entry, _left_out(entry, offence, element, outside.get(element, ())))
                sides[side].append(line)
        for lines in sides.values():
            lines.sort(key=lambda line: PLACINGS.index(line.placed))
        rows.append(
            MatrixRow(
                offence=offence.id,
                version=version.id,
                harmed=pair[0],
                accused=pair[1],
                element=element,
                name=name,
                words=words.get(element, ""),
                part=_part(offence, element, alternatives),
                alternatives=alternatives.get(element, ()),
                state=state_of(bool(sides["for"]), bool(sides["against"])),
                supported=tuple(sides["for"]),
                contradicted=tuple(sides["against"]),
                to_verify=tuple(sides["verify"]),
                placings=_placings(sides),
                sources=independent(sides["for"]),
                kinds=tuple(sorted({line.kind for line in (*sides["for"], *sides["against"])})),
                notes=(*_notes(facts, offence, element, sides["for"]), *_undated(sides["for"] + sides["against"])),
                law=text,
            )
        )
    return rows


def _placings(sides: Mapping[str, Sequence[Bearing]]) -> tuple[PlacedCount, ...]:
    counted = (
        PlacedCount(
            placed=where,
            supported=sum(line.placed == where for line in sides["for"]),
            contradicted=sum(line.placed == where for line in sides["against"]),
            to_verify=sum(line.placed == where for line in sides["verify"]),
        )
        for where in PLACINGS
    )
    return tuple(item for item in counted if item.supported or item.contradicted or item.to_verify)


def state_of(supported: object, contradicted: object) -> State:
    """Return where an element stands; it is never satisfied."""
    if supported and contradicted:
        return "discussed"
    if supported:
        return "supported"
    return "contradicted" if contradicted else "missing"


def _part(offence: Offence, element: str, alternatives: Mapping[str, tuple[str, ...]]) -> Part:
    if element in offence.excluding:
        return "exclusion"
    if element in offence.harsher or element not in alternatives:
        return "aggravation"
    return "alternative" if alternatives[element] else "required"


def _left_out(entry: PlacedFact, offence: Offence, element: str, outside: tuple[str, ...]) -> str:
    """Return why a passage cannot bear on an element, empty when it can."""
    if is_among(entry.item.finding, outside):
        return OUTSIDE
    if element in offence.about_person and entry.named not in ("both", "harmed"):
        return UNNAMED
    return ""


def _bearing(facts: Facts, entry: PlacedFact, left_out: str) -> tuple[str, Bearing]:
    """Return the side of a finding on an element (for, against, verify) and its line."""
    finding = entry.item.finding
    review = facts.reviews.get(finding.id)
    number, kind = facts.pieces.get(finding.source, (0, ""))
    side = {"affirmed": "for", "reported": "for", "denied": "against"}.get(finding.status, "verify")
    reason = ASKED if side == "verify" else ""
    if side != "verify" and left_out:
        side, reason = "verify", left_out
    elif side != "verify" and finding.suggestion and (review is None or review.verdict != "accepted"):
        side, reason = "verify", SUGGESTED
    return side, Bearing(
        finding=finding.id,
        criterion=finding.criterion,
        piece=number,
        kind=kind,
        status=finding.status,
        strength="weak" if finding.status == "reported" else "full",
        review=review.verdict if review is not None else None,
        placed=entry.placed,
        named=entry.named,
        source=source_of(entry.item, number),
        when=finding.when,
        reason=reason,
        near=facts.near.get(finding.id, "") if entry.placed == "undated" else "",
    )


def source_of(item: Told, number: int) -> str:
    """Return whom a fact comes from: the last of the chain of hearsay, else who speaks, else the piece itself."""
    if item.finding.chain:
        return item.finding.chain[-1]
    return item.speaker or f"pièce {number}"


def independent(lines: Iterable[Bearing]) -> int:
    """Return how many sources stand apart in *lines*: hearsay from somebody unnamed (« ma tante ») adds none.

    Alone, it counts for one.
    """
    known = tuple(lines)
    first_hand = {line.source for line in known if line.strength == "full"}
    told_by = {line.source for line in known if line.strength == "weak" and line.source[:1].isupper()}
    named = {source for source in told_by if " " in source and not source.lower().startswith(("ma ", "mon ", "mes "))}
    return len(first_hand | named) or min(len(known), 1)


def _notes(facts: Facts, offence: Offence, element: str, supported: list[Bearing]) -> tuple[str, ...]:
    notes = []
    if element in offence.repeated and supported:
        notes.append(_occurrences(supported))
    if element in offence.measured and supported:
        notes += _sums(facts, supported)
    return tuple(notes)


def _undated(lines: list[Bearing]) -> list[str]:
    """Return how many passages no date places under this text: they are never filed under it in silence."""
    count = sum(line.placed == "undated" for line in lines)
    if not count:
        return []
    return [f"{count} passage{'s' if count > 1 else ''} de date non établie : {UNDECIDED}"]


def _occurrences(supported: list[Bearing]) -> str:
    dated = [(line.when, line.piece) for line in supported if line.when is not None and line.when.first is not None]
    said = sorted({(when.first, " ".join(when.words.split()), piece) for when, piece in dated if when.first})
    listed = " ; ".join(f"« {words} » (pièce {piece})" for _, words, piece in said)
    days = len({first for first, _, _ in said})
    return f"occurrences datées distinctes : {days}" + (f" : {listed}" if listed else "")


def _sums(facts: Facts, supported: list[Bearing]) -> list[str]:
    """Return the sums that the supporting passages say, and the means that pieces say; they are never compared."""
    by_id = {item.finding.id: item.finding for item in facts.told}
    said = []
    for line in supported:
        amount = by_id[line.finding].amount
        if amount is not None:
            said.append(f"« {' '.join(amount.words.split())} » (pièce {line.piece})")
    means = [f"« {words} » (pièce {piece})" for words, piece in facts.means]
    notes = [f"sommes dites : {' ; '.join(dict.fromkeys(said))}"] if said else []
    notes.append(
        f"moyens dits ou entrées relevées : {' ; '.join(means)}"
        if means
        else "moyens de la personne : aucune pièce ne les dit"
    )
    return notes
