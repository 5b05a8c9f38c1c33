"""JSON of any kind: messages where objects look like messages (who, what, when), else a line per value.

Seen: Google Chat (Takeout), Slack, Discord, Snapchat, Teams and the exports of forensic tools.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from evidence.readers._builder import TextBuilder, clean
from evidence.readers._chat_json import Message

# Keys in lower case without « _ », « - » and blanks, best first.
_TEXT = ("text", "body", "content", "message", "messagetext", "msg")
_WHO = ("sender", "sendername", "from", "author", "user", "username", "creator", "name", "handle", "address")
_WHEN = ("timestampms", "timestamp", "date", "createddate", "createdat", "created", "datesent", "time", "ts", "sentat")
_NAMES = ("name", "displayname", "realname", "username", "globalname", "email", "emailaddress", "id")
_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})[ ,à]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
# Deeper than this, or more values, no data is honest.
DEPTH = 60
VALUES = 500_000


def messages_in(data: Any) -> list[Message]:
    """Return the messages of the lists of *data* most of whose objects look like messages, by time where all have one.

    An object looks like one when it holds words, who said them and when.
    """
    found: list[Message] = []
    for rows in _lists(data, 0):
        made = [message for row in rows if (message := _message(row))]
        if made and 2 * len(made) > len(rows):
            found += made
    if all(message.at is not None for message in found):
        found.sort(key=lambda message: _key(message.at))
    return found


def _key(at: dt.datetime | None) -> dt.datetime:
    assert at is not None  # noqa: S101 (asked before)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _lists(data: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    if depth > DEPTH:
        return
    if isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
        if rows:
            yield rows
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(value, dict | list):
            yield from _lists(value, depth + 1)


def _message(row: dict[str, Any]) -> Message | None:
    plain = {re.sub(r"[-_ ]", "", str(key)).lower(): value for key, value in row.items()}
    text = next((plain[key] for key in _TEXT if isinstance(plain.get(key), str)), None)
    who = next((name for key in _WHO if (name := _name(plain.get(key)))), None)
    at = next((moment for key in _WHEN if (moment := _moment(plain.get(key)))), None)
    if text is None or who is None or at is None:
        return None
    words = clean(text).strip()
    return Message(words or "[sans texte]", who, at, note=not words)


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        held = {re.sub(r"[-_ ]", "", str(key)).lower(): found for key, found in value.items()}
        return next((name for key in _NAMES if (name := _name(held.get(key)))), None)
    return clean(value).strip() or None if isinstance(value, str) else None


def _moment(value: Any) -> dt.datetime | None:
    """Return the time that *value* states: seconds or thousandths since 1970 (UTC), ISO 8601, or a French date."""
    if isinstance(value, str) and (found := _FRENCH.search(value)):
        day, month, year, hour, minute, second = (int(group or 0) for group in found.groups())
        try:
            return dt.datetime(year, month, day, hour, minute, second)
        except ValueError:
            return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if number > 1e8:
        try:
            return dt.datetime.fromtimestamp(number / (1000 if number > 1e11 else 1), tz=dt.UTC).replace(microsecond=0)
        except (ValueError, OverflowError, OSError):
            return None
    return _written(value)


def _written(value: Any) -> dt.datetime | None:
    if not isinstance(value, str):
        return None
    words = value.strip().removesuffix(" UTC")
    try:
        moment = dt.datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.UTC) if words != value.strip() else moment


def lines(data: Any) -> TextBuilder:
    """Return *data* as text: a line per value that is not empty, « key : value », with its path as its place."""
    builder = TextBuilder()
    stack: list[tuple[str, str, Any, int]] = [("", "$", data, 0)]
    count = 0
    while stack and count < VALUES:
        key, path, value, depth = stack.pop()
        if isinstance(value, dict | list) and depth < DEPTH:
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            stack += reversed([(_inner(key, name), _path(path, name), held, depth + 1) for name, held in pairs])
        elif value not in (None, "", [], {}):
            count += 1
            builder.separate("\n")
            words = clean(value) if isinstance(value, str) else str(value)
            builder.add(f"{key} : {words}" if key else words, "line", place=path[-120:])
    return builder


def _inner(key: str, name: object) -> str:
    return key if isinstance(name, int) else clean(str(name))


def _path(path: str, name: object) -> str:
    return f"{path}[{name}]" if isinstance(name, int) else f"{path}.{clean(str(name))}"
