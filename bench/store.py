"""Times the case: `python -m bench.store [--pages 100000] [--findings 100000]`; writes bench/store.json.

A synthetic case, seeded: write rate of pieces, decisions and an analysis; size per page of source; opening with 100 000
findings (goal: under 0.5 s); search over 100 000 pages (goal: under 0.1 s).
"""

import argparse
import datetime as dt
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evidence.case import Case, check
from evidence.language.forms import lexicon
from evidence.model import Block, Document, Finding, Mention, Reading, Review, Source, Span, When
from evidence.store import case_files, database, journal
from evidence.store.case_files import Analysed
from evidence.store.fulltext import Facets
from evidence.store.searching import index_of

ROOT = Path(__file__).parents[1]
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
PAGES_A_PIECE = 100
# A page of a hearing: about 300 words.
WORDS_A_PAGE = 300
CRITERIA = ("isolation", "assets", "violence", "threat", "exhaustion", "surveillance")
STATUSES = ("affirmed", "denied", "hypothetical", "reported")
QUERIES = {
    "rare_word": "zythum",
    "word": "isolement",
    "frequent_word": "maison",
    "two_words": "maison argent",
    "phrase": '"vendu la maison"',
    "near": "argent NEAR/5 maison",
    "prefix": "manipul*",
    "either": "argent OU maison SAUF père",
    "accents": "œuvre",
}


def timed(action: Callable[[], object], times: int = 5) -> float:
    """Return the median wall time of *action*, in seconds."""
    spent = []
    for _ in range(times):
        before = time.perf_counter()
        action()
        spent.append(time.perf_counter() - before)
    return statistics.median(spent)


def both(action: Callable[[], object], times: int = 9) -> dict[str, float]:
    """Return the median wall time of *action*, and its processor time: what a machine of its own would take."""
    before = time.process_time()
    seconds = timed(action, times)
    return {"s": seconds, "cpu_s": (time.process_time() - before) / times}


class Writer:
    """Makes pages of French words, drawn by their frequency, with a few sentences to search for."""

    def __init__(self) -> None:
        self.chance = random.Random(2026)  # noqa: S311 (texts, not a secret)
        words = [(word, rate) for word, (_, rate) in lexicon().items() if rate > 0.5]
        self.words, self.rates = [word for word, _ in words], [rate for _, rate in words]

    def page(self) -> str:
        """Return one page."""
        drawn = self.chance.choices(self.words, self.rates, k=WORDS_A_PAGE)
        if self.chance.random() < 0.01:
            drawn[100:100] = [
                "Il",
                "m'a",
                "demandé",
                "l'argent",
                "et",
                "j'ai",
                "vendu",
                "la",
                "maison",
                "pour",
                "l'œuvre",
                ".",
            ]
        return "\n".join(" ".join(drawn[at : at + 12]) for at in range(0, len(drawn), 12)) + "\n"

    def piece(self, number: int) -> Reading:
        """Return a piece of PAGES_A_PIECE pages."""
        blocks, parts, at = [], [], 0
        for page in range(1, PAGES_A_PIECE + 1):
            text = self.page()
            for line in text.splitlines():
                blocks.append(Block(span=Span(start=at, end=at + len(line)), kind="line", page=page))
                at += len(line) + 1
            parts.append(text)
        whole = "".join(parts)
        source = Source(id=f"{number:064x}", name=f"pièce {number}.pdf", media_type="application/pdf", size=len(whole))
        return Reading(
            source=source, outcome="read", document=Document(source=source, text=whole, blocks=tuple(blocks))
        )


def finding(rank: int, pieces: int, chance: random.Random) -> Finding:
    """Return an invented finding."""
    start = rank // pieces * 100
    year = dt.date(chance.randint(2010, 2025), 1, 1)
    return Finding(
        id=f"{rank:016x}",
        source=f"{rank % pieces + 1:064x}",
        criterion=chance.choice(CRITERIA),
        indicator="essai",
        phrase="a ~ b",
        sentence=Span(start=start, end=start + 90),
        evidence=Span(start=start + 10, end=start + 30),
        quote="x" * 90,
        status=chance.choice(STATUSES),  # type: ignore[arg-type]
        agent=Mention(name=f"Personne {rank % 40}"),
        patient=Mention(name=f"Personne {rank % 7}"),
        when=When(words=str(year.year), first=year, last=year.replace(month=12, day=31)),
        catalogue="essai",
    )


