"""The matrix of a paper: a counted overview for a quick reading, then the grids, where each passage has its number."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from evidence.assessment.records import Bearing, MatrixRow
from evidence.dossier.legal_view import (
    PARTS,
    STATES,
    Grid,
    days_words,
    grids,
    law_words,
    pair_cell,
    pair_words,
    remarks,
    state_words,
)
from evidence.dossier.paper import Block, Heading, Run, Table, Words, text
from evidence.dossier.view import View

# What is counted of an element that asks for several occurrences, or for a harm measured against means.
COUNTED = ("occurrences datées", "sommes dites", "moyens")
SHORT = 80
NOTHING = "Aucun passage ne porte sur un élément légal."


def matrix_overview(view: View) -> Iterator[Block]:
    """Yield one line a grid: how many elements are in each state, and how many passages on each side."""
    found = grids(view.dossier)
    if not found:
        yield Words(NOTHING)
        return
    offences: dict[str, list[tuple[int, Grid]]] = {}
    for rank, grid in enumerate(found, 1):
        offences.setdefault(grid.name, []).append((rank, grid))
    for name, ranked in offences.items():
        yield Table(
            f"{name} : éléments comptés, par personnes et version",
            (
                "Personne visée → personne mise en cause",
                "Texte",
                *(word.capitalize() for word in STATES.values()),
                "▲ Passages",
                "▼ Passages",
                "? Passages",
            ),
            tuple(
                (
                    text(pair_cell(grid.harmed, grid.accused), _anchor(rank)),
                    text(days_words(grid.law) + (" (date des faits non établie)" if grid.note else "")),
                    *(text(str(sum(row.state == state for row in grid.rows))) for state in STATES),
                    *(text(str(count)) for count in _passages(grid)),
                )
                for rank, grid in ranked
            ),
        )


def _passages(grid: Grid) -> tuple[int, int, int]:
    """Return how many passages support, contradict, are to be verified: each counted once in the grid."""
    return (
        len({line.finding for row in grid.rows for line in row.supported}),
        len({line.finding for row in grid.rows for line in row.contradicted}),
        len({line.finding for row in grid.rows for line in row.to_verify}),
    )


def matrix(view: View) -> Iterator[Block]:
    """Yield for each version of the law and pair of persons what supports, contradicts and lacks."""
    found = grids(view.dossier)
    if not found:
        yield Words(NOTHING)
        return
    said = sorted({remarks(line) for grid in found for row in grid.rows for line in _lines(row)} - {""})
    letters = {words: _letter(rank) for rank, words in enumerate(said)}
    if letters:
        yield Table(
            "Ce qu’il faut savoir d’un passage, selon la lettre qui le suit",
            ("Lettre", "Ce qu’elle dit"),
            tuple((text(letter), text(words)) for words, letter in letters.items()),
        )
    written: set[str] = set()
    for rank, grid in enumerate(found, 1):
        yield Heading(3, grid.name, _anchor(rank))
        yield Words(pair_words(grid.harmed, grid.accused))
        yield Words(law_words(grid.law, "short"))
        if grid.note:
            yield Words(grid.note)
        yield from _grid(view, grid, letters)
        yield from _counted(grid, written)


def _counted(grid: Grid, written: set[str]) -> Iterator[Block]:
    """Yield the occurrences dated, the sums said and the means of a grid: a long list once, then led back to."""
    for row in grid.rows:
        for note in row.notes:
            if note.startswith(COUNTED):
                head = note.partition(" : ")[0]
                again = note in written and len(note) > SHORT
                yield Words(
                    f"{row.name} : {head} : les mêmes que plus haut" if again else f"{row.name} : {note}", item=True
                )
                written.add(note)


def _anchor(rank: int) -> str:
    return f"grille-{rank}"


def _grid(view: View, grid: Grid, letters: Mapping[str, str]) -> Iterator[Block]:
    held = [row for row in grid.rows if _lines(row)]
    if held:
        yield Table(
            f"Éléments, {days_words(grid.law)} : appui, contradiction",
            ("Élément", "▲ Appuyé par", "▼ Contredit par", "? À vérifier", "État", "Sources indépendantes"),
            tuple(
                (
                    text(f"{row.name} ({PARTS[row.part]})"),
                    *(_held(view, side, letters) for side in _sides(row)),
                    text(state_words(row)),
                    text(str(row.sources or "—")),
                )
                for row in held
            ),
        )
    missing = [f"{row.name} ({PARTS[row.part]})" for row in grid.rows if not _lines(row)]
    if missing:
        yield Words(f"Manquants : {' ; '.join(missing)}.")


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
        found += [Run(" ; ")] * bool(found) + [*view.links(iter(findings))]
        if said:
            found.append(Run(f" ({letters[said]})"))
    return tuple(found) or text("—")
