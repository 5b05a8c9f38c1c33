"""The facts of a case -> every way of counting the prescription; none is chosen."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from evidence.assessment.applicable import in_words, version_at
from evidence.assessment.matrix import Facts, bearing_on, is_among
from evidence.assessment.prescription import Ground, Question, count
from evidence.assessment.records import Hypothesis, LawText
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Delay, Offence
from evidence.model import Finding

ONE = "opération unique : dernier acte"
STATE = "fin de l’état dit (« maintenir » : point de départ à vérifier)"
# Article 9-2 of the CPP: acts of investigation interrupt; whether a report of the case is one is a magistrate's.
BY_REPORTS = (
    ", si les procès-verbaux datés du dossier interrompent "
    "(Code de procédure pénale, article 9-2, version et source non lues, à vérifier)"
)
GROUNDS: dict[Ground, str] = {
    "": "",
    "minor": ", personne mineure",
    "vulnerable": ", personne vulnérable",
    "concealed": ", faits dissimulés",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a person tells the program and no piece says: births, the day the facts appeared, acts that interrupt."""

    births: Mapping[str, dt.date] = field(default_factory=dict)
    appeared: dt.date | None = None
    interruptions: tuple[dt.date, ...] = ()
    suspensions: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True, slots=True)
class _Start:
    """A day from which to count: why, the days, the words that say it, the findings."""

    name: str
    first: dt.date
    last: dt.date
    words: str
    findings: tuple[str, ...]


def hypotheses(catalogue: Catalogue, facts: Facts, at: dt.date, known: Known) -> tuple[Hypothesis, ...]:
    """Return the hypotheses of each main offence, by persons, in the order of the dates; *at* is the dossier's day."""
    found: list[Hypothesis] = []
    for offence in catalogue.offences.values():
        if offence.kind != "main" or not offence.acts:
            continue
        bearing = bearing_on(catalogue, offence)
        for harmed in dict.fromkeys(whom for whom, _ in facts.shared):
            mine = _of_harmed(harmed, facts)
            for start in _starts(offence, mine, bearing):
                found += _of(catalogue, offence, harmed, start, (at, facts), known)
    if facts.payments:
        found += _of_payments(catalogue, facts, at, known)
    return tuple(found)


def _of_harmed(harmed: str, facts: Facts) -> list[Finding]:
    """Return what is affirmed or reported of *harmed*, whoever did it, in the order of the pieces."""
    ids = {
        item.finding.id
        for (whom, _), mine in facts.shared.items()
        if whom == harmed
        for item, named in mine
        if named in ("both", "harmed") and item.finding.status in ("affirmed", "reported")
    }
    return [item.finding for item in facts.told if item.finding.id in ids]


def _starts(offence: Offence, mine: list[Finding], bearing: Mapping[str, frozenset[str]]) -> list[_Start]:
    acts = _dated(offence, mine, frozenset().union(*(bearing[element] for element in offence.acts)))
    found = [
        _Start("acte pris isolément", first, last, words, ids) for (first, last), (words, ids) in sorted(acts.items())
    ]
    if len(found) > 1:
        end = max(found, key=lambda start: (start.last, start.first))
        every = tuple(dict.fromkeys(identity for start in found for identity in start.findings))
        found.append(_Start(ONE, end.first, end.last, end.words, every))
    if offence.lasting:
        states = _dated(offence, mine, frozenset().union(*(bearing[element] for element in offence.lasting)))
        if states:
            (first, last), (words, ids) = max(states.items(), key=lambda item: (item[0][1], item[0][0]))
            found.append(_Start(STATE, first, last, words, ids))
    return found


def _dated(
    offence: Offence, mine: Iterable[Finding], names: frozenset[str]
) -> dict[tuple[dt.date, dt.date], tuple[str, tuple[str, ...]]]:
    """Return the dated findings by their days, cut to those on which the offence exists."""
    exists = min((version.start or dt.date.min for version in offence.versions), default=dt.date.min)
    found: dict[tuple[dt.date, dt.date], tuple[str, tuple[str, ...]]] = {}
    for finding in mine:
        when = finding.when
        if when is None or when.first is None or when.last is None or not is_among(finding, names):
            continue
        if when.last < exists:
            continue
        days = (max(when.first, exists), when.last)
        words, ids = found.get(days, (" ".join(when.words.split()), ()))
        found[days] = (words, (*ids, finding.id))
    return found


