"""The links as a networkx graph, and as a drawing with a fixed layout."""

import math
from html import escape

import networkx as nx

from evidence.model import Link

WIDTH, HEIGHT, MARGIN = 760, 520, 90
LINE = 16


def network(links: tuple[Link, ...]) -> "nx.MultiDiGraph[str]":
    """Return one node a person, one edge a link; an edge has ``relation``, ``status``, ``findings`` (joined by ;)."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for link in links:
        criterion, _, status = link.relation.partition("/")
        graph.add_node(link.subject)
        graph.add_node(link.object)
        graph.add_edge(link.subject, link.object, relation=criterion, status=status, findings=";".join(link.findings))
    return graph


def drawing(links: tuple[Link, ...], names: dict[str, str]) -> str:
    """Return the graph as SVG: persons on a circle in name order, one arrow a pair, its count of findings beside it.

    *names* gives the French name of each criterion. The same links give the same bytes.
    """
    graph = network(links)
    nodes = sorted(graph.nodes)
    if not nodes:
        return ""
    places = {node: _place(rank, len(nodes)) for rank, node in enumerate(nodes)}
    pairs = sorted({(subject, target) for subject, target, _ in graph.edges})
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="graph-title">',
        '<title id="graph-title">Qui agit sur qui ; le tableau ci-dessous donne chaque lien et ses passages.</title>',
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" class="tip"/></marker></defs>',
    ]
    parts += [_edge(graph, subject, target, places, names) for subject, target in pairs]
    parts += [_node(node, places[node]) for node in nodes]
    return "\n".join([*parts, "</svg>"])


def _place(rank: int, count: int) -> tuple[float, float]:
    angle = 2 * math.pi * rank / count - math.pi / 2
    across, down = (WIDTH - 2 * MARGIN) / 2 - 40, (HEIGHT - 2 * MARGIN) / 2 + 20
    return round(WIDTH / 2 + across * math.cos(angle), 1), round(HEIGHT / 2 + down * math.sin(angle), 1)


def _edge(
    graph: "nx.MultiDiGraph[str]",
    subject: str,
    target: str,
    places: dict[str, tuple[float, float]],
    names: dict[str, str],
) -> str:
    edges = graph.get_edge_data(subject, target).values()
    count = sum(len(edge["findings"].split(";")) for edge in edges)
    relations = ", ".join(sorted({names.get(edge["relation"], edge["relation"]) for edge in edges}))
    (x1, y1), (x2, y2) = places[subject], places[target]
    length = math.dist((x1, y1), (x2, y2)) or 1.0
    # Two persons who act on each other have two arcs, bent apart.
    bend = 26
    cx, cy = (x1 + x2) / 2 - (y2 - y1) / length * bend, (y1 + y2) / 2 + (x2 - x1) / length * bend
    ex, ey = x2 - (x2 - cx) / math.dist((x2, y2), (cx, cy)) * 16, y2 - (y2 - cy) / math.dist((x2, y2), (cx, cy)) * 16
    plural = "s" if count > 1 else ""
    hint = escape(f"{subject} → {target} : {relations} ({count} passage{plural})")
    path = f'<path class="edge" d="M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}" marker-end="url(#arrow)"/>'
    label = f'<text class="count" x="{cx:.1f}" y="{cy:.1f}">{count}</text>'
    return f"<g><title>{hint}</title>{path}{label}</g>"


def _node(name: str, place: tuple[float, float]) -> str:
    x, y = place
    above = y < HEIGHT / 2
    text_y = y - LINE if above else y + LINE + 8
    circle = f'<circle class="node" cx="{x}" cy="{y}" r="10"/>'
    return f'<g>{circle}<text class="name" x="{x}" y="{text_y:.1f}">{escape(name)}</text></g>'
