"""A synthetic case of 40 persons: every link that its hearings say is found, and none is invented."""

from pathlib import Path

import pytest

from evidence import readers
from evidence.analysis import Analysis
from evidence.catalogue import facts
from evidence.graph.contrasts import contrasts
from evidence.graph.record import Network
from evidence.graph.weave import weave
from evidence.people.identities import Identities, said_in
from evidence.people.registry import key_of
from tests.network_case import Written, make


def network_of(case: Written, folder: Path) -> Network:
    pieces = []
    for number, (name, text) in enumerate(case.texts.items(), 1):
        (folder / name).write_text(text, encoding="utf-8")
        document = readers.read(folder / name, name)[0].document
        assert document is not None
        pieces.append((number, document))
    results = list(Analysis().read([document for _, document in pieces]))
    findings = [finding for result in results for finding in result.findings]
    roles = [role for result in results for role in result.roles]
    names = [name for result in results for name in result.names]
    identities = Identities(said_in(findings, roles, names), roles)
    return weave(
        findings=[identities.resolved(item) for item in findings],
        reviews={},
        people=identities.people,
        pieces=pieces,
        names=[(source, identities.of(name, source), kind, places) for source, name, kind, places in names],
        told=[identities.resolved(item) for result in results for item in result.facts],
        rules=facts(),
    )


def check(case: Written, network: Network) -> None:
    found = {
        (key_of(tie.subject), tie.relation, key_of(tie.object), tie.status)
        for tie in network.ties
        if tie.relation not in ("accuses", "contradicts")
    }
    assert found == {(key_of(who), link, key_of(whom), status) for who, link, whom, status in case.links}
    people = {key_of(actor.name) for actor in network.actors if actor.kind == "person"}
    assert people == {key_of(name) for name in case.people}
    passages = [item for tie in network.ties if tie.relation != "accuses" for item in tie.passages]
    assert len(passages) == 3 * len(case.texts)
    # Who contradicts himself of one and the same person is found, and nobody else.
    acts: dict[tuple[str, str, str], set[str]] = {}
    for who, link, whom, status in case.links:
        acts.setdefault((who, link, whom), set()).add(status)
    contrary = sorted({key_of(whom) for (_, _, whom), statuses in acts.items() if len(statuses) > 1})
    found_contrary = [item for item in contrasts(network) if not item.agrees]
    assert sorted(key_of(item.whom) for item in found_contrary) == contrary
    assert all(item.within == (item.whom,) for item in found_contrary)


def test_the_same_seed_writes_the_same_case() -> None:
    assert make(7).texts == make(7).texts != make(8).texts
    assert len(make().texts) == 300
    assert len(make().people) == 40


def test_forty_persons_in_forty_pieces_have_their_links_and_no_other(tmp_path: Path) -> None:
    case = make(pieces=40)
    check(case, network_of(case, tmp_path))


@pytest.mark.slow
def test_forty_persons_in_three_hundred_pieces_have_their_links_and_no_other(tmp_path: Path) -> None:
    case = make()
    check(case, network_of(case, tmp_path))
