"""What several commands show in the same way: the report of an ingestion, the counts of findings, the rows."""

import json
import shutil
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import click

from evidence.errors import UsageError
from evidence.model import UNREAD, Finding, Reading

STATUS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
# Seconds between two lines of progress where there is no terminal to draw a bar on.
EVERY = 10.0
SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇"}


def plural(count: int, singular: str, many: str | None = None) -> str:
    """Return « 2 pièces lues » or « 1 pièce lue »."""
    return f"{count} {singular if count < 2 else many or singular + 's'}"


def report(readings: Sequence[Reading]) -> None:
    """Say on stderr what was read, then name each file that was not, with its reason."""
    counts = Counter(reading.outcome for reading in readings)
    read = counts["read"] + counts["ocr"]
    unread = [reading for reading in readings if reading.outcome in UNREAD]
    line = f"{plural(read, 'pièce lue', 'pièces lues')}"
    if counts["ocr"]:
        line += f" (dont {counts['ocr']} par OCR)"
    if counts["duplicate"]:
        line += f", {plural(counts['duplicate'], 'doublon')}"
    if unread:
        line += f", {plural(len(unread), 'non exploitée ou en partie', 'non exploitées ou en partie')} :"
    click.echo(line, err=True)
    for reading in unread:
        reason = reading.reason.replace("'", "’")
        click.echo(click.style("  ✗ ", fg="red") + _fitted(f"{reading.source.name} : {reason}"), err=True)


def _fitted(line: str) -> str:
    """Return *line* cut at words under its own beginning for a terminal; whole elsewhere, where it is searched."""
    if not sys.stderr.isatty():
        return line
    for before, after in (("« ", "«\xa0"), (" »", "\xa0»"), (" :", "\xa0:"), (" ;", "\xa0;")):
        line = line.replace(before, after)
    width = max(shutil.get_terminal_size().columns - 4, 20)
    return "\n".join(textwrap.wrap(line, width, subsequent_indent="    ", break_on_hyphens=False))


def totals(findings: Iterable[Finding]) -> str:
    """Return « 87 constats : 61 affirmés, 9 niés, 11 hypothétiques, 6 rapportés »."""
    counts: Counter[str] = Counter(finding.status for finding in findings)
    parts = [plural(counts[status], word) for status, word in STATUS.items() if counts[status]]
    return plural(counts.total(), "constat") + (" : " + ", ".join(parts) if parts else "")


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[str, int], None]]:
    """Give a function to call with each file's name and pages: a bar on a terminal, a line now and then elsewhere.

    Both count files and pages, and say how many files a second and how long it will still take.
    """
    if not sys.stderr.isatty():
        yield _told(label, total)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f} fichiers/s" if task.speed else "", style="dim")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=8),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} p."),
        Rate(),
        TextColumn("reste"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, pages=0)
        pages = 0

        def step(name: str, more: int) -> None:
            nonlocal pages
            pages += more
            bar.update(task, advance=1, pages=pages, description=f"{label} {name[-12:]:12}")

        yield step


def _told(label: str, total: int, clock: Callable[[], float] = time.monotonic) -> Callable[[str, int], None]:
    """Return a function that says on stderr, every EVERY seconds at most, how far the work is."""
    begin = last = clock()
    done = pages = 0

    def step(_name: str, more: int) -> None:
        nonlocal last, done, pages
        done, pages, now = done + 1, pages + more, clock()
        if now - last < EVERY:
            return
        last, rate = now, done / (now - begin)
        left = (total - done) / rate
        click.echo(
            f"{label} : {plural(done, 'fichier')} sur {total}, {plural(pages, 'page')}, "
            f"{rate:.1f} fichiers/s, reste {left:.0f} s",
            err=True,
        )

    return step


def known_criterion(name: str | None) -> None:
    """Make sure that *name* is a criterion of the catalogue.

    Raises:
        UsageError: it is not; the nearest is proposed.
    """
    from evidence import catalogue

    known = sorted(catalogue.load().criteria)
    if name is not None and name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"Vouliez-vous dire « {near[0]} » ?" if near else "emprise rules list les donne."
        raise UsageError(f"« {name} » n’est pas un critère", hint)


def secrets(path: Path | None) -> tuple[str, ...]:
    """Return the passwords of a file, one a line; blanks are part of a password."""
    if path is None:
        return ()
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return tuple(line.rstrip("\r") for line in lines if line.rstrip("\r"))


def compact(row: object) -> str:
    """Return a row as one line of JSON."""
    from evidence.store.records import dump

    return dump(row)


def safe_cell(value: object) -> str:
    """Return *value* for a CSV cell: a spreadsheet must not run it as a formula."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # A bare carriage return is not quoted by the writer, and begins a new row for a spreadsheet.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text[:1] in "=+-@\t\n" and text else text
