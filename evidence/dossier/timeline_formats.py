"""The chronology as a drawing (SVG), a calendar (ICS), rows; one person or one criterion at a time."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from html import escape

from icalendar import Calendar
from icalendar import Event as Entry

from evidence.dossier.record import Dossier
from evidence.model import Event

WIDTH, LEFT, RIGHT, STEP, TOP = 960, 240, 30, 18, 40
LABEL = 34
STATUS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇", None: "•"}
STANDING = {"proposed": "proposé", "retained": "retenu"}
PRECISION = {"day": "jour", "month": "mois", "year": "année", "range": "période", "none": "sans jour"}
KINDS = {"finding": "constat", "payment": "mouvement", "statement": "déclaration", "header": "date de pièce"}


def chosen(events: Iterable[Event], person: str = "", criterion: str = "", phase: str = "") -> tuple[Event, ...]:
    """Return the events that name *person*, of *criterion*, in *phase*; all when nothing is asked."""
    return tuple(
        event
        for event in events
        if (not person or person in event.people)
        and (not criterion or criterion == event.criterion)
        and (not phase or phase == event.phase)
    )


def rows(events: Iterable[Event]) -> tuple[tuple[str, ...], ...]:
    """Return the events as cells, the first row being the heading."""
    heading = ("date écrite", "du", "au", "précision", "nature", "fait", "citation", "statut", "état", "phase (vue)")
    cells = [
        (
            " ".join(event.when.words.split()),
            event.when.first.isoformat() if event.when.first else "",
            event.when.last.isoformat() if event.when.last else "",
            PRECISION[event.precision],
            KINDS[event.kind],
            event.label,
            " ".join(event.quote.split()),
            STATUS[event.status] if event.status else "relevé",
            STANDING[event.standing],
            event.phase,
            " ; ".join(event.people),
            str(event.piece),
            str(event.page or ""),
            str(event.line or ""),
        )
        for event in events
    ]
    return ((*heading, "personnes", "pièce", "page", "ligne"), *cells)


def calendar(dossier: Dossier, events: Iterable[Event]) -> bytes:
    """Return the dated events as an iCalendar file (RFC 5545): whole days, the words of the piece, no alarm.

    The stamp of each entry is the dossier's day: the same dossier gives the same bytes.
    """
    made = Calendar()
    made.add("prodid", "-//emprise//chronologie//FR")
    made.add("version", "2.0")
    for event in events:
        if event.when.first is None:
            continue
        entry = Entry()
        last = event.when.last or event.when.first
        sign = f"{event.piece}|{event.kind}|{event.criterion}|{event.when.words}|{event.quote}|{event.line}"
        entry.add("uid", hashlib.sha256(sign.encode()).hexdigest()[:32] + "@emprise")
        entry.add("dtstamp", dt.datetime.combine(dossier.made_at, dt.time(), dt.UTC))
        entry.add("dtstart", event.when.first)
        entry.add("dtend", last + dt.timedelta(days=1))
        entry.add("summary", f"{SIGNS[event.status]} {event.label}")
        words = " ".join(event.when.words.split())
        status = STATUS[event.status] if event.status else "relevé"
        entry.add(
            "description",
            f"« {' '.join(event.quote.split())} » (pièce {event.piece}) ; date écrite : {words} ; "
            f"{status} ; {STANDING[event.standing]}",
        )
        made.add_component(entry)
    return bytes(made.to_ical())


def drawing(events: Iterable[Event]) -> str:
    """Return the dated events as SVG: one line an event, a dot for a day, a bar for a period; empty without any.

    The same events give the same bytes; the table beside says the same in words.
    """
    dated = [event for event in events if event.when.first is not None]
    if not dated:
        return ""
    first = min(event.when.first for event in dated if event.when.first)
    last = max(event.when.last or event.when.first for event in dated if event.when.first)
    start, end = first.year, last.year + 1
    height = TOP + STEP * len(dated) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="timeline-title">',
        '<title id="timeline-title">Chronologie ; le tableau à côté donne chaque fait et sa source.</title>',
    ]
    for year in range(start, end + 1):
        x = _x(dt.date(year, 1, 1), start, end)
        if (year - start) % max(1, (end - start) // 10) == 0:
            parts.append(f'<text class="count" x="{x}" y="20">{year}</text>')
            parts.append(f'<path class="edge" d="M{x} 26V{height - 14}" stroke="currentColor" stroke-opacity="0.15"/>')
    parts += [_line(event, rank, start, end) for rank, event in enumerate(dated)]
    return "\n".join([*parts, "</svg>"])


def _x(day: dt.date, start: int, end: int) -> float:
    whole = (dt.date(end, 1, 1) - dt.date(start, 1, 1)).days
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - dt.date(start, 1, 1)).days / whole, 1)


def _line(event: Event, rank: int, start: int, end: int) -> str:
    first = event.when.first or dt.date(start, 1, 1)
    left = _x(first, start, end)
    right = _x((event.when.last or first) + dt.timedelta(days=1), start, end)
    y = TOP + STEP * rank
    words = " ".join(event.when.words.split())
    hint = escape(f"{words} : {event.label}, pièce {event.piece}, {STANDING[event.standing]}")
    plain = f"{SIGNS[event.status]} {event.label}"
    label = escape(plain if len(plain) <= LABEL else plain[: LABEL - 1] + "…")
    # Dashed until a person accepts it; what a statement of account or a header states is not proposed.
    dash = ' stroke-dasharray="3 2"' if event.kind == "finding" and event.standing == "proposed" else ""
    return (
        f'<g><title>{hint}</title><text class="name" x="4" y="{y + 4}" font-size="11">{label}</text>'
        f'<rect class="node" x="{left}" y="{y - 4}" width="{max(right - left, 4):.1f}" height="8" rx="3" '
        f'fill="currentColor" fill-opacity="0.35" stroke="currentColor"{dash}/></g>'
    )
