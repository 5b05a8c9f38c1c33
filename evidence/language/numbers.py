"""Numbers written in words: « quinze mille », « mil neuf cent quatre-vingt-seize »."""

from functools import cache

from evidence.catalogue.words import load
from evidence.language.plain import plain

HUNDRED, THOUSAND, SCORE = 100, 1000, 20


@cache
def number_words() -> dict[str, int]:
    """Return the value of each number word, plain."""
    pairs = (line.partition(" = ") for line in load("numbers")["units"])
    return {word: int(value) for word, _, value in pairs}


@cache
def alternatives() -> str:
    """Return the number words as the inside of a regular expression, longest first, on plain text."""
    return "|".join(sorted(number_words(), key=len, reverse=True))


def spelled(words: str) -> int | None:
    """Return the whole number that *words* spell in French, None when one of them is no number word.

    >>> spelled("deux mil dix-huit"), spelled("quatre-vingt-dix-sept"), spelled("un million deux cent mille")
    (2018, 97, 1200000)
    """
    values = number_words()
    parts = [part for part in plain(words).replace("-", " ").split() if part != "et"]
    if not parts or any(part not in values for part in parts):
        return None
    total = group = 0
    for part in parts:
        value = values[part]
        if value >= THOUSAND:
            total += max(group, 1) * value
            group = 0
        elif value == HUNDRED:
            group = max(group, 1) * HUNDRED
        elif value == SCORE and group % HUNDRED == 4:
            group += 4 * SCORE - 4  # « quatre-vingt » is four score, not twenty-four
        else:
            group += value
    return total + group


def counted(words: str) -> int | None:
    """Return the whole number that *words* say, in digits or in letters; None when they say none."""
    digits = "".join(words.split())
    return int(digits) if digits.isdecimal() else spelled(words)
