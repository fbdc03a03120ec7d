"""How doses move: exactly, without losing any drug, and by which rules they add up and weaken each other."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.body.drugs import catalogue, empty, find, give, infuse, key, levels, step_doses, stop
from bedside.body.drugs.kinetics import _exponential, transition
from bedside.body.effects import FX, TARGETS

MAN = SimpleNamespace(age_years=44.0, sex="male", height_cm=180.0, weight_kg=77.0)
FELT = sorted(name for name, drug in catalogue().items() if drug.felt)


def run(doses: np.ndarray, seconds: int, **organs: float) -> np.ndarray:
    fx = np.zeros(len(TARGETS))
    for _ in range(seconds):
        fx[:] = 0.0
        step_doses(doses, fx, **organs)
    return fx


@pytest.mark.parametrize("name", FELT)
def test_no_drug_is_lost_or_made_by_any_route(name: str) -> None:
    doses, drug = empty(), find(name)
    for route in drug.routes:
        give(doses, drug, 1000.0, route, MAN)
    infuse(doses, drug, 3.0, next(iter(drug.routes)), MAN)
    run(doses, 240)
    stop(doses, drug)
    run(doses, 240)
    level = levels(doses)[name]
    assert level.given == pytest.approx(level.left + level.eliminated, rel=1e-9)
    assert level.given > 1000.0


def test_the_matrix_of_a_second_is_the_exponential_and_composes() -> None:
    a = np.array([[-0.4, 0.1], [0.3, -0.2]])
    values, vectors = np.linalg.eig(a)
    exact = (vectors * np.exp(values)) @ np.linalg.inv(vectors)
    assert np.allclose(_exponential(a), exact, rtol=1e-12)
    assert np.allclose(_exponential(5 * a), np.linalg.matrix_power(exact, 5), rtol=1e-11)


def test_one_compartment_falls_by_half_in_each_half_life() -> None:
    half_life_s = 120.0
    step, _ = transition(0.0, (10.0, 1.0, 1.0), (10.0 * np.log(2) / half_life_s, 0.0, 0.0), 0.01, 0.001)
    x = np.zeros(7)
    x[1] = 100.0
    for _ in range(240):
        x = step @ x
    assert x[1] == pytest.approx(25.0, rel=1e-10)
    assert x[4] == pytest.approx(75.0, rel=1e-10)


def test_a_steady_infusion_reaches_rate_over_clearance() -> None:
    doses = empty()
    infuse(doses, find("norepinephrine"), 0.1 * 75 / 60, "iv", SimpleNamespace(**{**vars(MAN), "weight_kg": 75.0}))
    run(doses, 3600)
    assert levels(doses)["noradrenaline"].plasma == pytest.approx(7.5 / 2.0, rel=0.01)


@settings(max_examples=20, deadline=None)
@given(st.floats(1.0, 500.0), st.floats(1.0, 500.0), st.integers(1, 200))
def test_two_doses_are_the_sum_of_each_alone(one: float, two: float, apart: int) -> None:
    both, first, second = empty(), empty(), empty()
    fentanyl = find("fentanyl")
    for doses in (both, first):
        give(doses, fentanyl, one, "iv", MAN)
    run(both, apart)
    run(first, apart)
    give(both, fentanyl, two, "iv", MAN)
    give(second, fentanyl, two, "iv", MAN)
    for doses in (both, first, second):
        run(doses, 60)
    parts = levels(first)["fentanyl"].site + levels(second)["fentanyl"].site
    assert levels(both)["fentanyl"].site == pytest.approx(parts, rel=1e-9)


def test_a_dose_over_time_ends_having_given_just_that() -> None:
    doses = empty()
    give(doses, find("amiodarone"), 300_000.0, "iv", MAN, over_s=600.5)
    run(doses, 700)
    level = levels(doses)["amiodarone"]
    assert level.given == pytest.approx(300_000.0, rel=1e-12)
    assert level.rate == 0.0


def test_naloxone_moves_the_dose_response_of_fentanyl_to_the_right_and_wears_off_first() -> None:
    doses = empty()
    give(doses, find("fentanyl"), 500.0, "iv", MAN)
    before = run(doses, 240)[FX.respiratory_depression]
    give(doses, find("naloxone"), 400.0, "iv", MAN)
    reversed_ = run(doses, 120)[FX.respiratory_depression]
    assert before > 0.5
    assert reversed_ < 0.15


def test_without_circulation_nothing_that_is_given_acts() -> None:
    still, moving = empty(), empty()
    for doses in (still, moving):
        give(doses, find("adrenaline"), 1000.0, "iv", MAN)
    assert run(still, 60, flow=0.0)[FX.adrenergic] == 0.0
    assert run(moving, 60, flow=1.0)[FX.adrenergic] > 0.4
    assert run(still, 60, flow=0.25)[FX.adrenergic] > 0.1


def test_shares_of_a_whole_never_pass_one_and_sums_add() -> None:
    doses = empty()
    for name in ("propofol", "midazolam", "fentanyl"):
        give(doses, find(name), 1e6, "iv", MAN)
    fx = run(doses, 120)
    assert 0.99 < fx[FX.respiratory_depression] <= 1.0
    assert 0.99 < fx[FX.sedation] <= 1.0


def test_a_slot_is_freed_when_the_dose_can_no_longer_be_felt_and_its_mass_is_kept() -> None:
    doses = empty()
    give(doses, find("adrenaline"), 10.0, "iv", MAN)
    run(doses, 3 * 3600)
    assert not (doses["active"] == 1).any()
    row = doses[doses["drug"] == key("adrenaline")][0]
    assert row["x"][4] + row["lost"] == pytest.approx(10.0, rel=1e-12)
    give(doses, find("adrenaline"), 10.0, "iv", MAN)
    assert levels(doses)["adrenaline"].given == pytest.approx(20.0)
