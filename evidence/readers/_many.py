"""Many files, each parsed in a child process: what goes wrong with one costs that one alone."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence.jobs.pool import Answer, Failure, Pool
from evidence.model import Reading
from evidence.readers import _reading, _wire

# A child that shows no sign of life for this long is ended; a page of OCR takes a second or two.
SECONDS = 180.0
# Address space of one child: a 500-page PDF needs some hundreds of megabytes.
MEMORY = 4 * 1024**3
_ADVICE = "versez-le à part ou demandez-le dans un autre format"


def task(message: dict[str, Any], beat: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Return the readings of one file, in the child."""
    from evidence.readers import all_readers

    path, name = (os.fsdecode(bytes.fromhex(message[key])) for key in ("path", "name"))
    begin = time.perf_counter()
    found = _reading.read_file(Path(path), name, all_readers(), tuple(message["passwords"]), beat)
    value, blob = _wire.pack(found)
    return value | {"seconds": round(time.perf_counter() - begin, 2)}, blob


def read_many(
    paths: Iterable[Path],
    jobs: int,
    passwords: tuple[str, ...],
    progress: Callable[[Path, tuple[Reading, ...]], None] | None,
    seconds: float,
    memory: int,
    names: Sequence[str] = (),
) -> Iterator[tuple[Path, tuple[Reading, ...]]]:
    """Yield each path with its readings, in order."""
    for found in read_together(paths, jobs, passwords, seconds, memory, names):
        for path, readings in found:
            if progress is not None:
                progress(path, readings)
            yield path, readings


def read_together(
    paths: Iterable[Path],
    jobs: int,
    passwords: tuple[str, ...],
    seconds: float = SECONDS,
    memory: int = MEMORY,
    names: Sequence[str] = (),
) -> Iterator[list[tuple[Path, tuple[Reading, ...]]]]:
    """Yield the paths with their readings, in order, those that are known by now together."""
    paths = list(paths)
    names = names or [str(path) for path in paths]
    messages = (
        {"path": os.fsencode(path).hex(), "name": os.fsencode(name).hex(), "passwords": passwords}
        for path, name in zip(paths, names, strict=True)
    )
    with Pool("evidence.readers._many:task", jobs, seconds=seconds, memory=memory) as pool:
        at = 0
        for answers in pool.run_together(messages):
            files = list(zip(paths[at:], names[at:], answers, strict=False))
            at += len(answers)
            yield [(path, _readings(path, name, answer, seconds, memory)) for path, name, answer in files]


def _readings(path: Path, name: str, answer: Answer | Failure, seconds: float, memory: int) -> tuple[Reading, ...]:
    if isinstance(answer, Failure):
        return (_lost(path, name, _reason(answer, seconds, memory)),)
    try:
        first, *others = _wire.unpack(answer.value, answer.blob)
        return (replace(first, seconds=float(answer.value.get("seconds", 0.0))), *others)
    except (ValueError, KeyError, TypeError):
        return (_lost(path, name, f"la lecture a rendu une réponse incohérente : {_ADVICE}."),)


def _reason(failure: Failure, seconds: float, memory: int) -> str:
    if failure.why == "time":
        return f"lecture arrêtée après {seconds:.0f} secondes sans progrès : fichier piégé ou trop lourd ; {_ADVICE}."
    if failure.why == "memory":
        return f"lecture arrêtée : il y faut plus de {memory // 1024**2} Mo de mémoire ; {_ADVICE}."
    if failure.why == "crash":
        return f"le lecteur s'est arrêté sur ce fichier ({failure.detail}) : fichier endommagé ou piégé ; {_ADVICE}."
    return f"lecture impossible ({failure.detail}) ; {_ADVICE}."


def _lost(path: Path, name: str, reason: str) -> Reading:
    """Return the reading of a file that no child could read; its bytes are hashed as they lie."""
    try:
        content = path.read_bytes() if path.stat().st_size <= _reading.LARGEST else b""
    except OSError:
        content = b""
    return _reading.unread(name, content, reason)
