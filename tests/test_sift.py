"""What is set aside of a piece: lonely circumstances, phrases in a sentence unlike any annotated; never in silence."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench import sets
from evidence.case import Case
from evidence.commands import emprise
from evidence.matching import sift as module
from evidence.matching.check import Checker, checker
from evidence.matching.explain import explained
from evidence.matching.find import find_any, proposed
from evidence.matching.likeness import likeness_at
from evidence.matching.sift import FLOOR, LONELY, THRESHOLD, UNLIKE, alike, is_unlike, restated, sift
from evidence.matching.suggest import words_of
from evidence.model import LEARNT, Cue

# Ordinary life: a phrase of the rules answers, nobody would keep it.
ORDINARY = (
    "Le gardien rappelle que les chiens sont interdits dans l'enceinte du stade.",
    "Une choriste enceinte a demandé un tabouret, on lui a donné celui de l'organiste.",
)
FACTS = (
    "Il m'a interdit de voir ma mère pendant trois ans.",
    "On dormait trois heures par nuit et on travaillait sans être payés.",
)
RULE = """\
id: {name}
family: harm
name: Essai
definition: Un essai.
excludes: Rien.
supports:
  - cp-223-15-3/SUJ1.M.5.b
sources:
  - ref: Essai
    note: essai
indicators:
  - id: tuile
    name: Tuiles
    phrases: |
      compter .. tuile
examples:
  affirmed: |
    Il comptait les tuiles.
"""


@pytest.fixture(scope="module")
def tool() -> Checker:
    return checker()[0]


@pytest.mark.parametrize("text", FACTS)
def test_what_is_like_annotated_sentences_is_kept(tool: Checker, text: str) -> None:
    (doc,) = tool.docs([text])
    sifted = sift(doc, tool.matcher)
    assert sifted.kept
    assert not any(is_unlike(doc, item, tool.matcher) for item in sifted.kept)


def test_every_finding_of_a_phrase_is_kept_or_set_aside_once(tool: Checker) -> None:
    for text in (" ".join(FACTS), " ".join(ORDINARY), " ".join((*FACTS, *ORDINARY))):
        (doc,) = tool.docs([text])
        sifted = sift(doc, tool.matcher)
        ruled = [item.id for item in sifted.kept if not item.suggestion]
        parts = [*ruled, *(item.id for item in (*sifted.lonely, *sifted.unlike))]
        assert sorted(parts) == sorted(item.id for item in find_any(doc, tool.matcher))


def test_where_no_phrase_finds_a_fact_the_models_propose_only_when_they_find_much(
    tool: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story told by small facts alone; one sentence of it is not enough, nor is it if more criteria are asked for."""
    story = next(item for item in sets.read("practice_33") if item.doc_id == "w33-001")
    first = story.sentences[1]
    whole, alone = tool.docs([story.text, story.text[first.start : first.end]])
    kept = sift(whole, tool.matcher).kept
    ruled = [item for item in kept if not item.suggestion]
    assert all(tool.matcher.is_circumstance(item.criterion, item.indicator) for item in ruled)
    proposed = [item for item in kept if item.suggestion]
    assert len({item.criterion for item in proposed}) >= module.ALONE_SURE - len({item.criterion for item in ruled})
    assert not sift(alone, tool.matcher).kept
    monkeypatch.setattr(module, "ALONE_SURE", len(tool.matcher.catalogue.criteria) + 1)
    assert not [item for item in sift(whole, tool.matcher).kept if item.suggestion]


@pytest.mark.parametrize(
    "text", ["\n", " \n\n ", "Il m'a interdit de voir ma mère.\n\n \n\nOn dormait trois heures par nuit."]
)
def test_blank_lines_are_no_sentence_to_be_read(tool: Checker, text: str) -> None:
    (doc,) = tool.docs([text])
    quotes = {item.quote for item in sift(doc, tool.matcher).kept}
    assert quotes == (
        {"Il m'a interdit de voir ma mère.", "On dormait trois heures par nuit."} if text.strip() else set()
    )


