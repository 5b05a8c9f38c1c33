"""What a word can only be, whatever the tagger says: « pleuvaient » is a verb, « tirait » an imperfect.

The tagger learnt from 110,000 words, and guesses at verbs that it never saw; the forms of Lexique tell it. Nothing is
changed where a form may be two things, but for « un prêt » and « un prêté », where the parse decides.
"""

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from evidence.language.clauses import is_parsed
from evidence.language.forms import VERB, folded, known, lexicon
from evidence.language.verbs import looks_participle

# Classes that a verb form may be mistaken for; « VERB » and « AUX » are right.
GUESSED = frozenset({"ADV", "NOUN", "ADJ", "ADP", "PRON", "DET", "INTJ", "X", "SCONJ", "CCONJ", "NUM", "PROPN"})
PAST = ("ais", "ait", "aient")
# « pourrait » is of pouvoir, not of pourrir.
CONDITIONAL_STEMS = frozenset({"pourr", "saur", "attendr", "étendr"})
ARGUMENTS = ("obj", "nsubj", "nsubj:pass", "iobj", "obl:arg", "obl:mod", "obl:agent")


@Language.component("tagging", assigns=["token.pos", "token.morph"], requires=["token.dep"])
def tagging(doc: Doc) -> Doc:
    """Return *doc* with the tags that the forms of its words contradict put right."""
    if not is_parsed(doc):
        return doc
    for token in doc:
        pos = token.pos_
        if pos in GUESSED:
            if pos == "ADJ" and token.dep_ in ARGUMENTS:
                _as_noun(token)
            elif is_verb_only(token.lower_) and not token.text[0].isupper():
                _as_verb(token)
        elif pos == "VERB" and (_is_noun_only(token.lower_) or (_may_be_noun(token.lower_) and _has_article(token))):
            token.pos_ = "NOUN"
            _set_features(token, "")
        if token.pos_ in ("VERB", "AUX"):
            _dated(token)
    return doc


@cache
def is_verb_only(form: str) -> bool:
    """Tell whether *form* is nothing but a verb."""
    form = form.replace("’", "'")
    return lexicon().get(form, ("", 0.0))[0] == VERB


@cache
def _is_noun_only(form: str) -> bool:
    return lexicon().get(form, ("", 0.0))[0] == "N"


@cache
def _may_be_noun(form: str) -> bool:
    return "N" in lexicon().get(form, ("", 0.0))[0]


def _set_features(token: Token, features: str | dict[str, str]) -> None:
    token.set_morph(features)  # type: ignore[attr-defined]  # spaCy's stub leaves it out


def _as_noun(token: Token) -> None:
    """Tag as a noun what has an article and is an argument: « j'ai contracté un prêt »."""
    if _may_be_noun(token.lower_) and _has_article(token):
        token.pos_ = "NOUN"


def _has_article(token: Token) -> bool:
    return any(child.dep_ == "det" for child in token.lefts)


def _as_verb(token: Token) -> None:
    """Tag as a verb; a participle beside its noun is left an adjective: « un enfant maltraité »."""
    if looks_participle(token.lower_):
        if token.pos_ == "ADJ":
            return
        if token.dep_ == "amod":
            token.pos_ = "ADJ"
            return
    token.pos_ = "VERB"
    _set_features(token, _features(token.lower_))


def _features(form: str) -> str:
    if form.endswith(("er", "ir", "re", "oir")):
        return "VerbForm=Inf"
    if looks_participle(form):
        return "Tense=Past|VerbForm=Part"
    return "VerbForm=Fin"


def _dated(token: Token) -> None:
    """Tell the imperfect from the conditional by the form: « il tirait », « je partirais »."""
    form = token.lower_
    if not form.endswith(PAST):
        return
    mood = "".join(token.morph.get("Mood", []))
    conditional = is_conditional_form(form)
    if conditional != (mood == "Cnd"):
        features = token.morph.to_dict() | {"VerbForm": "Fin"}
        features |= {"Mood": "Cnd", "Tense": "Pres"} if conditional else {"Mood": "Ind", "Tense": "Imp"}
        _set_features(token, features)


@cache
def is_conditional_form(form: str) -> bool:
    """Tell whether *form*, in « -ais », « -ait », « -aient », is a conditional: « frapperait », not « tirait »."""
    ending = next((ending for ending in PAST if form.endswith(ending)), None)
    if ending is None:
        return False
    stem = form.removesuffix(ending)
    if not stem.endswith("r"):
        return False
    if folded(stem) in CONDITIONAL_STEMS or stem in CONDITIONAL_STEMS:
        return True
    return not any(known(stem + infinitive) for infinitive in ("er", "ir"))
