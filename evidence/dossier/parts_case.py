"""The parts of a paper that show the case: pieces, what was not read, persons, manifest."""

from collections.abc import Iterable, Iterator

from evidence.dossier.paper import Block, Run, Table, Words, spot, text
from evidence.dossier.record import PieceRow
from evidence.dossier.typography import HARD, around, counted, date_words, hard, of
from evidence.dossier.view import UNDOCUMENTED, View
from evidence.graph.record import Actor
from evidence.graph.vocabulary import capacity_of
from evidence.model import Person
from evidence.people.naming import is_office

PRINTED = "lue sur la pièce"
COMPLAINT = "plainte"
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
        ("Pièce", "Nom", "Lecture", "Raison"),
        tuple(
            (text(str(item.number)), text(item.name), text(OUTCOMES[item.outcome]), text(_capital(around(item.reason))))
            for item in found
        ),
    )


def people(view: View) -> Iterator[Block]:
    """Yield persons and groups with the capacity that each act gives them; addresses that nobody is known by, apart."""
    offices = [item.name for item in view.dossier.people if item.kind == "group" and is_office(item.name)]
    found = [item for item in view.dossier.people if item.kind != "account" and item.name not in offices]
    if not found:
        yield Words("Non documenté.")
        return
    yield Table(
        "Personnes et groupements nommés ; la qualité est rangée d’après les mots de chaque acte",
        ("Nom", "Qualité et famille, par acte", "Autres graphies", "Fois nommé"),
        tuple(
            (
                text(item.name),
                text(" ; ".join((*_capacities(view, item), *_kin(view, item))) or "—"),
                text(" ; ".join(name for name in item.variants if name != item.name) or "—"),
                text(str(item.mentions)),
            )
            for item in found
        ),
    )
    if offices:
        yield Words(f"Juridictions et services nommés : {' ; '.join(offices)}.")
    alone = [item.name for item in view.dossier.people if item.kind == "account"]
    if alone:
        yield Words(f"Adresses et comptes que rien ne rattache à un nom : {' ; '.join(alone)}.")


def _capacities(view: View, item: Person) -> Iterator[str]:
    """Yield « témoin (pièces 3, 5) »."""
    return _held(((view.pieces[source].number, role) for source, role in item.roles), item.name)


def _held(roles: Iterable[tuple[int, str]], name: str) -> Iterator[str]:
    held: dict[str, list[int]] = {}
    for number, role in roles:
        held.setdefault(capacity_of(role, name), []).append(number)
    for role, numbers in held.items():
        word = "pièces" if len(numbers) > 1 else "pièce"
        yield f"{role} ({word}{HARD}{', '.join(map(str, numbers))})"


def _kin(view: View, item: Person) -> Iterator[str]:
    """Yield « sœur de Claire (pièce 1) », as passages say it."""
    for tie in view.dossier.network.ties:
        if tie.relation == "kin" and tie.subject == item.name and tie.label and not view.theme:
            numbers = ", ".join(str(number) for number in sorted({one.piece for one in tie.passages}))
            yield f"{tie.label} {of(tie.object)} (pièce{HARD}{numbers})"


def parties(view: View) -> Iterator[Block]:
    """Yield who has a capacity in an act or a birth in a piece: facts for a heading that a person completes."""
    found = [actor for actor in view.dossier.network.actors if actor.roles or actor.born]
    if not found:
        yield Words(f"Personnes à qui une pièce donne une qualité ou une date de naissance : {UNDOCUMENTED}.")
        return
    yield Table(
        "Personnes à qui une pièce donne une qualité ou une date de naissance ; le programme n’en désigne aucune",
        ("Nom", "Qualité, par acte", "Naissance, telle qu’elle est écrite"),
        tuple(
            (
                text(actor.name),
                text(" ; ".join(_held(actor.roles, actor.name)) or "—"),
                _birth(view, actor),
            )
            for actor in found
        ),
    )


def _birth(view: View, actor: Actor) -> tuple[Run, ...]:
    if actor.born is None or actor.born_at is None:
        return text("—")
    where = Run(hard(actor.born_at.place), spot=view.spot_at(actor.born_at.piece, actor.born_at.start))
    return (Run(" ".join(actor.born.words.split()) + ", "), where)


