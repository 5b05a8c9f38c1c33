"""A dossier -> the same dossier with pseudonyms: every export of it is then pseudonymised, today's and tomorrow's.

Texts keep their order and their findings their places: a quotation is still, letter for letter, the words of the
pseudonymised text at its offsets. What is not words of the case (rules, law, hashes, ids) is left as it is.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import PurePath
from typing import TypeVar

from evidence.dossier.record import CriterionRow, Dossier, OffenceRow, PieceRow, VersionRow
from evidence.dossier.rows import CueRow, FindingRow
from evidence.graph.record import Actor, Network, Passage, Tie, short
from evidence.model import Amount, Block, Document, Finding, Person, Review, Span, When
from evidence.people.key import Key
from evidence.people.veil import Veil, Veiled
from evidence.store.journal import Entry
from evidence.store.reattach import Change

T = TypeVar("T")
# Written by us or by a legislator, not by a piece.
_OURS = (CriterionRow, OffenceRow, VersionRow, Amount)
# Fields that hold hashes, ids and words of the rules: no name can be there, and they must stay equal to themselves.
_FIXED = frozenset(
    ("id", "sha256", "finding", "findings", "criterion", "indicator", "catalogue", "model", "program", "element")
)
_FIXED_TOO = frozenset(("relation", "phrase", "status", "side", "verdict", "coverage", "kind", "code", "rule"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Words to check by eye in piece *number*, at *line* of its text: they may still name somebody."""

    piece: int
    line: int
    words: str


class Pseudonyms:
    """The pseudonyms of one case, with its texts veiled once."""

    def __init__(
        self,
        key: Key,
        people: Iterable[Person],
        names: Iterable[tuple[str, str]],
        pieces: Iterable[tuple[int, str, str, str]],
    ) -> None:
        """Learn the case: *people*, *names* (words, kind), *pieces* (number, SHA-256, name, text)."""
        found = list(pieces)
        self._veil = Veil(key, people, names, (text for _, _, _, text in found))
        self._texts = {sha: text for _, sha, _, text in found}
        self._numbers = {sha: number for number, sha, _, _ in found}
        self._hashes = {number: sha for number, sha, _, _ in found}
        self._labels = {name: label(number, name) for number, _, name, _ in reversed(found)}
        self._veiled: dict[str, Veiled] = {}

    def text(self, sha: str) -> Veiled:
        """Return the text of the piece with the hash *sha*, and the way from the old places to the new."""
        if sha not in self._veiled:
            self._veiled[sha] = self._veil.put(self._texts.get(sha, ""))
        return self._veiled[sha]

    def words(self, text: str) -> str:
        """Return *text*, that is no piece's, with pseudonyms."""
        return self._labels.get(text) or self._veil.put(text).text

    def name(self, name: str) -> str:
        """Return the pseudonym of the person *name*."""
        return self._veil.person(name)

    def row(self, row: FindingRow) -> FindingRow:
        """Return a finding at its place in the pseudonymised text."""
        veiled = self.text(row.sha256)
        start, end = veiled.start(row.sentence_start), veiled.end(row.sentence_end)
        made = self.of(row)
        return replace(
            made,
            start=veiled.start(row.start),
            end=veiled.end(row.end),
            sentence_start=start,
            sentence_end=end,
            quote=veiled.text[start:end],
            cues=tuple(self._cue(cue, veiled) for cue in row.cues),
            document=label(self._numbers.get(row.sha256, 0), row.document),
        )

    def _cue(self, cue: CueRow, veiled: Veiled) -> CueRow:
        start, end = veiled.start(cue.start), veiled.end(cue.end)
        return replace(cue, start=start, end=end, words=veiled.text[start:end])

    def piece(self, piece: PieceRow) -> PieceRow:
        """Return a piece under its number, with its pseudonymised text."""
        return replace(self.of(piece), name=label(piece.number, piece.name), text=self.text(piece.sha256).text)

    def when(self, when: When) -> When:
        """Return a date; a date of birth keeps its year alone."""
        first, last = when.first, when.last
        if first is not None and first == last and self._veil.is_birth(first.year, first.month, first.day):
            first, last = dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)
        return When(words=self.words(when.words), first=first, last=last)

    def of(self, record: T) -> T:
        """Return *record* with pseudonyms in every text that it holds, however deep; places are not moved."""
        made: object = record
        if isinstance(record, When):
            made = self.when(record)
        elif isinstance(record, Review):
            made = replace(self._fields(record), reviewer=self.name(record.reviewer))
        elif isinstance(record, dt.date) and self._veil.is_birth(record.year, record.month, record.day):
            made = dt.date(record.year, 1, 1)
        elif isinstance(record, str):
            made = self.words(record)
        elif isinstance(record, tuple):
            made = tuple(self.of(item) for item in record)
        elif isinstance(record, Passage | Tie | Actor | Network):
            made = self._of_network(record)
        elif is_dataclass(record) and not isinstance(record, type) and not isinstance(record, _OURS):
            made = self._fields(record)
        return made  # type: ignore[return-value]  # the same kind as what came in

    def _of_network(self, record: Passage | Tie | Actor | Network) -> Passage | Tie | Actor | Network:
        """Return a part of the network; ids that came from names are made again: whoever guesses one could check it."""
        if isinstance(record, Passage):
            return self._passage(record)
        if isinstance(record, Tie):
            return replace(self._fields(record), id="")
        if isinstance(record, Actor):
            return replace(self._fields(record), id=short("actor", self.name(record.name)), variants=())
        return self._network(record)

    def _passage(self, passage: Passage) -> Passage:
        """Return words of a piece at their place in the pseudonymised text."""
        text = self.text(self._hashes[passage.piece])
        start, end = text.start(passage.start), text.end(passage.end)
        return replace(self._fields(passage), start=start, end=end, quote=text.text[start:end])

    def _network(self, network: Network) -> Network:
        """Return a network whose order says nothing of the names that were there."""
        made = self._fields(network)
        actors = {actor.name: actor for actor in made.actors}
        return replace(
            made, actors=tuple(actors[name] for name in sorted(actors)), ties=tuple(sorted(made.ties, key=_by_names))
        )

    def _fields(self, record: T) -> T:
        known = {item.name: getattr(record, item.name) for item in fields(record) if item.init}  # type: ignore[arg-type]
        changed = {
            name: self.of(value)
            for name, value in known.items()
            if name not in _FIXED and name not in _FIXED_TOO and value is not None
        }
        return replace(record, **changed)  # type: ignore[type-var]  # a dataclass

    def document(self, number: int, document: Document) -> Document:
        """Return the text of a piece under its number, as one block: places in it are those of :meth:`finding`."""
        text = self.text(document.source.id).text
        source = replace(document.source, name=label(number, document.source.name))
        return Document(source=source, text=text, blocks=(Block(span=Span(start=0, end=len(text)), kind="paragraph"),))

    def finding(self, finding: Finding) -> Finding:
        """Return a finding of the engine at its place in the pseudonymised text."""
        veiled, place = self.text(finding.source), finding.sentence
        sentence = Span(start=veiled.start(place.start), end=veiled.end(place.end))
        cues = tuple(replace(cue, span=_moved(cue.span, veiled), words="") for cue in finding.cues)
        return replace(
            self.of(finding),
            source=finding.source,
            sentence=sentence,
            evidence=_moved(finding.evidence, veiled),
            quote=veiled.text[sentence.start : sentence.end],
            cues=tuple(replace(cue, words=veiled.text[cue.span.start : cue.span.end]) for cue in cues),
        )

    def change(self, change: Change) -> Change:
        """Return what an analysis changed, with pseudonyms."""
        before = self.finding(change.before) if change.before else None
        return replace(change, before=before, after=self.finding(change.after) if change.after else None)

    def entry(self, entry: Entry) -> Entry:
        """Return a line of the journal with pseudonyms; the hash it carries is that of the line as it stands."""
        detail = {name: value if name in _FIXED else self._deep(value) for name, value in entry.detail.items()}
        why = self.words(entry.why) if entry.why else entry.why
        return replace(entry, who=self.name(entry.who), detail=detail, why=why)

    def _deep(self, value: object) -> object:
        if isinstance(value, dict):
            return {self.words(str(key)): self._deep(held) for key, held in value.items()}
        if isinstance(value, list):
            return [self._deep(held) for held in value]
        return self.words(value) if isinstance(value, str) else value

    def doubts(self) -> Iterable[Doubt]:
        """Yield what to check by eye, piece after piece."""
        for sha, text in self._texts.items():
            for span in self._veil.doubts(text):
                line = text.count("\n", 0, span.start) + 1
                yield Doubt(piece=self._numbers[sha], line=line, words=span.of(text))


