"""A fact is the same whoever did it: names change nothing of what is found, and weights learn other names."""

import random

import pytest

from evidence.matching.check import Checker, checker
from evidence.matching.sift import sift
from training.renaming import Names, renamed

# Surnames that look like words of illness, prayer, blows or money, beside plain ones.
SURNAMES = (
    "Guérinot", "Lacroix", "Prieur", "Boucher", "Maladry", "Frappier", "Argentin", "Chantrel", "Hospital", "Soignard",
    "Coupat", "Mortier", "Dargent", "Saintonge", "Lemaître", "Gouraud", "Martin", "Nguyen", "Benali", "Kowalski",
)  # fmt: skip
FACTS = (
    ("{name} m'a giflé devant tout le monde en mai 2013.", "violence", "affirmed"),
    ("{name} m'a interdit de voir ma famille en mai 2013.", "isolation", "affirmed"),
    ("{name} m'a menacé de mort en mai 2013.", "threat", "affirmed"),
    ("{name} ne m'a jamais frappé.", "violence", "denied"),
    ("J'ai donné toutes mes économies à {name} en mai 2013.", "assets", "affirmed"),
    ("{name} gardait nos passeports dans un coffre.", "surveillance", "affirmed"),
)


@pytest.fixture(scope="module")
def tool() -> Checker:
    return checker()[0]


@pytest.mark.parametrize(("told", "criterion", "status"), FACTS)
def test_a_fact_is_found_whatever_the_name_of_who_did_it(tool: Checker, told: str, criterion: str, status: str) -> None:
    missed = []
    for surname in SURNAMES:
        (doc,) = tool.docs([told.format(name=f"Gérard {surname}")])
        found = {item.criterion: item.status for item in sift(doc, tool.matcher).kept}
        if found.get(criterion) != status:
            missed.append((surname, found))
    assert missed == []


LISTS = Names(
    (frozenset({"Claire"}), frozenset({"Paul"}), frozenset({"Petit", "Durand"})), (("Aya",), ("Luc",), ("Zola",))
)


def test_a_document_gives_each_person_one_other_name() -> None:
    told = ["Petit à petit, Claire Durand a cédé.", "« Claire, dit Paul, viens. »", "Durand est partie."]
    found = renamed(told, LISTS, _Always())
    assert found == ["Petit à petit, Aya Zola a cédé.", "« Aya, dit Luc, viens. »", "Zola est partie."]


def test_the_same_chance_gives_the_same_names_and_words_that_begin_a_sentence_are_left() -> None:
    told = ["Claire est la réponse.", "Petit, il pleurait."]
    assert renamed(told, LISTS, _Always()) == told
    told = ["Avec Claire.", "Avec Durand."]
    assert renamed(told, LISTS, _Always(3)) == renamed(told, LISTS, _Always(3)) == ["Avec Aya.", "Avec Zola."]


class _Always(random.Random):
    def random(self) -> float:
        return 0.0
