"""Who codes what, side by side: agreement per criterion, and each difference with what explains it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.catalogue import Catalogue
from evidence.teaching.said import Said, wrapped

KEY, ENGINE = "corrigé", "moteur"
# For a quotation and a criterion: what the engine lacked to find it, in words; empty when nothing is near.
Near = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Coding:
    """One passage as one coder codes it: *start* and *end* are code points of the text of *piece*."""

    piece: str
    start: int
    end: int
    criterion: str
    status: str
    quote: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Two coders on one criterion: passages that both code, of which with one status, and those of one alone."""

    criterion: str
    both: int
    same_status: int
    first_only: int
    second_only: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage under a criterion, and what each coder says of it, by coder; absent: not coded."""

    piece: str
    start: int
    criterion: str
    quote: str
    said: Mapping[str, Coding]


def paired(first: Sequence[Coding], second: Sequence[Coding]) -> list[tuple[Coding | None, Coding | None]]:
    """Return the codings of two coders two by two: same piece, same criterion, passages that overlap.

    A coding pairs once, with the first that overlaps it, in the order of the text; the others stand alone.
    """
    left = sorted(second, key=_place)
    rows: list[tuple[Coding | None, Coding | None]] = []
    for coding in sorted(first, key=_place):
        other = next((item for item in left if _meet(coding, item)), None)
        if other is not None:
            left.remove(other)
        rows.append((coding, other))
    return rows + [(None, item) for item in left]


def agreement(first: Sequence[Coding], second: Sequence[Coding]) -> list[Tally]:
    """Return the counts of each criterion that one of the two codes, by criterion."""
    rows = paired(first, second)
    names = sorted({(a or b).criterion for a, b in rows if (a or b) is not None})  # type: ignore[union-attr]
    found = []
    for name in names:
        own = [(a, b) for a, b in rows if (a is not None and a.criterion == name) or (b and b.criterion == name)]
        both = [(a, b) for a, b in own if a is not None and b is not None]
        found.append(
            Tally(
                criterion=name,
                both=len(both),
                same_status=sum(1 for a, b in both if a.status == b.status),
                first_only=sum(1 for _, b in own if b is None),
                second_only=sum(1 for a, _ in own if a is None),
            )
        )
    return found


def passages(coders: Mapping[str, Sequence[Coding]]) -> list[Passage]:
    """Return every passage that a coder codes, joined over the coders, in the order of pieces and places."""
    groups: list[dict[str, Coding]] = []
    for name, codings in coders.items():
        for coding in sorted(codings, key=_place):
            home = next((g for g in groups if name not in g and any(_meet(coding, o) for o in g.values())), None)
            if home is None:
                groups.append({name: coding})
            else:
                home[name] = coding
    found = []
    for group in groups:
        first = next(iter(group.values()))
        found.append(Passage(first.piece, first.start, first.criterion, first.quote, group))
    return sorted(found, key=lambda item: (item.piece, item.start, item.criterion))


def differing(coders: Mapping[str, Sequence[Coding]]) -> list[Passage]:
    """Return the passages that not all coders code, or not with one status."""
    return [
        item
        for item in passages(coders)
        if len(item.said) < len(coders) or len({coding.status for coding in item.said.values()}) > 1
    ]


def table(first: str, second: str, rows: Sequence[Tally], catalogue: Catalogue) -> Iterator[Said]:
    """Yield the agreement of two coders, one line a criterion, then the sum."""
    yield Said("")
    yield Said(f"{first} et {second}", "title")
    yield Said(f"  {'critère':<42}{'les deux':>9}{'statut =':>9}{'1er seul':>9}{'2d seul':>9}", "soft")
    for row in rows:
        name = catalogue.criteria[row.criterion].name if row.criterion in catalogue.criteria else row.criterion
        shown = name if len(name) <= 41 else name[:40] + "…"
        yield Said(f"  {shown:<42}{row.both:>9}{row.same_status:>9}{row.first_only:>9}{row.second_only:>9}")
    sums = [sum(getattr(row, key) for row in rows) for key in ("both", "same_status", "first_only", "second_only")]
    yield Said(f"  {'en tout':<42}" + "".join(f"{value:>9}" for value in sums), "title")


def differences(
    coders: Mapping[str, Sequence[Coding]],
    catalogue: Catalogue,
    names: Mapping[str, str],
    near: Near,
) -> Iterator[Said]:
    """Yield each difference: the passage, what each coder says, and why.

    *names* are the statuses in words; *near* gives, for a quotation and a criterion, what the engine lacked.
    """
    rows = differing(coders)
    yield Said("")
    yield Said(f"Différences : {len(rows)}", "title")
    for item in rows:
        criterion = catalogue.criteria.get(item.criterion)
        yield Said("")
        yield from wrapped(f"{criterion.name if criterion else item.criterion}, {item.piece}", "· ", "title")
        yield from wrapped(f"« {item.quote} »", "  ")
        for name in coders:
            coding = item.said.get(name)
            said = names.get(coding.status, coding.status) if coding else "non relevé"
            yield from wrapped(said, f"    {name} : ", coding.status if coding else "soft")
        for line in reasons(item, coders, near):
            yield from wrapped(line, "    → ")


def reasons(item: Passage, coders: Mapping[str, Sequence[Coding]], near: Near) -> Iterator[str]:
    """Yield why *item* is coded as it is: what the engine read, and who is wrong as the corrigé has it."""
    key, engine = item.said.get(KEY), item.said.get(ENGINE)
    if engine is not None and engine.why:
        yield f"le moteur : {engine.why}"
    if ENGINE not in coders or KEY not in coders:
        return
    if key is not None and engine is None:
        lacked = near(item.quote, item.criterion)
        yield "le moteur se trompe : le corrigé retient ce passage" + (f" ; {lacked}" if lacked else "")
    elif key is None and engine is not None:
        yield "le corrigé ne le retient pas : fausse alerte du moteur, ou oubli du corrigé ; à discuter"
    elif key is not None and engine is not None and key.status != engine.status:
        yield "le moteur se trompe sur le statut, d’après le corrigé"
    elif key is None and engine is None:
        yield "ni le corrigé ni le moteur ne le retiennent ; à discuter"


def _place(coding: Coding) -> tuple[str, int, int, str]:
    return coding.piece, coding.start, coding.end, coding.criterion


def _meet(one: Coding, other: Coding) -> bool:
    same = one.piece == other.piece and one.criterion == other.criterion
    return same and one.start < other.end and other.start < one.end
