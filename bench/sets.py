"""Annotated texts written for this project: bench/sets/*.txt -> documents with their labels.

Format: a line ``# doc: ID | kind: KIND`` opens a document; then one sentence a line, a tab, and its labels
(``criterion:status, criterion:status``); an empty line parts two paragraphs. Written after the guide of the criteria by
people who had not seen the rules, practice_9 excepted. ``practice_*`` serve to find families of situations that are
missed and to train; ``heldout_*`` are scored, and never read to write a rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence from *start* to *end* (code points, end excluded) of its document, with {criterion: status}."""

    start: int
    end: int
    labels: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A document of a set."""

    doc_id: str
    kind: str
    text: str
    sentences: tuple[Sentence, ...]


def read(name: str) -> Iterator[Annotated]:
    """Yield the documents of bench/sets/<name>.txt, or of all files of that name and a number, in order.

    Raises:
        ValueError: a line is not of the format; the message names file and line.
    """
    for path in sorted([*FOLDER.glob(f"{name}.txt"), *FOLDER.glob(f"{name}_*.txt")]):
        title, lines = "", []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# doc:"):
                if title:
                    yield _document(title, lines)
                title, lines = f"{path.name}:{number}: {line}", []
            else:
                lines.append(line)
        if title:
            yield _document(title, lines)


def _document(title: str, lines: list[str]) -> Annotated:
    head = title.split("# doc:")[1].split("|")
    if len(head) < 2 or "kind:" not in head[1]:
        raise ValueError(f"{title}: « # doc: ID | kind: KIND » expected")
    text, sentences = "", []
    for line in "\n".join(lines).strip().split("\n"):
        words, _, marks = line.partition("\t")
        words = words.strip()
        if not words:
            text = text.rstrip() + "\n\n"
            continue
        turn = words.split(" ")[0] in ("–", "—", "-", "Question", "Réponse", "Q", "R", "Q.", "R.", "Demande")
        text += words if not text or text.endswith("\n") else ("\n" if turn else " ") + words
        labels = dict(_label(title, mark) for mark in marks.split(",") if mark.strip())
        sentences.append(Sentence(start=len(text) - len(words), end=len(text), labels=labels))
    kind = head[1].split("kind:")[1].strip()
    return Annotated(doc_id=head[0].strip(), kind=kind, text=text, sentences=tuple(sentences))


def _label(title: str, mark: str) -> tuple[str, str]:
    criterion, sign, status = mark.strip().partition(":")
    if not sign:
        raise ValueError(f"{title}: « {mark} » is no label")
    return criterion.strip(), status.strip()
