"""A cell with more passages than its table holds leads to all of them; a dossier being made keeps nobody waiting."""

import threading
from pathlib import Path

import pytest
from lxml import html

from evidence.case import Case
from evidence.web import cells
from evidence.web.desk import Desk
from tests.review_case import Browser, a_copy


def test_a_cell_of_many_passages_leads_to_every_one_of_them(tmp_path: Path) -> None:
    desk = Desk(case=a_copy(tmp_path, 200), reviewer="Ana")
    browser = Browser(desk)
    page = html.fromstring(browser.get("/elements").text)
    places = sorted(set(page.xpath("//td//a[starts-with(@href, '/elements/')]/@href")))
    assert places
    rows = {cells.key_of(row, row.element): row for row in desk.dossier().matrix}
    seen = 0
    for place in places:
        key, side = place.split("/")[2:]
        if key not in rows:
            continue
        listed = html.fromstring(browser.get(place).text).xpath("//ol/li/a/@href")
        assert listed == [f"/constat/{line.finding}" for line in getattr(rows[key], side)]
        assert len(listed) > cells.MOST
        seen += 1
    assert seen
    assert "Inventé" not in "".join(places)


@pytest.mark.parametrize("path", ["/elements/absent/supported", "/elements/absent/autre", "/elements/../x/supported"])
def test_a_cell_that_is_not_there_is_not_found(tmp_path: Path, path: str) -> None:
    desk = Desk(case=a_copy(tmp_path), reviewer="Ana")
    assert Browser(desk).get(path).status_code == 404
    real = cells.key_of(desk.dossier().matrix[0], desk.dossier().matrix[0].element)
    assert Browser(desk).get(f"/elements/{real}/name").status_code == 404  # a side, and no other field
    assert Browser(desk).get(f"/elements/{real}/supported").status_code == 200


def test_who_decides_does_not_wait_for_a_dossier_being_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(case=a_copy(tmp_path), reviewer="Ana")
    browser = Browser(desk)
    begun, go = threading.Event(), threading.Event()
    made = Case.seen

    def slow(case: Case, **more: object) -> object:
        begun.set()
        assert go.wait(30)
        return made(case, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Case, "seen", slow)
    asked = threading.Thread(target=desk.dossier)
    asked.start()
    assert begun.wait(30)
    first = desk.findings()[0].id
    assert browser.post(f"/constat/{first}", {"verdict": "accepted", "after": "0"}).status_code == 303
    go.set()
    asked.join()
    monkeypatch.undo()
    assert [row.review.verdict for row in desk.dossier().findings if row.review] == ["accepted"]  # made anew
