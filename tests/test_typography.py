"""French typography of our own words, for any words: done once, only spaces and apostrophes; quotes untouched."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from evidence.dossier.paper import Heading, Quote, Run, Table, Words
from evidence.dossier.papers import typed
from evidence.dossier.typography import HARD, THIN, date_words, number_words, typeset

SPACES = str.maketrans({HARD: " ", THIN: " ", "’": "'"})
# Words where the rules act, so that most examples are changed by them.
OURS = st.text(alphabet=st.sampled_from("aé 0:;!?«»%€'’n°\u00a0\u202f"), max_size=40) | st.text(max_size=40)


@given(OURS)
def test_it_is_done_once(words: str) -> None:
    assert typeset(typeset(words)) == typeset(words)


@given(OURS)
def test_it_changes_spaces_and_apostrophes_only(words: str) -> None:
    assert typeset(words).translate(SPACES) == words.translate(SPACES)
    assert len(typeset(words)) == len(words)


@given(OURS)
def test_no_breaking_space_is_left_before_a_high_sign_nor_inside_quotation_marks(words: str) -> None:
    found = typeset(words)
    assert not any(pair in found for pair in (" ;", " !", " ?", " :", "« ", " »", " %", " €", "'"))


@given(before=st.text(max_size=20), words=st.text(max_size=20), after=st.text(max_size=20), name=st.text(max_size=20))
def test_a_quotation_and_the_cells_of_a_table_are_never_touched(before: str, words: str, after: str, name: str) -> None:
    quote = Quote(1, "f", before, words, after, "to_verify", name, "", (name,))
    assert typed(quote) == quote
    table = typed(Table("a : b", ("c",), (((Run(words),),),)))
    assert isinstance(table, Table)
    assert (table.caption, table.rows) == (f"a{HARD}: b", (((Run(words),),),))


@given(OURS)
def test_a_title_and_a_sentence_get_it(words: str) -> None:
    assert typed(Heading(2, words, "a")) == Heading(2, typeset(words), "a")
    assert typed(Words(words)) == Words(typeset(words))


@given(st.dates())
def test_a_date_cannot_be_cut_and_its_first_day_is_an_ordinal(day: dt.date) -> None:
    parts = date_words(day).split(HARD)
    assert parts[0] == ("1er" if day.day == 1 else str(day.day))
    assert parts[2] == str(day.year)
    assert " " not in date_words(day)


@given(st.integers(min_value=0))
def test_a_number_keeps_its_figures_by_threes(value: int) -> None:
    groups = number_words(value).split(THIN)
    assert "".join(groups) == str(value)
    assert all(len(group) == 3 for group in groups[1:])
