"""Dates as said, with the earliest and latest day they allow; no day is ever invented.

Relative ones (« trois mois plus tard », « l'été suivant ») are anchored on the last date said before them in the piece,
« il y a trois ans » and « la semaine dernière » on the date of the piece; without an anchor only the words are kept.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.catalogue.words import load
from evidence.language.numbers import spelled
from evidence.model import Span as Place
from evidence.model import When

Doc.set_extension("dates", default=(), force=True)
Range = tuple[dt.date, dt.date]
_DAYS = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
_YEAR = r"(?:19|20)\d\d"


@cache
def _months() -> dict[str, int]:
    return {name: number for number, line in enumerate(load("times")["months"], 1) for name in line.split()}


@cache
def _seasons() -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for line in load("times")["seasons"]:
        name, _, days = line.partition(" = ")
        first, last = (tuple(map(int, day.split("-"))) for day in days.split())
        found[name] = (first[0], first[1], last[0], last[1])
    return found


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "(?P<month>" + "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True)) + ")"
    season = "(?P<season>" + "|".join([*_seasons(), "hiver"]) + ")"
    number = r"(?P<count>\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente)"
    unit = r"(?P<unit>jours?|semaines?|mois|ans?|années?)"
    sources = (
        (
            "span",
            rf"entre (?:l['’]année )?(?P<from>{_YEAR}) et (?P<to>{_YEAR})|de (?P<from2>{_YEAR}) à (?P<to2>{_YEAR})",
        ),
        ("day", rf"{_DAYS}(?P<day>\d{{1,2}}|1er|premier)\s+{month}\s+(?P<year>{_YEAR})"),
        ("digits", rf"(?P<day>\d{{1,2}})[/.](?P<monthno>\d{{1,2}})[/.](?P<year>{_YEAR}|\d\d)(?!\d|[/.]\d)"),
        ("iso", rf"(?P<year>{_YEAR})-(?P<monthno>\d\d)-(?P<day>\d\d)(?!\d)"),
        ("part", rf"(?P<part>début|mi|fin|courant)[ -](?:de |du mois de |d['’])?{month}\s+(?P<year>{_YEAR})"),
        ("month", rf"{month}\s+(?P<year>{_YEAR})"),
        ("partyear", rf"(?P<part>début|mi|fin|courant|milieu)[ -](?:de |d['’])?(?:l['’]année )?(?P<year>{_YEAR})"),
        ("season", rf"(?:l['’]|le |au |en |à l['’]|cet )?{season} (?:de |d['’])?(?P<year>{_YEAR})"),
        ("nextseason", rf"l['’]?\s?{season} (?P<which>suivante?|d['’]après|précédente?|d['’]avant)"),
        ("decade", r"(?:les )?années (?P<decade>[5-9]0|(?:19|20)\d0)"),
        ("later", rf"{number} {unit} (?:plus tard|après)"),
        ("before", rf"{number} {unit} (?:plus tôt|auparavant|avant)"),
        ("ago", rf"il y a (?:environ |à peine |plus de )?{number} {unit}"),
        ("lastweek", r"(?:la semaine|le mois|l['’]année|l['’]an) (?:dernière?|passée?)"),
        ("nextday", r"le lendemain|la veille|le surlendemain"),
        ("always", r"depuis toujours|depuis (?:la |ma |mon |sa |son )?(?:naissance|enfance)"),
        ("dayless", rf"{_DAYS}(?P<day>\d{{1,2}}|1er)\s+{month}(?!\s+{_YEAR})"),
        (
            "year",
            rf"(?<![\d-])(?:en |depuis |jusqu['’]en |vers |dès |avant |après |courant |de |l['’]année |d['’]|à partir de )(?P<year>{_YEAR})(?![\d-])",
        ),
        (
            "spelled",
            r"l['’]an (?P<spelled>deux mil(?:le)?[ a-zéû-]*?), (?:et )?le (?P<dayword>[a-zé -]+?) (?P<monthword>[a-zéû]+)(?=[ ,])",
        ),
    )
    return tuple((name, re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE)) for name, source in sources)


@Language.component("dates", assigns=["doc._.dates"])
def dates(doc: Doc) -> Doc:
    """Return *doc* with its dates: pairs of a place and a :class:`~evidence.model.When`, in order."""
    text = doc.text
    taken: list[tuple[int, int]] = []
    matches = []
    for name, pattern in _patterns():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                matches.append((name, match))
    document = doc._.document if Doc.has_extension("document") else None
    written = document.written if document is not None else None
    doc._.dates = tuple(_read(sorted(matches, key=lambda item: item[1].start()), written))
    return doc


def _read(matches: Iterable[tuple[str, re.Match[str]]], written: When | None) -> Iterator[tuple[Place, When]]:
    last: Range | None = None
    piece = (written.first, written.last) if written and written.first and written.last else None
    for name, match in matches:
        try:
            found = _RANGES[name](match, last, piece)
        except (ValueError, OverflowError):
            continue  # « 31/02/2019 », « 45 mars 2019 »: words that name no day are no date
        place = Place(start=match.start(), end=match.end())
        yield place, When(words=match.group(), first=found[0] if found else None, last=found[1] if found else None)
        last = found or last


def _month_range(year: int, month: int) -> Range:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _year_range(year: int) -> Range:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _span(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    first, last = match["from"] or match["from2"], match["to"] or match["to2"]
    return dt.date(int(first), 1, 1), dt.date(int(last), 12, 31)


def _day(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    day = 1 if match["day"].lower() in ("1er", "premier") else int(match["day"])
    found = dt.date(int(match["year"]), _months()[match["month"].lower()], day)
    return found, found


def _digits(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    year = int(match["year"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    found = dt.date(year, int(match["monthno"]), int(match["day"]))
    return found, found


def _month(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    return _month_range(int(match["year"]), _months()[match["month"].lower()])


def _part(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    first, last = _month_range(int(match["year"]), _months()[match["month"].lower()])
    bounds = {"début": (first, first.replace(day=10)), "mi": (first.replace(day=10), first.replace(day=20))}
    return bounds.get(
        match["part"].lower(), (first.replace(day=20), last) if match["part"].lower() == "fin" else (first, last)
    )


def _part_year(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    year, part = int(match["year"]), match["part"].lower()
    months = {"début": (1, 4), "fin": (9, 12), "mi": (5, 8), "milieu": (5, 8)}.get(part, (1, 12))
    return dt.date(year, months[0], 1), _month_range(year, months[1])[1]


def _season_range(name: str, year: int) -> Range:
    if name == "hiver":
        return dt.date(year - 1, 12, 21), dt.date(year, 3, 19)
    first_month, first_day, last_month, last_day = _seasons()[name]
    return dt.date(year, first_month, first_day), dt.date(year, last_month, last_day)


def _season(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    if match["season"].lower() == "hiver":  # « l'hiver 2019 » may be either winter of that year
        year = int(match["year"])
        return dt.date(year - 1, 12, 21), dt.date(year + 1, 3, 19)
    return _season_range(match["season"].lower(), int(match["year"]))


def _next_season(match: re.Match[str], last: Range | None, _piece: Range | None) -> Range | None:
    if last is None:
        return None
    before = match["which"].lower().startswith(("préc", "d'avant", "d’avant"))
    years = range(last[0].year - 1, last[1].year + 3)
    ranges = [_season_range(match["season"].lower(), year) for year in years]
    if before:
        return next((found for found in reversed(ranges) if found[1] < last[0]), None)
    return next((found for found in ranges if found[0] > last[1]), None)


def _decade(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range:
    start = int(match["decade"])
    start += 1900 if start < 100 else 0
    return dt.date(start, 1, 1), dt.date(start + 9, 12, 31)


def _shifted(base: Range | None, match: re.Match[str], sign: int) -> Range | None:
    """Return *base* moved by the duration said; a month or a year keeps its own uncertainty."""
    if base is None:
        return None
    count = int(match["count"]) if match["count"].isdigit() else spelled(match["count"]) or 1
    unit = match["unit"].lower()
    if unit.startswith(("jour", "semaine")):
        move = dt.timedelta(days=sign * count * (7 if unit.startswith("semaine") else 1))
        return base[0] + move, base[1] + move
    months = sign * count * (1 if unit == "mois" else 12)
    first, last = _add_months(base[0], months), _add_months(base[1], months)
    if unit == "mois":
        return _month_range(first.year, first.month)[0], _month_range(last.year, last.month)[1]
    return dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last_week(match: re.Match[str], _last: Range | None, piece: Range | None) -> Range | None:
    if piece is None:
        return None
    words = match.group().lower()
    if "semaine" in words:
        monday = piece[0] - dt.timedelta(days=piece[0].weekday() + 7)
        return monday, monday + dt.timedelta(days=6)
    if "mois" in words:
        before = _add_months(piece[0], -1)
        return _month_range(before.year, before.month)
    return _year_range(piece[0].year - 1)


def _next_day(match: re.Match[str], last: Range | None, _piece: Range | None) -> Range | None:
    if last is None or last[0] != last[1]:
        return None
    move = dt.timedelta(days={"le lendemain": 1, "la veille": -1}.get(match.group().lower(), 2))
    return last[0] + move, last[1] + move


def _dayless(match: re.Match[str], last: Range | None, _piece: Range | None) -> Range | None:
    if last is None or last[0].year != last[1].year:
        return None
    day = 1 if match["day"].lower() == "1er" else int(match["day"])
    found = dt.date(last[0].year, _months()[match["month"].lower()], day)
    return found, found


def _year(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range | None:
    words = match.group().lower()
    return (
        None
        if words.startswith(("depuis", "jusqu", "avant", "après", "vers", "dès", "à partir"))
        else _year_range(int(match["year"]))
    )


def _spelled(match: re.Match[str], _last: Range | None, _piece: Range | None) -> Range | None:
    year, month = spelled(match["spelled"]), _months().get(match["monthword"].lower())
    day = spelled(match["dayword"])
    if not (year and month and day):
        return None
    return dt.date(year, month, day), dt.date(year, month, day)


_RANGES = {
    "span": _span,
    "day": _day,
    "digits": _digits,
    "iso": _digits,
    "part": _part,
    "month": _month,
    "partyear": _part_year,
    "season": _season,
    "nextseason": _next_season,
    "decade": _decade,
    "later": lambda match, last, _piece: _shifted(last, match, 1),
    "before": lambda match, last, _piece: _shifted(last, match, -1),
    "ago": lambda match, _last, piece: _shifted(piece, match, -1),
    "lastweek": _last_week,
    "nextday": _next_day,
    "always": lambda _match, _last, _piece: None,
    "dayless": _dayless,
    "year": _year,
    "spelled": _spelled,
}


def when_of(doc: Doc, sentence: Span, tokens: Iterable[int]) -> When | None:
    """Return the date said in *sentence* nearest to the words that acted; None when it says none."""
    start, end = sentence.start_char, sentence.end_char
    inside = [(place, when) for place, when in doc._.dates if start <= place.start < end]
    if not inside:
        return None
    acted = [doc[index].idx for index in tokens]
    return min(inside, key=lambda item: (min(abs(item[0].start - at) for at in acted), item[0].start))[1]
