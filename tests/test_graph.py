"""The network: every relation has its passages, every export reads back to the same graph, no label hides another."""

import csv
import datetime as dt
import io
import json
import zipfile
from itertools import combinations

import networkx as nx
import pytest
from followthemoney import model
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from evidence.dossier.graph_formats import FORMATS
from evidence.dossier.graph_view import chosen, page, text_lines
from evidence.dossier.record import Dossier
from evidence.graph.drawing import LEAST_STEP, LETTER, NAME_WIDTH, WIDTH, drawing, layout, shown
from evidence.graph.network import network
from evidence.graph.readings import readings
from evidence.graph.relations import Line, Relation, kinds, relations
from evidence.graph.sources import alike, independent
from evidence.model import Amount, Block, Document, Finding, Mention, Payment, Person, Source, Span, When
from tests import sample
from tests.test_dossier import dossier as dossier  # the fixture

NAMES = ("Claire", "Marc", "Odile", "Paul")
PEOPLE = tuple(Person(name=name, kind="person", variants=(name,)) for name in NAMES)


def fact(
    identity: str,
    agent: str | None,
    patient: str | None,
    criterion: str = "isolation",
    status: str = "affirmed",
    speaker: str | None = "Claire",
    quote: str = "Il m'a interdit de voir ma sœur et mes deux frères pendant tout cet hiver.",
    chain: tuple[str, ...] = (),
    when: When | None = None,
) -> Finding:
    mention = lambda name: Mention(name=name) if name else None  # noqa: E731 (one line)
    return Finding(
        id=identity,
        source="s" * 64,
        criterion=criterion,
        indicator="x",
        phrase="x",
        sentence=Span(start=0, end=5),
        evidence=Span(start=0, end=5),
        quote=quote,
        status=status,  # type: ignore[arg-type]
        speaker=mention(speaker),
        agent=mention(agent),
        patient=mention(patient),
        chain=chain,
        when=when,
    )


def statement() -> dict[str, tuple[int, Document]]:
    text = "12/03/2018 | VIREMENT HORIZON | 60 000,00\n15/03/2019 | VIREMENT HORIZON | 2 400,50"
    source = Source(id="r" * 64, name="relevé.csv", media_type="text/csv", size=len(text))
    rows = [(0, 41, dt.date(2018, 3, 12), "60000.00"), (42, len(text), dt.date(2019, 3, 15), "2400.50")]
    payments = tuple(
        Payment(
            span=Span(start=start, end=end),
            on=day,
            label="VIREMENT",
            amount=Amount(words=value, value=value, currency="EUR"),
            payer="Claire",
            beneficiary="Horizon",
        )
        for start, end, day, value in rows
    )
    block = Block(span=Span(start=0, end=len(text)), kind="row")
    return {source.id: (8, Document(source=source, text=text, blocks=(block,), payments=payments))}


def test_an_act_makes_a_relation_and_who_says_it_an_accusation() -> None:
    found = relations([fact("1", "Marc", "Claire")], PEOPLE, {})
    assert [(item.subject, item.kind, item.object, item.findings) for item in found] == [
        ("Claire", "accuses", "Marc", ("1",)),
        ("Marc", "isolates", "Claire", ("1",)),
    ]


def test_a_question_and_an_unnamed_person_make_none() -> None:
    assert relations([fact("1", "Marc", "Claire", status="hypothetical"), fact("2", None, "Claire")], PEOPLE, {}) == ()


def test_a_relation_without_a_source_cannot_exist() -> None:
    with pytest.raises(ValueError, match="without a source"):
        Relation(subject="a", kind="isolates", object="b", status="affirmed")


def test_who_denies_what_another_says_is_set_beside_it() -> None:
    told = [fact("1", "Marc", "Claire"), fact("2", "Marc", "Claire", status="denied", speaker="Marc")]
    (item,) = [item for item in relations(told, PEOPLE, {}) if item.kind == "contradicts"]
    assert (item.subject, item.object, set(item.findings)) == ("Marc", "Claire", {"1", "2"})
    (compared,) = readings(told, {}).contradictions
    assert (compared.affirmed, compared.denied) == (("1",), ("2",))


