"""The full-text index of a case, SQLite's FTS5, in a file of its own: derived, made again when needed."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from evidence.errors import CaseError, UsageError
from evidence.model import Document, Finding
from evidence.store.query import bare, expression, fold, places

# A page's number in the index is its piece times this, plus its rank: the piece is read off it without a join.
_ROOM = 1_000_000
# Characters of a text without pages that make one entry: about a printed page.
_CHUNK = 3_000
_CONTEXT = 60
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: in no text that a reader gives
_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, page INTEGER, line INTEGER, start INTEGER, body TEXT);
CREATE VIEW IF NOT EXISTS folded AS SELECT id, fold(body) AS body FROM pages;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
  body, content='folded', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS marks (
  page INTEGER, criterion TEXT, status TEXT, person TEXT, folded TEXT, first TEXT, last TEXT);
CREATE INDEX IF NOT EXISTS marks_by_page ON marks (page);
CREATE INDEX IF NOT EXISTS marks_by_criterion ON marks (criterion, status, folded, first, last, page);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What to keep: pages of a *piece*, or with a finding of a criterion, a status, a person, dated in a period."""

    piece: int | None = None
    criterion: str | None = None
    status: str | None = None
    person: str | None = None
    first: str | None = None
    last: str | None = None

    def clause(self) -> tuple[str, list[str | int]]:
        """Return the SQL condition on the number of a page, and its values."""
        parts, values = ["1"], list[str | int]()
        if self.piece is not None:
            parts.append("words.rowid BETWEEN ? AND ?")
            values += [self.piece * _ROOM, (self.piece + 1) * _ROOM - 1]
        wanted = [("criterion = ?", self.criterion), ("status = ?", self.status)]
        wanted += [("instr(folded, ?) > 0", None if self.person is None else bare(self.person))]
        wanted += [("last >= ?", self.first), ("first <= ?", self.last)]
        asked = [(clause, value) for clause, value in wanted if value is not None]
        if asked:
            inside = " AND ".join(clause for clause, _ in asked)
            parts.append(f"words.rowid IN (SELECT page FROM marks WHERE {inside})")  # noqa: S608 (our own words)
            values += [value for _, value in asked]
        return " AND ".join(parts), values


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place found: *start* and *end* are code points of the piece's text; page and line count from 1."""

    piece: int
    page: int | None
    line: int
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query found: *pages* in all, the first *hits*, and how many pages by piece, criterion, status, person."""

    query: str
    pages: int
    hits: tuple[Hit, ...]
    pieces: tuple[tuple[str, int], ...] = ()
    criteria: tuple[tuple[str, int], ...] = ()
    statuses: tuple[tuple[str, int], ...] = ()
    persons: tuple[tuple[str, int], ...] = ()


def cut(document: Document) -> Iterator[tuple[int | None, int, int, int]]:
    """Yield (page, its first line, start, end) of each entry of *document*: a page, or about as many lines."""
    text = document.text
    for page, base, start, end in _pages(document):
        at = start
        while at < end:
            line_end = text.find("\n", min(at + _CHUNK, end), end)
            stop = end if page is not None or line_end < 0 else line_end + 1
            yield page, text.count("\n", base, at) + 1, at, stop
            at = stop


def _pages(document: Document) -> Iterator[tuple[int | None, int, int, int]]:
    """Yield (page, where its lines are counted from, start, end): together they hold the whole text."""
    turns = [(block.page, block.span.start) for block in document.blocks]
    turns = turns[:1] + [new for old, new in pairwise(turns) if old[0] != new[0]]
    ends = [start for _, start in turns[1:]] + [len(document.text)]
    for rank, ((page, start), end) in enumerate(zip(turns, ends, strict=False)):
        yield page, start if page is not None else 0, start if rank else 0, end


class Index:
    """The index in one file; ``":memory:"`` where the case cannot be written."""

    def __init__(self, path: Path | str) -> None:
        """Open or make it.

        Raises:
            CaseError: the file is no index; it may be deleted.
        """
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        self.connection.create_function("fold", 1, lambda text: fold(text or ""), deterministic=True)
        try:
            self.connection.executescript("PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON;" + _SCHEMA)
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise CaseError(f"{path} : index illisible ({error})", "Supprimez ce fichier : il sera refait.") from error
        if isinstance(path, Path):
            path.chmod(0o600)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def state(self, key: str) -> int:
        """Return what is kept under *key* (``piece``: the last indexed; ``journal``: when marked), or 0."""
        row = self.connection.execute("SELECT value FROM state WHERE key = ?", [key]).fetchone()
        return int(row[0]) if row else 0

    def add(self, documents: Iterable[tuple[int, Document | None]]) -> None:
        """Index *documents* (piece number, document), in one transaction."""
        with self._transaction():
            for number, document in documents:
                if document is not None:
                    self._add(number, document)
                self.connection.execute("INSERT OR REPLACE INTO state VALUES ('piece', ?)", [number])

    def _add(self, number: int, document: Document) -> None:
        entries = enumerate(cut(document))
        rows = [
            (number * _ROOM + rank, page, line, start, document.text[start:end])
            for rank, (page, line, start, end) in entries
        ]
        self.connection.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", rows)
        pairs = [(row[0], fold(row[4])) for row in rows]
        self.connection.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", pairs)

    def mark(self, findings: Iterable[tuple[int, Finding]], journal: int) -> None:
        """Replace the marks by *findings* (piece number, finding), as they were at the line *journal*."""
        with self._transaction():
            self.connection.execute("DELETE FROM marks")
            self.connection.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)", self._marks(findings))
            self.connection.execute("INSERT OR REPLACE INTO state VALUES ('journal', ?)", [journal])

    def _marks(self, findings: Iterable[tuple[int, Finding]]) -> Iterator[tuple[str | int | None, ...]]:
        query = "SELECT id FROM pages WHERE id BETWEEN ? AND ? AND start <= ? ORDER BY id DESC LIMIT 1"
        for number, item in findings:
            low, high = number * _ROOM, (number + 1) * _ROOM - 1
            row = self.connection.execute(query, [low, high, item.evidence.start]).fetchone()
            if row is None:
                continue
            first, last = (item.when.first, item.when.last) if item.when else (None, None)
            days = (first.isoformat() if first else None, last.isoformat() if last else None)
            mentions = (item.speaker, item.agent, item.patient, *item.people)
            for name in sorted({mention.name for mention in mentions if mention}) or [""]:
                yield (row[0], item.criterion, item.status, name, bare(name), *days)

    def search(self, query: str, facets: Facets | None = None, limit: int = 20) -> Found:
        """Return the first *limit* places of *query*, by piece and page, with the counts of pages.

        Raises:
            UsageError: *query* has no word.
        """
        match = expression(query)
        clause, values = (facets or Facets()).clause()
        where = f"FROM words WHERE words MATCH ? AND {clause}"
        mark = "SELECT highlight(words, 0, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?"
        run = self.connection.execute
        try:
            numbers = [
                row[0] for row in self.connection.execute(f"SELECT rowid {where} ORDER BY rowid", [match, *values])
            ]
            marked = [(one, run(mark, [_OPEN, _CLOSE, match, one]).fetchone()[0]) for one in numbers[:limit]]
        except sqlite3.OperationalError as error:
            raise UsageError(f"recherche impossible ({error})", "Mettez la phrase entre guillemets.") from error
        hits = [hit for number, text in marked for hit in self._hits(number, text)]
        return Found(query=query, pages=len(numbers), hits=tuple(hits[:limit]))

    def counted(self, query: str, facets: Facets | None = None) -> Found:
        """Return the counts of pages of *query* by piece, criterion, status and person; no hits."""
        clause, values = (facets or Facets()).clause()
        given = [expression(query), *values]
        where = f"FROM words WHERE words MATCH ? AND {clause}"
        run = self.connection.execute
        total = int(run(f"SELECT count(*) {where}", given).fetchone()[0])
        pieces = run(f"SELECT rowid / {_ROOM} AS piece, count(*) {where} GROUP BY piece", given).fetchall()
        by = {
            column: run(
                f"SELECT {column}, count(DISTINCT page) FROM marks WHERE page IN (SELECT rowid {where}) "  # noqa: S608
                f"AND {column} != '' GROUP BY {column} ORDER BY 2 DESC, 1",
                given,
            ).fetchall()
            for column in ("criterion", "status", "person")
        }
        return Found(
            query=query,
            pages=total,
            hits=(),
            pieces=tuple((str(piece), count) for piece, count in pieces),
            criteria=tuple(map(tuple, by["criterion"])),
            statuses=tuple(map(tuple, by["status"])),
            persons=tuple(map(tuple, by["person"])),
        )

    def _hits(self, number: int, marked: str) -> Iterator[Hit]:
        page, line, start, body = self.connection.execute(
            "SELECT page, line, start, body FROM pages WHERE id = ?", [number]
        ).fetchone()
        back = places(body)
        parts = marked.split(_OPEN)
        at = len(parts[0])
        for part in parts[1:]:
            words, _, rest = part.partition(_CLOSE)
            first, last = back[at], back[at + len(words)]
            at += len(words) + len(rest)
            yield Hit(
                piece=number // _ROOM,
                page=page,
                line=line + body.count("\n", 0, first),
                start=start + first,
                end=start + last,
                before=" ".join(body[max(first - _CONTEXT, 0) : first].split("\n")),
                words=body[first:last],
                after=" ".join(body[last : last + _CONTEXT].split("\n")),
            )

    def _transaction(self) -> "_Transaction":
        return _Transaction(self.connection)


class _Transaction:
    """All or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.connection.execute("COMMIT" if kind is None else "ROLLBACK")
