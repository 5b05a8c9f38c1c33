"""Liste les pièces : notre numéro, la cote officielle, le scellé, qui les a fait entrer et quand ; entre les cotes."""

from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    help="csv : table de correspondance.",
)
@click.option("--near", is_flag=True, help="Montre les pièces presque identiques : suites de cinq mots en commun.")
@click.option("--set", "number", type=int, help="Numéro de la pièce à renseigner avec les options qui suivent.")
@click.option("--cote", help="Cote officielle (« D12 »).")
@click.option("--exhibit", default="", help="Numéro du scellé.")
@click.option("--act", default="", help="Acte de saisie.")
@click.option("--place", default="", help="Lieu de la saisie.")
@click.option("--officer", default="", help="Enquêteur qui a saisi.")
@click.option("--seized", default="", help="Date de la saisie, telle qu’à l’acte.")
@click.option(
    "--import",
    "table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Entre une table de correspondance (csv de --format csv, complétée).",
)
@PSEUDONYMS
def COMMAND(
    case: Path, shape: str, near: bool, number: int | None, table: Path | None, key: Path | None, **said: str | None
) -> None:
    """Print the table of correspondence, or add to it; our numbers never change."""
    from evidence.case import Case
    from evidence.commands import _pieces

    opened = Case(case)
    if near:
        _pieces.show_near(opened)
    elif table is not None:
        _pieces.enter_table(opened, table)
    elif number is not None:
        _pieces.enter(opened, number, said)
    else:
        from evidence.commands._pseudonyms import maybe

        _pieces.show(opened.bare_pieces(), shape, maybe(opened, key))
