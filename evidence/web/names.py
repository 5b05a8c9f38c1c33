"""« Montrer les identités », « masquer »: one switch for every page, for the time of the run; hidden at the start."""

import re

from flask import Flask, Response, request

from evidence.web.desk import Desk
from evidence.web.show import go

# A page of ours, with its filters: never « //elsewhere », never a scheme.
_PLACE = re.compile(r"/(?!/)[a-z0-9/-]*(?:\?[\w%&=+.,;:-]*)?", re.ASCII)


def routes(app: Flask, desk: Desk) -> None:
    """Add the switch."""

    def switch() -> Response:
        desk.masks.bare = request.form.get("bare") == "1"
        place = request.form.get("place", "")
        return go(place if _PLACE.fullmatch(place) else "/")

    app.add_url_rule("/identites", "names", switch, methods=["POST"])
