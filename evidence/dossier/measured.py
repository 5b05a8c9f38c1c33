"""What the program finds and misses, criterion by criterion, as ``make evaluate`` measured it on texts set aside."""

import json
from collections.abc import Container
from dataclasses import dataclass

from evidence.resources import folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One criterion on the texts set aside: passages *expected*, *found* by the program, and *right* among these."""

    criterion: str
    expected: int
    found: int
    right: int


def measures(criteria: Container[str]) -> tuple[Measure, ...]:
    """Return the figures of each of *criteria* on texts that served for no rule; none where they are not carried."""
    try:
        path = folder("bench") / "accuracy.json"
    except FileNotFoundError:
        return ()
    if not path.is_file():
        return ()
    # The table is for people: its first block has one line a criterion, name, three counts, then shares.
    table = json.loads(path.read_text(encoding="utf-8"))["unseen"]["table"].split("\n\n", maxsplit=1)[0]
    lines = [line.split() for line in table.splitlines()]
    return tuple(
        Measure(criterion=cells[0], expected=int(cells[1]), found=int(cells[2]), right=int(cells[3]))
        for cells in lines
        if cells and cells[0] in criteria
    )
