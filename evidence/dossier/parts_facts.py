"""The parts of a paper that show facts: counts, chronology, the two sides, sums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evidence.dossier.legal_view import STATUS_WORDS
from evidence.dossier.paper import Block, Drawing, Heading, Run, Side, Table, Words, spot, text
from evidence.dossier.rows import FindingRow
from evidence.dossier.timeline_svg import date_said, sheets
from evidence.dossier.typography import HARD, MONTHS, date_words, of, typeset
from evidence.dossier.view import SIGNS, SUGGESTED, UNDOCUMENTED, View, status
from evidence.graph import amounts
from evidence.model import Event

NOTHING = Words("Non documenté.")
# The first two pages of A4 hold about twenty-eight lines of this table.
KEY_FACTS = 28
# The family of the criteria that say what a person lost or suffered.
HARM = "harm"
PRECISE = ("day", "month", "year", "range", "none")


def counts(view: View) -> Iterator[Block]:
    """Yield the number of findings on both sides and by decision, and on how many passages they stand."""
    found = view.dossier.counts
    yield Table(
        "Nombre de constats de l’affaire, par côté (rejetés non compris) et par décision",
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
    also = f", dont {_cited_again(shared)} : un passage compte une fois par critère" if shared else ""
    return f"Constats imprimés ici : {len(view.rows)}, sur {passages} passages{also}."


def _cited_again(count: int) -> str:
    return f"{count} passage{'s' if count > 1 else ''} cité{'s' if count > 1 else ''} sous plusieurs critères"


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
    caption = "Constats imprimés, par critère" + (f" (dont {_cited_again(shared)})" if shared else "")
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
        tuple((text(_when(event)), text(_act(view, event)), _where(event)) for event in found),
    )


def _act(view: View, event: Event) -> str:
    """Return what a dated act is: who states it, under the name of the list of persons, or of what piece it is."""
    if event.kind == "header":
        return f"Date de la pièce{HARD}: {view.piece_name(event.piece)}"
    heard = event.people[0] if event.people else ""
    return event.label.replace(f"de {heard}", of(view.name_of(heard))) if heard else event.label


def chronology(view: View) -> Iterator[Block]:
    """Yield the dated facts as a drawing and as a table; no day is invented."""
    found = [event for event in view.dossier.timeline if event.finding is None or event.finding in view.shown]
    if not found:
        yield NOTHING
        return
    groups = _passages(found)
    drawings = sheets(_together(view, group) for group in groups)
    for rank, svg in enumerate(drawings, 1):
        part = f" {rank} sur {len(drawings)}" if len(drawings) > 1 else ""
        yield Drawing(svg, f"Chronologie{part} : un trait par fait daté ; le tableau qui suit dit la même chose.")
    yield _events(view, "Faits datés, déclarations et mouvements bancaires", groups)


def _together(view: View, group: Sequence[Event]) -> Event:
    """Return the events of one passage as one: their numbers and the names of their criteria, or what they are."""
    event = group[0]
    numbers = "".join(run.words for run in view.links(one.finding for one in group if one.finding))
    labels = ", ".join(dict.fromkeys(_label(view, one) for one in group))
    said = f"{event.label} : {event.amount.words}" if event.kind == "payment" and event.amount else labels
    return replace(event, label=f"{numbers} · {labels}" if event.finding else said)


def _label(view: View, event: Event) -> str:
    return event.label if event.finding or event.kind == "payment" else _act(view, event)


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
    if len(kept) < len(found):
        yield Words(
            f"Au plus {KEY_FACTS} lignes : d’abord les faits datés le plus précisément, la moitié des lignes à ce qui "
            "est nié quand il y en a assez. Tous les autres sont dans la chronologie."
        )
    yield Table(
        f"Faits datés, dans l’ordre : {len(kept)} sur {len(found)}",
        ("Date", "Fait", "Statut", "Source"),
        tuple(row[1:] for row in (_event(view, group) for group in kept)),
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
    numbers = [item.finding for item in group if item.finding]
    source = (*view.links(numbers), Run(", ")) if numbers else ()
    return (
        text(date_said(event) + (" (date du message)" if event.kind == "message" else "")),
        text(_when(event)),
        (Run(f"{_labels(view, group)} : "), Run(f"«{HARD}{event.quote}{HARD}»")),
        text(" ; ".join(_states(group))),
        (*source, *_where(event, next((view.spot(view.by_id[one]) for one in numbers), ""))),
    )


def _states(group: Sequence[Event]) -> list[str]:
    """Return the statuses of a passage, or what its date stands on."""
    if group[0].status is None:
        return ["■ relevé" if group[0].kind == "payment" else "dit par la pièce"]
    return list(
        dict.fromkeys(f"{SIGNS[item.status]}{HARD}{STATUS_WORDS[item.status]}" for item in group if item.status)
    )


def _labels(view: View, group: Sequence[Event]) -> str:
    """Return the criteria of a passage; each with its status where they differ."""
    differ = len({item.status for item in group}) > 1
    told = (
        _label(view, item) + (f" ({STATUS_WORDS[item.status]})" if differ and item.status else "") for item in group
    )
    return ", ".join(dict.fromkeys(told))


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
        yield Words(
            f"« {SUGGESTED.capitalize()} » : par deux modèles statistiques ; n’établit rien avant qu’on l’accepte."
        )
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
    """Yield each rule that found something, by criterion, with its findings: enough to find it in the catalogue."""
    rules: dict[str, dict[tuple[str, str], list[str]]] = {}
    for row in view.rows:
        if not row.suggestion:
            rules.setdefault(row.criterion, {}).setdefault((row.indicator, row.phrase), []).append(row.id)
    if not rules:
        yield NOTHING
        return
    for criterion in view.dossier.criteria:
        held = rules.get(criterion.id, {})
        if held:
            yield Table(
                f"Règles du catalogue, {criterion.name}",
                ("Indicateur", "Motif", "Constats"),
                tuple(
                    (
                        text(view.indicators.get((criterion.id, indicator), UNDOCUMENTED)),
                        text(phrase),
                        view.links(found),
                    )
                    for (indicator, phrase), found in held.items()
                ),
            )


def harms(view: View) -> Iterator[Block]:
    """Yield what the passages say of harm, by criterion, on each side: each number leads to its quotation."""
    found = [item for item in view.dossier.criteria if item.family == HARM]
    sides: tuple[Side, ...] = ("incriminating", "exculpatory", "to_verify")
    told = {
        item.name: [[row.id for row in view.rows if row.criterion == item.id and row.side == side] for side in sides]
        for item in found
    }
    rows = tuple((text(name), *(view.links(ids) for ids in held)) for name, held in told.items() if any(held))
    yield (
        Table("Atteintes et pertes dites, par critère", ("Critère", "▲ À charge", "▼ À décharge", "? À vérifier"), rows)
        if rows
        else Words(f"Atteintes et pertes : {UNDOCUMENTED}.")
    )


def sums(view: View) -> Iterator[Block]:
    """Yield the sums said and the sums recorded, apart; nothing is added up."""
    said: dict[tuple[str, int, str], list[FindingRow]] = {}
    for row in view.rows:
        if row.amount:
            said.setdefault((row.sha256, row.sentence_start, amounts.said(row.quote, row.amount)), []).append(row)
    yield (
        Table(
            "Sommes dites, une ligne par passage",
            ("Somme", "Constats", "Critères", "Place", "Statut"),
            tuple(
                (
                    text(typeset(words)),
                    view.links(row.id for row in rows),
                    text(", ".join(dict.fromkeys(view.criteria[row.criterion] for row in rows))),
                    (view.placed(rows[0]),),
                    text(
                        " ; ".join(
                            dict.fromkeys(f"{SIGNS[status(row)]}{HARD}{STATUS_WORDS[status(row)]}" for row in rows)
                        )
                    ),
                )
                for (_, _, words), rows in said.items()
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
