"""Documents -> findings, roles and names: the pipeline and the catalogue, loaded once.

Documents go in chunks whose limits depend on them alone, so that one process and eight give the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evidence import catalogue
from evidence.jobs.pool import Answer, Pool
from evidence.language import pipeline
from evidence.language.named import named
from evidence.matching.find import find_any
from evidence.matching.matcher import Matcher
from evidence.matching.sift import sift
from evidence.model import Document, Finding, Span
from evidence.store.records import plain, restore

# A chunk: as many documents, or characters, at most; a longer document is a chunk by itself.
DOCUMENTS, CHARACTERS = 32, 50_000
# A child that finishes no document for this long is ended, and the chunk read again here.
SECONDS = 1_800.0
MEMORY = 8 * 1024**3
# What a piece makes of the one it names at its head, when it says nothing: nobody was heard in a letter.
CAPACITIES = {"hearing": "personne entendue", "complaint": "plaignant"}
AUTHOR = "auteur de la pièce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one document gives: its findings, (source, name, role) as its header says, and names with their places.

    A name is (source, words, PER or ORG or LOC, places). *facts* tell what pieces may agree or differ on (rules/facts):
    they have the shape of findings, and count among none.
    *lonely* and *unlike* are what phrases found and is set aside: see :class:`evidence.matching.sift.Sifted`.
    """

    findings: tuple[Finding, ...]
    lonely: tuple[Finding, ...]
    unlike: tuple[Finding, ...]
    roles: tuple[tuple[str, str, str], ...]
    names: tuple[tuple[str, str, str, tuple[Span, ...]], ...]
    facts: tuple[Finding, ...] = ()


class Analysis:
    """A pipeline and a catalogue, ready."""

    def __init__(self, model: str | None = None, rules: Path | None = None) -> None:
        """Load both; *rules* is a folder that adds to the catalogue or replaces parts of it.

        Raises:
            RuleError: a rule file is wrong.
            MissingToolError: the model is not there.
        """
        loaded = catalogue.load(*([rules] if rules else []))
        self.matcher = Matcher(loaded)
        self.facts = Matcher(loaded.of_facts())
        self.choice = (model or "", str(rules.absolute()) if rules else "")
        self.nlp = pipeline.load(model)
        self.catalogue_stamp = loaded.stamp
        self.model_stamp = pipeline.stamp(self.nlp)

    def read(self, documents: Iterable[Document], jobs: int = 1) -> Iterator[Result]:
        """Yield the result of each document, in order; *jobs* processes share the chunks, with the same results."""
        parts = list(chunks(documents))
        if min(jobs, len(parts)) < 2:
            for part in parts:
                yield from self.read_chunk(part)
            return
        messages = ({"choice": self.choice, "documents": [plain(item) for item in part]} for part in parts)
        with Pool("evidence.analysis:task", min(jobs, len(parts)), seconds=SECONDS, memory=MEMORY) as pool:
            for part, answer in zip(parts, pool.run(messages), strict=True):
                # What a child could not do is done here: nothing is lost, and an error is seen.
                yield from _results(answer.value) if isinstance(answer, Answer) else self.read_chunk(part)

    def read_chunk(self, documents: Iterable[Document]) -> Iterator[Result]:
        """Yield the result of each document of a chunk, in order."""
        for doc in pipeline.annotate(self.nlp, documents):
            header = doc._.header
            roles: tuple[tuple[str, str, str], ...] = ()
            if header is not None and header.heard:
                roles = (
                    (doc._.document.source.id, header.heard, header.capacity or CAPACITIES.get(doc._.kind, AUTHOR)),
                )
            sifted = sift(doc, self.matcher)
            yield Result(
                findings=sifted.kept,
                lonely=sifted.lonely,
                unlike=sifted.unlike,
                roles=roles,
                names=named(doc),
                facts=tuple(find_any(doc, self.facts)),
            )


def chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield *documents* in chunks, in order; where they are cut depends on the documents alone."""
    chunk: list[Document] = []
    size = 0
    for document in documents:
        if chunk and (len(chunk) == DOCUMENTS or size + len(document.text) > CHARACTERS):
            yield chunk
            chunk, size = [], 0
        chunk.append(document)
        size += len(document.text)
    if chunk:
        yield chunk


def task(message: dict[str, Any], beat: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Return the results of one chunk, in the child."""
    model, rules = message["choice"]
    documents = [restore(Document, json.dumps(item)) for item in message["documents"]]
    results = []
    for result in _loaded(model, rules).read_chunk(documents):
        results.append(plain(result))
        beat()
    return {"results": results}, b""


@cache
def _loaded(model: str, rules: str) -> Analysis:
    return Analysis(model or None, Path(rules) if rules else None)


def _results(value: dict[str, Any]) -> Iterator[Result]:
    return (restore(Result, json.dumps(item)) for item in value["results"])
