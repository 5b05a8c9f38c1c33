"""Sentence boundaries, all of them, before the parser.

They respect blocks, turns, headings, lists and quotations, line ends of a PDF, abbreviations, « … ». The parser keeps
what is set here: every token gets True or False. Works after ``structure``, and alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.lines import Line, fold, lines_of
from evidence.language.turns import Voice

# A text is wrapped when several of its lines stop near one width, and that width is a page's, not a paragraph's.
WIDEST = 130
NEAR = 0.8
LONG = 0.7
# In a lower-case style (chats, transcripts) a small letter may open a sentence; a third of the stops tell it.
LOWER_SHARE = 0.34
# The longest sentence of the treebanks has 180 words.
LONGEST = 400

# Stops with their closers, then a blank or an opening, then the first character of what follows.
_STOP = re.compile(r"([.!?…]+)((?:\s?[»”\"’'\)\]])*)(\s+|(?=[«“—–])|$)")
_OPENING = re.compile(r"[a-zà-öø-ÿ0-9A-Z)%](\s?;)? ((?:[A-ZÀ-Þ][a-zà-öø-ÿ]*)(?:['’](?=[a-zà-öø-ÿ])|(?= [a-zà-öø-ÿ])))")
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿ]{2})([.!?…]+)(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’])")
_WORD_BEFORE = re.compile(r"[^\s«“\"(\[]+$")
_WORD_AFTER = re.compile(r"[«“\"'(\[\s–—-]*(\w+['’]?)")
_ITEM = re.compile(r"(?:[-–—•‣▪◦*·➢✓]|\(?\d{1,2}[).°]|\(?[a-z]\))\s")
_WRITER = re.compile(
    r"(?:^|(?<=\s))([A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’.-]*)?)(?: [^\w\s:]+)?(?: \d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)?"
    r"(?:,? \d{1,2}[:hH]\d{0,2})?\s:\s"
)
# A judgment in one sentence: « Attendu que …, ; que … ; mais attendu que … ; ».
_MOTIVES = re.compile(r"\b(?:attendu|considérant) qu[e'’]", re.IGNORECASE)
_MOTIVE = re.compile(r";\s+(?=(?:(?:mais|et|or) )?(?:que?\b|qu['’]|attendu\b|considérant\b|sur l))", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER_AT_START = re.compile(r"(?:^|\n|[.!?…:;»])\s*\(?(?:\d{1,3}|[IVX]{1,4})(?:\.\d{1,2})*$")


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    never: frozenset[str]
    sometimes: frozenset[str]
    openers: frozenset[str]
    continuers: frozenset[str]
    naming: frozenset[str]


@cache
def _words() -> _Words:
    lists = {key: frozenset(fold(word) for word in words) for key, words in load("abbreviations").items()}
    return _Words(**lists)


@Language.component("sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Return *doc* with every token told whether it begins a sentence."""
    text = doc._.document.text if doc.has_extension("document") and doc._.document else doc.text
    lines = doc.user_data.get("lines") or lines_of(text, None)
    starts = (
        set(_stops(text))
        | set(_openings(text))
        | set(_line_starts(lines))
        | set(_voice_starts(doc.user_data.get("voices", ())))
        | set(_messages(text))
        | set(_motives(text))
    )
    # Blanks belong to the sentence before them; those that open the text belong to the first. One array: setting
    # the tokens one by one makes spaCy read the whole text each time.
    told = [1 if token.idx in starts and not token.is_space else -1 for token in doc]
    first = next((token.i for token in doc if not token.is_space), 0)
    told[: first + 1] = [1, *[-1] * first][: len(told)]
    _cut_endless(doc, told)
    column = np.asarray(told, dtype="int64").astype("uint64")
    # spaCy's stub names thinc's own array type.
    return doc.from_array(["SENT_START"], column)  # type: ignore[arg-type]


def _cut_endless(doc: Doc, told: list[int]) -> None:
    """Cut what runs on for more than LONGEST words: after the last comma, else anywhere between two words.

    Nobody says such a sentence: it is a list, or a text without stops; it would be one quote, and one slow search.
    """
    begin, comma = 0, 0
    for index, start in enumerate(told):
        if start == 1:
            begin, comma = index, 0
        elif index - begin >= LONGEST:
            cut = comma or index
            if not doc[cut].is_space:
                told[cut] = 1
                begin, comma = cut, 0
        if doc[index].text in ",;" and index + 1 < len(told) and not doc[index + 1].is_space:
            comma = index + 1


def _voice_starts(voices: Sequence[Voice]) -> Iterator[int]:
    before: Voice | None = None
    for voice in voices:
        changed = before is None or (before.kind, before.speaker) != (voice.kind, voice.speaker)
        if voice.opens or voice.marker or changed or (before is not None and before.marker):
            yield voice.start
        before = voice


def _stops(text: str) -> Iterator[int]:
    """Yield where a sentence begins after a stop."""
    found = list(_STOP.finditer(text))
    lower = _is_lower_style(text, found)
    for stop in found:
        if stop.end() < len(text) and _ends(text, stop, lower):
            yield stop.end()
    for stop in _GLUED.finditer(text):
        before = _WORD_BEFORE.search(text, 0, stop.start())
        if before and "@" not in before.group() and "/" not in before.group():
            yield stop.end()


