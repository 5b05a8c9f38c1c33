"""What the parts of a paper look at: the dossier, its findings numbered, and names in French."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from evidence.dossier.legal_view import STATUS_WORDS, VERDICTS
from evidence.dossier.paper import Quote, Run, spot
from evidence.dossier.record import Dossier, PieceRow
from evidence.dossier.rows import FindingRow
from evidence.dossier.typography import HARD, typeset
from evidence.graph.amounts import said
from evidence.model import LEARNT, Status, weighed_whole

SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇"}
UNDOCUMENTED = "non documenté"
SUGGESTED = "proposé par ressemblance"
NOT_PRINTED = "non imprimé"
# What the verb of a sentence says of persons, and no more: who loses a husband acts on nobody.
ROLES = {"speaker": "qui parle", "agent": "sujet", "patient": "visé"}
UNKNOWN = "non établi"


@dataclass(frozen=True)
class View:
    """The dossier arranged for the parts; *theme* keeps the findings of one criterion or family, empty keeps all."""

    dossier: Dossier
    theme: str = ""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each finding in the dossier: the same in every paper and in every state."""
        return dict(self.dossier.numbers)

    @cached_property
    def pieces(self) -> dict[str, PieceRow]:
        """The pieces by fingerprint."""
        return {piece.sha256: piece for piece in self.dossier.pieces}

    @cached_property
    def _by_number(self) -> dict[int, PieceRow]:
        return {piece.number: piece for piece in self.dossier.pieces}

    @cached_property
    def criteria(self) -> dict[str, str]:
        """The names of the criteria by id."""
        return {item.id: item.name for item in self.dossier.criteria}

    @cached_property
    def rows(self) -> tuple[FindingRow, ...]:
        """The findings to print: rejected ones are counted, never printed."""
        families = {item.id: item.family for item in self.dossier.criteria}
        return tuple(
            row
            for row in self.dossier.findings
            if not (row.review and row.review.verdict == "rejected")
            and (not self.theme or self.theme in (row.criterion, families[row.criterion]))
        )

    @cached_property
    def by_id(self) -> dict[str, FindingRow]:
        """The findings to print by id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def indicators(self) -> dict[tuple[str, str], str]:
        """The names of the indicators by criterion and id."""
        return {(item.id, key): name for item in self.dossier.criteria for key, name in item.indicators}

    @cached_property
    def offences(self) -> dict[str, str]:
        """The articles of the offences by id, as short as they stand."""
        return {item.id: item.text.partition(" (")[0] for item in self.dossier.offences}

    @cached_property
    def shared(self) -> tuple[int, int]:
        """How many passages the printed findings stand on, and how many of these are cited under several criteria."""
        told = Counter(map(_sentence, self.rows))
        return len(told), sum(count > 1 for count in told.values())

    @cached_property
    def shown(self) -> frozenset[str]:
        """The ids of the findings printed."""
        return frozenset(row.id for row in self.rows)

    def spot(self, row: FindingRow) -> str:
        """Return where the words that acted begin in the whole text of the piece."""
        return self.spot_at(self.pieces[row.sha256].number, row.start)

    def spot_at(self, piece: int, start: int) -> str:
        """Return the place of the line of *piece* (our number) where the character *start* stands."""
        return spot(piece, self._by_number[piece].text.count("\n", 0, start) + 1)

    def place(self, row: FindingRow) -> str:
        """Return « cote D3, pièce 2, p. 2, l. 14 »; « pièce 2 (D3) » when only the piece says D3.

        The list of pieces gives the name of each: four words fewer on every line.
        """
        piece = self.pieces[row.sha256]
        parts = [f"pièce{HARD}{piece.number}"]
        if row.cote:
            parts.insert(0, f"cote{HARD}{row.cote}")
        elif piece.printed_cote:
            parts[0] += f" ({piece.printed_cote})"
        if row.page:
            parts.append(f"p.{HARD}{row.page}")
        if row.line:
            parts.append(f"l.{HARD}{row.line}")
        return ", ".join(parts)

    def piece_name(self, number: int) -> str:
        """Return the name of the file of piece *number*."""
        return self._by_number[number].name

    def name_of(self, words: str) -> str:
        """Return the name under which the list of persons has *words*, or *words* when it has none."""
        people = self.dossier.people
        return next((one.name for one in people if words == one.name or words in one.variants), words)

    def placed(self, row: FindingRow) -> Run:
        """Return the place of *row*, which leads to the line of the piece where its words begin."""
        return Run(self.place(row), spot=self.spot(row))

    def whole_sums(self, note: str) -> str:
        """Return *note* with each sum as its passage says it: « plus de cent mille euros »."""
        for row in self.rows:
            if row.amount:
                bare, whole = " ".join(row.amount.words.split()), said(row.quote, row.amount)
                where = f"(pièce {self.pieces[row.sha256].number})"
                note = note.replace(f"« {bare} » {where}", f"« {whole} » {where}")
        return note

    def said_at(self, piece: int, start: int, end: int) -> tuple[str, ...]:
        """Return the findings printed of a sentence of *piece* (our number), or of the answer that ends it."""
        return tuple(
            row.id
            for row in self._by_piece.get(piece, ())
            if start <= row.sentence_start < end and row.sentence_end == end and status(row) != "hypothetical"
        )

    @cached_property
    def _by_piece(self) -> dict[int, list[FindingRow]]:
        found: dict[int, list[FindingRow]] = {}
        for row in self.rows:
            found.setdefault(self.pieces[row.sha256].number, []).append(row)
        return found

    def link(self, finding: str) -> Run:
        """Return « n° 12 », which leads to the quotation where it is printed."""
        number = self.numbers.get(finding)
        if number is None:
            return Run(NOT_PRINTED)
        return Run(f"n°{HARD}{number}", anchor(finding) if finding in self.shown else "")

    def links(self, findings: Iterable[str]) -> tuple[Run, ...]:
        """Return « n° 12, 14 »: the numbers of *findings*, each leading to its quotation; « — » when there is none."""
        found: list[Run] = []
        sign = f"n°{HARD}"
        for item in dict.fromkeys(findings):
            link = self.link(item)
            # « n° » once: ten numbers in a cell are read, not ten times the same sign.
            again = bool(found) and found[-1].words != NOT_PRINTED
            words = link.words.removeprefix(sign) if again else link.words
            found += [Run(", ")] * bool(found) + [Run(words, link.to)]
        return tuple(found) or (Run("—"),)

    def quote(self, row: FindingRow) -> Quote:
        """Return the finding as it is printed: the sentence verbatim, its place, who, status, decision, reason."""
        start, end = row.start - row.sentence_start, row.end - row.sentence_start
        return Quote(
            number=self.numbers[row.id],
            finding=row.id,
            before=row.quote[:start],
            words=row.quote[start:end],
            after=row.quote[end:],
            side=row.side,
            place=self.place(row),
            spot=self.spot(row),
            facts=tuple(self._facts(row)),
        )

    def _facts(self, row: FindingRow) -> Iterator[str]:
        corrected = typeset(f", statut corrigé (lu : {STATUS_WORDS[row.status]})") if status(row) != row.status else ""
        yield f"{SIGNS[status(row)]}{HARD}{STATUS_WORDS[status(row)]}{corrected}"
        yield from self._who(row)
        if row.when:
            yield typeset("date dite : ") + _flat(row.when.words)
        if row.amount:
            yield typeset("somme dite : ") + said(row.quote, row.amount)
        if row.chain:
            yield "tenu de " + ", de ".join(row.chain)
        yield from _decided(row)
        yield from self._otherwise(row)
        if row.suggestion:
            yield SUGGESTED
        else:
            yield self.indicators.get((row.criterion, row.indicator), row.indicator)
        yield from _decision(row)

    def _otherwise(self, row: FindingRow) -> Iterator[str]:
        """Yield the findings of the same sentence that have another status: nobody should find that out alone."""
        others = [one for one in self._same_sentence[_sentence(row)] if status(one) != status(row)]
        if others:
            told = (f"{self.link(one.id).words} ({STATUS_WORDS[status(one)]})" for one in others)
            yield typeset("même phrase, autre statut : ") + ", ".join(told)

    @cached_property
    def _same_sentence(self) -> dict[tuple[str, int, int], list[FindingRow]]:
        found: dict[tuple[str, int, int], list[FindingRow]] = {}
        for row in self.rows:
            found.setdefault(_sentence(row), []).append(row)
        return found

    @staticmethod
    def _who(row: FindingRow) -> Iterator[str]:
        unknown = []
        for role, label in ROLES.items():
            name = getattr(row, role)
            if name:
                yield typeset(f"{label} : ") + name + (" (déduit)" if role in row.inferred else "")
            else:
                unknown.append(label)
        if unknown:
            yield typeset(f"{UNKNOWN} : ") + ", ".join(unknown)


def status(row: FindingRow) -> Status:
    """Return the status of a finding as the last human decision leaves it: the side that it stands on follows it."""
    return row.review.status if row.review is not None and row.review.status is not None else row.status


def _sentence(row: FindingRow) -> tuple[str, int, int]:
    return row.sha256, row.sentence_start, row.sentence_end


def _flat(words: str) -> str:
    return " ".join(words.split())


def _apart(words: str, quote: str) -> str:
    """Return the *words* of a cue as *quote* has them: « n' … pas » when other words stand between.

    >>> _apart("n' pas", "Elle n'était pas là."), _apart("ne plus", "pour ne plus voir")
    ("n' … pas", 'ne plus')
    """
    return words if words in quote else " … ".join(words.split())


def _decided(row: FindingRow) -> Iterator[str]:
    """Yield what decided the status: the question answered, that it is one, the words of the sentence."""
    here = range(row.sentence_start, row.sentence_end)
    asked = [cue for cue in row.cues if cue.start not in here and cue.words.endswith("?")]
    told = [cue.words for cue in row.cues if cue not in asked and not (asked and cue.words == row.quote)]
    words = [_apart(item, row.quote) for item in told]
    if asked:
        yield "en réponse à " + ", ".join(f"«{HARD}{_flat(cue.words)}{HARD}»" for cue in asked)
    if words == ["?"]:
        yield "question"
    elif words and weighed_whole(row.cues, row.quote):
        yield "statut lu par deux modèles statistiques sur la phrase entière"
    elif words:
        learnt = row.cues[0].rule == LEARNT
        how = "statut lu par deux modèles statistiques d’après " if learnt else "statut décidé par "
        yield how + ", ".join(f"«{HARD}{_flat(item)}{HARD}»" for item in words)


def _decision(row: FindingRow) -> Iterator[str]:
    if row.review is None:
        yield "non relu"
        return
    note = typeset(" ; note : ") + row.review.note if row.review.note else ""
    yield f"{VERDICTS[row.review.verdict]} par {row.review.reviewer}{note}"


def anchor(finding: str) -> str:
    """Return the anchor of a finding in every format."""
    return f"c-{finding}"
