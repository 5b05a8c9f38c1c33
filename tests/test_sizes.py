"""Rooms stay small, names say something, words live in YAML."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.joinpath("evidence").rglob("*.py"), *ROOT.joinpath("training").rglob("*.py"), ROOT / "cli.py"])
TESTS = sorted(ROOT.joinpath("tests").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
# Where regular expressions are the right tool: raw text that no tokenizer has seen.
RE_ROOMS = {"readers", "people"}
RE_FILES = {
    "catalogue/phrase.py",
    "language/dates.py",
    "language/amounts.py",
    "language/identifiers.py",
    "language/sentences.py",
    "language/structure.py",
}
name = lambda path: str(path.relative_to(ROOT))  # noqa: E731


@pytest.mark.parametrize("path", FILES + TESTS, ids=name)
def test_a_file_holds_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES + TESTS, ids=name)
def test_a_file_name_says_what_is_in_it(path: Path) -> None:
    assert path.stem.lstrip("_") not in VAGUE


@pytest.mark.parametrize("path", [p for p in FILES if "evidence" in p.parts], ids=name)
def test_no_list_of_words_is_written_in_python(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            strings = [e for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            assert len(strings) <= 12, f"{path}:{node.lineno}: {len(strings)} strings belong in rules/"


@pytest.mark.parametrize("path", [p for p in FILES if "evidence" in p.parts], ids=name)
def test_regular_expressions_stay_where_raw_text_is_read(path: Path) -> None:
    inside = path.relative_to(ROOT / "evidence")
    if inside.parts[0] in RE_ROOMS or str(inside) in RE_FILES:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert "re" not in names
