"""What the law makes of the findings: rows of the matrix, gaps, proposals, delays. Never a verdict."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from evidence.catalogue.law import Mark
from evidence.model import Status, Verdict, When

Placed = Literal["dated", "astride", "undated"]
Named = Literal["both", "harmed", "accused", "neither"]
Part = Literal["required", "alternative", "aggravation", "exclusion"]
State = Literal["supported", "contradicted", "discussed", "missing"]
Outlook = Literal["open", "expired", "uncertain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """Where a sentence of law comes from: *article*, *version* (id and days), *source* (addresses) and its *mark*."""

    article: str
    version: str
    start: dt.date | None
    end: dt.date | None
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """A finding set against an element.

    *strength* is weak for hearsay. *placed* says whether its date falls in the version, astride a change (« version à
    déterminer par le magistrat ») or is unknown. *named* says which of the two persons the passage names; the others
    are read from who speaks. *source* is whom the fact comes from: two passages of one source are not independent.
    *reason* says why it supports nothing, when it is to be verified. *near*, for a passage of no date: the nearest
    date that its piece says, with its line; it is not the date of the fact and places nothing.
    """

    finding: str
    criterion: str
    piece: int
    kind: str
    status: Status
    strength: Literal["full", "weak"]
    review: Verdict | None
    placed: Placed
    named: Named
    source: str
    when: When | None
    reason: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCount:
    """How many passages of a row are on each side, of those placed alike: dated, astride a change, undated."""

    placed: Placed
    supported: int
    contradicted: int
    to_verify: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One element of one version of an offence, for one person harmed and one accused; empty: not said.

    *part* « alternative »: one of *alternatives* may stand in its place. *sources* counts independent sources of
    what supports it. *placings* counts the sides apart by date: nothing undated is counted with what a date places.
    *notes* are counted facts (dated occurrences, sums), in French.
    """

    offence: str
    version: str
    harmed: str
    accused: str
    element: str
    name: str
    words: str
    part: Part
    alternatives: tuple[str, ...]
    state: State
    supported: tuple[Bearing, ...]
    contradicted: tuple[Bearing, ...]
    to_verify: tuple[Bearing, ...]
    placings: tuple[PlacedCount, ...]
    sources: int
    kinds: tuple[str, ...]
    notes: tuple[str, ...]
    law: LawText


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An element that nothing supports, or that is discussed: what usually brings it, and open questions both ways."""

    offence: str
    version: str
    harmed: str
    accused: str
    element: str
    name: str
    state: State
    topic: str
    topic_name: str
    acts: tuple[str, ...]
    themes_for: tuple[str, ...]
    themes_against: tuple[str, ...]
    law: LawText


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element of a proposed offence: the findings for it, against it, and to be verified."""

    element: str
    name: str
    state: State
    supported: tuple[str, ...]
    contradicted: tuple[str, ...]
    to_verify: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedOffence:
    """An aggravation or another offence to look at: proposed, never decided. *because* are the findings that call it.

    *missing* are the ids of the elements that nothing supports and that the text asks for. *undated* and *astride* are
    those of its findings that no day places under this version, and that stand astride a change of it.
    """

    kind: Literal["aggravation", "related"]
    offence: str
    version: str
    name: str
    penalty: str
    aggravated: tuple[str, ...]
    because: tuple[str, ...]
    elements: tuple[ElementView, ...]
    missing: tuple[str, ...]
    undated: tuple[str, ...]
    astride: tuple[str, ...]
    note: str
    law: LawText


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One way of counting the prescription: where it starts, each step, and the last useful day.

    *earliest* and *latest* are the last day on which an act would be in time, when the day of the facts (or of a
    leap year) is uncertain. *outlook* compares them with the day of the dossier: it decides nothing.
    """

    offence: str
    harmed: str
    name: str
    start_first: dt.date
    start_last: dt.date
    start_words: str
    steps: tuple[str, ...]
    interruptions: tuple[dt.date, ...]
    earliest: dt.date
    latest: dt.date
    outlook: Outlook
    rules: tuple[LawText, ...]
    assumptions: tuple[str, ...]
    findings: tuple[str, ...] = ()
