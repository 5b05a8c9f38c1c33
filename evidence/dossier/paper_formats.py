"""The formats of a paper by name: each says the same tree."""

import json
from collections.abc import Callable

from evidence.dossier.exports import docx, html, pdf
from evidence.dossier.paper import Paper
from evidence.store.records import plain


def as_json(paper: Paper) -> bytes:
    """Return *paper* as JSON: its blocks in order, each with its kind; the dossier has the texts of the pieces."""
    found = {**plain(paper), "blocks": [{"kind": block.kind, **plain(block)} for block in paper.blocks]}
    del found["texts"]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


# In the order in which they are written: the PDF first, so that its engine and the tree of a Word document, the two
# that take most memory, never stand together.
FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": pdf.write_paper,
    "docx": docx.write_paper,
    "html": html.write_paper,
    "json": as_json,
}
