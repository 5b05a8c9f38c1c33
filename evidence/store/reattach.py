"""After a new analysis: what appeared, disappeared or changed, and where each decision's passage is now."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from evidence.model import Finding

Kind = Literal["appeared", "disappeared", "changed"]
# What may change without the finding saying anything else: the version of the rules is always new.
_SILENT = frozenset(("catalogue", "phrase", "indicator"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A finding that an analysis made appear, disappear or change; *fields* names what differs."""

    kind: Kind
    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """Return the finding as it is now, or as it was when it has gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 (one of the two is there)
        return found

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that differ, in order; none unless changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            field.name
            for field in fields(Finding)
            if field.name not in _SILENT and getattr(self.before, field.name) != getattr(self.after, field.name)
        )


def changes(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Change]:
    """Yield what differs between two analyses, in the order of the new one; what disappeared comes last."""
    old = {finding.id: finding for finding in before}
    for finding in after:
        was = old.pop(finding.id, None)
        if was is None:
            yield Change(kind="appeared", before=None, after=finding)
            continue
        change = Change(kind="changed", before=was, after=finding)
        if change.fields:
            yield change
    for finding in old.values():
        yield Change(kind="disappeared", before=finding, after=None)


def attached(passages: Mapping[str, str], after: Iterable[Finding]) -> dict[str, str]:
    """Return, for each decided id that has gone, the id of the finding on the same passage: decided -> finding.

    *passages* gives where each decision's finding stood. Same piece, same criterion, and the two sentences share more
    than half of the shorter one; a finding takes one decision, the nearest.
    """
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    ids = set()
    for finding in after:
        ids.add(finding.id)
        if finding.id not in passages:
            found[finding.source, finding.criterion].append(finding)
    pairs: list[tuple[int, str, str]] = []
    for decided, text in passages.items():
        if decided in ids:
            continue
        source, criterion, start, end = json.loads(text)
        for finding in found[source, criterion]:
            place = finding.sentence
            shared = min(end, place.end) - max(start, place.start)
            if 2 * shared > min(end - start, place.end - place.start):
                pairs.append((-shared, decided, finding.id))
    moved: dict[str, str] = {}
    taken: set[str] = set()
    for _, decided, identity in sorted(pairs):
        if decided not in moved and identity not in taken:
            moved[decided] = identity
            taken.add(identity)
    return moved
