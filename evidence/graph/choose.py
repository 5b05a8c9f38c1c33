"""A part of the network: by person, type of link, status, period."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from evidence.graph.record import Network, Passage, Tie


def chosen(
    network: Network,
    *,
    person: str = "",
    relations: Collection[str] = (),
    status: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> Network:
    """Return *network* with the ties that answer every condition given; actors, facts and pieces stay.

    A period keeps the passages that say a day of it: a tie none of whose passages says one is left out.
    """
    named = next((actor.name for actor in network.actors if person in (actor.name, *actor.variants)), person)
    ties = []
    for tie in network.ties:
        ends = not named or named in (tie.subject, tie.object)
        if ends and (not relations or tie.relation in relations) and status in ("", tie.status):
            kept = _within(tie, first, last)
            if kept is not None:
                ties.append(kept)
    return replace(network, ties=tuple(ties))


def _within(tie: Tie, first: dt.date | None, last: dt.date | None) -> Tie | None:
    if first is None and last is None:
        return tie
    places = [rank for rank, item in enumerate(tie.passages) if _dated(item, first, last)]
    kept = tuple(tie.passages[rank] for rank in places)
    if not kept:
        return None
    days = [day for item in kept if item.when for day in (item.when.first, item.when.last) if day]
    return replace(
        tie,
        passages=kept,
        origins=tuple(sorted({item.origin for item in kept if item.origin})),
        unsourced=sum(not item.origin for item in kept),
        echoes=tuple((places.index(a), places.index(b)) for a, b in tie.echoes if a in places and b in places),
        first=min(days),
        last=max(days),
    )


def _dated(passage: Passage, first: dt.date | None, last: dt.date | None) -> bool:
    when = passage.when
    if when is None or when.first is None:
        return False
    end = when.last or when.first
    return (first is None or end >= first) and (last is None or when.first <= last)
