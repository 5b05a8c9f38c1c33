"""Turns of speech: who speaks where in a piece, and which question an answer answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evidence.catalogue.words import load
from evidence.language.header import Header, header_end
from evidence.language.lines import Line, fold
from evidence.model import Mention

TurnKind = Literal["question", "answer", "statement", "message", "furniture", "header"]
DASHES = "-–—•‒"
# A line of a header is short. One of more characters is a paragraph in which the first lines of a statement or a
# message were run together: what it tells must not be lost with the header.
HEADER_CHARS = 240
MAIL_CHARS = 120
QUOTE_MARK = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of tokens, *start* to *end* (excluded), by one voice.

    *question* is the index, in ``doc._.turns``, of the turn that an answer answers. *speaker* is None when unknown.
    """

    start: int
    end: int
    kind: TurnKind
    speaker: Mention | None = None
    question: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A stretch of characters by one voice, before it is known which tokens it holds.

    *marker* is True for the words that only announce it (« Question : »): they belong to no sentence.
    """

    start: int
    end: int
    kind: TurnKind
    speaker: Mention | None = None
    marker: bool = False
    opens: bool = False


def voices(lines: Sequence[Line], furniture: frozenset[int], kind: str, header: Header | None) -> list[Voice]:
    """Return the voices of the piece, line by line, in order; *furniture* holds the starts of furniture lines."""
    heard = Mention(name=header.heard, span=header.heard_span) if header and header.heard else None
    officer = Mention(name=header.officer) if header and header.officer else None
    kept = [line for line in lines if line.start not in furniture]
    teller = _Teller(kind=kind, heard=heard, officer=officer, dashes=_dialogue_dashes(kept))
    if kind in {"hearing", "complaint", "decision"} and header is not None:
        head = [
            line for line in kept[: header_end(kept)] if len(line.text) <= HEADER_CHARS or _starts(line.text, "act")
        ]
        teller.header_lines = {line.start for line in head} if _has_statement(kept) else set()
    found: list[Voice] = []
    for line in lines:
        if line.start in furniture:
            found.append(Voice(start=line.start, end=line.end, kind="furniture", marker=True))
        else:
            found.extend(teller.tell(line))
    return found


def _has_statement(lines: Sequence[Line]) -> bool:
    return header_end(lines) < len(lines)


class _Teller:
    """Gives each line its voice; remembers who was speaking."""

    def __init__(self, *, kind: str, heard: Mention | None, officer: Mention | None, dashes: dict[int, bool]) -> None:
        self.kind, self.heard, self.officer, self.dashes = kind, heard, officer, dashes
        self.header_lines: set[int] = set()
        self.dashed = False
        self.current: TurnKind = "statement"
        self.speaker: Mention | None = heard
        self.sender: Mention | None = None

    def tell(self, line: Line) -> Iterator[Voice]:
        if line.kind in {"message", "caption"}:
            yield self._message(line)
        elif line.start in self.header_lines or (_starts(line.text, "formula") and len(line.text) <= HEADER_CHARS):
            yield Voice(start=line.start, end=line.end, kind="header", marker=False, opens=True)
        elif self.kind == "email" and (end := self._glued(line)):
            yield Voice(start=line.start, end=line.start + end, kind="header", opens=True)
            yield from self._speech(_from(line, end))
        elif self.kind == "email" and (mail := self._mail(line)):
            yield mail
        else:
            yield from self._speech(line)

    def _message(self, line: Line) -> Voice:
        name = line.block.speaker if line.block else None
        speaker = Mention(name=name) if name else None
        return Voice(start=line.start, end=line.end, kind="message", speaker=speaker, opens=True)

    def _mail(self, line: Line) -> Voice | None:
        """Return the voice of a line of an e-mail's header or of a mark of quotation, None for its body."""
        folded = fold(line.text.lstrip("> "))
        label, colon, value = line.text.lstrip("> ").partition(":")
        words = load("turns")
        header = Voice(start=line.start, end=line.end, kind="header", opens=True)
        if colon and fold(label).strip(" *") in {fold(word) for word in words["mail_header"]}:
            if fold(label).strip(" *") in {fold(word) for word in words["mail_sender"]}:
                self._sent_by(value)
            return header
        if folded.endswith(tuple(fold(word) for word in words["mail_quoted"])):
            self._sent_by(line.text.rsplit(",", 1)[-1].rpartition(" a écrit")[0] or label)
            return header
        return header if folded.startswith(tuple(fold(word) for word in words["mail_marks"])) else None

    def _glued(self, line: Line) -> int:
        """Return where the labels of a header run together in one paragraph end, 0 when *line* is no such thing.

        « De : A À : B Objet : C Bonjour, … »: nothing says where the subject ends, so it is read with the message.
        A short line is a header unless the subject closes labels run together, or a sentence ends in it.
        """
        words, folded, at, end = load("turns"), fold(line.text), 0, 0
        labels = sorted((fold(word) for word in words["mail_header"]), key=len, reverse=True)
        subjects = {fold(word) for word in words["mail_subject"]}
        senders = {fold(word) for word in words["mail_sender"]}
        sent: int | None = None
        found: list[str] = []
        while at < len(folded) and at - end <= MAIL_CHARS:
            label = next((word for word in labels if _labels(folded, at, word)), None)
            if label is not None:
                if sent is not None:
                    self._sent_by(line.text[sent:at])
                at = end = folded.index(":", at) + 1
                sent = end if label in senders else None
                found.append(label)
            elif end == 0:
                return 0
            at = folded.find(" ", at + 1) + 1 or len(folded)
        subject = not subjects.isdisjoint(found)
        if len(line.text) <= MAIL_CHARS and not (subject and len(found) > 1 and line.text[end:].strip()):
            return end if (subject or len(found) > 1) and _ends_sentence(line.text[end:]) else 0
        # A long list of addresses is a header, whatever its length.
        return end if len(found) > 1 or subject else 0

    def _sent_by(self, words: str) -> None:
        name = words.partition("<")[0].strip(" \"'*\xa0>") or words.strip(" <>\xa0")
        self.speaker = Mention(name=name) if name else None
        self.current = "message"

    def _speech(self, line: Line) -> Iterator[Voice]:
        cuts = list(_cuts(line.text, self.current == "question"))
        if self.dashed and not cuts and line.start not in self.dashes:
            self._enter("statement")
        asks = self.dashes.get(line.start)
        # An answer without a question is an item of a list.
        self.dashed = not cuts and asks is not None and (asks or self.current in {"question", "answer"})
        if self.dashed:
            self._enter("question" if asks else "answer")
            yield self._voice(line.start, line.end, opens=True)
            return
        if not cuts:
            yield self._voice(line.start, line.end, opens=line.gap and self.current == "message")
            return
        if cuts[0][0]:
            yield self._voice(line.start, line.start + cuts[0][0])
        ends = [cut[0] for cut in cuts[1:]] + [len(line.text)]
        for (at, after, kind), end in zip(cuts, ends, strict=True):
            self._enter(kind)
            yield self._voice(line.start + at, line.start + after, marker=True, opens=True)
            if line.text[after:end].strip():
                yield self._voice(line.start + after, line.start + end)

    def _enter(self, kind: str) -> None:
        self.current = "question" if kind == "question" else "answer" if kind == "answer" else "statement"
        self.speaker = self.officer if kind == "question" else self.heard

    def _voice(self, start: int, end: int, *, marker: bool = False, opens: bool = False) -> Voice:
        return Voice(start=start, end=end, kind=self.current, speaker=self.speaker, marker=marker, opens=opens)


