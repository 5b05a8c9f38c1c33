"""The book as PDF/A-2a and PDF/UA-1: tagged, bookmarked, fonts inside, one criterion a page, the same bytes."""

import datetime as dt
import json
from typing import Any

import typst

from evidence.dossier.typography import typeset
from evidence.resources import folder
from evidence.teaching.book import Book, Figures, Part, Sheet
from evidence.teaching.book_html import share

TITLE = "Le catalogue des critères"
MADE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
# What the fonts inside the engine draw; anything else is printed as its number, which loses nothing.
DRAWN = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027))
SIGNS = frozenset("\u202f€→▲▼◇−")


def write(book: Book) -> bytes:
    """Return the book as PDF; no date of today is in it."""
    made = typst.compile(
        (folder("templates") / "book.typ").read_bytes(),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(MADE.timestamp()),
        sys_inputs={"book": json.dumps(_printable(_data(book)), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("the PDF engine gave several files")
    return made


def _data(book: Book) -> dict[str, Any]:
    return {
        "title": TITLE,
        "stamp": book.stamp,
        "limits": typeset("Ce n’est pas :"),
        "lead": typeset(
            f"Catalogue {book.stamp} : {len(book.sheets)} critères. Un critère décrit un comportement, jamais une "
            "croyance ni une personne. Un critère seul ne prouve rien ; ce qui est à charge et ce qui est à décharge "
            "ont le même rang ; une personne relit tout. Les exemples sont inventés."
        ),
        "families": [
            {"name": typeset(name), "sheets": [_sheet(sheet) for sheet in sheets]} for name, sheets in book.families
        ],
        "parts": [
            {
                "title": "Par infraction",
                "lead": "Pour chaque élément du texte, les critères qui l’éclairent ; aucun ne le prouve.",
                "head": ["Élément", "Critères"],
                "items": [_part(part, book) for part in book.offences],
            },
            {
                "title": "Par grille publiée",
                "lead": typeset("Des guides, jamais des critères légaux ; un indice ne suffit jamais."),
                "head": ["Indice", "Critères"],
                "items": [_part(part, book) for part in book.grids],
            },
        ],
        "tables": _tables(book),
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    criterion, found = sheet.criterion, sheet.figures
    sources = " · ".join(f"{item.ref} ({item.note})" if item.note else item.ref for item in criterion.sources)
    measure = (
        f"Mesuré sur le jeu de développement : {found.gold} passages à relever, {found.found} relevés, {found.right} "
        f"justes (précision {share(found.precision)}, rappel {share(found.recall)})."
        if found
        else ""
    )
    return {
        "id": criterion.id,
        "name": typeset(criterion.name),
        "definition": typeset(criterion.definition),
        "excludes": typeset(criterion.excludes),
        "indicators": [
            typeset(item.name) + (" (circonstance)" if item.beside else "") for item in criterion.indicators
        ],
        "elements": [typeset(line) for line in sheet.elements],
        "grids": [typeset(f"{grid} : {line}") for grid, line in sheet.grids],
        "examples": [
            {
                "name": typeset(f"{sign} {name}"),
                "lines": list(lines),
                "more": f"et {more} de plus dans le catalogue" if more else "",
            }
            for _, name, sign, lines, more in sheet.examples
        ],
        "measure": typeset(measure),
        "sources": typeset(f"Sources : {sources}"),
    }


def _part(part: Part, book: Book) -> dict[str, Any]:
    lines = [[typeset(name), ", ".join(book.names[item] for item in ids) or "aucun"] for name, ids in part.lines]
    return {"title": typeset(part.title), "notes": [typeset(note) for note in part.notes], "lines": lines}


def _tables(book: Book) -> list[dict[str, Any]]:
    measures = []
    for sheet in book.sheets:
        measures.append([typeset(sheet.criterion.name), *_cells(sheet.figures)])
    head = ["Critère", "À relever", "Relevés", "Justes", "Précision", "Rappel"]
    index = [[typeset(name), ", ".join(book.names[item] for item in ids)] for name, ids in book.index]
    lead = (
        "Mesures de « make evaluate » sur le jeu de développement, qui a servi à écrire les motifs : sur de vrais "
        "dossiers, les chiffres peuvent être plus bas."
        if book.measured
        else "Aucune mesure n’accompagne cette installation."
    )
    glossary = [list(map(typeset, row)) for row in book.glossary]
    history = [list(map(typeset, row)) for row in book.history]
    title = "Ce que le moteur trouve, mesuré"
    return [
        _table("Index", ["Mot", "Critères"], index, (1, 1)),
        _table("Glossaire pour débuter", ["Mot", "Sens"], glossary, (1, 3)),
        _table(title, head, measures if book.measured else [], (4, 1, 1, 1, 1, 1), typeset(lead)),
        _table("Histoire du catalogue", ["Version", "Ce qui change"], history, (1, 5)),
    ]


def _cells(found: Figures | None) -> list[str]:
    if found is None:
        return ["non mesuré"] * 5
    return [str(found.gold), str(found.found), str(found.right), share(found.precision), share(found.recall)]


def _table(
    title: str, head: list[str], lines: list[list[str]], widths: tuple[int, ...], lead: str = ""
) -> dict[str, Any]:
    return {"title": title, "head": head, "lines": lines, "widths": list(widths), "lead": lead}


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(char if _drawn(char) else f"(U+{ord(char):04X})" for char in value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return value


def _drawn(char: str) -> bool:
    return char in SIGNS or any(first <= ord(char) <= last for first, last in DRAWN)
