"""Shows what the rules miss or find wrongly in annotated texts: `python -m bench.misses [ID…] --sets dev practice`.

For writers of rules; the held-out sets are only counted, never shown.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench import sets
from evidence.matching.check import checker
from evidence.matching.sift import find

ROOT = Path(__file__).parents[1]


def development(shared: Path) -> Iterator[sets.Annotated]:
    """Yield the documents of the development set."""
    for line in (shared / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield sets.Annotated(
            doc_id=row["doc_id"],
            kind=row["kind"],
            text=row["text"],
            sentences=tuple(
                sets.Sentence(
                    start=item["start"],
                    end=item["end"],
                    labels={label["criterion"]: label["status"] for label in item["labels"]},
                )
                for item in row["sentences"]
            ),
        )


def main() -> None:
    """Print misses, false alarms and wrong statuses of the criteria named, then the figures of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--sets", nargs="+", default=["dev", "practice"])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quiet", action="store_true", help="the figures alone")
    options = parser.parse_args()
    tool, mistakes = checker()
    for mistake in mistakes:
        print("FAULT", mistake)
    wanted = set(options.ids) or set(tool.matcher.catalogue.criteria)
    for name in options.sets:
        documents = list(development(options.shared) if name == "dev" else sets.read(name))
        show = not options.quiet and not name.startswith("heldout")
        tally: dict[str, Counter[str]] = {}
        negatives, alarms = 0, 0
        for document, doc in zip(documents, tool.docs(item.text for item in documents), strict=True):
            got: dict[tuple[int, str], tuple[set[str], str]] = {}
            for item in find(doc, tool.matcher):
                middle = (item.evidence.start + item.evidence.end) / 2
                rank = next((i for i, s in enumerate(document.sentences) if s.start <= middle < s.end), -1)
                statuses, _ = got.setdefault((rank, item.criterion), (set(), ""))
                got[rank, item.criterion] = (statuses | {item.status}, f"{item.indicator} « {item.phrase} »")
            negatives += len(document.sentences) * (document.kind == "negative")
            alarms += len(got) * (document.kind == "negative")
            for line in _compare(document, got, wanted, tally):
                if show:
                    print(line)
        _figures(name, tally, negatives, alarms)


def _compare(
    document: sets.Annotated,
    got: dict[tuple[int, str], tuple[set[str], str]],
    wanted: set[str],
    tally: dict[str, Counter[str]],
) -> Iterator[str]:
    for rank, sentence in enumerate(document.sentences):
        found = {criterion: value for (place, criterion), value in got.items() if place == rank}
        marks = []
        for criterion in sorted((sentence.labels.keys() | found.keys()) & wanted):
            counts = tally.setdefault(criterion, Counter())
            status = sentence.labels.get(criterion)
            if status is None:
                counts["fp"] += 1
                marks.append(f"   FALSE ALARM {criterion} {found[criterion][1]}")
            elif criterion not in found:
                counts["fn"] += 1
                marks.append(f"   MISSED {criterion} ({status})")
            else:
                counts["tp"] += 1
                counts["right"] += found[criterion][0] == {status}
                if found[criterion][0] != {status}:
                    said = "/".join(sorted(found[criterion][0]))
                    marks.append(f"   STATUS {criterion} {said}, expected {status}, by {found[criterion][1]}")
        if marks:
            yield f"{document.doc_id}.{rank} {document.text[sentence.start : sentence.end]}"
            yield from marks


def _figures(name: str, tally: dict[str, Counter[str]], negatives: int, alarms: int) -> None:
    total: Counter[str] = Counter()
    print(f"\n== {name}: criterion, labels, found, hits, precision, recall, F1, status")
    for criterion, counts in [*sorted(tally.items()), ("ALL", total)]:
        if criterion != "ALL":
            total.update(counts)
        tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
        p, r = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
        f = 2 * p * r / (p + r) if p + r else 0.0
        right = counts["right"] / max(tp, 1)
        print(f"{criterion:18} {tp + fn:4} {tp + fp:4} {tp:4}  {p:.2f} {r:.2f} {f:.2f}  {right:.2f}")
    print(f"false alarms on negative documents: {alarms} in {negatives} sentences")


if __name__ == "__main__":
    main()
