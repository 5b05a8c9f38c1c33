"""A word is found however it is written, with the place where it stands."""

import contextlib
import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.case import Case
from evidence.errors import UsageError
from evidence.model import Block, Document, Review, Source, Span
from evidence.store.case_files import Analysed
from evidence.store.fulltext import Facets, Index, cut
from evidence.store.query import expression, fold, places
from evidence.store.searching import index_of
from tests.sample import FINDINGS, TEXT

LETTER = (
    "Chère sœur,\n"
    "L’ŒUVRE exige la rupture des liens avec ta famille.\n"
    "Ex æquo, nous avons donné l'argent du prêt.\n"
    "Il manipulait, elle fut manipulée ; manipulation !\n"
)


def document(text: str, pages: int | None = None) -> Document:
    source = Source(id="c" * 64, name="lettre.txt", media_type="text/plain", size=len(text))
    if pages is None:
        return Document(source=source, text=text, blocks=(Block(span=Span(start=0, end=len(text)), kind="paragraph"),))
    step = len(text) // pages
    spans = [Span(start=rank * step, end=(rank + 1) * step) for rank in range(pages)]
    blocks = tuple(Block(span=span, kind="line", page=rank) for rank, span in enumerate(spans, 1))
    return Document(source=source, text=text, blocks=blocks)


@pytest.fixture
def index() -> Index:
    found = Index(":memory:")
    found.add([(7, document(LETTER))])
    return found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("soeur", ["sœur"]),
        ("SŒUR", ["sœur"]),
        ("chere", ["Chère"]),
        ("l'oeuvre", ["L’ŒUVRE"]),
        ("œuvre", ["ŒUVRE"]),
        ("aequo", ["æquo"]),
        ('"rupture des liens"', ["rupture des liens"]),
        ("«\u00a0rupture des liens\u00a0»", ["rupture des liens"]),
        ('"liens des rupture"', []),
        ("manipul*", ["manipulait", "manipulée", "manipulation"]),
        ("manipul", []),
        ("argent NEAR/3 prêt", ["argent", "prêt"]),
        ("chère NEAR/2 prêt", []),
        ("absent OU sœur", ["sœur"]),
        ("sœur SAUF prêt", []),
        ("famille liens", ["liens", "famille"]),
        ("famille absent", []),
    ],
)
def test_a_query_finds_the_words_as_the_piece_writes_them(index: Index, query: str, words: list[str]) -> None:
    assert [hit.words for hit in index.search(query).hits] == words


def test_a_hit_gives_its_place_line_and_context(index: Index) -> None:
    hit = index.search('"rupture des liens"').hits[0]
    assert LETTER[hit.start : hit.end] == "rupture des liens"
    assert (hit.piece, hit.page, hit.line) == (7, None, 2)
    assert hit.before.endswith("exige la ")
    assert hit.after.startswith(" avec ta famille")


def test_the_place_holds_after_ligatures(index: Index) -> None:
    for hit in index.search("manipul*").hits:
        assert LETTER[hit.start : hit.end] == hit.words
        assert hit.line == 4


@pytest.mark.parametrize("query", ['"', "", "   ", '"mot', "OU", "NEAR/3", "...", "SAUF"])
def test_a_query_without_a_word_is_said(query: str) -> None:
    with pytest.raises(UsageError):
        expression(query)


@pytest.mark.parametrize(
    "query",
    ["l'a) OR (b", "a AND AND b", "* *", "body:secret", "a^2", "-x y", "x' ; DROP TABLE words ; --", "NEAR(a b)"],
)
def test_no_query_breaks_the_index(index: Index, query: str) -> None:
    with contextlib.suppress(UsageError):
        index.search(query)
    assert index.search("soeur").pages == 1


@pytest.mark.parametrize("text", ["", "abc", "œuvre æ Œ", "l’œil\n«ŒÆ»", "İstanbul ß"])
def test_every_folded_character_knows_where_it_comes_from(text: str) -> None:
    back = places(text)
    assert len(back) == len(fold(text)) + 1
    assert back[-1] == len(text)
    assert back == sorted(back)


def test_the_entries_of_a_document_are_its_whole_text() -> None:
    long = "".join(f"ligne {rank} de la pièce\n" for rank in range(2_000))
    for made in (document(long), document(long, pages=7)):
        entries = list(cut(made))
        assert entries[0][2] == 0
        assert entries[-1][3] == len(long)
        assert all(one[3] == two[2] for one, two in pairwise(entries))
    assert [page for page, _, _, _ in cut(document(long, pages=7))] == list(range(1, 8))
    assert [line for _, line, _, _ in cut(document(long, pages=7))] == [1] * 7


@pytest.fixture
def case(tmp_path: Path) -> Case:
    pieces = tmp_path / "pieces"
    pieces.mkdir()
    (pieces / "a.txt").write_text(TEXT, encoding="utf-8")
    (pieces / "b.txt").write_text(LETTER, encoding="utf-8")
    found = Case.create(tmp_path / "affaire")
    found.ingest([pieces])
    source = found.bare_pieces()[0].source.id
    found._keep(Analysed(findings=tuple(replace(item, source=source) for item in FINDINGS)), {"catalogue": "a"})
    return found


@pytest.mark.parametrize(
    ("facets", "pieces"),
    [
        (Facets(), [1, 2]),
        (Facets(piece=2), [2]),
        (Facets(criterion="isolation"), [1]),
        (Facets(criterion="labour"), []),
        (Facets(status="denied"), [1]),
        (Facets(person="invente"), [1]),
        (Facets(person="personne"), []),
        (Facets(first="2019-03-15"), [1]),
        (Facets(first="2019-04-01"), []),
        (Facets(last="2019-03-15"), [1]),
        (Facets(last="2018-03-15"), []),
    ],
)
def test_facets_keep_the_pages_whose_findings_have_them(case: Case, facets: Facets, pieces: list[int]) -> None:
    with index_of(case) as index:
        hits = index.search("argent", facets).hits
    assert sorted({hit.piece for hit in hits}) == pieces


def test_facets_are_counted(case: Case) -> None:
    with index_of(case) as index:
        found = index.counted("argent")
    assert found.pieces == (("1", 1), ("2", 1))
    assert dict(found.criteria)["isolation"] == 1
    assert dict(found.statuses) == {"affirmed": 1, "denied": 1, "reported": 1, "hypothetical": 1}
    assert dict(found.persons)["Marc Invente"] == 1


def test_a_new_piece_and_a_new_decision_are_in_the_next_search(case: Case, tmp_path: Path) -> None:
    with index_of(case) as index:
        assert index.search("nouvelle").pages == 0
    (tmp_path / "c.txt").write_text("Une pièce nouvelle.\n", encoding="utf-8")
    case.ingest([tmp_path / "c.txt"])
    now = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    case.decide(Review(finding="f1", verdict="accepted", criterion="labour", reviewer="R", at=now))
    with index_of(case) as index:
        assert index.search("nouvelle").pages == 1
        assert index.search("argent", Facets(criterion="labour")).pages == 1


def test_searching_twice_writes_nothing(case: Case) -> None:
    with index_of(case):
        pass
    before = {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}
    with index_of(case) as index:
        index.search("argent")
    assert {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()} == before
    assert case.problems() == []