def test_words_that_deny_are_not_overruled_lightly_in_a_suggestion(tool: Checker) -> None:
    """« personne ne m'a recrutée » resembles a recruitment; what speaks for the defence is not turned against it."""
    told = "On dormait trois heures par nuit. Je suis venue seule, personne ne m'a recrutée."
    (doc,) = tool.docs([told])
    sentence = list(doc.sents)[1]
    words = tuple(token.i for token in sentence if token.text == "recrutée")
    made = proposed(doc, sentence, "seduction", words, tool.matcher, Counter())
    assert made.suggestion
    assert made.status == "denied"
    assert restated(doc, made, tool.matcher).status == "denied"


def test_a_bare_answer_and_a_short_sentence_are_never_unlike(tool: Checker) -> None:
    (doc,) = tool.docs(["Question : Vous a-t-il frappée ?\nRéponse : Oui, plusieurs fois."])
    every = find_any(doc, tool.matcher)
    assert {item.criterion for item in every} >= {"violence"}
    assert not [item for item in sift(doc, tool.matcher).unlike if len(words_of(item.quote)) < 5]
    answers = [item for item in every if any(cue.rule == "question" for cue in item.cues)]
    assert answers
    assert not any(is_unlike(doc, item, tool.matcher) for item in answers)


def test_a_rule_of_ones_own_is_never_set_aside(tmp_path: Path) -> None:
    """The component never saw it: what a person writes in a folder of rules answers as it is written."""
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "labour.yaml").write_text(RULE.format(name="labour"), encoding="utf-8")
    tool, mistakes = checker(tmp_path)
    assert not mistakes
    assert not tool.matcher.is_shipped("labour")
    assert tool.matcher.is_shipped("isolation")
    (doc,) = tool.docs(["Le couvreur de la rue Haute comptait les tuiles avant de remonter."])
    assert [item.criterion for item in sift(doc, tool.matcher).kept] == ["labour"]
    (place,) = {item.sentence for item in find_any(doc, tool.matcher)}
    assert likeness_at(doc, place).criteria["labour"] < FLOOR


def test_a_criterion_that_was_not_learnt_is_never_unlike(tool: Checker) -> None:
    (doc,) = tool.docs([FACTS[0]])
    known, *_ = find_any(doc, tool.matcher)
    assert not is_unlike(doc, replace(known, criterion="inconnu"), tool.matcher)
    assert 0 < FLOOR < THRESHOLD < 1


def test_what_is_set_aside_is_counted_and_shown(tmp_path: Path) -> None:
    pieces = tmp_path / "pieces"
    pieces.mkdir()
    (pieces / "recit.txt").write_text("\n".join((*FACTS, *ORDINARY)), encoding="utf-8")
    (pieces / "courrier.txt").write_text("Ma mère est morte en mars, j'ai perdu le sommeil.", encoding="utf-8")
    run = CliRunner().invoke
    case = tmp_path / "affaire"
    assert run(emprise, ["ingest", str(case), str(pieces)]).exit_code == 0
    told = run(emprise, ["analyze", str(case)])
    lonely, unlike = Case(case).set_aside()
    assert lonely + unlike > 0
    assert f"Écartés : {lonely} circonstance" in told.output
    shown = run(emprise, ["scan", str(pieces), "--aside", "--format", "jsonl"]).stdout.splitlines()
    assert len(shown) == lonely + unlike
    reasons = [json.loads(line)["aside"] for line in shown]
    assert (reasons.count(LONELY), reasons.count(UNLIKE)) == (lonely, unlike)
    assert all("aside" not in json.loads(line) for line in found(run, pieces))
    assert "écarté : " in run(emprise, ["scan", str(pieces), "--aside"]).stdout
    kept = {row.id for row in Case(case).findings()}
    assert not kept.intersection(json.loads(line)["id"] for line in shown)


def found(run: Callable[..., Result], pieces: Path) -> list[str]:
    return run(emprise, ["scan", str(pieces), "--format", "jsonl"]).stdout.splitlines()


