"""The themes for the next hearings as lines for a terminal: one topic after the other, for whom, acts, both sides."""

from collections.abc import Iterator
from itertools import groupby

from evidence.assessment.applicable import french_day
from evidence.dossier.legal_lines import folded
from evidence.dossier.legal_overview import Sources
from evidence.dossier.legal_view import pair_cell, theme_sheets
from evidence.dossier.record import Dossier
from evidence.dossier.topics import nothing_asked


def themes_lines(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the topics with what lacks or is discussed for each pair of persons, as lines of *width* characters."""
    yield from folded(_lines(dossier), width)


def _lines(dossier: Dossier) -> Iterator[str]:
    sources = Sources()
    yield f"Thèmes d’audition, {dossier.case}, au {french_day(dossier.made_at)}."
    yield "Thèmes ouverts : ni question fermée, ni réponse suggérée ; à charge et à décharge au même rang."
    yield "Pour chacun : personne visée → personne mise en cause, et ce qui manque ou se discute."
    sheets = sorted(theme_sheets(dossier), key=lambda sheet: sheet.topic)
    if not sheets:
        yield nothing_asked(dossier)
    for topic, group in groupby(sheets, key=lambda sheet: sheet.topic):
        mine = list(group)
        yield ""
        yield f"== {topic}"
        lacking: dict[str, list[str]] = {}
        for sheet in mine:
            said = " ; ".join(dict.fromkeys(f"{name}, {state}" for name, state, _ in sheet.elements))
            lacking.setdefault(said, []).append(pair_cell(sheet.harmed, sheet.accused))
        yield from (f"   {', '.join(pairs)} : {said}" for said, pairs in lacking.items())
        for law in dict.fromkeys(law for sheet in mine for _, _, law in sheet.elements):
            yield f"   texte : {sources.cited(law)}"
        for title, lines in mine[0].parts():
            yield f"   {title}"
            yield from (f"     - {line}" for line in lines or ("aucun au catalogue",))
    yield ""
    yield from sources.lines()
