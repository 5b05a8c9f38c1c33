"""The errors that files on this law keep making (section 9 of the law sheet): one test each."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from evidence import catalogue
from evidence.assessment.applicable import in_words, law_text, version_at
from evidence.assessment.prescription import Question, count
from evidence.catalogue.law import Offence, Version
from evidence.commands._law import LAW

ROOT = Path(__file__).parents[1]
RULES = catalogue.load()
AF, SUJ, SOIN = (RULES.offences[name] for name in ("cp-223-15-2", "cp-223-15-3", "cp-223-1-2"))
BEFORE, AFTER = dt.date(2024, 5, 11), dt.date(2024, 5, 12)


def at(offence: Offence, day: dt.date) -> Version:
    version = version_at(offence, day)
    assert version is not None
    return version


def said() -> Iterator[str]:
    """Yield every line of law as its files have it."""
    for folder in ("law", "legal"):
        for path in sorted((ROOT / "rules" / folder).glob("*.yaml")):
            yield from path.read_text(encoding="utf-8").splitlines()


def shown(*words: str) -> str:
    result = CliRunner().invoke(LAW, words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_1_the_law_is_of_12_june_2001() -> None:
    assert "12 juin 2001" in at(AF, dt.date(2001, 6, 20)).by
    assert not any("juin 2021" in line for line in said())


def test_2_secte_is_no_legal_notion_and_no_list_is_a_source() -> None:
    names = [item.name + item.text for item in RULES.offences.values()]
    names += [name for item in RULES.offences.values() for name in item.element_names().values()]
    assert not any("secte" in name.lower() or "sectaire" in name.lower() for name in names)


def test_3_sujetion_left_223_15_2_on_12_may_2024() -> None:
    assert "AF.P.3.a" in AF.element_names(at(AF, BEFORE))
    assert not any("sujétion" in name for name in AF.element_names(at(AF, AFTER)).values())
    assert "SUJ1.M.2" in SUJ.element_names(at(SUJ, AFTER))


def test_4_before_may_2024_223_15_3_means_the_complementary_penalties() -> None:
    page = shown("show", "223-15-3", "--at", "2023-06-01")
    assert "n’est pas en vigueur au 01/06/2023" in page
    assert "version AF-v4" in page
    assert "« 223-15-3 » désigne : Peines complémentaires" in page


def test_5_the_online_circumstance_comes_from_the_law_of_2024() -> None:
    assert "AF.A.3" not in AF.element_names(at(AF, dt.date(2023, 6, 1)))
    assert "AF.A.3" in AF.element_names(at(AF, AFTER))
    assert "2023-22" not in at(AF, AFTER).by


@pytest.mark.parametrize(
    ("offence", "rule", "means"),
    [
        (SUJ, "R-SUJ1", ("SUJ1.M.3.a", "SUJ1.M.3.b", "SUJ1.M.3.c")),
        (SUJ, "R-SUJ1", ("SUJ1.M.5.a", "SUJ1.M.5.b", "SUJ1.M.5.c")),
        (AF, "R-AFold", ("AF.P.3.b1", "AF.P.3.b2", "AF.P.3.b3")),
    ],
)
def test_6_the_means_are_alternatives(offence: Offence, rule: str, means: tuple[str, ...]) -> None:
    need = offence.rules()[rule]
    for one in means:
        assert set(means) - {one} <= set(need.alternatives()[one])
        others = set(need.elements()) - set(means)
        assert not set(need.still_open(others | {one})) & set(means)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2001-12-31", "apparente et connue"),
        ("2009-05-13", "apparente et connue"),
        ("2009-05-14", "apparente ou connue"),
        ("2000-01-01", "apparente ou connue"),
    ],
)
def test_7_apparent_and_known_from_2001_to_2009(day: str, words: str) -> None:
    version = at(AF, dt.date.fromisoformat(day))
    assert words in AF.element_names(version)["AF.P.2.b"]
    assert "ou connue" not in AF.text_words(version).get("AF.P.2.b", "") or words == "apparente ou connue"


def test_8_fraud_belongs_to_the_second_paragraph_alone() -> None:
    words = SUJ.text_words(at(SUJ, AFTER))
    assert words["SUJ2.I.1"] == "frauduleusement"
    assert not any("fraud" in text for element, text in words.items() if element.startswith("SUJ1"))


def test_9_health_alone_is_in_no_text_before_12_may_2024() -> None:
    assert version_at(SUJ, BEFORE) is None
    assert not any("santé" in name for name in AF.element_names(at(AF, BEFORE)).values())
    assert "SUJ1.M.5.a" not in set(SUJ.rules()["R-SUJ2"].elements())


def test_10_the_discovery_by_heirs_does_not_start_time() -> None:
    day = dt.date(2014, 3, 1)
    plain = Question(offence=AF.id, nature="délit", first=day, last=day)
    known = Question(offence=AF.id, nature="délit", first=day, last=day, appeared=dt.date(2022, 1, 1))
    delays = RULES.legal.delays.delays
    assert count(plain, delays).latest == count(known, delays).latest
    assert any("non occulte" in item.note or "n’est pas occulte" in item.note for item in delays)


def test_11_ten_years_from_majority_and_not_six() -> None:
    [rule] = [item for item in RULES.legal.delays.delays if item.id == "mineur-af-10"]
    assert (rule.years, rule.start, rule.holds_from) == (10, "majority", AFTER)


def test_12_non_revival_comes_from_112_2_and_not_from_the_law_of_2017() -> None:
    [line] = [line for line in RULES.legal.delays.assumptions if "ne rouvre pas" in line]
    assert "112-2, 4°" in line
    assert not any("article 4 de la loi n° 2017-242" in line for line in said())


def test_13_the_state_must_be_known_and_is_no_circumstance_of_rape() -> None:
    ags = RULES.offences["cp-ags"]
    assert "et non seulement apparent" in ags.element_names()["AGS.2"]
    assert "222-24" not in ags.versions[0].article
    assert not any("sujétion" in name for name in RULES.offences["cp-222-23"].element_names().values())


def test_14_the_fine_online_of_the_health_code_is_75_000_euros() -> None:
    for name in ("csp-l-4161-1", "csp-l-4223-1"):
        assert RULES.offences[name].versions[0].aggravated == ("en ligne : 5 ans, 75 000 €",)


def test_15_the_list_of_vulnerability_is_closed_and_grids_are_no_elements() -> None:
    for offence, element in ((AF, "AF.P.2"), (SUJ, "SUJ.A.II.2")):
        assert {"vulnerability/deuil", "vulnerability/rupture", "vulnerability/isolement_social"} <= set(
            offence.left_out()[element]
        )
    elements = " ".join(name for item in RULES.offences.values() for name in item.element_names().values())
    assert not any(line.partition(" = ")[0].strip() in elements for grid in RULES.legal.grids for line in grid.items)


def test_16_consent_is_a_defence_to_care_and_not_to_sujetion() -> None:
    assert "SOIN.X.1" in SOIN.excluding
    assert not SUJ.excluding
    assert not any("consent" in name.lower() for name in SUJ.element_names().values())


def test_17_a_follower_may_not_be_responsible_and_the_list_says_so() -> None:
    assert any("122-2" in item.holding and item.side == "defence" for item in RULES.legal.decisions)


@pytest.mark.parametrize("offence", ["cp-222-23", "cp-222-27"])
def test_18_the_definition_of_consent_holds_from_8_november_2025(offence: str) -> None:
    found = RULES.offences[offence]
    old, new = at(found, dt.date(2025, 11, 7)), at(found, dt.date(2025, 11, 8))
    assert not any("consentement" in name for name in found.element_names(old).values())
    assert any("consentement" in name for name in found.element_names(new).values())
    assert new.mark != "T"


def test_19_the_consumer_code_s_abuse_of_weakness_is_another_offence() -> None:
    assert not any("121-8" in item.text or "consommation" in item.text for item in RULES.offences.values())


def test_20_the_reports_of_1995_are_documents_and_no_evidence() -> None:
    [grid] = [item for item in RULES.legal.grids if item.id == "parlement-1995"]
    assert "document politique" in grid.note


@pytest.mark.parametrize(
    ("offence", "version"), [(o, v) for o in RULES.offences.values() for v in o.versions], ids=lambda item: item.id
)
def test_every_version_shows_article_days_source_and_mark(offence: Offence, version: Version) -> None:
    text = law_text(offence, version, RULES.legal)
    words = in_words(text)
    assert text.article in words
    assert f"version {version.id}" in words
    assert "source : " in words
    assert {"T": "texte lu", "S": "secondaire", "I": "déduit", "V": "à vérifier"}[version.mark] in words
    assert set(version.source) <= RULES.legal.addresses.keys()


def test_every_key_of_a_source_has_its_address() -> None:
    legal = RULES.legal
    used = {
        key for item in (*legal.decisions, *legal.bodies, *legal.grids, *legal.delays.delays) for key in item.source
    }
    assert used <= legal.addresses.keys()


def test_the_decisions_for_the_defence_are_in_the_same_list() -> None:
    sides = [item.side for item in RULES.legal.decisions]
    assert sides.count("defence") >= 7
    assert len(sides) == 24
    assert shown("decisions").index("13 novembre 2012") < shown("decisions").index("16 octobre 2013")


def test_every_element_of_a_main_offence_has_its_acts_and_themes() -> None:
    told = {element for topic in RULES.legal.topics for element in topic.elements}
    main = [item for item in RULES.offences.values() if item.kind == "main"]
    # A whistle-blower's status is a legal exclusion: no hearing brings it.
    assert {f"{item.id}/{element}" for item in main for element in item.element_names()} - told == {
        "cp-223-1-2/SOIN.X.2"
    }


def test_the_themes_are_open_and_neutral_and_go_both_ways() -> None:
    for topic in RULES.legal.topics:
        assert topic.themes_for
        assert topic.themes_against
        for line in (*topic.themes_for, *topic.themes_against, *topic.acts):
            assert "?" not in line, line
            assert not any(word in line.lower() for word in ("victime", "coupable", "gourou", "secte")), line


def test_every_element_a_decision_cites_exists() -> None:
    known = {f"{item.id}/{element}" for item in RULES.offences.values() for element in item.element_names()}
    assert {element for item in RULES.legal.decisions for element in item.elements} <= known


def test_the_indicators_that_the_law_names_exist() -> None:
    named = {
        name
        for item in RULES.offences.values()
        for names in (*item.bearing().values(), *item.left_out().values(), item.proposed_by)
        for name in names
        if "/" in name
    }
    known = {f"{c.id}/{i.id}" for c in RULES.criteria.values() for i in c.indicators}
    assert named <= known
