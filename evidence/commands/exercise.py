"""Exercices de formation : cas inventés, copies à coder sans le moteur, comparaison expliquée."""

from pathlib import Path

import click

from evidence.commands._group import Group
from evidence.commands._said import say

SPACE = click.argument("root", metavar="ESPACE", type=click.Path(path_type=Path))


@click.group(cls=Group, help=__doc__)
def COMMAND() -> None:
    """Train on invented cases."""


@COMMAND.command("new", help="Fait un espace de formation : un cas inventé d’après une graine, ou la démonstration.")
@SPACE
@click.option("--seed", type=int, default=1, show_default=True, help="Graine : la même donne le même cas.")
@click.option("--difficulty", type=click.IntRange(1, 3), default=1, show_default=True, help="De 1 à 3.")
@click.option("--demo", is_flag=True, help="Prend l’affaire de démonstration plutôt qu’un cas inventé.")
def new(root: Path, seed: int, difficulty: int, demo: bool) -> None:
    """Make the space and say what to do next."""
    from evidence.catalogue.teaching import Tale, load
    from evidence.teaching.space import BANNER, demonstration, made

    tale = load("cases", Tale)
    space = demonstration(root, tale) if demo else made(root, tale, seed, difficulty)
    click.echo(BANNER)
    click.echo(f"{len(space.pieces)} pièces, {len(space.keys)} passages au corrigé : {root}")
    click.echo(f"Ensuite, une copie par personne ou par groupe : emprise exercise copy {root} groupe-1", err=True)


@COMMAND.command("copy", help="Fait une copie à coder : les pièces lues, sans aucun constat du moteur.")
@SPACE
@click.argument("name", metavar="COPIE")
def copy(root: Path, name: str) -> None:
    """Read the pieces into a case without analysing it."""
    from evidence.commands._exercise import new_copy
    from evidence.teaching.space import BANNER, opened

    space = opened(root)
    path = space.copy(name)
    unread = new_copy(space, path)
    click.echo(BANNER)
    click.echo(f"copie {name} : {len(space.pieces)} pièces, aucun constat")
    for line in unread:
        click.echo(line, err=True)
    click.echo(f"Coder : emprise review {path} --blind --fiction --reviewer {name}", err=True)


@COMMAND.command("code", help="Note dans une copie les lignes « pièce | statut | critère | citation » d’un fichier.")
@SPACE
@click.argument("name", metavar="COPIE")
@click.argument("lines", metavar="FICHIER", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def code(root: Path, name: str, lines: Path) -> None:
    """Keep each line as a finding made by hand; all of them, or none when one is wrong."""
    from evidence.commands._exercise import coded
    from evidence.teaching.space import BANNER, opened, read_keys

    count = coded(opened(root), name, read_keys(lines.read_text(encoding="utf-8-sig")))
    click.echo(BANNER)
    click.echo(f"copie {name} : {count} passage{'s' if count > 1 else ''} noté{'s' if count > 1 else ''}")


@COMMAND.command("page", help="Écrit une page hors ligne où coder une copie dans un navigateur, sans le moteur.")
@SPACE
@click.argument("name", metavar="COPIE")
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, help="Fichier HTML à écrire.")
def page(root: Path, name: str, out: Path) -> None:
    """Write the page; its notes are kept by « exercise code »."""
    from evidence.commands._exercise import page_of
    from evidence.teaching.space import BANNER, opened

    out.write_bytes(page_of(opened(root), name))
    click.echo(BANNER)
    click.echo(str(out))


@COMMAND.command("compare", help="Compare les copies entre elles, au moteur et au corrigé ; explique les différences.")
@SPACE
@click.argument("names", metavar="[COPIE…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table", show_default=True)
@click.option("--no-key", is_flag=True, help="Sans le corrigé.")
@click.option("--no-engine", is_flag=True, help="Sans le moteur.")
def compare(root: Path, names: tuple[str, ...], form: str, no_key: bool, no_engine: bool) -> None:
    """Print the agreement of each pair per criterion, then each difference with its reasons."""
    from evidence.commands._exercise import compared, compared_page, exported
    from evidence.teaching.space import BANNER, opened

    found = compared(opened(root), names, key=not no_key, engine=not no_engine)
    if form == "json":
        click.echo(exported(found), nl=False)
        return
    if form == "html":
        click.echo(compared_page(found).decode("utf-8"), nl=False)
        return
    click.echo(BANNER)
    for line in found.lost:
        click.echo(f"corrigé, citation introuvable dans la pièce lue : {line}", err=True)
    say(found.lines())
