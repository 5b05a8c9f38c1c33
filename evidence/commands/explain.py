"""Dit, pour une phrase, ce qui est relevé et pourquoi."""

import click


@click.command(help=__doc__)
@click.argument("words", metavar="TEXTE")
def COMMAND(words: str) -> None:
    """Print each finding of the text with its rule, its words and its cues."""
    from evidence import catalogue
    from evidence.language import pipeline
    from evidence.matching.check import document_of
    from evidence.matching.explain import explained
    from evidence.matching.matcher import Matcher

    matcher = Matcher(catalogue.load())
    nlp = pipeline.load()
    for doc in pipeline.annotate(nlp, [document_of(words)]):
        for line in explained(doc, matcher):
            click.echo(line)
