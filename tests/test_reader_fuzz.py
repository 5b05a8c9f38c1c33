"""Damaged real files: cut, altered, repeated; each is read in a child, none crashes or hangs it."""

import random
from pathlib import Path

import pytest

from evidence import readers

LARGEST = 300_000
ROUNDS = 3
SIGNS_OF_A_CRASH = ("s'est arrêté", "sans progrès", "incohérente", "lecture impossible")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return *content* cut, with bytes changed, a part repeated or a part lost."""
    made = bytearray(content)
    at = chance.randrange(len(made))
    how = chance.randrange(4)
    if how == 0:
        return bytes(made[: at + 1])
    if how == 1:
        for _ in range(chance.randrange(1, 30)):
            made[chance.randrange(len(made))] = chance.randrange(256)
    elif how == 2:
        end = at + chance.randrange(1, 500)
        made[at:end] = made[at:end] * chance.randrange(2, 20)
    else:
        del made[at : at + chance.randrange(1, 200)]
    return bytes(made)


@pytest.mark.slow
def test_damaged_files_of_the_corpus_cost_themselves_alone(shared: Path, tmp_path: Path) -> None:
    held = [path for path in sorted((shared / "corpus").rglob("*")) if path.is_file()]
    for path in held:
        content = path.read_bytes()
        for number in range(ROUNDS if 0 < len(content) < LARGEST else 0):
            chance = random.Random(f"{path.name} {number}")  # noqa: S311 (the same damage at every run)
            (tmp_path / f"{path.stem[:40]}-{number}{path.suffix}").write_bytes(damaged(content, chance))
    found = list(readers.read_many(sorted(tmp_path.iterdir()), jobs=2, seconds=60))
    assert len(found) > 100
    for path, readings in found:
        assert not any(sign in readings[0].reason for sign in SIGNS_OF_A_CRASH), (path.name, readings[0].reason)
