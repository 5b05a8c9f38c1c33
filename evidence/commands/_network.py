"""What the commands on the network share: the case's network, with pseudonyms when asked."""

from dataclasses import replace
from pathlib import Path

from evidence.case import Case
from evidence.commands._pseudonyms import of_case
from evidence.dossier.pseudonyms import Pseudonyms
from evidence.graph.record import Network, Passage, short


def network_of(case: Case, key: Path | None) -> tuple[Network, Pseudonyms | None]:
    """Return the network of *case*, under the pseudonyms of the key in *key*.

    Raises:
        CaseError: the case has not been analysed.
    """
    case.analysed()
    network = case.network()
    if key is None:
        return network, None
    hidden = of_case(case, key)
    return veiled(network, hidden), hidden


def veiled(network: Network, hidden: Pseudonyms) -> Network:
    """Return *network* with pseudonyms, each passage at its place in the pseudonymised text.

    Ids are made again: one that came from a name would let whoever guesses the name check it.
    """
    sources = {piece.number: piece.sha256 for piece in network.pieces}

    def moved(passage: Passage) -> Passage:
        text = hidden.text(sources[passage.piece])
        start, end = text.start(passage.start), text.end(passage.end)
        return replace(hidden.of(passage), start=start, end=end, quote=text.text[start:end])

    ties, presence = (
        tuple(replace(hidden.of(tie), id="", passages=tuple(map(moved, tie.passages))) for tie in every)
        for every in (network.ties, network.presence)
    )
    actors = []
    for actor in network.actors:
        made = hidden.of(actor)
        born = moved(actor.born_at) if actor.born_at else None
        actors.append(replace(made, id=short("actor", made.name), variants=(), born_at=born))
    return Network(
        actors=tuple({actor.name: actor for actor in actors}.values()),
        ties=ties,
        presence=presence,
        facts=tuple(replace(hidden.of(fact), passage=moved(fact.passage)) for fact in network.facts),
        pieces=tuple(hidden.of(piece) for piece in network.pieces),
        said=tuple(replace(hidden.of(item), passage=moved(item.passage)) for item in network.said),
    )
