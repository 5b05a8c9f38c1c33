"""What is missing: for each element that nothing supports or that is discussed, the usual acts and open questions."""

from collections.abc import Mapping
from itertools import groupby

from evidence.assessment.records import Gap, MatrixRow
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Topic


def gaps(catalogue: Catalogue, rows: tuple[MatrixRow, ...]) -> tuple[Gap, ...]:
    """Return the gaps, in the order of the matrix.

    A rule of which no element has any passage is left aside: nobody spoke of it. An element whose alternative is
    supported is not missing. One that is supported and contradicted is listed: both sides must be heard. Persons whom
    passages name together come alone where there are any: what nobody is said to have done is theirs to establish.
    """
    named = [row for row in rows if row.harmed and row.accused]
    topics = {element: topic for topic in catalogue.legal.topics for element in topic.elements}
    found: list[Gap] = []
    for key, group in groupby(named or rows, key=lambda row: (row.offence, row.version, row.harmed, row.accused)):
        mine = {row.element: row for row in group}
        found += _of(catalogue, key[0], key[1], mine, topics)
    return tuple(found)


def _of(
    catalogue: Catalogue, offence: str, version: str, mine: Mapping[str, MatrixRow], topics: Mapping[str, Topic]
) -> list[Gap]:
    text = catalogue.offences[offence]
    in_force = next(item for item in text.versions if item.id == version)
    supported = {element for element, row in mine.items() if row.supported}
    wanted: set[str] = {element for element, row in mine.items() if row.state == "discussed"}
    for need in text.rules(in_force).values():
        if any(mine[element].state != "missing" for element in need.elements()):
            wanted |= need.still_open(supported)
    return [_gap(row, topics.get(f"{offence}/{element}")) for element, row in mine.items() if element in wanted]


def _gap(row: MatrixRow, topic: Topic | None) -> Gap:
    return Gap(
        offence=row.offence,
        version=row.version,
        harmed=row.harmed,
        accused=row.accused,
        element=row.element,
        name=row.name,
        state=row.state,
        topic=topic.id if topic else "",
        topic_name=topic.name if topic else "",
        acts=topic.acts if topic else (),
        themes_for=topic.themes_for if topic else (),
        themes_against=topic.themes_against if topic else (),
        law=row.law,
    )
