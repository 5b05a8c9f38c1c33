"""Numbers written in words: « quinze mille », « mil neuf cent quatre-vingt-seize »."""

from functools import cache

from evidence.catalogue.words import load


@cache
def _values() -> dict[str, int]:
    pairs = (line.partition(" = ") for line in load("times")["numbers"])
    return {word: int(value) for word, _, value in pairs}


def spelled(words: str) -> int | None:
    """Return the whole number that *words* spell in French, None when one of them is no number word."""
    parts = [part for part in words.lower().replace("-", " ").split() if part != "et"]
    if not parts or any(part.rstrip("s") not in _values() and part not in _values() for part in parts):
        return None
    total = group = 0
    for part in parts:
        value = _values().get(part, _values().get(part.rstrip("s"), 0))
        if value >= 1000:
            total += max(group, 1) * value
            group = 0
        elif value == 100:
            group = max(group % 100, 1) * 100 + (group // 100) * 100
        elif value == 20 and group % 100 == 4:
            group += 76
        else:
            group += value
    return total + group
