"""The relations as a drawing with a fixed layout: labels never overlap, however many persons.

Persons stand on an ellipse whose places are one line of text apart, names outside; one arrow for each pair of persons,
the number of its passages on it. The same relations give the same bytes.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from html import escape

from evidence.graph.relations import HEARD, Relation, kinds

WIDTH, TEXT, MARGIN = 960, 14, 40
# The lines of text between two names of one side: more air where there are few.
LEAST_STEP, MOST_STEP, AIR = 26, 64, 480
# Room for a name on each side; a longer one is cut, and whole in its title.
NAME_WIDTH, LETTER = 230, 7.5
RADIUS = 7


def drawing(relations: Sequence[Relation]) -> str:
    """Return the persons and their relations as SVG, empty when there is none; hearings are left to the table."""
    drawn = [item for item in relations if item.kind != HEARD]
    names = sorted({name for item in drawn for name in (item.subject, item.object)})
    if not names:
        return ""
    places = layout(names)
    height = _height(len(names))
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for item in drawn:
        pairs[item.subject, item.object].append(item)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="graph-title graph-text">',
        '<title id="graph-title">Réseau : qui est lié à qui</title>',
        f'<desc id="graph-text">{escape(described(drawn))}</desc>',
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" class="tip"/></marker></defs>',
    ]
    parts += [_edge(subject, target, items, places) for (subject, target), items in sorted(pairs.items())]
    parts += [_node(name, places[name]) for name in names]
    return "\n".join([*parts, "</svg>"])


def described(relations: Sequence[Relation]) -> str:
    """Return the drawing in words: each relation with its status and its number of passages."""
    words = kinds()
    lines = [
        f"{item.subject} {words[item.kind]} {item.object} ({_count(item)})" for item in relations if item.kind != HEARD
    ]
    return " ; ".join(lines)


def layout(names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return the place of each name: half of them down the right side, the others up the left, a line apart."""
    right = math.ceil(len(names) / 2)
    step = _step(len(names))
    middle, half = _height(len(names)) / 2, max((right - 1) * step / 2, 1)
    across = WIDTH / 2 - NAME_WIDTH - MARGIN / 2
    places = {}
    for rank, name in enumerate(names):
        on_right = rank < right
        row = rank if on_right else len(names) - 1 - rank
        y = middle - half + row * step if right > 1 else middle
        bulge = math.sqrt(max(1 - ((y - middle) / (half + step)) ** 2, 0))
        x = WIDTH / 2 + (across * bulge if on_right else -across * bulge)
        places[name] = (round(x, 1), round(y, 1))
    return places


def _height(count: int) -> int:
    return max(math.ceil(math.ceil(count / 2) * _step(count)) + 2 * MARGIN, 240)


def _step(count: int) -> float:
    return min(max(AIR / max(math.ceil(count / 2), 1), LEAST_STEP), MOST_STEP)


def _count(item: Relation) -> str:
    number = len(item.findings) + len(item.lines)
    status = {"affirmed": "affirmé", "denied": "nié", "reported": "rapporté", "recorded": "relevé"}[item.status]
    return f"{status}, {number} passage{'s' if number > 1 else ''}"


def _edge(subject: str, target: str, items: Sequence[Relation], places: dict[str, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = places[subject], places[target]
    length = math.dist((x1, y1), (x2, y2)) or 1.0
    bend = 22  # two persons linked both ways have two arcs, bent apart
    cx, cy = (x1 + x2) / 2 - (y2 - y1) / length * bend, (y1 + y2) / 2 + (x2 - x1) / length * bend
    reach = math.dist((x2, y2), (cx, cy)) or 1.0
    ex, ey = x2 - (x2 - cx) / reach * (RADIUS + 4), y2 - (y2 - cy) / reach * (RADIUS + 4)
    words = kinds()
    said = " ; ".join(f"{words[item.kind]} ({_count(item)})" for item in items)
    count = sum(len(item.findings) + len(item.lines) for item in items)
    denied = " denied" if all(item.status == "denied" for item in items) else ""
    way = f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"
    path = f'<path class="edge{denied}" d="{way}" marker-end="url(#arrow)"/>'
    mx, my = (x1 + 2 * cx + x2) / 4, (y1 + 2 * cy + y2) / 4
    label = f'<text class="count" x="{mx:.1f}" y="{my:.1f}">{count}</text>'
    return f"<g><title>{escape(f'{subject} → {target} : {said}')}</title>{path}{label}</g>"


def shown(name: str) -> str:
    """Return *name* as the drawing writes it, cut where it would leave the page."""
    most = int((NAME_WIDTH - 2 * RADIUS) / LETTER)
    return name if len(name) <= most else name[: most - 1] + "…"


def _node(name: str, place: tuple[float, float]) -> str:
    x, y = place
    right = x >= WIDTH / 2
    anchor, tx = ("start", x + RADIUS + 5) if right else ("end", x - RADIUS - 5)
    circle = f'<circle class="node" cx="{x}" cy="{y}" r="{RADIUS}"/>'
    text = f'<text class="name" text-anchor="{anchor}" x="{tx:.1f}" y="{y + TEXT / 3:.1f}">{escape(shown(name))}</text>'
    return f"<g><title>{escape(name)}</title>{circle}{text}</g>"
