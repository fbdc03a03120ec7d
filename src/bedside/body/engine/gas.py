"""Oxygen and carbon dioxide: dissociation, acid and base, four alveolar units, blood and tissue stores; every 50 ms.

Oxygen: Severinghaus 1979 with shifts of Kelman 1966; carbon dioxide: Douglas, Jones and Reed 1988; acid and base: the
strong
ion difference sets the base excess, and the van Slyke equation of Siggaard-Andersen the pH. Stores of carbon dioxide
follow
the rise of about 3 mmHg a minute in apnoea (Eger 1961).
"""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.record import BRAIN, HEART

HUFNER = 1.39  # mL O2 a g of haemoglobin
SOLUBLE = 3.1e-5  # mL O2 per mL blood and mmHg
ABSORB = 1.21
WATER = 47.0  # mmHg water vapour
V_ART, V_BRAIN, V_HEART, V_BODY = 1000.0, 260.0, 70.0, 2900.0  # mL, pools that hold oxygen at 77 kg
C_ART, C_BRAIN, C_FAST, C_SLOW = 1000.0, 800.0, 4200.0, 11500.0  # mL, pools that hold carbon dioxide
SAT_A, SAT_B = 23400.0, 150.0


@njit(cache=True)
def saturation(po2: float) -> float:
    """Haemoglobin saturation at pH 7.4, 40 mmHg, 37 degC (Severinghaus 1979)."""
    if po2 <= 0.01:
        return 0.0
    x = po2 * (po2 * po2 + SAT_B)
    return x / (x + SAT_A)


@njit(cache=True)
def shift_of(ph: float, pco2: float, temp: float, p50: float) -> float:
    """Factor that turns a real tension into one on the standard curve (Kelman 1966)."""
    e = 0.024 * (37.0 - temp) + 0.40 * (ph - 7.40) + 0.06 * math.log10(40.0 / max(pco2, 2.0))
    return 10.0**e * 26.8 / p50


@njit(cache=True)
def o2_content(po2: float, hb: float, factor: float, blocked: float) -> float:
    """Content in mL O2 per mL blood; `hb` g/mL, `blocked` share of haemoglobin lost to CO or methaemoglobin."""
    return HUFNER * hb * (1.0 - blocked) * saturation(po2 * factor) + SOLUBLE * po2


@njit(cache=True)
def o2_tension(content: float, hb: float, factor: float, blocked: float, guess: float) -> float:
    """Inverse of `o2_content` by safeguarded Newton steps."""
    cap = HUFNER * hb * (1.0 - blocked)
    if content <= 1e-7:
        return 0.05
    low, high = 0.0, 800.0
    p = min(max(guess, 1.0), 700.0)
    for _ in range(12):
        x = p * factor
        y = x * (x * x + SAT_B)
        f = cap * y / (y + SAT_A) + SOLUBLE * p - content
        if f > 0.0:
            high = p
        else:
            low = p
        d = cap * SAT_A * (3.0 * x * x + SAT_B) * factor / ((y + SAT_A) * (y + SAT_A)) + SOLUBLE
        new = p - f / d
        if new <= low or new >= high:
            new = 0.5 * (low + high)
        if abs(new - p) < 1e-4 * p + 1e-5:
            return new
        p = new
    return p


@njit(cache=True)
def ph_of(pco2: float, sbe: float, guess: float) -> float:
    """Arterial pH from carbon dioxide and standard base excess (van Slyke, Siggaard-Andersen)."""
    p = max(pco2, 1.0)
    ph = guess
    for _ in range(6):
        h = 0.0307 * p * 10.0 ** (ph - 6.105)
        f = 0.93 * (h - 24.4 + 14.83 * (ph - 7.40)) - sbe
        d = 0.93 * (h * 2.302585 + 14.83)
        step = f / d
        ph -= step
        if abs(step) < 1e-6:
            break
    return min(max(ph, 6.4), 8.0)


