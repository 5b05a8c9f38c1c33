"""From a Doc and a catalogue to findings: what is kept, its status, its place, its id; and how rules are checked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from evidence import catalogue
from evidence.language import pipeline
from evidence.matching.check import Checker, document_of, main
from evidence.matching.explain import explained
from evidence.matching.matcher import Matcher
from evidence.matching.sift import find
from evidence.model import Block, Document, Finding, Source, Span

RULE = """\
id: essai
family: pressure
name: Contacts interdits
definition: d
excludes: e
supports: []
indicators:
  - id: interdit
    name: Interdits
    phrases: |
      interdire ~ {contact}
      interdire .. voir .. parent
    inverse: |
      libre de {contact}
    unless: |
      voir "le" jour
  - id: ordre
    name: Ordres
    phrases: |
      ordonner ~ rompre
    agent: not_speaker
examples:
  affirmed: |
    Il m'a interdit de voir mes parents.
    Étiez-vous libre de les voir ? – Non.
  denied: |
    Il m'a interdit de voir ma mère.
  none: |
    Il fait beau.
"""


@pytest.fixture(scope="session")
def nlp() -> Language:
    return pipeline.load()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "essai.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def matcher(rules: Path) -> Matcher:
    loaded = catalogue.load(rules)
    return Matcher(replace(loaded, criteria={"essai": loaded.criteria["essai"]}))


@pytest.fixture
def found(nlp: Language, matcher: Matcher) -> Callable[[str], list[Finding]]:
    def run(text: str) -> list[Finding]:
        return [item for doc in pipeline.annotate(nlp, [document_of(text)]) for item in find(doc, matcher)]

    return run


Run = Callable[[str], list[Finding]]


def test_a_finding_holds_its_words_its_sentence_and_the_line_of_the_rule(found: Run) -> None:
    text = "Il pleuvait. Il m'a interdit de voir ma sœur. Je suis partie."
    (item,) = found(text)
    assert item.quote == item.sentence.of(text) == "Il m'a interdit de voir ma sœur."
    assert item.evidence.of(text) == "interdit de voir"
    assert item.sentence.holds(item.evidence)
    assert (item.criterion, item.indicator, item.phrase) == ("essai", "interdit", "interdire ~ {contact}")
    assert item.status == "affirmed"


def test_one_finding_a_sentence_and_a_criterion_the_one_with_most_words(found: Run) -> None:
    (item,) = found("Il m'a interdit de voir mes parents.")
    assert item.phrase == "interdire .. voir .. parent"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Il ne m'a jamais interdit de voir ma sœur.", "denied"),
        ("Vous a-t-il interdit de voir votre sœur ?", "hypothetical"),
        ("J'étais libre de voir ma sœur.", "denied"),
        ("Je n'étais pas libre de voir ma sœur.", "affirmed"),
        ("Étiez-vous libre de voir votre sœur ?", "hypothetical"),
    ],
)
def test_the_status_is_that_of_the_fact_not_of_the_words(found: Run, text: str, status: str) -> None:
    assert [item.status for item in found(text)] == [status]


def test_a_bare_answer_takes_the_fact_from_its_question(found: Run) -> None:
    text = "Vous a-t-il interdit de voir votre sœur ?\n– Oui."
    question, answer = found(text)
    assert (question.status, answer.status) == ("hypothetical", "affirmed")
    assert "Oui" in answer.evidence.of(text)
    assert any("interdit de voir" in cue.words for cue in answer.cues)


def test_an_unless_drops_the_match_that_it_overlaps_and_no_other(found: Run) -> None:
    assert found("Il a interdit au livre de voir le jour.") == []
    assert len(found("Il m'a interdit de voir ma sœur.")) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Il m'a ordonné de rompre avec ma sœur.", 1),
        ("J'ai ordonné à mon frère de rompre.", 0),
        ("L'ordre fut donné : ordonner de rompre.", 1),
    ],
)
def test_a_constraint_drops_what_contradicts_it_and_keeps_the_unknown(found: Run, text: str, count: int) -> None:
    assert len(found(text)) == count


def test_a_line_break_inside_the_words_changes_nothing(found: Run) -> None:
    text = "Il m'a interdit\nde voir ma sœur."
    (item,) = found(text)
    assert item.evidence.of(text) == "interdit\nde voir"


def test_an_id_does_not_depend_on_the_rule_that_found_it(
    found: Run, nlp: Language, matcher: Matcher, rules: Path
) -> None:
    text = "Il m'a interdit de voir mes parents."
    (before,) = found(text)
    file = rules / "criteria" / "essai.yaml"
    file.write_text(RULE.replace("      interdire .. voir .. parent\n", ""), encoding="utf-8")
    loaded = catalogue.load(rules)
    other = Matcher(replace(loaded, criteria={"essai": loaded.criteria["essai"]}))
    (after,) = (item for doc in pipeline.annotate(nlp, [document_of(text)]) for item in find(doc, other))
    assert after.phrase != before.phrase
    assert after.id == before.id
    assert after.catalogue != before.catalogue


def test_equal_sentences_have_different_ids(found: Run) -> None:
    ids = [item.id for item in found("Il m'a interdit de voir ma sœur. Il m'a interdit de voir ma sœur.")]
    assert len(ids) == len(set(ids)) == 2


def test_the_margins_of_a_page_are_not_analysed(nlp: Language, matcher: Matcher) -> None:
    text = "Il m'a interdit de voir ma sœur.\nIl m'a interdit de voir ma mère."
    half = text.index("\n")
    blocks = (
        Block(span=Span(start=0, end=half), kind="header"),
        Block(span=Span(start=half + 1, end=len(text)), kind="paragraph"),
    )
    source = Source(id="1" * 64, name="essai", media_type="text/plain", size=len(text))
    docs = pipeline.annotate(nlp, [Document(source=source, text=text, blocks=blocks)])
    assert [item.quote for doc in docs for item in find(doc, matcher)] == ["Il m'a interdit de voir ma mère."]


def test_a_catalogue_will_do_instead_of_a_compiled_one(nlp: Language, rules: Path) -> None:
    (doc,) = pipeline.annotate(nlp, [document_of("Il m'a ordonné de rompre avec ma sœur.")])
    assert "essai" in {item.criterion for item in find(doc, catalogue.load(rules))}


def test_findings_come_without_a_parser_too(matcher: Matcher) -> None:
    blank = pipeline.load("blank")
    (doc,) = pipeline.annotate(blank, [document_of("Il nous a toujours interdit de voir nos parents.")])
    assert [item.criterion for item in find(doc, matcher)] == ["essai"]


def test_a_finding_is_explained_in_a_french_sentence(found: Run, matcher: Matcher) -> None:
    text = "Il ne m'a jamais interdit de voir ma sœur."
    (item,) = found(text)
    said = explained(item, matcher.catalogue, text)
    for part in ("Contacts interdits", "interdits", "nié", "« ne jamais »", "« interdit de voir »", "{contact}"):
        assert part in said


def test_the_checker_names_the_examples_that_fail_and_the_phrases_without_example(
    nlp: Language, matcher: Matcher
) -> None:
    report = Checker(nlp, matcher).check(matcher.catalogue.criteria["essai"])
    assert [(item.expected, item.got[0][0]) for item in report.failures] == [("denied", "affirmed")]
    assert report.unused == ('voir "le" jour', "ordonner ~ rompre")
    assert report.lacking == ("affirmed : 2 sur 3", "hypothetical : 0 sur 1", "none : 1 sur 3")


def test_a_tried_sentence_shows_what_is_found_and_what_nearly_was(nlp: Language, matcher: Matcher) -> None:
    lines = list(Checker(nlp, matcher).tried("Il m'a interdit de partir."))
    assert lines[0] == "rien"
    assert any("il manque (accueillir" in line and "interdire ~ {contact}" in line for line in lines)


def test_the_check_ends_with_one_when_an_example_fails(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["essai", "--rules", str(rules)]) == 1
    assert "attendu denied, trouvé affirmed" in capsys.readouterr().out
    assert main(["absent", "--rules", str(rules)]) == 2


def test_the_check_passes_in_order_and_strict_asks_more(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = rules / "criteria" / "essai.yaml"
    file.write_text(RULE.replace("Il m'a interdit de voir ma mère", "J'étais libre de voir ma mère"), encoding="utf-8")
    assert main(["essai", "--rules", str(rules)]) == 0
    assert main(["essai", "--rules", str(rules), "--strict"]) == 1
    assert "motifs sans exemple" in capsys.readouterr().out


CIRCUMSTANCE = """
id: etat
family: state
name: État
definition: d
excludes: e
supports: [cp-223-15-3/SUJ1.M.2]
indicators:
  - id: deuil
    name: Deuil
    phrases: |
      être .. deuil
    beside: facts
  - id: volonte
    name: Volonté
    phrases: |
      perdre .. volonté
