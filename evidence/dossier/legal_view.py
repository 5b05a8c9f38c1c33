"""The law of a dossier arranged for reading: the matrix by persons and version, the sheet of themes by topic."""

from dataclasses import dataclass
from itertools import groupby

from evidence.assessment.records import Bearing, Gap, LawText, MatrixRow
from evidence.dossier.record import Dossier
from evidence.dossier.rows import FindingRow

STATES = {
    "supported": "appuyé",
    "contradicted": "contredit",
    "discussed": "appuyé et contredit",
    "missing": "manquant",
}
PARTS = {
    "required": "exigé",
    "alternative": "un parmi plusieurs",
    "aggravation": "aggravation",
    "exclusion": "exclusion, pour la défense",
}
OUTLOOKS = {
    "open": "jour non dépassé à la date de la page",
    "expired": "jour dépassé à la date de la page, sauf acte interruptif ou suspension",
    "uncertain": "jour peut-être dépassé, selon la date des faits",
}
VERDICTS = {None: "non relu", "accepted": "accepté", "rejected": "rejeté", "to_verify": "à vérifier"}
STATUS_WORDS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
PLACES = {
    "dated": "",
    "astride": "à cheval sur un changement de loi : version à déterminer par le magistrat",
    "undated": "date non établie : version à déterminer par le magistrat",
}
UNPLACED = (
    "Date non établie pour tous les passages : version à déterminer par le magistrat. "
    "Le texte ci-dessous donne la liste des éléments ; rien ne dit qu’il s’applique."
)
ASIDE = "Autres infractions du catalogue non proposées, faute d’élément"
NAMED = {
    "both": "",
    "harmed": "auteur non nommé dans le passage",
    "accused": "personne visée non nommée dans le passage",
    "neither": "ni l’un ni l’autre nommés dans le passage",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one offence, version and pair of persons, and the gaps among them."""

    offence: str
    version: str
    harmed: str
    accused: str
    name: str
    law: LawText
    rows: tuple[MatrixRow, ...]
    gaps: tuple[Gap, ...]

    @property
    def note(self) -> str:
        """What must be said before the text when no passage has a date: nothing says that this text applied."""
        lines = [line for row in self.rows for line in (*row.supported, *row.contradicted, *row.to_verify)]
        return UNPLACED if lines and all(line.placed == "undated" for line in lines) else ""


@dataclass(frozen=True, slots=True)
class ThemeSheet:
    """One topic for one pair of persons: the elements it would bring, each with its law, acts, questions both ways."""

    topic: str
    harmed: str
    accused: str
    elements: tuple[tuple[str, str, LawText], ...]
    acts: tuple[str, ...]
    themes_for: tuple[str, ...]
    themes_against: tuple[str, ...]


def grids(dossier: Dossier) -> tuple[Grid, ...]:
    """Return the matrix cut by persons, offence and version; those of whom a passage names only one, or none, last."""
    names = {offence.id: offence.name for offence in dossier.offences}
    missing: dict[tuple[str, str, str, str], list[Gap]] = {}
    for gap in dossier.gaps:
        missing.setdefault((gap.harmed, gap.accused, gap.offence, gap.version), []).append(gap)
    ordered = sorted(
        dossier.matrix, key=lambda row: (not row.harmed or not row.accused, not row.harmed, row.harmed, row.accused)
    )
    return tuple(
        Grid(key[2], key[3], key[0], key[1], names[key[2]], rows[0].law, rows, tuple(missing.get(key, ())))
        for key, group in groupby(ordered, key=lambda row: (row.harmed, row.accused, row.offence, row.version))
        for rows in [tuple(group)]
    )


def theme_sheets(dossier: Dossier) -> tuple[ThemeSheet, ...]:
    """Return the gaps gathered by persons and topic: one sheet serves every version that asks for it."""
    found: dict[tuple[str, str, str], list[tuple[str, str, LawText]]] = {}
    first: dict[tuple[str, str, str], Gap] = {}
    for gap in dossier.gaps:
        key = (gap.harmed, gap.accused, gap.topic)
        first.setdefault(key, gap)
        line = (f"{gap.name} ({gap.element})", STATES[gap.state], gap.law)
        if gap.topic and line not in found.setdefault(key, []):
            found[key].append(line)
    return tuple(
        ThemeSheet(
            topic=key[2],
            harmed=key[0],
            accused=key[1],
            elements=tuple(lines),
            acts=first[key].acts,
            themes_for=first[key].themes_for,
            themes_against=first[key].themes_against,
        )
        for key, lines in sorted(found.items())
        if lines
    )


def pair_words(harmed: str, accused: str) -> str:
    """Return a pair of persons in neutral words.

    >>> pair_words("A", "")
    'personne visée : A ; personne mise en cause : non désignée par les passages'
    """
    nobody = "non désignée par les passages"
    return f"personne visée : {harmed or nobody} ; personne mise en cause : {accused or nobody}"


def pair_cell(harmed: str, accused: str) -> str:
    """Return a pair of persons for a column headed « personne visée → personne mise en cause ».

    >>> pair_cell("A", "")
    'A → non désignée'
    """
    return f"{harmed or 'non désignée'} → {accused or 'non désignée'}"


def remarks(bearing: Bearing) -> str:
    """Return what must be known of a passage set against an element, empty when nothing."""
    weak = "ouï-dire, appui plus faible" if bearing.strength == "weak" else ""
    review = VERDICTS[bearing.review]
    parts = (STATUS_WORDS[bearing.status], weak, review, PLACES[bearing.placed], NAMED[bearing.named], bearing.reason)
    return " ; ".join(filter(None, parts))


def quoted(dossier: Dossier) -> dict[str, FindingRow]:
    """Return the findings by id: every line of the matrix leads to words of a piece."""
    return {row.id: row for row in dossier.findings}
