"""The network of a dossier arranged for reading: one person or period at a time, in words, and as an offline page."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from textwrap import wrap

from markupsafe import Markup

from evidence.dossier.exports.html import environment
from evidence.dossier.record import Dossier
from evidence.dossier.rows import FindingRow
from evidence.graph.drawing import drawing
from evidence.graph.readings import Compared
from evidence.graph.relations import Relation, kinds
from evidence.resources import folder

STATUS = {"affirmed": "affirmé", "denied": "nié", "reported": "rapporté", "recorded": "relevé"}


def chosen(
    dossier: Dossier, person: str, wanted: Collection[str], days: tuple[dt.date | None, dt.date | None]
) -> Dossier:
    """Return *dossier* with the relations of *person*, of the kinds *wanted*, within *days*; all when not asked."""
    name = next((item.name for item in dossier.people if person in (item.name, *item.variants)), person)
    kept = tuple(
        item
        for item in dossier.relations
        if (not name or name in (item.subject, item.object))
        and (not wanted or item.kind in wanted)
        and _within(item, *days)
    )
    return replace(dossier, relations=kept)


def _within(item: Relation, first: dt.date | None, last: dt.date | None) -> bool:
    if first is None and last is None:
        return True
    if item.first is None and item.last is None:
        return False
    return (first is None or (item.last or dt.date.max) >= first) and (
        last is None or (item.first or dt.date.min) <= last
    )


def place(row: FindingRow) -> str:
    """Return where a passage stands: cote or name, page, line."""
    page = f", p. {row.page}" if row.page else ""
    return f"{row.cote or row.document}{page}" + (f", l. {row.line}" if row.line else "")


def text_lines(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the network in words, at most *width* characters a line: relations, contradictions, flows."""
    for line in _lines(dossier):
        margin = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line.strip(), width, initial_indent=margin, subsequent_indent=margin + "  ") or [""]


def _lines(dossier: Dossier) -> Iterator[str]:
    quotes = {row.id: row for row in dossier.findings}
    yield "== Liens"
    for item in dossier.relations:
        sources = (
            f", {item.sources} source{'s' if item.sources > 1 else ''} indépendante{'s' if item.sources > 1 else ''}"
        )
        yield f"{item.subject} — {kinds()[item.kind]} — {item.object} [{STATUS[item.status]}{sources}]"
        for identity in item.findings:
            yield f"    « {' '.join(quotes[identity].quote.split())} » ({place(quotes[identity])})"
        for line in item.lines:
            yield f"    « {line.words} » (pièce {line.piece})"
    read = dossier.readings
    if read is None:
        return
    names = {criterion.id: criterion.name for criterion in dossier.criteria}
    yield ""
    yield "== Contradictions entre sources"
    for compared in read.contradictions:
        yield from _compared(compared, names, quotes)
    yield ""
    yield "== Mouvements relevés, par année"
    for flow in read.flows:
        parties = f"{flow.payer or 'non dit'} → {flow.beneficiary or 'non dit'}"
        yield f"{flow.year} : {parties} : {flow.total} {flow.currency}, {flow.rows} ligne{'s' if flow.rows > 1 else ''}"


def _compared(item: Compared, names: dict[str, str], quotes: dict[str, FindingRow]) -> Iterator[str]:
    yield f"{names[item.criterion]} : {item.agent or 'auteur non désigné'} → {item.patient or 'personne non désignée'}"
    for sign, ids in (("▲", item.affirmed), ("▼", item.denied)):
        for identity in ids:
            yield f"    {sign} « {' '.join(quotes[identity].quote.split())} » ({place(quotes[identity])})"


def page(dossier: Dossier) -> bytes:
    """Return the network as one offline page: the drawing, its table, the readings with their passages."""
    css = (folder("templates") / "dossier.css").read_text(encoding="utf-8")
    made = environment()
    made.globals.update(place=place, kinds=kinds(), STATUS=STATUS)
    return (
        made.get_template("graph.html.j2")
        .render(
            d=dossier,
            css=Markup(css),  # noqa: S704 (our own file)
            graph=Markup(drawing(dossier.relations)),  # noqa: S704 (names are escaped there)
            quotes={row.id: row for row in dossier.findings},
            names={criterion.id: criterion.name for criterion in dossier.criteria},
        )
        .encode("utf-8")
    )
