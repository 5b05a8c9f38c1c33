"""The text in force on a date."""

import datetime as dt

from evidence.catalogue.schema import Offence, Version
from evidence.model import When


def version_at(offence: Offence, day: dt.date) -> Version | None:
    """Return the version of *offence* in force on *day*, None when it did not exist."""
    in_force = (item for item in offence.versions if item.start <= day and (item.end is None or day <= item.end))
    return next(in_force, None)


def versions_of(offence: Offence, when: When) -> tuple[Version, ...]:
    """Return the versions that *when* may fall under: several when it is astride a change; all when it has no date."""
    first, last = when.first or dt.date.min, when.last or dt.date.max
    return tuple(item for item in offence.versions if item.start <= last and (item.end is None or first <= item.end))