def test_the_table_names_criteria_in_french_and_follows_the_text(tmp_path: Path) -> None:
    piece = tmp_path / "recit.txt"
    told = (
        "Je ne choisissais plus mes vêtements, c'était elle qui les posait sur le lit.",
        *FACTS,
        "Il m'a frappée avec un bâton et gardait mon passeport.",
        "Il ne m'a jamais demandé d'argent.",
    )
    piece.write_text("\n".join(told), encoding="utf-8")
    run = CliRunner().invoke
    rows = [json.loads(line) for line in found(run, piece)]
    # Proposals stand apart, after what the rules found; each in the order of the text.
    order = [(row["suggestion"], row["sentence_start"]) for row in rows]
    assert order == sorted(order)
    table = run(emprise, ["scan", str(piece)]).stdout
    found_by_rules, _, proposed_by_models = table.partition("Proposé, à vérifier")
    assert "(proposé)" not in found_by_rules
    assert "(proposé)" in proposed_by_models
    assert "_" not in table.replace(piece.name, "")
    assert max(map(len, table.splitlines())) <= 80


def test_explain_says_what_the_models_alone_would_propose(tool: Checker) -> None:
    text = "Ma mère n'est plus jamais venue à la maison, il ne le supportait pas."
    (doc,) = tool.docs([text])
    proposed = alike(doc, tool.matcher, find_any(doc, tool.matcher))
    assert proposed
    assert all(item.suggestion for item in proposed)
    told = CliRunner().invoke(emprise, ["explain", text]).stdout
    assert "Ressemblances" in told
    assert "aucun : deux modèles statistiques" in told


def test_a_bare_answer_is_proposed_with_its_question_and_only_for_what_is_asked(tool: Checker) -> None:
    asked = "Fallait-il lui montrer votre téléphone le soir ?"
    (doc,) = tool.docs([f"Question : {asked}\nRéponse : Oui, chaque soir."])
    proposed = alike(doc, tool.matcher, find_any(doc, tool.matcher))
    said = [(item.criterion, item.quote, item.status, item.suggestion) for item in proposed]
    assert said == [
        ("surveillance", asked, "hypothetical", True),
        ("surveillance", "Oui, chaque soir.", "affirmed", True),
    ]
    assert proposed[1].cues[-1].words == asked


def test_explain_says_that_a_phrase_would_be_set_aside(tool: Checker) -> None:
    aside = []
    for text in ORDINARY:
        (doc,) = tool.docs([text])
        aside += [text for item in find_any(doc, tool.matcher) if is_unlike(doc, item, tool.matcher)]
    assert aside
    for text in aside:
        assert "écarté d’une pièce" in CliRunner().invoke(emprise, ["explain", text]).stdout


def test_the_component_never_denies_a_phrase_that_holds_its_own_negation(tool: Checker) -> None:
    (doc,) = tool.docs(["Je n'osais pas dire non. Les enfants ne vont pas à l'école. Il nous a frappés."])
    for item in find_any(doc, tool.matcher):
        assert restated(doc, item, tool.matcher).status == item.status == "affirmed"


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("Il m'a frappée, mais il n'a jamais touché aux enfants ni à ma sœur.", "violence"),
        ("J'ai versé 12 000 euros à l'association, sans que personne ne m'ait jamais menacée.", "assets"),
    ],
)
def test_the_models_never_deny_what_a_phrase_says(tool: Checker, text: str, criterion: str) -> None:
    """They read the whole sentence, where something else is denied."""
    (doc,) = tool.docs([text])
    said = [restated(doc, item, tool.matcher) for item in find_any(doc, tool.matcher)]
    assert {item.status for item in said if item.criterion == criterion} == {"affirmed"}


