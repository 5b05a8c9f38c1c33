"""The next finding takes the place of the page: quick keys, a server that dies, back, focus; nothing is lost."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.review import made
from evidence.case import Case
from tests.chromium import browser, needed, page, served
from tests.review_case import a_copy

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "page"]  # fixtures
pytestmark = needed


def opened(page: "Page", address: str) -> str:
    """Go to the first finding and mark the window: a new page would lose the mark."""
    page.goto(address)
    page.keyboard.press("j")
    page.wait_for_selector("#decide")
    page.evaluate("window.marked = true")
    return str(page.url)


def pressed(page: "Page", key: str) -> None:
    """Press *key* and wait until the finding it leads to is painted."""
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-busy')")
    page.evaluate("document.addEventListener('shown', () => { window.painted = true; }, { once: true })")
    page.evaluate("window.painted = false")
    page.keyboard.press(key)
    page.wait_for_function("() => window.painted")


def test_a_key_swaps_the_finding_in_place_tells_it_and_keeps_history_title_and_focus(
    page: "Page", tmp_path: Path
) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        first = opened(page, address)
        pressed(page, "a")
        second = page.url
        assert second != first
        assert page.evaluate("window.marked") is True
        assert page.evaluate("document.activeElement.tagName") == "MAIN"
        assert page.text_content("#said").startswith("Accepté. ")
        assert page.text_content("h1").strip() in page.text_content("#said")
        assert page.title().split(" — ")[0] in page.text_content("h1")
        assert page.get_attribute("#decide", "action") == second.split(":", 2)[2][5:]
        page.go_back()
        page.wait_for_function("here => document.querySelector('#decide').action === here", arg=first)
        assert "accepté" in page.text_content("#decision")
        page.go_forward()
        page.wait_for_function("here => document.querySelector('#decide').action === here", arg=second)
        pressed(page, "k")
        assert page.url == first
        assert page.evaluate("window.marked") is True
    assert len(case.reviews()) == 1


def test_keys_hit_twice_or_held_decide_only_what_was_painted(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        opened(page, address)
        page.evaluate(
            """() => { const hit = (repeat) => document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'a', bubbles: true, repeat }));
            hit(false); hit(false); hit(true); document.querySelector('#decide button[value=rejected]').click(); }"""
        )
        page.wait_for_function("() => document.getElementById('said').textContent !== ''")
        page.wait_for_timeout(300)
        assert [review.verdict for review in case.reviews().values()] == ["accepted"]
        assert len(case.history()) == 1


@pytest.mark.slow
def test_a_server_that_dies_before_it_answers_leaves_the_note_and_says_so(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (server, address):
        here = opened(page, address)
        page.fill("#note", "à ne pas perdre")
        page.keyboard.press("Escape")
        server.send_signal(signal.SIGKILL)
        server.wait()
        page.keyboard.press("a")
        page.wait_for_selector("#failed[role=alert]")
        assert page.url == here
        assert page.input_value("#note") == "à ne pas perdre"
        assert "Relancez emprise review" in page.text_content("#failed")
    assert Case(case.folder).reviews() == {}
    assert Case(case.folder).problems() == []


@pytest.mark.slow
def test_a_decision_written_by_a_server_that_died_before_it_answered_is_found_again(
    page: "Page", tmp_path: Path
) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (server, address):
        here = opened(page, address)

        def cut(route):  # type: ignore[no-untyped-def]  # playwright's own
            route.fetch(max_redirects=0)  # the server wrote the decision; its answer is lost
            server.send_signal(signal.SIGKILL)
            route.abort()

        page.route("**/constat/*", lambda route: cut(route) if route.request.method == "POST" else route.fallback())
        page.keyboard.press("r")
        page.wait_for_selector("#failed")
        page.unroute("**/constat/*")
    with served(case.folder) as (_, address):
        page.goto(address)
        page.goto(address.split("/entrer")[0] + "/constat/" + here.rsplit("/", 1)[1])
        assert "rejeté" in page.text_content("#decision")
    assert [review.verdict for review in Case(case.folder).reviews().values()] == ["rejected"]


@pytest.mark.slow
def test_a_refusal_changes_nothing_keeps_the_finding_and_lets_decide_again(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        here = opened(page, address)
        page.evaluate("document.querySelector('#decide [name=csrf]').value = 'faux'")
        page.keyboard.press("a")
        page.wait_for_selector("#failed")
        assert "403" in page.text_content("#failed")
        assert page.url == here
        assert case.reviews() == {}
        page.reload()
        page.keyboard.press("a")
        page.wait_for_function("here => location.href !== here", arg=here)
    assert len(case.reviews()) == 1


@pytest.mark.slow
def test_a_stale_screen_shows_the_conflict_in_place_and_the_second_try_counts(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        here = opened(page, address)
        other = page.context.new_page()
        other.goto(here)
        other.keyboard.press("r")
        other.wait_for_function("here => location.href !== here", arg=here)
        page.fill("#note", "la mienne")
        page.keyboard.press("Escape")
        pressed(page, "a")
        assert "rejeté" in page.text_content("#decision")
        assert page.input_value("#note") == "la mienne"
        assert page.query_selector("#conflict") is not None
        assert page.evaluate("window.marked") is True
        pressed(page, "a")
        assert [review.verdict for review in case.reviews().values()] == ["accepted"]
        pressed(page, "u")
        assert page.url == here
        assert "rejeté" in page.text_content("#decision")
    assert [item.decision.note for item in case.history()][:2] == ["", "la mienne"]


def test_a_picture_is_asked_for_once_and_before_its_page_is_read(page: "Page", tmp_path: Path) -> None:
    case = made(tmp_path / "affaire", 400, 200)  # two findings a page
    with served(case.folder) as (_, address):
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(sent.url) if "/image/" in sent.url else None)
        opened(page, address)
        for _ in range(5):
            page.wait_for_function("() => document.querySelector('.sheet-image')?.naturalWidth > 0")
            page.wait_for_timeout(300)
            pressed(page, "a")
        assert page.url.startswith(address.split("/entrer")[0] + "/constat/")
        page.wait_for_function("() => document.querySelector('.sheet-image')?.naturalWidth > 0")
        shown = page.get_attribute(".sheet-image", "src")
        page.wait_for_timeout(300)
    assert len(asked) == len(set(asked))
    assert [url.rsplit("/image/", 1)[1] for url in asked][:3] == ["1/1", "1/2", "2/1"]
    assert shown == "/image/2/1"


@pytest.mark.slow
def test_nothing_to_undo_is_said_in_place_and_what_was_typed_stays(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        here = opened(page, address)
        page.fill("#note", "en cours")
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        page.wait_for_selector("#failed")
        assert "Aucune décision de vous" in page.text_content("#failed")
        assert page.input_value("#note") == "en cours"
        assert page.url == here
        pressed(page, "a")
    assert [review.note for review in case.reviews().values()] == ["en cours"]


@pytest.mark.slow
def test_a_case_that_another_program_holds_costs_no_typed_word(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        opened(page, address)
        page.fill("#note", "en cours")
        page.click("summary:has-text('Changer statut')")
        page.fill("#patient", "Quelqu’un")
        page.keyboard.press("Escape")
        with case.writing("analyze"):
            page.keyboard.press("r")
            page.wait_for_selector("#conflict", timeout=30_000)
        assert page.input_value("#note") == "en cours"
        assert page.input_value("#patient") == "Quelqu’un"
        pressed(page, "r")
    assert [(review.note, review.patient) for review in case.reviews().values()] == [("en cours", "Quelqu’un")]
