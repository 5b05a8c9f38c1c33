"""Sentence boundaries: what ends a sentence, what does not, and how often we are right on the treebanks."""

import gzip
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import evidence.language.sentences
import evidence.language.structure
from evidence.model import Block, Document, Source, Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("fr")
    nlp.add_pipe("structure")
    nlp.add_pipe("sentences")
    return nlp


def cut(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


# « | » stands where a sentence must end; nowhere else may one end.
CASES = [
    "Il est parti. |Elle est restée.",
    "M. Roux et Mme Merle sont venus. |Ils ont mangé.",
    "J'ai vu M. Le Goff et Me Delmas. |Le procès a eu lieu.",
    "Selon l'art. 12 du règlement, il faut obéir. |Nous obéissions.",
    "Voir p. 12, al. 3 et n° 4. |Rien d'autre.",
    "Il fallait payer le stage, les livres, etc. et se taire.",
    "Il fallait payer le stage, les livres, etc. |Puis il a demandé plus.",
    "M. J. Roux est né le 3 janv. 1980 à Lyon. |Il est sans profession.",
    "J'ai parlé à Mme H. |Elle a tout nié.",
    "Je pensais… enfin, je croyais… |Il m'a menti.",
    "« Tu dois partir ! » m'a-t-il dit. |Je suis partie.",
    "Il a dit : « Tu n'iras plus chez ta mère. » |J'ai obéi.",
    "« Quoi ? » dit-il.",
    "Vous a-t-il frappée ? |– Non.",
    "Jamais ! |Il n'a jamais fait cela.",
    "Il a versé 12 000 euros, soit 1.500 par mois. |C'est tout.",
    "1. Le silence est de règle. |2. Le courrier est lu.",
    "Il m'a écrit à a.roux@exemple.fr. |J'ai répondu.",
    "Je lui ai donné 500 €. |Il voulait plus.",
    "C'était à 9 h. |Il faisait nuit.",
    "Le soir.Il est revenu.",
    "Léa 08:14 : t ou |Tom ♥ : chez moi |Léa : il a pris mon tel |Tom ♥ 12/04 23:02 : rentre",
    "Attention : le quai est haut. |Objet : votre courrier du 3 mars.",
    "Nous étions à l'association Les amis du val. |Il y faisait froid.",
    "Elle habite à La Rochelle avec le père Le Roux.",
    "j'y suis allé. |il y avait du monde. |on a chanté.",
    "Elle a dit « non. » |Puis rien.",
    "Il a promis (sans rire) la guérison. |J'y ai cru.",
    "Le tribunal (art. 2 C. proc. pén.) a statué.",
    "Attendu que la dame a tout vendu ; |qu'elle n'a rien gardé ; |que l'un le nie ; |mais attendu que nul n'a forcé ;",
    "Considérant, sur le prêt, que l'acte est nul ; |Considérant que la mère, âgée ; malade, vivait seule ;",
    "Il savait ; que dire de plus ?",
    "QUESTION DU TRIBUNAL\n|Je ne l'ai pas vu.",
    "LES FAITS\n|Il est venu en mars.\n|Il est resté.",
    "Il fallait :\n|- se lever tôt\n|- prier\n|- se taire",
    "Il m'a interdit\nde voir ma mère. |J'ai obéi.",
    "Le stage du mois de\nMai était obligatoire.",
    "J'ai remis les clés au comp-\ntable du groupe. |Il les a gardées.",
    "Vie quotidienne\n|Nous dormions peu.",
    "Attendu que le prévenu a menti ;\n|que la somme a été remise ;\n|Rejette le pourvoi.",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_a_reader_ends_them(nlp: Language, marked: str) -> None:
    marked = marked.replace("soir.Il", "soir.|Il")
    assert cut(nlp, marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_a_wrapped_paragraph_is_not_cut_at_its_line_ends(nlp: Language) -> None:
    text = (
        "Quand je suis arrivée dans la communauté, on m'a dit que je devais remettre\n"
        "Le livret de famille et tous les papiers au responsable, qui les gardait dans\n"
        "Son bureau fermé à clé, et que je ne pourrais plus en sortir sans demander la\n"
        "permission. Je l'ai fait."
    )
    assert [sentence[-8:] for sentence in cut(nlp, text)] == ["mission.", "ai fait."]


def test_the_announcement_of_a_turn_is_no_part_of_its_sentence(nlp: Language) -> None:
    text = "PROCÈS-VERBAL D'AUDITION\nQuestion : Vous a-t-il frappée ?\nRéponse : Non. Jamais."
    assert cut(nlp, text)[1:] == ["Question :", "Vous a-t-il frappée ?", "Réponse :", "Non.", "Jamais."]


def test_page_furniture_is_no_part_of_a_sentence(nlp: Language) -> None:
    assert cut(nlp, "Je suis partie.\nPage 2/3\nD12\nElle est restée. ---------") == [
        "Je suis partie.",
        "Page 2/3",
        "D12",
        "Elle est restée.",
        "---------",
    ]


def test_a_message_ends_its_sentence(nlp: Language) -> None:
    text = "tu viens\nnon je peux pas"
    blocks = (
        Block(span=Span(start=0, end=8), kind="message", speaker="Anne"),
        Block(span=Span(start=9, end=len(text)), kind="message", speaker="Luc"),
    )
    doc = nlp.make_doc(text)
    doc._.document = Document(
        source=Source(id="0" * 64, name="c.txt", media_type="text/plain", size=1), text=text, blocks=blocks
    )
    assert [sentence.text.strip() for sentence in nlp(doc).sents] == ["tu viens", "non je peux pas"]


def test_the_component_works_alone() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentences")
    assert cut(nlp, "Il est parti. Elle est restée.") == ["Il est parti.", "Elle est restée."]


@given(st.text(alphabet="abcÉ .?!…:;-–«»\"'\n\t12M", max_size=80))
@settings(max_examples=200, deadline=None)
def test_every_token_is_told_and_the_text_is_unchanged(text: str) -> None:
    nlp = spacy.blank("fr")
    doc = evidence.language.sentences.sentences(evidence.language.structure.structure(nlp.make_doc(text)))
    assert doc.text == text
    assert all(token.is_sent_start in (True, False) for token in doc)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


# Texts of ten sentences as in shared/domain/nlp.md, where the parser's own boundaries give F 0.891 and 0.709.
@pytest.mark.parametrize(
    ("name", "separator", "floor"),
    [
        ("fr_gsd-test", " ", 0.945),
        ("fr_gsd-test", "\n", 0.965),
        ("fr_sequoia-test", " ", 0.78),
        ("fr_sequoia-test", "\n", 0.955),
        ("fr_parisstories-test", " ", 0.92),
    ],
)
def test_boundaries_on_a_treebank_beat_those_of_the_parser(
    nlp: Language, shared: Path, name: str, separator: str, floor: float
) -> None:
    with gzip.open(shared / "treebanks" / "ud" / f"{name}.conllu.gz", "rt", encoding="utf-8") as lines:
        gold = [line[9:].strip() for line in lines if line.startswith("# text = ")]
    right = found = 0
    for first in range(0, len(gold), 10):
        expected, at = set(), 0
        for sentence in gold[first : first + 10]:
            expected.add((at, at + len(sentence)))
            at += len(sentence) + 1
        doc = nlp(separator.join(gold[first : first + 10]))
        spans = {(s.start_char, s.start_char + len(s.text.rstrip())) for s in doc.sents}
        right, found = right + len(expected & spans), found + len(spans)
    assert 2 * right / (found + len(gold)) >= floor


def test_what_runs_on_without_a_stop_is_cut_after_a_comma_where_there_is_one(nlp: Language) -> None:
    doc = nlp("et puis il est parti " * 60 + ", " + "elle est venue encore " * 60)
    assert len(list(doc.sents)) == 2
    assert next(doc.sents).text.endswith(",")
    assert max(len(sentence) for sentence in nlp("bla " * 5_000).sents) <= 401
