"""The pipeline: offsets hold whatever the text, blanks and capitals do not mislead the parser, models are swapped."""

import gc
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from evidence.errors import MissingToolError
from evidence.language import pipeline
from evidence.language.plain import written
from evidence.language.reading import PIECE_TOKENS, readings
from evidence.model import Document, Source
from evidence.resources import folder

# What makes texts hard: every kind of blank, quotes, marks, emoji, letters that change length with their case.
HARD = " \n\t\r\f\x0b\x85\u00a0\u202f\u2003\u2028’'«»“”.?!…:;-–—\u0301\u00adéÉœŒßİa bJeLuiQ:R.1239€😀👩‍👩‍👧٣中"
SHIPPED = folder("models") / "fr_emprise"
SENTENCES = (
    "Il m'a interdit de voir ma mère.",
    "Je conteste les faits, je n'ai jamais frappé Sophie Martel.",
    "Question : où étiez-vous ? Réponse : à Nantes.",
)


def document(text: str) -> Document:
    source = Source(id="0" * 64, name="pièce.txt", media_type="text/plain", size=len(text))
    return Document(source=source, text=text, blocks=())


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


@pytest.fixture(scope="module")
def blank() -> Language:
    return pipeline.load("blank")


def read(nlp: Language, text: str) -> Doc:
    return next(pipeline.annotate(nlp, [document(text)]))


def holds(doc: Doc, text: str) -> None:
    """Each word of *doc* is, at its place, the text itself; between two words there are blanks."""
    assert len(doc.text) == len(text)
    end = 0
    for token in doc:
        assert text[end : token.idx].strip() == ""
        end = token.idx + len(token)
        if not token.is_space:
            assert text[token.idx : end] == token.text
        else:
            assert text[token.idx : end].isspace()
    assert text[end:].strip() == ""
    assert written(doc) == text


def syntax(doc: Doc) -> list[tuple[str, str, str, str]]:
    return [(t.text, t.pos_, t.dep_, t.head.text) for t in doc if not t.is_space]


@given(text=st.text(alphabet=HARD, max_size=200))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_token_stands_at_its_place_in_a_hard_text(nlp: Language, text: str) -> None:
    holds(read(nlp, text), text)


@given(text=st.text(max_size=120))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_token_stands_at_its_place_in_any_text(blank: Language, text: str) -> None:
    holds(read(blank, text), text)


@given(st.text(alphabet=HARD, max_size=80))
def test_blanking_keeps_length_and_words(text: str) -> None:
    plain = pipeline.blanked(text)
    assert len(plain) == len(text)
    assert plain.split() == text.split()


@given(words=st.lists(st.sampled_from([*" \n\t", *SENTENCES]), max_size=12))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_has_a_head_in_its_sentence_and_sentences_cover_the_text(nlp: Language, words: list[str]) -> None:
    doc = read(nlp, "".join(words))
    for sentence in doc.sents:
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
        assert sum(token.head is token for token in sentence if not token.is_space) <= 1
    assert all(before.end == after.start for before, after in pairwise(doc.sents))


@pytest.mark.parametrize("blanks", ["\n", "\t", "\u00a0", "  ", " \n ", "\r\n"])
def test_a_blank_of_another_kind_changes_nothing_in_the_parse(nlp: Language, blanks: str) -> None:
    sentence = "Il m'a interdit de voir ma mère"
    broken = sentence.replace("interdit de", f"interdit{blanks}de")
    assert syntax(read(nlp, broken)) == syntax(read(nlp, sentence))


def test_curly_quotes_change_nothing_in_the_parse(nlp: Language) -> None:
    sentence = "L'homme m'a dit qu'il n'avait rien fait d'illégal."
    straight, curly = read(nlp, sentence), read(nlp, sentence.replace("'", "’"))
    assert [row[1:3] for row in syntax(straight)] == [row[1:3] for row in syntax(curly)]


def test_a_sentence_in_capitals_is_parsed_as_in_small_letters(nlp: Language) -> None:
    sentence = "Il m'a forcée à signer ce document."
    small, capitals = read(nlp, sentence), read(nlp, sentence.upper())
    assert [row[1:3] for row in syntax(small)] == [row[1:3] for row in syntax(capitals)]
    assert capitals.text == sentence.upper()


def test_a_name_in_capitals_is_read_as_written(nlp: Language) -> None:
    if "ner" not in nlp.pipe_names:
        pytest.skip("the shipped weights have no name recogniser yet: names are read by rules")
    doc = read(nlp, "PROCÈS-VERBAL D'AUDITION DE ROUSSEL MICHEL\n\nJe m'appelle Michel.")
    assert "ROUSSEL MICHEL" in [entity.text for entity in doc.ents]


def test_a_name_with_a_wide_blank_inside_is_one_name(nlp: Language) -> None:
    if "ner" not in nlp.pipe_names:
        pytest.skip("these weights have no name recogniser")
    doc = read(nlp, "J'ai parlé à Michel \n ROUSSEL, hier.")
    assert ["".join(entity.text.split()) for entity in doc.ents] == ["MichelROUSSEL"]


def test_a_name_alone_in_capitals_does_not_make_a_sentence_in_capitals(nlp: Language) -> None:
    doc = nlp.make_doc("MARTEL SOPHIE.")
    assert not any(piece.shouted for piece in readings(doc))


