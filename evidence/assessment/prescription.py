"""Prescription of public action: every step printed, both ends of what is uncertain; indicative, for a magistrate."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evidence.assessment.applicable import french_day as _day
from evidence.assessment.records import Outlook
from evidence.catalogue.law import Delay

Ground = Literal["", "minor", "vulnerable", "concealed"]
GROUNDS: tuple[Ground, ...] = ("", "minor", "vulnerable", "concealed")
GROUND_NAMES: dict[str, Ground] = {str(name): name for name in GROUNDS}
# Which end of an uncertainty is counted: the first possible day, or the last.
End = Literal["early", "late"]
ADULT = 18
# Code de procédure pénale, article 85, alinéa 2: no more than three months.
SUSPENDED = 3
# The reference that the step carries: the text was read, the day of its version was not.
NO_REVIVAL = "Code pénal, article 112-2, 4°, version lue à la mi-2025, source : miroir ouvert de LEGI, texte lu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is counted: an act between *first* and *last*; what is not known stays None and no rule uses it.

    *ground* chooses the special rule that is supposed to hold; *born* is the birth of the person harmed, *appeared*
    the day on which the facts appeared. *suspensions* are pairs (from, to).
    """

    offence: str
    nature: Literal["délit", "crime"]
    first: dt.date
    last: dt.date
    ground: Ground = ""
    born: dt.date | None = None
    appeared: dt.date | None = None
    interruptions: tuple[dt.date, ...] = ()
    suspensions: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The answer: the last useful day at its earliest and latest, the steps that led there, the rules used."""

    earliest: dt.date
    latest: dt.date
    steps: tuple[str, ...]
    rules: tuple[Delay, ...]

    def outlook(self, day: dt.date) -> Outlook:
        """Return how *day* stands to the two ends."""
        if day <= self.earliest:
            return "open"
        return "expired" if day > self.latest else "uncertain"


@dataclass(frozen=True, slots=True)
class _Run:
    """One count under way: *origin* is where the period starts again, *committed* the day of the act."""

    end: End
    committed: dt.date
    origin: dt.date
    rule: Delay
    expiry: dt.date
    extra: int = 0
    interrupted: bool = False
    over: bool = False
    steps: tuple[str, ...] = ()
    rules: tuple[Delay, ...] = ()

    def said(self, step: str) -> "_Run":
        """Return the run with one more step."""
        return replace(self, steps=(*self.steps, step))


def count(question: Question, delays: Iterable[Delay]) -> Count:
    """Return the last useful day of *question* under *delays*, the reforms chained in their order.

    Counted twice: from the first possible day, 29 February falling back on the 28th, and from the last, falling on
    1 March. A reform that comes after the end revives nothing (article 112-2, 4° of the Code pénal).

    Raises:
        ValueError: no rule holds on the day of the act.
    """
    known = tuple(delays)
    early, late = _run(question, known, "early"), _run(question, known, "late")
    steps = (
        early.steps if early.steps == late.steps else (*early.steps, *(s for s in late.steps if s not in early.steps))
    )
    rules = tuple(dict.fromkeys((*early.rules, *late.rules)))
    return Count(
        earliest=min(early.expiry, late.expiry), latest=max(early.expiry, late.expiry), steps=steps, rules=rules
    )


def years_after(day: dt.date, years: int, end: End) -> dt.date:
    """Return the same day *years* later; from 29 February, the 28th (early) or 1 March (late) of a common year.

    >>> years_after(dt.date(2020, 2, 29), 3, "early"), years_after(dt.date(2020, 2, 29), 3, "late")
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 1))
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 2, 28) if end == "early" else dt.date(day.year + years, 3, 1)


def _run(question: Question, delays: Sequence[Delay], end: End) -> _Run:
    day = question.first if end == "early" else question.last
    rule = _rule_on(question, delays, day, day)
    if rule is None:
        raise ValueError(f"no rule of prescription on {day}")
    run = _Run(end=end, committed=day, origin=day, rule=rule, expiry=day, rules=(rule,))
    run = replace(run, expiry=_expiry(question, run, rule))
    run = run.said(f"règle au jour de l’acte ({_day(day)}) : {rule.name} : dernier jour utile {_day(run.expiry)}")
    changes = sorted(
        {d.holds_from for d in delays if d.holds_from and d.holds_from > day and d.nature == question.nature}
    )
    events = [(start, 0, start) for start in changes]
    events += [(start, 1, min(stop, _months_after(start))) for start, stop in question.suspensions]
    events += [(at, 2, at) for at in question.interruptions]
    for at, kind, until in sorted(events):
        if run.over:
            break
        step = (_reform, _suspension, _interruption)[kind]
        run = step(run, question, delays, at, until)
    return run


