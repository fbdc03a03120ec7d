"""Drive to breathe, breathing, and the stores of oxygen and carbon dioxide.

Drive: linear in PaCO2, hyperbolic in PaO2 (Weil 1970), more with metabolic acid; opioids and sedatives lower both the
level and the slope. Lung oxygen follows the alveolar gas equation in time, so that a preoxygenated chest lasts minutes
and one on air less than one (Benumof 1997). Carbon dioxide has a fast and a slow store: after a minute of apnoea it
rises by about 3 mmHg/min (Eger 1961).
"""

from __future__ import annotations

import math

from bedside.body import gas
from bedside.body.state import STEP_MS, Calibration, Controls, Modulation, State

DT_MIN = STEP_MS / 60000.0
HYPOXIC_GAIN = 25.0  # mmHg: 180 l mmHg/min over a resting 7 l/min (Weil 1970)
FAST_STORE = 0.25  # ml CO2 per kg and mmHg, lungs and blood, estimate
SLOW_STORE = 0.75  # ml CO2 per kg and mmHg, tissue, fitted to 3 mmHg/min
TISSUE_STEP = 6.0  # mmHg that tissue lies above arterial at rest

_RELAX_DRIVE = 1.0 - math.exp(-STEP_MS / 12000.0)
_RELAX_RATE = 1.0 - math.exp(-STEP_MS / 4000.0)
_RELAX_OXIMETER = 1.0 - math.exp(-STEP_MS / 5000.0)


def hypoxic(pao2: float) -> float:
    """Share of resting breathing added by low oxygen."""
    return HYPOXIC_GAIN / (max(pao2, 37.0) - 32.0)


def wanted_drive(s: State, cal: Calibration, mod: Modulation, acid: float) -> float:
    """Ventilation asked for over that at rest; `acid` mmol/L of bicarbonate lost for metabolic reasons."""
    set_paco2 = cal.paco2 - min(max(1.2 * acid, -8.0), 0.65 * cal.paco2)  # Winters: 1-1.5 mmHg per mmol/L
    excess = s.paco2 - set_paco2
    carbon = cal.carbon_dioxide_gain * (excess if excess > 0.0 else 0.35 * excess)
    oxygen = hypoxic(s.pao2) - hypoxic(s.target_pao2)
    other = 0.02 * (s.pain - cal.pain) + 0.05 * (s.temperature - cal.temperature) + mod.respiratory_drive
    if s.reflex > 0.45:
        other += 0.7 * (s.reflex - max(cal.reflex, 0.45))  # air hunger of shock (ATLS class III: 30-40 /min), estimate
    awake = 1.0 - mod.respiratory_depression
    drive = awake * (1.0 + awake * (min(carbon, 6.0) + oxygen) + other)
    if s.brain < 0.3:
        drive *= s.brain / 0.3  # the respiratory centre fails
    return max(drive, 0.0)


def breathe(s: State, cal: Calibration, mod: Modulation, controls: Controls) -> float:
    """Set rate and tidal volume for this step and return alveolar ventilation in ml/min."""
    acid = cal.lactate - s.lactate + mod.bicarbonate + s.bicarbonate_given
    s.drive += _RELAX_DRIVE * (wanted_drive(s, cal, mod, -acid) - s.drive)
    set_rate = max(cal.respiratory_rate + mod.respiratory_rate, 3.0)
    set_tidal = cal.alveolar_ventilation / set_rate + cal.dead_space
    dead_space = cal.dead_space * (0.8 if controls.airway == "intubated" else 1.0)
    patent = 0.0 if controls.airway == "obstructed" else 1.0
    if controls.airway != "intubated":
        patent *= 1.0 - mod.obstruction
    stiff = (1.0 - 0.55 * mod.bronchospasm) * max(0.1, 1.0 - mod.intrathoracic_pressure / 30.0)
    drive = s.drive
    if controls.ventilator_rate > 0.0:
        rate, tidal = controls.ventilator_rate, controls.ventilator_tidal * max(0.3, 0.4 + 0.6 * stiff)
    elif drive < 0.13 or mod.paralysis > 0.9 or s.dead or s.flow <= 0.0:
        rate, tidal = 0.0, 0.0
    else:
        rate = set_rate * math.pow(drive, 0.6) * (1.0 - 0.4 * mod.respiratory_depression)
        rate = min(rate, max(3.0 * set_rate, 36.0))
        rate = 0.0 if rate < 2.5 else rate
        tidal = min(set_tidal * drive * set_rate / rate, 35.0 * cal.lean_weight) if rate else 0.0
        tidal *= stiff * (1.0 - mod.paralysis)
    if rate == 0.0 and s.respiratory_rate < 2.0:
        s.respiratory_rate = 0.0
    else:
        s.respiratory_rate += (0.2 if rate == 0.0 else _RELAX_RATE) * (rate - s.respiratory_rate)
    if controls.ventilator_rate > 0.0:
        s.respiratory_rate = rate
    tidal *= patent
    s.tidal_volume += _RELAX_RATE * (tidal - s.tidal_volume)
    return max(s.respiratory_rate * (s.tidal_volume - dead_space), 0.0)


