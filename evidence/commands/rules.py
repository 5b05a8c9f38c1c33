"""Consulte et vérifie le catalogue : critères, exemples, textes de loi par date."""

from pathlib import Path

import click

from evidence.commands._law import LAW

LINE = 76


@click.group(help=__doc__)
def COMMAND() -> None:
    """Consult the catalogue."""


COMMAND.add_command(LAW)


@COMMAND.command("list", help="Liste les critères, par famille.")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
def list_(rules: Path | None) -> None:
    """Print one line a criterion."""
    from evidence import catalogue
    from evidence.catalogue.schema import FAMILIES

    loaded = catalogue.load(*([rules] if rules else []))
    order = {family: rank for rank, family in enumerate(FAMILIES)}
    for criterion in sorted(loaded.criteria.values(), key=lambda item: (order[item.family], item.id)):
        count = sum(len(item.phrases) for item in criterion.indicators)
        size = f"({len(criterion.indicators)} indicateurs, {count} motifs)"
        click.echo(f"{criterion.family:<10} {criterion.id:<18} {criterion.name} {size}")
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
@click.option("--strict", is_flag=True, help="Un motif sans exemple ou trop peu d’exemples sont des fautes.")
@click.option("--unused", is_flag=True, help="Nomme les motifs sans exemple.")
def check_(ids: tuple[str, ...], rules: Path | None, strict: bool, unused: bool) -> None:
    """Print the mistakes of the files and the examples that fail; end with 4 when there is one."""
    from evidence.errors import RuleError
    from evidence.matching.check import checker, told, wanted

    tool, mistakes = checker(*([rules] if rules else []))
    for mistake in mistakes:
        click.echo(mistake)
    criteria = wanted(tool.matcher.catalogue, ids)
    wrong = len(mistakes)
    for criterion in criteria:
        report = tool.check(criterion)
        wrong += len(report.failures) + (len(report.unused) + len(report.lacking) if strict else 0)
        for line in told(report, unused or strict):
            click.echo(line)
    if wrong:
        raise RuleError(
            f"{wrong} faute{'s' if wrong > 1 else ''} dans les règles.",
            "Corrigez le motif ou l’exemple : docs/ecrire-une-regle.md, « Quand un exemple échoue ».",
        )
    count = len(criteria)
    what = "critères" if count > 1 else "critère"
    click.echo(f"{count} {what} en ordre, catalogue {tool.matcher.catalogue.stamp}", err=True)
