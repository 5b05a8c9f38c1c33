"""The matrix of a paper: short where one reads quickly, whole in its grids, nothing lost between the two."""

import dataclasses
from collections import Counter

from evidence.dossier.legal_view import grids, remarks
from evidence.dossier.paper import Block, Heading, Paper, Table, Words, quotes
from evidence.dossier.papers import make
from evidence.dossier.parts_matrix import _letter
from evidence.dossier.record import Dossier
from evidence.dossier.typography import HARD
from tests.dossier_case import flat, under


def words(blocks: list[Block]) -> str:
    return flat("\n".join(block.words for block in blocks if isinstance(block, Words)))


def test_an_element_without_any_passage_is_on_one_line_of_its_grid_and_in_no_row(
    dossier: Dossier, synthese: Paper
) -> None:
    empty = 0
    for rank, grid in enumerate(grids(dossier), 1):
        blocks = under(synthese, f"grille-{rank}", 3)
        lines = [line for line in words(blocks).splitlines() if line.startswith("Manquants :")]
        rows = [row[0][0].words for block in blocks if isinstance(block, Table) for row in block.rows]
        missing = [row for row in grid.rows if not (row.supported or row.contradicted or row.to_verify)]
        empty += len(missing)
        assert len(lines) == bool(missing)
        assert all(flat(f"{row.name} (") in lines[0] for row in missing)
        assert len(rows) + len(missing) == len(grid.rows)
    assert empty > 5


def test_each_passage_of_the_matrix_keeps_its_number_and_what_must_be_known_of_it(
    dossier: Dossier, synthese: Paper
) -> None:
    numbers = dict(dossier.numbers)
    legend = next(block for block in under(synthese, "annexe") if isinstance(block, Table))
    letters = {row[1][0].words: row[0][0].words for row in legend.rows}
    assert len(set(letters.values())) == len(letters)
    for rank, grid in enumerate(grids(dossier), 1):
        blocks = under(synthese, f"grille-{rank}", 3)
        expected = Counter(
            numbers[line.finding]
            for row in grid.rows
            for side in (row.supported, row.contradicted, row.to_verify)
            for line in {line.finding: line for line in side}.values()
        )
        cells = [
            run for block in blocks if isinstance(block, Table) for row in block.rows for cell in row for run in cell
        ]
        found = Counter(int(run.words.split(HARD)[1]) for run in cells if run.words.startswith("n°"))
        assert found == expected
        held = {row.name: row for row in grid.rows}
        table = next((block for block in blocks if isinstance(block, Table)), Table("", (), ()))
        for row in table.rows:
            element = held[row[0][0].words.rpartition(" (")[0]]
            for cell, lines in zip(row[1:4], (element.supported, element.contradicted, element.to_verify), strict=True):
                said = " ".join(run.words for run in cell)
                assert all(f"({letters[remarks(line)]})" in said for line in lines)


def test_the_overview_leads_to_every_grid_and_counts_each_element_once(dossier: Dossier, synthese: Paper) -> None:
    tables = [block for block in synthese.blocks if isinstance(block, Table) and "éléments comptés" in block.caption]
    rows = [row for table in tables for row in table.rows]
    assert sorted(row[0][0].to for row in rows) == sorted(f"grille-{n}" for n in range(1, len(grids(dossier)) + 1))
    by_anchor = {row[0][0].to: row for row in rows}
    for rank, grid in enumerate(grids(dossier), 1):
        counts = [int(cell[0].words) for cell in by_anchor[f"grille-{rank}"][2:6]]
        assert sum(counts) == len(grid.rows)


def test_what_is_read_in_an_hour_comes_before_the_findings_and_the_grids(synthese: Paper) -> None:
    anchors = [block.anchor for block in synthese.blocks if isinstance(block, Heading) and block.level == 2]
    assert anchors.index("synthese") < anchors.index("matrice") < anchors.index("charge") < anchors.index("annexe")
    assert all(anchor.startswith("annexe") for anchor in anchors[anchors.index("methode") + 1 :])


def test_a_letter_follows_the_alphabet_and_goes_on_after_it() -> None:
    assert [_letter(rank) for rank in (0, 25, 26, 27, 51, 52, 701, 702)] == "a z aa ab az ba zz aaa".split()


def test_a_case_without_any_passage_says_so(dossier: Dossier) -> None:
    paper = make(dataclasses.replace(dossier, findings=(), matrix=(), gaps=()), "synthese")
    assert words(list(paper.blocks)).count("Aucun passage ne porte sur un élément légal.") == 2
    assert not quotes(paper)
