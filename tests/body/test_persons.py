"""Everybody from the newborn to the very old rests within what is normal at their age and size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bedside.body import Body, BodyError, Person
from bedside.body.cohort import Cohort
from bedside.body.population import COMMON, random_people

WATCHED = (
    "heart_rate", "systolic_pressure", "diastolic_pressure", "mean_arterial_pressure", "cardiac_index",
    "respiratory_rate", "spo2", "paco2", "ph", "temperature", "urine_output", "gcs", "central_venous_pressure",
)  # fmt: skip
OF_NORMAL = {
    # name: how far from the normal of the person's age, as a share
    "heart_rate": 0.12, "systolic_pressure": 0.10, "diastolic_pressure": 0.12, "respiratory_rate": 0.20,
}  # fmt: skip
LIVED_WITH: dict[str, tuple[float, float]] = {
    # with chronic disease: what a person at home may show
    "heart_rate": (48, 130), "systolic_pressure": (85, 220), "diastolic_pressure": (45, 135),
    "cardiac_index": (1.5, 5.5),
    "respiratory_rate": (9, 38), "spo2": (82, 100), "paco2": (25, 72), "ph": (7.27, 7.50), "temperature": (35.8, 38),
    "gcs": (14, 15), "central_venous_pressure": (-2, 18),
}  # fmt: skip
DRIFT = {"heart_rate": 0.15, "mean_arterial_pressure": 0.12, "spo2": 0.05, "paco2": 0.12, "temperature": 0.01}


def strangers(people: Sequence[Person], seen: dict[str, np.ndarray]) -> list[str]:
    """Which healthy people show what is not normal for them."""
    found = []
    for i, person in enumerate(people):
        normal, v = person.normal(), {name: float(values[i]) for name, values in seen.items()}
        wrong = [name for name, share in OF_NORMAL.items() if abs(v[name] / normal[name] - 1) > share]
        index = normal["cardiac_output"] / person.body_surface
        urine = v["urine_output"] / person.weight
        wrong += [name for name, bad in {
            "cardiac_index": abs(v["cardiac_index"] / index - 1) > 0.12,
            "spo2": v["spo2"] < 94.5,
            "paco2": abs(v["paco2"] - normal["paco2"]) > 2.5,
            "ph": abs(v["ph"] - normal["ph"]) > 0.035,
            "temperature": abs(v["temperature"] - 37.0) > 0.3,
            "urine": not 0.4 < urine < (3.6 if person.age_years < 2 else 2.4),
            "gcs": v["gcs"] < 15,
            "central_venous_pressure": not -1 < v["central_venous_pressure"] < 9,
        }.items() if bad]  # fmt: skip
        if wrong:
            found.append(f"{person}: " + ", ".join(f"{name} {v.get(name, urine):.3g}" for name in wrong))
    return found


def seen_by(cohort: Cohort) -> dict[str, np.ndarray]:
    return {name: cohort.vitals[name] for name in WATCHED}


def test_a_dozen_healthy_people_rest_as_their_age_would_have_it() -> None:
    people = random_people(12, seed=41)
    cohort = Cohort(people)
    cohort.advance(60)
    assert not strangers(people, seen_by(cohort))


@pytest.mark.slow
def test_healthy_people_of_all_ages_stay_at_rest_for_half_an_hour() -> None:
    people = random_people(30, seed=42)
    cohort = Cohort(people, threads=2)
    for seconds in (10, 1790):
        cohort.advance(seconds)
        assert not strangers(people, seen_by(cohort))
    assert not cohort.events()


@pytest.mark.slow
def test_the_chronically_ill_live_with_it_and_stay_as_they_are_for_half_an_hour() -> None:
    people = [one for one in random_people(36, seed=43, chronic=2) if one.conditions]
    cohort = Cohort(people, threads=2)
    cohort.advance(60)
    first = seen_by(cohort)
    cohort.advance(1740)
    last = seen_by(cohort)
    found = []
    for i, person in enumerate(people):
        wrong = [f"{n} {last[n][i]:.3g}" for n, (low, high) in LIVED_WITH.items() if not low <= last[n][i] <= high]
        wrong += [
            f"{name} {first[name][i]:.3g} to {last[name][i]:.3g}"
            for name, share in DRIFT.items()
            if abs(last[name][i] / first[name][i] - 1) > share and "atrial_fibrillation" not in person.severities
        ]
        if wrong:
            found.append(f"{person}: {', '.join(wrong)}")
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("disease", COMMON)
def test_every_chronic_disease_can_be_lived_with(disease: str) -> None:
    body = Body(Person(66, "female", conditions={disease: 0.5}), waves=False)
    body.advance(60)
    for name, (low, high) in LIVED_WITH.items():
        assert low <= body.vitals[name] <= high, name


def test_chronic_disease_shows() -> None:
    def shown(disease: str, severity: float, *names: str) -> list[float]:
        body = Body(Person(60, "male", conditions={disease: severity}), waves=False)
        body.advance(60)
        return [float(body.vitals[name]) for name in names]

    systolic, diastolic = shown("hypertension", 0.6, "systolic_pressure", "diastolic_pressure")
    assert 155 < systolic < 176  # grade 2, ESC/ESH 2018
    assert 92 < diastolic < 110
    fraction, wedge = shown("heart_failure", 0.6, "ejection_fraction", "wedge_pressure")
    assert fraction < 41
    assert wedge > 10
    carbon, kept, saturation = shown("copd", 0.7, "paco2", "bicarbonate", "spo2")
    assert carbon > 44
    assert kept > 25
    assert saturation < 95.5
    haemoglobin, output = shown("anemia", 0.6, "haemoglobin", "cardiac_index")
    assert haemoglobin == pytest.approx(80, abs=3)
    assert output > 2.8
    rate, creatinine = shown("kidney_failure", 0.75, "glomerular_filtration_rate", "creatinine")
    assert rate < 45
    assert creatinine > 250


def test_a_pregnant_woman_has_more_blood_and_output_and_less_carbon_dioxide() -> None:
    alone, carrying = (Body(Person(30, "female", pregnant_weeks=w), waves=False) for w in (None, 36))
    for body in (alone, carrying):
        body.advance(60)
    assert carrying.vitals["blood_volume"] > 1.3 * alone.vitals["blood_volume"]
    assert carrying.vitals["cardiac_output"] > 1.25 * alone.vitals["cardiac_output"]
    assert 28 < carrying.vitals["paco2"] < 34
    assert 7.40 < carrying.vitals["ph"] < 7.47
    assert 17 < carrying.vitals["bicarbonate"] < 23


def test_the_fit_can_do_more() -> None:
    most = []
    for fitness in (0.1, 0.9):
        body = Body(Person(30, "male", fitness=fitness), waves=False)
        body.do("exercise", power=350)
        body.advance(420)
        most.append(float(body.vitals["oxygen_consumption"]))
    assert most[1] > 1.2 * most[0]


def test_the_same_seed_draws_the_same_people() -> None:
    assert random_people(20, 7, chronic=2) == random_people(20, 7, chronic=2)
    assert random_people(20, 7) != random_people(20, 8)
    assert all(20 <= one.age_years <= 30 for one in random_people(20, 7, ages=(20, 30)))
    with pytest.raises(BodyError, match="ages"):
        random_people(1, 1, ages=(0, 200))
