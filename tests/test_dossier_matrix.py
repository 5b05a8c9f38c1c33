"""The matrix of a paper: short where one reads quickly, whole in its grids, nothing lost between the two."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

from evidence.dossier.legal_view import PARTS, grids, remarks
from evidence.dossier.paper import Block, Heading, Paper, Run, Table, Words, quotes
from evidence.dossier.papers import make
from evidence.dossier.parts_matrix import _bundles, _letter
from evidence.dossier.record import Dossier
from evidence.dossier.typography import HARD
from evidence.dossier.view import View
from tests.dossier_case import flat, under


def words(blocks: list[Block]) -> str:
    return flat("\n".join(block.words for block in blocks if isinstance(block, Words)))


def cells(found: list[Block]) -> list[tuple[tuple[Run, ...], ...]]:
    """Return the rows of the tables among blocks."""
    return [row for block in found if isinstance(block, Table) for row in block.rows]


def numbers_of(runs: Iterable[Run]) -> Counter[int]:
    """Return the numbers of findings of a cell: « n° 12, 14 »."""
    return Counter(int(run.words.removeprefix(f"n°{HARD}")) for run in runs if run.to)


def test_an_element_without_any_passage_is_on_a_line_of_its_grid_and_in_no_row(
    dossier: Dossier, synthese: Paper
) -> None:
    empty = 0
    for rank, bundle in enumerate(_bundles(View(dossier)), 1):
        blocks = under(synthese, f"grille-{rank}", 4)
        rows = [row for grid in bundle for row in grid.rows]
        lack = {row.name for row in rows if not (row.supported or row.contradicted or row.to_verify)}
        if not (bundle[0].harmed and bundle[0].accused):
            # Of persons whom no passage names together, what lacks is counted.
            counted = f"Sans passage : {len(lack)} éléments du texte sur {len({row.name for row in rows})}"
            assert (counted in words(blocks)) == bool(lack)
            continue
        absent = "\n".join(line for line in words(blocks).splitlines() if line.startswith("Sans passage – "))
        # A list already given is led back to: what it holds is looked for there.
        for part, other in re.findall(r"([^;–]+) : comme dans la grille (\d+)", absent):
            there = words(under(synthese, f"grille-{other}", 4))
            assert f"{part.strip()} : " in there
            absent += there
        told = " ; ".join(flat(row[0][0].words) for row in cells(blocks))
        for row in rows:
            has = bool(row.supported or row.contradicted or row.to_verify)
            assert (flat(row.name) in told) >= has
            assert has or flat(row.name).removeprefix("Aggravation : ").removeprefix("Exclusion : ") in absent
            empty += not has
    assert empty > 5


def test_each_passage_of_the_matrix_keeps_its_number_and_what_must_be_known_of_it(
    dossier: Dossier, synthese: Paper
) -> None:
    numbers = dict(dossier.numbers)
    legend = next(block for block in under(synthese, "annexe") if isinstance(block, Table))
    letters = {row[1][0].words: row[0][0].words for row in legend.rows}
    assert len(set(letters.values())) == len(letters)
    for rank, bundle in enumerate(_bundles(View(dossier)), 1):
        table = cells(under(synthese, f"grille-{rank}", 4))
        for row in [row for grid in bundle for row in grid.rows]:
            sides = (row.supported, row.contradicted, row.to_verify)
            if not any(sides):
                continue
            expected = [{numbers[line.finding]: letters[remarks(line)] for line in side} for side in sides]
            held = [line for line in table if row.name in line[0][0].words]
            assert any(
                all(
                    set(numbers_of(cell)) == set(side)
                    and all(f"({letter})" in "".join(run.words for run in cell) for letter in side.values())
                    for cell, side in zip(line[1:4], expected, strict=True)
                )
                for line in held
            )


def test_elements_of_which_all_is_the_same_are_one_row_and_versions_that_differ_are_told_apart(
    dossier: Dossier,
) -> None:
    element = next(row for row in dossier.matrix if row.supported)
    twin = dataclasses.replace(element, element="autre", name="Autre élément")
    later = dataclasses.replace(element.law, version="suite", start=dt.date(2031, 1, 1))
    bare = dataclasses.replace(element, version="suite", law=later, supported=(), contradicted=(), to_verify=())
    paper = make(dataclasses.replace(dossier, matrix=(element, twin, bare), gaps=()), "synthese")
    blocks = under(paper, "grille-1", 4)
    assert [flat(row[0][0].words) for row in cells(blocks)] == [
        f"{element.name}, version 1 ({PARTS[element.part]}) ; Autre élément, version 1 ({PARTS[element.part]})"
    ]
    assert f"{element.name}, version 2" in words(blocks)


def test_the_overview_leads_to_every_grid_and_counts_each_element_once(dossier: Dossier, synthese: Paper) -> None:
    tables = [block for block in synthese.blocks if isinstance(block, Table) and "éléments comptés" in block.caption]
    rows = [row for table in tables for row in table.rows]
    ranked = [(rank, grid) for rank, bundle in enumerate(_bundles(View(dossier)), 1) for grid in bundle]
    assert [row[0][0].to for row in rows] == [f"grille-{rank}" for rank, _ in ranked]
    assert len(rows) == len(grids(dossier))
    for row, (_, grid) in zip(rows, ranked, strict=True):
        assert sum(int(cell[0].words) for cell in row[2:6]) == len(grid.rows)


def test_what_is_read_in_an_hour_comes_before_the_findings_and_the_grids(synthese: Paper) -> None:
    anchors = [block.anchor for block in synthese.blocks if isinstance(block, Heading) and block.level == 2]
    assert anchors.index("synthese") < anchors.index("matrice") < anchors.index("charge") < anchors.index("annexe")
    assert all(anchor.startswith("annexe") for anchor in anchors[anchors.index("methode") + 1 :])


def test_a_letter_follows_the_alphabet_and_goes_on_after_it() -> None:
    assert [_letter(rank) for rank in (0, 25, 26, 27, 51, 52, 701, 702)] == "a z aa ab az ba zz aaa".split()


def test_a_case_without_any_passage_says_so(dossier: Dossier) -> None:
    paper = make(dataclasses.replace(dossier, findings=(), matrix=(), gaps=()), "synthese")
    assert words(list(paper.blocks)).count("Aucun passage retenu ne porte sur un élément légal.") == 2
    assert not quotes(paper)
