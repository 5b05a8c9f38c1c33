"""Dit, pour une phrase, ce qui est relevé et pourquoi, et ce qui l’aurait presque été."""

from pathlib import Path

import click

from evidence.commands._options import RULES
from evidence.commands._said import say


@click.command(help=__doc__)
@click.argument("words", metavar="TEXTE")
@click.option("--criterion", "-c", "ids", multiple=True, metavar="ID", help="Ne regarde que ce critère (répétable).")
@RULES
def COMMAND(words: str, ids: tuple[str, ...], rules: Path | None) -> None:
    """Print each finding of the text with its rule, its words and its cues; then the near misses."""
    from evidence.catalogue.teaching import Words, load
    from evidence.errors import UsageError
    from evidence.matching.check import checker
    from evidence.matching.trial import tried
    from evidence.teaching.consult import criterion_of
    from evidence.teaching.explained import explained

    if not words.strip():
        raise UsageError("il n’y a rien à expliquer : le texte est vide", 'Écrivez : emprise explain "Une phrase."')
    tool, mistakes = checker(*([rules] if rules else []))
    for mistake in mistakes:
        click.echo(mistake, err=True)
    chosen = tuple(criterion_of(tool.matcher.catalogue, identity).id for identity in ids)
    say(explained(tried(tool, words, chosen), load("words", Words)))
