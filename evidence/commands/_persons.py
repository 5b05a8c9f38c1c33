"""The persons of a case on the standard output, and what a reader decides of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from textwrap import wrap

import click

from evidence.case import Case
from evidence.commands._network import network_of
from evidence.commands._pseudonyms import maybe
from evidence.commands._shown import compact, plural
from evidence.decisions import PersonDecision
from evidence.errors import UsageError
from evidence.graph.record import Actor
from evidence.store import journal

WIDTH = 80
KINDS = {"person": "personne", "group": "groupement", "account": "compte ou adresse"}


def show(case: Case, shape: str, key: Path | None) -> None:
    """Print each identity with its spellings, roles and mentions, then what is to be confirmed."""
    found, hidden = case.identities(), maybe(case, key)
    numbers = {piece.source.id: piece.number for piece in case.bare_pieces()}
    people = found.people if hidden is None else tuple(hidden.of(person) for person in found.people)
    proposals = found.proposals if hidden is None else tuple(hidden.of(item) for item in found.proposals)
    if shape == "jsonl":
        for row in (*people, *proposals):
            click.echo(compact(row))
        return
    actors = {actor.name: actor for actor in network_of(case, key)[0].actors} if people else {}
    for person in people:
        others = [item for item in person.variants if item != person.name]
        roles = [f"{role} (pièce {numbers[place]})" if place in numbers else role for place, role in person.roles]
        click.echo(f"{person.name}, {KINDS[person.kind]}, {plural(person.mentions, 'mention')}")
        lines = _acts(actors.get(person.name), roles) + ([f"aussi écrit : {', '.join(others)}"] if others else [])
        for line in lines:
            click.echo("\n".join(wrap(line, WIDTH, initial_indent="    ", subsequent_indent="      ")))
    for item in proposals:
        done = "réunis, à confirmer" if item.applied else "à réunir ?"
        words = f"{done} : {item.first} / {item.second} ({item.why})"
        click.echo("\n".join(wrap(words, WIDTH, subsequent_indent="  ")))
    click.echo(f"{plural(len(people), 'identité')}, {plural(len(proposals), 'point')} à confirmer.", err=True)


def _acts(actor: Actor | None, roles: Sequence[str]) -> list[str]:
    """Return the capacities that each act gives, then the birth as written, with its piece."""
    written = [f"{role} (pièce {number})" if number else role for number, role in actor.roles] if actor else list(roles)
    lines = [" ; ".join(dict.fromkeys(written))] if written else []
    if actor is not None and actor.born is not None and actor.born_at is not None:
        lines.append(f"{' '.join(actor.born.words.split())} (pièce {actor.born_at.piece})")
    return lines


def decision(
    act: str,
    acts: Mapping[str, str],
    names: Sequence[str],
    name: str,
    piece: int | None,
    why: str,
    moment: dt.datetime,
) -> PersonDecision:
    """Return the decision that the words of the command say.

    Raises:
        UsageError: the act is unknown, or lacks what it needs.
    """
    known = acts.get(act) or (act if act in acts.values() else None)
    if known is None:
        near = get_close_matches(act, [*acts, "annuler"], 1)
        hint = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Actes : {', '.join([*acts, 'annuler'])}."
        raise UsageError(f"« {act} » n’est pas un acte sur les personnes", hint)
    if not names or (known == "merge" and len(names) < 2):
        raise UsageError(f"{act} : il manque un nom", "Entre guillemets, tels que emprise persons les écrit.")
    if known in ("rename", "role", "kind") and not name:
        raise UsageError(f"{act} : il manque ce qu’il faut donner", 'Ajoutez --as "…".')
    if known == "kind" and name not in KINDS:
        raise UsageError(f"« {name} » n’est pas une nature", f"Natures : {', '.join(KINDS)}.")
    return PersonDecision(
        act=known,  # type: ignore[arg-type]  # one of the acts
        names=tuple(names),
        name=name,
        piece=piece,
        reviewer=journal.who(),
        at=moment,
        note=why,
    )


def decide(case: Case, made: PersonDecision) -> None:
    """Write the decision down, when each of its names is known.

    Raises:
        UsageError: nobody has that name; the nearest are proposed.
    """
    spellings = {variant for person in case.identities().people for variant in (person.name, *person.variants)}
    for name in made.names:
        if name not in spellings:
            near = get_close_matches(name, sorted(spellings), 3)
            hint = f"Proches : {', '.join(near)}." if near else "emprise persons les liste."
            raise UsageError(f"« {name} » : personne de ce nom dans l’affaire", hint)
    number = case.decide(made)
    click.echo(f"Décision {number}. Pour la reprendre : emprise persons {case.folder} annuler {number}", err=True)


def undo(case: Case, numbers: Sequence[str], why: str) -> None:
    """Take decisions back.

    Raises:
        UsageError: these are no numbers of decisions.
    """
    for text in numbers:
        if not text.isdecimal():
            raise UsageError(
                f"« {text} » n’est pas un numéro de décision", "Exemple : emprise persons affaire/ annuler 12"
            )
        done = case.undo(int(text), journal.who(), dt.datetime.now(dt.UTC), why)
        click.echo(f"Décision {text} reprise (décision {done}).", err=True)
