"""What one hands over -> pieces of a case: which files, in which order, each read in a child process.

Nothing under a folder is passed over in silence. The files that have been read by now are one transaction: what was
read stays read, and a second run reads nothing again.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from evidence.errors import UsageError
from evidence.model import UNREAD, Outcome, Reading
from evidence.readers import absent, read_together
from evidence.store.intake import Intake
from evidence.store.stamp import hash_of

# Threads that hash and write to the vault: both wait for the disk, and let the others run.
WRITERS = 4
# Bytes of files that are held in memory at once.
PORTION = 64 * 1024**2
_Read = tuple[Path, tuple[Reading, ...]]

_LINK = "lien symbolique, non suivi : versez le fichier lui-même."
_BROKEN = "lien symbolique vers un fichier qui n’existe pas : versez le fichier lui-même."
_SPECIAL = "ni fichier ni dossier (périphérique, tube ou prise) : rien à lire."
_CLOSED = "dossier dont la lecture est interdite ou impossible : demandez l’accès, puis relancez."


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The *files* to read, each with the name to give it, and the readings of what is *lost*: no byte can be read."""

    files: tuple[tuple[Path, str], ...]
    lost: tuple[Reading, ...]


def handed(paths: Iterable[Path]) -> Handed:
    """Return what lies under *paths*; folders are walked in name order, links are named and never followed.

    Raises:
        UsageError: a path does not exist.
    """
    files: list[tuple[Path, str]] = []
    lost: list[Reading] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path} : ce chemin n’existe pas", "Vérifiez l’orthographe et le dossier courant.")
        inside = _under(path) if path.is_dir() else iter([(path, _why(path, follow=True))])
        for item, reason in inside:
            name = str(item.relative_to(path)) if path.is_dir() and item != path else item.name
            if reason:
                lost.append(absent(name, reason))
            else:
                files.append((item, name))
    return Handed(files=tuple(files), lost=tuple(lost))


def _under(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file under *folder* with why it cannot be read, empty when it can."""
    closed: list[Path] = []
    found: list[tuple[Path, str]] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(str(error.filename)))):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [(Path(place) / name, _why(Path(place) / name)) for name in (*names, *links)]
    yield from sorted([*found, *((path, _CLOSED) for path in closed)])


def _why(path: Path, *, follow: bool = False) -> str:
    if path.is_symlink() and not (follow and path.exists()):
        return _LINK if path.exists() else _BROKEN
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""  # the reader says why
    return "" if stat.S_ISREG(mode) else _SPECIAL


def _hash(path: Path) -> str:
    """Return the SHA-256 of the bytes of *path*, empty when they cannot be read: the reader says why."""
    try:
        return hash_of(path)
    except OSError:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How to read: *passwords* to try, and how many processes.

    *again*: what an earlier run could not read, or read in part, is read once more.
    """

    passwords: tuple[str, ...] = ()
    jobs: int = 1
    again: bool = False


def enter(intake: Intake, paths: Iterable[Path], terms: Terms, progress: Callable[[str, int], None]) -> list[Reading]:
    """Put every file under *paths* into the case and return its readings, attachments included, in order.

    They come without text and bytes, which are in the case: thousands of them are held together.

    Raises:
        UsageError: a path does not exist.
    """
    given = handed(paths)
    outcomes = intake.outcomes()
    if terms.passwords:
        intake.passwords(len(terms.passwords))
    with ThreadPoolExecutor(WRITERS, thread_name_prefix="emprise-vault") as writers:
        hashes = _hashes(given.files, intake.sizes(), writers)
        return _enter(intake, given, outcomes, hashes, terms, progress, writers)


def _hashes(files: Sequence[tuple[Path, str]], sizes: frozenset[int], writers: Executor) -> list[str]:
    """Return the SHA-256 of each file that may be a piece already there, empty for those whose size says no."""
    return list(writers.map(lambda item: _hash(item[0]) if _size(item[0]) in sizes else "", files))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _enter(
    intake: Intake,
    given: Handed,
    outcomes: dict[str, frozenset[Outcome]],
    hashes: Sequence[str],
    terms: Terms,
    progress: Callable[[str, int], None],
    writers: Executor,
) -> list[Reading]:
    skipped = [identity in outcomes and not _retried(outcomes[identity], terms) for identity in hashes]
    wanted = [item for item, skip in zip(given.files, skipped, strict=True) if not skip]
    parsed = read_together(
        [path for path, _ in wanted],
        jobs=terms.jobs,
        passwords=terms.passwords,
        names=[name for _, name in wanted],
    )
    kept: list[Reading] = []
    for reading in given.lost:
        kept += intake.keep((reading,))
    fresh = _kept(intake, parsed, writers)
    for (_, name), identity, skip in zip(given.files, hashes, skipped, strict=True):
        if skip:
            kept.append(intake.known(identity, name))
            if not outcomes[identity].isdisjoint(UNREAD):  # so that nobody takes an archive for read
                kept += intake.unread_inside(identity)
        else:
            kept += next(fresh)
        progress(name, kept[-1].pages or 0)
    fresh.close()  # a generator: the children end with it
    return kept


def _kept(intake: Intake, parsed: Iterator[list[_Read]], writers: Executor) -> Generator[list[Reading], None, None]:
    """Yield the readings of each file once it is in the case, without text and bytes.

    What has been read by now is hashed again and written to the vault by several threads, then kept in one transaction.
    """
    try:
        for found in parsed:
            for some in _portions(found):
                whole = list(writers.map(partial(_held, intake), some))
                for readings in intake.keep_all(whole):
                    yield list(map(_light, readings))
    finally:
        parsed.close()  # type: ignore[attr-defined]  # a generator


def _held(intake: Intake, item: _Read) -> tuple[Reading, ...]:
    """Return the readings of one file, without bytes: these are in the vault."""
    whole = _whole(*item)
    intake.hold(whole)
    return tuple(replace(reading, content=None) for reading in whole)


def _portions(found: list[_Read]) -> Iterator[list[_Read]]:
    """Yield *found* in portions whose bytes fit together in memory."""
    some: list[_Read] = []
    weight = 0
    for item in found:
        weight += sum(reading.source.size for reading in item[1])
        if some and weight > PORTION:
            yield some
            some, weight = [], sum(reading.source.size for reading in item[1])
        some.append(item)
    if some:
        yield some


def _retried(outcomes: frozenset[Outcome], terms: Terms) -> bool:
    return (terms.again and not outcomes.isdisjoint(UNREAD)) or ("encrypted" in outcomes and bool(terms.passwords))


def _light(reading: Reading) -> Reading:
    return replace(reading, document=None, content=None)


def _whole(path: Path, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return *readings* with the bytes of the file itself; one that changed while it was read is not read."""
    first = readings[0]
    if first.content is not None:
        return readings
    try:
        content = path.read_bytes()
    except OSError as error:
        return (absent(first.source.name, f"lecture impossible ({error.strerror}) : vérifiez le support, relancez."),)
    if hashlib.sha256(content).hexdigest() != first.source.id:
        return (absent(first.source.name, "ce fichier a changé pendant qu’il était lu : relancez."),)
    return (replace(first, content=content), *readings[1:])
