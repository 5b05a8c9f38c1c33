"""Every file of ../shared/corpus gives the outcome and the words that its MANIFEST expects."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import pytest

from evidence import readers
from evidence.model import Reading
from evidence.readers import _ocr

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
MANIFEST = CORPUS / "MANIFEST.csv"
ROWS = list(csv.DictReader(io.StringIO(MANIFEST.read_text(encoding="utf-8")))) if MANIFEST.is_file() else []
READ = {"read", "foreign", "ocr", "partial"}
ERRORS = {
    "error:encrypted": {"encrypted"},
    "error:corrupt": {"unreadable"},
    "error:empty": {"empty"},
    "error:no-pages": {"unreadable"},
    "error:too-deep": {"unreadable"},
    "error:archive-too-large": {"unreadable"},
    "error:unsafe-xml": {"unreadable", "partial"},
    "error:unsupported": {"unknown", "unreadable"},
}


def path_of(row: dict[str, str]) -> Path:
    """Names of the corpus hold accents in both forms; the file system may hold the other."""
    path = CORPUS / row["path"]
    if path.exists():
        return path
    wanted = unicodedata.normalize("NFC", path.name)
    return next(held for held in path.parent.iterdir() if unicodedata.normalize("NFC", held.name) == wanted)


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")
    return re.sub(r"\s+", " ", text)


def texts(readings: tuple[Reading, ...]) -> str:
    return plain(" ".join(reading.document.text for reading in readings if reading.document))


def page_text(reading: Reading, page: int) -> str:
    assert reading.document
    held = [block.span.of(reading.document.text) for block in reading.document.blocks if block.page == page]
    return plain(" ".join(held))


def codes(readings: tuple[Reading, ...]) -> set[str]:
    return {notice.code for reading in readings if reading.document for notice in reading.document.notices}


def is_met(expected: str, readings: tuple[Reading, ...]) -> bool:
    """Tell whether one of the outcomes that MANIFEST accepts is what became of the file."""
    first = readings[0]
    if expected in ERRORS:
        return first.outcome in ERRORS[expected] and bool(first.reason)
    if first.outcome not in READ:
        return False
    if expected == "needs-ocr":
        return first.outcome == "ocr"
    if expected == "text-low-quality":
        return "low_quality" in codes(readings)
    if expected == "text+attachments":
        return len(readings) > 1
    if expected == "text-lossy-with-warning":
        return bool(codes(readings) & {"mixed_encoding", "lossy"})
    if expected == "text+warning:unsafe-names":
        return any("sort du dossier" in reading.reason for reading in readings)
    return expected != "text+warning" or bool(codes(readings))


CASES = [
    pytest.param(row, id=row["path"], marks=pytest.mark.slow if "needs-ocr" in row["expected"] else ()) for row in ROWS
]


@pytest.mark.parametrize("row", CASES)
def test_a_file_of_the_corpus_is_read_or_named_as_its_manifest_says(row: dict[str, str]) -> None:
    if "needs-ocr" in row["expected"] and not _ocr.available():
        pytest.skip("Tesseract with French is not installed")
    readings = readers.read(path_of(row))
    first = readings[0]
    accepted = [expected.strip() for expected in row["expected"].split("|")]
    assert any(is_met(expected, readings) for expected in accepted), (first.outcome, first.reason, codes(readings))
    if first.outcome not in READ:
        return
    for number in ("1", "2"):
        words, page = row[f"must_contain_{number}"], row[f"page_{number}"]
        if words:
            where = page_text(first, int(page)) if page and first.document else texts(readings)
            assert plain(words) in where


@pytest.mark.parametrize("row", [case for case in CASES if not case.marks])
def test_places_hold_in_every_document_of_the_corpus(row: dict[str, str]) -> None:
    for reading in readers.read(path_of(row)):
        document = reading.document
        if document is None:
            assert reading.reason or reading.outcome == "read"
            continue
        assert unicodedata.is_normalized("NFC", document.text)
        assert "\r" not in document.text
        end = 0
        for block in document.blocks:
            assert end <= block.span.start < block.span.end <= len(document.text)
            assert block.span.of(document.text).strip() == block.span.of(document.text)
            end = block.span.end
        for payment in document.payments:
            assert document.block_at(payment.span).span == payment.span


def test_a_document_type_never_brings_a_file_or_an_address_in(shared: Path) -> None:
    hostname = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    document = readers.read(shared / "corpus" / "hostile" / "docx_xxe.docx")[0].document
    assert document
    assert hostname not in document.text
    assert "&x;" not in document.text


def test_scripts_and_frames_of_a_page_are_not_its_words(shared: Path) -> None:
    document = readers.read(shared / "corpus" / "hostile" / "page_piegee.html")[0].document
    assert document
    for words in ("TEXTE_DU_SCRIPT", "sans script", "contenu de gabarit", "commentaire caché"):
        assert words not in document.text
    assert "hidden_text" in {notice.code for notice in document.notices}


def test_a_protected_pdf_opens_with_a_supplied_password(shared: Path) -> None:
    path = shared / "corpus" / "hostile" / "pdf_chiffre_aes256.pdf"
    assert readers.read(path, passwords=["faux", "secret"])[0].outcome == "read"
    assert readers.read(path, passwords=["faux"])[0].outcome == "encrypted"


def test_the_manifest_names_every_file_of_the_corpus(shared: Path) -> None:
    held = {unicodedata.normalize("NFC", path.name) for path in (shared / "corpus").rglob("*") if path.is_file()}
    named = {unicodedata.normalize("NFC", Path(row["path"]).name) for row in ROWS}
    assert held - named == {"MANIFEST.csv", "README.md"}


@pytest.mark.slow
def test_every_readable_file_of_the_corpus_is_analysed_and_quoted_exactly(shared: Path) -> None:
    from evidence.analysis import Analysis

    files = sorted(path for path in (shared / "corpus").rglob("*") if path.is_file())
    documents = [reading.document for path in files for reading in readers.read(path) if reading.document]
    texts = {document.source.id: document.text for document in documents}
    results = list(Analysis().read(documents))
    assert len(results) == len(documents) > 80
    for result in results:
        for finding in result.findings:
            assert finding.quote == finding.sentence.of(texts[finding.source])
