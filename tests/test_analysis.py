"""Documents in, results out: the same whatever the number of processes."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import analysis
from evidence.analysis import Analysis, Result, chunks
from evidence.errors import RuleError
from evidence.jobs.pool import Failure, Pool
from evidence.model import Document, Source

TEXTS = (
    "Il m'a interdit de voir ma mère. Je lui ai versé 3 000 euros en mars 2019.",
    "PROCÈS-VERBAL D'AUDITION\nQuestion : Vous a-t-il frappée ?\nRéponse : Oui. Marc Roux me giflait.",
    "",
    "Ma sœur m'a dit qu'il l'enfermait. Personne ne m'a forcée.",
)


def document(number: int, text: str) -> Document:
    source = Source(id=f"{number:064d}", name=f"pièce {number}.txt", media_type="text/plain", size=len(text))
    return Document(source=source, text=text, blocks=())


# What real pieces hold between their sentences: OCR, emoji, every line end, decomposed and missing accents, typing.
NOISE = (
    "\n", "\r\n", "\r", " \u2028", "\u00a0", "🙂", "👩\u200d👧", "~|¦ l1 rn’ï", "\x0c", "\t", " -\n", "ﬁ", "İ",
    "\u0301", "[…]", "Mme P...", "« ", " »", "ALORS", "http://a.b/c", "12/05/2019",
)  # fmt: skip
FACTS = (
    "Il m'a interdit de voir ma mère.",
    "il ma interdi de voir ma mere",
    unicodedata.normalize("NFD", "Il m’a interdit de voir ma mère et m’a frappée."),
    "IL M'A FRAPPÉE DEUX FOIS.",
    "Je lui ai versé 3 000 € en mars 2019 !!!",
    "Il m'a inter-\ndit de téléphoner.",
    "He told me to leave my family and never come back.",
)
DOCUMENTS = [document(number, text) for number, text in enumerate(TEXTS * 10)]


@pytest.fixture(scope="module")
def ready() -> Analysis:
    return Analysis()


@pytest.fixture(scope="module")
def alone(ready: Analysis) -> list[Result]:
    return list(ready.read(DOCUMENTS))


def test_two_processes_find_what_one_finds(ready: Analysis, alone: list[Result]) -> None:
    assert sum(len(result.findings) for result in alone) > 20
    assert list(ready.read(DOCUMENTS, jobs=2)) == alone


def test_what_a_child_could_not_do_is_done_here(
    ready: Analysis, alone: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pool, "_ask", lambda *_: Failure("crash"))
    assert list(ready.read(DOCUMENTS, jobs=2)) == alone


def test_a_child_uses_the_rules_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "faux.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(RuleError):
        analysis.task({"choice": ["blank", str(tmp_path)], "documents": []}, lambda: None)


@given(st.lists(st.integers(min_value=0, max_value=analysis.CHARACTERS * 2), max_size=80))
def test_chunks_keep_every_document_in_order_and_stay_small(sizes: list[int]) -> None:
    documents = [document(number, "x" * size) for number, size in enumerate(sizes)]
    parts = list(chunks(documents))
    assert [item for part in parts for item in part] == documents
    for part in parts:
        assert 1 <= len(part) <= analysis.DOCUMENTS
        assert len(part) == 1 or sum(len(item.text) for item in part) <= analysis.CHARACTERS


def test_where_a_chunk_is_cut_depends_on_what_it_holds_alone() -> None:
    parts = list(chunks(DOCUMENTS))
    assert list(chunks(item for part in parts for item in part)) == parts
    assert list(chunks(parts[0])) == [parts[0]]


@given(parts=st.lists(st.one_of(st.sampled_from(FACTS), st.sampled_from(NOISE), st.text(max_size=6)), max_size=12))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quote_is_the_text_at_its_place_whatever_the_text(ready: Analysis, parts: list[str]) -> None:
    text = " ".join(parts)
    (result,) = ready.read([document(0, text)])
    for finding in result.findings:
        assert text[finding.sentence.start : finding.sentence.end] == finding.quote
        assert finding.sentence.holds(finding.evidence)
        assert all(cue.span.of(text) for cue in finding.cues)
        for mention in (finding.speaker, finding.agent, finding.patient, *finding.people):
            assert mention is None or mention.span is None or mention.span.end <= len(text)
    assert all(span.of(text).strip() for name in result.names for span in name[3])


@pytest.mark.parametrize(
    "text",
    [
        "Il m'a interdit de voir ma mère.",
        "Il m’a interdit de voir ma mère.",
        unicodedata.normalize("NFD", "Il m’a interdit de voir ma mère."),
        "Il m'a interdit\r\nde voir ma mère.",
        "Il m'a interdit de voir ma mere 😢",
        "il m'a interdit de voir ma mère",
        "IL M'A INTERDIT DE VOIR MA MÈRE.",
        "Il ma interdit de voir ma mère",
    ],
)
def test_the_way_it_is_written_hides_no_fact(ready: Analysis, text: str) -> None:
    (result,) = ready.read([document(0, text)])
    assert ("isolation", "affirmed") in {(finding.criterion, finding.status) for finding in result.findings}


@pytest.mark.slow
def test_a_million_characters_on_one_line_keep_their_places() -> None:
    text = ("il m'a interdit de voir ma mère et je suis restée " * 22_000)[:1_000_000]
    (result,) = Analysis("blank").read([document(0, text)])
    assert all(text[f.sentence.start : f.sentence.end] == f.quote for f in result.findings)
    assert result.findings


def test_a_line_without_a_stop_keeps_its_places(ready: Analysis) -> None:
    text = "il m'a interdit de voir ma mère et je suis restée " * 200
    (result,) = ready.read([document(0, text)])
    assert all(text[f.sentence.start : f.sentence.end] == f.quote for f in result.findings)
    assert result.findings
