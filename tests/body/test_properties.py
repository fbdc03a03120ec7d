"""Laws that hold whatever is done: nothing is lost, steps do not matter, all stays within bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bedside.body import VARIABLES, Body, BodyError, Person, conditions, drugs, interventions
from bedside.body.engine import gas

MAN = Person(44, "male", 180, 77)


def water(body: Body) -> float:
    """All blood and the water outside of it, mL."""
    s = body.state
    vessels = ("v_lv", "v_rv", "v_la", "v_ra", "v_ao", "v_sa", "v_vc", "v_pa", "v_pv")
    return sum(float(s[name]) for name in vessels) + float(s["v_bed"].sum() + s["isf"] + s["icf"])


def oxygen(body: Body) -> float:
    """Oxygen held in lungs, blood and tissue, mL STPD."""
    s, size = body.state, float(body.traits["blood0"]) / 5500.0
    held = gas.V_ART * s["o_art"] + gas.V_BRAIN * s["o_brain"] + gas.V_HEART * s["o_heart"] + gas.V_BODY * s["o_body"]
    return float(np.dot(s["f_o2"], s["v_unit"]) / gas.ABSORB + held * size)


def carbon_dioxide(body: Body) -> float:
    """Carbon dioxide held in lungs, blood and tissue, mL STPD."""
    s, size = body.state, float(body.traits["blood0"]) / 5500.0
    big = (float(body.traits["weight"]) / 77.0) ** 0.9
    held = gas.C_BRAIN * s["c_brain"] + gas.C_FAST * s["c_fast"] + gas.C_SLOW * s["c_slow"]
    return float(np.dot(s["f_co2"], s["v_unit"]) / gas.ABSORB + gas.C_ART * size * s["c_art"] + held * big)


TROUBLES: dict[str, Callable[[Body], Any]] = {
    "rest": lambda b: None,
    "bleeding": lambda b: b.start("hemorrhage", rate="90 mL/min"),
    "transfused": lambda b: b.give("red_cells", "600 mL", over="8 min"),
    "saline": lambda b: b.give("sodium_chloride_0_9", "2 L", over="9 min"),
    "at work": lambda b: b.do("exercise", power=120),
    "asthma": lambda b: b.start("asthma_attack", severity=0.7),
    "ventilated": lambda b: (b.give("propofol", "2 mg/kg"), b.do("airway", device="tracheal_tube"), b.do("ventilator")),
    "leaking": lambda b: b.start("anaphylaxis", severity=0.6),
    "in heat": lambda b: b.start("hot_environment", temperature=42),
    "sedated": lambda b: b.give("fentanyl", "150 ug"),
}


def troubled(name: str, seconds: int = 600, split: int = 1) -> Body:
    body = Body(MAN, waves=False, split=split)
    TROUBLES[name](body)
    body.advance(seconds)
    return body


@pytest.mark.parametrize("name", TROUBLES)
def test_water_and_salt_go_nowhere_unseen(name: str) -> None:
    begun, body = Body(MAN, waves=False), troubled(name)
    s = body.state
    came = float(s["given_blood"] - s["lost_blood"] - s["water_out"])
    assert water(body) - water(begun) == pytest.approx(came, abs=0.05)  # mL, rounding of 120,000 steps
    salt = float(s["na_in"] - s["na_out"])
    assert float(s["na_ecf"] - begun.state["na_ecf"]) == pytest.approx(salt, abs=1e-6)


@pytest.mark.parametrize("name", TROUBLES)
def test_oxygen_is_used_held_or_breathed_out(name: str) -> None:
    begun, body = Body(MAN, waves=False), troubled(name)
    s = body.state
    taken, used = float(s["o2_in"]), float(s["o2_used"])
    # venous blood has no store of its own: what is on its way when flow changes is not counted, up to some mL
    assert taken - used == pytest.approx(oxygen(body) - oxygen(begun), abs=0.015 * used + 15)


@pytest.mark.parametrize("name", TROUBLES)
def test_carbon_dioxide_is_made_held_or_breathed_out(name: str) -> None:
    begun, body = Body(MAN, waves=False), troubled(name)
    s = body.state
    made, out = float(s["co2_made"]), float(s["co2_out"])
    assert made - out == pytest.approx(carbon_dioxide(body) - carbon_dioxide(begun), abs=0.02 * made + 40)


def test_red_cells_leave_only_with_blood(man: Body) -> None:
    man.advance(600)
    before = float(man.state["rbc"])
    man.give("sodium_chloride_0_9", "1 L", over="5 min")
    man.start("anaphylaxis", severity=0.5)
    man.advance(900)
    assert float(man.state["rbc"]) == before


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["morphine", "adrenaline", "propofol", "rocuronium", "insulin", "salbutamol"]),
            st.floats(0.05, 1.0), st.integers(0, 400),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_no_drug_is_lost(courses: list[tuple[str, float, int]]) -> None:
    body, given_all = Body(MAN, waves=False), dict.fromkeys(("morphine", "propofol"), 0.0)
    amount = {"morphine": 10, "adrenaline": 0.05, "propofol": 100, "rocuronium": 50, "salbutamol": 0.25}
    for name, share, wait in courses:
        dose = amount.get(name, 10) * share
        body.give(name, f"{dose} {'units' if name == 'insulin' else 'mg'}")
        if name in given_all:
            given_all[name] += 1000.0 * dose  # ug
        body.advance(wait)
    for name, level in drugs.levels(body._parts["doses"]).items():
        assert level.given == pytest.approx(level.left + level.eliminated, rel=1e-9), name
        if name in given_all:
            assert level.given == pytest.approx(given_all[name], rel=1e-9)


COMPARED = (
    "heart_rate", "mean_arterial_pressure", "systolic_pressure", "cardiac_output", "respiratory_rate", "tidal_volume",
    "paco2", "pao2", "spo2", "ph", "temperature", "blood_volume", "lactate", "glucose", "urine_total",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "bleeding",
        pytest.param("at work", marks=pytest.mark.xfail(reason="systolic pressure is off by 1.1 %", strict=False)),
        "ventilated",
        "saline",
    ],
)
def test_results_do_not_depend_on_the_step(name: str) -> None:
    """Means of the last minute of eight, with the step of 5 ms cut into 2 and 4."""

    def course(split: int) -> dict[str, float]:
        body = troubled(name, 420, split)
        recording = body.record(COMPARED)
        body.advance(60)
        return dict(zip(COMPARED, recording.table[-60:].mean(axis=0).tolist(), strict=True))

    coarse, half, quarter = (course(split) for split in (1, 2, 4))
    wrong = {
        key: (round(coarse[key], 3), round(half[key], 3), round(quarter[key], 3))
        for key in COMPARED
        if abs(coarse[key] - quarter[key]) > 0.01 * abs(quarter[key]) + 0.01
    }
    assert not wrong


ACUTE = sorted(name for name, one in conditions.catalogue().items() if not one.chronic)
FELT = sorted(name for name, one in drugs.catalogue().items() if one.felt or one.fluid)
DONE = sorted(interventions.INTERVENTIONS)


def options_of(one: Any, share: float) -> dict[str, Any]:
    """Every number at `share` of its range; words as they come."""
    chosen: dict[str, Any] = {}
    for name, option in one.options.items():
        if getattr(option, "choices", ()):
            chosen[name] = option.choices[int(share * (len(option.choices) - 1e-9))]
        elif getattr(option, "instead_of", ""):
            continue
        elif option.low is not None and option.high is not None and not isinstance(option.default, str):
            chosen[name] = option.low + share * (option.high - option.low)
    return chosen


def abuse(body: Body, kind: int, pick: int, share: float) -> None:
    """Do one thing chosen by numbers; what the body refuses is left."""
    try:
        if kind == 0:
            one = conditions.catalogue()[ACUTE[pick % len(ACUTE)]]
            body.start(one.id, **options_of(one, share))
        elif kind == 1:
            drug = drugs.catalogue()[FELT[pick % len(FELT)]]
            route = next(iter(drug.routes))
            most = 10.0
            while most > 1e-9:  # as much as is allowed
                try:
                    body.give(drug.id, f"{most * share:.9g} {UNIT.get(drug.base, drug.base)}", route=route)
                    break
                except BodyError:
                    most /= 3.0
        elif kind == 2:
            deed = interventions.INTERVENTIONS[DONE[pick % len(DONE)]]
            body.do(deed.id, **options_of(deed, share))
        elif body.running or body.doing:
            names = [*body.running, *body.doing]
            body.stop(names[pick % len(names)])
    except BodyError:
        pass


UNIT = {"ug": "g", "mU": "units", "mL": "L"}
ABUSE = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10_000), st.floats(0, 1)), min_size=2, max_size=9)


def after_an_hour(age: float, deeds: list[tuple[int, int, float]]) -> Iterator[Body]:
    """A body of this age in an hour of such deeds, each time something was done."""
    body = Body(Person(age), waves=False)
    for kind, pick, share in deeds:
        abuse(body, kind, pick, share)
        body.advance(3600 / len(deeds))
        yield body


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(age=st.sampled_from([0.0, 3.0, 30.0, 85.0]), deeds=ABUSE)
def test_an_hour_of_abuse_leaves_every_number_finite(age: float, deeds: list[tuple[int, int, float]]) -> None:
    for body in after_an_hour(age, deeds):
        assert [name for name, value in body.vitals.items() if not math.isfinite(value)] == []
        for part in ("state", "conduction"):
            for name in body._parts[part].dtype.names:
                assert np.isfinite(body._parts[part][name]).all(), (part, name)


@pytest.mark.slow
@pytest.mark.xfail(reason="venous pressures in arrest and what is without end by weight leave the table", strict=False)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(age=st.sampled_from([0.0, 3.0, 30.0, 85.0]), deeds=ABUSE)
def test_an_hour_of_abuse_leaves_every_number_within_its_bounds(
    age: float, deeds: list[tuple[int, int, float]]
) -> None:
    for body in after_an_hour(age, deeds):
        wrong = {name: float(body.vitals[name]) for name, one in VARIABLES.items()
                 if not one.low <= body.vitals[name] <= one.high}  # fmt: skip
        assert not wrong
