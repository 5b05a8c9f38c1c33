"""The published schemas are those of the records; rewritten only by --update-golden."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from evidence.dossier.record import Dossier
from evidence.dossier.rows import FindingRow

FOLDER = Path(__file__).parents[1] / "docs" / "schema"


@pytest.mark.parametrize(("name", "record"), [("finding", FindingRow), ("dossier", Dossier)])
def test_the_published_schema_is_the_record_s(name: str, record: type, request: pytest.FixtureRequest) -> None:
    schema = {"$id": f"emprise/{name}.schema.json", **TypeAdapter(record).json_schema()}
    text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = FOLDER / f"{name}.schema.json"
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
