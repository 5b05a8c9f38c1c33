"""The journal: who did what when and why, before and after; each line holds the hash of the one before."""

import datetime as dt
import getpass
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from evidence.store import seals
from evidence.store.tables import journal

START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal; *detail* has ``before`` and ``after`` where a person decided."""

    number: int
    at: str
    who: str
    act: str
    detail: Mapping[str, object]
    why: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last line: kept elsewhere (a seal, a certificate, a dossier), it proves that no line was cut off the end."""

    number: int
    hash: str


def _hash(before: str, cells: tuple[object, ...]) -> str:
    """Return the hash of a line: (number, at, who, act, detail, why, sealed); format 1 had the first five alone."""
    kept = cells[:5] if cells[6] is None else cells
    return hashlib.sha256(
        "\n".join((before, *("" if cell is None else str(cell) for cell in kept))).encode()
    ).hexdigest()


def who() -> str:
    """Return the name of the person at the keyboard, as the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"


def write(
    connection: Connection, act: str, detail: Mapping[str, object], at: dt.datetime | None = None, why: str = ""
) -> Head:
    """Add a line with the seals of what was written since the last one, and return the new head.

    *act* is a stable word, *detail* counts, identifiers and decisions, never the text of a piece.
    """
    last = head(connection)
    moment = (at or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds")
    sealed = seals.pending(connection)
    cells = (last.number + 1, moment, who(), act, _text(detail), why, _text(sealed))
    sealed.clear()
    made = Head(number=last.number + 1, hash=_hash(last.hash, cells))
    names = ("number", "at", "who", "act", "detail_json", "why", "sealed_json")
    connection.execute(insert(journal).values(**dict(zip(names, cells, strict=True)), hash=made.hash))
    return made


def _text(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def head(connection: Connection) -> Head:
    """Return the last line; number 0 before the first."""
    row = connection.execute(
        select(journal.c.number, journal.c.hash).order_by(journal.c.number.desc()).limit(1)
    ).first()
    return Head(number=row.number, hash=row.hash) if row else Head(number=0, hash=START)


def entries(connection: Connection) -> Iterator[Entry]:
    """Yield the lines, oldest first."""
    for row in connection.execute(select(journal).order_by(journal.c.number)):
        yield Entry(
            number=row.number,
            at=row.at,
            who=row.who,
            act=row.act,
            detail=json.loads(row.detail_json),
            why=row.why or "",
            hash=row.hash,
        )


def since(connection: Connection, known: Head) -> list[tuple[str, str]] | None:
    """Return (act, subject) of each line after *known*; None when *known* is no line of this journal."""
    wanted = select(journal.c.number, journal.c.act, journal.c.detail_json, journal.c.hash)
    rows = connection.execute(wanted.where(journal.c.number >= known.number).order_by(journal.c.number)).all()
    if not rows or rows[0].number != known.number or rows[0].hash != known.hash:
        return None
    return [(row.act, str(json.loads(row.detail_json).get("subject", ""))) for row in rows[1:]]


def broken(connection: Connection) -> Iterator[str]:
    """Yield a French sentence for each line whose hash is wrong, or that is missing."""
    before, expected = START, 1
    for row in connection.execute(select(journal).order_by(journal.c.number)):
        if row.number != expected:
            yield f"journal : la ligne {expected} manque"
        if row.hash != _hash(before, tuple(row)[:7]):
            yield f"journal : la ligne {row.number} ne correspond pas à son empreinte"
        before, expected = row.hash, row.number + 1


def count(connection: Connection) -> int:
    """Return the number of lines."""
    return int(connection.execute(select(func.count()).select_from(journal)).scalar_one())
