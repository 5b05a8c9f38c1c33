"""Joins a word cut at a line end, or keeps its hyphen: « constitu-tion » and « Jean-Paul » are not alike."""

import gzip
import re
from functools import cache

from evidence import resources

# What PDFium writes in place of a hyphen and the line end after it.
CUT = "\ufffe"
_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"^[^\W\d_]+")


@cache
def _words() -> frozenset[str]:
    """Return the French forms of the shipped lexicon."""
    path = resources.folder("models") / "lexicon" / "forms.tsv.gz"
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    return frozenset(line.partition("\t")[0] for line in text.splitlines())


def known(word: str) -> bool:
    """Tell whether *word* is a French form of the lexicon."""
    return word.lower().replace("’", "'") in _words()


def keeps_hyphen(before: str, after: str) -> bool:
    """Tell whether the hyphen between *before* and *after* belongs to the word.

    It does before a capital or a digit, where only the hyphened form is known, and between two words that make no
    third one (« dit-il »). Source: shared/domain/inputs.md, pitfall 1 (61 % of 500 cases are real hyphens).

    >>> keeps_hyphen("à Jean", "Paul"), keeps_hyphen("la constitu", "tion de"), keeps_hyphen("vingt", "neuf ans")
    (True, False, True)
    """
    if not after or not after[0].islower():
        return True
    left, right = _LAST.search(before), _FIRST.match(after)
    if not left or not right:
        return True
    head, tail = left.group(), right.group()
    if known(head + tail):
        return False
    return known(f"{head}-{tail}") or (known(head) and known(tail))


def uncut(text: str) -> list[str]:
    """Return the printed lines of *text*, which PDFium gives as one with :data:`CUT` where a word was cut.

    The end of a cut word goes up to the line where it begins, so that each word is whole on one line.

    >>> uncut("il a été con\ufffetraint de partir avec Jean\ufffePaul")
    ['il a été contraint', 'de partir avec Jean-Paul', '']
    """
    first, *others = text.split(CUT)
    lines = [first]
    for part in others:
        word, _, rest = part.partition(" ")
        sign = "-" if lines[-1] and keeps_hyphen(lines[-1], part) else ""
        lines[-1] = f"{lines[-1]}{sign}{word}"
        lines.append(rest)
    return lines
