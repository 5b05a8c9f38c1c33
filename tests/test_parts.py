"""The published figures of rules and proposals, each by itself: counted by hand on a small case."""

from bench.parts import ALL, parts, table

DOCUMENT = {
    "doc_id": "a",
    "sentences": [
        {"start": 0, "end": 10, "labels": [{"criterion": "isolation"}, {"criterion": "threat"}]},
        {"start": 11, "end": 20, "labels": []},
    ],
}


def finding(start: int, end: int, criterion: str, suggestion: bool) -> dict:
    return {"start": start, "end": end, "criterion": criterion, "suggestion": suggestion}


def test_rules_and_proposals_are_counted_apart() -> None:
    found = [
        finding(0, 4, "isolation", suggestion=False),
        finding(5, 9, "isolation", suggestion=False),  # the same sentence: once
        finding(0, 9, "isolation", suggestion=True),  # what a rule finds is no proposal
        finding(0, 9, "threat", suggestion=True),
        finding(12, 18, "threat", suggestion=True),
        finding(12, 18, "minor", suggestion=False),
    ]
    tally = parts([DOCUMENT], {"a": found})
    assert list(tally) == ["isolation", "minor", "threat", ALL]
    assert tally[ALL] == {
        "labels": 2,
        "labels_right": 2,
        "rules": 2,
        "rules_right": 1,
        "suggested": 2,
        "suggested_right": 1,
    }
    lines = table(tally)
    assert lines[2] == "| isolation | 1 | 1 | 1.00 | 1.00 | 0 | – | 1.00 |"
    assert lines[-1] == f"| {ALL} | 2 | 2 | 0.50 | 0.50 | 2 | 0.50 | 1.00 |"
