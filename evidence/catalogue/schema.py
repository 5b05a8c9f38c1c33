"""The shapes of the files of rules/: unknown keys are refused, a block holds one phrase or example per line."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# What the agent or the patient of a match must not contradict; unknown contradicts nothing.
Constraint = Literal["speaker", "not_speaker", "person", "group"]
# What must be found elsewhere in the piece for a match to count.
Beside = Literal["facts"]
FAMILIES = ("pressure", "technique", "state", "harm", "author")


def _lines(value: object) -> object:
    """Return the lines of a block: blank ones and comments (# …) are left out."""
    if isinstance(value, str):
        rows = (line.strip() for line in value.splitlines())
        return tuple(row for row in rows if row and not row.startswith("#"))
    return value


def _folded(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Prose = Annotated[str, BeforeValidator(_folded)]


class Record(BaseModel):
    """What every record of rules/ is: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(Record):
    """Where a statement of the catalogue comes from."""

    ref: Prose
    note: Prose = ""


class Examples(Record):
    """Sentences by expected status; ``none`` must match nothing. They are tests."""

    affirmed: Lines = ()
    denied: Lines = ()
    hypothetical: Lines = ()
    reported: Lines = ()
    none: Lines = ()


class Grids(Record):
    """Correspondence with published grids: guides, never legal tests."""

    parliament_1995: Lines = ()
    miviludes: Lines = ()
    parquet: Lines = ()


class Indicator(Record):
    """A named behaviour and the phrases that tell it.

    *inverse* phrases state the opposite fact; *unless* drops a match that it overlaps; *agent* and *patient* say who
    must do it and to whom: a match is dropped when the text contradicts it, kept when the text does not say. *beside*
    ``facts``: an ordinary circumstance (an illness, a website, a club's president) that counts only in a piece where
    something else is found, or whose kind makes it a piece about facts at issue.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: Prose
    phrases: Lines = ()
    inverse: Lines = ()
    unless: Lines = ()
    agent: Constraint | None = None
    patient: Constraint | None = None
    beside: Beside | None = None
    note: Prose = ""


class Criterion(Record):
    """One file of rules/criteria/."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    family: str
    name: Prose
    definition: Prose
    excludes: Prose
    supports: tuple[str, ...]
    grids: Grids = Grids()
    sources: tuple[Reference, ...] = ()
    severity: dict[str, Prose] = {}
    # The fact is itself a saying: a conditional announces it (« il publierait mes photos si je partais »).
    spoken: bool = False
    indicators: tuple[Indicator, ...]
    examples: Examples


class FactRule(Record):
    """One file of rules/facts/: what two passages may agree or differ on, told by one sentence.

    *phrases* tell it, *inverse* the contrary, *unless* drops a match that it overlaps. *about* is whom the fact is of:
    who acts, who is acted on, who is acted on or else acts, or all whom the sentence puts in touch. *compare* is what
    is set side by side: that one says it and another the contrary, the day, or the sum. *findings*
    (``criterion/indicator``) tell the same fact.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: Prose
    about: Literal["agent", "patient", "either", "both"]
    compare: Literal["status", "date", "amount"]
    # What each side says, in French: « libre de partir ».
    said: Prose
    contrary: Prose
    findings: Prose = ""
    # The fact is itself a saying, as for a criterion.
    spoken: bool = False
    phrases: Lines = ()
    inverse: Lines = ()
    unless: Lines = ()
    examples: Examples = Examples()

    def as_criterion(self) -> Criterion:
        """Return the same phrases in the shape that the matcher takes."""
        lines = Indicator(id="fact", name=self.name, phrases=self.phrases, inverse=self.inverse, unless=self.unless)
        return Criterion(
            id=self.id,
            family="author",
            name=self.name,
            definition=self.name,
            excludes="",
            supports=(),
            spoken=self.spoken,
            indicators=(lines,),
            examples=self.examples,
        )


class Lexicon(Record):
    """One file of rules/lexicon/: the words of one {slot}."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: Prose
    note: Prose = ""
    words: Prose = ""
    phrases: Lines = ()

    def entries(self) -> tuple[str, ...]:
        """Return every entry as a phrase."""
        return (*self.words.split(), *self.phrases)


class ContextRule(Record):
    """One file of rules/context/: the cues of one status."""

    id: str
    name: Prose
    before: Lines = ()
    after: Lines = ()
    unless: Lines = ()
    stop: Lines = ()
    examples: Examples = Examples()
