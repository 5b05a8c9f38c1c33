"""The status of a fact: cases as people speak and officers write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spacy.language import Language

from evidence.language.context import StatusReading, status_of

CASES = Path(__file__).parent / "cases" / "status.yaml"
# What the shipped pipeline must reach on the cases of the file, measured as a share.
FLOOR = 0.95


def cases() -> Iterator[tuple[str, str, str]]:
    """Each case: the marked text, the expected status, the expected cue words."""
    for status, block in yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
        for line in block.splitlines():
            text, _, cues = line.partition("|")
            yield text.strip(), status, cues.strip()


def read(nlp: Language, marked: str) -> StatusReading:
    """The status of the words between < and >."""
    start = marked.index("<")
    end = marked.index(">", start) - 1
    doc = nlp(marked.replace("<", "").replace(">", ""))
    return status_of(doc, [token.i for token in doc if start <= token.idx < end])
