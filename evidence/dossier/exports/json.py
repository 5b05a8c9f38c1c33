"""The dossier as JSON: the record itself, what it says many times written once (docs/schema/dossier.schema.json)."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter

from evidence.assessment.records import Bearing, Gap, LawText
from evidence.dossier.exports._export import Export
from evidence.dossier.record import Dossier
from evidence.graph.record import Passage
from evidence.store.records import plain

# One passage bears on many elements, one text of law on all of its rows: each is in a table of its own, and a place in
# that table stands wherever the record has it.
SHARED: dict[type, str] = {Bearing: "bearings", LawText: "laws", Passage: "passages"}
# The acts and themes of a topic, which every gap of that topic repeats.
LISTS, LISTED = "lists", {"acts", "themes_for", "themes_against"}


def write(dossier: Dossier) -> bytes:
    """Return the record as UTF-8 JSON, LF, one item a line."""
    tables: dict[str, dict[Any, int]] = {name: {} for name in (*SHARED.values(), LISTS)}
    found = _filed(dossier, tables)
    found |= {name: [plain(item) for item in table] for name, table in tables.items()}
    return ("{\n" + ",\n".join(f"{_text(key)}: {_lines(value)}" for key, value in found.items()) + "\n}\n").encode()


def _filed(record: Any, tables: dict[str, dict[Any, int]]) -> Any:
    """Return what ``plain`` does, a place in one of *tables* instead of each shared record."""
    name = SHARED.get(type(record))
    if name is not None:
        return tables[name].setdefault(record, len(tables[name]))
    if is_dataclass(record):
        found = {item.name: getattr(record, item.name) for item in fields(record) if item.init}
        listed = LISTED if isinstance(record, Gap) else set()
        return {
            key: tables[LISTS].setdefault(value, len(tables[LISTS])) if key in listed else _filed(value, tables)
            for key, value in found.items()
        }
    if isinstance(record, tuple | list):
        return [_filed(item, tables) for item in record]
    return plain(record)


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_text(item) for item in value) + "\n]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema() -> dict[str, Any]:
    """Return the JSON schema of what :func:`write` gives."""
    found: dict[str, Any] = _placed(TypeAdapter(Dossier).json_schema())
    for key in LISTED:
        found["$defs"]["Gap"]["properties"][key] = _place(LISTS)
    found["properties"][LISTS] = {
        "description": "Each list of acts or themes once; elsewhere, its place here, from 0.",
        "items": {"items": {"type": "string"}, "type": "array"},
        "type": "array",
    }
    found["required"].append(LISTS)
    for kind, name in SHARED.items():
        found["properties"][name] = {
            "description": f"Each {kind.__name__} once; elsewhere, its place here, from 0.",
            "items": {"$ref": f"#/$defs/{kind.__name__}"},
            "type": "array",
        }
        found["required"].append(name)
    return {"$id": "emprise/dossier.schema.json", **found}


def _placed(node: Any) -> Any:
    """Return *node* with the places of shared records where it refers to them."""
    for kind, name in SHARED.items():
        if node == {"$ref": f"#/$defs/{kind.__name__}"}:
            return _place(name)
    if isinstance(node, dict):
        return {key: _placed(item) for key, item in node.items()}
    return [_placed(item) for item in node] if isinstance(node, list) else node


def _place(name: str) -> dict[str, Any]:
    return {"description": f"A place in {name}.", "minimum": 0, "type": "integer"}


EXPORT = Export(suffix=".json", write=write)
