"""Who may ask, and what a page may do: loopback, one token used once, one cookie, Host, Origin, CSRF, a strict CSP."""

import secrets
from dataclasses import dataclass, field

from flask import Flask, Request, Response, abort, g, redirect, request

HOST = "127.0.0.1"
# « same-origin » and not « no-referrer »: with the latter a browser sends Origin: null with our own forms.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ENTRY = "/entrer"
ASSETS = "/actif/"
BIGGEST = 1 << 20


@dataclass
class Guard:
    """The secrets of one run: none is written anywhere; a new run makes new ones."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    used: bool = False

    @property
    def host(self) -> str:
        """Return the only Host header that is answered."""
        return f"{HOST}:{self.port}"

    @property
    def cookie(self) -> str:
        """Return the name of the cookie: cookies do not know ports, and two cases may be open."""
        return f"emprise_{self.port}"

    @property
    def address(self) -> str:
        """Return the address that opens the case, once."""
        return f"http://{self.host}{ENTRY}?jeton={self.token}"

    def knows(self, asked: Request) -> bool:
        """Tell whether *asked* carries our cookie."""
        return secrets.compare_digest(asked.cookies.get(self.cookie, "").encode(), self.session.encode())

    def check(self) -> None:
        """Refuse what does not come from our own page in the browser that used the token."""
        if request.headers.get("Host") != self.host:
            abort(421)
        if request.path == ENTRY and request.method == "GET":
            return
        if not self.knows(request):
            abort(403)
        if request.method in ("GET", "HEAD"):
            return
        if request.headers.get("Origin") != f"http://{self.host}":
            abort(403)
        if not secrets.compare_digest(request.form.get("csrf", "").encode(), self.csrf.encode()):
            abort(403)

    def enter(self) -> Response:
        """Exchange the token for the cookie; the second to bring it is refused, unless it holds the cookie."""
        if not self.knows(request):
            told = request.args.get("jeton", "")
            if self.used or not secrets.compare_digest(told.encode(), self.token.encode()):
                abort(403)
            self.used = True
        answer = redirect("/", 303)
        answer.set_cookie(self.cookie, self.session, httponly=True, samesite="Strict", path="/")
        assert isinstance(answer, Response)  # noqa: S101 (flask says werkzeug's, and makes its own)
        return answer


def guarded(app: Flask, guard: Guard) -> None:
    """Put *guard* before every request to *app*, and the headers on every answer."""
    app.config["MAX_CONTENT_LENGTH"] = BIGGEST

    @app.before_request
    def before() -> None:
        g.csrf = guard.csrf
        guard.check()

    @app.after_request
    def after(answer: Response) -> Response:
        kept = answer.headers.get("Cache-Control")  # our own assets say theirs: nothing of the case is in them
        answer.headers.update(HEADERS)
        if kept and request.path.startswith(ASSETS):
            answer.headers["Cache-Control"] = kept
        return answer

    app.add_url_rule(ENTRY, "enter", guard.enter, methods=["GET"])