def _labels(folded: str, at: int, word: str) -> bool:
    """Tell whether *word* and a colon stand at *at*: « de : », « objet: »."""
    return folded.startswith(word, at) and folded[at + len(word) :].lstrip(" *").startswith(":")


def _ends_sentence(text: str) -> bool:
    """Tell whether a sentence ends in *text*: « famille. », « famille. Ne », not « M. Durand » nor « a@exemple.fr »."""
    for at, sign in enumerate(text):
        before, rest = text[:at].rstrip(" \xa0»)"), text[at:].lstrip(".!?…»)")
        if sign in ".!?…" and len(before) > 1 and before[-2:].isalnum():
            after = rest.lstrip(" \xa0»«")
            if not after or (rest != after and after[0].isupper()):
                return True
    return False


def _from(line: Line, at: int) -> Line:
    """Return what *line* says after *at*."""
    at += len(line.text[at:]) - len(line.text[at:].lstrip())
    return Line(line.start + at, line.end, line.text[at:], False, line.block)


def _starts(text: str, key: str) -> bool:
    return fold(text).lstrip(DASHES + " ").startswith(tuple(fold(word) for word in load("turns")[key]))


def _cuts(text: str, asking: bool) -> Iterator[tuple[int, int, str]]:
    """Yield where a marker begins, where the words after it begin, and what it opens."""
    folded = fold(text)
    at = 0
    while at < len(text):
        found = _marker(folded, at, asking)
        if found:
            end, kind = found
            yield at, end, kind
            at, asking = end, kind == "question"
        at = _next_start(folded, at)


