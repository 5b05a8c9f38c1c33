"""Pictures of pages are drawn by children and kept; a trapped file ends its picture, not the server."""

from collections.abc import Iterator

import pytest

from bench.review import made
from evidence.web import images
from evidence.web.desk import Desk
from tests.review_case import Browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(case=made(tmp_path_factory.mktemp("pages") / "affaire", 400, 200), reviewer="Ana")


@pytest.fixture
def browser(desk: Desk) -> Iterator[Browser]:
    opened = Browser(desk)
    yield opened
    opened.client.application.extensions["pages"].close()


def test_a_page_is_drawn_in_a_child_and_its_frame_holds_the_passage(browser: Browser, desk: Desk) -> None:
    finding = desk.findings()[0]
    text = browser.get(f"/constat/{finding.id}").text
    assert 'src="/image/1/1"' in text
    assert f'src="/cadre/{finding.id}"' in text
    picture, frame = browser.get("/image/1/1"), browser.get(f"/cadre/{finding.id}")
    assert picture.data.startswith(b"\x89PNG")
    assert frame.headers["Content-Type"].startswith("image/svg+xml")
    assert 'viewBox="0 0 595.0 842.0"' in frame.text
    assert frame.text.count("<rect") == 1
    assert picture.headers["Cache-Control"] == frame.headers["Cache-Control"] == "no-store"


def test_a_page_is_drawn_once(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    first = browser.get("/image/2/1").data
    pages = browser.client.application.extensions["pages"]
    monkeypatch.setattr(pages, "_started", lambda: pytest.fail("drawn again"))
    assert browser.get("/image/2/1").data == first


def test_a_hostile_pdf_ends_a_child_and_neither_the_server_nor_the_other_pages(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = desk.pieces()[2].source.id
    path = desk.case.vault.path(source)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.4\n" + b"1 0 obj<</Type/Pages/Kids[1 0 R]/Count 99>>endobj\n" * 50)
    assert browser.get("/image/3/1").status_code == 404
    pages = browser.client.application.extensions["pages"]
    child = next(iter(pages._pool._children))
    monkeypatch.setattr(type(child), "ask", _killed(type(child).ask))
    assert browser.get("/image/4/1").status_code == 404  # the child crashed in the middle of this page
    monkeypatch.undo()
    assert browser.get("/image/5/1").status_code == 200
    finding = next(item for item in desk.findings() if item.source == source)
    text = browser.get(f"/constat/{finding.id}").text
    assert "/image/3/1" not in text  # the passage stays readable, without a broken picture
    assert "<mark>" in text


def _killed(ask):  # type: ignore[no-untyped-def]  # the method of a child
    def killed(child, message):  # type: ignore[no-untyped-def]
        child.kill()
        return ask(child, message)

    return killed


def test_the_next_picture_is_named_before_it_is_wanted(browser: Browser, desk: Desk) -> None:
    first = desk.findings()[0]  # two findings a page
    assert 'data-ahead="/image/1/2"' in browser.get(f"/constat/{first.id}").text


def test_the_screen_of_a_finding_waits_for_no_picture(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images.Pages, "get", lambda *_: pytest.fail("a picture was drawn"))
    assert browser.get(f"/constat/{desk.findings()[3].id}").status_code == 200
