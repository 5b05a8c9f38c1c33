"""WhatsApp exports (Android and iOS): one message = one block, with its sender and time."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import Notice
from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError, normal
from evidence.readers.text import decoded

_LINE = re.compile(
    r"^[\u200e\u200f\u202a-\u202e]*\[?(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4}),?(?:\s|\u202f|\u00a0)+(?:à(?:\s|\u00a0))?"
    r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:(?:\s|\u202f)?([AaPp])\.?[Mm]\.?)?\]?\s*[-–]?\s*(.*)$"
)
_SENDER = re.compile(r"^[\u200e\u200f\u202a-\u202e~\u202f ]*([^:\n]{1,60}?)[\u202c\u00a0 ]?:\s(.*)$", re.DOTALL)
SHARE = 0.3


@dataclass(slots=True)
class _Message:
    """A raw message: the numbers of its date as written, the rest of its line and of those that follow."""

    date: tuple[int, int, int]
    hour: int
    minute: int
    words: str


def is_chat(head: bytes) -> bool:
    """Tell whether the first lines look like an export."""
    try:
        lines = [line for line in decoded(head[:6000])[0].splitlines() if line.strip()][:20]
    except UnreadableError:
        return False
    dated = sum(1 for line in lines if _LINE.match(line))
    return dated >= max(1, SHARE * len(lines)) and any(_LINE.match(line) for line in lines[:2])


def _messages(text: str) -> Iterator[_Message]:
    current: _Message | None = None
    for line in text.split("\n"):
        match = _LINE.match(line)
        if match is None:
            if current is not None:
                current.words += "\n" + line
            continue
        if current is not None:
            yield current
        hour = int(match[4]) % 12 + (12 if match[7].lower() == "p" else 0) if match[7] else int(match[4])
        current = _Message((int(match[1]), int(match[2]), int(match[3])), hour, int(match[5]), match[8])
    if current is not None:
        yield current


def read(content: bytes, _name: str) -> Content:
    """Return the messages; day and month order is decided on the whole file, and said when nothing decides it."""
    messages = list(_messages(normal(decoded(content)[0])))
    found = Content(builder=TextBuilder())
    month_first = any(item.date[1] > 12 for item in messages)
    day_first = any(item.date[0] > 12 for item in messages)
    if not month_first and not day_first and messages:
        found.notices.append(
            Notice(code="date_order", text="Ordre jour/mois non déterminé par les dates ; lu jour/mois.")
        )
    for item in messages:
        sender = _SENDER.match(item.words)
        words = (sender[2] if sender else item.words).strip("\u200e\u200f\n ")
        found.builder.separate("\n")
        found.builder.add(
            words,
            "message" if sender else "note",
            speaker=sender[1].strip("\u200e\u202a\u202c~\u202f ") if sender else None,
            at=_moment(item, month_first),
        )
    return found


def _moment(item: _Message, month_first: bool) -> dt.datetime | None:
    first, second, third = item.date
    if first > 999:
        year, month, day = first, second, third
    else:
        day, month = (second, first) if month_first else (first, second)
        year = third + 2000 if third < 100 else third
    try:
        return dt.datetime(year, month, day, item.hour, item.minute)
    except ValueError:
        return None


READER = Reader(media_types=("text/x-chat",), suffixes=(), read=read, matches=is_chat)
