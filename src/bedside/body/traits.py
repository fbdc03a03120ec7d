"""From a person to the constants of a body: sizes, springs, resistances and set-points by published scaling.

Volumes scale with the blood volume of the person, stiffness with pressure over volume, so that time constants keep
their size
(allometry of the circulation: Dawson 2001; chambers with body size: Lang 2015). Flows to the beds are the shares of
ICRP 89
(Valentin 2002, men and women at rest).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from bedside.body.person import OXYGEN_USE, URINE_PER_KG, Person, at_age
from bedside.body.record import CONTROLS, STATE, TRAITS
from bedside.body.rhythms.conduction import CONDUCTION, begin
from bedside.body.rhythms.table import index_of

FLOW_SHARES = (0.131, 0.041, 0.255, 0.194, 0.171, 0.207)
"""Brain, heart, splanchnic, kidneys, muscle, skin with bone and fat."""
UNSTRESSED_SHARES = (0.03, 0.01, 0.38, 0.03, 0.24, 0.20)
VENOUS_COMPLIANCE = (4.0, 1.2, 46.0, 5.0, 24.0, 20.0)  # mL/mmHg at 5.5 L of blood, in all about 110 (Guyton 1973)
VENOUS_RESISTANCE = (0.24, 0.75, 0.12, 0.15, 0.17, 0.15)  # mmHg s/mL at 5.6 L/min, estimate from 3-4 mmHg of drop
TIDAL_PER_KG = 6.8
PB = 760.0


def traits_of(person: Person, goals: Mapping[str, float]) -> Any:
    """An array of one `TRAITS` for `person` who is to rest at `goals` (names and units of `Person.normal`)."""
    rows = np.zeros(1, TRAITS)
    t = rows[0]
    lean = person.lean_weight
    blood = person.blood_volume
    size = blood / 5500.0
    t["age"], t["weight"], t["height"], t["bsa"] = person.age_years, person.weight, person.height, person.body_surface
    t["lean"], t["male"], t["pregnant"] = lean, float(person.sex == "male"), person.gestation
    mean = goals["diastolic_pressure"] + 0.37 * (goals["systolic_pressure"] - goals["diastolic_pressure"])
    t["map0"] = goals.get("mean_arterial_pressure", mean)
    t["pp0"] = goals["systolic_pressure"] - goals["diastolic_pressure"]
    t["hr0"], t["rr0"], t["co0"] = goals["heart_rate"], goals["respiratory_rate"], goals["cardiac_output"]
    t["sv0"] = 1000.0 * t["co0"] / t["hr0"]
    t["tv0"] = TIDAL_PER_KG * lean * 13.0 / 13.0
    t["paco2"], t["spo20"], t["temp0"] = goals["paco2"], goals["spo2"], goals["temperature"]
    t["p50"], t["rq"] = 26.8 * (0.75 + 0.25 * min(1.0, person.age_years / 0.5)), 0.80
    _heart(t, person)
    _vessels(t, blood, size)
    _lungs(t, person, lean)
    _chemistry(t, person, goals, blood)
    warm = 1.0 + 0.1 * (t["temp0"] - 37.0)
    t["vo20"] = at_age(OXYGEN_USE, person.age_years) * person.body_surface * (1 + 0.15 * person.gestation) * warm
    t["vco20"] = t["vo20"] * t["rq"]
    t["vo2max"] = person.highest_oxygen_use
    t["baro_gain"] = 1.0 if person.age_years < 40 else max(0.6, 1.0 - 0.006 * (person.age_years - 40))
    t["chemo_gain"] = 0.24  # of resting ventilation per mmHg, about 2 L/min/mmHg (Levitzky 2013)
    t["pacer_threshold"] = 68.0  # mA through the skin, typical 40-80 (Zoll 1985)
    return rows


def _heart(t: Any, person: Person) -> None:
    t["hr_max"] = max(person.highest_heart_rate, t["hr0"] * 1.05)
    intrinsic = (118.1 - 0.57 * person.age_years) if person.age_years >= 14 else 118.1 * t["hr0"] / 74.0  # Jose 1966
    t["hr_intrinsic"] = min(max(intrinsic, 1.15 * t["hr0"]), 0.93 * t["hr_max"])
    t["sym0"] = 0.24
    faster = 1.0 + (t["hr_max"] / t["hr_intrinsic"] - 1.0) * t["sym0"]
    vagal = (1.0 - t["hr0"] / (t["hr_intrinsic"] * faster)) / 0.78
    t["vag0"] = min(max(vagal, 0.08), 0.8)
    t["hr_intrinsic"] = t["hr0"] / (faster * (1.0 - 0.78 * t["vag0"]))
    k = t["sv0"] / 79.0
    p = t["map0"] / 93.0
    t["v0_lv"], t["v0_rv"] = 11.0 * k, 14.0 * k
    edv = t["sv0"] / 0.57
    t["e_lv"] = 1.06 * (t["map0"] + 0.35 * t["pp0"]) / max(edv - t["sv0"] - t["v0_lv"], 5.0 * k)
    t["e_rv"] = 0.60 / k * (0.5 + 0.5 * p)
    t["a_lv"], t["b_lv"] = 0.72, 0.0205 / k
    t["a_rv"], t["b_rv"] = 0.70, 0.0212 / k
    t["e_la"], t["e_ra"] = 0.19 / k, 0.13 / k
    t["vh0"] = 380.0 * k


def _vessels(t: Any, blood: float, size: float) -> None:
    flow = t["co0"] / 0.06
    total = 0.80 * t["sv0"] / t["pp0"]
    t["c_ao"], t["c_sa"] = 0.40 * total, 0.60 * total
    t["l_ao"], t["r_ao"] = 0.0011 / size, 0.012 * (93.0 / flow)
    venous = 7.4
    t["c_bed"] = np.array(VENOUS_COMPLIANCE) * size
    t["q0_bed"] = np.array(FLOW_SHARES) * flow
    t["rv_bed"] = np.array(VENOUS_RESISTANCE) * (93.0 / flow)
    t["r_bed"] = (t["map0"] - venous) / t["q0_bed"]
    t["r_bed"][0] = (t["map0"] - 10.0) / t["q0_bed"][0]
    t["r_bed"][1] = (t["map0"] - 5.0) / t["q0_bed"][1] / 1.35
    t["c_vc"], t["r_vc"] = 9.0 * size, 0.006 * (93.0 / flow)
    t["c_pa"], t["c_pv"] = 4.2 * t["sv0"] / 79.0, 11.0 * size
    t["r_pulm"], t["r_pv"] = 0.118 * (93.0 / flow), 0.010 * (93.0 / flow)
    t["resist_scale"] = 1.0
    stressed = total * t["map0"] + sum(t["c_bed"]) * 7.0 + t["c_vc"] * 7.0 + t["c_pa"] * 20.0 + t["c_pv"] * 11.0
    chambers = 4.9 * t["sv0"]
    free = max(blood - stressed - chambers, 0.3 * blood)
    t["v0_ao"], t["v0_sa"] = 0.02 * free, 0.05 * free
    t["v0_bed"] = np.array(UNSTRESSED_SHARES) / sum(UNSTRESSED_SHARES) * 0.80 * free
    t["v0_vc"], t["v0_pa"], t["v0_pv"] = 0.07 * free, 0.025 * free, 0.035 * free
    t["blood0"] = t["start_blood"] = blood
    t["p_set"] = t["map0"]
    t["auto_ref"] = 1.0


def _lungs(t: Any, person: Person, lean: float) -> None:
    k = lean / 75.0
    t["tlc"] = 6200.0 * k * (1.0 if person.sex == "male" or person.age_years < 14 else 0.90)
    frc = 2900.0 * k * (1.0 - 0.2 * person.gestation)
    if person.age_years < 2:
        frc *= 0.75
    t["frc"] = np.array([0.46, 0.54]) * frc
    t["cl"] = np.array([0.46, 0.54]) * 200.0 * k
    t["ccw"] = np.array([0.46, 0.54]) * 200.0 * k * (1.5 if person.age_years < 2 else 1.0)
    narrow = k**-0.85
    t["r_up"], t["r_br"] = 0.0007 * narrow, 0.0007 * narrow
    t["dead_space"] = 1.92 * lean
    t["vq0"], t["shunt0"] = 0.20, 0.025
    strength = 95.0 if person.sex == "male" else 75.0  # Black and Hyatt 1969: about 100-125 and 75-90 cmH2O
    if person.age_years > 50:
        strength *= max(0.5, 1.0 - 0.008 * (person.age_years - 50))
    t["pmus_max"] = strength * (0.62 if person.age_years < 2 else 1.0) * 0.62


def _chemistry(t: Any, person: Person, goals: Mapping[str, float], blood: float) -> None:
    t["hb0"] = goals["haemoglobin"]
    water = (0.60 if person.sex == "male" else 0.52) * person.weight * 1000.0
    if person.age_years < 1:
        water = 0.72 * person.weight * 1000.0
    plasma = blood * (1.0 - t["hb0"] / 335.0)
    t["icf0"] = 0.60 * water
    t["isf0"] = max(0.40 * water - plasma, 0.16 * person.weight * 1000.0)
    lasting = _base_excess(person.normal())
    t["sbe0"] = lasting - 0.8
    t["na0"], t["k0"], t["ca0"], t["alb0"] = 140.0, goals["potassium"], 1.2, 43.0
    t["cl0"] = 104.4 - lasting
    t["glucose0"], t["lactate0"], t["insulin0"], t["insulin_sens"] = goals["glucose"], goals["lactate"], 9.0, 1.0
    t["ketones0"] = 0.1
    small = min(1.0, person.body_surface / 1.73)
    t["gfr0"] = 125.0 * person.body_surface / 1.96 if person.age_years > 2 else 60.0 * small
    if person.age_years > 45:
        t["gfr0"] *= max(0.55, 1.0 - 0.008 * (person.age_years - 45))
    t["gfr0"] *= 1.0 + 0.45 * person.gestation
    t["urine0"] = at_age(URINE_PER_KG, person.age_years) * person.weight / 60.0
    t["creatinine0"] = 80.0 if person.sex == "male" else 66.0
    if person.age_years < 14:
        t["creatinine0"] = 22.0 + 3.2 * person.age_years
    t["urea0"] = 5.0
    t["icp0"] = 10.0 if person.age_years > 3 else 5.0
    t["gcs0"], t["pain0"] = goals["gcs"], goals["pain"]


def _base_excess(normal: Mapping[str, float]) -> float:
    """Base excess, mmol/L, that gives the normal pH at the normal carbon dioxide (Siggaard-Andersen 1977)."""
    bicarbonate = 0.0307 * normal["paco2"] * 10.0 ** (normal["ph"] - 6.105)
    excess = 0.93 * (bicarbonate - 24.4 + 14.83 * (normal["ph"] - 7.40))
    return float(excess) if abs(excess) > 0.5 else 0.0


def controls_of(goals: Mapping[str, float]) -> Any:
    """An array of one `CONTROLS` with nobody doing anything: room air at rest, lightly dressed."""
    rows = np.zeros(1, CONTROLS)
    u = rows[0]
    for name, value in {
        "base_o2": 0.2095,
        "base_mmhg": PB,
        "base_ambient_c": 23.0,
        "clothing": 0.6,
        "cpr_rate": 110.0,
        "cpr_depth": 5.0,
        "cpr_fraction": 0.9,
        "vent_fio2": 0.21,
        "vent_ti": 1.0,
        "inspired_o2": 0.2095,
        "barometric_mmhg": PB,
        "ambient_temperature_c": 23.0,
    }.items():
        u[name] = value
    fio2 = goals.get("fio2", 0.21)
    if fio2 > 0.22:
        u["o2_share"], u["o2_flow"] = fio2, 10.0
    return rows


def start_of(t: Any) -> Any:
    """An array of one `STATE` close to rest, from which a person is settled."""
    rows = np.zeros(1, STATE)
    s = rows[0]
    flow = t["co0"] / 0.06
    edv = t["sv0"] / 0.57
    s["v_lv"], s["v_rv"] = edv * 0.8, edv * 0.85
    s["v_la"], s["v_ra"] = 8.0 + 9.0 / t["e_la"], 8.0 + 8.0 / t["e_ra"]
    s["v_ao"], s["v_sa"] = t["v0_ao"] + t["c_ao"] * t["map0"], t["v0_sa"] + t["c_sa"] * t["map0"]
    s["v_vc"] = t["v0_vc"] + t["c_vc"] * 7.6
    s["v_pa"], s["v_pv"] = t["v0_pa"] + t["c_pa"] * 20.0, t["v0_pv"] + t["c_pv"] * 10.0
    held = sum(float(s[name]) for name in ("v_lv", "v_rv", "v_la", "v_ra", "v_ao", "v_sa", "v_vc", "v_pa", "v_pv"))
    beds = t["v0_bed"] + t["c_bed"] * 7.0
    s["v_bed"] = beds * (t["start_blood"] - held) / float(np.sum(beds))
    s["q_bed"], s["q_lung"], s["q_lv"] = t["q0_bed"], flow, flow
    s["q_pulm"] = np.array([0.46, 0.54]) * flow
    s["map"] = s["mao"] = s["baro"] = s["p_sa"] = s["p_ao"] = t["map0"]
    s["sbp"], s["dbp"] = t["map0"] + 0.6 * t["pp0"], t["map0"] - 0.4 * t["pp0"]
    s["cvp"], s["mpap"], s["pcwp"] = 4.0, 16.0, 7.0
    s["co"] = s["co_slow"] = t["co0"]
    s["sv"] = s["sv_mean"] = s["beat_sv"] = t["sv0"]
    s["rr_mean"], s["edv"] = 60.0 / t["hr0"], edv
    s["sym"] = s["sym_h"] = s["sym_r"] = s["sym_v"] = t["sym0"]
    s["vag"], s["sinus"] = t["vag0"], t["hr0"]
    s["epi"], s["nor"], s["thick"] = 0.034, 0.19, 1.0
    s["r_auto"], s["energy"], s["mbalance"], s["mvo2"] = 1.0, 1.0, 1.0, 27.0 * t["vo20"] / 250.0
    s["vol"], s["frc"] = t["frc"], float(np.sum(t["frc"]))
    s["v_unit"] = np.array([0.48, 0.48, 0.04, 0.48, 0.48, 0.04]) * np.repeat(t["frc"], 3)
    s["f_o2"], s["f_co2"] = 104.0 / 713.0, t["paco2"] / 713.0
    s["d_o2"], s["d_co2"], s["d_co2_p"] = 104.0 / 713.0, t["paco2"] / 713.0, t["paco2"]
    s["breath_period"], s["breath_ti"] = 60.0 / t["rr0"], 0.325 * 60.0 / t["rr0"]
    s["drive"] = s["neural"] = 1.0
    s["rate"], s["tidal"], s["mv"] = t["rr0"], t["tv0"], t["rr0"] * t["tv0"] / 1000.0
    s["pmus_top"] = t["tv0"] / 100.0
    hb = t["hb0"] / 1000.0
    full = 1.39 * hb * 0.975 + 0.003
    used = t["vo20"] / (t["co0"] * 1000.0)
    s["o_art"], s["o_body"], s["o_brain"], s["o_heart"] = full, full - used, full - 1.35 * used, full * 0.35
    s["c_art"], s["c_fast"], s["c_slow"], s["c_brain"] = 0.48, 0.48 + 0.7 * used, 0.48 + 0.8 * used, 0.48 + used
    s["cv_o2"], s["cv_co2"] = full - used, 0.48 + 0.8 * used
    s["po2"], s["sao2"], s["pco2"], s["ph"] = 95.0, 0.975, t["paco2"], 7.39
    s["pvo2"], s["svo2"], s["pvco2"], s["pbrain_co2"] = 40.0, 0.74, t["paco2"] + 6.0, t["paco2"] + 8.0
    s["pv_brain"], s["pv_body"], s["pv_heart"], s["pc_o2"] = 33.0, 40.0, 20.0, 104.0
    s["shunt"], s["spo2"], s["etco2"] = 0.03, t["spo20"], t["paco2"] * 0.95
    s["vo2"], s["vco2"], s["vo2_need"] = t["vo20"], t["vco20"], t["vo20"]
    s["rbc"] = t["start_blood"] * t["hb0"] / 335.0
    _fill_chemistry(s, t)
    return rows


def _fill_chemistry(s: Any, t: Any) -> None:
    plasma = t["start_blood"] - s["rbc"]
    s["blood"] = t["start_blood"]
    s["albumin_mass"], s["albumin"] = t["alb0"] * plasma / 1000.0, t["alb0"]
    s["isf"], s["icf"] = t["isf0"], t["icf0"]
    ecf = (plasma + t["isf0"]) / 1000.0
    s["na_ecf"], s["cl_ecf"] = t["na0"] * ecf, t["cl0"] * ecf
    s["na_plasma"], s["cl_plasma"] = t["na0"], t["cl0"]
    s["k"], s["ca"], s["lactate"], s["ketones"] = t["k0"], t["ca0"], t["lactate0"], t["ketones0"]
    s["glucose"], s["insulin"], s["insulin_own"], s["glucagon"] = t["glucose0"], t["insulin0"], t["insulin0"], 1.0
    s["urea"], s["creatinine"], s["gfr"], s["urine"], s["adh"] = (
        t["urea0"],
        t["creatinine0"],
        t["gfr0"],
        t["urine0"],
        1.0,
    )
    t["osm0"] = 1.86 * t["na0"] + t["glucose0"] + t["urea0"] + 9.0
    s["osm"] = t["osm0"]
    t["sid0"] = t["na0"] + t["k0"] + 2.0 * t["ca0"] - t["cl0"] - t["lactate0"] - t["ketones0"]
    s["sid"], s["sbe"] = t["sid0"], t["sbe0"]
    s["temp"], s["skin_t"] = t["temp0"], 33.3 + 0.6 * (t["temp0"] - 37.0)
    s["awake"] = s["awake_stem"] = 1.0
    s["cbf_need"], s["icp"], s["eeg"] = 1.0, t["icp0"], 97.0
    s["gcs_brain"], s["pain"] = t["gcs0"], t["pain0"]
    t["cbf0"] = t["q0_bed"][0]
    t["spo20_po2"] = 95.0
    t["rest_drive_set"] = t["paco2"] + 8.0
    t["pc0"] = 7.0 + 9.0


def conduction_of(t: Any, rhythm: str) -> Any:
    """An array of one `CONDUCTION` in `rhythm` for a person with these traits."""
    rows = np.zeros(1, CONDUCTION)
    begin(rows[0], index_of(rhythm), float(t["hr0"]))
    return rows
