"""The text in force on a date."""

import datetime as dt
from typing import Literal

from evidence.assessment.records import LawText, Placed
from evidence.catalogue.law import MARKS, Offence, Version
from evidence.catalogue.legal import Legal
from evidence.model import When

# Said of every fact that may fall under more than one text: the program never chooses.
UNDECIDED = "version à déterminer par le magistrat"


def version_at(offence: Offence, day: dt.date) -> Version | None:
    """Return the version of *offence* in force on *day*, None when it did not exist."""
    in_force = (item for item in offence.versions if _first(item) <= day <= _last(item))
    return next(in_force, None)


def versions_of(offence: Offence, when: When) -> tuple[Version, ...]:
    """Return the versions that *when* may fall under: several when it is astride a change; all when it has no date."""
    first, last = when.first or dt.date.min, when.last or dt.date.max
    return tuple(item for item in offence.versions if _first(item) <= last and first <= _last(item))


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
    return LawText(
        article=version.article or offence.text,
        version=version.id,
        start=version.start,
        end=version.end,
        source=f"{version.by} ; lu : {legal.address(version.source)}" if version.source else version.by,
        mark=version.mark,
    )


def in_words(text: LawText, form: Literal["long", "short"] = "long") -> str:
    """Return a reference as one French sentence: article, version, source and mark.

    >>> law = LawText(article="CP, 1", version="v1", start=None, end=None, source="loi", mark="V")
    >>> in_words(law, "short")
    'CP, 1, version v1 (premier jour non vérifié), à vérifier'
    """
    start = f"depuis le {text.start.isoformat()}" if text.start else "premier jour non vérifié"
    days = f"{start}, jusqu’au {text.end.isoformat()}" if text.end else start
    source = f", source : {text.source}" if form == "long" else ""
    return f"{text.article}, version {text.version} ({days}){source}, {MARKS[text.mark]}"


def _first(version: Version) -> dt.date:
    return version.start or dt.date.min


def _last(version: Version) -> dt.date:
    return version.end or dt.date.max
