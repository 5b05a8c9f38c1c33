"""What pieces say against each other: small cases of invented statements, read from their text; nothing is made up."""

import hashlib
from dataclasses import replace
from functools import cache

import pytest

from evidence.analysis import Analysis, Result
from evidence.catalogue import facts
from evidence.graph.choose import chosen
from evidence.graph.contrasts import Contrast, contrasts
from evidence.graph.picture import drawing
from evidence.graph.record import Network
from evidence.graph.weave import weave
from evidence.model import Block, Document, Source, Span
from evidence.people.identities import Identities, said_in

ANA = "LORME Ana, née le 3 mai 1980"
BO = "MARSAN Bo, né le 9 juin 1960"
CLEO = "NIVELLE Cléo, née le 2 mars 1975"


def hearing(who: str, day: str, *exchanges: str) -> str:
    """Return a hearing: each exchange is « question | answer », or an answer alone."""
    name, _, born = who.partition(", ")
    lines = [
        "PROCÈS-VERBAL D'AUDITION",
        f"Le {day} à 9 heures",
        "Nous, adjudant Denis ORSEL, officier de police judiciaire, entendons la personne ci-après nommée.",
        f"Identité de la personne entendue : {name}, {born}, demeurant à Valmont.",
        "",
    ]
    for rank, item in enumerate(exchanges):
        asked, _, said = item.rpartition(" | ")
        lines += [f"Question : {asked or ('Continuez.' if rank else 'Que savez-vous ?')}", f"Réponse : {said}", ""]
    return "\n".join(lines)


CASES: dict[str, tuple[str, ...]] = {
    "one_person_two_dates": (
        hearing(ANA, "4 mars 2021", "J'ai quitté la communauté en mai 2019."),
        hearing(ANA, "9 avril 2022", "Je suis partie de là-bas en octobre 2020, pas avant."),
    ),
    "two_persons_two_dates": (
        hearing(ANA, "4 mars 2021", "J'ai quitté la communauté en mai 2019."),
        hearing(CLEO, "5 mars 2021", "J'ai quitté la communauté en octobre 2020."),
    ),
    "two_precisions_one_date": (
        hearing(ANA, "4 mars 2021", "J'ai quitté la communauté en 2019."),
        hearing(CLEO, "5 mars 2021", "Ana Lorme a quitté la communauté en mai 2019."),
    ),
    "free_to_leave": (
        hearing(ANA, "4 mars 2021", "On m'a empêchée de partir."),
        hearing(
            BO, "6 mars 2021", "Les membres étaient-ils libres de partir ? | Oui.", "Chacun pouvait quitter le lieu."
        ),
    ),
    "two_sums": (
        hearing(ANA, "4 mars 2021", "Je lui ai remis 20 000 euros en liquide."),
        hearing(BO, "6 mars 2021", "Que vous a donné Mme Ana Lorme ? | Elle m'a donné 5 000 euros."),
    ),
    "parts_of_one_sum": (
        hearing(ANA, "4 mars 2021", "Je lui ai remis 20 000 euros en tout."),
        hearing(
            ANA, "9 avril 2022", "J'ai fait un virement de 15 000 euros.", "Je lui ai donné 5 000 euros en liquide."
        ),
    ),
    "sums_of_two_years": (
        hearing(ANA, "4 mars 2021", "En 2017, je lui ai remis 20 000 euros."),
        hearing(ANA, "9 avril 2022", "En 2019, je lui ai remis 5 000 euros."),
    ),
    "one_year_two_sums": (
        hearing(ANA, "4 mars 2021", "En mars 2017, je lui ai remis 20 000 euros."),
        hearing(ANA, "9 avril 2022", "En mars 2017, je lui ai remis 8 000 euros."),
    ),
    "a_rate_is_no_sum": (
        hearing(ANA, "4 mars 2021", "Je lui ai versé 300 euros par mois."),
        hearing(BO, "6 mars 2021", "Que vous a donné Mme Ana Lorme ? | Elle m'a donné 5 000 euros."),
    ),
    "two_sellers": (
        hearing(ANA, "4 mars 2021", "J'ai vendu ma maison à sa demande."),
        hearing(CLEO, "5 mars 2021", "J'ai décidé de vendre ma maison."),
    ),
    "who_wanted_the_sale": (
        hearing(ANA, "4 mars 2021", "J'ai vendu ma maison parce qu'il l'exigeait."),
        hearing(CLEO, "5 mars 2021", "Que savez-vous de Mme Ana Lorme ? | Elle a voulu vendre sa maison."),
    ),
    "a_pronoun_of_two_women": (
        hearing(ANA, "4 mars 2021", "On m'a empêchée de partir."),
        hearing(BO, "6 mars 2021", "J'ai connu Ana Lorme et Cléo Nivelle.", "Elle était libre de partir."),
    ),
    "another_struck": (
        hearing(ANA, "4 mars 2021", "Cléo Nivelle m'a giflée."),
        hearing(BO, "6 mars 2021", "Avez-vous frappé Mme Ana Lorme ? | Non, jamais."),
    ),
    "ten_repeat_one": (
        hearing(ANA, "4 mars 2021", "Bo Marsan m'a frappée en 2019."),
        *(
            hearing(
                f"ORLAN {name}, née le 1er mai 1970", "7 mars 2021", "Ana Lorme m'a dit que Bo Marsan l'avait frappée."
            )
            for name in ("Anne", "Berthe", "Carole")
        ),
        hearing(BO, "6 mars 2021", "Je n'ai jamais frappé Ana Lorme."),
    ),
    "nobody_is_asked_twice": (hearing(BO, "6 mars 2021", "Avez-vous frappé Mme Ana Lorme ? | Je ne sais pas."),),
}


