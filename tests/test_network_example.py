"""The network of the demonstration case: what the corrigé says is found, with its passages, and nothing else."""

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from evidence import readers
from evidence.analysis import Analysis
from evidence.catalogue import facts
from evidence.decisions import established
from evidence.graph.contrasts import contrasts
from evidence.graph.flows import flows
from evidence.graph.insights import readings
from evidence.graph.record import Network, Passage, Tie
from evidence.graph.weave import weave
from evidence.model import Document
from evidence.people.identities import Identities, said_in
from evidence.people.registry import key_of

HORIZON = Path(__file__).parents[1] / "examples" / "affaire-horizon"
CORRIGE = yaml.safe_load((HORIZON / "corrige.yaml").read_text(encoding="utf-8"))
NETWORK = CORRIGE["reseau"]
OCR = 6


class Pair(NamedTuple):
    """A sum said and a movement."""

    first: Passage
    second: Passage


def rows(key: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in NETWORK[key].splitlines()]


@pytest.fixture(scope="module")
def pieces() -> list[tuple[int, Document]]:
    every = [reading for path in sorted((HORIZON / "pieces").iterdir()) for reading in readers.read(path, path.name)]
    return [(number, reading.document) for number, reading in enumerate(every, 1) if reading.document]


@pytest.fixture(scope="module")
def network(pieces: list[tuple[int, Document]]) -> Network:
    results = list(Analysis().read([document for _, document in pieces]))
    findings = [finding for result in results for finding in result.findings]
    roles = [role for result in results for role in result.roles]
    names = [name for result in results for name in result.names]
    identities = Identities(said_in(findings, roles, names), roles)
    return weave(
        findings=[identities.resolved(item) for item in established(findings, {})],
        reviews={},
        people=identities.people,
        pieces=pieces,
        names=[(source, identities.of(name, source), kind, places) for source, name, kind, places in names],
        told=[identities.resolved(item) for result in results for item in result.facts],
        rules=facts(),
    )


def shown(tie: Tie) -> set[tuple[str, str, str, str, str]]:
    return {(tie.subject, tie.relation, tie.object, tie.status, str(item.piece)) for item in tie.passages}


def test_the_links_are_those_of_the_corrige_and_no_other(network: Network) -> None:
    wanted = {(*row[:4], piece) for row in rows("liens") for piece in row[4].split()}
    found = {line for tie in network.ties for line in shown(tie)}
    read = {piece.number for piece in network.pieces}
    # Without Tesseract the scan is listed, not read: its lines cannot be there.
    assert found == {line for line in wanted if OCR in read or line[4] != str(OCR)}


def test_what_the_corrige_says_is_missed_is_still_missed(network: Network) -> None:
    found = {line for tie in network.ties for line in shown(tie)}
    assert not found & {(*row[:4], piece) for row in rows("manques") for piece in row[4].split()}


def test_every_passage_is_the_letter_of_its_piece(network: Network, pieces: list[tuple[int, Document]]) -> None:
    texts = {number: document.text for number, document in pieces}
    every = [item for tie in (*network.ties, *network.presence) for item in tie.passages]
    every += [item.passage for item in (*network.facts, *network.said)]
    assert every
    assert [item for item in every if texts[item.piece][item.start : item.end] != item.quote] == []


def test_capacities_and_births_are_those_of_the_corrige_and_no_other(network: Network) -> None:
    actors = {actor.name: actor for actor in network.actors}
    assert {(name, role, str(piece)) for name, actor in actors.items() for piece, role in actor.roles} == set(
        rows("qualites")
    )
    births = {a.name: a.born.first.isoformat() for a in actors.values() if a.born and a.born.first}
    assert births == dict(rows("naissances"))


def test_the_persons_are_those_of_the_corrige_and_no_other(network: Network) -> None:
    wanted = {key_of(item["nom"]) for item in CORRIGE["personnes"]}
    assert {key_of(actor.name) for actor in network.actors if actor.kind == "person"} == wanted


def test_the_groups_are_found_and_the_child_is_a_minor(network: Network) -> None:
    groups = {actor.name for actor in network.actors if actor.kind == "group"}
    assert set(NETWORK["groupements"]) <= groups
    assert [item.actors for item in readings(network) if item.kind == "minor"] == [("Léa",)]


def side_by_side(network: Network, *, agree: bool) -> set[tuple[str, str, tuple[tuple[int, ...], ...]]]:
    """Return (fact, person, pieces of each side) of what is shown side by side."""
    return {
        (
            item.title,
            item.whom,
            tuple(sorted(tuple(sorted({passage.piece for passage in side.passages})) for side in item.sides)),
        )
        for item in contrasts(network)
        if item.agrees == agree and item.kind != "statement_of_account"
    }


def wanted_pairs(key: str, read: set[int]) -> set[tuple[str, str, tuple[tuple[int, ...], ...]]]:
    """Return the same from the corrigé; without Tesseract the scan is not read and its passages cannot be there."""
    found = set()
    for title, whom, *sides in rows(key):
        kept = [tuple(int(piece) for piece in side.split() if OCR in read or int(piece) != OCR) for side in sides]
        found.add((title, whom, tuple(sorted(kept))))
    return found


def test_the_contradictions_are_those_of_the_corrige_and_no_other(network: Network) -> None:
    read = {piece.number for piece in network.pieces}
    assert side_by_side(network, agree=False) == wanted_pairs("contradictions", read)


def test_what_pieces_say_alike_is_what_the_corrige_says_and_no_other(network: Network) -> None:
    read = {piece.number for piece in network.pieces}
    assert side_by_side(network, agree=True) == wanted_pairs("concordances", read)


def test_each_expected_contradiction_of_the_case_is_among_them(network: Network) -> None:
    shown = {title for title, _, _ in side_by_side(network, agree=False)}
    assert {item["fait"] for item in CORRIGE["contradictions"]} == shown


def test_the_sums_said_stand_beside_the_movements_of_the_accounts(network: Network) -> None:
    found = {
        (item.first.piece, item.second.piece, item.first.amount.words, item.second.when.words)
        for item in (
            Pair(*contrast.passages) for contrast in contrasts(network) if contrast.kind == "statement_of_account"
        )
        if item.first.amount and item.second.when
    }
    assert found == {(int(said), int(shown), words, day) for said, shown, words, day in rows("sommes_au_releve")}


def test_the_money_of_the_accounts_is_that_of_the_corrige_and_what_is_said_has_no_total(network: Network) -> None:
    found = flows(network)
    totals = {
        (str(item.year), item.payer, item.beneficiary, str(item.total)) for item in found if item.total is not None
    }
    assert set(rows("argent")) <= totals
    assert all(item.total is None for item in found if item.standing != "recorded")


def test_who_repeats_a_person_of_the_case_adds_no_source(network: Network) -> None:
    told = next(tie for tie in network.ties if (tie.subject, tie.relation) == ("Sophie Vautrin", "reports"))
    assert told.origins == ("Claire Vautrin",)


def test_each_reading_has_its_passages_and_says_the_contrary_ones(network: Network) -> None:
    found = readings(network)
    assert {"directing", "isolation", "circle", "bridge", "alone", "minor"} <= {item.kind for item in found}
    assert all(item.passages or item.against for item in found)
    claire = next(item for item in found if item.kind == "isolation" and item.actors == ("Claire Vautrin",))
    assert claire.passages
    assert claire.against


def test_an_empty_network_gives_nothing_to_read() -> None:
    assert readings(Network()) == ()
    assert contrasts(Network()) == ()
    assert flows(Network()) == ()
