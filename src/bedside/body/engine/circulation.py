"""Four chambers, great vessels, six systemic beds and the pulmonary bed: one fast step of the closed loop.

Chambers are time-varying elastances (Suga and Sagawa 1974) that fill along an exponential end-diastolic curve;
arteries are two
elastic segments joined by an inertance; valves are diodes. The layout and orders of size follow Ursino 1998 and
Albanese
et al. 2016 (Am J Physiol 310:H899); bed flows are the shares of ICRP 89 (Valentin 2002).
Flows between two stiff compartments are solved half implicitly, so that the step does not change the result.
"""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.record import BRAIN, HEART, KIDNEY, MUSCLE, SKIN, SPLANCHNIC

CMH2O = 0.7356  # mmHg in a cmH2O
R_MITRAL, R_AORTIC, R_TRICUSPID, R_PULMONARY = 0.008, 0.006, 0.007, 0.004  # mmHg s/mL, open valves, estimate
PERICARDIUM_MMHG, PERICARDIUM_ML = 0.6, 72.0  # exponential of the sac (Freeman and Little 1986: steep past its reserve)
COMPRESSION_MMHG = 69.0  # on the heart at the bottom of a 5 cm press, fitted to Kim 2008 and Lurie
THORACIC_PUMP = 0.30  # share of that felt by every vessel in the chest, estimate


@njit(cache=True)
def activation(since: float, interval: float, quick: float) -> float:
    """Share of full stiffness at `since` s after the QRS; systole shortens with interval and tone."""
    t = since - 0.03
    if t <= 0.0:
        return 0.0
    top = 0.30 * math.sqrt(min(max(interval, 0.22), 1.5)) * quick
    if t < top:
        return 0.5 - 0.5 * math.cos(math.pi * t / top)
    if t < 1.5 * top:
        return 0.5 + 0.5 * math.cos(2.0 * math.pi * (t - top) / top)
    return 0.0


@njit(cache=True)
def atrial_activation(since: float) -> float:
    """Share of full atrial stiffness; the contraction lasts 0.18 s."""
    t = since - 0.02
    if t <= 0.0 or t >= 0.18:
        return 0.0
    x = math.sin(math.pi * t / 0.18)
    return x * x


@njit(cache=True)
def link(p1: float, p2: float, r: float, e1: float, e2: float, dt: float) -> float:
    """Flow through a resistance between two elastic compartments, half implicit."""
    return (p1 - p2) / (r + 0.55 * dt * (e1 + e2))


@njit(cache=True)
def compression(s, u, dt: float) -> float:
    """Pressure on the heart, mmHg, by hands on the chest; pauses for breaths by the hands-on fraction."""
    if u.cpr == 0:
        return 0.0
    s.cpr_phase += dt * u.cpr_rate / 60.0
    cycle = s.cpr_phase % 30.0
    if cycle >= 30.0 * u.cpr_fraction:
        return 0.0
    x = s.cpr_phase % 1.0
    if x > 0.5:
        return 0.0
    depth = u.cpr_depth / 5.0
    if depth > 1.2:
        depth = 1.2
    return COMPRESSION_MMHG * depth**1.5 * math.sin(2.0 * math.pi * x)


