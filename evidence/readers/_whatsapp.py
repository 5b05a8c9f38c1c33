"""Text exports of messaging apps: WhatsApp (Android, iOS, any locale) and Signal's Markdown.

The text stays the file's own; the part of a line that gives time and sender is a header, the words are the message.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evidence.model import Notice
from evidence.readers._builder import Overlay

Order = Literal["dmy", "mdy", "ymd"]

# Marks of direction that exports put around names and lines, and the « ~ » before an unknown correspondent's.
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_HALF = r"(?:[AaPp]\.?[\s\u202f\xa0]?[Mm]\.?|[صم])"
_LINE = re.compile(
    rf"^[{_MARKS}]*\[?(\d{{1,4}})[/.\-](\d{{1,2}})[/.\-](\d{{2,4}})"
    r"(?:,?[\s\u202f\xa0]+|,[\s\u202f\xa0]*)(?:(?:à|at|um|kl\.?)[\s\u202f\xa0]+)?"
    rf"(\d{{1,2}})(?:[:.]|[\s\u202f\xa0]?[hH][\s\u202f\xa0]?)(\d{{2}})(?:[:.](\d{{2}}))?(?:[\s\u202f\xa0]?({_HALF}))?"
    r"(?:\]|[\s\u202f\xa0]+[-–](?=[\s\u202f\xa0]))[\s\u202f\xa0]*",
    re.M,
)
_SENDER = re.compile(rf"([^:\n]{{1,80}}?)[\s\u202f\xa0]?:(?:[\s\u202f\xa0]|(?=[{_MARKS}])|$)")
# An event told by the app is no sender: « Luc a changé l'objet : … ».
_EVENT = re.compile(
    r"\b(?:a (?:créé|ajouté|changé|modifié|retiré|supprimé|quitté|rejoint)|created|added|changed|left|removed)\b", re.I
)
# What the app writes in place of words.
_PLACEHOLDER = re.compile(
    r"<[^<>\n]{3,120}>|[^\n]{1,120}\((?:fichier joint|file attached|archivo adjunto|Datei angehängt|file allegato)\)|"
    r"(?:image|vidéo|audio|sticker|GIF|document|image|video|Contact card|fiche contact)\s(?:absente?|omitted|omis)|"
    r"(?:Ce message a été supprimé|Vous avez supprimé ce message|This message was deleted|You deleted this message)\.?|"
    r"(?:Missed (?:voice|video) call|Appel (?:vocal|vidéo) manqué|En attente de ce message|null)[^\n]{0,60}",
    re.I,
)
_EDITED = re.compile(rf"[\s\u202f\xa0]*[{_MARKS}]?<(?:Ce message a été modifié|This message was edited)\.?>\s*$")
_DOTTED = re.compile(rf"[\s{_MARKS}]*\[?\d{{1,2}}\.\d{{1,2}}\.\d")
# The first line of every export, which a group's export puts in the mouth of the group's name.
_ENCRYPTED = re.compile(
    r"(?:les )?messages (?:and|et)(?: les)? (?:calls|appels) (?:are|sont) (?:end-to-end|chiffrés)", re.I
)
_FRENCH = re.compile(
    r"chiffrés|fichier joint|Médias omis|pièce jointe|absente\b|a été (?:supprimé|modifié)|a créé le groupe|"
    r"\bà \d{1,2}:\d{2} - "
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A dated line: the numbers of its date, its time, where it begins, where its words begin, where they end."""

    numbers: tuple[int, int, int]
    time: dt.time | None
    start: int
    words: int
    end: int


def matches(head: str) -> int:
    """Return how many dated lines *head* holds when its first line that holds something is one, else 0."""
    first = next((line for line in head.splitlines() if line.strip(_MARKS + " \t")), "")
    return len(_LINE.findall(head)) if _LINE.match(first) else 0


def read(text: str) -> tuple[Overlay, tuple[Notice, ...]]:
    """Return the messages of an export laid over its text, and what must be known of their dates."""
    page = Overlay(text)
    lines = list(_lines(page.text))
    order, notices = _order([line.numbers for line in lines], page.text)
    for line in lines:
        _lay(page, line, _moment(line, order))
    return page, notices


