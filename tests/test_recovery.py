"""A kill at any moment, a full disk, a read-only folder, two processes: nothing is lost, and it is said."""

import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from evidence.case import Case, check
from evidence.errors import CaseError, ConflictError
from evidence.model import Review
from evidence.store import lock
from evidence.store.searching import index_of
from tests.test_commands import ROOT, emprise
from tests.test_decisions import WHO

# Kills of each kind of work: 210 in all.
KILLS = 70
# Seconds after which a kill comes at the latest: a slow machine must not make the whole last longer than minutes.
LATEST = 1.5
SENTENCES = (
    "Il m'a interdit de voir ma sœur.",
    "Elle ne m'a jamais frappée.",
    "Il m'a soutiré 8 000 euros en mars 2019.",
    "Nous dormions quatre heures par nuit.",
)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """Give a folder in memory where there is one: a kill is the same there, and a hundred syncs cost nothing."""
    if not Path("/dev/shm").is_dir():  # noqa: S108 (where it is)
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        yield Path(name)


@pytest.fixture
def pieces(tmp_path: Path) -> Path:
    folder = tmp_path / "pieces"
    folder.mkdir()
    for rank in range(8):
        text = f"Pièce {rank}.\n" + "\n".join(SENTENCES[rank % 4 :]) + "\n"
        (folder / f"{rank}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Return a maker of processes that have the pipeline loaded already: a kill falls in the work, not in an import."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed"])
    with pytest.MonkeyPatch.context() as world:
        world.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
        world.setenv("EMPRISE_TESTS_PRELOAD", "1")
        multiprocessing.forkserver.ensure_running()
    return context


def killed(
    context: ForkServerContext, work: Callable[..., None], folder: Path, pieces: Path, after: float
) -> list[str]:
    """Run *work*, kill it *after* so many seconds, and return what it had said was done."""
    heard, done = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(work.__name__, folder, pieces, done))
    process.start()
    done.close()
    process.join(after)
    process.kill()
    process.join()
    said = b""
    while part := os.read(heard.fileno(), 65_536):
        said += part
    heard.close()
    return said.decode().splitlines()


def _call(name: str, folder: Path, pieces: Path, done: Connection) -> None:
    import tests.killed

    getattr(tests.killed, name)(folder, pieces, done.fileno())


def whole_time(context: ForkServerContext, work: Callable[..., None], folder: Path, pieces: Path) -> float:
    """Return how long *work* takes on a copy of the case when nobody kills it, LATEST at most."""
    copy = folder.with_name("mesure")
    if folder.exists():
        shutil.copytree(folder, copy)
    before = time.monotonic()
    killed(context, work, copy, pieces, 120)
    spent = time.monotonic() - before
    shutil.rmtree(copy)
    return min(spent, LATEST)


def clean(folder: Path) -> None:
    assert check(folder).broken == ()


@pytest.mark.slow
def test_a_kill_during_an_ingestion_loses_no_piece(processes: ForkServerContext, tmp_path: Path, pieces: Path) -> None:
    from tests import killed as work

    chance = random.Random(61)  # noqa: S311 (moments, not a secret)
    folder = tmp_path / "affaire"
    killed(processes, work.ingest, tmp_path / "essai", pieces, 120)
    span = whole_time(processes, work.ingest, folder, pieces)
    cut = 0
    for _ in range(KILLS):
        said = killed(processes, work.ingest, folder, pieces, chance.uniform(0, span * 1.05))
        cut += len(said) < 8
        if (folder / "affaire.db").is_file():
            clean(folder)
            names = [piece.source.name for piece in Case(folder).pieces()]
            assert set(said) <= set(names)
            assert len(names) == len(set(names))
        if len(said) == 8:
            shutil.rmtree(folder)
    assert cut > KILLS / 2  # most kills fell inside the work
    Case.create(folder).ingest([pieces])
    clean(folder)
    assert [piece.number for piece in Case(folder).pieces()] == list(range(1, 9))


