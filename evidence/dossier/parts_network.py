"""The parts of a paper that show the network: ties, contradictions, readings, money by year; each with its passages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from evidence.dossier.flows_svg import sheets
from evidence.dossier.paper import Block, Drawing, Run, Table, Words, text
from evidence.dossier.typography import HARD
from evidence.dossier.view import UNDOCUMENTED, View
from evidence.graph.contrasts import Contrast
from evidence.graph.picture import SIGNS, STATUS, drawing
from evidence.graph.record import Passage, Standing, Tie
from evidence.graph.vocabulary import relations
from evidence.graph.words import money


def links(view: View) -> Iterator[Block]:
    """Yield who is linked to whom, as a drawing and as a table that says the same, each tie with its passages."""
    found = tuple(tie for tie in view.dossier.network.ties if _shown(view, tie.passages))
    if not found:
        yield Words("Non documenté : aucun passage ne donne à la fois qui agit et qui est visé.")
        return
    svg = drawing(replace(view.dossier.network, ties=found))
    if svg:
        yield Drawing(
            svg,
            "Liens entre personnes, d’après les passages ; le tableau qui suit les donne un par un. "
            "Les contradictions y sont, sans flèche au dessin.",
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


def contradictions(view: View) -> Iterator[Block]:
    """Yield what pieces say against each other, two passages side by side."""
    yield from _pairs(view, "Contradictions", agree=False)


def agreements(view: View) -> Iterator[Block]:
    """Yield what pieces say alike, two passages side by side."""
    yield from _pairs(view, "Concordances", agree=True)


def network_readings(view: View) -> Iterator[Block]:
    """Yield what the network lets one read, in words, with the passages for and against."""
    found = [item for item in view.dossier.readings if _shown(view, (*item.passages, *item.against))]
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
                        text(str(item.year or "non dite")),
                        text(item.payer or "non dit"),
                        text(item.beneficiary or "non dit"),
                        text(_standing(item.standing)),
                        text(
                            (money(item.total) if item.total is not None else " ; ".join(map(money, item.sums)))
                            + f"{HARD}{item.currency}"
                        ),
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
    # Pairs of one sort, one passage on each side, stand in one table; what has more passages has its own.
    pairs: dict[tuple[str, ...], list[Contrast]] = {}
    for item in found:
        labels = tuple(side.label for side in item.sides)
        if len(labels) == 2 and len(item.passages) == 2:
            pairs.setdefault((item.why, *labels), []).append(item)
        else:
            yield Table(
                f"{caption} – {_about(view, item)} : {item.why}",
                # The first cell heads its row: a rank, so that no side stands out.
                ("N°", *labels),
                tuple(
                    (text(str(rank)), *(_beside(view, row) if row else text("—") for row in rows))
                    for rank, rows in enumerate(zip_longest(*(side.passages for side in item.sides)), 1)
                ),
            )
    for (why, *heads), items in pairs.items():
        yield Table(
            f"{caption} – {why}",
            ("Sur quoi", *heads),
            tuple((text(_about(view, item)), *(_beside(view, one) for one in item.passages)) for item in items),
        )


def _about(view: View, item: Contrast) -> str:
    title = item.title or view.criteria.get(item.about, item.about)
    return f"{title}, {item.whom}" if item.whom else title


def _beside(view: View, passage: Passage) -> tuple[Run, ...]:
    who = f", {passage.speaker}" if passage.speaker else ""
    quote = f"«{HARD}{' '.join(passage.quote.split())}{HARD}» – "
    numbers = _numbers(view, passage)
    return (Run(quote), _place(view, passage), Run(who), *((Run(", "), *numbers) if numbers else ()))


def _place(view: View, passage: Passage) -> Run:
    return Run(passage.place, spot=view.spot_at(passage.piece, passage.start))


def _numbers(view: View, passage: Passage) -> tuple[Run, ...]:
    shown = [one for one in passage.findings if one in view.shown]
    return view.links(iter(shown)) if shown else ()


def _shown(view: View, passages: Iterable[Passage]) -> bool:
    """Tell whether a paper shows what rests on *passages*: one of its findings, or words that are none."""
    return any(
        any(one in view.shown for one in item.findings) if item.findings else not view.theme for item in passages
    )


def _verb(tie: Tie) -> str:
    relation = relations()[tie.relation]
    said = relation.negative if tie.status == "denied" else relation.name
    return f"{said} ({tie.label})" if tie.label else said


def _standing(status: Standing) -> str:
    return f"{SIGNS[status]}{HARD}{STATUS[status]}"


def _sources(tie: Tie) -> str:
    words = [f"{len(tie.origins)} : {', '.join(tie.origins)}"] if tie.origins else []
    words += [f"{tie.unsourced} de source inconnue"] if tie.unsourced else []
    words += [f"formules presque identiques : {len(tie.echoes)}"] if tie.echoes else []
    return " ; ".join(words) or "—"


def _places(view: View, passages: Iterable[Passage]) -> tuple[Run, ...]:
    """Return the numbers of the findings, or the place of words that are none."""
    found: list[Run] = []
    for item in passages:
        if item.findings and not any(one in view.shown for one in item.findings):
            continue
        numbers = _numbers(view, item) or (_place(view, item),)
        found += [*([Run(" ; ")] if found else []), *numbers]
    return tuple(found) or (Run("—"),)
