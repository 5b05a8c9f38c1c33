"""The offline pages of the quiz and the exercise, played by keyboard in a real browser, and looked at by axe."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Page, sync_playwright

from evidence import catalogue
from evidence.catalogue.teaching import Words, load
from evidence.commands.exercise import COMMAND as EXERCISE
from evidence.commands.quiz import COMMAND as QUIZ
from evidence.teaching.book import book
from evidence.teaching.book_html import write
from evidence.teaching.measured import measured
from evidence.teaching.pages import sentences

CHROMIUM = shutil.which("chromium") or ""
COUNT = 12
browser_test = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium")


def run(command: object, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the four pages: quiz, coder, compare, book."""
    root = tmp_path_factory.mktemp("pages")
    run(QUIZ, "-n", COUNT, "--page", root / "quiz.html")
    run(EXERCISE, "new", root / "espace", "--seed", 3, "--difficulty", 2)
    run(EXERCISE, "copy", root / "espace", "a")
    run(EXERCISE, "page", root / "espace", "a", "-o", root / "coder.html")
    compared = run(EXERCISE, "compare", root / "espace", "--format", "html").output
    (root / "compare.html").write_text(compared, encoding="utf-8")
    (root / "book.html").write_bytes(write(book(catalogue.load(), load("words", Words), measured())))
    return root


@pytest.fixture(scope="module")
def window(pages: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        window = browser.new_page(accept_downloads=True)
        yield window
        browser.close()


def test_a_page_of_an_exercise_has_the_banner_the_pieces_and_nothing_of_the_engine(pages: Path) -> None:
    text = (pages / "coder.html").read_text(encoding="utf-8")
    assert "DONNÉES FICTIVES" in text
    for piece in (pages / "espace" / "pieces").iterdir():
        lines = piece.read_text(encoding="utf-8").splitlines()
        assert all(words in text for line in lines for words in sentences(line))
    assert "motif" not in text


def test_the_pages_let_only_their_own_script_run(pages: Path) -> None:
    for name in ("quiz", "coder", "compare"):
        text = (pages / f"{name}.html").read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert "script-src &#39;sha256-" in text or "script-src &#39;none&#39;" in text
        assert not [word for word in ('src="', 'href="http', "url(", "fetch(") if word in text]


@pytest.mark.slow
@browser_test
def test_the_quiz_is_played_by_keyboard_alone_and_saved_without_a_name(pages: Path, window: Page) -> None:
    window.goto((pages / "quiz.html").as_uri())
    window.locator("input").first.focus()
    for number in range(COUNT):
        window.keyboard.press("Space")
        if number % 2:
            window.keyboard.press("ArrowDown")
        window.keyboard.press("Enter")
    assert window.locator(".right, .wrong").count() == COUNT
    said = window.locator("#tally").inner_text()
    assert said.endswith(f"sur {COUNT} répondues.")
    with window.expect_download() as download:
        window.keyboard.press("Enter")
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert set(data) == {"format", "seed", "catalogue", "counts", "answers"}
    assert sum(row["right"] for row in data["counts"].values()) == int(said.split()[0])
    assert [row["right"] for row in data["answers"]] == [row["given"] == row["answer"] for row in data["answers"]]


@pytest.mark.slow
@browser_test
def test_an_exercise_is_coded_by_keyboard_saved_kept_and_compared(pages: Path, window: Page, tmp_path: Path) -> None:
    window.goto((pages / "coder.html").as_uri())
    window.locator(".sentence").first.focus()
    noted = []
    for number in range(6):
        window.keyboard.press("ArrowDown")
        noted.append(window.locator(".sentence:focus").inner_text())
        window.keyboard.press("Enter")
        if number == 2:
            window.keyboard.press("Escape")
            noted.pop()
            continue
        window.keyboard.type("Isol")
        window.keyboard.press("Tab")
        window.keyboard.type("nié")
        window.keyboard.press("Tab")
        window.keyboard.press("Enter")
    assert window.locator("#list li").count() == 5
    window.locator("#save").focus()
    with window.expect_download() as download:
        window.keyboard.press("Enter")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert [line.split(" | ")[3] for line in text.splitlines()] == noted
    assert {tuple(line.split(" | ")[1:3]) for line in text.splitlines()} == {("denied", "isolation")}
    (tmp_path / "notes.txt").write_text(text, encoding="utf-8")
    assert "5 passages" in run(EXERCISE, "code", pages / "espace", "a", tmp_path / "notes.txt").output
    data = json.loads(run(EXERCISE, "compare", pages / "espace", "--no-engine", "--format", "json").output)
    rows = {row["criterion"]: row for row in data["agreement"][0]["criteria"]}
    assert rows["isolation"]["both"] + rows["isolation"]["second_only"] == 5


@pytest.mark.slow
@browser_test
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["quiz", "coder", "compare", "book"])
def test_axe_finds_no_violation_and_nothing_overflows_320_pixels(
    pages: Path, window: Page, name: str, scheme: str
) -> None:
    from axe_core_python.sync_playwright import Axe

    window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    window.set_viewport_size({"width": 320, "height": 800})
    window.goto((pages / f"{name}.html").as_uri())
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(window)["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
