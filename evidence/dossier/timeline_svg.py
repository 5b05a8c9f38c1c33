"""The chronology as a drawing (SVG): one line an event, beside the table that says the same in words."""

import datetime as dt
from collections.abc import Iterable
from html import escape

from evidence.model import Event

WIDTH, LEFT, RIGHT, STEP, TOP = 960, 240, 30, 18, 40
LABEL = 34
SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇", None: "•"}
STANDING = {"proposed": "proposé", "retained": "retenu"}


def drawing(events: Iterable[Event]) -> str:
    """Return the dated events as SVG: one line an event, a dot for a day, a bar for a period; empty without any.

    The same events give the same bytes; the table beside says the same in words.
    """
    dated = [event for event in events if event.when.first is not None]
    if not dated:
        return ""
    first = min(event.when.first for event in dated if event.when.first)
    last = max(event.when.last or event.when.first for event in dated if event.when.first)
    start, end = first.year, last.year + 1
    height = TOP + STEP * len(dated) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="timeline-title">',
        '<title id="timeline-title">Chronologie ; le tableau à côté donne chaque fait et sa source.</title>',
    ]
    for year in range(start, end + 1):
        x = _x(dt.date(year, 1, 1), start, end)
        if (year - start) % max(1, (end - start) // 10) == 0:
            parts.append(f'<text class="year" x="{x}" y="20" font-size="12" text-anchor="middle">{year}</text>')
            parts.append(f'<path class="rule" d="M{x} 26V{height - 14}" stroke="currentColor" stroke-opacity="0.15"/>')
    parts += [_line(event, rank, start, end) for rank, event in enumerate(dated)]
    return "\n".join([*parts, "</svg>"])


def _x(day: dt.date, start: int, end: int) -> float:
    whole = (dt.date(end, 1, 1) - dt.date(start, 1, 1)).days
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - dt.date(start, 1, 1)).days / whole, 1)


def _line(event: Event, rank: int, start: int, end: int) -> str:
    first = event.when.first or dt.date(start, 1, 1)
    left = _x(first, start, end)
    right = _x((event.when.last or first) + dt.timedelta(days=1), start, end)
    y = TOP + STEP * rank
    words = " ".join(event.when.words.split())
    hint = escape(f"{words} : {event.label}, pièce {event.piece}, {STANDING[event.standing]}")
    plain = f"{SIGNS[event.status]} {event.label}"
    label = escape(plain if len(plain) <= LABEL else plain[: LABEL - 1] + "…")
    # Dashed until a person accepts it; what a statement of account or a header states is not proposed.
    dash = ' stroke-dasharray="3 2"' if event.kind == "finding" and event.standing == "proposed" else ""
    return (
        f'<g><title>{hint}</title><text class="event" x="4" y="{y + 4}" font-size="11">{label}</text>'
        f'<rect class="bar" x="{left}" y="{y - 4}" width="{max(right - left, 4):.1f}" height="8" rx="3" '
        f'fill="currentColor" fill-opacity="0.35" stroke="currentColor"{dash}/></g>'
    )
