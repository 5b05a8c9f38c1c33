"""Tells whether a piece is written in another language than French."""

import re
from functools import cache
from typing import Any

from evidence.model import Notice

# Shorter texts are set aside (shared/domain/ecosystem.md, 1: under ~50 characters); ours is stricter since a short
# French message with English words must not be called foreign.
SHORTEST = 120
SAMPLE = 2_400
SURE = 0.98

_NAMES = {
    "en": "anglais",
    "de": "allemand",
    "es": "espagnol",
    "it": "italien",
    "pt": "portugais",
    "nl": "néerlandais",
    "ar": "arabe",
    "ru": "russe",
    "ro": "roumain",
    "pl": "polonais",
}
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d\W_]+")


@cache
def _identifier() -> Any:  # py3langid has no types
    """Return what tells languages, None where there is no room for the temporary file it unpacks its model into."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError:  # a full disk must cost no file: the language stays untold
        return None


def foreign(text: str) -> Notice | None:
    """Return a notice when *text* is long enough and clearly not French, else None."""
    words = _NOT_WORDS.sub(" ", _sample(text)).strip()
    if len(words) < SHORTEST:
        return None
    identifier = _identifier()
    if identifier is None:
        return None
    language, probability = identifier.classify(words)
    if language == "fr" or probability < SURE:
        return None
    name = _NAMES.get(language, f"code {language}")
    return Notice(code="foreign", text=f"Texte en langue étrangère ({name}) : l'analyse ne vaut que pour le français.")


def _sample(text: str) -> str:
    """Return the beginning, the middle and the end of a long text."""
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))