def complaints(view: View) -> Iterator[Block]:
    """Yield the complaints among the pieces, with the day that each bears: what a later complaint refers to."""
    dated = _dated(view)
    found = [item for item in view.dossier.pieces if item.nature == COMPLAINT]
    if not found:
        yield Words(f"Plainte parmi les pièces : {UNDOCUMENTED}.")
        return
    yield Table(
        "Plaintes parmi les pièces, d’après leurs mots ; rien ici ne dit qu’elles ont été déposées",
        ("Pièce", "Date portée", "Nom"),
        tuple(
            (text(str(item.number)), text(dated.get(item.number, "—")), text(item.name, spot=spot(item.number)))
            for item in found
        ),
    )


def pieces(view: View) -> Iterator[Block]:
    """Yield every piece with its stable number, cote, fingerprint and state of reading; nothing is left out."""
    dated = _dated(view)
    yield Table(
        "Pièces, dans l’ordre d’entrée ; le numéro ne change jamais",
        ("N°", "Cote", "Nature et date", "Nom", "Pages", "Lecture", "Réserves"),
        tuple(_piece(item, dated.get(item.number, "")) for item in view.dossier.pieces),
    )
    yield Words(
        "Nature : d’après les mots de la pièce ou son format. Date : celle de l’en-tête ou de la signature. "
        "L’une et l’autre sont à vérifier."
    )
    if any(item.printed_cote and not item.cote for item in view.dossier.pieces):
        yield Words(f"« {PRINTED} » : cote que porte l’en-tête de la pièce ; personne ne l’a encore confirmée.")
    if view.dossier.duplicates:
        yield Words("Doublons écartés :")
        yield from (Words(f"{name} (pièce {number})", item=True) for name, number in view.dossier.duplicates)


def _piece(item: PieceRow, day: str) -> tuple[tuple[Run, ...], ...]:
    notes = [around(item.reason)] if item.reason else []
    notes += [around(counted(notice.text).removesuffix(".")) for notice in item.notices]
    if item.near:
        near = ", ".join(f"{number} ({shared} sur {of})" for number, shared, of in item.near)
        notes.append(f"presque identique, en suites de cinq mots communes, à : {near}")
    inside = f" (dans la pièce {item.parent})" if item.parent else ""
    notes[:1] = [_capital(note) for note in notes[:1]]
    return (
        text(str(item.number)),
        text(_cote(item)),
        text(", ".join(filter(None, (item.nature, day))) or "—"),
        text(item.name + inside, spot=spot(item.number) if item.text else ""),
        text(str(item.pages) if item.pages else "—"),
        text(OUTCOMES[item.outcome]),
        text(" ; ".join(notes) or "—"),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _dated(view: View) -> dict[int, str]:
    """Return the day that the header of each piece bears, by number of piece, in words."""
    stated = [event for event in view.dossier.timeline if event.kind in ("statement", "header")]
    return {event.piece: date_words(event.when.first) for event in stated if event.when.first}


def _cote(item: PieceRow) -> str:
    return item.cote or (f"{item.printed_cote} {PRINTED}" if item.printed_cote else UNDOCUMENTED)


def correspondence(view: View) -> Iterator[Block]:
    """Yield our number beside the procedure's cote, which may come later, and the fingerprint of the file."""
    yield Table(
        "Correspondance entre le numéro de pièce, la cote de la procédure et l’empreinte du fichier",
        ("N°", "Cote", "SHA-256"),
        tuple((text(str(one.number)), text(_cote(one)), text(one.sha256)) for one in view.dossier.pieces),
    )


def accuracy(view: View) -> Iterator[Block]:
    """Yield what the program finds and misses, by criterion, on texts that served for no rule."""
    found = view.dossier.measures
    if not found:
        yield Words(f"Taux mesurés : {UNDOCUMENTED} dans cette installation.")
        return
    expected, printed, right = (sum(getattr(item, name) for item in found) for name in ("expected", "found", "right"))
    yield Words(
        f"Sur des textes inventés ou adaptés qui n’ont servi à écrire aucune règle : {expected} passages attendus, "
        f"{right} relevés, {expected - right} manqués ; {printed - right} relevés à tort sur {printed}. "
        "Annotés par une seule personne. Un constat manquant n’est jamais la preuve qu’un fait n’a pas eu lieu."
    )
    yield Table(
        "Justesse mesurée, par critère",
        ("Critère", "Passages attendus", "Relevés à raison", "Manqués", "Relevés à tort"),
        tuple(
            (
                text(view.criteria.get(item.criterion, item.criterion)),
                *(
                    text(str(number))
                    for number in (item.expected, item.right, item.expected - item.right, item.found - item.right)
                ),
            )
            for item in found
            if not view.theme or item.criterion in {row.criterion for row in view.rows}
        ),
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
                ("Date portée", date_words(made.made_at)),
                ("Pièces", str(len(made.pieces))),
            )
        ),
    )
