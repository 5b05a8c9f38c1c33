"""The network of a dossier for other tools: GEXF, GraphML, CSV for i2, FollowTheMoney, REFI-QDA.

All are written in a fixed order with identifiers that follow from the content: the same dossier gives the same bytes.
Sources: gexf.net 1.2draft and graphml.graphdrawing.org (by networkx), followthemoney.tech, qdasoftware.org (REFI 1.0).
"""

import csv
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
from lxml import etree

from evidence.dossier.record import Dossier
from evidence.graph.network import network
from evidence.graph.relations import HEARD, PAYS, kinds

_SPACE = uuid.UUID("6d7a3c52-7f0e-4a53-9a3c-0f4b9f2b6e11")
# Archives carry one time, the dossier's being a day: what is compressed must not depend on the clock.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def gexf(dossier: Dossier) -> bytes:
    """Return the network as GEXF 1.2; networkx stamps the day of the run: the dossier's is put in its place."""
    held = io.BytesIO()
    nx.write_gexf(network(dossier.relations, dossier.people), held, version="1.2draft")
    root = etree.fromstring(held.getvalue())
    for meta in root.iter("{*}meta"):
        meta.set("lastmodifieddate", dossier.made_at.isoformat())
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def graphml(dossier: Dossier) -> bytes:
    """Return the network as GraphML."""
    held = io.BytesIO()
    nx.write_graphml_xml(network(dossier.relations, dossier.people), held)
    return held.getvalue()


def tables(dossier: Dossier) -> bytes:
    """Return a ZIP of three CSV files for i2 Analyst’s Notebook: entities, links, events; cells hold no formula."""
    graph = network(dossier.relations, dossier.people)
    entities = [
        ("identité", "nature", "qualités"),
        *((name, graph.nodes[name]["kind"], graph.nodes[name]["roles"]) for name in graph),
    ]
    quotes = {row.id: row for row in dossier.findings}
    links = [("de", "lien", "vers", "statut", "du", "au", "sources", "pièce", "page", "ligne", "citation")]
    for item in dossier.relations:
        base = (item.subject, kinds()[item.kind], item.object, item.status)
        days = (
            item.first.isoformat() if item.first else "",
            item.last.isoformat() if item.last else "",
            str(item.sources),
        )
        for identity in item.findings:
            row = quotes[identity]
            place = (row.document, str(row.page or ""), str(row.line or ""))
            links.append((*base, *days, *place, " ".join(row.quote.split())))
        links += [(*base, *days, f"pièce {line.piece}", "", "", line.words) for line in item.lines]
    events = [
        ("du", "au", "date écrite", "fait", "citation", "pièce", "personnes"),
        *(
            (
                event.when.first.isoformat() if event.when.first else "",
                event.when.last.isoformat() if event.when.last else "",
                event.when.words,
                event.label,
                " ".join(event.quote.split()),
                str(event.piece),
                " ; ".join(event.people),
            )
            for event in dossier.timeline
        ),
    ]
    return _zip({"entites.csv": _csv(entities), "liens.csv": _csv(links), "evenements.csv": _csv(events)})


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text else text


def _zip(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, content)
    return held.getvalue()


def follow_the_money(dossier: Dossier) -> bytes:
    """Return the network as FollowTheMoney entities, one JSON object a line."""
    return "".join(json.dumps(item, ensure_ascii=False, sort_keys=True) + "\n" for item in _entities(dossier)).encode()


