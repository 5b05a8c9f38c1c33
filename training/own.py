"""Sentences of our own, annotated: the frames of own.txt with their slots filled, differently for each seed.

They mend what the treebanks teach too little: clitics after a verb that governs an infinitive, causatives, denials,
inversions, « ni… ni… » (the repeated errors listed in nlp.md).
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from training.convert import Word

FRAMES = Path(__file__).parent / "own.txt"
ELIDED = ("me", "te", "se", "le", "la", "de", "que", "je", "ne", "ce")
VOWELS = "aeiouyhéèêàâîôû"
# Endings of the participle, longest first, with what they say.
PARTICIPLE = (
    ("ées", "Gender=Fem|Number=Plur"),
    ("ues", "Gender=Fem|Number=Plur"),
    ("ée", "Gender=Fem|Number=Sing"),
    ("ue", "Gender=Fem|Number=Sing"),
    ("ie", "Gender=Fem|Number=Sing"),
    ("ite", "Gender=Fem|Number=Sing"),
    ("és", "Gender=Masc|Number=Plur"),
    ("", "Gender=Masc|Number=Sing"),
)
# Relations of words that are verbs, where the treebanks do not know them.
VERBAL = ("root", "xcomp", "ccomp", "advcl", "acl", "parataxis", "conj")
# How many sentences a frame gives in one copy.
EACH = 4


@dataclass(slots=True)
class Node:
    """A word being placed: others lean on *mark*, it leans on *head* (empty: the root)."""

    form: str
    pos: str
    relation: str
    mark: str
    head: str
    root: bool = False


@dataclass(slots=True)
class Lexicon:
    """What the treebanks say of a form: its class, its features."""

    by_relation: dict[tuple[str, str], str]
    by_form: dict[str, str]
    morphs: dict[tuple[str, str, str], str]

    def pos(self, form: str, relation: str) -> str:
        """Return the class of *form* in that relation, else anywhere, else the one of most unknown words."""
        low = form.lower()
        default = "VERB" if relation in VERBAL else "NOUN"
        return self.by_relation.get((low, relation)) or self.by_form.get(low, default)

    def morph(self, word: Word, verb_form: str) -> str | None:
        """Return the features of *word*, None where nothing tells them."""
        low = word.form.lower()
        if word.pos not in ("VERB", "AUX"):
            return self.morphs.get((low, word.pos, ""), "" if word.pos in ("PUNCT", "ADP", "PROPN") else None)
        if verb_form == "Part" and word.pos == "VERB":
            agreed = next(features for ending, features in PARTICIPLE if low.endswith(ending))
            return f"{agreed}|Tense=Past|VerbForm=Part"
        if verb_form == "Inf":
            return "VerbForm=Inf"
        default = "Mood=Ind|Number=Sing|Person=3|Tense=Imp|VerbForm=Fin" if low.endswith("ait") else None
        return self.morphs.get((low, word.pos, verb_form), default)


def learnt_lexicon(trees: list[list[Word]]) -> Lexicon:
    """Return the classes and features that are the most frequent in *trees*."""
    relations: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    morphs: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for word in chain.from_iterable(trees):
        low = word.form.lower()
        relations[low, word.relation][word.pos] += 1
        forms[low][word.pos] += 1
        if word.morph is not None:
            verb_form = next((item[9:] for item in word.morph.split("|") if item.startswith("VerbForm")), "")
            morphs[low, word.pos, verb_form][word.morph] += 1
    return Lexicon(
        {key: most(counter) for key, counter in relations.items()},
        {key: most(counter) for key, counter in forms.items()},
        {key: most(counter) for key, counter in morphs.items()},
    )


def most(counter: Counter[str]) -> str:
    """Return the most frequent key."""
    return counter.most_common(1)[0][0]


def sections() -> tuple[list[str], dict[str, list[str]]]:
    """Return the frames and the fillers of each slot."""
    fillers: dict[str, list[str]] = {}
    name = ""
    for raw in FRAMES.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            name = line[1 : line.index("]")]
            fillers[name] = []
        elif line and not line.startswith("#"):
            fillers[name] += [line] if name == "frames" else [item.strip() for item in line.split(" | ")]
    return fillers.pop("frames"), fillers


@dataclass(slots=True)
class Maker:
    """Fills frames: *count* numbers the fillers so that their inner names never meet."""

    fillers: dict[str, list[str]]
    rng: random.Random
    count: int = 0

    def nodes(self, text: str) -> list[Node]:
        """Return the words of a frame or filler; each slot becomes its filler, whose root takes the slot's place."""
        self.count += 1
        scope = f"{self.count}:"
        seen: Counter[str] = Counter()
        found: list[Node] = []
        for item in text.split():
            word, _, rest = item.partition("/")
            relation, _, head = rest.partition(">")
            root = word.startswith("*") or relation == "^"
            word = word.removeprefix("*")
            form, _, pos = word.partition(":")
            seen[form] += 1
            mark = scope + form + (f"#{seen[form]}" if seen[form] > 1 else "")
            target = scope + head if head else ""
            if form.startswith("{"):
                found += self._slot(form.strip("{}"), relation, mark, target, root, scope)
            else:
                found.append(Node(form, pos, relation, mark, target or scope, root))
        main = next(node for node in found if node.root)
        for node in found:
            if node.head == scope and not node.root:
                node.head = main.mark
        return found

    def _slot(self, name: str, relation: str, mark: str, target: str, root: bool, scope: str) -> list[Node]:
        inner = self.nodes(self.rng.choice(self.fillers[name]))
        main = next(node for node in inner if node.root)
        for node in inner:
            if node.head == main.mark:
                node.head = mark
        main.mark, main.relation, main.head, main.root = mark, relation, target or scope, root
        return inner

    def sentence(self, frame: str, lexicon: Lexicon) -> list[Word]:
        """Return *frame* as an annotated sentence."""
        nodes = self.nodes(frame)
        at = {node.mark: index for index, node in enumerate(nodes)}
        words = []
        for node in nodes:
            relation = "root" if node.root else node.relation
            pos = node.pos or lexicon.pos(node.form, relation)
            words.append(Word(node.form, node.form, pos, None, -1 if node.root else at[node.head], relation, True))
        words = [replace(word, morph=lexicon.morph(word, verb_form(words, index))) for index, word in enumerate(words)]
        return written(words)


