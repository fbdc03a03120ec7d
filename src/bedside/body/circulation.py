"""Heart, vessels, reflex and fluids.

Flow is heart rate times stroke volume; stroke volume follows filling, contractility, afterload and time to fill. Mean
pressure follows flow times resistance over a Windkessel's time. The gains are fitted to the haemorrhage curves of
Guyton (Medical Physiology 2006: pressure held to 18 % of blood lost, output 62 % and pressure 81 % at 26 %).
"""

from __future__ import annotations

import math

from bedside.body.rhythm import RHYTHMS
from bedside.body.state import STEP_MS, Calibration, Controls, Modulation, State

DT_S = STEP_MS / 1000.0
STRESSED_SHARE = 0.30  # of normal blood volume (Magder 2012: 25-30 %)
RECRUITED = 9.0  # ml/kg that venous tone can return (Guyton; about 10-15 % of blood volume)
REFLEX_SLOPE = 3.0  # of tanh over the relative pressure error
RATE_UP = 0.6  # share of the room up to the highest rate that the full reflex takes, estimate
RATE_DOWN = 0.55  # share of the normal rate that vagal tone can take off, estimate
MEAN_FILLING = 4.0  # mmHg that mean systemic filling pressure is above central venous at rest (Guyton: 7 against 0-4)
STALLING = 1.75  # times the usual pressure at which the heart ejects half, estimate
COMPRESSION_FLOW = 0.24  # of resting flow during good chest compressions (17-27 %: Lurie, Kim 2008)
COMPRESSION_RATE = 110.0  # /min (European Resuscitation Council 2021: 100-120)
COMPRESSION_PULSE = 48.0  # mmHg, estimate within the systolic 64-146 and diastolic 23-43 of Kim 2008

POSITIONS: dict[str, float] = {  # ml/kg moved into the chest against lying flat; legs raised about 300 ml (Monnet 2006)
    "supine": 0.0,
    "sitting": -2.5,
    "standing": -5.0,
    "legs_raised": 4.0,
    "left_lateral": 0.0,
    "recovery": 0.0,
    "prone": -0.5,
    "head_up": -1.2,
}

_RELAX_PRESSURE = 1.0 - math.exp(-DT_S / 1.5)
_RELAX_SENSED = 1.0 - math.exp(-DT_S / 2.0)
_RELAX_UP = 1.0 - math.exp(-DT_S / 8.0)
_RELAX_DOWN = 1.0 - math.exp(-DT_S / 3.0)
_RELAX_RATE = 1.0 - math.exp(-DT_S / 2.5)


def filling(blood: float, normal_blood: float, reflex: float, weight: float) -> float:
    """Stressed volume over normal for `blood` ml; never quite empty."""
    stressed = blood - (1.0 - STRESSED_SHARE) * normal_blood + RECRUITED * reflex * weight
    return max(stressed / (STRESSED_SHARE * normal_blood), 0.03)


def starling(fill: float) -> float:
    """Relative stroke volume for a relative filling; 1 at 1, flat when overfilled."""
    return min(4.0 * fill / (fill + 3.0), 1.45)


def kidney(pressure: float, normal_pressure: float) -> float:
    """Share of urine kept at a mean pressure: full above 80 % of normal, none below 48 % (Guyton 2006)."""
    return min(1.0, max(0.0, (pressure / normal_pressure - 0.48) / 0.32))


def rate_offset(reflex: float, cal: Calibration) -> float:
    """Beats per minute that the reflex adds (positive) or takes (negative)."""
    if reflex > 0.0:
        gain = RATE_UP * (cal.highest_heart_rate - cal.normal_heart_rate)
        return gain * reflex * (0.4 if cal.beta_blocked else 1.0)
    return RATE_DOWN * cal.normal_heart_rate * reflex


def _time_to_fill(rate: float, highest: float) -> float:
    """Loss of stroke volume when diastole gets short, near and above the highest sinus rate."""
    share = rate / highest
    share *= share
    share *= share
    return 1.0 / (1.0 + share * share)


def _against(relative: float) -> float:
    """Share of the stroke left against a pressure `relative` to the usual: 1 at 1, a quarter at 2.2 times, estimate."""
    share = relative / STALLING
    return (1.0 + math.pow(STALLING, -5.0)) / (1.0 + math.pow(share, 5.0))


