"""Treebanks (CoNLL-U, gzip) -> training examples: one token per surface word, one set of labels, some noise."""

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

# Weights may only be trained on data under CC BY-SA (see README.md): Sequoia and FQB (LGPL-LR) are for testing.
# No sentence of a test set is among them: PUD has one file, called "test" upstream, and it is used for training.
WRITTEN = ("fr_gsd-dev", "fr_pud-test")
SPOKEN = ("fr_parisstories-train", "fr_parisstories-dev", "fr_rhapsodie-train", "fr_rhapsodie-dev")
# One run of RUN sentences in HELD_OUT is kept to choose the best step.
RUN, HELD_OUT = 20, 16
SAME_LABEL = {
    "obj:lvc": "obj",
    "obj:agent": "obj",
    "dep:comp": "dep",
    "nmod:appos": "appos",
    "parataxis:parenth": "parataxis",
    "parataxis:insert": "parataxis",
    "compound": "flat",
    "goeswith": "fixed",
    "aux": "aux:tense",
    "expl": "expl:comp",
    "iobj:agent": "iobj",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubj",
}
# Features that only some of the treebanks have, or that each understands in its own way.
DROPPED_FEATURES = ("Typo", "ExtPos", "Emph", "Case", "Voice", "NumType", "Foreign", "Style", "Abbr", "Definite")
# Words of these classes have features in the written treebanks, and often lack them in the spoken ones.
INFLECTED = ("NOUN", "ADJ", "VERB")


@dataclass(frozen=True, slots=True)
class Word:
    """A surface word: *head* is an index in the sentence, -1 for the root; *space* tells whether a blank follows.

    *morph* is None where the treebank does not say: nothing is learnt there.
    """

    form: str
    lemma: str
    pos: str
    morph: str | None
    head: int
    relation: str
    space: bool


def rows(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the text and the table rows of each sentence of a CoNLL-U file."""
    text, table = "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# text ="):
                text = line.split("=", 1)[1].strip()
            elif line and not line.startswith("#"):
                table.append(line.split("\t"))
            elif not line and table:
                yield text, table
                text, table = "", []


def features(cells: list[list[str]]) -> str:
    """Return the union of the features of *cells*, the first one winning; a possessive's own person is left out."""
    union: dict[str, str] = {}
    for cell in cells:
        for item in cell[5].split("|"):
            name, _, value = item.partition("=")
            if value and name not in DROPPED_FEATURES and not (name == "Person" and cell[3] == "DET"):
                union.setdefault(name, value)
    if cells[0][2] == "soi" and cells[0][3] == "PRON":
        union["Reflex"] = "Yes"
    if union.get("VerbForm") == "Part":
        union.setdefault("Tense", "Past")
        union.pop("Mood", None)
    elif union.get("VerbForm") == "Fin":
        union.pop("Gender", None)
    return "|".join(f"{name}={value}" for name, value in sorted(union.items()))


def label(relation: str, passive: bool, case: str) -> str:
    """Return the harmonised label; PUD's bare ``obl`` takes its subtype from its preposition."""
    relation = SAME_LABEL.get(relation, relation)
    if relation != "obl":
        return relation
    if passive and case == "par":
        return "obl:agent"
    return "obl:arg" if case in ("à", "de") else "obl:mod"


def surface(table: list[list[str]]) -> list[tuple[str, list[list[str]], bool]]:
    """Return (form, syntactic words, space after) for each surface word: « du » is one word made of two."""
    words, index = [], 0
    while index < len(table):
        first = table[index]
        size = 1
        if "-" in first[0]:
            low, high = map(int, first[0].split("-"))
            size = high - low + 1
            parts = table[index + 1 : index + 1 + size]
            index += 1
        else:
            parts = [first]
        words.append((first[1], parts, "SpaceAfter=No" not in first[9]))
        index += size
    return words


def words_of(table: list[list[str]]) -> list[Word]:
    """Return the surface words of a sentence; a merged word keeps the head of its part that leans outside."""
    merged = surface(table)
    place = {part[0]: index for index, (_, parts, _) in enumerate(merged) for part in parts}
    by_id = {part[0]: part for _, parts, _ in merged for part in parts}
    cases = {part[6]: part[2] for part in by_id.values() if part[7] == "case"}
    passives = {part[6] for part in by_id.values() if part[7] in ("aux:pass", "nsubj:pass")}
    words = []
    for index, (form, parts, space) in enumerate(merged):
        outside = [part for part in parts if part[6] == "0" or place[part[6]] != index]
        lead = outside[0]
        contracted = len(parts) > 1 and parts[0][3] == "ADP"
        pos = "ADP" if contracted and lead is parts[0] else lead[3]
        lemma = parts[0][2] if contracted and lead is parts[0] else lead[2]
        relation = label(lead[7], lead[6] in passives, cases.get(lead[0], ""))
        head = -1 if lead[6] == "0" else place[lead[6]]
        words.append(Word(form, lemma, pos, features([lead, *parts]), head, relation, space))
    return words


def sentences(path: Path) -> Iterator[tuple[str, list[Word]]]:
    """Yield the raw text and the words of each sentence; forms with a blank inside are joined by U+00A0."""
    for _, table in rows(path):
        words = [replace(word, form=word.form.replace(" ", "\u00a0")) for word in words_of(table)]
        text = "".join(word.form + " " * word.space for word in words)
        yield text.strip(), words


def treebank(data: Path, names: tuple[str, ...]) -> list[list[Word]]:
    """Return the sentences of the treebanks *names* of the folder *data*/ud, in order."""
    return [words for name in names for _, words in sentences(data / "ud" / f"{name}.conllu.gz")]


def majority_features(trees: list[list[Word]]) -> dict[tuple[str, str, str], str]:
    """Return the most frequent features of each (form, class, verb form)."""
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for word in chain.from_iterable(trees):
        if word.morph is not None:
            counts[key_of(word)][word.morph] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in counts.items()}


