"""The cues of rules/context/ found in a Doc: words that may decide a status, before their reach is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import yaml
from spacy.tokens import Doc

from evidence.catalogue.phrase import Choice, Node, Sequence, Touch, Word, parse
from evidence.catalogue.words import load
from evidence.language.forms import forms
from evidence.language.phrases import Phrases
from evidence.resources import folder

SIDES = ("before", "after", "unless")
# A regular verb has more forms than any noun or adjective (the longest noun has four, an adjective six).
VERB_FORMS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A cue of the text: *tokens* are its words, *verb* the verb it is built on.

    *side* is « before » (it reaches what follows, or its verb's complements) or « after » (what precedes).
    """

    rule: str
    side: str
    tokens: tuple[int, ...]
    verb: int | None


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

    def __init__(self) -> None:
        """Compile rules/context/."""
        self.keys: list[tuple[str, str, bool]] = []
        texts = []
        for rule, data in rules().items():
            for side in SIDES:
                for line in filter(None, map(str.strip, data.get(side, "").splitlines())):
                    texts.append(line)
                    self.keys.append((rule, side, _is_verb(parse(line))))
        self.phrases = Phrases(texts, {"light": load("speech")["light"]})

    def __call__(self, doc: Doc) -> tuple[Found, ...]:
        """Return the cues of *doc*, those that an « unless » phrase of their rule overlaps left out."""
        found: list[Found] = []
        for sentence in doc.sents:
            found.extend(self._kept(doc, sentence.start, sentence.end))
        return tuple(found)

    def _kept(self, doc: Doc, start: int, end: int) -> Iterator[Found]:
        found: set[Found] = set()
        cancelled: dict[str, set[int]] = {}
        for hit in self.phrases.find(doc, start, end):
            rule, side, verb = self.keys[hit.key]
            if any(doc[i].is_punct and doc[i].text not in "-'’" for i in range(hit.tokens[0], hit.tokens[-1])):
                continue  # a cue is said in one breath
            if side == "unless":
                cancelled.setdefault(rule, set()).update(hit.tokens)
            else:
                found.add(Found(rule, side, hit.tokens, hit.tokens[0] if verb else None))
        kept = [cue for cue in found if not cancelled.get(cue.rule, set()).intersection(cue.tokens)]
        # « aucun » inside « n'… aucun » is one cue, not two.
        kept = [cue for cue in kept if not any(_is_part(cue, other) for other in kept)]
        return iter(sorted(kept, key=lambda cue: (cue.tokens, cue.rule, cue.side)))


def _is_part(cue: Found, other: Found) -> bool:
    same = (cue.rule, cue.side) == (other.rule, other.side) and cue.verb is None and other.verb is None
    return same and set(cue.tokens) < set(other.tokens)


def _is_verb(node: Node) -> bool:
    """Tell whether a phrase is built on a verb: its first word, unquoted, is an infinitive."""
    if isinstance(node, Word):
        return not node.exact and node.text.endswith(("er", "ir", "re", "oir")) and len(forms(node.text)) > VERB_FORMS
    if isinstance(node, Sequence | Touch):
        return _is_verb(node.items[0])
    return isinstance(node, Choice) and any(_is_verb(option) for option in node.options)
