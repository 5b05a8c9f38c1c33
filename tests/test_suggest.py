"""Suggestions: marked, beside the rules, in pieces about facts at issue; never established before a person says so."""

import dataclasses
import datetime as dt
from collections import Counter

import pytest

from evidence.decisions import established
from evidence.dossier.rows import row
from evidence.matching.check import Checker, checker
from evidence.matching.find import find_any, proposed
from evidence.matching.sift import find
from evidence.matching.suggest import FILE, Suggester, features, words_of
from evidence.model import STATUSES, Finding, Review
from evidence.resources import SUGGESTIONS, folder, model_digest, model_stated

# Invented; the rules answer to several sentences, and the last one is said as no rule says it.
TEXT = (
    "Il m'a interdit de voir ma sœur. Nous dormions trois heures par nuit. Elle a vendu son appartement pour le groupe."
    " On nous frappait avec une ceinture. Il répétait que sans lui nous étions perdus et que le dehors mentait."
    " Je n'avais plus un sou et tout partait sur son compte à lui, par virements, chaque mois, sans exception."
)
ORDINARY = "Nous avons planté des tomates dimanche. Ma sœur est venue avec le gâteau. Le match a fini à seize heures."


@pytest.fixture(scope="module")
def tool() -> Checker:
    return checker()[0]


def found(tool: Checker, text: str) -> list[Finding]:
    (doc,) = tool.docs([text])
    return find(doc, tool.matcher)


def test_the_weights_are_those_of_their_card() -> None:
    assert model_digest(SUGGESTIONS) == model_stated(SUGGESTIONS)
    card = folder("models") / SUGGESTIONS / "README.md"
    assert model_stated(SUGGESTIONS) in card.read_text(encoding="utf-8")


def test_the_linear_model_points_to_words_of_its_sentence() -> None:
    model = Suggester((folder("models") / SUGGESTIONS / FILE).read_bytes())
    words = words_of("Il m'a frappée au visage avec une ceinture devant les enfants.")
    logits = dict(zip(model.criteria, model.logits(words), strict=True))
    assert max(logits, key=lambda name: logits[name]) == "violence"
    assert 0 < len(model.reasons(words, "violence")) <= 3
    assert set(model.reasons(words, "violence")) <= set(words)
    assert model.shares(words).argmax() == STATUSES.index("affirmed")
    assert set(model.status_reasons(words, "affirmed")) <= set(words)


def test_rules_come_first_and_an_ordinary_piece_has_no_suggestion(tool: Checker) -> None:
    assert found(tool, ORDINARY) == []
    for item in found(tool, TEXT):
        assert item.quote == TEXT[item.sentence.start : item.sentence.end]
        assert item.sentence.start <= item.evidence.start < item.evidence.end <= item.sentence.end
        assert item.suggestion == (item.indicator == "proposed")
        assert not (item.suggestion and item.phrase)
    pairs = [(item.sentence, item.criterion) for item in found(tool, TEXT)]
    assert len(pairs) == len(set(pairs))
    (doc,) = tool.docs([TEXT])
    assert not any(item.suggestion for item in find_any(doc, tool.matcher))


def test_the_same_text_gives_the_same_suggestions(tool: Checker) -> None:
    assert found(tool, TEXT) == found(tool, TEXT)
    plain, accented = features(words_of("l'ete a l'oeuvre")), features(words_of("L'été à l'œuvre"))
    said, same = ([part.tolist() for block in blocks for part in block] for blocks in (plain, accented))
    assert said == same


def test_a_suggestion_is_to_be_verified_until_a_person_accepts_it(tool: Checker) -> None:
    (doc,) = tool.docs([TEXT])
    document = doc._.document
    first = found(tool, TEXT)[0]
    proposed = dataclasses.replace(first, suggestion=True)
    said = Review(finding=first.id, verdict="accepted", reviewer="R", at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    assert row(proposed, document.source, document).side == "to_verify"
    assert row(proposed, document.source, document, said).side == "incriminating"
    assert established([proposed], {}) == ()
    assert established([proposed], {first.id: said}) == (proposed,)


def test_a_suggestion_of_two_verbs_says_of_nobody_that_he_acts(tool: Checker) -> None:
    (doc,) = tool.docs(["J'ai vu Nadine Forget gifler Julien Perrot un soir de 2020."])
    (sentence,) = doc.sents
    words = {token.text: token.i for token in doc}
    both = proposed(doc, sentence, "violence", (words["vu"], words["gifler"]), tool.matcher, Counter())
    assert (both.agent, both.patient) == (None, None)
    one = proposed(doc, sentence, "violence", (words["gifler"],), tool.matcher, Counter())
    assert one.suggestion
    assert one.agent is None or one.agent.name == "Nadine Forget"
