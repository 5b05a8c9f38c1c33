"""Pose des questions tirées du catalogue et de la loi datée, avec réponses expliquées."""

from pathlib import Path

import click

from evidence.commands._options import RULES
from evidence.commands._said import opened, say

KINDS = ("criterion", "status", "belongs", "side", "law", "element")


@click.command(help=__doc__)
@click.option("--seed", type=int, default=1, show_default=True, help="Graine : la même donne les mêmes questions.")
@click.option("--count", "-n", type=click.IntRange(1, 200), default=10, show_default=True, help="Nombre de questions.")
@click.option("--kind", "-k", "kinds", type=click.Choice(KINDS), multiple=True, help="Sorte de question (répétable).")
@click.option("--criterion", "-c", "ids", multiple=True, metavar="ID", help="Seulement ce critère (répétable).")
@click.option("--paper", is_flag=True, help="N’attend pas de réponse : les questions, puis les réponses, à imprimer.")
@click.option("--page", type=click.Path(path_type=Path), help="Écrit une page hors ligne où répondre, et rien d’autre.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Écrit les résultats (JSON), sans nom.")
@click.option("--name", default="", help="Nom à porter dans les résultats ; aucun sans cette option.")
@RULES
def COMMAND(
    seed: int,
    count: int,
    kinds: tuple[str, ...],
    ids: tuple[str, ...],
    paper: bool,
    page: Path | None,
    out: Path | None,
    name: str,
    rules: Path | None,
) -> None:
    """Ask each question, say at once why, then count by kind."""
    from evidence.catalogue.teaching import Words, load
    from evidence.teaching.consult import criterion_of
    from evidence.teaching.quiz import questions
    from evidence.teaching.results import corrected, exported, shown, summary

    with opened(rules) as loaded:
        chosen = [criterion_of(loaded, identity).id for identity in ids]
        asked = list(questions(loaded, load("words", Words), seed, count, kinds, chosen))
        if len(asked) < count:
            click.echo(f"{len(asked)} questions seulement : le choix n’en permet pas davantage.", err=True)
        if page is not None:
            from evidence.teaching.pages import quiz_page

            page.write_bytes(quiz_page(asked, seed, loaded))
            click.echo(str(page))
            return
        if paper:
            for number, question in enumerate(asked, 1):
                say(shown(number, len(asked), question))
            for number, question in enumerate(asked, 1):
                click.echo(f"\n{number}.")
                say(corrected(question, None))
            return
        given: list[int] = []
        for number, question in enumerate(asked, 1):
            say(shown(number, len(asked), question))
            answer = _answer(len(question.choices))
            if answer is None:
                break
            given.append(answer)
            say(corrected(question, answer))
        say(summary(asked, given))
        if out is not None:
            out.write_text(
                exported(asked, given, seed=seed, catalogue=loaded.stamp, name=name), encoding="utf-8", newline="\n"
            )
            click.echo(str(out))


def _answer(count: int) -> int | None:
    """Return the rank typed, from 0; None when the person stops."""
    while True:
        try:
            typed = click.prompt(f"Votre réponse (1 à {count}, q pour finir)", prompt_suffix=" : ")
        except click.Abort:
            return None
        if typed.strip().lower() == "q":
            return None
        if typed.strip().isdecimal() and 1 <= int(typed) <= count:
            return int(typed) - 1
        click.echo(f"Tapez un nombre de 1 à {count}, ou q.")