@njit(cache=True)
def co2_content(pco2: float, sbe: float, sat: float, hb: float, guess: float) -> float:
    """Content in mL CO2 per mL blood (Douglas 1988): plasma content less the part that red cells do not hold."""
    ph = ph_of(pco2, sbe, guess)
    plasma = 0.0307 * pco2 * (1.0 + 10.0 ** (ph - 6.105)) * 2.226e-2
    share = 1.0 - 0.0289 * hb * 100.0 / ((3.352 - 0.456 * sat) * max(8.142 - ph, 0.3))
    return plasma * max(share, 0.2)


@njit(cache=True)
def co2_tension(content: float, sbe: float, sat: float, hb: float, guess: float) -> float:
    """Inverse of `co2_content` by secant steps from a near guess."""
    p = min(max(guess, 4.0), 240.0)
    ph = 7.4 - 0.006 * (p - 40.0) + 0.012 * sbe
    f = co2_content(p, sbe, sat, hb, ph) - content
    slope = 0.0045
    for _ in range(8):
        new = min(max(p - f / slope, 0.5), 248.0)
        if abs(new - p) < 1e-3:
            return new
        g = co2_content(new, sbe, sat, hb, ph) - content
        if abs(new - p) > 1e-9:
            found = (g - f) / (new - p)
            if found > 0.0008:
                slope = found
        p, f = new, g
    return p


@njit(cache=True)
def inspired(s, t, u) -> tuple[float, float]:
    """Dry shares of oxygen and carbon dioxide in the breathed gas: room, device or machine."""
    room = u.inspired_o2
    if u.vent_mode > 0 and (u.airway >= 2 or u.vent_mode == 5 or u.vent_mode >= 3):
        return u.vent_fio2, 0.0
    if u.o2_share > 0.0 and u.o2_flow > 0.0:
        return max(u.o2_share, room), u.inspired_co2
    return room, u.inspired_co2


