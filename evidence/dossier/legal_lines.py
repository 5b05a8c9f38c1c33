"""The law of a dossier as lines for a terminal: short, nothing counted twice, nothing left out in silence."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from evidence.assessment.applicable import in_words
from evidence.assessment.hypotheses import BY_REPORTS
from evidence.assessment.records import Bearing, Hypothesis, MatrixRow
from evidence.dossier.legal_view import ASIDE, OUTLOOKS, PARTS, STATES, Grid, grids, pair_words
from evidence.dossier.record import Dossier

# The line of a rule says its years; what is added to it is what changes the day.
PLAIN_STEP = "règle au jour de l’acte"
SHORT = 80
UNDATED = "date non établie : version à déterminer par le magistrat"


def text_lines(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the assessment as lines of at most *width* characters, for a terminal; an address may be cut."""
    for line in _lines(dossier):
        text = line.lstrip()
        margin = " " * (len(line) - len(text))
        yield from wrap(
            text,
            width,
            initial_indent=margin,
            subsequent_indent=margin + "  ",
            break_long_words=True,
            break_on_hyphens=False,
        ) or [""]


def _lines(dossier: Dossier) -> Iterator[str]:
    said: set[str] = set()
    for grid in grids(dossier):
        yield from _grid(grid, said)
    yield from _proposals(dossier)
    yield from _delays(dossier)


def _grid(grid: Grid, said: set[str]) -> Iterator[str]:
    yield f"== {grid.name}"
    yield f"   {pair_words(grid.harmed, grid.accused)}"
    if grid.note:
        yield f"   {grid.note}"
    yield f"   {in_words(grid.law)}"
    missing = []
    for row in grid.rows:
        if row.supported or row.contradicted or row.to_verify:
            yield from _row(row, said)
        else:
            other = ", un parmi plusieurs" if row.part == "alternative" else ""
            # The name of an element is written once; its id leads back to it.
            known = f"{row.offence} {row.element} {row.name}"
            missing.append(row.element + other if known in said else f"{row.name} ({row.element}{other})")
            said.add(known)
    if missing:
        yield f"   manquants : {' ; '.join(missing)}"
    discussed = [gap.element for gap in grid.gaps if gap.state == "discussed"]
    if discussed:
        yield f"   à discuter : {' ; '.join(discussed)}"
    yield ""


def _row(row: MatrixRow, said: set[str]) -> Iterator[str]:
    plural = "s" if row.sources > 1 else ""
    sources = f", {row.sources} source{plural} indépendante{plural}" if row.sources else ""
    kinds = f" ({', '.join(row.kinds)})" if row.kinds else ""
    yield f"   {row.element} {row.name} [{PARTS[row.part]}]"
    yield f"     {STATES[row.state]} : {_counts(row, undated=False)}{sources}{kinds}"
    if any(line.placed == "undated" for line in (*row.supported, *row.contradicted, *row.to_verify)):
        yield f"     {_counts(row, undated=True)} ; {UNDATED}"
    for note in row.notes:
        # Said by the line above, with both sides.
        if UNDATED not in note:
            # A long list of dates or sums is written once; the next element is led back to it.
            head = note.partition(" : ")[0]
            yield f"       {head} : les mêmes que plus haut" if note in said and len(note) > SHORT else f"       {note}"
            said.add(note)


def _counts(row: MatrixRow, undated: bool) -> str:
    """Return how many passages are on each side, those of which a date is known or the others."""
    parts = (("▲", row.supported), ("▼", row.contradicted), ("?", row.to_verify))
    return " ".join(f"{sign} {_number(lines, undated)}" for sign, lines in parts)


def _number(lines: Iterable[Bearing], undated: bool) -> int:
    return sum((line.placed == "undated") == undated for line in lines)


def _proposals(dossier: Dossier) -> Iterator[str]:
    yield "== À examiner : aggravations et autres infractions (proposées, jamais décidées)"
    for item in dossier.related:
        kind = "aggravation" if item.kind == "aggravation" else "autre infraction"
        yield f"   {kind} : {item.name} ; {in_words(item.law)}"
        missing = ", ".join(item.missing) or "aucun élément sans passage"
        yield f"      passages : {len(item.because)} ; manque : {missing}"
    yield f"   {ASIDE} : {dossier.not_proposed}"
    yield ""


def _delays(dossier: Dossier) -> Iterator[str]:
    yield "== Prescription : chaque hypothèse, indicative"
    shown, same = _telling(dossier.hypotheses)
    for (offence, harmed, rules), group in groupby(
        sorted(shown, key=_key), key=lambda item: (item.offence, item.harmed, item.rules)
    ):
        yield f"   {offence}, personne visée : {harmed or 'non précisée'}"
        for rule in rules:
            yield f"     règle : {in_words(rule)}"
        for item in group:
            yield from _delay(item)
    if same:
        yield f"   {same} calculs où les procès-verbaux interrompent donnent les mêmes jours : non répétés ici"
    for line in dict.fromkeys(line for item in dossier.hypotheses for line in item.assumptions):
        yield f"   {line}"


def _key(item: Hypothesis) -> tuple[str, str, str]:
    return item.offence, item.harmed, " ; ".join(in_words(rule) for rule in item.rules)


def _telling(items: Iterable[Hypothesis]) -> tuple[list[Hypothesis], int]:
    """Return the hypotheses that say something of their own, and how many counts with reports change no day."""
    plain = {_identity(item) for item in items if BY_REPORTS not in item.name}
    shown = [item for item in items if BY_REPORTS not in item.name or _identity(item) not in plain]
    return shown, sum(1 for _ in items) - len(shown)


def _identity(item: Hypothesis) -> tuple[object, ...]:
    name = item.name.replace(BY_REPORTS, "")
    return item.offence, item.harmed, name, item.start_words, item.start_first, item.earliest, item.latest, item.outlook


def _delay(item: Hypothesis) -> Iterator[str]:
    ends = item.earliest.isoformat()
    if item.latest != item.earliest:
        ends += f" à {item.latest.isoformat()}"
    words = item.start_words if item.start_words.startswith("«") else f"« {item.start_words} »"
    yield f"     {item.name}, {words} : dernier jour utile {ends} ; {OUTLOOKS[item.outlook]}"
    for step in dict.fromkeys(item.steps):
        if not step.startswith(PLAIN_STEP):
            yield f"       {step}"
