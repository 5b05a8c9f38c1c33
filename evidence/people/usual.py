"""A name as a sentence writes it: « GARNIER Odile », as acts write it, is « Odile Garnier »."""

import re

from evidence.language.forms import folded
from evidence.language.names import first_names

PARTICLES = ("de", "du", "des")
_PART = re.compile(r"[^\W\d_]+")


def usual(name: str) -> str:
    """Return *name* with its surname in lower case but its first letters, after the first names it follows.

    Only where capitals tell the surname: a name all in capitals, or without any, is left as it is.

    >>> usual("GARNIER Odile"), usual("Marc TISSOT"), usual("C. VAUTRIN"), usual("ODILE GARNIER"), usual("Léa")
    ('Odile Garnier', 'Marc Tissot', 'C. Vautrin', 'ODILE GARNIER', 'Léa')
    >>> usual("LE GOFF-D'ARC Jean-Pierre"), usual("GARNIER née MARTIN Odile")
    ("Jean-Pierre Le Goff-d'Arc", 'Garnier née Martin Odile')
    """
    words = name.split()
    loud = [_shouts(word) for word in words]
    if not any(loud) or all(loud):
        return name
    cased = [_lower(word) if high else word for word, high in zip(words, loud, strict=True)]
    surname = loud.index(False)
    given = cased[surname:]
    # Reordered only when nothing but first names follows the surname: « née », a second surname stay where they are.
    if surname and not any(loud[surname:]) and all(map(_is_given, given)):
        cased = [*given, *cased[:surname]]
    return " ".join(cased)


def _shouts(word: str) -> bool:
    return word.isupper() and len(_PART.sub("", word)) < len(word) - 1


def _is_given(word: str) -> bool:
    return all(folded(part) in first_names() for part in word.split("-"))


def _lower(word: str) -> str:
    return _PART.sub(lambda part: _part(word, part), word)


def _part(word: str, part: re.Match[str]) -> str:
    low = part.group().lower()
    elided = low == "d" and word[part.end() : part.end() + 1] in ("'", "’")
    return low if elided or low in PARTICLES else low[:1].upper() + low[1:]
