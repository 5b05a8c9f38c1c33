"""Times our PDF reading beside pdfplumber and bare pypdfium2 in one run: `python -m bench.readers [FILE…]`.

Without files: the born-digital PDFs of ../shared/corpus. Processor time (ours includes hashing, furniture, notices and
the finished Document), opening included, median of several rounds; figures are pages per second and ratios. Writes
bench/readers.json.
"""

import argparse
import json
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
    """Return how fast, and in how much memory of the parent, *count* small texts are read in children."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:05}.txt" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_text(f"Note {number}. Il nous demandait 50 euros par mois.\n" * 10, encoding="utf-8")
        before = time.perf_counter()
        peaks = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
        for number, _ in enumerate(readers.read_many(paths, jobs=jobs), 1):
            if number in (count // 10, count):
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        seconds = time.perf_counter() - before
    return {
        "files": count,
        "jobs": jobs,
        "files_per_s": count / seconds,
        "growth_after_a_tenth_mb": (peaks[-1] - peaks[1]) / 1024,
    }


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
    for name, value in {**figures, **small}.items():
        print(f"{name:28} {value:10.2f}")
    print(f"goals: {GOAL_PLUMBER} times pdfplumber, {GOAL_PDFIUM} of bare pypdfium2 with boxes")
    path = ROOT / "bench" / "readers.json"
    path.write_text(json.dumps({"pdf": figures, "small": small}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
