"""The themes for the next hearings, each once: what lacks or is discussed and for whom, acts, both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.assessment.records import LawText
from evidence.dossier.legal_view import ThemeSheet, law_words, pair_cell, theme_sheets
from evidence.dossier.record import Dossier

ASKED_HEAD = ("Éléments", "État", "Texte", "Personne visée → personne mise en cause")
KEY = "Dans les tableaux, la colonne « Texte » renvoie à cette liste."


@dataclass(frozen=True, slots=True)
class Topic:
    """One theme: *asked* are rows under ``ASKED_HEAD``; *parts* what the catalogue has, under titles."""

    name: str
    asked: tuple[tuple[str, str, str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def nothing_asked(dossier: Dossier) -> str:
    """Return why no element lacks: with no passage kept that bears on one, none was looked at."""
    if dossier.matrix:
        return "Aucun élément demandé ne manque ni ne se discute."
    return "Aucun élément n’est examiné ici : aucun passage retenu ne porte sur un élément légal."


def texts_cited(dossier: Dossier) -> dict[LawText, str]:
    """Return the texts that the themes come from, each with its name in the tables (« T1 »)."""
    laws = dict.fromkeys(law for sheet in theme_sheets(dossier) for _, _, law in sheet.elements)
    return {law: f"T{rank}" for rank, law in enumerate(laws, 1)}


def cited_lines(dossier: Dossier) -> tuple[str, ...]:
    """Return :func:`texts_cited` as sentences, each reference whole."""
    return tuple(f"{name} : {law_words(law)}" for law, name in texts_cited(dossier).items())


def topics(dossier: Dossier) -> tuple[Topic, ...]:
    """Return each theme once, with all the persons for whom an element of it lacks or is discussed."""
    names = texts_cited(dossier)
    found: dict[str, list[ThemeSheet]] = {}
    for sheet in theme_sheets(dossier):
        found.setdefault(sheet.topic, []).append(sheet)
    return tuple(Topic(name, _asked(sheets, names), sheets[0].parts()) for name, sheets in found.items())


def _asked(sheets: Iterable[ThemeSheet], names: dict[LawText, str]) -> tuple[tuple[str, str, str, str], ...]:
    """Return the rows: elements in one state, under the same texts, for the same persons, are one."""
    concerned: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for sheet in sheets:
        for name, state, law in sheet.elements:
            concerned.setdefault((name, state, names[law]), []).append((sheet.harmed, sheet.accused))
    texts: dict[tuple[str, str, str], list[str]] = {}
    for (name, state, text), pairs in concerned.items():
        texts.setdefault((name, state, pairs_words(pairs)), []).append(text)
    rows: dict[tuple[str, str, str], list[str]] = {}
    for (name, state, words), under in texts.items():
        rows.setdefault((state, ", ".join(sorted(under, key=_rank)), words), []).append(name)
    return tuple((" ; ".join(elements), *row) for row, elements in rows.items())


def _rank(name: str) -> int:
    """Return the number of « T12 »: the texts of a row stand in the order of their list."""
    return int(name.removeprefix("T"))


def pairs_words(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of persons in one cell, those of whom one person is accused together.

    >>> pairs_words([("A", "C"), ("B", "C"), ("A", "")])
    'A, B → C ; A → non désignée'
    """
    found: dict[str, list[str]] = {}
    for harmed, accused in dict.fromkeys(pairs):
        found.setdefault(accused, []).append(harmed or "non désignée")
    return " ; ".join(pair_cell(", ".join(names), accused) for accused, names in found.items())
