"""The dossier: everything a template may use, already sorted and counted; its JSON is this record."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from evidence.assessment.records import Gap, Hypothesis, MatrixRow, RelatedOffence
from evidence.catalogue.law import Mark
from evidence.dossier.measured import Measure
from evidence.dossier.rows import FindingRow
from evidence.graph.contrasts import Contrast
from evidence.graph.flows import Flow
from evidence.graph.insights import NetworkReading
from evidence.graph.record import Network
from evidence.model import Assessment, Event, Notice, Outcome, Person, Review

# Draft: everything but what was rejected. Reviewed: what a person accepted, nothing else. Closed: the same, frozen.
State = Literal["draft", "reviewed", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """A piece: *number* is ours and stable, *cote* the procedure's; *text* is empty when nothing was read.

    *printed_cote* is the one that the header of the piece bears; nobody has confirmed it as the procedure's.
    *nature* is what its own words or its format make it (« plainte »), empty when nothing says it.
    *near* holds, for each piece that is nearly the same, (its number, shared, of): so many runs of five words of the
    shorter one stand in both.
    """

    number: int
    name: str
    cote: str | None
    sha256: str
    size: int
    media_type: str
    parent: int | None
    outcome: Outcome
    reason: str
    reader: str
    pages: int | None
    notices: tuple[Notice, ...]
    text: str
    near: tuple[tuple[int, int, int], ...] = ()
    printed_cote: str = ""
    nature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion as the reader of a dossier needs it; *indicators* are pairs (id, name)."""

    id: str
    family: str
    name: str
    definition: str
    excludes: str
    indicators: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version of an offence's text; *mark* says how it was read (T text, S secondary, I inferred, V to verify).

    No *start*: the first day was not read.
    """

    offence: str
    id: str
    article: str
    start: dt.date | None
    end: dt.date | None
    by: str
    penalty: str
    aggravated: tuple[str, ...]
    mark: Mark
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceRow:
    """An offence with the names of its elements: pairs (``offence/element``, name), in the order of the text."""

    id: str
    name: str
    text: str
    elements: tuple[tuple[str, str], ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of findings by side, rejected ones left out, and by human decision; *pending* ones have none."""

    incriminating: int
    exculpatory: int
    to_verify: int
    accepted: int
    rejected: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a reader of the case sees; *made_at* is an input, so that the same case gives the same bytes.

    *numbers* are (finding, its number): the same in every paper and in every state. *network* holds actors, ties and
    dated facts; what it is made of beside them (every finding, every name) is left out, for the dossier has it already.
    """

    case: str
    fiction: bool
    made_at: dt.date
    program: str
    catalogue: str
    model: str
    counts: Counts
    unread: tuple[PieceRow, ...]
    pieces: tuple[PieceRow, ...]
    duplicates: tuple[tuple[str, int], ...]
    findings: tuple[FindingRow, ...]
    reviews: tuple[Review, ...]
    timeline: tuple[Event, ...]
    people: tuple[Person, ...]
    assessments: tuple[Assessment, ...]
    criteria: tuple[CriterionRow, ...]
    offences: tuple[OffenceRow, ...]
    matrix: tuple[MatrixRow, ...] = ()
    gaps: tuple[Gap, ...] = ()
    related: tuple[RelatedOffence, ...] = ()
    not_proposed: int = 0
    hypotheses: tuple[Hypothesis, ...] = ()
    network: Network = field(default_factory=Network)
    contrasts: tuple[Contrast, ...] = ()
    readings: tuple[NetworkReading, ...] = ()
    flows: tuple[Flow, ...] = ()
    state: State = "draft"
    numbers: tuple[tuple[str, int], ...] = ()
    measures: tuple[Measure, ...] = ()