def test_ten_who_repeat_one_source_are_one() -> None:
    told = [
        fact(str(rank), "Marc", "Claire", speaker=f"Témoin {rank}", chain=("Odile",), status="reported")
        for rank in range(10)
    ]
    assert independent(told) == ("Odile",)
    (item,) = [item for item in relations(told, PEOPLE, {}) if item.kind == "isolates"]
    assert (len(item.findings), item.sources) == (10, 1)


def test_wordings_nearly_the_same_by_different_persons_are_flagged() -> None:
    told = [
        fact("1", "Marc", "Claire"),
        fact("2", "Marc", "Claire", speaker="Odile"),
        fact("3", "Marc", "Paul", quote="Il la menaçait."),
    ]
    assert alike(told) == (("1", "2"),)


def test_movements_are_counted_by_year_and_never_added_to_what_is_said() -> None:
    read = readings([fact("1", "Claire", None, "assets")], statement())
    assert [(flow.year, flow.payer, flow.beneficiary, flow.total, flow.rows) for flow in read.flows] == [
        (2018, "Claire", "Horizon", "60000.00", 1),
        (2019, "Claire", "Horizon", "2400.50", 1),
    ]
    (direction,) = [item for item in read.directions if item.person == "Horizon"]
    assert direction.received == (("EUR", "62400.50", 2),)
    (paid,) = [item for item in relations([], PEOPLE, statement()) if item.kind == "pays"]
    assert next(line.words for line in paid.lines).startswith("12/03/2018")


def test_what_one_source_is_alone_to_say_is_shown_under_it() -> None:
    told = [fact("1", "Marc", "Claire"), fact("2", "Marc", "Paul"), fact("3", "Marc", "Paul", speaker="Odile")]
    assert readings(told, {}).alone == (("Claire", ("1",)),)


@pytest.mark.parametrize("count", [1, 2, 5, 20, 60])
def test_no_label_hides_another_and_all_stay_on_the_page(count: int) -> None:
    names = [f"Personne au nom assez long numéro {rank:02}" for rank in range(count)]
    places = layout(names)
    for one, other in combinations(names, 2):
        (x1, y1), (x2, y2) = places[one], places[other]
        same_side = (x1 >= WIDTH / 2) == (x2 >= WIDTH / 2)
        assert abs(y1 - y2) >= LEAST_STEP - 0.2 if same_side else abs(x1 - x2) > 20
    for name, (x, _) in places.items():
        reach = len(shown(name)) * LETTER
        assert reach <= NAME_WIDTH
        assert (x + reach <= WIDTH) if x >= WIDTH / 2 else (x - reach >= 0)


def test_the_drawing_is_the_same_every_time_escaped_and_told_in_words() -> None:
    made = (Relation(subject="<b>Marc", kind="isolates", object="Claire", status="affirmed", findings=("1",)),)
    assert drawing(made) == drawing(made)
    root = etree.fromstring(drawing(made).encode())
    assert "<b>" not in drawing(made)
    text = root.findtext("{http://www.w3.org/2000/svg}desc")
    assert text == "<b>Marc isole Claire (affirmé, 1 passage)"


LINES = st.builds(Line, piece=st.integers(1, 9), words=st.text("ab <&;é", min_size=1))
RELATIONS = st.lists(
    st.builds(
        Relation,
        subject=st.sampled_from(NAMES),
        kind=st.sampled_from(sorted(kinds())),
        object=st.sampled_from([*NAMES, "pièce 3 (témoin)"]),
        status=st.sampled_from(["affirmed", "denied", "reported", "recorded"]),
        lines=st.lists(
            st.builds(Line, piece=st.integers(1, 9), words=st.text("ab <&;é", min_size=1)), min_size=1, max_size=2
        ).map(tuple),
        first=st.none() | st.dates(),
    ),
    max_size=8,
).map(tuple)


