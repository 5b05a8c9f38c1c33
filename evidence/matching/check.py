"""Runs the examples of rule files: `python -m evidence.matching.check isolation [--text "phrase"]`.

`emprise rules check` and the tests call the same functions.
"""

import argparse
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue import Catalogue, read
from evidence.catalogue.schema import Criterion
from evidence.errors import EvidenceError, UsageError
from evidence.language import pipeline
from evidence.matching.explain import explained, nearly
from evidence.matching.find import find_any
from evidence.matching.matcher import Matcher
from evidence.model import STATUSES, Block, Document, Finding, Source, Span

NONE = "none"
# What design.md asks of every criterion.
LEAST = {"affirmed": 3, "denied": 1, "hypothetical": 1, NONE: 3}
NEAR_MISSES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that does not come out as it should: *got* holds (status, phrase, words) of what was found."""

    criterion: str
    expected: str
    example: str
    got: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        """Return two lines for the author of the rule."""
        got = " ; ".join(f"{status} par « {phrase} » [{words}]" for status, phrase, words in self.got) or "rien"
        return f"{self.criterion} : attendu {self.expected}, trouvé {got}\n    {self.example}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the examples of one criterion say: failures, phrases without example, kinds with too few examples."""

    criterion: str
    examples: int
    failures: tuple[Failure, ...]
    unused: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(slots=True)
class Checker:
    """The pipeline and a compiled catalogue, loaded once."""

    nlp: Language
    matcher: Matcher
    seen: set[tuple[str, str, str]] = field(default_factory=set)

    def docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Yield the Doc of each text."""
        return pipeline.annotate(self.nlp, (document_of(text) for text in texts))

    def of_facts(self, names: Collection[str]) -> Iterator[Report]:
        """Yield the reports of the facts *names* (rules/facts); few examples are asked of them, none of some."""
        made = self.matcher.catalogue.of_facts()
        tool = Checker(self.nlp, Matcher(made))
        yield from (replace(tool.check(made.criteria[name]), lacking=()) for name in names)

    def check(self, criterion: Criterion) -> Report:
        """Run the examples of *criterion*.

        The last finding of an example counts: in « Aviez-vous le droit de sortir ? – Non. » the answer decides.
        """
        pairs = list(examples(criterion))
        failures, used = [], set()
        for (expected, text), doc in zip(pairs, self.docs(text for _, text in pairs), strict=True):
            for sentence in doc.sents:
                found = self.matcher.every(doc, sentence.start, sentence.end)
                used |= {(item.line.kind, item.line.indicator.id, item.line.text) for item in found}
            got = [item for item in find_any(doc, self.matcher) if item.criterion == criterion.id]
            if bool(got) if expected == NONE else not got or got[-1].status != expected:
                words = tuple((item.status, item.phrase, item.evidence.of(text)) for item in got)
                failures.append(Failure(criterion=criterion.id, expected=expected, example=text, got=words))
        counts = {status: sum(1 for expected, _ in pairs if expected == status) for status in LEAST}
        return Report(
            criterion=criterion.id,
            examples=len(pairs),
            failures=tuple(failures),
            unused=tuple(text for kind, owner, text in lines(criterion) if (kind, owner, text) not in used),
            lacking=tuple(
                f"{status} : {counts[status]} sur {least}" for status, least in LEAST.items() if counts[status] < least
            ),
        )

    def tried(self, text: str, ids: Collection[str] = ()) -> Iterator[str]:
        """Yield, line by line, what is found in *text*, by what, and what nearly was, for the criteria *ids* or all."""
        for doc in self.docs([text]):
            found = [item for item in find_any(doc, self.matcher) if not ids or item.criterion in ids]
            yield from (f"+ {item.criterion} : {explained(item, self.matcher.catalogue, text)}" for item in found)
            if not found:
                yield "rien"
            yield from self._others(doc, found, ids)
            for sentence in doc.sents:
                missed = self.matcher.near_misses(doc, sentence.start, sentence.end)
                near = [item for item in missed if not ids or item.line.criterion in ids]
                yield from (f"- {nearly(item)}" for item in near[:NEAR_MISSES])

    def _others(self, doc: Doc, found: list[Finding], ids: Collection[str]) -> Iterator[str]:
        """Yield the lines that stand in the text and make no finding of their own."""
        kept = {(item.criterion, item.indicator, item.phrase) for item in found}
        for sentence in doc.sents:
            for match in self.matcher.every(doc, sentence.start, sentence.end):
                line = match.line
                if (line.criterion, line.indicator.id, line.text) not in kept and (not ids or line.criterion in ids):
                    words = " ".join(doc[index].text for index in match.tokens)
                    yield f"  aussi {line.criterion}/{line.indicator.id} ({line.kind}) « {line.text} » [{words}]"


def document_of(text: str) -> Document:
    """Return *text* as a document of one paragraph."""
    source = Source(id="0" * 64, name="exemple", media_type="text/plain", size=len(text))
    return Document(source=source, text=text, blocks=(Block(span=Span(start=0, end=len(text)), kind="paragraph"),))


def examples(criterion: Criterion) -> Iterator[tuple[str, str]]:
    """Yield (expected status, sentence) of each example; ``none`` for those that must match nothing."""
    for status in (*STATUSES, NONE):
        for line in getattr(criterion.examples, status):
            yield status, line


def lines(criterion: Criterion) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, indicator, phrase) of each line of *criterion*."""
    for item in criterion.indicators:
        yield from (("phrase", item.id, text) for text in item.phrases)
        yield from (("inverse", item.id, text) for text in item.inverse)
        yield from (("unless", item.id, text) for text in item.unless)