def exchange(s: State, cal: Calibration, mod: Modulation, controls: Controls, ventilation: float) -> None:
    """Move both gases by one step of 100 ms."""
    haemoglobin = 340.0 * s.red_cells / (s.red_cells + s.plasma + s.crystalloid)
    p50 = cal.p50_ratio * math.pow(10.0, 0.024 * (s.temperature - cal.temperature))  # Severinghaus' correction
    leaving_po2 = gas.end_capillary(s.alveolar_po2, cal.alveolar_po2, s.gradient + 60.0 * mod.bronchospasm)
    leaving = gas.content(max(leaving_po2, 0.5), haemoglobin, p50)
    shunt = min(s.target_shunt + mod.shunt + 0.014 * mod.intrathoracic_pressure, 0.95)
    s.arterial_content = (1.0 - shunt) * leaving + shunt * s.venous_content
    uptake = 10.0 * s.flow * (1.0 - shunt) * (leaving - s.venous_content)
    pressure_in = gas.inspired(controls.fio2)
    change = ventilation * (pressure_in - s.alveolar_po2) - gas.GAS_CONSTANT * uptake
    s.alveolar_po2 = min(max(s.alveolar_po2 + DT_MIN * change / cal.lung_volume, 1.0), 710.0)
    _newton(s, haemoglobin, p50)
    shown = 100.0 * gas.saturation(s.pao2 / p50) + cal.spo2_bias
    s.spo2 += _RELAX_OXIMETER * (min(shown, 100.0) - s.spo2)
    demand = cal.oxygen_use * metabolic_rate(s, cal, mod)
    s.oxygen_met = min(1.0, s.venous_content / (0.25 * cal.venous_content))
    store = 0.0075 * (s.red_cells + s.plasma + s.crystalloid)  # dl of venous blood
    change = 10.0 * s.flow * (s.arterial_content - s.venous_content) - demand * s.oxygen_met
    s.venous_content = max(s.venous_content + DT_MIN * change / store, 0.01)
    _carbon_dioxide(s, cal, mod, ventilation)


def metabolic_rate(s: State, cal: Calibration, mod: Modulation) -> float:
    """Oxygen wanted over that at the start: about 10 % a degree, twice in a seizure."""
    rate = 1.0 + 0.1 * (s.temperature - cal.temperature) / (1.0 + 0.1 * (cal.temperature - 37.0)) + mod.metabolism
    return max((rate + s.seizure) * (1.0 - 0.1 * mod.paralysis), 0.15)


def _newton(s: State, haemoglobin: float, p50: float) -> None:
    """One damped Newton step of the arterial pressure towards its content."""
    here = gas.content(s.pao2, haemoglobin, p50)
    step = 0.01 * s.pao2
    slope = (gas.content(s.pao2 + step, haemoglobin, p50) - here) / step
    change = (s.arterial_content - here) / slope
    s.pao2 = min(max(s.pao2 + min(max(change, -0.15 * s.pao2), 0.15 * s.pao2), 1.0), 700.0)


def _carbon_dioxide(s: State, cal: Calibration, mod: Modulation, ventilation: float) -> None:
    made = cal.carbon_dioxide * metabolic_rate(s, cal, mod) * s.oxygen_met
    carried = cal.carbon_dioxide / TISSUE_STEP * min(s.flow / cal.flow, 2.0) * (s.tissue_co2 - s.paco2)
    blown = ventilation * s.paco2 / gas.GAS_CONSTANT
    s.paco2 = min(max(s.paco2 + DT_MIN * (carried - blown) / (FAST_STORE * cal.weight), 3.0), 250.0)
    s.tissue_co2 = min(s.tissue_co2 + DT_MIN * (made - carried) / (SLOW_STORE * cal.weight), 260.0)


def end_tidal(s: State, cal: Calibration, controls: Controls) -> float:
    """End-tidal carbon dioxide in mmHg; dead space grows as flow falls, and nothing comes out without breaths."""
    if s.respiratory_rate < 2.0 or s.tidal_volume < 0.5 * cal.dead_space:
        return 0.0
    return s.paco2 * min(cal.etco2_ratio * math.pow(min(1.0, s.flow / cal.flow), 0.35), 1.1)
