"""A body left alone shows the textbook's resting values and stays there."""

from __future__ import annotations

import pytest

from bedside.body import VARIABLES, Body, BodyError, Person

TEXTBOOK = {
    # name: range of a resting man of 44 years, 180 cm, 77 kg (Guyton and Hall 2020; Levitzky 2013; Valentin 2002)
    "heart_rate": (60, 80),
    "systolic_pressure": (110, 130),
    "diastolic_pressure": (65, 85),
    "mean_arterial_pressure": (85, 100),
    "central_venous_pressure": (1, 6),
    "mean_pulmonary_pressure": (10, 19),
    "wedge_pressure": (3, 12),
    "cardiac_output": (4.8, 6.5),
    "stroke_volume": (65, 95),
    "ejection_fraction": (52, 70),
    "blood_volume": (4800, 5700),
    "haematocrit": (0.40, 0.48),
    "cerebral_blood_flow": (650, 900),
    "coronary_flow": (180, 320),
    "renal_blood_flow": (900, 1350),
    "respiratory_rate": (11, 17),
    "tidal_volume": (430, 650),
    "minute_ventilation": (5.5, 8.5),
    "lung_volume": (2300, 3500),
    "respiratory_compliance": (0.07, 0.13),
    "spo2": (96, 100),
    "pao2": (85, 105),
    "paco2": (37, 42),
    "etco2": (34, 42),
    "ph": (7.37, 7.43),
    "bicarbonate": (22, 26),
    "venous_saturation": (68, 80),
    "a_a_gradient": (2, 15),
    "shunt_fraction": (1, 6),
    "oxygen_consumption": (220, 290),
    "lactate": (0.6, 1.6),
    "glucose": (4.4, 6.0),
    "sodium": (136, 144),
    "potassium": (3.6, 4.8),
    "glomerular_filtration_rate": (100, 140),
    "urine_output": (40, 100),
    "intracranial_pressure": (6, 14),
    "temperature": (36.7, 37.3),
    "skin_temperature": (31, 35),
    "gcs": (15, 15),
    "eeg_index": (90, 100),
}  # fmt: skip
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
               "respiratory_rate": 30, "spo2": 88, "temperature": 39.4, "gcs": 13, "pain": 3}),
    "hypertensive": (Person(70, "male"), {"systolic_pressure": 218, "diastolic_pressure": 124, "pain": 8}),
    "child in distress": (Person(7, "female"), {"heart_rate": 150, "respiratory_rate": 40, "spo2": 92}),
    "hypoglycaemic": (Person(40, "male"), {"gcs": 9, "heart_rate": 100}),
    "newborn unwell": (Person(0.02, "male"), {"heart_rate": 175, "respiratory_rate": 60, "spo2": 91}),
}  # fmt: skip
STEADY = {
    "heart_rate": 0.06, "systolic_pressure": 0.06, "diastolic_pressure": 0.06, "respiratory_rate": 0.08,
    "spo2": 0.015, "temperature": 0.006, "paco2": 0.06, "ph": 0.004, "cardiac_output": 0.08, "glucose": 0.12,
    "potassium": 0.05, "blood_volume": 0.04, "haemoglobin": 0.04, "gcs": 0.0,
}  # fmt: skip


def test_a_resting_man_shows_the_textbook_values_after_ten_minutes(man: Body) -> None:
    man.advance(600)
    wrong = {
        k: round(float(man.vitals[k]), 3) for k, (low, high) in TEXTBOOK.items() if not low <= man.vitals[k] <= high
    }
    assert not wrong
    assert not man.events()


@pytest.mark.parametrize("who", PEOPLE)
def test_a_healthy_person_of_any_age_rests_steadily(who: str) -> None:
    body = Body(PEOPLE[who], waves=False)
    body.advance(60)
    before = {name: float(body.vitals[name]) for name in STEADY}
    body.advance(1800)
    for name, share in STEADY.items():
        assert body.vitals[name] == pytest.approx(before[name], rel=share, abs=1e-9), name
    assert not body.events()


@pytest.mark.parametrize("who", ILL)
def test_a_person_starts_at_the_vitals_a_case_gives_and_stays_near_them(who: str) -> None:
    person, start = ILL[who]
    body = Body(person, start=start, waves=False)
    for seconds, share in ((5, 0.06), (900, 0.12)):
        body.advance(seconds)
        for name, value in start.items():
            slack = {"temperature": 0.01, "spo2": 0.02, "gcs": 0.0}.get(name, share)
            assert body.vitals[name] == pytest.approx(value, rel=slack, abs=0.35), (name, seconds)


@pytest.mark.parametrize("rhythm", ["af", "svt", "vt", "complete_heart_block", "sinus_bradycardia"])
def test_a_heart_that_starts_in_another_rhythm_stays_in_it(rhythm: str) -> None:
    body = Body(Person(66, "male"), rhythm=rhythm, waves=False)
    body.advance(300)
    assert body.rhythm == rhythm
    assert body.vitals["mean_arterial_pressure"] > 55


def test_normal_values_follow_age() -> None:
    rates = [float(Body(Person(age), waves=False).vitals["heart_rate"]) for age in (0.3, 3, 9, 30)]
    assert rates == sorted(rates, reverse=True)
    pressures = [float(Body(Person(age), waves=False).vitals["systolic_pressure"]) for age in (0, 3, 12, 40, 80)]
    assert pressures == sorted(pressures)


def test_every_variable_is_read_with_its_unit_and_inside_its_bounds(man: Body) -> None:
    man.advance(60)
    assert list(man.vitals) == list(VARIABLES)
    for name, reading in man.vitals.items():
        assert reading.unit == VARIABLES[name].unit
        assert VARIABLES[name].low <= reading <= VARIABLES[name].high, name


@pytest.mark.parametrize(
    ("start", "word"),
    [
        ({"heart_rate": 500}, "heart_rate"),
        ({"spo2": 130}, "spo2"),
        ({"blood_sugar": 5}, "blood_sugar"),
        ({"systolic_pressure": 60, "diastolic_pressure": 90}, "contradict"),
        ({"temperature": float("nan")}, "temperature"),
    ],
)
def test_start_vitals_that_cannot_be_are_refused_by_name(start: dict[str, float], word: str) -> None:
    with pytest.raises(BodyError, match=word):
        Body(Person(40), start=start)


@pytest.mark.parametrize("bad", [{"age_years": -1}, {"age_years": 30, "sex": "x"}, {"age_years": 30, "weight_kg": 900},
                                 {"age_years": 5, "pregnant_weeks": 20}])  # fmt: skip
def test_a_person_who_cannot_be_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(BodyError):
        Person(**bad)  # type: ignore[arg-type]
