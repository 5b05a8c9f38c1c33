"""Findings and statements with persons of the case in the place of « ma sœur », « titulaire du compte », a label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evidence.graph.scene import Scene
from evidence.model import Document, Finding, Payment, Person, Span


def resolved(
    findings: Sequence[Finding],
    people: tuple[Person, ...],
    documents: Mapping[str, tuple[int, Document]],
    names: Iterable[tuple[str, str, str, Sequence[Span]]],
) -> tuple[list[Finding], dict[str, tuple[int, Document]]]:
    """Return *findings* whose hearsay ends with who told it, and *documents* whose movements are between identities.

    What is not sure stays as it is written. *names* are (source, identity, kind, places), as :func:`weave` takes them.
    """
    scene = Scene(findings, people, list(documents.values()), list(names))
    told = []
    for item in findings:
        teller = scene.teller(item) if item.chain and item.source in scene.numbers else ""
        told.append(replace(item, chain=(*item.chain[:-1], teller)) if teller else item)
    moved = {
        source: (number, replace(document, payments=_payments(scene, document)) if document.payments else document)
        for source, (number, document) in documents.items()
    }
    return told, moved


def _payments(scene: Scene, document: Document) -> tuple[Payment, ...]:
    return tuple(
        replace(
            item,
            payer=scene.account(item.payer, document) or None,
            beneficiary=scene.account(item.beneficiary, document) or None,
        )
        for item in document.payments
    )
