"""What a person types to search -> an expression of SQLite's full-text index. All terms are quoted.

``mots`` are all there, in any order; ``"une phrase"`` is exact; ``fin*`` begins so; ``a NEAR/5 b``: within five words;
``OU`` joins, ``SAUF`` takes away. Accents, capitals, œ and æ, straight or curly apostrophes make no difference.
"""

import shlex
import unicodedata
from functools import cache

from evidence.errors import UsageError

# Lower case and ligatures here; accents are the index's (unicode61, remove_diacritics 2).
_FOLDED = (("œ", "oe"), ("æ", "ae"), ("’", "'"), ("ʼ", "'"))
# What people type for a quotation mark or a blank.
_TYPED = {ord("«"): '"', ord("»"): '"', ord("“"): '"', ord("”"): '"', 0xA0: " ", 0x202F: " "}
_JOINS = {"OU": "OR", "OR": "OR", "ET": "AND", "AND": "AND", "SAUF": "NOT", "NOT": "NOT"}
# How far apart NEAR allows, when no number is given: SQLite's own default.
REACH = 10


def fold(text: str) -> str:
    """Return *text* with ligatures spread out and apostrophes straight.

    >>> fold("l’Œuvre")
    "l'oeuvre"
    """
    found = text.lower()
    for char, spread in _FOLDED:
        found = found.replace(char, spread)
    return found


@cache
def bare(name: str) -> str:
    """Return *name* without accents either: what part of a name is looked for in.

    >>> bare("Hélène D’Œuf")
    "helene d'oeuf"
    """
    parts = unicodedata.normalize("NFD", fold(name))
    return "".join(char for char in parts if not unicodedata.combining(char))


def places(text: str) -> list[int]:
    """Return, for each character of ``fold(text)`` and its end, the place in *text* it comes from."""
    length = len(fold(text))
    if length == len(text):  # no ligature: the same places
        return list(range(length + 1))
    found: list[int] = []
    for at, char in enumerate(text):
        found += [at] * (1 if char.isascii() else len(fold(char)))
    return [*found, len(text)]


def expression(query: str) -> str:
    """Return the full-text expression of *query*.

    Raises:
        UsageError: no word to search, or a quotation mark that is not closed.
    """
    text = query.translate(_TYPED)
    if text.count('"') % 2:
        raise UsageError("un guillemet n’est pas fermé", 'Une phrase exacte s’écrit "ainsi".')
    reader = shlex.shlex(text, posix=False, punctuation_chars=False)
    reader.whitespace_split, reader.quotes, reader.commenters = True, '"', ""
    parts: list[str] = []
    for word in reader:
        if word in _JOINS or word.partition("/")[0] == "NEAR":
            if parts:
                parts.append(word)
        elif any(char.isalnum() for char in word):
            parts.append(_term(word))
    while parts and not parts[-1].startswith('"'):
        parts.pop()
    if not parts:
        raise UsageError("aucun mot à chercher", 'Exemple : emprise search AFFAIRE "rupture des liens" mère*')
    return _joined(parts)


def _term(word: str) -> str:
    bare = word.strip('"*')
    return f'"{fold(bare)}"' + ("*" if word.endswith("*") else "")


def _joined(parts: list[str]) -> str:
    groups: list[str] = []
    join = ""
    at = 0
    while at < len(parts):
        word = parts[at]
        if word in _JOINS:
            join = _JOINS[word]
        elif word.partition("/")[0] == "NEAR" and not word.startswith('"'):
            if groups and at + 1 < len(parts) and parts[at + 1].startswith('"'):
                number = word.partition("/")[2]
                reach = int(number) if number.isdecimal() else REACH
                groups[-1] = f"NEAR({groups[-1]} {parts[at + 1]}, {reach})"
                at += 1
        else:
            if groups:
                groups.append(join or "AND")
            groups.append(word)
            join = ""
        at += 1
    return " ".join(groups)
