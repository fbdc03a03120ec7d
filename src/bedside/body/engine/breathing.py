"""Chest, lungs and airway: who breathes, against what, and what goes in and out; one fast step.

Each lung and each half of the chest wall is a spring (compliances 0.2 L/cmH2O each: Levitzky 2013), the airway an upper
resistance that divides into two. Muscle pressure rises with neural output and is let go slowly, which brakes the
first half of
breathing out. Air or blood between lung and chest wall takes the lung's room. Pressures cmH2O, volumes mL.
"""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX

ABSORB = 1.21  # mL of lung gas (37 degC, saturated) for a mL of dry gas at 0 degC
MEDIASTINUM = 0.30  # share of one side's pressure that the middle passes to the other, estimate
RELIEF = 45.0  # cmH2O at which a ventilator or bag lets go
NATURAL, HELD, SUPRAGLOTTIC, TRACHEAL, RIGHT_MAIN, OESOPHAGEAL = range(6)
NONE, VOLUME, PRESSURE, SUPPORT, CPAP, BAG, SIMV = range(7)


@njit(cache=True)
def effort(s, t, u, fx, dt: float) -> float:
    """Pressure that the breathing muscles make now, cmH2O, by the phase of the neural breath."""
    s.breath_phase += dt / s.breath_period
    if s.breath_phase >= 1.0:
        s.breath_phase -= 1.0
        plan_breath(s, t, u, fx)
    if s.neural < 0.02:
        s.pmus += dt / 0.15 * (0.0 - s.pmus)
        return s.pmus
    ti = s.breath_ti / s.breath_period
    if s.breath_phase < ti:
        x = s.breath_phase / ti
        goal = s.pmus_top * (1.30 * x - 0.30 * x * x)
        s.pmus += dt / 0.05 * (goal - s.pmus)
    else:
        te = s.breath_period - s.breath_ti
        after = (s.breath_phase - ti) * s.breath_period
        tau = 0.27 * te
        goal = s.pmus_top * (math.exp(-after / tau) - 0.05)
        if s.drive > 3.0 and after > 0.1 * te:  # active breathing out
            goal -= (
                min(2.2 * (s.drive - 3.0), 18.0)
                * (1.0 - s.fatigue)
                * (1.0 - fx[FX.paralysis])
                * (1.0 - fx[FX.breath_size]) ** 3
            )
        s.pmus += dt / 0.06 * (goal - s.pmus)
    return s.pmus


@njit(cache=True)
def plan_breath(s, t, u, fx) -> None:
    """Rate, length and force of the next breath from the drive; see Milic-Emili for drive and timing."""
    want = s.neural
    stiff = 0.5 * (fx[FX.stiff_lung_left] + fx[FX.stiff_lung_right])
    stiff = max(stiff, min(s.lung_water / 900.0, 0.8))
    lost = 1.0 - 0.5 * (s.vol[0] / t.frc[0] + s.vol[1] / t.frc[1])
    if lost > 0.12:
        stiff += 0.7 * (lost - 0.12)
    tight = fx[FX.bronchospasm] * (1.0 - fx[FX.bronchodilation])
    if want > 1.0:
        rate = t.rr0 * (1.0 + 0.62 * (want - 1.0) / (1.0 + 0.05 * (want - 1.0))) ** 0.70
    else:
        rate = t.rr0 * max(want, 0.02) ** 0.45
    rate *= math.exp(fx[FX.respiratory_rate_factor] if fx[FX.respiratory_rate_factor] > -2.5 else -2.5)
    rate *= 1.0 + 0.75 * min(stiff, 1.0) + 0.25 * tight + 0.05 * max(s.pain - t.pain0, 0.0) * 0.5 + 0.5 * s.stress
    rate += fx[FX.respiratory_rate]
    rate = min(max(rate, 2.0), 68.0 if t.age > 8.0 else 95.0)
    s.breath_period = 60.0 / rate
    share = 0.318
    if want > 1.5:
        share += min(0.13, 0.03 * (want - 1.5))
    share -= 0.25 * min(tight + max(fx[FX.emphysema], 0.0) * 0.6, 1.0)
    s.breath_ti = share * s.breath_period
    volume = want * t.rr0 * t.tv0 / rate  # of unloaded lungs
    if fx[FX.breath_size] > 0.0:
        volume = min(volume, t.tv0) * (1.0 - fx[FX.breath_size])
    most = 0.62 * t.tlc * 0.82
    if volume > most:
        volume = most
    elastance = 1.0 / (t.cl[0] + t.cl[1]) + 1.0 / (t.ccw[0] + t.ccw[1])
    push = volume * elastance * 1.07 + (t.r_up + 0.5 * t.r_br) * volume / max(s.breath_ti, 0.2)
    load = 1.0 + 0.9 * stiff + 0.55 * tight + 0.8 * fx[FX.upper_airway_obstruction] + 0.4 * fx[FX.stiff_chest]
    able = t.pmus_max * (1.0 - s.fatigue) * (1.0 - fx[FX.breathing_weakness])
    block = fx[FX.paralysis]
    if block > 0.7:  # the diaphragm yields last
        able *= max(0.0, 1.0 - (block - 0.7) / 0.28)
    s.pmus_top = min(push * load * min(1.0, 0.25 + want) ** 0.3, able)
    s.breath_phase = 0.0


