"""What a paper says of the case before its facts: persons, complaints, pieces; the themes of hearing, each once."""

import dataclasses
import datetime as dt
import io
import re

import pytest
from docx import Document as Docx
from lxml import html

from evidence.dossier.legal_view import theme_sheets
from evidence.dossier.paper import Block, Heading, Paper, Table, Words
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names
from evidence.dossier.record import Dossier
from evidence.dossier.topics import topics
from evidence.graph.record import Actor, Network, Passage
from evidence.model import Event, When
from tests.dossier_case import flat, made, under

BIRTH = Passage(piece=1, cote=None, start=0, end=3, quote="née", page=1, line=1, status="recorded")


@pytest.fixture(scope="module")
def named() -> Dossier:
    """Return the hand-made case with a person whose capacity and birth pieces say, and a complaint."""
    actor = Actor(
        name="Anne Martin",
        kind="person",
        roles=((1, "plaignant"),),
        born=When(words="née le\n3 mars 1979", first=dt.date(1979, 3, 3), last=dt.date(1979, 3, 3)),
        born_at=BIRTH,
    )
    found = made()
    pieces = (dataclasses.replace(found.pieces[0], nature="plainte"), *found.pieces[1:])
    day = When(words="le 10 mars 2025", first=dt.date(2025, 3, 10), last=dt.date(2025, 3, 10))
    dated = Event(when=day, label="Déclaration", quote=day.words, piece=1, kind="statement", precision="day")
    return dataclasses.replace(found, network=Network(actors=(actor,)), pieces=pieces, timeline=(dated,))


def tables(blocks: list[Block]) -> str:
    """Return the words of the tables among *blocks*."""
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return flat("\n".join(" | ".join("".join(run.words for run in cell) for cell in row) for row in rows))


def said(paper: Paper) -> str:
    """Return our own sentences in *paper*."""
    return flat("\n".join(block.words for block in paper.blocks if isinstance(block, Words)))


@pytest.mark.parametrize(
    ("paper", "chapter"),
    [
        ("plainte", "entete"),
        ("partie-civile", "entete"),
        ("signalement", "personnes"),
        ("signalement-proche", "personnes"),
    ],
)
def test_the_head_of_a_paper_gives_capacity_and_birth_as_the_pieces_do(
    named: Dossier, paper: str, chapter: str
) -> None:
    assert "Anne Martin | plaignant (pièce 1) | née le 3 mars 1979, pièce 1, p. 1, l. 1" in tables(
        under(make(named, paper), chapter)
    )


def test_a_constitution_of_civil_party_names_the_complaints_among_the_pieces(named: Dossier) -> None:
    assert tables(under(make(named, "partie-civile"), "recevabilite")).startswith("1 | ")
    assert "non documenté" in said(make(made(), "partie-civile")).split("Plainte parmi les pièces : ")[1][:20]


@pytest.mark.parametrize(
    ("paper", "asked"),
    [
        (
            "plainte",
            "procureur de la République|Plaignant|Plainte contre|Infractions pour lesquelles|Préjudice|Actes demandés"
            "|Signature",
        ),
        (
            "partie-civile",
            "doyen des juges d’instruction|Partie civile|article 85|article 88|article 89|se constituer partie civile"
            "|Plainte contre|Réparation|Préjudice|Signature",
        ),
        ("signalement", "procureur de la République|article 40|Qualité de l’auteur|Personne concernée|Signature"),
        ("signalement-proche", "Destinataire|Auteur|Personne concernée|Signature"),
        ("bordereau", "Communiquées par|Originaux ou copies|Signature"),
    ],
)
def test_a_paper_asks_for_all_that_it_must_hold(paper: str, asked: str) -> None:
    words = said(make(made(), paper))
    assert [item for item in asked.split("|") if item not in words] == []


def test_a_list_of_pieces_says_nature_and_day_of_each(named: Dossier) -> None:
    assert "| plainte, 10 mars 2025 |" in tables(under(make(named, "bordereau"), "bordereau"))


def test_each_theme_of_hearing_stands_once_with_all_whom_it_concerns(dossier: Dossier) -> None:
    other = tuple(dataclasses.replace(gap, harmed="Zoé Petit") for gap in dossier.gaps)
    twice = dataclasses.replace(dossier, gaps=(*dossier.gaps, *other))
    assert len(theme_sheets(twice)) == 2 * len(theme_sheets(dossier))
    paper = make(twice, "themes")
    titles = [block.words for block in paper.blocks if isinstance(block, Heading) and block.anchor.startswith("theme-")]
    assert titles == [topic.name for topic in topics(dossier)]
    assert len(set(titles)) == len(titles) > 0
    assert all("Zoé Petit" in row[3] for topic in topics(twice) for row in topic.asked)


@pytest.mark.parametrize("name", names())
def test_a_total_of_findings_stands_only_where_findings_are_printed(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    assert ("Constats imprimés" in said(paper)) == any(block.kind == "quote" for block in paper.blocks)
    assert "Constats" not in tables(under(paper, "non-exploitees"))


def test_the_title_of_an_extract_says_its_theme_in_french(dossier: Dossier) -> None:
    assert flat(make(dossier, "extrait", theme="state").title) == "Extrait par thème : État et situation de la personne"


def test_a_paper_without_any_accepted_finding_never_says_that_each_element_has_a_passage() -> None:
    empty = dataclasses.replace(made("reviewed"), findings=(), matrix=(), gaps=())
    for name in ("plainte", "themes"):
        words = said(make(empty, name))
        assert "a au moins un passage" not in words
        assert "Aucun élément n’est examiné ici" in words


def test_what_announces_a_list_stays_with_it_in_word(dossier: Dossier) -> None:
    lines = Docx(io.BytesIO(FORMATS["docx"](make(dossier, "themes")))).paragraphs
    leading = [line for line in lines if line.style.name == "Normal" and line.text.endswith(":")]
    assert len(leading) >= 3
    assert all(line.paragraph_format.keep_with_next for line in leading)


def test_a_cell_of_a_page_is_cut_inside_a_word_only_where_a_word_is_very_long(dossier: Dossier) -> None:
    page = html.fromstring(FORMATS["html"](make(dossier, "bordereau")))
    cells = page.xpath("//td | //th[@scope='row']")
    long = [cell.text_content() for cell in cells if cell.get("class") == "long"]
    assert any(re.fullmatch(r"[0-9a-f]{64}", words) for words in long)
    assert all(max(map(len, words.split())) > 24 for words in long)
    assert len(long) < len(cells)
