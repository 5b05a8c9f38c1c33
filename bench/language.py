"""Times the reading of French in one run: `python -m bench.language [--shared ../shared]`; writes bench/language.json.

What our components cost beside the bare statistical pipeline (the same documents, pieces and batches without them),
what more processes bring, and whether memory stays flat over 10,000 pages. Ratios within one run, processor time
rather than wall time, since machines differ and are shared.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from bench.treebanks import files, texts
from evidence.analysis import Analysis
from evidence.language import pipeline
from evidence.model import Block, Document, Source, Span

ROOT = Path(__file__).parents[1]
TREEBANKS = ("fr_gsd-dev", "fr_parisstories-train", "fr_rhapsodie-train")
# A page of a file has some 400 words, 2,400 characters.
PAGE = 2_400
PAGES = 10_000


def sentences(shared: Path) -> list[str]:
    """Return the sentences of ordinary treebanks, and our own role sentences."""
    return [text for name in TREEBANKS for path in files(shared, name) for text in texts(path)]


def pages(texts: list[str], count: int) -> Iterator[Document]:
    """Yield *count* documents of one page, each different."""
    at = 0
    for number in range(count):
        page: list[str] = []
        while sum(map(len, page)) < PAGE:
            page.append(texts[at % len(texts)])
            at += 1
        text = f"Page {number}.\n\n" + " ".join(page)
        source = Source(id=f"{number:064d}", name=f"{number}.txt", media_type="text/plain", size=len(text))
        block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
        yield Document(source=source, text=text, blocks=(block,))


def stages(documents: list[Document]) -> dict[str, float]:
    """Return the seconds of processor time of tokens and statistical components, and of each of our components."""
    nlp = pipeline.load()
    list(pipeline.annotate(nlp, documents[:8]))
    ours: dict[str, float] = dict.fromkeys((*pipeline.BEFORE, *pipeline.AFTER), 0.0)
    for name, component in list(nlp.pipeline):
        if name in ours:
            _timed(nlp, name, component, ours)
    begin = time.process_time()
    words = sum(len(doc) for doc in pipeline.annotate(nlp, documents))
    total = time.process_time() - begin
    added = sum(ours.values())
    bare = total - added
    return {"words": words, "bare_s": bare, "ours_s": added, "ours_over_bare": added / bare} | {
        f"{name}_over_bare": value / bare for name, value in ours.items()
    }


def _timed(nlp, name: str, component, spent: dict[str, float]) -> None:  # type: ignore[no-untyped-def]
    """Replace a component by one that adds its processor time to *spent*."""

    def timed(doc):  # type: ignore[no-untyped-def]
        begin = time.process_time()
        done = component(doc)
        spent[name] += time.process_time() - begin
        return done

    index = nlp.component_names.index(name)
    nlp._components[index] = (name, timed)


def processes(documents: list[Document]) -> dict[str, float]:
    """Return the wall time of one process and of as many as there are cores, and whether they find the same."""
    analysis, cores = Analysis(), os.cpu_count() or 1
    list(analysis.read(documents[:4]))
    seconds, results = [], []
    for jobs in (1, cores):
        begin = time.perf_counter()
        results.append(list(analysis.read(documents, jobs)))
        seconds.append(time.perf_counter() - begin)
    assert results[0] == results[1]
    return {"cores": cores, "one_s": seconds[0], "all_s": seconds[1], "gain": seconds[0] / seconds[1]}


def memory(texts: list[str], count: int) -> dict[str, float]:
    """Return the resident megabytes after a tenth of the pages and after all of them, and the pages per second."""
    nlp = pipeline.load()
    begin, early = time.process_time(), 0.0
    for number, _ in enumerate(pipeline.annotate(nlp, pages(texts, count))):
        if number == count // 10:
            early = _resident()
    late = _resident()
    rate = count / (time.process_time() - begin)
    return {"pages": count, "early_mb": early, "late_mb": late, "growth": late / early - 1, "pages_per_s": rate}


def _resident() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument(
        "--part", choices=("components", "jobs", "memory"), action="append", help="one part, repeatable"
    )
    options = parser.parse_args()
    texts = sentences(options.shared)
    sample = list(pages(texts, 250))
    parts = {
        "components": lambda: stages(sample),
        "jobs": lambda: processes(sample),
        "memory": lambda: memory(texts, options.pages),
    }
    path = ROOT / "bench" / "language.json"
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() and options.part else {}
    results |= {name: parts[name]() for name in options.part or parts}
    text = json.dumps(results, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
