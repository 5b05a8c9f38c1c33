"""A small case made by hand: invented records of every kind, for tests of what comes after the analysis."""

import datetime as dt

from evidence.model import (
    Amount,
    Block,
    Cue,
    Document,
    Finding,
    Mention,
    Notice,
    Payment,
    Reading,
    Review,
    Source,
    Span,
    Status,
    When,
)
from evidence.people.identities import Identities, said_in

TEXT = (
    "Il m'a interdit de voir ma sœur en mars 2019.\n"
    "Il ne m'a jamais demandé d'argent.\n"
    "Ma tante m'a dit qu'il l'avait frappée.\n"
    "Vous a-t-il menacée ?\n"
    "<script>alert(1)</script> {{ 7 * 7 }} =1+1\n"
)
FIRST = Source(id="a" * 64, name="audition.txt", media_type="text/plain", size=len(TEXT), cote="D3")
LOST = Source(id="b" * 64, name="perdu.pdf", media_type="application/pdf", size=10)


def place(words: str) -> Span:
    """Return where *words* stand in TEXT."""
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def finding(name: str, criterion: str, status: Status, sentence: str, words: str, **more: object) -> Finding:
    """Return an invented finding on *sentence*."""
    return Finding(
        id=name,
        source=FIRST.id,
        criterion=criterion,
        indicator="essai",
        phrase="a ~ b",
        sentence=place(sentence),
        evidence=place(words),
        quote=sentence,
        status=status,
        catalogue="essai",
        **more,  # type: ignore[arg-type]
    )


CLAIRE = Mention(name="Claire Essai", span=Span(start=3, end=5), inferred=True)
MARC = Mention(name="Marc Invente")
FINDINGS = (
    finding(
        "f1",
        "isolation",
        "affirmed",
        "Il m'a interdit de voir ma sœur en mars 2019.",
        "interdit de voir ma sœur",
        agent=MARC,
        patient=CLAIRE,
        speaker=CLAIRE,
        people=(MARC,),
        when=When(words="en mars 2019", first=dt.date(2019, 3, 1), last=dt.date(2019, 3, 31)),
    ),
    finding(
        "f2",
        "assets",
        "denied",
        "Il ne m'a jamais demandé d'argent.",
        "demandé d'argent",
        cues=(Cue(span=place("jamais"), words="jamais", rule="denied"),),
        agent=MARC,
        patient=CLAIRE,
    ),
    finding("f3", "violence", "reported", "Ma tante m'a dit qu'il l'avait frappée.", "frappée", chain=("ma tante",)),
    finding("f4", "threat", "hypothetical", "Vous a-t-il menacée ?", "menacée", agent=MARC, patient=CLAIRE),
)
DOCUMENT = Document(
    source=FIRST,
    text=TEXT,
    blocks=(Block(span=Span(start=0, end=len(TEXT)), kind="paragraph"),),
    notices=(Notice(code="encoding", text="Texte lu dans l’encodage de Windows (Windows-1252)."),),
    payments=(
        Payment(
            span=place("<script>alert(1)</script> {{ 7 * 7 }} =1+1"),
            on=dt.date(2019, 4, 2),
            label="VIREMENT",
            amount=Amount(words="10,00", value="10.00", currency="EUR"),
        ),
    ),
)
READINGS = (
    (1, Reading(source=FIRST, outcome="read", document=DOCUMENT, reader="text")),
    (2, Reading(source=LOST, outcome="unreadable", reason="PDF abîmé", reader="pdf")),
)
REVIEWS = {
    "f1": Review(
        finding="f1", verdict="accepted", reviewer="Relectrice", at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), note="vu"
    )
}
ROLES = ((FIRST.id, "ESSAI Claire", "plaignante"),)

IDENTITIES = Identities(said_in(FINDINGS, ROLES, []), ROLES)
