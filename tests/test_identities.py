"""Names become persons: joined where nobody else could be meant, proposed elsewhere, and as a reader decides."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.case import Case
from evidence.decisions import PersonDecision
from evidence.people.identities import Identities, Said
from tests.test_commands import emprise

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def said(**pieces: str) -> list[Said]:
    """Return the names of pieces: « a="Claire Vautrin, Claire" »."""
    return [Said(source=key, name=name.strip()) for key, names in pieces.items() for name in names.split(",")]


def act(kind: str, *names: str, name: str = "") -> PersonDecision:
    return PersonDecision(act=kind, names=names, name=name, reviewer="R", at=NOW)  # type: ignore[arg-type]


def people(ids: Identities) -> dict[str, tuple[str, ...]]:
    return {person.name: person.variants for person in ids.people}


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ({"a": "Claire VAUTRIN, VAUTRIN Claire, Claire"}, {"Claire Vautrin"}),
        ({"a": "Claire Vautrin", "b": "Claire V., Claire"}, {"Claire Vautrin"}),
        ({"a": "Claire Vautrin, Sophie Vautrin", "b": "Vautrin"}, {"Claire Vautrin", "Sophie Vautrin", "Vautrin"}),
        ({"a": "Claire Vautrin, Vautrin", "b": "Sophie Vautrin"}, {"Claire Vautrin", "Sophie Vautrin"}),
        ({"a": "Claire Vautrin, Sophie Vautrin", "b": "Vautrin, Claire"}, {"Claire Vautrin", "Sophie Vautrin"}),
        ({"a": "Claire Martin, Claire Durand, Claire"}, {"Claire Martin", "Claire Durand", "Claire"}),
        ({"a": "Jean Dupont", "b": "M. DUPONT Jean"}, {"Jean Dupont"}),
        ({"a": "Jean Dupont", "b": "J. Dupont"}, {"Jean Dupont"}),
        ({"a": "Jean Dupont, Jeanne Dupont", "b": "J. Dupont"}, {"Jean Dupont", "Jeanne Dupont", "J. Dupont"}),
    ],
)
def test_a_short_name_joins_a_longer_one_when_nobody_else_could_be_meant(
    pieces: dict[str, str], joined: set[str]
) -> None:
    assert set(people(Identities(said(**pieces)))) == joined


def test_a_surname_in_capitals_is_shown_as_a_sentence_writes_it_and_keeps_its_spelling() -> None:
    names = Identities(said(a="GARNIER Odile", b="Marc TISSOT, SCI LES PINS"))
    assert people(names)["Odile Garnier"] == ("GARNIER Odile", "Odile Garnier")
    assert {names.of("GARNIER Odile", "a"), names.of("M. Tissot Marc")} == {"Odile Garnier", "Marc Tissot"}


def test_the_town_of_a_court_is_neither_the_court_nor_somebody() -> None:
    court = Said(source="a", name="tribunal judiciaire de Valmont", kind="ORG")
    found = people(Identities([court, *said(a="VALMONT", b="Claire Valmont")]))
    assert set(found) == {"tribunal judiciaire de Valmont", "Claire Valmont"}
    assert found["tribunal judiciaire de Valmont"] == ("tribunal judiciaire de Valmont",)


def test_what_is_not_sure_is_proposed_and_what_a_capacity_decided_is_to_be_confirmed() -> None:
    names = said(a="Claire Vautrin, Sophie Vautrin", b="Vautrin")
    unsure = Identities(names).proposals
    assert {(item.first, item.second, item.applied) for item in unsure} == {
        ("Claire Vautrin", "Vautrin", False),
        ("Sophie Vautrin", "Vautrin", False),
    }
    heard = Identities(names, [("a", "Claire Vautrin", "plaignante")])
    assert heard.of("Vautrin", "b") == "Claire Vautrin"
    (point,) = heard.proposals
    assert point.applied
    assert (
        Identities(names, [("a", "Claire Vautrin", "plaignante")], [act("confirm", "Claire Vautrin")]).proposals == ()
    )


def test_names_written_nearly_the_same_are_proposed_and_stay_apart() -> None:
    ids = Identities(said(a="Bertrand Maurel", b="Bertrand Morel"))
    assert len(ids.people) == 2
    assert [item.why for item in ids.proposals] == ["écritures presque identiques"]


def test_a_reader_joins_parts_renames_and_takes_back() -> None:
    names = said(a="Bertrand Maurel, Claire Vautrin", b="Bertrand Morel")
    merged = [act("merge", "Bertrand Maurel", "Bertrand Morel", name="B. Maurel")]
    ids = Identities(names, (), merged)
    assert people(ids)["B. Maurel"] == ("B. Maurel", "Bertrand Maurel", "Bertrand Morel")
    assert ids.of("Bertrand Morel", "b") == "B. Maurel"
    parted = Identities(names, (), [*merged, act("split", "Bertrand Morel")])
    assert parted.of("Bertrand Morel", "b") == "Bertrand Morel"
    assert parted.of("Bertrand Maurel", "a") == "B. Maurel"
    assert set(people(Identities(names))) == {"Bertrand Maurel", "Claire Vautrin", "Bertrand Morel"}


def test_a_role_a_nature_and_nobody_are_decided_too() -> None:
    names = said(a="Nadine Forget, Jean Dupont")
    ids = Identities(names, (), [act("role", "Nadine Forget", name="trésorière"), act("discard", "Jean Dupont")])
    (person,) = ids.people
    assert person.roles == (("", "trésorière"),)
    (group, _) = Identities(names, (), [act("kind", "Nadine Forget", name="group")]).people[::-1]
    assert group.kind == "group"


@given(
    st.lists(
        st.builds(
            Said,
            source=st.sampled_from("abc"),
            name=st.lists(
                st.sampled_from(["Jean", "Marie", "Dupont", "DUPONT", "Morel", "J.", "D."]), min_size=1, max_size=3
            ).map(" ".join),
        ),
        max_size=12,
    )
)
def test_whatever_the_names_each_belongs_to_one_person_and_order_changes_nothing(names: list[Said]) -> None:
    ids = Identities(names)
    for person in ids.people:
        assert person.name in person.variants
        assert person.mentions > 0
    assert {(p.name, p.mentions) for p in Identities(names[::-1]).people} == {(p.name, p.mentions) for p in ids.people}


def test_the_command_lists_decides_proposes_the_nearest_and_takes_back(tmp_path: Path) -> None:
    folder = tmp_path / "affaire"
    (tmp_path / "a.txt").write_text(
        "Mme Claire Vautrin a vu M. Bertrand Maurel. M. Bertrand Morel est venu. Il m'a interdit de sortir.",
        encoding="utf-8",
    )
    Case.create(folder).ingest([tmp_path / "a.txt"])
    assert emprise("analyze", str(folder)).returncode == 0
    shown = emprise("persons", str(folder))
    assert "Bertrand Maurel, personne" in shown.stdout
    assert "à réunir ?" in shown.stdout
    wrong = emprise("persons", str(folder), "réunir", "Bertrand Maurel", "Bertrand Moral")
    assert wrong.returncode == 2
    assert "Bertrand Morel" in wrong.stderr
    done = emprise("persons", str(folder), "réunir", "Bertrand Maurel", "Bertrand Morel", "--why", "même écriture")
    assert done.returncode == 0, done.stderr
    assert "aussi écrit : Bertrand Morel" in emprise("persons", str(folder)).stdout
    assert [entry.why for entry in Case(folder).journal()][-1] == "même écriture"
    number = done.stderr.split()[1].rstrip(".")
    assert emprise("persons", str(folder), "annuler", number).returncode == 0
    assert "à réunir ?" in emprise("persons", str(folder)).stdout
    assert emprise("persons", str(folder), "reunir", "a", "b").returncode == 2
