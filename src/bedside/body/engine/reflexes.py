"""Reflexes and the drive to breathe, every 50 ms.

Baroreflex: sigmoid of arterial pressure and of filling, vagal and sympathetic outflow with their own delays (Ursino
1998).
Chemoreflex: carbon dioxide in brain tissue and in arterial blood, hyperbolic in oxygen (Weil 1970; Ursino and Magosso
2000). A brain
that starves calls for pressure (Cushing 1901). Tone is 0-1; each person rests at `sym0` and `vag0`.
"""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.record import BRAIN, HEART, KIDNEY, MUSCLE, SKIN

FULL_RATE = 1.0  # sympathetic drive can double the intrinsic rate (Rosenblueth and Simeone 1934)
FULL_VAGUS = 0.78
SYMPATHETIC_S, VESSEL_S, VEIN_S = 3.5, 6.0, 20.0  # Ursino 1998: delays of 2-5 s and constants of 2-20 s


@njit(cache=True)
def steep(x: float) -> float:
    """Smooth step from -1 to 1."""
    return math.tanh(x)


@njit(cache=True)
def outflow(rest: float, x: float) -> float:
    """Sympathetic outflow, 0-1, for a drive `x` over rest; it saturates both ways."""
    if x > 0.0:
        return rest + (1.0 - rest) * steep(1.10 * x)
    return rest * (1.0 + steep(1.6 * x))


