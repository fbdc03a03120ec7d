"""What the state of the heart and blood makes of the ECG; once a second."""

from __future__ import annotations

from numba import njit

from bedside.body.effects import FX


@njit(cache=True)
def paint(p, extra, s, t, u, fx) -> None:
    """Fill the record `p` of `ECG_PARAMETERS`; `extra` (same fields) is added for what a case or person brings along.

    ST elevation follows the starved share of each territory, up to 0.35 mV, and fades as muscle dies over hours.
    """
    p.qtc_ms = 400.0 + extra.qtc_ms
    p.qt_ms = fx[FX.qt_ms] + extra.qt_ms
    p.qrs_ms = fx[FX.qrs_ms] + extra.qrs_ms
    p.potassium = s.k + s.k_shift + extra.potassium
    p.calcium = s.ca + extra.calcium
    p.membrane_protection = fx[FX.membrane_protection]
    p.temperature = s.temp + extra.temperature
    p.digitalis = fx[FX.digitalis]
    lad, rca, cx = fx[FX.coronary_occlusion_lad], fx[FX.coronary_occlusion_rca], fx[FX.coronary_occlusion_cx]
    a = 0.42 * lad * (1.0 - 0.75 * s.necrosis[0])
    b = 0.32 * rca * (1.0 - 0.75 * s.necrosis[1])
    d = 0.26 * cx * (1.0 - 0.75 * s.necrosis[2])
    p.st_anterior = a + extra.st_anterior
    p.st_septal = 0.7 * a + extra.st_septal
    p.st_inferior = b + 0.25 * d + extra.st_inferior
    p.st_lateral = d + 0.25 * a - 0.35 * b + extra.st_lateral
    p.st_posterior = 0.6 * d + extra.st_posterior
    p.st_right = 0.4 * b + extra.st_right
    p.st_pericardial = extra.st_pericardial
    starving = max(0.0, 1.0 - s.mbalance - 0.06)
    p.subendocardial = 0.35 * min(starving, 0.8) + extra.subendocardial
    p.q_anterior = min(s.necrosis[0] * 1.6, 1.0) + extra.q_anterior
    p.q_inferior = min(s.necrosis[1] * 1.6, 1.0) + extra.q_inferior
    p.q_lateral = min(s.necrosis[2] * 1.6, 1.0) + extra.q_lateral
    p.q_posterior = extra.q_posterior
    p.t_anterior, p.t_inferior, p.t_lateral = extra.t_anterior, extra.t_inferior, extra.t_lateral
    p.coved, p.u_wave, p.left_atrium = extra.coved, extra.u_wave, extra.left_atrium
    load = max(0.0, (s.mpap - 27.0) / 25.0)
    p.strain_right = min(load + extra.strain_right, 1.0)
    p.strain_left = extra.strain_left
    p.bundle_left, p.bundle_right = extra.bundle_left, extra.bundle_right
    muffled = min(s.v_eff / 350.0, 0.7) + 0.4 * min(0.5 * (s.air[0] + s.air[1]) / t.frc[0], 1.0)
    p.low_voltage = min(muffled + extra.low_voltage, 0.9)
    p.alternans = min(max(s.v_eff - 250.0, 0.0) / 400.0, 1.0) + extra.alternans
    p.axis = 45.0 + extra.axis
    p.tremor = 0.05 * s.shiver + 0.18 * s.seizure + 0.03 * min(max(fx[FX.fasciculation], 0.0), 1.0)
    p.compression = 0.35 if u.cpr == 1 else 0.0
    p.wander, p.noise = 0.02, 0.006
