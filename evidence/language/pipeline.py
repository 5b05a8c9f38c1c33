"""The list of components, in order, and nothing else: Document -> spaCy Doc.

The Doc's text has the length of the document's and the same characters but for blanks: a line end, a tab or a
no-break space is a plain blank, so that ``token.idx`` is an offset of the document and the word after a line end is the
next token. ``evidence.language.plain.written(doc)`` gives the text as it is.
"""

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from evidence.errors import MissingToolError
from evidence.language import french
from evidence.language.reading import Reading, annotated, readings
from evidence.model import Document
from evidence.resources import folder

SHIPPED = "fr_emprise"
BLANK = "blank"
BEFORE = ("structure", "sentences")
AFTER = ("tagging", "people", "dates", "amounts", "identifiers", "speaker", "context", "dialogue")
# Documents that go through the statistical components together, up to as many words; pieces that they take at once.
BATCH = 32
BATCH_TOKENS = 10_000
PIECES = 20
Component = Callable[[Doc], Doc]
if not Doc.has_extension("document"):
    Doc.set_extension("document", default=None)


def load(model: str | None = None) -> Language:
    """Return the pipeline: our components around the shipped weights, or around *model*.

    *model* is the name of an installed spaCy French pipeline, or ``blank`` for rules alone.

    Raises:
        MissingToolError: *model* is not installed, is not French, or lacks a parser or a tagger.
    """
    nlp = _blank() if model == BLANK else _statistical(model)
    for name in (*BEFORE, *AFTER):
        importlib.import_module(f"evidence.language.{name}")
    for name in reversed(BEFORE):
        nlp.add_pipe(name, first=True)
    for name in AFTER:
        nlp.add_pipe(name)
    nlp.max_length = 10**9
    return nlp


def _statistical(model: str | None) -> Language:
    if model is None:
        # A wheel is unpacked when it is installed: the weights are real files.
        # Nothing here looks at lemmas: rules know their words by form (docs/decisions/0003).
        path = Path(str(folder("models") / SHIPPED))
        return spacy.load(path, exclude=["lemmatizer"], config={"nlp": {"lang": french.NAME}})
    try:
        nlp = spacy.load(model)
    except (OSError, ImportError) as error:
        raise MissingToolError(
            f"Le modèle « {model} » n’est pas installé.", "Installez-le, ou ôtez --model pour employer celui d’emprise."
        ) from error
    lack = _lack(nlp)
    if lack:
        raise MissingToolError(
            f"Le modèle « {model} » {lack}.", "Choisissez un modèle complet, par exemple fr_core_news_lg."
        )
    return nlp


def _lack(nlp: Language) -> str:
    """Return what *nlp* lacks for our components, empty when it has all; names can be read by rules."""
    if nlp.lang not in ("fr", french.NAME):
        return "n’est pas un modèle du français"
    if "parser" not in nlp.pipe_names:
        return "n’a pas d’analyseur syntaxique (parser)"
    if not {"morphologizer", "tagger"} & set(nlp.pipe_names):
        return "n’étiquette pas les mots (morphologizer ou tagger)"
    return ""


def _blank() -> Language:
    """Return no statistical component, and the tokenizer of the shipped weights where they are."""
    nlp = french.French()
    path = folder("models") / SHIPPED / "tokenizer"
    if path.is_file():
        read = getattr(nlp.tokenizer, "from_bytes")  # noqa: B009 (spaCy types any callable as a tokenizer)
        read(path.read_bytes())
    return nlp


def stamp(nlp: Language) -> str:
    """Return what an analysis says of the model that made it: name and version."""
    return f"{nlp.meta.get('name') or BLANK} {nlp.meta.get('version', '')}".strip()


@cache
def _blanks() -> dict[int, str]:
    return {code: " " for code in range(sys.maxunicode) if chr(code).isspace()}


def blanked(text: str) -> str:
    """Return *text* with every blank character as a plain blank: same length, same offsets."""
    return text.translate(_blanks())


def annotate(nlp: Language, documents: Iterable[Document]) -> Iterator[Doc]:
    """Yield the Doc of each document, in order; ``doc._.document`` is the document."""
    first, middle, last = _stages(nlp)
    prepared = (_made(nlp, first, document) for document in documents)
    for batch in _batches(prepared):
        yield from (_through(last, doc) for doc in _read(nlp, middle, batch))


def _stages(nlp: Language) -> tuple[list[Component], list[Component], list[Component]]:
    parts = nlp.pipeline
    return (
        [component for name, component in parts if name in BEFORE],
        [component for name, component in parts if name not in BEFORE and name not in AFTER],
        [component for name, component in parts if name in AFTER],
    )


def _made(nlp: Language, first: list[Component], document: Document) -> Doc:
    doc = nlp.make_doc(blanked(document.text))
    doc._.document = document
    return _through(first, doc)


def _through(components: list[Component], doc: Doc) -> Doc:
    for component in components:
        doc = component(doc)
    return doc


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    for doc in docs:
        batch.append(doc)
        if len(batch) == BATCH or sum(map(len, batch)) > BATCH_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(nlp: Language, middle: list[Component], batch: list[Doc]) -> Iterator[Doc]:
    """Yield each Doc of *batch* with what the statistical components read in its pieces."""
    if not middle:
        yield from batch
        return
    pieces = [list(readings(doc)) for doc in batch]
    stream: Iterable[Doc] = _words(nlp, [piece for held in pieces for piece in held])
    for component in middle:
        pipe = getattr(component, "pipe", None)
        stream = pipe(stream, batch_size=PIECES) if pipe else map(component, stream)
    done = iter(stream)
    for doc, held in zip(batch, pieces, strict=True):
        read = [(piece, next(done), next(done) if piece.shouted else None) for piece in held]
        yield annotated(doc, read)


def _words(nlp: Language, pieces: list[Reading]) -> Iterator[Doc]:
    for piece in pieces:
        yield piece.doc(nlp.vocab)
        if piece.shouted:
            yield piece.capitals(nlp.vocab)
