"""Arrest, resuscitation and death: when the heart stops, and what starts it again."""

from __future__ import annotations

import msgspec

from bedside.body.circulation import COMPRESSION_FLOW
from bedside.body.refusals import within
from bedside.body.rhythm import RHYTHMS, rate_at
from bedside.body.state import Calibration, Controls, Modulation, Segment, State

STOPS_AT = 0.22  # energy of the muscle at which an organised rhythm no longer pumps, estimate
RESTARTS_AT = 0.45  # stands for a coronary perfusion pressure of about 15 mmHg (Paradis 1990)
RESTART_AFTER_S = 15.0  # of compressions on a fit muscle with adrenaline, estimate
RESTART_ALONE_S = 90.0  # the same without, estimate
FIBRILLATION_LASTS_S = 15 * 60  # then asystole, without flow; longer with compressions, estimate
PEA_LASTS_S = 6 * 60  # estimate
DEATH_AFTER_S = 25 * 60  # of no flow; compressions count a quarter, estimate


class Outcome(msgspec.Struct, frozen=True):
    """What a shock did: the rhythms before and after, and the chance it had."""

    before: str
    after: str
    probability: float
    success: bool


def change_rhythm(s: State, cal: Calibration, segments: list[Segment], name: str, now: int, rate: float = 0.0) -> None:
    """Start rhythm `name` at `now` ms with `rate` /min (0: the usual one)."""
    s.rhythm, s.rhythm_since = name, now
    s.rhythm_kick = RHYTHMS[name].kick
    s.rhythm_rate = 0.0 if name == "sinus" else rate or rate_at(name, cal.normal_heart_rate)
    if not RHYTHMS[name].organised:
        s.heart_rate = 0.0
    elif s.heart_rate < 5.0:
        s.heart_rate = 0.5 * (s.rhythm_rate or cal.normal_heart_rate)
    s.recovering_s = 0.0
    segments.append(Segment(float(now), name, s.rhythm_rate))


def spontaneous(s: State, cal: Calibration, mod: Modulation, controls: Controls, now: int) -> str | None:
    """The rhythm the heart falls or climbs into by itself at this second, or None."""
    rhythm = RHYTHMS[s.rhythm]
    potassium = s.potassium - 2.0 * mod.calcium
    if rhythm.perfusing:
        if mod.av_block > 0.5 and s.rhythm == "svt":
            return "sinus"
        if mod.antiarrhythmic > 0.55 and s.rhythm == "vt":
            return "sinus"
        if s.rhythm == "vt" and s.pressure < 42.0 and now - s.rhythm_since > 8000:
            return "pulseless_vt"
        if potassium > 9.2 or s.temperature < 25.5:
            return "vf"
        if s.myocardium < STOPS_AT or (s.pressure < 12.0 and now - s.rhythm_since > 20000):
            return "pea"
        return None
    seconds = (now - s.rhythm_since) / 1000.0
    if rhythm.shockable and s.no_flow_s > FIBRILLATION_LASTS_S:
        return "asystole"
    if s.rhythm == "pea" and seconds > PEA_LASTS_S and s.myocardium < 0.15:
        return "asystole"
    fit = s.rhythm in ("pea", "asystole") and s.myocardium >= RESTARTS_AT and potassium < 7.5 and s.filling > 0.25
    s.recovering_s = s.recovering_s + 1.0 if fit and controls.cpr and not s.dead else 0.0
    return "sinus" if s.recovering_s >= (RESTART_AFTER_S if mod.adrenergic > 0.1 else RESTART_ALONE_S) else None


def count_no_flow(s: State, cal: Calibration) -> bool:
    """Add one second of missing flow; True when the person has just died."""
    if RHYTHMS[s.rhythm].perfusing:
        s.no_flow_s = max(0.0, s.no_flow_s - 0.2)
        return False
    cold = 1.0 if s.temperature > 32.0 else 0.4
    s.no_flow_s += cold * (0.25 if s.flow > 0.5 * COMPRESSION_FLOW * cal.flow else 1.0)
    if s.no_flow_s >= DEATH_AFTER_S and not s.dead:
        s.dead = True
        return True
    return False


def shock_chance(s: State, cal: Calibration, mod: Modulation, joules: float) -> float:
    """Chance that one shock ends the present rhythm for a pumping one.

    Begins near 0.9 and falls by about 9 % a minute without flow, 3-4 % with compressions (Larsen 1993; counted in
    `no_flow_s`), more for a starved muscle; amiodarone adds (Kudenchuk 1999), low energy takes away.
    """
    per_kg = joules / max(min(cal.weight, 80.0), 3.0)
    enough = min(1.0, per_kg / (1.6 if cal.weight > 40 else 3.5))
    if s.dead:
        return 0.0
    if s.rhythm in ("vf", "pulseless_vt"):
        chance = 0.9 - 0.0015 * s.no_flow_s
        chance *= min(1.0, 0.35 + 1.1 * s.myocardium) * enough
        chance += 0.12 * mod.antiarrhythmic
        if s.potassium - 2.0 * mod.calcium > 8.5 or s.temperature < 28.0:
            chance *= 0.2
        return min(max(chance, 0.0), 0.95)
    if s.rhythm in ("vt", "svt", "af"):
        return min(0.95, 0.92 * min(1.0, per_kg / 0.9))  # synchronised cardioversion, about 9 in 10
    return 0.0


def deliver(s: State, cal: Calibration, mod: Modulation, joules: float, draw: float) -> Outcome:
    """The outcome of a shock of `joules` for a `draw` in [0, 1); the caller changes the rhythm."""
    within("joules", joules, 1, 400, "J")
    within("draw", draw, 0, 1)
    chance = shock_chance(s, cal, mod, joules)
    success = draw < chance
    after = s.rhythm
    if success:
        after = "sinus" if s.myocardium > STOPS_AT + 0.05 else "pea"
        success = after == "sinus"
    return Outcome(s.rhythm, after, chance, success)
