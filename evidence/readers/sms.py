"""Text messages saved from an Android telephone (« SMS Backup & Restore », XML): one message, one turn.

Format: https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
"""

import datetime as dt
from collections.abc import Iterator

from lxml import etree

from evidence.model import Notice
from evidence.readers import _chat_json
from evidence.readers._builder import clean
from evidence.readers._chat_json import Message
from evidence.readers._kinds import SMS
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE

OWNER = "titulaire du téléphone"
# Boxes: 1 received, 2 sent, 3 draft, 4 to be sent, 5 failed, 6 queued. Only the first is not the owner’s.
_RECEIVED = "1"
_DRAFT = {"3": "brouillon", "4": "non envoyé", "5": "envoi échoué", "6": "non envoyé"}


def sniff(piece: Piece) -> str:
    """Return the media type of a backup by its root element."""
    head = piece.head
    return SMS if "<smses" in head and head.lstrip("\ufeff \r\n\t").startswith("<") else ""


def read(piece: Piece) -> Result:
    """Return the messages of a backup, in the order of the file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(piece.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("unreadable", "sauvegarde de SMS mal formée ou coupée : refaites l'export.") from error
    messages = list(_messages(root))
    if not messages:
        raise Refused("empty", "sauvegarde de SMS sans aucun message.")
    text, blocks = _chat_json.lay(messages).build()
    notices: tuple[Notice, ...] = _chat_json.notice("SMS", messages)
    if b"<!DOCTYPE" in piece.content and b"<!ENTITY" in piece.content:
        notices = (*notices, UNSAFE)
    return Result(text=text, blocks=blocks, notices=notices, reader="sms")


def _messages(root: etree._Element) -> Iterator[Message]:
    for item in root.iter("sms", "mms"):
        box = item.get("type" if item.tag == "sms" else "msg_box") or ""
        name = _known(item.get("contact_name")) or _known(item.get("address"))
        words = (item.get("body") or "") if item.tag == "sms" else _parts(item)
        said = "" if box == _RECEIVED else " ".join(filter(None, (_DRAFT.get(box), f"à {name}" if name else "")))
        text = clean(words).strip()
        speaker = name if box == _RECEIVED else OWNER
        yield Message(text or "[sans texte]", speaker, _at(item.get("date")), note=not text, said=said)


def _parts(item: etree._Element) -> str:
    """Return the words of a multimedia message, its other parts named by their type."""
    found = []
    for part in item.iter("part"):
        kind = part.get("ct") or ""
        if kind == "text/plain":
            found.append(part.get("text") or "")
        elif kind != "application/smil":
            found.append(f"[{kind}]")
    return "\n".join(filter(None, found))


def _known(value: str | None) -> str | None:
    """Return *value* unless the app wrote that it does not know."""
    held = clean(value or "").strip()
    return held if held not in ("", "null", "(Unknown)") else None


def _at(value: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(int(value or "") / 1000, tz=dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None


READER = Reader(suffixes={SMS: ()}, sniff=sniff, read=read, rank=36)
