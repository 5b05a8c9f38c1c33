"""What the findings say of each element of an offence: a state and its findings, never « constitué », never a score."""

from collections.abc import Iterable, Mapping

from evidence.assessment.matrix import is_among, state_of
from evidence.assessment.records import State
from evidence.catalogue.law import Offence
from evidence.catalogue.schema import Criterion
from evidence.model import Assessment, Coverage, Finding, Review

# The words of an assessment for the states of the matrix: the two never say different things.
COVERAGES: dict[State, Coverage] = {
    "supported": "documented",
    "contradicted": "contradicted",
    "discussed": "discussed",
    "missing": "undocumented",
}


def assess(
    offences: Mapping[str, Offence],
    criteria: Mapping[str, Criterion],
    findings: Iterable[Finding],
    reviews: Mapping[str, Review],
) -> tuple[Assessment, ...]:
    """Return one assessment per element of each offence, in the order of the texts.

    A rejected finding says nothing. Affirmed and reported ones support, denied ones contradict, a question or a
    supposition supports nothing and is listed to be verified. Reported ones are marked as weaker in *reasons*.
    """
    kept = [item for item in findings if not (item.id in reviews and reviews[item.id].verdict == "rejected")]
    found = []
    for offence in offences.values():
        added = offence.bearing()
        for element in offence.element_names():
            name = f"{offence.id}/{element}"
            ids = {criterion.id for criterion in criteria.values() if name in criterion.supports}
            ids |= set(added.get(element, ()))
            bearing = [item for item in kept if is_among(item, ids)]
            found.append(_assessment(name, bearing, reviews))
    return tuple(found)


def _assessment(name: str, bearing: list[Finding], reviews: Mapping[str, Review]) -> Assessment:
    sides: dict[str, list[str]] = {"for": [], "against": [], "verify": []}
    weak = 0
    for item in bearing:
        decided = reviews.get(item.id)
        status = decided.status if decided is not None and decided.status is not None else item.status
        side = {"affirmed": "for", "reported": "for", "denied": "against"}.get(status, "verify")
        sides[side].append(item.id)
        weak += status == "reported"
    coverage = COVERAGES[state_of(sides["for"], sides["against"])]
    sources = len({item.source for item in bearing})
    reasons = [f"{sources} pièce{'s' if sources > 1 else ''}"] if bearing else []
    if weak:
        reasons.append(f"dont {weak} par ouï-dire, appui plus faible")
    return Assessment(
        element=name,
        coverage=coverage,
        incriminating=tuple(sides["for"]),
        exculpatory=tuple(sides["against"]),
        to_verify=tuple(sides["verify"]),
        reasons=tuple(reasons),
    )
