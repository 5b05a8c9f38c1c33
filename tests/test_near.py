"""Pieces that are nearly the same are shown, with a count; common formulas are not copies."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.readers._near import near

STATEMENT = (
    "Je suis entrée dans le groupe en mars deux mille seize après la mort de mon père. Au début tout était gratuit et "
    "les gens étaient chaleureux. Ensuite il a fallu remettre les clés de ma voiture et demander la permission."
)


def test_a_statement_typed_again_with_a_few_changes_is_nearly_the_same() -> None:
    again = STATEMENT.replace("chaleureux", "très chaleureux").upper()
    (item,) = near([("a", STATEMENT), ("b", "Rien à voir avec ce qui précède. " * 9), ("c", again)])
    assert (item.first, item.second) == ("a", "c")
    assert 0.8 <= item.shared / item.of < 1


def test_a_text_quoted_whole_in_a_longer_one_is_found_by_the_shorter() -> None:
    (item,) = near(
        [("a", STATEMENT), ("b", f"Bonjour, je vous transfère ceci. {STATEMENT} Cordialement. " + "fin " * 90)]
    )
    assert item.shared == item.of


def test_two_statements_that_share_a_formula_are_not_copies() -> None:
    formula = "Lecture faite par lui-même, persiste et signe avec nous le présent procès-verbal."
    other = "Nous vendions des légumes au marché chaque samedi et personne ne nous donnait un salaire."
    assert near([("a", f"{STATEMENT} {formula}"), ("b", f"{other} {formula}")]) == []


@given(st.lists(st.text(alphabet="ab é\n", max_size=80), max_size=8))
def test_any_texts_are_compared_and_the_shorter_sets_the_total(texts: list[str]) -> None:
    for item in near((str(rank), text) for rank, text in enumerate(texts)):
        assert item.first < item.second
        assert 0 < item.shared <= item.of