@njit(cache=True)
def reflexes(s, t, u, c, fx, dt: float) -> float:
    """Update outflows; returns the rate the sinus node fires at, /min."""
    s.baro += dt / 1.2 * (0.5 * (s.p_sa + s.mao) - s.baro)
    worry = s.stress_s
    wanted = (t.p_set + fx[FX.baroreflex_set]) * (t.map0 + fx[FX.mean_arterial_pressure]) / t.map0
    error = (wanted - s.baro) / wanted
    low = (t.start_blood - (s.blood)) / t.start_blood
    low += 0.010 * s.posture_pool / t.weight * 7.0
    if low < 0.0:
        low *= 0.35
    gain = (1.0 - fx[FX.baroreflex_block]) * t.baro_gain
    alive = min(1.0, 3.0 * s.awake_stem)
    air = 0.0
    if s.po2 < 80.0:
        air = min((80.0 - s.po2) / 45.0, 1.0)
    acid = min(max((s.pco2 - t.paco2 - fx[FX.carbon_dioxide_set] - 8.0) / 40.0, 0.0), 1.0)
    pain = 0.020 * max(s.pain - t.pain0, 0.0)
    work = 0.0
    if u.exercise_watts > 0.0:
        work = min(s.exercise_vo2 / max(t.vo2max, 300.0), 1.3)
    wanted += 42.0 * work + 11.0 * worry  # central command resets the reflex (Rowell 1993; estimate)
    error = (wanted - s.baro) / wanted
    distress = min(max(s.drive - 1.35 - 1.2 * max(s.exercise_vo2, 0.0) / t.vo20, 0.0) / 2.2, 1.3)
    distress *= min(1.0, max(s.gcs_brain - 3.0, 0.0) / 6.0)
    distress *= 1.0 - 0.75 * fx[FX.paralysis]  # who cannot try to breathe feels little of it (Campbell 1969)
    air *= 1.0 - 0.5 * fx[FX.paralysis]
    thin = max(0.0, 0.92 - s.o_art / max(s.cao2_rest, 0.02)) if s.cao2_rest > 0.0 else 0.0  # anaemia, carbon monoxide
    starve = max(0.0, 0.55 - s.q_bed[BRAIN] / (t.cbf0 * max(s.cbf_need, 0.3))) * 2.2
    cold = max(0.0, t.temp0 - 0.6 - s.temp)
    chill = min(max(0.0, 31.0 - s.skin_t) * 0.008, 0.12) + min(0.09 * cold, 0.3)
    if s.temp < 31.0:
        chill *= max(0.0, 1.0 - (31.0 - s.temp) / 4.0)
    hunger = max(0.0, 3.4 - s.glucose) * 0.18
    # what arouses without a fall of pressure speaks to the heart more than to the vessels
    arousal = 0.40 * air + 0.30 * acid + 0.42 * worry + pain + 0.75 * work + 0.30 * distress
    arousal += 0.8 * thin + 0.5 * s.seizure
    shared = starve + chill + fx[FX.sympathetic]
    to_vessels = (
        2.1 * gain * error + 0.75 * gain * max(low, -0.15) + 0.14 * arousal + 0.45 * worry + 0.15 * hunger + shared
    )
    to_heart = 1.9 * gain * error + 1.2 * gain * max(low, -0.15) + arousal + 1.4 * hunger + shared
    left = (1.0 - fx[FX.sympathetic_block]) * alive
    sym = outflow(t.sym0, to_vessels) * left
    cardiac = outflow(t.sym0, to_heart) * left
    still = s.neural < 0.15
    y = (
        (-2.2 if error < 0.0 else -3.4) * gain * error
        - 1.5 * gain * low
        - 0.55 * worry
        - 0.25 * pain
        - 2.6 * work
        - 0.95 * distress
        - 0.5 * hunger
        - 0.6 * s.seizure
        - 0.8 * thin
    )
    y += fx[FX.vagal]
    if s.icp > 22.0:
        y += min(0.035 * (s.icp - 22.0), 0.8)
    y -= 0.35 * air
    if s.po2 < 32.0 and still:  # deep hypoxia without breathing slows the heart
        y += 2.2 * min((32.0 - s.po2) / 14.0, 1.0)
    vag = t.vag0 + (1.0 - t.vag0) * steep(0.9 * y) if y > 0.0 else t.vag0 * (1.0 + steep(1.5 * y))
    vag *= 1.0 - fx[FX.vagal_block]
    s.sym += dt / 1.5 * (sym - s.sym)
    s.vag += dt / 0.7 * (vag - s.vag)
    # adrenaline and noradrenaline of the body's own, ug/L
    s.epi += (
        dt / 70.0 * (0.034 * (1.0 + 24.0 * max(s.sym - t.sym0 - 0.15, 0.0) ** 2 + 3.0 * worry + 8.0 * hunger) - s.epi)
    )
    s.nor += dt / 90.0 * (0.19 * (1.0 + 7.0 * max(s.sym - t.sym0, -0.1)) - s.nor)
    extra = min(0.10 * max(s.epi / 0.034 - 1.5, 0.0) / 6.0, 0.2)
    s.sym_h += dt / SYMPATHETIC_S * (min(cardiac + extra, 1.15) - s.sym_h)
    s.sym_r += dt / VESSEL_S * (s.sym - s.sym_r)
    s.sym_v += dt / VEIN_S * (s.sym - s.sym_v)
    rise = s.sym_v - t.sym0
    squeeze = 13.0 * (1.0 - math.exp(-rise / 0.38)) if rise > 0.0 else 7.0 * rise  # reserve of the veins runs out
    squeeze = 11.0 * (1.0 - math.exp(-work / 0.25)) + squeeze * (1.0 - 0.5 * fx[FX.alpha_block]) + fx[FX.venous_tone]
    s.venous_shift += dt / 4.0 * (squeeze - s.venous_shift)
    s.posture_pool += dt / 3.0 * (u.posture_pool * t.weight - s.posture_pool)
    return sinus_rate(s, t, u, fx)


@njit(cache=True)
def sinus_rate(s, t, u, fx) -> float:
    """Rate of the sinus node, /min: intrinsic rate times vagal and sympathetic factors, heat, drugs, starvation."""
    beta = 1.0 - fx[FX.beta_block]
    faster = 1.0 + FULL_RATE * (t.hr_max / t.hr_intrinsic - 1.0) * min(s.sym_h, 1.1) * beta
    slower = 1.0 - FULL_VAGUS * min(s.vag, 1.0)
    rate = t.hr_intrinsic * faster * slower
    rate *= 1.0 + max(fx[FX.heart_rate_factor], -0.8)
    heat = s.temp - t.temp0
    rate += (7.5 if heat > 0.0 else 4.0) * heat * t.hr0 / 72.0
    rate += fx[FX.heart_rate]
    if s.temp < 36.5:
        rate *= 1.0 - 0.04 * min(36.5 - s.temp, 3.5)
    if s.temp < 33.0:
        rate *= max(0.15, 1.0 - 0.065 * (33.0 - s.temp))
    node = 0.45 * s.energy[1] + 0.55 * s.mbalance  # the node has branches of its own
    if node < 0.5:
        rate *= max(0.1, node / 0.5)
    if s.k > 6.8:
        rate *= max(0.3, 1.0 - 0.18 * (s.k - 6.8) * (1.0 - 0.7 * fx[FX.membrane_protection]))
    if s.ph < 7.05:
        rate *= max(0.4, 1.0 - 1.6 * (7.05 - s.ph))
    return min(max(rate, 4.0), t.hr_max * 1.08)


