import pytest
from fakes import REST, LineBody

from bedside.body.validation.curves import CurveResult, judge_curves
from bedside.body.validation.rows import Point


def point(curve: str, x: float, y: float, variable: str, drug: str = "") -> Point:
    return Point(2, curve, drug, "observed", x, "", y, variable, "")


def judged(*points: Point) -> CurveResult:
    (found,) = judge_curves(points, LineBody)
    return found


def test_pressure_against_blood_lost_is_compared_at_the_same_share() -> None:
    fall = 100 * 0.01 * 0.3 * 5500 / REST["mean_arterial_pressure"]
    right = judged(point("hemorrhage_to_shock", 30, 100 - fall, "MAP"))
    assert right.passed
    assert right.off == pytest.approx(0, abs=0.2)
    wrong = judged(point("hemorrhage_to_shock", 30, 40, "MAP"))
    assert not wrong.passed
    assert "median +" in wrong.note


def test_a_drug_must_have_the_shape_and_a_likely_dose() -> None:
    level = [point("pk", at, 3.0, "Plasma Concentration", "Furosemide") for at in (60, 600, 3600)]
    right = judged(*level)
    assert (right.points, right.near) == (3, 3)
    assert "fits 40 mg" in right.note
    ten_times = judged(*(one._replace(y=30.0) for one in level))
    assert not ten_times.passed
    assert "fits 400 mg" in ten_times.note
    falling = judged(*(one._replace(y=40.0 / one.x) for one in level))
    assert falling.near < 3


def test_a_curve_without_a_protocol_is_named() -> None:
    found = judged(point("levitation", 1, 1, "height"))
    assert not found.passed
    assert "no protocol" in found.note