@njit(cache=True)
def circulate(s, t, u, c, fx, dt: float) -> None:
    """Move all blood by one fast step of `dt` s."""
    beat = activation(c.since_ventricular, c.interval, 1.0 - 0.22 * min(max(s.sym_h - t.sym0, 0.0), 0.8)) * c.strength
    atria = atrial_activation(c.since_atrial) * c.atrial_kick
    squeeze = compression(s, u, dt)
    pit = (
        0.5 * (s.p_pl[0] + s.p_pl[1]) + 0.35 * abs(s.p_pl[0] - s.p_pl[1])
    ) * CMH2O  # a shifted middle kinks the veins
    pit = max(pit, -16.0)
    chest = pit + THORACIC_PUMP * squeeze

    inotropy = 0.50 * (s.sym_h - t.sym0) * (1.0 - fx[FX.beta_block]) + fx[FX.contractility]
    if s.exercise_vo2 > 20.0:
        inotropy += 0.62 * (
            1.0 - math.exp(-s.exercise_vo2 / max(t.vo2max, 300.0) / 0.16)
        )  # ejects more from the start (Higginbotham 1986)
    inotropy -= min(max(s.no_flow - 120.0, 0.0) / 700.0, 0.6)  # stunned after arrest (Laurent 2002)
    if s.temp < 34.0:
        inotropy -= 0.05 * (34.0 - s.temp)
    if s.ph < 7.2:
        inotropy -= 2.0 * (7.2 - s.ph)
    inotropy += 0.9 * math.log(min(max(s.ca / t.ca0, 0.3), 1.6))
    if inotropy > 0.5:  # muscle has an end to its strength
        inotropy = 0.5 + 0.7 * (1.0 - math.exp(-(inotropy - 0.5) / 0.7))
    pump = 0.45 * s.energy[0] + 0.30 * s.energy[1] + 0.25 * s.energy[2]
    pump_r = 0.15 * s.energy[0] + 0.75 * s.energy[1] + 0.10 * s.energy[2]
    hollow = math.exp(0.04 * (1.0 - min(max(c.interval / (60.0 / t.hr0), 0.4), 1.0)))  # force rises with rate
    e_lv = t.e_lv * math.exp(inotropy + fx[FX.left_contractility]) * (0.08 + 0.92 * pump) * hollow
    e_rv = t.e_rv * math.exp(inotropy + fx[FX.right_contractility]) * (0.08 + 0.92 * pump_r) * hollow
    stiff = math.exp(fx[FX.diastolic_stiffness] + 0.5 * (1.0 - s.mbalance))

    # pressures, mmHg
    heart = s.v_lv + s.v_rv + s.v_la + s.v_ra + s.v_eff
    x = (heart - t.vh0) / PERICARDIUM_ML
    if x > 5.0:
        x = 5.0 + 0.5 * (x - 5.0)
    s.p_peri = PERICARDIUM_MMHG * math.exp(x)
    outside = pit + s.p_peri + squeeze
    lv, rv = s.v_lv - t.v0_lv, s.v_rv - t.v0_rv
    grow_lv = t.a_lv * stiff * math.exp(min(t.b_lv * max(lv, 0.0), 6.0))
    grow_rv = t.a_rv * stiff * math.exp(min(t.b_rv * max(rv, 0.0), 6.0))
    passive_lv = grow_lv - t.a_lv * stiff + min(lv, 0.0) * 0.3
    passive_rv = grow_rv - t.a_rv * stiff + min(rv, 0.0) * 0.3
    s.p_lv = outside + beat * strongest(e_lv * lv, 2.3 * t.map0 + 40.0, 60.0) + (1.0 - beat) * passive_lv
    s.p_rv = outside + beat * strongest(e_rv * rv, 31.0 * math.exp(0.6 * inotropy), 16.0) + (1.0 - beat) * passive_rv
    k_lv = beat * e_lv + (1.0 - beat) * t.b_lv * grow_lv
    k_rv = beat * e_rv + (1.0 - beat) * t.b_rv * grow_rv
    k_la, k_ra = t.e_la * (1.0 + 1.2 * atria), t.e_ra * (1.0 + 1.2 * atria)
    s.p_la = outside + max(k_la * (s.v_la - 8.0), -4.0)
    s.p_ra = outside + max(k_ra * (s.v_ra - 8.0), -4.0)
    hard = math.exp(
        fx[FX.arterial_stiffness] + 0.75 * max(s.sym_h - t.sym0 - 0.05, 0.0) + 0.9 * fx[FX.pulse_pressure] / t.pp0
    )
    k_ao = hard / t.c_ao
    # sympathetic and drug effects on volume in veins
    shift = s.venous_shift * t.weight / 6.0
    s.p_ao = artery_pressure(s.v_ao - t.v0_ao, t.c_ao / hard, t.map0) + chest * 0.6
    s.p_sa = artery_pressure(s.v_sa - t.v0_sa, t.c_sa / hard, t.map0) + 0.70 * squeeze
    s.p_pa = (s.v_pa - t.v0_pa) / t.c_pa + chest
    s.p_pv = (s.v_pv - t.v0_pv) / t.c_pv + chest
    s.p_vc = (s.v_vc - t.v0_vc) / t.c_vc + chest
    if s.v_vc < t.v0_vc:
        s.p_vc = (s.v_vc - t.v0_vc) / t.c_vc * 0.4 + chest

    # flows, mL/s
    q_mi = link(s.p_la, s.p_lv, R_MITRAL, k_la, k_lv, dt)
    if q_mi < 0.0:
        q_mi *= min(0.5 * fx[FX.mitral_leak] * 0.1, 0.2) if fx[FX.mitral_leak] > 0.0 else 0.0
    r_av = R_AORTIC + (2.2 if squeeze > 0.0 else 0.0) + 0.30 * max(fx[FX.aortic_stenosis], 0.0) ** 2
    q_av = link(s.p_lv, s.p_ao, r_av, k_lv, k_ao, dt)
    if q_av < 0.0:
        q_av = 0.0
    q_tr = link(s.p_ra, s.p_rv, R_TRICUSPID, k_ra, k_rv, dt)
    if q_tr < 0.0:
        q_tr = 0.0
    q_pul = link(s.p_rv, s.p_pa, R_PULMONARY, k_rv, 1.0 / t.c_pa, dt)
    if q_pul < 0.0:
        q_pul = 0.0
    q_vc = link(s.p_vc, s.p_ra, t.r_vc, 1.0 / t.c_vc, k_ra, dt)
    if q_vc < 0.0:
        q_vc *= 0.3  # valves of the great veins
    s.q_ao = (s.q_ao + dt / t.l_ao * (s.p_ao - s.p_sa)) / (1.0 + dt * t.r_ao / t.l_ao)

    # pulmonary bed: each lung with its share, narrowed by hypoxia, stretch and clot; it opens with flow
    recruit = 1.0 / (1.0 + 0.60 * math.tanh(max(s.q_lung / (t.co0 / 0.06) - 1.0, -0.8)))
    base = t.r_pulm * math.exp(fx[FX.pulmonary_resistance]) * recruit / max(1.0 - fx[FX.pulmonary_occlusion], 0.02)
    base *= 1.0 + 0.5 * max(fx[FX.emphysema], 0.0)
    q_in = 0.0
    for i in range(2):
        share = 0.46 if i == 0 else 0.54
        stretch = s.vol[i] / t.frc[i]
        squeezed = 1.0 + 0.35 * max(stretch - 1.25, 0.0) ** 2 + 0.8 * max(0.8 - stretch, 0.0)
        alveolar = max(s.p_alv[i], 0.0) * CMH2O
        back = max(s.p_pv, alveolar * 0.7)
        r = base / share * math.exp(s.hpv[i]) * squeezed
        q = (s.p_pa - back) / r
        if q < 0.0:
            q = 0.0
        s.qs_pulm[i] += q * dt
        s.q_pulm[i] += dt / 0.8 * (q - s.q_pulm[i])
        q_in += q
    q_pv = link(s.p_pv, s.p_la, t.r_pv, 1.0 / t.c_pv, k_la, dt)
    if q_pv < 0.0:
        q_pv *= 0.5

    # systemic beds
    total_out = 0.0
    total_back = 0.0
    pump_muscle = 0.0
    if u.exercise_watts > 0.0:
        pump_muscle = min(14.0, 4.0 + 0.06 * u.exercise_watts)
    for i in range(6):
        r = bed_resistance(s, t, u, fx, i)
        volume = t.v0_bed[i]
        if i == SPLANCHNIC:
            volume -= 4.3 * shift + s.posture_pool * 0.35
        elif i == MUSCLE:
            volume -= 1.0 * shift - s.posture_pool * 0.9
        elif i == SKIN:
            volume -= 0.7 * shift - s.posture_pool * 0.45
        p = (s.v_bed[i] - volume) / t.c_bed[i]
        if p < 0.0:
            p *= 0.5
        if i == MUSCLE:
            p += pump_muscle
        upstream = s.p_sa
        down = p
        if i == BRAIN:
            down = max(p, s.icp)
            upstream -= u.head_up
        if i == HEART:
            upstream = s.p_ao
            down = max(s.p_ra, p)
            r *= 1.0 + 1.6 * beat
        q = (upstream - down) / r
        if q < 0.0:
            q *= 0.2
        back = link(p, max(s.p_vc, -0.3), t.rv_bed[i], 1.0 / t.c_bed[i], 1.0 / t.c_vc, dt)
        if back < 0.0:
            back *= 0.15  # venous valves
        s.v_bed[i] += dt * (q - back)
        s.qs_bed[i] += q * dt
        s.q_bed[i] += dt / 0.8 * (q - s.q_bed[i])
        if i == HEART:
            s.v_ao -= dt * q
        else:
            total_out += q
        total_back += back

    s.v_la += dt * (q_pv - q_mi)
    s.v_lv += dt * (q_mi - q_av)
    s.v_ao += dt * (q_av - s.q_ao)
    s.v_sa += dt * (s.q_ao - total_out)
    s.v_vc += dt * (total_back - q_vc)
    s.v_ra += dt * (q_vc - q_tr)
    s.v_rv += dt * (q_tr - q_pul)
    s.v_pa += dt * (q_pul - q_in)
    s.v_pv += dt * (q_in - q_pv)
    s.q_lv += dt / 0.8 * (q_av - s.q_lv)
    s.q_lung += dt / 1.5 * (q_in - s.q_lung)
    follow(s, c, q_av, dt)


