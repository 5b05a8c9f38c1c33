"""The text in force on a date."""

import datetime as dt
from typing import Literal

from evidence.assessment.records import LawText, Placed
from evidence.catalogue.law import MARKS, UNREAD, Offence, Version
from evidence.catalogue.legal import Legal
from evidence.model import When

# Said of every fact that may fall under more than one text: the program never chooses.
UNDECIDED = "version à déterminer par le magistrat"


def version_at(offence: Offence, day: dt.date) -> Version | None:
    """Return the version of *offence* in force on *day* (perhaps one not read), None when there was none."""
    in_force = (item for item in offence.every_version() if _first(item) <= day <= _last(item))
    return next(in_force, None)


def versions_of(offence: Offence, when: When) -> tuple[Version, ...]:
    """Return the versions that *when* may fall under: several when it is astride a change; all when it has no date."""
    first, last = when.first or dt.date.min, when.last or dt.date.max
    return tuple(item for item in offence.every_version() if _first(item) <= last and first <= _last(item))


def placed(version: Version, when: When | None) -> Placed | None:
    """Return how *when* stands to *version*, None when it falls outside: no text reaches back.

    A fact said « depuis 2019 » has a first day and no last one that a text could be chosen by: it is astride.
    """
    if when is None or (when.first is None and when.last is None):
        return "undated"
    first, last = when.first or dt.date.min, when.last or dt.date.max
    if last < _first(version) or _last(version) < first:
        return None
    whole = _first(version) <= first and last <= _last(version)
    doubt = version.unsure_until is not None and first <= version.unsure_until
    return "dated" if whole and not doubt else "astride"


def changes(offences: tuple[Offence, ...]) -> tuple[dt.date, ...]:
    """Return the days on which the text of one of *offences* changes, in order."""
    days = {version.start for offence in offences for version in offence.versions if version.start is not None}
    days |= {version.end + dt.timedelta(days=1) for item in offences for version in item.versions if version.end}
    return tuple(sorted(days))


def law_text(offence: Offence, version: Version, legal: Legal) -> LawText:
    """Return the reference that every sentence on *version* carries."""
    read = "repère pris dans la version suivante, lue" if version.id == UNREAD else "lu"
    return LawText(
        article=version.article or offence.text,
        version=version.id,
        start=version.start,
        end=version.end,
        source=f"{version.by} ; {read} : {legal.address(version.source)}" if version.source else version.by,
        mark=version.mark,
    )


def in_words(text: LawText, form: Literal["long", "short", "days"] = "long") -> str:
    """Return a reference as one French sentence: article, version, source and mark.

    *short* leaves out the source, *days* names the version by its days in force and not by its id.

    >>> law = LawText(article="CP, 1", version="v1", start=None, end=None, source="loi", mark="V")
    >>> in_words(law, "short")
    'CP, 1, version v1 (premier jour non lu, à vérifier), à vérifier'
    """
    start = f"depuis le {french_day(text.start)}" if text.start else "premier jour non lu, à vérifier"
    days = f"{start}, jusqu’au {french_day(text.end)}" if text.end else start
    if text.version == UNREAD and text.end is not None:
        days = f"faits jusqu’au {french_day(text.end)}"
    if form == "days" and text.start is not None:
        until = f"du {french_day(text.start)} au {french_day(text.end)}" if text.end else ""
        days = f"version en vigueur {until or f'depuis le {french_day(text.start)}'}"
        return f"{text.article}, {days}, source : {text.source}, {MARKS[text.mark]}"
    source = f", source : {text.source}" if form != "short" else ""
    return f"{text.article}, version {text.version} ({days}){source}, {MARKS[text.mark]}"


def french_day(day: dt.date) -> str:
    """Return a day as French figures.

    >>> french_day(dt.date(2024, 5, 12))
    '12/05/2024'
    """
    return f"{day:%d/%m/%Y}"


def _first(version: Version) -> dt.date:
    return version.start or version.known_on or dt.date.min


def _last(version: Version) -> dt.date:
    return version.end or dt.date.max
