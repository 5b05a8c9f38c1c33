"""The law of a dossier on a page or two of terminal: counts by offence and persons, what lacks, where the rest is."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from evidence.assessment.applicable import french_day, in_words
from evidence.assessment.records import LawText
from evidence.dossier.legal_lines import folded, telling
from evidence.dossier.legal_view import ASIDE, OUTLOOKS, Grid, grids, pair_cell
from evidence.dossier.record import Dossier

PAIR = 34
HEAD = f"   {'Personne visée → mise en cause':<{PAIR}} Version  app. con. dis. man.   ▲   ▼   ?"
READ = " : "
LEGEND = (
    "app. : éléments appuyés ; con. : contredits ; dis. : appuyés et contredits ; man. : manquants. "
    "▲ ▼ ? : passages à charge, à décharge, à vérifier. * : aucun passage daté, version à déterminer par le magistrat."
)
MORE = (
    "Tout, passage par passage : emprise assess AFFAIRE --detail ; une personne : --person NOM ; une infraction : "
    "--offence 223-15-3 ; pages : --format html -o FICHIER. Actes et thèmes : emprise themes AFFAIRE."
)


class Sources:
    """Where the texts were read: each address once, at the end, under its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def cited(self, law: LawText) -> str:
        """Return the reference of *law* with the numbers of its sources."""
        read = law.source.rpartition(READ)[2].split(" ; ")
        numbers = [self.numbers.setdefault(address, len(self.numbers) + 1) for address in read]
        return f"{in_words(law, 'short')}, source {''.join(f'[{number}]' for number in numbers)}"

    def lines(self) -> Iterator[str]:
        """Yield the addresses under their numbers."""
        if self.numbers:
            yield "== Sources"
            yield from (f"   [{number}] {source}" for source, number in self.numbers.items())


def overview(dossier: Dossier, width: int = 80) -> Iterator[str]:
    """Yield the counts of the assessment as lines of at most *width* characters; nothing is summed up in a verdict."""
    yield from folded(_lines(dossier), width)


def _lines(dossier: Dossier) -> Iterator[str]:
    sources = Sources()
    yield f"Éléments légaux, {dossier.case}, au {french_day(dossier.made_at)}."
    yield "Ce qui appuie, contredit, manque. Rien ici ne dit qu’une infraction est constituée."
    yield ""
    found = grids(dossier)
    if not found:
        yield "Aucun passage ne porte sur un élément légal."
    for name in dict.fromkeys(grid.name for grid in found):
        yield from _offence(name, [grid for grid in found if grid.name == name], sources)
    if found:
        yield LEGEND
        yield ""
    yield from _proposals(dossier, sources)
    yield from _delays(dossier, sources)
    yield from sources.lines()
    yield ""
    yield MORE


def _offence(name: str, mine: list[Grid], sources: Sources) -> Iterator[str]:
    yield f"== {name}"
    for law in dict.fromkeys(grid.law for grid in mine):
        yield f"   {sources.cited(law)}"
    yield HEAD
    for grid in mine:
        yield from _counted(grid)
    for title, state in (("manquants", "missing"), ("à discuter", "discussed")):
        lacking = Counter(gap.name for grid in mine for gap in grid.gaps if gap.state == state)
        if lacking:
            said = " ; ".join(f"{gap} ({count})" for gap, count in lacking.items())
            yield f"   {title}, et pour combien de lignes : {said}"
    yield ""


def _counted(grid: Grid) -> Iterator[str]:
    states = Counter(row.state for row in grid.rows)
    sides = (
        len({line.finding for row in grid.rows for line in row.supported}),
        len({line.finding for row in grid.rows for line in row.contradicted}),
        len({line.finding for row in grid.rows for line in row.to_verify}),
    )
    pair = pair_cell(grid.harmed, grid.accused)
    if len(pair) > PAIR:
        yield f"   {pair}"
        pair = ""
    version = grid.version + ("*" if grid.note else "")
    elements = "".join(f"{states[state]:>5}" for state in ("supported", "contradicted", "discussed", "missing"))
    yield f"   {pair:<{PAIR}} {version:<7}{elements}{''.join(f'{count:>4}' for count in sides)}"


def _proposals(dossier: Dossier, sources: Sources) -> Iterator[str]:
    yield "== À examiner : aggravations et autres infractions (proposées, jamais décidées)"
    for item in dossier.related:
        name = "aggravation" if item.kind == "aggravation" else item.name
        lacking = f", {_several(len(item.missing), 'élément')} sans passage" if item.missing else ""
        yield f"   {name}, {_several(len(item.because), 'passage')}{lacking} : {sources.cited(item.law)}"
    yield f"   {ASIDE} : {dossier.not_proposed}"
    yield ""


def _several(count: int, word: str) -> str:
    return f"{count} {word}" + ("s" if count > 1 else "")


def _delays(dossier: Dossier, sources: Sources) -> Iterator[str]:
    yield "== Prescription : dernier jour utile de chaque hypothèse, indicatif"
    names = {offence.id: offence.name for offence in dossier.offences}
    shown, _same = telling(dossier.hypotheses)
    rules: dict[LawText, None] = {}
    for (offence, harmed), group in groupby(
        sorted(shown, key=lambda item: (item.offence, item.harmed)), key=lambda item: (item.offence, item.harmed)
    ):
        mine = list(group)
        rules |= dict.fromkeys(rule for item in mine for rule in item.rules)
        first, last = min(item.earliest for item in mine), max(item.latest for item in mine)
        outlooks = Counter(item.outlook for item in mine)
        said = " ; ".join(f"{words} : {outlooks[name]}" for name, words in OUTLOOKS.items() if outlooks[name])
        yield f"   {names[offence]} ; personne visée : {harmed or 'non précisée'}"
        yield f"     {_several(len(mine), 'hypothèse')}, du {french_day(first)} au {french_day(last)} ; {said}"
    yield from (f"   règle : {sources.cited(rule)}" for rule in rules)
    if not shown:
        yield "   aucun acte daté"
    yield ""