def test_the_parts_of_a_long_text_are_joined_at_their_place(nlp: Language) -> None:
    count = PIECE_TOKENS // 8
    text = "\n".join(SENTENCES[:2] * count)
    doc = read(nlp, text)
    assert len(list(readings(doc))) > 1
    holds(doc, text)
    rows = syntax(doc)
    first = [row for row in rows if row[0] == "interdit"]
    assert len(first) == count
    assert set(first) == {("interdit", "VERB", "ROOT", "interdit")}


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_a_text_without_words_is_read(nlp: Language, text: str) -> None:
    assert [token for token in read(nlp, text) if not token.is_space] == []


@pytest.mark.slow
def test_a_million_characters_on_one_line_are_read(nlp: Language) -> None:
    text = "il m'a dit de partir et je suis restée " * 26_000
    holds(read(nlp, text), text)
    assert len(text) > 1_000_000


def test_a_long_line_without_a_stop_is_read(nlp: Language) -> None:
    text = "il m'a dit de partir et je suis restée " * 600
    holds(read(nlp, text), text)


@pytest.mark.slow
def test_one_word_of_a_million_characters_is_read(blank: Language) -> None:
    assert len(read(blank, "a" * 1_000_000)) == 1


def test_documents_are_asked_for_as_they_are_read(blank: Language) -> None:
    asked = 0

    def endless() -> Iterator[Document]:
        nonlocal asked
        while True:
            asked += 1
            yield document(SENTENCES[0])

    found = pipeline.annotate(blank, endless())
    for _ in range(3):
        next(found)
    assert asked <= pipeline.BATCH


def test_nothing_is_kept_of_documents_that_were_read(blank: Language) -> None:
    def kept(count: int) -> int:
        for _ in pipeline.annotate(blank, (document(" ".join(SENTENCES)) for _ in range(count))):
            pass
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    kept(60)  # caches fill first: what is measured is what documents leave behind
    tracemalloc.start()
    few, many = kept(10), kept(60)
    tracemalloc.stop()
    assert many - few < 50 * 1_000  # a Doc and its components' findings take many times more


def test_the_document_travels_with_its_doc_in_order(blank: Language) -> None:
    documents = [document(f"{SENTENCES[0]} {number}") for number in range(70)]
    assert [doc._.document for doc in pipeline.annotate(blank, documents)] == documents


def test_a_model_that_is_not_installed_is_a_missing_tool() -> None:
    with pytest.raises(MissingToolError, match="n’est pas installé") as caught:
        pipeline.load("fr_modele_absent")
    assert caught.value.advice


def test_a_model_without_a_parser_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    spacy.blank("fr").to_disk(tmp_path / "sans_analyseur")
    with pytest.raises(MissingToolError, match="analyseur syntaxique"):
        pipeline.load(str(tmp_path / "sans_analyseur"))


def test_a_model_of_another_language_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    spacy.blank("en").to_disk(tmp_path / "anglais")
    with pytest.raises(MissingToolError, match="français"):
        pipeline.load(str(tmp_path / "anglais"))


def test_a_model_that_does_not_tag_words_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    spacy.load(SHIPPED, exclude=["morphologizer", "lemmatizer", "ner"]).to_disk(tmp_path / "sans_étiquettes")
    with pytest.raises(MissingToolError, match="étiquette") as caught:
        pipeline.load(str(tmp_path / "sans_étiquettes"))
    assert caught.value.advice


def test_a_pipeline_made_by_hand_takes_the_place_of_ours(nlp: Language, tmp_path) -> None:  # type: ignore[no-untyped-def]
    made = spacy.load(SHIPPED, exclude=["ner"])
    made.meta["name"] = "fait_main"
    made.to_disk(tmp_path / "fait_main")
    swapped = pipeline.load(str(tmp_path / "fait_main"))
    text = "Question : Qui vous a interdit de sortir ?\nRéponse : M. DUPONT Jean m'a interdit\nde voir ma mère."
    assert "ner" not in swapped.pipe_names
    assert pipeline.stamp(swapped).startswith("fait_main")
    assert syntax(read(swapped, text)) == syntax(read(nlp, text))
    assert [item.mention.name for item in read(swapped, text)._.mentions] == ["DUPONT Jean", "ma mère"]


def test_the_language_of_our_own_reads_as_spacys_french_does(nlp: Language) -> None:
    reference = spacy.load(SHIPPED)
    for sentence in SENTENCES:
        ours, theirs = nlp.make_doc(sentence), reference.make_doc(sentence)
        for name in ("tok2vec", "morphologizer", "parser", "ner"):
            ours, theirs = nlp.get_pipe(name)(ours), reference.get_pipe(name)(theirs)
        assert [t.norm_ for t in ours] == [t.norm_ for t in theirs]
        assert syntax(ours) == syntax(theirs)
        assert [str(t.morph) for t in ours] == [str(t.morph) for t in theirs]


def test_the_blank_pipeline_has_our_components_and_no_parser(blank: Language) -> None:
    assert blank.pipe_names == [*pipeline.BEFORE, *pipeline.AFTER]
    assert not read(blank, SENTENCES[0]).has_annotation("DEP")


@pytest.mark.parametrize("name", ["fr_core_news_sm", "fr_core_news_md"])
def test_another_french_pipeline_takes_the_place_of_ours(name: str) -> None:
    if not spacy.util.is_package(name):
        pytest.skip(f"{name} is not installed: pip install {name}")
    swapped = pipeline.load(name)
    doc = read(swapped, "Il m'a interdit\nde voir ma mère.")
    assert doc.has_annotation("DEP")
    assert {token.text for token in doc if token.dep_ == "nsubj"} == {"Il"}
    assert name.removeprefix("fr_") in pipeline.stamp(swapped)


def test_the_stamp_names_the_model_and_its_version(nlp: Language) -> None:
    name, version = pipeline.stamp(nlp).split()
    assert name == "emprise"
    assert version[0].isdigit()
