"""What moves once a second: heart muscle, fluids and kidneys, electrolytes, sugar, heat, lactate, bleeding, work."""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.engine.gas import plasma_of
from bedside.body.record import HEART, KIDNEY, SKIN, SPLANCHNIC

LACTATE_PER_ML = 0.27  # mmol made for a mL of oxygen that is missed: 6 ATP an O2 against 1 a lactate
LACTATE_SPACE = 0.50  # L/kg


@njit(cache=True)
def near(now: float, goal: float, tau: float) -> float:
    """One second of a first-order approach."""
    return now + (1.0 - math.exp(-1.0 / tau)) * (goal - now)


@njit(cache=True)
def myocardium(s, t, c, fx) -> None:
    """Oxygen need and supply of the heart muscle, its energy by territory, and what dies of it."""
    rate = 60.0 / max(c.interval, 0.15) if c.strength > 0.0 and c.since_ventricular < 3.0 else 0.0
    load = rate / t.hr0 * max(s.sbp, 20.0) / (t.map0 + 0.62 * t.pp0)
    inotropy = math.exp(0.35 * min(max(0.45 * (s.sym_h - t.sym0) + fx[FX.contractility], -1.0), 1.5))
    need = (5.0 + 22.0 * load * inotropy) * t.vo20 / 250.0
    if rate <= 0.0:
        need = (8.0 if s.quivering > 0.0 else 3.0) * t.vo20 / 250.0
    s.mvo2 = near(s.mvo2, need, 3.0)
    supply = s.q_bed[HEART] * 60.0 * max(s.o_art, 0.0) * 0.78
    wanted = s.mvo2
    s.mbalance = near(s.mbalance, min(1.0, supply / max(wanted, 0.1)), 6.0)
    calm = 1.0
    if s.temp < 33.0:
        calm += 0.25 * (33.0 - s.temp)
    shut = (fx[FX.coronary_occlusion_lad], fx[FX.coronary_occlusion_rca], fx[FX.coronary_occlusion_cx])
    for i in range(3):
        fed = s.mbalance * (1.0 - 0.92 * shut[i])
        if s.pv_heart < 7.0:
            fed *= s.pv_heart / 7.0
        if s.po2 < 26.0:
            fed *= max((s.po2 - 8.0) / 18.0, 0.0)
        fed *= 1.0 - 0.9 * fx[FX.oxygen_use_block]
        goal = min(1.0, fed * 1.12) * (1.0 - s.necrosis[i])
        if rate > 0.0:
            tau = 75.0 * calm if goal < s.energy[i] else 25.0
        else:
            tau = 300.0 * calm if goal < s.energy[i] else 30.0
        s.energy[i] = near(s.energy[i], goal, tau)
        if fed < 0.35:
            s.necrosis[i] += (1.0 - s.necrosis[i]) * (0.35 - fed) / 0.35 / (4.0 * 3600.0) / calm


@njit(cache=True)
def lose(s, volume: float, share: float) -> float:
    """Take `volume` mL of whole blood out of the great veins and the large arteries; returns what could be taken."""
    most = 0.02 * max(s.blood - 300.0, 0.0)
    volume = min(volume, most)
    if volume <= 0.0:
        return 0.0
    return volume


