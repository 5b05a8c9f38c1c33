"""Invented cases for classes: from a seed and a difficulty, pieces and their corrigé; everything is fiction."""

import random
from dataclasses import dataclass

from evidence.catalogue.teaching import Tale, pairs

KINDS = ("complaint", "witness", "defence")
FILES = {"complaint": "plainte", "witness": "audition-temoin", "defence": "audition-mis-en-cause"}
# How many sentences a piece takes of its kind, by difficulty: those that say a criterion, then those that say none.
SIZES = {1: (6, 2), 2: (9, 4), 3: (12, 5)}
# How many pieces of each kind a case holds, by difficulty.
PIECES = {1: (1, 1, 1), 2: (1, 2, 1), 3: (2, 3, 1)}


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a corrigé: what a person must find in *piece*; *status* and *criterion* are ids."""

    piece: str
    status: str
    criterion: str
    quote: str

    def __str__(self) -> str:
        """Return the line that people read and write."""
        return f"{self.piece} | {self.status} | {self.criterion} | {self.quote}"


@dataclass(frozen=True, slots=True)
class Invented:
    """A case: its pieces (name, text) and its corrigé."""

    pieces: tuple[tuple[str, str], ...]
    keys: tuple[Key, ...]


def invented(tale: Tale, seed: int, difficulty: int) -> Invented:
    """Return the case of *seed*: the same seed and *difficulty* (1 to 3) give the same bytes."""
    chance = random.Random(f"{seed}/{difficulty}")  # noqa: S311 (an exercise, never a secret)
    slots = {
        "meneur": chance.choice(tale.leaders),
        "plaignante": chance.choice(tale.plaintiffs),
        "groupe": chance.choice(tale.groups),
        "ville": chance.choice(tale.towns),
        "enfant": chance.choice(tale.children),
        "proche": chance.choice(tale.relatives),
    }
    people = list(tale.witnesses)
    chance.shuffle(people)
    frames = pairs(tale.frames)
    pieces: list[tuple[str, str]] = []
    keys: list[Key] = []
    for kind, count in zip(KINDS, PIECES[difficulty], strict=True):
        pool = _pool(getattr(tale, kind), difficulty, chance)
        for rank in range(count):
            slots["temoin"] = people[rank % len(people)]
            name = f"{len(pieces) + 1:02}-{FILES[kind]}.txt"
            lines = [_filled(tale.banner, slots, tale, chance), "", _filled(frames[kind], slots, tale, chance), ""]
            for status, criterion, words in _taken(pool, count, difficulty, chance):
                line = _filled(words, slots, tale, chance)
                lines.append(line)
                if status != "none":
                    keys.append(Key(name, status, criterion, line))
            pieces.append((name, "\n".join(lines) + "\n"))
    return Invented(tuple(pieces), tuple(keys))


def _pool(lines: tuple[str, ...], difficulty: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """Return the sentences of at most that level, in an order drawn; a pool is shared by the pieces of one kind."""
    rows = []
    for line in lines:
        level, status, criterion, words = (cell.strip() for cell in line.split("|", 3))
        if int(level) <= difficulty:
            rows.append((status, criterion, words))
    chance.shuffle(rows)
    return rows


def _taken(
    pool: list[tuple[str, str, str]], count: int, difficulty: int, chance: random.Random
) -> list[tuple[str, str, str]]:
    """Take the sentences of one piece out of *pool*, mixed: *count* pieces must share it."""
    said, others = SIZES[difficulty]
    taken = []
    for wanted, most in ((True, said), (False, others)):
        found = [row for row in pool if (row[0] != "none") == wanted][: max(most // count, 1) if count > 1 else most]
        taken += found
        for row in found:
            pool.remove(row)
    chance.shuffle(taken)
    return taken


def _filled(words: str, slots: dict[str, str], tale: Tale, chance: random.Random) -> str:
    drawn = {"annee": chance.choice(tale.years), "somme": chance.choice(tale.sums)}
    return words.format(**slots, **drawn)
