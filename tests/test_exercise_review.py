"""An exercise coded in the review page itself, by keyboard, without the engine; then compared."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from evidence.commands.exercise import COMMAND

CHROMIUM = shutil.which("chromium") or ""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium")]


def run(*words: object) -> str:
    return CliRunner().invoke(COMMAND, [str(word) for word in words], catch_exceptions=False).output


@pytest.fixture
def space(tmp_path: Path) -> Path:
    run("new", tmp_path / "espace", "--seed", 3)
    run("copy", tmp_path / "espace", "groupe-1")
    return tmp_path / "espace"


@pytest.fixture
def address(space: Path) -> Iterator[str]:
    """The address of the review page of the copy, served as a trainer would."""
    words = [sys.executable, "-m", "evidence", "review", str(space / "copies" / "groupe-1")]
    words += ["--blind", "--fiction", "--no-browser", "--reviewer", "groupe-1"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, text=True, env=environment, **pipes) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().partition(" : ")[2].strip()
        finally:
            # A job begun in the background ignores SIGINT, and so do its children: then it is ended all the same.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(20)


def test_an_exercise_is_coded_by_keyboard_in_the_review_page_and_compared(space: Path, address: str) -> None:
    lines = (space / "corrige.txt").read_text(encoding="utf-8").splitlines()
    piece, status, criterion, quote = next(line for line in lines if line.startswith("01-")).split(" | ")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        page.goto(address)
        assert "Données fictives" in page.inner_text("body")
        page.goto(address.partition("/entrer")[0] + "/piece/1")
        assert piece in page.inner_text("h1")
        assert page.locator("#lines a").count() == 0  # nothing of the engine stands beside the text
        assert Axe().run(page)["violations"] == []
        page.focus("#words")
        page.keyboard.type(quote)
        page.select_option("#criterion", criterion)
        page.select_option("#status", status)
        page.focus("#note")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/constat/**")
        browser.close()
    data = json.loads(run("compare", space, "--no-engine", "--format", "json"))
    rows = {row["criterion"]: row for row in data["agreement"][0]["criteria"]}
    assert (rows[criterion]["both"], rows[criterion]["same_status"]) == (1, 1)
    assert sum(row["second_only"] for row in rows.values()) == 0
