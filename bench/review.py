"""Speed of the review in a real browser: `python -m bench.review [--findings 10000 --pages 2000 --steps 250]`.

Makes an invented case of PDF files, opens it in Chromium, decides by keyboard, and prints what the browser measured:
the first page, then, for each decision, the time from the key to the next finding painted, and to the picture of its
page. « Painted » is when the browser put the title of the new finding on the screen (Element Timing); a key may decide
again from the second animation frame on.
"""

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from evidence.case import Case
from evidence.matching.by_hand import made_by_hand
from evidence.model import Block, Box, Document, Finding, Reading, Source, Span
from evidence.store import case_files, database, journal
from evidence.store.case_files import Analysed
from evidence.web.desk import Desk

PIECES, LINES = 100, 35
LEFT, TOP, STEP, HEIGHT, WIDTH = 50, 60, 20, 842, 595
SENTENCE = "{who} m'a interdit de voir ma soeur, ma mere et mes amis, phrase {n}."
WHO = ("Marc Invente", "Luc Invente", "Anne Inventee", "Paul Invente")
SORTS: tuple[tuple[str, Literal["affirmed", "denied", "hypothetical"]], ...] = (
    ("isolation", "affirmed"),
    ("assets", "denied"),
    ("violence", "hypothetical"),
)


def made(folder: Path, findings: int, pages: int) -> Case:
    """Return a case of *pages* pages in a hundred PDF files, with *findings* findings."""
    import datetime as dt

    case = Case.create(folder)
    found: list[Finding] = []
    with case.writing("ingest"), database.transaction(case.engine) as connection:
        for piece in range(PIECES):
            document, content = _document(piece, findings // PIECES, pages // PIECES)
            case.vault.put(document.source.id, content)
            reading = Reading(source=document.source, outcome="read", document=document, pages=pages // PIECES)
            case_files.add_piece(connection, reading, dt.datetime.now(dt.UTC), "bench")
            for block in document.blocks:
                if "phrase" in block.span.of(document.text):
                    n = len(found)
                    criterion, status = SORTS[n % 3]
                    who = WHO[n % 4]
                    found.append(
                        made_by_hand(
                            document,
                            block.span,
                            criterion=criterion,
                            status=status,
                            agent=who,
                            patient="Claire Inventee",
                        )
                    )
        journal.write(connection, "ingest", {"pieces": PIECES})
    stamp = Desk(case=case, reviewer="").catalogue.stamp
    case._keep(Analysed(findings=tuple(found)), {"catalogue": stamp, "model": "", "model_hash": ""})
    return case


def _document(piece: int, findings: int, pages: int) -> tuple[Document, bytes]:
    """Return a piece and the bytes of its PDF."""
    sheets: list[list[str]] = []
    for page in range(pages):
        lines = [f"Page {page + 1}, propos recueillis, ligne {n} sans rien de releve ici." for n in range(LINES)]
        for n in range(findings // pages):
            words = SENTENCE.format(who=WHO[n % 4], n=f"{piece}-{page}-{n}")
            lines[(n + 1) * LINES // (findings // pages + 1)] = words
        sheets.append(lines)
    content = _pdf(sheets)
    blocks, at = [], 0
    for page, lines in enumerate(sheets, 1):
        for rank, line in enumerate(lines):
            top = float(TOP + rank * STEP)
            box = Box(left=float(LEFT), top=top - 11, right=float(WIDTH - LEFT), bottom=top + 4)
            blocks.append(Block(span=Span(start=at, end=at + len(line)), kind="line", page=page, box=box))
            at += len(line) + 1
    source = Source(
        id=hashlib.sha256(content).hexdigest(),
        name=f"piece-{piece:03}.pdf",
        media_type="application/pdf",
        size=len(content),
    )
    text = "\n".join(line for lines in sheets for line in lines)
    return Document(source=source, text=text, blocks=tuple(blocks)), content


def _pdf(sheets: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF with the lines of each sheet."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(sheets)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, lines in enumerate(sheets):
        drawn = "".join(
            f"BT /F1 11 Tf {LEFT} {HEIGHT - TOP - rank * STEP} Td ({line}) Tj ET\n" for rank, line in enumerate(lines)
        ).encode("ascii")
        box, font = f"[0 0 {WIDTH} {HEIGHT}]", "<</Font<</F1 3 0 R>>>>"
        parts.append(f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents {5 + 2 * n} 0 R/Resources{font}>>".encode())
        parts.append(b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(out)


WATCH = """() => {
  window.taken = [];
  let key = 0;
  addEventListener('keydown', () => { key = performance.now(); }, true);
  const named = () => document.querySelector('h1').setAttribute('elementtiming', 'finding');
  new MutationObserver(named).observe(document.body, { childList: true });
  let painted = 0;
  new PerformanceObserver((list) => { painted = list.getEntries().pop().renderTime; }).observe({ type: 'element' });
  document.addEventListener('shown', () => {
    const asked = performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/constat/')).pop();
    const made = { answered: asked.responseEnd - key, shown: performance.now() - key, painted: null, picture: null };
    const from = key;
    performance.clearResourceTimings();
    window.taken.push(made);
    const image = document.querySelector('.sheet-image');
    const done = () => requestAnimationFrame(() => { made.picture = performance.now() - from; });
    if (image.complete) done(); else image.addEventListener('load', done);
    const wait = () => { if (painted >= from) made.painted = painted - from; else setTimeout(wait, 20); };
    wait();
  });
}"""


def measured(case: Case, steps: int, pause: float) -> tuple[float, dict[str, list[float]]]:
    """Return, in milliseconds, the first page, and from each key to the answer, the next finding and its picture."""
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
                page.keyboard.press("j")
                page.wait_for_url("**/constat/**")
                page.evaluate(WATCH)
                for step in range(steps):
                    page.wait_for_timeout(pause * 1000)
                    page.keyboard.press("arv"[step % 3])
                    page.wait_for_function("count => window.taken.length > count", arg=step)
                page.wait_for_timeout(1000)
                taken = page.evaluate("window.taken")
                browser.close()
        finally:
            server.kill()
    assert len(case.reviews()) == steps
    names = ("answered", "painted", "shown", "picture")
    return first, {name: [item[name] for item in taken if item[name] is not None] for name in names}


def _line(name: str, taken: list[float]) -> str:
    rows = sorted(taken)
    worst = rows[max(int(len(rows) * 0.95) - 1, 0)]
    return f"{name}: median {statistics.median(rows):.0f} ms, p95 {worst:.0f} ms, longest {rows[-1]:.0f} ms"


def main(words: Sequence[str] | None = None) -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--pause", type=float, default=0.3, help="seconds between the paint and the next key")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        case = made(Path(folder) / "affaire", asked.findings, asked.pages)
        load = os.getloadavg()[0]
        first, taken = measured(case, asked.steps, asked.pause)
    print(f"{asked.findings} findings, {asked.pages} pages of PDF, {len(taken['painted'])} decisions by key")
    print(f"load of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    print(f"first page {first:.0f} ms (limit 1000)")
    print(_line("next finding painted (limit of p95: 100)", taken["painted"]))
    print(_line("of which until the answer was there", taken["answered"]))
    print(_line("keys decide again", taken["shown"]))
    print(_line("picture of its page painted", taken["picture"]))


if __name__ == "__main__":
    main()
