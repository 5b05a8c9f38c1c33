"""Mentions -> persons and groups: conservative; what is not sure stays apart."""

import re
import unicodedata
from collections.abc import Iterable

from evidence.model import Mention, Person
from evidence.people.handles import handle_key

_TITLE = re.compile(
    r"^(?:m\.|mm\.|mme|mlle|me|dr|pr|maître|madame|monsieur|le nommé|la nommée|nommée?)\s+", re.IGNORECASE
)


def key_of(name: str) -> str:
    """Return what two spellings of one name share: « DUPONT Jean » is « Jean Dupont »; an address is itself."""
    handle = handle_key(name)
    if handle:
        return handle
    plain = unicodedata.normalize("NFD", _TITLE.sub("", name.strip()).lower().replace("’", "'"))
    words = re.findall(r"[a-z'-]+", "".join(char for char in plain if not unicodedata.combining(char)))
    return " ".join(sorted(words))


def is_named(mention: Mention) -> bool:
    """Tell whether *mention* gives a name, and not « ma mère » or « le président »."""
    return any(word[:1].isupper() for word in mention.name.split()) and not mention.name[:1].islower()


def identity(name: str, people: Iterable[Person]) -> str:
    """Return the name of the person of whom *name* is a spelling, *name* itself when there is none."""
    return next((person.name for person in people if name in person.variants), name)
