"""The formats of a paper by name: each says the same tree."""

import json
from collections.abc import Callable, Sequence

from markupsafe import Markup

from evidence.dossier.exports import docx, pdf
from evidence.dossier.exports.html import environment
from evidence.dossier.page_pictures import PagePicture
from evidence.dossier.paper import Paper
from evidence.resources import folder
from evidence.store.records import plain


def as_html(paper: Paper, pages: Sequence[PagePicture] = ()) -> bytes:
    """Return *paper* as one offline page: no script, nothing fetched, all text escaped; *pages* at its end."""
    seen: dict[str, PagePicture] = {}
    for page_of in pages:
        for _, finding in page_of.marked:
            seen.setdefault(finding, page_of)
    made = environment()
    made.filters["drawn"] = Markup  # our own drawing, whose words are escaped where it is made
    css = (folder("templates") / "dossier.css").read_text(encoding="utf-8")
    page = made.get_template("paper.html.j2").render(paper=paper, css=Markup(css), pages=pages, seen=seen)  # noqa: S704 (our own file)
    return page.encode("utf-8")


def as_json(paper: Paper) -> bytes:
    """Return *paper* as JSON: its blocks in order, each with its kind."""
    found = {**plain(paper), "blocks": [{"kind": block.kind, **plain(block)} for block in paper.blocks]}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "docx": docx.write_paper,
    "html": as_html,
    "json": as_json,
    "pdf": pdf.write_paper,
}
