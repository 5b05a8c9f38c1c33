"""Proofreading of rules: phrases that cannot be read, slots without a lexicon, ids written twice."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from evidence.catalogue.law import Offence
from evidence.catalogue.phrase import PhraseError, parse, slots
from evidence.catalogue.schema import FAMILIES, ContextRule, Criterion, FactRule, Lexicon
from evidence.catalogue.sheets import Mistake, Sheet


def of_criterion(sheet: Sheet, criterion: Criterion, lexicon: Mapping[str, Lexicon]) -> Iterator[Mistake]:
    """Yield the mistakes of a criterion that its shape does not show."""
    if criterion.family not in FAMILIES:
        choices = ", ".join(FAMILIES)
        yield sheet.mistake(
            sheet.line_of(["family"]), f"famille « {criterion.family} » inconnue ; choisir parmi {choices}"
        )
    if not criterion.indicators:
        yield sheet.mistake(sheet.line_of(["indicators"]), "aucun indicateur ; un au moins est nécessaire")
    seen: set[str] = set()
    for rank, item in enumerate(criterion.indicators):
        start = sheet.line_of(["indicators", rank])
        if item.id in seen:
            yield sheet.mistake(start, f"indicateur « {item.id} » en double ; changez l’id de l’un")
        seen.add(item.id)
        if not item.phrases and not item.inverse:
            yield sheet.mistake(start, f"indicateur « {item.id} » sans motif ; ajoutez phrases ou inverse")
        yield from _of_phrases(sheet, start, (*item.phrases, *item.inverse, *item.unless), lexicon)


def of_supports(sheet: Sheet, criterion: Criterion, offences: Mapping[str, Offence]) -> Iterator[Mistake]:
    """Yield the elements that *criterion* supports and that no file of law/ has."""
    for rank, support in enumerate(criterion.supports):
        offence, _, element = support.partition("/")
        if offence not in offences:
            what = f"il n’y a pas de fichier law/{offence}.yaml ; choisir parmi {', '.join(offences)}"
        elif element not in offences[offence].element_names():
            what = f"law/{offence}.yaml n’a pas d’élément « {element} » ; voir sa liste elements"
        else:
            continue
        yield sheet.mistake(sheet.line_of(["supports", rank]), f"« {support} » : {what}")


def of_fact(sheet: Sheet, fact: FactRule, lexicon: Mapping[str, Lexicon]) -> Iterator[Mistake]:
    """Yield the phrases of a fact that cannot be read."""
    phrases = (*fact.phrases, *fact.inverse, *fact.unless)
    if not phrases and not fact.findings:
        yield sheet.mistake(1, "fait sans motif ni constat ; ajoutez phrases, inverse ou findings")
    yield from _of_phrases(sheet, sheet.line_of(["phrases"]), phrases, lexicon)


def of_context(sheet: Sheet, rule: ContextRule, lexicon: Mapping[str, Lexicon]) -> Iterator[Mistake]:
    """Yield the phrases of a context rule that cannot be read."""
    for side in ("before", "after", "unless", "stop"):
        yield from _of_phrases(sheet, sheet.line_of([side]), getattr(rule, side), lexicon)


def of_lexicon(sheet: Sheet, item: Lexicon, lexicon: Mapping[str, Lexicon]) -> Iterator[Mistake]:
    """Yield the entries that cannot be read, and the circle of slots that *item* opens."""
    start = sheet.line_of(["words"])
    if not item.entries():
        yield sheet.mistake(1, "lexique vide ; remplissez words ou phrases")
    yield from _of_phrases(sheet, start, tuple(dict.fromkeys(item.entries())), lexicon)
    circle = _circle(item.id, lexicon, ())
    if circle:
        yield sheet.mistake(start, f"les lexiques tournent en rond : {' → '.join(circle)} ; rompez le cercle")


def doubles(entries: Sequence[str]) -> tuple[str, ...]:
    """Return the entries written more than once, in order."""
    return tuple(dict.fromkeys(entry for rank, entry in enumerate(entries) if entry in entries[:rank]))


def _of_phrases(sheet: Sheet, start: int, phrases: Sequence[str], lexicon: Mapping[str, Lexicon]) -> Iterator[Mistake]:
    for phrase in phrases:
        try:
            missing = slots(parse(phrase)) - set(lexicon)
        except PhraseError as error:
            yield sheet.mistake(sheet.line_with(phrase, start), f"« {phrase} », {error}")
            continue
        for slot in sorted(missing):
            column = phrase.index("{" + slot) + 1
            what = f"colonne {column} : il n’y a pas de fichier lexicon/{slot}.yaml ; créez-le ou corrigez le nom"
            yield sheet.mistake(sheet.line_with(phrase, start), f"« {phrase} », {what}")


def uses(phrases: Sequence[str]) -> frozenset[str]:
    """Return the lexicons that *phrases* name; a phrase that cannot be read names none."""
    found: set[str] = set()
    for phrase in phrases:
        try:
            found |= slots(parse(phrase))
        except PhraseError:
            continue  # told by the caller's own proofreading
    return frozenset(found)


def lexicons_of(criterion: Criterion, lexicon: Mapping[str, Lexicon]) -> frozenset[str]:
    """Return the lexicons that *criterion* uses, directly or through another lexicon."""
    lines = chain.from_iterable((*item.phrases, *item.inverse, *item.unless) for item in criterion.indicators)
    found: set[str] = set()
    todo = set(uses(tuple(lines)))
    while todo:
        name = todo.pop()
        found.add(name)
        if name in lexicon:
            todo |= uses(lexicon[name].phrases) - found
    return frozenset(found)


def _circle(name: str, lexicon: Mapping[str, Lexicon], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the circle of slots that leads from *name* back to the first of *path*, empty when there is none."""
    if path and name == path[0]:
        return (*path, name)
    if name in path or name not in lexicon:
        return ()
    for slot in sorted(uses(lexicon[name].phrases)):
        found = _circle(slot, lexicon, (*path, name))
        if found:
            return found
    return ()
