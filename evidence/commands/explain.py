"""Dit, pour une phrase, ce qui est relevé et pourquoi, et ce qui l’aurait presque été."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("words", metavar="TEXTE")
@click.option("--criterion", "-c", "ids", multiple=True, metavar="ID", help="Ne regarde que ce critère (répétable).")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
def COMMAND(words: str, ids: tuple[str, ...], rules: Path | None) -> None:
    """Print each finding of the text with its rule, its words and its cues; then the near misses."""
    from evidence.matching.check import checker, wanted

    tool, mistakes = checker(*([rules] if rules else []))
    for mistake in mistakes:
        click.echo(mistake, err=True)
    if ids:
        wanted(tool.matcher.catalogue, ids)
    for line in tool.tried(words, ids):
        click.echo(line)
