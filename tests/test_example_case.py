"""The demonstration case: pieces made from their sources, a corrigé that quotes them, an engine that denies none."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from evidence import readers
from evidence.analysis import Analysis
from evidence.model import Finding, Reading

HORIZON = Path(__file__).parents[1] / "examples" / "affaire-horizon"
CORRIGE = yaml.safe_load((HORIZON / "corrige.yaml").read_text(encoding="utf-8"))
PIECES = sorted(path.name for path in (HORIZON / "pieces").iterdir())
OCR = "06-lettre-scannée.pdf"


def expected(piece: str) -> Iterator[tuple[str, str, str]]:
    for line in CORRIGE["pieces"][piece]["constats"].splitlines():
        status, criterion, quote = (part.strip() for part in line.split("|"))
        yield status, criterion, quote


def squeezed(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@pytest.fixture(scope="module")
def readings() -> dict[str, tuple[Reading, ...]]:
    return {name: readers.read(HORIZON / "pieces" / name, name) for name in PIECES}


@pytest.fixture(scope="module")
def findings(readings: dict[str, tuple[Reading, ...]]) -> dict[str, list[Finding]]:
    analysis = Analysis()
    found: dict[str, list[Finding]] = {}
    for name, read in readings.items():
        documents = [reading.document for reading in read if reading.document]
        found[name] = [finding for result in analysis.read(documents) for finding in result.findings]
    return found


def test_every_piece_has_its_corrige() -> None:
    assert sorted(CORRIGE["pieces"]) == PIECES


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_read_as_the_corrige_says(name: str, readings: dict[str, tuple[Reading, ...]]) -> None:
    wanted = CORRIGE["pieces"][name]["lecture"]
    if wanted == "ocr" and shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed: the scan is listed, not read")
    assert readings[name][0].outcome == wanted


@pytest.mark.parametrize("name", [name for name in PIECES if name != OCR])
def test_the_corrige_quotes_the_piece(name: str, readings: dict[str, tuple[Reading, ...]]) -> None:
    text = squeezed(" ".join(reading.document.text for reading in readings[name] if reading.document))
    assert [quote for _, _, quote in expected(name) if squeezed(quote) not in text] == []


@pytest.mark.parametrize("name", [name for name in PIECES if "dates" in CORRIGE["pieces"][name]])
def test_the_dates_and_sums_of_the_corrige_are_in_the_piece(
    name: str, readings: dict[str, tuple[Reading, ...]]
) -> None:
    text = squeezed(" ".join(reading.document.text for reading in readings[name] if reading.document))
    piece = CORRIGE["pieces"][name]
    assert [words for words in (*piece["dates"], *piece.get("sommes", ())) if words not in text] == []


@pytest.mark.parametrize("name", PIECES)
def test_the_sums_of_the_corrige_are_read(name: str, findings: dict[str, list[Finding]]) -> None:
    wanted = {words for words in CORRIGE["pieces"][name].get("sommes", ()) if " 000 " in words}
    found = {squeezed(finding.amount.words) for finding in findings[name] if finding.amount}
    assert wanted <= found


@pytest.mark.parametrize("name", PIECES)
def test_no_expected_finding_comes_out_on_the_other_side(name: str, findings: dict[str, list[Finding]]) -> None:
    wrong = [
        (quote, status, finding.status)
        for status, criterion, quote in expected(name)
        for finding in findings[name]
        if finding.criterion == criterion
        and squeezed(quote) in squeezed(finding.quote)
        and {status, finding.status} == {"affirmed", "denied"}
    ]
    assert wrong == []


def test_all_criteria_and_statuses_are_in_the_case(findings: dict[str, list[Finding]]) -> None:
    found = [finding for listed in findings.values() for finding in listed]
    assert len({finding.criterion for finding in found}) == 23
    assert {finding.status for finding in found} == {"affirmed", "denied", "hypothetical", "reported"}


def test_every_finding_quotes_its_text(
    readings: dict[str, tuple[Reading, ...]], findings: dict[str, list[Finding]]
) -> None:
    texts = {
        reading.source.id: reading.document.text for read in readings.values() for reading in read if reading.document
    }
    for listed in findings.values():
        for finding in listed:
            assert finding.quote == finding.sentence.of(texts[finding.source])
            assert finding.sentence.holds(finding.evidence)


def test_the_pieces_are_made_again_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make_pieces", HORIZON / "make_pieces.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PIECES", tmp_path)
    module.main()
    different = [name for name in PIECES if (tmp_path / name).read_bytes() != (HORIZON / "pieces" / name).read_bytes()]
    assert different == []


def test_every_page_says_fiction(readings: dict[str, tuple[Reading, ...]]) -> None:
    silent = {"08-relevé-2018-2019.pdf", "09-relevé-2024.csv", "16-corrompu.pdf"}
    for name in set(PIECES) - silent:
        text = " ".join(reading.document.text for reading in readings[name] if reading.document)
        assert "fiction" in text.lower(), name
