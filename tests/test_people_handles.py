"""Addresses, account numbers and initials: joined when sure, proposed when not, never guessed."""

import datetime as dt

import pytest

from evidence.decisions import PersonDecision
from evidence.model import Span
from evidence.people.handles import beside
from evidence.people.identities import Identities, Proposal, Said, said_in

IBAN = "FR76 3000 6000 0112 3456 7890 189"


def identities(*said: Said) -> Identities:
    return Identities(said)


def shown(found: Identities) -> dict[str, tuple[str, ...]]:
    return {person.name: person.variants for person in found.people}


def test_an_address_that_has_the_whole_name_of_one_person_is_joined_to_be_confirmed() -> None:
    found = identities(
        Said(source="a", name="Claire Vautrin"), Said(source="b", name="claire.vautrin79@example.org", kind="EMAIL")
    )
    assert shown(found) == {"Claire Vautrin": ("Claire Vautrin", "claire.vautrin79@example.org")}
    (proposal,) = found.proposals
    assert (proposal.first, proposal.applied) == ("Claire Vautrin", True)


@pytest.mark.parametrize("address", ["c.vautrin@example.org", "cvautrin@example.org"])
def test_an_address_that_has_a_part_of_a_name_is_proposed_and_stays_apart(address: str) -> None:
    found = identities(Said(source="a", name="Claire Vautrin"), Said(source="a", name=address, kind="EMAIL"))
    assert {person.name: person.kind for person in found.people} == {"Claire Vautrin": "person", address: "account"}
    assert [(item.first, item.second, item.applied) for item in found.proposals] == [("Claire Vautrin", address, False)]


def test_an_address_of_two_persons_of_one_name_is_of_neither() -> None:
    found = identities(
        Said(source="a", name="Claire Vautrin"),
        Said(source="a", name="Sophie Vautrin"),
        Said(source="a", name="vautrin@example.org", kind="EMAIL"),
    )
    assert {person.name for person in found.people} == {"Claire Vautrin", "Sophie Vautrin", "vautrin@example.org"}


def test_a_short_name_is_never_taken_for_the_words_of_an_address() -> None:
    found = identities(
        Said(source="a", name="Claire Vautrin"),
        Said(source="b", name="claire.durand@example.org", kind="EMAIL"),
        Said(source="a", name="Claire"),
    )
    assert found.of("Claire", "a") == "Claire Vautrin"


def test_an_account_number_is_of_the_name_that_stands_right_before_it() -> None:
    placed = [
        ("a", "Bo Marsan", "PER", (Span(start=12, end=21),)),
        ("a", IBAN, "IBAN", (Span(start=29, end=29 + len(IBAN)),)),
    ]
    assert list(beside(placed)) == [("a", IBAN, "Bo Marsan")]
    found = Identities(said_in([], [], placed))
    assert shown(found) == {"Bo Marsan": ("Bo Marsan", IBAN)}
    assert found.proposals == ()


def test_a_name_far_from_an_account_number_is_not_its_holder() -> None:
    placed = [
        ("a", "Bo Marsan", "PER", (Span(start=0, end=9),)),
        ("a", IBAN, "IBAN", (Span(start=60, end=60 + len(IBAN)),)),
    ]
    assert list(beside(placed)) == []


def test_two_holders_of_one_account_number_leave_it_apart() -> None:
    found = identities(
        Said(source="a", name="Bo Marsan"),
        Said(source="a", name="Ana Lorme"),
        Said(source="a", name=IBAN, kind="IBAN", beside="Bo Marsan"),
        Said(source="b", name=IBAN, kind="IBAN", beside="Ana Lorme"),
    )
    assert {person.name: person.kind for person in found.people}[IBAN] == "account"


def test_the_initials_of_a_sender_are_proposed_and_never_joined() -> None:
    found = identities(Said(source="a", name="Jean Dupont"), Said(source="b", name="JD", kind="SENDER"))
    assert {person.name: person.kind for person in found.people} == {"Jean Dupont": "person", "JD": "person"}
    assert found.proposals == (Proposal(first="Jean Dupont", second="JD", why="ce sont ses initiales"),)


def test_initials_that_nobody_has_are_somebody_all_the_same() -> None:
    found = identities(Said(source="a", name="Jean Dupont"), Said(source="b", name="KX", kind="SENDER"))
    assert {person.name for person in found.people} == {"Jean Dupont", "KX"}
    assert found.proposals == ()


def test_an_address_joined_by_the_engine_is_parted_by_hand_and_joined_again_when_the_act_is_taken_back() -> None:
    said = (Said(source="a", name="Claire Vautrin"), Said(source="b", name="claire.vautrin@example.org", kind="EMAIL"))
    act = PersonDecision(
        act="split",
        names=("claire.vautrin@example.org",),
        name="",
        reviewer="R",
        at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    )
    parted = Identities(said, (), (act,))
    assert {person.name for person in parted.people} == {"Claire Vautrin", "claire.vautrin@example.org"}
    assert parted.proposals == ()
    assert {person.name for person in Identities(said).people} == {"Claire Vautrin"}
