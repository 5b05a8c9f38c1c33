"""Exports of messaging apps: one message is one block with its sender and time."""

from evidence.model import Notice
from evidence.readers import _chat_any, _chat_json, _whatsapp
from evidence.readers._builder import clean
from evidence.readers._kinds import CHAT, CHAT_JSON
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

# A text that begins with one dated line may be anything; a chat goes on.
FEWEST = 2


def sniff(piece: Piece) -> str:
    """Return the type of a text export by its dated lines, of a JSON export by its first sign."""
    head = piece.head
    if head.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") and piece.suffix in (".json", ".jsonl", ""):
        return CHAT_JSON
    found = _whatsapp.matches(head.replace("\r\n", "\n"))
    named = any(word in piece.name.lower() for word in ("whatsapp", "_chat", "signal"))
    return CHAT if found >= (1 if named else FEWEST) else ""


def read(piece: Piece) -> Result:
    """Return the messages of an export.

    JSON that is no export of a messaging app we know gives the messages that its objects look like, else its values.
    """
    text, encoding, notices = decode(piece.content)
    if piece.media_type != CHAT_JSON:
        page, more = _whatsapp.read(text)
        made, blocks = page.build()
        return Result(text=made, blocks=blocks, notices=(*notices, *more), reader=f"chat ({encoding})")
    data = _chat_json.parsed(clean(text))
    if data is None:
        raise Refused("unreadable", "données JSON mal formées ou coupées : refaites l'export.")
    found = _chat_json.messages_of(data)
    if found is None and (guessed := _chat_any.messages_in(data)):
        found = "d'une application non identifiée", guessed
    if found is None:
        made, blocks = _chat_any.lines(data).build()
        if not blocks:
            raise Refused("empty", "données JSON sans aucun mot.")
        said = "Données JSON d’une application non identifiée, lues valeur par valeur."
        return Result(
            text=made,
            blocks=blocks,
            notices=(*notices, Notice(code="raw_data", text=said)),
            reader=f"json ({encoding})",
        )
    app, messages = found
    if not messages:
        raise Refused("empty", f"export {app} sans aucun message.")
    made, blocks = _chat_json.lay(messages).build()
    return Result(
        text=made, blocks=blocks, notices=(*notices, *_chat_json.notice(app, messages)), reader=f"chat ({app})"
    )


READER = Reader(suffixes={CHAT_JSON: (".json", ".jsonl")}, sniff=sniff, read=read, rank=37)
