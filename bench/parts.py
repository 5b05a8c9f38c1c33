"""What the rules find and what the models propose, each by itself, by criterion: right, wrong, and of how much."""

from collections import Counter
from collections.abc import Iterable, Mapping

ALL = "ensemble"


def parts(documents: Iterable[Mapping], findings: Mapping[str, Iterable[Mapping]]) -> dict[str, dict[str, int]]:
    """Return, by criterion and for ALL, the labels of *documents* and what *findings* (by document id) hold of them.

    A finding counts once in a sentence: the one that holds the middle of its words. What a rule finds is not counted
    among the suggestions.
    """
    tally: dict[str, Counter[str]] = {}
    for document in documents:
        sentences = document["sentences"]
        labels = {(rank, item["criterion"]) for rank, each in enumerate(sentences) for item in each["labels"]}
        found: dict[bool, set[tuple[int, str]]] = {False: set(), True: set()}
        for row in findings.get(document["doc_id"], ()):
            middle = (row["start"] + row["end"]) / 2
            rank = next((n for n, each in enumerate(sentences) if each["start"] <= middle < each["end"]), -1)
            found[bool(row["suggestion"])].add((rank, row["criterion"]))
        found[True] -= found[False]
        for name, places in (("labels", labels), ("rules", found[False]), ("suggested", found[True])):
            for place in places:
                for key in (place[1], ALL):
                    counts = tally.setdefault(key, Counter())
                    counts[name] += 1
                    counts[f"{name}_right"] += place in labels
    return {key: dict(counts) for key, counts in sorted(tally.items(), key=lambda item: (item[0] == ALL, item[0]))}


def table(tally: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return *tally* as the lines of a table in French."""
    lines = [
        "| critère | annotées | règles : trouvées | précision | rappel | propositions | précision | rappel des deux |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for key, counts in tally.items():
        labels, rules, right = (counts.get(name, 0) for name in ("labels", "rules", "rules_right"))
        made, good = (counts.get(name, 0) for name in ("suggested", "suggested_right"))
        shares = ((right, rules), (right, labels), (good, made), (right + good, labels))
        precision, recall, proposed, both = (f"{part / whole:.2f}" if whole else "–" for part, whole in shares)
        lines.append(f"| {key} | {labels} | {rules} | {precision} | {recall} | {made} | {proposed} | {both} |")
    return lines
