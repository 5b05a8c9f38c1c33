"""Who speaks at a place: the person heard, the sender, the author of a letter, or the one who is quoted there."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.clauses import lower, speech_forms, words
from evidence.language.header import undersigned
from evidence.language.lines import DASHES_AND_BLANKS, Line, fold
from evidence.language.sources import quotation, subject_of
from evidence.language.spans import span_of
from evidence.language.structure import turn_at
from evidence.model import Mention, Span

# A signature: two to five words on one of the last lines, each with a capital.
LAST_LINES = 6
LONGEST_NAME = 5
NEAR = 25

Doc.set_extension("author", default=None, force=True)


@Language.component("speaker", assigns=["doc._.author"])
def speaker(doc: Doc) -> Doc:
    """Return *doc* with the author of the whole piece where it states one: its signature, or the person heard."""
    header = doc._.header
    if header is not None and header.heard:
        doc._.author = Mention(name=header.heard, span=header.heard_span)
    elif doc._.kind in {"letter", "complaint", "email", "other"}:
        lines = doc.user_data.get("lines", ())
        doc._.author = _signature(lines) or _undersigned(lines)
    return doc


def speaker_of(doc: Doc, index: int) -> Mention | None:
    """Return who speaks at the token *index*, None when the piece does not say.

    The speaker is deduced (``inferred``): « je » stands for the name of the header, of the sender, of the signature.
    Inside quotation marks that someone is said to speak, it is that person.
    """
    quoted = _quoted(doc, index)
    if quoted is not None:
        return quoted
    turn = turn_at(doc, index)
    if turn is not None and turn.kind in {"furniture", "header"}:
        return None
    known = turn.speaker if turn is not None and turn.speaker is not None else None
    if known is None and (turn is None or turn.kind not in {"question", "message"}):
        known = doc._.author
    return Mention(name=known.name, span=known.span, inferred=True) if known is not None else None


def _quoted(doc: Doc, index: int) -> Mention | None:
    """Return the person whose direct speech holds *index*, None outside quotation marks or when nobody is said."""
    inside = quotation(doc, index)
    if inside is None:
        return None
    start, end = inside
    around = [*range(start - 2, max(start - NEAR, -1), -1), *range(end + 1, min(end + NEAR, len(doc)))]
    for at in around:
        if (at > end and doc[at].is_sent_start) or (at < start and doc[at].text in ".!?»"):
            break
        if lower(doc[at]) in speech_forms():
            return _named(doc, subject_of(doc, at), index)
    return None


def _named(doc: Doc, subject: Sequence[int], index: int) -> Mention | None:
    if not subject:
        return None
    if {lower(doc[i]) for i in subject} & words("first"):
        known = turn_at(doc, index)
        name = known.speaker if known is not None and known.speaker is not None else doc._.author
        return Mention(name=name.name, span=name.span, inferred=True) if name is not None else None
    span = span_of(doc, subject)
    return Mention(name=span.of(doc.text), span=span, inferred=False)


def _undersigned(lines: Sequence[Line]) -> Mention | None:
    found = undersigned(lines)
    return Mention(name=found[0], span=found[1]) if found else None


def _signature(lines: Sequence[Line]) -> Mention | None:
    """Return the name that signs the last lines, after a closing formula; None when there is none."""
    closings = tuple(fold(word) for word in load("turns")["closing"])
    tail = lines[-LAST_LINES:]
    closed = next((rank for rank, line in enumerate(tail) if fold(line.text).startswith(closings)), None)
    if closed is None:
        return None
    for line in tail[closed + 1 :]:
        text = line.text.strip(DASHES_AND_BLANKS)
        parts = text.split()
        if 0 < len(parts) <= LONGEST_NAME and all(part[0].isupper() for part in parts):
            start = line.start + line.text.index(text)
            return Mention(name=text, span=Span(start=start, end=start + len(text)))
    return None
