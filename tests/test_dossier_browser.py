"""The papers in a real browser: axe finds nothing, nothing overflows at 320 px, a filter hides one side only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.dossier.exports.html import write_paper as as_html
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names
from tests.dossier_case import made
from tests.test_dossier_pages import PAPER, shown

# Accents do not count in a French alphabet.
PLAIN = str.maketrans("àâçéèêëîïôùûü", "aaceeeeiiouuu")
CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright comes with the dev group")
axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe comes with the dev group")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papiers")
    for name in names():
        (folder / f"{name}.html").write_bytes(FORMATS["html"](make(made(), name)))
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", names())
def test_axe_finds_nothing_and_nothing_overflows(
    browser: "playwright.Browser", pages: Path, name: str, scheme: str
) -> None:
    # The page forbids every script, ours too: axe needs that lifted, for the test alone.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [item["id"] for item in axe.Axe().run(page)["violations"]] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_paper_with_pages_in_pictures_shows_them_and_stays_accessible(
    browser: "playwright.Browser", tmp_path: Path, scheme: str
) -> None:
    (tmp_path / "pages.html").write_bytes(as_html(PAPER, *shown()))
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto((tmp_path / "pages.html").as_uri())
    assert page.evaluate("document.querySelector('figure.page img').naturalWidth") > 500
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [item["id"] for item in axe.Axe().run(page)["violations"]] == []
    context.close()


def test_the_policy_of_the_page_lets_its_pictures_in(browser: "playwright.Browser", tmp_path: Path) -> None:
    (tmp_path / "pages.html").write_bytes(as_html(PAPER, *shown()))
    page = browser.new_page()
    page.goto((tmp_path / "pages.html").as_uri())
    page.locator("figure.page img").scroll_into_view_if_needed()
    assert page.locator("figure.page img").evaluate("image => image.naturalWidth") > 500
    page.close()


def test_a_filter_works_by_keyboard_and_hides_one_side_only(browser: "playwright.Browser", pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "synthese.html").as_uri())
    page.focus("#show-exculpatory")
    page.keyboard.press("Space")
    assert not page.locator(".side-exculpatory").first.is_visible()
    assert page.locator(".side-incriminating").first.is_visible()
    page.keyboard.press("Space")
    assert page.locator(".side-exculpatory").first.is_visible()
    page.close()


def test_a_table_sorts_by_keyboard_and_says_it(browser: "playwright.Browser", pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "synthese.html").as_uri())
    table = page.locator("table", has_text="par critère").first
    words = "tbody tr th"
    before = table.locator(words).all_inner_texts()
    button = table.locator("thead button").first
    head = button.locator("..")
    for way, expected in (
        ("ascending", sorted(before, key=lambda said: said.lower().translate(PLAIN))),
        ("descending", sorted(before, key=lambda said: said.lower().translate(PLAIN), reverse=True)),
        ("none", before),
    ):
        button.focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == way
        assert table.locator(words).all_inner_texts() == expected
        assert "Tableau trié" in page.locator("#tri").inner_text()
    page.close()


def test_a_cell_of_the_matrix_leads_to_the_highlighted_words_of_the_piece_in_two_clicks(
    browser: "playwright.Browser", pages: Path
) -> None:
    page = browser.new_page()
    page.goto((pages / "synthese.html").as_uri())
    page.locator("h2#annexe ~ div table a[href^='#c-']").first.click()
    article = page.locator("article:target")
    quoted = article.locator("mark").inner_text()
    article.locator("a.where").click()
    line = page.locator(".text p:target")
    assert line.is_visible()
    assert quoted in line.locator("mark").all_inner_texts()
    page.close()


def test_without_scripts_the_page_reads_the_same(browser: "playwright.Browser", pages: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "synthese.html").as_uri())
    assert page.locator("thead button").count() == 0
    assert page.locator("article.finding").first.is_visible()
    context.close()
