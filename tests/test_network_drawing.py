"""The drawing of the network: no label hides another, the same network gives the same bytes."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from evidence.dossier.parts_network import SMALL
from evidence.dossier.picture import SMALLEST, printed
from evidence.graph.picture import drawing, drawn, strokes
from evidence.graph.record import Network, Passage, Tie

FIRST = "Alain Béatrice Cyril Delphine Étienne Fabienne Gérard Hélène".split()
LAST = "Bertholet Carpentier-Delmas Essart Fontanel GUÉRIN Hauteville Isambard Lô".split()
RELATIONS = ("isolates", "accuses", "pays", "orders", "kin")
STATUSES = ("affirmed", "denied", "reported", "recorded")


def passage(quote: str = "x", start: int = 0) -> Passage:
    return Passage(
        piece=1, cote=None, start=start, end=start + len(quote), quote=quote, page=None, line=1, status="affirmed"
    )


def town(count: int, seed: int, links: int = 2) -> Network:
    chance = random.Random(seed)  # noqa: S311
    names = [f"{FIRST[rank % 8]} {LAST[rank // 8]}" for rank in range(count)]
    ties = {}
    for one in names:
        for other in chance.choices(names[: max(count // 3, 2)], k=links):
            if one != other:
                tie = Tie(
                    subject=one,
                    relation=chance.choice(RELATIONS),
                    object=other,
                    status=chance.choice(STATUSES),  # type: ignore[arg-type]
                    passages=(passage(),),
                )
                ties[tie.id] = tie
    return Network(ties=tuple(ties.values()))


@pytest.mark.parametrize("count", [2, 5, 20, 40, 60])
def test_no_name_and_no_label_overlaps_another(count: int) -> None:
    picture = drawn(strokes(town(count, count)), {})
    every = [*picture.boxes.values(), *picture.labels]
    assert len(picture.boxes) == count
    assert [(a, b) for a, b in combinations(every, 2) if a.overlaps(b)] == []
    assert all(a.x - a.width / 2 >= 0 and a.x + a.width / 2 <= picture.width for a in every)
    assert all(a.y - a.height / 2 >= 0 and a.y + a.height / 2 <= picture.height for a in every)


@pytest.mark.parametrize("count", [2, 5, 13, 20])
def test_a_case_of_a_few_names_is_read_on_a_sheet_of_a4_and_no_name_covers_another(count: int) -> None:
    network = town(count, count, links=1)
    sheets = [printed(drawing(network, within)) for within in SMALL]
    assert any(sheet.sheet.startswith("a4") and sheet.points >= SMALLEST for sheet in sheets)
    for within in SMALL:
        picture = drawn(strokes(network), {}, within)
        every = [*picture.boxes.values(), *picture.labels]
        assert [(a, b) for a, b in combinations(every, 2) if a.overlaps(b)] == []


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 30), st.integers(0, 10_000), st.integers(1, 4))
def test_names_never_overlap_however_they_are_linked(count: int, seed: int, links: int) -> None:
    boxes = drawn(strokes(town(count, seed, links)), {}).boxes
    assert [(a, b) for a, b in combinations(boxes.values(), 2) if a.overlaps(b)] == []


def test_the_same_network_gives_the_same_bytes_whatever_the_order_of_its_ties() -> None:
    network = town(20, 3)
    assert drawing(network) == drawing(Network(ties=network.ties))
    boxes = drawn(strokes(Network(ties=network.ties[::-1])), {}).boxes
    assert boxes == drawn(strokes(network), {}).boxes


def test_the_text_alternative_says_every_tie_in_words() -> None:
    tie = Tie(subject="A <b>", relation="isolates", object="B", status="denied", passages=(passage(),))
    svg = drawing(Network(ties=(tie,)))
    root = etree.fromstring(svg.encode())
    assert root.findtext("{*}desc") == "A <b> n’isole pas B (nié, 1 passage)"
    assert "<b>" not in svg
    assert root.get("role") == "img"


def test_no_tie_no_drawing() -> None:
    assert drawing(Network()) == ""