@njit(cache=True)
def bleed(s, t, u, fx) -> None:
    """Blood lost to the outside and into cavities; flow falls with pressure and clotting."""
    push = min(max(s.map / t.map0, 0.0), 1.5)
    push = push**0.5 if push > 0.0 else 0.0
    hold = 1.0 - 0.55 * fx[FX.haemostasis] + 0.35 * fx[FX.coagulopathy]
    rate = u.bleeding_external * (1.0 - u.tourniquet)
    outside = rate
    belly = u.bleeding_abdomen
    left, right, sac = u.hemothorax_left, u.hemothorax_right, u.pericardial_bleed
    total = (outside + belly + left + right + sac) / 60.0 * hold
    if push < 0.70:
        total *= push / 0.70
    if total <= 0.0:
        return
    taken = lose(s, total, 1.0)
    if taken <= 0.0:
        return
    part = taken / total
    cells = s.rbc / s.blood
    s.rbc -= taken * cells
    s.albumin_mass -= taken * (1.0 - cells) * s.albumin / 1000.0
    s.na_ecf -= taken * (1.0 - cells) * s.na_plasma / 1000.0
    s.cl_ecf -= taken * (1.0 - cells) * s.cl_plasma / 1000.0
    s.na_out += taken * (1.0 - cells) * s.na_plasma / 1000.0
    drain(s, t, -taken)
    s.lost_blood += taken
    k = part * hold / 60.0 * (push / 0.70 if push < 0.70 else 1.0)
    s.fluid[0] += left * k
    s.fluid[1] += right * k
    s.v_eff += sac * k
    s.bled_inside += (belly + left + right + sac) * k


@njit(cache=True)
def drain(s, t, volume: float) -> None:
    """Add (or take) volume in the veins in proportion to what they hold."""
    held = s.v_vc
    for i in range(6):
        held += s.v_bed[i]
    if held <= 1.0:
        return
    x = max(volume / held, -0.5)
    s.v_vc += s.v_vc * x
    for i in range(6):
        s.v_bed[i] += s.v_bed[i] * x


@njit(cache=True)
def infuse(s, t, fluids) -> None:
    """Run fluids in: each mL brings cells, plasma, albumin, water and salts."""
    for i in range(fluids.shape[0]):
        f = fluids[i]
        if f.rate <= 0.0 or f.left <= 0.0:
            continue
        ml = min(f.rate, f.left)
        f.left -= ml
        volume = ml
        drain(s, t, volume)
        s.given_blood += volume
        s.rbc += ml * f.cells
        s.albumin_mass += ml * f.albumin
        s.na_ecf += ml * f.na
        s.na_in += ml * f.na
        s.cl_ecf += ml * f.cl
        s.water_in += ml * (1.0 - f.cells)
        space = ecf_of(s, t) / 1000.0
        s.k += ml * f.k / (space * 3.5)
        s.glucose += ml * f.glucose / space
        s.osmoles += ml * f.osmoles
        s.lactate += ml * f.lactate / (LACTATE_SPACE * t.weight)
        s.ca += ml * f.calcium / space
        s.acid -= ml * f.bicarbonate / space * 0.0


@njit(cache=True)
def ecf_of(s, t) -> float:
    """Extracellular water, mL."""
    return max(plasma_of(s, t) + s.isf, 500.0)


