"""Speed of the review in a real browser: `python -m bench.review [--findings 10000 --pages 2000 --steps 60]`.

Makes an invented case, opens it in Chromium, decides by keyboard, and prints what the browser measured: the first page,
then, for each gesture, the time from the key to the next finding painted.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evidence.case import Case
from evidence.matching.by_hand import made_by_hand
from evidence.model import Block, Document, Finding, Reading, Source, Span
from evidence.store import case_files, database, journal
from evidence.store.case_files import Analysed
from evidence.web.desk import Desk

PIECES = 100
SENTENCE = "Marc Inventé m'a interdit de voir ma sœur, ma mère et mes amis, phrase {n}."


def made(folder: Path, findings: int, pages: int) -> Case:
    """Return a case of *pages* pages in a hundred pieces, with *findings* findings."""
    import datetime as dt

    case = Case.create(folder)
    found: list[Finding] = []
    with case.writing("ingest"), database.transaction(case.engine) as connection:
        for piece in range(PIECES):
            document = _document(piece, findings // PIECES, pages // PIECES)
            reading = Reading(source=document.source, outcome="read", document=document, pages=pages // PIECES)
            case_files.add_piece(connection, reading, dt.datetime.now(dt.UTC), "bench")
            for block in document.blocks:
                if "phrase" in block.span.of(document.text):
                    found.append(made_by_hand(document, block.span, criterion="isolation", status="affirmed"))
        journal.write(connection, "ingest", {"pieces": PIECES})
    stamp = Desk(case=case, reviewer="").catalogue.stamp
    case._keep(Analysed(findings=tuple(found)), {"catalogue": stamp, "model": "", "model_hash": ""})
    return case


def _document(piece: int, findings: int, pages: int) -> Document:
    lines = []
    for page in range(pages):
        lines += [
            (page + 1, f"Page {page + 1}, propos recueillis, ligne {n} sans rien de relevé ici.") for n in range(30)
        ]
        lines += [(page + 1, SENTENCE.format(n=f"{piece}-{page}-{n}")) for n in range(findings // pages)]
    blocks, at = [], 0
    for page, line in lines:
        blocks.append(Block(span=Span(start=at, end=at + len(line)), kind="line", page=page))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines)
    source = Source(id=f"{piece:064x}", name=f"piece-{piece:03}.txt", media_type="text/plain", size=len(text))
    return Document(source=source, text=text, blocks=tuple(blocks))


def measured(case: Case, steps: int) -> tuple[float, list[float]]:
    """Return the milliseconds of the first page, and those from each key to the next finding painted."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "evidence", "review", str(case.folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(" : ")[1].strip()
            with sync_playwright() as tool:
                browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page()
                before = time.perf_counter()
                page.goto(address)
                page.wait_for_selector("#start")
                first = (time.perf_counter() - before) * 1000
                # The time of the key is kept across the page it leaves; the paint is the browser's own measure.
                page.add_init_script(
                    "addEventListener('keydown', () => sessionStorage.setItem('key',"
                    " performance.timeOrigin + performance.now()), true)"
                )
                page.keyboard.press("j")
                page.wait_for_url("**/constat/**")
                taken, answered = [], []
                for _ in range(steps):
                    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
                    here = page.url
                    page.keyboard.press("a")
                    page.wait_for_function(
                        "here => location.href !== here &&"
                        " performance.getEntriesByName('first-contentful-paint').length > 0",
                        arg=here,
                    )
                    taken.append(
                        page.evaluate(
                            "performance.timeOrigin"
                            " + performance.getEntriesByName('first-contentful-paint')[0].startTime"
                            " - Number(sessionStorage.getItem('key'))"
                        )
                    )
                    answered.append(
                        page.evaluate(
                            "performance.timeOrigin + performance.getEntriesByType('navigation')[0].responseEnd"
                            " - Number(sessionStorage.getItem('key'))"
                        )
                    )
                browser.close()
                print(f"of which until the answer: median {statistics.median(answered):.0f} ms")
                return first, taken
        finally:
            server.kill()


def main(words: Sequence[str] | None = None) -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--steps", type=int, default=60)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        case = made(Path(folder) / "affaire", asked.findings, asked.pages)
        first, taken = measured(case, asked.steps)
    taken.sort()
    print(f"{asked.findings} findings, {asked.pages} pages, {len(taken)} decisions by key")
    print(f"first page {first:.0f} ms (limit 1000)")
    worst = taken[max(int(len(taken) * 0.95) - 1, 0)]
    print(f"next finding: median {statistics.median(taken):.0f} ms, p95 {worst:.0f} ms (limit 100)")


if __name__ == "__main__":
    main()
