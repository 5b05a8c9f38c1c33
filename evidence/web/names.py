"""« Montrer les identités », « masquer »: one switch for every page, for the time of the run; hidden at the start."""

import string

from flask import Flask, Response, request

from evidence.web.desk import Desk
from evidence.web.show import go

# What the address of a page of ours, with its filters, is written with: no backslash, no control, no scheme.
_WRITTEN = frozenset(string.ascii_letters + string.digits + "/?&=%+._-;,")


def routes(app: Flask, desk: Desk) -> None:
    """Add the switch."""

    def switch() -> Response:
        desk.masks.bare = request.form.get("bare") == "1"
        place = request.form.get("place", "")
        return go(place if _ours(place) else "/")

    app.add_url_rule("/identites", "names", switch, methods=["POST"])


def _ours(place: str) -> bool:
    """Tell whether *place* is an address within this server: never « //elsewhere »."""
    path = place.partition("?")[0]
    return path.startswith("/") and "//" not in path and "%" not in path and _WRITTEN.issuperset(place)
