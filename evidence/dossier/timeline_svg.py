"""The chronology as a drawing (SVG): one line an event, beside the table that says the same in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape

from evidence.model import Event

# Eleven points of 700 are seven on a sheet of A4; thirty lines leave half of it to what stands before.
WIDTH, LEFT, RIGHT, STEP, TOP, LINES = 700, 290, 16, 15, 40, 30
LABEL = 48
SIGNS = {"affirmed": "▲", "denied": "▼", "hypothetical": "?", "reported": "◇", None: "•"}
STATED = "dit par la pièce"
STANDING = {"proposed": "proposé", "retained": "retenu"}


def drawing(events: Iterable[Event]) -> str:
    """Return the dated events as one SVG: one line an event, a dot for a day, a bar for a period; empty without any.

    The same events give the same bytes; the table beside says the same in words.
    """
    dated = [event for event in events if event.when.first is not None]
    return _drawing(dated, *_years(dated)) if dated else ""


def sheets(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the same as one SVG a sheet of paper, all with the same years."""
    dated = [event for event in events if event.when.first is not None]
    if not dated:
        return ()
    years = _years(dated)
    # Sheets as full as one another: no last one with a single line.
    count = -(-len(dated) // LINES)
    each = -(-len(dated) // count)
    return tuple(_drawing(dated[at : at + each], *years, rank) for rank, at in enumerate(range(0, len(dated), each), 1))


def _years(dated: Sequence[Event]) -> tuple[int, int]:
    first = min(event.when.first for event in dated if event.when.first)
    last = max(event.when.last or event.when.first for event in dated if event.when.first)
    return first.year, last.year + 1


def _drawing(dated: Sequence[Event], start: int, end: int, rank: int = 1) -> str:
    height = TOP + STEP * len(dated) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="timeline-title-{rank}">',
        f'<title id="timeline-title-{rank}">Chronologie ; le tableau à côté donne chaque fait et sa source.</title>',
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


def date_said(event: Event) -> str:
    """Return the date as written; the machine form of a message header is for machines, its quote keeps it."""
    words = " ".join(event.when.words.split())
    # « Tue, 04 Mar 2025 08:30:00 +0100 » (RFC 5322).
    if event.kind == "header" and words[3:5] == ", " and words.count(":") and event.when.first is not None:
        return f"{event.when.first:%d/%m/%Y}"
    return words


def standing(event: Event) -> str:
    """Return whether a finding is proposed or retained; what a statement or a header states is neither."""
    return STANDING[event.standing] if event.finding else STATED


def _line(event: Event, rank: int, start: int, end: int) -> str:
    first = event.when.first or dt.date(start, 1, 1)
    left = _x(first, start, end)
    right = _x((event.when.last or first) + dt.timedelta(days=1), start, end)
    y = TOP + STEP * rank
    hint = escape(f"{date_said(event)} : {event.label}, pièce {event.piece}, {standing(event)}")
    plain = f"{SIGNS[event.status]} {event.label}"
    label = escape(plain if len(plain) <= LABEL else plain[: LABEL - 1] + "…")
    # Dashed until a person accepts it; what a statement of account or a header states is not proposed.
    dash = ' stroke-dasharray="3 2"' if event.finding and event.standing == "proposed" else ""
    return (
        f'<g><title>{hint}</title><text class="event" x="4" y="{y + 4}" font-size="11">{label}</text>'
        f'<rect class="bar" x="{left}" y="{y - 4}" width="{max(right - left, 4):.1f}" height="8" rx="3" '
        f'fill="currentColor" fill-opacity="0.35" stroke="currentColor"{dash}/></g>'
    )
