import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.body.validation.rows import Resting, Row, limits
from bedside.body.validation.rules import Readings, holds, measured, resting_holds


def row(direction: str, kind: str = "qualitative", low: float | None = None, high: float | None = None) -> Row:
    return Row(2, "s", 1, "a", "", "", 30.0, 60.0, "MAP", direction, low, high, kind, "mmHg")


def test_a_trend_counts_beyond_two_percent() -> None:
    assert holds(row("increase"), "mean_arterial_pressure", Readings(100, 100, 102.1))
    assert not holds(row("increase"), "mean_arterial_pressure", Readings(100, 100, 101.9))
    assert holds(row("decrease"), "mean_arterial_pressure", Readings(100, 100, 97.9))
    assert not holds(row("decrease"), "mean_arterial_pressure", Readings(100, 100, 98.1))


def test_saturation_and_ph_have_steps_of_their_own() -> None:
    assert holds(row("decrease"), "spo2", Readings(98, 98, 97.4))
    assert not holds(row("decrease"), "spo2", Readings(98, 98, 97.6))
    assert holds(row("increase"), "ph", Readings(7.4, 7.4, 7.406))
    assert not holds(row("increase"), "ph", Readings(7.4, 7.4, 7.404))
    assert not holds(row("no_change"), "spo2", Readings(98, 98, 95.9))
    assert not holds(row("no_change"), "ph", Readings(7.4, 7.4, 7.43))
    assert holds(row("no_change"), "temperature", Readings(37, 37, 37.3 - 1e-9))
    assert not holds(row("no_change"), "temperature", Readings(37, 37, 37.4))


def test_no_change_is_within_a_tenth_of_before_and_back_to_baseline_of_rest() -> None:
    assert holds(row("no_change"), "heart_rate", Readings(70, 100, 109))
    assert not holds(row("no_change"), "heart_rate", Readings(70, 100, 111))
    assert holds(row("return_to_baseline"), "heart_rate", Readings(70, 100, 76))
    assert not holds(row("return_to_baseline"), "heart_rate", Readings(70, 100, 100))


def test_either_way_is_open_on_one_side_only() -> None:
    up, down = row("increase_or_no_change"), row("decrease_or_no_change")
    assert holds(up, "heart_rate", Readings(70, 70, 200))
    assert holds(up, "heart_rate", Readings(70, 70, 64))
    assert not holds(up, "heart_rate", Readings(70, 70, 60))
    assert holds(down, "heart_rate", Readings(70, 70, 20))
    assert not holds(down, "heart_rate", Readings(70, 70, 80))


def test_a_range_stands_as_it_is_and_may_lack_a_side() -> None:
    assert holds(row("range", "absolute", 60, 80), "mean_arterial_pressure", Readings(95, 95, 80))
    assert not holds(row("range", "absolute", 60, 80), "mean_arterial_pressure", Readings(95, 95, 80.1))
    assert holds(row("range", "absolute", 100, None), "heart_rate", Readings(70, 70, 300))
    assert not holds(row("range", "absolute", None, 90), "spo2", Readings(97, 97, 91))
    assert not holds(row("range", "absolute"), "spo2", Readings(97, 97, 91)), "a range without limits says nothing"


def test_a_single_value_is_met_within_a_tenth_and_zero_below_a_fiftieth_of_rest() -> None:
    assert holds(row("value", "absolute", 40, 40), "diastolic_pressure", Readings(78, 78, 43.9))
    assert not holds(row("value", "absolute", 40, 40), "diastolic_pressure", Readings(78, 78, 44.1))
    assert holds(row("value", "absolute", 0, 0), "cardiac_output", Readings(5.6, 5.6, 0.1))
    assert not holds(row("value", "absolute", 0, 0), "cardiac_output", Readings(5.6, 5.6, 0.2))


def test_changes_count_from_the_segment_before() -> None:
    read = Readings(100, 80, 96)
    assert measured(row("increase", "percent_change", 15, 25), read) == pytest.approx(20)
    assert measured(row("increase", "percent_of_baseline", 15, 25), read) == pytest.approx(120)
    assert measured(row("increase", "absolute_change", 15, 25), read) == pytest.approx(16)
    assert holds(row("increase", "percent_change", 18, 22), "heart_rate", read)
    assert holds(row("decrease", "percent_change", -10, 0), "heart_rate", Readings(100, 80, 78))


def test_what_cannot_be_read_never_holds() -> None:
    for direction in ("no_change", "increase", "return_to_baseline"):
        assert not holds(row(direction), "heart_rate", Readings(70, 70, math.nan))


@given(st.floats(1, 1000), st.floats(-0.5, 0.5))
def test_a_change_is_up_or_down_or_none_and_never_two(before: float, share: float) -> None:
    read = Readings(before, before, before * (1 + share))
    up, down = (holds(row(direction), "heart_rate", read) for direction in ("increase", "decrease"))
    assert not (up and down)
    assert up or down or holds(row("no_change"), "heart_rate", read)


def test_resting_values_follow_the_same_rule() -> None:
    assert resting_holds(Resting(2, "c", "HR", "Mean", 72, 72, "1/min"), 78)
    assert not resting_holds(Resting(2, "c", "HR", "Mean", 72, 72, "1/min"), 80)
    assert not resting_holds(Resting(2, "c", "HR", "Mean", 60, 100, "1/min"), 59)


def test_limits_are_told_in_words() -> None:
    assert [limits(60, 80), limits(60, None), limits(None, 80), limits(72, 72)] == [
        "60 to 80", "at least 60", "at most 80", "72",
    ]  # fmt: skip
