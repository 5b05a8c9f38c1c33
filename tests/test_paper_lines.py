"""How the lines of a printed paper are cut, and the day that a piece is dated or signed."""

import dataclasses
import datetime as dt
import io

import pdfplumber
import pytest

from evidence.dossier.paper import Paper, Quote, Table, Words, text
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make
from evidence.dossier.timeline import events
from evidence.dossier.topics import topics
from evidence.dossier.view import View
from evidence.language.header import signed_on
from evidence.language.lines import lines_of
from evidence.model import Amount, Block, Document, Span
from tests import sample
from tests.dossier_case import RULES, made


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Valmont, le 4 janvier 2019\n\nMa chère Claire,\n", dt.date(2019, 1, 4)),
        ("RAPPORT D'EXPERTISE\nSaint-Étienne-sur-Sève, le 22 septembre 2025\nObjet : examen\n", dt.date(2025, 9, 22)),
        ("La Roche en Val, le lundi 1er mars 2021.\nMadame,\n", dt.date(2021, 3, 1)),
        ("J'atteste.\n" * 40 + "Fait à Valmont-sur-Sève, le 20 mai 2025.\n", dt.date(2025, 5, 20)),
        ("J'atteste.\nFait le 20/05/2025 à Lyon\n", dt.date(2025, 5, 20)),
    ],
)
def test_a_piece_bears_the_day_where_it_is_dated_or_signed(written: str, day: dt.date) -> None:
    found = signed_on(lines_of(written, None))
    assert found is not None
    assert found[0].first == day
    assert found[0].words in found[1].text


@pytest.mark.parametrize(
    "written",
    [
        "Je soussignée Sophie Vautrin, le 4 janvier 2019\nj'ai vu ma sœur.\n",
        "Le 4 janvier 2019, je suis venue.\n",
        "Après son départ, le 4 janvier 2019\nelle a écrit.\n",
        "Fait à Lyon, le 31 février 2019\n",
        "Lyon, le 4 janvier 2019\nMadame,\nFait à Lyon, le 5 janvier 2019\n",
        "Texte.\n" * 20 + "Lyon, le 4 janvier 2019\n",
    ],
)
def test_a_sentence_or_two_days_that_differ_date_no_piece(written: str) -> None:
    assert signed_on(lines_of(written, None)) is None


def test_the_day_of_a_letter_stands_in_the_chronology_with_its_line() -> None:
    words = "Valmont, le 4 janvier 2019\n\nMa chère Claire,\n\nJe t'embrasse,\n\nSophie\n"
    block = Block(span=Span(start=0, end=len(words)), kind="paragraph", page=2)
    letter = Document(source=sample.FIRST, text=words, blocks=(block,))
    found = events((), {letter.source.id: (6, letter)}, RULES)
    assert [(event.kind, event.quote, event.page, event.line) for event in found] == [
        ("header", "Valmont, le 4 janvier 2019", 2, 1)
    ]


def test_texts_of_a_theme_stand_in_the_order_of_their_list() -> None:
    cells = [row[2].split(", ") for topic in topics(made()) for row in topic.asked]
    assert any(len(names) > 1 for names in cells)
    assert all(names == sorted(names, key=lambda name: int(name[1:])) for names in cells)


def test_a_reader_of_an_extract_or_of_themes_finds_what_each_number_of_a_piece_is() -> None:
    for name in ("extrait", "themes"):
        heads = [block.head for block in make(made(), name).blocks if isinstance(block, Table)]
        assert any({"N°", "Nature et date", "Nom"} <= set(head) for head in heads)


def _printed(paper: Paper) -> list[str]:
    with pdfplumber.open(io.BytesIO(FORMATS["pdf"](paper))) as pdf:
        return [line for page in pdf.pages for line in (page.extract_text() or "").split("\n")]


@pytest.mark.parametrize("shift", range(0, 12, 3))
def test_a_sum_and_a_word_of_a_passage_are_never_cut_by_the_end_of_a_line(shift: int) -> None:
    paper = make(made(), "synthese")
    quote = next(block for block in paper.blocks if isinstance(block, Quote))
    words = "x" * shift + " mot" * 9 + " incompréhensiblement 60 000 euros" * 12
    table = Table("Essai", ("A", "B"), ((text("mot " * 60), text(words)),))
    lines = _printed(dataclasses.replace(paper, blocks=(dataclasses.replace(quote, before=words + " "), table)))
    assert any("60 000 euros" in line for line in lines)
    assert not any(line.endswith("60") or line.startswith("000") for line in lines)
    head = lines[: next(rank for rank, line in enumerate(lines) if line.strip() == "Essai")]
    assert sum("incompréhensiblement" in line for line in head) > 3
    assert not any(line.endswith(("-", "\xad")) for line in head)


def test_a_short_table_stays_on_one_page() -> None:
    paper = make(made(), "synthese")
    table = Table("Court", ("A", "B"), tuple((text(f"rang {number}"), text("x")) for number in range(8)))
    for filling in range(20, 34, 2):
        lines = tuple(Words("mot") for _ in range(filling))
        with pdfplumber.open(io.BytesIO(FORMATS["pdf"](dataclasses.replace(paper, blocks=(*lines, table))))) as pdf:
            pages = [page.extract_text() or "" for page in pdf.pages]
        assert sum("rang" in page for page in pages) == 1


def test_a_grid_gives_a_sum_as_its_passage_says_it() -> None:
    dossier = made()
    rows = tuple(
        dataclasses.replace(
            row,
            quote="Elle a donné plus de cent mille euros.",
            amount=Amount(words="cent mille euros", value="100000", currency="EUR"),
        )
        for row in dossier.findings
    )
    view = View(dataclasses.replace(dossier, findings=rows))
    number = view.pieces[rows[0].sha256].number
    note = f"sommes dites : « cent mille euros » (pièce {number})"
    assert view.whole_sums(note) == f"sommes dites : « plus de cent mille euros » (pièce {number})"