@njit(cache=True)
def exchange(s, t, u, fx, dt: float) -> None:
    """Gas between mouth, alveoli, blood and tissue for `dt` s; clears the volumes gathered since the last call."""
    blood = s.rbc + plasma_of(s, t)
    hb = s.rbc / max(blood, 1.0) * 0.335
    blocked = min(1.0 - (1.0 - s.cohb) * (1.0 - s.methb), 0.98)
    left = 1.0 - 0.5 * s.cohb  # carbon monoxide shifts the curve left
    factor = shift_of(s.ph, s.pco2, s.temp, t.p50 * left)
    factor_v = shift_of(s.ph - 0.035, s.pvco2, s.temp, t.p50 * left)
    fi_o2, fi_co2 = inspired(s, t, u)
    dry = max(u.barometric_mmhg - WATER, 50.0)

    # venous return of gases
    flow_brain, flow_heart = s.qs_bed[BRAIN], s.qs_bed[HEART]
    flow_rest = max(s.qs_bed[2] + s.qs_bed[3] + s.qs_bed[4] + s.qs_bed[5], 0.0)
    flow_brain, flow_heart = max(flow_brain, 0.0), max(flow_heart, 0.0)
    back = flow_brain + flow_heart + flow_rest
    if back > 1e-6:
        s.cv_o2 = (flow_brain * s.o_brain + flow_heart * s.o_heart + flow_rest * s.o_body) / back
        fast, slow = 0.62 * flow_rest + flow_heart, 0.38 * flow_rest
        s.cv_co2 = (flow_brain * s.c_brain + fast * s.c_fast + slow * s.c_slow) / back

    # alveoli
    tight = fx[FX.bronchospasm] * (1.0 - fx[FX.bronchodilation])
    wet = min(s.lung_water / 700.0, 1.0)
    lost_bed = max(fx[FX.emphysema], 0.0)
    uneven = t.vq0 + 0.55 * max(fx[FX.vq_mismatch], 0.0) + 0.50 * tight + 0.3 * lost_bed + 0.25 * wet
    s.asleep = max(fx[FX.sedation] - 0.3, fx[FX.paralysis] - 0.3) if u.vent_mode > 0 else 0.0
    s.asleep = min(max(s.asleep / 0.4, 0.0), 1.0)
    uneven = min(uneven + 0.18 * s.asleep, 0.96)
    block = min(fx[FX.diffusion_block] + 0.3 * wet, 0.95)
    waste = min(0.04 + 0.08 * s.asleep + max(fx[FX.dead_space], 0.0) + 0.30 * lost_bed, 0.85)
    waste = min(waste + 0.75 * fx[FX.pulmonary_occlusion] * (1.0 - waste), 0.9)
    total = shunted = to_o2 = to_co2 = sum_pc = 0.0
    out_all = out_o2 = out_co2 = 0.0
    for i in range(2):
        flow = max(s.qs_pulm[i], 0.0)
        open_share = s.vol[i] / t.frc[i]
        here = shunt_of(s, t, fx, i, open_share, wet)
        s_flow = flow * here
        shunted += s_flow
        total += flow
        to_o2 += s_flow * s.cv_o2
        to_co2 += s_flow * s.cv_co2
        good = flow - s_flow
        moved = 0.0
        hypoxic = 0.0
        pool = 0.0
        for j in range(3):
            k = 3 * i + j
            if j == 0:
                part, perf = 0.5 * (1.0 + uneven) * (1.0 - waste), 0.5 * (1.0 + 0.30 * uneven)
            elif j == 1:
                part, perf = 0.5 * (1.0 - uneven) * (1.0 - waste), 0.5 * (1.0 - 0.30 * uneven)
            else:
                part, perf = waste, 0.0
            fresh, stale, out = s.g_fresh[i] * part, s.g_dead[i] * part, s.g_out[i] * part
            v = s.v_unit[k]
            n_o2 = s.f_o2[k] * v + fresh * fi_o2 + stale * s.d_o2
            n_co2 = s.f_co2[k] * v + fresh * fi_co2 + stale * s.d_co2
            v += fresh + stale
            f_o2, f_co2 = n_o2 / v, n_co2 / v
            out = min(out, 0.8 * v)
            n_o2 -= out * f_o2
            n_co2 -= out * f_co2
            v -= out
            out_all += out
            out_o2 += out * f_o2
            out_co2 += out * f_co2
            s.o2_in += (fresh * fi_o2 + stale * s.d_o2 - out * f_o2) / ABSORB
            s.co2_out += (out * f_co2 - fresh * fi_co2 - stale * s.d_co2) / ABSORB
            if perf > 0.0:
                q = good * perf
                p_o2, p_co2 = f_o2 * dry, f_co2 * dry
                pc_o2 = p_o2
                if block > 0.0:
                    pc_o2 = s.pvo2 + (p_o2 - s.pvo2) * (1.0 - 0.75 * block)
                sat = saturation(pc_o2 * factor)
                up = q * (HUFNER * hb * (1.0 - blocked) * sat + SOLUBLE * pc_o2 - s.cv_o2)
                off = q * (s.cv_co2 - co2_content(p_co2, s.sbe, sat, hb, s.ph))
                up = min(up, 0.4 * n_o2 / ABSORB)
                off = max(off, -0.4 * n_co2 / ABSORB)
                to_o2 += q * s.cv_o2 + up
                to_co2 += q * s.cv_co2 - off
                n_o2 -= up * ABSORB
                n_co2 += off * ABSORB
                v -= (up - off) * ABSORB
                moved += (up - off) * ABSORB
                sum_pc += q * p_o2
                hypoxic += perf * max(0.0, 1.0 - p_o2 / 75.0)
            s.v_unit[k] = v
            s.f_o2[k], s.f_co2[k] = n_o2 / v, n_co2 / v
            pool += v
        s.vol[i] -= moved
        level_units(s, i, waste, uneven, pool)
        goal = 1.5 * min(hypoxic + 0.75 * max(1.0 - open_share, 0.0) + 0.5 * here, 1.0)
        s.hpv[i] += dt / 40.0 * (goal - s.hpv[i])
    if out_all > 1e-9:
        near = min(1.0, out_all / (0.3 * t.dead_space))
        s.d_o2 += near * (out_o2 / out_all - s.d_o2)
        s.d_co2 += near * (out_co2 / out_all - s.d_co2)
    s.d_co2_p = s.d_co2 * dry
    if total > 1e-6:
        size = t.blood0 / 5500.0
        s.shunt += dt / 3.0 * (shunted / total - s.shunt)
        if total > shunted:
            s.pc_o2 += dt / 3.0 * (sum_pc / (total - shunted) - s.pc_o2)
        s.o_art += (to_o2 - total * s.o_art) / (V_ART * size)
        s.c_art += (to_co2 - total * s.c_art) / (C_ART * size)
    for i in range(2):
        s.g_fresh[i] = s.g_dead[i] = s.g_out[i] = 0.0
        s.qs_pulm[i] = 0.0
    tissue(s, t, fx, hb, factor_v, blocked, flow_brain, flow_heart, flow_rest, dt)
    for i in range(6):
        s.qs_bed[i] = 0.0

    # arterial blood
    s.po2 = o2_tension(s.o_art, hb, factor, blocked, s.po2)
    s.sao2 = saturation(s.po2 * factor)
    s.pco2 = co2_tension(s.c_art, s.sbe, s.sao2, hb, s.pco2)
    s.ph = ph_of(s.pco2, s.sbe, s.ph)
    s.hco3 = 0.0307 * s.pco2 * 10.0 ** (s.ph - 6.105)
    s.pvo2 = o2_tension(s.cv_o2, hb, factor_v, blocked, s.pvo2)
    s.svo2 = saturation(s.pvo2 * factor_v)
    s.pvco2 = co2_tension(s.cv_co2, s.sbe, s.svo2, hb, s.pvco2)
    s.pbrain_co2 = co2_tension(s.c_brain, s.sbe, s.svo2, hb, s.pbrain_co2)
    s.pa_o2 = fi_o2 * dry - s.pco2 * (fi_o2 + (1.0 - fi_o2) / t.rq)


