"""French as our weights need it, under a name of its own.

Importing spaCy's French compiles regular expressions for five seconds, none of which our tokenizer keeps: its rules
are in the weights. Whatever model --model names brings spaCy's own (docs/decisions/0014).
"""

from spacy.language import Language
from spacy.util import registry

NAME = "fr_emprise"


@registry.languages(NAME)
class French(Language):  # type: ignore[no-untyped-call]  # spaCy leaves __init_subclass__ untyped
    """A language without rules: the tokenizer reads its own from the weights."""

    lang = NAME
