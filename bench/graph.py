"""Times identities and the network: `python -m bench.graph [--mentions 100000]`; writes bench/graph.json.

A synthetic case, seeded: each piece names persons of a town in full, then by last name, first name or initials; one
mention in ten is a finding with who acts on whom. Goal: 100 000 mentions resolved and the network built in under 30 s,
and twice the mentions in much less than four times the time.
"""

import argparse
import datetime as dt
import json
import random
import time
from collections import defaultdict
from pathlib import Path

from evidence.catalogue import facts
from evidence.graph.contrasts import contrasts
from evidence.graph.insights import readings
from evidence.graph.weave import weave
from evidence.language.names import first_names
from evidence.model import Amount, Block, Document, Finding, Mention, Source, Span, When
from evidence.people.identities import Identities, said_in

ROOT = Path(__file__).parents[1]
MENTIONS_A_PIECE = 50
SYLLABLES = ("ba", "cor", "del", "fan", "gri", "lor", "mes", "nel", "pou", "ric", "sau", "ter", "vau", "zel")
ACTS = (("isolation", "contact_interdit"), ("violence", "coups"), ("assets", "argent_remis"), ("threat", "menaces"))
STATUSES = ("affirmed", "denied", "reported", "hypothetical")


def people_of(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Return *count* (first name, last name); one last name in four is shared."""
    firsts = sorted(name.capitalize() for name in first_names() if name.isalpha() and len(name) > 3)
    lasts = sorted({"".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(count)})
    return [(chance.choice(firsts), chance.choice(lasts)) for _ in range(count)]


def make(mentions: int) -> tuple[list[tuple[int, Document]], list[tuple[str, str, str, list[Span]]], list[Finding]]:
    """Return pieces, names with their places, findings: *mentions* names in all."""
    chance = random.Random(7)  # noqa: S311 (names, not a secret)
    everyone = people_of(chance, max(mentions // 50, 10))
    pieces, names, findings = [], [], []
    for number in range(1, mentions // MENTIONS_A_PIECE + 1):
        here = chance.sample(everyone, k=min(8, len(everyone)))
        parts, at = [], 0
        places: dict[str, list[Span]] = defaultdict(list)
        source = Source(id=f"{number:064x}", name=f"{number}.txt", media_type="text/plain", size=1)
        for rank in range(MENTIONS_A_PIECE):
            first, last = here[rank % len(here)]
            full = rank < len(here)
            name = f"{first} {last}" if full else chance.choice((last, first, f"{first} {last[0]}.", f"{last} {first}"))
            words = f"{name} était là.\n"
            places[name].append(Span(start=at, end=at + len(name)))
            if rank % 10 == 0:
                findings.append(_finding(chance, source.id, at, words.strip(), here))
            parts.append(words)
            at += len(words)
        text = "".join(parts)
        block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
        pieces.append((number, Document(source=source, text=text, blocks=(block,))))
        names += [(source.id, name, "PER", spans) for name, spans in places.items()]
    return pieces, names, findings


def _finding(chance: random.Random, source: str, at: int, words: str, here: list[tuple[str, str]]) -> Finding:
    (criterion, indicator), day = chance.choice(ACTS), dt.date(2010 + chance.randrange(14), 3, 1)
    agent, patient, speaker = (" ".join(person) for person in chance.sample(here, 3))
    span = Span(start=at, end=at + len(words))
    return Finding(
        id=f"{source[-8:]}{at:08x}",
        source=source,
        criterion=criterion,
        indicator=indicator,
        phrase="",
        sentence=span,
        evidence=span,
        quote=words,
        status=chance.choices(STATUSES, (7, 1, 1, 1))[0],
        agent=Mention(name=agent),
        patient=Mention(name=patient),
        speaker=Mention(name=speaker),
        when=When(words=str(day), first=day, last=day),
        amount=Amount(words="10", value=str(chance.randrange(1, 90) * 100), currency="EUR"),
    )


def measure(mentions: int) -> dict[str, float]:
    """Return the seconds of each step on *mentions* names."""
    pieces, names, findings = make(mentions)
    start = time.perf_counter()
    identities = Identities(said_in(findings, [], names), [])
    people, proposals = identities.people, identities.proposals
    resolved = [identities.resolved(item) for item in findings]
    known = [(source, identities.of(name, source), kind, spans) for source, name, kind, spans in names]
    joined = time.perf_counter()
    network = weave(findings=resolved, reviews={}, people=people, pieces=pieces, names=known, told=[], rules=facts())
    woven = time.perf_counter()
    beside = contrasts(network)
    compared = time.perf_counter()
    read = readings(network)
    end = time.perf_counter()
    return {
        "mentions": sum(len(spans) for *_, spans in names),
        "persons": len(people),
        "proposals": len(proposals),
        "ties": len(network.ties),
        "contrasts": len(beside),
        "readings": len(read),
        "identities_s": round(joined - start, 2),
        "network_s": round(woven - joined, 2),
        "contrasts_s": round(compared - woven, 2),
        "readings_s": round(end - compared, 2),
    }


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=100_000)
    wanted = parser.parse_args().mentions
    found = {"half": measure(wanted // 2), "whole": measure(wanted)}
    (ROOT / "bench" / "graph.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
