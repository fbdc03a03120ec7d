"""Skull, oxygen of the brain, consciousness, pain, pupils and seizures; once a second."""

from __future__ import annotations

import math

from numba import njit

from bedside.body.effects import FX
from bedside.body.record import BRAIN

PVI = 25.0  # mL that raise intracranial pressure tenfold (Shapiro 1980: pressure-volume index 25 mL)
SPARE_ML = 45.0  # fluid that can leave the skull before pressure climbs, estimate within 30-60 mL


@njit(cache=True)
def skull(s, t, fx) -> None:
    """Intracranial pressure by Monro and Kellie: blood, fluid and whatever grows must share one room."""
    swell = fx[FX.brain_swelling] * (1.0 - 0.6 * min(fx[FX.brain_shrink] / 20.0, 1.0))
    mass = max(fx[FX.intracranial_volume], 0.0) + max(swell, 0.0) - 0.5 * fx[FX.brain_shrink]
    flow = s.q_bed[BRAIN] / t.cbf0
    blood = 14.0 * (min(max(flow, 0.05), 2.2) - 1.0) * 0.6 + 0.25 * max(s.cvp - 6.0, 0.0)
    goal = min(max(mass * 0.62, -10.0), SPARE_ML)
    s.csf += (1.0 - math.exp(-1.0 / (240.0 if goal > s.csf else 45.0))) * (goal - s.csf)
    extra = mass + blood - s.csf
    icp = t.icp0 * 10.0 ** min(max(extra / PVI, -1.0), 1.15)
    s.icp += (1.0 - math.exp(-1.0 / 5.0)) * (icp - s.icp)


