"""The dossier as JSON: the record itself (docs/schema/dossier.schema.json)."""

import json

from evidence.dossier.exports._export import Export
from evidence.dossier.record import Dossier
from evidence.store.records import plain


def write(dossier: Dossier) -> bytes:
    """Return the record as UTF-8 JSON, indented, LF."""
    return (json.dumps(plain(dossier), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


EXPORT = Export(suffix=".json", write=write)
