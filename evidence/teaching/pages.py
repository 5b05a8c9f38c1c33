"""The quiz, an exercise to code and a comparison as offline pages: one file each, one script of ours or none."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from markupsafe import Markup

from evidence.catalogue import Catalogue
from evidence.catalogue.teaching import Words
from evidence.dossier.exports.html import environment
from evidence.model import Document
from evidence.resources import folder
from evidence.teaching import agreement
from evidence.teaching.agreement import Coding, Near
from evidence.teaching.consult import ordered
from evidence.teaching.quiz import Question
from evidence.teaching.results import KIND_NAMES
from evidence.teaching.space import BANNER

# Where a sentence of a piece may end: a trainee codes whole sentences, as the engine does.
ENDS = ".!?…"


def quiz_page(asked: Sequence[Question], seed: int, catalogue: Catalogue) -> bytes:
    """Return the questions as a page: answered in it, counted in it, saved from it without a name."""
    rows = [(KIND_NAMES[question.kind], question) for question in asked]
    return _page("quiz", catalogue, script="quiz.js", rows=rows, seed=seed)


def coder_page(name: str, documents: Mapping[str, Document], catalogue: Catalogue, words: Words) -> bytes:
    """Return the pieces of a copy as a page where a trainee codes sentences; nothing of the engine is in it."""
    pieces = [
        (piece, [list(sentences(line)) for line in document.text.split("\n") if line.strip()])
        for piece, document in documents.items()
    ]
    families: dict[str, list[tuple[str, str]]] = {}
    for criterion in ordered(catalogue):
        families.setdefault(criterion.family, []).append((criterion.id, criterion.name))
    names, titles = words.of("statuses"), words.of("families")
    return _page(
        "coder",
        catalogue,
        script="coder.js",
        name=name,
        pieces=pieces,
        banner=BANNER,
        families=[(titles.get(family, family), rows) for family, rows in families.items()],
        statuses=[(status, label) for status, label in names.items() if status != "none"],
    )


def compare_page(coders: Mapping[str, Sequence[Coding]], catalogue: Catalogue, words: Words, near: Near) -> bytes:
    """Return the comparison of *coders* as a page: agreement of each pair, then each difference with its reasons."""
    pairs = [(a, b, agreement.agreement(coders[a], coders[b])) for a, b in combinations(coders, 2)]
    rows = [(item, list(agreement.reasons(item, coders, near))) for item in agreement.differing(coders)]
    return _page(
        "compare",
        catalogue,
        script="",
        coders=list(coders),
        pairs=pairs,
        differences=rows,
        banner=BANNER,
        names={criterion.id: criterion.name for criterion in catalogue.criteria.values()},
        statuses=words.of("statuses"),
        signs=words.of("signs"),
    )


def sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line, each as it stands: an end is a full stop before a blank and a capital.

    >>> list(sentences("M. Lor est parti. Il pleut !  Et ? oui."))
    ['M. Lor est parti.', 'Il pleut !', 'Et ? oui.']
    """
    start = 0
    for place, char in enumerate(line):
        after = line[place + 1 :].lstrip()
        ends = char in ENDS and line[place + 1 : place + 2].isspace() and (after[:1].isupper() or after[:1] in "«–—")
        # « M. Lor », « J. B. » : a capital letter alone before the stop is no sentence.
        short = char == "." and place - start >= 1 and line[start:place].split()[-1:] and _initial(line[start:place])
        if ends and not short:
            yield line[start : place + 1].strip()
            start = place + 1
    if line[start:].strip():
        yield line[start:].strip()


def _initial(words: str) -> bool:
    last = words.split()[-1]
    return len(last) == 1 and last.isupper()


def _page(template: str, catalogue: Catalogue, *, script: str, **values: object) -> bytes:
    shelf = folder("templates") / "teaching"
    code = (shelf / script).read_text(encoding="utf-8") if script else ""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode("ascii")
    made = environment()
    page = made.get_template(f"teaching/{template}.html.j2").render(
        css=Markup((shelf / "teaching.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        script=Markup(code),  # noqa: S704 (our own file)
        allowed=f"'sha256-{digest}'" if code else "'none'",
        stamp=catalogue.stamp,
        **values,
    )
    return page.encode("utf-8")
