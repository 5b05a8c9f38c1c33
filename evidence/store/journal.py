"""The journal: who did what when, each line holding the hash of the one before."""

import datetime as dt
import getpass
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from evidence.store.tables import journal

START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal."""

    number: int
    at: str
    who: str
    act: str
    detail: Mapping[str, object]
    hash: str


def _hash(before: str, number: int, at: str, who: str, act: str, detail: str) -> str:
    return hashlib.sha256("\n".join((before, str(number), at, who, act, detail)).encode("utf-8")).hexdigest()


def who() -> str:
    """Return the name of the person at the keyboard, as the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"


def write(connection: Connection, act: str, detail: Mapping[str, object], at: dt.datetime | None = None) -> None:
    """Add a line: *act* is a stable word, *detail* counts and identifiers, never the text of a piece."""
    last = connection.execute(
        select(journal.c.number, journal.c.hash).order_by(journal.c.number.desc()).limit(1)
    ).first()
    number, before = (last.number + 1, last.hash) if last else (1, START)
    moment = (at or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds")
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    name = who()
    connection.execute(
        insert(journal).values(
            number=number,
            at=moment,
            who=name,
            act=act,
            detail_json=text,
            hash=_hash(before, number, moment, name, act, text),
        )
    )


def entries(connection: Connection) -> Iterator[Entry]:
    """Yield the lines, oldest first."""
    for row in connection.execute(select(journal).order_by(journal.c.number)):
        yield Entry(
            number=row.number, at=row.at, who=row.who, act=row.act, detail=json.loads(row.detail_json), hash=row.hash
        )


def broken(connection: Connection) -> Iterator[str]:
    """Yield a French sentence for each line whose hash is wrong, or that is missing."""
    before, expected = START, 1
    for row in connection.execute(select(journal).order_by(journal.c.number)):
        if row.number != expected:
            yield f"journal : la ligne {expected} manque"
        if row.hash != _hash(before, row.number, row.at, row.who, row.act, row.detail_json):
            yield f"journal : la ligne {row.number} ne correspond pas à son empreinte"
        before, expected = row.hash, row.number + 1


def count(connection: Connection) -> int:
    """Return the number of lines."""
    return int(connection.execute(select(func.count()).select_from(journal)).scalar_one())
