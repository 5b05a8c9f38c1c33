"""What a paper shows of the network: all that pieces say against each other, each passage by its number or place."""

import dataclasses
import datetime as dt

from evidence.dossier.paper import Table
from evidence.dossier.papers import make
from evidence.dossier.record import Dossier
from evidence.dossier.view import View
from evidence.graph.contrasts import Contrast, Side
from evidence.graph.record import Passage, Tie
from evidence.model import Review
from tests.dossier_case import flat, under

# What rules/facts found: no finding, so that no list of the dossier holds it.
FACT = "f" * 16


def passage(dossier: Dossier, findings: tuple[str, ...], status: str = "affirmed") -> Passage:
    """Return the passage of the first finding, said to come from *findings*."""
    row = dossier.findings[0]
    return Passage(
        piece=View(dossier).pieces[row.sha256].number,
        cote=None,
        start=row.sentence_start,
        end=row.sentence_end,
        quote=row.quote,
        page=1,
        line=1,
        status=status,  # type: ignore[arg-type]
        findings=findings,
        speaker="A",
        origin="A",
    )


def contrast(dossier: Dossier, findings: tuple[str, ...]) -> Contrast:
    one, other = passage(dossier, findings), passage(dossier, findings, "denied")
    return Contrast(
        kind="status",
        about="papers_kept",
        title="Papiers retenus",
        whom="A",
        sides=(Side(label="oui", passages=(one,)), Side(label="non", passages=(other,))),
    )


def said(dossier: Dossier, chapter: str) -> str:
    blocks = under(make(dossier, "synthese"), chapter)
    tables = [block for block in blocks if isinstance(block, Table)]
    return flat("\n".join("".join(run.words for cell in row for run in cell) for table in tables for row in table.rows))


def test_what_no_finding_says_is_set_side_by_side_in_the_paper_too(dossier: Dossier) -> None:
    words = said(dataclasses.replace(dossier, contrasts=(contrast(dossier, (FACT,)),)), "contradictions")
    assert "Papiers retenus, A" in words
    number = dict(dossier.numbers)[dossier.findings[0].id]
    assert words.count(f"n° {number}") == 2


def test_what_comes_from_a_finding_that_is_not_printed_is_set_beside_nothing(dossier: Dossier) -> None:
    gone = dossier.findings[0]
    fewer = dataclasses.replace(
        dossier, findings=dossier.findings[1:], contrasts=(contrast(dossier, (gone.id,)),), timeline=(), matrix=()
    )
    assert "Papiers retenus" not in said(fewer, "contradictions")


def test_a_link_that_is_denied_is_not_denied_twice(dossier: Dossier) -> None:
    tie = Tie(
        subject="A",
        relation="asks_money",
        object="B",
        status="denied",
        passages=(passage(dossier, (FACT,), "denied"),),
        origins=("A",),
        unsourced=0,
        echoes=(),
        label="",
    )
    network = dataclasses.replace(dossier.network, ties=(tie,))
    words = said(dataclasses.replace(dossier, network=network), "graphe")
    assert "demande de l’argent ou des biens à" in words
    assert "▼ nié" in words
    assert "ne demande ni" not in words


def test_findings_of_one_sentence_with_different_statuses_name_each_other(dossier: Dossier) -> None:
    row = dossier.findings[0]
    other = "denied" if row.status != "denied" else "affirmed"
    twin = dataclasses.replace(row, id="e" * 16, status=other)  # type: ignore[arg-type]
    both = dataclasses.replace(dossier, findings=(row, twin), numbers=((row.id, 1), (twin.id, 2)))
    facts = [flat(" · ".join(View(both).quote(one).facts)) for one in both.findings]
    assert f"même phrase, autre statut : n° 2 ({'nié' if other == 'denied' else 'affirmé'})" in facts[0]
    assert "même phrase, autre statut : n° 1 (" in facts[1]
    alone = View(dataclasses.replace(dossier, findings=(row,))).quote(row)
    assert "autre statut" not in " ".join(alone.facts)


def test_a_status_that_a_person_corrected_comes_first_and_what_was_read_after_it(dossier: Dossier) -> None:
    row = next(row for row in dossier.findings if row.status == "affirmed")
    review = Review(
        finding=row.id, verdict="accepted", status="denied", reviewer="A", at=dt.datetime(2026, 1, 4, tzinfo=dt.UTC)
    )
    facts = View(dossier).quote(dataclasses.replace(row, review=review)).facts
    assert flat(facts[0]) == "▼ nié, statut corrigé (lu : affirmé)"
