"""Times the catalogue in one run: `python -m bench.matching [--shared ../shared]`; writes bench/matching.json.

What matching the whole catalogue costs beside the bare statistical pipeline (the same documents without our components
and without rules), and how that cost grows with the number of patterns; then, apart, the same with the two statistical
models (evidence/matching/likeness.py). Half the text is ordinary French (treebanks), half is texts about facts at issue
(bench/sets), where more rules answer. Processor time, so that a shared machine matters less.
"""

import argparse
import json
import time
from pathlib import Path

from bench import sets
from bench.language import ROOT, pages, sentences, stages
from evidence import catalogue
from evidence.language import pipeline
from evidence.matching.find import find_any
from evidence.matching.matcher import Matcher
from evidence.matching.sift import find
from evidence.model import Block, Document, Source, Span

# Shares of the lines of the catalogue, every n-th: how the cost grows.
SETS = ("heldout_2", "heldout_3", "practice_1", "practice_2", "practice_4", "practice_5")
SHARES = (8, 4, 2, 1)
PAGES = 60


def at_issue() -> list[Document]:
    """Return annotated texts of bench/sets as pieces: always the same, so that two versions compare."""
    found = []
    for number, text in enumerate(item.text for name in SETS for item in sets.read(name)):
        source = Source(id=f"{number:064d}", name=f"{number}.txt", media_type="text/plain", size=len(text))
        block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
        found.append(Document(source=source, text=text, blocks=(block,)))
    return found


class _Part(Matcher):
    """A catalogue of which every *step*-th line is compiled."""

    def __init__(self, whole: Matcher, step: int) -> None:
        self.catalogue, self.circumstances = whole.catalogue, whole.circumstances
        self.lines = whole.lines[::step]
        entries = {item.id: item.entries() for item in self.catalogue.lexicon.values()}
        self.phrases = type(whole.phrases)((line.text for line in self.lines), entries)


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    documents = [*at_issue(), *pages(sentences(options.shared), PAGES)]
    bare = stages(documents)
    docs = list(pipeline.annotate(pipeline.load(), documents))
    whole = Matcher(catalogue.read()[0])
    rows = []
    for step in SHARES:
        part = _Part(whole, step)
        for doc in docs[:20]:
            find_any(doc, part)
        begin = time.process_time()
        count = sum(len(find_any(doc, part)) for doc in docs)
        spent = time.process_time() - begin
        rows.append({"patterns": len(part.lines), "findings": count, "s": spent, "over_bare": spent / bare["bare_s"]})
    find(docs[0], whole)
    begin = time.process_time()
    count = sum(len(find(doc, whole)) for doc in docs)
    spent = time.process_time() - begin
    kept = {"findings": count, "s": spent, "over_bare": spent / bare["bare_s"]}
    figures = {"words": bare["words"], "bare_s": bare["bare_s"], "catalogue": rows, "with_models": kept}
    text = json.dumps(figures, indent=1)
    (ROOT / "bench" / "matching.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
