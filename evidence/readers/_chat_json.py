"""JSON exports of messaging apps: Telegram, Messenger and Instagram, Signal; one message, one turn."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, clean


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its *text*, sender, time (UTC where the format gives it); *note* for what is no speech."""

    text: str
    speaker: str | None
    at: dt.datetime | None
    note: bool = False
    said: str = ""


def parsed(text: str) -> Any:
    """Return the data of *text*: JSON, or a list of the values of JSON lines; None when it is neither.

    A file cut in the middle is neither.
    """
    try:
        return json.loads(text)
    except ValueError:
        pass
    values = []
    for line in text.splitlines():
        if line.strip():
            try:
                values.append(json.loads(line))
            except ValueError:
                return None
    return values or None


def messages_of(data: Any) -> tuple[str, list[Message]] | None:
    """Return the name of the app and the messages, oldest first; None when *data* is no export we know."""
    if isinstance(data, dict) and isinstance(data.get("messages"), list):
        rows = [row for row in data["messages"] if isinstance(row, dict)]
        if any("timestamp_ms" in row for row in rows) or "participants" in data:
            return "Messenger ou Instagram", list(_meta(rows))
        if any("date" in row for row in rows):
            return "Telegram", list(_telegram(rows))
    if isinstance(data, dict) and isinstance(data.get("chats"), dict):
        held = data["chats"].get("list")
        chats = [chat for chat in held if isinstance(chat, dict)] if isinstance(held, list) else []
        rows = [row for chat in chats for row in chat.get("messages") or () if isinstance(row, dict)]
        return ("Telegram", list(_telegram(rows))) if rows else None
    if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
        if any("sender" in row and "body" in row for row in data):
            return "Signal", list(_signal(data))
        if any("chatItem" in row for row in data):
            return "Signal", list(_signal_app(data))
    return None


def lay(messages: Iterable[Message]) -> TextBuilder:
    """Return the text of *messages*: a header line with time and sender, then the words."""
    builder = TextBuilder()
    for message in messages:
        builder.separate("\n\n")
        zone = " UTC" if message.at and message.at.tzinfo else ""
        when = f"[{message.at:%d/%m/%Y %H:%M:%S}{zone}] " if message.at else "[sans date] "
        said = f" ({message.said})" if message.said else ""
        builder.add(
            f"{when}{message.speaker or 'expéditeur inconnu'}{said} :", "header", speaker=message.speaker, at=message.at
        )
        builder.separate("\n")
        kind = "note" if message.note else "message"
        builder.add(message.text, kind, speaker=message.speaker, at=message.at)
    return builder


def mended(value: object) -> str:
    r"""Return a string of a Meta export as it was typed: its UTF-8 bytes were written as latin-1 signs.

    Strings already right are kept as they are.

    >>> mended("d\u00c3\u00a9j\u00c3\u00a0"), mended("déjà"), mended("été €")
    ('déjà', 'déjà', 'été €')
    """
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return clean(value)


