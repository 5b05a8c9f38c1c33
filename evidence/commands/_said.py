"""How a line of teaching shows in a terminal; the options and the opening of a catalogue that its commands share."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from evidence.catalogue import Catalogue
from evidence.errors import PartialError
from evidence.teaching.said import Said

STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True},
    "soft": {"dim": True},
    "affirmed": {"fg": "red"},
    "denied": {"fg": "green"},
    "hypothetical": {"fg": "yellow"},
    "reported": {"fg": "blue"},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "changed": {"fg": "yellow"},
}


def say(lines: Iterable[Said]) -> None:
    """Print *lines*; click drops the colours where the output is not a terminal."""
    for line in lines:
        style = STYLES.get(line.kind, {})
        click.echo(click.style(line.text, **style) if style and line.text else line.text)  # type: ignore[arg-type]


@contextlib.contextmanager
def opened(rules: Path | None) -> Iterator[Catalogue]:
    """Give the catalogue without its faulty files; each mistake is told on stderr first.

    Raises:
        PartialError: at the end, when a file was left out: the rest was shown.
    """
    from evidence import catalogue

    loaded, mistakes = catalogue.read(*([rules] if rules else []))
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    yield loaded
    if mistakes:
        count = len({mistake.file for mistake in mistakes})
        what = "fichier de règles est laissé" if count == 1 else "fichiers de règles sont laissés"
        raise PartialError(
            f"{count} {what} de côté ; le reste du catalogue est montré.", "Corrigez ces lignes : emprise rules check"
        )