@njit(cache=True)
def fluids_and_kidney(s, t, u, fx) -> None:
    """Starling exchange, osmosis into cells, kidneys (filtration, water, salt, potassium), and other losses."""
    plasma = plasma_of(s, t)
    s.blood = plasma + s.rbc
    s.albumin = s.albumin_mass / plasma * 1000.0
    # capillaries: Starling 1896; filtration coefficient after Guyton 2006, oncotic pressure of albumin
    pressure = capillary_pressure(s, t)
    oncotic = 25.0 * (max(s.albumin, 0.5) / t.alb0) ** 1.15
    tight = max(0.0, 1.0 - 0.85 * min(max(fx[FX.capillary_leak], 0.0), 1.0))
    swell = (s.isf - t.isf0) / t.isf0  # tissue is tight until it is wet (Guyton 1965)
    room = swell / 0.016 if swell < 0.05 else 3.1 + (swell - 0.05) / 0.06
    k = 2.4 / 60.0 * t.weight / 77.0 * (1.0 + 2.2 * min(max(fx[FX.capillary_leak], 0.0), 1.2))
    push = (pressure - t.pc0) - tight * (oncotic - 25.0) + (1.0 - tight) * 9.0 - room
    flux = k * push * (1.25 if push > 0.0 else 0.42)  # what has left comes back slowly (Lister 1963)
    flux = min(max(flux, -1.2 * t.weight / 77.0), 0.02 * plasma)
    drain(s, t, -flux)
    s.isf += flux
    spill = min(max(fx[FX.capillary_leak], 0.0), 1.0) * 0.004 / 60.0
    s.albumin_mass -= s.albumin_mass * spill * 1.0
    # lungs: water above the safety margin of the capillary, cleared in hours (Staub 1974)
    edge = 23.0 + (oncotic - 25.0) * 0.7 - 10.0 * min(max(fx[FX.capillary_leak], 0.0), 1.0)
    strain = max(0.0, 0.10 * (s.pcwp - edge)) if u.cpr == 0 else 0.0
    s.lung_water += strain + 0.02 * max(fx[FX.capillary_leak] - 0.55, 0.0)
    if u.drowned > 0.0:
        s.lung_water += 2.0 * u.drowned * (1.0 if s.lung_water < 900.0 else 0.0)
    s.lung_water -= s.lung_water / 5400.0 * (1.0 if s.pcwp < edge else 0.2)
    s.lung_water = min(max(s.lung_water, 0.0), 1500.0)
    # cells: water follows particles
    ecf = plasma + s.isf
    s.na_plasma = s.na_ecf / ecf * 1000.0
    s.cl_plasma = s.cl_ecf / ecf * 1000.0
    s.osmoles -= s.osmoles * s.gfr / t.gfr0 / 7000.0  # mannitol and the like, half gone in 80 min
    tonic = 1.86 * s.na_plasma + s.glucose + 9.0 + t.urea0 + s.osmoles / ecf * 1000.0
    s.osm = tonic - t.urea0 + s.urea
    inside = t.osm0 * t.icf0 / s.icf
    move = (tonic - inside) * t.icf0 / t.osm0 / 900.0
    move = min(max(move, -4.0), 4.0)
    s.icf -= move
    s.isf += move
    # kidneys
    rpf = s.q_bed[KIDNEY] * 60.0 * plasma / s.blood
    narrow = (
        1.42 * max(u.kidney_artery_stenosis - 0.4, 0.0) ** 1.3
    )  # pressure falls past a narrowing of half (De Bruyne 2006)
    drop = max(s.mao * (1.0 - narrow) - 42.0, 0.0) / max(t.map0 - 42.0, 1.0)
    squeeze = min(drop, 1.0) ** 0.65
    flow = rpf / max(t.q0_bed[KIDNEY] * 60.0 * (1.0 - t.hb0 / 335.0), 1.0)
    gfr = t.gfr0 * max(flow, 0.0) ** 0.42 * squeeze * (1.0 - fx[FX.kidney_failure])
    s.gfr = near(s.gfr, gfr, 20.0)
    filtered = s.gfr / t.gfr0
    push = min(max((max(s.mao, 1.0) / t.map0) ** 2.6, 0.05), 4.0)
    stretch = max(s.blood / t.start_blood - 1.0, -0.3)
    calm = max(0.10, 1.0 - 1.35 * max(s.sym_r - t.sym0, 0.0))
    s.adh = near(
        s.adh,
        min(
            max(1.0 + 0.14 * (tonic - t.osm0) - 6.0 * min(stretch, 0.1) + 3.0 * max(s.sym_r - t.sym0 - 0.2, 0.0), 0.1),
            12.0,
        ),
        300.0,
    )
    dilute = (1.0 - 0.85 * fx[FX.antidiuresis]) / (0.55 + 0.45 * s.adh)
    salt = filtered * push * calm * (1.0 + fx[FX.natriuresis] + 5.0 * max(stretch, 0.0))
    water = filtered * push * calm * dilute * (1.0 + 6.0 * max(stretch, 0.0)) + fx[FX.diuresis] * filtered * max(
        calm, 0.4
    )
    sugar = max(0.0, s.glucose - 11.0) * 0.055 * filtered
    urine = t.urine0 * max(water + sugar, 0.0)
    urine = min(urine, 0.35 * s.gfr + 0.001)
    s.urine = near(s.urine, urine, 60.0)
    out = s.urine / 60.0
    na = min(t.urine0 * 0.10 * max(salt + 0.65 * sugar + 0.75 * fx[FX.diuresis] * filtered, 0.0), s.urine * 0.25)
    kal = (
        t.urine0
        * 0.045
        * max(0.3 + 0.7 * filtered, 0.0)
        * (1.0 + fx[FX.kaliuresis])
        * max(s.k / t.k0, 0.2) ** 2
        * min(filtered + 0.05, 1.5)
    )
    s.urine_na, s.urine_k = na, kal
    s.urine_osm = min(max(650.0 * (t.urine0 / max(s.urine, 0.05)) ** 0.62, 60.0), 1250.0)
    drain(s, t, -out)
    s.urine_total += out
    s.na_ecf -= na / 60.0
    s.na_out += na / 60.0
    s.cl_ecf -= na / 60.0 * 0.95
    s.water_out += out
    losses = max(fx[FX.fluid_loss], 0.0) / 60.0
    if u.burn_area > 0.0:  # Baxter 1979: 4 mL/kg and % in a day, half in the first 8 h
        losses += 4.0 * t.weight * u.burn_area * 100.0 / (16.0 * 3600.0)
        s.albumin_mass -= 0.025 * losses
    pure = max(fx[FX.water_loss], 0.0) / 60.0 + s.sweat / 3600.0
    off = u.dialysis_uf / 3600.0
    gone = losses + pure + off
    from_isf = min(0.75 * gone, 0.2 * s.isf)
    s.isf -= from_isf
    drain(s, t, -(gone - from_isf))
    s.water_out += gone
    lost_na = (losses + off) * 0.135 + s.sweat / 3600.0 * 0.04
    s.na_ecf -= lost_na
    s.na_out += lost_na
    s.cl_ecf -= lost_na * 0.85
    if u.drink > 0.0:
        s.isf += u.drink / 60.0 * 0.4
        s.icf += u.drink / 60.0 * 0.6
        s.water_in += u.drink / 60.0
    waste = 1.0 - s.gfr / t.gfr0
    s.creatinine += (
        (t.creatinine0 * max(waste, -0.3) - (s.creatinine - t.creatinine0) * s.gfr / t.gfr0) / (26.0 * 3600.0) * 2.2
    )
    s.urea += (t.urea0 * max(waste, -0.3) - (s.urea - t.urea0) * s.gfr / t.gfr0) / (40.0 * 3600.0) * 2.0
    if u.dialysis > 0.0:
        space = 1000.0 * 0.55 * t.weight
        s.urea -= s.urea * u.dialysis / 60.0 / space
        s.creatinine -= s.creatinine * u.dialysis / 60.0 / space
        s.k -= (s.k - u.dialysis_k) * u.dialysis / 60.0 / (0.30 * 1000.0 * t.weight) * 1.2
        s.acid -= s.acid * u.dialysis / 60.0 / (0.3 * 1000.0 * t.weight)
    space = max(ecf_of(s, t) / 1000.0, 1.0)
    s.k += (fx[FX.potassium_load] / 60.0 + (t.urine0 * 0.045 - kal) / 60.0) / (space * 4.0)


