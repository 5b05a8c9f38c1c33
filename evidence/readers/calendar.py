"""ICS: the appointments, tasks and notes of a diary, by icalendar; one of them, one turn with its date."""

import datetime as dt
from collections.abc import Iterator

from icalendar import Calendar, Component

from evidence.readers._builder import TextBuilder, clean
from evidence.readers._kinds import ICS
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_FIELDS = (
    ("SUMMARY", "Objet"),
    ("DTSTART", "Début"),
    ("DTEND", "Fin"),
    ("DUE", "Échéance"),
    ("LOCATION", "Lieu"),
    ("ORGANIZER", "Organisateur"),
    ("ATTENDEE", "Participant"),
    ("RRULE", "Répétition"),
    ("STATUS", "État"),
    ("DESCRIPTION", "Description"),
    ("COMMENT", "Commentaire"),
)
_SORTS = {"VEVENT": "Rendez-vous", "VTODO": "Tâche", "VJOURNAL": "Note"}


def sniff(piece: Piece) -> str:
    """Return the type of a calendar by its first line."""
    return ICS if piece.head.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR" else ""


def read(piece: Piece) -> Result:
    """Return what each entry says, a line a field, in the order of the file."""
    text, encoding, notices = decode(piece.content)
    try:
        calendars = Calendar.from_ical(clean(text), multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise Refused("unreadable", "agenda mal formé ou coupé : refaites l'export.") from error
    builder = TextBuilder()
    for entry in (entry for calendar in calendars for entry in calendar.walk()):
        sort = _SORTS.get(entry.name or "")
        if sort is None:
            continue
        builder.separate("\n\n")
        at = _at(entry.get("DTSTART"))
        builder.add(sort, "heading", at=at)
        for label, words in _lines(entry):
            builder.separate("\n")
            builder.add(f"{label} : {words}", "paragraph" if label == "Description" else "line", at=at)
    made, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "agenda sans aucun rendez-vous, tâche ni note.")
    return Result(text=made, blocks=blocks, notices=notices, reader=f"calendar ({encoding})")


def _lines(entry: Component) -> Iterator[tuple[str, str]]:
    for key, label in _FIELDS:
        held = entry.get(key)
        for value in held if isinstance(held, list) else [held]:
            words = _words(value)
            if words:
                yield label, words


def _words(value: object) -> str:
    """Return a value as a reader of French writes it: dates by day, people by name and address."""
    moment = getattr(value, "dt", None)
    if isinstance(moment, dt.datetime):
        return f"{moment:%d/%m/%Y %H:%M}" + (f" ({moment.tzname()})" if moment.tzinfo else "")
    if isinstance(moment, dt.date):
        return f"{moment:%d/%m/%Y}"
    if hasattr(value, "to_ical") and not isinstance(value, str):
        raw = value.to_ical()
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    words = clean(str(value or "")).strip()
    name = getattr(value, "params", {}).get("CN", "")
    address = words.partition(":")[2] if words.lower().startswith("mailto:") else words
    return f"{name} <{address}>" if name and str(name) != address else address


def _at(value: object) -> dt.datetime | None:
    moment = getattr(value, "dt", None)
    return moment if isinstance(moment, dt.datetime) else None


READER = Reader(suffixes={ICS: (".ics", ".ical")}, sniff=sniff, read=read, rank=33)
