"""Vérifie une affaire, ou un dossier remis : rien n’a été modifié, et il se refait octet pour octet."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE|DOSSIER")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Compare aussi ces fichiers d’origine (ou dossiers) aux pièces.",
)
@click.option("--case", "origin", type=click.Path(path_type=Path), help="Affaire d’où refaire le dossier remis.")
@click.option(
    "--docx", type=click.Path(path_type=Path, exists=True), help="DOCX revenu de Word : citations et numéros."
)
@click.option("--rules", type=click.Path(path_type=Path), help="Dossier de règles de l’analyse.")
@click.option("--plan", type=click.Path(path_type=Path, exists=True), help="Le modèle YAML qui a servi.")
@click.option("--base", type=click.Path(path_type=Path, exists=True), help="Le DOCX de base qui a servi.")
@click.option(
    "--pseudonyms", "key", type=click.Path(path_type=Path), help="Clé d’un dossier sous pseudonymes ; jamais modifiée."
)
def COMMAND(
    case: Path,
    sources: tuple[Path, ...],
    origin: Path | None,
    docx: Path | None,
    rules: Path | None,
    plan: Path | None,
    base: Path | None,
    key: Path | None,
) -> None:
    """Name exactly what does not match its fingerprint; end with 8 when something does not."""
    from evidence.commands._handed import check_docx, check_dossier, is_dossier
    from evidence.commands._verified import check

    if docx is not None:
        check_docx(docx, origin or case, rules)
    elif is_dossier(case):
        check_dossier(case, origin, rules, base, plan, key)
    else:
        check(case, sources)
