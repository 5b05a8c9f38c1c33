"""Reads an output as its reader does and finds the sentences of law that lack article, version, source or mark."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import html

from evidence.catalogue.law import MARKS

# What makes a sentence one of law: an article, a statute, a penalty, a period of limitation.
OF_LAW = re.compile(
    r"\barticles? (?:L\. ?)?\d|\bCode (?:pénal|de procédure pénale|de la santé publique|du travail)\b"
    r"|\b(?:loi|ordonnance|décret) n°|\b\d+ ans(?: de réclusion)?, [\d ]+ (?:€|F)\b|\bannées révolues\b"
)
ARTICLE = re.compile(r"\barticles? (?:L\. ?)?\d|Déclaration de 1789")
READ = re.compile(r"\blue? :|\bsources? (?:\[|:)|\bet source non lues\b")
VERSION = re.compile(r"\bversion (?:non lue|lue|et source non lues|[\w-]+)|\bversion de \d{4}")
# The names of a version, by which another sentence leads to it: its id, or its days in force.
_DAY = r"\d+(?:er)? \w+ \d{4}"
VERSIONS = re.compile(rf"\bversion (non lue|en vigueur depuis le {_DAY}|en vigueur du {_DAY} au {_DAY}|(?!en )[\w-]+)")
# A decision is no version of a text: it needs its source and its mark.
DECISION = re.compile(r"\b(?:Crim\.|CA |CEDH|Cons\. const\.|T\. corr|TGI|Corte)")
NOTE = re.compile(r"^\[\d+\] ")
SAID = re.compile(r"«([^«»]*)»")


@dataclass(frozen=True)
class Unit:
    """One line, paragraph, item or row: *words*, and the headings, captions and first lines it stands under."""

    words: str
    under: tuple[str, ...] = ()
    verbatim: frozenset[str] = field(default=frozenset())


def plain(text: str) -> str:
    """Return *text* with ordinary blanks, one between two words."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def is_whole(words: str) -> bool:
    """Tell whether a sentence has its article, version, source and mark."""
    has_mark = any(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", words) for mark in MARKS.values())
    if DECISION.search(words[:40]) and has_mark and READ.search(words):
        return True
    return bool(ARTICLE.search(words) and VERSION.search(words) and READ.search(words) and has_mark)


def lacking(units: Iterable[Unit], pieces: str = "") -> list[str]:
    """Return the sentences of law of an output that are not whole and stand under nothing whole.

    A sentence that names a version leads to the sentence of the same output that gives its reference; one that stands
    under a whole reference carries that one. What a piece says is left out: a quotation is not law.
    """
    known = list(units)
    quoted = plain(pieces)

    def ours(words: str) -> str:
        return SAID.sub(lambda found: "" if plain(found[1]) and plain(found[1]) in quoted else found[0], plain(words))

    lines = [(ours(unit.words), tuple(map(ours, unit.under))) for unit in known if plain(unit.words) not in quoted]
    defined: dict[str, set[str]] = {}
    for words, _ in lines:
        for version in VERSIONS.findall(words) if is_whole(words) else ():
            defined.setdefault(version, set()).update(numbers(words))

    def stands(words: str, under: tuple[str, ...]) -> bool:
        if is_whole(words):
            return True
        if DECISION.search(words[:40]) and any(READ.search(line) and "à vérifier" in line for line in under):
            return True
        carried = [numbers(line) for line in under if is_whole(line)]
        named = [held for name, held in defined.items() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words)]
        # What it cites must be what the reference it leads to cites: no article borrows another's.
        return bool(carried or named) and numbers(words) <= set().union(*carried, *named)

    return [
        words for words, under in lines if OF_LAW.search(words) and not NOTE.match(words) and not stands(words, under)
    ]


def numbers(words: str) -> set[str]:
    """Return the articles of a code that a sentence cites: « 223-15-2 », « 4161-1 »; those of a statute left out."""
    codes = re.sub(r"(?:loi|ordonnance|décret) n° [^;,)]*, articles? \d+", "", words)
    groups = re.findall(r"\barticles? ((?:L\. ?)?\d[\d-]*(?:(?:, | et | à )(?:L\. ?)?\d[\d-]*)*)", codes)
    found = {number for group in groups for number in re.findall(r"\d[\d-]*", group)}
    for first, start, end in re.findall(r"\b(\d+-)(\d+) à \1(\d+)\b", codes):
        found |= {f"{first}{number}" for number in range(int(start), int(end))}
    return found


