"""The dossier of the hand-made case, for every test of what is written from it."""

import dataclasses
import datetime as dt

from evidence import catalogue
from evidence.dossier.build import build
from evidence.dossier.paper import Block, Heading, Paper
from evidence.dossier.record import Dossier, State
from evidence.dossier.typography import HARD, THIN
from tests import sample

RULES = catalogue.load()


def made(state: State = "draft", day: int = 5) -> Dossier:
    """Return it; program and catalogue have names that never change."""
    found = build(
        case="essai",
        made_at=dt.date(2026, 1, day),
        fiction=True,
        catalogue=RULES,
        model="essai",
        readings=sample.READINGS,
        duplicates=[("copie.txt", sample.FIRST.id)],
        findings=sample.FINDINGS,
        reviews=sample.REVIEWS,
        identities=sample.IDENTITIES,
        state=state,
    )
    return dataclasses.replace(found, program="emprise", catalogue="essai")


def under(paper: Paper, anchor: str, level: int = 2) -> list[Block]:
    """Return the blocks between the heading of *level* at *anchor* and the next one of that level."""
    found: list[Block] = []
    inside = False
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level <= level:
            inside = block.anchor == anchor
        elif inside:
            found.append(block)
    return found


def flat(said: str) -> str:
    """Return *said* with plain spaces."""
    return said.replace(HARD, " ").replace(THIN, " ")
