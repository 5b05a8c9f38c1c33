"""The encoder: cut and windows by property, its card, a sentence read in its context, the same each time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.matching.encoder import CONTEXT, WINDOW, encoder, windows
from evidence.matching.likeness import Likenesses
from evidence.matching.pieces import MARK, UNKNOWN_COST, Pieces
from evidence.model import STATUSES
from evidence.resources import ENCODER, folder, model_digest, model_stated

NAMES = ("?", MARK, MARK + "a", "a", "b", "ab", "ba", "bab", "aba")
SCORES = (0.0, -2.0, -1.5, -1.0, -1.2, -1.6, -2.5, -2.9, -2.8)


def test_the_weights_are_those_of_their_card() -> None:
    assert model_digest(ENCODER) == model_stated(ENCODER)
    card = (folder("models") / ENCODER / "README.md").read_text(encoding="utf-8")
    assert model_stated(ENCODER) in card
    assert "MIT" in card


@given(st.text(alphabet="ab", min_size=1, max_size=9))
def test_a_word_is_cut_the_likeliest_way(word: str) -> None:
    """Every way of cutting is tried: none is likelier than the one returned, which gives the word back."""
    cut = Pieces(NAMES, SCORES, 0).of(word)
    assert "".join(NAMES[rank] for rank in cut) == MARK + word
    whole = MARK + word
    best = -np.inf
    for bits in range(1 << (len(whole) - 1)):
        ends = [0, *(at + 1 for at in range(len(whole) - 1) if bits >> at & 1), len(whole)]
        parts = [whole[start:end] for start, end in pairwise(ends)]
        if all(part in NAMES[1:] for part in parts):
            best = max(best, sum(SCORES[NAMES.index(part)] for part in parts))
    assert sum(SCORES[rank] for rank in cut) == pytest.approx(best)


def test_characters_that_the_vocabulary_does_not_hold_are_one_unknown_piece() -> None:
    assert Pieces(NAMES, SCORES, 0).of("a☃☃b") == [NAMES.index(MARK + "a"), 0, NAMES.index("b")]
    assert UNKNOWN_COST > 0


@settings(deadline=None)  # the first call reads the weights
@given(st.text(max_size=40))
def test_any_text_is_cut_and_blanks_of_any_kind_are_the_same(text: str) -> None:
    pieces = encoder().pieces([text, " ".join(text.split()), f"\n{text}\u00a0"])
    assert pieces[0] == pieces[1] == pieces[2]


@given(st.lists(st.integers(0, 200), max_size=60))
def test_each_sentence_is_in_one_window_and_no_window_is_too_long(lengths: list[int]) -> None:
    found = list(windows(lengths))
    assert [rank for item in found for rank in range(item.first, item.last)] == list(range(len(lengths)))
    for item in found:
        assert 0 <= item.first - item.start <= CONTEXT
        size = 2 + sum(length + 1 for length in lengths[item.start : item.last])
        assert size <= WINDOW or item.last - item.first == 1


def test_a_sentence_is_read_after_those_before_it() -> None:
    asked = Likenesses(["Vous a-t-il frappée avec sa ceinture ?", "Oui, tous les soirs, devant les enfants."])
    alone = Likenesses(["Avez-vous lu le journal du matin ?", "Oui, tous les soirs, devant les enfants."])
    assert asked.at(1).criteria["violence"] > alone.at(1).criteria["violence"]


def test_what_is_read_is_a_probability_and_the_same_each_time() -> None:
    texts = ["Il nous privait de sommeil.", "", "Elle n'a jamais rien donné à personne.", "☃"]
    first, second = Likenesses(texts), Likenesses(texts)
    for rank in (3, 1, 0, 2):
        assert first.at(rank).criteria == second.at(rank).criteria
        assert all(0 <= value <= 1 for value in first.at(rank).criteria.values())
        for shares in first.at(rank).statuses.values():
            assert shares.sum() == pytest.approx(1)
            assert len(shares) == len(STATUSES)
    assert first.at(2).said("assets")[0] == "denied"