@njit(cache=True)
def capillary_pressure(s, t) -> float:
    """Mean capillary pressure, mmHg: venous pressure plus the small share of the drop behind the arterioles."""
    back = 0.0
    up = 0.0
    for i in range(2, 6):
        venous = max((s.v_bed[i] - t.v0_bed[i]) / t.c_bed[i], -2.0)
        back += (venous + t.rv_bed[i] * s.q_bed[i] * 0.0) * 0.25
        up += s.q_bed[i]
    base = 0.0
    for i in range(2, 6):
        base += t.q0_bed[i]
    return back + 9.0 * up / max(base, 1.0)


@njit(cache=True)
def pull_of(ratio: float) -> float:
    """Uptake of glucose at `ratio` times the resting insulin, over rest; it saturates near fourfold (Rizza 1981)."""
    if ratio <= 1.0:
        return ratio
    over = ratio - 1.0
    return 1.0 + 2.8 * over / (over + 8.0)


@njit(cache=True)
def chemistry(s, t, fx, insulin_given: float) -> None:
    """Sugar, insulin, ketones, potassium, calcium, lactate, base excess and methaemoglobin."""
    # glucose and insulin: one plasma pool, secretion by level, uptake by insulin and brain (after Bergman 1979)
    level = s.glucose
    free = 1.0 - fx[FX.insulin_deficiency]
    goal = t.insulin0 * free * (1.0 + fx[FX.insulin_release]) * min(max(0.05, 1.0 + 1.7 * (level - t.glucose0)), 7.0)
    if s.sym_r > 0.6:
        goal *= 0.6
    s.insulin_own = near(s.insulin_own, min(goal, 150.0), 420.0)
    s.insulin = s.insulin_own + insulin_given
    acting = s.insulin * (1.0 - fx[FX.insulin_resistance]) * t.insulin_sens
    alarm = max(0.0, 3.9 - level) * 0.9 + 0.5 * max(s.sym_r - t.sym0 - 0.15, 0.0) + 0.6 * s.stress_s
    s.glucagon = near(s.glucagon, 1.0 + alarm, 240.0)
    base = 0.055 / 60.0  # mmol/L a second: 2 mg/kg/min in 0.2 L/kg (Rizza 1982)
    defended = t.glucose0 + fx[FX.glucose]
    output = base * s.glucagon * max(0.04, 1.9 / (1.0 + 0.9 * acting / t.insulin0))
    uptake = base * (
        0.48 * min(level / max(t.glucose0, 1.0), 3.0) ** 0.25 * min(1.0, level / 1.0)
        + 0.52 * (level / t.glucose0) ** 0.45 * pull_of(acting / t.insulin0)
    )
    spill = max(0.0, level - 11.0) * 0.000135 * s.gfr / t.gfr0
    steer = (defended - t.glucose0) if fx[FX.glucose] != 0.0 else 0.0
    pull = 0.0
    if steer != 0.0:
        pull = (defended - level) / 500.0
    s.glucose += output - uptake - spill + fx[FX.glucose_output] / 60.0 + pull
    s.glucose = min(max(s.glucose, 0.2), 90.0)
    lack = max(0.0, 1.0 - 1.8 * acting / t.insulin0)
    make = 0.050 * lack * lack + fx[FX.ketone_production]
    s.ketones += (
        make - 0.0026 * s.ketones * min(1.0 + acting / t.insulin0 * 2.0, 5.0) + 0.0026 * 3.0 * t.ketones0
    ) / 60.0
    s.ketones = min(max(s.ketones, 0.02), 28.0)
    # lactate: from the oxygen that was missed and by adrenaline, cleared by liver and heart
    liver = min(1.0, s.q_bed[SPLANCHNIC] / (0.45 * t.q0_bed[SPLANCHNIC])) * (1.0 - fx[FX.lactate_clearance_block])
    rest_out = t.lactate0 * 0.024
    made = rest_out + fx[FX.lactate_production] + 0.012 * max(s.epi / 0.034 - 6.0, 0.0) / 10.0
    made += max(s.oxygen_deficit - 0.9 * s.exercise_vo2, 0.0) * LACTATE_PER_ML / (LACTATE_SPACE * t.weight)
    if s.exercise_vo2 > 0.0:
        hard = max(s.exercise_vo2 / max(t.vo2max, 300.0) - 0.5, 0.0)
        made += 2.4 * min(hard, 0.6) ** 2
    if s.seizure > 0.5:
        made += 0.25
    made += 0.15 * max(s.sym_r - t.sym0 - 0.22, 0.0)  # starved gut and skin of shock, estimate
    s.lactate_made = made
    s.lactate += (
        made - 0.024 * s.lactate * (0.25 + 0.75 * liver) * (1.0 if s.lactate < 6.0 else (6.0 / s.lactate) ** 0.35)
    ) / 60.0
    if fx[FX.lactate] != 0.0:
        s.lactate = near(s.lactate, max(t.lactate0 + fx[FX.lactate], 0.2), 120.0)
    s.lactate = min(max(s.lactate, 0.1), 32.0)
    # electrolytes and strong ions
    shift = (
        fx[FX.potassium_shift] - 0.005 * min(max(insulin_given, 0.0), 80.0) + 0.45 * max(7.35 - s.ph, 0.0) / 0.1 * 0.5
    )
    s.k_shift = near(s.k_shift, shift, 600.0)
    if fx[FX.potassium] != 0.0:
        s.k = near(s.k, t.k0 + fx[FX.potassium], 90.0)
    s.k = min(max(s.k, 1.2), 13.0)
    s.ca = near(s.ca, min(max(t.ca0 + fx[FX.calcium], 0.3), 3.5), 500.0)
    s.acid += fx[FX.acid_load] / 60.0 / (0.3 * t.weight)
    s.acid -= s.acid * s.gfr / t.gfr0 / (18.0 * 3600.0)
    s.sid = s.na_plasma + (s.k + s.k_shift) + 2.0 * s.ca - s.cl_plasma - s.lactate - s.ketones - s.acid - s.bic_lost
    s.bic_lost += fx[FX.bicarbonate_loss] / 60.0 / (0.3 * t.weight)
    s.sbe = t.sbe0 + (s.sid + fx[FX.bicarbonate] - t.sid0) + 0.26 * (t.alb0 - s.albumin)
    s.sbe = min(max(s.sbe, -34.0), 34.0)


