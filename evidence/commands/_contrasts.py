"""Contrasts, readings and flows of a network as lines for a terminal."""

from collections.abc import Iterable, Iterator

from evidence import catalogue
from evidence.graph.contrasts import Contrast, contrasts
from evidence.graph.flows import Flow, flows
from evidence.graph.insights import NetworkReading, readings
from evidence.graph.page import money
from evidence.graph.picture import STATUS
from evidence.graph.record import Network, Passage

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
            yield f"{names.get(item.about, item.about)} : {item.why}"
            yield from map(_passage, (item.first, item.second))
        elif isinstance(item, Flow):
            yield _flow(item)
            yield from map(_passage, item.passages)
        else:
            yield f"{item.title} – {item.words}"
            yield from map(_passage, item.passages)
            yield from (f"{_passage(passage)}  [en sens contraire]" for passage in item.against)
        yield ""


def _passage(passage: Passage) -> str:
    speaker = f", {passage.speaker}" if passage.speaker else ""
    return f"    « {' '.join(passage.quote.split())} » – {passage.place}{speaker}"


def _flow(flow: Flow) -> str:
    sums = money(flow.total) if flow.total is not None else " ; ".join(map(money, flow.sums))
    what = "total relevé" if flow.total is not None else f"sommes dites ({STATUS[flow.standing]}, jamais additionnées)"
    ends = f"{flow.payer or 'non dit'} → {flow.beneficiary or 'non dit'}"
    return f"{flow.year or 'année non dite'} : {ends} : {what} : {sums} {flow.currency}"
