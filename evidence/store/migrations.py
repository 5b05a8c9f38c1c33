"""From each released format to the next. A step is never edited once released."""

import datetime as dt
import json
from collections.abc import Callable

from sqlalchemy import Connection, text

# Format 2: custody of pieces, one log of decisions in the place of reviews, why and seals, findings by day.
_TO_2 = """
ALTER TABLE meta ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE duplicates ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE roles ADD COLUMN seal TEXT NOT NULL DEFAULT '';
ALTER TABLE journal RENAME TO journal_1;
CREATE TABLE journal (number INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT
    NULL, detail_json TEXT NOT NULL, why TEXT, sealed_json TEXT, hash TEXT NOT NULL);
INSERT INTO journal SELECT number, at, who, act, detail_json, NULL, NULL, hash FROM journal_1 ORDER BY number;
DROP TABLE journal_1;
ALTER TABLE pieces RENAME TO pieces_1;
CREATE TABLE pieces (piece INTEGER NOT NULL PRIMARY KEY, source TEXT NOT NULL UNIQUE, entered_at TEXT NOT
    NULL, entered_by TEXT NOT NULL, source_json TEXT NOT NULL, reading_json TEXT NOT NULL, document_json TEXT,
    seal TEXT NOT NULL);
INSERT INTO pieces SELECT piece, source, '', '', source_json, reading_json, document_json, '' FROM pieces_1;
DROP TABLE pieces_1;
ALTER TABLE findings ADD COLUMN first TEXT;
ALTER TABLE findings ADD COLUMN last TEXT;
ALTER TABLE findings ADD COLUMN seal TEXT NOT NULL DEFAULT '';
CREATE TABLE decisions (id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, undoes
    INTEGER, passage_json TEXT, decision_json TEXT NOT NULL, seal TEXT NOT NULL);
INSERT INTO decisions SELECT id, 'review', finding, NULL, NULL, review_json, '' FROM reviews ORDER BY id;
DROP TABLE reviews;
CREATE INDEX decisions_by_subject ON decisions (subject)
"""


def _to_2(connection: Connection) -> None:
    for statement in _TO_2.split(";"):
        connection.execute(text(statement))
    _enter(connection)
    _date(connection)


def _enter(connection: Connection) -> None:
    """Fill who put each piece in and when, from the lines of the journal that say it."""
    lines = connection.execute(text("SELECT at, who, detail_json FROM journal WHERE act = 'ingest'")).all()
    fill = text("UPDATE pieces SET entered_at = :at, entered_by = :who WHERE piece = :piece")
    for line in lines:
        for piece in json.loads(line.detail_json).get("pieces", []):
            connection.execute(fill, {"at": line.at, "who": line.who, "piece": piece})


def _date(connection: Connection) -> None:
    """Fill the days of the findings, and the passages of the decisions, from what was kept as JSON."""
    fill = text("UPDATE findings SET first = :first, last = :last WHERE rank = :rank")
    stand = text("UPDATE decisions SET passage_json = :passage WHERE subject = :subject")
    for row in connection.execute(text("SELECT rank, id, finding_json FROM findings")).all():
        finding = json.loads(row.finding_json)
        when = finding.get("when") or {}
        first, last = (dt.date.fromisoformat(day).isoformat() if day else None for day in _days(when))
        connection.execute(fill, {"first": first, "last": last, "rank": row.rank})
        place = finding["sentence"]
        passage = [finding["source"], finding["criterion"], place["start"], place["end"]]
        connection.execute(stand, {"passage": json.dumps(passage), "subject": row.id})


def _days(when: dict[str, str | None]) -> tuple[str | None, str | None]:
    return when.get("first"), when.get("last")


def _to_3(_: Connection) -> None:
    """Format 3 has one table more, ``facts``, empty until the next analysis; :func:`database.migrate` makes it."""


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_to_2, _to_3)
