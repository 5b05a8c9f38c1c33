"""Every format of a paper says the same: the same parts, tables, findings and numbers, nothing more, nothing less."""

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Docx
from docx.oxml.ns import qn
from lxml import html

from evidence.dossier.exports import docx as docx_of
from evidence.dossier.exports import html as html_of
from evidence.dossier.exports import pdf as pdf_of
from evidence.dossier.exports.pdf import DRAWABLE
from evidence.dossier.paper import Drawing, Heading, Paper, Quote, Table, Words, spots
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names
from evidence.dossier.record import Dossier

LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ0123456789"


def bare(words: str) -> str:
    """Return the letters and figures of *words*: formats differ in spaces, line ends and hyphens alone."""
    return "".join(char for char in words.translate(DRAWABLE).lower() if char in LETTERS)


def said(paper: Paper) -> list[str]:
    """Return all that the blocks of *paper* say, in order."""
    found: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading():
                found.append(block.words)
            case Words() | Drawing():
                found.append(block.words)
            case Quote():
                found += [str(block.number), block.verbatim, block.place, *block.facts]
            case Table():
                found += [block.caption, *block.head]
                found += ["".join(run.words for run in cell) for row in block.rows for cell in row]
    return found


def in_html(content: bytes) -> str:
    page = html.fromstring(content.decode("utf-8"))
    for item in page.xpath("//svg | //nav | //section[@class='texts'] | //script | //style"):
        item.drop_tree()
    return str(page.text_content())


def in_docx(content: bytes) -> str:
    # In the order of the page: paragraphs and tables are two lists in python-docx.
    runs = Docx(io.BytesIO(content)).element.body.iter(qn("w:t"))
    return "".join(str(item.text or "") for item in runs)


def in_pdf(content: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


READ: dict[str, Callable[[bytes, Path], str]] = {
    "html": lambda content, _: in_html(content),
    "docx": lambda content, _: in_docx(content),
    "pdf": in_pdf,
}


@pytest.mark.parametrize("kind", sorted(READ))
@pytest.mark.parametrize("name", names())
def test_each_format_says_every_word_of_the_paper(dossier: Dossier, name: str, kind: str, tmp_path: Path) -> None:
    if kind == "pdf" and shutil.which("pdftotext") is None:
        pytest.skip("poppler is not on this machine")
    paper = make(dossier, name)
    found = bare(READ[kind](FORMATS[kind](paper), tmp_path))
    assert [words for words in said(paper) if bare(words) not in found and kind != "pdf"] == []
    if kind == "pdf":
        # A cell that goes on over a page is cut by the foot of the page: each of its words is looked for.
        assert [word for words in said(paper) for word in words.split() if bare(word) not in found] == []


@pytest.mark.parametrize("name", names())
def test_the_json_of_a_paper_holds_every_block_in_order(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    blocks = json.loads(FORMATS["json"](paper))["blocks"]
    assert [block["kind"] for block in blocks] == [block.kind for block in paper.blocks]
    numbers = [block["number"] for block in blocks if block["kind"] == "quote"]
    assert numbers == [block.number for block in paper.blocks if isinstance(block, Quote)]


@pytest.mark.parametrize(("kind", "module"), [("html", html_of), ("docx", docx_of), ("pdf", pdf_of)])
def test_the_dossier_reads_as_the_synthesis_in_every_format(dossier: Dossier, kind: str, module: object) -> None:
    assert module.EXPORT.write(dossier) == FORMATS[kind](make(dossier, "synthese"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", names())
def test_a_paper_carries_the_text_of_each_piece_that_it_cites_and_of_no_other(dossier: Dossier, name: str) -> None:
    paper = make(dossier, name)
    assert {f"p{piece.number}" for piece in paper.texts} == {place.split("-")[0] for place in spots(paper)}