def checker(*folders: Path, model: str | None = None) -> tuple[Checker, tuple[str, ...]]:
    """Return a checker of the sound files of rules/ and *folders*, and the mistakes of the others."""
    catalogue, mistakes = read(*folders)
    return Checker(pipeline.load(model), Matcher(catalogue)), tuple(map(str, mistakes))


def wanted(catalogue: Catalogue, ids: Iterable[str]) -> list[Criterion]:
    """Return the criteria named, all when none is.

    Raises:
        UsageError: a name is not that of a sound criterion.
    """
    names = list(ids) or list(catalogue.criteria)
    for name in names:
        if name not in catalogue.criteria:
            near = get_close_matches(name, catalogue.criteria, 1)
            hint = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
            raise UsageError(
                f"{name} : pas de critère de ce nom, ou son fichier porte une faute.",
                f"{hint}Critères : {', '.join(catalogue.criteria)}",
            )
    return [catalogue.criteria[name] for name in names]


def told(report: Report, details: bool) -> Iterator[str]:
    """Yield the lines that a writer of rules reads."""
    yield from map(str, report.failures)
    passed = report.examples - len(report.failures)
    summary = f"{report.criterion} : {passed}/{report.examples} exemples"
    if report.unused:
        summary += f" ; {len(report.unused)} motifs sans exemple"
    if report.lacking:
        summary += f" ; trop peu d’exemples ({', '.join(report.lacking)})"
    yield summary
    if details:
        yield from (f"    sans exemple : {phrase}" for phrase in report.unused)


def main(arguments: list[str] | None = None) -> int:
    """Check the criteria named, or all; 1 when an example fails or a file is wrong."""
    parser = argparse.ArgumentParser(description="Éprouve les exemples des critères nommés, ou de tous.")
    parser.add_argument("ids", nargs="*", help="identifiants de critères")
    parser.add_argument("--text", help="essaie une phrase : ce qui répond, et ce qui y était presque")
    parser.add_argument("--file", type=Path, help="une phrase par ligne : imprime ce qui répond")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="dossier de règles en plus")
    parser.add_argument("--strict", action="store_true", help="un motif sans exemple est une faute")
    parser.add_argument("--unused", action="store_true", help="nomme les motifs sans exemple")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except EvidenceError as error:
        sys.stderr.write(f"{error}\n{error.advice}\n")
        return error.exit_code


def _run(options: argparse.Namespace) -> int:
    tool, mistakes = checker(*options.rules)
    say(mistakes)
    if options.text:
        say(tool.tried(options.text, options.ids))
        return 0
    criteria = wanted(tool.matcher.catalogue, options.ids)
    if options.file:
        say(_answering(tool, {item.id for item in criteria}, options.file.read_text(encoding="utf-8").splitlines()))
        return 0
    wrong = bool(mistakes)
    for criterion in criteria:
        report = tool.check(criterion)
        say(told(report, options.unused))
        wrong |= bool(report.failures) or (options.strict and bool(report.unused or report.lacking))
    return 1 if wrong else 0


def _answering(tool: Checker, ids: set[str], texts: list[str]) -> Iterator[str]:
    for text, doc in zip(texts, tool.docs(texts), strict=True):
        for item in find_any(doc, tool.matcher):
            if item.criterion in ids:
                yield f"{item.criterion}/{item.indicator} {item.status} « {item.phrase} » [{item.evidence.of(text)}]"
                yield f"    {text}"


def say(rows: Iterable[str]) -> None:
    """Write *rows* to the standard output."""
    for row in rows:
        sys.stdout.write(row + "\n")


if __name__ == "__main__":
    sys.exit(main())
