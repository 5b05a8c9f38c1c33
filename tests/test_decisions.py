"""What a person decides is only added, may be taken back without limit, and stays on its passage."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.case import Case
from evidence.decisions import Added, Custody, Decision, Exhibit, PersonDecision, Retention, as_reviewed
from evidence.errors import ConflictError, UsageError
from evidence.model import Mention, Review, Span, When
from evidence.store.case_files import Analysed
from tests.sample import FINDINGS

NOW = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
WHO = {"reviewer": "Relectrice", "at": NOW}
FIRST = FINDINGS[0]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    found = Case.create(tmp_path / "affaire")
    found._keep(Analysed(findings=FINDINGS), {"catalogue": "a", "model": "b"})
    return found


def accepted(**more: object) -> Review:
    return Review(finding=FIRST.id, verdict="accepted", **WHO, **more)  # type: ignore[arg-type]


def test_the_last_decision_counts_and_all_are_kept(case: Case) -> None:
    case.decide(accepted())
    case.decide(replace(accepted(), verdict="rejected", note="ouï-dire"))
    assert case.reviews()[FIRST.id].verdict == "rejected"
    assert [item.in_force for item in case.history(FIRST.id)] == [True, True]


def test_an_undo_gives_back_what_was_before_and_may_be_undone(case: Case) -> None:
    case.decide(accepted())
    second = case.decide(replace(accepted(), verdict="rejected"))
    undo = case.undo(second, **WHO)
    assert case.reviews()[FIRST.id].verdict == "accepted"
    again = case.undo(undo, **WHO)
    assert case.reviews()[FIRST.id].verdict == "rejected"
    case.undo(again, **WHO)
    assert case.reviews()[FIRST.id].verdict == "accepted"
    assert len(case.history()) == 5
    assert case.problems() == []


def test_undo_without_limit_ends_with_no_decision(case: Case) -> None:
    for verdict in ("accepted", "rejected", "to_verify"):
        case.decide(replace(accepted(), verdict=verdict))
    while (last := case.undoable()) is not None:
        case.undo(last.number, **WHO)
    assert case.reviews() == {}


def test_an_undo_of_nothing_is_a_usage_error(case: Case) -> None:
    with pytest.raises(UsageError, match="12"):
        case.undo(12, **WHO)


def test_a_stale_page_loses_no_decision(case: Case) -> None:
    seen = case.last_decision(FIRST.id)
    case.decide(accepted(), after=seen)
    with pytest.raises(ConflictError):
        case.decide(replace(accepted(), verdict="rejected"), after=seen)
    assert case.reviews()[FIRST.id].verdict == "accepted"
    case.decide(replace(accepted(), verdict="rejected"), after=case.last_decision(FIRST.id))
    assert case.reviews()[FIRST.id].verdict == "rejected"


def test_the_journal_says_before_and_after(case: Case) -> None:
    case.decide(accepted(status="denied", note="lu deux fois"))
    case.decide(replace(accepted(), verdict="rejected"))
    last = list(case.journal())[-1]
    assert last.act == "review"
    assert last.detail["before"] == [
        {"finding": "f1", "verdict": "accepted", "status": "denied", "note": "lu deux fois"}
    ]
    assert last.detail["after"] == [{"finding": "f1", "verdict": "rejected"}]


def test_a_review_changes_status_criterion_persons_and_date() -> None:
    day = When(words="2020", first=dt.date(2020, 1, 1), last=dt.date(2020, 12, 31))
    found = as_reviewed(FIRST, accepted(status="denied", criterion="threat", speaker="", patient="Léa Essai", when=day))
    assert (found.status, found.criterion, found.speaker, found.when) == ("denied", "threat", None, day)
    assert found.patient == Mention(name="Léa Essai")
    assert found.agent == FIRST.agent
    assert as_reviewed(FIRST, None) is FIRST


def test_a_finding_by_hand_stands_at_its_place_and_survives_an_analysis(case: Case) -> None:
    made = replace(FIRST, id="hand", criterion="minor", indicator="manual", phrase="", sentence=Span(start=1, end=40))
    case.decide(Added(finding=made, **WHO))
    assert [item.id for item in case.findings()].count("hand") == 1
    case._keep(Analysed(findings=FINDINGS[1:]), {"catalogue": "c", "model": "b"})
    assert "hand" in [item.id for item in case.findings()]
    case.undo(case.history("hand")[0].number, **WHO)
    assert "hand" not in [item.id for item in case.findings()]


@pytest.mark.parametrize(
    "decision",
    [
        PersonDecision(act="merge", names=("DUPONT Jean", "JD"), name="Jean Dupont", **WHO),
        Custody(piece=1, cote="D12", exhibit=Exhibit(number="4", place="Nîmes", seized="03/02/2025"), **WHO),
        Retention(until=dt.date(2030, 1, 1), **WHO),
        accepted(speaker="", when=When(words="2020")),
        Added(finding=FIRST, **WHO),
    ],
    ids=lambda decision: type(decision).__name__,
)
def test_every_decision_comes_back_as_it_was_said(case: Case, decision: Decision) -> None:
    number = case.decide(decision)
    assert case.history()[0].decision == decision
    assert case.history()[0].number == number


def test_cote_and_exhibit_may_come_from_two_decisions(case: Case) -> None:
    case.decide(Custody(piece=3, cote="D12", **WHO))
    case.decide(Custody(piece=3, exhibit=Exhibit(number="4"), **WHO))
    assert (case.custody()[3].cote, case.custody()[3].exhibit) == ("D12", Exhibit(number="4"))


def test_acts_on_persons_keep_their_order_and_go_when_undone(case: Case) -> None:
    merge = case.decide(PersonDecision(act="merge", names=("A", "B"), name="A", **WHO))
    case.decide(PersonDecision(act="rename", names=("A",), name="C", **WHO))
    assert [item.act for item in case.person_decisions()] == ["merge", "rename"]
    case.undo(merge, **WHO)
    assert [item.act for item in case.person_decisions()] == ["rename"]


def test_decisions_together_are_all_kept_or_none(case: Case) -> None:
    with pytest.raises(ConflictError):
        case.decide_all([accepted(), replace(accepted(), verdict="rejected")], after=0)
    assert case.history() == []


def test_a_decision_follows_its_passage_when_the_sentence_is_cut_otherwise(case: Case) -> None:
    case.decide(accepted(note="à garder"))
    moved = replace(FIRST, id="new", sentence=Span(start=0, end=FIRST.sentence.end - 8))
    case._keep(Analysed(findings=(moved, *FINDINGS[1:])), {"catalogue": "c", "model": "b"})
    assert case.reviews()["new"].note == "à garder"
    case._keep(Analysed(findings=FINDINGS), {"catalogue": "a", "model": "b"})
    assert case.reviews()[FIRST.id].note == "à garder"


def test_a_decision_whose_passage_has_gone_is_shown_and_never_moved_elsewhere(case: Case) -> None:
    case.decide(accepted())
    elsewhere = replace(FIRST, id="other", sentence=Span(start=46, end=80), evidence=Span(start=50, end=60))
    case._keep(Analysed(findings=(elsewhere, *FINDINGS[1:])), {"catalogue": "c", "model": "b"})
    assert set(case.reviews()) == {FIRST.id}


def test_an_analysis_says_what_appeared_disappeared_and_changed(case: Case) -> None:
    other = replace(FINDINGS[1], status="affirmed")
    fresh = replace(FINDINGS[2], id="fresh")
    case._keep(Analysed(findings=(FIRST, other, fresh, FINDINGS[3])), {"catalogue": "c", "model": "b"})
    found = {change.finding.id: (change.kind, change.fields) for change in case.changes()}
    assert found == {"f2": ("changed", ("status",)), "fresh": ("appeared", ()), "f3": ("disappeared", ())}
    line = list(case.journal())[-1]
    assert (line.detail["appeared"], line.detail["disappeared"], line.detail["changed"]) == (1, 1, 1)
    assert line.detail["before"] == {"catalogue": "a", "model": "b"}