def _at(value: object, unit: float = 1.0) -> dt.datetime | None:
    """Return the UTC time of a number of seconds times *unit* since 1970, None when it is none."""
    try:
        return dt.datetime.fromtimestamp(float(str(value)) / unit, tz=dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None


def _local(value: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _meta(rows: Iterable[dict[str, Any]]) -> Iterator[Message]:
    """Yield the messages of a Messenger or Instagram thread, which holds the newest first."""
    made = []
    for row in rows:
        speaker = mended(row.get("sender_name")) or None
        at = _at(row["timestamp_ms"], 1000) if "timestamp_ms" in row else None
        text, note = mended(row.get("content")), False
        if row.get("is_unsent"):
            text, note = text or "[message retiré]", True
        elif not text:
            kinds = [
                kind
                for kind in ("photos", "videos", "audio_files", "files", "sticker", "share", "gifs")
                if row.get(kind)
            ]
            text, note = f"[{', '.join(kinds) or 'sans texte'}]", True
        elif "call_duration" in row or _is_reaction(text):
            note = True
        made.append(Message(text, speaker, at, note))
    made.reverse()
    yield from sorted(made, key=lambda message: message.at or dt.datetime.min.replace(tzinfo=dt.UTC))


def _is_reaction(text: str) -> bool:
    """Tell whether the app wrote *text* itself."""
    return text.startswith(
        ("Réaction ", "Reacted ", "A réagi ", "A aimé un message", "Liked a message")
    ) or text.endswith((" a envoyé une pièce jointe.", " sent an attachment."))


def _telegram(rows: Iterable[dict[str, Any]]) -> Iterator[Message]:
    for row in rows:
        at = _at(row["date_unixtime"]) if row.get("date_unixtime") else _local(row.get("date"))
        if row.get("type") == "service":
            words = " ".join(str(row[key]) for key in ("action", "title") if isinstance(row.get(key), str))
            yield Message(f"[{words}]", _name(row.get("actor")), at, note=True)
            continue
        text = _telegram_text(row.get("text"))
        sender = _name(row.get("from"))
        forwarded = _name(row.get("forwarded_from"))
        said = f"transféré par {sender or 'expéditeur inconnu'}" if forwarded else ""
        if not text.strip():
            media = (
                row.get("media_type") or ("photo" if row.get("photo") else "") or ("file" if row.get("file") else "")
            )
            yield Message(f"[{media or 'sans texte'}]", forwarded or sender, at, note=True, said=said)
            continue
        # A forwarded message is someone else's speech (shared/domain/ecosystem.md, 4.8).
        yield Message(text, forwarded or sender, at, said=said)


def _name(value: object) -> str | None:
    return clean(value).strip() or None if isinstance(value, str) else None


def _telegram_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    parts = (part.get("text") if isinstance(part, dict) else part for part in value)
    return "".join(part for part in parts if isinstance(part, str))


def _signal(rows: Iterable[dict[str, Any]]) -> Iterator[Message]:
    """Yield the messages of the common tool's JSON lines."""
    for row in rows:
        body = row.get("body")
        text = body.strip() if isinstance(body, str) else ""
        note = not text or bool(row.get("deleted")) or bool(row.get("call"))
        yield Message(text or "[sans texte]", _name(row.get("sender")), _local(row.get("date")), note)


def _signal_app(rows: Iterable[dict[str, Any]]) -> Iterator[Message]:
    """Yield the messages of the app's own export: recipients by number, then chat items."""
    names: dict[str, str] = {}
    for row in rows:
        recipient = row.get("recipient")
        if isinstance(recipient, dict):
            names[str(recipient.get("id"))] = _recipient(recipient)
        item = row.get("chatItem")
        if isinstance(item, dict):
            speaker = names.get(str(item.get("authorId"))) or None
            message = item.get("standardMessage")
            text = _body(message) if isinstance(message, dict) else ""
            yield Message(text or "[sans texte]", speaker, _at(item.get("dateSent"), 1000), note=not text)


def _body(message: dict[str, Any]) -> str:
    text = message.get("text")
    body = text.get("body") if isinstance(text, dict) else text
    return body.strip() if isinstance(body, str) else ""


def _recipient(recipient: dict[str, Any]) -> str:
    """Return the name of a recipient of Signal's export, its number when it has none."""
    for key in ("contact", "group", "self"):
        held = recipient.get(key)
        if key == "self" and held is not None:
            return "titulaire du téléphone"
        if isinstance(held, dict):
            words = [str(held[name]) for name in ("profileGivenName", "profileFamilyName") if held.get(name)]
            return " ".join(words) or str(held.get("e164") or held.get("title") or "")
    return ""


def notice(app: str, messages: list[Message]) -> tuple[Notice, ...]:
    """Return what must be known of the times of *messages*."""
    undated = sum(message.at is None for message in messages)
    found = []
    if any(message.at is not None and message.at.tzinfo for message in messages):
        found.append(Notice(code="time_zone", text=f"Conversation {app} : les heures sont en temps universel (UTC)."))
    if undated:
        found.append(Notice(code="date", text=f"{undated} message(s) sans date lisible."))
    return tuple(found)