def _rule_on(question: Question, delays: Iterable[Delay], day: dt.date, committed: dt.date) -> Delay | None:
    """Return the rule in force on *day*: the special one when what it asks for is known, or the general."""
    held = [
        item
        for item in delays
        if item.nature == question.nature
        and (item.holds_from or dt.date.min) <= day <= (item.holds_to or dt.date.max)
        and (not item.offences or question.offence in item.offences)
        and (not item.ground or (item.ground == question.ground and _known(question, item, committed)))
    ]
    return max(held, key=lambda item: bool(item.ground), default=None)


def _known(question: Question, delay: Delay, committed: dt.date) -> bool:
    if delay.start == "majority":
        return question.born is not None and committed < years_after(question.born, ADULT, "late")
    return question.appeared is not None


def _expiry(question: Question, run: _Run, rule: Delay) -> dt.date:
    start = run.origin
    if rule.start == "majority" and question.born is not None:
        start = max(start, years_after(question.born, ADULT, run.end))
    elif rule.start == "appearance" and question.appeared is not None and not run.interrupted:
        start = max(start, question.appeared)
    expiry = years_after(start, rule.years, run.end)
    if rule.cap is not None and not (run.interrupted and run.end == "late"):
        expiry = min(expiry, years_after(run.committed, rule.cap, run.end))
    return expiry + dt.timedelta(days=run.extra)


def _reform(run: _Run, question: Question, delays: Sequence[Delay], at: dt.date, _until: dt.date) -> _Run:
    rule = _rule_on(question, delays, at, run.committed)
    if rule is None or rule == run.rule:
        return run
    if run.expiry < at and run.end == "late" and _unread(question, delays, run, at):
        return _perhaps(run, question, rule, at)
    if run.expiry < at:
        return replace(run, over=True).said(
            f"selon ce calcul, jour dépassé le {_day(run.expiry)}, avant la règle du {_day(at)} ({rule.name}), qui ne "
            f"rouvre rien ({NO_REVIVAL})"
        )
    fresh = replace(run, rule=rule, rules=(*run.rules, rule))
    expiry = _expiry(question, fresh, rule)
    if expiry < at:
        kept = run.expiry if run.end == "late" else expiry
        return replace(fresh, expiry=kept).said(
            f"la règle du {_day(at)} ({rule.name}) donnerait le {_day(expiry)}, avant sa propre entrée en vigueur : "
            "à déterminer par le magistrat"
        )
    return replace(fresh, expiry=expiry).said(
        f"jour non dépassé au {_day(at)} : {rule.name} : dernier jour utile {_day(expiry)}"
    )


def _unread(question: Question, delays: Sequence[Delay], run: _Run, at: dt.date) -> Delay | None:
    """Return the special rule, in force on *at* or later, whose forerunner was not read and may have held."""
    starts = [item.holds_from for item in delays if item.earlier == "unread" and item.holds_from is not None]
    rules = [_rule_on(question, delays, start, run.committed) for start in sorted(starts) if start >= at]
    return next((rule for rule in rules if rule is not None and rule.earlier == "unread"), None)


def _perhaps(run: _Run, question: Question, rule: Delay, at: dt.date) -> _Run:
    """Return the run kept open by a rule that was not read: until the special rule comes, nothing is said."""
    if rule.earlier != "unread":
        return run
    fresh = replace(run, rule=rule, rules=(*run.rules, rule))
    fresh = replace(fresh, expiry=_expiry(question, fresh, rule))
    return fresh.said(
        f"règle spéciale antérieure au {_day(at)} non lue ({rule.name}) : à vérifier ; si elle tenait le délai "
        f"ouvert, dernier jour utile {_day(fresh.expiry)}"
    )


def _suspension(run: _Run, question: Question, delays: Sequence[Delay], at: dt.date, until: dt.date) -> _Run:
    del delays
    if not run.origin <= at <= run.expiry:
        return run.said(f"suspension du {_day(at)} hors de la période : sans effet")
    extended = replace(run, extra=run.extra + (until - at).days)
    extended = replace(extended, expiry=_expiry(question, extended, run.rule))
    return extended.said(
        f"suspension du {_day(at)} au {_day(until)} (3 mois au plus) : dernier jour utile {_day(extended.expiry)}"
    )


def _interruption(run: _Run, question: Question, delays: Sequence[Delay], at: dt.date, _until: dt.date) -> _Run:
    del delays
    if at < run.committed:
        return run.said(f"acte du {_day(at)} antérieur aux faits : sans effet")
    if at > run.expiry:
        return replace(run, over=True).said(
            f"acte du {_day(at)} postérieur au dernier jour utile de ce calcul ({_day(run.expiry)}) : n’y change rien"
        )
    restarted = replace(run, origin=at, extra=0, interrupted=True)
    restarted = replace(restarted, expiry=_expiry(question, restarted, run.rule))
    doubt = " (plafond après interruption : à vérifier)" if run.rule.cap is not None else ""
    return restarted.said(
        f"acte interruptif du {_day(at)} : la période repart en entier, dernier jour utile {_day(restarted.expiry)}"
        + doubt
    )


def _months_after(day: dt.date) -> dt.date:
    month = day.month + SUSPENDED
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(day.day, last))
