"""The dossier says what the records say: both sides at one rank, nothing run, nothing hidden, the same bytes twice."""

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import jsonschema
import pytest

from evidence import catalogue
from evidence.assessment.applicable import version_at, versions_of
from evidence.dossier.exports.html import EXPORT as HTML
from evidence.dossier.exports.json import EXPORT as JSON
from evidence.dossier.exports.json import SHARED
from evidence.dossier.record import Dossier
from evidence.dossier.typography import date_words, typeset
from evidence.model import When
from evidence.people.identities import Identities, said_in
from evidence.people.registry import key_of
from evidence.store.records import plain

ROOT = Path(__file__).parents[1]
RULES = catalogue.load()


@pytest.fixture(scope="module")
def page(dossier: Dossier) -> str:
    return HTML.write(dossier).decode("utf-8")


def section(page: str, name: str) -> str:
    return page.split(f'<h2 id="{name}">')[1].split("<h2 ")[0]


def test_findings_are_counted_by_side_and_by_decision(dossier: Dossier) -> None:
    counts = dossier.counts
    assert (counts.incriminating, counts.exculpatory, counts.to_verify) == (2, 1, 1)
    assert (counts.accepted, counts.rejected, counts.pending) == (1, 0, 3)


def test_an_unread_piece_is_named_before_anything_else(page: str) -> None:
    assert "perdu.pdf" in section(page, "avertissement")
    assert page.index('id="avertissement"') < page.index('id="saisine"')


def test_both_sides_have_the_same_markup(page: str) -> None:
    for name, side, quote in (
        ("charge", "incriminating", "interdit de voir ma sœur"),
        ("decharge", "exculpatory", "demandé d&#39;argent"),
    ):
        assert f'<article class="finding side-{side}"' in section(page, name)
        assert quote in section(page, name)
    css = (ROOT / "templates" / "dossier.css").read_text(encoding="utf-8")
    assert not re.search(r"#(charge|decharge|verifier)|\.(incriminating|exculpatory|denied|affirmed)\b", css)


def test_every_place_leads_to_its_line_in_the_text_of_the_piece(page: str, dossier: Dossier) -> None:
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page, target
    for row in dossier.findings:
        piece = next(item for item in dossier.pieces if item.sha256 == row.sha256)
        line = f"p{piece.number}-l{piece.text.count(chr(10), 0, row.start) + 1}"
        article = page.split(f'id="c-{row.id}"')[1].split("</article>")[0]
        assert f'<a class="where" href="#{line}">' in article
        shown = page.split(f'<p id="{line}">')[1].split("</p>")[0]
        assert f"<mark>{piece.text[row.start : row.end]}</mark>" in unescape(shown)


def test_every_source_of_the_chronology_and_of_the_sums_leads_into_a_piece(page: str) -> None:
    for name in ("chronologie", "flux"):
        for table in section(page, name).split("<caption>")[1:]:
            rows = re.findall(r"<tr>.*?</tr>", table.split("<tbody>", 1)[1])
            assert rows
            # What is said of harm is told by its numbers: each leads to its quotation, which has its place.
            leads = r'href="#c-' if table.startswith("Atteintes et pertes") else r'href="#p\d+'
            assert all(re.search(leads, row) for row in rows if "<td>" in row)


def test_the_text_of_a_piece_is_never_run(page: str) -> None:
    script = (ROOT / "templates" / "paper.js").read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>", page) == ["<script>"]
    assert f"<script>{script}</script>" in page
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    assert f"default-src 'none'; script-src 'sha256-{digest}'; " in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    assert "49" not in section(page, "textes")
    assert not re.search(r"(src|href)=\"(?!#)", page)


def test_the_page_is_the_same_bytes_twice(dossier: Dossier) -> None:
    assert HTML.write(dossier) == HTML.write(dossier)


def test_the_page_never_uses_the_words_that_judge(page: str) -> None:
    ours = re.sub(r"<blockquote>.*?</blockquote>|<code>.*?</code>", "", page, flags=re.DOTALL)
    for word in ("coupable", "secte ", "gourou", "constituée par"):
        assert word not in ours.lower()


def test_the_json_follows_its_schema(dossier: Dossier) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "dossier.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(JSON.write(dossier)), schema)


def test_the_json_holds_the_whole_record_each_shared_part_once(dossier: Dossier) -> None:
    """Put back what stands in a table at each of its places, and the record is there, nothing lost."""
    found = json.loads(JSON.write(dossier))
    tables = {kind.__name__: found.pop(name) for kind, name in SHARED.items()} | {"lists": found.pop("lists")}
    shared = json.loads((ROOT / "docs" / "schema" / "dossier.schema.json").read_text(encoding="utf-8"))["$defs"]
    whole = json.loads(json.dumps(plain(dossier)))

    def same(small: object, large: object, place: str) -> None:
        if isinstance(small, int) and not isinstance(small, bool) and isinstance(large, dict | list):
            owner = (
                "lists"
                if isinstance(large, list)
                else next(name for name in tables if name != "lists" and set(shared[name]["properties"]) == set(large))
            )
            assert tables[owner][small] == large, place
        elif isinstance(large, dict):
            assert isinstance(small, dict), place
            assert set(small) == set(large), place
            for key in large:
                same(small[key], large[key], f"{place}.{key}")
        elif isinstance(large, list):
            assert isinstance(small, list), place
            assert len(small) == len(large), place
            for rank, (one, other) in enumerate(zip(small, large, strict=True)):
                same(one, other, f"{place}[{rank}]")
        else:
            assert small == large, place

    same(found, whole, "")
    assert len(set(map(json.dumps, tables["Bearing"]))) == len(tables["Bearing"]) > 0


