"""What the commands of an exercise do with the copies, which are cases."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from evidence import catalogue as rules
from evidence.analysis import Analysis
from evidence.case import Case
from evidence.catalogue import Catalogue
from evidence.catalogue.teaching import Words, load
from evidence.decisions import Added
from evidence.errors import CaseError, UsageError
from evidence.matching.check import Checker
from evidence.matching.trial import tried
from evidence.model import UNREAD, Document
from evidence.teaching import agreement, codings
from evidence.teaching.agreement import ENGINE, KEY, Coding
from evidence.teaching.consult import nearest
from evidence.teaching.said import Said
from evidence.teaching.space import BANNER, PIECES, Space
from evidence.teaching.tales import Key

# A decision must say when; in an exercise the hour says nothing, and the same copy must give the same bytes.
NEVER = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Compared:
    """All the coders of an exercise, ready to be shown."""

    coders: dict[str, list[Coding]]
    lost: tuple[Key, ...]
    catalogue: Catalogue
    tool: Checker | None

    def lines(self) -> Iterator[Said]:
        """Yield the agreement of each pair, then the differences."""
        for first, second in combinations(self.coders, 2):
            rows = agreement.agreement(self.coders[first], self.coders[second])
            yield from agreement.table(first, second, rows, self.catalogue)
        names = load("words", Words).of("statuses")
        yield from agreement.differences(self.coders, self.catalogue, names, self.near)

    def near(self, quote: str, criterion: str) -> str:
        """Return what the engine lacked to find *quote* under *criterion*."""
        if self.tool is None or criterion not in self.catalogue.criteria:
            return ""
        trial = tried(self.tool, quote, (criterion,))
        return f"presque : « {trial.near[0].line} », {trial.near[0].why}" if trial.near else ""


def new_copy(space: Space, path: Path) -> list[str]:
    """Read the pieces of *space* into a case at *path*, not analysed; return a line for each piece not read."""
    if path.exists():
        raise UsageError(f"{path} existe déjà ; elle n’est pas touchée", "Choisissez un autre nom de copie.")
    case = Case.create(path)
    readings = case.ingest([space.root / PIECES / name for name in space.pieces], why=BANNER)
    unread = (item for item in readings if item.outcome in UNREAD)
    return [f"pièce non exploitée ou lue en partie : {item.source.name}, {item.reason}" for item in unread]


def coded(space: Space, name: str, keys: tuple[Key, ...]) -> int:
    """Keep *keys* in the copy *name* as findings made by hand; return how many.

    Raises:
        UsageError: no such copy, piece or criterion, or a quotation that is not in the piece: nothing is kept.
    """
    case = _copy(space, name)
    documents = _documents(case)
    loaded = rules.load()
    findings = [codings.as_finding(key, documents, loaded) for key in keys]
    known = {item.id: item for item in case.findings()}
    new = {item.id: item for item in findings if known.get(item.id) != item}
    case.decide_all(Added(finding=item, reviewer=name, at=NEVER) for item in new.values())
    return len(new)


def compared(space: Space, names: tuple[str, ...], *, key: bool, engine: bool) -> Compared:
    """Return the codings of the corrigé, of the engine and of the copies *names* (all when empty)."""
    chosen = names or space.copies
    if not chosen:
        raise UsageError("il n’y a pas encore de copie à comparer", "Faites-en une : emprise exercise copy")
    cases = {name: _copy(space, name) for name in chosen}
    documents = _documents(next(iter(cases.values())))
    work = Analysis() if engine else None
    loaded = work.matcher.catalogue if work else rules.load()
    coders: dict[str, list[Coding]] = {}
    lost: list[Key] = []
    if key:
        coders[KEY], lost = codings.of_keys(space.keys, documents)
    if work is not None:
        found = [item for result in work.read(documents.values()) for item in result.findings]
        coders[ENGINE] = codings.of_findings(found, documents, loaded, {})
    for name, case in cases.items():
        # By hand alone: should a copy have been analysed, the engine's findings are not the trainee's.
        made = case.by_hand()
        own = [item for item in case.findings() if item.id in made]
        coders[name] = codings.of_findings(own, documents, loaded, case.reviews())
    return Compared(coders, tuple(lost), loaded, Checker(work.nlp, work.matcher) if work else None)


def page_of(space: Space, name: str) -> bytes:
    """Return the page on which the copy *name* is coded in a browser."""
    from evidence.teaching.pages import coder_page

    return coder_page(name, _documents(_copy(space, name)), rules.load(), load("words", Words))


def compared_page(found: Compared) -> bytes:
    """Return the comparison as a page."""
    from evidence.teaching.pages import compare_page

    return compare_page(found.coders, found.catalogue, load("words", Words), found.near)


def exported(found: Compared) -> str:
    """Return the agreement and the differences as JSON."""
    pairs = [
        {
            "coders": [first, second],
            "criteria": [
                {name: getattr(row, name) for name in row.__slots__}
                for row in agreement.agreement(found.coders[first], found.coders[second])
            ],
        }
        for first, second in combinations(found.coders, 2)
    ]
    rows = [
        {
            "piece": item.piece,
            "start": item.start,
            "criterion": item.criterion,
            "quote": item.quote,
            "said": {name: item.said[name].status if name in item.said else None for name in found.coders},
        }
        for item in agreement.differing(found.coders)
    ]
    data = {"format": 1, "banner": BANNER, "agreement": pairs, "differences": rows}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _copy(space: Space, name: str) -> Case:
    path = space.copy(name)
    if not path.is_dir():
        raise nearest(name, space.copies, "il n’y a pas de copie", "Faites-la : emprise exercise copy")
    case = Case(path)
    space.admit((piece.source.name, piece.source.id) for piece in case.bare_pieces() if piece.source.parent is None)
    return case


def _documents(case: Case) -> dict[str, Document]:
    """Return the texts by name of piece; what a ZIP holds has a name of its own."""
    found: dict[str, Document] = {}
    for piece in case.pieces():
        if piece.reading.document is not None:
            found.setdefault(piece.source.name, piece.reading.document)
    if not found:
        raise CaseError("aucune pièce de la copie n’a pu être lue", "Refaites la copie : emprise exercise copy")
    return found
