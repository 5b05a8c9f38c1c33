"""A real Chromium for the tests of the pages: Debian's browser, driven by Playwright; nothing is downloaded."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
needed = pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="chromium is not installed")


@contextmanager
def served(folder: Path, reviewer: str = "Ana") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a server of the case in *folder* and the address that opens it; killed at the end."""
    command = [sys.executable, "-m", "evidence", "review", str(folder), "--no-browser", "--reviewer", reviewer]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            while said and "http://" not in said:
                said += server.stdout.readline()
                assert server.poll() is None, said + server.stdout.read()
            yield server, said.split(" : ")[1].split()[0]
        finally:
            server.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        made = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(15_000)
    made = context.new_page()
    problems: list[str] = []
    made.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    made.on("pageerror", lambda error: problems.append(str(error)))
    yield made
    context.close()
    assert problems == []  # the policy refuses nothing of ours
