"""The list of components, in order, and nothing else: Document -> spaCy Doc.

The Doc's text has the length of the document's and the same characters but for blanks: a line end, a tab or a
no-break space is a plain blank for the parser, so that ``token.idx`` is an offset of the document.
"""

import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from evidence.errors import MissingToolError
from evidence.model import Document
from evidence.resources import folder

SHIPPED = "fr_emprise"
BEFORE = ("structure", "sentences")
AFTER = ("people", "dates", "amounts", "speaker", "context", "dialogue")
# Long texts go through the statistical components in pieces, cut between sentences, so that memory stays flat.
CHUNK_TOKENS = 10_000
BATCH = 32
if not Doc.has_extension("document"):
    Doc.set_extension("document", default=None)
_BLANKS = {code: " " for code in range(sys.maxunicode) if chr(code).isspace()}


def load(model: str | None = None) -> Language:
    """Return the pipeline: our components around the shipped weights, or around *model*.

    *model* is the name of an installed spaCy French pipeline, or ``blank`` for rules alone.

    Raises:
        MissingToolError: *model* is not installed, is not French, or has no parser.
    """
    nlp = spacy.blank("fr") if model == "blank" else _statistical(model)
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
        return spacy.load(folder("models") / SHIPPED)
    try:
        nlp = spacy.load(model)
    except (OSError, ImportError) as error:
        raise MissingToolError(
            f"Le modèle « {model} » n’est pas installé.", "Installez-le, ou ôtez --model pour employer celui d’emprise."
        ) from error
    if nlp.lang != "fr" or "parser" not in nlp.pipe_names:
        lack = "n’est pas un modèle du français" if nlp.lang != "fr" else "n’a pas d’analyseur syntaxique (parser)"
        raise MissingToolError(
            f"Le modèle « {model} » {lack}.", "Choisissez un modèle complet, par exemple fr_core_news_lg."
        )
    return nlp


def stamp(nlp: Language) -> str:
    """Return what an analysis says of the model that made it: name and version."""
    return f"{nlp.meta.get('name') or 'blank'} {nlp.meta.get('version', '')}".strip()


def blanked(text: str) -> str:
    """Return *text* with every blank character as a plain blank: same length, same offsets."""
    return text.translate(_BLANKS)


def annotate(nlp: Language, documents: Iterable[Document]) -> Iterator[Doc]:
    """Yield the Doc of each document, in order; ``doc._.document`` is the document."""
    first, middle, last = _stages(nlp)
    prepared = (_made(nlp, first, document) for document in documents)
    for batch in _batches(prepared):
        pieces = [piece for doc in batch for piece in _cut(doc)]
        stream: Iterable[Doc] = pieces
        for component in middle:
            stream = component.pipe(stream, batch_size=BATCH) if hasattr(component, "pipe") else map(component, stream)
        done = iter(stream)
        for doc in batch:
            whole = _joined(doc, [next(done) for _ in _cuts(doc)])
            for component in last:
                whole = component(whole)
            yield whole


def _stages(nlp: Language) -> tuple[list, list, list]:
    parts = nlp.pipeline
    return (
        [component for name, component in parts if name in BEFORE],
        [component for name, component in parts if name not in BEFORE and name not in AFTER],
        [component for name, component in parts if name in AFTER],
    )


def _made(nlp: Language, first: list, document: Document) -> Doc:
    doc = nlp.make_doc(blanked(document.text))
    doc._.document = document
    for component in first:
        doc = component(doc)
    return doc


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    for doc in docs:
        batch.append(doc)
        if len(batch) == BATCH or sum(map(len, batch)) > CHUNK_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch


def _cuts(doc: Doc) -> list[int]:
    """Return the starts of the pieces of *doc*: the first sentence start after each CHUNK_TOKENS tokens."""
    starts = [0]
    for token in doc:
        far = token.i - starts[-1]
        if (far >= CHUNK_TOKENS and token.is_sent_start) or far >= 2 * CHUNK_TOKENS:
            starts.append(token.i)
    return starts


def _cut(doc: Doc) -> list[Doc]:
    starts = _cuts(doc)
    if len(starts) == 1:
        return [doc]
    ends = [*starts[1:], len(doc)]
    return [doc[start:end].as_doc() for start, end in zip(starts, ends, strict=True)]


def _joined(doc: Doc, pieces: list[Doc]) -> Doc:
    if len(pieces) == 1:
        return pieces[0]
    whole = Doc.from_docs(pieces, ensure_whitespace=False)
    whole.user_data.update(doc.user_data)
    return whole
