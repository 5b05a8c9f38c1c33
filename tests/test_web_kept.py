"""What the review keeps in memory is what the case says, whoever decided what, and costs one finding a decision."""

import datetime as dt
from pathlib import Path

import pytest

from evidence.case import Case
from evidence.decisions import Added, PersonDecision, as_reviewed
from evidence.matching.by_hand import made_by_hand
from evidence.model import Review, Span
from evidence.web.desk import Desk
from evidence.web.kept import Kept
from tests.review_case import a_copy

NOW = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def review(identity: str, verdict: str = "accepted", **more: str) -> Review:
    return Review(finding=identity, verdict=verdict, reviewer="Bea", at=NOW, **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(case=a_copy(tmp_path), reviewer="Ana")


def same(desk: Desk) -> bool:
    """Tell whether the desk holds what the case says."""
    case = Case(desk.case.folder)
    reviews = case.reviews()
    return desk.findings() == [as_reviewed(item, reviews.get(item.id)) for item in case.findings()] and all(
        desk.review(item.id) == reviews.get(item.id) for item in case.findings()
    )


def test_what_another_window_decides_takes_back_or_adds_is_seen(desk: Desk) -> None:
    other = Case(desk.case.folder)
    first, second = (item.id for item in desk.findings()[:2])
    other.decide(review(first, status="denied", criterion="assets", agent="Luc"))
    assert same(desk)
    number = other.decide(review(second, "rejected"))
    other.undo(number, "Bea", NOW)
    assert same(desk)
    other.undo(number + 1, "Bea", NOW)  # the undo too is taken back
    assert same(desk)
    assert desk.review(second) is not None
    document = desk.document(desk.pieces()[0].source.id)
    assert document is not None
    added = made_by_hand(document, Span(start=0, end=7), criterion="debt", status="affirmed")
    number = other.decide(Added(finding=added, reviewer="Bea", at=NOW))
    assert same(desk)
    assert desk.finding(added.id) is not None
    other.undo(number, "Bea", NOW)
    assert same(desk)
    assert desk.finding(added.id) is None


def test_a_decision_of_another_window_reads_one_finding_again_and_not_the_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Case(desk.case.folder)
    first = desk.findings()[0].id
    monkeypatch.setattr(desk, "_read", lambda: pytest.fail("the whole case was read again"))
    number = other.decide(review(first))
    other.undo(number, "Bea", NOW)
    other.decide(PersonDecision(act="confirm", names=("Marc Inventé",), reviewer="Bea", at=NOW))
    assert desk.review(first) is None
    assert desk.people()


def test_a_journal_that_was_replaced_is_read_from_the_start(desk: Desk, tmp_path: Path) -> None:
    for item in desk.findings()[:3]:
        desk.case.decide(review(item.id))
    assert sum(desk.review(item.id) is not None for item in desk.findings()) == 3
    (tmp_path / "second").mkdir()
    fresh = a_copy(tmp_path / "second")
    fresh.decide(review(desk.findings()[7].id))
    desk.case = fresh  # as after a restored copy: shorter, and of another hash
    assert same(desk)


def test_progress_and_likes_follow_every_decision(desk: Desk) -> None:
    found = desk.findings()
    kept = Kept(found, {})
    for step, item in enumerate(found[:12]):
        agent = ["", "Luc", None][step % 3]
        kept.put(item.id, review(item.id, criterion="debt" if step % 2 else "isolation", agent=agent))  # type: ignore[arg-type]
    kept.put(found[4].id, None)
    again = Kept(found, kept.reviews)
    assert kept.now == again.now
    assert kept.progress == again.progress
    assert {item.id: list(kept.alike(item)) for item in kept.now} == {
        item.id: list(again.alike(item)) for item in again.now
    }
    assert kept.progress == {found[0].source: (11, 24)}
