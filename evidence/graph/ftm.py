"""FollowTheMoney entities (NDJSON) for Aleph and its tools; ids are stable, so that a second export merges."""

import hashlib
import json
from collections.abc import Iterator

from evidence.graph.picture import STATUS, sentence
from evidence.graph.record import Fact, Network, Passage, Tie

SCHEMAS = {"person": "Person", "group": "Organization", "account": "LegalEntity", "described": "Person"}


def ftm(network: Network, case: str) -> bytes:
    """Return one entity a line, in order: pieces, actors, ties, payments, dated facts.

    Kinship, membership and direction have a schema of their own, all else is an ``UnknownLink`` whose role says it.
    The passages of a link are in its ``description`` and the pieces in its ``proof``.
    """
    lines = (json.dumps(item, ensure_ascii=False, sort_keys=True) for item in _entities(network, case))
    return "".join(f"{line}\n" for line in lines).encode()


def _entities(network: Network, case: str) -> Iterator[dict[str, object]]:
    for piece in network.pieces:
        # ``contentHash`` is a SHA-1: its own validation refuses ours, which goes in words.
        properties = {
            "fileName": [piece.name],
            "title": [f"Pièce {piece.number}"],
            "notes": [f"SHA-256 : {piece.sha256}"],
        }
        yield _entity(_id(case, f"piece-{piece.number}"), "Document", properties)
    ids = {actor.name: _id(case, actor.id) for actor in network.actors}
    for actor in network.actors:
        properties = {"name": [actor.name], "alias": [name for name in actor.variants if name != actor.name]}
        properties["notes"] = [f"{role} (pièce {number})" for number, role in actor.roles]
        schema = SCHEMAS[actor.kind]
        if schema == "Person" and actor.born and actor.born.first:
            properties["birthDate"] = [actor.born.first.isoformat()]
        yield _entity(ids[actor.name], schema, properties)
    kinds = {actor.name: SCHEMAS[actor.kind] for actor in network.actors}
    for tie in network.ties:
        yield _link(tie, ids, kinds, case)
    for fact in network.facts:
        # A withdrawal has no beneficiary: the schema asks for both ends, so it is a dated event.
        yield _payment(fact, ids, case) if fact.payer and fact.beneficiary else _event(fact, ids, case)


def _link(tie: Tie, ids: dict[str, str], kinds: dict[str, str], case: str) -> dict[str, object]:
    subject, target = ids[tie.subject], ids[tie.object]
    people = kinds[tie.subject] == kinds[tie.object] == "Person"
    if tie.relation == "kin" and people and tie.status != "denied":
        schema, ends = "Family", {"person": [subject], "relative": [target], "relationship": [tie.label]}
    elif tie.relation == "directs" and kinds[tie.object] == "Organization" and tie.status != "denied":
        schema, ends = "Directorship", {"director": [subject], "organization": [target], "role": [tie.label]}
    elif tie.relation == "member" and kinds[tie.object] == "Organization" and tie.status != "denied":
        schema, ends = "Membership", {"member": [subject], "organization": [target], "role": [tie.label]}
    else:
        schema, ends = "UnknownLink", {"subject": [subject], "object": [target], "role": [sentence(tie)]}
    properties = {
        **ends,
        "startDate": [tie.first.isoformat()] if tie.first else [],
        "endDate": [tie.last.isoformat()] if tie.last else [],
        "summary": [STATUS[tie.status]],
        "description": [_words(item) for item in tie.passages],
        "proof": list(dict.fromkeys(_id(case, f"piece-{item.piece}") for item in tie.passages)),
    }
    return _entity(_id(case, tie.id), schema, properties)


def _payment(fact: Fact, ids: dict[str, str], case: str) -> dict[str, object]:
    when, amount = fact.passage.when, fact.passage.amount
    properties = {
        "payer": [ids[fact.payer]] if fact.payer else [],
        "beneficiary": [ids[fact.beneficiary]] if fact.beneficiary else [],
        "amount": [amount.value] if amount else [],
        "currency": [amount.currency] if amount else [],
        "date": [when.first.isoformat()] if when and when.first else [],
        "purpose": [fact.label],
        "description": [_words(fact.passage)],
        "proof": [_id(case, f"piece-{fact.passage.piece}")],
    }
    return _entity(_id(case, fact.id), "Payment", properties)


def _event(fact: Fact, ids: dict[str, str], case: str) -> dict[str, object]:
    when = fact.passage.when
    amount = fact.passage.amount
    properties = {
        "name": [fact.label + (f" ({amount.value} {amount.currency})" if amount and fact.kind == "payment" else "")],
        "involved": [ids[name] for name in fact.actors],
        "startDate": [when.first.isoformat()] if when and when.first else [],
        "endDate": [when.last.isoformat()] if when and when.last else [],
        "description": [_words(fact.passage)],
        "proof": [_id(case, f"piece-{fact.passage.piece}")],
    }
    return _entity(_id(case, fact.id), "Event", properties)


def _words(passage: Passage) -> str:
    said = f" ; {' '.join(passage.when.words.split())}" if passage.when else ""
    return f"« {' '.join(passage.quote.split())} » ({passage.place}{said})"


def _entity(identity: str, schema: str, properties: dict[str, list[str]]) -> dict[str, object]:
    kept = {name: values for name, values in properties.items() if [value for value in values if value]}
    return {"id": identity, "schema": schema, "properties": kept}


def _id(case: str, name: str) -> str:
    return hashlib.sha256(f"{case}\x1f{name}".encode()).hexdigest()[:40]
