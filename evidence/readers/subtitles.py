"""Subtitles (SRT, VTT): one caption = one block, after a line with its time code."""

import re

from evidence.model import Notice
from evidence.readers._base import Content, Reader, TextBuilder, normal
from evidence.readers.text import decoded

_TIME = re.compile(r"(\d{1,2}:)?\d{2}:\d{2}[,.]\d{3}\s*-->\s*(\d{1,2}:)?\d{2}:\d{2}[,.]\d{3}")
_TAG = re.compile(r"<[^>]*>|\{[^}]*\}")
_SPEAKER = re.compile(r"^(?:-\s*)?([A-ZÀ-Þ][\w’' .-]{1,40}?)\s?:\s+(.*)$", re.DOTALL)


def _is_subtitles(head: bytes) -> bool:
    try:
        return bool(_TIME.search(head[:2000].decode("utf-8", "replace")))
    except ValueError:
        return False


def read(content: bytes, _name: str) -> Content:
    """Return the captions; the time code of each is a line of its own before its words."""
    found = Content(builder=TextBuilder())
    speaker: str | None = None
    for cue in re.split(r"\n\s*\n", normal(decoded(content)[0])):
        lines = cue.strip().split("\n")
        at = next((index for index, line in enumerate(lines) if _TIME.search(line)), None)
        if at is None:
            continue
        words = _TAG.sub("", "\n".join(lines[at + 1 :])).strip()
        if not words:
            continue
        named = _SPEAKER.match(words)
        if named:
            speaker, words = named[1], named[2]
        found.builder.separate("\n\n")
        found.builder.add(lines[at].strip(), "header")
        found.builder.separate("\n")
        found.builder.add(words, "caption", speaker=speaker)
    if found.builder.blocks:
        found.notices.append(
            Notice(code="transcript", text="Transcription : la fidélité à l’enregistrement reste à vérifier.")
        )
    return found


READER = Reader(
    media_types=("application/x-subrip", "text/vtt"), suffixes=(".srt", ".vtt"), read=read, matches=_is_subtitles
)
