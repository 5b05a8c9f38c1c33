"""Questions from the catalogue and the dated law: drawn from a seed, each with its answer explained and referenced."""

import datetime as dt
import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from evidence.assessment.applicable import in_words, law_text, version_at
from evidence.catalogue import Catalogue
from evidence.catalogue.law import Offence, Version
from evidence.catalogue.schema import Criterion
from evidence.catalogue.teaching import Words
from evidence.dossier.rows import SIDES
from evidence.dossier.typography import date_words
from evidence.errors import UsageError
from evidence.language.forms import folded
from evidence.model import Status
from evidence.teaching.consult import ordered

YES, NO = "oui", "non"
# A choice among more than four is a search, not a question.
CHOICES = 4
# How long after its first day a version is asked about when it is still in force.
LATER = 700
# From this likeness on (rapidfuzz, 100 when one name holds the words of the other), two elements may be one.
ALIKE = 60
SIDE_NAMES = {"incriminating": "à charge", "exculpatory": "à décharge", "to_verify": "à vérifier"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: *quote* is a sentence of the catalogue or empty; *answer* is a rank in *choices*, from 0."""

    kind: str
    text: str
    quote: str
    choices: tuple[str, ...]
    answer: int
    why: str
    reference: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What questions are drawn from; the same seed draws the same ones from the same catalogue."""

    catalogue: Catalogue
    words: Words
    criteria: tuple[Criterion, ...]
    chance: random.Random

    def example(self, statuses: Collection[str]) -> tuple[Criterion, str, str]:
        """Return a criterion, a status and one of its examples of that status."""
        rows = [
            (criterion, status, line)
            for criterion in self.criteria
            for status in statuses
            for line in getattr(criterion.examples, status)
        ]
        if not rows:
            raise UsageError("ces critères n’ont pas d’exemple", "Choisissez d’autres critères : emprise rules list")
        # Every status as often as another, however many examples each has.
        wanted = self.chance.choice(sorted({status for _, status, _ in rows}))
        return self.chance.choice([row for row in rows if row[1] == wanted])

    def place(self, criterion: Criterion) -> str:
        """Return where a question on *criterion* comes from."""
        return f"critère {criterion.id}, catalogue {self.catalogue.stamp}"


def questions(
    catalogue: Catalogue,
    words: Words,
    seed: int,
    count: int,
    kinds: Collection[str] = (),
    ids: Collection[str] = (),
) -> Iterator[Question]:
    """Yield *count* different questions of *kinds* (all when empty), each kind in turn; fewer when no more are left."""
    chosen = tuple(item for item in ordered(catalogue) if not ids or item.id in ids)
    # Chance makes an exercise here, never a secret.
    draw = Draw(catalogue, words, chosen, random.Random(seed))  # noqa: S311
    turns = [KINDS[kind] for kind in KINDS if not kinds or kind in kinds]
    seen: set[tuple[str, str]] = set()
    tries = 0
    while len(seen) < count and tries < count * 30:
        question = turns[tries % len(turns)](draw)
        tries += 1
        if (question.text, question.quote) not in seen:
            seen.add((question.text, question.quote))
            yield question


def _criterion(draw: Draw) -> Question:
    criterion, _, line = draw.example(("affirmed",))
    others = [item for item in draw.catalogue.criteria.values() if item.id != criterion.id]
    same = [item for item in others if item.family == criterion.family]
    wrong = draw.chance.sample(same, min(1, len(same)))
    rest = [item for item in others if item not in wrong]
    wrong += draw.chance.sample(rest, min(CHOICES - 1 - len(wrong), len(rest)))
    options = [criterion, *wrong]
    draw.chance.shuffle(options)
    return Question(
        kind="criterion",
        text="De quel critère cette phrase est-elle un exemple dans le catalogue ?",
        quote=line,
        choices=tuple(item.name for item in options),
        answer=options.index(criterion),
        why=f"{criterion.name} : {criterion.definition} Ce n’est pas : {criterion.excludes} "
        "Une phrase peut relever aussi d’un autre critère ; on demande celui dont elle est l’exemple.",
        reference=draw.place(criterion),
    )


def _status(draw: Draw) -> Question:
    statuses = ("affirmed", "denied", "hypothetical", "reported")
    criterion, status, line = draw.example(statuses)
    names = draw.words.of("statuses")
    return Question(
        kind="status",
        text=f"Quel est le statut du fait « {criterion.name} » dans cette phrase ?",
        quote=line,
        choices=tuple(names[item] for item in statuses),
        answer=statuses.index(status),
        why=f"{names[status].capitalize()}. {draw.words.of('status_words')[status]}",
        reference=draw.place(criterion),
    )


def _belongs(draw: Draw) -> Question:
    criterion, status, line = draw.example(("affirmed", "none"))
    yes = status == "affirmed"
    why = criterion.definition if yes else f"Contre-exemple du catalogue. Ce n’est pas : {criterion.excludes}"
    return Question(
        kind="belongs",
        text=f"Cette phrase relève-t-elle du critère « {criterion.name} » ?",
        quote=line,
        choices=(YES, NO),
        answer=0 if yes else 1,
        why=why,
        reference=draw.place(criterion),
    )


def _side(draw: Draw) -> Question:
    criterion, status, line = draw.example(("affirmed", "denied", "hypothetical"))
    stated: Status = "denied" if status == "denied" else "hypothetical" if status == "hypothetical" else "affirmed"
    sides = tuple(SIDE_NAMES)
    names = draw.words.of("statuses")
    return Question(
        kind="side",
        text=f"De quel côté ce constat « {criterion.name} » se range-t-il ?",
        quote=line,
        choices=tuple(SIDE_NAMES.values()),
        answer=sides.index(SIDES[stated]),
        why=f"Le fait est {names[status]}. {draw.words.of('status_words')[status]} "
        "À charge et à décharge ont le même rang ; une personne relit tout.",
        reference=draw.place(criterion),
    )


def _law(draw: Draw) -> Question:
    """Ask which wording applied to facts of a day; the mark of the reading is kept in the reference."""
    rows = [item for item in draw.catalogue.offences.values() if len(_dated(item)) > 1]
    if not rows:
        return _in_force(draw)
    offence = draw.chance.choice(rows)
    version = draw.chance.choice(_dated(offence))
    day = _day(draw, version)
    others = [item for item in offence.versions if item.id != version.id and _origin(item) != _origin(version)]
    options = [version, *draw.chance.sample(others, min(CHOICES - 1, len(others)))]
    options.sort(key=lambda item: (item.start or dt.date.min, item.id))
    return Question(
        kind="law",
        text=f"Les faits sont du {date_words(day)}. De quel texte vient la rédaction applicable ? {offence.name}.",
        quote="",
        choices=tuple(_origin(item) for item in options),
        answer=options.index(version),
        why=f"Peine : {version.penalty}. {version.note}".strip(),
        reference=in_words(law_text(offence, version, draw.catalogue.legal)),
    )


def _in_force(draw: Draw) -> Question:
    """Ask whether a text that has a first day applied to facts of a day near it."""
    rows = [item for item in draw.catalogue.offences.values() if item.versions[0].start and item.kind == "main"]
    rows = rows or list(draw.catalogue.offences.values())
    offence = draw.chance.choice(rows)
    first = offence.versions[0]
    start = first.start or dt.date(2020, 1, 1)
    day = start + dt.timedelta(days=draw.chance.choice((-1, 0, 1)) * draw.chance.randint(1, LATER))
    version = version_at(offence, day)
    said = f"depuis le {date_words(start)}" if first.start else "sans premier jour vérifié"
    return Question(
        kind="law",
        text=f"Les faits sont du {date_words(day)}. « {offence.name} » ({offence.text}) peut-il s’appliquer ?",
        quote="",
        choices=(YES, NO),
        answer=0 if version is not None else 1,
        why=f"Le texte existe {said} ; il ne punit pas des faits qui finissent avant lui. {offence.note}".strip(),
        reference=in_words(law_text(offence, version or first, draw.catalogue.legal)),
    )


def _dates(draw: Draw) -> Question:
    return draw.chance.choice((_law, _in_force))(draw)


def _element(draw: Draw) -> Question:
    main = [item for item in draw.catalogue.offences.values() if item.kind == "main" and item.element_names()]
    if not main:
        return _belongs(draw)
    offence = draw.chance.choice(main)
    version = offence.versions[-1]
    own = offence.element_names(version)
    foreign = [
        (other, name)
        for other in draw.catalogue.offences.values()
        for name in other.element_names(other.versions[-1]).values()
        if other.kind == "related" and _strange(name, own.values())
    ]
    yes = draw.chance.random() < 1 / 2 or not foreign
    if yes:
        element = draw.chance.choice(sorted(own))
        name, why = own[element], f"C’est l’élément {element} de ce texte."
    else:
        other, name = draw.chance.choice(foreign)
        why = f"C’est un élément d’un autre texte : {other.name} ({other.text})."
    return Question(
        kind="element",
        text=f"« {name} » : est-ce un élément de ce texte, circonstances aggravantes comprises ? {offence.name}.",
        quote="",
        choices=(YES, NO),
        answer=0 if yes else 1,
        why=why,
        reference=in_words(law_text(offence, version, draw.catalogue.legal)),
    )


def _strange(name: str, own: Collection[str]) -> bool:
    """Tell whether *name* is unlike every element of *own*: « Mineur » is not, beside « Aggravation : mineur »."""
    return all(fuzz.token_set_ratio(folded(name), folded(other)) < ALIKE for other in own)


def _dated(offence: Offence) -> list[Version]:
    """Return the versions with a first day of their own, and another wording than the one before."""
    return [item for item in offence.versions if item.start is not None]


def _day(draw: Draw, version: Version) -> dt.date:
    start = version.unsure_until + dt.timedelta(days=1) if version.unsure_until else version.start
    first = start or dt.date(2020, 1, 1)
    last = version.end or first + dt.timedelta(days=LATER)
    return first + dt.timedelta(days=draw.chance.randint(0, max((last - first).days, 0)))


def _origin(version: Version) -> str:
    return version.by.partition(" (")[0]


KINDS: dict[str, Callable[[Draw], Question]] = {
    "criterion": _criterion,
    "status": _status,
    "belongs": _belongs,
    "side": _side,
    "law": _dates,
    "element": _element,
}
