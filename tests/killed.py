"""Work that a test kills: each function runs in a process of its own and says on a pipe what it was told is done."""

import datetime as dt
import os
from functools import cache
from pathlib import Path

from evidence.analysis import Analysis
from evidence.case import Case
from evidence.decisions import Custody
from evidence.entry import Terms
from evidence.model import Review

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@cache
def analysis() -> Analysis:
    """Return the pipeline and the rules: loaded once, before the processes are made."""
    return Analysis()


def ingest(folder: Path, pieces: Path, done: int) -> None:
    """Put the files of *pieces* in, two at a time, saying the name of each that is in."""
    said = lambda name, _pages: os.write(done, f"{name}\n".encode())  # noqa: E731 (one line)
    Case.create(folder).ingest([pieces], said, terms=Terms(jobs=2))


def analyze(folder: Path, _pieces: Path, done: int) -> None:
    """Analyse, then say how many findings there are."""
    import evidence.analysis

    evidence.analysis.Analysis = lambda *_: analysis()  # type: ignore[misc,assignment]
    found = Case(folder).analyze()
    os.write(done, f"{len(found)}\n".encode())


def review(folder: Path, _pieces: Path, done: int) -> None:
    """Decide again and again, with undos and cotes, saying the number of each decision."""
    case = Case(folder)
    for rank in range(60):
        if rank % 5 == 4:
            last = case.undoable()
            assert last is not None
            number = case.undo(last.number, "essai", NOW)
        elif rank % 5 == 3:
            number = case.decide(Custody(piece=1, cote=f"D{rank}", reviewer="essai", at=NOW))
        else:
            number = case.decide(Review(finding=f"f{rank % 7}", verdict="accepted", reviewer="essai", at=NOW))
        os.write(done, f"{number}\n".encode())


if os.environ.get("EMPRISE_TESTS_PRELOAD"):
    analysis()
