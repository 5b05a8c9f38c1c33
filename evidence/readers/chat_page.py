"""Web pages that messaging apps export: Facebook and Instagram, Telegram, iMessage; one message, one turn."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from lxml import etree

from evidence.model import Notice
from evidence.readers import _chat_json, html
from evidence.readers._chat_json import Message
from evidence.readers._kinds import CHAT_PAGE
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_BLANKS = re.compile(r"\s+")
_TELEGRAM = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?: UTC([+-]\d{2}):?(\d{2}))?")
_MONTHS = ("jan", "fe|fé", "mar", "a[pv]r", "ma[iy]", "juin|jun", "jui[l]|jul", "ao|aug", "sep", "oct", "nov", "d[eé]c")
_WORDS = re.compile(
    r"(?P<first>[a-zéûô]{3,9}|\d{1,2})\.? (?P<second>\d{1,2}|[a-zéûô]{3,9})\.?,? (?P<year>\d{4})"
    r"(?: à| at|,)? {1,2}(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<sec>\d{2}))?\s?(?P<half>[ap]m)?",
    re.I,
)


def sniff(piece: Piece) -> str:
    """Return the type of an export by the marks that each app leaves in its pages."""
    if not html.sniff(piece):
        return ""
    head = piece.content[:400_000]
    return CHAT_PAGE if any(mark in head for _, mark, _ in _APPS) else ""


def read(piece: Piece) -> Result:
    """Return the messages, oldest first."""
    text, encoding, notices = decode(piece.content)
    root = html.root_of(text)
    for app, mark, messages_of in _APPS:
        if root is None or mark not in piece.content[:400_000]:
            continue
        messages = list(messages_of(root))
        if not messages:
            continue
        made, blocks = _chat_json.lay(messages).build()
        more: tuple[Notice, ...] = _chat_json.notice(app, messages)
        if not any(message.at and message.at.tzinfo for message in messages):
            more = (*more, Notice(code="time_zone", text=f"Conversation {app} : le fuseau des heures n’est pas dit."))
        return Result(text=made, blocks=blocks, notices=(*notices, *more), reader=f"chat_page ({encoding})")
    raise Refused("unreadable", "page d'une messagerie sans aucun message lisible : refaites l'export en JSON.")


def _is(element: etree._Element, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return [found for found in element.iter("div", "span", "h2", "h3", "section") if _is(found, name)]


def _one(element: etree._Element, name: str) -> str:
    found = _all(element, name)
    return _plain(found[0]) if found else ""


def _plain(element: etree._Element) -> str:
    """Return the words of *element*, its line breaks kept."""
    builder = html.Page.of_element(element)
    text, _ = builder.build()
    return re.sub(r"\n{2,}", "\n", text).strip()


def _meta(root: etree._Element) -> Iterator[Message]:
    """Yield the messages of a page of Facebook or Instagram, which holds the newest first."""
    found = []
    for item in _all(root, "_a6-g"):
        speaker, words, when = _one(item, "_a6-h"), _one(item, "_a6-p"), _one(item, "_a6-o")
        if speaker and when:
            found.append(Message(words or "[sans texte]", speaker, written(when), note=not words))
    found.reverse()
    yield from found


def _telegram(root: etree._Element) -> Iterator[Message]:
    speaker: str | None = None
    for item in _all(root, "message"):
        bodies = _all(item, "body")
        if _is(item, "service") or not bodies:
            yield Message(f"[{_plain(item)}]", None, None, note=True)
            continue
        body = bodies[0]
        forwarded = _all(body, "forwarded")
        own = [name for name in _all(body, "from_name") if not any(_is(up, "forwarded") for up in name.iterancestors())]
        speaker = _plain(own[0]) if own else speaker
        title = next((date.get("title") or "" for date in _all(body, "date") if date.get("title")), "")
        words = _one(body, "text")
        media = _one(body, "media_wrap")
        said = f"transféré par {speaker or 'expéditeur inconnu'}" if forwarded else ""
        source = _one(forwarded[0], "from_name") if forwarded else ""
        text = words or (f"[{_BLANKS.sub(' ', media)}]" if media else "[sans texte]")
        yield Message(text, source or speaker, _numeric(title), note=not words, said=said)


def _imessage(root: etree._Element) -> Iterator[Message]:
    for item in _all(root, "message"):
        when, speaker = _one(item, "timestamp"), _one(item, "sender")
        words = "\n".join(_plain(bubble) for bubble in _all(item, "bubble"))
        if when or speaker:
            yield Message(words or "[sans texte]", speaker or None, written(when), note=not words)


def _numeric(words: str) -> dt.datetime | None:
    """Return the time that Telegram writes in a title: « 12.03.2021 10:23:11 UTC+01:00 »."""
    found = _TELEGRAM.search(words)
    if not found:
        return None
    day, month, year, hour, minute, second = (int(group) for group in found.groups()[:6])
    zone = None
    if found[7]:
        sign = -1 if found[7].startswith("-") else 1
        zone = dt.timezone(sign * dt.timedelta(hours=abs(int(found[7])), minutes=int(found[8])))
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def written(words: str) -> dt.datetime | None:
    """Return the time that *words* state with the month in letters, in French or English; None when they state none.

    >>> written("mars 12, 2023 10:23 am"), written("12 déc. 2022, 18:05"), written("May 17, 2022  5:29:42 PM").hour
    (datetime.datetime(2023, 3, 12, 10, 23), datetime.datetime(2022, 12, 12, 18, 5), 17)
    """
    found = _WORDS.search(_BLANKS.sub(" ", words))
    if not found:
        return None
    month_first = not found["first"].isdigit()
    name, day = (found["first"], found["second"]) if month_first else (found["second"], found["first"])
    month = next((rank for rank, sign in enumerate(_MONTHS, 1) if re.match(sign, name, re.I)), 0)
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    try:
        return dt.datetime(int(found["year"]), month, int(day), hour, int(found["minute"]), int(found["sec"] or 0))
    except ValueError:
        return None


_App = tuple[str, bytes, Callable[[etree._Element], Iterator[Message]]]
_APPS: tuple[_App, ...] = (
    ("Facebook ou Instagram", b"_a6-g", _meta),
    ("Telegram", b'class="message default', _telegram),
    ("iMessage", b'class="message_part"', _imessage),
)
READER = Reader(suffixes={CHAT_PAGE: ()}, sniff=sniff, read=read, rank=39)
