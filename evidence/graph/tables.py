"""Tables for i2 Analyst's Notebook and spreadsheets: entities, links, events; one line an item, no line broken."""

import csv
import io
from collections.abc import Iterable, Sequence

from evidence.graph.record import Network, Passage, Tie
from evidence.graph.vocabulary import capacity_of, relations

ENTITIES = ("id", "type", "label", "role", "variants", "mentions", "pieces")
LINKS = ("id", "from_id", "to_id", "type", "label", "date", "date_end", "date_words", "direction", "status")
PLACE = ("piece", "cote", "page", "line", "start", "end", "speaker", "origin", "excerpt")
EVENTS = ("id", "date_start", "date_end", "date_words", "type", "label", "amount", "currency", "persons", "status")


def tables(network: Network) -> dict[str, bytes]:
    """Return the three files by name: UTF-8 with BOM, semicolons, dates as ISO 8601; one line of links a passage."""
    ids = {actor.name: actor.id for actor in network.actors}
    pieces: dict[str, list[str]] = {}
    for tie in network.presence:
        pieces.setdefault(tie.subject, []).append(tie.object)
    entities = (
        (
            actor.id,
            actor.kind,
            actor.name,
            " ; ".join(f"{capacity_of(role, actor.name)} (pièce {piece})" for piece, role in actor.roles),
            " ; ".join(actor.variants),
            str(actor.mentions),
            " ; ".join(sorted(pieces.get(actor.name, ()), key=int)),
        )
        for actor in network.actors
    )
    links = (row for tie in network.ties for row in _links(tie, ids))
    events = (
        (
            fact.id,
            *_days(fact.passage),
            fact.kind,
            fact.label,
            fact.passage.amount.value if fact.passage.amount else "",
            fact.passage.amount.currency if fact.passage.amount else "",
            " ; ".join(fact.actors),
            fact.passage.status,
            *_place(fact.passage),
        )
        for fact in network.facts
    )
    return {
        "entities.csv": _csv(ENTITIES, entities),
        "links.csv": _csv((*LINKS, *PLACE), links),
        "events.csv": _csv((*EVENTS, *PLACE), events),
    }


def _links(tie: Tie, ids: dict[str, str]) -> Iterable[Sequence[str]]:
    relation = relations()[tie.relation]
    said = relation.negative if tie.status == "denied" else relation.name
    for rank, passage in enumerate(tie.passages, 1):
        yield (
            f"{tie.id}-{rank}",
            ids[tie.subject],
            ids[tie.object],
            tie.relation,
            said + (f" ({tie.label})" if tie.label else ""),
            *_days(passage),
            "->",
            passage.status,
            *_place(passage),
        )


def _days(passage: Passage) -> tuple[str, str, str]:
    when = passage.when
    if when is None:
        return "", "", ""
    first, last = (day.isoformat() if day else "" for day in (when.first, when.last))
    return first, last, when.words


def _place(passage: Passage) -> tuple[str, ...]:
    numbers = (passage.page, passage.line, passage.start, passage.end)
    shown = ("" if number is None else str(number) for number in numbers)
    return (str(passage.piece), passage.cote or "", *shown, passage.speaker, passage.origin, passage.quote)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Return *text* on one line; a spreadsheet must not run it as a formula, but « -> » is ours."""
    line = " ⏎ ".join(text.splitlines())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@", "\t") and line != "->" else line
