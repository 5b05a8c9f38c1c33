"""Consulte et vérifie le catalogue des critères : list, show, check."""

from pathlib import Path

import click

LINE = 76


@click.group(help=__doc__)
def COMMAND() -> None:
    """Consult the catalogue."""


@COMMAND.command("list", help="Liste les critères, par famille.")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
def list_(rules: Path | None) -> None:
    """Print one line a criterion."""
    from evidence import catalogue

    loaded = catalogue.load(*([rules] if rules else []))
    order = {family: rank for rank, family in enumerate(catalogue.FAMILIES)}
    for criterion in sorted(loaded.criteria.values(), key=lambda item: (order[item.family], item.id)):
        count = sum(len(item.phrases) for item in criterion.indicators)
        click.echo(
            f"{criterion.family:<10} {criterion.id:<18} {criterion.name} ({len(criterion.indicators)} indicateurs, {count} motifs)"
        )
    click.echo(f"catalogue {loaded.stamp}", err=True)


@COMMAND.command("show", help="Montre un critère : définition, limites, indicateurs, exemples.")
@click.argument("identity", metavar="ID")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
def show(identity: str, rules: Path | None) -> None:
    """Print a criterion; an unknown id proposes the nearest."""
    from difflib import get_close_matches

    from evidence import catalogue
    from evidence.errors import UsageError

    loaded = catalogue.load(*([rules] if rules else []))
    if identity not in loaded.criteria:
        near = get_close_matches(identity, loaded.criteria, 1)
        hint = f"Vouliez-vous dire « {near[0]} » ?" if near else "emprise rules list les donne tous."
        raise UsageError(f"il n’y a pas de critère « {identity} »", hint)
    for line in _page(loaded.criteria[identity]):
        click.echo(line)
    click.echo(f"catalogue {loaded.stamp}", err=True)


def _page(criterion: object) -> list[str]:
    """Return a criterion as lines of text."""
    import textwrap

    from evidence.catalogue.schema import Criterion

    assert isinstance(criterion, Criterion)  # noqa: S101 (typed here so that the help page imports nothing)
    lines = [click.style(f"{criterion.name} ({criterion.id})", bold=True)]
    lines += [
        "",
        *textwrap.wrap(criterion.definition, LINE),
        "",
        "Ce n’est pas :",
        *textwrap.wrap(criterion.excludes, LINE),
    ]
    lines += ["", "Éléments que le critère alimente : " + ", ".join(criterion.supports)]
    for indicator in criterion.indicators:
        lines += ["", click.style(f"{indicator.name} ({indicator.id})", bold=True)]
        lines += [f"  {phrase}" for phrase in indicator.phrases]
        lines += [f"  contraire : {phrase}" for phrase in indicator.inverse]
        lines += [f"  sauf : {phrase}" for phrase in indicator.unless]
    for status, title in (
        ("affirmed", "Affirmé"),
        ("denied", "Nié"),
        ("hypothetical", "Hypothétique"),
        ("reported", "Rapporté"),
        ("none", "Ne relève pas du critère"),
    ):
        lines += [
            "",
            click.style(title, bold=True),
            *(f"  {example}" for example in getattr(criterion.examples, status)),
        ]
    for source in criterion.sources:
        lines += [
            "",
            *textwrap.wrap(f"Source : {source.ref} ({source.note})" if source.note else f"Source : {source.ref}", LINE),
        ]
    return lines


@COMMAND.command("check", help="Vérifie les fichiers de règles et rejoue leurs exemples.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
def check_(ids: tuple[str, ...], rules: Path | None) -> None:
    """Print the examples that fail; end with 4 when one does."""
    from evidence import catalogue
    from evidence.errors import RuleError
    from evidence.language import pipeline
    from evidence.matching.check import check
    from evidence.matching.matcher import Matcher

    loaded = catalogue.load(*([rules] if rules else []))
    matcher, nlp = Matcher(loaded), pipeline.load()
    failures = []
    for identity in ids or tuple(loaded.criteria):
        if identity not in loaded.criteria:
            raise RuleError(f"il n’y a pas de critère « {identity} »", "emprise rules list les donne tous.")
        failures += check(loaded.criteria[identity], nlp, matcher)[0]
    for failure in failures:
        click.echo(str(failure))
    if failures:
        raise RuleError(
            f"{len(failures)} exemple(s) ne donnent pas ce qui est attendu.", "Corrigez le motif, ou l’exemple."
        )
    click.echo(f"{len(ids or loaded.criteria)} critère(s) en ordre, catalogue {loaded.stamp}", err=True)
