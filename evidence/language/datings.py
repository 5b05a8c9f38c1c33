"""From the parts of a date as said to the first and last day they allow; no day is ever invented.

Each reading takes the named parts of a match (plain text) and the :class:`Anchor` of the place, and returns a range,
or None when the words alone cannot say. ``ValueError`` means that the words name no day (« 31/02/2019 »).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evidence.language import almanac
from evidence.language.almanac import Range
from evidence.language.numbers import counted

Parts = Mapping[str, str | None]
Bounds = tuple[dt.date | None, dt.date | None]
MONTHS = 12
# Two-digit years: « 03/03/84 » is 1984, « 03/03/19 » is 2019.
CENTURY_TURN = 70
BACK = ("prec", "d'av", "dern", "pass")
# Thirds: « début 2019 » January to April, « début mars » 1 to 10, « début des années 90 » 1990 to 1993.
YEAR_PARTS = {"debut": (1, 4), "mi": (5, 8), "milieu": (5, 8), "fin": (9, 12)}
MONTH_PARTS = {"debut": (1, 10), "mi": (10, 20), "milieu": (10, 20), "fin": (20, 31)}
DECADE_PARTS = {"debut": (0, 3), "milieu": (3, 6), "fin": (6, 9)}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative words lean on: *last*, the last date said before; *piece*, the day the words were written."""

    last: Range | None = None
    piece: Range | None = None


def _given(parts: Parts, key: str) -> str:
    value = parts.get(key)
    if value is None:
        raise ValueError(f"no {key}")
    return value


def _day_number(words: str) -> int:
    if words in ("1er", "ler", "premier"):
        return 1
    number = counted(words)
    if number is None:
        raise ValueError(words)
    return number


def _year_number(words: str) -> int:
    number = counted(words)
    if number is None:
        raise ValueError(words)
    if number < 100:
        number += 2000 if number < CENTURY_TURN else 1900
    return number


def _month_number(words: str) -> int:
    return int(words) if words.isdecimal() else almanac.months()[words]


def _one(year: int, month: int, day: int) -> Range:
    found = dt.date(year, month, day)
    return found, found


