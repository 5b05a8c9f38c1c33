"""The network: every relation has its passages, every export reads back to the same graph, no label hides another."""

import datetime as dt

import pytest
from lxml import etree

from evidence.graph.drawing import drawing
from evidence.graph.readings import readings
from evidence.graph.relations import Relation, relations
from evidence.graph.sources import alike, independent
from evidence.model import Amount, Block, Document, Finding, Mention, Payment, Person, Source, Span, When

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


def test_the_drawing_is_the_same_every_time_escaped_and_told_in_words() -> None:
    made = (Relation(subject="<b>Marc", kind="isolates", object="Claire", status="affirmed", findings=("1",)),)
    assert drawing(made) == drawing(made)
    root = etree.fromstring(drawing(made).encode())
    assert "<b>" not in drawing(made)
    text = root.findtext("{http://www.w3.org/2000/svg}desc")
    assert text == "<b>Marc isole Claire (affirmé, 1 passage)"