def _of(
    catalogue: Catalogue, offence: Offence, harmed: str, start: _Start, seen: tuple[dt.date, Facts], known: Known
) -> list[Hypothesis]:
    grounds: list[Ground] = [""]
    if harmed in known.births:
        grounds.append("minor")
    if known.appeared is not None:
        grounds += ["vulnerable", "concealed"]
    found: list[Hypothesis] = []
    for ground in grounds:
        question = Question(
            offence=offence.id,
            nature=offence.nature,
            first=start.first,
            last=start.last,
            ground=ground,
            born=known.births.get(harmed),
            appeared=known.appeared,
            interruptions=known.interruptions,
            suspensions=known.suspensions,
        )
        made = _hypothesis(catalogue, question, harmed, start, seen)
        # A special rule that was never in force says nothing more than the general one.
        if not found or made.rules != found[0].rules:
            found.append(made)
            found += _with_reports(catalogue, question, harmed, start, seen)
    return found


def _with_reports(
    catalogue: Catalogue, question: Question, harmed: str, start: _Start, seen: tuple[dt.date, Facts]
) -> list[Hypothesis]:
    """Return the same count as if each dated report interrupted: a magistrate says which of the two holds."""
    days = {day for _, _, day in seen[1].reports if day is not None and day >= start.first}
    more = tuple(sorted(days | set(question.interruptions)))
    if more == tuple(sorted(question.interruptions)):
        return []
    supposed = replace(start, name=start.name + BY_REPORTS)
    return [_hypothesis(catalogue, replace(question, interruptions=more), harmed, supposed, seen)]


def _hypothesis(
    catalogue: Catalogue, question: Question, harmed: str, start: _Start, seen: tuple[dt.date, Facts]
) -> Hypothesis:
    answer = count(question, catalogue.legal.delays.delays)
    return Hypothesis(
        offence=question.offence,
        harmed=harmed,
        name=start.name + GROUNDS[question.ground],
        start_first=start.first,
        start_last=start.last,
        start_words=start.words,
        steps=answer.steps,
        interruptions=question.interruptions,
        earliest=answer.earliest,
        latest=answer.latest,
        outlook=answer.outlook(seen[0]),
        rules=tuple(delay_text(catalogue, item) for item in answer.rules),
        assumptions=(*catalogue.legal.delays.assumptions, *_unknown(catalogue, question), *_reports(seen[1])),
        findings=start.findings,
    )


def _unknown(catalogue: Catalogue, question: Question) -> list[str]:
    """Return what is not known and would change the count, each with the rules that are not counted for it."""
    said = []
    if question.born is None:
        rules = _special(catalogue, question, ("minor",))
        told = (
            "Date de naissance de la personne visée non donnée pour ce calcul (celle que dit une pièce n’y entre pas)"
        )
        said.append(f"{told}, règle des mineurs non calculée : {rules}.")
    if question.appeared is None:
        rules = _special(catalogue, question, ("vulnerable", "concealed"))
        said.append(f"Jour d’apparition des faits non indiqué, règles qui comptent de ce jour non calculées : {rules}.")
    if not question.interruptions:
        said.append("Acte interruptif : aucun n’est indiqué.")
    return said


def _special(catalogue: Catalogue, question: Question, grounds: Collection[str]) -> str:
    rules = (
        rule
        for rule in catalogue.legal.delays.delays
        if rule.ground in grounds
        and rule.nature == question.nature
        and (not rule.offences or question.offence in rule.offences)
    )
    return " ; ".join(in_words(delay_text(catalogue, rule), "days") for rule in rules) or "aucune au catalogue"


def _reports(facts: Facts) -> list[str]:
    """Return the dated reports of the case: whether each interrupts is not for the program to say."""
    if not facts.reports:
        return []
    listed = " ; ".join(f"{words} (pièce {piece})" for words, piece, _ in facts.reports)
    return [
        "Procès-verbaux datés au dossier, dont l’effet interruptif est à vérifier (Code de procédure pénale, "
        f"article 9-2, version et source non lues, à vérifier) : {listed}."
    ]


def _of_payments(catalogue: Catalogue, facts: Facts, at: dt.date, known: Known) -> list[Hypothesis]:
    """Return the hypothesis of the last movement out, if it belongs to the facts: the program does not say so."""
    day, words = max(facts.payments)
    start = _Start("dernier mouvement relevé, s’il se rattache aux faits", day, day, words, ())
    return [
        made
        for offence in catalogue.offences.values()
        if offence.kind == "main" and offence.measured and version_at(offence, day) is not None
        for made in _of(catalogue, offence, "", start, (at, facts), known)
    ]


def delay_text(catalogue: Catalogue, delay: Delay) -> LawText:
    """Return the reference of a rule of prescription."""
    return LawText(
        article=delay.article,
        version=delay.id,
        start=delay.holds_from,
        end=delay.holds_to,
        source=f"{delay.by} ; lu : {catalogue.legal.address(delay.source)}",
        mark=delay.mark,
    )
