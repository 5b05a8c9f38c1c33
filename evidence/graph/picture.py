"""The network as a drawing (SVG) that a magistrate can read: names in boxes, one arrow a pair and a status."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evidence.graph.layout import FEW, Box, layout, width_of
from evidence.graph.record import Network, Standing, Tie
from evidence.graph.vocabulary import relations

STATUS: Mapping[Standing, str] = {
    "affirmed": "affirmé",
    "denied": "nié",
    "reported": "rapporté",
    "recorded": "relevé",
}
SIGNS: Mapping[Standing, str] = {"affirmed": "▲", "denied": "▼", "reported": "◇", "recorded": "■"}
# Dashes as well as colours: a black and white print says the same.
DASHES: Mapping[Standing, str] = {"affirmed": "", "denied": "7 4", "reported": "2 4", "recorded": ""}
COLOURS: Mapping[Standing, str] = {
    "affirmed": "#7a3b00",
    "denied": "#00507a",
    "reported": "#5a5a5a",
    "recorded": "#1c6b3a",
}
MARGIN, LEGEND, LINE = 24.0, 46.0, 14.0
# How much more an arrow may bend to go around a name.
DETOURS = (0.0, 0.15, -0.2, 0.3, -0.3, 0.45, -0.4, 0.6, -0.55, 0.75, -0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One link to draw: *noun* is on its arrow, *words* say it whole; *id* leads to its row of a table."""

    subject: str
    object: str
    status: Standing
    noun: str
    words: str
    passages: int
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is on the drawing: *boxes* of the names, *labels* of the arrows, *width* and *height* of the whole."""

    boxes: Mapping[str, Box]
    labels: tuple[Box, ...]
    width: float
    height: float
    svg: str


def sentence(tie: Tie) -> str:
    """Return the tie in words: « Marc isole Claire (affirmé, 2 passages, 1 source) »."""
    relation = relations()[tie.relation]
    said = relation.negative if tie.status == "denied" else relation.name
    label = f" ({tie.label})" if tie.label else ""
    counts = [STATUS[tie.status], plural(len(tie.passages), "passage")]
    counts += [plural(len(tie.origins), "source")] if tie.origins else []
    counts += [f"{plural(tie.unsourced, 'passage')} de source inconnue"] if tie.unsourced and tie.origins else []
    return f"{tie.subject} {said} {tie.object}{label} ({', '.join(counts)})"


def plural(count: int, word: str) -> str:
    """Return « 1 passage », « 2 passages »."""
    return f"{count} {word}{'s' if count > 1 else ''}"


def strokes(network: Network) -> tuple[Stroke, ...]:
    """Return the ties of *network* as links to draw.

    Contradictions are between nearly all who speak: they would hide who does what to whom, and are left to the table,
    unless nothing else is asked for.
    """
    only = all(tie.relation == "contradicts" for tie in network.ties)
    return tuple(
        Stroke(
            subject=tie.subject,
            object=tie.object,
            status=tie.status,
            noun=tie.label or relations()[tie.relation].noun,
            words=sentence(tie),
            passages=len(tie.passages),
            id=tie.id,
        )
        for tie in network.ties
        if only or tie.relation != "contradicts"
    )


def drawing(network: Network, within: tuple[float, float] | None = None) -> str:
    """Return the ties of *network* as SVG, empty when there are none; the same network gives the same bytes.

    *within* is the sheet that it should fit on, in its own units, where letters are 11 and 12. Its text alternative
    (``desc``) says every tie in words. Names without a tie are not drawn: the table has them.
    """
    return drawn(strokes(network), {actor.name: actor.kind for actor in network.actors}, within).svg


def drawn(links: Sequence[Stroke], kinds: Mapping[str, str], within: tuple[float, float] | None = None) -> Drawn:
    """Return the drawing of *links* with the places of what is on it; *kinds* says what each name is."""
    arcs: dict[tuple[str, str, Standing], list[Stroke]] = defaultdict(list)
    for stroke in links:
        arcs[stroke.subject, stroke.object, stroke.status].append(stroke)
    names = sorted({name for subject, target, _ in arcs for name in (subject, target)})
    if not names:
        return Drawn(boxes={}, labels=(), width=0, height=0, svg="")
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for subject, target, _ in arcs:
        pairs[min(subject, target), max(subject, target)] += 1
    boxes = layout(names, pairs, {name: name for name in names}, within)
    left = min(box.x - box.width / 2 for box in boxes.values()) - MARGIN
    top = min(box.y - box.height / 2 for box in boxes.values()) - MARGIN - LEGEND
    boxes = {
        name: Box(x=round(box.x - left, 1), y=round(box.y - top, 1), width=box.width) for name, box in boxes.items()
    }
    width = max(max(box.x + box.width / 2 for box in boxes.values()) + MARGIN, 620.0)
    height = max(box.y + box.height / 2 for box in boxes.values()) + MARGIN
    labels: list[Box] = []
    lines, texts = [], []
    spots: list[tuple[float, float]] = []
    for (subject, target, status), ties in sorted(arcs.items()):
        line, text, curve = _arc(subject, target, status, ties, boxes, labels)
        spots += curve
        lines.append(line)
        texts.append(text)
    # An arrow that goes around a name may leave the frame of the names: the frame follows.
    x0, y0 = (math.floor(min(0.0, *(spot[axis] - 8 for spot in spots))) for axis in (0, 1))
    x1 = math.ceil(max(width, *(spot[0] + 8 for spot in spots)))
    y1 = math.ceil(max(height, *(spot[1] + 8 for spot in spots)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x0} {y0} {x1 - x0} {y1 - y0}" width="{x1 - x0}" '
        f'height="{y1 - y0}" role="img" aria-labelledby="net-title net-desc" font-family="sans-serif">',
        '<title id="net-title">Réseau : qui est lié à qui, d’après les passages des pièces</title>',
        f'<desc id="net-desc">{escape(" ; ".join(stroke.words for stroke in links))}</desc>',
        *_heads(),
        _legend(),
        *lines,
        *texts,
        *(_box(name, boxes[name], kinds.get(name, "person")) for name in names),
        "</svg>",
    ]
    return Drawn(
        boxes=boxes, labels=tuple(labels), width=width, height=height, svg="\n".join(part for part in parts if part)
    )


def _heads() -> list[str]:
    return [
        f'<marker id="net-{status}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for status, colour in COLOURS.items()
    ]


def _legend() -> str:
    parts, x = [], MARGIN
    for status, word in STATUS.items():
        shown = f"{SIGNS[status]} {word}" + (" (compte bancaire)" if status == "recorded" else "")
        dash = f' stroke-dasharray="{DASHES[status]}"' if DASHES[status] else ""
        parts.append(
            f'<path d="M{x:.0f} 20H{x + 34:.0f}" stroke="{COLOURS[status]}" stroke-width="1.6"{dash}/>'
            f'<text x="{x + 40:.0f}" y="24" font-size="12" fill="{COLOURS[status]}">{shown}</text>'
        )
        x += 40 + len(shown) * 7 + 24
    return f'<g class="net-legend">{"".join(parts)}</g>'


def _arc(
    subject: str,
    target: str,
    status: Standing,
    ties: Sequence[Stroke],
    boxes: Mapping[str, Box],
    labels: list[Box],
) -> tuple[str, str, list[tuple[float, float]]]:
    """Return the arrow, its label and points of its curve.

    The label goes where it hides no name and no other label, or nowhere.
    """
    here, there = boxes[subject], boxes[target]
    rank = list(STATUS).index(status)
    # Each direction and status bends apart, so that no two arrows of a pair lie on each other.
    middle = _bent(here, there, 0.10 + 0.09 * rank, boxes.values())
    (x1, y1), (x2, y2) = here.edge(middle, 1), there.edge(middle)
    curve = [_on_curve((x1, y1), middle, (x2, y2), step / 8) for step in range(9)]
    count = sum(tie.passages for tie in ties)
    hint = escape(" ; ".join(tie.words for tie in ties))
    dash = f' stroke-dasharray="{DASHES[status]}"' if DASHES[status] else ""
    line = (
        f'<path class="net-arc" data-ties="{" ".join(tie.id for tie in ties)}" '
        f'd="M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="{COLOURS[status]}" stroke-width="1.6"{dash} marker-end="url(#net-{status})">'
        f"<title>{hint}</title></path>"
    )
    words = ", ".join(dict.fromkeys(tie.noun for tie in ties))
    full = f"{SIGNS[status]} {words} ({count})"
    # Among many names, an arrow says its number only; its types are in its title and in the table.
    for text in (full, f"{SIGNS[status]} {count}") if len(boxes) <= FEW else (f"{SIGNS[status]} {count}",):
        for part in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
            x, y = _on_curve((x1, y1), middle, (x2, y2), part)
            place = Box(x=round(x, 1), y=round(y, 1), width=width_of(text) * 0.86 - 8, height=LINE)
            if not any(place.overlaps(other, 1) for other in (*boxes.values(), *labels)):
                labels.append(place)
                return line, _label(text, place, COLOURS[status], hint, ties), curve
    return line, "", curve


def _bent(here: Box, there: Box, bend: float, boxes: Iterable[Box]) -> tuple[float, float]:
    """Return the point that bends the arrow: the first of a few bends that leaves the other names clear."""
    others = [box for box in boxes if box not in (here, there)]
    best: tuple[int, tuple[float, float]] | None = None
    for more in DETOURS:
        turn = bend + more if more >= 0 else more - bend
        middle = (
            (here.x + there.x) / 2 - (there.y - here.y) * turn,
            (here.y + there.y) / 2 + (there.x - here.x) * turn,
        )
        points = [_on_curve((here.x, here.y), middle, (there.x, there.y), step / 24) for step in range(1, 24)]
        crossed = sum(any(_inside(box, x, y) for x, y in points) for box in others)
        if best is None or crossed < best[0]:
            best = (crossed, middle)
        if not crossed:
            break
    return best[1] if best else (here.x, here.y)


def _inside(box: Box, x: float, y: float) -> bool:
    return abs(box.x - x) < box.width / 2 + 2 and abs(box.y - y) < box.height / 2 + 2


def _on_curve(
    start: tuple[float, float], middle: tuple[float, float], end: tuple[float, float], part: float
) -> tuple[float, float]:
    rest = 1 - part
    return (
        rest * rest * start[0] + 2 * rest * part * middle[0] + part * part * end[0],
        rest * rest * start[1] + 2 * rest * part * middle[1] + part * part * end[1],
    )


def _label(text: str, place: Box, colour: str, hint: str, ties: Sequence[Stroke]) -> str:
    return (
        f'<g class="net-label" data-ties="{" ".join(tie.id for tie in ties)}"><title>{hint}</title>'
        f'<rect x="{place.x - place.width / 2:.1f}" '
        f'y="{place.y - place.height / 2:.1f}" width="{place.width:.1f}" height="{place.height:.1f}" fill="#fff" '
        f'fill-opacity="0.88"/><text x="{place.x:.1f}" y="{place.y + 4:.1f}" font-size="11" text-anchor="middle" '
        f'fill="{colour}">{escape(text)}</text></g>'
    )


def _box(name: str, box: Box, kind: str) -> str:
    radius = {"group": 2, "account": 2}.get(kind, 15)
    dash = ' stroke-dasharray="4 3"' if kind == "described" else ""
    return (
        f'<g class="net-name" data-name="{escape(name)}"><rect x="{box.x - box.width / 2:.1f}" '
        f'y="{box.y - box.height / 2:.1f}" width="{box.width:.1f}" height="{box.height:.0f}" rx="{radius}" '
        f'fill="#fff" stroke="#222" stroke-width="1.3"{dash}/><text x="{box.x:.1f}" y="{box.y + 4:.1f}" '
        f'font-size="12" text-anchor="middle" fill="#111">{escape(name)}</text></g>'
    )
