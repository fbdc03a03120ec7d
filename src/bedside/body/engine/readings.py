"""From state to the numbers that can be read; once a second, into a vector in the order of `VARIABLES`."""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.engine.brain import pupils
from bedside.body.engine.breathing import dead_space
from bedside.body.engine.gas import inspired, plasma_of
from bedside.body.record import BRAIN, HEART, KIDNEY, MUSCLE, SKIN, SPLANCHNIC
from bedside.body.variables import V

CMH2O = 0.7356


@njit(cache=True)
def oximeter(s, t, dt: float) -> None:
    """What a pulse oximeter shows: some seconds late, fooled by carbon monoxide, falling at the finger without flow."""
    seen = s.sao2 + (1.0 - s.sao2) * 0.9 * s.cohb if s.cohb > 0.0 else s.sao2
    if s.methb > 0.02:
        seen = seen + (0.85 - seen) * min(s.methb / 0.35, 1.0)
    seen = 100.0 * seen + t.spo2_bias
    weak = s.co < 0.20 * t.co0
    if weak:
        s.spo2 += dt / 90.0 * (100.0 * s.svo2 * 0.6 - s.spo2)
    else:
        s.spo2 += dt / 7.0 * (min(seen, 100.0) - s.spo2)


@njit(cache=True)
def read(out, s, t, u, c, fx, table) -> None:
    """Fill `out` with every variable."""
    row = table[c.rhythm]
    beats = 60.0 / max(s.rr_mean, 0.12)
    felt = row.perfusing == 1 and s.sbp - s.dbp > 4.0 and s.sbp > 35.0 and s.co > 0.08 * t.co0
    out[V.heart_rate] = beats if felt else 0.0
    electric = 60.0 / max(c.interval, 0.12)
    if c.since_ventricular > max(3.0, 2.5 * c.interval):
        electric = 0.0
    out[V.electrical_rate] = electric if row.organised == 1 else 0.0
    out[V.systolic_pressure] = s.sbp
    out[V.diastolic_pressure] = s.dbp
    out[V.mean_arterial_pressure] = s.map
    out[V.pulse_pressure] = max(s.sbp - s.dbp, 0.0)
    out[V.central_venous_pressure] = s.cvp
    out[V.pulmonary_systolic_pressure] = s.pasp
    out[V.pulmonary_diastolic_pressure] = s.padp
    out[V.mean_pulmonary_pressure] = s.mpap
    out[V.wedge_pressure] = s.pcwp
    out[V.left_end_diastolic_pressure] = s.edp
    out[V.right_end_diastolic_pressure] = s.redp
    out[V.right_systolic_pressure] = s.rvsp
    co = max(s.co_slow, 0.0)
    if co < 0.02 or (row.perfusing == 0 and u.cpr == 0):
        co = 0.0
    out[V.cardiac_output] = co
    out[V.cardiac_index] = co / t.bsa
    co_now = co
    stroke = (
        co_now * 1000.0 / beats
        if felt
        else (co * 1000.0 / max(u.cpr_rate * u.cpr_fraction, 20.0) if u.cpr == 1 else 0.0)
    )
    out[V.stroke_volume] = stroke
    out[V.ejection_fraction] = 100.0 * min(stroke / max(s.edv, 10.0), 0.95)
    flow = max(co / 0.06, 1.0)
    out[V.systemic_vascular_resistance] = min(max(s.map - s.cvp, 0.0) / flow, 50.0)
    out[V.pulmonary_vascular_resistance] = min(max(s.mpap - s.pcwp, 0.0) / flow, 20.0)
    plasma = plasma_of(s, t)
    blood = plasma + s.rbc
    out[V.blood_volume] = blood
    out[V.plasma_volume] = plasma
    out[V.red_cell_volume] = s.rbc
    out[V.haematocrit] = s.rbc / blood
    out[V.haemoglobin] = 335.0 * s.rbc / blood
    out[V.blood_lost] = s.lost_blood
    out[V.cerebral_blood_flow] = max(s.q_bed[BRAIN], 0.0) * 60.0
    out[V.coronary_flow] = max(s.q_bed[HEART], 0.0) * 60.0
    out[V.renal_blood_flow] = max(s.q_bed[KIDNEY], 0.0) * 60.0
    out[V.splanchnic_flow] = max(s.q_bed[SPLANCHNIC], 0.0) * 60.0
    out[V.muscle_flow] = max(s.q_bed[MUSCLE], 0.0) * 60.0
    out[V.skin_flow] = max(s.q_bed[SKIN], 0.0) * 60.0
    out[V.coronary_perfusion_pressure] = s.dbp - s.cvp
    out[V.cerebral_perfusion_pressure] = s.map - s.icp
    out[V.intracranial_pressure] = s.icp
    skin = max(s.q_bed[SKIN], 0.0) / max(t.q0_bed[SKIN], 0.1)
    out[V.capillary_refill] = min(max(1.4 / max(skin, 0.12) ** 0.9, 0.6), 12.0)
    out[V.perfusion_index] = min(4.0 * skin**0.8 * min(max(s.sbp - s.dbp, 0.0) / t.pp0, 1.6), 20.0)
    out[V.myocardial_oxygen_balance] = min(max(s.mbalance, 0.0), 1.0)
    # breathing
    out[V.respiratory_rate] = s.rate
    out[V.tidal_volume] = s.tidal
    out[V.minute_ventilation] = s.rate * s.tidal / 1000.0
    space = dead_space(t, u)
    wasted = min(0.04 + 0.08 * s.asleep + max(fx[FX.dead_space], 0.0) + 0.30 * max(fx[FX.emphysema], 0.0), 0.85)
    wasted += 0.75 * fx[FX.pulmonary_occlusion] * (1.0 - wasted)
    phys = space + wasted * max(s.tidal - space, 0.0)
    out[V.alveolar_ventilation] = s.rate * max(s.tidal - space, 0.0) / 1000.0
    out[V.dead_space] = phys
    out[V.dead_space_fraction] = min(phys / max(s.tidal, 1.0), 1.0)
    out[V.inspiratory_expiratory_ratio] = min(s.ti / max(s.te, 0.1), 5.0) if s.rate > 0.0 else 0.0
    out[V.lung_volume] = s.frc
    swing = max(s.tidal, 1.0)
    out[V.respiratory_compliance] = compliance(s, t, fx)
    lungs, wall = compliances(s, t, fx)
    out[V.lung_compliance] = lungs
    out[V.chest_wall_compliance] = wall
    out[V.airway_resistance] = resistance(s, t, u, fx)
    out[V.peak_airway_pressure] = s.peak_p
    out[V.plateau_pressure] = (
        s.end_p + 0.001 * swing / max(out[V.respiratory_compliance], 1e-3) if u.vent_mode > 0 else 0.0
    )
    out[V.end_expiratory_pressure] = s.end_p
    out[V.peak_expiratory_flow] = s.pef
    out[V.peak_inspiratory_flow] = s.pif
    tight = fx[FX.bronchospasm] * (1.0 - fx[FX.bronchodilation])
    best = (
        (530.0 if t.male > 0.5 else 400.0) * (t.height / 175.0) ** 2.0 * max(0.3, 1.0 - 0.004 * max(t.age - 35.0, 0.0))
    )
    free = (
        max(0.02, 1.0 - 0.92 * tight)
        * max(0.1, 1.0 - 0.75 * max(fx[FX.emphysema], 0.0))
        * max(0.1, 1.0 - 0.5 * max(fx[FX.airway_secretions], 0.0))
    )
    out[V.forced_expiratory_flow] = (
        best
        * free
        * max(0.0, 1.0 - fx[FX.upper_airway_obstruction])
        * (1.0 - fx[FX.paralysis])
        * (1.0 - 0.5 * s.fatigue)
    )
    out[V.pleural_pressure] = 0.5 * (s.p_pl[0] + s.p_pl[1])
    out[V.respiratory_effort] = s.drive
    fi, _ = inspired(s, t, u)
    out[V.fio2] = fi
    # gases
    out[V.spo2] = min(max(s.spo2, 0.0), 100.0)
    out[V.arterial_saturation] = 100.0 * s.sao2 * (1.0 - s.cohb) * (1.0 - s.methb)
    out[V.pao2] = s.po2
    out[V.paco2] = s.pco2
    out[V.etco2] = s.etco2
    out[V.ph] = s.ph
    out[V.bicarbonate] = s.hco3
    out[V.base_excess] = s.sbe
    out[V.strong_ion_difference] = s.sid
    out[V.anion_gap] = s.na_plasma - s.cl_plasma - s.hco3
    out[V.alveolar_po2] = max(s.pa_o2, 0.0)
    out[V.end_capillary_po2] = s.pc_o2
    out[V.a_a_gradient] = max(s.pa_o2 - s.po2, -20.0)
    out[V.pf_ratio] = min(s.po2 / max(fi, 0.05), 800.0)
    out[V.shunt_fraction] = 100.0 * s.shunt
    out[V.venous_saturation] = 100.0 * s.svo2
    out[V.venous_po2] = s.pvo2
    out[V.venous_pco2] = s.pvco2
    out[V.oxygen_consumption] = s.vo2
    out[V.carbon_dioxide_production] = s.vco2
    out[V.oxygen_delivery] = co * 1000.0 * s.o_art
    out[V.carboxyhaemoglobin] = 100.0 * s.cohb
    out[V.methaemoglobin] = 100.0 * s.methb
    out[V.lactate] = s.lactate
    # chemistry
    out[V.glucose] = s.glucose
    out[V.insulin] = s.insulin
    out[V.ketones] = s.ketones
    out[V.sodium] = s.na_plasma
    out[V.potassium] = min(max(s.k + s.k_shift, 0.5), 14.0)
    out[V.chloride] = s.cl_plasma
    out[V.calcium] = s.ca
    out[V.albumin] = s.albumin
    out[V.total_protein] = 1.63 * s.albumin
    out[V.total_calcium] = s.ca + 1.15 * s.albumin / 43.0
    own = s.rbc / max(s.blood, 1.0) * 335.0 / t.hb0
    out[V.white_cells] = 7000.0 * (1.0 + 0.55 * max(fx[FX.temperature_set], 0.0) + 0.5 * max(s.sym - t.sym0, 0.0))
    out[V.platelets] = 250000.0 * min(own, 1.3) * (1.0 - 0.7 * fx[FX.coagulopathy])
    out[V.lactate_production] = s.lactate_made * 0.50 * t.weight * 1.44
    out[V.urea] = s.urea
    out[V.creatinine] = s.creatinine
    out[V.osmolality] = s.osm
    out[V.epinephrine] = s.epi
    out[V.norepinephrine] = s.nor
    # kidneys and water
    out[V.glomerular_filtration_rate] = s.gfr
    out[V.filtration_fraction] = min(s.gfr / max(s.q_bed[KIDNEY] * 60.0 * plasma / blood, 1.0), 1.0)
    out[V.urine_output] = s.urine * 60.0
    out[V.urine_osmolality] = s.urine_osm
    out[V.urine_specific_gravity] = 1.0 + 0.000028 * s.urine_osm
    out[V.urine_total] = s.urine_total
    out[V.interstitial_volume] = s.isf
    out[V.intracellular_volume] = s.icf
    out[V.lung_water] = s.lung_water
    # heat, brain
    out[V.temperature] = s.temp
    out[V.skin_temperature] = s.skin_t
    out[V.metabolic_rate] = s.heat * 86400.0 / 4184.0
    out[V.sweat_rate] = s.sweat
    out[V.shivering] = s.shiver
    out[V.gcs] = math.floor(s.gcs_brain + 0.5)
    out[V.eeg_index] = s.eeg
    out[V.pain] = s.pain
    out[V.stress] = min(s.stress_s, 1.0)
    out[V.fatigue] = s.fatigue
    out[V.breathlessness] = s.breathless
    out[V.nausea] = s.nausea
    out[V.seizure] = s.seizure
    out[V.train_of_four] = 100.0 * min(max(1.0 - (fx[FX.paralysis] - 0.3) / 0.5, 0.0), 1.0)
    left, right, react = pupils(s, fx)
    out[V.pupil_left] = left
    out[V.pupil_right] = right
    out[V.pupil_reaction] = min(max(react, 0.0), 1.0)