def verb_form(words: list[Word], index: int) -> str:
    """Return what kind of verb form the word at *index* is, from its place: a participle has an auxiliary."""
    word = words[index]
    if word.pos not in ("VERB", "AUX"):
        return ""
    below = {other.relation for other in words if other.head == index}
    beside = {other.relation for other in words if other.head == word.head}
    if "aux:caus" in below:
        return "Inf"
    causative = word.relation == "aux:caus" and "aux:tense" in beside
    if causative or below & {"aux:tense", "aux:pass"} or word.form == "été":
        return "Part"
    if word.relation == "acl" and word.form[-1] in "seé":
        return "Part"
    infinitive = word.form.endswith(("er", "ir", "re", "oir"))
    return "Inf" if infinitive else "Fin"


def written(words: list[Word]) -> list[Word]:
    """Return *words* as they are written: elisions, capital, blanks."""
    result: list[Word] = []
    for index, word in enumerate(words):
        after = words[index + 1].form if index + 1 < len(words) else "."
        form = word.form
        if form in ELIDED and after[0].lower() in VOWELS and after not in ("huit", "onze"):
            form = form[:-1] + "'"
        if index == 0 or words[index - 1].form == "«":
            form = form[:1].upper() + form[1:]
        space = not form.endswith("'") and not after.startswith((".", ",", "-"))
        result.append(replace(word, form=form, lemma=word.form, space=space))
    return result


def own_trees(learnt: list[list[Word]], seed: int) -> list[list[Word]]:
    """Return our sentences: each frame EACH times, in random order; classes and features as in *learnt*."""
    frames, fillers = sections()
    rng = random.Random(seed)
    lexicon = learnt_lexicon(learnt)
    maker = Maker(fillers, rng)
    trees = [maker.sentence(frame, lexicon) for frame in frames for _ in range(EACH)]
    rng.shuffle(trees)
    return trees
