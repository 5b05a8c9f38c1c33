"""Documents -> findings, roles and names: the pipeline and the catalogue, loaded once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence import catalogue
from evidence.language import pipeline
from evidence.language.named import named
from evidence.matching.find import find
from evidence.matching.matcher import Matcher
from evidence.model import Document, Finding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one document gives: its findings, (source, name, role) as its header says, and names with their places.

    A name is (source, words, PER or ORG or LOC, places).
    """

    findings: tuple[Finding, ...]
    roles: tuple[tuple[str, str, str], ...]
    names: tuple[tuple[str, str, str, tuple[Span, ...]], ...]


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
        self.nlp = pipeline.load(model)
        self.catalogue_stamp = loaded.stamp
        self.model_stamp = pipeline.stamp(self.nlp)

    def read(self, documents: Iterable[Document]) -> Iterator[Result]:
        """Yield the result of each document, in order."""
        for doc in pipeline.annotate(self.nlp, documents):
            header = doc._.header
            roles: tuple[tuple[str, str, str], ...] = ()
            if header is not None and header.heard:
                roles = ((doc._.document.source.id, header.heard, header.capacity or "personne entendue"),)
            yield Result(findings=tuple(find(doc, self.matcher)), roles=roles, names=named(doc))
