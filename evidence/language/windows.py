"""Where in a long text it is worth looking: the stretches around the words that announce something."""

from collections.abc import Iterable

Window = tuple[int, int]


def windows(text: str, places: Iterable[int], before: int, after: int) -> list[Window]:
    """Return the stretches of *text* around *places* (in order), joined where they touch, ending between two words."""
    found: list[Window] = []
    for place in places:
        start, end = max(place - before, 0), place + after
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(start, _word_end(text, end)) for start, end in found]


def _word_end(text: str, place: int) -> int:
    end = text.find(" ", place) if place < len(text) else -1
    return len(text) if end < 0 else end
