"""« Essayer une phrase »: the same as ``emprise explain``; nothing of it enters the case."""

from flask import Flask, Response, abort, request

from evidence.web.desk import Desk
from evidence.web.show import page

LONGEST = 5000


def routes(app: Flask, desk: Desk) -> None:
    """Add the page."""

    def trial() -> Response:
        if desk.blind:
            abort(404)
        words = request.form.get("words", "")[:LONGEST]
        lines = _explained(desk, words) if words.strip() else []
        return page(desk, "trial.html.j2", words=words, lines=lines)

    app.add_url_rule("/essayer", "trial", trial, methods=["GET", "POST"])


def _explained(desk: Desk, words: str) -> list[object]:
    # spaCy takes a second to import: only this page pays for it.
    from evidence.catalogue.teaching import Words, load
    from evidence.matching.check import checker
    from evidence.matching.trial import tried
    from evidence.teaching.explained import explained

    with desk.busy:
        tool, _ = checker()
        return list(explained(tried(tool, words), load("words", Words)))
