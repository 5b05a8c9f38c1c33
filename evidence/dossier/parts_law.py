"""The parts of a paper that show the law: texts, gaps, proposals, prescription, themes of hearing."""

from collections.abc import Iterator

from evidence.assessment.records import LawText
from evidence.dossier.legal_view import ASIDE, OUTLOOKS, law_words, pair_cell, pair_words, theme_sheets
from evidence.dossier.paper import Block, Heading, Table, Words, text
from evidence.dossier.record import VersionRow
from evidence.dossier.typography import date_words
from evidence.dossier.view import UNDOCUMENTED, View


def texts(view: View) -> Iterator[Block]:
    """Yield the versions of each text, each with its reference whole: others of the same paper lead here."""
    for offence in view.dossier.offences:
        yield Table(
            f"{offence.name} : versions du texte",
            ("Article, version, source et lecture", "Peine de base", "Note"),
            tuple(
                (text(law_words(_reference(item))), text(item.penalty), text(item.note or "—"))
                for item in offence.versions
            ),
        )


def _reference(item: VersionRow) -> LawText:
    return LawText(
        article=item.article,
        version=item.id,
        start=item.start,
        end=item.end,
        source=f"{item.by} ; lu : {item.source}",
        mark=item.mark,
    )


def gaps(view: View) -> Iterator[Block]:
    """Yield each element that nothing supports, for whom it lacks, and the acts that usually bring it."""
    found = [gap for gap in view.dossier.gaps if gap.state == "missing"]
    if not found:
        yield Words("Chaque élément demandé a au moins un passage, pour ou contre.")
        return
    merged: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for gap in found:
        laws, pairs = merged.setdefault((gap.name, " ; ".join(gap.acts)), ({}, {}))
        laws[law_words(gap.law, "short")] = None
        pairs[pair_cell(gap.harmed, gap.accused)] = None
    yield Words(f"Chaque élément ci-dessous est {UNDOCUMENTED} pour les personnes de sa ligne.")
    yield Table(
        "Éléments non documentés et actes qui les apportent d’ordinaire",
        ("Élément", "Texte", "Personne visée → personne mise en cause", "Actes envisageables"),
        tuple(
            (text(name), text(" ; ".join(laws)), text(" ; ".join(pairs)), text(acts or "—"))
            for (name, acts), (laws, pairs) in merged.items()
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
                    text(law_words(item.law)),
                    view.links(iter(item.because)),
                    text(" ; ".join(view.name for view in item.elements if view.element in item.missing) or "aucun"),
                )
                for item in found
            ),
        )
    else:
        yield Words("Aucun passage n’appelle une aggravation ou une autre infraction du catalogue.")
    yield Words(f"{ASIDE} : {view.dossier.not_proposed}.")


def prescription(view: View) -> Iterator[Block]:
    """Yield every hypothesis of limitation, numbered: never a single date; what all of them take for granted."""
    found = view.dossier.hypotheses
    names = {offence.id: offence.name for offence in view.dossier.offences}
    if not found:
        yield Words("Non documenté.")
        return
    yield Table(
        "Prescription : chaque hypothèse, indicative, à confirmer par le magistrat",
        ("N°", "Infraction", "Personne visée", "Hypothèse", "Départ", "Dernier jour utile", "À la date de la page"),
        tuple(
            (
                text(f"H{rank}"),
                text(names[item.offence]),
                text(item.harmed or "non précisée"),
                text(item.name),
                text(item.start_words),
                text(
                    date_words(item.earliest)
                    + ("" if item.latest == item.earliest else f" à {date_words(item.latest)}")
                ),
                text(OUTLOOKS[item.outlook]),
            )
            for rank, item in enumerate(found, 1)
        ),
    )
    for line in dict.fromkeys(line for item in found for line in item.assumptions):
        yield Words(line, item=True)


def prescription_steps(view: View) -> Iterator[Block]:
    """Yield how each hypothesis of limitation is counted, step by step, with its law and its findings."""
    found = view.dossier.hypotheses
    if not found:
        yield Words("Non documenté.")
        return
    yield Table(
        "Calcul de chaque hypothèse de prescription",
        ("N°", "Calcul", "Textes", "Constats"),
        tuple(
            (
                text(f"H{rank}"),
                text(" ; ".join(item.steps)),
                text(" ; ".join(law_words(rule) for rule in item.rules)),
                view.links(iter(item.findings)),
            )
            for rank, item in enumerate(found, 1)
        ),
    )


def themes(view: View) -> Iterator[Block]:
    """Yield the themes for the next hearings, for and against at one rank."""
    sheets = theme_sheets(view.dossier)
    if not sheets:
        yield Words("Aucun thème : chaque élément a au moins un passage.")
    for rank, sheet in enumerate(sheets, 1):
        yield Heading(3, sheet.topic, f"theme-{rank}")
        yield Words(pair_words(sheet.harmed, sheet.accused))
        yield from (Words(line, item=True) for line in sheet.lines())
        for title, lines in sheet.parts():
            yield Words(f"{title} :")
            yield from (Words(line, item=True) for line in lines)
            if not lines:
                yield Words("aucun au catalogue", item=True)
