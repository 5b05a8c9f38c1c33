"""Écrit le dossier d’une affaire : HTML hors ligne et JSON."""

import datetime as dt
from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Dossier où écrire.")
@click.option("--format", "formats", default="html,json", show_default=True, help="Formats, séparés par des virgules.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date portée sur le dossier (aujourd’hui par défaut)."
)
@click.option("--fiction", is_flag=True, help="Porte « fiction » sur chaque page : affaire d’exercice.")
@click.option("--rules", type=click.Path(path_type=Path), help="Dossier de règles de l’analyse.")
@click.option(
    "--pseudonyms", "key", type=click.Path(path_type=Path), help="Remplace les identités ; clé à garder à part."
)
def COMMAND(
    case: Path, out: Path, formats: str, day: dt.datetime | None, fiction: bool, rules: Path | None, key: Path | None
) -> None:
    """Write one file per format; the same case, rules and date give the same bytes."""
    import evidence.dossier.exports
    from evidence.case import Case
    from evidence.commands._pseudonyms import veiled
    from evidence.commands._shown import plural
    from evidence.dossier.exports._export import Export
    from evidence.errors import UsageError
    from evidence.registry import discover

    exports = discover(evidence.dossier.exports, "EXPORT", Export)
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in exports:
            raise UsageError(f"format « {name} » inconnu", f"Formats : {', '.join(sorted(exports))}.")
    date = day.date() if day else dt.date.today()
    opened = Case(case)
    dossier = opened.dossier(made_at=date, fiction=fiction, rules=rules)
    if key is not None:
        dossier = veiled(opened, dossier, key, out)
    out.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        target = out / f"dossier{exports[name].suffix}"
        target.write_bytes(exports[name].write(dossier))
        click.echo(str(target))
    counts = dossier.counts
    unread = plural(len(dossier.unread), "non exploitée ou en partie", "non exploitées ou en partie")
    parts = (
        f"{plural(len(dossier.pieces), 'pièce')} (dont {unread})",
        f"{plural(len(dossier.findings), 'constat')} : {counts.incriminating} à charge, "
        f"{counts.exculpatory} à décharge, {counts.to_verify} à vérifier",
        plural(len(dossier.people), "personne"),
        plural(len(dossier.links), "lien"),
        plural(len(dossier.timeline), "événement"),
    )
    click.echo(" ; ".join(parts) + ".", err=True)
