"""The structure of a piece: kind, header, furniture, turns."""

import datetime as dt
from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import evidence.language.structure as room
from evidence.language.spans import span_of, tokens_of
from evidence.model import Block, Document, Source, Span

HEARING = """GENDARMERIE NATIONALE
Brigade de recherches de Valmont
PV n° 2022/00145
D12

PROCÈS-VERBAL D'AUDITION DE TÉMOIN

L'an deux mille vingt-deux, le quatorze mars à quatorze heures dix,
Nous, adjudant Paul MERLE, officier de police judiciaire,
Entendons la nommée ROCHE Claire, née le 3 mai 1980 à Lyon, en qualité de témoin.

Question : Depuis quand connaissez-vous M. Vasseur ?
Réponse : Depuis le stage de l'été
2018. --------------------
Page 1/2
D13
Question n° 2 : Vous a-t-il frappée ?
R - Non. Q : Et votre fils ? R : Oui, un soir.
SUR INTERPELLATION : Je précise que je suis partie en 2019.
Lecture faite par elle-même, persiste et signe.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("fr")
    nlp.add_pipe("structure")
    return nlp


def document(text: str, blocks: list[tuple[str, str, str | None]], media: str = "text/plain") -> Document:
    """A document whose *blocks* (kind, words, speaker) are found in *text* in order."""
    made, at = [], 0
    for kind, words, speaker in blocks:
        start = text.index(words, at)
        at = start + len(words)
        made.append(Block(span=Span(start=start, end=at), kind=kind, speaker=speaker, page=1))
    source = Source(id="0" * 64, name="piece", media_type=media, size=1)
    return Document(source=source, text=text, blocks=tuple(made))


def annotated(nlp: Language, piece: Document) -> Doc:
    doc = nlp.make_doc(piece.text)
    doc._.document = piece
    return nlp(doc)


def turns(doc: Doc) -> list[tuple[str, str]]:
    return [(turn.kind, doc[turn.start : turn.end].text.strip()) for turn in doc._.turns]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HEARING, "hearing"),
        ("PLAINTE\nJe dépose plainte contre M. Roux.", "complaint"),
        ("À Monsieur le procureur de la République\nObjet : plainte\nJe porte plainte contre X.", "complaint"),
        ("RAPPORT D'EXPERTISE PSYCHOLOGIQUE\nExpert près la cour d'appel de Lyon.", "expertise"),
        ("CERTIFICAT MÉDICAL\nJe soussigné, docteur Paul Merle, certifie…", "expertise"),
        ("De : Anne Roux\nÀ : Luc Merle\nObjet : stage\n\nBonjour,", "email"),
        ("TRIBUNAL JUDICIAIRE DE VALMONT\nAU NOM DU PEUPLE FRANÇAIS\nPAR CES MOTIFS", "decision"),
        ("Chère maman,\nJe ne reviendrai pas.\nJe t'embrasse,\nLuc", "letter"),
        ("RÈGLEMENT INTÉRIEUR DE LA COMMUNAUTÉ\nArticle 1\nLe silence est de règle.", "rules"),
        ("RELEVÉ DE COMPTE\nAncien solde 120,00", "statement_of_account"),
        ("Il faisait beau et nous sommes allés à la mer.", "other"),
    ],
)
def test_the_kind_comes_from_the_cues_of_the_text(nlp: Language, text: str, kind: str) -> None:
    assert nlp(text)._.kind == kind


@pytest.mark.parametrize(("block", "kind"), [("message", "chat"), ("caption", "transcript")])
def test_what_the_reader_knows_of_the_kind_comes_first(nlp: Language, block: str, kind: str) -> None:
    doc = annotated(nlp, document("plainte\nnon", [(block, "plainte", "Anne"), (block, "non", "Luc")]))
    assert doc._.kind == kind


def test_a_header_tells_who_was_heard_by_whom_and_when(nlp: Language) -> None:
    header = nlp(HEARING)._.header
    assert header.service == "GENDARMERIE NATIONALE"
    assert header.number == "2022/00145"
    assert header.when.words == "L'an deux mille vingt-deux, le quatorze mars"
    assert header.when.first == header.when.last == dt.date(2022, 3, 14)
    assert header.heard == "ROCHE Claire"
    assert header.heard_span.of(HEARING) == "ROCHE Claire"
    assert header.capacity == "témoin"
    assert header.officer == "Paul MERLE"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("AUDITION DE Mme H., partie civile – suite", "heard", "Mme H."),
        ("AUDITION DE Mme H., partie civile – suite", "capacity", "partie civile"),
        ("Audition de : Jean-Pierre DELMAS", "heard", "Jean-Pierre DELMAS"),
        ("Nom : DELMAS\nPrénom : Odile", "heard", "Odile DELMAS"),
        ("Enquêteur : brigadier-chef LEROUX", "officer", "LEROUX"),
        ("Le 3 avril 2021 à 9 h 15", "when", dt.date(2021, 4, 3)),
        ("Date : 03/04/2021", "when", dt.date(2021, 4, 3)),
        ("L'an deux mil vingt et un, le trois avril", "when", dt.date(2021, 4, 3)),
        ("L'an mil neuf cent quatre-vingt-dix-huit, le premier mai", "when", dt.date(1998, 5, 1)),
    ],
)
def test_each_field_of_a_header_is_read_in_its_usual_forms(nlp: Language, line: str, field: str, value: object) -> None:
    doc = nlp(f"PROCÈS-VERBAL D'AUDITION\n{line}\nQuestion : Oui ?\nRéponse : Oui.")
    found = getattr(doc._.header, field)
    assert (found.first if field == "when" else found) == value


def test_what_a_header_does_not_say_stays_empty(nlp: Language) -> None:
    header = nlp("PROCÈS-VERBAL D'AUDITION DE TÉMOIN\nPV n° 12\nQuestion : Qui êtes-vous ?\nRéponse : Moi.")._.header
    assert (header.heard, header.officer, header.when) == (None, None, None)


def test_a_hearing_is_cut_into_questions_answers_and_statements(nlp: Language) -> None:
    found = [(kind, text) for kind, text in turns(nlp(HEARING)) if kind in {"question", "answer", "statement"}]
    assert found == [
        ("question", "Question : Depuis quand connaissez-vous M. Vasseur ?"),
        ("answer", "Réponse : Depuis le stage de l'été\n2018."),
        ("question", "Question n° 2 : Vous a-t-il frappée ?"),
        ("answer", "R - Non."),
        ("question", "Q : Et votre fils ?"),
        ("answer", "R : Oui, un soir."),
        ("statement", "SUR INTERPELLATION : Je précise que je suis partie en 2019."),
    ]


def test_an_answer_points_to_its_question_and_has_the_person_heard_as_speaker(nlp: Language) -> None:
    doc = nlp(HEARING)
    answers = [turn for turn in doc._.turns if turn.kind == "answer"]
    assert all(doc._.turns[turn.question].kind == "question" for turn in answers)
    assert {turn.speaker.name for turn in answers} == {"ROCHE Claire"}
    assert {turn.speaker.name for turn in doc._.turns if turn.kind == "question"} == {"Paul MERLE"}


def test_stamps_page_numbers_and_fillings_are_furniture(nlp: Language) -> None:
    found = [text for kind, text in turns(nlp(HEARING)) if kind == "furniture"]
    assert found == ["D12", "--------------------\nPage 1/2\nD13"]


@pytest.mark.parametrize(
    "text", ["Cote D 12/3", "3/7", "- 4 -", "Page 3 sur 7", "Feuillet n° 2", "______", ". . . . ."]
)
def test_a_line_that_is_only_a_mark_is_furniture(nlp: Language, text: str) -> None:
    assert turns(nlp(f"Je suis partie.\n{text}\nElle est restée."))[1] == ("furniture", text)


@pytest.mark.parametrize("text", ["Page", "Dossier de Claire", "12 personnes", "D'accord"])
def test_a_line_of_words_is_no_furniture(nlp: Language, text: str) -> None:
    assert all(kind != "furniture" for kind, _ in turns(nlp(f"Je suis partie.\n{text}\nElle est restée.")))


def test_headers_and_footers_of_the_reader_are_furniture(nlp: Language) -> None:
    text = "Communauté du Val\nIl m'a frappée.\nImprimé le 3"
    blocks = [
        ("header", "Communauté du Val", None),
        ("line", "Il m'a frappée.", None),
        ("footer", "Imprimé le 3", None),
    ]
    doc = annotated(nlp, document(text, blocks))
    assert [kind for kind, _ in turns(doc)] == ["furniture", "statement", "furniture"]


def paged(nlp: Language, pages: Sequence[str]) -> Doc:
    blocks, at = [], 0
    for number, page in enumerate(pages, 1):
        for line in page.split("\n"):
            blocks.append(Block(span=Span(start=at, end=at + len(line)), kind="line", page=number))
            at += len(line) + 1
    source = Source(id="0" * 64, name="p.pdf", media_type="application/pdf", size=1)
    return annotated(nlp, Document(source=source, text="\n".join(pages), blocks=tuple(blocks)))


def test_a_line_repeated_on_most_pages_is_furniture(nlp: Language) -> None:
    pages = [f"Communauté du Val, feuille {page}\nLe récit numéro {'abcd'[page]} commence." for page in range(4)]
    doc = paged(nlp, pages)
    assert [text for kind, text in turns(doc) if kind == "furniture"] == [p.split("\n")[0] for p in pages]


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        (("Communauté du Val\nJe suis partie.\nNon.", "Communauté du Val\nElle est restée.\nNon."), 2),
        (("Communauté du Val\nJe suis partie.\nNon.",), 0),
        (("Je suis partie.\nNon.", "Elle est restée.\nNon."), 0),
    ],
)
def test_of_two_pages_only_what_opens_both_is_furniture(nlp: Language, pages: tuple[str, ...], found: int) -> None:
    doc = paged(nlp, pages)
    assert [words for kind, words in turns(doc) if kind == "furniture"] == ["Communauté du Val"] * found


def test_dashes_are_a_dialogue_when_one_line_asks(nlp: Language) -> None:
    found = turns(nlp("Je l'ai revu.\n– Vous a-t-il menacée ?\n– Non.\nPuis je suis partie."))
    assert [kind for kind, _ in found] == ["statement", "question", "answer", "statement"]


def test_dashes_are_a_list_when_no_line_asks(nlp: Language) -> None:
    assert [kind for kind, _ in turns(nlp("Il fallait :\n- un balai\n- une table"))] == ["statement"]


def test_an_initial_opens_no_answer(nlp: Language) -> None:
    assert [kind for kind, _ in turns(nlp("J'ai vu Paul.\nR. Dupont est venu avec D. Martin."))] == ["statement"]


@pytest.mark.parametrize(
    "told",
    [
        "Il m'interdisait de voir mes parents.",
        "Il me frappait presque tous les soirs.",
        "Elle gardait nos passeports.",
        "Mon frère a vu les coups.",
    ],
)
def test_the_first_sentences_of_a_statement_are_not_lost_with_the_header(nlp: Language, told: str) -> None:
    doc = nlp(f"Audition de Mme Sandra LEROY\n{told}\nJ'ai porté plainte en mars.")
    assert turns(doc) == [
        ("header", "Audition de Mme Sandra LEROY"),
        ("statement", f"{told}\nJ'ai porté plainte en mars."),
    ]


def test_each_message_is_a_turn_of_its_sender(nlp: Language) -> None:
    text = "tu viens ?\nnon"
    doc = annotated(nlp, document(text, [("message", "tu viens ?", "Anne"), ("message", "non", "Luc")]))
    assert [(turn.kind, turn.speaker.name) for turn in doc._.turns] == [("message", "Anne"), ("message", "Luc")]


def test_the_sender_of_each_mail_of_a_thread_speaks_in_it(nlp: Language) -> None:
    text = (
        "De : Anne Roux <a@exemple.fr>\nÀ : Luc Merle\nObjet : stage\n\nJe ne viendrai pas.\n\n"
        "Le lun. 3 oct. 2016 à 17:40, Luc Merle <l@exemple.fr> a écrit :\n> Tu dois venir."
    )
    doc = nlp(text)
    said = {doc[turn.start : turn.end].text: turn.speaker.name for turn in doc._.turns if turn.kind == "message"}
    assert said == {"Je ne viendrai pas.": "Anne Roux", "> Tu dois venir.": "Luc Merle"}


def test_a_company_disclaimer_is_furniture(nlp: Language) -> None:
    text = "De : Anne\nÀ : Luc\n\nJe viens.\n\nCe message et toutes les pièces jointes sont confidentiels.\nMerci."
    assert turns(nlp(text))[-1][0] == "furniture"


@given(st.text(alphabet="abcDRQ :.?-–\n\t»« 12éà", max_size=80))
@settings(max_examples=150, deadline=None)
def test_turns_are_apart_and_in_order_whatever_the_text(text: str) -> None:
    doc = room.structure(spacy.blank("fr").make_doc(text))
    ends = [0]
    for turn in doc._.turns:
        assert ends[-1] <= turn.start < turn.end <= len(doc)
        ends.append(turn.end)


def test_a_place_and_its_tokens_convert_into_each_other(nlp: Language) -> None:
    doc = nlp("Il m'a frappée.")
    for start in range(len(doc)):
        for end in range(start + 1, len(doc) + 1):
            assert tokens_of(doc, span_of(doc, range(start, end))) == range(start, end)


def turns_of(doc: Doc) -> list[tuple[str, str | None, str]]:
    return [(turn.kind, turn.speaker and turn.speaker.name, doc[turn.start : turn.end].text) for turn in doc._.turns]


@pytest.mark.parametrize(
    ("text", "header", "speaker", "told"),
    [
        (
            "De : Quentin Marsac À : cellule d'écoute Objet : mon histoire Bonjour, je fais au plus simple. Il nous "
            "frappait chaque soir et ma mère ne pouvait plus m'appeler.",
            "De : Quentin Marsac À : cellule d'écoute Objet :",
            "Quentin Marsac",
            "Il nous frappait chaque soir",
        ),
        (
            "Objet : Re: ta fille Salut Fred, je réponds enfin à ta lettre, parce que j'ai eu du mal à l'ouvrir. Il "
            "nous frappait chaque soir.",
            "Objet :",
            None,
            "Il nous frappait chaque soir",
        ),
    ],
)
def test_a_message_run_together_with_its_header_is_still_read(
    nlp: Language, text: str, header: str, speaker: str | None, told: str
) -> None:
    turns = turns_of(nlp(text))
    assert [words for kind, _, words in turns if kind == "header"] == [header]
    assert [name for kind, name, words in turns if told in words] == [speaker]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("De : Anne À : Luc Objet : stage. Il nous frappait.", "De : Anne À : Luc Objet :"),
        ("De : Anne À : Luc Objet : stage Il nous frappait", "De : Anne À : Luc Objet :"),
        ("De : Anne À : Luc Il nous frappait.", "De : Anne À :"),
        ("De : Anne\nÀ : Luc\nObjet : Il nous frappait. Viens.", "De : Anne\nÀ : Luc\nObjet :"),
    ],
)
def test_a_short_message_on_the_line_of_its_header_is_still_read(nlp: Language, text: str, header: str) -> None:
    turns = turns_of(nlp(text))
    assert "\n".join(words.strip() for kind, _, words in turns if kind == "header") == header
    assert [name for kind, name, words in turns if "Il nous frappait" in words and kind != "header"] == ["Anne"]


@pytest.mark.parametrize("subject", ["Objet : rappel", "Objet : entretien avec M. Durand", "Objet : Re: mon courrier"])
def test_a_subject_alone_on_its_line_stays_in_the_header(nlp: Language, subject: str) -> None:
    turns = turns_of(nlp(f"De : M. Martin\nÀ : Mme. Roy\n{subject}\n\nIl nous frappait."))
    assert [words for kind, _, words in turns if kind != "header"] == ["Il nous frappait."]


def test_a_long_list_of_addresses_is_a_header(nlp: Language) -> None:
    copies = "Cc : " + ", ".join(f"personne{number}@exemple.fr" for number in range(20))
    turns = turns_of(nlp(f"De : Anne\nÀ : Paul\n{copies}\nObjet : repas\n\nIl nous frappait."))
    assert [kind for kind, _, words in turns if "personne7" in words] == ["header"]


def test_a_statement_run_together_with_the_title_of_the_act_is_still_read(nlp: Language) -> None:
    text = (
        "AUDITION DE M. Thierry ROUMÉGOUX, GARDÉ À VUE Nous constatons que l'intéressé souhaite répondre. "
        "J'enseigne un art martial dans un gymnase municipal. Je n'ai donné de coups à personne. La présidente "
        "du club est une autre personne, je n'ai aucun mandat.\nQuestion : Frappiez-vous les élèves ?\nRéponse : Non."
    )
    assert [kind for kind, _, words in turns_of(nlp(text)) if "coups" in words] == ["statement"]
