"""Montre les personnes et les groupements ; réunit, sépare, renomme, donne une qualité ; tout se reprend."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS

ACTS = {
    "réunir": "merge",
    "séparer": "split",
    "renommer": "rename",
    "qualité": "role",
    "nature": "kind",
    "confirmer": "confirm",
    "écarter": "discard",
}


@click.command(
    help=__doc__
    + """

    \b
    emprise persons AFFAIRE                                      la liste, et ce qui est à confirmer
    emprise persons AFFAIRE réunir "Claire V." "Claire Vautrin"  une seule personne
    emprise persons AFFAIRE séparer "Vautrin"                    ce nom quitte sa personne
    emprise persons AFFAIRE renommer "le maître" --as "B. Maurel"
    emprise persons AFFAIRE qualité "Nadine Forget" --as trésorière --piece 3
    emprise persons AFFAIRE nature "Le Cercle" --as group        person, group ou account
    emprise persons AFFAIRE annuler 12                           reprend la décision 12
    """
)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("act", required=False, metavar="[ACTE]")
@click.argument("names", nargs=-1, metavar="[NOM]…")
@click.option("--as", "name", default="", help="Nom, qualité ou nature à donner.")
@click.option("--piece", type=int, help="Pièce où vaut la qualité ; partout sans elle.")
@click.option("--why", default="", help="Motif, écrit au journal.")
@click.option("--format", "shape", type=click.Choice(["table", "jsonl"]), default="table", help="Forme de la sortie.")
@PSEUDONYMS
def COMMAND(
    case: Path,
    act: str | None,
    names: tuple[str, ...],
    name: str,
    piece: int | None,
    why: str,
    shape: str,
    key: Path | None,
) -> None:
    """List the identities, or decide about some of them."""
    from evidence.case import Case
    from evidence.commands import _persons

    opened = Case(case)
    if act is None:
        _persons.show(opened, shape, key)
    elif act == "annuler":
        _persons.undo(opened, names, why)
    else:
        moment = dt.datetime.now(dt.UTC)
        _persons.decide(opened, _persons.decision(act, ACTS, names, name, piece, why, moment))
