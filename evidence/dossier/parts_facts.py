"""The parts of a paper that show facts: counts, chronology, the two sides, sums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evidence.dossier.legal_view import STATUS_WORDS
from evidence.dossier.paper import Block, Drawing, Heading, Run, Side, Table, Words, spot, text
from evidence.dossier.timeline_svg import sheets
from evidence.dossier.typography import HARD, MONTHS, date_words, typeset
from evidence.dossier.view import SIGNS, SUGGESTED, UNDOCUMENTED, View
from evidence.model import Event

NOTHING = Words("Non documenté.")
# Two pages of A4 hold about forty lines of this table.
KEY_FACTS = 40
PRECISE = ("day", "month", "year", "range", "none")


def counts(view: View) -> Iterator[Block]:
    """Yield the number of findings on both sides and by decision, and on how many passages they stand."""
    found = view.dossier.counts
    yield Table(
        "Nombre de constats par côté (rejetés non compris) et par décision",
        ("▲ À charge", "▼ À décharge", "? À vérifier", "Acceptés", "Non relus ou à vérifier", "Rejetés"),
        (
            tuple(
                text(str(number))
                for number in (
                    found.incriminating,
                    found.exculpatory,
                    found.to_verify,
                    found.accepted,
                    found.pending,
                    found.rejected,
                )
            ),
        ),
    )
    yield Words(_printed(view))


def _printed(view: View) -> str:
    passages, shared = view.shared
    return (
        f"Constats imprimés ici : {len(view.rows)}, sur {passages} passages, "
        f"dont {shared} passages cités sous plusieurs critères : un passage compte une fois par critère."
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
    shared = view.shared[1]
    caption = f"Constats imprimés, par critère (dont {shared} passages cités sous plusieurs critères)"
    yield Table(caption, head, tuple(rows))


def acts(view: View) -> Iterator[Block]:
    """Yield the dated statements and pieces of the case, as their own headers give them."""
    found = [event for event in view.dossier.timeline if event.kind in ("statement", "header")]
    if not found:
        yield Words(f"Actes datés : {UNDOCUMENTED}.")
        return
    yield Table(
        "Actes et pièces que date leur propre en-tête",
        ("Date", "Acte", "Source"),
        tuple((text(_when(event)), text(event.label), _where(event)) for event in found),
    )


def chronology(view: View) -> Iterator[Block]:
    """Yield the dated facts as a drawing and as a table; no day is invented."""
    found = [event for event in view.dossier.timeline if event.finding is None or event.finding in view.shown]
    if not found:
        yield NOTHING
        return
    groups = _passages(found)
    drawings = sheets(_together(group) for group in groups)
    for rank, svg in enumerate(drawings, 1):
        part = f" {rank} sur {len(drawings)}" if len(drawings) > 1 else ""
        yield Drawing(svg, f"Chronologie{part} : un trait par fait daté ; le tableau qui suit dit la même chose.")
    yield _events(view, "Faits datés, déclarations et mouvements bancaires", groups)


def _together(group: Sequence[Event]) -> Event:
    """Return the events of one passage as one: the names of its criteria together."""
    return replace(group[0], label=", ".join(dict.fromkeys(event.label for event in group)))


def facts(view: View) -> Iterator[Block]:
    """Yield the dated findings in the order of their dates, each with its place."""
    found = _passages(_findings(view))
    yield _events(view, "Faits datés des constats imprimés", found) if found else NOTHING


def key_facts(view: View) -> Iterator[Block]:
    """Yield the dated findings for the shortest reading: all of them, or the most precisely dated of both sides."""
    found = _passages(_findings(view))
    if not found:
        yield NOTHING
        return
    kept = found if len(found) <= KEY_FACTS else _short(found)
    yield Table(
        f"Faits datés, dans l’ordre : {len(kept)} sur {len(found)}",
        ("Date", "Fait", "Statut", "Source"),
        tuple(row[1:] for row in (_event(view, group) for group in kept)),
    )
    if len(kept) < len(found):
        yield Words(
            f"Au plus {KEY_FACTS} lignes : d’abord les faits datés le plus précisément, la moitié des lignes à ce qui "
            "est nié quand il y en a assez. Tous les autres sont dans la chronologie."
        )


def _short(found: Sequence[Sequence[Event]]) -> list[Sequence[Event]]:
    ordered = sorted(found, key=lambda group: PRECISE.index(group[0].precision))
    denied = [group for group in ordered if any(event.status == "denied" for event in group)]
    others = [group for group in ordered if group not in denied]
    half = max(KEY_FACTS // 2, KEY_FACTS - len(others))
    kept = denied[:half]
    kept += others[: KEY_FACTS - len(kept)]
    return [group for group in found if group in kept]


def _findings(view: View) -> list[Event]:
    return [event for event in view.dossier.timeline if event.finding in view.shown]


def _passages(events: Iterable[Event]) -> list[Sequence[Event]]:
    """Return the events of one passage and one date together: one line, whatever the number of criteria."""
    found: dict[tuple[str, int, str, str], list[Event]] = {}
    for event in events:
        found.setdefault((event.when.words, event.piece, event.quote, event.kind), []).append(event)
    return list(found.values())


def _events(view: View, caption: str, groups: Iterable[Sequence[Event]]) -> Table:
    head = ("Date écrite", "Date lue", "Fait", "Statut", "Source")
    return Table(caption, head, tuple(_event(view, group) for group in groups))


def _event(view: View, group: Sequence[Event]) -> tuple[tuple[Run, ...], ...]:
    event = group[0]
    labels = dict.fromkeys(item.label for item in group)
    states = dict.fromkeys(
        f"{SIGNS[item.status]}{HARD}{STATUS_WORDS[item.status]}" if item.status else "relevé" for item in group
    )
    numbers = [item.finding for item in group if item.finding]
    source = (*view.links(numbers), Run(", ")) if numbers else ()
    return (
        text(event.when.words),
        text(_when(event)),
        (Run(f"{', '.join(labels)} : "), Run(f"«{HARD}{event.quote}{HARD}»")),
        text(" ; ".join(states)),
        (*source, *_where(event, next((view.spot(view.by_id[one]) for one in numbers), ""))),
    )


def _when(event: Event) -> str:
    """Return the date as it was read, no more precise than its words."""
    first, last = event.when.first, event.when.last
    if first is None or last is None:
        return "—"
    if event.precision == "month":
        return f"{MONTHS.split()[first.month - 1]}{HARD}{first.year}"
    if event.precision == "year" and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    return date_words(first) if first == last else f"{date_words(first)} – {date_words(last)}"


def _where(event: Event, line: str = "") -> tuple[Run, ...]:
    words = f"pièce{HARD}{event.piece}" + (f", p.{HARD}{event.page}" if event.page else "")
    return text(words + (f", l.{HARD}{event.line}" if event.line else ""), spot=line or spot(event.piece))


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
    if any(row.suggestion for row in rows):
        yield Words(f"« {SUGGESTED.capitalize()} » : par un modèle statistique ; n’établit rien avant qu’on l’accepte.")
    for criterion in view.dossier.criteria:
        mine = [row for row in rows if row.criterion == criterion.id]
        if mine:
            yield Heading(3, f"{criterion.name} ({len(mine)})", f"{side}-{criterion.id}")
            yield from (view.quote(row) for row in mine)


def definitions(view: View) -> Iterator[Block]:
    """Yield what each criterion that has a printed finding is, and what it is not."""
    used = {row.criterion for row in view.rows}
    found = [criterion for criterion in view.dossier.criteria if criterion.id in used]
    if not found:
        yield NOTHING
        return
    yield Table(
        "Critères des constats imprimés",
        ("Critère", "Définition", "Ce n’est pas"),
        tuple((text(item.name), text(typeset(item.definition)), text(typeset(item.excludes))) for item in found),
    )


def reasons(view: View) -> Iterator[Block]:
    """Yield each rule that found something, with the findings it gave: enough to find it again in the catalogue."""
    rules: dict[tuple[str, str, str], list[str]] = {}
    for row in view.rows:
        if not row.suggestion:
            rules.setdefault((row.criterion, row.indicator, row.phrase), []).append(row.id)
    if not rules:
        yield NOTHING
        return
    yield Table(
        "Règles du catalogue, et les constats de chacune",
        ("Critère et indicateur", "Motif", "Constats"),
        tuple(
            (
                text(f"{view.criteria[criterion]} : {view.indicators.get((criterion, indicator), UNDOCUMENTED)}"),
                text(phrase),
                view.links(found),
            )
            for (criterion, indicator, phrase), found in rules.items()
        ),
    )


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
                    (view.link(row.id), Run(f", {view.criteria[row.criterion]}, "), view.placed(row)),
                    text(f"{SIGNS[row.status]}{HARD}{STATUS_WORDS[row.status]}"),
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
                    text(str(item.piece), spot=spot(item.piece)),
                )
                for item in paid
            ),
        )
        if paid
        else Words(f"Relevés : {UNDOCUMENTED}.")
    )
