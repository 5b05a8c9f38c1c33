"""The parts of a paper that show the law: texts, matrix, gaps, proposals, prescription, themes of hearing."""

from collections.abc import Iterator, Sequence

from evidence.assessment.applicable import in_words
from evidence.assessment.records import Bearing, LawText
from evidence.dossier.legal_view import ASIDE, OUTLOOKS, PARTS, STATES, grids, pair_words, remarks, theme_sheets
from evidence.dossier.paper import Block, Heading, Run, Table, Words, text
from evidence.dossier.typography import date_words
from evidence.dossier.view import UNDOCUMENTED, View

MARKS = {"T": "texte lu", "S": "source secondaire, à vérifier", "I": "déduit, à vérifier", "V": "à vérifier"}


def texts(view: View) -> Iterator[Block]:
    """Yield the versions of each text, with their days and how they were read."""
    for offence in view.dossier.offences:
        yield Table(
            f"{offence.name} ({offence.text}) : versions du texte",
            ("En vigueur du", "Au", "Source", "Peine de base", "Lecture"),
            tuple(
                (
                    text(date_words(item.start) if item.start else "—"),
                    text(date_words(item.end) if item.end else "en vigueur"),
                    text(item.by + (f" ({item.note})" if item.note else "")),
                    text(item.penalty),
                    text(MARKS[item.mark]),
                )
                for item in offence.versions
            ),
        )


def matrix(view: View) -> Iterator[Block]:
    """Yield, for each pair of persons and version, what supports, contradicts and lacks for each element."""
    found = grids(view.dossier)
    if not found:
        yield Words("Aucun passage ne porte sur un élément légal.")
    for rank, grid in enumerate(found, 1):
        yield Heading(3, grid.name, f"grille-{rank}")
        yield Words(pair_words(grid.harmed, grid.accused))
        if grid.note:
            yield Words(grid.note)
        yield Words(in_words(grid.law) + ".")
        yield Table(
            f"Éléments, version {grid.version} : appui, contradiction, manque",
            ("Élément", "▲ Appuyé par", "▼ Contredit par", "? À vérifier", "État"),
            tuple(
                (
                    text(f"{row.name} ({row.element}, {PARTS[row.part]})"),
                    _held(view, row.supported),
                    _held(view, row.contradicted),
                    _held(view, row.to_verify),
                    text(STATES[row.state] + (f" ; sources indépendantes : {row.sources}" if row.sources else "")),
                )
                for row in grid.rows
            ),
        )


def _held(view: View, lines: Sequence[Bearing]) -> tuple[Run, ...]:
    """Return the numbers of *lines*, those of which the same is to be said together."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(remarks(line), []).append(line.finding)
    found: list[Run] = []
    for said, findings in groups.items():
        found += [Run(" ; ")] * bool(found) + [*view.links(iter(findings)), Run(f" ({said})")]
    return tuple(found) or text("—")


def gaps(view: View) -> Iterator[Block]:
    """Yield each element that nothing supports, and the acts that usually bring it."""
    found = [gap for gap in view.dossier.gaps if gap.state == "missing"]
    if not found:
        yield Words("Chaque élément demandé a au moins un passage, pour ou contre.")
        return
    merged: dict[tuple[str, str, str], tuple[list[str], str, LawText]] = {}
    for gap in found:
        key = (gap.name, gap.harmed, gap.accused)
        merged.setdefault(key, ([], " ; ".join(gap.acts), gap.law))[0].append(gap.element)
    yield Table(
        "Éléments non documentés et actes qui les apportent d’ordinaire",
        ("Élément", "Personnes", "État", "Actes envisageables"),
        tuple(
            (
                text(f"{name} ({', '.join(elements)})"),
                text(pair_words(harmed, accused)),
                text(UNDOCUMENTED),
                text(acts or "—"),
            )
            for (name, harmed, accused), (elements, acts, _) in merged.items()
        ),
    )


def related(view: View) -> Iterator[Block]:
    """Yield the aggravations and other offences to look at, each with its own elements; nothing is decided."""
    found = view.dossier.related
    if found:
        yield Table(
            "Aggravations et autres infractions à examiner : proposées, jamais décidées",
            ("Nature", "Infraction", "Texte", "Passages", "Éléments sans passage"),
            tuple(
                (
                    text("aggravation" if item.kind == "aggravation" else "autre infraction"),
                    text(item.name),
                    text(in_words(item.law)),
                    view.links(iter(item.because)),
                    text(", ".join(item.missing) or "aucun"),
                )
                for item in found
            ),
        )
    else:
        yield Words("Aucun passage n’appelle une aggravation ou une autre infraction du catalogue.")
    yield Words(f"{ASIDE} : {view.dossier.not_proposed}.")


def prescription(view: View) -> Iterator[Block]:
    """Yield every hypothesis of limitation with its steps and its law: never a single date."""
    found = view.dossier.hypotheses
    if not found:
        yield Words("Non documenté.")
        return
    yield Table(
        "Prescription : chaque hypothèse, indicative, à confirmer par le magistrat",
        ("Infraction", "Personne visée", "Hypothèse", "Départ", "Dernier jour utile", "À la date de la page", "Calcul"),
        tuple(
            (
                text(item.offence),
                text(item.harmed or "non précisée"),
                text(item.name),
                text(item.start_words),
                text(
                    date_words(item.earliest)
                    + ("" if item.latest == item.earliest else f" à {date_words(item.latest)}")
                ),
                text(OUTLOOKS[item.outlook]),
                text(" ; ".join((*item.steps, *(in_words(rule, "short") for rule in item.rules)))),
            )
            for item in found
        ),
    )
    for line in dict.fromkeys(line for item in found for line in item.assumptions):
        yield Words(line, item=True)


def themes(view: View) -> Iterator[Block]:
    """Yield the themes for the next hearings, for and against at one rank."""
    sheets = theme_sheets(view.dossier)
    if not sheets:
        yield Words("Aucun thème : chaque élément a au moins un passage.")
    for rank, sheet in enumerate(sheets, 1):
        yield Heading(3, sheet.topic, f"theme-{rank}")
        yield Words(pair_words(sheet.harmed, sheet.accused))
        for name, state, law in sheet.elements:
            yield Words(f"{name} : {state} ; {in_words(law)}", item=True)
        for title, lines in (
            ("Actes qui apportent d’ordinaire cet élément", sheet.acts),
            ("Thèmes à charge", sheet.themes_for),
            ("Thèmes à décharge", sheet.themes_against),
        ):
            yield Words(f"{title} :")
            yield from (Words(line, item=True) for line in lines)
            if not lines:
                yield Words("aucun au catalogue", item=True)