@njit(cache=True)
def shunt_of(s, t, fx, i: int, open_share: float, wet: float) -> float:
    """Share of one lung's blood that meets no gas: disease, collapse, water, less what pressure keeps open."""
    here = t.shunt0 + fx[FX.shunt_left if i == 0 else FX.shunt_right] * (1.0 - t.shunt0)
    if open_share < 0.75:
        here = 1.0 - (1.0 - here) * (1.0 - min(1.25 * (0.75 - open_share), 0.9))
    here = 1.0 - (1.0 - here) * (1.0 - 0.35 * wet)
    if s.asleep > 0.0:  # anaesthetised and pushed: lung bases close (Hedenstierna 1986: shunt 5-10 %)
        here += 0.07 * s.asleep
    if s.end_p > 1.0:
        here *= max(0.75, 1.0 - 0.018 * (s.end_p - 1.0))
    return min(max(here, 0.0), 0.97)


@njit(cache=True)
def unit_share(j: int, waste: float, uneven: float) -> float:
    """Share of a lung's gas in its good, poor and unperfused unit."""
    if j == 2:
        return waste
    return 0.5 * (1.0 - waste) * (1.0 + uneven if j == 0 else 1.0 - uneven)


@njit(cache=True)
def level_units(s, i: int, waste: float, uneven: float, pool: float) -> None:
    """Let gas drift between the units of a lung until each has its share of the volume; nothing is lost."""
    given = given_o2 = given_co2 = 0.0
    for j in range(3):
        k = 3 * i + j
        wanted = pool * unit_share(j, waste, uneven)
        over = s.v_unit[k] - wanted
        if over > 0.0:
            given += over
            given_o2 += over * s.f_o2[k]
            given_co2 += over * s.f_co2[k]
            s.v_unit[k] = wanted
    if given <= 0.0:
        return
    for j in range(3):
        k = 3 * i + j
        wanted = pool * unit_share(j, waste, uneven)
        short = wanted - s.v_unit[k]
        if short > 0.0:
            s.f_o2[k] = (s.f_o2[k] * s.v_unit[k] + short * given_o2 / given) / wanted
            s.f_co2[k] = (s.f_co2[k] * s.v_unit[k] + short * given_co2 / given) / wanted
            s.v_unit[k] = wanted


