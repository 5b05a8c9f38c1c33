"""The kind of a piece, from its reader and from cues in its text."""

from collections.abc import Iterable, Sequence

from evidence.catalogue.words import load
from evidence.language.lines import Line, fold
from evidence.model import Document

# How far cues are looked for, and how much the first lines weigh: a title says more than a passing word.
HEAD_LINES = 12
READ_LINES = 120
TITLE_WEIGHT = 3

_BY_BLOCK = {"message": "chat", "caption": "transcript"}
_BY_MEDIA = {"message/rfc822": "email", "application/vnd.ms-outlook": "email", "text/html": "webpage"}


def kind_of(lines: Sequence[Line], document: Document | None) -> str:
    """Return the kind of the piece, « other » when nothing says it.

    What the reader knows comes first: messages, captions, payments. Then the cues of ``pieces.yaml``; the
    kind with most of them, the first of the file among equals.
    """
    stated = _stated(document)
    if stated in {"chat", "transcript", "statement_of_account", "email"}:
        return stated
    read = lines if len(lines) <= READ_LINES else [*lines[:READ_LINES], *lines[-HEAD_LINES:]]
    folded = [fold(line.text) for line in read]
    scores = {kind: _score(cues, folded) for kind, cues in load("pieces").items()}
    best = max(scores, key=lambda kind: scores[kind], default="other")
    return best if scores.get(best, 0) >= TITLE_WEIGHT else stated or "other"


def _stated(document: Document | None) -> str:
    if document is None:
        return ""
    if document.payments:
        return "statement_of_account"
    for block in document.blocks[:5]:
        if block.kind in _BY_BLOCK:
            return _BY_BLOCK[block.kind]
    return _BY_MEDIA.get(document.source.media_type, "")


def _score(cues: Iterable[str], folded: Sequence[str]) -> int:
    total = 0
    for cue in cues:
        word = fold(cue.lstrip("^"))
        at_start = cue.startswith("^")
        for number, line in enumerate(folded):
            if line.startswith(word) if at_start else word in line:
                total += TITLE_WEIGHT if number < HEAD_LINES and at_start else 1
                break
    return total