@njit(cache=True)
def strongest(p: float, knee: float, reserve: float) -> float:
    """Active pressure with an upper end: past the knee it gains at most `reserve` (isovolumic limit, estimate)."""
    if p <= knee:
        return p
    return knee + reserve * math.tanh((p - knee) / reserve)


@njit(cache=True)
def artery_pressure(volume: float, compliance: float, normal: float) -> float:
    """Pressure of a large artery; past 1.15 of the usual mean it stiffens."""
    p = volume / compliance
    knee = 1.15 * normal
    if p > knee:
        d = p - knee
        p = knee + d * (1.0 + 0.006 * d)
    elif p < 0.0:
        p *= 0.2
    return p


@njit(cache=True)
def bed_resistance(s, t, u, fx, i: int) -> float:
    """Resistance of one systemic bed now: own control, sympathetic tone, drugs, blood thickness, steering."""
    tone = (s.sym_r - t.sym0) * (1.0 - fx[FX.alpha_block])
    ln = 0.0
    if i == BRAIN:
        ln = fx[FX.resistance_brain]
    elif i == HEART:
        ln = fx[FX.resistance_heart]
    else:
        extra = fx[FX.resistance]
        if extra > 1.2:  # a vessel can only close so far
            extra = 1.2 + 1.1 * (1.0 - math.exp(-(extra - 1.2) / 1.1))
        ln = extra
        if i == SPLANCHNIC:
            ln += 1.00 * tone + fx[FX.resistance_splanchnic]
        elif i == KIDNEY:
            ln += 0.85 * tone + fx[FX.resistance_kidney]
        elif i == MUSCLE:
            ln += 1.0 * tone + fx[FX.resistance_muscle]
        else:
            ln += 1.15 * tone + fx[FX.resistance_skin]
        if s.lactate > 6.0:
            ln -= 0.045 * min(s.lactate - 6.0, 14.0)  # vasoplegia of late shock, estimate
    r = t.r_bed[i] * t.resist_scale * math.exp(ln) * s.r_auto[i] * s.thick
    if fx[FX.mean_arterial_pressure] != 0.0:
        r *= max(1.0 + fx[FX.mean_arterial_pressure] / t.map0, 0.12)
    if i == KIDNEY:
        r /= max(1.0 - u.kidney_artery_stenosis, 0.03)
    return r


