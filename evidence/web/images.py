"""The picture of a page, made in a child process when asked and kept; found by our number of the piece."""

import threading
from collections import OrderedDict, defaultdict

from flask import Flask, Response, abort, make_response

from evidence.jobs.pool import Answer, Pool
from evidence.model import Box, Document, Finding
from evidence.readers import PageImage
from evidence.store.case_files import Piece
from evidence.web.desk import Desk
from evidence.web.show import ENVIRONMENT

KEPT = 64
# A page that takes longer, or more, is a trap or a poster: the piece itself is opened instead.
SECONDS, MEMORY, CHILDREN = 20.0, 2 * 1024**3, 2
DRAWN = ("application/pdf", "image/")


class Pages:
    """Pictures of pages; PDFium runs in children, which a hostile file may end without ending the server."""

    def __init__(self, desk: Desk) -> None:
        """Start nothing yet: the first picture starts the first child."""
        self._desk = desk
        self._kept: OrderedDict[tuple[str, int], PageImage | None] = OrderedDict()
        self._lock = threading.Lock()
        self._making: defaultdict[tuple[str, int], threading.Lock] = defaultdict(threading.Lock)
        self._pool: Pool | None = None

    def pictured(self, piece: Piece, page: int | None) -> bool:
        """Tell whether *page* of *piece* may be shown as a picture: its kind has one, and it did not fail before."""
        failed = self._kept.get((piece.source.id, page or 0), 0) is None
        return page is not None and piece.source.media_type.startswith(DRAWN) and not failed

    def get(self, source: str, page: int) -> PageImage | None:
        """Return the picture of a page, None when there is none; asked twice at once, it is made once."""
        key = (source, page)
        with self._lock:
            making = self._making[key]
        with making:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            path = self._desk.case.vault.path(source)
            answer = self._started().ask({"path": str(path), "page": page})
            made = None
            if isinstance(answer, Answer):
                made = PageImage(png=answer.blob, width=answer.value["width"], height=answer.value["height"])
            with self._lock:
                self._making.pop(key, None)
                if made is not None or getattr(answer, "why", "") != "time":  # a slow machine may be quicker later
                    self._kept[key] = made
                    if len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
        return made

    def warm(self) -> None:
        """Start a child before the first picture is asked for."""
        self._started().ask({})

    def close(self) -> None:
        """End the children."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.__exit__()

    def _started(self) -> Pool:
        with self._lock:
            if self._pool is None:
                task = "evidence.readers._page_image:task"
                self._pool = Pool(task, CHILDREN, seconds=SECONDS, memory=MEMORY).__enter__()
            return self._pool


def boxes(document: Document, finding: Finding, page: int) -> list[Box]:
    """Return the boxes of the lines of *page* that hold the sentence of *finding*."""
    return [
        block.box
        for block in document.blocks
        if block.page == page and block.box is not None and block.span.overlaps(finding.sentence)
    ]


def routes(app: Flask, desk: Desk, pages: Pages) -> None:
    """Add the pictures of pages, and the frames that are laid over them."""

    def picture(number: int, page: int) -> Response:
        source = next((item.source.id for item in desk.pieces() if item.number == number), None)
        made = pages.get(source, page) if source else None
        if made is None:
            abort(404)
        answer = make_response(made.png)
        answer.headers["Content-Type"] = "image/png"
        return answer

    def frame(identity: str) -> Response:
        both = desk.finding(identity)
        document = desk.document(both[0].source) if both else None
        page = document.block_at(both[0].evidence).page if both and document else None
        made = pages.get(both[0].source, page) if both and page else None
        if both is None or document is None or page is None or made is None:
            abort(404)
        text = ENVIRONMENT.get_template("review/frame.svg.j2").render(image=made, boxes=boxes(document, both[0], page))
        answer = make_response(text)
        answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
        return answer

    app.add_url_rule("/image/<int:number>/<int:page>", "image", picture, methods=["GET"])
    app.add_url_rule("/cadre/<identity>", "frame", frame, methods=["GET"])
