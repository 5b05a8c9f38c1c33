"""Contradictions and corroborations: what passages say of one fact, side by side; a person says what they are worth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from evidence.graph.amounts import Bound, bound, makes_up, value, words
from evidence.graph.picture import plural
from evidence.graph.record import EVERYONE, Claim, Fact, Network, Passage, Said

ContrastKind = Literal["status", "date", "amount", "agreement", "statement_of_account"]
KINDS: Mapping[ContrastKind, str] = {
    "status": "affirmé et nié",
    "date": "dates différentes",
    "amount": "sommes différentes",
    "agreement": "dit de même",
    "statement_of_account": "somme dite et mouvement bancaire de même montant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the things said: *label* tells which (« affirmé », « en janvier 2025 »), *passages* who says it."""

    label: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What passages say of one fact, set side by side.

    *about* is the fact or the criterion, *title* its name (empty for a criterion), *whom* the person it is of. *within*
    are those who say two of the sides. *guessed*: a pronoun was taken for the only person whom it can mean.
    """

    kind: ContrastKind
    about: str
    title: str
    whom: str
    sides: tuple[Side, ...]
    within: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def agrees(self) -> bool:
        """Tell whether the passages say the same."""
        return self.kind in ("agreement", "statement_of_account")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages of every side."""
        return tuple(passage for side in self.sides for passage in side.passages)

    @property
    def why(self) -> str:
        """Return what is the same and what differs, in French."""
        said = KINDS[self.kind]
        if self.kind == "agreement" and len(self.sides) == 1:
            said += f" par {plural(len({item.origin for item in self.passages}), 'source')}"
        if self.within:
            said += f" ; dont plusieurs déclarations de {', '.join(self.within)}"
        return said + (" ; un pronom est rapproché de la seule personne possible" if self.guessed else "")


def contrasts(network: Network) -> tuple[Contrast, ...]:
    """Return what pieces say against each other or alike: contradictions first, by fact, then by person.

    Claims of one fact are set side by side when they are of one person (or of everybody), and when neither names
    another who did it. Findings of no fact are compared only where both persons are named. Questions tell nothing.
    """
    found: list[Contrast] = []
    for claims in _by_fact_and_person(network.claims).values():
        compare = claims[0].compare
        if compare == "status":
            found += _statuses(claims)
        elif compare == "date":
            found += _dates(claims)
        else:
            found += _amounts(claims)
    found += _findings(network)
    found += _accounts(network)
    unique = {(item.kind, tuple(map(_place, item.passages))): item for item in found}
    return tuple(sorted(_widest(unique.values()), key=_order))


def _order(item: Contrast) -> tuple[bool, str, str, str, list[tuple[int, int]]]:
    return item.agrees, item.title or item.about, item.whom, item.kind, [(p.piece, p.start) for p in item.passages]


def _widest(found: Iterable[Contrast]) -> Iterator[Contrast]:
    """Yield those whose passages are not all set side by side already: one contact is of two persons."""
    kept: dict[tuple[int, int, int], list[tuple[Contrast, set[tuple[int, int, int]]]]] = defaultdict(list)
    for item in sorted(found, key=lambda item: (-len(item.passages), item.whom)):
        mine = {_place(passage) for passage in item.passages}
        known = kept[min(mine)]
        same = (theirs for other, theirs in known if item.about == other.about and other.kind in ("status", item.kind))
        if not any(mine <= theirs for theirs in same):
            for place in mine:
                kept[place].append((item, mine))
            yield item


def _place(passage: Passage) -> tuple[int, int, int]:
    return passage.piece, passage.start, passage.end


