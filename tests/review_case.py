"""A case for the tests of the review: one invented piece of text, findings made by hand, no analysis to wait for."""

import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evidence.case import Case
from evidence.matching.by_hand import made_by_hand
from evidence.model import Finding, Span
from evidence.store.case_files import Analysed
from evidence.web.application import make
from evidence.web.desk import Desk
from evidence.web.security import Guard

PORT = 40123
_KEPT: list[tempfile.TemporaryDirectory[str]] = []  # gone with the process
LINES = (
    ("isolation", "affirmed", "Marc Inventé m'a interdit de voir ma sœur, phrase {n}."),
    ("assets", "denied", "Marc Inventé ne m'a jamais demandé d'argent, phrase {n}."),
    ("violence", "hypothetical", "S'il m'avait frappée <b>fort</b>, phrase {n}."),
)


def a_case(folder: Path, count: int = 6, pieces: int = 1) -> Case:
    """Return a case in *folder* with *count* findings over *pieces* texts."""
    each = -(-count // pieces)
    files = folder / "pieces"
    files.mkdir(parents=True)
    for number in range(pieces):
        rows = [LINES[n % 3][2].format(n=n) for n in range(number * each, min((number + 1) * each, count))]
        (files / f"audition-{number:03}.txt").write_text("\n".join(["Propos recueillis.", *rows, "Fin."]), "utf-8")
    case = Case.create(folder / "affaire")
    case.ingest([files])
    found: list[Finding] = []
    n = 0
    for piece in case.pieces():
        document = piece.reading.document
        assert document is not None
        at = document.text.index("\n") + 1
        while n < count and not document.text.startswith("Fin.", at):
            end = document.text.index("\n", at)
            criterion, status, _ = LINES[n % 3]
            made = made_by_hand(
                document,
                Span(start=at, end=end),
                criterion=criterion,
                status=status,
                agent="Marc Inventé",
                patient="Claire Inventée",
            )  # type: ignore[arg-type]  # our own words
            found.append(made)
            at, n = end + 1, n + 1
    assert n == count
    stamp = Desk(case=case, reviewer="").catalogue.stamp
    case._keep(Analysed(findings=tuple(found)), {"catalogue": stamp, "model": "", "model_hash": ""})
    return case


@cache
def _made(count: int) -> Path:
    _KEPT.append(tempfile.TemporaryDirectory(prefix="emprise-review-"))
    return a_case(Path(_KEPT[-1].name), count).folder


def a_copy(folder: Path, count: int = 24) -> Case:
    """Return a case of its own in *folder*, copied from one made once: to ingest takes a second."""
    return Case(Path(shutil.copytree(_made(count), folder / "affaire")))


class Browser:
    """A browser that took the token of *desk*: ``get`` and ``post`` as a page of ours would."""

    def __init__(self, desk: Desk) -> None:
        self.guard = Guard(port=PORT)
        self.client = make(desk, self.guard).test_client()
        self.base = f"http://{self.guard.host}"
        self.entered = self.client.get(self.guard.address.removeprefix(self.base), base_url=self.base)

    def get(self, path: str, **more: object):  # type: ignore[no-untyped-def]  # werkzeug's TestResponse
        return self.client.get(path, base_url=self.base, **more)  # type: ignore[arg-type]

    def post(self, path: str, form: Mapping[str, object], origin: str | None = "", csrf: str | None = None):  # type: ignore[no-untyped-def]
        headers = {} if origin is None else {"Origin": origin or self.base}
        data = {"csrf": self.guard.csrf if csrf is None else csrf, **form}
        return self.client.post(path, base_url=self.base, data=data, headers=headers)
