"""The sub-commands of « rules law »: texts by date, decisions, institutions, grids, a calculator of delays."""

import datetime as dt
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from evidence.assessment.applicable import french_day, in_words, law_text, version_at
from evidence.catalogue.law import MARKS, Offence, Version
from evidence.catalogue.legal import Legal
from evidence.commands._group import Group
from evidence.commands._options import RULES
from evidence.commands._said import opened

LINE = 80
DATE = click.DateTime(["%Y-%m-%d"])


@click.group("law", cls=Group, help="Montre les textes par date, les décisions, les institutions, les délais.")
def LAW() -> None:
    """Consult the law."""


@LAW.command("list", help="Liste les infractions et leurs versions.")
@click.option("--at", "day", type=DATE, help="Ne montre que ce qui est en vigueur ce jour (AAAA-MM-JJ).")
@RULES
def list_(day: dt.datetime | None, rules: Path | None) -> None:
    """Print one line a version."""
    with opened(rules) as loaded:
        for offence in loaded.offences.values():
            for version in offence.versions if day is None else offence.every_version():
                if day is None or version_at(offence, day.date()) == version:
                    click.echo(f"{offence.id:<16} {version.id}")
                    _wrapped(offence.name, "  ")
                    _wrapped(in_words(law_text(offence, version, loaded.legal)), "    ")


@LAW.command("show", help="Montre un texte (223-15-3, cp-223-15-3), tel qu’en vigueur à une date.")
@click.argument("identity", metavar="ARTICLE")
@click.option("--at", "day", type=DATE, help="Jour des faits (AAAA-MM-JJ) ; sans lui, toutes les versions.")
@RULES
def show(identity: str, day: dt.datetime | None, rules: Path | None) -> None:
    """Print a text; when it is not in force that day, say what was."""
    with opened(rules) as loaded:
        offence = _named(identity, loaded.offences.values())
        if day is None:
            versions: Iterable[Version] = offence.every_version()
        else:
            version = version_at(offence, day.date())
            if version is None:
                _not_in_force(offence, day.date(), loaded.offences.values(), loaded.legal)
                return
            versions = (version,)
        for line in textwrap.wrap(f"{offence.name} ({offence.id})", LINE):
            click.echo(click.style(line, bold=True))
        for version in versions:
            _version(offence, version, loaded.legal)
        for decision in loaded.legal.decisions:
            if any(element.startswith(f"{offence.id}/") for element in decision.elements):
                read = loaded.legal.address(decision.source)
                said = (
                    f"{decision.name} : {decision.holding} ; {decision.outcome} ; lu : {read}, {MARKS[decision.mark]}"
                )
                _wrapped(said, "  décision : ")
        if offence.note:
            _wrapped(offence.note, "Note : ")


def _named(identity: str, offences: Iterable[Offence]) -> Offence:
    from difflib import get_close_matches

    from evidence.errors import UsageError

    known = {offence.id: offence for offence in offences}
    wanted = identity.lower().replace(" ", "").replace(".", "-").removeprefix("article")
    for name in (wanted, f"cp-{wanted}", f"csp-{wanted}", f"ct-{wanted}"):
        if name in known:
            return known[name]
    near = get_close_matches(f"cp-{wanted}", known, 1)
    hint = f"Vouliez-vous dire « {near[0]} » ?" if near else "emprise rules law list les donne tous."
    raise UsageError(f"il n’y a pas de texte « {identity} »", hint)


def _not_in_force(offence: Offence, day: dt.date, offences: Iterable[Offence], legal: Legal) -> None:
    """Say that *offence* is not in force on *day*, then what was: its predecessor, and what its number meant."""
    number = offence.id.partition("-")[2]
    known = {item.id: item for item in offences}
    first = in_words(law_text(offence, offence.versions[0], legal))
    _wrapped(f"{offence.text} : n’est pas en vigueur au {french_day(day)} ; première version : {first}", "")
    before = known.get(offence.before)
    version = version_at(before, day) if before is not None else None
    if before is not None and version is not None:
        _wrapped(f"{before.name} : {in_words(law_text(before, version, legal))}", "À cette date : ")
    for other in known.values():
        there = version_at(other, day)
        if there is not None and there != version and number in there.article.replace(",", " ").split():
            _wrapped(
                f"{other.name} : {in_words(law_text(other, there, legal))}", f"Ce jour-là, « {number} » désigne : "
            )


def _version(offence: Offence, version: Version, legal: Legal) -> None:
    click.echo("")
    _wrapped(in_words(law_text(offence, version, legal)), f"{version.id} : ")
    click.echo(f"  peine : {version.penalty}")
    for line in version.aggravated:
        _wrapped(line, "  aggravée : ")
    if version.unsure_until:
        click.echo(f"  faits jusqu’au {french_day(version.unsure_until)} : version à déterminer par le magistrat")
    if version.note:
        _wrapped(version.note, "  note : ")
    words = offence.text_words(version)
    for element, name in offence.element_names(version).items():
        _wrapped(name + (f" (« {words[element]} »)" if element in words else ""), f"  {element:<12} ")
    lines = {line.partition(" = ")[0]: line for line in offence.need}
    for rule in offence.rules(version):
        if rule in lines:
            _wrapped(lines[rule], "  règle : ")


