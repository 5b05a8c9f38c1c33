"""A larger invented case, from a seed: 40 persons, 300 hearings, what each says, and the links that follow.

No name, group or fact is real. A hearing says a few things in the plainest French: what is tested is that nothing is
lost or mixed up in number, not how French is read.
"""

import random
from dataclasses import dataclass, field

FIRST = "Alain Béatrice Cyril Delphine Étienne Fabienne Gérard Hélène Ivan Josiane".split()
LAST = "Bertholet Carpentier Delorme Essartier Fontanel Guérinot Hauteville Isambard".split()
MONTHS = "janvier février mars avril mai juin juillet septembre octobre novembre décembre".split()
# (what is said, the link it makes from the person named to who speaks, its status).
SAID = (
    ("{other} m'a interdit de voir ma famille en {month} {year}.", "isolates", "affirmed"),
    ("{other} m'a giflé devant tout le monde en {month} {year}.", "assaults", "affirmed"),
    ("{other} ne m'a jamais frappé.", "assaults", "denied"),
    ("{other} m'a menacé de mort en {month} {year}.", "threatens", "affirmed"),
)


@dataclass
class Written:
    """The texts by file name, and the links (who, link, whom, status) that they say."""

    texts: dict[str, str] = field(default_factory=dict)
    links: set[tuple[str, str, str, str]] = field(default_factory=set)
    people: tuple[str, ...] = ()


def make(seed: int = 2026, persons: int = 40, pieces: int = 300) -> Written:
    """Return the case of *seed*: the same seed gives the same texts, byte for byte."""
    chance = random.Random(seed)  # noqa: S311 (names, not a secret)
    every = [f"{first} {last}" for last in LAST for first in FIRST]
    people = chance.sample(every, persons)
    found = Written(people=tuple(sorted(people)))
    for number in range(1, pieces + 1):
        speaker = people[(number - 1) % persons]
        others = chance.sample([name for name in people if name != speaker], 3)
        sentences = []
        for other in others:
            words, link, status = chance.choice(SAID)
            year = chance.randrange(2012, 2024)
            sentences.append(words.format(other=other, month=chance.choice(MONTHS), year=year))
            found.links.add((other, link, speaker, status))
        found.texts[f"{number:03}.txt"] = _hearing(speaker, sentences, number)
    return found


def _hearing(speaker: str, sentences: list[str], number: int) -> str:
    first, last = speaker.split()
    lines = [
        "GENDARMERIE NATIONALE",
        f"Procès-verbal n° {number:05}/2025",
        "PROCÈS-VERBAL D'AUDITION DE TÉMOIN",
        f"Le {number % 27 + 1} avril 2025 à 14 heures",
        "Nous, officier de police judiciaire, entendons la personne ci-après nommée.",
        f"Identité de la personne entendue : {last.upper()} {first}, né le 1er mars 1980, menuisier.",
        "Qualité : témoin.",
        "",
    ]
    for words in sentences:
        lines += ["Question : Que voulez-vous dire ?", f"Réponse : {words}", ""]
    return "\n".join([*lines, "Lecture faite par lui-même, persiste et signe.", ""])
