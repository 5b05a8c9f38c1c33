"""E-mail (EML): headers, text, attachments as pieces of their own; an HTML body is read as text, nothing fetched."""

import email
import email.policy
from email.message import EmailMessage

from evidence.model import When
from evidence.readers import html
from evidence.readers._base import Content, Part, Reader, TextBuilder, UnreadableError, paragraphs

SHOWN = (("From", "De"), ("To", "À"), ("Cc", "Cc"), ("Date", "Date"), ("Subject", "Objet"))
FIRST = (
    b"from ",
    b"from:",
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"message-id:",
    b"date:",
    b"subject:",
    b"mime-version:",
    b"to:",
    b"x-",
)


def _is_mail(head: bytes) -> bool:
    lowered = head.lstrip().lower()
    return lowered.startswith(FIRST) and b"from:" in lowered and (b"subject:" in lowered or b"message-id:" in lowered)


def read(content: bytes, _name: str) -> Content:
    """Return the headers and the body; attachments are parts.

    Raises:
        UnreadableError: no header at all.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableError("courriel sans en-tête")
    found = Content(builder=TextBuilder(), title=_header(message, "Subject") or None)
    for name, label in SHOWN:
        value = _header(message, name)
        if value:
            found.builder.separate("\n")
            found.builder.add(f"{label} : {value}", "line")
    found.written = _written(message)
    _body(message, found)
    for index, part in enumerate(message.iter_attachments(), 1):
        found.parts.append(Part(name=_name_of(part, index), content=_bytes_of(part)))
    return found


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, LookupError, AttributeError):  # malformed headers break the standard parser
        return " ".join(str(dict(message._headers).get(name, "")).split())  # type: ignore[attr-defined]


def _written(message: EmailMessage) -> When | None:
    words = _header(message, "Date")
    try:
        moment = message["Date"].datetime
    except (AttributeError, ValueError, TypeError, IndexError):
        return None
    return When(words=words, first=moment.date(), last=moment.date()) if moment else None


def _body(message: EmailMessage, found: Content) -> None:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return
    raw = _bytes_of(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        text = raw.decode(charset, errors="replace")
    except LookupError:
        text = raw.decode("utf-8", errors="replace")
    if part.get_content_subtype() == "html":
        text = html.read(text.encode("utf-8"), "").builder.text() if text.strip() else ""
    found.builder.separate("\n\n")
    paragraphs(found.builder, text.rstrip())


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name_of(part: EmailMessage, index: int) -> str:
    try:
        name = part.get_filename()
    except (ValueError, IndexError, LookupError):
        name = None
    suffix = ".eml" if part.get_content_maintype() == "message" else ""
    return name or f"pièce-jointe-{index}{suffix}"


READER = Reader(media_types=("message/rfc822",), suffixes=(".eml",), read=read, matches=_is_mail)
