"""The law of a dossier as lines for a terminal, in full: every element, each passage with its place, every count."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import wrap

from evidence.assessment.applicable import french_day, in_words
from evidence.assessment.hypotheses import BY_REPORTS
from evidence.assessment.records import Bearing, Hypothesis, MatrixRow, PlacedCount
from evidence.dossier.legal_view import (
    ASIDE,
    OUTLOOKS,
    PARTS,
    PLACE_HEADS,
    Grid,
    apart_ids,
    grids,
    nearest_words,
    numbers,
    pair_words,
    quoted,
    remarks,
    state_words,
)
from evidence.dossier.record import Dossier
from evidence.dossier.rows import FindingRow

# The line of a rule says its years; what is added to it is what changes the day.
PLAIN_STEP = "règle au jour de l’acte"
SHORT = 80


def folded(lines: Iterable[str], width: int = 80) -> Iterator[str]:
    """Yield *lines* cut at *width* characters, each under its own margin; an address may be cut."""
    for line in lines:
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


def text_lines(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the whole assessment as lines of at most *width* characters, for a terminal."""
    yield from folded(_lines(dossier), width)


def _lines(dossier: Dossier) -> Iterator[str]:
    said: set[str] = set()
    quotes = quoted(dossier)
    for grid in grids(dossier):
        yield from _grid(grid, said, quotes)
    yield from _proposals(dossier)
    yield from _delays(dossier)


def _grid(grid: Grid, said: set[str], quotes: Mapping[str, FindingRow]) -> Iterator[str]:
    yield f"== {grid.name}"
    yield f"   {pair_words(grid.harmed, grid.accused)}"
    if grid.note:
        yield f"   {grid.note}"
    yield f"   {in_words(grid.law)}"
    for row in grid.rows:
        if row.placings:
            yield from _row(row, said, quotes)
    missing = [_named(row.name, row.part == "alternative") for row in grid.rows if not row.placings]
    if missing:
        yield f"   manquants : {' ; '.join(missing)}"
    discussed = [gap.name for gap in grid.gaps if gap.state == "discussed"]
    if discussed:
        yield f"   à discuter : {' ; '.join(discussed)}"
    yield ""


def _named(name: str, other: bool) -> str:
    return name + (" (un parmi plusieurs)" if other else "")


def _row(row: MatrixRow, said: set[str], quotes: Mapping[str, FindingRow]) -> Iterator[str]:
    yield f"   {row.name} [{PARTS[row.part]}] : {state_words(row)}"
    for placing in row.placings:
        yield f"     {_counts(placing)} {PLACE_HEADS[placing.placed]}"
    if row.sources:
        plural = "s" if row.sources > 1 else ""
        yield f"     {row.sources} source{plural} indépendante{plural} ; nature : {', '.join(row.kinds)}"
    for sign, lines in (("▲", row.supported), ("▼", row.contradicted), ("?", row.to_verify)):
        for line in lines:
            yield from _passage(sign, line, said, quotes[line.finding])
    for note in row.notes:
        # Said by the counts above, with both sides.
        if PLACE_HEADS["undated"].partition(",")[0] not in note:
            # A long list of dates or sums is written once; the next element is led back to it.
            head = note.partition(" : ")[0]
            yield f"     {head} : les mêmes que plus haut" if note in said and len(note) > SHORT else f"     {note}"
            said.add(note)


def _counts(item: PlacedCount) -> str:
    return f"▲ {item.supported} ▼ {item.contradicted} ? {item.to_verify}"


def place_words(row: FindingRow, piece: int) -> str:
    """Return where a passage stands: piece, cote, page, line."""
    cote = f"cote {row.cote}, " if row.cote else ""
    page = f", p. {row.page}" if row.page else ""
    line = f", l. {row.line}" if row.line else ""
    return f"{cote}pièce {piece}{page}{line}"


def _passage(sign: str, line: Bearing, said: set[str], row: FindingRow) -> Iterator[str]:
    """Yield one passage: its words the first time, then its place, which leads back to them."""
    where = place_words(row, line.piece)
    if line.finding in said:
        yield f"       {sign} {where} : cité plus haut"
    else:
        yield f"       {sign} « {' '.join(row.quote.split())} » ({where})"
    said.add(line.finding)
    told = " ; ".join(filter(None, (remarks(line), nearest_words(line))))
    yield f"         {told}"


def _proposals(dossier: Dossier) -> Iterator[str]:
    yield "== À examiner : aggravations et autres infractions (proposées, jamais décidées)"
    for item in dossier.related:
        kind = "aggravation" if item.kind == "aggravation" else "autre infraction"
        names = {view.element: view.name for view in item.elements}
        yield f"   {kind} : {item.name} ; {in_words(item.law)}"
        yield f"      peine encourue, selon ce texte : {' ; '.join((item.penalty, *item.aggravated))}"
        if item.note:
            yield f"      note : {item.note}"
        for view in item.elements:
            yield f"      {view.name}"
            for sign, ids in (("▲", view.supported), ("▼", view.contradicted), ("?", view.to_verify)):
                if ids:
                    yield f"        {sign} {numbers(apart_ids(item, ids))}"
        missing = " ; ".join(names[element] for element in item.missing) or "aucun élément sans passage"
        yield f"      passages : {len(item.because)} ; manque : {missing}"
    yield f"   {ASIDE} : {dossier.not_proposed}"
    yield ""


def _delays(dossier: Dossier) -> Iterator[str]:
    yield "== Prescription : chaque hypothèse, indicative"
    shown, same = telling(dossier.hypotheses)
    names = {offence.id: offence.name for offence in dossier.offences}
    for (offence, harmed, rules), group in groupby(
        sorted(shown, key=_key), key=lambda item: (item.offence, item.harmed, item.rules)
    ):
        yield f"   {names[offence]} ; personne visée : {harmed or 'non précisée'}"
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


def telling(items: Iterable[Hypothesis]) -> tuple[list[Hypothesis], int]:
    """Return the hypotheses that say something of their own, and how many counts with reports change no day."""
    known = tuple(items)
    plain = {_identity(item) for item in known if BY_REPORTS not in item.name}
    shown = [item for item in known if BY_REPORTS not in item.name or _identity(item) not in plain]
    return shown, len(known) - len(shown)


def _identity(item: Hypothesis) -> tuple[object, ...]:
    name = item.name.replace(BY_REPORTS, "")
    return item.offence, item.harmed, name, item.start_words, item.start_first, item.earliest, item.latest, item.outlook


def _delay(item: Hypothesis) -> Iterator[str]:
    ends = french_day(item.earliest)
    if item.latest != item.earliest:
        ends += f" à {french_day(item.latest)}"
    words = item.start_words if item.start_words.startswith("«") else f"« {item.start_words} »"
    yield f"     {item.name}, {words} : dernier jour utile {ends} ; {OUTLOOKS[item.outlook]}"
    for step in dict.fromkeys(item.steps):
        if not step.startswith(PLAIN_STEP):
            yield f"       {step}"
