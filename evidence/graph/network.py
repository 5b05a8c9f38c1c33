"""The relations as a networkx graph: what every exchange format is written from."""

import networkx as nx

from evidence.graph.relations import Relation, kinds
from evidence.model import Person

SEPARATOR = ";"


def network(relations: tuple[Relation, ...], people: tuple[Person, ...] = ()) -> "nx.MultiDiGraph[str]":
    """Return one node a person, group or piece, one edge a relation, with their passages; the same order every time.

    A node has ``kind`` and ``roles``; an edge ``relation`` (id), ``label`` (French), ``status``, ``findings`` (ids
    joined by ;), ``pieces`` (of lines that are no finding), ``passages`` and ``sources`` (counts), ``first``, ``last``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    known = {person.name: person for person in people}
    words = kinds()
    for name in sorted({name for item in relations for name in (item.subject, item.object)}):
        person = known.get(name)
        roles = sorted({role for _, role in person.roles}) if person else []
        kind = person.kind if person else "piece" if name.startswith("pièce ") else "account"
        graph.add_node(name, kind=kind, roles=SEPARATOR.join(roles))
    for item in relations:
        graph.add_edge(
            item.subject,
            item.object,
            relation=item.kind,
            label=words[item.kind],
            status=item.status,
            findings=SEPARATOR.join(item.findings),
            pieces=SEPARATOR.join(str(line.piece) for line in item.lines),
            passages=len(item.findings) + len(item.lines),
            sources=item.sources,
            first=item.first.isoformat() if item.first else "",
            last=item.last.isoformat() if item.last else "",
        )
    return graph
