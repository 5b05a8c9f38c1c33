"""The network for other programs: a networkx graph, GEXF and GraphML; the same network gives the same bytes."""

import datetime as dt
from collections.abc import Iterable

import networkx as nx

from evidence.graph.record import Fact, Network, Passage, Tie
from evidence.graph.vocabulary import relations

Attributes = dict[str, str | int]


def to_graph(network: Network) -> "nx.MultiDiGraph[str]":
    """Return persons, groups, pieces, facts and payments as nodes, every tie as an edge that holds its passages.

    Attributes are words and numbers only, as GEXF and GraphML ask. An edge has ``type, status, findings, pieces,
    places, quotes, passages, origins`` and, when its passages say days, ``first, last``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = {actor.name: actor.id for actor in network.actors}
    for actor in network.actors:
        graph.add_node(
            actor.id,
            label=actor.name,
            kind=actor.kind,
            roles=" ; ".join(f"{role} (pièce {piece})" for piece, role in actor.roles),
            variants=" ; ".join(actor.variants),
            mentions=actor.mentions,
            born=actor.born.first.isoformat() if actor.born and actor.born.first else "",
        )
    for piece in network.pieces:
        graph.add_node(f"piece-{piece.number}", label=f"Pièce {piece.number} : {piece.name}", kind="piece")
    for tie in network.ties:
        graph.add_edge(ids[tie.subject], ids[tie.object], tie.id, **_edge(tie))
    for tie in network.presence:
        graph.add_edge(ids[tie.subject], f"piece-{tie.object}", tie.id, **_edge(tie))
    for fact in network.facts:
        _add_fact(graph, fact, ids)
    return graph


def _add_fact(graph: "nx.MultiDiGraph[str]", fact: Fact, ids: dict[str, str]) -> None:
    when, amount = fact.passage.when, fact.passage.amount
    words = " ".join(when.words.split()) if when else ""
    kind = "payment" if fact.kind == "payment" else "event"
    graph.add_node(
        fact.id,
        label=f"{words} : {fact.label}" + (f" ({amount.value} {amount.currency})" if amount else ""),
        kind=kind,
    )
    common = _passages("took_part", str(fact.passage.status), (fact.passage,))
    for name in fact.actors:
        if name == fact.beneficiary:
            graph.add_edge(fact.id, ids[name], f"{fact.id}-to", **(common | {"type": "pays"}))
        else:
            part = "pays" if name == fact.payer else "took_part"
            graph.add_edge(ids[name], fact.id, f"{fact.id}-{ids[name]}", **(common | {"type": part}))
    graph.add_edge(fact.id, f"piece-{fact.passage.piece}", f"{fact.id}-in", **(common | {"type": "named"}))


def _edge(tie: Tie) -> Attributes:
    days: Attributes = {"first": tie.first.isoformat()} if tie.first else {}
    days |= {"last": tie.last.isoformat()} if tie.last else {}
    more: Attributes = {"origins": " ; ".join(tie.origins), "label": tie.label or relations()[tie.relation].name}
    return _passages(tie.relation, tie.status, tie.passages) | more | days


def _passages(relation: str, status: str, passages: Iterable[Passage]) -> Attributes:
    found = tuple(passages)
    return {
        "type": relation,
        "status": status,
        "findings": ";".join(dict.fromkeys(identity for item in found for identity in item.findings)),
        "pieces": ";".join(dict.fromkeys(item.cote or str(item.piece) for item in found)),
        "places": ";".join(f"{item.piece}:{item.start}-{item.end}" for item in found),
        "quotes": "\n".join(" ".join(item.quote.split()) for item in found),
        "passages": len(found),
    }


def gexf(network: Network, made_at: dt.date) -> bytes:
    """Return GEXF 1.2; edges with days carry ``start`` and ``end``: Gephi then shows a time bar.

    The type of an edge is under ``relation``: in GEXF, ``type`` says whether an edge is directed.
    """
    graph = _clean(to_graph(network))
    for _, _, data in graph.edges(data=True):
        data["relation"] = data.pop("type")
        if "first" in data:
            data["start"], data["end"] = data["first"], data.get("last", data["first"])
    text = "\n".join(nx.generate_gexf(graph)) + "\n"
    # The writer stamps the day it runs: the day of the page is an input.
    today = dt.date.today()
    return text.replace(f'lastmodifieddate="{today}"', f'lastmodifieddate="{made_at}"').encode()


def graphml(network: Network) -> bytes:
    """Return GraphML."""
    return ("\n".join(nx.generate_graphml(_clean(to_graph(network)))) + "\n").encode()


def _clean(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Take out of the attributes the characters that XML does not know; places still say where they stand."""
    every = [data for _, data in graph.nodes(data=True)] + [data for _, _, data in graph.edges(data=True)]
    for data in every:
        for key, value in data.items():
            if isinstance(value, str):
                data[key] = xml_words(value)
    return graph


def xml_words(text: str) -> str:
    """Return *text* with « � » for what XML 1.0 forbids."""
    return "".join(char if char in "\t\n\r" or " " <= char < "\ufffe" or char > "\uffff" else "�" for char in text)
