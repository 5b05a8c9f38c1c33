"""Montre ce que la dernière analyse a fait apparaître, disparaître ou changer."""

from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS

WORDS = {"appeared": "apparu", "disappeared": "disparu", "changed": "changé"}


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("--format", "shape", type=click.Choice(["table", "jsonl"]), default="table", help="Forme de la sortie.")
@click.option("--decided", is_flag=True, help="Seulement les constats qui portent une décision humaine.")
@PSEUDONYMS
def COMMAND(case: Path, shape: str, decided: bool, key: Path | None) -> None:
    """Print one line a change; a decision on it is named, and stays."""
    from evidence.case import Case
    from evidence.commands._pseudonyms import maybe
    from evidence.commands._shown import STATUS, compact

    opened = Case(case)
    opened.analysed()
    reviews = opened.reviews()
    hidden = maybe(opened, key)
    for change in opened.changes():
        finding, review = change.finding, reviews.get(change.finding.id)
        if decided and review is None:
            continue
        quote, reviewer = finding.quote, review.reviewer if review else ""
        if hidden is not None:
            veiled, place = hidden.text(finding.source), finding.sentence
            quote, reviewer = veiled.text[veiled.start(place.start) : veiled.end(place.end)], hidden.name(reviewer)
            change = hidden.change(change)
        if shape == "jsonl":
            click.echo(compact(change))
            continue
        said = f" [décision : {review.verdict}, {reviewer}]" if review else ""
        what = f" ({', '.join(change.fields)})" if change.fields else ""
        words = quote[:100].replace("\n", " ")
        click.echo(f"{WORDS[change.kind]}{what}  {finding.criterion}  {STATUS[finding.status]}  « {words} »{said}")