def _wrapped(text: str, first: str) -> None:
    margin = " " * (len(first) - len(first.lstrip()) + 2)
    for line in textwrap.wrap(
        text, LINE, initial_indent=first, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    ):
        click.echo(line)


@LAW.command("decisions", help="Liste les décisions, celles pour la défense au même rang.")
@click.option("--side", type=click.Choice(["prosecution", "defence", "neutral"]), help="Ne montre qu’un côté.")
@RULES
def decisions(side: str | None, rules: Path | None) -> None:
    """Print one paragraph a decision, then the headers seen whose grounds were not read."""
    with opened(rules) as loaded:
        for item in loaded.legal.decisions:
            if side in (None, item.side):
                ecli = f", {item.ecli}" if item.ecli else ", ECLI à vérifier"
                names = dict.fromkeys(_element(loaded.offences, element) for element in item.elements)
                elements = f" ; éléments : {', '.join(names)}" if names else ""
                source = f" ; lu : {loaded.legal.address(item.source)}, {MARKS[item.mark]}"
                _wrapped(f"{item.name}{ecli} : {item.holding} ; {item.outcome}{elements}{source}", "• ")
        if side is None:
            read = loaded.legal.address(("J1",))
            _wrapped(f"En-têtes vus, motifs non lus, à vérifier avant tout usage ; lu : {read}", "")
            for line in loaded.legal.unread:
                click.echo(f"  {line}")


def _element(offences: Mapping[str, Offence], element: str) -> str:
    """Return the French name of « offence/element »; of the offence, when the element is not said."""
    name, _, identity = element.partition("/")
    offence = offences.get(name)
    return offence.element_names().get(identity, offence.name) if offence is not None else element


@LAW.command("bodies", help="Liste les institutions, associations et règles de procédure qu’un dossier nomme.")
@RULES
def bodies(rules: Path | None) -> None:
    """Print one paragraph each."""
    with opened(rules) as loaded:
        for item in loaded.legal.bodies:
            version = f", version {item.version}" if item.version else ""
            read = f"lu : {loaded.legal.address(item.source)}, {MARKS[item.mark]}"
            _wrapped(f"{item.name}{version} : {item.what} ; {read}", "• ")


@LAW.command("grids", help="Liste les grilles d’indices publiées : des guides, jamais des critères légaux.")
@RULES
def grids(rules: Path | None) -> None:
    """Print each grid and the criteria of each index."""
    with opened(rules) as loaded:
        for item in loaded.legal.grids:
            click.echo(f"{item.name} (lu : {loaded.legal.address(item.source)}, {MARKS[item.mark]})")
            for line in item.items:
                click.echo(f"  {line}")
            if item.note:
                _wrapped(item.note, "  note : ")


@LAW.command("delay", help="Compte la prescription d’un acte, pas à pas ; indicatif.")
@click.argument("identity", metavar="ARTICLE")
@click.option("--act", "first", required=True, type=DATE, help="Jour de l’acte, ou premier jour possible.")
@click.option("--act-to", "last", type=DATE, help="Dernier jour possible de l’acte.")
@click.option("--ground", type=click.Choice(["minor", "vulnerable", "concealed"]), help="Règle spéciale supposée.")
@click.option("--born", type=DATE, help="Naissance de la personne visée.")
@click.option("--appeared", type=DATE, help="Jour où les faits sont apparus.")
@click.option("--interruption", "acts", type=DATE, multiple=True, help="Acte interruptif ; peut être répété.")
@click.option("--at", "day", type=DATE, help="Jour auquel on compare.")
def delay(
    identity: str,
    first: dt.datetime,
    last: dt.datetime | None,
    ground: str | None,
    born: dt.datetime | None,
    appeared: dt.datetime | None,
    acts: tuple[dt.datetime, ...],
    day: dt.datetime | None,
) -> None:
    """Print every step, the last useful day at its earliest and latest, the rules and the assumptions."""
    from evidence.assessment.hypotheses import delay_text
    from evidence.assessment.prescription import GROUND_NAMES, Question, count

    with opened(None) as loaded:
        offence = _named(identity, loaded.offences.values())
        question = Question(
            offence=offence.id,
            nature=offence.nature,
            first=first.date(),
            last=(last or first).date(),
            ground=GROUND_NAMES[ground or ""],
            born=born.date() if born else None,
            appeared=appeared.date() if appeared else None,
            interruptions=tuple(act.date() for act in acts),
        )
        answer = count(question, loaded.legal.delays.delays)
        for rule in answer.rules:
            _wrapped(in_words(delay_text(loaded, rule)), "Règle : ")
        for step in answer.steps:
            _wrapped(step, "  • ")
        ends = dict.fromkeys((french_day(answer.earliest), french_day(answer.latest)))
        click.echo(f"Dernier jour utile : {' à '.join(ends)}")
        if day is not None:
            from evidence.dossier.legal_view import OUTLOOKS

            click.echo(f"Au {french_day(day.date())}, selon ce calcul : {OUTLOOKS[answer.outlook(day.date())]}")
        for line in loaded.legal.delays.assumptions:
            _wrapped(line, "")