def _next_start(folded: str, at: int) -> int:
    """Return where the next marker may stand inside a line: after a full stop and a blank."""
    places = [folded.find(stop, at) for stop in (". ", "? ", "! ", "» ", "… ")]
    found = [place + 2 for place in places if place >= 0]
    return min(found, default=len(folded))


def _marker(folded: str, at: int, asking: bool) -> tuple[int, str] | None:
    """Return where the marker at *at* ends and what it opens, None when no marker stands there."""
    words = load("turns")
    start = at + _blank(folded[at:], DASHES + " ")
    for kind in ("statement", "question", "answer"):
        for word in sorted(words[kind], key=len, reverse=True):
            cue = fold(word)
            if folded.startswith(cue, start):
                end = _closed(folded, start, start + len(cue), kind, asking)
                if end is not None:
                    return end, kind
    return None


def _closed(folded: str, start: int, at: int, kind: str, asking: bool) -> int | None:
    """Return where the words after a marker begin, None when nothing closes the marker.

    A word is closed by « : », after a number at most (« Question n° 3 : »), or stands alone on its line. A letter is
    also closed by a stop or a dash, but « R. » is an initial unless a question was asked, « D. » unless it asks one.
    """
    letter = at - start == 1
    rest = folded[at:]
    skip = _blank(rest, " n°0123456789" if not letter else "0123456789 ")
    sign = rest[skip : skip + 1]
    if sign == ":" or (not letter and start == 0 and not sign):
        return at + skip + 1 + _blank(rest[skip + 1 :], " -–—")
    likely = asking if kind == "answer" else "?" in rest
    if letter and likely and sign and sign in ".-–—/)":
        return at + skip + 1 + _blank(rest[skip + 1 :], " -–—")
    return None


def _blank(text: str, chars: str) -> int:
    return len(text) - len(text.lstrip(chars))


def _dialogue_dashes(lines: Sequence[Line]) -> dict[int, bool]:
    """Return, for each line of a run of dashes that is a dialogue, whether it asks.

    A run without a question, before it or in it, is a list.
    """
    found: dict[int, bool] = {}
    run: list[Line] = []
    before = ""
    for line in [*lines, None]:
        if line is not None and line.text[0] in DASHES and line.text[1:2].strip() == "":
            run.append(line)
            continue
        if any(item.text.endswith("?") for item in run) or (run and before.endswith("?")):
            found.update({item.start: item.text.rstrip(' »"').endswith("?") for item in run})
        run = []
        before = line.text if line is not None else ""
    return found


def answered(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return *turns* with each answer pointing to the question before it."""
    asked: int | None = None
    found: list[Turn] = []
    for index, turn in enumerate(turns):
        if turn.kind == "question":
            asked = index
        found.append(replace(turn, question=asked) if turn.kind == "answer" else turn)
    return tuple(found)
