"""The published schemas are those of the records; rewritten only by --update-golden."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from evidence.dossier.exports.json import schema as dossier_schema
from evidence.dossier.rows import FindingRow

FOLDER = Path(__file__).parents[1] / "docs" / "schema"


FINDING = {"$id": "emprise/finding.schema.json", **TypeAdapter(FindingRow).json_schema()}


@pytest.mark.parametrize(("name", "schema"), [("finding", FINDING), ("dossier", dossier_schema())])
def test_the_published_schema_is_the_record_s(
    name: str, schema: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = FOLDER / f"{name}.schema.json"
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
