"""An identity that nobody confirmed is named on no page in our own words; a quotation is never touched; one switch."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from lxml import html

from evidence.case import Case
from evidence.web.desk import Desk
from tests.review_case import Browser, a_copy
from tests.test_web_security import PAGES

NAMES = ("Marc Inventé", "Claire Inventée", "Inventé", "Inventée")


def ours(text: str) -> str:
    """Return what a page says in our own words: its text and its attributes, without quotations and closed « voir »."""
    page = html.fromstring(text)
    for node in page.xpath(
        "//*[contains(concat(' ', @class, ' '), ' cited ')] | //details[summary[contains(., 'voir')]]"
    ):
        node.drop_tree()
    said = page.xpath("//@value | //@title | //@aria-label | //@alt | //@content | //@href | //@data-said")
    # What is added by ticking: the spellings of one identity, in « voir » or once shown.
    return "\n".join([page.text_content(), *map(unquote_plus, said)])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(case=a_copy(tmp_path), reviewer="Ana")


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


def pages(desk: Desk) -> list[str]:
    return [
        *PAGES.split(),
        f"/constat/{desk.findings()[0].id}",
        "/constats?person=identit%C3%A9+1",
        "/constats?criterion=isolation",
    ]


def test_no_page_names_whom_nobody_confirmed_and_every_page_shows_them_when_asked(browser: Browser, desk: Desk) -> None:
    seen = 0
    for path in pages(desk):
        text = ours(browser.get(path).text)
        assert not [name for name in NAMES if name in text], path
        assert "Identités à confirmer : masquées" in text, path
        seen += "identité 1" in text.lower()
    assert seen >= 6
    assert browser.post("/identites", {"bare": "1", "place": "/constats"}).headers["Location"] == "/constats"
    for path in ("/personnes", "/elements", "/reseau", "/constats", pages(desk)[-3]):
        assert "Marc Inventé" in ours(browser.get(path).text), path
    browser.post("/identites", {"bare": "0", "place": "/"})
    assert "Marc Inventé" not in ours(browser.get("/personnes").text)


def test_the_words_of_the_pieces_are_quoted_as_they_are(browser: Browser, desk: Desk) -> None:
    finding = desk.findings()[0]
    for path in (f"/constat/{finding.id}", "/constats", "/piece/1", "/recherche?mots=interdit"):
        page = html.fromstring(browser.get(path).text)
        quoted = " ".join(node.text_content() for node in page.xpath("//*[contains(@class, 'cited')]"))
        assert "Marc Inventé m'a interdit de voir ma sœur" in quoted, path


def test_who_was_confirmed_is_named_everywhere_and_the_others_are_not(browser: Browser, desk: Desk) -> None:
    seen = str(desk.case.marks()[1])
    mask = desk.masks.named("Marc Inventé")
    assert browser.post("/personnes", {"act": "confirm", "names": [mask], "seen": seen}).status_code == 303
    assert desk.case.person_decisions()[0].names == ("Marc Inventé",)
    for path in (f"/constat/{desk.findings()[0].id}", "/elements", "/reseau", "/personnes"):
        text = ours(browser.get(path).text)
        assert "Marc Inventé" in text, path
        assert "Claire Inventée" not in text, path


def test_a_masked_name_that_a_form_sends_back_means_whom_it_showed(browser: Browser, desk: Desk) -> None:
    first, second = desk.findings()[:2]
    marc, claire = desk.masks.named("Marc Inventé"), desk.masks.named("Claire Inventée")
    assert {marc, claire} == {"identité 1", "identité 2"}
    browser.post(f"/constat/{first.id}", {"verdict": "accepted", "after": "0", "agent": marc, "patient": claire})
    review = desk.case.reviews()[first.id]
    assert (review.agent, review.patient) == (None, None)  # as the engine found them
    browser.post(f"/constat/{second.id}", {"verdict": "accepted", "after": "0", "agent": claire, "patient": marc})
    review = desk.case.reviews()[second.id]
    assert (review.agent, review.patient) == ("Claire Inventée", "Marc Inventé")
    text = browser.get(f"/constats?person={marc}&criterion=isolation").text
    assert "<h1>Constats : 8" in text


def test_numbers_are_never_given_again(desk: Desk) -> None:
    import datetime as dt

    from evidence.decisions import PersonDecision

    before = {name: desk.masks.named(name) for name in ("Marc Inventé", "Claire Inventée")}
    now = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    both = ("Marc Inventé", "Claire Inventée")
    number = desk.case.decide(PersonDecision(act="merge", names=both, name="Une Seule", reviewer="Bea", at=now))
    assert desk.masks.named("Marc Inventé") == desk.masks.named("Claire Inventée") == "identité 3"
    assert desk.masks.meant(before["Marc Inventé"]) == "Marc Inventé"  # what an old page showed
    desk.case.undo(number, "Bea", now)
    assert {name: desk.masks.named(name) for name in both} == before


@pytest.mark.parametrize(
    "place", ["//evil.example", "/\\evil.example", "http://evil.example/", "constats", "/constats\r\nX: y", "/%2f", ""]
)
def test_the_switch_leads_to_a_page_of_ours_only(browser: Browser, place: str) -> None:
    assert browser.post("/identites", {"bare": "1", "place": place}).headers["Location"] == "/"


@pytest.mark.slow
def test_no_page_of_the_demonstration_case_names_whom_nobody_confirmed(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[1]
    files = shutil.copytree(root / "examples" / "affaire-horizon" / "pieces", tmp_path / "pieces")
    case = Case.create(tmp_path / "affaire")
    case.ingest([files])
    case.analyze()
    desk = Desk(case=case, reviewer="Ana")
    browser = Browser(desk)
    whole = [name for person in desk.people() for name in (person.name, *person.variants) if " " in name]
    assert len(whole) > 10
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)")
    for path in [*pages(desk), *(f"/constat/{item.id}" for item in desk.findings()[::25])]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert pattern.findall(ours(answer.text)) == [], path
