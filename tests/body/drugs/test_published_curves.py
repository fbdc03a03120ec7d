"""Plasma concentrations against published curves: the shape must fit, and the dose that the curve implies be likely."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bedside.body.drugs import empty, find, give, step_doses
from bedside.body.drugs.kinetics import AT_PLASMA, level
from bedside.body.effects import TARGETS

CURVES = Path(__file__).parents[4] / "shared/data/physiology/curves.csv"
PERSON = SimpleNamespace(age_years=30.0, sex="male", height_cm=176.0, weight_kg=70.0)


def observed(name: str) -> list[tuple[float, float]]:
    if not CURVES.exists():
        pytest.skip("the published curves are test data beside the checkout (../shared/data/physiology) and not there")
    with CURVES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["curve"] == "pk" and row["drug"] == name]
    unit = {"Atropine": 60.0}  # the x of this curve is minutes
    points = [(float(r["x"]) * unit.get(name, 1.0), float(r["y"])) for r in rows if r["series"] == "observed"]
    return [(at, value) for at, value in points if at > 0 and value > 0]


@pytest.mark.parametrize(
    ("curve", "drug", "route", "over_s", "skip", "dose", "rms"),
    [
        ("Acetaminophen", "paracetamol", "po", 0, 0, (350e3, 650e3), 0.15),  # curve is mg/L: 500 mg by mouth
        ("Albuterol", "salbutamol", "inh", 0, 0, (800, 1600), 0.15),  # 12 puffs
        ("Atropine", "atropine", "iv", 0, 1, (900, 1500), 0.20),  # first point lies in the mixing phase
        ("Furosemide", "furosemide", "iv", 0, 0, (35e3, 48e3), 0.15),  # 40 mg
        ("Ketamine", "ketamine", "iv", 0, 0, (55e3, 90e3), 0.15),  # about 1 mg/kg
        ("Pralidoxime", "pralidoxime", "im", 0, 0, (250e3, 400e3), 0.20),
        (
            "Propofol",
            "propofol",
            "iv",
            115,
            2,
            (100e3, 200e3),
            0.45,
        ),  # run in over 2 min; sampled from a vein, the model is arterial
        ("Rocuronium", "rocuronium", "iv", 0, 0, (45e3, 75e3), 0.20),  # 0.6-1 mg/kg
        ("Sarin", "sarin", "iv", 486, 2, (30, 120), 0.30),  # breathed for about 8 min
        ("TranexamicAcid", "tranexamic_acid", "iv", 0, 0, (600e3, 850e3), 0.25),  # 10 mg/kg
        ("Vasopressin", "vasopressin", "iv", 3612, 0, (3000, 9000), 0.40),  # steps of infusion over an hour
    ],
)
def test_the_curve_is_followed_at_the_dose_it_implies(
    curve: str, drug: str, route: str, over_s: float, skip: int, dose: tuple[float, float], rms: float
) -> None:
    points = observed(curve)[skip:]
    scale = {"Acetaminophen": 1e3, "TranexamicAcid": 1e3, "Vasopressin": 530.0}.get(curve, 1.0)
    doses, one, fx = empty(), find(drug), np.zeros(len(TARGETS))
    give(doses, one, dose[0], route, PERSON, over_s)
    wanted, told = [], []
    now = 0
    for at, value in points:
        while now < round(at):
            step_doses(doses, fx)
            now += 1
        wanted.append(np.log(value * scale))
        told.append(np.log(max(level(doses, int(doses[0]["drug"]), AT_PLASMA), 1e-12)))
    off = np.array(wanted) - np.array(told)
    implied = dose[0] * float(np.exp(off.mean()))
    spread = float(off.std())
    assert dose[0] < implied < dose[1], f"{curve} implies {implied:.4g} {one.base}"
    assert spread < rms, f"{curve}: log spread {spread:.2f} at {implied:.4g} {one.base}"


@pytest.mark.parametrize(
    ("drug", "rate", "minutes", "low", "high"),
    [
        ("norepinephrine", 0.1, 30, 3.3, 4.4),  # Ensinger 1992: 3.6-4.4 with the body's own 0.2-0.3 ug/L
        ("norepinephrine", 0.2, 30, 6.2, 8.5),  # Ensinger 1992: 6.4-8.5
        ("phenylephrine", 4.0, 10, 35.6, 77.8),  # Martinsson 1986
    ],
)
def test_infusions_reach_the_measured_concentration(
    drug: str, rate: float, minutes: int, low: float, high: float
) -> None:
    from bedside.body.drugs import infuse, levels

    doses, fx = empty(), np.zeros(len(TARGETS))
    infuse(doses, find(drug), rate * 77.0 / 60.0, "iv", SimpleNamespace(**{**vars(PERSON), "weight_kg": 77.0}))
    for _ in range(60 * minutes):
        step_doses(doses, fx)
    assert low < levels(doses)[find(drug).id].plasma < high
