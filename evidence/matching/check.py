"""Runs the examples of a rule file: `python -m evidence.matching.check isolation [--text "phrase"]`.

`emprise rules check` and the tests call the same functions.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from evidence.catalogue import load
from evidence.catalogue.schema import Criterion
from evidence.language import pipeline
from evidence.matching.find import find
from evidence.matching.matcher import Matcher
from evidence.model import STATUSES, Block, Document, Finding, Source, Span

NONE = "none"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not come out as it should: *got* holds (status, phrase, words) of what was found."""

    criterion: str
    expected: str
    example: str
    got: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        """Return one line for the author of the rule."""
        got = " ; ".join(f"{status} par « {phrase} » [{words}]" for status, phrase, words in self.got) or "rien"
        return f"{self.criterion} : attendu {self.expected}, trouvé {got}\n    {self.example}"


def document_of(text: str) -> Document:
    """Return *text* as a document of one paragraph."""
    source = Source(id="0" * 64, name="exemple", media_type="text/plain", size=len(text))
    return Document(source=source, text=text, blocks=(Block(span=Span(start=0, end=len(text)), kind="paragraph"),))


def findings(texts: Iterable[str], nlp: Language, matcher: Matcher) -> Iterator[list[Finding]]:
    """Yield the findings of each text."""
    for doc in pipeline.annotate(nlp, (document_of(text) for text in texts)):
        yield find(doc, matcher)


def examples(criterion: Criterion) -> Iterator[tuple[str, str]]:
    """Yield (expected status, sentence) of each example; ``none`` for those that must match nothing."""
    for status in (*STATUSES, NONE):
        for line in getattr(criterion.examples, status):
            yield status, line


def check(criterion: Criterion, nlp: Language, matcher: Matcher) -> tuple[list[Failure], set[str]]:
    """Return the examples of *criterion* that fail, and its phrases that no example uses."""
    pairs = list(examples(criterion))
    unused = {phrase for item in criterion.indicators for phrase in (*item.phrases, *item.inverse)}
    failures = []
    for (expected, text), found in zip(pairs, findings((text for _, text in pairs), nlp, matcher), strict=True):
        got = [item for item in found if item.criterion == criterion.id]
        unused -= {item.phrase for item in got}
        wrong = bool(got) if expected == NONE else not got or any(item.status != expected for item in got)
        if wrong:
            seen = tuple((item.status, item.phrase, item.evidence.of(text)) for item in got)
            failures.append(Failure(criterion.id, expected, text, seen))
    return failures, unused


def _tried(text: str, nlp: Language, matcher: Matcher) -> Iterator[str]:
    for doc in pipeline.annotate(nlp, [document_of(text)]):
        for item in find(doc, matcher):
            words = item.evidence.of(text)
            cues = ", ".join(cue.words for cue in item.cues)
            yield f"{item.criterion}/{item.indicator} {item.status} [{words}] par « {item.phrase} » {cues}"
        for sentence in doc.sents:
            yield " ".join(f"{token.text}/{token.pos_}/{token.dep_}→{token.head.text}" for token in sentence)


def main() -> int:
    """Check the criteria named, or all; 1 when an example fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--text")
    parser.add_argument("--file", type=Path, help="one sentence a line: print what matches")
    parser.add_argument("--unused", action="store_true")
    options = parser.parse_args()
    catalogue, nlp = load(), pipeline.load()
    matcher = Matcher(catalogue)
    out = sys.stdout.write
    if options.text:
        out("\n".join(_tried(options.text, nlp, matcher)) + "\n")
        return 0
    wanted = options.ids or list(catalogue.criteria)
    if options.file:
        lines = options.file.read_text(encoding="utf-8").splitlines()
        for line, found in zip(lines, findings(lines, nlp, matcher), strict=True):
            for item in found:
                if item.criterion in wanted:
                    out(f"{item.criterion}/{item.indicator} {item.status} « {item.phrase} »\n    {line}\n")
        return 0
    total = 0
    for name in wanted:
        failures, unused = check(catalogue.criteria[name], nlp, matcher)
        total += len(failures)
        for failure in failures:
            out(f"{failure}\n")
        count = sum(1 for _ in examples(catalogue.criteria[name]))
        out(f"{name} : {count - len(failures)}/{count} exemples, {len(unused)} motifs sans exemple\n")
        if options.unused:
            out("".join(f"    {phrase}\n" for phrase in sorted(unused)))
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
