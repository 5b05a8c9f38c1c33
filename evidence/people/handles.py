"""What stands for a person without being a name: an e-mail address, an account number, the initials of a sender."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from evidence.language.plain import plain
from evidence.model import Span

# Kinds of what the analysis reads beside names: an address, an account, whoever signs a message.
EMAIL, IBAN, SENDER = "EMAIL", "IBAN", "SENDER"
HANDLES = (EMAIL, IBAN)
# « Claire Vautrin <claire@example.org> », « Titulaire : Claire Vautrin, IBAN : FR76… »: a name and its handle, in
# characters between them.
BESIDE = {EMAIL: 2, IBAN: 14}
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}")
_INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?)?")


def handle_key(name: str) -> str:
    """Return the one form of an address or of an account number; empty when *name* is neither.

    >>> handle_key("Claire@Example.org"), handle_key("FR76 3000 6000 0112 3456 7890 189"), handle_key("Claire")
    ('claire@example.org', 'FR7630006000011234567890189', '')
    """
    words = name.strip()
    if "@" in words and " " not in words:
        return words.lower()
    return re.sub(r"\s", "", words) if _IBAN.fullmatch(words) else ""


def initials_of(name: str) -> str:
    """Return the letters of « JD » or « J.D. », in order; empty when *name* is no initials.

    >>> initials_of("JD"), initials_of("j.d."), initials_of("Jo")
    ('dj', '', '')
    """
    return "".join(sorted(plain(name.replace(".", "")))) if _INITIALS.fullmatch(name.strip()) else ""


def owner_words(address: str) -> tuple[str, ...]:
    """Return the words of an address before its @, figures left out.

    >>> owner_words("claire.vautrin79@example.org")
    ('claire', 'vautrin')
    """
    return tuple(word for word in re.split(r"[^a-z]+", plain(address.partition("@")[0])) if word)


def may_own(address: str, words: Sequence[str]) -> str:
    """Return ``whole`` when an address has every word of a name, ``part`` when a word and an initial; else empty.

    >>> may_own("claire.vautrin@x.org", ["claire", "vautrin"]), may_own("c.vautrin@x.org", ["claire", "vautrin"])
    ('whole', 'part')
    """
    held = owner_words(address)
    if len(words) > 1 and set(words) <= set(held):
        return "whole"
    initials = {word[0] for word in words}
    glued = {first[0] + last for first in words for last in words if first != last}
    known = set(words) & set(held)
    if known and any(len(word) == 1 and word in initials - {next(iter(known))[0]} for word in held):
        return "part"
    return "part" if glued & set(held) else ""


def beside(named: Iterable[tuple[str, str, str, Sequence[Span]]]) -> Iterator[tuple[str, str, str]]:
    """Yield (source, handle, name) where a name stands right before its handle.

    *named* are (source, name, kind, places).
    """
    places: dict[str, list[tuple[Span, str, str]]] = {}
    for source, name, kind, spans in named:
        if kind in ("PER", "ORG", *HANDLES):
            places.setdefault(source, []).extend((span, name, kind) for span in spans)
    for source, found in places.items():
        ordered = sorted(found, key=lambda item: item[0])
        for (before, name, kind), (after, handle, what) in pairwise(ordered):
            if what in HANDLES and kind not in HANDLES and 0 <= after.start - before.end <= BESIDE[what]:
                yield source, handle, name


def owners(key: str, names: Iterable[str], full: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return (full name, ``whole`` or ``part``) of those whom an address, or initials, may stand for.

    *names* are the spellings of *key*, *full* the words of each full name of the case.
    """
    if "@" in key:
        found = ((one, may_own(key, words)) for one, words in full.items())
        return [(one, how) for one, how in found if how]
    letters = {initials_of(name) for name in names}
    if len(letters) != 1 or letters == {""}:
        return []
    wanted = letters.pop()
    return [(one, "part") for one, words in full.items() if "".join(sorted(word[0] for word in words)) == wanted]