@njit(cache=True)
def local_control(s, t, u, fx, dt: float) -> None:
    """Each bed adjusts its own vessels towards what it wants, in its own time (s)."""
    local_goals(s, t, u, fx)
    taus = (4.0, 3.0, 60.0, 8.0, 9.0, 25.0)
    for i in range(6):
        s.r_auto[i] += dt / taus[i] * (s.r_goal[i] / t.auto_ref[i] - s.r_auto[i])


@njit(cache=True)
def local_goals(s, t, u, fx) -> None:
    """What brain, heart, kidney, muscle, skin and gut would make of their resistance now, over rest."""
    # brain: pressure (Lassen 1959), carbon dioxide 3-4 % per mmHg, oxygen, need; lost with injury
    cpp = max(s.mao - u.head_up - max(s.icp, s.cvp), 1.0)
    able = 1.0 - 0.8 * fx[FX.brain_injury]
    base = t.cbf0 * s.cbf_need
    co2 = math.exp(0.030 * min(max(s.pco2 - t.paco2, -18.0), 35.0))
    thin = max(s.cao2_rest / max(s.o_art, 0.3 * s.cao2_rest), 0.85) if s.cao2_rest > 0.0 else 1.0
    wish = base * co2 * min(thin, 2.2)
    lowest, highest = 0.42 * t.r_bed[BRAIN], 2.4 * t.r_bed[BRAIN]
    needed = cpp / max(wish, 0.5)
    needed = min(max(needed, lowest), highest)
    passive = t.r_bed[BRAIN] / math.sqrt(co2)
    goal = (able * needed + (1.0 - able) * passive) / t.r_bed[BRAIN]
    s.r_goal[BRAIN] = goal
    # heart: enough for its oxygen use while the vessels can open fourfold
    supply = max(s.o_art, 0.01) * 0.70
    wish = s.mvo2 / 60.0 / supply
    here = max(s.mao - s.cvp, 2.0)
    goal = min(max(here / max(wish * 1.45, 0.05) / t.r_bed[HEART], 0.20), 2.5)
    s.r_goal[HEART] = goal
    # kidney: myogenic and tubuloglomerular, 75-160 mmHg
    goal = min(max((max(s.mao, 1.0) / t.map0) ** 0.78, 0.52), 1.75)
    s.r_goal[KIDNEY] = goal
    # muscle: opens with work and with want of oxygen
    drive = s.exercise_vo2 / max(0.8 * t.vo20, 60.0) * (1.0 if s.map > 0.8 * t.map0 else max(s.map / t.map0 / 0.8, 0.2))
    shiver = 3.0 * s.shiver
    goal = 1.0 / (1.0 + 5.0 * drive**0.70 + shiver)
    lack = max(0.0, 22.0 - s.pv_body) / 22.0
    goal *= 1.0 - 0.40 * lack
    s.r_goal[MUSCLE] = goal
    # skin: heat opens, cold closes
    hot = s.temp - t.temp0 - 0.15 - fx[FX.temperature_set] * (1.0 - fx[FX.antipyresis])
    goal = 1.0
    if hot > 0.0:
        goal = 1.0 / (1.0 + 1.4 * hot)
    else:
        goal = 1.0 + min(0.9 * -hot, 1.6)
    goal *= 1.0 + min(max(31.5 - s.skin_t, 0.0) * 0.10, 1.6)
    goal /= 1.0 + 1.2 * max(fx[FX.flush], 0.0)
    s.r_goal[SKIN] = goal
    # gut: gives way when starved for long (shock)
    s.r_goal[2] = 1.0 - 0.25 * lack


