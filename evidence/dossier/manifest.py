"""The manifest of a dossier handed over: what it was made from, the hash of each file, and what differs afterwards."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document as Docx
from docx.oxml.ns import qn

from evidence.dossier.exports.docx import bookmark
from evidence.dossier.record import Dossier
from evidence.dossier.view import anchor
from evidence.errors import IntegrityError

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for: enough, with the case, to make the same files again.

    *pages*: all the pages of pieces in pictures, none, or (None) as many as stay light.
    """

    documents: tuple[str, ...]
    formats: tuple[str, ...]
    date: str
    state: str
    fiction: bool
    theme: str
    pseudonyms: bool
    pages: bool | None = False


def write(dossier: Dossier, asked: Asked, files: Mapping[str, bytes]) -> bytes:
    """Return the manifest: pieces, catalogue, model, program, findings and files, each with its hash."""
    found = {
        "asked": {name: getattr(asked, name) for name in Asked.__slots__},
        "case": dossier.case,
        "program": dossier.program,
        "catalogue": dossier.catalogue,
        "model": dossier.model,
        "pieces": [{"number": item.number, "sha256": item.sha256} for item in dossier.pieces],
        "findings": {row.id: _digest(_said(dossier, row.id)) for row in dossier.findings},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _said(dossier: Dossier, finding: str) -> str:
    row = next(item for item in dossier.findings if item.id == finding)
    review = row.review.verdict if row.review else "pending"
    return "\n".join((row.sha256, row.quote, row.criterion, row.status, row.side, review))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def read(out: Path) -> tuple[dict[str, Any], Asked]:
    """Return the manifest in *out* and what was asked for.

    Raises:
        IntegrityError: there is none, or it cannot be read.
    """
    try:
        found = json.loads((out / NAME).read_text(encoding="utf-8"))
        asked = Asked(**{name: _frozen(value) for name, value in found["asked"].items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IntegrityError(f"{out / NAME} : manifeste absent ou illisible", "Refaites le dossier.") from error
    return found, asked


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def altered(out: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield one sentence for each file of *out* that is not, byte for byte, what the manifest says."""
    for name, expected in manifest["files"].items():
        path = out / name
        if not path.is_file():
            yield f"{name} : fichier absent"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            yield f"{name} : fichier modifié depuis sa remise"
    known = {*manifest["files"], NAME}
    for path in sorted(out.iterdir()):
        if path.name not in known:
            yield f"{path.name} : fichier que le manifeste ne nomme pas"


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a new version changes: pieces and findings that appeared, disappeared or changed, then the means."""
    for key, word in (("program", "programme"), ("catalogue", "catalogue"), ("model", "modèle")):
        if old[key] != new[key]:
            yield f"{word} : {old[key]} → {new[key]}"
    before = {item["sha256"]: item["number"] for item in old["pieces"]}
    after = {item["sha256"]: item["number"] for item in new["pieces"]}
    yield from (f"pièce {after[key]} : ajoutée" for key in after if key not in before)
    yield from (f"pièce {before[key]} : retirée" for key in before if key not in after)
    first, second = old["findings"], new["findings"]
    yield from (f"constat {key} : apparu" for key in second if key not in first)
    yield from (f"constat {key} : disparu" for key in first if key not in second)
    yield from (f"constat {key} : changé" for key in second if key in first and first[key] != second[key])
    for name in sorted({*old["files"], *new["files"]}):
        if old["files"].get(name) != new["files"].get(name):
            yield f"{name} : octets différents"


def docx_differences(content: bytes, dossier: Dossier) -> Iterator[str]:
    """Yield, for a DOCX come back from Word, each finding lost, unknown, or whose quotation is no longer verbatim."""
    rows = {bookmark(anchor(row.id)): row for row in dossier.findings}
    found = _marked(content)
    numbers = dict(dossier.numbers)
    for name, words in found.items():
        if name not in rows:
            yield f"{name} : constat que l’affaire ne connaît pas"
        elif _plain(words) != _plain(rows[name].quote):
            row = rows[name]
            yield f"constat n° {numbers[row.id]} ({row.id}) : la citation n’est plus celle de la pièce"
    kept = {row.id for row in rows.values() if not (row.review and row.review.verdict == "rejected")}
    for name, row in rows.items():
        if row.id in kept and name not in found:
            yield f"constat n° {numbers[row.id]} ({row.id}) : absent du document"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _marked(content: bytes) -> dict[str, str]:
    """Return the words between the two ends of each of our bookmarks."""
    found: dict[str, str] = {}
    open_: dict[str, str] = {}
    for item in Docx(io.BytesIO(content)).element.body.iter():
        if item.tag == qn("w:bookmarkStart") and item.get(qn("w:name"), "").startswith("c_"):
            open_[item.get(qn("w:id"))] = item.get(qn("w:name"))
            found[item.get(qn("w:name"))] = ""
        elif item.tag == qn("w:bookmarkEnd"):
            open_.pop(item.get(qn("w:id")), None)
        elif item.tag in (qn("w:t"), qn("w:br"), qn("w:tab")):
            for name in open_.values():
                found[name] += item.text or " "
    return found
