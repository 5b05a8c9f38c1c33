"""Aggravations and other offences to look at: proposed with what is missing, never decided."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from evidence.assessment.applicable import law_text
from evidence.assessment.matrix import Facts, PlacedFact, bearing_on, is_among, state_of, touched
from evidence.assessment.parties import Told
from evidence.assessment.records import ElementView, RelatedOffence
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Offence, Version
from evidence.model import Finding


def related(catalogue: Catalogue, facts: Facts) -> tuple[RelatedOffence, ...]:
    """Return the aggravations of the main offences, then the related offences, that a passage affirms or reports.

    They are looked at over the whole case: who did what to whom stays in the findings. A version is shown when a fact
    that calls it falls in it; the last one alone when none has a date.
    """
    found: list[RelatedOffence] = []
    for kind in ("aggravation", "related"):
        for offence in catalogue.offences.values():
            if kind == "aggravation" and offence.kind == "main" and offence.harsher:
                found += _aggravations(catalogue, facts, offence)
            elif kind == "related" and offence.kind == "related" and offence.proposed_by:
                found += _offence(catalogue, facts, offence)
    return tuple(found)


def not_proposed(catalogue: Catalogue, proposed: tuple[RelatedOffence, ...]) -> int:
    """Return how many related offences of the catalogue are left aside: no passage supports an element of their own."""
    every = {offence.id for offence in catalogue.offences.values() if offence.kind == "related"}
    return len(every - {item.offence for item in proposed})


def _aggravations(catalogue: Catalogue, facts: Facts, offence: Offence) -> list[RelatedOffence]:
    bearing = {e: names for e, names in bearing_on(catalogue, offence).items() if e in offence.harsher}
    calling = frozenset().union(*bearing.values())
    return [
        _proposal(catalogue, "aggravation", offence, version, placing, bearing, _had(offence, version, bearing))
        for version, placing in _called(facts, offence, calling, bearing)
        if _affirming(_items(placing), _had(offence, version, bearing))
    ]


def _had(offence: Offence, version: Version, bearing: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return what bears on the elements that *version* has."""
    return frozenset().union(*(bearing[element] for element in bearing if element in offence.element_names(version)))


def _offence(catalogue: Catalogue, facts: Facts, offence: Offence) -> list[RelatedOffence]:
    bearing = bearing_on(catalogue, offence)
    calling = frozenset(offence.proposed_by)
    concerned = calling.union(*bearing.values())
    found = [
        _proposal(catalogue, "related", offence, version, placing, bearing, calling)
        for version, placing in _called(facts, offence, concerned, bearing)
        if _affirming(_items(placing), calling)
    ]
    return [item for item in found if set(offence.proposed_with) <= {v.element for v in item.elements if v.supported}]


def _called(
    facts: Facts, offence: Offence, names: frozenset[str], bearing: Mapping[str, frozenset[str]]
) -> list[tuple[Version, list[PlacedFact]]]:
    # Whatever element they bear on: a calling criterion counts although no element names it.
    every = dict.fromkeys(bearing, names)
    return touched(offence, [(item, "both") for item in facts.told], every)


def _items(placing: Iterable[PlacedFact]) -> tuple[Told, ...]:
    return tuple(entry.item for entry in placing)


def _affirming(items: tuple[Told, ...], names: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(
        item.finding
        for item in items
        if item.finding.status in ("affirmed", "reported") and is_among(item.finding, names)
    )


def _proposal(
    catalogue: Catalogue,
    kind: Literal["aggravation", "related"],
    offence: Offence,
    version: Version,
    placing: list[PlacedFact],
    bearing: Mapping[str, frozenset[str]],
    calling: frozenset[str],
) -> RelatedOffence:
    names, inside = offence.element_names(version), _items(placing)
    outside = offence.left_out()
    views = tuple(
        _view(element, names[element], inside, bearing[element], outside.get(element, ()))
        for element in bearing
        if element in names
    )
    views = _counted(offence, views)
    supported = {view.element for view in views if view.supported}
    missing: set[str] = set()
    if kind == "related":
        missing = set().union(*(need.still_open(supported) for need in offence.rules(version).values()))
    else:
        missing = {view.element for view in views} - supported
    shown = {finding for view in views for finding in (*view.supported, *view.contradicted, *view.to_verify)}
    undated, astride = (
        tuple(entry.item.finding.id for entry in placing if entry.placed == where and entry.item.finding.id in shown)
        for where in ("undated", "astride")
    )
    return RelatedOffence(
        kind=kind,
        offence=offence.id,
        version=version.id,
        name=offence.name,
        penalty=version.penalty,
        aggravated=version.aggravated,
        because=tuple(finding.id for finding in _affirming(inside, calling)),
        elements=views,
        missing=tuple(element for element in names if element in missing),
        undated=undated,
        astride=astride,
        note=" ; ".join(filter(None, (offence.note, version.note))),
        law=law_text(offence, version, catalogue.legal),
    )


def _counted(offence: Offence, views: tuple[ElementView, ...]) -> tuple[ElementView, ...]:
    """Return *views* where a circumstance made of several others (« deux au moins ») rests on their passages."""
    by_id = {view.element: view for view in views}
    for element, (least, parts) in offence.made_of().items():
        held = [by_id[part] for part in parts if part in by_id and by_id[part].supported]
        if element in by_id and len(held) >= least:
            ids = tuple(dict.fromkeys(finding for view in held for finding in view.supported))
            against = tuple(dict.fromkeys(finding for view in held for finding in view.contradicted))
            state = state_of(ids, against)
            by_id[element] = replace(by_id[element], supported=ids, contradicted=against, state=state)
    return tuple(by_id[view.element] for view in views)


def _view(
    element: str, name: str, inside: tuple[Told, ...], bearing: frozenset[str], outside: tuple[str, ...]
) -> ElementView:
    sides: dict[str, list[str]] = {"for": [], "against": [], "verify": []}
    for item in inside:
        if not is_among(item.finding, bearing):
            continue
        side = {"affirmed": "for", "reported": "for", "denied": "against"}.get(item.finding.status, "verify")
        if is_among(item.finding, outside):
            side = "verify"
        sides[side].append(item.finding.id)
    return ElementView(
        element=element,
        name=name,
        state=state_of(sides["for"], sides["against"]),
        supported=tuple(sides["for"]),
        contradicted=tuple(sides["against"]),
        to_verify=tuple(sides["verify"]),
    )