@njit(cache=True)
def follow(s, c, q_av: float, dt: float) -> None:
    """Keep the highest, lowest and mean pressures of each beat, and what a monitor would show of them."""
    slow = dt / 2.5
    s.map += slow * (s.p_sa - s.map)
    s.mao += slow * (s.p_ao - s.mao)
    s.cvp += slow * (s.p_ra - s.cvp)
    s.mpap += slow * (s.p_pa - s.mpap)
    s.pcwp += slow * (s.p_la - s.pcwp)
    s.beat_sv += q_av * dt
    s.beat_max = max(s.beat_max, s.p_sa)
    s.beat_min = min(s.beat_min, s.p_sa)
    s.beat_pamax = max(s.beat_pamax, s.p_pa)
    s.beat_pamin = min(s.beat_pamin, s.p_pa)
    s.beat_rvmax = max(s.beat_rvmax, s.p_rv)
    s.beat_edv = max(s.beat_edv, s.v_lv)
    s.pulse_age += dt
    s.co += dt / 4.0 * (q_av * 0.06 - s.co)
    s.co_slow += dt / 15.0 * (q_av * 0.06 - s.co_slow)
    began = c.ventricular_beat > 0
    if not began and s.pulse_age > 2.5:
        began = True  # without beats the monitor still follows the pressure
    if not began:
        return
    lag = 0.35
    s.sv = s.beat_sv
    s.sbp += lag * (s.beat_max - s.sbp)
    s.dbp += lag * (s.beat_min - s.dbp)
    s.pasp += lag * (s.beat_pamax - s.pasp)
    s.padp += lag * (s.beat_pamin - s.padp)
    s.rvsp += lag * (s.beat_rvmax - s.rvsp)
    s.edv += lag * (s.beat_edv - s.edv)
    s.sv_mean += 0.2 * (s.sv - s.sv_mean)
    s.edp += lag * (s.p_lv - s.edp)
    s.redp += lag * (s.p_rv - s.redp)
    s.rr_mean += 0.2 * (s.pulse_age - s.rr_mean)
    s.beat_sv = 0.0
    s.beat_max = s.beat_min = s.p_sa
    s.beat_pamax = s.beat_pamin = s.p_pa
    s.beat_rvmax = s.p_rv
    s.beat_edv = s.v_lv
    s.pulse_age = 0.0