def key_of(word: Word) -> tuple[str, str, str]:
    """Return what tells the features of *word*: its form, its class, its verb form."""
    verb_form = "".join(item for item in (word.morph or "").split("|") if item.startswith("VerbForm"))
    return word.form.lower(), word.pos, verb_form


def enriched(words: list[Word], known: dict[tuple[str, str, str], str]) -> list[Word]:
    """Return a spoken sentence with the features that the written treebanks give its words, None where they do not."""
    result = []
    for word in words:
        poor = word.pos in INFLECTED and "VerbForm=Fin" not in (word.morph or "") and "Inf" not in (word.morph or "")
        if poor and not {"Gender", "Number"} <= {item.partition("=")[0] for item in (word.morph or "").split("|")}:
            word = replace(word, morph=known.get(key_of(word)))
        result.append(word)
    return result


def training_trees(data: Path) -> tuple[list[list[Word]], list[list[Word]]]:
    """Return the sentences to learn from, and those held out to choose the best step."""
    written, spoken = treebank(data, WRITTEN), treebank(data, SPOKEN)
    known = majority_features(written)
    trees = written + [enriched(words, known) for words in spoken]
    held = [index // RUN % HELD_OUT == HELD_OUT // 2 for index in range(len(trees))]
    learnt = [words for words, out in zip(trees, held, strict=True) if not out]
    return learnt, [words for words, out in zip(trees, held, strict=True) if out]


def noisy(words: list[Word], rng: random.Random) -> list[Word]:
    """Return the sentence as people and scanners write it: typographic quotes, capitals, missing accents and stops."""
    dice = rng.random()
    curly = rng.random() < 0.25
    shout, whisper = dice < 0.06, 0.06 <= dice < 0.10
    upper_names = rng.random() < 0.12
    bare = rng.random() < 0.03
    if len(words) > 3 and words[-1].form == "." and rng.random() < 0.04:
        words = words[:-1] if all(word.head != len(words) - 1 for word in words) else words
    result = []
    for word in words:
        form = word.form.replace("'", "’") if curly else word.form
        if shout or (upper_names and word.pos == "PROPN"):
            form = form.upper()
        elif whisper:
            form = form.lower()
        if bare:
            form = form.translate(str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc"))
        result.append(replace(word, form=form))
    return result


def doc_of(nlp: Language, group: list[list[Word]]) -> Doc:
    """Return one document made of a few sentences, with blanks or line breaks between them."""
    forms, spaces, heads, labels, lemmas, tags, morphs, starts = [], [], [], [], [], [], [], []
    for words in group:
        base = len(forms)
        for index, word in enumerate(words):
            forms.append(word.form)
            spaces.append(word.space or index == len(words) - 1)
            heads.append(base + (index if word.head < 0 else word.head))
            labels.append("ROOT" if word.head < 0 else word.relation)
            lemmas.append(word.lemma)
            tags.append(word.pos)
            morphs.append(word.morph or "")
            starts.append(index == 0)
    doc = Doc(
        nlp.vocab, forms, spaces, pos=tags, morphs=morphs, lemmas=lemmas, heads=heads, deps=labels, sent_starts=starts
    )
    for token, word in zip(doc, (word for words in group for word in words), strict=True):
        if word.morph is None:
            token.set_morph(None)  # type: ignore[arg-type]  # spaCy's way to say that features are missing
    return doc


def groups(sentences_: list[list[Word]], rng: random.Random, largest: int = 12) -> Iterator[list[list[Word]]]:
    """Yield runs of 1 to *largest* consecutive sentences."""
    index = 0
    while index < len(sentences_):
        size = rng.randint(1, largest)
        yield sentences_[index : index + size]
        index += size


def corpus(nlp: Language, trees: list[list[Word]], seed: int, noise: bool) -> DocBin:
    """Return *trees* as documents of a few sentences, with noise for training."""
    rng = random.Random(seed)
    box = DocBin(store_user_data=False)
    for group in groups(trees, rng):
        box.add(doc_of(nlp, [noisy(words, rng) if noise else words for words in group]))
    return box
