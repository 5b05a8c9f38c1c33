"""What the list of findings keeps, and what may be decided at once."""

import hashlib
from dataclasses import dataclass

from evidence.model import Finding, Review

# How many findings of a criterion are read one by one before the rest may be decided at once.
SAMPLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list of findings keeps; an empty field keeps everything."""

    criterion: str = ""
    status: str = ""
    person: str = ""
    piece: str = ""
    first: str = ""
    last: str = ""
    state: str = ""

    def keep(self, finding: Finding, number: int, review: Review | None) -> bool:
        """Tell whether *finding* (of piece *number*, as its *review* leaves it) is kept; *person* is not looked at."""
        when = finding.when
        return (
            self.criterion in ("", finding.criterion)
            and self.status in ("", finding.status)
            and self.piece in ("", str(number))
            and (not self.first or bool(when and when.last and when.last.isoformat() >= self.first))
            and (not self.last or bool(when and when.first and when.first.isoformat() <= self.last))
            and self._in_state(finding, review)
        )

    def _in_state(self, finding: Finding, review: Review | None) -> bool:
        if self.state == "suggestion":
            return finding.suggestion
        verdict = review.verdict if review else "undecided"
        return self.state in ("", verdict)

    def said(self) -> dict[str, str]:
        """Return the fields that are set, for an address."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What a decision in bulk would touch: *left* are undecided; *done* of the criterion are, *needed* must be."""

    done: int
    needed: int
    left: tuple[str, ...]

    @property
    def token(self) -> str:
        """Return what stands for these very findings: a page that showed others decides nothing."""
        return hashlib.sha256(" ".join(self.left).encode()).hexdigest()[:16]

    @property
    def ready(self) -> bool:
        """Tell whether the sample was read."""
        return self.done >= self.needed and bool(self.left)
