"""The picture of a page, made when asked and kept: found by our own number of the piece, never by a path."""

from collections import OrderedDict
from threading import Lock

from flask import Flask, Response, abort, make_response

from evidence.errors import CaseError, ReadError
from evidence.model import Box, Document, Finding
from evidence.readers import PageImage, page_image
from evidence.web.desk import Desk

KEPT = 64
_LOCK = Lock()


def shown(desk: Desk, source: str, number: int) -> PageImage | None:
    """Return the picture of a page, None when the piece has none; the last ones stay in memory."""
    kept: OrderedDict[tuple[str, int], PageImage] = desk.images
    with _LOCK:
        if (source, number) in kept:
            kept.move_to_end((source, number))
            return kept[source, number]
    try:
        made = page_image(desk.case.vault.get(source), number)
    except (ReadError, CaseError):
        return None
    with _LOCK:
        kept[source, number] = made
        if len(kept) > KEPT:
            kept.popitem(last=False)
    return made


def boxes(document: Document, finding: Finding, page: int) -> list[Box]:
    """Return the boxes of the lines of *page* that hold the sentence of *finding*."""
    return [
        block.box
        for block in document.blocks
        if block.page == page and block.box is not None and block.span.overlaps(finding.sentence)
    ]


def routes(app: Flask, desk: Desk) -> None:
    """Add the pictures of pages."""

    def picture(number: int, page: int) -> Response:
        source = next((item.source.id for item in desk.pieces() if item.number == number), None)
        made = shown(desk, source, page) if source else None
        if made is None:
            abort(404)
        answer = make_response(made.png)
        answer.headers["Content-Type"] = "image/png"
        return answer

    app.add_url_rule("/image/<int:number>/<int:page>", "image", picture, methods=["GET"])
