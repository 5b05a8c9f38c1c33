"""The chronology as a calendar (ICS) and as rows; one person or one criterion at a time."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from icalendar import Calendar
from icalendar import Event as Entry

from evidence.dossier.record import Dossier
from evidence.dossier.timeline_svg import SIGNS, date_said, standing
from evidence.model import Event

STATUS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
PRECISION = {"day": "jour", "month": "mois", "year": "année", "range": "période", "none": "sans jour"}
KINDS = {
    "finding": "constat",
    "payment": "mouvement",
    "statement": "déclaration",
    "header": "date de pièce",
    "message": "message",
}


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
            date_said(event),
            event.when.first.isoformat() if event.when.first else "",
            event.when.last.isoformat() if event.when.last else "",
            PRECISION[event.precision],
            KINDS[event.kind],
            event.label,
            " ".join(event.quote.split()),
            STATUS[event.status] if event.status else "relevé",
            standing(event),
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
        words = date_said(event)
        status = STATUS[event.status] if event.status else "relevé"
        entry.add(
            "description",
            f"« {' '.join(event.quote.split())} » (pièce {event.piece}) ; date écrite : {words} ; "
            f"{status} ; {standing(event)}",
        )
        made.add_component(entry)
    return bytes(made.to_ical())
