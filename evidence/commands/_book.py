"""The sub-command « rules book »: the catalogue to print."""

from pathlib import Path

import click

from evidence.commands._options import RULES
from evidence.commands._said import opened


@click.command("book", help="Écrit le catalogue en un livre : page HTML hors ligne, DOCX, PDF.")
@click.option(
    "-o", "out", type=click.Path(path_type=Path), default=Path("catalogue"), show_default=True, help="Dossier."
)
@click.option("--format", "formats", default="html", show_default=True, help="Formats séparés par des virgules.")
@RULES
def BOOK(out: Path, formats: str, rules: Path | None) -> None:
    """Write the book in each format and print the paths."""
    from evidence.catalogue.teaching import Words, load
    from evidence.errors import UsageError
    from evidence.teaching import book_formats
    from evidence.teaching.book import book
    from evidence.teaching.measured import measured

    wanted = [name.strip().lower() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in book_formats.FORMATS:
            known = ", ".join(book_formats.FORMATS)
            raise UsageError(f"« {name} » n’est pas un format du livre", f"Formats : {known}")
    with opened(rules) as loaded:
        made = book(loaded, load("words", Words), measured())
        out.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            path = out / f"catalogue.{name}"
            path.write_bytes(book_formats.FORMATS[name](made))
            click.echo(str(path))
