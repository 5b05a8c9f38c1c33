"""Whether two groups of words are tied: one governs the other inside one statement. What « a ~ b » asks.

The filter walks up from b and refuses an arc where another statement begins, whatever other labels the parser gives.
"""

from spacy.tokens import Doc, Token

# Where another statement begins.
BORDERS = frozenset({"advcl", "advcl:cleft", "acl:relcl", "parataxis"})
# A verb that hangs so on a noun has the noun as object or subject: « l'argent que j'ai versé », « versé hier ».
MODIFIERS = frozenset({"acl", "acl:relcl", "advcl:cleft"})
# Arcs from a complement up to the verb that holds it: « la famille qu'on m'interdisait de voir ».
COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl:arg", "aux:caus", "iobj"})
VERBS = ("VERB", "AUX")
# A parse has no loop, but a very deep one is no longer one statement.
DEPTH = 12


def tied(doc: Doc, a: set[int], b: set[int]) -> bool:
    """Tell whether *a* governs *b*, or modifies it as a participle or a relative clause."""
    return governs(doc, a, b) or modifies(doc, a, b)


def governs(doc: Doc, a: set[int], b: set[int]) -> bool:
    """Tell whether *b* hangs below *a* without the border of another statement between."""
    token = top(doc, b)
    for _ in range(DEPTH):
        if token.i in a:
            return True
        if token.head.i == token.i or _is_border(token):
            return False
        token = token.head
    return False


def modifies(doc: Doc, a: set[int], b: set[int]) -> bool:
    """Tell whether *a* is, or completes, a participle or relative clause on *b*."""
    token = top(doc, a)
    for _ in range(DEPTH):
        if token.dep_ in MODIFIERS:
            return token.head.i in b
        if token.head.i == token.i or not (token.dep_ in COMPLEMENTS or _is_shared(token)):
            return False
        token = token.head
    return False


def top(doc: Doc, tokens: set[int]) -> Token:
    """Return the token of *tokens* whose head is outside: the one that carries the others."""
    for index in sorted(tokens):
        if doc[index].head.i not in tokens or doc[index].head.i == index:
            return doc[index]
    return doc[min(tokens)]


def _is_border(token: Token) -> bool:
    if token.dep_ == "conj":
        return token.pos_ in VERBS and token.head.pos_ in VERBS and not _is_shared(token)
    return token.dep_ in BORDERS and not (token.dep_ == "advcl" and _is_purpose(token))


def _is_purpose(token: Token) -> bool:
    """Tell whether a clause says what the act aims at: « payer pour vendre », « insister pour que je quitte »."""
    return _is_infinitive(token) or any(child.dep_ == "mark" and child.lower_ == "pour" for child in token.children)


def _is_shared(token: Token) -> bool:
    """Tell whether two infinitives share their governor: « interdire de sortir et d'appeler »."""
    return token.dep_ == "conj" and _is_infinitive(token) and _is_infinitive(token.head)


def _is_infinitive(token: Token) -> bool:
    return "Inf" in token.morph.get("VerbForm", [])
