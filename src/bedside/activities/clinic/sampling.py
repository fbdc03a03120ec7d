"""Samples of the living body: what a laboratory, a meter or a probe would read, counted from what the case states.

A case's value describes the start; a result is that value moved by what the body has changed between the start and the
moment at which the sample was taken. Where a case states nothing, the usual value of such a person is moved by how far
the body is from health.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bedside.body import Body, BodyError, Person

Sample = Mapping[str, float]
KPA = 0.1333
"""kPa in a mmHg."""
VENOUS_PH = 0.0055
"""pH that venous blood lies below arterial for each mmHg of carbon dioxide above it (buffer line, estimate)."""
TROPONIN_NG_L = 45_000.0
"""ng/L of troponin T that the loss of all heart muscle would bring: some thousands for a tenth of it (estimate)."""
TROPONIN_S = 4.0 * 3600
"""Time constant of its release, with reperfusion in between (estimate)."""


class Moved(NamedTuple):
    """How an analyte follows the body: what is read, whether the change is added or multiplied, and its bounds.

    `still` is the change, in the analyte's unit (added) or as a share (multiplied), below which nothing is moved.
    """

    read: Callable[[Sample], float]
    times: bool = False
    still: float = 0.0
    low: float = 0.0
    high: float = 1e6


def _of(name: str, factor: float = 1.0) -> Callable[[Sample], float]:
    return lambda sample: factor * sample[name]


FOLLOWS: dict[str, Moved] = {
    "arterial_ph": Moved(_of("ph"), still=0.01, low=6.5, high=7.9),
    "arterial_pco2": Moved(_of("paco2", KPA), still=0.15, low=0.8, high=25),
    "arterial_po2": Moved(_of("pao2"), times=True, still=0.03, low=1.5, high=90),
    "oxygen_saturation_arterial": Moved(_of("arterial_saturation"), still=0.7, high=100),
    "oxygen_saturation_pulse": Moved(_of("spo2"), still=0.7, high=100),
    "end_tidal_co2": Moved(_of("etco2"), times=True, still=0.04, high=150),
    "venous_ph": Moved(lambda s: s["ph"] - VENOUS_PH * (s["venous_pco2"] - s["paco2"]), still=0.01, low=6.4, high=7.9),
    "venous_pco2": Moved(_of("venous_pco2", KPA), still=0.2, low=1, high=28),
    "capillary_ph": Moved(_of("ph"), still=0.01, low=6.5, high=7.9),
    "capillary_pco2": Moved(_of("paco2", KPA), still=0.15, low=0.8, high=25),
    "bicarbonate": Moved(_of("bicarbonate"), still=0.6, low=1, high=70),
    "base_excess": Moved(_of("base_excess"), still=0.6, low=-35, high=35),
    "anion_gap": Moved(_of("anion_gap"), still=1.0, low=0, high=60),
    "lactate": Moved(_of("lactate"), still=0.15, low=0.3, high=32),
    "random_glucose": Moved(_of("glucose"), times=True, still=0.03, low=0.5, high=90),
    "ketones": Moved(_of("ketones"), still=0.1, high=25),
    "sodium": Moved(_of("sodium"), still=0.7, low=90, high=200),
    "potassium": Moved(_of("potassium"), still=0.1, low=1, high=12),
    "chloride": Moved(_of("chloride"), still=1.0, low=60, high=170),
    "ionised_calcium": Moved(_of("calcium"), still=0.03, low=0.3, high=4),
    "total_calcium": Moved(_of("calcium"), times=True, still=0.03, low=0.6, high=8),
    "adjusted_calcium": Moved(_of("calcium"), times=True, still=0.03, low=0.6, high=8),
    "urea": Moved(_of("urea"), times=True, still=0.04, low=0.5, high=120),
    "creatinine": Moved(_of("creatinine"), times=True, still=0.04, low=10, high=3000),
    "egfr": Moved(lambda s: s["creatinine"] ** -1.2, times=True, still=0.05, high=150),
    "osmolality": Moved(_of("osmolality"), still=2.0, low=180, high=550),
    "albumin": Moved(_of("albumin"), times=True, still=0.05, high=70),
    "haemoglobin": Moved(_of("haemoglobin"), times=True, still=0.02, low=10, high=260),
    "haematocrit": Moved(_of("haematocrit"), times=True, still=0.02, high=0.8),
    "red_cells": Moved(_of("haemoglobin"), times=True, still=0.02, high=9),
    "carboxyhaemoglobin": Moved(_of("carboxyhaemoglobin"), still=0.3, high=90),
    "methaemoglobin": Moved(_of("methaemoglobin"), still=0.3, high=90),
    "exhaled_carbon_monoxide": Moved(_of("carboxyhaemoglobin", 6.0), still=2.0, high=500),
    "troponin_t": Moved(_of("troponin"), still=3.0, high=100_000),
    "troponin_t_repeat": Moved(_of("troponin"), still=3.0, high=100_000),
    "peak_flow_percent_predicted": Moved(_of("forced_expiratory_flow"), times=True, still=0.05, low=3, high=130),
    "urine_output": Moved(_of("urine_ml_per_kg_h"), still=0.1, high=40),
    "urine_osmolality": Moved(_of("urine_osmolality"), times=True, still=0.1, low=50, high=1300),
}
"""Analytes of the catalogue that the body moves, in the catalogue's units. What is not here stays as it was stated."""
GAS = frozenset(name for name in FOLLOWS if name.startswith(("arterial_", "venous_", "capillary_"))) | {
    "bicarbonate",
    "base_excess",
}
"""What one calibration of a blood-gas analyser gives: all of these move together."""
LEVELS = {
    "paracetamol": 1e-3,
    "ethanol": 1e-4,
    "digoxin": 1.0,
    "phenytoin": 1e-3,
    "gentamicin": 1e-3,
    "vancomycin": 1e-3,
}
"""Analytes that are a drug's level: the catalogue's unit in a ug/L."""
OF_THE_BODY = (
    "ph", "paco2", "pao2", "arterial_saturation", "spo2", "etco2", "venous_pco2", "bicarbonate", "base_excess",
    "anion_gap", "lactate", "glucose", "ketones", "sodium", "potassium", "chloride", "calcium", "urea", "creatinine",
    "osmolality",
    "albumin", "haemoglobin", "haematocrit", "carboxyhaemoglobin", "methaemoglobin", "forced_expiratory_flow",
    "urine_output", "urine_osmolality",
)  # fmt: skip


