"""Money as a drawing (SVG) beside the table that says the same: a bar for what accounts show, a mark for a sum said."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from evidence.dossier.typography import HARD, typeset
from evidence.dossier.view import UNKNOWN
from evidence.graph.amounts import words
from evidence.graph.flows import Flow
from evidence.graph.picture import SIGNS, STATUS
from evidence.graph.words import money

# Eleven points of 700 are seven on a sheet of A4, and fifty lines stand on one sheet.
WIDTH, LEFT, RIGHT, STEP, TOP, LINES = 700, 270, 90, 17, 44, 50
LABEL = 44


def sheets(flows: Iterable[Flow]) -> tuple[str, ...]:
    """Return the flows as SVG, one currency a sheet: a bar is never added to a mark, nor a mark to another.

    Every sheet of a currency has the same scale.
    """
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        found.setdefault(flow.currency, []).append(flow)
    drawn: list[str] = []
    for currency, mine in found.items():
        most = max(max((*flow.sums, flow.total or Decimal(0))) for flow in mine)
        for at in range(0, len(mine), LINES):
            drawn.append(_sheet(mine[at : at + LINES], currency, most, len(drawn) + 1))
    return tuple(drawn)


def sums_words(flow: Flow) -> str:
    """Return the total of what accounts show, or each sum in the words that say it: « vingt euros par mois »."""
    if flow.total is not None:
        return f"{money(flow.total)}{HARD}{flow.currency}"
    return " ; ".join(dict.fromkeys(typeset(words(passage)) for passage in flow.passages))


def _sheet(flows: Sequence[Flow], currency: str, most: Decimal, rank: int) -> str:
    height = TOP + STEP * len(flows) + 16
    legend = " ; ".join((f"{SIGNS['recorded']} barre : total relevé sur un compte", "autre signe : une somme dite"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="flows-title-{rank}">',
        f'<title id="flows-title-{rank}">Sommes par année, {escape(currency)} ; le tableau à côté donne chacune et '
        "sa source.</title>",
        f'<text x="4" y="16" font-size="11">{escape(legend)} ({escape(currency)})</text>',
        f'<path d="M{LEFT} 26V{height - 10}" stroke="currentColor" stroke-opacity="0.4"/>',
    ]
    parts += [_line(flow, TOP + STEP * row, most) for row, flow in enumerate(flows)]
    return "\n".join([*parts, "</svg>"])


def _line(flow: Flow, y: int, most: Decimal) -> str:
    year = str(flow.year) if flow.year else "sans année"
    whole = f"{year} · {flow.payer or UNKNOWN} → {flow.beneficiary or UNKNOWN}"
    label = whole if len(whole) <= LABEL else whole[: LABEL - 1] + "…"
    hint = escape(f"{whole}, {STATUS[flow.standing]}")
    said = f'<g><title>{hint}</title><text x="4" y="{y + 4}" font-size="11">{escape(label)}</text>'
    if flow.total is not None:
        end = _x(flow.total, most)
        said += (
            f'<rect x="{LEFT}" y="{y - 5}" width="{max(end - LEFT, 1):.1f}" height="10" fill="currentColor" '
            f'fill-opacity="0.35" stroke="currentColor"/>'
        )
        return said + _amount(end, y, money(flow.total)) + "</g>"
    sign = SIGNS[flow.standing]
    for value in flow.sums:
        said += f'<text x="{_x(value, most)}" y="{y + 4}" font-size="11" text-anchor="middle">{sign}</text>'
    return said + _amount(_x(flow.sums[-1], most), y, sums_words(flow)) + "</g>"


def _amount(x: float, y: int, words: str) -> str:
    # What would leave the drawing on the right is written before the sign.
    before = x + 8 + len(words) * 6 > WIDTH
    place = (x - 8, "end") if before else (x + 8, "start")
    return f'<text x="{place[0]:.1f}" y="{y + 4}" font-size="11" text-anchor="{place[1]}">{escape(words)}</text>'


def _x(value: Decimal, most: Decimal) -> float:
    return round(LEFT + float(value / most) * (WIDTH - LEFT - RIGHT), 1) if most else float(LEFT)