def beat(s: State, cal: Calibration, mod: Modulation, controls: Controls) -> None:
    """Move the circulation by one step of 100 ms."""
    blood = s.red_cells + s.plasma + s.crystalloid
    moved = POSITIONS[controls.position] * cal.weight
    if cal.pregnant and controls.position in ("left_lateral", "recovery"):
        moved += 3.0 * cal.pregnant * cal.weight  # the start was lying flat: turning frees the vena cava, estimate
    tone = s.reflex * (1.0 - mod.baroreflex_block)
    fill = filling(blood + moved - mod.venous_pool * cal.weight, cal.normal_blood, tone, cal.weight)
    if mod.intrathoracic_pressure:
        fill = max(fill - mod.intrathoracic_pressure / 14.0, 0.03)
    if controls.ventilator_rate and not controls.cpr:
        fill = max(0.95 * fill, 0.03)  # positive pressure breaths cost a little preload
    s.filling = fill
    set_rate = cal.heart_rate + mod.heart_rate
    rhythm = RHYTHMS[s.rhythm]
    _heart_rate(s, cal, mod, set_rate, tone, rhythm.reflex, rhythm.organised)
    set_pressure = max(cal.pressure + mod.pressure, 15.0)
    if rhythm.perfusing and s.heart_rate > 0.0:
        relative = set_rate / s.heart_rate
        squeezed = math.sqrt(min(max(relative, 0.2), 1.6))
        highest = cal.highest_heart_rate
        squeezed *= _time_to_fill(s.heart_rate, highest) / _time_to_fill(set_rate, highest)
        strength = math.exp(0.3 * (tone - cal.reflex) + mod.contractility) * s.myocardium
        load = math.sqrt(math.sqrt(max(set_pressure / max(s.pressure, 10.0), 0.1))) * _against(
            s.pressure / set_pressure
        )
        s.stroke_volume = (
            1000.0 * cal.flow / set_rate
            * starling(fill) / starling(cal.filling) * squeezed * strength * load * s.rhythm_kick / cal.rhythm_kick
        )  # fmt: skip
        s.flow = s.stroke_volume * s.heart_rate / 1000.0
    elif controls.cpr:
        s.flow = COMPRESSION_FLOW * cal.flow * min(1.0, starling(fill) / starling(1.0))
        s.stroke_volume = 1000.0 * s.flow / COMPRESSION_RATE
    else:
        s.flow = 0.0
        s.stroke_volume = 0.0
    _pressures(s, cal, mod, tone, set_pressure, fill, controls.cpr and not rhythm.perfusing)


def _heart_rate(
    s: State, cal: Calibration, mod: Modulation, set_rate: float, tone: float, reflex: float, organised: bool
) -> None:
    """The rate seeks what node, reflex, fever, pain, hypoxia and drugs ask for."""
    led = 1.0 if s.rhythm_rate <= 0.0 else reflex
    base = set_rate if s.rhythm_rate <= 0.0 else s.rhythm_rate
    if not organised:
        s.heart_rate = 0.0
        return
    target = base * (1.0 + mod.heart_rate_factor * max(led, 0.25))
    if led > 0.0:
        asked = rate_offset(tone, cal) - rate_offset(cal.reflex, cal)
        asked += 8.0 * (s.temperature - cal.temperature)  # 8-10 a degree (Liebermeister)
        asked += 2.0 * (s.pain - cal.pain) + 25.0 * s.seizure
        low = min(cal.spo2 + mod.spo2, 92.0) - s.spo2
        if low > 0.0:
            asked += 0.9 * min(low, 25.0)
        target += led * asked * cal.normal_heart_rate / 72.0
    if s.rhythm_rate <= 0.0:
        target = min(target, cal.highest_heart_rate)
    if s.myocardium < 0.55:
        target *= max(s.myocardium / 0.55, 0.2)
    target *= 1.0 - 0.97 * mod.av_block
    s.heart_rate += _RELAX_RATE * (max(target, 0.0) - s.heart_rate)


