"""The catalogue as a book: what each of its formats prints, in order, already sorted and counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.assessment.applicable import in_words, law_text
from evidence.catalogue import Catalogue
from evidence.catalogue.schema import Criterion
from evidence.catalogue.teaching import Words
from evidence.language.forms import folded
from evidence.teaching.consult import STATUSES, elements, grid_lines, ordered

# The most examples of one status that a sheet prints: with more, a criterion would not hold on one sheet.
PRINTED = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What ``make evaluate`` measured of one criterion on the development set; counts, then shares from 0 to 1."""

    gold: int
    found: int
    right: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One criterion as a sheet; *examples* are (status, name, sign, the first ones, how many more the file holds)."""

    criterion: Criterion
    family: str
    elements: tuple[str, ...]
    grids: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str, str, tuple[str, ...], int], ...]
    figures: Figures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An offence or a grid: its title, its lines, and the criteria of each line (ids)."""

    id: str
    title: str
    notes: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The whole book."""

    stamp: str
    families: tuple[tuple[str, tuple[Sheet, ...]], ...]
    offences: tuple[Part, ...]
    grids: tuple[Part, ...]
    index: tuple[tuple[str, tuple[str, ...]], ...]
    glossary: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    measured: bool

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets in their order."""
        return tuple(sheet for _, sheets in self.families for sheet in sheets)


def book(catalogue: Catalogue, words: Words, figures: Mapping[str, Figures]) -> Book:
    """Return the book of *catalogue*; *figures* are those measured, by criterion: none is printed where none is."""
    sheets = [_sheet(criterion, catalogue, words, figures) for criterion in ordered(catalogue)]
    families: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        families.setdefault(sheet.family, []).append(sheet)
    return Book(
        stamp=catalogue.stamp,
        families=tuple((name, tuple(found)) for name, found in families.items()),
        offences=tuple(_offences(catalogue)),
        grids=tuple(_grids(catalogue)),
        index=_index(sheets),
        glossary=tuple(sorted(words.of("glossary").items(), key=lambda row: folded(row[0]))),
        history=tuple(words.of("history").items()),
        names={sheet.criterion.id: sheet.criterion.name for sheet in sheets},
        measured=bool(figures),
    )


def _sheet(criterion: Criterion, catalogue: Catalogue, words: Words, figures: Mapping[str, Figures]) -> Sheet:
    names, signs = words.of("statuses"), words.of("signs")
    examples = []
    for status in STATUSES:
        lines = getattr(criterion.examples, status)
        if lines:
            name = "contre-exemples : ne relève pas du critère" if status == "none" else names[status]
            examples.append((status, name, signs[status], lines[:PRINTED], max(len(lines) - PRINTED, 0)))
    return Sheet(
        criterion=criterion,
        family=words.of("families").get(criterion.family, criterion.family),
        elements=tuple(elements(criterion, catalogue)),
        grids=tuple(grid_lines(criterion.id, catalogue)),
        examples=tuple(examples),
        figures=figures.get(criterion.id),
    )


def _offences(catalogue: Catalogue) -> list[Part]:
    """Return the offences on whose elements a criterion bears, main ones first."""
    bearing: dict[tuple[str, str], list[str]] = {}
    for criterion in ordered(catalogue):
        for item in criterion.supports:
            name, _, element = item.partition("/")
            bearing.setdefault((name, element), []).append(criterion.id)
    for offence in catalogue.offences.values():
        for element, names in offence.bearing().items():
            known = bearing.setdefault((offence.id, element), [])
            plain = dict.fromkeys(name.partition("/")[0] for name in names)
            known += [name for name in plain if name in catalogue.criteria and name not in known]
    found = []
    ranked = sorted(catalogue.offences.values(), key=lambda item: (item.kind != "main", item.id))
    for offence in ranked:
        lines = tuple(
            (name, tuple(bearing[offence.id, element]))
            for element, name in offence.element_names().items()
            if bearing.get((offence.id, element))
        )
        if lines:
            notes = tuple(in_words(law_text(offence, item, catalogue.legal)) for item in offence.versions)
            found.append(Part(id=offence.id, title=offence.name, notes=notes, lines=lines))
    return found


def _grids(catalogue: Catalogue) -> list[Part]:
    found = []
    for grid in catalogue.legal.grids:
        rows = [line.partition(" = ") for line in grid.items]
        lines = tuple((index, tuple(n for n in names.split() if n in catalogue.criteria)) for index, _, names in rows)
        found.append(Part(id=grid.id, title=grid.name, notes=(grid.note,) if grid.note else (), lines=lines))
    return found


def _index(sheets: list[Sheet]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names of criteria and indicators in alphabetical order, each with the criteria it leads to."""
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        for name in (sheet.criterion.name, *(item.name for item in sheet.criterion.indicators)):
            known = found.setdefault(name, [])
            if sheet.criterion.id not in known:
                known.append(sheet.criterion.id)
    return tuple((name, tuple(ids)) for name, ids in sorted(found.items(), key=lambda row: folded(row[0])))


def figures_of(table: str) -> dict[str, Figures]:
    """Return the figures of each criterion, read in the table that ``make evaluate`` writes.

    Lines that are not « name, five counts or shares, … » (titles, means, kinds of piece) are no criterion's.
    """
    found = {}
    for line in table.split("\n\n", maxsplit=1)[0].splitlines():
        cells = line.split()
        if len(cells) < 6 or not all(cell.isdecimal() for cell in cells[1:4]):
            continue
        gold, pred, hit = (int(cell) for cell in cells[1:4])
        found[cells[0]] = Figures(gold, pred, hit, float(cells[4]), float(cells[5]))
    return found
