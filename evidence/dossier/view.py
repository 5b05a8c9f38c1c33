"""What the parts of a paper look at: the dossier, its findings numbered, and names in French."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from evidence.dossier.legal_view import STATUS_WORDS, VERDICTS
from evidence.dossier.paper import Quote, Run
from evidence.dossier.record import Dossier, PieceRow
from evidence.dossier.rows import FindingRow
from evidence.dossier.typography import HARD, typeset

SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇"}
UNDOCUMENTED = "non documenté"


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
    def shown(self) -> frozenset[str]:
        """The ids of the findings printed."""
        return frozenset(row.id for row in self.rows)

    def place(self, row: FindingRow) -> str:
        """Return « cote D3, p. 2, l. 14 (audition.pdf) »."""
        number = self.pieces[row.sha256].number
        parts = [f"pièce{HARD}{number}"]
        if row.cote:
            parts.insert(0, f"cote{HARD}{row.cote}")
        if row.page:
            parts.append(f"p.{HARD}{row.page}")
        if row.line:
            parts.append(f"l.{HARD}{row.line}")
        return f"{', '.join(parts)} ({row.document})"

    def link(self, finding: str) -> Run:
        """Return « n° 12 », which leads to the quotation where it is printed."""
        number = self.numbers.get(finding)
        if number is None:
            return Run("non imprimé")
        return Run(f"n°{HARD}{number}", anchor(finding) if finding in self.shown else "")

    def links(self, findings: Iterator[str]) -> tuple[Run, ...]:
        """Return the numbers of *findings*, separated; « — » when there is none."""
        found: list[Run] = []
        for item in dict.fromkeys(findings):
            found += [Run(", ")] * bool(found) + [self.link(item)]
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
            facts=tuple(self._facts(row)),
        )

    def _facts(self, row: FindingRow) -> Iterator[str]:
        yield f"{SIGNS[row.status]} {STATUS_WORDS[row.status]}"
        for role, label in (("speaker", "dit par"), ("agent", typeset("agent :")), ("patient", typeset("visé :"))):
            name = getattr(row, role)
            yield f"{label} {name or UNDOCUMENTED}{' (déduit)' if name and role in row.inferred else ''}"
        if row.when:
            yield typeset("date dite : ") + row.when.words
        if row.amount:
            yield typeset("somme dite : ") + row.amount.words
        if row.chain:
            yield "tenu de " + ", de ".join(row.chain)
        if row.cues:
            words = ", ".join(f"«{HARD}{cue.words}{HARD}»" for cue in row.cues)
            yield f"statut décidé par {words}"
        if row.suggestion:
            yield "proposé par ressemblance (modèle statistique) : n’établit rien avant qu’une personne l’accepte"
        else:
            yield f"indicateur {row.indicator}, motif {row.phrase}"
        if row.review is None:
            yield "non relu"
        else:
            note = typeset(" ; note : ") + row.review.note if row.review.note else ""
            if row.review.status is not None and row.review.status != row.status:
                yield typeset(f"statut corrigé : {SIGNS[row.review.status]} {STATUS_WORDS[row.review.status]}")
            yield f"{VERDICTS[row.review.verdict]} par {row.review.reviewer}{note}"


def anchor(finding: str) -> str:
    """Return the anchor of a finding in every format."""
    return f"c-{finding}"