@njit(cache=True)
def tissue(s, t, fx, hb: float, factor: float, blocked: float, qb: float, qh: float, qr: float, dt: float) -> None:
    """What brain, heart and body use and make; unmet need is remembered as oxygen debt."""
    scale = t.vo20 / 250.0
    need = s.vo2_need / 60.0 * dt
    brain = 48.0 * scale / 60.0 * dt * s.cbf_need
    heart = s.mvo2 / 60.0 * dt
    body = max(need - brain - heart, 0.2 * need)
    usable = 1.0 - fx[FX.oxygen_use_block]
    s.pv_brain = o2_tension(s.o_brain, hb, factor, blocked, s.pv_brain)
    s.pv_heart = o2_tension(s.o_heart, hb, factor, blocked, s.pv_heart)
    s.pv_body = o2_tension(s.o_body, hb, factor, blocked, s.pv_body)
    u_brain = brain * min(1.0, s.pv_brain / 14.0) * usable
    u_heart = heart * min(1.0, s.pv_heart / 9.0) * usable
    u_body = body * min(1.0, s.pv_body / 17.0) * usable
    size = t.blood0 / 5500.0
    u_brain = min(u_brain, 0.5 * s.o_brain * V_BRAIN * size)
    u_heart = min(u_heart, 0.5 * s.o_heart * V_HEART * size)
    u_body = min(u_body, 0.5 * s.o_body * V_BODY * size)
    s.o_brain += (qb * (s.o_art - s.o_brain) - u_brain) / (V_BRAIN * size)
    s.o_heart += (qh * (s.o_art - s.o_heart) - u_heart) / (V_HEART * size)
    s.o_body += (qr * (s.o_art - s.o_body) - u_body) / (V_BODY * size)
    used = u_brain + u_heart + u_body
    made = used * t.rq
    deficit = max(body - u_body, 0.0)
    made += 0.5 * deficit * t.rq  # buffering of acid frees carbon dioxide
    big = t.weight**0.9 / 77.0**0.9
    m_brain = u_brain
    m_slow = 0.30 * (made - m_brain)
    m_fast = made - m_brain - m_slow
    s.c_brain += (qb * (s.c_art - s.c_brain) + m_brain) / (C_BRAIN * big)
    s.c_fast += ((0.62 * qr + qh) * (s.c_art - s.c_fast) + m_fast) / (C_FAST * big)
    s.c_slow += (0.38 * qr * (s.c_art - s.c_slow) + m_slow) / (C_SLOW * big)
    rate = 60.0 / dt
    s.vo2 += dt / 5.0 * (used * rate - s.vo2)
    s.vco2 += dt / 5.0 * (made * rate - s.vco2)
    s.oxygen_deficit += dt / 5.0 * ((need - used) * rate - s.oxygen_deficit)
    s.o2_used += used
    s.co2_made += made


@njit(cache=True)
def plasma_of(s, t) -> float:
    """Plasma in vessels: all blood less the red cells."""
    held = s.v_lv + s.v_rv + s.v_la + s.v_ra + s.v_ao + s.v_sa + s.v_vc + s.v_pa + s.v_pv
    for i in range(6):
        held += s.v_bed[i]
    return max(held - s.rbc, 1.0)
