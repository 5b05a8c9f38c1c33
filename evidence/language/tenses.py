"""Whether a verb is in the future or in the conditional, by its tag and by its form."""

from spacy.tokens import Token

from evidence.language.clauses import lower, words
from evidence.language.tagging import is_conditional_form, is_verb_only


def is_future(token: Token) -> bool:
    """Tell whether *token* is in the future, « aller » in the present included."""
    if token.has_morph() and token.morph.get("Tense", []):
        return "Fut" in token.morph.get("Tense", []) or lower(token) in words("going")
    return lower(token) in words("going") or lower(token).endswith(
        ("era", "eront", "irai", "ira", "erai", "erez", "eras")
    )


def is_conditional(token: Token) -> bool:
    """Tell whether *token* is in the conditional: « aurait », « vendrait », not « tirait »."""
    if lower(token) in words("conditional"):
        return True
    if token.pos_ not in ("VERB", "AUX", ""):
        return False
    told = "Cnd" in token.morph.get("Mood", []) or (not token.pos_ and is_verb_only(token.lower_))
    return told and (is_conditional_form(token.lower_) or lower(token).endswith(("rions", "riez")))
