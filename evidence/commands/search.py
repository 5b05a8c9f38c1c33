"""Cherche des mots dans toutes les pièces d’une affaire : cote, page, ligne, contexte."""

from pathlib import Path
from typing import TextIO

import click

from evidence.commands._options import PSEUDONYMS
from evidence.model import STATUSES

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    help=__doc__
    + """

    \b
    mère enfant          les deux mots, dans n’importe quel ordre
    "rupture des liens"  la phrase exacte
    manipul*             tout mot qui commence ainsi
    argent NEAR/5 prêt   les deux mots à cinq mots au plus
    gîte OU stage        l’un ou l’autre ; SAUF retire

    Accents, majuscules, œ et æ, apostrophes droites ou courbes ne comptent pas.
    """
)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("words", nargs=-1, metavar="MOTS…")
@click.option("--terms", type=click.File(encoding="utf-8"), help="Fichier : une recherche par ligne, toutes à la fois.")
@click.option("--piece", type=int, help="Seulement dans cette pièce.")
@click.option("--criterion", help="Seulement les pages où un constat porte ce critère.")
@click.option("--status", type=click.Choice(STATUSES), help="… ce statut.")
@click.option("--person", help="… ce nom, ou une partie.")
@click.option("--from", "first", type=DAY, help="… un fait daté de ce jour ou après.")
@click.option("--to", "last", type=DAY, help="… un fait daté de ce jour ou avant.")
@click.option("--facets", is_flag=True, help="Compte les pages par pièce, critère, statut et personne.")
@click.option("--limit", default=20, show_default=True, help="Nombre de passages montrés par recherche.")
@click.option("--format", "shape", type=click.Choice(["table", "jsonl"]), default="table", help="Forme de la sortie.")
@PSEUDONYMS
def COMMAND(case: Path, words: tuple[str, ...], terms: TextIO | None, key: Path | None, **options: object) -> None:
    """Print the hits of each query; with ``--facets``, the counts alone."""
    from evidence.case import Case
    from evidence.commands._pseudonyms import maybe
    from evidence.commands._search import Asked, ask
    from evidence.commands._shown import known_criterion
    from evidence.errors import UsageError

    queries = [" ".join(_quoted(word) for word in words)] if words else []
    queries += [line.strip() for line in terms or () if line.strip() and not line.startswith("#")]
    if not queries:
        raise UsageError("aucun mot à chercher", 'Exemple : emprise search affaire/ "rupture des liens"')
    known_criterion(options["criterion"])  # type: ignore[arg-type]  # a text or nothing
    opened = Case(case)
    asked = Asked(**options)  # type: ignore[arg-type]  # click gives the options by name
    ask(opened, queries, asked, maybe(opened, key))


def _quoted(word: str) -> str:
    """Give back the quotation marks that the shell ate: one argument of several words is a phrase."""
    plain = '"' not in word and "«" not in word
    joins = {"OU", "ET", "SAUF", "OR", "AND", "NOT"}
    several = " " in word.strip() and not joins & set(word.split()) and "NEAR" not in word
    return f'"{word}"' if plain and several and "*" not in word else word
