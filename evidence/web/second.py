"""A second reading of a sample, blind to the first; the agreement by criterion and the differences to settle."""

import datetime as dt

from flask import Flask, Response, abort, request

from evidence.assessment.agreement import agreement
from evidence.decisions import SecondReading
from evidence.model import Finding, Review
from evidence.web.desk import Desk
from evidence.web.finding import cuts
from evidence.web.show import VERDICTS, go, page

# A tenth of what another person decided, ten at least. Ids are hashes: the first in their order are a fixed sample.
LEAST, PART = 10, 10


def routes(app: Flask, desk: Desk) -> None:
    """Add the page."""
    app.add_url_rule("/seconde-lecture", "second", lambda: show(desk), methods=["GET"])
    app.add_url_rule("/seconde-lecture", "decide_second", lambda: decide(desk), methods=["POST"])


def _sample(desk: Desk) -> list[Finding]:
    found = []
    for item in desk.findings():
        review = desk.review(item.id)
        if review is not None and review.reviewer != desk.reviewer:
            found.append(item)
    found.sort(key=lambda item: item.id)
    return found[: max(LEAST, len(found) // PART)]


def _left(desk: Desk, sample: list[Finding]) -> list[Finding]:
    read = {item.finding for item in desk.case.second_readings() if item.reviewer == desk.reviewer}
    return [item for item in sample if item.id not in read]


def show(desk: Desk, problem: str = "", code: int = 200) -> Response:
    """Return the next finding of the sample, without its first decision; the agreement once all are read."""
    if desk.blind:
        abort(404)
    sample = _sample(desk)
    left = _left(desk, sample)
    made = desk.finding(left[0].id) if left else None
    document = desk.document(made[0].source) if made else None
    # Until the sample is read, the agreement would tell what the first reader decided.
    readings = [] if left else desk.case.second_readings()
    return page(
        desk,
        "second.html.j2",
        code,
        finding=made[0] if made else None,
        cuts=cuts(document, made[0]) if made and document else [],
        size=len(sample),
        done=len(sample) - len(left),
        rows=agreement(readings),
        apart=[(item, _settled(desk, item)) for item in readings if item.compared != item.verdict],
        problem=problem,
    )


def _settled(desk: Desk, reading: SecondReading) -> Review | None:
    """Return the decision taken on a finding since its second reading: it settles the difference; None for none."""
    review = desk.review(reading.finding)
    return review if review is not None and review.at > reading.at else None


def decide(desk: Desk) -> Response:
    """Keep the second verdict beside the first."""
    identity, verdict = request.form.get("finding", ""), request.form.get("verdict", "")
    with desk.busy:
        left = {item.id: item for item in _left(desk, _sample(desk))}
        review = desk.review(identity)
        if verdict not in VERDICTS or desk.blind:
            abort(400)
        if identity not in left or review is None:
            return show(desk, "Ce constat est déjà relu, ou ne l’est plus en premier ; rien n’a été enregistré.", 409)
        desk.case.decide(
            SecondReading(
                finding=identity,
                criterion=left[identity].criterion,
                verdict=verdict,  # type: ignore[arg-type]  # checked above
                compared=review.verdict,
                reviewer=desk.reviewer,
                at=dt.datetime.now(dt.UTC),
                note=request.form.get("note", "").strip(),
            )
        )
    return go("/seconde-lecture")
