"""What every test shares: no network, golden files, the data beside the checkout."""

import os
import socket  # noqa: TID251 (to forbid it)
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from evidence.dossier.paper import Paper
    from evidence.dossier.record import Dossier

ROOT = Path(__file__).parents[1]
# Not a test: it makes files with LibreOffice's own Python.
collect_ignore = ["pieces/make.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ (then read the diff)")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail on any connection that is not to this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a connection was attempted: {address!r}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the checkout; skips where it is absent, fails where CI should have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must have ../shared beside the checkout")
        pytest.skip("../shared is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def dossier() -> "Dossier":
    """The dossier of the hand-made case (tests/sample.py)."""
    from tests.dossier_case import made

    return made()


@pytest.fixture(scope="session")
def synthese(dossier: "Dossier") -> "Paper":
    """Its synthesis."""
    from evidence.dossier.papers import make

    return make(dossier, "synthese")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/<name>, or rewrite it with --update-golden."""

    def check(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no golden file {path}: run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return check