def _entities(dossier: Dossier) -> Iterator[dict[str, object]]:
    graph = network(dossier.relations, dossier.people)
    schemas = {"person": "Person", "group": "Organization", "account": "LegalEntity"}
    variants = {person.name: person.variants for person in dossier.people}
    quotes = {row.id: row for row in dossier.findings}
    for name in graph:
        schema = schemas.get(graph.nodes[name]["kind"])
        if schema:
            alias = [item for item in variants.get(name, ()) if item != name]
            yield _entity(name, schema, {"name": [name], "alias": alias})
    for item in dossier.relations:
        if item.kind == HEARD:
            continue
        said = [" ".join(quotes[identity].quote.split()) for identity in item.findings] + [
            line.words for line in item.lines
        ]
        dates = [day.isoformat() for day in (item.first, item.last) if day]
        parties = (_id(item.subject), _id(item.object))
        key = f"{item.subject}|{item.kind}|{item.object}|{item.status}"
        if item.kind == PAYS:
            yield _entity(
                key, "Payment", {"payer": [parties[0]], "beneficiary": [parties[1]], "date": dates, "summary": said}
            )
        else:
            role = [f"{kinds()[item.kind]} ({item.status})"]
            held = {"subject": [parties[0]], "object": [parties[1]], "role": role, "date": dates, "description": said}
            yield _entity(key, "UnknownLink", held)


def _entity(key: str, schema: str, properties: dict[str, list[str]]) -> dict[str, object]:
    kept = {name: values for name, values in properties.items() if values}
    return {"id": _id(key), "schema": schema, "properties": kept}


def _id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def codebook(dossier: Dossier) -> bytes:
    """Return the criteria as a REFI-QDA codebook (.qdc)."""
    head = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin={quoteattr(dossier.program)}>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}\n{_codes(dossier)}\n</CodeBook>\n'.encode()


def _codes(dossier: Dossier) -> str:
    lines = [
        f'<Code guid="{_guid("criterion", item.id)}" name={quoteattr(item.name)} isCodable="true">'
        f"<Description>{escape(item.definition)}</Description></Code>"
        for item in dossier.criteria
    ]
    return "<Codes>\n" + "\n".join(lines) + "\n</Codes>"


def project(dossier: Dossier) -> bytes:
    """Return the pieces with their findings as codings, a REFI-QDA project (.qdpx): texts inside, exact places."""
    user, moment = _guid("user", "emprise"), f"{dossier.made_at.isoformat()}T00:00:00Z"
    stamp = f'creatingUser="{user}" creationDateTime="{moment}"'
    files: dict[str, bytes] = {}
    sources = []
    for piece in dossier.pieces:
        if not piece.text:
            continue
        identity = _guid("source", piece.sha256)
        files[f"sources/{identity}.txt"] = piece.text.encode("utf-8")
        codings = [
            f'<PlainTextSelection guid="{_guid("selection", row.id)}" name={quoteattr(row.criterion)} '
            f'startPosition="{row.start}" endPosition="{row.end}" {stamp}>'
            f"<Description>{escape(row.status)}</Description>"
            f'<Coding guid="{_guid("coding", row.id)}" {stamp}>'
            f'<CodeRef targetGUID="{_guid("criterion", row.criterion)}"/></Coding></PlainTextSelection>'
            for row in dossier.findings
            if row.sha256 == piece.sha256
        ]
        sources.append(
            f'<TextSource guid="{identity}" name={quoteattr(piece.name)} '
            f'plainTextPath="internal://{identity}.txt" {stamp}>' + "".join(codings) + "</TextSource>"
        )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" '
        f'name={quoteattr(dossier.case)} origin={quoteattr(dossier.program)} creatingUserGUID="{user}" '
        f'creationDateTime="{moment}">\n<Users><User guid="{user}" name="emprise"/></Users>\n'
        f"<CodeBook>{_codes(dossier)}</CodeBook>\n<Sources>\n" + "\n".join(sources) + "\n</Sources>\n</Project>\n"
    )
    return _zip({"project.qde": text.encode("utf-8"), **files})


def _guid(kind: str, key: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}/{key}"))


FORMATS: dict[str, Callable[[Dossier], bytes]] = {
    "gexf": gexf,
    "graphml": graphml,
    "ftm": follow_the_money,
    "csv": tables,
    "qdc": codebook,
    "qdpx": project,
}
