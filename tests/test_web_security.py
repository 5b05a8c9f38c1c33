"""Nobody but the browser that used the token sees or writes anything, and a page may run nothing but our files."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.resources import folder
from evidence.web.desk import Desk
from evidence.web.security import HOST
from tests.review_case import PORT, Browser, a_copy

PAGES = (
    "/constats /pieces /piece/1 /recherche?mots=argent /personnes /elements /chronologie /reseau /seconde-lecture "
    "/decisions /essayer /touches"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(case=a_copy(tmp_path_factory.mktemp("web")), reviewer="Essai")


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


def test_the_token_gives_a_cookie_that_no_script_reads_and_no_other_site_sends(browser: Browser) -> None:
    assert browser.entered.status_code == 303
    cookie = browser.entered.headers["Set-Cookie"]
    assert f"emprise_{PORT}=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Domain" not in cookie


def test_the_token_serves_once(browser: Browser) -> None:
    other = browser.client.application.test_client()
    assert other.get(f"/entrer?jeton={browser.guard.token}", base_url=browser.base).status_code == 403


def test_a_wrong_token_is_refused_and_the_right_one_still_serves(desk: Desk) -> None:
    browser = Browser(desk)
    browser.guard.used = False
    other = browser.client.application.test_client()
    assert other.get("/entrer?jeton=faux", base_url=browser.base).status_code == 403
    assert other.get("/entrer?jeton=é", base_url=browser.base).status_code == 403
    assert other.get(f"/entrer?jeton={browser.guard.token}", base_url=browser.base).status_code == 303


@pytest.mark.parametrize(
    "path", [*PAGES.split(), "/", "/actif/review.js", "/image/1/1", "/cadre/x", "/elements/x/y", "/absent"]
)
def test_without_the_cookie_nothing_is_shown(browser: Browser, path: str) -> None:
    answer = browser.client.application.test_client().get(path, base_url=browser.base)
    assert answer.status_code == 403
    assert b"Marc" not in answer.data
    assert b"affaire" not in answer.data.lower().replace(b"l\xe2\x80\x99affaire", b"")


@pytest.mark.parametrize("host", [f"localhost:{PORT}", "evil.example", f"127.0.0.1:{PORT + 1}", "127.0.0.1", ""])
def test_another_host_is_refused(browser: Browser, host: str) -> None:
    assert browser.client.get("/constats", base_url=browser.base, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", f"http://127.0.0.1:{PORT + 1}", f"https://127.0.0.1:{PORT}"]
)
def test_a_write_from_another_origin_changes_nothing(browser: Browser, desk: Desk, origin: str | None) -> None:
    before = desk.case.marks()
    identity = desk.findings()[0].id
    form = {"verdict": "accepted", "after": "0"}
    assert browser.post(f"/constat/{identity}", form, origin=origin).status_code == 403
    assert desk.case.marks() == before


def writes(browser: Browser) -> list[str]:
    return [
        str(rule.rule) for rule in browser.client.application.url_map.iter_rules() if "POST" in (rule.methods or ())
    ]


def test_every_write_asks_for_the_secret_of_the_form(browser: Browser, desk: Desk) -> None:
    found = writes(browser)
    assert len(found) >= 8
    before = desk.case.marks()
    for rule in found:
        path = rule.replace("<identity>", desk.findings()[0].id).replace("<int:number>", "1")
        for secret in ("", "faux", "é"):
            assert browser.post(path, {}, csrf=secret).status_code == 403, path
    assert desk.case.marks() == before


def test_a_write_is_never_a_get(browser: Browser, desk: Desk) -> None:
    before = desk.case.marks()
    browser.get(f"/constat/{desk.findings()[0].id}?verdict=accepted&after=0&csrf={browser.guard.csrf}")
    assert browser.get("/annuler").status_code == 405
    assert desk.case.marks() == before


@pytest.mark.parametrize("path", [*PAGES.split(), "/absent", "/actif/style.css"])
def test_every_answer_carries_the_strict_policy(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    for source in ("script-src", "style-src", "img-src", "connect-src", "form-action"):
        assert f"{source} 'self';" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == ("private, max-age=3600" if path.startswith("/actif/") else "no-store")
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", PAGES.split())
def test_no_page_holds_a_script_a_style_or_an_address_elsewhere(browser: Browser, path: str) -> None:
    from lxml import html

    answer = browser.get(path)
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == []
    places = page.xpath("//@src | //@href | //@action")
    assert places
    assert all(place.startswith(("/", "#", "?")) and not place.startswith("//") for place in places)


def test_the_words_of_a_piece_are_never_markup(browser: Browser, desk: Desk) -> None:
    odd = next(item for item in desk.findings() if "<b>" in item.quote)
    for path in (f"/constat/{odd.id}", "/constats", "/piece/1", "/recherche?mots=fort"):
        text = browser.get(path).text
        assert "<b>fort" not in text
        assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    "path",
    [
        "/actif/../_base.html.j2",
        "/actif/%2e%2e%2fdossier.css",
        "/actif/..",
        "/piece/../1",
        "/image/1/..%2f..%2faffaire.db",
        "/piece/-1",
        "/constat/..%2f..%2fetc",
        "/image/99/1",
        "/cadre/..%2f..%2faffaire.db",
        "/elements/..%2f../supported",
        "/piece/99",
    ],
)
def test_no_path_comes_from_the_browser(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_the_files_of_the_pages_name_no_other_machine() -> None:
    for item in (folder("templates") / "review").iterdir():
        # The name of SVG is written as an address; nothing fetches it.
        text = item.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http:" not in text
        assert "https:" not in text


def test_too_much_is_refused(browser: Browser) -> None:
    assert browser.post("/essayer", {"words": "a" * (2 << 20)}).status_code == 413


def test_the_server_listens_on_this_machine_only_at_a_port_that_changes(desk: Desk) -> None:
    command = [sys.executable, "-m", "evidence", "review", str(desk.case.folder), "--no-browser"]
    ports = set()
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                assert server.stdout is not None
                line = server.stdout.readline()
                port = int(line.split(f"{HOST}:")[1].split("/")[0])
                ports.add(port)
                assert _listening(port) == {"0100007F"}  # 127.0.0.1, as /proc writes it
            finally:
                server.kill()
    assert len(ports) == 2


def _listening(port: int) -> set[str]:
    table = Path("/proc/net/tcp")
    if not table.is_file():
        pytest.skip("/proc/net/tcp is Linux's")
    time.sleep(0.05)
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    everywhere = Path("/proc/net/tcp6").read_text() if Path("/proc/net/tcp6").is_file() else ""
    assert f":{port:04X} " not in "".join(line for line in everywhere.splitlines() if " 0A " in line)
    return {row[1].split(":")[0] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
