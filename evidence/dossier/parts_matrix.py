"""The matrix of a paper: a counted overview for a quick reading, then the grids, where each passage has its number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from evidence.assessment.records import Bearing, LawText, MatrixRow
from evidence.dossier.legal_view import (
    PARTS,
    STATES,
    UNPLACED,
    Grid,
    days_words,
    grids,
    law_words,
    pair_cell,
    remarks,
)
from evidence.dossier.paper import Block, Heading, Run, Table, Words, text
from evidence.dossier.typography import HARD
from evidence.dossier.view import View

# What is counted of an element that asks for several occurrences, or for a harm measured against means.
COUNTED = ("sommes dites", "moyens")
OCCURRENCES = "occurrences datées"
SHORT = 60
# What the names of these elements begin with is said once, before their list.
PREFIXES = {"aggravation": "Aggravation : ", "exclusion": "Exclusion : "}
NOTHING = "Aucun passage retenu ne porte sur un élément légal."
UNDATED = "*"
# The heads of the states in the overview: a count under each.
HEADS = {"supported": "Appuyés", "contradicted": "Contredits", "discussed": "Les deux", "missing": "Sans passage"}


def matrix_overview(view: View) -> Iterator[Block]:
    """Yield one line a grid: how many elements are in each state, and how many passages on each side."""
    found = _bundles(view)
    if not found:
        yield Words(NOTHING)
        return
    offences: dict[str, list[tuple[int, Grid]]] = {}
    for rank, bundle in enumerate(found, 1):
        for grid in bundle:
            offences.setdefault(grid.name, []).append((rank, grid))
    for name, ranked in offences.items():
        yield Table(
            f"{name} : éléments comptés, puis passages comptés de chaque côté",
            ("Personne visée → personne mise en cause", "Texte", *HEADS.values(), "▲", "▼", "?"),
            tuple(
                (
                    text(pair_cell(grid.harmed, grid.accused), _anchor(rank)),
                    text(_days(grid) + (f" {UNDATED}" if grid.note else "")),
                    *(text(str(sum(row.state == state for row in grid.rows))) for state in STATES),
                    *(text(str(count)) for count in _passages(grid)),
                )
                for rank, grid in ranked
            ),
        )
    if any(grid.note for bundle in found for grid in bundle):
        yield Words(f"{UNDATED} Aucun passage n’a de date établie : la version est à déterminer par le magistrat.")


def _days(grid: Grid) -> str:
    return days_words(grid.law).removeprefix("version en vigueur ")


def _bundles(view: View) -> tuple[tuple[Grid, ...], ...]:
    """Return the grids by offence, those of the same persons together: the versions of one text side by side."""
    offences = [offence.id for offence in view.dossier.offences]
    found = (tuple(group) for _, group in groupby(grids(view.dossier), key=_key))
    return tuple(sorted(found, key=lambda bundle: offences.index(bundle[0].offence)))


def _key(grid: Grid) -> tuple[str, str, str]:
    return grid.harmed, grid.accused, grid.offence


def _passages(grid: Grid) -> tuple[int, int, int]:
    """Return how many passages support, contradict, are to be verified: each counted once in the grid."""
    return (
        len({line.finding for row in grid.rows for line in row.supported}),
        len({line.finding for row in grid.rows for line in row.contradicted}),
        len({line.finding for row in grid.rows for line in row.to_verify}),
    )


def matrix(view: View) -> Iterator[Block]:
    """Yield for each offence and pair of persons what supports, contradicts and lacks, under each version."""
    found = _bundles(view)
    if not found:
        yield Words(NOTHING)
        return
    said = sorted(
        {remarks(line) for held in found for grid in held for row in grid.rows for line in _lines(row)} - {""}
    )
    letters = {words: _letter(rank) for rank, words in enumerate(said)}
    if letters:
        yield Table(
            "Ce qu’il faut savoir d’un passage, selon la lettre qui le suit",
            ("Lettre", "Ce qu’elle dit"),
            tuple((text(letter), text(words)) for words, letter in letters.items()),
        )
    written: dict[str, int] = {}
    ranked = enumerate(found, 1)
    for offence, bundles in groupby(ranked, key=lambda item: item[1][0].offence):
        held = list(bundles)
        laws = list(dict.fromkeys(grid.law for _, bundle in held for grid in bundle))
        yield Heading(3, held[0][1][0].name, f"grilles-{offence}")
        for number, law in enumerate(laws, 1):
            yield Words((f"Version {number} : " if len(laws) > 1 else "") + law_words(law, "short"), item=True)
        if any(grid.note for _, bundle in held for grid in bundle):
            yield Words(f"{UNDATED} {UNPLACED}")
        for rank, bundle in held:
            yield Heading(4, f"Grille {rank} : {_whose(bundle, laws)}", _anchor(rank))
            elements = _elements(bundle, laws)
            yield from _grid(view, elements, letters)
            yield from _absent(elements, written, rank, is_named=bool(bundle[0].harmed and bundle[0].accused))
            yield from _counted(view, elements, written, rank)


def _whose(bundle: Sequence[Grid], laws: Sequence[LawText]) -> str:
    """Return the persons of a grid, and which versions it is under, each with a sign when no day places a passage."""
    numbers = [f"{laws.index(grid.law) + 1}{f' {UNDATED}' if grid.note else ''}" for grid in bundle]
    under = f", version{'s' if len(numbers) > 1 else ''} {' et '.join(numbers)}"
    alone = f" {UNDATED}" if bundle[0].note else ""
    return pair_cell(bundle[0].harmed, bundle[0].accused) + (under if len(laws) > 1 else alone)


@dataclass(frozen=True, slots=True)
class _Line:
    """An element as one version or several hold it; *versions* is empty when all do."""

    row: MatrixRow
    versions: tuple[int, ...]

    @property
    def name(self) -> str:
        """The element, and the versions that it is so under."""
        return self.row.name + (f", version {' et '.join(map(str, self.versions))}" if self.versions else "")

    @property
    def head(self) -> str:
        """The same, with how the text asks for it, unless its name says so."""
        said = self.row.name.lower().startswith(PARTS[self.row.part].partition(",")[0])
        return self.name if said else f"{self.name} ({PARTS[self.row.part]})"


def _elements(bundle: Sequence[Grid], laws: Sequence[LawText]) -> tuple[_Line, ...]:
    """Return the elements of all versions in order; those of which every version holds the same are one line."""
    same: dict[tuple[object, ...], list[int]] = {}
    rows: dict[tuple[object, ...], MatrixRow] = {}
    for grid in bundle:
        number = laws.index(grid.law) + 1
        for row in grid.rows:
            sides = tuple(tuple((line.finding, remarks(line)) for line in side) for side in _sides(row))
            key = (row.name, row.part, row.state, row.sources, row.notes, sides)
            rows.setdefault(key, row)
            same.setdefault(key, []).append(number)
    names = list(dict.fromkeys(row.name for row in rows.values()))
    ordered = sorted(same, key=lambda key: (names.index(rows[key].name), same[key]))
    return tuple(_Line(rows[key], () if len(same[key]) == len(bundle) else tuple(same[key])) for key in ordered)


def _absent(elements: Sequence[_Line], written: dict[str, int], rank: int, *, is_named: bool = True) -> Iterator[Block]:
    """Yield the elements without any passage, by how the text asks for them; a list already given is led back to.

    Of persons whom no passage names together, what lacks is nobody's to establish: it is counted.
    """
    if not is_named:
        lack = {line.row.name for line in elements if not _lines(line.row)}
        every = {line.row.name for line in elements}
        if lack:
            yield Words(f"Sans passage : {len(lack)} éléments du texte sur {len(every)}", item=True)
        return
    found: list[str] = []
    for part, word in PARTS.items():
        names = [line.name for line in elements if line.row.part == part and not _lines(line.row)]
        if names:
            said = f"{word} : {', '.join(name.removeprefix(PREFIXES.get(part, '')) for name in names)}"
            again = written.setdefault(said, rank)
            led = again != rank and len(said) > SHORT
            found.append(f"{word} : comme dans la grille {again}" if led else said)
    if found:
        yield Words(f"Sans passage – {' ; '.join(found)}", item=True)


def _counted(view: View, elements: Iterable[_Line], written: dict[str, int], rank: int) -> Iterator[Block]:
    """Yield the sums said and the means of a grid: a long list once, then led back to."""
    held: dict[str, list[str]] = {}
    for line in elements:
        for note in line.row.notes:
            if note.startswith(COUNTED):
                held.setdefault(view.whole_sums(note), []).append(line.name)
    for note, names in held.items():
        again = written.setdefault(note, rank)
        short = f"{note.partition(' : ')[0]} : comme dans la grille {again}"
        yield Words(
            f"{' ; '.join(names)} : {short if again != rank and len(note) > SHORT else note}",
            item=True,
        )


def _anchor(rank: int) -> str:
    return f"grille-{rank}"


def _grid(view: View, elements: Iterable[_Line], letters: Mapping[str, str]) -> Iterator[Block]:
    """Yield the elements that a passage is about; those of which the same is said are one row."""
    same: dict[tuple[object, ...], list[_Line]] = {}
    for line in elements:
        if _lines(line.row):
            key = (*(_held(view, side, letters) for side in _sides(line.row)), _state(line.row), line.row.sources)
            same.setdefault(key, []).append(line)
    if same:
        yield Table(
            "Éléments, passages, sources indépendantes de ce qui appuie",
            ("Élément", f"▲{HARD}Appuyé", f"▼{HARD}Contredit", f"?{HARD}À{HARD}vérifier", "État", "Sources"),
            tuple(
                (
                    text(" ; ".join(line.head for line in lines)),
                    *(_held(view, side, letters) for side in _sides(lines[0].row)),
                    text(_state(lines[0].row)),
                    text(str(lines[0].row.sources or "—")),
                )
                for lines in same.values()
            ),
        )


def _state(row: MatrixRow) -> str:
    """Return where an element stands, whether a day places what bears on it, and how many days are counted."""
    places = {line.placed for line in (*row.supported, *row.contradicted)}
    counted = [note for note in row.notes if note.startswith(OCCURRENCES)]
    return " ; ".join((STATES[row.state] + (", sans date" if places == {"undated"} else ""), *counted))


def _letter(rank: int) -> str:
    """Return the letter of a rank: a, b, … z, aa, ab."""
    before = _letter(rank // len(ascii_lowercase) - 1) if rank >= len(ascii_lowercase) else ""
    return before + ascii_lowercase[rank % len(ascii_lowercase)]


def _sides(row: MatrixRow) -> tuple[tuple[Bearing, ...], ...]:
    return (row.supported, row.contradicted, row.to_verify)


def _lines(row: MatrixRow) -> tuple[Bearing, ...]:
    return tuple(line for side in _sides(row) for line in side)


def _held(view: View, lines: Sequence[Bearing], letters: Mapping[str, str]) -> tuple[Run, ...]:
    """Return the numbers of *lines*, those of which the same is to be said together, with the letter that says it."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(remarks(line), []).append(line.finding)
    found: list[Run] = []
    for said, findings in groups.items():
        found += [Run(" ; ")] * bool(found) + [*view.links(findings)]
        if said:
            found.append(Run(f" ({letters[said]})"))
    return tuple(found) or text("—")
