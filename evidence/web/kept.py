"""The findings as persons left them, in memory, with what a screen asks of them: none of it walks the whole case."""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence

from evidence.decisions import as_reviewed
from evidence.model import Finding, Review


class Kept:
    """Findings in the order of the text, their decisions, and the counts and likes of each."""

    def __init__(self, found: Sequence[Finding] = (), reviews: Mapping[str, Review] | None = None) -> None:
        """Index *found* as *reviews* leave them."""
        self.made = list(found)
        self.places = {item.id: rank for rank, item in enumerate(self.made)}
        self.reviews = dict(reviews or {})
        self.now = [as_reviewed(item, self.reviews.get(item.id)) for item in self.made]
        self.progress: dict[str, tuple[int, int]] = {}
        self._alike: dict[tuple[str, str], list[int]] = {}
        for rank, item in enumerate(self.now):
            done, total = self.progress.get(item.source, (0, 0))
            self.progress[item.source] = (done + (item.id in self.reviews), total + 1)
            self._alike.setdefault(_key(item), []).append(rank)

    def put(self, identity: str, review: Review | None) -> None:
        """Let *review* be the decision in force on the finding *identity*; None: there is none any more."""
        before = identity in self.reviews
        if review is None:
            self.reviews.pop(identity, None)
        else:
            self.reviews[identity] = review
        rank = self.places.get(identity)
        if rank is None:
            return
        old, new = self.now[rank], as_reviewed(self.made[rank], review)
        self.now[rank] = new
        done, total = self.progress[new.source]
        self.progress[new.source] = (done + (review is not None) - before, total)
        if _key(old) != _key(new):
            self._alike[_key(old)].remove(rank)
            insort(self._alike.setdefault(_key(new), []), rank)

    def alike(self, finding: Finding) -> Iterator[Finding]:
        """Yield the other findings of the same criterion by the same agent, where one is named."""
        for rank in self._alike.get(_key(finding), ()) if finding.agent else ():
            if self.now[rank].id != finding.id:
                yield self.now[rank]


def _key(finding: Finding) -> tuple[str, str]:
    return finding.criterion, finding.agent.name if finding.agent else ""
