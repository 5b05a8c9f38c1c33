"""The matrix of a paper: a counted overview for a quick reading, then the grids, where each passage has its number."""

from collections import Counter
from collections.abc import Iterator, Sequence

from evidence.assessment.applicable import in_words
from evidence.assessment.records import Bearing, MatrixRow
from evidence.dossier.legal_view import PARTS, STATES, Grid, grids, pair_cell, pair_words, remarks, state_words
from evidence.dossier.paper import Block, Heading, Run, Table, Words, text
from evidence.dossier.view import View

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
                "Version",
                *(word.capitalize() for word in STATES.values()),
                "▲ Passages",
                "▼ Passages",
                "? Passages",
            ),
            tuple(
                (
                    text(pair_cell(grid.harmed, grid.accused), _anchor(rank)),
                    text(grid.version + (" (date non établie)" if grid.note else "")),
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
    """Yield the law of each version once, then for each pair of persons what supports, contradicts and lacks."""
    found = grids(view.dossier)
    if not found:
        yield Words(NOTHING)
        return
    laws = {(grid.name, grid.version): grid.law for grid in found}
    yield Table(
        "Textes des versions",
        ("Infraction", "Version", "Texte"),
        tuple((text(name), text(version), text(in_words(law))) for (name, version), law in laws.items()),
    )
    for rank, grid in enumerate(found, 1):
        yield Heading(3, f"{grid.name}, version {grid.version}", _anchor(rank))
        yield Words(pair_words(grid.harmed, grid.accused))
        if grid.note:
            yield Words(grid.note)
        yield from _grid(view, grid)


def _anchor(rank: int) -> str:
    return f"grille-{rank}"


def _grid(view: View, grid: Grid) -> Iterator[Block]:
    held = [row for row in grid.rows if _lines(row)]
    usual = tuple(_usual(lines) for lines in zip(*(_sides(row) for row in held), strict=True)) or ("", "", "")
    said = " / ".join(f"{sign} {words}" for sign, words in zip("▲▼?", usual, strict=True) if words)
    if said:
        yield Words(f"Passage sans mention entre parenthèses : {said}.")
    if held:
        yield Table(
            f"Éléments, version {grid.version} : appui, contradiction",
            ("Élément", "▲ Appuyé par", "▼ Contredit par", "? À vérifier", "État"),
            tuple(
                (
                    text(f"{row.name} ({PARTS[row.part]})"),
                    *(_held(view, side, word) for side, word in zip(_sides(row), usual, strict=True)),
                    text(state_words(row) + (f" ; sources indépendantes : {row.sources}" if row.sources else "")),
                )
                for row in held
            ),
        )
    missing = [f"{row.name} ({PARTS[row.part]})" for row in grid.rows if not _lines(row)]
    if missing:
        yield Words(f"Manquants : {' ; '.join(missing)}.")


def _sides(row: MatrixRow) -> tuple[tuple[Bearing, ...], ...]:
    return (row.supported, row.contradicted, row.to_verify)


def _lines(row: MatrixRow) -> tuple[Bearing, ...]:
    return tuple(line for side in _sides(row) for line in side)


def _usual(sides: Sequence[Sequence[Bearing]]) -> str:
    """Return the remark that most passages of a column carry: said once for all of them, others say their own."""
    counts = Counter(remarks(line) for side in sides for line in side)
    return min(counts, key=lambda said: (-counts[said], said)) if counts else ""


def _held(view: View, lines: Sequence[Bearing], usual: str) -> tuple[Run, ...]:
    """Return the numbers of *lines*, those of which the same is to be said together."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(remarks(line), []).append(line.finding)
    found: list[Run] = []
    for said, findings in groups.items():
        found += [Run(" ; ")] * bool(found) + [*view.links(iter(findings))]
        if said != usual:
            found.append(Run(f" ({said or 'sans réserve'})"))
    return tuple(found) or text("—")