def _by_names(tie: Tie) -> tuple[str, str, str, str, str]:
    return tie.subject, tie.relation, tie.object, tie.status, tie.label


def _moved(span: Span, veiled: Veiled) -> Span:
    return Span(start=veiled.start(span.start), end=veiled.end(span.end))


def label(number: int, name: str) -> str:
    """Return what a piece is called where its own name must not be read: « piece-003.pdf »."""
    return f"piece-{number:03}{PurePath(name).suffix.lower()}"


def pseudonymised(dossier: Dossier, key: Key, names: Iterable[tuple[str, str]]) -> tuple[Dossier, tuple[Doubt, ...]]:
    """Return *dossier* with pseudonyms, and what to check by eye; *key* takes the new ones.

    *names* are the (words, PER or ORG or LOC) that the analysis read in the pieces.
    """
    pieces = [(piece.number, piece.sha256, piece.name, piece.text) for piece in dossier.pieces]
    reviewers = sorted({review.reviewer for review in dossier.reviews})
    veils = Pseudonyms(key, dossier.people, [*names, *((name, "PER") for name in reviewers)], pieces)
    special = ("findings", "pieces", "unread", "duplicates", "case")
    rest = {
        item.name: veils.of(getattr(dossier, item.name))
        for item in fields(Dossier)
        if item.init and item.name not in special and item.name not in _FIXED and item.name != "made_at"
    }
    made = replace(
        dossier,
        case="Affaire pseudonymisée",
        findings=tuple(veils.row(row) for row in dossier.findings),
        pieces=tuple(veils.piece(piece) for piece in dossier.pieces),
        unread=tuple(veils.piece(piece) for piece in dossier.unread),
        duplicates=tuple((f"doublon de la pièce {number}", number) for _, number in dossier.duplicates),
        **rest,
    )
    return made, tuple(veils.doubts())