def day(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the day of « 3 mars 2019 », « 03/03/2019 », « six juin deux mil dix-huit », « 3 mars » after a date."""
    number, month = _day_number(_given(parts, "day")), _month_number(_given(parts, "month"))
    if parts.get("year"):
        return _one(_year_number(_given(parts, "year")), month, number)
    year = _year_for(month, anchor)
    if year is None:
        dt.date(2000, month, number)  # a day that no year has is no date
        return None
    return _one(year, month, number)


def _year_for(month: int, anchor: Anchor) -> int | None:
    """Return the year of a month said without one: that of the last date said, unless the month came before it."""
    last = anchor.last
    if last is None or last[0].year != last[1].year:
        return None
    whole = last == almanac.year_range(last[0].year)
    return last[0].year if whole or month >= last[0].month else None


def days(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « du 3 au 15 mars 2019 »."""
    first, last = day({**parts, "day": parts["from"]}, anchor), day(parts, anchor)
    return (first[0], last[1]) if first and last else None


def month(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « mars 2019 », « fin mars », « mi-mars 2019 », « 03/2019 »."""
    number = _month_number(_given(parts, "month"))
    year = _year_number(_given(parts, "year")) if parts.get("year") else _year_for(number, anchor)
    if year is None:
        return None
    first, last = almanac.month_range(year, number)
    low, high = MONTH_PARTS.get(parts.get("part") or "", (1, 31))
    return first.replace(day=low), last.replace(day=min(high, last.day))


def month_span(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « de mars à juin 2019 », « entre mars 2018 et juin 2019 »."""
    last = month(parts, anchor)
    if last is None:
        return None
    number = _month_number(_given(parts, "frommonth"))
    said = parts.get("fromyear")
    # « de novembre à mars 2019 » began the year before.
    year = _year_number(said) if said else last[0].year - (number > last[0].month)
    return almanac.month_range(year, number)[0], last[1]


def year(parts: Parts, _anchor: Anchor) -> Range:
    """Return the days of « en 2017 », « fin 2018 », « courant 2019 »."""
    number = _year_number(_given(parts, "year"))
    return almanac.months_of(number, *YEAR_PARTS.get(parts.get("part") or "", (1, 12)))


def year_span(parts: Parts, _anchor: Anchor) -> Range:
    """Return the days of « entre 2015 et 2018 », « 2015-2018 », « année scolaire 2018-2019 »."""
    first, last = _year_number(_given(parts, "from")), _year_number(_given(parts, "to"))
    if last < first:
        raise ValueError("reversed")
    if parts.get("school"):
        return almanac.months_of(first, 9, 12)[0], almanac.months_of(last, 1, 7)[1]
    if parts.get("season"):
        return almanac.winter_range(last)
    return almanac.year_range(first, last)


def portion(parts: Parts, _anchor: Anchor) -> Range:
    """Return the days of « premier trimestre 2019 », « second semestre 2020 »."""
    ranks = {"p": 1, "1": 1, "d": 2, "s": 2, "2": 2, "t": 3, "3": 3, "q": 4, "4": 4}
    size = 3 if _given(parts, "portion") == "trimestre" else 6
    rank = ranks[_given(parts, "rank")[0]]
    if _given(parts, "rank") == "dernier":
        rank = MONTHS // size
    return almanac.months_of(_year_number(_given(parts, "year")), (rank - 1) * size + 1, rank * size)


def season(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « l'été 2019 », « l'été suivant », « l'hiver dernier », « cet été-là »."""
    return _recurring(almanac.season_range, _given(parts, "season"), parts, anchor)


def feast(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « Noël 2019 », « Pâques dernier », « la Toussaint suivante »."""
    return _recurring(almanac.feast_range, _given(parts, "feast"), parts, anchor)


def _recurring(days_of: Callable[[str, int], Range], name: str, parts: Parts, anchor: Anchor) -> Range | None:
    if parts.get("year"):
        return days_of(name, _year_number(_given(parts, "year")))
    which = parts.get("which")
    if which is None:
        return None
    said_of_now = which.startswith(("dern", "pass", "proch"))
    base = anchor.piece if said_of_now else anchor.last
    if base is None:
        return None
    if which == "la":
        return days_of(name, base[0].year) if base[0].year == base[1].year else None
    ranges = [_sharp(name, year_number, days_of) for year_number in range(base[0].year - 2, base[1].year + 3)]
    if which.startswith(BACK):
        return next((found for found in reversed(ranges) if found[1] < base[0]), None)
    return next((found for found in ranges if found[0] > base[1]), None)


def _sharp(name: str, number: int, days_of: Callable[[str, int], Range]) -> Range:
    return almanac.winter_range(number) if name == "hiver" else days_of(name, number)


def decade(parts: Parts, _anchor: Anchor) -> Range:
    """Return the days of « les années 90 », « fin des années 2000 »."""
    number = counted(_given(parts, "decade"))
    if number is None or number % 10:
        raise ValueError("no decade")
    start = number + 1900 if number < 100 else number
    first, last = DECADE_PARTS.get(parts.get("part") or "", (0, 9))
    return almanac.year_range(start + first, start + last)


def move(parts: Parts, base: Range | None, sign: int) -> Range | None:
    """Return *base* moved by the duration said; None for « quelques mois », which says no number."""
    count = counted(parts.get("count") or "") if parts.get("count") else None
    if base is None or count is None:
        return None
    unit = _given(parts, "unit")
    if parts.get("half"):
        if not unit.startswith("an"):
            return None
        return almanac.shifted(base, sign * (count * MONTHS + 6), "mois")
    return almanac.shifted(base, sign * count, unit)


def later(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « trois mois plus tard »."""
    return move(parts, anchor.last, 1)


def earlier(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « deux ans plus tôt »."""
    return move(parts, anchor.last, -1)


def ahead(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the days of « dans trois jours »."""
    return move(parts, anchor.piece, 1)


def ago(parts: Parts, anchor: Anchor) -> Bounds | None:
    """Return the days of « il y a trois ans », open at the start for « il y a plus de trois ans »."""
    found = move(parts, anchor.piece, -1)
    return (None, found[1]) if found and parts.get("more") else found


def since(parts: Parts, anchor: Anchor) -> Bounds | None:
    """Return the days of « depuis trois ans », up to the day of the piece."""
    found = move(parts, anchor.piece, -1)
    if found is None or anchor.piece is None:
        return None
    return (None if parts.get("more") else found[0], anchor.piece[1])


def period(parts: Parts, anchor: Anchor) -> Range | None:
    """Return the week, month or year « dernière », « suivante », « cette année », « cette année-là »."""
    which, unit = parts.get("which") or ("la" if parts.get("same") else "ci"), _given(parts, "unit")
    if unit.startswith("an"):
        unit = "an"
    base = anchor.piece if which.startswith(("dern", "pass", "proch", "ci")) else anchor.last
    if base is None or (unit.startswith("mois") and almanac.month_range(base[0].year, base[0].month)[1] < base[1]):
        return None
    step = -1 if which.startswith(BACK) else 0 if which in ("ci", "la") else 1
    return almanac.around(base, step, unit)


def weekday(parts: Parts, anchor: Anchor) -> Range | None:
    """Return « mardi dernier », « lundi prochain »: the nearest such day before or after the piece."""
    if anchor.piece is None or anchor.piece[0] != anchor.piece[1]:
        return None
    today = anchor.piece[0]
    wanted = almanac.weekdays().index(_given(parts, "dow"))
    back = _given(parts, "which").startswith(BACK)
    away = (today.weekday() - wanted) % 7 or 7 if back else -((wanted - today.weekday()) % 7 or 7)
    found = today - dt.timedelta(days=away)
    return found, found


def last_month(parts: Parts, anchor: Anchor) -> Range | None:
    """Return « mars dernier », « juin prochain »: the nearest such month before or after the piece."""
    if anchor.piece is None:
        return None
    number = _month_number(_given(parts, "month"))
    here = anchor.piece[0]
    back = _given(parts, "which").startswith(BACK)
    found = here.year - (number >= here.month) if back else here.year + (number <= here.month)
    if parts.get("day"):
        return _one(found, number, _day_number(_given(parts, "day")))
    return almanac.month_range(found, number)


def near(parts: Parts, anchor: Anchor) -> Range | None:
    """Return « hier », « avant-hier », « aujourd'hui », « demain », from the day of the piece."""
    if anchor.piece is None or anchor.piece[0] != anchor.piece[1]:
        return None
    steps = {"hier": -1, "avant-hier": -2, "demain": 1, "apres-demain": 2}
    found = anchor.piece[0] + dt.timedelta(days=steps.get(_given(parts, "near"), 0))
    return found, found


def next_day(parts: Parts, anchor: Anchor) -> Range | None:
    """Return « le lendemain », « la veille », « ce jour-là », from the last day said."""
    if anchor.last is None or anchor.last[0] != anchor.last[1]:
        return None
    steps = {"lendemain": 1, "surlendemain": 2, "veille": -1, "avant-veille": -2}
    found = anchor.last[0] + dt.timedelta(days=steps.get(_given(parts, "next"), 0))
    return found, found


def day_only(parts: Parts, anchor: Anchor) -> Range | None:
    """Return « le 12 »: a day of the month last said."""
    number = int(_given(parts, "day"))
    if not 1 <= number <= 31:
        raise ValueError(number)
    last = anchor.last
    if last is None or (last[0].year, last[0].month) != (last[1].year, last[1].month):
        return None
    return _one(last[0].year, last[0].month, number)


def no_day(_parts: Parts, _anchor: Anchor) -> None:
    """Return nothing: « depuis toujours », « à l'âge de douze ans » name no day."""
