"""What a person decides in the review is written, taken back, never lost, and never decided for another."""

import datetime as dt
from pathlib import Path

import pytest

from evidence.decisions import Custody, Exhibit
from evidence.model import Review
from evidence.web.desk import Desk
from tests.review_case import Browser, a_copy

NOW = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(case=a_copy(tmp_path), reviewer="Ana")


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk)


def after(browser: Browser, identity: str) -> str:
    from lxml import html

    return html.fromstring(browser.get(f"/constat/{identity}").text).xpath("//input[@name='after']/@value")[0]


def test_the_screen_shows_passage_reason_definition_limits_and_both_sides(browser: Browser, desk: Desk) -> None:
    finding = desk.findings()[0]
    text = browser.get(f"/constat/{finding.id}").text
    criterion = desk.catalogue.criteria["isolation"]
    for words in (
        "Isolement",
        criterion.definition[:30],
        "Ne sont pas visés",
        "Marc Inventé",
        "À charge",
        "À décharge",
    ):
        assert words in text
    assert "<mark>" in text
    assert "[unused" not in text


def test_a_decision_is_written_and_the_next_finding_comes(browser: Browser, desk: Desk) -> None:
    first, second = desk.findings()[:2]
    answer = browser.post(f"/constat/{first.id}", {"verdict": "accepted", "after": "0", "note": "vu page 2"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/constat/{second.id}"
    review = desk.case.reviews()[first.id]
    assert (review.verdict, review.reviewer, review.note) == ("accepted", "Ana", "vu page 2")
    assert [entry.act for entry in desk.case.journal()][-1] == "review"


def test_our_script_gets_the_next_finding_at_once_and_its_place(browser: Browser, desk: Desk) -> None:
    denied = [item.id for item in desk.findings() if item.status == "denied"]
    form = {"csrf": browser.guard.csrf, "verdict": "accepted", "after": "0", "status": "denied"}
    headers = {"Origin": browser.base, "X-Emprise": "1"}
    answer = browser.client.post(f"/constat/{denied[0]}", base_url=browser.base, data=form, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["X-Place"] == f"/constat/{denied[1]}?status=denied"
    assert f'action="/constat/{denied[1]}"' in answer.text
    assert f'name="place" value="/constat/{denied[1]}?status=denied"' in answer.text
    assert list(desk.case.reviews()) == [denied[0]]
    again = browser.client.post(f"/constat/{denied[0]}", base_url=browser.base, data=form, headers=headers)
    assert again.status_code == 409
    assert again.headers["X-Place"] == f"/constat/{denied[0]}?status=denied"
    back = {"csrf": browser.guard.csrf}
    answer = browser.client.post("/annuler", base_url=browser.base, data=back, headers=headers)
    assert answer.headers["X-Place"] == f"/constat/{denied[0]}"
    assert desk.case.reviews() == {}


def test_the_next_finding_is_one_that_the_filters_keep(browser: Browser, desk: Desk) -> None:
    denied = [item.id for item in desk.findings() if item.status == "denied"]
    answer = browser.post(f"/constat/{denied[0]}", {"verdict": "rejected", "after": "0", "status": "denied"})
    assert answer.status_code == 303
    answer = browser.get(f"/constat/{denied[0]}?status=denied")
    assert f'rel="next" href="/constat/{denied[1]}?status=denied"' in answer.text


def test_status_criterion_persons_and_date_are_changed_and_what_is_untouched_stays_unsaid(
    browser: Browser, desk: Desk
) -> None:
    finding = desk.findings()[0]
    form = {
        "verdict": "accepted",
        "after": "0",
        "new_status": "reported",
        "new_criterion": "violence",
        "agent": "",
        "patient": "Claire",
    }
    form |= {"when_words": "en mars", "when_first": "2020-03-01", "when_last": "2020-03-31", "speaker": ""}
    browser.post(f"/constat/{finding.id}", form)
    review = desk.case.reviews()[finding.id]
    assert (review.status, review.criterion, review.agent, review.patient) == ("reported", "violence", "", "Claire")
    assert review.speaker is None
    assert review.when is not None
    assert review.when.words == "en mars"
    now = desk.finding(finding.id)
    assert now is not None
    assert now[1].agent is None


@pytest.mark.parametrize(
    "form",
    [
        {"verdict": "maybe"},
        {"verdict": "accepted", "new_status": "x"},
        {"verdict": "accepted", "new_criterion": "x"},
        {"verdict": "accepted", "after": "-1"},
        {"verdict": "accepted", "when_first": "hier"},
    ],
)
def test_a_form_that_is_not_ours_writes_nothing(browser: Browser, desk: Desk, form: dict[str, str]) -> None:
    before = desk.case.marks()
    assert browser.post(f"/constat/{desk.findings()[0].id}", {"after": "0"} | form).status_code == 400
    assert desk.case.marks() == before


def test_undo_goes_back_one_decision_at_a_time_without_limit(browser: Browser, desk: Desk) -> None:
    ids = [item.id for item in desk.findings()[:5]]
    for identity in ids:
        browser.post(f"/constat/{identity}", {"verdict": "accepted", "after": "0"})
    for identity in reversed(ids):
        assert browser.post("/annuler", {}).headers["Location"] == f"/constat/{identity}"
    assert desk.case.reviews() == {}
    assert desk.review(ids[0]) is None
    assert browser.post("/annuler", {}).status_code == 200
    assert len(desk.case.history()) == 10  # nothing is erased: five decisions, five undos


def test_the_files_are_stamped_once_nobody_decides_any_more(browser: Browser, desk: Desk) -> None:
    import time

    from evidence.case import check

    def late() -> bool:
        report = check(desk.case.folder)
        assert report.broken == ()
        return any("empreinte des fichiers" in note for note in report.notes)

    browser.post(f"/constat/{desk.findings()[0].id}", {"verdict": "accepted", "after": "0"})
    assert late()  # the stamp is of before, which is no fault
    until = time.monotonic() + 30
    while late() and time.monotonic() < until:
        time.sleep(0.1)
    assert not late()


def test_undo_never_takes_back_what_another_person_decided(browser: Browser, desk: Desk) -> None:
    other = Browser(Desk(case=desk.case, reviewer="Bea"))
    mine, hers = (item.id for item in desk.findings()[:2])
    browser.post(f"/constat/{mine}", {"verdict": "accepted", "after": "0"})
    other.post(f"/constat/{hers}", {"verdict": "rejected", "after": "0"})
    browser.post("/annuler", {})
    assert set(desk.case.reviews()) == {hers}


def test_a_stale_page_is_a_conflict_that_shows_both_decisions_and_loses_none(browser: Browser, desk: Desk) -> None:
    other = Browser(Desk(case=desk.case, reviewer="Bea"))
    identity = desk.findings()[0].id
    seen = after(browser, identity)
    other.post(f"/constat/{identity}", {"verdict": "rejected", "after": "0", "note": "hors sujet"})
    answer = browser.post(f"/constat/{identity}", {"verdict": "accepted", "after": seen, "note": "ma note"})
    assert answer.status_code == 409
    for words in ("pas été enregistrée", "Bea", "rejeté", "hors sujet", "ma note"):
        assert words in answer.text
    assert desk.case.reviews()[identity].reviewer == "Bea"
    again = browser.post(f"/constat/{identity}", {"verdict": "accepted", "after": after(browser, identity)})
    assert again.status_code == 303
    assert [item.decision.reviewer for item in desk.case.history(identity)] == ["Bea", "Ana"]


def test_the_page_of_the_decisions_says_what_each_was_about_at_the_hour_of_the_machine(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", "Etc/GMT-5")
    time.tzset()
    try:
        finding = desk.findings()[0]
        desk.case.decide(Review(finding=finding.id, verdict="rejected", reviewer="Bea", at=NOW))
        desk.case.decide(Review(finding="parti", verdict="rejected", reviewer="Bea", at=NOW))
        text = browser.get("/decisions").text
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "Isolement, pièce 1" in text
    assert "interdit de voir ma sœur, phrase 0" in text
    assert "constat parti, que la dernière analyse ne retrouve pas" in text
    assert "01/01/2025 05:00" in text


def test_another_window_shows_a_decision_at_once(browser: Browser, desk: Desk) -> None:
    other = Browser(Desk(case=desk.case, reviewer="Bea"))
    identity = desk.findings()[0].id
    other.get("/constats")
    browser.post(f"/constat/{identity}", {"verdict": "to_verify", "after": "0"})
    assert "à vérifier" in other.get(f"/constat/{identity}").text.split('id="decision"')[1][:200]
    assert identity in other.get("/constats?state=to_verify").text
    assert identity not in other.get("/constats?state=undecided").text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=denied", 8),
        ("criterion=isolation", 8),
        ("person=Marc+Inventé", 24),
        ("piece=1", 24),
        ("piece=9", 0),
        ("state=undecided", 24),
        ("state=suggestion", 0),
        ("first=2020-01-01", 0),
        ("", 24),
    ],
)
def test_the_list_keeps_what_the_filters_say(browser: Browser, query: str, count: int) -> None:
    text = browser.get(f"/constats?{query}").text
    assert f"<h1>Constats : {count}" in text


def test_selected_words_become_a_finding_that_quotes_the_whole_sentence(browser: Browser, desk: Desk) -> None:
    document = desk.document(desk.pieces()[0].source.id)
    assert document is not None
    start = document.text.index("demandé d'argent, phrase 4")
    form = {
        "start": start,
        "end": start + 7,
        "words": "demandé",
        "criterion": "assets",
        "status": "denied",
        "agent": "Marc",
    }
    answer = browser.post("/piece/1/ajouter", form)
    identity = answer.headers["Location"].rsplit("/", 1)[1]
    made = next(item for item in desk.case.findings() if item.id == identity)
    assert made.quote == "Marc Inventé ne m'a jamais demandé d'argent, phrase 4."
    assert made.evidence.of(document.text) == "demandé"
    assert made.quote == made.sentence.of(document.text)
    assert browser.get(f"/constat/{identity}").status_code == 200
    browser.post("/annuler", {})
    assert identity not in {item.id for item in desk.case.findings()}


@pytest.mark.parametrize(
    "form",
    [
        {"start": "0", "end": "5", "words": "autre"},
        {"words": "Marc"},
        {"words": ""},
        {"start": "5", "end": "99999999", "words": "x"},
    ],
)
def test_words_that_are_not_there_or_are_everywhere_add_nothing(
    browser: Browser, desk: Desk, form: dict[str, str]
) -> None:
    before = desk.case.marks()
    assert browser.post("/piece/1/ajouter", {"criterion": "assets", "status": "denied"} | form).status_code == 400
    assert desk.case.marks() == before


def test_many_are_decided_at_once_only_within_a_criterion_whose_sample_was_read(tmp_path: Path) -> None:
    desk = Desk(case=a_copy(tmp_path, 45), reviewer="Ana")
    browser = Browser(desk)
    ids = [item.id for item in desk.findings() if item.criterion == "isolation"]
    lot = {"criterion": "isolation", "verdict": "accepted", "note": "tous lus"}
    assert 'name="left"' not in browser.get("/constats?criterion=isolation").text  # no sample was read yet
    assert browser.post("/lot", lot | {"left": desk.bulk("isolation").token}).status_code == 409
    for identity in ids[:9]:
        browser.post(f"/constat/{identity}", {"verdict": "rejected", "after": "0"})
    assert browser.post("/lot", lot | {"left": desk.bulk("isolation").token}).status_code == 409
    browser.post(f"/constat/{ids[9]}", {"verdict": "rejected", "after": "0"})
    shown = browser.get("/constats?criterion=isolation").text.split('name="left" value="')[1].split('"')[0]
    # Another person decides one and takes back another meanwhile: as many are left, and not the same.
    desk.case.decide(Review(finding=ids[12], verdict="rejected", reviewer="Bea", at=NOW))
    browser.post("/annuler", {})
    assert len(desk.bulk("isolation").left) == 5
    assert browser.post("/lot", lot | {"left": shown}).status_code == 409
    browser.post(f"/constat/{ids[9]}", {"verdict": "rejected", "after": str(desk.case.last_decision(ids[9]))})
    shown = browser.get("/constats?criterion=isolation").text.split('name="left" value="')[1].split('"')[0]
    assert browser.post("/lot", lot | {"left": shown}).status_code == 303
    reviews = desk.case.reviews()
    assert set(reviews) == set(ids)
    assert [reviews[identity].verdict for identity in ids] == ["rejected"] * 10 + ["accepted"] * 2 + ["rejected"] + [
        "accepted"
    ] * 2


def test_the_page_of_the_pieces_shows_cote_seal_and_what_came_in_twice(browser: Browser, desk: Desk) -> None:
    seal = Exhibit(number="Scellé 4", act="PV 12", place="bureau", officer="OPJ Untel", seized="3 mars")
    desk.case.decide(Custody(piece=1, cote="D 17", exhibit=seal, reviewer="Bea", at=NOW))
    again = desk.case.folder.parent / "copie.txt"
    again.write_bytes(desk.case.vault.get(desk.pieces()[0].source.id))
    desk.case.ingest([again])
    text = browser.get("/pieces").text
    for words in ("D 17", "Scellé 4", "PV 12, bureau, OPJ Untel, 3 mars", "Doublons : 1", "0 sur 24"):
        assert words in text, words
    assert "cote D 17" in browser.get(f"/constat/{desk.findings()[0].id}").text


def test_keys_are_changed_and_switched_off(browser: Browser, desk: Desk) -> None:
    where = f"/constat/{desk.findings()[0].id}"
    assert 'data-key="a"' in browser.get(where).text
    usual = {
        "on": "1",
        "accept": "o",
        "reject": "r",
        "verify": "v",
        "next": "j",
        "previous": "k",
        "undo": "u",
        "note": "n",
    }
    assert browser.post("/touches", usual).status_code == 303
    assert 'data-key="o"' in browser.get(where).text
    assert browser.post("/touches", usual | {"reject": "o"}).status_code == 400
    browser.post("/touches", {"on": "0"})
    assert 'data-key=""' in browser.get(where).text
    assert "<kbd>" not in browser.get(where).text


def test_who_codes_blind_sees_text_and_criteria_and_nothing_that_the_engine_found(desk: Desk) -> None:
    blind = Browser(Desk(case=desk.case, reviewer="Stagiaire", blind=True))
    text = blind.get("/piece/1").text
    assert "interdit de voir" in text
    assert "/constat/" not in text
    assert "Isolement" in text
    assert blind.get("/", follow_redirects=True).request.path == "/pieces"
    for path in (
        f"/constat/{desk.findings()[0].id}",
        "/elements",
        "/chronologie",
        "/reseau",
        "/seconde-lecture",
        "/essayer",
    ):
        assert blind.get(path).status_code == 404, path
    assert "<h1>Constats : 0" in blind.get("/constats").text
    form = {"words": "interdit de voir ma sœur, phrase 3", "criterion": "isolation", "status": "affirmed"}
    where = blind.post("/piece/1/ajouter", form).headers["Location"]
    assert blind.get(where).status_code == 200
    assert where in blind.get("/piece/1").text


def test_matrix_chronology_and_network_lead_to_their_passages(browser: Browser, desk: Desk) -> None:
    ids = {item.id for item in desk.findings()}
    for path in ("/elements", "/chronologie", "/reseau"):
        text = browser.get(path).text
        found = {part.split('"')[0] for part in text.split('href="/constat/')[1:]}
        assert found <= ids
        assert found or path == "/chronologie"


@pytest.mark.slow
def test_the_phrase_tried_shows_what_explain_says_and_enters_nothing(browser: Browser, desk: Desk) -> None:
    before = desk.case.marks()
    text = browser.post("/essayer", {"words": "Il m'a interdit de voir ma sœur."}).text
    assert "Isolement (isolation) : affirmé" in text
    assert desk.case.marks() == before