def sample(body: Body, wanted: Iterable[str] = ()) -> dict[str, float]:
    """Numbers of the body now, from which results are made; `wanted` analytes that are levels of drugs are added."""
    found = {name: float(body.vitals[name]) for name in OF_THE_BODY}
    found["urine_ml_per_kg_h"] = found["urine_output"] / body.person.weight
    lost = float(np.dot(body.state["necrosis"], (0.45, 0.30, 0.25)))
    released = 1.0 - np.exp(-(body.now / 1000.0 + 1800.0) / TROPONIN_S)
    found["troponin"] = TROPONIN_NG_L * lost * float(released)
    for name in LEVELS:
        if name in wanted:
            try:
                found[f"level_{name}"] = body.concentration(name)
            except BodyError:
                continue
    return found


@lru_cache(maxsize=64)
def healthy(person: Person) -> dict[str, float]:
    """The same sample of this person in health."""
    return sample(Body(person.plain, waves=False))


def moved(analyte: str, stated: float, then: Sample, now: Sample) -> float:
    """A stated value of `then`, as it is `now`; itself while the change is within the noise of the method."""
    follows = FOLLOWS[analyte]
    before, after = follows.read(then), follows.read(now)
    if follows.times:
        ratio = after / before if before > 1e-9 else 1.0
        value = stated if abs(ratio - 1.0) < follows.still else stated * ratio
    else:
        value = stated if abs(after - before) < follows.still else stated + after - before
    return min(max(value, min(follows.low, stated)), max(follows.high, stated))


def differs(analyte: str, then: Sample, now: Sample) -> bool:
    """Whether the body has moved this analyte by more than the noise of the method."""
    follows = FOLLOWS[analyte]
    before, after = follows.read(then), follows.read(now)
    if follows.times:
        return before > 1e-9 and abs(after / before - 1.0) >= follows.still
    return abs(after - before) >= follows.still


def levels(analytes: Iterable[str], now: Sample) -> dict[str, float]:
    """Levels of drugs that the body has taken up, in the catalogue's units."""
    found = {name: now.get(f"level_{name}", 0.0) * LEVELS[name] for name in analytes if name in LEVELS}
    return {name: value for name, value in found.items() if value > 0.0}
