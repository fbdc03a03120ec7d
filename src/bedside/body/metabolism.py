"""Sugar, heat, lactate, potassium, pain and consciousness: what moves within minutes."""

from __future__ import annotations

import math

from bedside.body.calibration import explained_loss
from bedside.body.gas import acidity
from bedside.body.state import Calibration, Controls, Modulation, State

GLUCOSE_SPACE = 0.2  # L/kg (Bergman; Radziuk 1978)
LACTATE_HALF_LIFE_MIN = 30.0  # min, estimate (20-60 min reported)


def sugar(s: State, cal: Calibration, mod: Modulation) -> None:
    """Glucose by one second. The healthy come back within about an hour (Bergman 1979), the insulin-less slowly."""
    set_point = max(cal.glucose + mod.glucose, 0.5)
    pull = 0.02 if cal.own_insulin else 0.002
    per_min = pull * (set_point - s.glucose) + mod.glucose_output
    per_min -= mod.glucose_uptake * cal.insulin_sensitivity * s.glucose
    floor = min(3.6, set_point)
    if s.glucose < floor:
        per_min += 0.03 * (floor - s.glucose)  # glucagon and adrenaline, estimate
    moved = mod.glucose - s.glucose_shift  # a course of the case moves glucose itself, not only its set-point
    s.glucose_shift = mod.glucose
    s.glucose = min(max(s.glucose + moved + per_min / 60.0, 0.3), 100.0)


def heat(s: State, cal: Calibration, mod: Modulation, controls: Controls) -> None:
    """Core temperature by one second towards its set-point, faster with active cooling or warming.

    Surface cooling takes 1-1.5 degC/h (Polderman 2009), warm air gives about 1 degC/h; antipyretics act on fever only.
    """
    goal = cal.temperature + mod.temperature
    if goal > 37.0:
        goal -= mod.antipyresis * (goal - 37.0)
    per_hour = 1.1 * (goal - s.temperature)
    if controls.cooling:
        per_hour -= 1.4 if s.temperature > 32.0 else 0.0
    if controls.warming:
        per_hour = max(per_hour, 0.0) + (1.2 if s.temperature < 37.0 else 0.0)
    s.temperature = min(max(s.temperature + per_hour / 3600.0, 15.0), 44.0)


def acids(s: State, cal: Calibration, mod: Modulation) -> None:
    """Lactate and potassium by one second; lactate rises once venous oxygen is below 0.8 of rest (estimate)."""
    ratio = s.venous_content / cal.venous_content
    debt = max(0.0, (0.8 - ratio) / 0.8)
    made = 0.15 * debt + 0.5 * debt * debt + 0.25 * s.seizure + mod.lactate
    cleared = math.log(2) / LACTATE_HALF_LIFE_MIN * min(1.0, s.flow / cal.flow) * (s.lactate - cal.lactate)
    s.lactate = min(max(s.lactate + (made - cleared) / 60.0, 0.2), 30.0)
    goal = cal.potassium + mod.potassium + 1.5 * max(-0.3, cal.ph - ph(s, cal, mod))
    s.potassium = min(max(s.potassium + (goal - s.potassium) / 600.0, 1.0), 12.0)


def ph(s: State, cal: Calibration, mod: Modulation) -> float:
    """Arterial pH from the bicarbonate that carbon dioxide, lactate, disease and treatment leave."""
    bicarbonate = cal.bicarbonate - (s.lactate - cal.lactate) + mod.bicarbonate + s.bicarbonate_given
    bicarbonate += 0.1 * (s.paco2 - cal.paco2)  # acute buffering, 1 mmol/L per 10 mmHg (Brackett 1965)
    return min(max(acidity(max(bicarbonate, 1.5), s.paco2), 6.4), 7.9)


def feel(s: State, cal: Calibration, mod: Modulation) -> None:
    """Pain and seizure activity by one second."""
    wanted = min(max(cal.pain + mod.pain, 0.0), 10.0) * (1.0 - mod.analgesia)
    s.pain += 0.05 * (wanted - s.pain)
    wanted = mod.seizure
    if s.glucose < 1.4 and cal.glucose > 1.5:
        wanted = 1.0
    wanted *= 1.0 - mod.anticonvulsion
    s.seizure += 0.2 * ((wanted if wanted > 0.3 and s.myocardium > 0.2 else 0.0) - s.seizure)
    if s.seizure < 1e-6:
        s.seizure = 0.0


def consciousness(s: State, cal: Calibration, mod: Modulation) -> float:
    """Coma score before rounding, 3-15: what oxygen, pressure, sugar, carbon dioxide, cold, drugs and disease leave."""
    loss = explained_loss(s.glucose, s.paco2, s.temperature)
    if s.brain < 0.78:
        loss += 30.0 * (0.78 - s.brain)
    loss += 12.0 * (mod.sedation + s.seizure)
    return min(max(cal.gcs + cal.gcs_explained + mod.gcs - loss, 3.0), 15.0)
