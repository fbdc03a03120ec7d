"""A body left alone stays where it began."""

from __future__ import annotations

import pytest

from bedside.body import Body, BodyError, Person

PEOPLE = {
    "newborn": Person(0.0, "female"),
    "infant": Person(0.6, "male"),
    "child": Person(6, "male"),
    "adult": Person(44, "male", 180, 77),
    "pregnant": Person(30, "female", pregnant_weeks=36),
    "old": Person(88, "female"),
    "heavy": Person(50, "female", 160, 150),
}
ILL = {
    "septic": (Person(60, "male"), {"heart_rate": 128, "systolic_pressure": 84, "diastolic_pressure": 44,
               "respiratory_rate": 30, "spo2": 88, "temperature": 39.4, "gcs": 13, "lactate": 4.2, "pain": 3}),
    "ketoacidotic": (Person(22, "female"), {"heart_rate": 118, "glucose": 31, "respiratory_rate": 30, "paco2": 18,
                     "ph": 7.05, "potassium": 5.9}),
    "hypertensive": (Person(70, "male"), {"systolic_pressure": 218, "diastolic_pressure": 124, "pain": 8}),
    "asthmatic child": (Person(7, "female"), {"heart_rate": 150, "respiratory_rate": 44, "spo2": 90, "fio2": 0.4}),
    "retaining": (Person(68, "male", conditions=("copd",)),
                  {"paco2": 62, "ph": 7.31, "spo2": 86, "respiratory_rate": 24}),
    "bled": (Person(35, "female"), {"heart_rate": 125, "systolic_pressure": 82, "diastolic_pressure": 50,
             "blood_volume": 0.72, "haemoglobin": 80}),
    "hypoglycaemic": (Person(40, "male"), {"glucose": 1.9, "gcs": 9, "heart_rate": 100}),
    "cold": (Person(80, "female"), {"temperature": 30.5, "heart_rate": 44, "respiratory_rate": 9, "gcs": 11}),
    "newborn unwell": (Person(0.02, "male"), {"heart_rate": 185, "respiratory_rate": 68, "spo2": 89}),
}  # fmt: skip
READ = (
    "heart_rate", "systolic_pressure", "diastolic_pressure", "mean_arterial_pressure", "respiratory_rate", "spo2",
    "temperature", "etco2", "glucose", "gcs", "pain", "lactate", "paco2", "pao2", "ph", "cardiac_output", "urine",
    "potassium", "haemoglobin", "tidal_volume",
)  # fmt: skip


def assert_steady(body: Body, seconds: int) -> None:
    before = body.vitals()
    body.advance(seconds * 1000)
    after = body.vitals()
    for name in READ:
        first = getattr(before, name)
        assert getattr(after, name) == pytest.approx(first, rel=0.02, abs=0.02), name
    assert body.events() == []


@pytest.mark.parametrize("who", PEOPLE)
def test_a_healthy_person_of_any_age_rests_steadily_for_an_hour(who: str) -> None:
    assert_steady(Body(PEOPLE[who]), 3600)


@pytest.mark.parametrize("who", ILL)
def test_an_ill_person_rests_at_the_vitals_the_case_gives(who: str) -> None:
    person, start = ILL[who]
    body = Body(person, start)
    shown = body.vitals()
    for name, value in start.items():
        if name not in ("blood_volume", "shunt"):
            assert getattr(shown, name) == pytest.approx(value, rel=0.005, abs=0.01), name
    assert_steady(body, 3600)


@pytest.mark.parametrize("rhythm", ["af", "svt", "vt", "complete_heart_block", "sinus_bradycardia"])
def test_a_heart_that_starts_in_another_rhythm_rests_in_it(rhythm: str) -> None:
    assert_steady(Body(Person(66, "male"), rhythm=rhythm), 900)


def test_normal_values_follow_age() -> None:
    rates = [Body(Person(age)).vitals().heart_rate for age in (0.3, 3, 9, 30)]
    assert rates == sorted(rates, reverse=True)
    pressures = [Body(Person(age)).vitals().systolic_pressure for age in (0, 3, 12, 40, 80)]
    assert pressures == sorted(pressures)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        ({"heart_rate": 500}, "heart_rate"),
        ({"spo2": 130}, "spo2"),
        ({"blood_sugar": 5}, "blood_sugar"),
        ({"systolic_pressure": 60, "diastolic_pressure": 90}, "contradict"),
        ({"temperature": float("nan")}, "temperature"),
        ({"etco2": 60, "paco2": 30}, "etco2"),
    ],
)
def test_start_vitals_that_cannot_be_are_refused_by_name(start: dict[str, float], word: str) -> None:
    with pytest.raises(BodyError, match=word):
        Body(Person(40), start)


@pytest.mark.parametrize("bad", [{"age_years": -1}, {"age_years": 30, "sex": "x"}, {"age_years": 30, "weight_kg": 900},
                                 {"age_years": 5, "pregnant_weeks": 20}])  # fmt: skip
def test_a_person_who_cannot_be_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(BodyError):
        Person(**bad)  # type: ignore[arg-type]
