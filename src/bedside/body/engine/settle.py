"""Bring a new body to rest.

Reflexes are held while a few constants are tuned until pressures, flows and gases are as wanted.
"""

from __future__ import annotations

import math

from numba import njit

from bedside.body.engine.reflexes import local_goals
from bedside.body.engine.slow import capillary_pressure


@njit(cache=True)
def bound(x: float, low: float, high: float) -> float:
    """`x` kept within limits."""
    return min(max(x, low), high)


@njit(cache=True)
def tune(s, t, gain: float) -> None:
    """One second's correction of resistance, filling, arterial stiffness, tidal volume and lung."""
    t.resist_scale *= math.exp(
        gain * 0.45 * bound(math.log((t.map0 + 0.13 * t.pp0) / max(0.5 * (s.sbp + s.dbp), 5.0)), -0.3, 0.3)
    )
    error = bound((t.co0 - s.co_slow) / t.co0, -0.25, 0.25)
    move = gain * 75.0 * error * t.blood0 / 5500.0
    if t.v0_bed[2] - move > 0.1 * t.blood0 * 0.3:
        t.v0_bed[2] -= move
    pulse = bound(math.log(max(s.sbp - s.dbp, 3.0) / t.pp0), -0.3, 0.3)
    grow = math.exp(gain * 0.35 * pulse)
    kept_ao, kept_sa = s.v_ao - t.v0_ao, s.v_sa - t.v0_sa
    t.c_ao = bound(t.c_ao * grow, 0.02, 6.0)
    t.c_sa = bound(t.c_sa * grow, 0.03, 8.0)
    s.v_ao = t.v0_ao + kept_ao * grow
    s.v_sa = t.v0_sa + kept_sa * grow
    t.v0_bed[2] += (kept_ao + kept_sa) * (grow - 1.0) * 0.0
    s.v_bed[2] -= (kept_ao + kept_sa) * (grow - 1.0)
    # breathing: tidal volume that clears the carbon dioxide made, and stores at that level
    need = 0.863 * s.vco2 / t.paco2 * 1000.0 / t.rr0 / 0.95 + t.dead_space
    t.tv0 *= math.exp(gain * 0.10 * bound(math.log(need / max(s.tidal, 10.0)), -0.4, 0.4))
    nudge = 0.0045 * bound(t.paco2 - s.pco2, -8.0, 8.0) * 0.12 * gain
    s.c_art += nudge
    s.c_fast += nudge
    s.c_slow += nudge
    s.c_brain += nudge
    made = s.vco2 / 60.0
    brain = 48.0 * t.vo20 / 250.0 / 60.0
    rest = s.q_bed[2] + s.q_bed[3] + s.q_bed[4] + s.q_bed[5]
    s.c_brain += 0.12 * (s.c_art + brain / max(s.q_bed[0], 0.1) - s.c_brain)
    s.c_fast += 0.12 * (s.c_art + 0.7 * (made - brain) / max(0.62 * rest + s.q_bed[1], 0.1) - s.c_fast)
    s.c_slow += 0.12 * (s.c_art + 0.3 * (made - brain) / max(0.38 * rest, 0.1) - s.c_slow)
    if t.spo20 < 97.2:
        off = s.sao2 - t.spo20 / 100.0
        t.shunt0 = bound(t.shunt0 + gain * 0.25 * bound(off, -0.05, 0.05), 0.005, 0.8)


@njit(cache=True)
def hold_chemistry(s, t) -> None:
    """Keep water, salts, sugar and heat where they belong while the circulation is tuned."""
    s.isf, s.icf, s.lactate, s.glucose = t.isf0, t.icf0, t.lactate0, t.glucose0
    s.k, s.k_shift, s.temp, s.csf = t.k0, 0.0, t.temp0, 0.0
    plasma = s.blood - s.rbc
    s.albumin_mass = t.alb0 * plasma / 1000.0
    ecf = (plasma + s.isf) / 1000.0
    s.na_ecf, s.cl_ecf = t.na0 * ecf, t.cl0 * ecf


@njit(cache=True)
def correct(s_, t_, gain: float) -> None:
    """One second's correction of a body that is being settled; a gain of 0 only holds the chemistry."""
    hold_chemistry(s_[0], t_[0])
    if gain > 0.0:
        tune(s_[0], t_[0], gain)


@njit(cache=True)
def gather(sums, s_, t_, u_, fx) -> None:
    """Add to `sums` what the references of rest are the means of."""
    s, t, u = s_[0], t_[0], u_[0]
    local_goals(s, t, u, fx)
    sums[0] += s.baro
    sums[1] += s.pbrain_co2
    sums[2] += s.pco2
    sums[3] += s.po2
    sums[4] += s.o_art
    sums[5] += capillary_pressure(s, t)
    sums[18] += s.map
    for i in range(6):
        sums[6 + i] += s.q_bed[i]
        sums[12 + i] += s.r_goal[i]


@njit(cache=True)
def take_references(means, s_, t_, u_, fx) -> None:
    """Make what was reached the rest that reflexes, vessels, skin and totals are counted from."""
    s, t, u = s_[0], t_[0], u_[0]
    t.p_set, t.rest_drive_set, t.paco2 = means[0], means[1], means[2]
    t.spo20_po2, s.cao2_rest, t.pc0 = means[3], means[4], means[5]
    t.map0 = means[18]
    for i in range(6):
        t.q0_bed[i] = max(means[6 + i], 0.01)
        t.auto_ref[i] = max(means[12 + i], 0.01)
        s.r_auto[i] = 1.0
    t.start_blood = s.blood
    made = s.vo2 / 60.0 * 20.2
    evaporation = 0.08 * made + 9.0 * t.bsa / 1.96
    s.skin_t = t.temp0 - (made - 0.25 * evaporation) / (17.9 * t.bsa / 1.96)
    loss = made - evaporation
    full = 7.2 * t.bsa
    wear = full * (s.skin_t - u.base_ambient_c) / max(loss, 1.0)
    if wear < 1.0:  # small and naked: the room is warmed instead
        u.clothing = 0.0
        u.base_ambient_c = s.skin_t - loss / full
    else:
        u.clothing = (wear - 1.0) / 1.3
    local_goals(s, t, u, fx)
    t.auto_ref[5] = max(s.r_goal[5], 0.01)
    s.second = 0
    s.step = 0
    s.urine_total = s.lost_blood = s.given_blood = s.water_in = s.water_out = s.na_in = s.na_out = 0.0
    s.o2_in = s.o2_used = s.co2_out = s.co2_made = 0.0
