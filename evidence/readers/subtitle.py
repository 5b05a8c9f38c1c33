"""Subtitles, SRT and VTT: captions with their time codes; a sentence cut by a caption's end is one block."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import Notice
from evidence.readers._builder import TextBuilder, clean
from evidence.readers._kinds import SRT, VTT
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}", re.M)
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>|\{\\[^}]*\}", re.I)
_SPEAKER = re.compile(r"^(?:-\s*)?([A-ZÀ-Þ][\w .'’-]{0,30}?)\s?:\s+(?=\S)")
_SPEAKER_LINE = re.compile(_SPEAKER.pattern, re.M)
_ENDS = (".", "?", "!", "…", "»", '"', "”", ":")
# Captions are joined while a sentence runs on, within these limits: seconds of silence, seconds in all.
SILENCE = 2.5
LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class _Caption:
    start: float
    end: float
    text: str
    speaker: str | None = None


def sniff(piece: Piece) -> str:
    """Return the type of subtitles when the bytes hold a time code with its arrow near the top."""
    head = piece.head
    if head.lstrip("\ufeff").startswith("WEBVTT"):
        return VTT
    return SRT if _CUE.search(head[:2000]) else ""


def read(piece: Piece) -> Result:
    """Return the captions; the header before each says from when to when it is shown."""
    text, encoding, notices = decode(piece.content)
    captions, wrong = _captions(clean(text))
    if not captions:
        raise Refused("empty", "sous-titres sans aucune réplique.")
    builder = TextBuilder()
    for group in _sentences(captions):
        builder.separate("\n\n")
        first, last = group[0], group[-1]
        code = time_code(first.start)
        builder.add(f"[{code} → {time_code(last.end)}]", "header", place=code)
        builder.separate("\n")
        words = "\n".join(caption.text for caption in group)
        if first.speaker:
            builder.add(f"{first.speaker} :", "header", speaker=first.speaker, place=code)
            builder.separate(" ")
        builder.add(words, "caption", speaker=first.speaker, place=code)
    if wrong:
        said = f"{wrong} horodatage(s) illisible(s) ou inversé(s) dans les sous-titres : le texte est gardé."
        notices = (*notices, Notice(code="time_codes", text=said))
    made, blocks = builder.build()
    return Result(text=made, blocks=blocks, notices=notices, reader=f"subtitle ({encoding})")


def time_code(seconds: float) -> str:
    """Return *seconds* as a time code.

    >>> time_code(3725.5)
    '01:02:05'
    """
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _captions(text: str) -> tuple[list[_Caption], int]:
    """Return the captions and how many have a wrong time code."""
    found: list[_Caption] = []
    wrong = 0
    named = Counter(_SPEAKER_LINE.findall(text))
    cues = list(_CUE.finditer(text))
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        body = text[text.find("\n", cue.end()) + 1 : following.start() if following else len(text)]
        if text.find("\n", cue.end()) < 0:
            continue
        body = _body(body, following is not None)
        start, end = _seconds(cue.groups()[:4]), _seconds(cue.groups()[4:])
        wrong += end < start
        if body:
            voice = _VOICE.search(body)
            plain = "\n".join(line.strip() for line in _TAG.sub("", body).split("\n") if line.strip())
            said = _SPEAKER.match(plain)
            if said and not (said.group(1).isupper() or named[said.group(1)] > 1):
                said = None  # « Attention : » once is no name
            speaker = voice.group(1).strip() if voice else said.group(1) if said else None
            found.append(
                _Caption(start, max(start, end), plain[said.end() :] if said and not voice else plain, speaker)
            )
    numbers = len(re.findall(r"-->", text))
    return found, wrong + max(numbers - len(cues), 0)


def _body(body: str, followed: bool) -> str:
    """Return the words of a caption: without the number of the next one, notes and styles."""
    body = re.split(r"\n\s*\n\s*(?:NOTE|STYLE|REGION)\b", body)[0]
    lines = body.rstrip().split("\n")
    if followed and len(lines) > 1 and lines[-1].strip().isdigit() and not lines[-2].strip():
        lines.pop()
    elif followed and len(lines) == 1 and lines[0].strip().isdigit():
        return ""
    return "\n".join(lines).strip()


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in groups)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _sentences(captions: list[_Caption]) -> Iterator[list[_Caption]]:
    """Yield runs of captions that hold one sentence, or several that end together."""
    group: list[_Caption] = []
    for caption in captions:
        if group and _parts_from(group, caption):
            yield group
            group = []
        group.append(caption)
    if group:
        yield group


def _parts_from(group: list[_Caption], caption: _Caption) -> bool:
    last = group[-1]
    return (
        last.text.rstrip().endswith(_ENDS)
        or (caption.speaker is not None and caption.speaker != group[0].speaker)
        or not 0 <= caption.start - last.end <= SILENCE
        or caption.end - group[0].start > LONGEST
        or caption.text.startswith(("-", "–", "—"))
    )


READER = Reader(suffixes={SRT: (".srt",), VTT: (".vtt",)}, sniff=sniff, read=read, rank=35)