def of_terminal(text: str, width: int = 80) -> list[Unit]:
    """Return the lines of a terminal, each wrapped line whole again, under the lines of a smaller margin above it."""
    whole: list[tuple[int, str]] = []
    previous = ""
    for line in text.splitlines():
        margin = len(line) - len(line.lstrip())
        # « legalize-dev/legalize-fr » is one word: its blanks do not break.
        first = (re.match(r"(?:«[^»]*»|\S+)(?: [:;?!»])*\S*", line.strip()) or [""])[0]
        full = bool(previous.strip()) and len(previous) + 1 + len(first) > width
        if full and whole and margin > whole[-1][0]:
            whole[-1] = (whole[-1][0], f"{whole[-1][1]} {line.strip()}")
        elif line.strip():
            whole.append((margin, line.strip()))
        previous = line
    found: list[Unit] = []
    stack: list[tuple[int, str]] = []
    for margin, words in whole:
        kept = [item for item in stack if item[0] < margin]
        # The reference stands first among its equals: « == Infraction », then its text, then its elements.
        under = tuple(item[1] for item in stack if item[0] <= margin)
        found.append(Unit(words, under))
        stack = [*kept, *(item for item in stack if item[0] == margin and is_whole(plain(item[1]))), (margin, words)]
    return found


def of_page(page: str | bytes) -> list[Unit]:
    """Return the paragraphs, items and rows of an HTML page, under the headings and paragraphs of their section."""
    tree = html.fromstring(page)
    found: list[Unit] = []
    for cut in (
        *tree.iter("style"),
        *tree.iter("script"),
        *tree.iter("blockquote"),
        *tree.iter("svg"),
        *tree.iter("title"),
    ):
        cut.drop_tree()
    above: list[str] = []
    for item in tree.iter("h1", "h2", "h3", "h4", "p", "li", "caption", "tr", "dt", "dd"):
        if not isinstance(item.tag, str) or any(up.tag in ("tr", "li") for up in item.iterancestors()):
            continue
        words = plain(item.text_content())
        if item.tag in ("h1", "h2", "h3"):
            above = []
        if words:
            found.append(Unit(words, tuple(above)))
        if item.tag in ("h1", "h2", "h3", "h4", "p", "caption"):
            above.append(words)
    return found


def of_paper(blocks: Iterable[object]) -> list[Unit]:
    """Return the words of the blocks of a paper (quotations left out), under their heading and the caption."""
    return [unit for block in _walked(blocks) for unit in block]


def _walked(blocks: Iterable[object]) -> Iterator[list[Unit]]:
    above: list[str] = []
    for block in blocks:
        kind = getattr(block, "kind", "")
        if kind == "heading":
            above = [block.words]  # type: ignore[attr-defined]
            yield [Unit(block.words)]  # type: ignore[attr-defined]
        elif kind == "words":
            yield [Unit(block.words, tuple(above))]  # type: ignore[attr-defined]
            above.append(block.words)  # type: ignore[attr-defined]
        elif kind == "table":
            under = (*above, block.caption)  # type: ignore[attr-defined]
            rows = [
                (block.caption + " " if OF_LAW.search(block.caption) else "")  # type: ignore[attr-defined]
                + " | ".join("".join(run.words for run in cell) for cell in row)
                for row in block.rows  # type: ignore[attr-defined]
            ]
            yield [Unit(row, under) for row in rows]


def of_document(paragraphs: Iterable[tuple[str, str]]) -> list[Unit]:
    """Return the paragraphs of a DOCX, given as (style, words), under their headings."""
    found, above = [], []
    for style, words in paragraphs:
        if style.startswith(("Heading", "Title")):
            above = [words]
        if words.strip():
            found.append(Unit(words, tuple(above)))
        if not style.startswith(("Heading", "Title")):
            above.append(words)
    return found


def of_data(value: object, whole: Callable[[dict[str, object]], bool], where: str = "") -> Iterator[str]:
    """Yield the places of a JSON value that say law (a penalty, an element, a rule) beside no reference."""
    if isinstance(value, dict):
        says = {"penalty", "element", "rules", "themes_for"} & value.keys()
        held = whole(value)
        if says and not held:
            yield where
        for key, item in value.items():
            # What stands inside a record that has its reference carries that one.
            yield from () if held else of_data(item, whole, f"{where}/{key}")
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from of_data(item, whole, f"{where}/{rank}")
