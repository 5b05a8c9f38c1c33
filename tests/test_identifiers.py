"""Accounts, lines, addresses and numbers: only what its own key or form confirms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from evidence.language.identifiers import identifiers

PATH = Path(__file__).parent / "cases" / "identifiers.yaml"
CASES = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
NLP = spacy.blank("fr")
BODY = st.integers(min_value=0, max_value=10**21 - 1)


def read(text: str) -> Doc:
    return identifiers(NLP.make_doc(text))


def lines() -> Iterator[tuple[str, str]]:
    for line in CASES["cases"].splitlines():
        text, _, expected = line.partition("|")
        yield text.strip(), expected.strip()


def french_iban(body: int) -> str:
    bank = f"{body:021d}00"
    return f"FR{98 - int(f'{bank}152700') % 97:02d}{bank}"


@pytest.mark.parametrize(("text", "expected"), list(lines()))
def test_an_identifier_has_its_kind_its_words_and_one_value(text: str, expected: str) -> None:
    assert " ; ".join(f"{item.kind} {item.words} = {item.value}" for item in read(text)._.identifiers) == expected


@given(BODY)
def test_an_iban_with_its_key_is_read_and_with_another_is_not(body: int) -> None:
    right = french_iban(body)
    wrong = right[:2] + f"{(int(right[2:4]) + 1) % 97:02d}" + right[4:]
    assert [item.value for item in read(f"compte {right} ouvert")._.identifiers if item.kind == "iban"] == [right]
    assert not [item for item in read(f"compte {wrong} ouvert")._.identifiers if item.kind == "iban"]


@given(
    st.lists(st.one_of(st.sampled_from(["06 12 34 56 78", "@", "a@b.fr", "FR14", "\n", "\u00a0"]), st.text(max_size=5)))
)
def test_the_words_of_an_identifier_are_those_of_its_place(parts: list[str]) -> None:
    text = " ".join(parts)
    for item in read(text)._.identifiers:
        assert item.span.of(text) == item.words