def edges(graph: nx.MultiDiGraph) -> list:
    return sorted(
        (one, other, sorted((key, str(value)) for key, value in data.items() if key not in ("id", "label")))
        for one, other, data in graph.edges(data=True)
    )


@settings(max_examples=40, deadline=None)
@given(RELATIONS)
def test_every_export_reads_back_to_the_same_graph(found: tuple[Relation, ...]) -> None:
    graph = network(found, PEOPLE)
    held = io.BytesIO()
    nx.write_graphml_xml(graph, held)
    again = nx.read_graphml(io.BytesIO(held.getvalue()), force_multigraph=True)
    assert edges(again) == edges(graph)
    assert all(data["passages"] > 0 for _, _, data in graph.edges(data=True))


def test_each_format_is_the_same_twice_and_opens_with_its_own_reader(dossier: Dossier) -> None:
    graph = network(dossier.relations, dossier.people)
    assert graph.number_of_edges() > 0
    for write in FORMATS.values():
        assert write(dossier) == write(dossier)
    again = nx.read_gexf(io.BytesIO(FORMATS["gexf"](dossier)), version="1.2draft")
    assert set(again.nodes) == set(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()
    assert b"2026-01-05" in FORMATS["gexf"](dossier)
    assert edges(nx.read_graphml(io.BytesIO(FORMATS["graphml"](dossier)), force_multigraph=True)) == edges(graph)
    entities = [model.get_proxy(json.loads(line)) for line in FORMATS["ftm"](dossier).splitlines()]
    assert {entity.schema.name for entity in entities} >= {"Person", "UnknownLink"}
    ids = {entity.id for entity in entities}
    for entity in entities:
        entity.schema.validate({"properties": entity.properties})
        assert {value for prop in ("subject", "object") if entity.schema.get(prop) for value in entity.get(prop)} <= ids
    with zipfile.ZipFile(io.BytesIO(FORMATS["csv"](dossier))) as archive:
        rows = list(csv.reader(io.StringIO(archive.read("liens.csv").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) - 1 == sum(len(item.findings) + len(item.lines) for item in dossier.relations)


def test_a_refi_project_holds_the_texts_and_each_place_to_the_letter(dossier: Dossier) -> None:
    space = {"q": "urn:QDA-XML:project:1.0"}
    with zipfile.ZipFile(io.BytesIO(FORMATS["qdpx"](dossier))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        codes = {code.get("guid") for code in root.iterfind(".//q:Code", space)}
        seen = 0
        for source in root.iterfind(".//q:TextSource", space):
            text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
            for place in source.iterfind("q:PlainTextSelection", space):
                assert text[int(place.get("startPosition")) : int(place.get("endPosition"))].strip()
                assert place.find(".//q:CodeRef", space).get("targetGUID") in codes
                seen += 1
    assert seen == len(dossier.findings)
    book = etree.fromstring(FORMATS["qdc"](dossier))
    assert {code.get("guid") for code in book.iter("{urn:QDA-XML:codebook:1.0}Code")} == codes


def test_one_person_or_a_period_may_be_chosen_and_the_page_stays_whole(dossier: Dossier) -> None:
    name = dossier.relations[0].subject
    kept = chosen(dossier, name, (), (None, None)).relations
    assert kept
    assert all(name in (item.subject, item.object) for item in kept)
    assert chosen(dossier, "", (), (dt.date(1900, 1, 1), dt.date(1900, 1, 2))).relations == ()
    text = page(dossier).decode("utf-8")
    assert "Contradictions entre sources" in text
    assert "<script" not in text
    assert [line for line in text_lines(dossier) if len(line) > 80] == []
    assert sample.CLAIRE.name in text
