"""What is written beside a name: its capacity and the group it is of, the kin of who speaks, the day of birth."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from evidence.language.almanac import months
from evidence.language.plain import plain
from evidence.model import Span, When

_AFTER, _BEFORE = 70, 40
_DAY = r"(?:(\d{1,2})(?:er)? ([a-z]+) (\d{4})|(\d\d)/(\d\d)/(\d{4}))"
_BORN = re.compile(rf"^[^.;:\n]{{0,60}}?\b(?P<words>ne(?:e|\(e\))? (?:le {_DAY}|en (\d{{4}})))\b")
_OF_GROUP = re.compile(r"^(?: de | du | d'|, )(?:l'|la |le )?(?:association |societe |groupe )?(?:[«\"] ?)?$")

# « Le maître Paul » is a master, « Maître Paul » a lawyer or a notary.
_MASTER = re.compile(r"\b(?:le|au|du|un|ce|mon|ton|son|notre|votre|leur) maitre $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A name of somebody at its place in a text; *who* is the identity it stands for, *group* tells a group."""

    span: Span
    who: str
    group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """*who* has the *capacity*, in *span*; *group* is the group it is said of, empty when none is named."""

    who: str
    capacity: str
    span: Span
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """*who* is the *noun* (« sœur ») of who speaks at *span*."""

    who: str
    noun: str
    span: Span


def capacities_in(
    text: str,
    places: Sequence[Placed],
    before: Mapping[str, str],
    after: Mapping[str, str],
    shared: Collection[str] = (),
) -> Iterator[Capacity]:
    """Yield the capacities written just before or after a name, in the same clause.

    A title of *shared* is of several trades: the one written after the name is then the only one.
    """
    low, ordered = _low(text), sorted(places, key=lambda item: item.span)
    ahead = _pattern(tuple(after))
    heads = [(plain(word), len(word), role) for word, role in before.items()]
    titles = set(map(plain, shared))
    tails = {plain(word): role for word, role in reversed(list(after.items()))}
    for rank, item in enumerate(ordered):
        if item.group:
            continue
        limit = ordered[rank + 1].span.start if rank + 1 < len(ordered) else len(low)
        tail = low[item.span.end : min(item.span.end + _AFTER, max(limit, item.span.end))]
        match = ahead.match(tail)
        head = low[max(item.span.start - _BEFORE, 0) : item.span.start]
        for word, length, role in heads:
            if word in titles and (match or _MASTER.search(head)):
                continue
            if head.endswith((f" {word} ", f"\n{word} ")) or head == f"{word} ":
                yield Capacity(who=item.who, capacity=role, span=_from(text, item.span, -length - 1, 0))
        if match:
            role = tails[match.group(1)]
            end = item.span.end + match.end()
            group = _group_after(low, end, ordered[rank + 1 :])
            last = group.span.end if group else end
            yield Capacity(
                who=item.who,
                capacity=role,
                group=group.who if group else "",
                span=Span(start=item.span.start, end=last),
            )


def _low(text: str) -> str:
    """Return *text* plain, its line ends kept."""
    return "".join("\n" if char == "\n" else low for char, low in zip(text, plain(text), strict=True))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(sorted((re.escape(plain(word)) for word in words), key=len, reverse=True))
    return re.compile(rf"^(?:,|\n| \()\s?(?:(?![^,]*\b(?:maitre|me)\b)[^.,;:\n]{{0,30}}, )?(?:le |la |l')?({every})\b")


def _group_after(low: str, end: int, following: Sequence[Placed]) -> Placed | None:
    for item in following[:1]:
        if item.group and _OF_GROUP.match(low[end : item.span.start].replace("\n", " ")):
            return item
    return None


def _from(text: str, span: Span, start: int, end: int) -> Span:
    return Span(start=max(span.start + start, 0), end=min(span.end + end, len(text)))


def kin_in(text: str, places: Sequence[Placed], own: Iterable[str], nouns: Mapping[str, str]) -> Iterator[Kin]:
    """Yield the kin of who speaks that the text names: « ma sœur Sophie »."""
    low = _low(text)
    words = "|".join(sorted((re.escape(plain(word)) for word in nouns), key=len, reverse=True))
    shown = {plain(word): noun for word, noun in nouns.items()}
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(own))})\s({words}),?\s$")
    for item in places:
        if item.group:
            continue
        start = max(item.span.start - _BEFORE, 0)
        match = pattern.search(low[start : item.span.start])
        if match:
            yield Kin(
                who=item.who, noun=shown[match.group(1)], span=Span(start=start + match.start(), end=item.span.end)
            )


def kin_noun(words: str, own: Iterable[str], nouns: Mapping[str, str]) -> str:
    """Return the noun of « ma tante », empty when *words* are no kin of who speaks.

    >>> kin_noun("Ma tante", ["ma"], {"tante": "tante"})
    'tante'
    """
    parts = plain(words).split()
    shown = {plain(word): noun for word, noun in nouns.items()}
    return shown.get(parts[1], "") if len(parts) == 2 and parts[0] in set(own) else ""


def births_in(text: str, places: Sequence[Placed]) -> Iterator[tuple[str, When, Span]]:
    """Yield who is born when, as written after a name: (identity, day, place of the words)."""
    low, ordered = _low(text), sorted(places, key=lambda item: item.span)
    starts = [item.span.start for item in ordered]
    for item in ordered:
        if item.group:
            continue
        following = bisect_left(starts, item.span.end)
        limit = starts[following] if following < len(starts) else len(low)
        match = _BORN.match(low[item.span.end : min(item.span.end + 90, limit)].replace("\n", " "))
        if match is None:
            continue
        _, day, word, year, day2, month2, year2, alone = match.groups()
        month = months().get(word or "", 0) or int(month2 or 0)
        try:
            # « né en 2008 »: any day of that year, none is made up.
            date = dt.date(int(alone), 1, 1) if alone else dt.date(int(year or year2), month, int(day or day2))
        except ValueError:
            continue  # « le 31 février »: no day
        last = dt.date(date.year, 12, 31) if alone else date
        start, end = item.span.end + match.start("words"), item.span.end + match.end()
        when = When(words=text[start:end], first=date, last=last)
        yield item.who, when, Span(start=item.span.start, end=end)