@njit(cache=True)
def carbon_monoxide(s, t, u, fx) -> None:
    """Carbon monoxide by Coburn, Forster and Kane 1965 simplified: uptake by what is breathed, washout by oxygen."""
    va = max(s.va, 0.0)
    haldane = 210.0
    po2 = max(s.pc_o2, 20.0)
    equil = haldane * u.co_ppm * 1e-6 * 713.0 / po2
    equil = equil / (1.0 + equil)
    mass = 1.39 * s.rbc * 0.335
    uptake = va * 1000.0 * u.co_ppm * 1e-6 * 0.62 / 60.0 / max(mass, 50.0)
    half_s = 320.0 * 60.0 * (100.0 / max(po2, 60.0)) ** 0.72
    s.cohb_breath += uptake * max(0.0, 1.0 - s.cohb_breath / max(equil, 1e-6) if equil > 0.0 else 0.0) - (
        s.cohb_breath * 0.6931 / half_s if u.co_ppm <= 0.0 else 0.0
    )
    s.cohb_breath = min(max(s.cohb_breath, 0.0), 0.92)
    s.cohb = 1.0 - (1.0 - s.cohb_breath) * (1.0 - fx[FX.carboxyhaemoglobin])
    s.methb = near(s.methb, fx[FX.methaemoglobin], 120.0)


