"""The catalogue as lines for a terminal: list, one criterion, a search, the grids, its history."""

from collections.abc import Iterable, Iterator

from evidence.assessment.applicable import in_words, law_text
from evidence.assessment.records import LawText
from evidence.catalogue import Catalogue
from evidence.catalogue.schema import FAMILIES, Criterion
from evidence.catalogue.teaching import Words
from evidence.errors import UsageError
from evidence.language.forms import folded
from evidence.teaching.said import Said, wrapped

STATUSES = ("affirmed", "denied", "hypothetical", "reported", "none")


def ordered(catalogue: Catalogue) -> list[Criterion]:
    """Return the criteria by family, then by id; an unknown family comes last."""
    rank = {family: place for place, family in enumerate(FAMILIES)}
    return sorted(catalogue.criteria.values(), key=lambda item: (rank.get(item.family, len(rank)), item.id))


def listed(catalogue: Catalogue, words: Words) -> Iterator[Said]:
    """Yield one line a criterion under the name of its family."""
    families = words.of("families")
    family = ""
    for criterion in ordered(catalogue):
        if criterion.family != family:
            family = criterion.family
            yield Said(families.get(family, family), "title")
        phrases = sum(len(item.phrases) + len(item.inverse) for item in criterion.indicators)
        size = f"({_count(len(criterion.indicators), 'indicateur')}, {_count(phrases, 'motif')})"
        yield from wrapped(f"{criterion.name} {size}", f"  {criterion.id:<17} ", then=" " * 20)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number > 1 else ''}"


def nearest(identity: str, known: Iterable[str], what: str, advice: str) -> UsageError:
    """Return the error that an unknown *identity* deserves: it proposes the nearest of *known*."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(identity.lower(), list(known), scorer=fuzz.WRatio, score_cutoff=60)
    return UsageError(f"{what} « {identity} »", f"Vouliez-vous dire « {found[0]} » ?" if found else advice)


def criterion_of(catalogue: Catalogue, identity: str) -> Criterion:
    """Return the criterion *identity*.

    Raises:
        UsageError: there is none; the nearest id or French name is proposed.
    """
    if identity in catalogue.criteria:
        return catalogue.criteria[identity]
    plain = folded(identity)
    for criterion in catalogue.criteria.values():
        if plain == folded(criterion.name):
            return criterion
    raise nearest(
        identity, catalogue.criteria, "il n’y a pas de critère", "emprise rules list donne tous les critères."
    )


def page(criterion: Criterion, catalogue: Catalogue, words: Words) -> Iterator[Said]:
    """Yield the sheet of a criterion: definition, limits, legal elements, indicators, examples, grids, sources."""
    family = words.of("families").get(criterion.family, criterion.family)
    yield from wrapped(f"{criterion.name} ({criterion.id})", kind="title")
    yield Said(f"Famille : {family} · catalogue {catalogue.stamp}", "soft")
    yield Said("")
    yield from wrapped(criterion.definition)
    yield Said("")
    yield from wrapped(criterion.excludes, "Ce n’est pas : ", then="  ")
    yield Said("")
    yield Said("Éléments légaux que le critère éclaire", "title")
    for line in elements(criterion, catalogue):
        yield from wrapped(line, "  · ")
    for name, text in criterion.severity.items():
        yield from wrapped(f"{name} : {text}", "  gravité, ", then="      ")
    yield from _indicators(criterion)
    yield from _examples(criterion, words)
    yield from _origins(criterion, catalogue)


def elements(criterion: Criterion, catalogue: Catalogue) -> list[str]:
    """Return the legal elements that *criterion* bears on, in words, with their text and the mark of its reading."""
    found: list[str] = []
    held: dict[LawText, list[str]] = {}
    for item in criterion.supports:
        name, _, element = item.partition("/")
        offence = catalogue.offences.get(name)
        if offence is None:
            found.append(f"{item} (texte laissé de côté : son fichier porte une faute)")
            continue
        had = [version for version in offence.versions if element not in version.without] or [offence.versions[-1]]
        law = law_text(offence, had[-1], catalogue.legal)
        held.setdefault(law, []).append(offence.element_names(had[-1]).get(element, element))
    return [f"{' ; '.join(names)} : {in_words(law)}" for law, names in held.items()] + found


def _indicators(criterion: Criterion) -> Iterator[Said]:
    for indicator in criterion.indicators:
        yield Said("")
        yield from wrapped(f"{indicator.name} ({indicator.id})", kind="title")
        if indicator.beside:
            yield from wrapped("Circonstance : ne compte que dans une pièce où d’autres faits sont relevés.", "  ")
        if indicator.note:
            yield from wrapped(indicator.note, "  note : ")
        for text in indicator.phrases:
            yield from wrapped(text, "  motif      ")
        for text in indicator.inverse:
            yield from wrapped(text, "  contraire  ")
        for text in indicator.unless:
            yield from wrapped(text, "  sauf       ")


def _examples(criterion: Criterion, words: Words) -> Iterator[Said]:
    names, signs = words.of("statuses"), words.of("signs")
    for status in STATUSES:
        found = getattr(criterion.examples, status)
        if not found:
            continue
        yield Said("")
        title = "Contre-exemples : ne relève pas du critère" if status == "none" else f"Exemples : {names[status]}"
        yield Said(title, "title")
        for example in found:
            yield from wrapped(example, f"  {signs[status]} ", status)


def _origins(criterion: Criterion, catalogue: Catalogue) -> Iterator[Said]:
    named = [(grid, line) for grid, line in grid_lines(criterion.id, catalogue)]
    if named:
        yield Said("")
        yield Said("Grilles publiées (des guides, jamais des critères légaux)", "title")
        for grid, line in named:
            yield from wrapped(f"{grid} : {line}", "  · ")
    if criterion.sources:
        yield Said("")
        yield Said("Sources", "title")
        for source in criterion.sources:
            yield from wrapped(f"{source.ref} ({source.note})" if source.note else source.ref, "  · ")


def grid_lines(identity: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return (grid, index) for each published index that names the criterion."""
    found = []
    for grid in catalogue.legal.grids:
        for line in grid.items:
            index, _, criteria = line.partition(" = ")
            if identity in criteria.split():
                found.append((grid.name, index))
    return found