def document(case: str, rank: int, text: str) -> Document:
    identity = hashlib.sha256(f"{case}{rank}".encode()).hexdigest()
    source = Source(id=identity, name=f"{rank}.txt", media_type="text/plain", size=len(text))
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    blocks = [
        Block(span=Span(start=start, end=start + len(line)), kind="line")
        for start, line in zip(starts, text.split("\n"), strict=True)
        if line
    ]
    return Document(source=source, text=text, blocks=tuple(blocks))


@cache
def analysed() -> dict[str, list[tuple[Document, Result]]]:
    """Every case in one run of the pipeline."""
    every = [(case, document(case, rank, text)) for case, texts in CASES.items() for rank, text in enumerate(texts, 1)]
    results = Analysis().read([made for _, made in every])
    found: dict[str, list[tuple[Document, Result]]] = {}
    for (case, made), result in zip(every, results, strict=True):
        found.setdefault(case, []).append((made, result))
    return found


def network(case: str) -> Network:
    read = analysed()[case]
    findings = [item for _, result in read for item in result.findings]
    roles = [item for _, result in read for item in result.roles]
    names = [item for _, result in read for item in result.names]
    identities = Identities(said_in(findings, roles, names), roles)
    return weave(
        findings=[identities.resolved(item) for item in findings],
        reviews={},
        people=identities.people,
        pieces=[(number, made) for number, (made, _) in enumerate(read, 1)],
        names=[(a, identities.of(b, a), c, d) for a, b, c, d in names],
        told=[identities.resolved(item) for _, result in read for item in result.facts],
        rules=facts(),
    )


def shown(case: str) -> list[tuple[str, str, list[list[int]]]]:
    """Return (sort, fact, pieces of each side) of what is set side by side."""
    found: list[Contrast] = list(contrasts(network(case)))
    return [
        (item.kind, item.about, [sorted({p.piece for p in side.passages}) for side in item.sides]) for item in found
    ]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("one_person_two_dates", [("date", "departure", [[1], [2]])]),
        ("two_persons_two_dates", []),
        ("two_precisions_one_date", [("agreement", "departure", [[1, 2]])]),
        ("free_to_leave", [("status", "free_to_leave", [[1], [2]])]),
        ("two_sums", [("amount", "money_given", [[2], [1]])]),
        ("parts_of_one_sum", [("agreement", "money_given", [[1], [2]])]),
        ("sums_of_two_years", []),
        ("one_year_two_sums", [("amount", "money_given", [[2], [1]])]),
        ("a_rate_is_no_sum", []),
        ("two_sellers", []),
        ("who_wanted_the_sale", [("status", "sale_asked", [[1], [2]])]),
        ("a_pronoun_of_two_women", []),
        ("another_struck", []),
        ("ten_repeat_one", [("status", "blows", [[1, 2, 3, 4], [5]])]),
        ("nobody_is_asked_twice", []),
    ],
)
def test_two_pieces_are_set_side_by_side_on_one_fact_of_one_person_only(
    case: str, expected: list[tuple[str, str, list[list[int]]]]
) -> None:
    assert shown(case) == expected


def test_one_who_contradicts_himself_is_named() -> None:
    (contrast,) = contrasts(network("one_person_two_dates"))
    assert [name.split()[-1] for name in contrast.within] in (["Ana"], ["Lorme"])
    assert "plusieurs déclarations" in contrast.why


def test_those_who_repeat_one_person_add_no_source_to_a_side() -> None:
    (contrast,) = contrasts(network("ten_repeat_one"))
    assert [side.label for side in contrast.sides] == ["coups, 1 source", "pas de coups, 1 source"]


def test_two_who_say_the_contrary_are_linked_with_what_each_says_and_nobody_else() -> None:
    cases = ("free_to_leave", "two_persons_two_dates", "one_person_two_dates")
    found = {case: [tie for tie in network(case).ties if tie.relation == "contradicts"] for case in cases}
    (tie,) = found["free_to_leave"]
    assert [case for case in cases if found[case]] == ["free_to_leave"]
    assert {name.split()[0].upper() for name in (tie.subject, tie.object)} <= {"ANA", "BO", "LORME", "MARSAN"}
    assert [item.piece for item in tie.passages] == [1, 2]


def test_contradictions_are_drawn_only_when_nothing_else_is_asked_for() -> None:
    found = network("two_sums")
    assert [tie.relation for tie in found.ties].count("contradicts") == 1
    assert "contradiction" in drawing(chosen(found, relations=("contradicts",)))
    other = network("another_struck")
    assert other.ties
    both = replace(other, ties=(*other.ties, *(tie for tie in found.ties if tie.relation == "contradicts")))
    assert drawing(both) == drawing(other) != ""


def test_a_bare_answer_is_quoted_with_its_question() -> None:
    (contrast,) = contrasts(network("free_to_leave"))
    quotes = [" ".join(passage.quote.split()) for passage in contrast.sides[1].passages]
    assert quotes[0] == "Les membres étaient-ils libres de partir ? Réponse : Oui."


def test_every_passage_set_side_by_side_is_the_letter_of_its_piece() -> None:
    seen = 0
    for case, read in analysed().items():
        texts = {number: made.text for number, (made, _) in enumerate(read, 1)}
        for contrast in contrasts(network(case)):
            for passage in contrast.passages:
                assert texts[passage.piece][passage.start : passage.end] == passage.quote
                seen += 1
    assert seen > 15
