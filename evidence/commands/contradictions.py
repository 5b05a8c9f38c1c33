"""Met côte à côte ce que des pièces disent de contraire ou de semblable ; donne les lectures du réseau et l’argent."""

import json
from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option(
    "--show",
    type=click.Choice(["contradictions", "concordances", "lectures", "argent"]),
    default="contradictions",
    show_default=True,
    help="Ce qui est montré.",
)
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@PSEUDONYMS
def COMMAND(case: Path, show: str, shape: str, key: Path | None) -> None:
    """Print what pieces say against each other or alike, the readings of the network, or the money."""
    from evidence.case import Case
    from evidence.commands import _contrasts
    from evidence.commands._network import network_of
    from evidence.store.records import plain

    network, _ = network_of(Case(case), key)
    records = _contrasts.records(network, show)
    if shape == "json":
        click.echo(json.dumps([plain(item) for item in records], ensure_ascii=False, indent=1, default=str))
    else:
        for line in _contrasts.lines(records):
            click.echo(line)