@njit(cache=True)
def heat_and_work(s, t, u, fx) -> None:
    """Three nodes of heat (core, muscle, skin), sweat, shivering, exercise and the oxygen they need (Gagge 1971)."""
    watts = u.exercise_watts
    want = 10.4 * watts
    most = max(t.vo2max - t.vo20, 100.0)
    aerobic = min(want, most)
    able = 1.0 if s.gcs_brain > 8.0 else 0.0
    s.exercise_vo2 = near(s.exercise_vo2, aerobic * able, 32.0 if aerobic > s.exercise_vo2 else 24.0)
    s.work = watts * able
    over = max(want - most, 0.0) * able
    defended = t.temp0 + fx[FX.temperature_set] * (1.0 - fx[FX.antipyresis]) + fx[FX.temperature]
    core = s.temp
    cold = defended - 0.35 - core + 0.10 * max(32.0 - s.skin_t, 0.0) * 0.5
    shiver = (
        min(max(0.85 * cold, 0.0), 1.0)
        * (1.0 - fx[FX.shiver_block])
        * (1.0 - fx[FX.paralysis])
        * max(0.0, 1.0 - 1.1 * fx[FX.sedation])
    )
    if core < 32.0:
        shiver *= max(0.0, 1.0 - (32.0 - core) / 2.0)
    s.shiver = near(s.shiver, shiver, 40.0)
    hot = core - defended - 0.25
    sweat = max(0.0, 900.0 * hot) + max(0.0, 25.0 * (s.skin_t - 34.5)) + 250.0 * max(s.sym - 0.62, 0.0)
    sweat = min(sweat, 1500.0) * (1.0 - fx[FX.sweat_block]) * min(1.0, s.blood / t.start_blood)
    s.sweat = near(s.sweat, sweat * t.bsa / 1.96, 60.0)
    q10 = 1.0 + 0.10 * (core - 37.0)
    if core < 33.0 and s.shiver < 0.1:
        q10 = max(0.45, 0.6 + 0.07 * (core - 33.0))
    base = (
        t.vo20
        * max(q10, 0.35)
        * (1.0 + fx[FX.metabolism] - 0.15 * min(fx[FX.sedation] + 0.7 * fx[FX.paralysis], 1.0) + 0.10 * s.stress_s)
    )
    breathing = 0.6 * max(s.mv - t.tv0 * t.rr0 / 1000.0, 0.0)
    s.vo2_need = max(base, 20.0) + s.exercise_vo2 + 2.2 * t.vo20 * s.shiver + 0.35 * t.vo20 * s.seizure + breathing
    made = s.vo2 / 60.0 * 20.2 + 0.0 * over  # 20.2 J a mL of oxygen
    mechanical = 0.22 * min(s.work, s.exercise_vo2 / 10.4)
    s.heat = made
    # conductances W/K; skin blood carries heat
    mass = t.weight
    flow = max(s.q_bed[SKIN], 0.0) / max(t.q0_bed[SKIN], 1.0)
    core_skin = (5.4 + 12.5 * flow**0.9 + 9.0 * u.water_immersion + 3.0 * s.shiver) * t.bsa / 1.96
    env = u.ambient_temperature_c
    dressed = 7.2 / (1.0 + 1.3 * u.clothing)
    conv = dressed * t.bsa
    if u.water_immersion > 0.0:
        conv = conv * (1.0 - u.water_immersion) + 75.0 * t.bsa * u.water_immersion
    evaporation = (
        s.sweat / 3600.0 * 2400.0 * (0.75 if u.water_immersion < 0.5 else 0.05) + 0.08 * made + 9.0 * t.bsa / 1.96
    )
    skin_cap = 0.12 * mass * 3470.0
    core_cap = 0.88 * mass * 3470.0
    to_skin = core_skin * (s.temp - s.skin_t)
    lost = conv * (s.skin_t - env)
    contact = u.warming * (u.warming_c - s.skin_t) + u.cooling * (u.cooling_c - s.skin_t)
    s.skin_t += (to_skin - lost - 0.75 * evaporation + contact) / skin_cap
    s.temp += (made - mechanical - to_skin - 0.25 * evaporation + fx[FX.heat_load]) / core_cap
    # fever and steering pull through the same heat balance, quickly enough to matter
    drift = defended - s.temp
    if fx[FX.temperature] != 0.0:
        s.temp += drift / 150.0
    elif fx[FX.temperature_set] != 0.0 and drift > 0.0:
        s.temp += drift / 2400.0
    s.temp = min(max(s.temp, 12.0), 45.5)
    s.skin_t = min(max(s.skin_t, 0.0), 50.0)