@pytest.mark.slow
def test_a_kill_during_an_analysis_leaves_the_old_or_the_new_one(
    processes: ForkServerContext, tmp_path: Path, pieces: Path
) -> None:
    from tests import killed as work

    chance = random.Random(62)  # noqa: S311 (moments, not a secret)
    folder = tmp_path / "affaire"
    case = Case.create(folder)
    case.ingest([pieces])
    killed(processes, work.analyze, folder, pieces, 120)
    full = len(Case(folder).findings())
    assert full > 8
    case.decide(Review(finding=Case(folder).findings()[0].id, verdict="accepted", **WHO))
    span = whole_time(processes, work.analyze, folder, pieces)
    lines = len(list(Case(folder).journal()))
    cut = 0
    for _ in range(KILLS):
        said = killed(processes, work.analyze, folder, pieces, chance.uniform(0, span * 1.05))
        cut += not said
        clean(folder)
        now = Case(folder)
        assert len(now.findings()) == full
        assert len(now.reviews()) == 1
        added = len(list(now.journal())) - lines
        assert added >= len(said)
        lines += added
    assert cut > KILLS / 2


@pytest.mark.slow
def test_a_kill_during_a_review_loses_no_decision_that_was_acknowledged(
    processes: ForkServerContext, tmp_path: Path, pieces: Path
) -> None:
    from tests import killed as work

    chance = random.Random(63)  # noqa: S311 (moments, not a secret)
    folder = tmp_path / "affaire"
    Case.create(folder).ingest([pieces])
    span = whole_time(processes, work.review, folder, pieces)
    known: list[int] = []
    cut = 0
    for _ in range(KILLS):
        said = killed(processes, work.review, folder, pieces, chance.uniform(0, span * 0.7))
        known += [int(number) for number in said]
        cut += len(said) < 60
        clean(folder)
        numbers = [item.number for item in Case(folder).history()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert set(known) <= set(numbers)
    assert cut > KILLS / 2


@pytest.mark.slow
def test_real_commands_killed_at_random_leave_a_case_that_goes_on(tmp_path: Path, pieces: Path) -> None:
    chance = random.Random(64)  # noqa: S311 (moments, not a secret)
    folder = tmp_path / "affaire"
    for _ in range(12):
        for command in (
            ["ingest", str(folder), str(pieces)],
            ["analyze", str(folder)],
            ["search", str(folder), "sœur"],
        ):
            process = subprocess.Popen(
                [sys.executable, "-m", "evidence", *command],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 3))
            process.kill()
            process.wait()
            if (folder / "affaire.db").is_file():
                clean(folder)
    assert emprise("ingest", str(folder), str(pieces)).returncode == 0
    assert emprise("analyze", str(folder)).returncode == 0
    assert emprise("search", str(folder), "sœur").returncode == 0
    clean(folder)
    assert len(Case(folder).pieces()) == 8


@contextlib.contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """Give a disk of *size*; skips where mounting is not allowed."""
    folder = Path(tempfile.mkdtemp())
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip("mounting a small disk is not allowed here (needs root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path) -> Path:
    """Fill the disk of *folder* to the last byte; return the file to delete."""
    path = folder / "plein"
    with path.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while out.write(bytes(512)):
            pass
    return path


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, pieces: Path) -> None:
    with small_disk("1m") as disk:
        case = Case.create(disk / "affaire")
        case.ingest([pieces / "0.txt"])
        plug = fill(disk)
        for act in (
            lambda: case.ingest([pieces]),
            lambda: case.decide(Review(finding="x", verdict="accepted", **WHO)),
            lambda: Case.create(disk / "autre"),
        ):
            with pytest.raises(CaseError) as raised:
                act()
            assert raised.value.advice
        assert check(disk / "affaire").broken == ()
        assert [piece.source.name for piece in case.pieces()] == ["0.txt"]
        plug.unlink()
        case.ingest([pieces])
        case.decide(Review(finding="x", verdict="accepted", **WHO))
        assert check(disk / "affaire").broken == ()
        assert len(case.pieces()) == 8
        case.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 512, 4_096, 20_000, 60_000])
