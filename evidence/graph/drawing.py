"""The relations of a dossier as a drawing: the same as that of the network (picture.py)."""

from collections.abc import Sequence

from evidence.graph.picture import STATUS, Stroke, drawn, plural
from evidence.graph.relations import HEARD, Relation, kinds


def drawing(relations: Sequence[Relation]) -> str:
    """Return the persons and their relations as SVG, empty when there is none; hearings are left to the table."""
    return drawn([_stroke(item) for item in relations if item.kind != HEARD and item.status != "hypothetical"], {}).svg


def _stroke(item: Relation) -> Stroke:
    count = len(item.findings) + len(item.lines)
    status = item.status if item.status != "hypothetical" else "reported"
    return Stroke(
        subject=item.subject,
        object=item.object,
        status=status,
        noun=kinds()[item.kind],
        words=f"{item.subject} {kinds()[item.kind]} {item.object} ({STATUS[status]}, {plural(count, 'passage')})",
        passages=count,
    )
