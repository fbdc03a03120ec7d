"""What a condition may ask of the engine besides `TARGETS`: holes, bleeding, air, water, heat and work."""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple


class Input(NamedTuple):
    """One structural input. `rule` joins several conditions: "add", "max" or "set" (the last to begin wins).

    `neutral` is its value when no condition asks; None means that the surroundings set it.
    """

    unit: str
    low: float
    high: float
    rule: str
    neutral: float | None
    meaning: str


INPUTS: dict[str, Input] = {
    # blood
    "bleeding_external": Input("mL/min", 0, 3000, "add", 0.0, "blood out of the body"),
    "bleeding_abdomen": Input("mL/min", 0, 3000, "add", 0.0, "blood into belly, pelvis or gut, unseen"),
    "hemothorax_left": Input("mL/min", 0, 2000, "add", 0.0, "blood into the left pleural space"),
    "hemothorax_right": Input("mL/min", 0, 2000, "add", 0.0, "blood into the right pleural space"),
    "pericardial_bleed": Input("mL/min", 0, 500, "add", 0.0, "blood or fluid into the pericardial sac"),
    # air
    "pneumothorax_open_left": Input("share", 0, 1, "max", 0.0, "hole in the left chest wall, 1 the windpipe's width"),
    "pneumothorax_open_right": Input("share", 0, 1, "max", 0.0, "hole in the right chest wall, 1 the windpipe's width"),
    "pneumothorax_leak_left": Input("share", 0, 1, "max", 0.0, "one-way leak of the left lung"),
    "pneumothorax_leak_right": Input("share", 0, 1, "max", 0.0, "one-way leak of the right lung"),
    "drowned": Input("share", 0, 1, "max", 0.0, "water in the airway; 1 = head under, no air"),
    "co_ppm": Input("ppm", 0, 100000, "max", 0.0, "carbon monoxide in the breathed air"),
    "inspired_o2": Input("share", 0, 1, "set", None, "oxygen in the surrounding dry air"),
    "barometric_mmhg": Input("mmHg", 150, 3800, "set", None, "pressure of the surrounding air"),
    # heat, water and work
    "ambient_temperature_c": Input("degC", -60, 120, "set", None, "air, or water as far as the body is immersed"),
    "water_immersion": Input("share", 0, 1, "max", 0.0, "share of the body under water"),
    "burn_area": Input("share", 0, 1, "max", 0.0, "share of the skin burned through its thickness or partly"),
    "exercise_watts": Input("W", 0, 2500, "max", 0.0, "mechanical power of the legs"),
    "kidney_artery_stenosis": Input("share", 0, 1, "max", 0.0, "narrowing of both renal arteries, 1 = closed"),
}

IN: Any = namedtuple("IN", INPUTS)(*range(len(INPUTS)))
"""Index of each input in a vector: `inputs[IN.co_ppm]`."""

SETTABLE: tuple[str, ...] = (
    "glucose", "insulin", "ketones", "lactate", "sodium", "potassium", "bicarbonate", "calcium", "albumin",
    "urea", "creatinine", "haemoglobin", "temperature", "dehydration",
)  # fmt: skip
"""Variables that a condition finds already changed when it begins (chronic disease, or an onset days ago).

`dehydration` is the share of body weight already lost as salt water. `bicarbonate` is what is left of it, whichever
acids took the rest, so that ketones and lactate set beside it are part of the same loss.
"""
