"""The law of a dossier arranged for reading: the matrix by persons and version, the sheet of themes by topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from evidence.assessment.applicable import in_words
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


def text_lines(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the assessment as lines of at most *width* characters, for a terminal; a long word stays whole."""
    for line in _lines(dossier):
        text = line.lstrip()
        margin = " " * (len(line) - len(text))
        yield from wrap(
            text,
            width,
            initial_indent=margin,
            subsequent_indent=margin + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def _lines(dossier: Dossier) -> Iterator[str]:
    for grid in grids(dossier):
        yield f"== {grid.name}"
        yield f"   {pair_words(grid.harmed, grid.accused)}"
        if grid.note:
            yield f"   {grid.note}"
        yield f"   {in_words(grid.law)}"
        for row in grid.rows:
            counts = f"▲ {len(row.supported)} ▼ {len(row.contradicted)} ? {len(row.to_verify)}"
            plural = "s" if row.sources > 1 else ""
            sources = f", {row.sources} source{plural} indépendante{plural}" if row.sources else ""
            kinds = f" ({', '.join(row.kinds)})" if row.kinds else ""
            yield f"   {row.element} {row.name} [{PARTS[row.part]}]"
            yield f"     {STATES[row.state]} {counts}{sources}{kinds}"
            for note in row.notes:
                yield f"       {note}"
        if grid.gaps:
            yield f"   à établir ou à discuter : {' ; '.join(f'{gap.name} ({gap.element})' for gap in grid.gaps)}"
        yield ""
    yield from _proposals(dossier)
    yield from _delays(dossier)


def _proposals(dossier: Dossier) -> Iterator[str]:
    yield "== À examiner : aggravations et autres infractions (proposées, jamais décidées)"
    for item in dossier.related:
        kind = "aggravation" if item.kind == "aggravation" else "autre infraction"
        yield f"   {kind} : {item.name} ; {in_words(item.law)}"
        missing = ", ".join(item.missing) or "aucun élément sans passage"
        yield f"      passages : {len(item.because)} ; manque : {missing}"
    yield f"   {ASIDE} : {dossier.not_proposed}"
    yield ""


def _delays(dossier: Dossier) -> Iterator[str]:
    yield "== Prescription : chaque hypothèse, indicative"
    for item in dossier.hypotheses:
        ends = item.earliest.isoformat()
        if item.latest != item.earliest:
            ends += f" à {item.latest.isoformat()}"
        yield f"   {item.offence}, personne visée : {item.harmed or 'non précisée'}"
        yield f"      {item.name}, {item.start_words} : dernier jour utile {ends} ; {OUTLOOKS[item.outlook]}"
        for step in item.steps:
            yield f"         {step}"
        for rule in item.rules:
            yield f"         {in_words(rule, 'short')}"
    for line in dict.fromkeys(line for item in dossier.hypotheses for line in item.assumptions):
        yield f"   {line}"
