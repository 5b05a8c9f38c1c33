"""A finding added by selecting words of a piece; several decided at once within one criterion, after a sample."""

import datetime as dt

from flask import Flask, Response, abort, request

from evidence.decisions import Added
from evidence.matching.by_hand import made_by_hand
from evidence.model import STATUSES, Document, Review, Span
from evidence.web.desk import Desk
from evidence.web.show import VERDICTS, go, page


def routes(app: Flask, desk: Desk) -> None:
    """Add « ajouter un constat » and the decision in bulk."""
    app.add_url_rule("/piece/<int:number>/ajouter", "add", lambda number: add(desk, number), methods=["POST"])
    app.add_url_rule("/lot", "bulk", lambda: bulk(desk), methods=["POST"])


def add(desk: Desk, number: int) -> Response:
    """Add a finding on the words that the form selects, and show it."""
    form = request.form
    found = next((item for item in desk.pieces() if item.number == number), None)
    document = desk.document(found.source.id) if found else None
    criterion, status = form.get("criterion", ""), form.get("status", "")
    if document is None or criterion not in desk.catalogue.criteria or status not in STATUSES:
        abort(400)
    words = _selected(document)
    if words is None:
        lines = [
            "Ces mots ne sont pas dans la pièce à cet endroit ; rien n’a été ajouté.",
            "Sélectionnez-les dans le texte, ou copiez-les tels quels.",
        ]
        return page(desk, "message.html.j2", 400, title="Pas ajouté", lines=lines)
    with desk.busy:
        finding = made_by_hand(
            document,
            words,
            criterion=criterion,
            status=status,
            agent=desk.masks.meant(form.get("agent", "").strip()),
            patient=desk.masks.meant(form.get("patient", "").strip()),
            known={item.id for item in desk.case.findings()},
        )
        note = form.get("note", "").strip()
        desk.case.decide(Added(finding=finding, reviewer=desk.reviewer, at=dt.datetime.now(dt.UTC), note=note))
    return go(f"/constat/{finding.id}")


def _selected(document: Document) -> Span | None:
    """Return the words selected, where they are what the text has there; else the only place of the words typed."""
    form, text = request.form, document.text
    words = form.get("words", "").replace("\r\n", "\n").strip()
    start, end = form.get("start", ""), form.get("end", "")
    if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text):
        chosen = text[int(start) : int(end)]
        if chosen.split() == words.split() and words:
            first = int(start) + len(chosen) - len(chosen.lstrip())
            return Span(start=first, end=first + len(chosen.strip()))
    if not words or text.count(words) != 1:
        return None
    at = text.index(words)
    return Span(start=at, end=at + len(words))


def bulk(desk: Desk) -> Response:
    """Decide all that is undecided of one criterion, when its sample was read and nothing moved since the page."""
    criterion, verdict = request.form.get("criterion", ""), request.form.get("verdict", "")
    if criterion not in desk.catalogue.criteria or verdict not in VERDICTS or desk.blind:
        abort(400)
    with desk.busy:
        left = desk.bulk(criterion)
        if not left.ready or request.form.get("left") != left.token:
            lines = ["Des constats ont changé depuis, ou l’échantillon n’est pas relu ; rien n’a été enregistré."]
            return page(desk, "message.html.j2", 409, title="Pas décidé", lines=lines)
        now, note = dt.datetime.now(dt.UTC), request.form.get("note", "").strip()
        desk.decide_all(
            [
                Review(finding=identity, verdict=verdict, reviewer=desk.reviewer, at=now, note=note)  # type: ignore[arg-type]  # checked above
                for identity in left.left
            ]
        )
    return go(f"/constats?criterion={criterion}")