@njit(cache=True)
def ventilator(s, t, u, dt: float) -> tuple[float, float]:
    """Pressure at the mouth (cmH2O) and, when a flow is forced, that flow (mL/s), else a negative number."""
    mode = u.vent_mode
    if mode == NONE or (u.vent_rate <= 0.0 and mode in (VOLUME, PRESSURE, BAG)):
        return (u.vent_peep if mode != NONE else 0.0), -1e9
    if mode == CPAP:
        return u.vent_peep, -1e9
    period = 60.0 / max(u.vent_rate, 1.0)
    s.vent_phase += dt
    trying = s.pmus > 2.0 and s.breath_phase < 0.25
    if s.vent_on == 0:
        timed = s.vent_phase >= period
        if mode == SUPPORT:
            timed = s.vent_phase >= 12.0  # back-up after 12 s without a breath
        assist = trying and s.vent_phase > (0.6 if mode != SIMV else 0.75 * period) and mode != BAG
        if timed or assist:
            s.vent_on = 1
            s.vent_phase = 0.0
            s.vent_vol = 0.0
    if s.vent_on == 0:
        if mode == SIMV and trying:
            return u.vent_peep + min(u.vent_pressure, 10.0), -1e9
        return u.vent_peep, -1e9
    if mode == SUPPORT:
        if (s.vent_phase > 0.25 and s.flow < 60.0) or s.vent_phase > 2.0:
            s.vent_on = 0
        return u.vent_peep + u.vent_pressure, -1e9
    if s.vent_phase >= u.vent_ti:
        s.vent_on = 0
        return u.vent_peep, -1e9
    if mode == PRESSURE:
        return u.vent_peep + u.vent_pressure, -1e9
    return u.vent_peep, u.vent_tidal / u.vent_ti


