"""Leading an ill body to the vital signs that somebody measured: only what the illness leaves over is steered.

The ramps found here are the difference between what the body shows by itself and what was asked for; when the illness
yields, they stay, and the patient moves by what the illness took.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from bedside.body import settling
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError, within

if TYPE_CHECKING:
    from bedside.body.body import Body

FX = {name: place for place, name in enumerate(TARGETS)}
ROUNDS, ROUND_S = 8, 20.0
"""How often the body is looked at again, and after how long; reflexes have settled by then."""
STEERED: dict[str, tuple[int, float, float, float]] = {
    # vital sign: target, share of what is missing that one round adds, and how far it may be steered down and up
    "mean_arterial_pressure": (FX["mean_arterial_pressure"], 1.0, -90.0, 110.0),
    "pulse_pressure": (FX["arterial_stiffness"], 0.016, -1.1, 1.6),
    "heart_rate": (FX["heart_rate_factor"], 0.8, -0.7, 1.5),
    "respiratory_rate": (FX["respiratory_rate_factor"], 0.8, -1.2, 1.2),
    "spo2": (FX["spo2"], 0.8, -55.0, 0.0),
    "etco2": (FX["carbon_dioxide_set"], 0.7, -60.0, 60.0),
    "gcs": (FX["gcs"], 1.0, -12.0, 12.0),
    "pain": (FX["pain"], 1.0, -10.0, 10.0),
}
"""Of these the ramps are kept; temperature and glucose are put right at once."""
RAISED: dict[str, tuple[int, float, float, float]] = {
    "heart_rate": (FX["heart_rate"], 0.8, -110.0, 150.0),
    "respiratory_rate": (FX["respiratory_rate"], 0.9, -40.0, 55.0),
}
"""A rate that is too low is raised by so many a minute; one too high is lowered by a factor, never to nothing."""
HIGHEST_BIAS = 2.0
"""Percent by which an oximeter may read high (its usual accuracy)."""


def meet(body: Body, goals: Mapping[str, float]) -> dict[str, float]:
    """Lead `body` to `goals` (names of `START_RANGES`) while its illness goes on; what is still missing, by name.

    Takes `ROUNDS` times `ROUND_S` seconds of its life. Raises `BodyError` for values that cannot be.
    """
    for name, value in goals.items():
        if name not in settling.START_RANGES:
            known_ones = ", ".join(sorted(settling.START_RANGES))
            raise BodyError(f"start value {name!r} is not known; choose from {known_ones}")
        within(name, value, *settling.START_RANGES[name])
    wanted = {name: float(value) for name, value in goals.items() if name in STEERED}
    wanted |= _pressures(body, goals)
    ways = {name: RAISED[name] if name in RAISED and _shown(body, name) < goal else STEERED[name]
            for name, goal in wanted.items()}  # fmt: skip
    slots = {name: _slot(body, ways[name][0], place) for place, name in enumerate(wanted)}
    _put_right(body, goals)
    for _ in range(ROUNDS):
        for name, slot in slots.items():
            _, gain, low, high = ways[name]
            missing = wanted[name] - _shown(body, name)
            if ways[name] is not RAISED.get(name) and name in RAISED:
                missing /= max(_shown(body, name), 0.2 * wanted[name])
            slot["delta"] = float(np.clip(slot["delta"] + gain * missing, low, high))
        body.advance(ROUND_S)
    _put_right(body, goals)
    if "spo2" in wanted:
        bias = float(body.traits["spo2_bias"]) + max(wanted["spo2"] - _shown(body, "spo2"), 0.0)
        body.traits["spo2_bias"] = min(bias, HIGHEST_BIAS)
    return {name: wanted[name] - _shown(body, name) for name in wanted}


def _shown(body: Body, name: str) -> float:
    """What the body shows; consciousness in full, not in whole points."""
    if name == "gcs":
        return float(body.state["gcs_brain"])
    return float(body.vitals[name])


def _pressures(body: Body, goals: Mapping[str, float]) -> dict[str, float]:
    """Mean and pulse pressure of the systolic and diastolic pressure asked for."""
    names = ("systolic_pressure", "diastolic_pressure", "mean_arterial_pressure")
    given = {name: float(goals[name]) for name in names if name in goals}
    if not given:
        return {}
    high, low, mean = settling.pressures(given, body.person.normal())
    return {"mean_arterial_pressure": mean, "pulse_pressure": high - low}


def _slot(body: Body, target: int, place: int) -> np.void:
    """A ramp of no height yet, without a name: nobody lets it go."""
    slot = body.steers[place]
    if slot["active"]:
        raise BodyError("meet the start values before anything else is steered")
    slot["active"], slot["target"], slot["released"] = 1, target, -1.0
    slot["begun"], slot["over"], slot["delta"] = -1.0, 0.0, 0.0
    found: np.void = slot
    return found


def _put_right(body: Body, goals: Mapping[str, float]) -> None:
    """Temperature and glucose as asked for; the body defends the temperature, fever of its illness counted in."""
    s, t = body.state, body.traits
    if "temperature" in goals:
        goal = float(goals["temperature"])
        t["temp0"] = goal - float(body.effects[FX["temperature_set"]]) * (1.0 - float(body.effects[FX["antipyresis"]]))
        settling.set_values(s, t, {"temperature": goal})
    if "glucose" in goals and not _sugar_is_ill(body):
        t["glucose0"] = float(goals["glucose"])
    for name in ("glucose", "lactate", "potassium", "haemoglobin"):
        if name in goals and math.isfinite(goals[name]):
            settling.set_values(s, t, {name: float(goals[name])})


def _sugar_is_ill(body: Body) -> bool:
    """Whether an illness moves the sugar by itself; else the body rests at what was measured."""
    moved = ("insulin", "insulin_deficiency", "insulin_release")
    return any(abs(float(body.effects[FX[name]])) > 0.0 for name in moved)
