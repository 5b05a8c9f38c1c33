"""Écrit les documents d’une affaire : dossier, synthèse, plainte, signalement, bordereau, thèmes, extrait."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Dossier où écrire.")
@click.option(
    "--document",
    "documents",
    default="dossier",
    show_default=True,
    help="Documents, séparés par des virgules : dossier, synthese, plainte, partie-civile, signalement, "
    "signalement-proche, bordereau, themes, extrait.",
)
@click.option("--format", "formats", default="html,json", show_default=True, help="html, json, docx, pdf.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date portée sur le dossier (aujourd’hui par défaut)."
)
@click.option(
    "--state",
    type=click.Choice(["brouillon", "relu", "arrete"]),
    default="brouillon",
    show_default=True,
    help="Relu : seulement ce qu’une personne a accepté ; arrêté : de même, et plus rien à relire.",
)
@click.option("--theme", default="", metavar="CRITÈRE|FAMILLE", help="Ne garde que ces constats (extrait).")
@click.option("--plan", type=click.Path(path_type=Path, exists=True), help="Votre modèle YAML du document.")
@click.option("--base", type=click.Path(path_type=Path, exists=True), help="Votre DOCX : styles, en-tête, pied.")
@click.option(
    "--pages/--no-pages",
    default=None,
    help="Pages des pièces en image dans le HTML, passages encadrés : toutes, ou aucune. Par défaut, jusqu’à 8 Mo "
    "par document ; sous pseudonymes, aucune.",
)
@click.option("--fiction", is_flag=True, help="Porte « fiction » sur chaque page : affaire d’exercice.")
@click.option("--rules", type=click.Path(path_type=Path), help="Dossier de règles de l’analyse.")
@PSEUDONYMS
def COMMAND(
    case: Path,
    out: Path,
    documents: str,
    formats: str,
    day: dt.datetime | None,
    state: str,
    theme: str,
    plan: Path | None,
    base: Path | None,
    pages: bool | None,
    fiction: bool,
    rules: Path | None,
    key: Path | None,
) -> None:
    """Write one file per document and format, and the manifest; the same case, rules and date give the same bytes."""
    from evidence.case import Case
    from evidence.commands._documents import Wish, made, version
    from evidence.commands._pseudonyms import veiled
    from evidence.commands._shown import plural
    from evidence.dossier.manifest import Asked

    date = day.date() if day else dt.date.today()
    asked = Asked(
        documents=tuple(name.strip() for name in documents.split(",") if name.strip()),
        formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
        date=date.isoformat(),
        state=state,
        fiction=fiction,
        theme=theme,
        pseudonyms=key is not None,
        pages=pages,
    )
    wish = Wish(asked, rules=rules, plan=plan, base=base)
    opened = Case(case)
    dossier = wish.dossier(opened)
    if key is not None:
        dossier = veiled(opened, dossier, key, out)
    files = made(dossier, wish, opened)
    out.mkdir(parents=True, exist_ok=True)
    for line in version(dossier, wish, files, out):
        click.echo(line, err=True)
    for name in files:
        click.echo(str(out / name))
    counts = dossier.counts
    unread = plural(len(dossier.unread), "non exploitée ou en partie", "non exploitées ou en partie")
    kept = f", dont {counts.accepted} acceptés, seuls retenus dans cet état" if dossier.state != "draft" else ""
    parts = (
        f"{plural(len(dossier.pieces), 'pièce')} (dont {unread})",
        f"{plural(counts.incriminating + counts.exculpatory + counts.to_verify, 'constat')} : "
        f"{counts.incriminating} à charge, {counts.exculpatory} à décharge, {counts.to_verify} à vérifier{kept}",
        plural(len(dossier.people), "personne"),
        plural(len(dossier.network.ties), "lien"),
        plural(len(dossier.timeline), "événement"),
    )
    click.echo(" ; ".join(parts) + ".", err=True)