def grids(catalogue: Catalogue) -> Iterator[Said]:
    """Yield each published grid, its indices, and the criteria that answer each."""
    for grid in catalogue.legal.grids:
        yield from wrapped(f"{grid.name} ({grid.id})", kind="title")
        for line in grid.items:
            index, _, criteria = line.partition(" = ")
            names = [catalogue.criteria[item].name for item in criteria.split() if item in catalogue.criteria]
            yield from wrapped(f"{index} → {', '.join(names) or 'aucun critère'}", "  ", then="      ")
        if grid.note:
            yield from wrapped(grid.note, "  note : ", "soft")
        yield from wrapped(catalogue.legal.address(grid.source), "  lu : ", "soft")
        yield Said("")
    yield from wrapped("Ces grilles sont des guides, jamais des critères légaux ; un indice ne suffit jamais.")


def search(catalogue: Catalogue, text: str, words: Words) -> Iterator[Said]:
    """Yield the lines of the catalogue that hold every word of *text*, accents and case apart, criterion by criterion.

    Raises:
        UsageError: *text* holds no word.
    """
    wanted = folded(text.replace("’", "'")).split()
    if not wanted:
        raise UsageError("la recherche est vide", "Donnez un mot : emprise rules search isolement")
    count = 0
    for criterion in ordered(catalogue):
        hits = [(kind, line) for kind, line in _texts(criterion, words) if _holds(line, wanted)]
        if hits:
            count += len(hits)
            yield from wrapped(f"{criterion.name} ({criterion.id})", kind="title")
            for kind, line in hits:
                yield from wrapped(line, f"  {kind} : ", then="      ")
    for term, meaning in words.of("glossary").items():
        if _holds(f"{term} {meaning}", wanted):
            count += 1
            yield from wrapped(f"{term} : {meaning}", "Glossaire, ", then="      ")
    for offence in catalogue.offences.values():
        if _holds(f"{offence.name} {offence.text}", wanted):
            count += 1
            yield from wrapped(f"{offence.name} ({offence.id})", "Texte : ", then="      ")
    yield Said(f"{_count(count, 'ligne')} pour « {text} »" if count else f"rien pour « {text} »", "soft")


def _holds(line: str, wanted: list[str]) -> bool:
    plain = folded(line.replace("’", "'"))
    return all(word in plain for word in wanted)


def _texts(criterion: Criterion, words: Words) -> Iterator[tuple[str, str]]:
    names = words.of("statuses")
    yield "critère", f"{criterion.id} {criterion.name}"
    yield "définition", criterion.definition
    yield "ce n’est pas", criterion.excludes
    for indicator in criterion.indicators:
        yield "indicateur", f"{indicator.name} ({indicator.id})"
        yield from (("motif", line) for line in indicator.phrases)
        yield from (("contraire", line) for line in indicator.inverse)
        yield from (("sauf", line) for line in indicator.unless)
    for status in STATUSES:
        kind = "contre-exemple" if status == "none" else f"exemple {names[status]}"
        yield from ((kind, line) for line in getattr(criterion.examples, status))
    yield from (("source", f"{source.ref} {source.note}") for source in criterion.sources)


def history(catalogue: Catalogue, words: Words) -> Iterator[Said]:
    """Yield what each version of the catalogue changed, then the version and hash in use."""
    for version, text in words.of("history").items():
        yield from wrapped(text, f"{version} : ", then="    ")
    yield Said(f"En service : {catalogue.stamp}", "soft")
