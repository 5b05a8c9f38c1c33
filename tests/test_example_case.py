"""The demonstration case: pieces made from their sources, a corrigé that quotes them, an engine that denies none."""

import datetime as dt
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from evidence import catalogue, readers
from evidence.analysis import Analysis, Result
from evidence.assessment.records import MatrixRow
from evidence.dossier.build import build
from evidence.dossier.record import Dossier
from evidence.model import Finding, Reading
from evidence.people.identities import Identities, said_in
from evidence.people.registry import key_of

HORIZON = Path(__file__).parents[1] / "examples" / "affaire-horizon"
CORRIGE = yaml.safe_load((HORIZON / "corrige.yaml").read_text(encoding="utf-8"))
LAW = CORRIGE["droit"]
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
def results(readings: dict[str, tuple[Reading, ...]]) -> dict[str, list[Result]]:
    analysis = Analysis()
    return {
        name: list(analysis.read([reading.document for reading in read if reading.document]))
        for name, read in readings.items()
    }


@pytest.fixture(scope="module")
def findings(results: dict[str, list[Result]]) -> dict[str, list[Finding]]:
    return {name: [finding for result in found for finding in result.findings] for name, found in results.items()}


@pytest.fixture(scope="module")
def dossier(readings: dict[str, tuple[Reading, ...]], results: dict[str, list[Result]]) -> Dossier:
    flat = [result for found in results.values() for result in found]
    found = [finding for result in flat for finding in result.findings]
    roles = [role for result in flat for role in result.roles]
    names = [name for result in flat for name in result.names]
    return build(
        case="Horizon",
        made_at=dt.date.fromisoformat(str(LAW["au"])),
        fiction=True,
        catalogue=catalogue.load(),
        model="essai",
        readings=list(enumerate((reading for read in readings.values() for reading in read), 1)),
        duplicates=[],
        findings=found,
        reviews={},
        identities=Identities(said_in(found, roles, names), roles),
    )


PRESSURES = ("isolation", "surveillance", "humiliation", "threat", "violence", "exhaustion", "indoctrination")


def lines(key: str) -> list[list[str]]:
    """Return the lines of a block of the corrigé, cut in cells."""
    return [[cell.strip() for cell in line.split("|")] for line in LAW[key].splitlines()]


def is_of_pair(harmed: str, accused: str) -> bool:
    return key_of(harmed) == key_of(LAW["visee"]) and key_of(accused) == key_of(LAW["mise_en_cause"])


def rows_of(dossier: Dossier, version: str, element: str) -> list[MatrixRow]:
    """Return the rows of both persons, and of either where a passage does not say the other: they stand apart."""
    sides = {key_of(LAW["visee"]), ""}, {key_of(LAW["mise_en_cause"]), ""}
    return [
        row
        for row in dossier.matrix
        if (row.version, row.element) == (version, element)
        and key_of(row.harmed) in sides[0]
        and key_of(row.accused) in sides[1]
    ]


def prefix_of(dossier: Dossier, number: int) -> str:
    """Return the first two digits of the piece's file; an attachment has its container's."""
    piece = next(piece for piece in dossier.pieces if piece.number == number)
    return prefix_of(dossier, piece.parent) if piece.parent else piece.name[:2]


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


def test_what_is_found_of_the_corrige_has_the_status_it_says(findings: dict[str, list[Finding]]) -> None:
    total, wrong, hits = 0, [], 0
    for name in PIECES:
        for status, criterion, quote in expected(name):
            total += 1
            got = {
                finding.status
                for finding in findings[name]
                if finding.criterion == criterion and squeezed(quote) in squeezed(finding.quote)
            }
            hits += bool(got)
            if got and status not in got:
                wrong.append(f"{name}: {quote}: {got}, not {status}")
    assert wrong == []
    assert hits >= 0.9 * total


@pytest.mark.parametrize("name", [name for name in PIECES if CORRIGE["pieces"][name]["nature"] == "hearing"])
def test_who_speaks_in_a_hearing_is_whom_the_corrige_names(name: str, findings: dict[str, list[Finding]]) -> None:
    roles = CORRIGE["pieces"][name]["personnes"]
    heard = [person for person, role in roles.items() if role in ("plaignante", "témoin", "mis en cause")]
    officers = [person for person, role in roles.items() if role == "enquêteur"]
    speakers = {frozenset(finding.speaker.name.lower().split()) for finding in findings[name] if finding.speaker}
    assert frozenset(heard[0].lower().split()) in speakers
    assert speakers <= {frozenset(person.lower().split()) for person in (heard[0], *officers)}


def test_the_corrige_s_person_complained_of_is_read_as_who_acts(findings: dict[str, list[Finding]]) -> None:
    acts = [(finding.agent, finding.patient) for finding in findings["01-plainte.pdf"]]
    pairs = {(agent.name.split()[-1], patient.name) for agent, patient in acts if agent and patient}
    assert ("Maurel", "Claire VAUTRIN") in pairs
    assert not any(patient.endswith("Maurel") for _, patient in pairs)


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


@pytest.mark.parametrize(("version", "element", "for_", "against"), lines("matrice"))
def test_an_element_has_at_least_the_pieces_of_the_corrige_on_each_side(
    dossier: Dossier, version: str, element: str, for_: str, against: str
) -> None:
    rows = rows_of(dossier, version, element)
    supported = {prefix_of(dossier, line.piece) for row in rows for line in row.supported}
    contradicted = {prefix_of(dossier, line.piece) for row in rows for line in row.contradicted}
    assert set(for_.split()[1:]) <= supported
    assert set(against.split()[1:]) <= contradicted


