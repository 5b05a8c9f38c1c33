"""Donne le réseau : qui est lié à qui, par quels passages ; dessin, page, fichiers d’échange."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import DATE, written
from evidence.commands._options import PSEUDONYMS

SHAPES = ("table", "svg", "html", "json", "gexf", "graphml", "ftm", "csv", "qdpx", "qdc")


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("--format", "shape", type=click.Choice(SHAPES), default="table", show_default=True)
@click.option("--person", default="", help="Ne garde que les liens de cette personne ou de ce groupement.")
@click.option(
    "--kind", "kinds", multiple=True, help="Ne garde qu’une sorte de lien : isolates, pays, directs, kin… ; répétable."
)
@click.option("--status", default="", help="Ne garde qu’un statut : affirmed, denied, reported, recorded.")
@click.option("--from", "first", type=DATE, help="Premier jour de la période (AAAA-MM-JJ).")
@click.option("--to", "last", type=DATE, help="Dernier jour de la période (AAAA-MM-JJ).")
@click.option("--date", "day", type=DATE, help="Date portée sur la page (aujourd’hui par défaut).")
@click.option("--fiction", is_flag=True, help="Porte « fiction » sur la page : affaire d’exercice.")
@PSEUDONYMS
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire (csv : dossier).")
def COMMAND(
    case: Path,
    shape: str,
    person: str,
    kinds: tuple[str, ...],
    status: str,
    first: dt.datetime | None,
    last: dt.datetime | None,
    day: dt.datetime | None,
    fiction: bool,
    key: Path | None,
    out: Path | None,
) -> None:
    """Write the network."""
    from evidence.case import Case
    from evidence.commands._graph import Wanted, rendered, write_tables
    from evidence.commands._network import network_of
    from evidence.errors import UsageError
    from evidence.graph.choose import chosen
    from evidence.graph.vocabulary import relations

    unknown = [kind for kind in kinds if kind not in relations()]
    if unknown:
        raise UsageError(f"« {unknown[0]} » n’est pas une sorte de lien", f"Sortes : {', '.join(relations())}.")
    opened = Case(case)
    network, hidden = network_of(opened, key)
    part = chosen(
        network,
        person=hidden.name(person) if hidden and person else person,
        relations=kinds,
        status=status,
        first=first.date() if first else None,
        last=last.date() if last else None,
    )
    if shape == "csv":
        write_tables(part, out)
        return
    made_at = day.date() if day else dt.date.today()
    written(rendered(opened, part, Wanted(shape=shape, made_at=made_at, fiction=fiction, hidden=hidden)), out)
