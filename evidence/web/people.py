"""The persons and groups of the case, as its pieces name them, and what a person decides of them."""

import datetime as dt

from flask import Flask, Response, abort, request

from evidence.decisions import PersonDecision
from evidence.errors import ConflictError
from evidence.web.desk import Desk
from evidence.web.show import KINDS, go, page

ACTS = {
    "merge": "Réunir en une seule",
    "split": "Séparer ce nom",
    "rename": "Renommer",
    "role": "Donner une qualité",
    "kind": "Donner une nature",
    "confirm": "Confirmer l’identité",
    "discard": "Écarter (n’est personne)",
}
NAMED = ("rename", "role", "kind")


def routes(app: Flask, desk: Desk) -> None:
    """Add the page of the persons."""
    app.add_url_rule("/personnes", "people", lambda: show(desk), methods=["GET"])
    app.add_url_rule("/personnes", "decide_people", lambda: decide(desk), methods=["POST"])


def show(desk: Desk, problem: str = "", code: int = 200) -> Response:
    """Return the persons; the name of one not confirmed is shown on demand only."""
    found = desk.identities()
    return page(
        desk,
        "people.html.j2",
        code,
        people=found.people,
        proposals=found.proposals,
        numbers={item.source.id: item.number for item in desk.pieces()},
        ACTS=ACTS,
        seen=desk.case.marks()[1],
        problem=problem,
    )


def decide(desk: Desk) -> Response:
    """Write the act of the form on the names ticked; a stale page changes nothing and says so."""
    form = request.form
    act = form.get("act", "")
    name = form.get("kind" if act == "kind" else "name", "").strip()
    names = tuple(map(desk.masks.meant, form.getlist("names")))
    piece = form.get("piece", "")
    if act not in ACTS or piece not in ("", *(str(item.number) for item in desk.pieces())):
        abort(400)
    if not names or (act == "merge" and len(names) < 2):
        return show(desk, "Cochez un nom (deux au moins pour réunir) ; rien n’a changé.", 400)
    if (act in NAMED and not name) or (act == "kind" and name not in KINDS):
        return show(desk, "Écrivez le nom ou la qualité à donner ; rien n’a changé.", 400)
    decision = PersonDecision(
        act=act,  # type: ignore[arg-type]  # checked above
        names=names,
        name=desk.masks.meant(name) or (names[0] if act == "merge" else ""),
        piece=int(piece) if act == "role" and piece else None,
        reviewer=desk.reviewer,
        at=dt.datetime.now(dt.UTC),
        note=form.get("note", "").strip(),
    )
    try:
        with desk.busy:
            # Joinings lean on each other: any other act on persons since the page was shown asks for a second look.
            if form.get("seen") != str(desk.case.marks()[1]):
                line = (
                    "Une autre décision a été prise depuis que cette page est ouverte ; la vôtre n’est pas enregistrée."
                )
                return show(desk, line, 409)
            desk.case.decide(decision)
    except ConflictError as error:
        return show(desk, f"{error}. {error.advice}", 409)
    return go("/personnes")
