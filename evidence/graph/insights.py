"""What the network lets one read, each in words with its passages, for and against; never a score on a person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx

from evidence.graph.picture import plural
from evidence.graph.record import EVERYONE, Network, Passage, Said, Tie
from evidence.graph.vocabulary import capacity_kind

MAJORITY = 18
# The fact of rules/facts that tells contacts with one's own.
CONTACTS = "family_contact"
# Beyond, a chain or a circle is no longer read but looked at: the drawing and the table have all its ties.
LONGEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReading:
    """One reading: *words* say what the *passages* show; *against* are those that say otherwise, at the same rank."""

    kind: str
    title: str
    words: str
    actors: tuple[str, ...]
    passages: tuple[Passage, ...]
    against: tuple[Passage, ...] = ()


def readings(network: Network) -> tuple[NetworkReading, ...]:
    """Return the readings of *network*, by kind, then by name."""
    found: list[NetworkReading] = []
    for make in (_directing, _isolation, _recruitment, _circles, _bridges, _alone, _minors):
        found += make(network)
    return tuple(found)


def _passages(ties: Iterable[Tie]) -> tuple[Passage, ...]:
    unique = {(item.piece, item.start, item.end): item for tie in ties for item in tie.passages}
    return tuple(unique[place] for place in sorted(unique))


def _directing(network: Network) -> Iterator[NetworkReading]:
    """Who gives orders, leads, receives: the acts that point to it and those against; « de droit » apart."""
    procedure = capacity_kind("procedure")
    does: dict[str, list[Tie]] = defaultdict(list)
    gets: dict[str, list[Tie]] = defaultdict(list)
    for tie in network.ties:
        if tie.relation in ("directs", "orders"):
            does[tie.subject].append(tie)
        elif tie.relation == "pays":
            gets[tie.object].append(tie)
    for actor in network.actors:
        if actor.kind != "person" or any(role in procedure for _, role in actor.roles):
            continue
        mine = does[actor.name]
        legal = [tie for tie in mine if tie.label == "dirigeant de droit"]
        leads = [tie for tie in mine if tie.relation == "directs" and tie not in legal and tie.status != "denied"]
        orders = [tie for tie in mine if tie.relation == "orders" and tie.status != "denied"]
        got = gets[actor.name]
        received = [tie for tie in got if tie.status != "denied"]
        if not (legal or leads or orders):
            continue
        acts = [*legal, *leads, *orders, *received]
        against = [tie for tie in (*mine, *got) if tie.status == "denied"]
        whom = ", ".join(sorted({tie.object for tie in orders}))
        rows = (
            ("qualité de dirigeant de droit", legal),
            ("direction d’un groupement", leads),
            (f"ordres ({whom})", orders),
            ("argent reçu", received),
            ("en sens contraire", against),
        )
        yield NetworkReading(
            kind="directing",
            title=f"Direction et ordres : {actor.name}",
            words=" ; ".join(f"{name} : {plural(len(_passages(ties)), 'passage')}" for name, ties in rows if ties)
            + ("" if against else " ; en sens contraire : aucun passage relevé")
            + ".",
            actors=(actor.name,),
            passages=_passages(acts),
            against=_passages(against),
        )


def _isolation(network: Network) -> Iterator[NetworkReading]:
    """Isolation of each person in the order of the days, and the contacts said before, since and without a day."""
    told: dict[str, list[Passage]] = defaultdict(list)
    kept: dict[str, list[Passage]] = defaultdict(list)
    for item in network.said:
        if item.criterion == "isolation" and item.passage.status != "hypothetical":
            # Who keeps away says « je » of herself: « j'ai bloqué le numéro de ma mère ».
            whom = item.patient or (item.agent if item.agent == item.passage.speaker else "")
            if whom:
                (kept if item.passage.status == "denied" else told)[whom].append(item.passage)
    for claim in network.claims:
        if claim.fact == CONTACTS:
            for name in claim.whom:
                (kept if claim.passage.status == "denied" else told)[name].append(claim.passage)
    for name in sorted({*told, *kept} - {EVERYONE}):
        for_, against = _in_time(told[name]), _in_time(kept[name])
        dated = [item.when.first for item in for_ if item.when and item.when.first]
        yield NetworkReading(
            kind="isolation",
            title=f"Contacts dans le temps : {name}",
            words=f"isolement : {plural(len(for_), 'passage')}{_said_days(for_)} ; "
            f"contacts gardés ou isolement nié : {plural(len(against), 'passage')}{_said_days(against)}"
            + (f"{_before_and_since(against, min(dated))}." if dated and against else "."),
            actors=(name,),
            passages=for_,
            against=against,
        )


def _said_days(passages: Sequence[Passage]) -> str:
    """Return « (en janvier 2018, en 2019) », « (aucun n’est daté) », or nothing when there is no passage."""
    days = dict.fromkeys(" ".join(item.when.words.split()) for item in passages if item.when)
    return f" ({', '.join(days)})" if days else " (aucun n’est daté)" if passages else ""


def _before_and_since(contacts: Sequence[Passage], day: dt.date) -> str:
    """Return how many contacts are before the first day of isolation, since then, and without a day."""
    days = [item.when for item in contacts if item.when and item.when.first and item.when.last]
    before = sum(1 for when in days if when.last and when.last < day)
    since = sum(1 for when in days if when.first and when.first >= day)
    rest = len(contacts) - before - since
    counts = ((before, "avant le premier jour dit d’isolement"), (since, "depuis"), (rest, "sans jour qui les situe"))
    return ", dont " + ", ".join(f"{count} {words}" for count, words in counts if count)


def _in_time(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    # A question and its answer is one passage with the answer alone.
    unique = {(item.piece, item.end): item for item in sorted(passages, key=lambda item: (item.piece, -item.start))}
    return tuple(
        sorted(
            unique.values(),
            key=lambda item: (
                item.when.first if item.when and item.when.first else dt.date.max,
                item.piece,
                item.start,
            ),
        )
    )


def _recruitment(network: Network) -> Iterator[NetworkReading]:
    """Chains of recruitment of two links or more, each with its passages."""
    ties: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in network.ties:
        if tie.relation == "recruits" and tie.status != "denied":
            ties[tie.subject, tie.object].append(tie)
    graph = nx.DiGraph(sorted(ties))
    starts = sorted(node for node in graph if not graph.in_degree(node)) or sorted(graph)
    for start in starts:
        for end in sorted(nx.descendants(graph, start)):
            if graph.out_degree(end):
                continue
            path = nx.shortest_path(graph, start, end)
            if 2 < len(path) <= LONGEST:
                steps = [tie for pair in pairwise(path) for tie in ties[pair]]
                yield NetworkReading(
                    kind="recruitment",
                    title="Chaîne d’approche",
                    words=" → ".join(path) + " : d’après les passages, chaque nom a amené le suivant.",
                    actors=tuple(path),
                    passages=_passages(steps),
                )


def _acquainted(network: Network) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    for tie in network.ties:
        if tie.status != "denied" and tie.relation not in ("reports", "contradicts"):
            graph.add_edge(tie.subject, tie.object)
    return graph


def _by_pair(network: Network) -> dict[tuple[str, str], list[Tie]]:
    found: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in network.ties:
        if tie.status != "denied" and tie.relation not in ("reports", "contradicts"):
            found[min(tie.subject, tie.object), max(tie.subject, tie.object)].append(tie)
    return found


def _circles(network: Network) -> Iterator[NetworkReading]:
    """Persons all linked with each other, three or more."""
    pairs = _by_pair(network)
    cliques = sorted(tuple(sorted(names)) for names in nx.find_cliques(_acquainted(network)) if len(names) > 2)
    for names in cliques:
        yield NetworkReading(
            kind="circle",
            title=f"Cercle : {', '.join(names)}",
            words=f"chacun de ces {len(names)} noms est lié à chacun des autres par un passage au moins.",
            actors=names,
            passages=_passages(tie for pair in combinations(names, 2) for tie in pairs.get(pair, ())),
        )


def _bridges(network: Network) -> Iterator[NetworkReading]:
    """Who alone links parts of the network."""
    graph = _acquainted(network)
    ends: dict[str, list[Tie]] = defaultdict(list)
    for tie in network.ties:
        ends[tie.subject].append(tie)
        ends[tie.object].append(tie)
    for name in sorted(nx.articulation_points(graph)):
        rest = graph.subgraph(set(graph) - {name})
        near = set(graph[name])
        parts = sorted(sorted(part) for part in nx.connected_components(rest) if part & near)
        shown = " / ".join(", ".join(part[:LONGEST]) + ("…" if len(part) > LONGEST else "") for part in parts)
        yield NetworkReading(
            kind="bridge",
            title=f"Passage obligé : {name}",
            words=f"ses liens ôtés, ces ensembles ne seraient plus liés : {shown}.",
            actors=(name,),
            passages=_passages(ends[name]),
        )


def _alone(network: Network) -> Iterator[NetworkReading]:
    """What each person is alone to say: ties known from one origin only."""
    known: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in network.ties:
        if tie.relation not in ("accuses", "reports", "kin", "contradicts") and tie.status in ("affirmed", "reported"):
            known[tie.subject, tie.relation, tie.object].append(tie)
    mine: dict[str, list[Tie]] = defaultdict(list)
    for ties in known.values():
        origins = {origin for tie in ties for origin in tie.origins}
        if len(origins) == 1 and not any(tie.unsourced for tie in ties):
            mine[origins.pop()] += ties
    names = {actor.name for actor in network.actors}
    for name in sorted(names & mine.keys()):
        yield NetworkReading(
            kind="alone",
            title=f"Seule source : {name}",
            words=f"liens dont {name} est la seule source : {len(mine[name])}.",
            actors=(name,),
            passages=_passages(mine[name]),
        )


def _minors(network: Network) -> Iterator[NetworkReading]:
    """Minority at the date of the facts: from the day of birth, or as a passage says it."""
    about: dict[str, list[Said]] = defaultdict(list)
    for item in network.said:
        for name in {item.agent, item.patient} - {""}:
            about[name].append(item)
    for actor in network.actors:
        said = [item.passage for item in about[actor.name] if item.criterion == "minor"]
        for_ = [item for item in said if item.status in ("affirmed", "reported")]
        against = [item for item in said if item.status == "denied"]
        born = actor.born.first if actor.born else None
        dated = [item.passage for item in about[actor.name]] if born else []
        young = [
            item for item in dated if born and item.when and item.when.last and _age(born, item.when.last) < MAJORITY
        ]
        if not for_ and not young:
            continue
        words = [f"minorité dite : {plural(len(for_), 'passage')}"] * bool(for_)
        if young and born:
            said_born = " ".join(actor.born.words.split()) if actor.born else ""
            words.append(f"{said_born} : moins de 18 ans à la date de {plural(len(young), 'fait')}")
        yield NetworkReading(
            kind="minor",
            title=f"Minorité : {actor.name}",
            words=" ; ".join(words) + ".",
            actors=(actor.name,),
            passages=_in_time([*for_, *young]),
            against=tuple(against),
        )


def _age(born: dt.date, day: dt.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
