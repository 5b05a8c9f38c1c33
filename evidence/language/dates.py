"""Dates as said, with the earliest and latest day they allow; no day is ever invented.

« Trois mois plus tard », « l'été suivant » lean on the last date said before them in the piece; « il y a trois ans »,
« mardi dernier » on the day of the message or of the piece; without these only the words are kept.
"""

import bisect
import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from evidence.catalogue.words import load
from evidence.language import almanac, datings
from evidence.language.almanac import Range
from evidence.language.clauses import is_parsed
from evidence.language.date_forms import needs, sources, triggers
from evidence.language.datings import Anchor, Bounds, Parts
from evidence.language.numbers import counted
from evidence.language.plain import plain, written
from evidence.language.spans import token_at
from evidence.language.windows import windows
from evidence.model import Span as Place
from evidence.model import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long something lasts, as said: *words* verbatim, *count* of *unit*; count is None for « plusieurs mois »."""

    words: str
    count: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class _Dated:
    """A match being read: its place on the plain text, its kind, its parts, and the days found."""

    start: int
    end: int
    kind: str
    parts: Parts
    days: Bounds | None = None


Doc.set_extension("dates", default=(), force=True)
Doc.set_extension("durations", default=(), force=True)
# Words before a date that open it at one end: « depuis le 3 mars 2019 », « avant 2015 ».
_OPEN = r"(?<!\w)(?:(?P<since>depuis|des|a partir|a compter)|(?P<until>jusqu)|(?P<before>avant)|(?P<after>apres))"
_OPENING = re.compile(_OPEN + r"(?:(?:'| )(?:de |d'|du |en |a |au |le |la |l')*)?$")
_LEADING = re.compile(_OPEN + r"(?!\w)")
_FROM_BEFORE = re.compile(r"(?<!\w)(entre|depuis|de|du|d')(?: le| la| l'| en)? ?$")
_FROM = re.compile(r"(entre|depuis|de|du|d')(?!\w)")
_TO = re.compile(r",? (et|au|a|jusqu'a|jusqu'en|jusqu'au)(?!\w)(?: le| la| l'| en| au)? ?")
# How far before a date its opening words are looked for, and how far apart two dates of one span may be, in characters.
BEFORE = 24
WORDS_BEFORE = 4
GAP = 16
# A date is looked for this far, in characters, around the word that announces it.
REACH = 80
_WORD = re.compile(r"[a-z]{2,}|(?<!\d)(?:\d{4}|\d\d?)(?!\d)")


@cache
def _patterns() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    compiled = {kind: re.compile(rf"(?<!\w)(?:{source})(?!\w)") for kind, source in sources().items()}
    return tuple((kind, needs()[kind], pattern) for kind, pattern in compiled.items())


@cache
def _triggers() -> dict[str, str]:
    return triggers()


_READINGS: dict[str, Callable[[Parts, Anchor], Bounds | None]] = {
    "spelled": datings.day,
    "spelled_day": datings.day,
    "days": datings.days,
    "day": datings.day,
    "digits": datings.day,
    "short": datings.day,
    "iso": datings.day,
    "months": datings.month_span,
    "month_no": datings.month,
    "years": datings.year_span,
    "school": datings.year_span,
    "part_month": datings.month,
    "month": datings.month,
    "feast": datings.feast,
    "feast_which": datings.feast,
    "feast_bare": datings.no_day,
    "season": datings.season,
    "season_which": datings.season,
    "season_that": datings.season,
    "part_year": datings.year,
    "portion": datings.portion,
    "decade": datings.decade,
    "ago": datings.ago,
    "since": datings.since,
    "later": datings.later,
    "earlier": datings.earlier,
    "ahead": datings.ahead,
    "period": datings.period,
    "period_that": datings.period,
    "weekday": datings.weekday,
    "last_month": datings.last_month,
    "near": datings.near,
    "next": datings.next_day,
    "dayless": datings.day,
    "month_bare": datings.month,
    "day_only": datings.day_only,
    "year": datings.year,
    "words": datings.no_day,
    "age": datings.no_day,
}
# A word before one of these is part of it already: « depuis trois ans », « en 2017 ».
_CLOSED = ("ago", "since", "later", "earlier", "ahead", "near", "words", "age", "years", "months", "days")


@Language.component("dates", assigns=["doc._.dates", "doc._.durations"])
def dates(doc: Doc) -> Doc:
    """Return *doc* with its dates and durations: pairs of a place and what is said there, in order."""
    text = written(doc)
    flat = plain(text)
    found = _matches(flat)
    said = [item for item in found if item.kind != "lasting"]
    doc._.dates = tuple(_read(doc, text, flat, said))
    doc._.durations = tuple(
        (_place(item), _lasting(text, item)) for item in found if item.kind == "lasting" and item.parts.get("unit")
    )
    return doc


# The same under the name of the package, for a pipeline of another project.
Language.component("emprise_dates", func=dates)


def _matches(text: str) -> list[_Dated]:
    """Return what the patterns match, in order of place; an earlier pattern takes its characters."""
    places = _places(text)
    taken = bytearray(len(text))
    found = []
    for kind, classes, pattern in _patterns():
        wanted = sorted(place for name in classes for place in places.get(name, ()))
        for first, last in windows(text, wanted, REACH, REACH):
            for match in pattern.finditer(text, first, last):
                start, end = match.span()
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append(_Dated(start, end, kind, match.groupdict()))
    return sorted(found, key=lambda item: item.start)


def _places(text: str) -> dict[str, list[int]]:
    """Return where the words that announce a date stand, by class; figures by their length."""
    found: dict[str, list[int]] = {}
    known = _triggers()
    for match in _WORD.finditer(text):
        word = match.group()
        kind = ("year" if len(word) == 4 else "short") if word[0].isdecimal() else known.get(word)
        if kind is not None:
            found.setdefault(kind, []).append(match.start())
    return found


def _place(item: _Dated) -> Place:
    return Place(start=item.start, end=item.end)


def _lasting(text: str, item: _Dated) -> Duration:
    count = item.parts.get("count")
    return Duration(
        words=text[item.start : item.end],
        count=counted(count) if count else None,
        unit=str(item.parts["unit"]).rstrip("s") if item.parts["unit"] != "mois" else "mois",
    )


def _read(doc: Doc, original: str, text: str, items: Sequence[_Dated]) -> list[tuple[Place, When]]:
    result: list[tuple[Place, When]] = []
    piece = _Piece(doc)
    last: Range | None = None
    at = 0
    while at < len(items):
        item = items[at]
        anchor = Anchor(last, piece.day_at(item.start))
        found = _joined(text, item, items[at + 1], anchor) if at + 1 < len(items) else None
        at += 1 if found is None else 2
        said = _closed(found.days) if found else _closed(_days(item, anchor))
        found = found or _opened(original, text, item, anchor)
        if found is None:
            continue
        first, end = found.days or (None, None)
        when = When(words=original[found.start : found.end], first=first, last=end)
        result.append((_place(found), when))
        if said is not None and not _preceded(text, item.start, "births"):
            last = said
    return result


class _Piece:
    """The day the words at a place were written: the message's, else the piece's, else that of its header."""

    def __init__(self, doc: Doc) -> None:
        self.document = doc._.document if Doc.has_extension("document") else None
        header = doc._.header if Doc.has_extension("header") else None
        written = self.document.written if self.document is not None else None
        self.day: Range | None = None
        for when in (written, header.when if header is not None else None):
            if self.day is None and when is not None and when.first and when.last:
                self.day = (when.first, when.last)
        self.dated = self.document is not None and any(block.at for block in self.document.blocks)

    def day_at(self, start: int) -> Range | None:
        """Return the day of the words at the character *start*."""
        if self.document is not None and self.dated:
            block = self.document.block_at(Place(start=start, end=start + 1))
            if block.at is not None:
                return block.at.date(), block.at.date()
        return self.day


def _days(item: _Dated, anchor: Anchor) -> Bounds | None:
    """Return the days of *item*; None when nothing says them, or when the words name no day (« 31/02/2019 »)."""
    try:
        return _READINGS[item.kind](item.parts, anchor)
    except (ValueError, OverflowError):
        return None


def _closed(days: Bounds | None) -> Range | None:
    return (days[0], days[1]) if days and days[0] and days[1] else None


def _is_real(item: _Dated) -> bool:
    """Tell whether *item* may name a day at all: « 31/02/2019 » and « le 45 mars » do not."""
    try:
        _READINGS[item.kind](item.parts, Anchor())
    except (ValueError, OverflowError):
        return False
    return True


def _opened(original: str, text: str, item: _Dated, anchor: Anchor) -> _Dated | None:
    """Return *item* with its days; open at one end after « depuis », « avant »…, whose words it then holds."""
    if not _is_real(item):
        return None
    days = _days(item, anchor)
    before = text[max(item.start - BEFORE, 0) : item.start]
    found = None if item.kind in _CLOSED else _OPENING.search(before) or _LEADING.match(text, item.start)
    if found is None:
        return replace(item, days=days)
    start = item.start - len(before) + found.start() if found.end() == len(before) and before else item.start
    if found.string is text:
        start = item.start
    if found["since"] == "des" and original[start : start + 3].lower() == "des":
        return replace(item, days=days)  # « des années 90 » is not « dès »
    return replace(item, start=start, days=_bounds(found, _closed(days), anchor))


def _bounds(found: re.Match[str], days: Range | None, anchor: Anchor) -> Bounds | None:
    if days is None:
        return None
    if found["until"]:
        return None, days[1]
    if found["before"]:
        return None, days[0] - dt.timedelta(days=1)
    first = days[0] if found["since"] else days[1] + dt.timedelta(days=1)
    end = anchor.piece[1] if anchor.piece and anchor.piece[1] >= first else None
    return first, end


def _joined(text: str, item: _Dated, following: _Dated, anchor: Anchor) -> _Dated | None:
    """Return the two dates as one: « du 3 mars au 5 juin 2019 », « trois mois après Noël 2019 »; None when apart."""
    gap = text[item.end : following.start]
    if len(gap) > GAP:
        return None
    if item.kind in ("later", "earlier", "next") and gap == " ":
        return _moved(text, item, following, anchor)
    link = _TO.match(text, item.end)
    before = text[max(item.start - BEFORE, 0) : item.start]
    opening = _FROM_BEFORE.search(before) or _FROM.match(text, item.start)
    if link is None or opening is None or link.end() < following.start:
        return None
    if (opening[1] == "entre") != (link[1] == "et"):
        return None
    last = _closed(_days(following, anchor)) or _closed(
        _days(following, replace(anchor, last=_closed(_days(item, anchor))))
    )
    first = _closed(_days(item, anchor)) or _first_of(item, last)
    if first is None or last is None or first[0] > last[1]:
        return None
    start = item.start if opening.string is text else item.start - len(before) + opening.start()
    return _Dated(start, following.end, "span", {}, (first[0], last[1]))


def _first_of(item: _Dated, last: Range | None) -> Range | None:
    """Return the days of a beginning said without its year: « du 3 novembre au 5 mars 2019 »."""
    if last is None:
        return None
    tries = (_closed(_days(item, Anchor(almanac.year_range(year)))) for year in (last[0].year, last[0].year - 1))
    return next((days for days in tries if days and days[0] <= last[1]), None)


def _moved(text: str, item: _Dated, following: _Dated, anchor: Anchor) -> _Dated | None:
    if item.kind == "next" and not text.startswith(("de ", "du ", "d'"), following.start):
        return None
    base = _closed(_days(following, anchor))
    if base and item.kind == "next" and base[1] - base[0] <= dt.timedelta(days=1):
        base = (base[1], base[1])  # « la veille de Noël »: Noël is said of the 24th and of the 25th
    days = _days(item, replace(anchor, last=base)) if base else None
    return _Dated(item.start, following.end, "span", {}, days) if days else None


def _preceded(text: str, start: int, key: str) -> bool:
    """Tell whether the words before the date at *start* make it a birth (« née le ») or an act's (« arrêt du »)."""
    before = text[max(start - BEFORE, 0) : start].rstrip()
    with_article = f"{before} {text[start : start + 3].split(' ')[0]}"
    return any(
        words.endswith(cue) and not words[: -len(cue)][-1:].isalnum()
        for cue in load("months")[key]
        for words in (before, with_article)
    )


