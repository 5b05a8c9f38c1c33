"""The application: the guard first, then one file a group of pages."""

import threading
from typing import NoReturn

from flask import Flask, Response, abort, g, make_response, request
from werkzeug.exceptions import HTTPException

from evidence.errors import EvidenceError
from evidence.resources import folder
from evidence.web import added, finding, images, keys, law, lists, names, people, second, trial
from evidence.web.desk import Desk
from evidence.web.security import HOST, Guard, guarded
from evidence.web.show import page

ASSETS = {"style.css": "text/css", "review.js": "text/javascript"}
SAID = {
    403: ("Accès refusé", "Ouvrez l’adresse que la commande emprise review vient d’afficher : elle sert une fois."),
    404: ("Introuvable", "Ce constat, cette pièce ou cette page n’est pas dans l’affaire."),
    413: ("Trop long", "Ce qui a été envoyé dépasse la limite ; rien n’a été enregistré."),
    421: ("Accès refusé", "Cette adresse n’est pas celle de la relecture."),
}


def make(desk: Desk, guard: Guard) -> Flask:
    """Return the application that shows *desk* to whom *guard* lets in."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    guarded(app, guard)
    pages = images.Pages(desk)
    app.extensions["pages"] = pages
    for drawn in (finding, images):
        drawn.routes(app, desk, pages)
    for group in (lists, keys, names, people, added, law, trial, second):
        group.routes(app, desk)
    app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204), methods=["GET"])  # browsers ask; we have none
    app.add_url_rule("/actif/<name>", "asset", _asset, methods=["GET"])

    @app.after_request
    def stamped(answer: Response) -> Response:
        if request.method == "POST" and (answer.status_code == 303 or "X-Place" in answer.headers):
            desk.stamp_soon()
        return answer

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        title, line = SAID.get(error.code or 500, ("Impossible", "La demande n’est pas comprise ; rien n’a changé."))
        if error.code in (403, 421):  # nothing of the case is shown to whom is not let in
            answer = make_response(f"{title}\n{line}\n", error.code)
            answer.headers["Content-Type"] = "text/plain; charset=utf-8"
            return answer
        g.setdefault("csrf", "")
        return page(desk, "message.html.j2", error.code or 500, title=title, lines=[line])

    @app.errorhandler(EvidenceError)
    def wrong(error: EvidenceError) -> Response:
        return page(desk, "message.html.j2", 409, title="Impossible", lines=[str(error), error.advice])

    return app


def _asset(name: str) -> Response:
    """Return one of our two assets: the name is looked up, never joined to a path."""
    if name not in ASSETS:
        abort(404)
    answer = make_response((folder("templates") / "review" / name).read_bytes())
    answer.headers["Content-Type"] = f"{ASSETS[name]}; charset=utf-8"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def serve(desk: Desk, ready: object) -> NoReturn:
    """Serve on a random port of this machine until interrupted; *ready* is called with the address."""
    from waitress.server import create_server

    guard = Guard(port=0)
    app = Flask(__name__)
    server = create_server(lambda *call: app(*call), host=HOST, port=0, threads=4, ident=None)
    guard.port = server.effective_port
    app = make(desk, guard)
    pages: images.Pages = app.extensions["pages"]
    threading.Thread(target=pages.warm, daemon=True).start()
    desk.warm()  # before the address is told: the first page comes at once
    if callable(ready):
        ready(guard.address)
    try:
        server.run()
    finally:
        pages.close()
        desk.stamp()
    raise SystemExit(0)
