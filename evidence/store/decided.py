"""The log of human decisions: only added; an undo is itself a decision, and may be undone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, func, select

from evidence.decisions import (
    Added,
    Custody,
    Decision,
    PersonDecision,
    Recorded,
    Retention,
    SecondReading,
    Undo,
    subject_of,
)
from evidence.errors import ConflictError, UsageError
from evidence.model import Finding, Review
from evidence.store import seals
from evidence.store.records import dump, plain, restore
from evidence.store.tables import attachments, decisions, findings, journal

KINDS: Mapping[str, type[Decision]] = {
    "review": Review,
    "added": Added,
    "person": PersonDecision,
    "custody": Custody,
    "retention": Retention,
    "second": SecondReading,
    "undo": Undo,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(decision: Decision) -> str:
    """Return the stable word for the kind of *decision*, in the journal and the database."""
    return _NAMES[type(decision)]


def history(connection: Connection, subject: str | None = None, kinds: Iterable[str] = ()) -> list[Recorded]:
    """Return the decisions (on *subject*, of *kinds*, or all), oldest first, each with its state."""
    query = select(decisions.c.id, decisions.c.kind, decisions.c.subject, decisions.c.undoes, decisions.c.decision_json)
    if subject is not None:
        query = query.where(decisions.c.subject == subject)
    wanted = set(kinds)
    if wanted:
        query = query.where(decisions.c.kind.in_({*wanted, "undo"}))
    rows = connection.execute(query.order_by(decisions.c.id)).all()
    undone: set[int] = set()
    for row in reversed(rows):  # what comes later decides: an undo that was undone undoes nothing
        if row.undoes is not None and row.id not in undone:
            undone.add(row.undoes)
    return [
        Recorded(
            number=row.id,
            subject=row.subject,
            decision=restore(KINDS[row.kind], row.decision_json),
            in_force=row.id not in undone,
        )
        for row in rows
        if not wanted or row.kind in wanted
    ]


def last_number(connection: Connection, subject: str) -> int:
    """Return the number of the last decision on *subject*, undos included; 0 when there is none."""
    query = select(func.coalesce(func.max(decisions.c.id), 0)).where(decisions.c.subject == subject)
    return int(connection.execute(query).scalar_one())


def marks(connection: Connection) -> tuple[int, int]:
    """Return the last line of the journal whose act is no review, and the number of the last decision; 0 for none."""
    lines = select(func.coalesce(func.max(journal.c.number), 0)).where(journal.c.act.not_in(("review", "dossier")))
    last = select(func.coalesce(func.max(decisions.c.id), 0))
    return int(connection.execute(lines).scalar_one()), int(connection.execute(last).scalar_one())


def add(connection: Connection, decision: Decision, after: int | None) -> tuple[int, dict[str, object]]:
    """Add *decision*; return its number and what the journal says of it (subject, before, after).

    *after* is the number of the last decision that the person had seen on the subject (0 for none).

    Raises:
        ConflictError: another decision came in between.
        UsageError: an undo of what does not exist.
    """
    subject = subject_of(decision)
    if isinstance(decision, Undo):
        found = connection.execute(select(decisions.c.subject).where(decisions.c.id == decision.undoes)).first()
        if found is None:
            raise UsageError(f"il n’y a pas de décision {decision.undoes}", "emprise log donne leurs numéros.")
        subject = found.subject
    last = last_number(connection, subject)
    if after is not None and last != after:
        raise ConflictError(
            f"une autre décision ({last}) a été prise entre-temps sur {subject}",
            "Relisez-la, puis décidez : la vôtre n’a pas été enregistrée.",
        )
    before = _state(connection, subject)
    number = int(connection.execute(select(func.coalesce(func.max(decisions.c.id), 0))).scalar_one()) + 1
    seals.add(
        connection,
        decisions,
        {
            "id": number,
            "kind": kind_of(decision),
            "subject": subject,
            "undoes": decision.undoes if isinstance(decision, Undo) else None,
            "passage_json": _passage(connection, decision),
            "decision_json": dump(decision),
        },
    )
    detail = {"decision": number, "subject": subject, "before": before, "after": _state(connection, subject)}
    if isinstance(decision, Undo):
        detail["undoes"] = decision.undoes
    return number, detail


def _state(connection: Connection, subject: str) -> list[object]:
    """Return the decisions in force on *subject* as the journal shows them: the last of each kind."""
    last = {type(item.decision): item.decision for item in history(connection, subject) if item.in_force}
    return [_shown(decision) for kind, decision in last.items() if kind is not Undo]


def _shown(decision: Decision) -> dict[str, object]:
    if isinstance(decision, Added):
        finding = decision.finding
        return {"added": finding.id, "criterion": finding.criterion, "status": finding.status, "source": finding.source}
    kept = {"at", "reviewer"}
    return {key: value for key, value in plain(decision).items() if value not in (None, "") and key not in kept}


def _passage(connection: Connection, decision: Decision) -> str | None:
    if not isinstance(decision, Review):
        return None
    text = connection.execute(select(findings.c.finding_json).where(findings.c.id == decision.finding)).scalar()
    return passage_of(restore(Finding, text)) if text else None


def passage_of(finding: Finding) -> str:
    """Return where *finding* stands, as JSON."""
    return json.dumps([finding.source, finding.criterion, finding.sentence.start, finding.sentence.end])


def reviews(connection: Connection) -> dict[str, Review]:
    """Return the decision in force on each finding, under the id that the finding has now.

    One whose passage is no longer found keeps the id it was made on.
    """
    moved = {row.decided: row.finding for row in connection.execute(select(attachments))}
    found: dict[str, Review] = {}
    for item in history(connection, kinds=("review",)):
        if item.in_force and isinstance(item.decision, Review):
            now = moved.get(item.subject, item.subject)
            found[now] = replace(item.decision, finding=now)
    return found


def review_of(connection: Connection, identity: str) -> Review | None:
    """Return the decision in force on the finding *identity*, decided under that very id; None when there is none."""
    mine = [item.decision for item in history(connection, identity) if item.in_force]
    return next((item for item in reversed(mine) if isinstance(item, Review)), None)


def moved(connection: Connection) -> set[str]:
    """Return the ids, old and new, of the findings whose decision was made under another id."""
    return {identity for row in connection.execute(select(attachments)) for identity in (row.decided, row.finding)}


def added(connection: Connection) -> list[Finding]:
    """Return the findings made by hand that are in force."""
    return [
        item.decision.finding
        for item in history(connection, kinds=("added",))
        if item.in_force and isinstance(item.decision, Added)
    ]


def persons(connection: Connection) -> list[PersonDecision]:
    """Return the acts on identities in force, in order."""
    return [
        item.decision
        for item in history(connection, kinds=("person",))
        if item.in_force and isinstance(item.decision, PersonDecision)
    ]


def custody(connection: Connection) -> dict[int, Custody]:
    """Return the last word on each piece: cote and exhibit may come from different decisions."""
    found: dict[int, Custody] = {}
    for item in history(connection, kinds=("custody",)):
        if item.in_force and isinstance(item.decision, Custody):
            new, old = item.decision, found.get(item.decision.piece)
            if old is not None:
                cote = old.cote if new.cote is None else new.cote
                new = replace(new, cote=cote, exhibit=new.exhibit or old.exhibit)
            found[new.piece] = new
    return found


def retention(connection: Connection) -> Retention | None:
    """Return how long the case may be kept, None when nobody said so."""
    kept = [item.decision for item in history(connection, kinds=("retention",)) if item.in_force]
    last = kept[-1] if kept else None
    return last if isinstance(last, Retention) else None


def second_readings(connection: Connection) -> list[SecondReading]:
    """Return the second readings in force, the last on each finding, in order."""
    last: dict[str, SecondReading] = {}
    for item in history(connection, kinds=("second",)):
        if item.in_force and isinstance(item.decision, SecondReading):
            last[item.decision.finding] = item.decision
    return list(last.values())


def undoable(connection: Connection, reviewer: str | None = None) -> Recorded | None:
    """Return the last decision in force (of *reviewer*) that is no undo: what « annuler » takes back; None for none.

    The last rows are read first, and no more of them than are needed.
    """
    undone: set[int] = set()
    query = select(decisions.c.id, decisions.c.undoes).where(decisions.c.undoes.is_not(None))
    for number, undoes in connection.execute(query.order_by(decisions.c.id.desc())):
        if number not in undone:
            undone.add(undoes)
    wanted = select(decisions.c.id, decisions.c.kind, decisions.c.subject, decisions.c.decision_json)
    for row in connection.execute(wanted.where(decisions.c.kind != "undo").order_by(decisions.c.id.desc())):
        if row.id in undone:
            continue
        decision = restore(KINDS[row.kind], row.decision_json)
        if reviewer in (None, decision.reviewer):
            return Recorded(number=row.id, subject=row.subject, decision=decision, in_force=True)
    return None
