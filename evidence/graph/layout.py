"""Where the names stand: forces from a fixed start, then boxes pushed apart until none overlaps; no chance anywhere."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A letter of 12 px, on average, with some to spare; a box is its text and its margins.
LETTER, CAPITAL, PADDING, HEIGHT = 6.7, 2.0, 18.0, 30.0
# Between two boxes: room for the words of an arrow where names are few.
WIDE, NEAR, GAP, FEW = 44.0, 20.0, 14.0, 24
STEPS = 220
# How much of a height is that of the rank, on a sheet.
EVEN = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A name at (x, y), its middle; *width* and *height* hold the whole text."""

    x: float
    y: float
    width: float
    height: float = HEIGHT

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Tell whether the two boxes, *gap* apart, touch."""
        across = abs(self.x - other.x) < (self.width + other.width) / 2 + gap
        return across and abs(self.y - other.y) < (self.height + other.height) / 2 + gap

    def edge(self, to: tuple[float, float], gap: float = 3.0) -> tuple[float, float]:
        """Return where a line from the middle towards *to* leaves the box."""
        dx, dy = to[0] - self.x, to[1] - self.y
        if not dx and not dy:
            return self.x, self.y
        across = (self.width / 2 + gap) / abs(dx) if dx else math.inf
        down = (self.height / 2 + gap) / abs(dy) if dy else math.inf
        part = min(across, down, 1.0)
        return self.x + dx * part, self.y + dy * part


def layout(
    names: Sequence[str],
    pairs: Mapping[tuple[str, str], int],
    labels: Mapping[str, str],
    within: tuple[float, float] | None = None,
) -> dict[str, Box]:
    """Return the box of each of *names*; *pairs* linked are drawn together. The same input gives the same places.

    *within* is the width and the height of a sheet: names are drawn nearer to fit, as far as none covers another.
    """
    if not names:
        return {}
    degree = dict.fromkeys(names, 0)
    for first, second in pairs:
        degree[first] += 1
        degree[second] += 1
    order = sorted(names, key=lambda name: (-degree[name], name))
    room = 135.0 * math.sqrt(len(order)) + 60
    places = _start(order, room)
    _pull(order, sorted(pairs), places, room)
    boxes = {name: Box(x=x * 1.35, y=y, width=width_of(labels[name])) for name, (x, y) in places.items()}
    return _apart(
        _nearer(boxes, within) if within else boxes,
        WIDE if len(names) <= FEW and not within else GAP + 6 * bool(within),
    )


def _nearer(boxes: dict[str, Box], within: tuple[float, float]) -> dict[str, Box]:
    """Draw the boxes nearer until they stand *within* the sheet, and leave no part of its height empty.

    A height is mostly that of the rank among the others: those crowded in the middle come apart.
    """
    across = max(box.x + box.width / 2 for box in boxes.values()) - min(box.x - box.width / 2 for box in boxes.values())
    top, bottom = min(box.y for box in boxes.values()), max(box.y for box in boxes.values())
    tall = within[1] - HEIGHT
    wide = min(1.0, within[0] / across)
    ranks = {name: rank for rank, name in enumerate(sorted(boxes, key=lambda name: (boxes[name].y, name)))}
    found = {}
    for name, box in boxes.items():
        even = ranks[name] / max(len(ranks) - 1, 1)
        here = (box.y - top) / ((bottom - top) or 1.0)
        # A wide box at the side reaches out by half of itself: its middle comes further in than the others.
        inward = math.copysign(min(abs(box.x * wide), box.width / 2 * (1 - wide)), box.x)
        found[name] = Box(
            x=round(box.x * wide - inward, 1), y=round(tall * (EVEN * even + (1 - EVEN) * here), 1), width=box.width
        )
    return found


def width_of(label: str) -> float:
    """Return how wide the box of *label* is."""
    capitals = sum(char.isupper() for char in label)
    return round(len(label) * LETTER + capitals * CAPITAL + PADDING, 1)


def _start(order: Sequence[str], room: float) -> dict[str, tuple[float, float]]:
    """Return a spiral, the most linked in the middle: the golden angle spreads the points evenly."""
    golden = math.pi * (3 - math.sqrt(5))
    found = {}
    for rank, name in enumerate(order):
        radius = room / 2 * math.sqrt((rank + 0.5) / len(order))
        found[name] = (radius * math.cos(rank * golden), radius * math.sin(rank * golden))
    return found


def _pull(
    order: Sequence[str], pairs: Sequence[tuple[str, str]], places: dict[str, tuple[float, float]], room: float
) -> None:
    """Move the points as springs and charges do (Fruchterman and Reingold, 1991), less and less."""
    ideal = 0.95 * room / math.sqrt(len(order))
    for step in range(STEPS):
        heat = room / 10 * (1 - step / STEPS)
        moves = {name: (-places[name][0] * 0.02, -places[name][1] * 0.02) for name in order}
        for rank, first in enumerate(order):
            for second in order[rank + 1 :]:
                dx, dy, far = _between(places[first], places[second])
                push = ideal * ideal / (far * far)
                _shift(moves, first, dx * push, dy * push)
                _shift(moves, second, -dx * push, -dy * push)
        for first, second in pairs:
            dx, dy, far = _between(places[first], places[second])
            pull = far / ideal
            _shift(moves, first, -dx * pull, -dy * pull)
            _shift(moves, second, dx * pull, dy * pull)
        for name, (dx, dy) in moves.items():
            length = math.hypot(dx, dy) or 1.0
            part = min(length, heat) / length
            # Rounded at each step: the same places on every machine.
            places[name] = (round(places[name][0] + dx * part, 3), round(places[name][1] + dy * part, 3))


def _between(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float, float]:
    dx, dy = first[0] - second[0], first[1] - second[1]
    return dx, dy, max(math.hypot(dx, dy), 1.0)


def _shift(moves: dict[str, tuple[float, float]], name: str, dx: float, dy: float) -> None:
    moves[name] = (moves[name][0] + dx, moves[name][1] + dy)


def _apart(boxes: dict[str, Box], gap: float) -> dict[str, Box]:
    """Push the boxes that touch apart, by the shorter way; all are spread a little whenever that does not end."""
    names = sorted(boxes)
    while True:
        for _ in range(120):
            moved = False
            for rank, first in enumerate(names):
                for second in names[rank + 1 :]:
                    if boxes[first].overlaps(boxes[second], gap):
                        _push(boxes, first, second, gap)
                        moved = True
            if not moved:
                return boxes
        boxes = {
            name: Box(x=round(b.x * 1.08, 1), y=round(b.y * 1.08 + 0.1 * rank, 1), width=b.width)
            for rank, (name, b) in enumerate(sorted(boxes.items()))
        }


def _push(boxes: dict[str, Box], first: str, second: str, gap: float) -> None:
    a, b = boxes[first], boxes[second]
    across = (a.width + b.width) / 2 + gap - abs(a.x - b.x)
    down = (a.height + b.height) / 2 + gap - abs(a.y - b.y)
    if across < down:
        step = round(across / 2 + 0.1, 1) * (1 if a.x >= b.x else -1)
        boxes[first], boxes[second] = _moved(a, step, 0), _moved(b, -step, 0)
    else:
        step = round(down / 2 + 0.1, 1) * (1 if a.y >= b.y else -1)
        boxes[first], boxes[second] = _moved(a, 0, step), _moved(b, 0, -step)


def _moved(box: Box, dx: float, dy: float) -> Box:
    return Box(x=round(box.x + dx, 1), y=round(box.y + dy, 1), width=box.width)
