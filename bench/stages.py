"""Times each stage in one run: `python -m bench.stages [--shared ../shared]`; writes bench/stages.json.

Figures are ratios within one run, since machines differ: each stage against the bare spaCy pipeline, the start of
`emprise --help` against the start of a bare Python.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
HORIZON = ROOT / "examples" / "affaire-horizon" / "pieces"


def wall(action: Callable[[], object], times: int = 5) -> float:
    """Return the median wall time of *action*, in seconds."""
    measures = []
    for _ in range(times):
        before = time.perf_counter()
        action()
        measures.append(time.perf_counter() - before)
    return statistics.median(measures)


def start_up() -> dict[str, float]:
    """Return the start-up time of the help page, of a bare Python, and their ratio."""

    def run(*words: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *words], capture_output=True, check=True, cwd=ROOT)

    help_page, bare = wall(run("-m", "evidence", "--help")), wall(run("-c", "pass"))
    return {"help_s": help_page, "python_s": bare, "ratio": help_page / bare}


def stages(folder: Path) -> dict[str, float]:
    """Return the seconds spent to read, parse (bare and whole), match and render the files of *folder*."""
    from evidence import catalogue, readers
    from evidence.language import pipeline
    from evidence.matching import find

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    before = time.perf_counter()
    readings = [reading for path in files for reading in readers.read(path)]
    seconds = {"read": time.perf_counter() - before}
    documents = [reading.document for reading in readings if reading.document and reading.document.text.strip()]
    rules, nlp = catalogue.load(), pipeline.load()
    list(pipeline.annotate(nlp, documents[:2]))
    before = time.perf_counter()
    ours = [name for name in nlp.pipe_names if name in (*pipeline.BEFORE, *pipeline.AFTER)]
    with nlp.select_pipes(disable=ours):
        list(nlp.pipe(document.text for document in documents))
    seconds["parse_bare"] = time.perf_counter() - before
    before = time.perf_counter()
    docs = list(pipeline.annotate(nlp, documents))
    seconds["parse"] = time.perf_counter() - before
    find.find(docs[0], rules)
    before = time.perf_counter()
    found = sum(len(find.find(doc, rules)) for doc in docs)
    seconds["match"] = time.perf_counter() - before
    words = sum(len(doc) for doc in docs)
    return seconds | {
        "files": len(files),
        "documents": len(documents),
        "words": words,
        "findings": found,
        "components_over_bare": (seconds["parse"] - seconds["parse_bare"]) / seconds["parse_bare"],
        "match_over_bare": seconds["match"] / seconds["parse_bare"],
    }


def whole() -> dict[str, float]:
    """Return the seconds of the three commands of the demonstration, each in its own process."""
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        case, out = str(Path(name) / "affaire"), str(Path(name) / "dossier")
        for command in (["ingest", case, str(HORIZON)], ["analyze", case], ["dossier", case, "-o", out]):
            before = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "evidence", *command], capture_output=True, cwd=ROOT, check=False
            )
            seconds[command[0]] = time.perf_counter() - before
            assert done.returncode in (0, 7), done.stderr.decode()
    return seconds


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    results: dict[str, object] = {"start_up": start_up(), "commands_s": whole(), "horizon": stages(HORIZON)}
    if (options.shared / "corpus").is_dir():
        results["corpus"] = stages(options.shared / "corpus")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    results["peak_memory_mb"] = {"this_process": peak // 1024, "largest_child": children // 1024}
    text = json.dumps(results, indent=1, sort_keys=True)
    (ROOT / "bench" / "stages.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
