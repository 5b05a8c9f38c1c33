"""What the commands on the law share: their options, and the dossier they read."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from evidence.assessment.records import Gap, Hypothesis, MatrixRow
from evidence.dossier.record import Dossier

P = ParamSpec("P")
R = TypeVar("R")
DATE = click.DateTime(["%Y-%m-%d"])
KEY = "emprise.pseudonyms"


def _keep_key(context: click.Context, _option: click.Parameter, path: Path | None) -> None:
    """Keep the key of the pseudonyms for :func:`dossier_of`."""
    context.meta[KEY] = path


def case_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the case, the day of the page, the rules and the mark of fiction."""
    for option in (
        click.option("--rules", type=click.Path(path_type=Path), help="Dossier de règles de l’analyse."),
        click.option(
            "--pseudonyms",
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_keep_key,
            help="Remplace les identités ; clé à garder à part.",
        ),
        click.option("--fiction", is_flag=True, help="Porte « fiction » sur la page : affaire d’exercice."),
        click.option("--date", "day", type=DATE, help="Date portée sur la page (aujourd’hui par défaut)."),
        click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE"),
    ):
        command = option(command)
    return command


def known_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add what a person knows and no piece says, for the prescription."""
    for option in (
        click.option("--interruption", "acts", type=DATE, multiple=True, help="Acte interruptif ; répétable."),
        click.option("--appeared", type=DATE, help="Jour où les faits sont apparus."),
        click.option("--born", "births", multiple=True, metavar="NOM=DATE", help="Naissance d’une personne visée."),
    ):
        command = option(command)
    return command


def dossier_of(case: Path, day: dt.datetime | None, fiction: bool, rules: Path | None, known: object = None) -> Dossier:
    """Return the dossier of *case* dated *day*, with pseudonyms when the command was given a key."""
    from evidence.assessment.hypotheses import Known
    from evidence.case import Case

    date = day.date() if day else dt.date.today()
    told = known if isinstance(known, Known) else None
    opened = Case(case)
    dossier = opened.dossier(made_at=date, fiction=fiction, rules=rules, known=told)
    key = click.get_current_context().meta[KEY]
    if key is None:
        return dossier
    from evidence.commands._pseudonyms import veiled

    return veiled(opened, dossier, key)


def known_of(births: tuple[str, ...], appeared: dt.datetime | None, acts: tuple[dt.datetime, ...]) -> object:
    """Return what a person knows.

    Raises:
        UsageError: a birth is not « NOM=AAAA-MM-JJ ».
    """
    from evidence.assessment.hypotheses import Known
    from evidence.errors import UsageError

    found = {}
    for line in births:
        name, _, day = line.rpartition("=")
        try:
            found[name.strip()] = dt.date.fromisoformat(day.strip())
        except ValueError as error:
            raise UsageError(
                f"« {line} » : naissance illisible", 'Écrivez : --born "DUPONT Claire=2005-03-01"'
            ) from error
    return Known(
        births=found,
        appeared=appeared.date() if appeared else None,
        interruptions=tuple(act.date() for act in acts),
    )


def written(data: bytes, out: Path | None) -> None:
    """Write *data* in *out*, or on the standard output."""
    import sys

    if out is None:
        sys.stdout.buffer.write(data)
        return
    out.write_bytes(data)
    click.echo(str(out))


def narrowed(dossier: Dossier, person: str, offence: str) -> Dossier:
    """Return *dossier* with the law of one *person* (harmed or accused) and of one *offence*; empty: all.

    Raises:
        UsageError: nobody of the matrix has that name, or no text of it that number; those there are are named.
    """
    from dataclasses import replace

    from evidence.errors import UsageError

    name = next((item.name for item in dossier.people if person in (item.name, *item.variants)), person)
    people = {who for row in dossier.matrix for who in (row.harmed, row.accused) if who}
    if person and name not in people:
        raise UsageError(f"« {person} » n’est dans aucune ligne de la matrice", f"Noms : {', '.join(sorted(people))}")
    ids = {item.id for item in dossier.offences} | {item.offence for item in dossier.related}
    wanted = {item for item in ids if offence in (item, item.partition("-")[2])} if offence else ids
    if not wanted:
        raise UsageError(f"« {offence} » : aucune infraction de l’affaire", f"Textes : {', '.join(sorted(ids))}")

    def kept(item: MatrixRow | Gap | Hypothesis) -> bool:
        who = (item.harmed,) if isinstance(item, Hypothesis) else (item.harmed, item.accused)
        return item.offence in wanted and (not person or name in who)

    return replace(
        dossier,
        matrix=tuple(filter(kept, dossier.matrix)),
        gaps=tuple(filter(kept, dossier.gaps)),
        related=tuple(item for item in dossier.related if item.offence in wanted),
        hypotheses=tuple(filter(kept, dossier.hypotheses)),
    )
