"""How hearts stop and start by themselves; once a second.

Chance is a hash of seed and second, so a run repeats exactly.
"""

from __future__ import annotations

from numba import njit

from bedside.body.effects import FX
from bedside.body.rhythms.conduction import chance

COMPRESSIONS_KEEP = 0.25  # what a second of good compressions costs against one without flow, estimate
DEATH_S = 1500.0  # weighted seconds without flow after which the run calls it death (25 min), estimate
RESTART_ENERGY = 0.42  # of the heart muscle (Paradis 1990: restart above a coronary perfusion pressure of 15 mmHg)


@njit(cache=True)
def change(c, rhythm: int) -> None:
    """Put the heart into another rhythm."""
    if c.rhythm != rhythm:
        c.rhythm = rhythm
        c.rhythm_since = 0.0


@njit(cache=True)
def fate(s, t, u, c, fx, table, codes, seed: int) -> None:
    """Count time without flow; let the rhythm fall to VF, PEA and asystole, or start again under compressions.

    `codes`: rows of sinus, vf, pea, asystole, pulseless VT.
    """
    sinus, vf, pea, asystole, pulseless_vt = codes[0], codes[1], codes[2], codes[3], codes[4]
    row = table[c.rhythm]
    energy = 0.45 * s.energy[0] + 0.30 * s.energy[1] + 0.25 * s.energy[2]
    s.quivering = 1.0 if row.organised == 0 and row.shockable == 1 else 0.0
    pumping = row.perfusing == 1 and s.map > 0.22 * t.map0 and s.co > 0.12 * t.co0
    cold = 0.4 if s.temp < 32.0 else 1.0
    if pumping:
        s.no_flow = max(0.0, s.no_flow - 0.2)
        s.flow_off = 0.0
    else:
        s.flow_off += 1.0
        helped = u.cpr == 1 and s.co > 0.08 * t.co0
        s.no_flow += cold * (COMPRESSIONS_KEEP if helped else 1.0)
    if s.no_flow > DEATH_S:
        s.dead = 1
    luck = chance(seed, s.second, 71)
    irritable = max(fx[FX.ectopy], 0.0) * (1.0 - 0.8 * fx[FX.antiarrhythmic])
    k = s.k + s.k_shift
    if row.perfusing == 1:
        risk = 0.0
        if irritable > 1.0:
            risk += 0.02 * (irritable - 1.0)
        worst = min(s.energy[0], min(s.energy[1], s.energy[2]))
        if worst < 0.30 and s.mbalance > 0.05:
            risk += 0.00003 * (1.0 - 0.8 * fx[FX.antiarrhythmic])
        if k > 8.6 and fx[FX.membrane_protection] < 0.4:
            risk += 0.01 * (k - 8.6)
        if s.temp < 28.0:
            risk += 0.0006 * (28.0 - s.temp)
        if k < 2.3:
            risk += 0.0015
        if luck < risk:
            change(c, vf)
            return
        if k > 9.6 and fx[FX.membrane_protection] < 0.5 and luck < 0.03:
            change(c, asystole)
            return
        failing = energy < 0.16 or (s.map < 0.17 * t.map0 and energy < 0.45)
        s.failing = s.failing + 1.0 if failing else 0.0
        if s.failing > 12.0:
            change(c, asystole if luck < 0.25 and energy < 0.12 else pea)
        return
    s.failing = 0.0
    if (c.rhythm == vf or c.rhythm == pulseless_vt) and s.no_flow > 840.0:
        change(c, asystole)
        return
    if c.rhythm == pea and s.flow_off > 480.0 and energy < 0.12:
        change(c, asystole)
        return
    organised = c.rhythm != vf and c.rhythm != pulseless_vt
    fit = organised and energy > RESTART_ENERGY and k < 7.6 and s.blood > 0.62 * t.start_blood and s.dead == 0
    fit = fit and s.po2 > 35.0 and s.asked_rhythm == 0
    s.recover = s.recover + 1.0 if fit else 0.0
    if s.recover > (25.0 if fx[FX.adrenergic] > 0.1 else 60.0):
        s.recover = 0.0
        change(c, sinus)