@pytest.mark.parametrize(("version", "element"), lines("jamais"))
def test_an_element_that_the_version_has_not_is_never_shown(dossier: Dossier, version: str, element: str) -> None:
    assert rows_of(dossier, version, element) == []


@pytest.mark.parametrize(("version", "element"), lines("manques"))
def test_what_no_piece_says_is_a_gap_with_acts_and_themes_both_ways(
    dossier: Dossier, version: str, element: str
) -> None:
    [gap] = [
        gap
        for gap in dossier.gaps
        if (gap.version, gap.element) == (version, element) and is_of_pair(gap.harmed, gap.accused)
    ]
    assert gap.acts
    assert gap.themes_for
    assert gap.themes_against


@pytest.mark.parametrize(("version", "element", "words"), lines("a_cheval"))
def test_a_fact_astride_the_law_stays_in_each_version_and_is_marked(
    dossier: Dossier, version: str, element: str, words: str
) -> None:
    lines_for = [line for row in rows_of(dossier, version, element) for line in row.supported]
    told = [line for line in lines_for if line.when and squeezed(line.when.words) == words]
    assert told
    assert {line.placed for line in told} == {"astride"}


def test_the_harm_is_shown_with_the_sums_said_and_the_means_of_the_statements(dossier: Dossier) -> None:
    notes = squeezed(" ".join(note for row in rows_of(dossier, "AF-v3", "AF.M.3") for note in row.notes))
    assert [words for words in LAW["sommes"] if words not in notes] == []


def test_nothing_is_put_down_to_a_person_whom_the_passage_does_not_name(dossier: Dossier) -> None:
    """What a passage says of an act by nobody named, or on nobody named, stands in a row of its own.

    Whoever writes « tu ne reverras jamais Léa » does it by writing.
    """
    acts = {row.id for row in dossier.findings if row.criterion in PRESSURES and row.status == "affirmed"}
    rows = [row for row in dossier.matrix if row.harmed and row.accused]
    found = {(line.finding, row.accused) for row in rows for line in row.supported if line.finding in acts}
    agents = {row.id: row.agent or "" for row in dossier.findings}
    patients = {row.id: row.patient or "" for row in dossier.findings}
    speakers = {row.id: row.speaker or "" for row in dossier.findings}
    told = {one: (agents[one], patients[one], speakers[one]) for one, _ in found}
    wrong = [(one, accused) for one, accused in found if accused not in told[one]]
    assert wrong == []
    assert any(not row.accused and row.supported for row in dossier.matrix)


@pytest.mark.parametrize(("offence", "pieces"), lines("infractions"))
def test_a_related_offence_is_proposed_with_its_pieces_and_what_is_missing(
    dossier: Dossier, offence: str, pieces: str
) -> None:
    [item] = [item for item in dossier.related if item.kind == "related" and item.offence == offence]
    names = {row.id: row.sha256 for row in dossier.findings}
    numbers = {piece.sha256: piece.number for piece in dossier.pieces}
    assert set(pieces.split()) <= {prefix_of(dossier, numbers[names[identity]]) for identity in item.because}
    assert item.missing


@pytest.mark.parametrize("offence", LAW["versions_non_lues"].split())
def test_facts_older_than_the_text_read_are_not_given_its_penalty(dossier: Dossier, offence: str) -> None:
    [item] = [item for item in dossier.related if item.offence == offence]
    assert (item.version, item.penalty, item.aggravated) == ("non lue", "non lue, à vérifier", ())
    assert item.law.mark == "V"


@pytest.mark.parametrize("offence", LAW["non_proposees"].split())
def test_what_no_passage_calls_is_not_proposed(dossier: Dossier, offence: str) -> None:
    assert offence not in {item.offence for item in dossier.related}


def test_the_reports_of_the_case_are_counted_as_interruptions_in_a_hypothesis_of_their_own(dossier: Dossier) -> None:
    supposed = [item for item in dossier.hypotheses if "procès-verbaux" in item.name]
    assert supposed
    assert all(item.interruptions and "à vérifier" in item.name for item in supposed)
    assert all(not item.interruptions for item in dossier.hypotheses if "procès-verbaux" not in item.name)
    assert any("acte interruptif du" in step for item in supposed for step in item.steps)


@pytest.mark.parametrize(("offence", "name", "words", "earliest", "latest", "outlook"), lines("prescription"))
def test_the_prescription_is_counted_as_the_corrige_does(
    dossier: Dossier, offence: str, name: str, words: str, earliest: str, latest: str, outlook: str
) -> None:
    found = [
        item
        for item in dossier.hypotheses
        if (item.offence, item.name) == (offence, name) and words in squeezed(item.start_words)
    ]
    counted = {(str(item.earliest), str(item.latest), item.outlook) for item in found}
    assert (earliest, latest, outlook) in counted


@pytest.mark.parametrize(("first", "last", "kind", "piece", "words"), lines("chronologie"))
def test_an_event_of_the_corrige_is_in_the_chronology(
    dossier: Dossier, first: str, last: str, kind: str, piece: str, words: str
) -> None:
    assert [
        event
        for event in dossier.timeline
        if (str(event.when.first), str(event.when.last), event.kind) == (first, last, kind)
        and squeezed(event.when.words) == words
        and prefix_of(dossier, event.piece) == piece
    ]


def test_the_chronology_is_in_order(dossier: Dossier) -> None:
    days = [event.when.first for event in dossier.timeline if event.when.first]
    assert days == sorted(days)