def test_an_answer_is_of_its_own_question_and_school_not_missed_is_no_harm(tool: Checker) -> None:
    asked = (
        "Question : Vous a-t-il frappée ?\nRéponse : Non.\nQuestion : Aviez-vous peur de lui ?\n"
        "Réponse : Oui, il répétait que ceux qui partent tombent malades."
    )
    (doc,) = tool.docs([asked])
    assert "affirmed" not in {item.status for item in find_any(doc, tool.matcher) if item.criterion == "violence"}
    (doc,) = tool.docs(["Les enfants n'ont jamais manqué l'école."])
    assert not [item for item in find_any(doc, tool.matcher) if item.criterion == "child_harm"]


def test_a_threat_keeps_its_condition(tool: Checker) -> None:
    (doc,) = tool.docs(["Nadine : si tu parles tu vas le payer"])
    said = [restated(doc, item, tool.matcher) for item in find_any(doc, tool.matcher)]
    assert {item.status for item in said if item.criterion == "threat"} == {"affirmed"}


def test_a_status_read_on_the_whole_sentence_is_said_so_everywhere(tool: Checker) -> None:
    text = FACTS[0]
    (doc,) = tool.docs([text])
    (found, *_) = sift(doc, tool.matcher).kept
    whole = replace(found, cues=(Cue(span=found.sentence, words=found.quote, rule=LEARNT),))
    word = replace(found, cues=(Cue(span=found.evidence, words="interdit", rule=LEARNT),))
    assert whole.whole
    assert not word.whole
    assert not found.whole
    assert "en raison de la phrase entière" in explained(whole, tool.matcher.catalogue, text)
    assert "en raison de « interdit »" in explained(word, tool.matcher.catalogue, text)


@pytest.mark.parametrize(
    ("text", "criterion", "status"),
    [
        ("Il a pris mon argent, il n'a jamais rendu un centime.", "assets", "affirmed"),
        ("Je n'ai jamais pu revoir ma mère.", "isolation", "affirmed"),
        ("Personne ne m'a jamais forcée à rien, je fais ce que je veux.", "subjection", "denied"),
        ("il ma jamais frapper, faut pas dire ca", "violence", "denied"),
    ],
)
def test_what_is_said_of_one_fact_is_not_said_of_another(tool: Checker, text: str, criterion: str, status: str) -> None:
    (doc,) = tool.docs([text])
    assert {item.criterion: item.status for item in sift(doc, tool.matcher).kept}.get(criterion) == status


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Il m'a frappée mais ne m'a jamais enfermée.",
            [("m'a frappée", "affirmed"), ("m'a jamais enfermée", "denied")],
        ),
        (
            "Il m'a donné des gifles, mais ne m'a pas empêchée de sortir.",
            [("m'a donné des gifles", "affirmed"), ("empêchée de sortir", "denied")],
        ),
        ("Il ne m'a pas frappée, il m'a enfermée.", [("m'a pas frappée", "denied"), ("m'a enfermée", "affirmed")]),
        ("Il ne m'a jamais frappée ni enfermée.", [("m'a jamais frappée", "denied")]),
        ("Il m'a giflée, frappée, enfermée dans la cave.", [("m'a giflée", "affirmed")]),
    ],
)
def test_a_sentence_that_affirms_one_behaviour_and_denies_another_gives_both(
    tool: Checker, text: str, said: list[tuple[str, str]]
) -> None:
    """À charge and à décharge: neither hides the other; the same status is found once."""
    (doc,) = tool.docs([text])
    kept = [item for item in sift(doc, tool.matcher).kept if item.criterion == "violence"]
    assert [(item.evidence.of(text), item.status) for item in kept] == said
    assert len({item.id for item in kept}) == len(said)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Le prévenu ne nie pas avoir battu sa femme.", "affirmed"),
        ("Il ne saurait être contesté que le prévenu a frappé la plaignante.", "affirmed"),
        ("Il ne s'est pas contenté de me frapper.", "affirmed"),
        ("Il n'a jamais cessé de me frapper.", "affirmed"),
        ("Il nie avoir battu sa femme.", "denied"),
    ],
)
def test_what_denies_a_denial_affirms(tool: Checker, text: str, status: str) -> None:
    (doc,) = tool.docs([text])
    assert [item.status for item in sift(doc, tool.matcher).kept if item.criterion == "violence"] == [status]
