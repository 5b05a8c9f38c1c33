"""A paper says the same in every format, both sides at one rank; nothing of a piece is ever run."""

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Docx

from evidence.dossier.exports.docx import write_paper as as_docx
from evidence.dossier.manifest import Asked, differences, docx_differences, write
from evidence.dossier.paper import Heading, Paper, Table, quotes
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names, parts
from evidence.dossier.record import Dossier
from evidence.dossier.typography import typeset
from evidence.errors import RuleError
from tests import sample
from tests.dossier_case import made, under

ROOT = Path(__file__).parents[1]
JUDGING = "coupable secte gourou victime manipulateur".split()


def kinds(paper: Paper, chapter: str) -> list[str]:
    """Return the kinds of the blocks of a chapter."""
    return [block.kind for block in under(paper, chapter)]


@pytest.mark.parametrize("name", [name for name in names() if name != "bordereau"])
def test_no_paper_lacks_a_side_and_both_have_the_same_depth(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    anchors = [block.anchor for block in paper.blocks if isinstance(block, Heading) and block.level == 2]
    assert anchors.index("decharge") == anchors.index("charge") + 1
    assert set(kinds(paper, "charge")) == set(kinds(paper, "decharge")) == {"heading", "quote"}
    assert {quote.side for quote in quotes(paper)} >= {"incriminating", "exculpatory"}


def test_the_synthesis_has_its_fifteen_parts_in_order(synthese: Paper) -> None:
    titles = [block.words for block in synthese.blocks if isinstance(block, Heading) and block.level == 2]
    assert titles[0] == "Avertissement"
    annexes = [title for title in titles if title.startswith("Annexe")]
    assert titles[-len(annexes) :] == annexes
    assert [
        title.split(".")[0]
        for title in titles[1 : -len(annexes)]
        if not title.startswith("7.1") and not title.startswith("7.2")
    ] == [str(number) for number in range(1, 15)]


@pytest.mark.parametrize("name", names())
def test_a_quotation_is_verbatim_in_every_paper(dossier: Dossier, name: str) -> None:
    said = {row.id: row.quote for row in dossier.findings}
    for quote in quotes(make(dossier, name)):
        assert quote.verbatim == said[quote.finding]


def test_html_docx_and_json_hold_the_same_quotations(synthese: Paper) -> None:
    word = "\n".join(line.text for line in Docx(io.BytesIO(FORMATS["docx"](synthese))).paragraphs)
    data = json.loads(FORMATS["json"](synthese))
    page = FORMATS["html"](synthese).decode("utf-8")
    assert quotes(synthese)
    for quote in quotes(synthese):
        assert quote.verbatim in word
        assert f'id="c-{quote.finding}"' in page
    assert [item["finding"] for item in data["blocks"] if item["kind"] == "quote"] == [
        quote.finding for quote in quotes(synthese)
    ]


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_paper_is_the_same_bytes_twice_and_the_date_is_an_input(synthese: Paper, kind: str) -> None:
    assert FORMATS[kind](synthese) == FORMATS[kind](synthese)
    assert FORMATS[kind](synthese) != FORMATS[kind](make(made(day=6), "synthese"))


@pytest.mark.parametrize("name", names())
def test_each_number_of_a_table_leads_to_its_quotation_in_the_same_paper(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    anchors = {f"c-{quote.finding}" for quote in quotes(paper)}
    anchors |= {block.anchor for block in paper.blocks if isinstance(block, Heading)}
    targets = {
        run.to
        for block in paper.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for run in cell
        if run.to
    }
    assert targets <= anchors
    assert targets or name in ("bordereau", "themes")


def test_a_reviewed_paper_holds_nothing_unreviewed_and_keeps_the_numbers() -> None:
    draft, reviewed = make(made(), "synthese"), make(made("reviewed"), "synthese")
    numbers = {quote.finding: quote.number for quote in quotes(draft)}
    accepted = {key for key, review in sample.REVIEWS.items() if review.verdict == "accepted"}
    assert {quote.finding for quote in quotes(reviewed)} == accepted
    assert all(numbers[quote.finding] == quote.number for quote in quotes(reviewed))
    assert made("reviewed").counts == made().counts
    lines = [line for row in made("reviewed").matrix for line in (*row.supported, *row.contradicted, *row.to_verify)]
    assert {line.finding for line in lines} <= accepted


@pytest.mark.parametrize("name", names())
def test_our_own_words_never_judge(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    ours = [block.words for block in paper.blocks if block.kind in ("heading", "drawing")]
    plan = (ROOT / "templates" / "papers" / f"{name}.yaml").read_text(encoding="utf-8")
    for word in JUDGING:
        assert word not in " ".join([paper.title, *ours, plan]).lower()


HOSTILE = '</p><script>alert(1)</script> {{ 7 * 7 }} #panic() { DOCVARIABLE x } =HYPERLINK("a") \x01 漢 ‮'


@pytest.fixture(scope="module")
def hostile(dossier: Dossier) -> Paper:
    rows = []
    for row in dossier.findings:
        quote = row.quote + HOSTILE
        rows.append(dataclasses.replace(row, quote=quote, document=HOSTILE, speaker=HOSTILE))
    pieces = tuple(dataclasses.replace(piece, name=HOSTILE, reason=HOSTILE) for piece in dossier.pieces)
    return make(
        dataclasses.replace(dossier, findings=tuple(rows), pieces=pieces, unread=pieces, case=HOSTILE), "synthese"
    )


def test_text_of_a_piece_is_never_markup_in_html(hostile: Paper) -> None:
    page = FORMATS["html"](hostile).decode("utf-8")
    script = (ROOT / "templates" / "paper.js").read_text(encoding="utf-8")
    assert page.split("<script>")[1:] == [f"{script}</script>\n</body>\n</html>"]
    assert "<script " not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} #panic()" in page
    assert "default-src 'none'" in page


def test_text_of_a_piece_is_never_a_field_in_word(hostile: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["docx"](hostile))) as parts_of:
        inside = parts_of.read("word/document.xml").decode("utf-8")
    assert "instrText" not in inside
    assert "fldSimple" not in inside
    assert "‹U+0001›" in inside
    assert "{{ 7 * 7 }}" in inside


def test_text_of_a_piece_is_never_run_in_pdf(hostile: Paper) -> None:
    assert FORMATS["pdf"](hostile).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (
            "title: a\nchapters:\n  - id: un\n    title: b\n    text: |\n      un\n      {{ rien }}\n",
            ":7: 'rien'",
        ),
        ("title: a\nchapters:\n  - id: un\n    title: '{{ affaire.__class__.__mro__ }}'\n", ":4: "),
        ("title: a\nchapters:\n  - id: un\n    title: '{% if %}'\n", ":4: "),
        ("title: a\nchapters:\n  - id: un\n    title: b\n    parts: [verdict]\n", ":5: partie « verdict » inconnue"),
        ("title: a\nchapters:\n  - id: un\n    titre: b\n", ":4: "),
        ("title: a\nchapters: [\n", ":3: "),
    ],
)
def test_a_mistake_in_a_plan_names_file_and_line(dossier: Dossier, tmp_path: Path, plan: str, said: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(plan, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        make(dossier, "synthese", plan=path)
    assert f"plan.yaml{said}" in str(caught.value)


def test_a_plan_may_name_every_part_and_each_gives_something(dossier: Dossier, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    lines = "".join(f"  - id: {name.replace('_', '-')}\n    title: a\n    parts: [{name}]\n" for name in parts())
    path.write_text("title: a\nchapters:\n" + lines, encoding="utf-8")
    paper = make(dossier, "synthese", plan=path)
    assert all(kinds(paper, name.replace("_", "-")) for name in parts())


def test_the_base_of_a_service_keeps_its_header(synthese: Paper, tmp_path: Path) -> None:
    base = Docx()
    base.sections[0].header.paragraphs[0].text = "Service d’essai"
    base.save(str(tmp_path / "base.docx"))
    found = Docx(io.BytesIO(as_docx(synthese, tmp_path / "base.docx")))
    assert found.sections[0].header.paragraphs[0].text == "Service d’essai"
    styles = {line.style.name for line in found.paragraphs if line.style}
    assert {"Title", "Heading 1", "Heading 2", "Constat", "Constat, source", "Caption"} <= styles


def test_numbers_survive_word_and_a_changed_quotation_is_named(dossier: Dossier, synthese: Paper) -> None:
    content = FORMATS["docx"](synthese)
    assert list(docx_differences(content, dossier)) == []
    document = Docx(io.BytesIO(content))
    line = next(line for line in document.paragraphs if line.style and line.style.name == "Constat")
    line.runs[3].text = "changé"
    again = io.BytesIO()
    document.save(again)
    assert [item.split(" : ")[1] for item in docx_differences(again.getvalue(), dossier)] == [
        "la citation n’est plus celle de la pièce"
    ]


def test_a_new_version_lists_what_changed_by_finding(dossier: Dossier) -> None:
    asked = Asked(
        documents=("synthese",), formats=("json",), date="x", state="x", fiction=True, theme="", pseudonyms=False
    )
    old = json.loads(write(dossier, asked, {"a": b"1"}))
    fewer = dataclasses.replace(dossier, findings=dossier.findings[1:], pieces=dossier.pieces[1:])
    new = json.loads(write(fewer, asked, {"a": b"2"}))
    assert list(differences(old, old)) == []
    assert list(differences(old, new)) == [
        f"pièce {dossier.pieces[0].number} : retirée",
        f"constat {dossier.findings[0].id} : disparu",
        "a : octets différents",
    ]


def test_the_synthesis_is_golden(synthese: Paper, golden: Callable[[str, str], None]) -> None:
    found = json.loads(FORMATS["json"](synthese))
    kept = [item for item in found["blocks"] if item["kind"] in ("heading", "words", "quote")]
    golden("dossier/synthese.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def test_typography_is_done_once(synthese: Paper) -> None:
    for block in synthese.blocks:
        if isinstance(block, Heading):
            assert typeset(block.words) == block.words
