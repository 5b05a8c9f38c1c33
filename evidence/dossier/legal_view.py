"""The law of a dossier arranged for reading: the matrix by persons and version, the sheet of themes by topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from evidence.assessment.records import Bearing, Gap, LawText, MatrixRow, Outlook, Placed, RelatedOffence
from evidence.catalogue.law import MARKS, UNREAD
from evidence.dossier.record import Dossier
from evidence.dossier.rows import FindingRow
from evidence.dossier.typography import date_words

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
OUTLOOKS: dict[Outlook, str] = {
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
# The heading of the passages of one placing, apart from the others.
PLACE_HEADS: dict[Placed, str] = {
    "dated": "datés sous ce texte",
    "astride": "à cheval sur un changement de loi, version à déterminer par le magistrat",
    "undated": "de date non établie, version à déterminer par le magistrat",
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

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what the sheet holds, each part under its title."""
        return (
            ("Actes qui apportent d’ordinaire cet élément", self.acts),
            ("Thèmes à charge", self.themes_for),
            ("Thèmes à décharge", self.themes_against),
        )


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
        line = (gap.name, STATES[gap.state], gap.law)
        if gap.topic and line not in found.setdefault(key, []):
            found[key].append(line)
    return tuple(
        ThemeSheet(
            topic=first[key].topic_name,
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


def law_words(law: LawText, form: Literal["long", "short"] = "long") -> str:
    """Return the reference of a text as a reader of a paper needs it: article, version, source, how it was read.

    Short, it leaves out the source, which the table of texts of the same paper gives.

    >>> law = LawText(article="CP, 1", version="v1", start=None, end=None, source="loi", mark="V")
    >>> law_words(law)
    'CP, 1, version dont le premier jour n’est pas lu, source : loi (à vérifier)'
    """
    source = f", source : {law.source}" if form == "long" else ""
    return f"{law.article}, {days_words(law)}{source} ({MARKS[law.mark]})"


def days_words(law: LawText) -> str:
    """Return the version of a text by its days in force, in words."""
    until = f"jusqu’au {date_words(law.end)}" if law.end else ""
    if law.version == UNREAD:
        return f"version non lue, faits {until}"
    if law.start is None:
        return "version dont le premier jour n’est pas lu" + (f", {until}" if until else "")
    first = date_words(law.start)
    if law.end is None:
        return f"version en vigueur depuis le {first}"
    return f"version en vigueur du {first} au {date_words(law.end)}"


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


def nearest_words(bearing: Bearing) -> str:
    """Return the nearest date that the piece of an undated passage says, as what it is; empty when there is none."""
    return (
        f"date la plus proche dite dans la pièce, qui n’est pas celle du fait : {bearing.near}" if bearing.near else ""
    )


def state_words(row: MatrixRow) -> str:
    """Return where an element stands; it is said when no day places what bears on it."""
    places = {line.placed for line in (*row.supported, *row.contradicted)}
    return STATES[row.state] + (", par des passages de date non établie" if places == {"undated"} else "")


def apart(lines: Sequence[Bearing]) -> tuple[tuple[str, tuple[Bearing, ...]], ...]:
    """Return *lines* under the heading of their placing: dated, astride a change of the law, undated."""
    found = ((head, tuple(line for line in lines if line.placed == place)) for place, head in PLACE_HEADS.items())
    return tuple((head, held) for head, held in found if held)


def apart_ids(item: RelatedOffence, ids: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the findings of a proposed offence under the heading of their placing."""
    sets: dict[Placed, tuple[str, ...]] = {"astride": item.astride, "undated": item.undated}
    dated = tuple(one for one in ids if one not in {*item.astride, *item.undated})
    found = [(PLACE_HEADS["dated"], dated)]
    found += [(PLACE_HEADS[place], tuple(one for one in ids if one in held)) for place, held in sets.items()]
    return tuple((head, held) for head, held in found if held)


def numbers(groups: Sequence[tuple[str, Sequence[object]]]) -> str:
    """Return how many passages are under each heading.

    >>> numbers((("datés sous ce texte", ("a", "b")), ("de date non établie, version à déterminer", ("c",))))
    '2 datés sous ce texte ; 1 de date non établie'
    """
    return " ; ".join(headed(held, head).partition(",")[0] for head, held in groups) or "—"


def headed(held: Sequence[object], head: str) -> str:
    """Return a heading of :func:`apart` with its count.

    >>> headed(("a",), "datés sous ce texte")
    '1 daté sous ce texte'
    """
    return f"{len(held)} {head if len(held) > 1 else head.replace('datés', 'daté', 1)}"


def quoted(dossier: Dossier) -> dict[str, FindingRow]:
    """Return the findings by id: every line of the matrix leads to words of a piece."""
    return {row.id: row for row in dossier.findings}


# What the templates that show law may call.
TEMPLATES: dict[str, Any] = {
    "grids": grids,
    "pair_words": pair_words,
    "remarks": remarks,
    "nearest_words": nearest_words,
    "apart": apart,
    "apart_ids": apart_ids,
    "numbers": numbers,
    "headed": headed,
    "state_words": state_words,
    "law_words": law_words,
    "days_words": days_words,
    "STATES": STATES,
    "PARTS": PARTS,
    "ASIDE": ASIDE,
    "OUTLOOKS": OUTLOOKS,
}