def pieces(case: Case, count: int) -> dict[str, float]:
    """Return the rate and the size of *count* pieces, put in by transactions of one piece as an ingestion does."""
    writer = Writer()
    spent = 0.0
    letters = 0
    for number in range(1, count + 1):
        reading = writer.piece(number)
        letters += reading.source.size
        before = time.perf_counter()
        with database.transaction(case.engine) as connection:
            case_files.add_piece(connection, reading, NOW, "essai")
            journal.write(connection, "ingest", {"pieces": [number]})
        spent += time.perf_counter() - before
    pages = count * PAGES_A_PIECE
    size = (case.folder / "affaire.db").stat().st_size
    return {
        "pages": pages,
        "pages_per_s": pages / spent,
        "database_bytes_per_page": size / pages,
        "text_bytes_per_page": letters / pages,
    }


def decisions(case: Case, count: int) -> dict[str, float]:
    """Return the time of one human decision on a large case, durable on the disk."""

    def decide() -> None:
        case.decide(Review(finding=f"{1:016x}", verdict="accepted", reviewer="essai", at=NOW))

    return {"decision_s": timed(decide, count)}


def search(case: Case, pages: int) -> dict[str, object]:
    """Return the time to index and to search."""
    before = time.perf_counter()
    with index_of(case):
        pass
    indexing = time.perf_counter() - before
    found: dict[str, dict[str, float]] = {}
    with index_of(case) as index:
        for name, query in QUERIES.items():
            found[name] = both(lambda query=query: index.search(query))  # type: ignore[misc]
            found[name]["pages"] = index.search(query).pages
        facets = Facets(criterion="isolation", status="denied", person="Personne 3", first="2015-01-01")
        found["with_facets"] = both(lambda: index.search("maison", facets))
        found["with_facets"]["pages"] = index.search("maison", facets).pages
        found["facet_counts"] = both(lambda: index.counted("argent NEAR/5 maison"))

    def reopened() -> None:
        with index_of(case) as index:
            index.search("zythum")

    opening = timed(reopened)
    return {
        "indexing_pages_per_s": pages / indexing,
        "index_bytes_per_page": (case.folder / "recherche.db").stat().st_size / pages,
        "queries": found,
        "slowest_query_s": max(row["s"] for row in found.values()),
        "slowest_query_cpu_s": max(row["cpu_s"] for row in found.values()),
        "open_and_search_s": opening,
    }


def opening(case: Case) -> dict[str, float]:
    """Return what a person waits for when a case of many findings opens: the case, its counts, its first screen."""

    def screen() -> None:
        opened = Case(case.folder)
        opened.finding_counts()
        opened.bare_pieces()
        opened.some_findings(50)
        opened.reviews()

    return {
        "open_case_s": timed(lambda: Case(case.folder)),
        "first_screen_s": timed(screen),
        "all_findings_s": timed(case.findings, 1),
    }


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=100_000)
    options = parser.parse_args()
    count = options.pages // PAGES_A_PIECE
    chance = random.Random(7)  # noqa: S311 (findings, not a secret)
    with tempfile.TemporaryDirectory() as name:
        case = Case.create(Path(name) / "affaire")
        results: dict[str, object] = {"pieces": pieces(case, count)}
        found = tuple(finding(rank, count, chance) for rank in range(options.findings))
        before = time.perf_counter()
        case._keep(Analysed(findings=found), {"catalogue": "essai", "model": "essai"})
        results["findings"] = {
            "count": len(found),
            "written_per_s": len(found) / (time.perf_counter() - before),
            **opening(case),
            **decisions(case, 9),
        }
        results["search"] = search(case, options.pages)
        results["stamp_s"] = timed(case.stamp, 1)
        before = time.perf_counter()
        check(case.folder)
        results["verify_s"] = time.perf_counter() - before
    text = json.dumps(results, indent=1, sort_keys=True)
    (ROOT / "bench" / "store.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
