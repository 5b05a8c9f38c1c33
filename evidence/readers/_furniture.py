"""Page furniture: what stands, digits masked, at the same height of most pages."""

import re
from collections import defaultdict
from collections.abc import Sequence

from evidence.readers._pdf_page import PageLine

# Source: shared/domain/inputs.md, pitfall 10.
SHARE = 0.6
MIN_PAGES = 3
# Heights are compared in steps of this many points: a line of text is about twelve high.
STEP = 6.0
# Furniture stands in the top or the bottom of the page, in this share of its height.
MARGIN = 0.22
_DIGITS = re.compile(r"\d+")


def furniture_of(pages: Sequence[tuple[Sequence[PageLine], float]]) -> dict[tuple[int, int], str]:
    """Return ``header`` or ``footer`` for each line that is furniture, by indices of page and line.

    *pages* holds, for each page with text, its lines and its height.
    """
    full = [index for index, (lines, _) in enumerate(pages) if lines]
    if len(full) < MIN_PAGES:
        return {}
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for index in full:
        lines, height = pages[index]
        for line in lines:
            for step in _steps(line, height):
                seen[(_mask(line), step)].add(index)
    found: dict[tuple[int, int], str] = {}
    for index in full:
        lines, height = pages[index]
        for rank, line in enumerate(lines):
            steps = _steps(line, height)
            if steps and max(len(seen[(_mask(line), step)]) for step in steps) >= SHARE * len(full):
                found[(index, rank)] = "header" if steps[0] * STEP < height / 2 else "footer"
    return found


def _mask(line: PageLine) -> str:
    return _DIGITS.sub("0", line.text)


def _steps(line: PageLine, height: float) -> tuple[int, ...]:
    """Return the two steps of height that *line* may count for, none in the middle of the page."""
    if line.box is None or MARGIN * height < line.box.top < (1 - MARGIN) * height:
        return ()
    step = int(line.box.top // STEP)
    return (step, step + 1) if line.box.top % STEP >= STEP / 2 else (step, step - 1)