@njit(cache=True)
def breathe(s, t, u, fx, dt: float) -> None:
    """Move gas and pleural contents by one fast step."""
    pmus = effort(s, t, u, fx, dt)
    pm, forced = ventilator(s, t, u, dt)
    tight = fx[FX.bronchospasm] * (1.0 - fx[FX.bronchodilation])
    shut = fx[FX.upper_airway_obstruction]
    up = t.r_up
    if u.airway >= TRACHEAL:
        up = 1.3 * t.r_up + 0.0006
        shut = 0.0
    elif u.airway == SUPRAGLOTTIC:
        up = 1.2 * t.r_up
        shut = max(0.0, (shut - 0.7) / 0.3)
    else:
        sleepy = 0.0
        if s.gcs_brain < 8.5 and u.airway == NATURAL:  # the tongue of the unconscious falls back
            sleepy = 0.10 * (8.5 - s.gcs_brain)
            if u.position == 5 or u.position == 6:
                sleepy *= 0.3
        shut = 1.0 - (1.0 - shut) * (1.0 - 0.6 * min(sleepy, 1.0))
    if u.drowned > 0.0 and u.airway < TRACHEAL:
        shut = 1.0 - (1.0 - shut) * (1.0 - u.drowned)
    open_up = 1.0 - shut
    up = up / max(open_up * open_up * open_up, 1e-6)
    closed = open_up < 0.01 or u.airway == OESOPHAGEAL
    br = t.r_br * (1.0 + 0.8 * max(fx[FX.airway_secretions], 0.0))
    narrow = 1.0 - 0.86 * tight
    br = br / (narrow * narrow * narrow)
    expiring = s.flow < 0.0
    if expiring:
        br *= 1.0 + 1.2 * tight + 2.4 * max(fx[FX.emphysema], 0.0) + 0.6 * max(fx[FX.airway_secretions], 0.0)

    # springs
    pl0 = wall(s, t, fx, 0, pmus)
    pl1 = wall(s, t, fx, 1, pmus)
    s.p_pl[0] = (1.0 - MEDIASTINUM) * pl0 + MEDIASTINUM * pl1
    s.p_pl[1] = (1.0 - MEDIASTINUM) * pl1 + MEDIASTINUM * pl0
    e0 = recoil_slope(s, t, fx, 0)
    e1 = recoil_slope(s, t, fx, 1)
    s.p_alv[0] = s.p_pl[0] + recoil(s, t, fx, 0)
    s.p_alv[1] = s.p_pl[1] + recoil(s, t, fx, 1)

    # airway tree
    r0 = 2.0 * br + 0.55 * dt * (e0 + 1.0 / t.ccw[0])
    r1 = 2.0 * br + 0.55 * dt * (e1 + 1.0 / t.ccw[1])
    if u.airway == RIGHT_MAIN:
        r0 *= 400.0
    g = 1.0 / r0 + 1.0 / r1
    pulled = s.p_alv[0] / r0 + s.p_alv[1] / r1
    if closed:
        carina = pulled / g
        pm = carina if u.vent_mode == NONE else min(RELIEF, pm + 25.0)
    elif forced > -1e8:
        carina = (forced + pulled) / g
        pm = carina + forced * up
        if pm > RELIEF + u.vent_peep:
            pm = RELIEF + u.vent_peep
            carina = (pm / up + pulled) / (1.0 / up + g)
        if u.vent_leak > 0.0:
            carina = ((1.0 - u.vent_leak) * forced + pulled) / g
    else:
        carina = (pm / up + pulled) / (1.0 / up + g)
    q0 = (carina - s.p_alv[0]) / r0
    q1 = (carina - s.p_alv[1]) / r1
    if q0 < 0.0 and s.vol[0] < 0.10 * t.frc[0]:  # an empty lung gives nothing
        q0 = 0.0
    if q1 < 0.0 and s.vol[1] < 0.10 * t.frc[1]:
        q1 = 0.0
    s.p_mouth = pm
    s.vol[0] += dt * q0
    s.vol[1] += dt * q1
    flow = q0 + q1
    s.flow = flow
    count(s, t, u, flow, q0, q1, dt)
    leak(s, t, u, fx, 0, dt)
    leak(s, t, u, fx, 1, dt)


@njit(cache=True)
def wall(s, t, fx, i: int, pmus: float) -> float:
    """Pleural pressure of one side from the chest wall, before the middle shares it."""
    c = t.ccw[i] * (1.0 - 0.8 * fx[FX.stiff_chest]) * (1.0 - 0.25 * s.asleep)
    rest = t.frc[i] + 5.0 * t.ccw[i]  # the wall alone would rest here
    held = s.vol[i] + s.air[i] + s.fluid[i]
    p = (held - rest) / c
    return p - pmus


