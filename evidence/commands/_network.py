"""What the commands on the network share: the case's network, with pseudonyms when asked."""

from pathlib import Path

from evidence.case import Case
from evidence.commands._pseudonyms import of_case
from evidence.dossier.pseudonyms import Pseudonyms
from evidence.graph.record import Network, Passage


def placed(passage: Passage) -> str:
    """Return where *passage* stands, no line of a terminal ending between « pièce » and its number."""
    found = passage.place
    for word in ("pièce", "p.", "l."):
        found = found.replace(f"{word} ", f"{word}\u00a0")
    return found


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
    return hidden.of(network), hidden
