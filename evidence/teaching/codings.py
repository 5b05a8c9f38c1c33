"""Findings and lines of a corrigé as codings, and codings as findings that a copy keeps."""

from collections.abc import Iterable, Mapping

from evidence.catalogue import Catalogue
from evidence.errors import UsageError
from evidence.matching.by_hand import BY_HAND, made_by_hand
from evidence.matching.explain import explained
from evidence.model import Document, Finding, Review, Span, Status
from evidence.teaching.agreement import Coding
from evidence.teaching.consult import criterion_of
from evidence.teaching.tales import Key

STATUSES: dict[str, Status] = {
    "affirmed": "affirmed",
    "denied": "denied",
    "hypothetical": "hypothetical",
    "reported": "reported",
}


def located(key: Key, documents: Mapping[str, Document]) -> Span | None:
    """Return where the quotation of *key* stands in its piece: line ends, blanks and apostrophes apart; None: nowhere.

    A piece that holds others (a ZIP of messages) is looked for in them too: their names begin with its own.
    """
    document = documents.get(key.piece)
    if document is None:
        return None
    plain, places = _plain(document.text)
    wanted = _plain(key.quote)[0].strip()
    at = plain.find(wanted)
    if not wanted or at < 0:
        return None
    return Span(start=places[at], end=places[at + len(wanted) - 1] + 1)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return *text* with one space for each run of blanks and straight apostrophes, and where each character was."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            if out and out[-1] == " ":
                continue
            out.append(" ")
        else:
            out.append("'" if char == "’" else char)
        places.append(place)
    return "".join(out), places


def of_keys(keys: Iterable[Key], documents: Mapping[str, Document]) -> tuple[list[Coding], list[Key]]:
    """Return the corrigé as codings, and its lines whose quotation is nowhere (a piece that could not be read)."""
    found, lost = [], []
    for key in keys:
        place = located(key, documents)
        if place is None:
            lost.append(key)
        else:
            quote = place.of(documents[key.piece].text)
            found.append(Coding(key.piece, place.start, place.end, key.criterion, key.status, quote))
    return found, lost


def of_findings(
    findings: Iterable[Finding], documents: Mapping[str, Document], catalogue: Catalogue, reviews: Mapping[str, Review]
) -> list[Coding]:
    """Return findings as codings; a review that rejects one takes it out, one that corrects it counts."""
    names = {document.source.id: name for name, document in documents.items()}
    found = []
    for item in findings:
        review = reviews.get(item.id)
        if item.source not in names or (review is not None and review.verdict == "rejected"):
            continue
        status = review.status if review is not None and review.status else item.status
        criterion = review.criterion if review is not None and review.criterion else item.criterion
        text = documents[names[item.source]].text
        why = explained(item, catalogue, text) if item.phrase != BY_HAND else ""
        place = item.sentence
        found.append(Coding(names[item.source], place.start, place.end, criterion, status, item.quote, why))
    return found


def as_finding(key: Key, documents: Mapping[str, Document], catalogue: Catalogue) -> Finding:
    """Return what a trainee notes as a finding made by hand.

    Raises:
        UsageError: no such piece or criterion (the nearest is proposed), or a quotation that the piece does not hold.
    """
    criterion = criterion_of(catalogue, key.criterion)
    if key.piece not in documents:
        from evidence.teaching.consult import nearest

        raise nearest(key.piece, documents, "il n’y a pas de pièce", f"Pièces : {', '.join(documents)}")
    place = located(key, documents)
    if place is None:
        raise UsageError(
            f"{key.piece} ne contient pas « {key.quote} »", "Copiez la citation de la pièce, mot pour mot."
        )
    return made_by_hand(documents[key.piece], place, criterion=criterion.id, status=STATUSES[key.status])
