"""A line for a terminal: its words, and what kind of line it is; a command gives each kind its colour."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

# A terminal of 80 columns, less the two that some keep for themselves.
WIDTH = 78
# No line begins with the second of a pair or ends with the first; the words come out as they were.
JOINED, JOINT = ("« ", " »", " :", " ;", " ?", " !", " →"), "\ue000"


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and their *kind*: title, plain, soft, or a status; the words alone say everything the colour says."""

    text: str
    kind: str = "plain"


def wrapped(text: str, first: str = "", kind: str = "plain", then: str | None = None) -> Iterator[Said]:
    """Yield *text* cut at the width of a terminal: *first* begins its first line, *then* the others."""
    after = " " * len(first) if then is None else then
    joined = text
    for pair in JOINED:
        joined = joined.replace(pair, pair.replace(" ", JOINT))
    for line in textwrap.wrap(joined, WIDTH, initial_indent=first, subsequent_indent=after, break_on_hyphens=False):
        yield Said(line.replace(JOINT, " "), kind)
