"""MSG: Outlook messages, by python-oxmsg; attachments are pieces of their own."""

import io

from oxmsg import Message

from evidence.readers import _mail
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import MSG
from evidence.readers._ole import has_stream, is_ole
from evidence.readers._reader import Member, Piece, Reader, Refused, Result


def sniff(piece: Piece) -> str:
    """Return the type of an OLE file that holds the properties of a message (MS-OXMSG, 2.1.3)."""
    return MSG if is_ole(piece.content) and has_stream(piece.content, "__properties_version1.0") else ""


def read(piece: Piece) -> Result:
    """Return the header lines and the body of the message."""
    message = Message.load(io.BytesIO(piece.content))
    builder = TextBuilder()
    sender = _mail.sender_of(message.sender or "")
    moment = message.sent_date
    headers = {name.lower(): value for name, value in (message.message_headers or {}).items()}
    when, at, notices = _mail.date(
        headers.get("date", "") or (moment.strftime("%a, %d %b %Y %H:%M:%S %z") if moment else "")
    )
    members = tuple(_members(message))
    to = ", ".join(f"{who.name} <{who.email_address}>" for who in message.recipients)
    subject = message.subject or ""
    fields = [("De", message.sender or ""), ("À", to), ("Date", when.words if when else ""), ("Objet", subject)]
    _mail.head(builder, [*fields, ("Pièces jointes", ", ".join(member.name for member in members))])
    if (message.body or "").strip():
        _mail.body(builder, message.body or "", sender, at)
    elif message.html_body:
        notices = (*notices, *_mail.body_html(builder, message.html_body, sender, at))
    text, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "message Outlook sans en-tête ni corps.")
    return Result(text=text, blocks=blocks, title=subject or None, written=when, notices=notices, members=members)


def _members(message: Message) -> list[Member]:
    found = []
    for number, attachment in enumerate(message.attachments, 1):
        name = attachment.file_name or f"pièce jointe {number}"
        content = attachment.file_bytes
        if content is None:
            found.append(
                Member(name=name, refused="message joint dans un format non lu : enregistrez-le à part (.msg).")
            )
        else:
            found.append(Member(name=name, content=content))
    return found


READER = Reader(suffixes={MSG: (".msg",)}, sniff=sniff, read=read, rank=22)
