"""Bring a new body to rest: reflexes are held while a few constants are tuned until pressures, flows and gases are as wanted."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from bedside.body.engine.reflexes import local_goals
from bedside.body.engine.slow import capillary_pressure
from bedside.body.engine.step import advance


@njit(cache=True)
def bound(x: float, low: float, high: float) -> float:
    """`x` kept within limits."""
    return min(max(x, low), high)


@njit(cache=True)
def tune(s, t, out_sao2: float, gain: float) -> None:  # type: ignore[no-untyped-def]
    """One second's correction of resistance, filling, arterial stiffness, tidal volume and lung."""
    t.resist_scale *= math.exp(gain * 0.45 * bound(math.log(t.map0 / max(s.map, 5.0)), -0.3, 0.3))
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
    s.c_slow += nudge + 0.03 * gain * (s.c_fast - s.c_slow)
    s.c_brain += nudge
    if t.spo20 < 97.2:
        off = s.sao2 - t.spo20 / 100.0
        t.shunt0 = bound(t.shunt0 + gain * 0.25 * bound(off, -0.05, 0.05), 0.005, 0.8)


@njit(cache=True)
def settle(s_, t_, u_, c_, ecg_, extra_, fx, inputs, drives, doses, fluids, steers, table, codes, out, told, history, waves, seconds: int) -> None:  # type: ignore[no-untyped-def]
    """Run held seconds with corrections that grow finer, then take the references of rest."""
    s, t, u, c = s_[0], t_[0], u_[0], c_[0]
    for k in range(seconds):
        advance(s_, t_, u_, c_, ecg_, extra_, fx, inputs, drives, doses, fluids, steers, table, codes, out, told, history, waves, 1, 200, 1, 1)
        # keep what drifts in the meantime where it belongs
        s.isf, s.icf, s.lactate, s.glucose = t.isf0, t.icf0, t.lactate0, t.glucose0
        s.k, s.k_shift, s.temp, s.csf = t.k0, 0.0, t.temp0, 0.0
        plasma = s.blood - s.rbc
        s.albumin_mass = t.alb0 * plasma / 1000.0
        ecf = (plasma + s.isf) / 1000.0
        s.na_ecf, s.cl_ecf = t.na0 * ecf, t.cl0 * ecf
        if k > 1:
            tune(s, t, 0.0, 1.0 if k < seconds * 0.6 else 0.55)
    # references of rest: means over some breaths
    baro = brain = co2 = o2 = held = back = 0.0
    flows = np.zeros(6)
    count = 16 * 20
    for _ in range(count):
        advance(s_, t_, u_, c_, ecg_, extra_, fx, inputs, drives, doses, fluids, steers, table, codes, out, told, history, waves, 1, 10, 1, 1)
        baro += s.baro
        brain += s.pbrain_co2
        co2 += s.pco2
        o2 += s.po2
        held += s.o_art
        back += capillary_pressure(s, t)
        for i in range(6):
            flows[i] += s.q_bed[i]
    t.p_set, t.rest_drive_set, t.paco2 = baro / count, brain / count, co2 / count
    t.spo20_po2, s.cao2_rest, t.pc0 = o2 / count, held / count, back / count
    for i in range(6):
        t.q0_bed[i] = max(flows[i] / count, 0.01)
    t.cbf0 = t.q0_bed[0]
    t.start_blood = s.blood
    local_goals(s, t, u, fx)
    for i in range(6):
        t.auto_ref[i] = max(s.r_goal[i], 0.01)
        s.r_auto[i] = 1.0
    made = s.vo2 / 60.0 * 20.2
    evaporation = 0.08 * made + 9.0 * t.bsa / 1.96
    conduct = 17.9 * t.bsa / 1.96
    s.skin_t = t.temp0 - (made - 0.25 * evaporation) / conduct
    loss = made - evaporation
    air = u.base_ambient_c
    full = 7.2 * t.bsa
    wear = full * (s.skin_t - air) / max(loss, 1.0)
    if wear < 1.0:
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
