"""The course of a disease: ramps that land, add, and go back."""

from __future__ import annotations

import pytest

from bedside.body import Body, Person


def settled(body: Body, seconds: int = 1800) -> Body:
    body.advance(body.now + seconds * 1000)
    return body


@pytest.mark.parametrize(
    ("variable", "target", "tolerance"),
    [
        ("heart_rate", 118, 2.5),
        ("systolic_pressure", 88, 2.5),
        ("mean_arterial_pressure", 120, 2.5),
        ("respiratory_rate", 26, 1.0),
        ("spo2", 86, 1.0),
        ("glucose", 18, 0.5),
        ("gcs", 9, 0),
        ("pain", 7, 0.1),
        ("potassium", 6.2, 0.2),
    ],
)
def test_a_driven_vital_lands_where_the_case_says(man: Body, variable: str, target: float, tolerance: float) -> None:
    man.drive(variable, target, 300)
    settled(man)
    assert getattr(man.vitals(), variable) == pytest.approx(target, abs=tolerance)


@pytest.mark.slow
def test_a_fever_rises_over_an_hour_or_two_and_brings_the_pulse_with_it(man: Body) -> None:
    rest = man.vitals().heart_rate
    man.drive("temperature", 39.8, 1800)
    settled(man, 3 * 3600)
    assert man.vitals().temperature == pytest.approx(39.8, abs=0.4)
    assert man.vitals().heart_rate > rest + 12


def test_shifts_add_and_cancelling_takes_back_exactly_one(man: Body) -> None:
    man.shift("pain", 3, 60, "ischaemia")
    man.shift("pain", 2, 60, "fracture")
    assert settled(man, 300).vitals().pain == pytest.approx(5, abs=0.01)
    man.cancel("ischaemia", over_s=60)
    assert settled(man, 300).vitals().pain == pytest.approx(2, abs=0.01)
    man.cancel("fracture")
    assert settled(man, 600).vitals().pain == pytest.approx(0, abs=0.01)


def test_a_cancelled_course_leaves_the_body_as_it_was() -> None:
    body = Body(Person(50, "female"))
    rest = body.vitals()
    for variable, delta in (("heart_rate", 40), ("systolic_pressure", -30), ("spo2", -10), ("respiratory_rate", 10)):
        body.shift(variable, delta, 60, variable)
    settled(body, 600)
    for variable in ("heart_rate", "systolic_pressure", "spo2", "respiratory_rate"):
        body.cancel(variable, over_s=120)
    settled(body, 3600)
    for name in ("heart_rate", "systolic_pressure", "spo2", "respiratory_rate", "paco2"):
        assert getattr(body.vitals(), name) == pytest.approx(getattr(rest, name), rel=0.02)


def test_a_driven_variable_counts_from_what_is_already_running(man: Body) -> None:
    man.shift("heart_rate", 20)
    man.drive("heart_rate", 100)
    assert settled(man).vitals().heart_rate == pytest.approx(100, abs=2.5)


@pytest.mark.slow
def test_cooling_and_warming_move_the_core(man: Body) -> None:
    man.cool()
    cold = settled(man, 2 * 3600).vitals().temperature
    assert cold < 36.0
    man.warm()
    assert settled(man, 2 * 3600).vitals().temperature > cold