examples:
  affirmed: |
    J'étais en deuil.
"""


@pytest.fixture
def beside(nlp: Language, rules: Path) -> Run:
    (rules / "criteria" / "etat.yaml").write_text(CIRCUMSTANCE, encoding="utf-8")
    loaded = catalogue.load(rules)
    ready = Matcher(replace(loaded, criteria={name: loaded.criteria[name] for name in ("essai", "etat")}))

    def run(text: str) -> list[Finding]:
        return [item for doc in pipeline.annotate(nlp, [document_of(text)]) for item in find(doc, ready)]

    return run


LONG = "Il pleuvait. Nous marchions. Le chien dormait. La route montait. Midi sonnait. "


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (LONG + "J'étais en deuil. Il m'a interdit de voir mes parents.", ["interdit"]),
        (
            LONG + "J'étais en deuil. Il m'a interdit de voir mes parents. Il m'a interdit de voir ma sœur.",
            ["deuil", "interdit", "interdit"],
        ),
        ("J'étais en deuil.", []),
        ("J'étais en deuil. Il m'a interdit de voir mes parents.", ["deuil", "interdit"]),
        ("J'étais en deuil. Il ne m'a jamais interdit de voir mes parents.", ["deuil", "interdit"]),
        ("J'étais en deuil, j'avais perdu toute volonté.", ["volonte"]),
    ],
)
def test_a_circumstance_counts_only_beside_facts(beside: Run, text: str, indicators: list[str]) -> None:
    assert [item.indicator for item in beside(text)] == indicators