@njit(cache=True)
def mind(s, t, fx) -> None:
    """What is left of the brain's energy, and with it consciousness, stem, EEG, pupils, pain and breathlessness."""
    oxygen = min(max((s.pv_brain - 11.0) / 12.0, 0.0), 1.0)  # faint when jugular oxygen nears 19 mmHg (Lennox 1935)
    flow = min(1.0, s.q_bed[BRAIN] / (0.42 * t.cbf0 * max(s.cbf_need, 0.2)))
    fuel = min(1.0, max(s.glucose, 0.0) / 1.4)
    supply = min(oxygen, min(flow, fuel)) * (1.0 - 0.9 * fx[FX.oxygen_use_block])
    if s.flow_off > 12.0:  # compressions keep alive but seldom wake (Olaussen 2015)
        supply = min(supply, 0.2)
    tau = 9.0 if supply < s.awake else 25.0
    if supply > s.awake and s.no_flow > 240.0:
        tau = 25.0 + 2.0 * (s.no_flow - 240.0)  # slow to wake after long arrest, estimate
    s.awake += (1.0 - math.exp(-1.0 / tau)) * (supply - s.awake)
    tau = 22.0 if supply < s.awake_stem else 20.0
    s.awake_stem += (1.0 - math.exp(-1.0 / tau)) * (supply - s.awake_stem)
    seize = max(fx[FX.seizure], 0.0) * (1.0 - fx[FX.anticonvulsion])
    if s.glucose < 1.6:
        seize += 0.6 * (1.6 - s.glucose) * (1.0 - fx[FX.anticonvulsion])
    if s.na_plasma < 116.0:
        seize += 0.06 * (116.0 - s.na_plasma) * (1.0 - fx[FX.anticonvulsion])
    goal = 1.0 if seize > 0.4 and s.awake > 0.2 else 0.0
    s.seizure += (1.0 - math.exp(-1.0 / 4.0)) * (goal - s.seizure)
    sedation = 1.0 - (1.0 - fx[FX.sedation]) * (1.0 - 0.0)
    loss = 0.0
    if sedation > 0.12:
        loss += 15.0 * (sedation - 0.12)
    loss += 9.0 * fx[FX.dissociation]
    if s.awake < 0.92:
        loss += 15.0 * (0.92 - s.awake)
    if s.glucose < 2.8:
        loss += 5.5 * (2.8 - s.glucose)
    if s.pco2 > max(72.0, t.paco2 + 30.0):
        loss += 0.22 * (s.pco2 - max(72.0, t.paco2 + 30.0))
    if s.temp < 32.5:
        loss += 1.9 * (32.5 - s.temp)
    if s.temp > 40.2:
        loss += 2.6 * (s.temp - 40.2)
    if s.na_plasma < 122.0:
        loss += 0.5 * (122.0 - s.na_plasma)
    if s.na_plasma > 160.0:
        loss += 0.3 * (s.na_plasma - 160.0)
    if s.osm > 330.0:
        loss += 0.10 * (s.osm - 330.0)
    cpp = s.mao - s.icp
    if s.icp > 24.0:
        loss += 0.16 * (s.icp - 24.0)
    if cpp < 45.0 and s.icp > 20.0:
        loss += 0.15 * (45.0 - cpp)
    loss += 12.0 * fx[FX.brain_injury] ** 1.3
    loss += 11.0 * s.seizure
    if s.cohb > 0.28:
        loss += 28.0 * (s.cohb - 0.28)
    s.loss += (1.0 - math.exp(-1.0 / 5.0)) * (loss - s.loss)
    s.gcs_brain = min(max(t.gcs0 - s.loss + fx[FX.gcs], 3.0), 15.0)
    eeg = 97.0 * (1.0 - 0.80 * min(sedation / 0.95, 1.0) ** 1.25) * min(1.0, s.awake / 0.75)
    if sedation > 0.92:
        eeg *= max(0.0, 1.0 - (sedation - 0.92) / 0.08)
    if s.temp < 32.0:
        eeg *= max(0.0, 1.0 - 0.06 * (32.0 - s.temp))
    s.eeg += (1.0 - math.exp(-1.0 / 8.0)) * (max(eeg, 0.0) - s.eeg)
    felt = max(t.pain0 + fx[FX.pain], 0.0) * (1.0 - fx[FX.analgesia])
    if s.gcs_brain < 9.0:
        felt *= max(0.0, (s.gcs_brain - 3.0) / 6.0)
    s.pain += (1.0 - math.exp(-1.0 / 6.0)) * (min(felt, 10.0) - s.pain)
    s.stress += (1.0 - math.exp(-1.0 / 20.0)) * (
        min(max(fx[FX.stress], 0.0), 1.2) * (1.0 - fx[FX.anxiolysis]) - s.stress
    )
    s.stress_s = s.stress * min(1.0, max(s.gcs_brain - 6.0, 0.0) / 6.0)
    heavy = max(0.0, s.drive - 1.6) * 1.6 * (1.0 - 0.6 * min(s.exercise_vo2 / 800.0, 1.0))
    heavy += 4.0 * max(0.0, s.drive * t.tv0 * t.rr0 / 1000.0 - s.mv) / max(t.tv0 * t.rr0 / 1000.0, 0.1)
    s.breathless += (1.0 - math.exp(-1.0 / 15.0)) * (min(max(heavy, 0.0), 10.0) - s.breathless)
    sick = max(fx[FX.nausea], 0.0) * (1.0 - fx[FX.antiemesis])
    s.nausea += (1.0 - math.exp(-1.0 / 30.0)) * (min(sick, 1.0) - s.nausea)
    need = 1.0 - 0.52 * min(sedation, 1.0) + 0.9 * s.seizure + 0.06 * (s.temp - t.temp0) - 0.3 * fx[FX.brain_injury]
    s.cbf_need += (1.0 - math.exp(-1.0 / 20.0)) * (max(need, 0.15) - s.cbf_need)


@njit(cache=True)
def pupils(s, fx) -> tuple[float, float, float]:
    """Width of both pupils, mm, and how briskly they react."""
    wide = 3.6 + 2.4 * fx[FX.mydriasis] + 1.5 * min(s.stress_s, 1.0) - 2.4 * fx[FX.miosis]
    if s.awake_stem < 0.5:
        wide += (0.5 - s.awake_stem) * 8.0
    react = min(1.0, s.awake_stem * 1.4) * (1.0 - 0.85 * fx[FX.mydriasis])
    herniating = min(max((s.icp - 32.0) / 18.0, 0.0), 1.0)
    left = min(max(wide + 4.0 * min(max(fx[FX.pupil_left], 0.0) + herniating, 1.0), 1.2), 8.5)
    right = min(max(wide + 4.0 * min(max(fx[FX.pupil_right], 0.0), 1.0) + 4.0 * max(herniating - 0.5, 0.0), 1.2), 8.5)
    return left, right, react * (1.0 - 0.9 * herniating)
