"""The cues of rules/context/ found in a Doc: words that may decide a status, before their reach is known."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

import yaml
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from evidence.catalogue.words import load
from evidence.language.forms import forms
from evidence.resources import folder

SIDES = ("before", "after", "unless")
# A phrase with more variants is refused: it would be several phrases.
MOST_VARIANTS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A cue of the text: *tokens* are its words without those of its gaps, *verb* the verb it is built on.

    *side* is « before » (it reaches what follows, or its verb's complements) or « after » (what precedes).
    """

    rule: str
    side: str
    tokens: tuple[int, ...]
    verb: int | None


@dataclass(frozen=True, slots=True)
class _Step:
    """One element of a sequence: *words* in lower case, or a gap of *gap* words; *tied* to the element before."""

    words: frozenset[str]
    gap: int = 0
    tied: bool = False
    verb: bool = False


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Return the text of each file of rules/context/ by id, in the order of the files."""
    found = {}
    for path in sorted(folder("rules").joinpath("context").iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yaml"):
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (text only)
            found[data["id"]] = data
    return found


class CueMatcher:
    """Finds every cue of every context rule in a Doc."""

    def __init__(self, vocab: Vocab) -> None:
        """Compile rules/context/ for *vocab*."""
        self.matcher = Matcher(vocab)
        self.keys: dict[int, tuple[str, str, tuple[_Step, ...]]] = {}
        for rule, data in rules().items():
            for side in SIDES:
                for line in data.get(side, "").splitlines():
                    if line.strip():
                        self._add(rule, side, line.strip())

    def _add(self, rule: str, side: str, line: str) -> None:
        for number, steps in enumerate(_sequences(line)):
            name = f"{rule}.{side}.{line}.{number}"
            pattern, owners = _pattern(steps)
            self.matcher.add(name, [pattern])
            self.keys[self.matcher.vocab.strings[name]] = (rule, side, tuple(owners))

    def __call__(self, doc: Doc) -> tuple[Found, ...]:
        """Return the cues of *doc*, those that an « unless » phrase of their rule overlaps left out."""
        found: list[Found] = []
        cancelled: dict[str, set[int]] = {}
        for key, start, end, alignment in self.matcher(doc, with_alignments=True):
            rule, side, owners = self.keys[key]
            tokens = tuple(start + at for at, place in enumerate(alignment[: end - start]) if owners[place].words)
            if side == "unless":
                cancelled.setdefault(rule, set()).update(tokens)
            else:
                found.append(Found(rule, side, tokens, start if owners[0].verb else None))
        kept = {cue for cue in found if not cancelled.get(cue.rule, set()).intersection(cue.tokens)}
        return tuple(sorted(kept, key=lambda cue: (cue.tokens, cue.rule, cue.side)))


def _pattern(steps: tuple[_Step, ...]) -> tuple[list[dict[str, object]], list[_Step]]:
    light = sorted(load("speech")["light"])
    pattern: list[dict[str, object]] = []
    owners: list[_Step] = []
    for number, step in enumerate(steps):
        if step.gap:
            pattern.append({"IS_SENT_START": False, "IS_PUNCT": False, "OP": f"{{0,{step.gap}}}"})
            owners.append(_Step(frozenset(), gap=step.gap))
            continue
        if number and not step.tied and not steps[number - 1].gap:
            pattern.append({"LOWER": {"IN": light}, "IS_SENT_START": False, "OP": "{0,2}"})
            owners.append(_Step(frozenset(), gap=2))
        first: dict[str, object] = {"LOWER": {"IN": sorted(step.words)}}
        pattern.append(first | {"IS_SENT_START": False} if number else first)
        owners.append(step)
    return pattern, owners


def _sequences(line: str) -> Iterator[tuple[_Step, ...]]:
    """Yield each plain sequence that the phrase *line* stands for."""
    choices = [list(choice) for choice in _elements(line)]
    for picked in product(*choices):
        steps = [step for part in picked for step in part]
        if steps:
            yield tuple(steps)


def _elements(line: str) -> Iterator[Iterator[tuple[_Step, ...]]]:
    rest = line
    while rest := rest.strip():
        if rest[0] in "([":
            close = rest.index(")" if rest[0] == "(" else "]")
            yield _choices(rest[1:close], optional=rest[0] == "[")
            rest = rest[close + 1 :]
        else:
            word, _, rest = rest.partition(" ")
            yield iter([_steps(word)])


def _choices(inside: str, *, optional: bool) -> Iterator[tuple[_Step, ...]]:
    single: set[str] = set()
    verb = False
    for choice in inside.split("|"):
        steps = tuple(step for word in choice.split() for step in _steps(word))
        if len(steps) == 1 and not steps[0].gap:
            single |= steps[0].words
            verb = verb or steps[0].verb
        else:
            yield steps
    if single:
        yield (_Step(frozenset(single), verb=verb),)
    if optional:
        yield ()


def _steps(word: str) -> tuple[_Step, ...]:
    if word.startswith(".."):
        return (_Step(frozenset(), gap=int(word[2:] or 3)),)
    if word.startswith('"'):
        return (_Step(_spellings(word.strip('"')), tied=False),)
    parts = word.split("_")
    return tuple(
        _Step(frozenset().union(*map(_spellings, _inflected(part))), tied=number > 0, verb=_is_verb(part))
        for number, part in enumerate(parts)
    )


def _is_verb(word: str) -> bool:
    return word.endswith(("er", "ir", "re", "oir")) and len(forms(word)) > 10


@cache
def _inflected(word: str) -> frozenset[str]:
    return frozenset(forms(word)) | {word}


def _spellings(word: str) -> frozenset[str]:
    """Return *word* with either apostrophe, and without: « qu' », « qu’ »; « ne » holds « n' »."""
    elided = {"ne": ["n'"], "de": ["d'", "du", "des"], "que": ["qu'"], "à": ["au", "aux"], "si": []}.get(word, [])
    words = {word, *elided}
    return frozenset(words | {each.replace("'", "’") for each in words})


def cached(vocab: Vocab) -> Callable[[Doc], tuple[Found, ...]]:
    """Return a matcher for *vocab*."""
    return CueMatcher(vocab)
