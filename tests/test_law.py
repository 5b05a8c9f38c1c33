"""What the law makes of facts: dates × facts × persons, one row a situation, each with the rule it tries."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from evidence import catalogue
from evidence.assessment.facts import facts
from evidence.assessment.gaps import gaps
from evidence.assessment.hypotheses import ONE, STATE, Known, hypotheses
from evidence.assessment.matrix import OUTSIDE, matrix
from evidence.assessment.records import Gap, Hypothesis, MatrixRow, RelatedOffence
from evidence.assessment.related import related
from evidence.decisions import as_reviewed
from evidence.model import Block, Document, Finding, Mention, Review, Source, Span, When
from evidence.people.identities import Identities, said_in

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "law.yaml").read_text(encoding="utf-8"))
RULES = catalogue.load()
AT = dt.date(2026, 1, 5)
NAMES = {"Marc": "Marc Invente", "Claire": "Claire Essai", "Julie": "Julie Nom", "Paul": "Paul Autre"}
TEXT = "Une phrase inventée.\n"


@dataclass(frozen=True)
class Outcome:
    """What the engine makes of one row."""

    rows: tuple[MatrixRow, ...]
    gaps: tuple[Gap, ...]
    related: tuple[RelatedOffence, ...]
    hypotheses: tuple[Hypothesis, ...]


def when_of(words: str) -> When | None:
    if words == "-":
        return None
    first, _, last = words.partition("..")
    return When(words=words, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last or first))


def person(word: str) -> Mention | None:
    return Mention(name=NAMES[word]) if word in NAMES else None


def read(facts_said: str) -> tuple[list[Finding], dict[str, Review]]:
    found, reviews = [], {}
    for rank, line in enumerate(facts_said.split(" ; ")):
        cells = [cell.strip() for cell in line.split("|")]
        cells += [""] * (7 - len(cells))
        date, who, criterion, status, verdict, speaker, chain = cells
        agent, _, patient = who.partition(" > ")
        name, _, indicator = criterion.partition("/")
        found.append(
            Finding(
                id=f"f{rank}",
                source="s" * 64,
                criterion=name,
                indicator=indicator or "essai",
                phrase="a ~ b",
                sentence=Span(start=0, end=20),
                evidence=Span(start=4, end=10),
                quote=TEXT.strip(),
                status=status,  # type: ignore[arg-type]
                agent=person(agent),
                patient=person(patient),
                speaker=person(speaker),
                when=when_of(date),
                chain=(chain,) if chain else (),
            )
        )
        if verdict:
            reviews[f"f{rank}"] = Review(
                finding=f"f{rank}",
                verdict=verdict,  # type: ignore[arg-type]
                reviewer="R",
                at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            )
    return found, reviews


@cache
def outcome(facts_said: str) -> Outcome:
    found, reviews = read(facts_said)
    said = [as_reviewed(item, reviews.get(item.id)) for item in found]
    source = Source(id="s" * 64, name="essai.txt", media_type="text/plain", size=len(TEXT))
    document = Document(source=source, text=TEXT, blocks=(Block(span=Span(start=0, end=len(TEXT)), kind="paragraph"),))
    roles = [(source.id, "Marc Invente", "mis en cause"), (source.id, "Claire Essai", "plaignante")]
    known = facts(RULES, said, reviews, Identities(said_in(said, roles, []), roles).people, {source.id: (1, document)})
    rows = matrix(RULES, known)
    return Outcome(rows, gaps(RULES, rows), related(RULES, known), hypotheses(RULES, known, AT, Known()))


def holds(expected: str, made: Outcome, pair: str) -> bool:
    """Tell whether one expectation holds: « VERSION ELEMENT what… », or a keyword and its own words."""
    head, *rest = expected.split()
    special = {
        "related": lambda: any(item.offence == rest[0] and item.kind == "related" for item in made.related),
        "no": lambda: _none(made, rest),
        "aggravation": lambda: _aggravated(made, rest, "supported"),
        "aggravation-missing": lambda: rest[1] in _aggravation(made, rest[0]).missing,
        "version": lambda: [i.version for i in made.related if i.offence == rest[0]] == " ".join(rest[1:]).split(", "),
        "penalty-unread": lambda: _unread(made, rest[0]),
        "element-absent": lambda: _no_element_says(made, rest[0], rest[1]),
        "hypothesis": lambda: _counted(made, rest, "acte pris isolément"),
        "one-operation": lambda: _counted(made, rest, ONE),
        "state": lambda: _counted(made, rest, STATE),
    }
    if head in special:
        return bool(special[head]())
    return _cell(made, head, rest, pair)


def _unread(made: Outcome, offence: str) -> bool:
    """Tell whether nothing harsher is lent to the version that was not read."""
    [item] = [item for item in made.related if item.offence == offence]
    harsher = set(RULES.offences[offence].harsher)
    shown = {view.element for view in item.elements}
    return (
        item.penalty == "non lue, à vérifier" and not item.aggravated and not shown & harsher and item.law.mark == "V"
    )


def _none(made: Outcome, rest: list[str]) -> bool:
    if rest[0] == "hypothesis":
        return not made.hypotheses
    return all(item.offence != rest[1] for item in made.related if item.kind == "related")


def _aggravation(made: Outcome, version: str) -> RelatedOffence:
    return next(item for item in made.related if item.kind == "aggravation" and item.version == version)


def _aggravated(made: Outcome, rest: list[str], state: str) -> bool:
    return any(view.element == rest[1] and view.state == state for view in _aggravation(made, rest[0]).elements)


def _no_element_says(made: Outcome, offence: str, word: str) -> bool:
    item = next(item for item in made.related if item.offence == offence)
    return all(word not in view.name for view in item.elements)


def _counted(made: Outcome, rest: list[str], name: str) -> bool:
    offence, day, outlook = rest
    return any(
        item.offence == offence
        and item.name == name
        and item.earliest == dt.date.fromisoformat(day)
        and item.outlook == outlook
        for item in made.hypotheses
    )


def _cell(made: Outcome, version: str, rest: list[str], pair: str) -> bool:
    mine = [row for row in made.rows if row.version == version]
    if rest == ["absent"]:
        return not mine
    if rest[0] == "pair":
        return " ".join(rest[1:]) in {f"{row.harmed}/{row.accused}" for row in mine}
    element, what, *more = rest
    wanted = [row for row in mine if row.element == element and f"{row.harmed}/{row.accused}" == pair]
    if what == "absent":
        return not wanted
    if what == "without":
        return not wanted and element not in _elements(version)
    open_gaps = {(gap.version, gap.element) for gap in made.gaps if f"{gap.harmed}/{gap.accused}" == pair}
    if what in ("open", "closed"):
        return ((version, element) in open_gaps) == (what == "open")
    [row] = wanted
    return _row(row, what, more)


def _elements(version: str) -> set[str]:
    """Return the elements that *version* has, as the catalogue says."""
    return {
        element
        for offence in RULES.offences.values()
        for item in offence.versions
        if item.id == version
        for element in offence.element_names(item)
    }


def _row(row: MatrixRow, what: str, more: list[str]) -> bool:
    lines = (*row.supported, *row.contradicted, *row.to_verify)
    checks = {
        "dated": lambda: {line.placed for line in lines} == {"dated"},
        "astride": lambda: {line.placed for line in lines} == {"astride"},
        "undated": lambda: {line.placed for line in lines} == {"undated"},
        "weak": lambda: {line.strength for line in row.supported} == {"weak"},
        "full": lambda: {line.strength for line in row.supported} == {"full"},
        "verify": lambda: bool(row.to_verify) and all(line.reason for line in row.to_verify),
        "outside": lambda: [line.reason for line in row.to_verify] == [OUTSIDE],
        "reviewed": lambda: {line.review for line in row.supported} == {"accepted"},
        "named": lambda: " ".join(more) in row.name,
        "part": lambda: row.part == more[0],
        "sources": lambda: row.sources == int(more[0]),
        "unnamed": lambda: {line.named for line in lines} == {more[0]},
        "occurrences": lambda: row.notes[0].startswith(f"occurrences datées distinctes : {more[0]}"),
    }
    return bool(checks[what]()) if what in checks else row.state == what


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['ref'][:50]}" for n, row in enumerate(ROWS, 1)])
def test_a_situation_is_read_as_the_rule_says(row: dict[str, str]) -> None:
    made = outcome(row["facts"])
    pair = row.get("pair", "Claire Essai/Marc Invente")
    assert [want for want in row["expect"].split(" ; ") if not holds(want, made, pair)] == []


def test_there_are_at_least_150_situations_and_each_says_its_rule() -> None:
    assert len({row["facts"] + row["expect"] for row in ROWS}) >= 150
    assert all(len(row["ref"]) > 5 for row in ROWS)


def test_every_version_of_the_main_offences_is_tried() -> None:
    said = " ".join(row["expect"] for row in ROWS).split()
    main = [item for item in RULES.offences.values() if item.kind == "main"]
    assert {version.id for offence in main for version in offence.versions} <= set(said)