@njit(cache=True)
def hypoxic(po2: float) -> float:
    """Share of resting breathing added by low oxygen (Weil 1970)."""
    return 25.0 / (max(po2, 36.0) - 30.0)


@njit(cache=True)
def breathing_drive(s, t, u, fx, dt: float) -> None:
    """Ventilation asked for over rest, and what the brain stem still sends to the muscles."""
    base = min(max(1.15 * (s.sbe - t.sbe0), -0.62 * t.paco2), 24.0)
    if base > 0.0:  # alkalosis is answered slowly and little (Javaheri 1987)
        base *= 0.25
    set_co2 = t.paco2 + fx[FX.carbon_dioxide_set] + 0.75 * base
    gain = t.chemo_gain * math.exp(fx[FX.carbon_dioxide_gain])
    depressed = fx[FX.respiratory_depression]
    awake = 1.0 - depressed
    over_c = s.pbrain_co2 - t.rest_drive_set - (set_co2 - t.paco2)
    over_p = s.pco2 - set_co2
    co2 = 0.72 * gain * over_c + 0.28 * gain * over_p
    if co2 < 0.0:  # little carbon dioxide calms breathing, but does not still the awake (Fink 1961)
        co2 = -0.85 * math.tanh(-0.6 * co2 / 0.85)
    if co2 > 5.0:
        co2 = 5.0 + 2.0 * (1.0 - math.exp(-(co2 - 5.0) / 4.0))
    oxygen = 0.62 * (hypoxic(s.po2) - hypoxic(max(t.spo20_po2, 60.0)))
    if oxygen < 0.0:
        oxygen *= 0.3
    effect = co2 * awake * awake + oxygen * (1.0 - 0.8 * depressed) * (1.0 + 0.25 * max(min(co2, 2.0), 0.0))
    other = 0.020 * max(s.pain - t.pain0, 0.0) + 0.9 * s.stress_s * 0.5 + 0.06 * max(s.temp - t.temp0, 0.0)
    stiff = 0.5 * (fx[FX.stiff_lung_left] + fx[FX.stiff_lung_right]) + min(s.lung_water / 900.0, 1.0)
    other += 0.35 * min(stiff, 1.5)
    lost = 1.0 - 0.5 * (s.vol[0] / t.frc[0] + s.vol[1] / t.frc[1])
    if lost > 0.1:
        other += 0.8 * (lost - 0.1)
    if s.sym > 0.42:
        other += 1.7 * (s.sym - 0.42) * (1.0 - min(s.exercise_vo2 / 300.0, 1.0))  # air hunger of shock
    other += fx[FX.respiratory_drive]
    made = max(s.exercise_vo2, 0.0) / max(t.vo20, 1.0)
    other += 0.73 * made  # feed-forward of work
    if s.lactate > 4.0 and s.exercise_vo2 > 200.0:
        other += 0.14 * min(s.lactate - 4.0, 12.0)
    wish = 1.0 + effect + other * (1.0 - 0.7 * depressed)
    wish *= 1.0 - depressed
    if s.seizure > 0.5:  # the chest is rigid in a fit
        wish *= 0.06
    stem = min(1.0, 2.4 * s.awake_stem) * (0.25 if s.flow_off > 12.0 else 1.0)  # gasps at most in arrest
    wish *= stem
    if s.temp < 32.0:
        wish *= max(0.05, 1.0 - 0.09 * (32.0 - s.temp))
    if s.gcs_brain > 9.5 and s.seizure < 0.5:
        wish = max(wish, 0.45 * (1.0 - depressed) * stem)
    wish = min(max(wish, 0.0), 22.0)
    s.drive += dt / (4.0 if wish > s.drive else 6.0) * (wish - s.drive)
    s.neural += dt / 1.5 * (s.drive - s.neural)
    # an assisted breath by a machine that meets the need leaves less to do; muscles tire above half of their strength
    effort_share = s.pmus_top / max(t.pmus_max * (1.0 - fx[FX.breathing_weakness]), 5.0)
    tire = max(0.0, effort_share - 0.42)
    supply = min(1.0, s.co / max(t.co0, 0.5) + 0.3)
    s.fatigue += dt * (
        tire / 900.0 / max(supply, 0.2) * (1.0 - s.fatigue) - (s.fatigue / 1500.0 if tire <= 0.0 else 0.0)
    )