def said(text: str) -> list[tuple[Place, Range]]:
    """Return the dates that *text* says whole, with a year of their own, in order; births are left out."""
    flat = plain(text)
    read = [(item, _closed(_days(item, Anchor()))) for item in _matches(flat) if item.kind != "lasting"]
    return [(_place(item), days) for item, days in read if days and not _preceded(flat, item.start, "births")]


def when_of(doc: Doc, sentence: Span, tokens: Iterable[int]) -> When | None:
    """Return the date said in *sentence* nearest to the words that acted; None when it says none.

    Nearest by the parse where there is one, else in characters. A date of birth, or of an act that is quoted
    (« l'arrêt du 3 mars 2019 »), is not the date of a fact.
    """
    start, end = sentence.start_char, sentence.end_char
    low = bisect.bisect_left(doc._.dates, start, key=lambda item: item[0].start)
    high = bisect.bisect_left(doc._.dates, end, key=lambda item: item[0].start)
    inside = doc._.dates[low:high]
    if inside:
        around = doc[max(sentence.start - WORDS_BEFORE, 0) : sentence.end]
        text, shift = plain(around.text), around.start_char
        inside = [
            item
            for item in inside
            if not any(_preceded(text, item[0].start - shift, key) for key in ("births", "acts"))
        ]
    acted = [doc[index] for index in tokens]
    if not inside or not acted:
        return None
    nearest: When = min(inside, key=lambda item: (_distance(doc, item[0], acted), item[0].start))[1]
    return nearest


def _distance(doc: Doc, place: Place, acted: Sequence[Token]) -> tuple[int, int]:
    """Return how far a date is from the words that acted: arcs of the parse, then characters."""
    characters = min(abs(place.start - token.idx) for token in acted)
    if not is_parsed(doc):
        return 0, characters
    first, last = token_at(doc, place.start), token_at(doc, place.end - 1)
    root = next((doc[i] for i in range(first, last + 1) if not first <= doc[i].head.i <= last), doc[first])
    above = {token.i: steps for steps, token in enumerate((root, *root.ancestors))}
    arcs = [
        steps + above[token.i]
        for start in acted
        for steps, token in enumerate((start, *start.ancestors))
        if token.i in above
    ]
    return min(arcs, default=len(doc)), characters
