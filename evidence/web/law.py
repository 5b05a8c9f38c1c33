"""Matrix of legal elements, chronology, network: of this moment, each line leading to its passages."""

from flask import Flask, Response, abort
from markupsafe import Markup

from evidence.dossier.legal_view import TEMPLATES
from evidence.graph.picture import STATUS, drawing
from evidence.graph.vocabulary import relations
from evidence.web.desk import Desk
from evidence.web.show import page


def routes(app: Flask, desk: Desk) -> None:
    """Add the three pages."""
    app.add_url_rule("/elements", "elements", lambda: elements(desk), methods=["GET"])
    app.add_url_rule("/chronologie", "timeline", lambda: timeline(desk), methods=["GET"])
    app.add_url_rule("/reseau", "network", lambda: network(desk), methods=["GET"])


def _open(desk: Desk) -> None:
    if desk.blind:
        abort(404)


def elements(desk: Desk) -> Response:
    """Return, element by element, what supports, what contradicts, what is to be verified."""
    _open(desk)
    dossier = desk.dossier()
    return page(
        desk,
        "elements.html.j2",
        dossier=dossier,
        quotes={item.id: item for item in dossier.findings},
        **TEMPLATES,
    )


def timeline(desk: Desk) -> Response:
    """Return the dated facts in order."""
    _open(desk)
    return page(desk, "timeline.html.j2", events=desk.dossier().timeline)


def network(desk: Desk) -> Response:
    """Return the drawing and the relations with their passages."""
    _open(desk)
    dossier = desk.dossier()
    picture = Markup(drawing(dossier.network))  # noqa: S704 (names are escaped there)
    return page(
        desk,
        "relations.html.j2",
        ties=dossier.network.ties,
        contrasts=dossier.contrasts,
        readings=dossier.readings,
        names={item.id: item.name for item in dossier.criteria},
        picture=picture,
        kinds=relations(),
        STANDING=STATUS,
    )
