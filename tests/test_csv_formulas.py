"""No CSV of ours holds a cell that a spreadsheet would run: what begins as a formula is written as text."""

import ast
import csv
import dataclasses
import io
from pathlib import Path

import pytest

from evidence import catalogue
from evidence.commands import _findings, _pieces, timeline
from evidence.dossier.record import Dossier
from evidence.graph import tables

ROOT = Path(__file__).parents[1]
FORMULAS = ("=HYPERLINK(1)", "+33 600", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1")
# Every module that writes CSV; a test below for each.
WRITERS = {"commands/_findings.py", "commands/_pieces.py", "commands/timeline.py", "graph/tables.py"}


def harmless(text: str) -> bool:
    """Tell whether no cell of *text*, which says what it was given, begins as a formula; « -> » is ours."""
    found = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
    assert any("HYPERLINK" in cell or "33 600" in cell or "1+1" in cell or "SUM" in cell for cell in found)
    return not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in found if cell != "->")


def test_every_module_that_writes_csv_is_tried_here() -> None:
    found = set()
    for path in (ROOT / "evidence").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter"):
                found.add(str(path.relative_to(ROOT / "evidence")))
    assert found == WRITERS


@pytest.mark.parametrize("formula", FORMULAS)
def test_findings_hold_no_formula(formula: str, dossier: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    row = dataclasses.replace(dossier.findings[0], quote=formula, document=formula, speaker=formula, people=(formula,))
    _findings.show([row], "csv", catalogue.load)
    assert harmless(capsys.readouterr().out)


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_list_of_pieces_holds_no_formula(
    formula: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {item.name: formula for item in dataclasses.fields(_pieces.CustodyRow)}
    monkeypatch.setattr(_pieces, "_row", lambda _: _pieces.CustodyRow(**given))
    _pieces.show([object()], "csv")  # type: ignore[list-item]
    assert harmless(capsys.readouterr().out)


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_chronology_holds_no_formula(formula: str) -> None:
    assert harmless(timeline._rows((("date",), (formula,)), "csv"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_tables_of_the_network_hold_no_formula(formula: str) -> None:
    assert harmless(tables._csv(("a",), [(formula,)]).decode("utf-8-sig"))
