"""The phrase language: its grammar, its mistakes, and what each of its signs finds."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.phrase import (
    Choice,
    Gap,
    Governs,
    Maybe,
    PhraseError,
    Sequence,
    Slot,
    Touch,
    Word,
    parse,
    slots,
)
from evidence.language.phrases import Phrases

LEXICON = {
    "light": ("le", "la", "mes", "sa", "de", "d'", "toujours", "vraiment", "a", "ai", "m'", "ont"),
    "barriers": ("mais", "et"),
    "proche": ("mère", "ami", "belle-sœur"),
    "rendre": ("rendre visite", "voir", "prendre {nouvelles}"),
    "nouvelles": ("nouvelle", "contact"),
}


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("fr")


def found(blank: Language, phrase: str, text: str) -> list[str]:
    doc = blank(text)
    return [
        " ".join(doc[index].text for index in hit.tokens) for hit in Phrases([phrase], LEXICON).find(doc, 0, len(doc))
    ]


def parsed(words: list[tuple[str, str, str, int]]) -> Doc:
    """A hand-made parse: (word, part of speech, label, index of the head)."""
    vocab = spacy.blank("fr").vocab
    texts, pos, deps, heads = zip(*words, strict=True)
    morphs = [
        "VerbForm=Inf" if text.endswith("er") and tag == "VERB" else "" for text, tag in zip(texts, pos, strict=True)
    ]
    return Doc(vocab, words=list(texts), pos=list(pos), deps=list(deps), heads=list(heads), morphs=morphs)


def tied(phrase: str, doc: Doc) -> bool:
    return any(True for _ in Phrases([phrase], LEXICON).find(doc, 0, len(doc)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("interdire", Word("interdire")),
        ("couper/v", Word("couper", "v")),
        ('"plus"', Word("plus", exact=True)),
        ('"il y a"', Touch((Word("il", exact=True), Word("y", exact=True), Word("a", exact=True)))),
        ("vase_clos", Touch((Word("vase"), Word("clos")))),
        ("a b", Sequence((Word("a"), Word("b")))),
        ("(a | b c)", Choice((Word("a"), Sequence((Word("b"), Word("c")))))),
        ("(a | b/n)/v", Choice((Word("a", "v"), Word("b", "n")))),
        ("[a] b", Sequence((Maybe(Word("a")), Word("b")))),
        ("a .. b", Sequence((Word("a"), Gap(3), Word("b")))),
        ("a ..6 b", Sequence((Word("a"), Gap(6), Word("b")))),
        ("a ~ {proche}", Governs(Word("a"), Slot("proche"))),
    ],
)
def test_each_sign_of_the_language_is_read(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ("(a | b", 7, "il manque « ) »"),
        ("a | b", 3, "entre parenthèses"),
        ("a )", 3, "n’est pas ouvert"),
        ("a ]", 3, "n’est pas ouvert"),
        (".. a", 5, "entre deux mots"),
        ("a ..", 5, "entre deux mots"),
        ("a .. .. b", 6, "deux trous"),
        ('"abc', 1, "guillemet"),
        ('""', 3, "vides"),
        ("a/x", 2, "v (verbe)"),
        ("a ~ b ~ c", 7, "deux motifs"),
        ("a ~", 4, "un mot est attendu"),
        ("[a] [b]", 1, "facultatif"),
        ("voir, mes", 1, "ponctuation"),
        ("{É}", 1, "minuscules"),
        ("", 1, "un mot est attendu"),
    ],
)
def test_a_mistake_names_its_column_and_the_remedy(text: str, column: int, remedy: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse(text)
    assert str(caught.value).startswith(f"colonne {column} :")
    assert remedy in str(caught.value)


def mistake(text: str) -> str:
    try:
        parse(text)
    except PhraseError as error:
        return str(error)
    return ""


@given(st.text(alphabet="ab é'\"()[]{}|~_./v6-", max_size=20))
def test_any_line_is_read_or_refused_with_a_column(text: str) -> None:
    told = mistake(text)
    assert not told or told.startswith("colonne ")


def test_the_slots_of_a_phrase_are_named_wherever_they_stand() -> None:
    assert slots(parse("(a | {x}) [{y}] ~ b_{z}")) == {"x", "y", "z"}


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("interdire", "On interdisait tout, tout fut interdit.", ["interdisait", "interdit"]),
        ('"interdit"', "On interdisait, interdit.", ["interdit"]),
        ("couper .. mère", "coupés de leur mère", ["coupés mère"]),
        ("vase_clos", "en vase clos", ["vase clos"]),
        ("(vase_clos | autarcie)", "en autarcie", ["autarcie"]),
        ("voir [toute] mère", "voir toute mère", ["voir toute mère"]),
        ("voir [toute] mère", "voir mère", ["voir mère"]),
        ("voir {proche}", "voir ma belle-sœur", []),
        ("voir {proche}", "voir sa belle-sœur", ["voir belle-sœur"]),
        ("interdire de {rendre}", "interdit de rendre visite", ["interdit de rendre visite"]),
        ("interdire de {rendre}", "interdit de prendre des nouvelles", []),
        ("interdire de {rendre}", "interdit de prendre de vraiment nouvelles", ["interdit de prendre nouvelles"]),
        ("donner l'argent", "donner l'argent", ["donner l' argent"]),
        ("donner l’argent", "donner l'argent", ["donner l' argent"]),
    ],
)
def test_a_phrase_finds_its_words(blank: Language, phrase: str, text: str, words: list[str]) -> None:
    assert found(blank, phrase, text) == words


@pytest.mark.parametrize(
    ("between", "answer"), [("", True), ("sa", True), ("vraiment la", True), ("de sa toujours", False)]
)
def test_a_space_skips_up_to_two_light_words(blank: Language, between: str, answer: bool) -> None:
    assert bool(found(blank, "voir mère", f"voir {between} mère")) is answer


def test_a_space_skips_light_words_and_an_underscore_does_not(blank: Language) -> None:
    assert found(blank, "voir mère", "voir sa mère")
    assert not found(blank, "voir_mère", "voir sa mère")


def test_a_space_skips_no_word_that_is_not_light(blank: Language) -> None:
    assert not found(blank, "voir mère", "voir gentille mère")


@pytest.mark.parametrize(("words", "answer"), [(0, True), (3, True), (4, False)])
def test_a_gap_holds_three_words_of_any_kind(blank: Language, words: int, answer: bool) -> None:
    assert bool(found(blank, "voir .. mère", "voir " + "pomme " * words + "mère")) is answer


def test_a_gap_may_be_given_its_width(blank: Language) -> None:
    assert found(blank, "voir ..5 mère", "voir " + "pomme " * 5 + "mère")


@pytest.mark.parametrize("text", ["vase\nclos", "vase \n  clos", "vase\u00a0clos"])
def test_a_line_break_never_cuts_a_phrase(blank: Language, text: str) -> None:
    assert found(blank, "vase_clos", text)


@pytest.mark.parametrize(
    ("phrase", "typed"),
    [
        ('"plus" .. droit', "javais plu le droit"),
        ("interdire", "INTERDIT"),
        ("priver", "PRIVEE DE TOUT"),
        ("téléphoner", "on telephonait"),
        ("argent", "il a pris largent"),
        ("avoir", "javais"),
        ("jamais", "jamaiiiiis"),
        ("mère", "SA MERE"),
        ('"l\'" argent', "l’argent"),
    ],
)
def test_a_word_is_known_as_people_type_it(blank: Language, phrase: str, typed: str) -> None:
    assert found(blank, phrase, typed)


@pytest.mark.parametrize(
    ("phrase", "text"), [("pêcher", "il a péché"), ("tâche", "une tache"), ("interdire", "un intérêt")]
)
def test_an_accent_that_makes_another_word_counts(blank: Language, phrase: str, text: str) -> None:
    assert not found(blank, phrase, text)


def test_without_a_parse_a_tie_needs_nearness_and_no_barrier(blank: Language) -> None:
    assert found(blank, "interdire ~ voir", "interdit à tous de voir")
    assert found(blank, "interdire ~ voir", "voir nous était interdit")
    assert not found(blank, "interdire ~ voir", "il interdit mais je vais voir")
    assert not found(blank, "interdire ~ voir", "il interdit, voir")
    assert not found(blank, "interdire ~ voir", "interdit " + "pomme " * 9 + "voir")


FAR = [(f"mot{rank}", "ADV", "advmod", 0) for rank in range(8)]


def test_with_a_parse_a_tie_holds_at_any_distance() -> None:
    doc = parsed([("interdit", "VERB", "ROOT", 0), *FAR, ("voir", "VERB", "xcomp", 0)])
    assert tied("interdire ~ voir", doc)
    assert not tied("voir ~ interdire", doc)


@pytest.mark.parametrize("label", ["advcl", "acl:relcl", "parataxis"])
def test_a_tie_stops_where_another_statement_begins(label: str) -> None:
    doc = parsed([("interdit", "VERB", "ROOT", 0), *FAR, ("voit", "VERB", label, 0), ("mère", "NOUN", "obj", 9)])
    assert not tied("interdire ~ mère", doc)


def test_a_tie_enters_a_clause_of_purpose() -> None:
    doc = parsed([("insistait", "VERB", "ROOT", 0), *FAR, ("pour", "ADP", "mark", 10), ("quitte", "VERB", "advcl", 0)])
    assert tied("insister ~ quitter", doc)


def test_a_tie_passes_two_infinitives_that_share_their_governor_and_not_two_statements() -> None:
    shared = [("interdit", "VERB", "ROOT", 0), *FAR, ("manger", "VERB", "xcomp", 0), ("appeler", "VERB", "conj", 9)]
    assert tied("interdire ~ appeler", parsed(shared))
    apart = [("interdit", "VERB", "ROOT", 0), *FAR, ("mange", "VERB", "ccomp", 0), ("appelle", "VERB", "conj", 9)]
    assert not tied("interdire ~ appeler", parsed(apart))


def test_a_tie_reaches_the_noun_that_a_relative_clause_completes() -> None:
    doc = parsed(
        [("argent", "NOUN", "ROOT", 0), *FAR, ("obligeait", "VERB", "acl:relcl", 0), ("verser", "VERB", "xcomp", 9)]
    )
    assert tied("verser ~ argent", doc)


def test_a_class_of_words_keeps_the_part_of_speech_asked() -> None:
    noun = parsed([("coupe", "NOUN", "ROOT", 0)])
    verb = parsed([("coupe", "VERB", "ROOT", 0)])
    assert tied("couper/v", verb)
    assert not tied("couper/v", noun)


def test_a_near_miss_lacks_one_word_at_most_and_names_it(blank: Language) -> None:
    phrases = Phrases(["interdire .. manger", "interdire .. appeler", "vendre .. maison"], LEXICON)
    doc = blank("manger lui est interdit")
    near = phrases.nearly(doc, 0, len(doc))
    assert [(item.key, item.missing) for item in near] == [(0, ()), (1, ("appeler",))]
    assert not list(phrases.find(doc, 0, len(doc)))
