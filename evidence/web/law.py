"""Matrix of legal elements, chronology, network: of this moment, each line leading to its passages."""

from dataclasses import replace

from flask import Flask, Response, abort
from markupsafe import Markup

from evidence.dossier.legal_view import TEMPLATES
from evidence.graph.picture import STATUS, drawing
from evidence.graph.vocabulary import relations
from evidence.web.cells import MOST, SIDES, cell, key_of
from evidence.web.desk import Desk
from evidence.web.show import page


def routes(app: Flask, desk: Desk) -> None:
    """Add the three pages."""
    app.add_url_rule("/elements", "elements", lambda: elements(desk), methods=["GET"])
    app.add_url_rule("/elements/<key>/<side>", "cell", lambda key, side: one_cell(desk, key, side), methods=["GET"])
    app.add_url_rule("/chronologie", "timeline", lambda: timeline(desk), methods=["GET"])
    app.add_url_rule("/reseau", "network", lambda: network(desk), methods=["GET"])


def _open(desk: Desk) -> None:
    if desk.blind:
        abort(404)


def elements(desk: Desk) -> Response:
    """Return, element by element, what supports and contradicts; what is missing, proposed offences, prescription."""
    _open(desk)
    dossier = desk.dossier()
    return page(
        desk,
        "elements.html.j2",
        dossier=dossier,
        quotes={item.id: item for item in dossier.findings},
        offences={offence.id: offence.name for offence in dossier.offences},
        MOST=MOST,
        key_of=key_of,
        **TEMPLATES,
    )


def one_cell(desk: Desk, key: str, side: str) -> Response:
    """Return every passage of one cell."""
    _open(desk)
    dossier = desk.dossier()
    found = cell(dossier, key, side) if side in SIDES else None
    if found is None:
        abort(404)
    quotes = {item.id: item for item in dossier.findings}
    return page(desk, "cell.html.j2", cell=found, side=SIDES[side], quotes=quotes, **TEMPLATES)


def timeline(desk: Desk) -> Response:
    """Return the dated facts in order."""
    _open(desk)
    return page(desk, "timeline.html.j2", events=desk.dossier().timeline)


def network(desk: Desk) -> Response:
    """Return the drawing and the relations with their passages."""
    _open(desk)
    dossier = desk.dossier()
    who, woven = desk.masks.named, dossier.network
    shown = replace(
        woven,
        ties=tuple(
            replace(tie, subject=who(tie.subject), object=who(tie.object), label=desk.masks.covered(tie.label))
            for tie in woven.ties
        ),
        actors=tuple(replace(actor, name=who(actor.name)) for actor in woven.actors),
    )
    return page(
        desk,
        "relations.html.j2",
        ties=shown.ties,
        contrasts=dossier.contrasts,
        readings=dossier.readings,
        names={item.id: item.name for item in dossier.criteria},
        picture=Markup(drawing(shown)),  # noqa: S704 (names are escaped there)
        kinds=relations(),
        STANDING=STATUS,
    )
