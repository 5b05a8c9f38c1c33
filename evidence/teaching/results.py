"""What came out of a quiz: counts per kind, each question with the answer given; no name unless one is given."""

import json
from collections.abc import Iterator, Sequence

from evidence.teaching.quiz import Question
from evidence.teaching.said import Said, wrapped

KIND_NAMES = {
    "criterion": "quel critère",
    "status": "quel statut",
    "belongs": "relève ou non",
    "side": "à charge ou à décharge",
    "law": "quel texte à cette date",
    "element": "élément ou non",
}


def shown(number: int, count: int, question: Question) -> Iterator[Said]:
    """Yield a question as it is asked."""
    yield Said("")
    yield Said(f"Question {number} sur {count} · {KIND_NAMES[question.kind]}", "title")
    yield from wrapped(question.text)
    if question.quote:
        yield from wrapped(f"« {question.quote} »", "    ")
    for rank, choice in enumerate(question.choices, 1):
        yield from wrapped(choice, f"  {rank}. ")


def corrected(question: Question, given: int | None) -> Iterator[Said]:
    """Yield whether *given* is right, the right answer, why, and the reference; without *given*, the answer alone."""
    right = f"{question.answer + 1}. {question.choices[question.answer]}"
    if given is None:
        yield from wrapped(right, "Réponse : ")
    elif given == question.answer:
        yield from wrapped(right, "✓ juste : ", "added")
    else:
        yield from wrapped(right, "✗ non ; la réponse est : ", "removed")
    yield from wrapped(question.why, "  ")
    yield from wrapped(question.reference, "  référence : ", "soft", "    ")


def tally(asked: Sequence[Question], given: Sequence[int]) -> dict[str, tuple[int, int]]:
    """Return (right, asked) by kind, in the order of the kinds."""
    found: dict[str, tuple[int, int]] = {}
    for question, answer in zip(asked, given, strict=False):
        right, count = found.get(question.kind, (0, 0))
        found[question.kind] = (right + (answer == question.answer), count + 1)
    return {kind: found[kind] for kind in KIND_NAMES if kind in found}


def summary(asked: Sequence[Question], given: Sequence[int]) -> Iterator[Said]:
    """Yield the counts, kind by kind, then in all: what was answered, never what a person is worth."""
    rows = tally(asked, given)
    yield Said("")
    for kind, (right, count) in rows.items():
        yield Said(f"  {KIND_NAMES[kind]:<26} {right} sur {count}")
    total = sum(right for right, _ in rows.values())
    yield Said(f"  {'en tout':<26} {total} sur {len(given)}", "title")


def exported(asked: Sequence[Question], given: Sequence[int], *, seed: int, catalogue: str, name: str = "") -> str:
    """Return the results as JSON; *name* is left out when it is empty, and no date or machine is written."""
    rows = [
        {
            "kind": question.kind,
            "question": question.text,
            "quote": question.quote,
            "given": question.choices[answer],
            "answer": question.choices[question.answer],
            "right": answer == question.answer,
            "reference": question.reference,
        }
        for question, answer in zip(asked, given, strict=False)
    ]
    counts = {kind: {"right": right, "asked": count} for kind, (right, count) in tally(asked, given).items()}
    data: dict[str, object] = {"format": 1, "seed": seed, "catalogue": catalogue, "counts": counts, "answers": rows}
    if name:
        data["name"] = name
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
