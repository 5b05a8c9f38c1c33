"""The drawing that cannot lie: a module imports from lower rows only; modules of one row never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "evidence"

# From the top of the house to its foundations; ARCHITECTURE.md shows the same rows.
ROWS = [
    ["commands"],
    ["web"],
    ["case", "teaching"],
    ["entry", "analysis", "dossier"],
    ["assessment", "graph"],
    ["people"],
    ["matching"],
    ["language"],
    ["readers", "catalogue", "store"],
    ["resources", "registry", "jobs", "decisions"],
    ["model", "errors"],
]
HEIGHT = {room: len(ROWS) - index for index, row in enumerate(ROWS) for room in row}
FREE = {"__init__", "__main__"}
# Where spaCy and SQLAlchemy may be imported: their objects never leave these rooms.
SPACY_ROOMS = {"language", "matching"}
STORE_ROOMS = {"store"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("evidence.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_from_lower_rows_only(path: Path) -> None:
    room = room_of(path)
    if room in FREE:
        return
    for other in rooms_imported(path) - {room}:
        assert HEIGHT[other] < HEIGHT[room], f"{room} may not import {other}"


def test_every_room_has_its_row() -> None:
    assert {room_of(path) for path in MODULES} - FREE == set(HEIGHT) & {room_of(path) for path in MODULES}
    assert {room_of(path) for path in MODULES} - FREE <= set(HEIGHT)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_spacy_and_the_database_stay_in_their_rooms(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    if "spacy" in tops:
        assert room_of(path) in SPACY_ROOMS
    if "sqlalchemy" in tops:
        assert room_of(path) in STORE_ROOMS


def test_the_model_and_the_errors_need_the_standard_library_only() -> None:
    import sys

    for name in ("model.py", "errors.py"):
        tops = {item.split(".")[0] for item in imported(PACKAGE / name)}
        assert tops <= set(sys.stdlib_module_names)


def test_the_rows_are_those_of_architecture_md() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = text.split("<!-- rows -->")[1]
    lines = [line for line in drawn.splitlines() if line.startswith("| `")]
    rows = [[cell.strip(" `") for cell in line.split("|")[1].split(",")] for line in lines]
    assert rows == ROWS