def _lines(text: str) -> Iterator[_Line]:
    found = list(_LINE.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        numbers = (int(match[1]), int(match[2]), int(match[3]))
        yield _Line(numbers, _time(match), match.start(), match.end(), end)


def _time(match: re.Match[str]) -> dt.time | None:
    hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
    half = (match[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] in "pم" else 0)
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return None


def _order(dates: Sequence[tuple[int, int, int]], text: str) -> tuple[Order | None, tuple[Notice, ...]]:
    """Return the order of day and month, decided on the whole file; None, and a notice, when nothing decides it."""
    if any(first > 31 for first, _, _ in dates):
        return "ymd", ()
    if _DOTTED.match(text):  # 03.10.23: nobody writes the month first with full stops
        return "dmy", ()
    if any(first > 12 for first, _, _ in dates):
        return "dmy", ()
    if any(second > 12 for _, second, _ in dates):
        return "mdy", ()
    sorted_as: list[Order] = [order for order in ("dmy", "mdy") if _ascends(dates, order)]
    if len(sorted_as) == 1:
        return sorted_as[0], ()
    if _FRENCH.search(text):
        return "dmy", ()
    return None, (
        Notice(
            code="date_order",
            text="Rien dans cette conversation ne dit si les dates sont jour/mois ou mois/jour : elles n'ont pas été "
            "interprétées ; la personne qui a fait l'export peut le dire.",
        ),
    )


def _ascends(dates: Sequence[tuple[int, int, int]], order: Order) -> bool:
    days = [_day(numbers, order) for numbers in dates]
    known = [day for day in days if day]
    return len(known) == len(days) and known == sorted(known)


def _day(numbers: tuple[int, int, int], order: Order) -> dt.date | None:
    first, second, third = numbers
    year, month, day = {"dmy": (third, second, first), "mdy": (third, first, second), "ymd": (first, second, third)}[
        order
    ]
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _moment(line: _Line, order: Order | None) -> dt.datetime | None:
    day = _day(line.numbers, order) if order else None
    return dt.datetime.combine(day, line.time) if day and line.time else None


def _lay(page: Overlay, line: _Line, at: dt.datetime | None) -> None:
    """Lay the blocks of one message: header, then words; an app's own line is a note."""
    words = page.text[line.words : line.end]
    sender = _SENDER.match(words)
    if sender is None or _EVENT.search(sender[1]):
        page.mark(line.start, line.words, "header", at=at)
        page.mark(line.words, line.end, "note", at=at)
        return
    start = line.words + sender.end()
    body = page.text[start : line.end]
    name = name_of(sender[1])
    edited = _EDITED.search(body)
    end = start + edited.start() if edited else line.end
    # iOS marks what the app wrote itself with U+200E; a group's first notice bears the group's name.
    own = body.lstrip(" ").startswith("\u200e")
    told = (own and not _PLACEHOLDER.fullmatch(body.strip(_MARKS + " \n"))) or _ENCRYPTED.match(
        body.lstrip(_MARKS + " ")
    )
    page.mark(line.start, start, "header", speaker=None if told else name, at=at)
    while start < end and page.text[start] in _MARKS + " ":
        start += 1
    placeholder = _PLACEHOLDER.fullmatch(page.text[start:end].strip(_MARKS + " \n")) is not None
    if told or placeholder:
        page.mark(start, end, "note", speaker=None if told else name, at=at)
    else:
        page.mark(start, end, "message", speaker=name, at=at)
    if edited:
        page.mark(end, line.end, "note", speaker=name, at=at)


def name_of(words: str) -> str:
    """Return the name of a sender without marks of direction.

    >>> name_of("\u202a+33 6 00 00 00 00\u202c"), name_of("~\u202fLuc")
    ('+33 6 00 00 00 00', 'Luc')
    """
    plain = "".join(char for char in words if char not in _MARKS)
    return " ".join(plain.replace("\xa0", " ").replace("\u202f", " ").split()).removeprefix("~").strip()
