"""E-mails: EML and each message of an MBOX; attachments and joined messages are pieces of their own."""

import email
import email.errors
import email.header
import email.policy
import re
from email.message import Message

from evidence.model import Notice
from evidence.readers import _mail
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import EML
from evidence.readers._reader import Member, Piece, Reader, Refused, Result
from evidence.readers.text import decode

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*:(?:\s|$)")
_MAIL_FIELD = re.compile(
    r"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|content-type):", re.I | re.M
)
# As many lines as this are looked at to recognise a header.
_LOOK = 60
_NAMING = ("content-disposition", "content-type")
_RAW_NAME = re.compile(r"""name\s*=\s*"?([^";\r\n]+)""", re.I)
# Apple Mail writes the length of the message before it, and its own marks after it (EMLX).
_COUNT = re.compile(r"\A\d{1,12} *\r?\n")
_ENVELOPE = re.compile(r"From [^\r\n]*\r?\n")


def sniff(piece: Piece) -> str:
    """Return the type of a message when the bytes open with its header fields."""
    head = (
        _ENVELOPE.sub("", _COUNT.sub("", piece.head, count=1).lstrip("\ufeff\r\n "), count=1)
        .replace("\r\n", "\n")
        .partition("\n\n")[0]
    )
    lines = head.split("\n")[:_LOOK]
    if not lines or not _FIELD.match(lines[0]):
        return ""
    if not all(_FIELD.match(line) or line[:1] in " \t" or not line for line in lines[:8]):
        return ""
    fields = {found.lower() for found in _MAIL_FIELD.findall(head)}
    return EML if len(fields) >= 2 or (fields and piece.suffix == ".eml") else ""


def read(piece: Piece) -> Result:
    """Return the header lines and the body; every attachment is a member."""
    content = piece.content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if found := re.match(_COUNT.pattern.encode(), content):
        content = content[found.end() :][: int(found[0])]
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    return of_message(message)


def of_message(message: Message) -> Result:
    """Return what *message* holds."""
    builder = TextBuilder()
    when, at, notices = _mail.date(header(message, "Date"))
    sender = _mail.sender_of(header(message, "From"))
    plain, rich, members = _parts(message)
    fields = (("De", "From"), ("À", "To"), ("Cc", "Cc"), ("Cci", "Bcc"), ("Répondre à", "Reply-To"), ("Date", "Date"))
    lines = [(label, header(message, field)) for label, field in fields]
    subject = header(message, "Subject")
    lines += [("Objet", subject), ("Pièces jointes", ", ".join(member.name for member in members))]
    _mail.head(builder, lines)
    for text in plain:
        _mail.body(builder, text, sender, at)
    if not any(text.strip() for text in plain):
        for markup in rich:
            notices = (*notices, *_mail.body_html(builder, markup, sender, at))
    text, blocks = builder.build()
    if not blocks and not members:
        raise Refused("unreadable", "courriel sans en-tête ni corps : fichier endommagé.")
    return Result(
        text=text,
        blocks=blocks,
        title=" ".join(subject.split()) or None,
        written=when,
        notices=(*notices, *_defects(message)),
        members=tuple(members),
    )


def header(message: Message, name: str) -> str:
    """Return a header field decoded, whatever way its words were written."""
    raw = message.get(name)
    if raw is None:
        return ""
    found = []
    try:
        pieces = email.header.decode_header(raw)
    except (email.errors.HeaderParseError, ValueError):
        pieces = [(str(raw), None)]
    for words, charset in pieces:
        if isinstance(words, bytes):
            label = charset if charset and charset != "unknown-8bit" else ""
            found.append(decode(words, label=label)[0])
        else:
            found.append(_unescaped(words))
    return "".join(found)


def _unescaped(words: str) -> str:
    """Return header words whose raw bytes Python kept as surrogates."""
    if words.isascii():
        return words
    return decode(words.encode("utf-8", "surrogateescape"))[0]


def _parts(message: Message) -> tuple[list[str], list[str], list[Member]]:
    """Return the plain bodies, the HTML bodies and the members, in order."""
    plain: list[str] = []
    rich: list[str] = []
    members: list[Member] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _filename(part)
        if kind == "message/rfc822" or isinstance(part.get_payload(), list):
            suffix = ".eml" if kind == "message/rfc822" else ".txt"
            members.append(Member(name=name or f"message joint {len(members) + 1}{suffix}", content=_joined(part)))
        elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not name:
            (plain if kind == "text/plain" else rich).append(_text(part))
        elif kind == "text/plain" and not name and part.get_content_disposition() == "attachment":
            members.append(Member(name=f"pièce jointe {len(members) + 1}.txt", content=_content(part)))
        else:
            content = _content(part)
            if content:
                suffix = "" if name else f".{part.get_content_subtype()}"
                members.append(Member(name=name or f"pièce jointe {len(members) + 1}{suffix}", content=content))
    return plain, rich, members


def _leaves(message: Message) -> list[Message]:
    """Return the parts that are no mere containers; a joined message is a leaf."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        return [leaf for part in payload if isinstance(part, Message) for leaf in _leaves(part)]
    return [message]


def _filename(part: Message) -> str:
    """Return the name of an attachment: RFC 2231, RFC 2047 inside quotes, or raw bytes."""
    name = part.get_filename()
    if not name:
        return ""
    if "\ufffd" in name:
        raw = " ".join(str(value) for key, value in part.raw_items() if key.lower() in _NAMING)
        found = _RAW_NAME.search(raw)
        name = found.group(1) if found else name
    if "=?" in name:
        pieces = email.header.decode_header(name)
        name = "".join(
            words.decode(charset or "ascii", "replace") if isinstance(words, bytes) else words
            for words, charset in pieces
        )
    return " ".join(_unescaped(name).split())


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _joined(part: Message) -> bytes:
    """Return the bytes of the message joined in *part*."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return _content(part)
    return b"\n".join(_as_bytes(inner) for inner in payload if isinstance(inner, Message))


def _as_bytes(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, ValueError, LookupError, KeyError):
        return message.as_string().encode("utf-8", "surrogateescape")


def _text(part: Message) -> str:
    """Return the words of a body part; flowed lines are joined (RFC 3676)."""
    label = part.get_content_charset("") or ""
    text = decode(_content(part), label=label)[0].replace("\r\n", "\n")
    if part.get_param("format") == "flowed":
        text = _unflowed(text, str(part.get_param("delsp") or "").lower() == "yes")
    return text


def _unflowed(text: str, delete_space: bool) -> str:
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        if flows and not line.startswith(">"):
            lines[-1] = (lines[-1][:-1] if delete_space else lines[-1]) + line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def _defects(message: Message) -> tuple[Notice, ...]:
    broken = sum(len(part.defects) for part in message.walk())
    if not broken:
        return ()
    return (Notice(code="malformed", text=f"Courriel mal formé ({broken} défaut(s)) : vérifiez-le sur l'original."),)


READER = Reader(suffixes={EML: (".eml", ".emlx")}, sniff=sniff, read=read, rank=42)
