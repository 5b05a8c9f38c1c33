"""The parts of a paper that show the network: ties, contradictions, readings, money by year; each with its passages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from evidence.dossier.flows_svg import sheets, sums_words
from evidence.dossier.paper import Block, Drawing, Run, Table, Words, text
from evidence.dossier.picture import SMALLEST, printed
from evidence.dossier.typography import HARD, hard, typeset
from evidence.dossier.view import UNDOCUMENTED, UNKNOWN, View
from evidence.graph.contrasts import Contrast, Side
from evidence.graph.picture import SIGNS, STATUS, drawing
from evidence.graph.record import Network, Passage, Standing, Tie
from evidence.graph.vocabulary import relations

# What the shape of the drawing lets one read, and no passage says: it stays with the drawing (« emprise graph »).
SHAPES = ("circle", "bridge")
# More names than that are never read on A4.
MANY = 40
# What a drawing with letters of 11 may take of a sheet of A4 upright, then on its side, for 7 points to remain.
SMALL = ((650.0, 820.0), (1040.0, 500.0))


def links(view: View) -> Iterator[Block]:
    """Yield who is linked to whom, as a drawing and as a table that says the same, each tie with its passages."""
    ties = (tie for tie in view.dossier.network.ties if tie.relation != "contradicts")
    found = tuple(tie for tie in ties if _shown(view, tie.passages))
    if not found:
        yield Words("Non documenté : aucun passage ne donne à la fois qui agit et qui est visé.")
        return
    svg = _drawn(replace(view.dossier.network, ties=found))
    if svg:
        yield Drawing(
            svg,
            "Liens entre personnes, d’après les passages ; le tableau qui suit les donne un par un. "
            "Qui contredit qui est à la partie des contradictions.",
        )
    yield Table(
        "Liens et passages ; les sources sont ceux qui savent par eux-mêmes, d’après les passages",
        ("Qui", "Lien", "À qui", "Statut", "Sources", "Passages"),
        tuple(
            (
                text(tie.subject),
                text(_verb(tie)),
                text(tie.object),
                text(_standing(tie.status)),
                text(_sources(tie)),
                _places(view, tie.passages),
            )
            for tie in found
        ),
    )


def _drawn(network: Network) -> str:
    """Return the drawing on the smallest sheet where it can be read: drawn nearer for A4, as it comes for a larger."""
    found = ""
    names = {name for tie in network.ties for name in (tie.subject, tie.object)}
    for within in (*(SMALL if len(names) <= MANY else ()), None):
        found = drawing(network, within)
        if not found or (within and printed(found).points >= SMALLEST and printed(found).sheet.startswith("a4")):
            break
    return found


def disputed(view: View) -> Iterator[Block]:
    """Yield on what passages contradict each other, one line each, for the shortest reading: both sides at one rank."""
    found = [item for item in view.dossier.contrasts if not item.agrees and _shown(view, item.passages)]
    if found:
        yield Table(
            "Ce que des passages disent l’un contre l’autre ; citations à la partie des contradictions",
            ("Sur quoi", "L’un", "L’autre"),
            tuple(
                (
                    text(_about(view, item)),
                    text(item.sides[0].label),
                    text(" / ".join(side.label for side in item.sides[1:])),
                )
                for item in found
            ),
        )
    else:
        yield Words(f"Contradictions : {UNDOCUMENTED}.")


def contradictions(view: View) -> Iterator[Block]:
    """Yield what pieces say against each other, two passages side by side."""
    yield from _pairs(view, "Contradictions", agree=False)


def agreements(view: View) -> Iterator[Block]:
    """Yield what pieces say alike, two passages side by side."""
    yield from _pairs(view, "Concordances", agree=True)


def network_readings(view: View) -> Iterator[Block]:
    """Yield what the network lets one read, in words, with the passages for and against."""
    readings = (item for item in view.dossier.readings if item.kind not in SHAPES)
    found = [item for item in readings if _shown(view, (*item.passages, *item.against))]
    if not found:
        yield Words(f"Lectures du réseau : {UNDOCUMENTED}.")
        return
    yield Table(
        "Lectures du réseau ; chaque ligne compte des passages, pour et contre",
        ("Lecture", "Ce que disent les passages", "Passages", "En sens contraire"),
        tuple(
            (text(item.title), text(item.words), _places(view, item.passages), _places(view, item.against))
            for item in found
        ),
    )


def flows(view: View) -> Iterator[Block]:
    """Yield money by year and by person, drawn then told: what accounts show, what is said, never added together."""
    drawings = sheets(item for item in view.dossier.flows if _shown(view, item.passages))
    for rank, svg in enumerate(drawings, 1):
        part = f" {rank} sur {len(drawings)}" if len(drawings) > 1 else ""
        yield Drawing(
            svg, f"Sommes par année{part} ; les tableaux qui suivent disent la même chose, avec leurs sources."
        )
    for recorded, caption in (
        (True, "Mouvements relevés, par année"),
        (False, "Sommes dites, par année, sans total"),
    ):
        found = [
            item
            for item in view.dossier.flows
            if (item.standing == "recorded") == recorded and _shown(view, item.passages)
        ]
        if found:
            yield Table(
                caption,
                ("Année", "De", "À", "Statut", "Total relevé" if recorded else "Sommes dites", "Passages"),
                tuple(
                    (
                        text(str(item.year or UNKNOWN)),
                        text(item.payer or UNKNOWN),
                        text(item.beneficiary or UNKNOWN),
                        text(_standing(item.standing)),
                        text(sums_words(item)),
                        _places(view, item.passages),
                    )
                    for item in found
                ),
            )


def _pairs(view: View, caption: str, *, agree: bool) -> Iterator[Block]:
    found = [item for item in view.dossier.contrasts if item.agrees == agree and _shown(view, item.passages)]
    if not found:
        yield Words(f"{caption} : {UNDOCUMENTED}.")
        return
    short = [item for item in found if len(item.sides) == 2 and len(item.passages) == 2]
    for item in found:
        if item not in short:
            yield Table(
                f"{caption} – {_about(view, item)} : {item.why}",
                # The first cell heads its row: a rank, so that no side stands out.
                ("N°", *(side.label for side in item.sides)),
                tuple(
                    (text(str(rank)), *(_beside(view, row) if row else text("—") for row in rows))
                    for rank, rows in enumerate(zip_longest(*(side.passages for side in item.sides)), 1)
                ),
            )
    told = [item for item in short if item.kind != "statement_of_account"]
    if told:
        yield Table(
            f"{caption} – un passage de chaque côté",
            ("Sur quoi", "L’un", "L’autre"),
            tuple((text(f"{_about(view, item)} : {item.why}"), *_sides(view, item)) for item in told),
        )
    yield from _accounts(view, caption, [item for item in short if item.kind == "statement_of_account"])


def _sides(view: View, item: Contrast) -> Iterator[tuple[Run, ...]]:
    for side in item.sides:
        yield (Run(f"{side.label} : "), *_beside(view, side.passages[0]))


def _accounts(view: View, caption: str, found: Sequence[Contrast]) -> Iterator[Block]:
    """Yield the sums said beside the movements of the same value: each passage and each movement once."""
    sums: dict[str, list[Contrast]] = {}
    for item in found:
        sums.setdefault(item.title, []).append(item)
    if sums:
        rows = [
            (text(typeset(title)), *(_each(view, [item.sides[rank] for item in mine]) for rank in (0, 1)))
            for title, mine in sums.items()
        ]
        yield Table(f"{caption} – {found[0].why}", ("Somme", "Dit", "Relevé"), tuple(rows))


def _each(view: View, sides: Iterable[Side]) -> tuple[Run, ...]:
    passages = dict.fromkeys(one for side in sides for one in side.passages)
    return _joined(_beside(view, one) for one in passages)


def _joined(cells: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    found: list[Run] = []
    for cell in cells:
        found += [*([Run(" ; ")] if found else []), *cell]
    return tuple(found)


def _about(view: View, item: Contrast) -> str:
    title = item.title or view.criteria.get(item.about, item.about)
    return f"{title}, {item.whom}" if item.whom else title


def _beside(view: View, passage: Passage) -> tuple[Run, ...]:
    who = f", {passage.speaker}" if passage.speaker else ""
    quote = f"«{HARD}{' '.join(passage.quote.split())}{HARD}» – "
    numbers = _numbers(view, passage)
    return (Run(quote), _place(view, passage), Run(who), *((Run(", "), *view.links(numbers)) if numbers else ()))


def _place(view: View, passage: Passage) -> Run:
    return Run(hard(passage.place), spot=view.spot_at(passage.piece, passage.start))


def _numbers(view: View, passage: Passage) -> tuple[str, ...]:
    """Return the findings printed of *passage*: those it comes from, else those of the same words."""
    own = tuple(one for one in passage.findings if one in view.shown)
    return own or view.said_at(passage.piece, passage.start, passage.end)


def _is_printed(view: View, passage: Passage) -> bool:
    """Tell whether a paper prints *passage*: one of its findings is, or it comes from none of the dossier.

    What pieces are set side by side on (rules/facts) is no finding: nobody reviews it, and it stands in no list.
    """
    own = [one for one in passage.findings if one in view.numbers]
    return any(one in view.shown for one in own) if own else not view.theme


def _shown(view: View, passages: Iterable[Passage]) -> bool:
    return any(_is_printed(view, item) for item in passages)


def _verb(tie: Tie) -> str:
    relation = relations()[tie.relation]
    # « nié » stands beside: a negative verb there would deny twice. Only whom one speaks for is said with its verb.
    said = relation.negative if tie.status == "denied" and tie.relation == "accuses" else relation.name
    return f"{said} ({tie.label})" if tie.label else said


def _standing(status: Standing) -> str:
    return f"{SIGNS[status]}{HARD}{STATUS[status]}"


def _sources(tie: Tie) -> str:
    words = [f"{len(tie.origins)} : {', '.join(tie.origins)}"] if tie.origins else []
    words += [f"{tie.unsourced} de source inconnue"] if tie.unsourced else []
    words += [f"formules presque identiques : {len(tie.echoes)}"] if tie.echoes else []
    return " ; ".join(words) or "—"


def _places(view: View, passages: Iterable[Passage]) -> tuple[Run, ...]:
    """Return the numbers of the findings, then the places of words that are none."""
    printed = [item for item in passages if _is_printed(view, item)]
    numbers = [one for item in printed for one in _numbers(view, item)]
    rest = [(_place(view, item),) for item in printed if not _numbers(view, item)]
    return _joined([*([view.links(numbers)] if numbers else []), *rest]) or (Run("—"),)