@njit(cache=True)
def recoil(s, t, fx, i: int) -> float:
    """Elastic pressure of one lung; it stiffens near its top."""
    c, free = lung_spring(s, t, fx, i)
    x = s.vol[i] - free
    p = x / c
    top = t.tlc * (0.46 if i == 0 else 0.54) * 0.8
    if s.vol[i] > top:
        over = (s.vol[i] - top) / top
        p += 60.0 * over * over
    return p


@njit(cache=True)
def recoil_slope(s, t, fx, i: int) -> float:
    """Elastance of one lung."""
    c, _ = lung_spring(s, t, fx, i)
    top = t.tlc * (0.46 if i == 0 else 0.54) * 0.8
    e = 1.0 / c
    if s.vol[i] > top:
        e += 120.0 * (s.vol[i] - top) / (top * top)
    return e


@njit(cache=True)
def lung_spring(s, t, fx, i: int) -> tuple[float, float]:
    """Compliance and resting volume of one lung with what makes it stiff or slack."""
    stiff = fx[FX.stiff_lung_left] if i == 0 else fx[FX.stiff_lung_right]
    wet = min(s.lung_water / 1600.0, 0.7)
    c = (
        t.cl[i]
        * (1.0 - 0.35 * s.asleep)
        * (1.0 - 0.85 * stiff)
        * (1.0 - wet)
        * (1.0 + 0.6 * max(fx[FX.emphysema], 0.0))
    )
    free = t.frc[i] - 5.0 * t.cl[i]  # recoil of 5 cmH2O at functional residual capacity
    free *= 1.0 - 0.35 * stiff
    return c, free


@njit(cache=True)
def leak(s, t, u, fx, i: int, dt: float) -> None:
    """Air and blood into and out of one pleural space."""
    hole = u.pneumothorax_open_left if i == 0 else u.pneumothorax_open_right
    valve = u.pneumothorax_leak_left if i == 0 else u.pneumothorax_leak_right
    sealed = u.seal_left if i == 0 else u.seal_right
    needle = u.needle_left if i == 0 else u.needle_right
    tube = u.tube_left if i == 0 else u.tube_right
    p = s.p_pl[i]
    if hole > 0.0 and sealed < 0.5:
        g = 110.0 * hole * hole  # mL/s per cmH2O; a hole wider than the airway sucks
        q = -g * p
        if p > 0.0:
            q *= 0.55  # a wound lets less out than in
        s.air[i] += dt * q
    lead = s.p_alv[i] - p + 22.0 * valve  # a flap that lets air in at each breath and strain, and never out
    if valve > 0.0 and lead > 0.0:
        q = 1.1 * valve * lead
        own = min(q, 0.2 * max(s.vol[i] - 0.12 * t.frc[i], 0.0) / dt)  # the rest comes straight down the open bronchus
        s.air[i] += dt * q
        s.vol[i] -= dt * own
    outlet = needle * 6.0 + tube * 25.0
    if outlet > 0.0 and s.air[i] > 0.0:
        over = p + (u.suction if tube > 0.0 else 0.0)
        if over > -3.0:
            s.air[i] -= dt * outlet * min(over + 3.0, 20.0)
    if tube > 0.0 and s.fluid[i] > 0.0:
        out = min(dt * 8.0 * tube, s.fluid[i])
        s.fluid[i] -= out
    if s.air[i] < 0.0:
        s.air[i] = 0.0
    if valve <= 0.0 and (hole <= 0.0 or sealed > 0.5) and s.air[i] > 0.0:
        s.air[i] -= s.air[i] * dt * 1.4e-7  # absorbed at 1-2 % a day


@njit(cache=True)
def dead_space(t, u) -> float:
    """Conducting airways, mL; a tube takes 38 % away, a filter and connector add 0.6 mL/kg (Nunn 2017)."""
    space = t.dead_space * (0.62 if u.airway >= TRACHEAL else 1.0)
    if u.vent_mode > 0:
        space += 0.6 * t.lean
    return space


