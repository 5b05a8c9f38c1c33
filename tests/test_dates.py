"""Dates and durations as said: no day is invented, every place holds its words."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import evidence.language.pipeline
from evidence.language.dates import dates, when_of
from evidence.language.numbers import spelled
from evidence.model import Block, Document, Source, Span, When

CASES = yaml.load((Path(__file__).parent / "cases" / "dates.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
PIECE = dt.date(2024, 11, 12)
NLP = spacy.blank("fr")
PIECES = [
    "le 3 mars 2019",
    "03/03/2019",
    "\n",
    " ",
    "\u00a0",
    "l’été suivant",
    "le lendemain",
    "depuis",
    "entre",
    "et",
    "à",
]
WORDS = st.lists(
    st.one_of(st.sampled_from([*PIECES, "trois mois plus tard", "en 2017", "🙂", "é"]), st.text(max_size=4))
)


def read(text: str, written: dt.date | None = PIECE, at: dt.datetime | None = None) -> Doc:
    when = When(words="", first=written, last=written) if written else None
    block = Block(span=Span(start=0, end=len(text)), kind="message", at=at)
    source = Source(id="0" * 64, name="piece.txt", media_type="text/plain", size=len(text))
    doc = NLP.make_doc(text)
    doc._.document = Document(source=source, text=text, blocks=(block,), written=when)
    return dates(doc)


def lines(key: str) -> Iterator[tuple[str, str]]:
    for line in CASES[key].splitlines():
        text, _, expected = line.partition("|")
        yield text.strip(), expected.strip()


def test_there_are_at_least_a_hundred_and_twenty_cases() -> None:
    assert len(list(lines("cases"))) >= 120


def said(when: When) -> str:
    first, last = when.first or "?", when.last or "?"
    return f"{when.words} = {first}" if first == last and when.first else f"{when.words} = {first}..{last}"


@pytest.mark.parametrize(("text", "expected"), list(lines("cases")))
def test_a_date_says_the_days_that_its_words_allow(text: str, expected: str) -> None:
    assert " ; ".join(said(when) for _, when in read(text)._.dates) == expected


@pytest.mark.parametrize(("marked", "expected"), list(lines("facts")))
def test_the_date_of_a_fact_is_said_in_its_sentence(marked: str, expected: str, full: Language) -> None:
    start = marked.index("<")
    text = marked.replace("<", "").replace(">", "")
    doc = next(iter(evidence.language.pipeline.annotate(full, [read(text)._.document])))
    token = next(token for token in doc if token.idx >= start)
    when = when_of(doc, doc[token.i].sent, [token.i])
    assert (when.words if when else "") == expected


@pytest.fixture(scope="module")
def full() -> Language:
    return evidence.language.pipeline.load()


@given(WORDS)
def test_the_words_of_a_date_are_those_of_its_place(parts: list[str]) -> None:
    text = " ".join(parts) or "x"
    doc = read(text)
    for place, when in doc._.dates:
        assert place.of(text) == when.words
    for place, duration in doc._.durations:
        assert place.of(text) == duration.words


@given(WORDS)
def test_a_date_ends_no_sooner_than_it_begins(parts: list[str]) -> None:
    for _, when in read(" ".join(parts) or "x")._.dates:
        assert when.first is None or when.last is None or when.first <= when.last


def test_without_the_day_of_the_piece_a_relative_date_keeps_its_words_alone() -> None:
    ((_, when),) = read("Mardi dernier il est venu.", written=None)._.dates
    assert when == When(words="Mardi dernier")


def test_a_message_is_the_anchor_of_its_own_words() -> None:
    ((_, when),) = read("hier il m'a appelée", at=dt.datetime(2020, 5, 3, 22, 10, tzinfo=dt.UTC))._.dates
    assert when.first == when.last == dt.date(2020, 5, 2)


def test_line_ends_no_break_spaces_capitals_and_missing_accents_change_nothing() -> None:
    for text in ("le 3\nfévrier 2019", "le 3\u00a0février\u202f2019", "LE 3 FÉVRIER 2019", "le 3 fevrier 2019"):
        ((_, when),) = read(text)._.dates
        assert when.first == dt.date(2019, 2, 3)
        assert when.words == text


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("pendant quatre ans", 4, "an"),
        ("durant 6 mois", 6, "mois"),
        ("pendant plusieurs semaines", None, "semaine"),
        ("pendant une dizaine d'années", None, "annee"),
    ],
)
def test_a_duration_says_how_many_of_which_unit(text: str, count: int | None, unit: str) -> None:
    ((_, duration),) = read(text)._.durations
    assert (duration.words, duration.count, duration.unit) == (text, count, unit)


@given(st.integers(min_value=0, max_value=9999))
def test_a_number_in_digits_is_not_spelled(number: int) -> None:
    assert spelled(str(number)) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zéro", 0),
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("quatre-vingt-onze", 91),
        ("septante-trois", 73),
        ("deux cent quatre", 204),
        ("mil neuf cent quatre-vingt-seize", 1996),
        ("trois cent mille", 300_000),
        ("deux millions cinq cent mille", 2_500_000),
        ("maison", None),
        ("", None),
    ],
)
def test_a_number_in_words_has_its_value(words: str, value: int | None) -> None:
    assert spelled(words) == value
