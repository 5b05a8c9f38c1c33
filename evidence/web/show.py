"""A template filled for the browser: the environment of the dossier, and what every page of the review shows."""

from flask import Response, g, make_response, redirect, request

from evidence.dossier.exports.html import environment
from evidence.web.desk import Desk
from evidence.web.keys import DEFAULT, keys_of

VERDICTS = {"accepted": "accepté", "rejected": "rejeté", "to_verify": "à vérifier"}
STATUSES = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇"}
KINDS = {"person": "personne", "group": "groupement", "account": "compte"}
ENVIRONMENT = environment()
ENVIRONMENT.filters["moment"] = lambda at: at.astimezone().strftime("%d/%m/%Y %H:%M")  # the hour of this machine


def page(desk: Desk, template: str, code: int = 200, **values: object) -> Response:
    """Return the page *template* of ``templates/review/`` filled with *values*."""
    names = {item.id: item.name for item in desk.catalogue.criteria.values()}
    text = ENVIRONMENT.get_template(f"review/{template}").render(
        desk=desk,
        csrf=g.csrf,
        here=request.path,
        keys=keys_of(request),
        key_names=DEFAULT,
        criteria=names,
        masks=desk.masks,
        who=desk.masks.named,
        VERDICTS=VERDICTS,
        STATUSES=STATUSES,
        SIGNS=SIGNS,
        KINDS=KINDS,
        **({"place": request.full_path.rstrip("?") if request.method == "GET" else "/"} | values),
    )
    answer = make_response(text, code)
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    return answer


def go(where: str) -> Response:
    """Return the answer that sends the browser to *where*, an address of ours, with GET."""
    answer = redirect(where, 303)
    assert isinstance(answer, Response)  # noqa: S101 (flask says werkzeug's, and makes its own)
    return answer
