"""Contrasts, readings and flows of a network as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from evidence import catalogue
from evidence.commands._network import placed
from evidence.graph.contrasts import Contrast, contrasts
from evidence.graph.flows import Flow, flows
from evidence.graph.insights import NetworkReading, readings
from evidence.graph.picture import STATUS
from evidence.graph.record import Network, Passage
from evidence.graph.words import money

WIDTH = 80
Shown = Contrast | NetworkReading | Flow


def records(network: Network, show: str) -> tuple[Shown, ...]:
    """Return the records of *network* that *show* names."""
    if show == "lectures":
        return readings(network)
    if show == "argent":
        return flows(network)
    return tuple(item for item in contrasts(network) if item.agrees == (show == "concordances"))


def lines(found: Iterable[Shown]) -> Iterator[str]:
    """Yield the lines of *found*: what it is, then each passage with its place."""
    names = {item.id: item.name for item in catalogue.load().criteria.values()}
    for item in found:
        if isinstance(item, Contrast):
            yield from _contrast(item, names)
        elif isinstance(item, Flow):
            yield from wrap(_flow(item), WIDTH)
            yield from (line for passage in item.passages for line in _passage(passage))
        else:
            yield from wrap(f"{item.title} – {item.words}", WIDTH)
            yield from (line for passage in item.passages for line in _passage(passage))
            yield from (line for passage in item.against for line in _passage(passage, "  [en sens contraire]"))
        yield ""


def _contrast(item: Contrast, names: Mapping[str, str]) -> Iterator[str]:
    whom = f", {item.whom}" if item.whom else ""
    yield from wrap(f"{item.title or names.get(item.about, item.about)}{whom} : {item.why}", WIDTH)
    for side in item.sides:
        yield f"  {side.label} :"
        yield from (line for passage in side.passages for line in _passage(passage))


def _passage(passage: Passage, more: str = "") -> list[str]:
    """Return the quotation and its place, wrapped for a terminal."""
    words = [f"« {' '.join(passage.quote.split())} » – {placed(passage)}"]
    words += [passage.speaker] if passage.speaker else []
    words += [STATUS["reported"]] if passage.status == "reported" else []
    return wrap(", ".join(words) + more, WIDTH, initial_indent="    ", subsequent_indent="      ")


def _flow(flow: Flow) -> str:
    sums = money(flow.total) if flow.total is not None else " ; ".join(map(money, flow.sums))
    what = "total relevé" if flow.total is not None else f"sommes dites ({STATUS[flow.standing]}, jamais additionnées)"
    ends = f"{flow.payer or 'non dit'} → {flow.beneficiary or 'non dit'}"
    return f"{flow.year or 'année non dite'} : {ends} : {what} : {sums} {flow.currency}"
