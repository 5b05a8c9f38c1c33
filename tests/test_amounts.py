"""Sums of money as said: never multiplied, never rounded, every place holds its words."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import spacy
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from evidence.language.amounts import amount_of, amounts

PATH = Path(__file__).parent / "cases" / "amounts.yaml"
CASES = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
NLP = spacy.blank("fr")
NLP.add_pipe("sentencizer")
PIECES = [
    "15 000 €",
    "quinze mille",
    "euros",
    "12,50",
    "k€",
    "\u202f",
    "\n",
    "F",
    "par mois",
    "entre",
    "et",
    "ou",
    "🙂",
]


def read(text: str) -> Doc:
    return amounts(NLP(text))


def lines() -> Iterator[tuple[str, str]]:
    for line in CASES["cases"].splitlines():
        text, _, expected = line.partition("|")
        yield text.strip(), expected.strip()


@pytest.mark.parametrize(("text", "expected"), list(lines()))
def test_a_sum_keeps_its_words_its_value_and_its_currency(text: str, expected: str) -> None:
    found = read(text)._.amounts
    assert " ; ".join(f"{amount.words} = {amount.value} {amount.currency}" for _, amount in found) == expected


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4))))
def test_the_words_of_a_sum_are_those_of_its_place_and_its_value_is_a_number(parts: list[str]) -> None:
    text = " ".join(parts)
    for place, amount in read(text)._.amounts:
        assert place.of(text) == amount.words
        assert Decimal(amount.value) >= 0


@given(st.integers(min_value=0, max_value=10**9))
def test_a_whole_sum_is_read_with_and_without_grouping(value: int) -> None:
    for written in (str(value), f"{value:,}".replace(",", " "), f"{value:,}".replace(",", "\u202f")):
        ((_, amount),) = read(f"{written} euros")._.amounts
        assert amount.value == str(value)


def test_the_sum_of_a_fact_is_the_nearest_of_its_sentence() -> None:
    doc = read("Il m'a pris 300 euros puis il a gardé 500 euros. Elle a reçu 40 euros.")
    sentence, following = doc.sents
    kept = next(token.i for token in doc if token.text == "gardé")
    got = next(token.i for token in doc if token.text == "reçu")
    assert amount_of(doc, sentence, [kept]).value == "500"
    assert amount_of(doc, following, [got]).value == "40"


def test_a_sentence_without_a_sum_has_none() -> None:
    doc = read("Il m'a tout pris.")
    assert amount_of(doc, next(iter(doc.sents)), [2]) is None
