"""The review in a real Chromium, by keyboard: Debian's browser, driven by Playwright; nothing is downloaded."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evidence.case import Case
from tests.chromium import browser, needed, page, served
from tests.review_case import a_copy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "page"]  # fixtures
PAGES = (
    "/constats /pieces /piece/1 /recherche?mots=argent /personnes /elements /chronologie /reseau /seconde-lecture "
    "/decisions /essayer /touches"
)
SETTLED = """here => location.href !== here && document.readyState === 'complete'
    && !document.documentElement.hasAttribute('data-busy')"""
pytestmark = needed


def by_keyboard(page: "Page", keys: str, count: int) -> None:
    """Decide *count* findings, a key each, from the list on; no mouse."""
    page.keyboard.press("j")
    page.wait_for_url("**/constat/**", wait_until="load")
    for rank in range(count):
        assert page.query_selector("#decide"), f"{rank}: {page.url} {page.text_content('body')}"
        here = page.url
        page.keyboard.press(keys[rank % len(keys)])
        page.wait_for_function(SETTLED, arg=here)


@pytest.mark.slow
def test_findings_are_decided_taken_back_and_found_again_after_the_server_was_killed(
    page: "Page", tmp_path: Path
) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (server, address):
        page.goto(address)
        by_keyboard(page, "arv", 9)
        assert [review.verdict for review in case.reviews().values()] == ["accepted", "rejected", "to_verify"] * 3
        page.keyboard.press("u")
        page.wait_for_function("() => document.querySelectorAll('.history li').length === 2")
        assert len(case.reviews()) == 8
        server.send_signal(signal.SIGKILL)
        server.wait()
    with served(case.folder) as (_, address):
        page.goto(address)
        by_keyboard(page, "a", 16)
        page.wait_for_url("**/constats?fin=1")
    assert len(Case(case.folder).reviews()) == 24
    assert Case(case.folder).problems() == []


@pytest.mark.slow
def test_two_hundred_findings_are_decided_by_keyboard_alone(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path, 200)
    with served(case.folder) as (_, address):
        page.goto(address)
        by_keyboard(page, "aarv", 200)
    assert len(case.reviews()) == 200
    assert sum(entry.act == "review" for entry in case.journal()) == 200


def test_a_note_is_written_by_keyboard_and_its_letters_decide_nothing(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        page.goto(address)
        page.keyboard.press("j")
        page.wait_for_selector("#decide")
        page.keyboard.press("n")
        page.keyboard.type("avérée, voir pièce 4")
        assert case.reviews() == {}
        here = page.url
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.wait_for_function("here => location.href !== here", arg=here)
    assert [review.note for review in case.reviews().values()] == ["avérée, voir pièce 4"]


@pytest.mark.slow
def test_a_click_on_text_decides_nothing_and_tab_and_enter_reach_every_decision(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        page.goto(address)
        page.keyboard.press("j")
        page.wait_for_selector("#decide")
        page.click(".passage mark")
        page.click("dl")
        assert case.reviews() == {}
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.value === 'rejected'"):
                break
        here = page.url
        page.keyboard.press("Enter")
        page.wait_for_function("here => location.href !== here", arg=here)
    assert [review.verdict for review in case.reviews().values()] == ["rejected"]


def test_a_finding_is_added_by_selecting_words(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        page.goto(address)
        page.goto(address.split("/entrer")[0] + "/piece/1")
        page.evaluate(
            """() => { const node = document.querySelector('#l3 .words').firstChild;
            const range = document.createRange(); const at = node.data.indexOf('demandé');
            range.setStart(node, at); range.setEnd(node, at + 7);
            getSelection().removeAllRanges(); getSelection().addRange(range); }"""
        )
        page.wait_for_function("() => document.getElementById('words').value === 'demandé'")
        page.select_option("#criterion", "assets")
        page.select_option("#status", "denied")
        page.click("text=Ajouter >> nth=-1")
        page.wait_for_url("**/constat/**")
    added = [item for item in Case(case.folder).findings() if item.id in Case(case.folder).by_hand()]
    assert [item.quote for item in added] == ["Marc Inventé ne m'a jamais demandé d'argent, phrase 1."]


@pytest.mark.slow
def test_two_persons_are_merged_and_taken_back(page: "Page", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder) as (_, address):
        page.goto(address)
        page.goto(address.split("/entrer")[0] + "/personnes")
        for box in page.query_selector_all("td:first-child input[name=names]")[:2]:
            box.check()
        page.select_option("#act", "merge")
        page.fill("#name", "Une seule")
        page.click("text=Décider >> nth=-1")
        page.wait_for_function("() => document.querySelectorAll('td:first-child input').length === 1")
        assert [item.name for item in case.person_decisions()] == ["Une seule"]
        page.goto(address.split("/entrer")[0] + "/decisions")
        page.keyboard.press("u")
        page.wait_for_function("() => document.body.textContent.includes('annulation de la décision')")
    assert case.person_decisions() == []


@pytest.mark.slow
def test_two_reviewers_on_one_finding_get_a_clear_conflict(browser: "Browser", tmp_path: Path) -> None:
    case = a_copy(tmp_path)
    with served(case.folder, "Ana") as (_, first), served(case.folder, "Bea") as (_, second):
        pages = []
        for address in (first, second):
            made = browser.new_context().new_page()
            made.goto(address)
            made.keyboard.press("j")
            made.wait_for_selector("#decide")
            pages.append(made)
        assert pages[0].url.rsplit("/", 1)[1] == pages[1].url.rsplit("/", 1)[1]
        here = pages[0].url
        pages[0].keyboard.press("a")
        pages[0].wait_for_function("here => location.href !== here", arg=here)
        while not case.reviews():
            pages[0].wait_for_timeout(20)
        pages[1].keyboard.press("r")
        alert = pages[1].wait_for_selector("#conflict")
        assert alert is not None
        assert "Ana" in pages[1].text_content("#decision")
        assert "rejeté" in alert.text_content()
        for made in pages:
            made.context.close()
    assert [review.reviewer for review in case.reviews().values()] == ["Ana"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(browser: "Browser", tmp_path: Path, scheme: str) -> None:
    from axe_core_python.sync_playwright import Axe

    case = a_copy(tmp_path)
    axe = Axe()
    # The policy of the pages refuses a script from outside, as it must: axe alone is let through.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    made = context.new_page()
    wrong: dict[str, list[str]] = {}
    with served(case.folder) as (_, address):
        made.goto(address)
        base = address.split("/entrer")[0]

        def looked(name: str) -> None:
            found = axe.run(made)["violations"]
            if found:
                wrong[name] = [f"{item['id']} {node['html'][:120]}" for item in found for node in item["nodes"][:2]]

        for path in [*PAGES.split(), f"/constat/{case.findings()[0].id}"]:
            made.goto(base + path)
            looked(path)
        here = made.url
        made.keyboard.press("a")
        made.wait_for_function(SETTLED, arg=here)
        looked("the finding that took the place of the page")
        made.evaluate("document.querySelector('#decide [name=csrf]').value = 'faux'")
        made.keyboard.press("a")
        made.wait_for_selector("#failed")
        looked("a decision refused")
        made.goto(base + "/personnes")
        made.keyboard.press("i")
        made.wait_for_selector("text=montrées")
        for path in ("/personnes", "/elements", "/reseau", "/constats?criterion=isolation"):
            made.goto(base + path)
            for closed in made.query_selector_all("details:not([open]) > summary"):
                closed.click()
            looked(f"{path}, all open")
    context.close()
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PAGES.split(), "/constat"])
def test_every_page_reads_without_javascript_and_holds_at_320_pixels(
    browser: "Browser", narrow: tuple[str, "Page"], path: str
) -> None:
    base, made = narrow
    if path == "/constat":
        made.goto(base + "/constats")
        path = made.get_attribute("#start", "href") or ""
    made.goto(base + path)
    assert made.text_content("h1")
    assert made.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture(scope="module")
def narrow(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, "Page"]]:
    case = a_copy(tmp_path_factory.mktemp("narrow"))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    with served(case.folder) as (_, address):
        made = context.new_page()
        made.goto(address)
        yield address.split("/entrer")[0], made
    context.close()
