"""Times the dossier: `python -m bench.dossier [--findings 1000] [--pieces 300]`; writes bench/dossier.json.

The demonstration case, read and analysed, then its pieces and findings repeated under new names up to the numbers asked
for: the same persons, so a matrix as dense as a real one. Goal: the record built and the dossier written as HTML, JSON,
DOCX and PDF in under 20 s together and 1 GB, children counted, in a process that does nothing else. `all_cpu_s` is
what the processor did: on a machine that others use, `all_s` is longer. `memory_mb` is the most that this process and
its children held together, looked at every twentieth of a second.
"""

import argparse
import dataclasses
import datetime as dt
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count, islice
from pathlib import Path
from typing import Any

import evidence.dossier.exports
from evidence import catalogue
from evidence.case import Case
from evidence.dossier.build import build
from evidence.dossier.exports._export import Export
from evidence.dossier.paper_formats import FORMATS
from evidence.model import Finding, Reading
from evidence.registry import discover

ROOT = Path(__file__).parents[1]
DAY = dt.date(2026, 1, 5)


def inputs(folder: Path, pieces: int, findings: int) -> dict[str, Any]:
    """Return what `build` takes, without the catalogue: the case in *folder* repeated."""
    case = Case(folder)
    readings = [piece.reading for piece in case.pieces()]
    found, identities = list(case.findings()), case.identities()
    placed = case._placed(identities)
    made: list[Reading] = []
    for copy in count():
        made += [_copy_of(reading, copy) for reading in readings]
        if len(made) >= pieces:
            break
    kept = made[:pieces]
    known = {reading.source.id for reading in kept}
    copies = (_finding(item, copy) for copy in count() for item in found)
    return {
        "case": "banc",
        "made_at": DAY,
        "fiction": True,
        "model": "banc",
        "readings": list(enumerate(kept, 1)),
        "duplicates": [],
        "findings": list(islice((item for item in copies if item.source in known), findings)),
        "reviews": {},
        "identities": identities,
        "names": [
            (_id(source, copy), *rest)
            for copy in range(pieces // len(readings) + 1)
            for source, *rest in placed
            if _id(source, copy) in known
        ],
    }


def _id(source: str, copy: int) -> str:
    return hashlib.sha256(f"{source} {copy}".encode()).hexdigest() if copy else source


def _copy_of(reading: Reading, copy: int) -> Reading:
    source = dataclasses.replace(
        reading.source, id=_id(reading.source.id, copy), name=f"{copy}-{reading.source.name}", parent=None
    )
    document = reading.document and dataclasses.replace(reading.document, source=source)
    return dataclasses.replace(reading, source=source, document=document)


def _finding(finding: Finding, copy: int) -> Finding:
    identity = hashlib.sha256(f"{finding.id} {copy}".encode()).hexdigest()[:16]
    return dataclasses.replace(finding, id=identity, source=_id(finding.source, copy))


class Watch(threading.Thread):
    """The most memory that this process and its children hold together."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.over.wait(0.05):
            self.most = max(self.most, _held(os.getpid()))

    def stop(self) -> float:
        """Return it, in MB."""
        self.over.set()
        self.join()
        return self.most


def _held(process: int) -> float:
    folder = Path("/proc") / str(process)
    try:
        pages = int((folder / "statm").read_text().split()[1])
        tasks = [(task / "children").read_text().split() for task in (folder / "task").iterdir()]
    except OSError:  # it ended meanwhile
        return 0.0
    return pages * resource.getpagesize() / 1024**2 + sum(_held(int(child)) for task in tasks for child in task)


def render(folder: Path, pieces: int, findings: int) -> dict[str, Any]:
    """Return what it took to build and to write: seconds, bytes, the most memory of the process."""
    given = inputs(folder, pieces, findings)
    watched = Watch()
    begun = last = time.perf_counter()
    cpu = sum(os.times()[:4])
    dossier = build(catalogue=catalogue.load(), **given)
    took: dict[str, Any] = {"build_s": time.perf_counter() - last}
    exports = discover(evidence.dossier.exports, "EXPORT", Export)
    for name in FORMATS:
        last = time.perf_counter()
        took[f"{name}_bytes"] = len(exports[name].write(dossier))
        took[f"{name}_s"] = time.perf_counter() - last
    took["all_s"] = time.perf_counter() - begun
    took["all_cpu_s"] = sum(os.times()[:4]) - cpu
    took["memory_mb"] = watched.stop()
    took |= {"findings": len(dossier.findings), "pieces": len(dossier.pieces), "matrix_rows": len(dossier.matrix)}
    return took


def main() -> None:
    """Make the inputs, render them in a fresh process, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=1_000)
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--render", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.render:
        print(json.dumps(render(options.render, options.pieces, options.findings)))
        return
    with tempfile.TemporaryDirectory() as name:
        case = Case.create(Path(name) / "affaire")
        case.ingest([ROOT / "examples" / "affaire-horizon" / "pieces"])
        case.analyze()
        size = [f"--pieces={options.pieces}", f"--findings={options.findings}"]
        command = [sys.executable, "-m", "bench.dossier", "--render", str(case.folder), *size]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    results = {key: round(value, 2) for key, value in json.loads(done.stdout).items()}
    text = json.dumps(results, indent=1, sort_keys=True)
    (ROOT / "bench" / "dossier.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
