"""The screen where a finding is verified, and the decisions that leave it; one gesture decides and moves on."""

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlencode

from flask import Flask, Response, abort, request

from evidence.errors import ConflictError
from evidence.model import STATUSES, Document, Finding, Mention, Review, Span, When
from evidence.store.case_files import Piece
from evidence.web.desk import Desk
from evidence.web.filters import Filters
from evidence.web.images import Pages
from evidence.web.show import VERDICTS, go, page

# How many characters around the sentence are shown: enough to see the question and what follows.
AROUND = 700
SHOWN = 12
# How many pieces the column of the pieces shows before and after the one being read.
WINDOW = 12
# How many findings ahead the next picture is looked for, so that it is drawn before it is wanted.
LOOK = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of the text and what it is: ``words`` that acted, a ``cue``, the ``sentence``, or its context."""

    text: str
    kind: str


def filters_of() -> Filters:
    """Return the filters of the address, unknown ones left out."""
    return Filters(**{name: request.values.get(name, "")[:200] for name in Filters.__slots__})


def address(identity: str, filters: Filters) -> str:
    """Return where a finding is shown, its filters kept."""
    said = urlencode(filters.said())
    return f"/constat/{identity}" + (f"?{said}" if said else "")


def cuts(document: Document, finding: Finding) -> list[Cut]:
    """Return the text around *finding*, cut where words, cues and sentence begin and end."""
    text, sentence = document.text, finding.sentence
    first = max(text.rfind("\n", 0, max(sentence.start - AROUND, 0)) + 1, 0)
    last = text.find("\n", min(sentence.end + AROUND, len(text)))
    last = len(text) if last < 0 else last
    zones: list[tuple[Span, str]] = [(finding.evidence, "words")]
    zones += [(cue.span, "cue") for cue in finding.cues]
    zones.append((sentence, "sentence"))
    edges = {first, last, *(min(max(at, first), last) for span, _ in zones for at in (span.start, span.end))}
    places = sorted(edges)
    return [Cut(text[a:b], _kind(a, zones)) for a, b in pairwise(places)]


def _kind(at: int, zones: list[tuple[Span, str]]) -> str:
    return next((kind for span, kind in zones if span.start <= at < span.end), "")


class Screen:
    """The screen of a finding: *desk* has the case, *pages* the pictures of its pages."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        """Serve *desk*."""
        self.desk, self.pages = desk, pages

    def show(self, identity: str, conflict: str = "", code: int = 200) -> Response:
        """Return the screen of the finding *identity*, all of one moment."""
        with self.desk.moment():
            return self._shown(identity, conflict, code)

    def _shown(self, identity: str, conflict: str, code: int) -> Response:
        desk = self.desk
        both = desk.finding(identity)
        if both is None:
            abort(404)
        made, now = both
        document = desk.document(made.source)
        assert document is not None  # noqa: S101 (a finding has a text)
        filters = filters_of()
        sides = _sides(desk.elsewhere(now))
        block, piece = document.block_at(made.evidence), desk.piece(made.source)
        following, before = desk.neighbour(identity, filters, 1), desk.neighbour(identity, filters, -1)
        history = desk.case.history(identity)
        return page(
            desk,
            "finding.html.j2",
            code,
            finding=now,
            made=made,
            piece=piece,
            criterion=desk.catalogue.criteria.get(now.criterion),
            cuts=cuts(document, made),
            block=block,
            words=made.evidence.of(document.text),
            text_line=document.text.count("\n", 0, made.evidence.start) + 1,
            pictured=self.pages.pictured(piece, block.page),
            ahead=self._ahead(identity, filters),
            none_filters=Filters(),
            line=document.line_at(made.evidence),
            review=desk.review(identity),
            after=history[-1].number if history else 0,
            history=history,
            sides=sides,
            shown=SHOWN,
            filters=filters,
            query=urlencode(filters.said()),
            next=following.id if following else None,
            previous=before.id if before else None,
            address=address,
            place=address(identity, filters),
            conflict=conflict,
            typed=request.form,
            people=[desk.masks.named(person.name) for person in desk.people()],
            rows=_around(desk, piece),
            rank=desk.rank(identity),
            total=len(desk.findings()),
        )

    def _ahead(self, here: str, filters: Filters) -> str:
        """Return the address of the first other picture among the next findings, empty for none.

        A text that is not in memory is read meanwhile: the screen after this one then finds it.
        """
        mine, following = self._page_of(here), here
        for _ in range(LOOK):
            found = self.desk.neighbour(following, filters, 1)
            if found is None:
                return ""
            if not self.desk.at_hand(found.source):
                threading.Thread(target=self.desk.document, args=(found.source,), daemon=True).start()
                return ""
            following, place = found.id, self._page_of(found.id)
            piece = self.desk.piece(found.source)
            if place != mine:
                return f"/image/{place[0]}/{place[1]}" if self.pages.pictured(piece, place[1]) else ""
        return ""

    def _page_of(self, identity: str) -> tuple[int, int | None]:
        both = self.desk.finding(identity)
        document = self.desk.document(both[0].source) if both else None
        if both is None or document is None:
            return 0, None
        return self.desk.number(both[0].source), document.block_at(both[0].evidence).page

    def decide(self, identity: str) -> Response:
        """Write the decision of the form, then go to the next finding; a stale page changes nothing and says so."""
        desk = self.desk
        both = desk.finding(identity)
        if both is None:
            abort(404)
        filters = filters_of()
        following = desk.neighbour(identity, filters, 1)
        try:
            desk.decide(_review(desk, both[0]), _after())
        except ConflictError as error:
            answer = self.show(identity, f"{error}. {error.advice}", 409)
            answer.headers["X-Place"] = address(identity, filters)
            return answer
        if following is None:
            return go(f"/constats?{urlencode(filters.said() | {'fin': '1'})}")
        return self._follow(following.id, filters)

    def _follow(self, identity: str, filters: Filters) -> Response:
        """Send the browser to a finding; to our script, which can show it where it stands, give it at once."""
        where = address(identity, filters)
        if "X-Emprise" not in request.headers:
            return go(where)
        answer = self.show(identity)
        answer.headers["X-Place"] = where
        return answer

    def undo(self) -> Response:
        """Take back my own last decision in force and show what it was about; again and again, without limit."""
        desk = self.desk
        with desk.busy:
            last = desk.mine()
            if last is None:
                lines = ["Aucune décision de vous n’est en vigueur."]
                return page(desk, "message.html.j2", title="Rien à annuler", lines=lines)
            try:
                desk.case.undo(last.number, desk.reviewer, dt.datetime.now(dt.UTC))
                desk.renew()
            except ConflictError as error:
                return page(desk, "message.html.j2", 409, title="Pas annulé", lines=[str(error), error.advice])
        if desk.finding(last.subject) is not None:
            return self._follow(last.subject, filters_of())
        return go("/decisions")


def routes(app: Flask, desk: Desk, pages: Pages) -> None:
    """Add the screen of a finding, its decisions and « annuler »."""
    screen = Screen(desk, pages)
    app.add_url_rule("/constat/<identity>", "finding", lambda identity: screen.show(identity), methods=["GET"])
    app.add_url_rule("/constat/<identity>", "decide", lambda identity: screen.decide(identity), methods=["POST"])
    app.add_url_rule("/annuler", "undo", lambda: screen.undo(), methods=["POST"])


def _sides(found: Iterable[Finding]) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Return the same fact elsewhere: for, against, and what supports neither."""
    sides: tuple[list[Finding], list[Finding], list[Finding]] = ([], [], [])
    for item in found:
        sides[1 if item.status == "denied" else 2 if item.status == "hypothetical" else 0].append(item)
    return sides


