"""Who does what to whom: each link with the findings that say it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from evidence.model import Finding, Link, Person
from evidence.people.registry import identity


def links(findings: Iterable[Finding], people: tuple[Person, ...], relations: Collection[str]) -> tuple[Link, ...]:
    """Return the links between agents and patients, by names; *relation* is the criterion's id and the status.

    *relations* are the criteria that say what one person does to another: a state or an age is no act. Affirmed, denied
    and reported links stay apart; a question or a supposition makes no link.
    """
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.agent is None or finding.patient is None or finding.criterion not in relations:
            continue
        if finding.status == "hypothetical":
            continue
        subject, target = identity(finding.agent.name, people), identity(finding.patient.name, people)
        if subject != target:
            found[(subject, f"{finding.criterion}/{finding.status}", target)].append(finding.id)
    return tuple(
        Link(subject=subject, relation=relation, object=target, findings=tuple(ids))
        for (subject, relation, target), ids in sorted(found.items())
    )
