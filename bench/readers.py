"""Times our PDF reading beside pdfplumber and bare pypdfium2 in one run: `python -m bench.readers [FILE…]`.

Without files: the born-digital PDFs of ../shared/corpus. Processor time (ours includes hashing, furniture, notices and
the finished Document), opening included, median of several rounds; figures are pages per second and ratios. Writes
bench/readers.json.
"""

import argparse
import json
import math
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from evidence import readers
from evidence.case import Case
from evidence.entry import Terms
from evidence.readers import _ocr

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"
GOAL_PLUMBER, GOAL_PDFIUM = 8.0, 0.5


def born_digital(folder: Path) -> list[Path]:
    """Return the PDFs of *folder* whose every page has text: what the fast path is for."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        reading, *attached = readers.read(path)
        if not attached and reading.outcome in ("read", "foreign") and (reading.pages or 0) > 0:
            found.append(path)
    return found


def ours(path: Path) -> int:
    """Read *path* as the program does; return its pages."""
    return readers.read(path)[0].pages or 0


def plumber(path: Path) -> int:
    """Extract the text of *path* with pdfplumber's defaults; return its pages."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def pdfium(path: Path) -> int:
    """Extract text and line boxes of *path* with bare pypdfium2; return its pages."""
    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_rects()):
            text.get_rect(index)
        text.close()
        page.close()
    document.close()
    return pages


def rate(read: Callable[[Path], int], paths: Sequence[Path], rounds: int) -> float:
    """Return the pages per second of processor time of *read*, the median of *rounds*."""
    measures = []
    for _ in range(rounds):
        before = time.process_time()
        pages = sum(read(path) for path in paths)
        measures.append(pages / (time.process_time() - before))
    return statistics.median(measures)


def small_files(count: int, jobs: int) -> dict[str, float]:
    """Return how fast *count* small texts enter a case, and the resident memory early and late, all in a new process.

    In a new process, since memory once used by the PDF stage is not given back; the memory of the moment and not its
    highest mark, which could not fall.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_entered, (count, jobs))


def _entered(count: int, jobs: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        pieces = Path(folder) / "pieces"
        pieces.mkdir()
        for number in range(count):
            text = f"Note {number}. Il nous demandait 50 euros par mois.\n" * 10
            (pieces / f"{number:05}.txt").write_text(text, encoding="utf-8")
        resident: list[float] = []
        before = time.perf_counter()

        def step(name: str, _pages: int) -> None:
            if int(name[:5]) + 1 in (count // 10, count):
                resident.append(resident_mb())

        Case.create(Path(folder) / "affaire").ingest([pieces], step, terms=Terms(jobs=jobs))
        seconds = time.perf_counter() - before
    early, late = resident
    return {"files": count, "jobs": jobs, "files_per_s": count / seconds, "early_mb": early, "late_mb": late}


def resident_mb() -> float:
    """Return the resident memory of this process."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def gain(paths: Sequence[Path], jobs: int, rounds: int = 3) -> dict[str, float]:
    """Return the wall time of one process and of *jobs* on the same files and the gain: the best of rounds in turn.

    Beside them what does not depend on who else uses the machine: the processor time of the parent, which no other
    process shares, and of its children, and by them the gain at most; and the gain that mere counting gets meanwhile.
    """
    best: dict[int, float] = {}
    spent: list[tuple[float, float]] = []
    machine: list[float] = []
    for _ in range(rounds):
        machine.append(machine_gain(jobs))
        for count in (1, jobs):
            parent, children, begin = used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN), time.perf_counter()
            for _found in readers.read_together(paths, jobs=count):
                pass
            best[count] = min(best.get(count, math.inf), time.perf_counter() - begin)
            spent.append((used(resource.RUSAGE_SELF) - parent, used(resource.RUSAGE_CHILDREN) - children))
    parent, children = (statistics.median(held) for held in zip(*spent, strict=True))
    return {
        "jobs": jobs,
        "one_s": best[1],
        "all_s": best[jobs],
        "gain": best[1] / best[jobs],
        "machine_gain": statistics.median(machine),
        "parent_cpu_s": parent,
        "children_cpu_s": children,
        "gain_at_most": (parent + children) / max(parent, (parent + children) / jobs),
    }


def machine_gain(jobs: int) -> float:
    """Return the gain that *jobs* processes that only count get here and now: what the machine gives to anybody."""
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        alone = min(pool.map(_counted, [0] * 3, chunksize=3))
        begin = time.perf_counter()
        pool.map(_counted, range(jobs), chunksize=1)
        return jobs * alone / (time.perf_counter() - begin)


def _counted(_: int) -> float:
    begin = time.perf_counter()
    total = 0
    for number in range(8_000_000):
        total += number * number % 7
    return time.perf_counter() - begin


def used(who: int) -> float:
    """Return the processor time of this process or of its children so far."""
    spent = resource.getrusage(who)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", type=int, default=10_000)
    options = parser.parse_args()
    _ocr.program()
    paths = options.files or born_digital(CORPUS)
    figures = {
        "documents": len(paths),
        "pages": sum(ours(path) for path in paths),
        "ours_pages_per_s": rate(ours, paths, options.rounds),
        "pdfium_boxes_pages_per_s": rate(pdfium, paths, options.rounds),
        "pdfplumber_pages_per_s": rate(plumber, paths, 1),
    }
    figures["ours_over_pdfplumber"] = figures["ours_pages_per_s"] / figures["pdfplumber_pages_per_s"]
    figures["ours_over_pdfium"] = figures["ours_pages_per_s"] / figures["pdfium_boxes_pages_per_s"]
    small = small_files(options.small, os.cpu_count() or 1)
    several = gain(sorted(path for path in CORPUS.parent.rglob("*.pdf")), os.cpu_count() or 1)
    for name, value in {**figures, **small, **several}.items():
        print(f"{name:28} {value:10.2f}")
    print(f"goals: {GOAL_PLUMBER} times pdfplumber, {GOAL_PDFIUM} of bare pypdfium2 with boxes")
    path = ROOT / "bench" / "readers.json"
    path.write_text(json.dumps({"pdf": figures, "small": small, "jobs": several}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