def test_a_limit_on_files_is_as_a_full_disk(tmp_path: Path, pieces: Path, room: int) -> None:
    folder = tmp_path / "affaire"
    Case.create(folder).ingest([pieces / "0.txt"])
    limit = (folder / "affaire.db").stat().st_size + room - 40_000
    text = "".join(f"Ligne {rank} de la pièce.\n" for rank in range(4_000))
    (pieces / "long.txt").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "evidence", "ingest", str(folder), str(pieces / "long.txt")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (max(limit, 0), max(limit, 0))),
    )
    assert done.returncode == 6, done.stderr
    assert "Erreur" in done.stderr
    assert check(folder).broken == ()
    assert len(Case(folder).pieces()) == 1


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make *folder* read-only: by its modes, or, for root whom modes do not stop, by a read-only mount."""
    if os.geteuid() == 0:
        here = str(folder)
        for words in (["mount", "--bind", here, here], ["mount", "-o", "remount,ro,bind", here]):
            if subprocess.run(words, capture_output=True, check=False).returncode:
                pytest.skip("root, and mounting is not allowed here: no folder can be made read-only")
        try:
            yield
        finally:
            subprocess.run(["umount", here], check=True)
        return
    inside = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in inside]
    for path in reversed(inside):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path, mode in zip(inside, modes, strict=True):
            path.chmod(mode)


def test_a_read_only_case_is_read_searched_and_verified_and_says_that_it_cannot_be_written(
    tmp_path: Path, pieces: Path
) -> None:
    folder = tmp_path / "affaire"
    Case.create(folder).ingest([pieces / "0.txt"])
    affaire = str(folder)
    with read_only(folder):
        assert emprise("verify", affaire).returncode == 0
        assert "interdit" in emprise("text", affaire, "1").stdout
        found = emprise("search", affaire, "soeur")
        assert (found.returncode, "sœur" in found.stdout) == (0, True), found.stderr
        for words in (["ingest", affaire, str(pieces)], ["purge", affaire, "--keep-until", "2030-01-01"]):
            done = emprise(*words)
            assert done.returncode == 6, done.stderr
            assert "lecture seule" in done.stderr
        assert emprise("verify", affaire).returncode == 0


def test_two_processes_on_one_case_are_told_of_each_other(tmp_path: Path, pieces: Path) -> None:
    folder = tmp_path / "affaire"
    case = Case.create(folder)
    case.ingest([pieces])
    with lock.held(folder, "analyze"):
        done = emprise("ingest", str(folder), str(pieces))
        assert done.returncode == 6
        assert "emprise analyze, processus" in done.stderr
        assert emprise("text", str(folder), "1").returncode == 0
        with pytest.raises(ConflictError), lock.held(folder, "ingest", patience=0):
            pass
    assert emprise("ingest", str(folder), str(pieces)).returncode == 0


def test_decisions_of_two_processes_are_all_kept(tmp_path: Path, pieces: Path) -> None:
    folder = tmp_path / "affaire"
    Case.create(folder).ingest([pieces])
    code = (
        "import datetime as dt, sys; from pathlib import Path; from evidence.case import Case; "
        "from evidence.model import Review\n"
        "case = Case(Path(sys.argv[1]))\n"
        "for rank in range(25): case.decide(Review(finding=f'{sys.argv[2]}{rank}', verdict='accepted', "
        "reviewer=sys.argv[2], at=dt.datetime.now(dt.UTC)))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(folder), name], cwd=ROOT) for name in "ab"]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(Case(folder).history()) == 50
    clean(folder)


def test_an_index_that_was_damaged_or_deleted_is_made_again(tmp_path: Path, pieces: Path) -> None:
    case = Case.create(tmp_path / "affaire")
    case.ingest([pieces])
    with index_of(case) as index:
        assert index.search("soeur").pages == 2
    (case.folder / "recherche.db").write_bytes(b"abc" * 1_000)
    with pytest.raises(CaseError) as raised, index_of(case):
        pass
    assert "Supprimez" in raised.value.advice
    (case.folder / "recherche.db").unlink()
    with index_of(case) as index:
        assert index.search("soeur").pages == 2
    clean(case.folder)
