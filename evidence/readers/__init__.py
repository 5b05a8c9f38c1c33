"""file -> Document: every file is read, or named with its reason."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from evidence import registry
from evidence.errors import UsageError
from evidence.model import Document, Reading
from evidence.readers import _many, _reading
from evidence.readers._near import Near, near
from evidence.readers._page_image import PageImage as PageImage
from evidence.readers._reader import Reader, no_beat


@cache
def all_readers() -> dict[str, Reader]:
    """Return the readers of this folder by name, in the order in which they are asked: by rank, then by name."""
    import evidence.readers as here

    found = registry.discover(here, "READER", Reader)
    return dict(sorted(found.items(), key=lambda item: item[1].rank))


def read(
    path: Path, name: str | None = None, *, passwords: Iterable[str] = (), beat: Callable[[], None] = no_beat
) -> tuple[Reading, ...]:
    """Return the reading of the file, then those of its attachments or members, each after its container.

    *name* is the name to show and to guess from (the path by default). Bad content never raises: it is a reading
    with its outcome and reason. The file is opened for reading only.

    Raises:
        UsageError: there is no such file.
    """
    path = Path(path)
    shown = str(path) if name is None else name
    if not path.is_file():
        raise UsageError(
            f"{shown} : ce fichier n'existe pas ou n'est pas un fichier.",
            "Vérifiez le chemin ; pour un dossier, donnez les fichiers qu'il contient.",
        )
    return _reading.read_file(path, shown, all_readers(), tuple(passwords), beat)


def read_bytes(
    content: bytes, name: str, *, passwords: Iterable[str] = (), beat: Callable[[], None] = no_beat
) -> tuple[Reading, ...]:
    """Return the readings of *content* as :func:`read` does for a file called *name*."""
    return _reading.read_content(content, name, all_readers(), tuple(passwords), beat)


def read_many(
    paths: Iterable[Path],
    *,
    jobs: int = 1,
    passwords: Iterable[str] = (),
    progress: Callable[[Path, tuple[Reading, ...]], None] | None = None,
    seconds: float = _many.SECONDS,
    memory: int = _many.MEMORY,
    names: Sequence[str] = (),
) -> Iterator[tuple[Path, tuple[Reading, ...]]]:
    """Yield each path with its readings, in the order given, each parsed in a child process.

    A crash, a hang (more than *seconds* without a sign of life) or more than *memory* bytes costs that file alone:
    its reading says so. *progress* is called with each result. *names* are those to give to the pieces (the paths by
    default). Closing the generator ends the children.
    """
    return _many.read_many(paths, jobs, tuple(passwords), progress, seconds, memory, names)


def read_together(
    paths: Iterable[Path], *, jobs: int = 1, passwords: Iterable[str] = (), names: Sequence[str] = ()
) -> Iterator[list[tuple[Path, tuple[Reading, ...]]]]:
    """Yield what :func:`read_many` does, in the same order, the files whose readings are there by now together.

    So that who keeps them may write once for several; a slow file holds none back that was read before it.
    """
    return _many.read_together(paths, jobs, tuple(passwords), names=names)


def absent(name: str, reason: str) -> Reading:
    """Return the reading of what no byte could be read of, and why."""
    return _reading.absent(name, reason)


def near_duplicates(documents: Iterable[Document]) -> list[Near]:
    """Return the pairs of documents that are nearly the same, by the ids of their sources, with what they share."""
    return near((document.source.id, document.text) for document in documents)


def page_image(content: bytes, number: int) -> PageImage:
    """Return page *number* (from 1) of a PDF or an image as PNG, with its size in the unit of the boxes of its blocks.

    Raises:
        ReadError: the file is neither, is damaged, or has no such page.
    """
    from evidence.readers import _page_image

    return _page_image.page_image(content, number)
