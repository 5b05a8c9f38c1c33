"""The parts of a paper that show the law: texts, gaps, proposals, prescription, themes of hearing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.assessment.records import Gap, Hypothesis, LawText, Outlook, RelatedOffence
from evidence.dossier.legal_view import ASIDE, law_words
from evidence.dossier.paper import Block, Heading, Table, Words, text
from evidence.dossier.record import VersionRow
from evidence.dossier.topics import ASKED_HEAD, KEY, cited_lines, nothing_asked, pairs_words, topics
from evidence.dossier.typography import HARD, date_words, days_in_words, typeset
from evidence.dossier.view import UNDOCUMENTED, View

REPORTS = ", si les procès-verbaux"
OUT: dict[Outlook, str] = {"open": "non dépassé", "expired": "dépassé", "uncertain": "peut-être dépassé"}


def texts(view: View) -> Iterator[Block]:
    """Yield the versions of each text, each with its reference whole: others of the same paper lead here."""
    for offence in view.dossier.offences:
        yield Table(
            f"{offence.name} : versions du texte",
            ("Article, version, source et lecture", "Peine de base", "Note"),
            tuple(
                (
                    text(typeset(law_words(_reference(item)))),
                    text(typeset(item.penalty)),
                    text(typeset(item.note) or "—"),
                )
                for item in offence.versions
            ),
        )


def related_texts(view: View) -> Iterator[Block]:
    """Yield the texts of the offences proposed beside the main ones, each with its reference whole."""
    known = {(item.article, item.id) for offence in view.dossier.offences for item in offence.versions}
    others = [item for item in view.dossier.related if (item.law.article, item.law.version) not in known]
    if others:
        yield Table(
            "Textes des infractions connexes proposées",
            ("Infraction", "Article, version, source et lecture"),
            tuple((text(" ; ".join(names)), text(law_words(law))) for law, names in _alike(others)),
        )
    else:
        yield Words("Textes des infractions connexes : aucune n’est proposée.")


def _alike(found: Sequence[RelatedOffence]) -> Iterator[tuple[LawText, list[str]]]:
    """Yield each reference with the offences it is of; articles of one version, read in one source, are one."""
    groups: dict[LawText, list[RelatedOffence]] = {}
    for item in found:
        groups.setdefault(replace(item.law, article="", version=""), []).append(item)
    for items in groups.values():
        articles = " ; ".join(dict.fromkeys(item.law.article for item in items))
        yield replace(items[0].law, article=articles), list(dict.fromkeys(item.name for item in items))


def _reference(item: VersionRow) -> LawText:
    return LawText(
        article=item.article,
        version=item.id,
        start=item.start,
        end=item.end,
        source=f"{item.by} ; lu : {item.source}",
        mark=item.mark,
    )


def gaps(view: View) -> Iterator[Block]:
    """Yield each element that nothing supports, for whom it lacks, and the acts that usually bring it."""
    found = [gap for gap in view.dossier.gaps if gap.state == "missing"]
    if not found:
        every = "Chaque élément demandé a au moins un passage, pour ou contre."
        yield Words(every if view.dossier.matrix else nothing_asked(view.dossier))
        return
    names = {offence.id: offence.name for offence in view.dossier.offences}
    yield Words(f"Chaque élément ci-dessous est {UNDOCUMENTED} pour les personnes de sa ligne.")
    for offence in dict.fromkeys(gap.offence for gap in found):
        yield from _missing(names[offence], [gap for gap in found if gap.offence == offence])


def _missing(name: str, found: Sequence[Gap]) -> Iterator[Block]:
    """Yield the elements of one offence; those that lack to the same persons and that one act brings are one line."""
    laws = list(dict.fromkeys(law_words(gap.law, "short") for gap in found))
    asked: dict[tuple[str, tuple[str, ...]], tuple[set[str], dict[tuple[str, str], None]]] = {}
    for gap in found:
        under, pairs = asked.setdefault((gap.name, gap.acts), (set(), {}))
        under.add(law_words(gap.law, "short"))
        pairs[gap.harmed, gap.accused] = None
    lines: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (element, acts), (under, pairs) in asked.items():
        ranks = [str(rank) for rank, law in enumerate(laws, 1) if law in under]
        only = f" (version {' et '.join(ranks)})" if len(ranks) < len(laws) else ""
        lines.setdefault((pairs_words(pairs), acts), []).append(element + only)
    yield Table(
        f"{name} : éléments non documentés, et actes qui les apportent d’ordinaire",
        ("Éléments", "Personne visée → personne mise en cause", "Actes envisageables"),
        tuple(
            (text(" ; ".join(elements)), text(pairs), text(" ; ".join(acts) or "—"))
            for (pairs, acts), elements in lines.items()
        ),
    )
    for rank, law in enumerate(laws, 1):
        yield Words((f"Version {rank} : " if len(laws) > 1 else "") + law, item=True)


def related(view: View) -> Iterator[Block]:
    """Yield the aggravations and other offences to look at, each with its own elements; nothing is decided."""
    found = view.dossier.related
    if found:
        yield Table(
            "Aggravations et autres infractions à examiner : proposées, jamais décidées",
            ("Infraction", "Texte", "Passages", "Éléments sans passage"),
            tuple(
                (
                    text(_proposed(item)),
                    text(typeset(law_words(item.law, "short"))),
                    view.links(item.because),
                    text(_elements(item, missing=True) or "aucun"),
                )
                for item in found
            ),
        )
    else:
        yield Words("Aucun passage n’appelle une aggravation ou une autre infraction du catalogue.")
    yield Words(f"{ASIDE} : {view.dossier.not_proposed}.")


def _proposed(item: RelatedOffence) -> str:
    """Return what is proposed: an aggravation is named by the circumstances that passages are about."""
    return item.name if item.kind == "related" else f"{item.name} – aggravation : {_elements(item, missing=False)}"


def _elements(item: RelatedOffence, *, missing: bool) -> str:
    names = (one.name for one in item.elements if (one.element in item.missing) == missing)
    return " ; ".join(name.removeprefix("Aggravation : ") for name in names)


def prescription(view: View) -> Iterator[Block]:
    """Yield every hypothesis of limitation, numbered: never a single date; what all of them take for granted."""
    found = view.dossier.hypotheses
    names = {offence.id: offence.name for offence in view.dossier.offences}
    if not found:
        yield Words("Non documenté.")
        return
    groups: dict[tuple[str, str], list[tuple[int, Hypothesis]]] = {}
    for rank, item in enumerate(found, 1):
        groups.setdefault((item.offence, item.harmed), []).append((rank, item))
    for (offence, harmed), ranked in groups.items():
        yield Table(
            f"{names[offence]}, personne visée : {harmed or 'non précisée'} ; "
            "chaque hypothèse, indicative, est à confirmer par le magistrat",
            ("N°", "Hypothèse", "Départ", "Dernier jour utile", "Si les procès-verbaux datés interrompent"),
            tuple(
                (
                    text(_ranks(lines)),
                    text(_apart(lines[0][1].name)[0]),
                    text(lines[0][1].start_words),
                    text(_last_day(lines[0][1])),
                    text(" ; ".join(_last_day(item) for _, item in lines[1:]) or "—"),
                )
                for lines in _by_start(ranked)
            ),
        )
    yield Words(
        "« Dépassé », « non dépassé » : à la date portée sur ce document, sauf acte interruptif ou suspension ; "
        "« peut-être dépassé » : selon la date des faits."
    )
    for line in dict.fromkeys(line for item in found for line in item.assumptions):
        yield Words(days_in_words(line), item=True)


def _apart(name: str) -> tuple[str, str]:
    """Return a hypothesis, and what it takes the reports of the case for."""
    start, found, rest = name.partition(REPORTS)
    return start, found + rest


def _by_start(ranked: Sequence[tuple[int, Hypothesis]]) -> Iterator[list[tuple[int, Hypothesis]]]:
    """Yield each hypothesis with the one that starts alike and takes the reports of the case for interruptions."""
    found: dict[tuple[object, ...], list[tuple[int, Hypothesis]]] = {}
    for rank, item in ranked:
        key = (_apart(item.name)[0], item.start_first, item.start_last, item.start_words, item.findings)
        found.setdefault(key, []).append((rank, item))
    yield from found.values()


def _together(found: Sequence[Hypothesis]) -> Iterator[list[tuple[int, Hypothesis]]]:
    """Yield the hypotheses of :func:`prescription`, those on one line together, in the order of their numbers."""
    groups: dict[tuple[str, str], list[tuple[int, Hypothesis]]] = {}
    for rank, item in enumerate(found, 1):
        groups.setdefault((item.offence, item.harmed), []).append((rank, item))
    for ranked in groups.values():
        yield from _by_start(ranked)


def _steps(lines: Sequence[tuple[int, Hypothesis]]) -> str:
    """Return the steps of the first hypothesis of a line, then what the next ones add to it."""
    first = lines[0][1]
    said = [" ; ".join(first.steps)]
    for rank, item in lines[1:]:
        more = [step for step in item.steps if step not in first.steps]
        said.append(f"H{rank}, en plus : {' ; '.join(more) or 'rien'}")
    return ". ".join(said)


def _ranks(lines: Sequence[tuple[int, Hypothesis]]) -> str:
    return f",{HARD}".join(f"H{rank}" for rank, _ in lines)


def _last_day(item: Hypothesis) -> str:
    last = "" if item.latest == item.earliest else f" au {date_words(item.latest)}"
    return f"{'du ' if last else ''}{date_words(item.earliest)}{last} ({OUT[item.outlook]})"


def prescription_steps(view: View) -> Iterator[Block]:
    """Yield how each hypothesis of limitation is counted, step by step, with its law and its findings."""
    found = view.dossier.hypotheses
    if not found:
        yield Words("Non documenté.")
        return
    rules: dict[str, list[str]] = {}
    for rank, item in enumerate(found, 1):
        rules.setdefault(" ; ".join(law_words(rule) for rule in item.rules), []).append(f"H{rank}")
    for law, ranks in rules.items():
        yield Words(f"{', '.join(ranks)} : {law}")
    for more in dict.fromkeys(_apart(item.name)[1] for item in found):
        if more:
            yield Words(f"Second numéro d’une ligne{more}")
    yield Table(
        "Calcul de chaque hypothèse de prescription",
        ("N°", "Hypothèse", "Calcul", "Constats"),
        tuple(
            (
                text(_ranks(lines)),
                text(_apart(lines[0][1].name)[0]),
                text(_steps(lines)),
                view.links(lines[0][1].findings),
            )
            for lines in _together(found)
        ),
    )


def themes(view: View) -> Iterator[Block]:
    """Yield the themes for the next hearings, each once, for and against at one rank."""
    found = topics(view.dossier)
    if not found:
        yield Words(nothing_asked(view.dossier))
        return
    yield Words(KEY)
    yield from (Words(line, item=True) for line in cited_lines(view.dossier))
    for rank, topic in enumerate(found, 1):
        yield Heading(3, topic.name, f"theme-{rank}")
        yield Table(
            "Ce qui manque ou se discute", ASKED_HEAD, tuple(tuple(text(cell) for cell in row) for row in topic.asked)
        )
        for title, lines in topic.parts:
            yield Words(f"{title} :")
            yield from (Words(line, item=True) for line in lines or ("aucun au catalogue",))
