"""The screen where a finding is verified, and the decisions that leave it; one gesture decides and moves on."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlencode

from flask import Flask, Response, abort, request

from evidence.decisions import Undo
from evidence.errors import ConflictError
from evidence.model import STATUSES, Document, Finding, Mention, Review, Span, When
from evidence.web.desk import Desk, Filters
from evidence.web.images import boxes, shown
from evidence.web.show import VERDICTS, go, page

# How many characters around the sentence are shown: enough to see the question and what follows.
AROUND = 700
SHOWN = 12


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


def routes(app: Flask, desk: Desk) -> None:
    """Add the screen of a finding, its decisions and « annuler »."""
    app.add_url_rule("/constat/<identity>", "finding", lambda identity: show(desk, identity), methods=["GET"])
    app.add_url_rule("/constat/<identity>", "decide", lambda identity: decide(desk, identity), methods=["POST"])
    app.add_url_rule("/annuler", "undo", lambda: undo(desk), methods=["POST"])


def show(desk: Desk, identity: str, conflict: str = "", code: int = 200) -> Response:
    """Return the screen of the finding *identity*."""
    both = desk.finding(identity)
    if both is None:
        abort(404)
    made, now = both
    document = desk.document(made.source)
    assert document is not None  # noqa: S101 (a finding has a text)
    filters = filters_of()
    others = list(desk.elsewhere(now))
    block = document.block_at(made.evidence)
    image = shown(desk, made.source, block.page) if block.page else None
    return page(
        desk,
        "finding.html.j2",
        code,
        finding=now,
        made=made,
        piece=desk.piece(made.source),
        criterion=desk.catalogue.criteria.get(now.criterion),
        cuts=cuts(document, made),
        block=block,
        words=made.evidence.of(document.text),
        text_line=document.text.count("\n", 0, made.evidence.start) + 1,
        image=image,
        boxes=boxes(document, made, block.page) if image and block.page else [],
        none_filters=Filters(),
        line=document.line_at(made.evidence),
        review=desk.review(identity),
        after=desk.case.last_decision(identity),
        history=desk.case.history(identity),
        others_for=[item for item in others if item.status in ("affirmed", "reported")],
        others_against=[item for item in others if item.status == "denied"],
        others_unsure=[item for item in others if item.status == "hypothetical"],
        shown=SHOWN,
        filters=filters,
        query=urlencode(filters.said()),
        next=desk.neighbour(identity, filters, 1),
        previous=desk.neighbour(identity, filters, -1),
        address=address,
        conflict=conflict,
        typed=request.form,
        people=_names(desk, made),
        pages=desk.progress(),
    )


def _names(desk: Desk, finding: Finding) -> list[str]:
    found = {item.name for item in (finding.speaker, finding.agent, finding.patient, *finding.people) if item}
    return sorted(found | {person.name for person in desk.people()})


def decide(desk: Desk, identity: str) -> Response:
    """Write the decision of the form, then go to the next finding; a stale page changes nothing and says so."""
    both = desk.finding(identity)
    if both is None:
        abort(404)
    filters = filters_of()
    following = desk.neighbour(identity, filters, 1)
    try:
        desk.decide(_review(desk, both[0]), _after())
    except ConflictError as error:
        return show(desk, identity, f"{error}. {error.advice}", 409)
    if following is None:
        return go(f"/constats?{urlencode(filters.said() | {'fin': '1'})}")
    return go(address(following, filters))


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
        speaker=_person("speaker", made.speaker),
        agent=_person("agent", made.agent),
        patient=_person("patient", made.patient),
    )


def _person(role: str, found: Mention | None) -> str | None:
    """Return the name that the form gives to *role*, None where it is as the engine found it."""
    name = request.form.get(role)
    unchanged = name is None or name.strip() == (found.name if found else "")
    return None if unchanged or name is None else name.strip()


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


def undo(desk: Desk) -> Response:
    """Take back my own last decision in force and show what it was about; again and again, without limit."""
    with desk.busy:
        mine = [
            item
            for item in desk.case.history()
            if item.in_force and item.decision.reviewer == desk.reviewer and not isinstance(item.decision, Undo)
        ]
        if not mine:
            return page(
                desk, "message.html.j2", title="Rien à annuler", lines=["Aucune décision de vous n’est en vigueur."]
            )
        last = mine[-1]
        try:
            desk.case.undo(last.number, desk.reviewer, dt.datetime.now(dt.UTC))
        except ConflictError as error:
            return page(desk, "message.html.j2", 409, title="Pas annulé", lines=[str(error), error.advice])
    if desk.finding(last.subject) is not None:
        return go(address(last.subject, filters_of()))
    return go("/decisions")