def _messages(text: str) -> Iterator[int]:
    """Yield where a message begins in a conversation that lost its line ends: « Léa : t où ? Tom : chez moi ».

    Two writers at least, each of whom writes twice: « Attention : » and « Objet : » stand alone.
    """
    found = [(match.group(1), match.start(1)) for match in _WRITER.finditer(text)]
    counts = Counter(name for name, _ in found)
    writers = {name for name, count in counts.items() if count > 1}
    if len(writers) > 1:
        yield from (start for name, start in found if name in writers)


def _motives(text: str) -> Iterator[int]:
    """Yield where a motive of a judgment begins: each says its own fact, often another than the one before."""
    if _MOTIVES.search(text):
        yield from (match.end() for match in _MOTIVE.finditer(text))


def _openings(text: str) -> Iterator[int]:
    """Yield where a sentence begins without a stop before it: a heading or an item lost its line end.

    « … de la mâchoire Chez les patientes »: a capital on a word that has none inside a sentence, before a small
    letter; « le journal Le Monde » goes on with a capital.
    """
    for match in _OPENING.finditer(text):
        word = fold(match.group(2))
        before = _WORD_BEFORE.search(text, max(match.start() - 30, 0), match.start() + 1)
        ahead = fold(before.group()) if before else ""
        if word != "a" and word in _words().openers and not _goes_on(ahead):
            yield match.start(2)


def _goes_on(word: str) -> bool:
    """Tell whether a capital after *word* may belong to a name or a title: « à La… », « l'association Les… »."""
    return word.rpartition("'")[2] in _words().continuers | _words().titles | _words().naming


def _is_lower_style(text: str, stops: Sequence[re.Match[str]]) -> bool:
    after = [text[stop.end()] for stop in stops if stop.group(1) == "." and stop.end() < len(text)]
    letters = [char for char in after if char.isalpha()]
    return len(letters) > 1 and sum(char.islower() for char in letters) > LOWER_SHARE * len(letters)


def _ends(text: str, stop: re.Match[str], lower: bool) -> bool:
    """Tell whether *stop* ends a sentence."""
    signs, closers = stop.group(1), stop.group(2)
    after = text[stop.end()]
    if after in ",;:)]}»!?":
        return False
    follower = _WORD_AFTER.match(text, stop.end())
    small = follower is not None and follower.group(1)[0].islower()
    if signs == "." and not closers.strip():
        return _dot_ends(text, stop.start(), follower.group(1) if follower else "", small, lower)
    if small:
        # « Quoi ? » dit-il; « c'est grave ! mais »: a small letter goes on, unless the style has no capitals.
        return lower and not closers.strip()
    return True


def _dot_ends(text: str, at: int, follower: str, small: bool, lower: bool) -> bool:
    words = _words()
    raw = _WORD_BEFORE.search(text, max(at - 40, 0), at)
    before = raw.group().strip("«“\"(['’") if raw else ""
    word = fold(before).rpartition("'")[2]
    opener = not small and fold(follower) in words.openers
    if word in words.titles and before[:1].isupper():
        return False
    if small and (word in words.never or not (lower or _is_plain(before))):
        return False
    if word in words.sometimes:
        return not small
    if word in words.never or _is_initial(before):
        return opener and not follower[:1].isdigit()
    return not (before and _NUMBER_AT_START.search(text, max(at - 12, 0), at))


def _is_plain(word: str) -> bool:
    """Tell whether *word* is long enough, and written, as no unknown abbreviation would be."""
    return len(word) >= 4 and word.isalpha() and word.islower()


def _is_initial(word: str) -> bool:
    """Tell whether *word* is a capital alone, or a chain of them (« J.-P », « S.A »)."""
    letters = word.replace("-", ".").split(".")
    return all(len(letter) <= 1 for letter in letters) and word[:1].isupper() and word[-1:].isupper()


def _line_starts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the starts of the lines that begin a sentence."""
    width = _wrap_width(lines)
    before: Line | None = None
    for line in lines:
        if before is None or line.gap or _breaks(before, line, width):
            yield line.start
        before = line


def _wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which the text is wrapped, 0 when it is not."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(length >= NEAR * width for length in lengths)
    return width if 25 <= width <= WIDEST and lengths[-1] <= 1.5 * WIDEST and near >= 3 else 0


def _breaks(before: Line, line: Line, width: int) -> bool:
    """Tell whether the end of the line *before* ends a sentence, all in one paragraph."""
    if line.kind == "message" or _ITEM.match(line.text) or _is_capitals(before.text) != _is_capitals(line.text):
        return True
    last = before.text[-1]
    wrapped = width and len(before.text) >= LONG * width
    if wrapped:
        return False  # a stop, if there is one, has been seen
    if last in ":;":
        return True
    return not (line.text[0].islower() or last in ",-–\xad(" or _continues(before.text) or _cuts_name(before, line))


def _cuts_name(before: Line, line: Line) -> bool:
    """Tell whether the line end stands inside a name: « j'ai parlé à Michel / ROUSSEL, hier »."""
    last, first = before.text.split()[-1], line.text.split()[0].rstrip(",.;:")
    return last.istitle() and first.isupper() and len(first) > 2 and not before.text.istitle()


def _continues(text: str) -> bool:
    words = text.split()
    return bool(words) and words[-1].islower() and fold(words[-1]) in _words().continuers


def _is_capitals(text: str) -> bool:
    """Tell whether *text* is a heading in capitals: two words or more, no small letter."""
    return len(_LETTER.findall(text)) > 4 and text.isupper()