def _pressures(
    s: State, cal: Calibration, mod: Modulation, tone: float, set_pressure: float, fill: float, compressing: bool
) -> None:
    """Arterial and venous pressure, pulse pressure, and the reflex that watches them."""
    blood = s.red_cells + s.plasma + s.crystalloid
    start_cells = cal.haemoglobin / 340.0
    thickness = 0.5 + 0.5 * s.red_cells / blood / start_cells  # viscosity follows the haematocrit
    resistance = (cal.pressure - cal.central_venous) / cal.flow * set_pressure / cal.pressure * thickness
    tightened = mod.resistance  # natural log; a vessel can only close so far, about sevenfold, estimate
    if tightened > 1.0:
        tightened = 2.0 - math.exp(1.0 - tightened)
    resistance *= math.exp(cal.reflex_strength * (tone - cal.reflex) + tightened)
    if s.lactate > 8.0:
        resistance *= max(0.5, 1.0 - 0.03 * (s.lactate - 8.0))  # vasoplegia of late shock, estimate
    mean_filling = (cal.central_venous + MEAN_FILLING) * fill / cal.filling
    venous = max(mean_filling - MEAN_FILLING * s.flow / cal.flow, 0.0) + 0.5 * mod.intrathoracic_pressure
    s.central_venous = venous
    goal = venous + s.flow * resistance
    s.pressure += _RELAX_PRESSURE * (goal - s.pressure)
    if compressing:
        s.pulse_pressure = COMPRESSION_PULSE * s.flow / (COMPRESSION_FLOW * cal.flow)
    elif s.flow <= 0.0:
        s.pulse_pressure = 0.0
    else:
        stroke = s.stroke_volume * (cal.heart_rate + mod.heart_rate) / (1000.0 * cal.flow)
        stiff = s.pressure / set_pressure
        stiff = stiff * stiff if stiff > 1.0 else stiff**0.3
        pulse = cal.pulse_pressure * set_pressure / cal.pressure * stroke * stiff
        s.pulse_pressure = min(pulse, max(0.9 * s.pressure, cal.pulse_pressure))
    s.sensed_pressure += _RELAX_SENSED * (s.pressure - s.sensed_pressure)
    wanted = cal.baroreflex_pressure * set_pressure / cal.pressure
    error = (wanted - s.sensed_pressure) / wanted
    error += 0.1 * (cal.filling - min(fill, cal.filling + 0.5))  # low-pressure receptors
    goal = math.tanh(REFLEX_SLOPE * error) * min(1.0, 2.0 * s.brain)
    s.reflex += (_RELAX_UP if goal > s.reflex else _RELAX_DOWN) * (goal - s.reflex)


def myocardium(s: State, cal: Calibration, mod: Modulation) -> None:
    """Energy of the heart muscle, 0-1, by one second: coronary pressure times oxygen, with a twofold reserve.

    The heart restarts only above a coronary perfusion pressure of about 15 mmHg (Paradis 1990): that is 0.45 here.
    """
    diastolic = s.pressure - cal.diastolic_share * s.pulse_pressure
    resting = max(cal.pressure - cal.diastolic_share * cal.pulse_pressure - cal.central_venous, 5.0)
    coronary = max(diastolic - s.central_venous, 0.0) / resting
    supply = min(1.0, coronary * s.arterial_content / cal.arterial_content / 0.45)
    if s.arterial_content < 0.5 * cal.arterial_content:
        supply = min(supply, s.arterial_content / (0.5 * cal.arterial_content))
    working = RHYTHMS[s.rhythm].perfusing
    seconds = (110.0 if working else 300.0) if supply < s.myocardium else 25.0
    if s.temperature < 33.0:
        seconds *= 1.0 + 0.25 * (33.0 - s.temperature)
    s.myocardium += (1.0 - math.exp(-1.0 / seconds)) * (supply - s.myocardium)


def brain(s: State, cal: Calibration, mod: Modulation) -> None:
    """Oxygen to the brain over rest, 0-1, by one step; flow holds to 65 % of the usual pressure (Lassen 1959)."""
    limit = 0.65 * max(cal.pressure + mod.pressure, 15.0)
    flow = 1.0 if s.pressure >= limit else max(0.0, (s.pressure - 8.0) / max(limit - 8.0, 1.0))
    goal = min(1.0, flow * min(1.0, 1.25 * s.arterial_content / cal.arterial_content))  # flow rises as oxygen falls
    s.brain += 0.0125 * (goal - s.brain)  # time constant 8 s: a stopped heart darkens the mind in 10 s


def fluids(s: State, cal: Calibration, mod: Modulation) -> None:
    """Exchange between plasma and tissue, and urine, by one second.

    Crystalloid leaves with a half-life of about 10 min until three parts are outside for each inside, so that 25-30 %
    remains after an hour (Hahn 2010); less leaves while blood volume is low. Lost plasma refills over hours.
    """
    blood = s.red_cells + s.plasma + s.crystalloid
    short = max(0.0, 1.0 - blood / cal.start_blood)
    leaving = (s.crystalloid - s.tissue_fluid / 3.0) / (20.0 * 60.0) * max(0.25, 1.0 - 2.0 * short)
    leaving = min(leaving, s.crystalloid)
    s.crystalloid -= leaving
    s.tissue_fluid += leaving
    s.plasma += 0.25 * cal.weight / 60.0 * short * 0.25  # refill, at most about 4 ml/min at 25 % lost, estimate
    excess = max(0.0, blood / cal.start_blood - 1.0)
    spared = max(0.2, 1.0 - 0.9 * max(0.0, s.reflex - cal.reflex))  # sympathetic tone closes the kidney early
    s.urine = cal.urine * kidney(s.pressure, cal.normal_pressure) * spared * (1.0 + mod.diuresis + 12.0 * excess)
    lost = max(0.0, s.urine - cal.urine * kidney(cal.pressure, cal.normal_pressure)) / 3600.0
    taken = min(lost, s.crystalloid)
    s.crystalloid -= taken
    s.plasma -= min(lost - taken, 0.001 * s.plasma)
