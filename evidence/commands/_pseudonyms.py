"""The option ``--pseudonyms``: opens the key, keeps it apart, and writes what to check by eye beside it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from evidence.case import Case
from evidence.commands._shown import plural
from evidence.dossier.pseudonyms import Doubt, Pseudonyms, pseudonymised
from evidence.dossier.record import Dossier
from evidence.errors import UsageError
from evidence.people import key as keys


def veiled(case: Case, dossier: Dossier, path: Path, *outputs: Path) -> Dossier:
    """Return *dossier* with the pseudonyms of the key in *path*, which takes the new ones.

    Raises:
        UsageError: the key lies in the case or in what is rendered.
    """
    _apart(path, case.folder, *outputs)
    key = keys.read(path)
    made, doubts = pseudonymised(dossier, key, [(item.name, item.kind) for item in case.names()])
    _keep(path, key, doubts)
    return made


def reveiled(case: Case, dossier: Dossier, path: Path) -> Dossier:
    """Return *dossier* with the pseudonyms of the key in *path*; the key stays as it is: what is compared changes none.

    Raises:
        UsageError: there is no key in *path*.
    """
    if not path.is_file():
        raise UsageError(f"{path} : pas de clé", "Donnez la clé qui a servi à écrire ce dossier.")
    return pseudonymised(dossier, keys.read(path), [(item.name, item.kind) for item in case.names()])[0]


def maybe(case: Case, path: Path | None) -> Pseudonyms | None:
    """Return the pseudonyms of *case* when a key is asked for in *path*."""
    return of_case(case, path) if path is not None else None


def of_case(case: Case, path: Path) -> Pseudonyms:
    """Return the pseudonyms of *case*, for what is shown without a dossier.

    Raises:
        UsageError: the key lies in the case.
    """
    _apart(path, case.folder)
    key = keys.read(path)
    names = [*((item.name, item.kind) for item in case.names()), *((name, "PER") for name in _hands(case))]
    texts = [
        (piece.number, piece.source.id, piece.source.name, piece.reading.document.text)
        for piece in case.pieces()
        if piece.reading.document
    ]
    found = Pseudonyms(key, case.identities().people, names, texts)
    _keep(path, key, tuple(found.doubts()))
    return found


def _hands(case: Case) -> list[str]:
    """Return who put pieces in, seized or reviewed them: names that no piece needs to hold."""
    hands = {entry.who for entry in case.journal()} | {review.reviewer for review in case.reviews().values()}
    for piece in case.bare_pieces():
        hands.add(piece.entered_by)
        hands.add(piece.exhibit.officer if piece.exhibit else "")
    return sorted(hands - {""})


def _apart(path: Path, *folders: Path) -> None:
    for folder in folders:
        if path.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{path} : la clé des pseudonymes ne peut pas être dans {folder}", "Gardez-la ailleurs, à part."
            )


def _keep(path: Path, key: keys.Key, doubts: Sequence[Doubt] | Iterable[Doubt]) -> None:
    found = list(doubts)
    keys.write(path, key)
    beside = path.with_name(f"{path.name}.doutes.txt")
    beside.touch(mode=0o600)
    lines = [f"pièce {doubt.piece}, ligne {doubt.line} : {doubt.words}" for doubt in found]
    beside.write_text(
        "\n".join(["À vérifier à l’œil : ces mots peuvent encore nommer quelqu’un.", *lines, ""]), "utf-8"
    )
    click.echo(f"Clé : {path}. {plural(len(found), 'mot')} à vérifier à l’œil : {beside}", err=True)