def _around(desk: Desk, piece: Piece) -> list[tuple[Piece, tuple[int, int]]]:
    """Return the pieces that have findings, with their progress, near the one being read."""
    progress = desk.progress()
    rows = [(item, progress[item.source.id]) for item in desk.pieces() if item.source.id in progress]
    rank = next((at for at, (item, _) in enumerate(rows) if item.number == piece.number), 0)
    return rows[max(rank - WINDOW, 0) : rank + WINDOW + 1]


def _after() -> int:
    said = request.form.get("after", "")
    if not said.isdecimal():
        abort(400)
    return int(said)


def _review(desk: Desk, made: Finding) -> Review:
    """Return the decision that the form says; what is as the engine found it stays unsaid."""
    form = request.form
    verdict, status, criterion = form.get("verdict"), form.get("new_status") or None, form.get("new_criterion") or None
    if verdict not in VERDICTS or status not in (None, *STATUSES):
        abort(400)
    if criterion not in (None, *desk.catalogue.criteria):
        abort(400)
    review = Review(
        finding=made.id,
        verdict=verdict,  # type: ignore[arg-type]  # checked above
        reviewer=desk.reviewer,
        at=dt.datetime.now(dt.UTC),
        status=None if status == made.status else status,
        criterion=None if criterion == made.criterion else criterion,
        note=form.get("note", "").strip(),
        when=_when(made),
    )
    return replace(
        review,
        speaker=_person(desk, made, "speaker", made.speaker),
        agent=_person(desk, made, "agent", made.agent),
        patient=_person(desk, made, "patient", made.patient),
    )


def _person(desk: Desk, made: Finding, role: str, found: Mention | None) -> str | None:
    """Return the name that the form gives to *role*, None where it is as the engine found it, masked or not."""
    name = request.form.get(role)
    if name is None:
        return None
    shown = (found.name, desk.masks.named(found.name, made.source)) if found else ("",)
    return None if name.strip() in shown else desk.masks.meant(name.strip())


def _when(made: Finding) -> When | None:
    form = request.form
    words = form.get("when_words", "").strip()
    try:
        first, last = (
            dt.date.fromisoformat(form[key]) if form.get(key) else None for key in ("when_first", "when_last")
        )
    except ValueError:
        abort(400)
    if not words and first is None and last is None:
        return None
    said = When(words=words, first=first, last=last or first)
    return None if said == made.when else said
