"""The parts of a paper that show facts: counts, chronology, the two sides, sums."""

from collections.abc import Iterator

from evidence.dossier.legal_view import STATUS_WORDS
from evidence.dossier.paper import Block, Drawing, Heading, Run, Side, Table, Words, text
from evidence.dossier.timeline_svg import drawing
from evidence.dossier.typography import date_words
from evidence.dossier.view import SIGNS, UNDOCUMENTED, View
from evidence.model import Event

NOTHING = Words("Non documenté.")


def counts(view: View) -> Iterator[Block]:
    """Yield the number of findings on both sides and by decision, and by criterion."""
    found = view.dossier.counts
    yield Table(
        "Nombre de constats par côté et par décision",
        ("▲ À charge", "▼ À décharge", "? À vérifier", "Acceptés", "Rejetés", "Non relus ou à vérifier"),
        (
            tuple(
                text(str(number))
                for number in (
                    found.incriminating,
                    found.exculpatory,
                    found.to_verify,
                    found.accepted,
                    found.rejected,
                    found.pending,
                )
            ),
        ),
    )


def criteria(view: View) -> Iterator[Block]:
    """Yield, for each criterion of the catalogue, how many findings stand on each side."""
    rows = []
    for criterion in view.dossier.criteria:
        mine = [row.side for row in view.rows if row.criterion == criterion.id]
        numbers = (mine.count("incriminating"), mine.count("exculpatory"), mine.count("to_verify"))
        cells = [text(str(number) if number else "—") for number in numbers]
        rows.append((text(criterion.name), *cells))
    head = ("Critère", "▲ À charge", "▼ À décharge", "? À vérifier")
    yield Table("Constats imprimés, par critère", head, tuple(rows))


def chronology(view: View) -> Iterator[Block]:
    """Yield the dated facts as a drawing and as a table; no day is invented."""
    found = [event for event in view.dossier.timeline if event.finding is None or event.finding in view.shown]
    if not found:
        yield NOTHING
        return
    svg = drawing(found)
    if svg:
        yield Drawing(svg, "Chronologie : un trait par fait daté ; le tableau qui suit dit la même chose en mots.")
    head = ("Date écrite", "Du", "Au", "Fait", "Statut", "Source")
    yield Table("Faits datés, déclarations et mouvements bancaires", head, tuple(_event(view, item) for item in found))


def facts(view: View) -> Iterator[Block]:
    """Yield the dated findings in the order of their dates, each with its place: the short reading."""
    found = [event for event in view.dossier.timeline if event.finding in view.shown]
    if not found:
        yield NOTHING
        return
    head = ("Date écrite", "Du", "Au", "Fait", "Statut", "Source")
    yield Table("Faits datés des constats imprimés", head, tuple(_event(view, item) for item in found))


def _event(view: View, event: Event) -> tuple[tuple[Run, ...], ...]:
    where = f"pièce {event.piece}" + (f", p. {event.page}" if event.page else "")
    where += f", l. {event.line}" if event.line else ""
    source: tuple[Run, ...] = text(where)
    if event.finding:
        source = (view.link(event.finding), Run(", " + where))
    return (
        text(event.when.words),
        text(date_words(event.when.first) if event.when.first else "—"),
        text(date_words(event.when.last) if event.when.last else "—"),
        (Run(f"{event.label} : "), Run(f"«\u00a0{event.quote}\u00a0»")),
        text(f"{SIGNS[event.status]} {STATUS_WORDS[event.status]}" if event.status else "relevé"),
        source,
    )


def charge(view: View) -> Iterator[Block]:
    """Yield the findings that incriminate, by criterion."""
    yield from _side(view, "incriminating")


def discharge(view: View) -> Iterator[Block]:
    """Yield the findings that exculpate, by criterion: the same markup, the same depth."""
    yield from _side(view, "exculpatory")


def to_verify(view: View) -> Iterator[Block]:
    """Yield questions, suppositions and fears, by criterion."""
    yield from _side(view, "to_verify")


def _side(view: View, side: Side) -> Iterator[Block]:
    rows = [row for row in view.rows if row.side == side]
    if not rows:
        yield Words("Aucun constat.")
    for criterion in view.dossier.criteria:
        mine = [row for row in rows if row.criterion == criterion.id]
        if mine:
            yield Heading(3, f"{criterion.name} ({len(mine)})", f"{side}-{criterion.id}")
            yield Words(f"{criterion.definition} Ce n’est pas : {criterion.excludes}")
            yield from (view.quote(row) for row in mine)


def sums(view: View) -> Iterator[Block]:
    """Yield the sums said and the sums recorded, apart; nothing is added up."""
    said = [row for row in view.rows if row.amount]
    yield (
        Table(
            "Sommes dites dans les constats",
            ("Somme", "Constat", "Statut"),
            tuple(
                (
                    text(row.amount.words if row.amount else ""),
                    (view.link(row.id), Run(f", {view.criteria[row.criterion]}, {view.place(row)}")),
                    text(f"{SIGNS[row.status]} {STATUS_WORDS[row.status]}"),
                )
                for row in said
            ),
        )
        if said
        else Words(f"Sommes dites : {UNDOCUMENTED}.")
    )
    paid = [event for event in view.dossier.timeline if event.kind == "payment"]
    yield (
        Table(
            "Mouvements lus dans les relevés",
            ("Date", "Ligne du relevé", "Montant", "Pièce"),
            tuple(
                (
                    text(item.when.words),
                    text(item.quote),
                    text(item.amount.words if item.amount else "—"),
                    text(str(item.piece)),
                )
                for item in paid
            ),
        )
        if paid
        else Words(f"Relevés : {UNDOCUMENTED}.")
    )