def test_the_rows_of_the_dossier_are_golden(dossier: Dossier, golden: Callable[[str, str], None]) -> None:
    found = json.loads(JSON.write(dossier))
    kept = {key: found[key] for key in ("counts", "findings", "timeline", "people", "passages", "duplicates", "unread")}
    kept["ties"] = found["network"]["ties"]
    golden("dossier/sample.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def test_a_date_keeps_its_words_and_an_undated_fact_has_no_place_in_the_chronology(dossier: Dossier) -> None:
    assert [(event.when.words, event.kind) for event in dossier.timeline] == [
        ("en mars 2019", "finding"),
        ("02/04/2019", "payment"),
    ]


def test_an_element_is_supported_contradicted_or_undocumented_never_decided(dossier: Dossier) -> None:
    states = {item.element: item for item in dossier.assessments}
    assert states["cp-223-15-3/SUJ1.M.3.b"].incriminating == ("f1",)
    assert states["cp-223-15-3/SUJ2.M.2"].coverage == "contradicted"
    assert states["cp-223-15-3/SUJ1.I.1"].coverage == "undocumented"
    assert all("f4" not in item.incriminating for item in dossier.assessments)


@pytest.mark.parametrize(
    ("offence", "day", "expected"),
    [
        ("cp-223-15-2", dt.date(2001, 6, 12), "A313"),
        ("cp-223-15-2", dt.date(2001, 6, 13), "AF-v1"),
        ("cp-223-15-2", dt.date(2009, 5, 13), "AF-v2"),
        ("cp-223-15-2", dt.date(2009, 5, 14), "AF-v3"),
        ("cp-223-15-2", dt.date(2023, 1, 26), "AF-v4"),
        ("cp-223-15-2", dt.date(2024, 5, 11), "AF-v4"),
        ("cp-223-15-2", dt.date(2024, 5, 12), "AF-v5"),
        ("cp-223-15-3", dt.date(2024, 5, 11), None),
        ("cp-223-15-3", dt.date(2024, 5, 12), "SUJ"),
    ],
)
def test_the_text_in_force_depends_on_the_day(offence: str, day: dt.date, expected: str | None) -> None:
    found = version_at(RULES.offences[offence], day)
    assert (found.id if found else None) == expected


def test_a_fact_astride_a_change_falls_under_both_versions() -> None:
    when = When(words="courant 2024", first=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31))
    assert [item.id for item in versions_of(RULES.offences["cp-223-15-2"], when)] == ["AF-v4", "AF-v5"]


def test_every_element_a_criterion_supports_exists() -> None:
    known = {f"{o.id}/{e}" for o in RULES.offences.values() for e in o.element_names()}
    assert {e for c in RULES.criteria.values() for e in c.supports} <= known


def test_a_link_has_its_findings_and_a_question_makes_none(dossier: Dossier) -> None:
    found = [(tie.subject, tie.relation, tie.object, tie.status) for tie in dossier.network.ties]
    assert ("Marc Invente", "isolates", "Claire Essai", "affirmed") in found
    assert not any(relation == "threatens" for _, relation, _, _ in found)
    assert all(passage.findings for tie in dossier.network.ties for passage in tie.passages)


@pytest.mark.parametrize(
    ("one", "other"),
    [("M. DUPONT Jean", "Jean Dupont"), ("Mme Hélène BRUN", "Helene Brun"), ("Me ROUX", "Roux")],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_two_first_names_alike_stay_apart() -> None:
    roles = [("s", "Claire Martin", "témoin"), ("s", "Claire Durand", "témoin"), ("s", "Claire", "témoin")]
    assert {person.name for person in Identities(said_in([], roles, []), roles).people} == {
        "Claire Martin",
        "Claire Durand",
        "Claire",
    }


@pytest.mark.parametrize(
    ("plain", "right"),
    [
        ("L'heure : vraiment ?", "L’heure\u00a0: vraiment\u202f?"),
        ("« oui » ; non !", "«\u00a0oui\u00a0»\u202f; non\u202f!"),
        ("375 000 €", "375\u202f000\u00a0€"),
    ],
)
def test_our_sentences_have_french_typography_once(plain: str, right: str) -> None:
    assert typeset(plain) == right
    assert typeset(right) == right


def test_dates_are_written_as_in_french() -> None:
    assert date_words(dt.date(2024, 1, 1)) == "1er\u00a0janvier\u00a02024"
