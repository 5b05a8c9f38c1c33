"""The keys of the review: one a gesture, each may be changed, all may be switched off (WCAG 2.1.4)."""

import json

from flask import Flask, Request, Response, redirect, request

from evidence.web.desk import Desk

DEFAULT = {
    "accept": ("a", "accepter"),
    "reject": ("r", "rejeter"),
    "verify": ("v", "à vérifier"),
    "next": ("j", "suivant"),
    "previous": ("k", "précédent"),
    "undo": ("u", "annuler ma dernière décision"),
    "note": ("n", "écrire une note"),
    "names": ("i", "montrer ou masquer les identités"),
}
# Of the machine and not of the port: the choice outlives the run. It holds letters, nothing of a case.
COOKIE = "emprise_touches"
YEAR = 365 * 24 * 3600


def keys_of(asked: Request) -> dict[str, str]:
    """Return the key of each gesture; empty ones when they are switched off or unreadable keys were kept."""
    usual = {name: key for name, (key, _) in DEFAULT.items()}
    try:
        kept = json.loads(asked.cookies.get(COOKIE, "{}"))
    except ValueError:
        return usual
    if not isinstance(kept, dict):
        return usual
    return {name: str(kept.get(name, key))[:1] for name, key in usual.items()}


def routes(app: Flask, desk: Desk) -> None:
    """Add the page of the keys."""
    from evidence.web.show import page

    def keys() -> Response:
        return page(desk, "keys.html.j2", problem="")

    def keep() -> Response:
        on = request.form.get("on") == "1"
        chosen = {name: request.form.get(name, "").strip().lower()[:1] if on else "" for name in DEFAULT}
        used = [key for key in chosen.values() if key]
        if len(used) != len(set(used)):
            return page(desk, "keys.html.j2", 400, problem="Deux gestes ont la même touche ; rien n’a changé.")
        answer = redirect("/touches", 303)
        answer.set_cookie(COOKIE, json.dumps(chosen), max_age=YEAR, httponly=True, samesite="Strict", path="/")
        assert isinstance(answer, Response)  # noqa: S101 (flask says werkzeug's, and makes its own)
        return answer

    app.add_url_rule("/touches", "keys", keys, methods=["GET"])
    app.add_url_rule("/touches", "keep_keys", keep, methods=["POST"])
