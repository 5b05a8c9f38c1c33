"""The text as the raw readers see it: lower case, no accents, straight apostrophes, plain blanks, same length.

Dates, sums and identifiers are read on this form, so that « FÉVRIER », « fevrier » and a line end between two words
change nothing, and every match is still a place of the document.
"""

import sys
import unicodedata
from functools import cache

from spacy.tokens import Doc

_STRAIGHT = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
# Latin letters with marks end before this code point; the rest of the plane has no French in it.
_LATIN_END = 0x250


@cache
def _table() -> dict[int, str]:
    table = {code: " " for code in range(sys.maxunicode) if chr(code).isspace()}
    for code in range(_LATIN_END):
        char = unicodedata.normalize("NFD", chr(code).lower())[0]
        if char != chr(code) and not chr(code).isspace():
            table[code] = char
    return table | {ord(char): plain for char, plain in _STRAIGHT.items()}


def plain(text: str) -> str:
    """Return *text* as described above, one character for one.

    >>> plain("L’ÉTÉ 2019")
    "l'ete 2019"
    """
    return text.translate(_table())


def written(doc: Doc) -> str:
    """Return the text of the piece itself, blanks as they are: the document's where there is one.

    Ask once: spaCy puts the whole text together each time.
    """
    text = doc.text
    document = doc._.document if Doc.has_extension("document") else None
    return document.text if document is not None and len(document.text) == len(text) else text