@njit(cache=True)
def compliance(s, t, fx) -> float:
    """Static compliance of lungs and chest wall together, L/cmH2O."""
    lungs, wall = compliances(s, t, fx)
    return 1.0 / (1.0 / lungs + 1.0 / wall)


@njit(cache=True)
def compliances(s, t, fx) -> tuple[float, float]:
    """Static compliance of the lungs and of the chest wall, L/cmH2O."""
    wet = min(s.lung_water / 1600.0, 0.7)
    slack = 1.0 + 0.6 * max(fx[FX.emphysema], 0.0)
    slack *= 1.0 - 0.35 * s.asleep
    left = t.cl[0] * (1.0 - 0.85 * fx[FX.stiff_lung_left]) * (1.0 - wet) * slack
    right = t.cl[1] * (1.0 - 0.85 * fx[FX.stiff_lung_right]) * (1.0 - wet) * slack
    wall = (t.ccw[0] + t.ccw[1]) * (1.0 - 0.8 * fx[FX.stiff_chest]) * (1.0 - 0.25 * s.asleep)
    return 0.001 * (left + right), 0.001 * wall


@njit(cache=True)
def resistance(s, t, u, fx) -> float:
    """Inspiratory resistance of the airway, cmH2O s/L."""
    tight = fx[FX.bronchospasm] * (1.0 - fx[FX.bronchodilation])
    narrow = 1.0 - 0.86 * tight
    shut = fx[FX.upper_airway_obstruction] if u.airway < 2 else 0.0
    open_up = max(1.0 - shut, 0.05)
    low = t.r_br * (1.0 + 0.8 * max(fx[FX.airway_secretions], 0.0)) / (narrow * narrow * narrow)
    return min(1000.0 * (t.r_up / (open_up * open_up * open_up) + low), 1000.0)
