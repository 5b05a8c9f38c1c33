"""What a person decides of persons, and what a second reader decides: written, taken back, blind to the first."""

from pathlib import Path

import pytest

from evidence.decisions import SecondReading, Undo
from evidence.web.desk import Desk
from tests.review_case import Browser, a_copy


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(case=a_copy(tmp_path), reviewer="Ana")


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


def test_a_merge_is_written_shown_and_taken_back(browser: Browser, desk: Desk) -> None:
    seen = str(desk.case.marks()[1])
    form = {"act": "merge", "names": ["Marc Inventé", "Inventé"], "name": "Marc Inventé", "seen": seen}
    assert browser.post("/personnes", form).status_code == 303
    assert desk.case.person_decisions()[0].names == ("Marc Inventé", "Inventé")
    assert browser.post("/personnes", form).status_code == 409  # the page is stale now
    browser.post("/annuler", {})
    assert desk.case.person_decisions() == []


def test_a_nature_is_chosen_among_french_words(browser: Browser, desk: Desk) -> None:
    text = browser.get("/personnes").text
    assert '<option value="group">groupement</option>' in text
    form = {"act": "kind", "names": ["Marc Inventé"], "kind": "group", "seen": str(desk.case.marks()[1])}
    assert browser.post("/personnes", form | {"kind": "autre"}).status_code == 400
    assert browser.post("/personnes", form).status_code == 303
    assert [(item.act, item.name) for item in desk.case.person_decisions()] == [("kind", "group")]
    assert "nature : groupement" in browser.get("/decisions").text


def test_a_role_is_given_in_one_piece(browser: Browser, desk: Desk) -> None:
    form = {"act": "role", "names": ["Marc Inventé"], "name": "témoin", "seen": str(desk.case.marks()[1])}
    assert browser.post("/personnes", form | {"piece": "9"}).status_code == 400
    assert browser.post("/personnes", form | {"piece": "1"}).status_code == 303
    assert [(item.name, item.piece) for item in desk.case.person_decisions()] == [("témoin", 1)]


def test_a_name_stays_folded_until_somebody_confirms_it(browser: Browser, desk: Desk) -> None:
    from lxml import html

    def bare() -> str:
        page = html.fromstring(browser.get("/personnes").text)
        for node in page.xpath("//details"):
            node.drop_tree()
        return str(page.xpath("string(//main)"))

    assert "Marc Inventé" not in bare()
    seen = str(desk.case.marks()[1])
    browser.post("/personnes", {"act": "confirm", "names": ["Marc Inventé"], "seen": seen})
    assert "Marc Inventé, confirmée" in bare()


def test_a_second_reading_is_blind_replaces_nothing_and_counts_agreement(browser: Browser, desk: Desk) -> None:
    second = Browser(Desk(case=desk.case, reviewer="Bea"))
    for item in desk.findings():
        browser.post(f"/constat/{item.id}", {"verdict": "accepted", "after": "0", "note": "secret"})
    before = desk.case.reviews()
    for rank in range(10):
        text = second.get("/seconde-lecture").text
        assert "secret" not in text
        assert "Accord" not in text
        identity = text.split('name="finding" value="')[1].split('"')[0]
        verdict = "rejected" if rank % 2 else "accepted"
        assert second.post("/seconde-lecture", {"finding": identity, "verdict": verdict}).status_code == 303
    assert second.post("/seconde-lecture", {"finding": identity, "verdict": "accepted"}).status_code == 409
    assert desk.case.reviews() == before
    text = second.get("/seconde-lecture").text
    assert "Différences à régler : 5" in text
    identity = text.split("Différences à régler")[1].split('href="/constat/')[1].split('"')[0]
    form = {"verdict": "accepted", "after": str(desk.case.last_decision(identity))}
    assert browser.post(f"/constat/{identity}", form).status_code == 303
    text = second.get("/seconde-lecture").text
    assert "Différences à régler : 4, réglées : 1" in text
    assert "réglée par Ana" in text
    decided = second.get("/decisions").text
    assert "seconde lecture : <a" in decided
    assert "ne retrouve pas" not in decided
    assert all(isinstance(item.decision, SecondReading | Undo) for item in desk.case.history()[24:-1])