@njit(cache=True)
def count(s, t, u, flow: float, q0: float, q1: float, dt: float) -> None:
    """Sort the moved gas into fresh, dead-space and expired, and close breaths."""
    space = dead_space(t, u)
    if flow > 0.0:
        if s.inspiring == 0 and s.vex > 0.12 * t.dead_space + 5.0:
            close_breath(s)
        if s.inspiring == 0 and flow > 5.0:
            s.inspiring = 1
        s.vin += flow * dt
        s.tin += dt
        stale = space - s.vin
        mix = 1.0 / (1.0 + math.exp(min(max(stale / (0.10 * space), -40.0), 40.0)))  # share of fresh gas
        if mix < 0.03:
            mix = 0.03
        q0in, q1in = max(q0, 0.0), max(q1, 0.0)
        s.g_fresh[0] += q0in * dt * mix
        s.g_fresh[1] += q1in * dt * mix
        s.g_dead[0] += q0in * dt * (1.0 - mix)
        s.g_dead[1] += q1in * dt * (1.0 - mix)
        s.g_out[0] -= min(q0, 0.0) * dt
        s.g_out[1] -= min(q1, 0.0) * dt
        if s.vin > 8.0:
            s.d_co2_now = 0.0
    else:
        if s.inspiring == 1 and flow < -5.0:
            s.inspiring = 0
        out0, out1 = max(-q0, 0.0), max(-q1, 0.0)
        s.g_out[0] += out0 * dt
        s.g_out[1] += out1 * dt
        s.g_dead[0] += max(q0, 0.0) * dt
        s.g_dead[1] += max(q1, 0.0) * dt
        s.vex -= flow * dt
        s.tex += dt
        x = (s.vex - space) / (0.16 * space)
        s.d_co2_now = s.d_co2_p / (1.0 + math.exp(min(max(-x, -40.0), 40.0)))
        s.etco2_top = max(s.etco2_top, s.d_co2_now)
    s.breath_peak = max(s.breath_peak, s.p_mouth)
    s.breath_pef = max(s.breath_pef, -flow)
    s.breath_pif = max(s.breath_pif, flow)
    s.breath_age += dt
    if s.breath_age > 25.0:  # nothing has moved: the rate shown is none
        s.rate *= 0.0
        s.tidal = 0.0
        s.breath_age = 20.0
        s.etco2 *= 0.2
        s.etco2_top = 0.0


@njit(cache=True)
def close_breath(s) -> None:
    """Write down the breath that has ended."""
    period = s.tin + s.tex
    if period > 0.1:
        moved = s.vex
        if moved > 30.0 or moved > 0.12 * s.tidal:
            lag = 0.4 if s.rate > 0.0 else 1.0
            s.rate += lag * (60.0 / max(s.breath_age, 0.3) - s.rate)
            s.tidal += lag * (moved - s.tidal)
            s.ti += lag * (s.tin - s.ti)
            s.te += lag * (s.tex - s.te)
            s.etco2 += lag * (s.etco2_top - s.etco2)
            s.plateau += lag * (s.peak_p - s.plateau)
        s.peak_p += 0.5 * (s.breath_peak - s.peak_p)
        s.pef += 0.5 * (s.breath_pef * 0.001 - s.pef)
        s.pif += 0.5 * (s.breath_pif * 0.001 - s.pif)
        s.frc += 0.4 * (s.vol[0] + s.vol[1] - s.frc)
        s.end_p += 0.4 * (0.5 * (s.p_alv[0] + s.p_alv[1]) - s.end_p)
    s.breaths += 1
    s.vin = s.vex = s.tin = s.tex = 0.0
    s.etco2_top = 0.0
    s.breath_peak = -100.0
    s.breath_pef = s.breath_pif = 0.0
    s.breath_age = 0.0