def _by_fact_and_person(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """Return the claims by (fact, person); what is said of everybody is said of each person, and by itself."""
    named: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    everybody: dict[str, list[Claim]] = defaultdict(list)
    for item in claims:
        for name in item.whom:
            if name == EVERYONE:
                everybody[item.fact].append(item)
            else:
                named[item.fact, name].append(replace(item, whom=(name,)))
    found = {key: [*mine, *everybody.get(key[0], ())] for key, mine in sorted(named.items())}
    return found | {(fact, EVERYONE): mine for fact, mine in everybody.items()}


def _may_be_one(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of one person may be one act: neither names another who did it.

    Who did it may be unknown only where the person is named on both sides.
    """
    if one.by and other.by:
        return one.by == other.by or EVERYONE in (one.by, other.by)
    return one.whom == other.whom or not (one.by or other.by)


def _statuses(claims: Sequence[Claim]) -> Iterator[Contrast]:
    yes = [item for item in claims if item.passage.status != "denied"]
    no = [item for item in claims if item.passage.status == "denied"]
    for_ = [item for item in yes if any(_may_be_one(item, other) for other in no)]
    against = [item for item in no if any(_may_be_one(item, other) for other in for_)]
    if for_ and against:
        yield _contrast("status", [(_counted(side), side) for side in (for_, against)])
    for rest in ([item for item in yes if item not in for_], [item for item in no if item not in against]):
        if len(_origins(rest)) > 1:
            yield from _agreed(rest)


def _counted(claims: Sequence[Claim]) -> str:
    """Return « libre de partir, 3 sources »."""
    known = _origins(claims)
    return claims[0].label + (f", {plural(len(known), 'source')}" if known else "")


def _agreed(claims: Sequence[Claim]) -> Iterator[Contrast]:
    """Yield what several origins say alike, those who name another doer apart."""
    for name in sorted({item.by for item in claims} - {""}) or [""]:
        mine = [item for item in claims if item.by in ("", name)]
        if len(_origins(mine)) > 1 and any(item.whom != (EVERYONE,) for item in mine):
            yield _contrast("agreement", [(mine[0].label, mine)])


def _origins(claims: Iterable[Claim]) -> set[str]:
    """Return who knows it first hand: ten who repeat one person are one, a rumour is nobody."""
    return {item.passage.origin for item in claims} - {""}


def _dates(claims: Sequence[Claim]) -> Iterator[Contrast]:
    """Yield the days that cannot be one, and those that may."""
    dated = [item for item in claims if _days(item) and item.passage.status != "denied"]
    groups: list[list[Claim]] = []
    for item in sorted(dated, key=lambda item: _days(item) or ()):
        here = next((group for group in groups if all(_meet(item, other) for other in group)), None)
        if here is None:
            groups.append([item])
        else:
            here.append(item)
    labelled = [(" / ".join(dict.fromkeys(_words(item) for item in group)), group) for group in groups]
    if len(labelled) > 1:
        yield _contrast("date", labelled)
    for label, group in labelled:
        if len(_origins(group)) > 1:
            yield _contrast("agreement", [(label, group)])


def _days(claim: Claim) -> tuple[str, str] | None:
    when = claim.passage.when
    return (when.first.isoformat(), when.last.isoformat()) if when and when.first and when.last else None


def _meet(one: Claim, other: Claim) -> bool:
    a, b = _days(one), _days(other)
    return bool(a and b and a[0] <= b[1] and b[0] <= a[1])


def _words(claim: Claim) -> str:
    return " ".join(claim.passage.when.words.split()) if claim.passage.when else ""


def _amounts(claims: Sequence[Claim]) -> Iterator[Contrast]:
    """Yield the sums that differ, and those that agree, as each piece says them.

    A sum is not against another of the same piece, nor against one of another day; it agrees with several of another
    piece that make it up. Every currency is apart.
    """
    said = [item for item in claims if bound(item.passage) and item.passage.status != "denied"]
    pieces: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for item in said:
        pieces[item.passage.piece, item.passage.amount.currency if item.passage.amount else ""].append(item)
    differ: list[Claim] = []
    for (here, mine), (there, theirs) in combinations(sorted(pieces.items()), 2):
        if here[1] != there[1]:
            continue
        for one, other in ((mine, theirs), (theirs, mine)):
            yield from _made_up(one, other)
        for a in mine:
            for b in theirs:
                if _differ(a, b, mine, theirs):
                    differ += [item for item in (a, b) if item not in differ]
    groups: dict[Bound, list[Claim]] = defaultdict(list)
    for item in differ:
        groups[bound(item.passage) or Bound()].append(item)
    if len(groups) > 1:
        yield _contrast("amount", [(words(group[0].passage), group) for _, group in sorted(groups.items())])


def _differ(a: Claim, b: Claim, mine: Sequence[Claim], theirs: Sequence[Claim]) -> bool:
    """Tell whether two sums of two pieces cannot both be: of one time as far as said, and neither accounted for."""
    if bool(_days(a)) != bool(_days(b)) or (_days(a) and not _meet(a, b)):
        return False
    # Without a day, the largest sum of a piece only: a lesser one may be a part.
    if not _days(a) and not (_is_largest(a, mine) and _is_largest(b, theirs)):
        return False
    accounted = (
        makes_up(a.passage, [item.passage for item in theirs]),
        makes_up(b.passage, [item.passage for item in mine]),
    )
    return not any(accounted)


def _is_largest(claim: Claim, every: Sequence[Claim]) -> bool:
    return all((bound(item.passage) or Bound()) <= (bound(claim.passage) or Bound()) for item in every)


def _made_up(ones: Sequence[Claim], others: Sequence[Claim]) -> Iterator[Contrast]:
    """Yield each sum of one piece that another piece says too, or in several parts, by whom knows it himself."""
    for item in ones:
        parts = makes_up(item.passage, [other.passage for other in others])
        chosen = [other for other in others if other.passage in parts]
        if not chosen or (len(chosen) == 1 and item.passage.piece > chosen[0].passage.piece):
            continue
        days_meet = all(not _days(item) or not _days(other) or _meet(item, other) for other in chosen)
        if days_meet:
            yield _contrast(
                "agreement",
                [(words(item.passage), [item]), (" + ".join(words(other.passage) for other in chosen), chosen)],
            )


def _contrast(kind: ContrastKind, sides: Sequence[tuple[str, Sequence[Claim]]]) -> Contrast:
    first = next(item for _, claims in sides for item in claims)
    names = [name for _, claims in sides for item in claims for name in item.whom if name != EVERYONE]
    speakers = [{item.passage.speaker for item in claims} - {""} for _, claims in sides]
    within = {name for a, b in combinations(speakers, 2) for name in a & b}
    return Contrast(
        kind=kind,
        about=first.fact,
        title=first.title,
        whom=next(iter(names), ""),
        sides=tuple(Side(label=label, passages=_in_order(item.passage for item in claims)) for label, claims in sides),
        within=tuple(sorted(within)),
        guessed=any(item.guessed for _, claims in sides for item in claims),
    )


def _in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(dict.fromkeys(passages), key=lambda item: (item.piece, item.start)))


def _findings(network: Network) -> Iterator[Contrast]:
    """Yield what findings of no fact affirm and deny, where both who acts and on whom are named."""
    told = {
        (claim.passage.piece, claim.passage.end, place) for claim in network.claims for place in claim.passage.findings
    }
    blocks: dict[tuple[str, str, str, str], list[Said]] = defaultdict(list)
    for item in network.said:
        known = any((item.passage.piece, item.passage.end, place) in told for place in item.passage.findings)
        if item.passage.status != "hypothetical" and item.agent and item.patient and not known:
            blocks[item.criterion, item.indicator, item.agent, item.patient].append(item)
    for (criterion, _, _, patient), items in sorted(blocks.items()):
        yes = [item.passage for item in items if item.passage.status != "denied"]
        no = [item.passage for item in items if item.passage.status == "denied"]
        if yes and no:
            within = {item.speaker for item in yes} & {item.speaker for item in no} - {""}
            yield Contrast(
                kind="status",
                about=criterion,
                title="",
                whom=patient,
                sides=(Side(label="affirmé", passages=_in_order(yes)), Side(label="nié", passages=_in_order(no))),
                within=tuple(sorted(within)),
            )


def _accounts(network: Network) -> Iterator[Contrast]:
    """Yield the sums that a passage says and a statement of account shows: same value, days that may be the same."""
    moved: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in network.facts:
        if fact.kind == "payment" and fact.passage.amount:
            moved[value(fact.passage)].append(fact)
    seen: set[tuple[int, int, int, int]] = set()
    for item in network.said:
        passage = item.passage
        if passage.amount is None or passage.status in ("hypothetical", "denied"):
            continue
        for fact in moved.get(value(passage), ()):
            mine = not item.agent or not fact.actors or item.agent in fact.actors
            key = (passage.piece, passage.start, fact.passage.piece, fact.passage.start)
            if mine and _same_days(passage, fact.passage) and key not in seen:
                seen.add(key)
                yield Contrast(
                    kind="statement_of_account",
                    about=item.criterion,
                    title=words(passage),
                    whom=item.agent,
                    sides=(
                        Side(label="dit", passages=(passage,)),
                        Side(label="relevé", passages=(fact.passage,)),
                    ),
                )


def _same_days(a: Passage, b: Passage) -> bool:
    if not a.when or not b.when or not (a.when.first and a.when.last and b.when.first and b.when.last):
        return True
    return a.when.first <= b.when.last and b.when.first <= a.when.last
