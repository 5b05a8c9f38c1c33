"""Consulte et vérifie le catalogue : critères, exemples, textes de loi par date."""

from pathlib import Path

import click

from evidence.commands._book import BOOK
from evidence.commands._group import Group
from evidence.commands._law import LAW
from evidence.commands._options import RULES
from evidence.commands._said import opened, say


@click.group(cls=Group, help=__doc__)
def COMMAND() -> None:
    """Consult the catalogue."""


COMMAND.add_command(LAW)
COMMAND.add_command(BOOK)


@COMMAND.command("list", help="Liste les critères, par famille.")
@RULES
def list_(rules: Path | None) -> None:
    """Print one line a criterion."""
    from evidence.catalogue.teaching import Words, load
    from evidence.teaching.consult import listed

    with opened(rules) as loaded:
        say(listed(loaded, load("words", Words)))
        click.echo(f"catalogue {loaded.stamp}", err=True)


@COMMAND.command("show", help="Montre un critère : définition, limites, éléments, indicateurs, exemples, sources.")
@click.argument("identity", metavar="ID")
@RULES
def show(identity: str, rules: Path | None) -> None:
    """Print a criterion; an unknown id proposes the nearest."""
    from evidence.catalogue.teaching import Words, load
    from evidence.teaching.consult import criterion_of, page

    with opened(rules) as loaded:
        say(page(criterion_of(loaded, identity), loaded, load("words", Words)))
        click.echo(f"catalogue {loaded.stamp}", err=True)


@COMMAND.command("search", help="Cherche des mots dans tout le catalogue, accents et majuscules à part.")
@click.argument("words", metavar="MOTS…", nargs=-1, required=True)
@RULES
def search_(words: tuple[str, ...], rules: Path | None) -> None:
    """Print the lines that hold every word."""
    from evidence.catalogue.teaching import Words, load
    from evidence.teaching.consult import search

    with opened(rules) as loaded:
        say(search(loaded, " ".join(words), load("words", Words)))


@COMMAND.command("grids", help="Montre les grilles publiées et les critères qui répondent à chaque indice.")
@RULES
def grids_(rules: Path | None) -> None:
    """Print each grid."""
    from evidence.teaching.consult import grids

    with opened(rules) as loaded:
        say(grids(loaded))


@COMMAND.command("changes", help="Dit ce que chaque version du catalogue a changé.")
@RULES
def changes_(rules: Path | None) -> None:
    """Print the history of the catalogue."""
    from evidence.catalogue.teaching import Words, load
    from evidence.teaching.consult import history

    with opened(rules) as loaded:
        say(history(loaded, load("words", Words)))


@COMMAND.command("diff", help="Compare deux dossiers de règles, ligne à ligne.")
@click.argument("before", metavar="AVANT", type=click.Path(path_type=Path))
@click.argument("after", metavar="APRÈS", type=click.Path(path_type=Path))
def diff_(before: Path, after: Path) -> None:
    """Print what the second folder adds, drops or rewords."""
    from evidence.errors import PartialError
    from evidence.teaching.difference import difference

    lines, mistakes = difference(before, after)
    say(lines)
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        raise PartialError("Des fichiers illisibles n’ont pas été comparés.", "Corrigez ces lignes, puis recommencez.")


@COMMAND.command("new", help="Commence un critère : un fichier dont les commentaires apprennent le format.")
@click.argument("identity", metavar="ID")
@click.option(
    "--rules", type=click.Path(path_type=Path), default=Path("regles"), show_default=True, help="Dossier où l’écrire."
)
def new_(identity: str, rules: Path) -> None:
    """Write the file and say what to do next."""
    from evidence import catalogue
    from evidence.catalogue.teaching import Model, load
    from evidence.teaching.start import start

    loaded, _ = catalogue.read(*([rules] if rules.is_dir() else []))
    click.echo(str(start(identity, rules, loaded, load("new", Model))))
    click.echo(f"Ensuite : emprise rules check {identity} --rules {rules}", err=True)


@COMMAND.command("check", help="Vérifie les fichiers de règles et rejoue leurs exemples.")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@RULES
@click.option("--strict", is_flag=True, help="Un motif sans exemple ou trop peu d’exemples sont des fautes.")
@click.option("--unused", is_flag=True, help="Nomme les motifs sans exemple.")
def check_(ids: tuple[str, ...], rules: Path | None, strict: bool, unused: bool) -> None:
    """Print the mistakes of the files and the examples that fail; end with 4 when there is one."""
    from evidence.errors import RuleError
    from evidence.matching.check import checker, told, wanted

    tool, mistakes = checker(*([rules] if rules else []))
    for mistake in mistakes:
        click.echo(mistake)
    facts = [name for name in tool.matcher.catalogue.facts if not ids or name in ids]
    named = [name for name in ids if name not in facts]
    criteria = wanted(tool.matcher.catalogue, named) if named or not facts or not ids else []
    wrong = len(mistakes)
    for criterion in criteria:
        report = tool.check(criterion)
        wrong += len(report.failures) + (len(report.unused) + len(report.lacking) if strict else 0)
        for line in told(report, unused or strict):
            click.echo(line)
    for report in tool.of_facts(facts):
        wrong += len(report.failures)
        for line in told(report, unused):
            click.echo(line)
    if wrong:
        raise RuleError(
            f"{wrong} faute{'s' if wrong > 1 else ''} dans les règles.",
            "Corrigez le motif ou l’exemple : docs/ecrire-une-regle.md, « Quand un exemple échoue ».",
        )
    count = len(criteria)
    what = "critères" if count > 1 else "critère"
    what += f", {len(facts)} fait{'s' if len(facts) > 1 else ''}" if facts else ""
    click.echo(f"{count} {what} en ordre, catalogue {tool.matcher.catalogue.stamp}", err=True)
