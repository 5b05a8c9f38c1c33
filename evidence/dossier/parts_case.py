"""The parts of a paper that show the case: pieces, what was not read, persons, manifest."""

from collections.abc import Iterator

from evidence.dossier.paper import Block, Run, Table, Words, text
from evidence.dossier.record import PieceRow
from evidence.dossier.view import UNDOCUMENTED, View

OUTCOMES = {
    "read": "lu",
    "ocr": "lu par OCR",
    "partial": "lu en partie",
    "empty": "vide",
    "duplicate": "doublon",
    "encrypted": "protégé par mot de passe",
    "unreadable": "illisible",
    "foreign": "langue étrangère",
    "unknown": "format inconnu",
}


def unread(view: View) -> Iterator[Block]:
    """Yield the pieces that were not read, or in part: what they hold lacks everywhere else."""
    found, pieces = view.dossier.unread, view.dossier.pieces
    if not found:
        yield Words("Toutes les pièces ont été lues.")
        return
    yield Words(
        f"Pièces non exploitées, ou en partie : {len(found)} sur {len(pieces)}. "
        "Ce qu’elles contiennent manque à tout le reste du document."
    )
    yield Table(
        "Pièces non exploitées et raison",
        ("Pièce", "Nom", "Issue", "Raison"),
        tuple(
            (text(str(item.number)), text(item.name), text(OUTCOMES[item.outcome]), text(item.reason)) for item in found
        ),
    )


def people(view: View) -> Iterator[Block]:
    """Yield persons and groups with the capacity that each act gives them."""
    found = view.dossier.people
    if not found:
        yield Words("Non documenté.")
        return
    yield Table(
        "Personnes et groupements nommés ; la qualité est celle que donne chaque acte",
        ("Nom", "Qualité, par acte", "Autres graphies", "Mentions"),
        tuple(
            (
                text(item.name),
                text(" ; ".join(f"{role} (pièce {view.pieces[source].number})" for source, role in item.roles) or "—"),
                text(" ; ".join(name for name in item.variants if name != item.name) or "—"),
                text(str(item.mentions)),
            )
            for item in found
        ),
    )


def pieces(view: View) -> Iterator[Block]:
    """Yield every piece with its stable number, cote, fingerprint and state of reading; nothing is left out."""
    yield Table(
        "Pièces, dans l’ordre d’entrée ; le numéro ne change jamais",
        ("N°", "Cote", "Nom", "Pages", "État de lecture", "Réserves", "SHA-256"),
        tuple(_piece(item) for item in view.dossier.pieces),
    )
    if view.dossier.duplicates:
        yield Words("Doublons écartés :")
        yield from (Words(f"{name} (pièce {number})", item=True) for name, number in view.dossier.duplicates)


def _piece(item: PieceRow) -> tuple[tuple[Run, ...], ...]:
    notes = [notice.text for notice in item.notices]
    notes += [f"presque identique à la pièce {number} ({shared} suites sur {of})" for number, shared, of in item.near]
    inside = f" (dans la pièce {item.parent})" if item.parent else ""
    state = OUTCOMES[item.outcome] + (f" : {item.reason}" if item.reason else "")
    return (
        text(str(item.number)),
        text(item.cote or UNDOCUMENTED),
        text(item.name + inside),
        text(str(item.pages) if item.pages else "—"),
        text(state),
        text(" ; ".join(notes) or "—"),
        text(item.sha256),
    )


def correspondence(view: View) -> Iterator[Block]:
    """Yield our number beside the procedure's cote, which may come later."""
    yield Table(
        "Correspondance entre le numéro de pièce et la cote de la procédure",
        ("N°", "Nom", "Cote"),
        tuple((text(str(one.number)), text(one.name), text(one.cote or "")) for one in view.dossier.pieces),
    )


def manifest(view: View) -> Iterator[Block]:
    """Yield what the document was made from: program, catalogue, model, date."""
    made = view.dossier
    yield Table(
        "Ce dont le document est fait",
        ("Élément", "Valeur"),
        tuple(
            (text(name), text(value))
            for name, value in (
                ("Programme", made.program),
                ("Catalogue", made.catalogue),
                ("Modèle", made.model),
                ("Date portée", made.made_at.isoformat()),
                ("Pièces", str(len(made.pieces))),
                ("Constats imprimés", str(len(view.rows))),
                ("Constats rejetés, non imprimés", str(made.counts.rejected)),
                ("Constats non relus ou à vérifier", str(made.counts.pending)),
            )
        ),
    )
