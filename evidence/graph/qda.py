"""REFI-QDA: a project (.qdpx) and a code book (.qdc) for ATLAS.ti, MAXQDA, NVivo, QualCoder.

Ids are UUIDs made of ours, times are the day of the page: a second export has the same bytes.
"""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from evidence.graph.exchange import xml_words
from evidence.graph.record import Network
from evidence.model import Document, Finding

PROJECT, BOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
SPACE = uuid.UUID("8b0f3a52-6c1e-4f0c-9c55-2f7f0a3d4e11")  # of emprise; drawn once
COLOURS = {"affirmed": "#7A3B00", "denied": "#00507A", "hypothetical": "#777777", "reported": "#5A5A5A"}
WORDS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
# (family, id of the criterion, its name, its definition), in order.
Code = tuple[str, str, str, str]


def codebook(codes: Sequence[Code]) -> bytes:
    """Return the criteria and the statuses as a code book."""
    root = etree.Element(f"{{{BOOK}}}CodeBook", nsmap=_default(BOOK), origin="emprise")
    _codes(root, codes, BOOK)
    return _xml(root)


def project(
    *,
    case: str,
    made_at: dt.date,
    codes: Sequence[Code],
    pieces: Sequence[tuple[int, Document]],
    findings: Iterable[Finding],
    network: Network,
) -> bytes:
    """Return the case as a project: each piece is a text, each finding a coded selection, each person a case."""
    numbers = {document.source.id: number for number, document in pieces}
    by_piece: dict[int, list[Finding]] = {number: [] for number, _ in pieces}
    for item in findings:
        if item.source in numbers:
            by_piece[numbers[item.source]].append(item)
    at = f"{made_at.isoformat()}T00:00:00Z"
    user = _guid("user")
    root = etree.Element(
        f"{{{PROJECT}}}Project",
        nsmap=_default(PROJECT),
        name=xml_words(case),
        origin="emprise",
        creatingUserGUID=user,
        creationDateTime=at,
    )
    etree.SubElement(_sub(root, "Users"), f"{{{PROJECT}}}User", guid=user, name="emprise")
    _codes(_sub(root, "CodeBook"), codes, PROJECT)
    _cases(root, network)
    sources = _sub(root, "Sources")
    texts: dict[str, bytes] = {}
    for number, document in pieces:
        guid = _guid("piece", document.source.id)
        texts[f"sources/{guid}.txt"] = document.text.encode()
        source = etree.SubElement(
            sources,
            f"{{{PROJECT}}}TextSource",
            guid=guid,
            name=xml_words(f"Pièce {number} : {document.source.name}"),
            plainTextPath=f"internal://{guid}.txt",
            creatingUser=user,
            creationDateTime=at,
        )
        for item in by_piece[number]:
            _selection(source, item, user, at)
    return _zip({"project.qde": _xml(root), **texts})


def _codes(parent: "etree._Element", codes: Sequence[Code], space: str) -> None:
    every = etree.SubElement(parent, f"{{{space}}}Codes")
    families: dict[str, etree._Element] = {}
    for family, identity, name, definition in codes:
        if family not in families:
            families[family] = _code(every, space, _guid("family", family), family, "false")
        code = _code(families[family], space, _guid("criterion", identity), name, "true")
        # The id in plain letters: accented names broke one import (ccbogel/QualCoder#934).
        etree.SubElement(code, f"{{{space}}}Description").text = f"{identity} : {' '.join(definition.split())}"
    statuses = _code(every, space, _guid("family", "status"), "Statut", "false")
    for status, word in WORDS.items():
        _code(statuses, space, _guid("status", status), word, "true", COLOURS[status])


def _code(
    parent: "etree._Element", space: str, guid: str, name: str, codable: str, colour: str = ""
) -> "etree._Element":
    code = etree.SubElement(parent, f"{{{space}}}Code", guid=guid, name=name, isCodable=codable)
    if colour:
        code.set("color", colour)
    return code


def _cases(root: "etree._Element", network: Network) -> None:
    if not network.actors:
        return
    sources = {piece.number: piece.sha256 for piece in network.pieces}
    cases = _sub(root, "Cases")
    there: Mapping[str, list[int]] = {actor.name: [] for actor in network.actors}
    for tie in network.presence:
        there[tie.subject].append(int(tie.object))
    for actor in network.actors:
        case = etree.SubElement(cases, f"{{{PROJECT}}}Case", guid=_guid("actor", actor.id), name=xml_words(actor.name))
        roles = " ; ".join(f"{role} (pièce {number})" for number, role in actor.roles)
        if roles:
            _sub(case, "Description").text = xml_words(roles)
        for number in sorted(there[actor.name]):
            etree.SubElement(case, f"{{{PROJECT}}}SourceRef", targetGUID=_guid("piece", sources[number]))


def _selection(source: "etree._Element", finding: Finding, user: str, at: str) -> None:
    selection = etree.SubElement(
        source,
        f"{{{PROJECT}}}PlainTextSelection",
        guid=_guid("finding", finding.id),
        name=xml_words(" ".join(finding.quote.split())[:80]),
        startPosition=str(finding.sentence.start),
        endPosition=str(finding.sentence.end),
        creatingUser=user,
        creationDateTime=at,
    )
    for kind, value in (("criterion", finding.criterion), ("status", finding.status)):
        coding = etree.SubElement(
            selection,
            f"{{{PROJECT}}}Coding",
            guid=_guid("coding", finding.id, kind),
            creatingUser=user,
            creationDateTime=at,
        )
        etree.SubElement(coding, f"{{{PROJECT}}}CodeRef", targetGUID=_guid(kind, value))


def _default(space: str) -> dict[str, str]:
    """Return *space* as the namespace without a prefix; lxml's stubs do not know that one."""
    return {None: space}  # type: ignore[dict-item]


def _sub(parent: "etree._Element", name: str) -> "etree._Element":
    return etree.SubElement(parent, f"{{{PROJECT}}}{name}")


def _guid(*words: str) -> str:
    return str(uuid.uuid5(SPACE, "\x1f".join(words))).upper()


def _xml(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
