"""The pages that list: findings, pieces and their texts, the search, the decisions."""

from urllib.parse import urlencode

from flask import Flask, Response, abort, request

from evidence.errors import UsageError
from evidence.store.fulltext import Facets
from evidence.store.searching import index_of
from evidence.web.desk import Desk
from evidence.web.filters import Filters
from evidence.web.finding import address, filters_of
from evidence.web.show import go, page

ROWS, HITS, LINES = 50, 100, 400


def routes(app: Flask, desk: Desk) -> None:
    """Add the lists."""
    app.add_url_rule("/", "home", lambda: go("/pieces" if desk.blind else "/constats"), methods=["GET"])
    app.add_url_rule("/constats", "findings", lambda: findings(desk), methods=["GET"])
    app.add_url_rule("/pieces", "pieces", lambda: pieces(desk), methods=["GET"])
    app.add_url_rule("/piece/<int:number>", "piece", lambda number: piece(desk, number), methods=["GET"])
    app.add_url_rule("/recherche", "search", lambda: search(desk), methods=["GET"])
    app.add_url_rule("/decisions", "decisions", lambda: decisions(desk), methods=["GET"])


def number_of(name: str) -> int:
    """Return the whole number of the address under *name*, 1 when it is none."""
    said = request.args.get(name, "")
    return max(int(said), 1) if said.isdecimal() and len(said) < 9 else 1


def findings(desk: Desk) -> Response:
    """Return one screen of findings, with the filters and what they keep."""
    filters = filters_of()
    found = desk.findings(filters)
    screen = number_of("ecran")
    return page(
        desk,
        "findings.html.j2",
        rows=found[(screen - 1) * ROWS : screen * ROWS],
        total=len(found),
        undecided=sum(1 for item in found if desk.review(item.id) is None),
        first_undecided=next((item.id for item in found if desk.review(item.id) is None), None),
        screen=screen,
        screens=-(-len(found) // ROWS),
        filters=filters,
        query=urlencode(filters.said()),
        address=address,
        people=[desk.masks.named(person.name) for person in desk.people()],
        ended=request.args.get("fin") == "1",
        bulk=desk.bulk(filters.criterion) if filters.criterion else None,
    )


def pieces(desk: Desk) -> Response:
    """Return the pieces with what became of each, its cote, its exhibit and the progress of the review."""
    duplicates = [(name, desk.number(source)) for name, source in desk.case.duplicates()]
    return page(desk, "pieces.html.j2", pieces=desk.pieces(), progress=desk.progress(), duplicates=duplicates)


def piece(desk: Desk, number: int) -> Response:
    """Return one screen of the text of a piece, line by line, with its findings marked."""
    found = next((item for item in desk.pieces() if item.number == number), None)
    if found is None:
        abort(404)
    document = desk.document(found.source.id)
    rows: list[tuple[int, int, str]] = []
    at = 0
    for rank, line in enumerate(document.text.split("\n") if document else [], 1):
        rows.append((rank, at, line))
        at += len(line) + 1
    screen = number_of("ecran")
    if (line := request.args.get("ligne", "")).isdecimal() and len(line) < 9:
        screen = max(int(line) - 1, 0) // LINES + 1
    here = desk.findings(Filters(piece=str(number)))
    marks: dict[int, list[str]] = {}
    for item in here:
        rank = document.text.count("\n", 0, item.evidence.start) + 1 if document else 1
        marks.setdefault(rank, []).append(item.id)
    return page(
        desk,
        "piece.html.j2",
        piece=found,
        document=document,
        rows=rows[(screen - 1) * LINES : screen * LINES],
        screen=screen,
        screens=-(-len(rows) // LINES),
        findings={item.id: item for item in here},
        marks=marks,
        problem="",
    )


def search(desk: Desk) -> Response:
    """Return the places of the words asked for."""
    words, problem, found = request.args.get("mots", "").strip(), "", None
    if words:
        try:
            with index_of(desk.case) as index:
                found = index.search(words, Facets(), HITS)
        except UsageError as error:
            problem = f"{error}. {error.advice}"
    named = {item.number: item for item in desk.pieces()}
    lines = {}
    for hit in found.hits if found else ():
        document = desk.document(named[hit.piece].source.id)
        lines[hit.piece, hit.start] = document.text.count("\n", 0, hit.start) + 1 if document else 1
    return page(desk, "search.html.j2", words=words, problem=problem, found=found, named=named, lines=lines)


def decisions(desk: Desk) -> Response:
    """Return the last decisions, newest first, those taken back included."""
    rows = list(reversed(desk.case.history()))
    return page(desk, "decisions.html.j2", rows=rows[:200], total=len(rows))
