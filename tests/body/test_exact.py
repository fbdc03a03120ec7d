"""Time, snapshots and bounds: properties that hold whatever is done."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.body import RHYTHMS, Body, BodyError, Person

ACTIONS = st.sampled_from(
    [
        lambda b: b.give("morphine", 20, "mg", "iv"),
        lambda b: b.give("adrenaline", 0.5, "mg", "im"),
        lambda b: b.give("noradrenaline", 4, "mg", "iv", rate_per_h=0.6),
        lambda b: b.give("insulin", 15, "units", "sc"),
        lambda b: b.give("propofol", 120, "mg", "iv"),
        lambda b: b.give("glucose_10", 150, "ml", "iv"),
        lambda b: b.bleed(220),
        lambda b: b.stop_bleeding(),
        lambda b: b.fluid("hartmanns", 500, 600),
        lambda b: b.shift("bronchospasm", 0.5, 30),
        lambda b: b.shift("spo2", -8, 20),
        lambda b: b.shift("temperature", 2, 600),
        lambda b: b.oxygen(0.6),
        lambda b: b.ventilate(14, 450),
        lambda b: b.airway("obstructed"),
        lambda b: b.airway("open"),
        lambda b: b.set_rhythm("vf"),
        lambda b: b.set_rhythm("af"),
        lambda b: b.cpr(True),
        lambda b: b.shock(200, draw=0.3),
        lambda b: b.position("sitting"),
        lambda b: b.decompress(),
    ]
)
STORY = st.lists(st.tuples(st.integers(0, 90_000), ACTIONS), max_size=6)
AGES = st.sampled_from([0.0, 0.5, 5.0, 30.0, 85.0])


def play(body: Body, story: list[tuple[int, object]], cuts: list[int]) -> Body:
    for wait, action in story:
        target = body.now + wait
        for cut in sorted(cuts):
            if body.now < body.now + cut < target:
                body.advance(body.now + cut)
        body.advance(target)
        action(body)  # type: ignore[operator]
    body.advance(body.now + 30_000)
    return body


@settings(max_examples=25, deadline=None)
@given(age=AGES, story=STORY, cuts=st.lists(st.integers(1, 7_777), max_size=8))
def test_how_time_is_cut_never_changes_a_bit(age: float, story: list[tuple[int, object]], cuts: list[int]) -> None:
    whole = play(Body(Person(age)), story, [])
    cut = play(Body(Person(age)), story, cuts)
    assert whole.snapshot() == cut.snapshot()


@settings(max_examples=25, deadline=None)
@given(age=AGES, story=STORY, on=st.integers(0, 40_000))
def test_a_restored_body_goes_on_identically(age: float, story: list[tuple[int, object]], on: int) -> None:
    first = play(Body(Person(age)), story, [])
    kept = first.snapshot()
    second = Body.restore(kept)
    assert second.snapshot() == kept
    for body in (first, second):
        body.advance(body.now + on)
    assert first.vitals() == second.vitals()
    assert first.events() == second.events()
    assert first.snapshot() == second.snapshot()


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(age=AGES, story=STORY)
def test_whatever_is_done_the_vitals_stay_in_bounds(age: float, story: list[tuple[int, object]]) -> None:
    body = play(Body(Person(age)), story, [])
    body.advance(body.now + 600_000)
    v = body.vitals()
    bounds = {
        "heart_rate": (0, 320), "systolic_pressure": (-1, 420), "respiratory_rate": (0, 130), "spo2": (0, 100),
        "temperature": (15, 44), "etco2": (0, 280), "glucose": (0, 101), "gcs": (3, 15), "pain": (0, 10),
        "lactate": (0, 30), "ph": (6.3, 8.0), "cardiac_output": (0, 40), "potassium": (0.9, 12.1), "urine": (0, 5000),
    }  # fmt: skip
    for name, (low, high) in bounds.items():
        value = getattr(v, name)
        assert math.isfinite(value), name
        assert low <= value <= high, (name, value)


def test_a_snapshot_is_small_even_after_a_busy_hour() -> None:
    body = Body(Person(0.1))
    for drug in ("adrenaline", "morphine", "midazolam", "salbutamol"):
        body.give(drug, 0.1, "mg", {"salbutamol": "neb"}.get(drug, "iv"))
    for number in range(20):
        body.shift("pain", 0.1, 60, f"p{number}")
    body.advance(3_600_000)
    assert len(body.snapshot()) < 50_000


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x80"])
def test_bytes_that_are_no_snapshot_are_refused(data: bytes) -> None:
    with pytest.raises(BodyError, match="snapshot"):
        Body.restore(data)


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_every_rhythm_can_begin_and_be_left(rhythm: str) -> None:
    body = Body(Person(50, "male"), rhythm=rhythm)
    body.advance(20_000)
    body.set_rhythm("sinus")
    body.advance(140_000)
    assert body.rhythm == "sinus"
    assert body.vitals().mean_arterial_pressure > 70
