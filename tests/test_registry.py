"""One file = one plug-in, and a file that is not one is named."""

import sys
import types
from pathlib import Path

import pytest

from evidence.registry import discover


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    folder = tmp_path / "rooms_for_a_test"
    folder.mkdir()
    folder.joinpath("__init__.py").touch()
    folder.joinpath("b.py").write_text("THING = 'b'\n")
    folder.joinpath("a.py").write_text("THING = 'a'\n")
    folder.joinpath("_private.py").write_text("raise RuntimeError\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for loaded in [key for key in sys.modules if key.startswith("rooms_for_a_test")]:
        monkeypatch.delitem(sys.modules, loaded)
    import rooms_for_a_test

    return rooms_for_a_test


def test_modules_come_in_name_order_and_private_ones_are_skipped(package: types.ModuleType) -> None:
    assert list(discover(package, "THING", str).items()) == [("a", "a"), ("b", "b")]


def test_a_module_without_the_variable_is_named(package: types.ModuleType) -> None:
    with pytest.raises(TypeError, match=r"rooms_for_a_test\.a: OTHER must be a str"):
        discover(package, "OTHER", str)
