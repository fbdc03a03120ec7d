"""The course of a disease as ramps of set-points: what can be moved, how far, and what it does to the body."""

from __future__ import annotations

import math

import msgspec

from bedside.body import gas
from bedside.body.state import Calibration, Modulation, Shift, State


class Variable(msgspec.Struct, frozen=True):
    """A set-point: the lowest and highest sum of all its shifts, its unit and what it means."""

    low: float
    high: float
    unit: str
    meaning: str


VARIABLES: dict[str, Variable] = {
    "heart_rate": Variable(-120, 180, "/min", "rate of the sinus node; pressure and output stay"),
    "systolic_pressure": Variable(-180, 150, "mmHg", "pressure the reflexes defend; lands exactly at rest"),
    "mean_arterial_pressure": Variable(-150, 120, "mmHg", "as systolic_pressure, by its mean"),
    "systemic_resistance": Variable(-0.85, 3, "share", "tone of the vessels; reflexes answer"),
    "contractility": Variable(-0.95, 1.5, "share", "strength of the heart; reflexes answer"),
    "venous_capacity": Variable(-15, 30, "ml/kg", "blood pooled in veins; reflexes answer"),
    "volume": Variable(-8000, 8000, "ml", "plasma gained or lost over the time given"),
    "intrathoracic_pressure": Variable(0, 30, "mmHg", "tension in the chest; ended by `decompress`"),
    "respiratory_rate": Variable(-40, 60, "/min", "rate with alveolar ventilation kept"),
    "respiratory_drive": Variable(-1, 6, "share", "ventilation wanted"),
    "spo2": Variable(-60, 20, "%", "saturation on the starting oxygen; lands exactly at rest"),
    "shunt": Variable(0, 0.7, "share", "blood that passes no air; reflexes answer"),
    "bronchospasm": Variable(0, 1, "share", "narrowing of the small airways"),
    "obstruction": Variable(0, 1, "share", "narrowing of the upper airway"),
    "temperature": Variable(-12, 6, "degC", "set-point of the core, reached over an hour or two"),
    "metabolism": Variable(-0.7, 3, "share", "oxygen used"),
    "glucose": Variable(-30, 60, "mmol/L", "set-point; moved at once by the ramp"),
    "gcs": Variable(-12, 12, "points", "consciousness"),
    "pain": Variable(-10, 10, "points", "pain before any analgesic"),
    "seizure": Variable(0, 1, "share", "seizure activity; above 0.3 a fit"),
    "potassium": Variable(-3, 8, "mmol/L", "set-point, reached with a time constant of 10 min"),
    "bicarbonate": Variable(-25, 25, "mmol/L", "metabolic acid (negative) or alkali"),
    "lactate_production": Variable(0, 3, "mmol/L/min", "lactate made beyond rest"),
}


def base(variable: str, cal: Calibration) -> float:
    """The undisturbed value of a variable, what `drive` counts from."""
    if variable == "systolic_pressure":
        return cal.pressure + (1.0 - cal.diastolic_share) * cal.pulse_pressure
    if variable == "mean_arterial_pressure":
        return cal.pressure
    if variable in ("heart_rate", "respiratory_rate", "spo2", "temperature", "glucose", "gcs", "pain", "potassium",
                    "bicarbonate"):  # fmt: skip
        return float(getattr(cal, variable))
    return 0.0


def total(shifts: list[Shift], variable: str, now: int) -> float:
    """Sum of all ramps of one variable at `now` ms."""
    return sum(shift.value(now) for shift in shifts if shift.variable == variable)


def apply(shifts: list[Shift], s: State, cal: Calibration, mod: Modulation, now: int) -> list[Shift]:
    """Add all ramps at `now` to `mod`, move volume, and return the shifts that still matter."""
    sums: dict[str, float] = {}
    for shift in shifts:
        value = shift.value(now)
        if shift.variable == "volume":
            if shift.cancelled < 0:
                s.plasma = max(s.plasma + value - shift.applied, 0.1 * cal.normal_blood)
                shift.applied = value
        else:
            sums[shift.variable] = sums.get(shift.variable, 0.0) + value
    for variable, value in sums.items():
        limit = VARIABLES[variable]
        _add(variable, min(max(value, limit.low), limit.high), cal, mod)
    return [shift for shift in shifts if not _spent(shift, now)]


def _add(variable: str, value: float, cal: Calibration, mod: Modulation) -> None:
    if variable == "systolic_pressure":
        mod.pressure += value * cal.pressure / base(variable, cal)
    elif variable == "mean_arterial_pressure":
        mod.pressure += value
    elif variable == "systemic_resistance":
        mod.resistance += math.log(1.0 + value)
    elif variable == "contractility":
        mod.contractility += math.log(1.0 + value)
    elif variable == "venous_capacity":
        mod.venous_pool += value
    elif variable == "lactate_production":
        mod.lactate += value
    else:
        setattr(mod, variable, getattr(mod, variable) + value)


def _spent(shift: Shift, now: int) -> bool:
    if shift.variable == "volume":
        return shift.cancelled >= 0 or now >= shift.start + shift.over
    return shift.cancelled >= 0 and now >= shift.cancelled + shift.cancel_over


def fit_saturation(s: State, cal: Calibration, mod: Modulation) -> None:
    """Give the lung the shunt and gradient that make the shifted saturation the resting one."""
    if mod.spo2 == s.target_shift:
        return
    s.target_shift = mod.spo2
    if mod.spo2 == 0.0:
        s.gradient, s.target_shunt, s.target_pao2 = cal.gradient, cal.shunt, cal.pao2
        return
    wanted = min(max((cal.spo2 + mod.spo2) / 100.0, 0.3), 0.9985)
    lung = (cal.alveolar_po2, cal.flow, cal.oxygen_use, cal.haemoglobin, cal.p50_ratio)
    alveolar, flow, use, haemoglobin, p50 = lung
    shunt, gradient = gas.fit_lung(wanted, cal.healthy_spo2 / 100.0, alveolar, None, flow, use, haemoglobin, p50)
    arterial = gas.mixed(alveolar, gradient, shunt, flow, use, haemoglobin, p50)
    s.gradient, s.target_shunt = gradient, shunt
    s.target_pao2 = gas.arterial_tension(arterial, haemoglobin, p50)
