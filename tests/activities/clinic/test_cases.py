"""The cases of the library: complete, safe to play, and able to tell a strong learner from a weak one."""

from __future__ import annotations

import statistics
from functools import lru_cache

import pytest
from walk import LEARNERS, WALKTHROUGHS, Walk, steps_of, walk

from bedside.activities.clinic import ClinicScenario, brief
from bedside.activities.clinic.ledger import says
from bedside.scenario import library_files, load

CASES = sorted(path.stem for path in library_files())
LEAST = {"facts": 60, "findings": 25, "tests": 20}
STRONG_AT_LEAST, WEAK_BELOW = 75.0, 30.0
MEDIAN_WORDS = 12


@lru_cache(maxsize=len(CASES))
def case_of(name: str) -> ClinicScenario:
    scenario = load(name)
    assert isinstance(scenario, ClinicScenario)
    return scenario


@lru_cache(maxsize=3 * len(CASES))
def walked(name: str, learner: str) -> Walk:
    return walk(name, steps_of(name)[learner])


def test_there_are_twelve_cases_across_specialties_ages_and_settings() -> None:
    cases = [case_of(name) for name in CASES]
    assert len(cases) >= 12
    assert len({case.specialty for case in cases}) >= 8
    ages = [case.patient.age_years for case in cases]
    assert min(ages) < 12 < 75 < max(ages)
    assert any(case.patient.pregnant_weeks for case in cases)
    assert any(case.persona.literacy == "low" for case in cases)
    assert any(case.persona.temperament == "angry" for case in cases)
    assert any(fact.rule == "hidden" for case in cases for fact in case.facts().values())
    assert any("suicidal_thoughts.plan" in case.facts() for case in cases)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_complete_enough_for_a_station(name: str) -> None:
    case = case_of(name)
    counts = {"facts": len(case.facts()), "findings": len(case.findings()), "tests": len(case.tests)}
    assert {key: count >= LEAST[key] for key, count in counts.items()} == dict.fromkeys(LEAST, True), counts
    assert len(case.sources) >= 3
    assert len(case.teaching) >= 4
    assert len(case.expert) >= 6
    assert sum(item.critical for item in case.checklist) >= 3
    assert any(diagnosis.must_not_miss for diagnosis in (case.diagnosis, *case.differential))


@pytest.mark.parametrize("name", CASES)
def test_what_the_patient_says_is_short(name: str) -> None:
    words = [len(fact.says.split()) for fact in case_of(name).facts().values()]
    assert statistics.median(words) <= MEDIAN_WORDS
    assert max(words) <= 40


@pytest.mark.parametrize("name", CASES)
def test_the_patient_never_says_the_diagnosis_unless_it_is_their_own_fear(name: str) -> None:
    case = case_of(name)
    spoken = [
        fact.says for key, fact in case.facts().items() if not key.startswith(("ice.", "family.", "past_medical."))
    ]
    spoken += [case.opening, *(fact.instead for fact in case.facts().values() if fact.instead)]
    named = [text for text in spoken for title in (case.diagnosis.name, *case.diagnosis.aliases) if says(text, title)]
    assert named == []


@pytest.mark.parametrize("name", CASES)
def test_the_library_gives_nothing_away(name: str) -> None:
    case = case_of(name)
    shown = " ".join(str(value) for value in brief(case).values())
    names = [title for title in (case.diagnosis.name, *case.diagnosis.aliases) if len(title) > 3 and says(shown, title)]
    assert names == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_scores_tell_a_strong_learner_from_a_middling_and_a_weak_one(name: str) -> None:
    strong, middling, weak = (walked(name, learner).report.score for learner in LEARNERS)
    assert strong > middling > weak, (strong, middling, weak)
    assert strong >= STRONG_AT_LEAST
    assert weak < WEAK_BELOW


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_strong_learner_is_never_refused_and_nearly_always_understood(name: str) -> None:
    done = walked(name, "strong")
    assert done.refused == []
    unclear = [question for question, _, status in done.talk if status == "clarify"]
    assert len(unclear) <= len(done.talk) * 0.15, unclear


def test_every_case_has_its_walk_throughs() -> None:
    assert sorted(path.stem for path in WALKTHROUGHS.glob("*.yaml")) == CASES
