"""The calendar behind the words: months, seasons, feasts, and how a range of days is moved."""

import calendar
import datetime as dt
from functools import cache

from evidence.catalogue.words import load

Range = tuple[dt.date, dt.date]


@cache
def months() -> dict[str, int]:
    """Return the number of each month, by name and abbreviation, plain."""
    return {name: number for number, line in enumerate(load("months")["months"], 1) for name in line.split()}


def weekdays() -> tuple[str, ...]:
    """Return the days of the week, Monday first."""
    return load("months")["days"]


@cache
def _table(key: str) -> dict[str, tuple[str, str]]:
    found = {}
    for line in load("months")[key]:
        name, _, days = line.partition(" = ")
        first, last = days.split()
        found[name] = (first, last)
    return found


@cache
def feasts() -> tuple[str, ...]:
    """Return the names of the feasts, longest first."""
    return tuple(sorted([*_table("feasts"), *_table("movable")], key=len, reverse=True))


@cache
def seasons() -> tuple[str, ...]:
    """Return the names of the seasons."""
    return (*_table("seasons"), "hiver")


def month_range(year: int, month: int) -> Range:
    """Return the first and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_range(year: int, last: int | None = None) -> Range:
    """Return the first day of *year* and the last day of it, or of the year *last*."""
    return dt.date(year, 1, 1), dt.date(last or year, 12, 31)


def months_of(year: int, first: int, last: int) -> Range:
    """Return the days from one month to another of the same year."""
    return dt.date(year, first, 1), month_range(year, last)[1]


def _day(year: int, month_and_day: str) -> dt.date:
    month, day = map(int, month_and_day.split("-"))
    return dt.date(year, month, day)


def season_range(name: str, year: int) -> Range:
    """Return the days of a season; the winter of a year may be either of the two that touch it."""
    if name == "hiver":
        return dt.date(year - 1, 12, 21), dt.date(year + 1, 3, 19)
    first, last = _table("seasons")[name]
    return _day(year, first), _day(year, last)


def winter_range(year: int) -> Range:
    """Return the days of the winter that ends in *year*."""
    return dt.date(year - 1, 12, 21), dt.date(year, 3, 19)


def feast_range(name: str, year: int) -> Range:
    """Return the days of a feast; Easter moves the ones that depend on it."""
    if name in _table("movable"):
        first, last = map(int, _table("movable")[name])
        easter = _easter(year)
        return easter + dt.timedelta(days=first), easter + dt.timedelta(days=last)
    begin, end = _table("feasts")[name]
    return _day(year, begin), _day(year, end)


def _easter(year: int) -> dt.date:
    """Return Easter Sunday (Gregorian computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def add_months(day: dt.date, count: int) -> dt.date:
    """Return the same day *count* months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(base: Range, count: int, unit: str) -> Range:
    """Return *base* moved by *count* units; a month or a year keeps its own uncertainty."""
    if unit.startswith(("jour", "semaine")):
        move = dt.timedelta(days=count * (7 if unit.startswith("semaine") else 1))
        return base[0] + move, base[1] + move
    if unit.startswith("mois"):
        first, last = add_months(base[0], count), add_months(base[1], count)
        return month_range(first.year, first.month)[0], month_range(last.year, last.month)[1]
    return year_range(base[0].year + count, base[1].year + count)


def around(base: Range, move: int, unit: str) -> Range:
    """Return the whole week, month or year that lies *move* units from *base*."""
    if unit in ("semaine", "week-end"):
        monday = base[0] - dt.timedelta(days=base[0].weekday() - 7 * move)
        sunday = base[1] - dt.timedelta(days=base[1].weekday() - 7 * move - 6)
        return (monday if unit == "semaine" else monday + dt.timedelta(days=5)), sunday
    return shifted(base, move, "mois" if unit.startswith("mois") else "ans")
