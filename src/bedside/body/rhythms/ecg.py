"""The twelve leads at one instant: dipoles of atria and ventricles, seen from where the electrodes lie."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from bedside.body.rhythms.conduction import chance
from bedside.body.rhythms.shapes import (
    AGONAL,
    ANTERIOR,
    APICAL,
    BUMPS,
    COVED,
    DELTA,
    INFERIOR,
    INJURY,
    LATERAL,
    LATERAL_WALL,
    LBBB,
    LOOK,
    LOW_ESCAPE,
    NORMAL,
    OUTFLOW,
    PERICARDIAL,
    POSTERIOR,
    RBBB,
    RECOVERY,
    RIGHT,
    RIGHT_PACED,
    SAGGING,
    SCARS,
    SEPTAL,
    SUBENDOCARDIAL,
    TWISTING,
)
from bedside.body.rhythms.table import (
    ABERRANT,
    AF_WAVES,
    ESCAPE,
    FLUTTER_WAVES,
    LEFT_BUNDLE,
    PACED,
    PREEXCITED,
    TORSADES_WAVES,
    VENTRICULAR,
    VF_WAVES,
)

ECG_FIELDS = {
    # field: (neutral value, unit and meaning)
    "qtc_ms": (400.0, "ms, corrected QT of this person at rest (Fridericia)"),
    "qt_ms": (0.0, "ms added to it (drugs)"),
    "qrs_ms": (0.0, "ms added to the QRS by sodium-channel block; its end turns to the right"),
    "potassium": (4.2, "mmol/L"),
    "calcium": (1.2, "mmol/L, ionised"),
    "membrane_protection": (0.0, "0-1, calcium given against potassium"),
    "temperature": (37.0, "degC, core: Osborn wave below 32"),
    "digitalis": (0.0, "0-1: sagging ST, short QT"),
    "st_anterior": (0.0, "mV, + = elevation in V2-V4"),
    "st_septal": (0.0, "mV, V1-V2"),
    "st_inferior": (0.0, "mV, II III aVF"),
    "st_lateral": (0.0, "mV, I aVL V5-V6"),
    "st_posterior": (0.0, "mV, seen as depression in V1-V3"),
    "st_right": (0.0, "mV, V1 and III"),
    "st_pericardial": (0.0, "mV, wide-spread, with PR depression"),
    "subendocardial": (0.0, "mV of depression in V4-V6"),
    "coved": (0.0, "mV, coved elevation in V1-V2 (Brugada)"),
    "q_anterior": (0.0, "0-1, old scar: loss of R, Q waves"),
    "q_inferior": (0.0, "0-1"),
    "q_lateral": (0.0, "0-1"),
    "q_posterior": (0.0, "0-1"),
    "t_anterior": (0.0, "mV added to T; negative inverts it"),
    "t_inferior": (0.0, "mV"),
    "t_lateral": (0.0, "mV"),
    "strain_left": (0.0, "0-1, left ventricular hypertrophy with strain"),
    "strain_right": (0.0, "0-1, right ventricular strain: S1 Q3 T3, T inverted V1-V4"),
    "left_atrium": (0.0, "0-1, broad notched P"),
    "bundle_left": (0.0, "1 = left bundle branch block"),
    "bundle_right": (0.0, "1 = right bundle branch block"),
    "low_voltage": (0.0, "0-1, fluid, air or fat between heart and electrodes"),
    "alternans": (0.0, "0-1, QRS changes with every other beat"),
    "axis": (45.0, "degrees, mean frontal axis of the QRS"),
    "u_wave": (0.0, "mV added to U"),
    "tremor": (0.0, "mV, shivering or seizure"),
    "wander": (0.02, "mV, slow baseline"),
    "noise": (0.006, "mV, of skin and mains"),
    "compression": (0.0, "mV, artefact of chest compressions"),
    "compression_phase": (0.0, "0-1, place in the compression cycle"),
}
ECG_PARAMETERS = np.dtype([(name, np.float64) for name in ECG_FIELDS])
"""What the ECG shows beyond the rhythm; meaning and unit of each field are in `ECG_FIELDS`."""

TAU = 6.283185307179586
SINE_FROM = 8.0  # mmol/L of potassium at which QRS and T begin to melt (Mattu 2000)


def normal_parameters() -> np.ndarray[Any, Any]:
    """An array of one neutral `ECG_PARAMETERS`."""
    parameters = np.zeros(1, dtype=ECG_PARAMETERS)
    for name, (neutral, _) in ECG_FIELDS.items():
        parameters[name] = neutral
    return parameters


@njit(cache=True)
def _bump(t, centre, width):  # type: ignore[no-untyped-def]
    """Gaussian of height 1; nothing beyond four widths."""
    u = (t - centre) / width
    return np.exp(-0.5 * u * u) if -4.0 < u < 4.0 else 0.0


@njit(cache=True)
def _potassium(p):  # type: ignore[no-untyped-def]
    """Potassium as the membrane feels it (calcium protects: estimate)."""
    k = p.potassium
    return 5.5 + (k - 5.5) * (1.0 - 0.6 * p.membrane_protection) if k > 5.5 else k


@njit(cache=True)
def shape_of(p, r, kind, site):  # type: ignore[no-untyped-def]
    """(way of depolarisation, its QRS in ms before potassium, cold and drugs) of a beat."""
    if kind == VENTRICULAR:
        if r.chaos == TORSADES_WAVES:
            return TWISTING, r.qrs_ms
        way = OUTFLOW if site == 0 else (APICAL if site == 1 else LATERAL)
        return way, (r.qrs_ms if r.focus == VENTRICULAR else 152.0)
    if kind == ESCAPE:
        wide = r.qrs_ms if r.focus == ESCAPE else 150.0
        return (AGONAL if wide > 200.0 else LOW_ESCAPE), wide
    if kind == PACED:
        return RIGHT_PACED, 160.0
    if kind == ABERRANT and r.bundle == PREEXCITED:
        return DELTA, r.qrs_ms
    if p.bundle_left >= 0.5 or (kind == ABERRANT and r.bundle == LEFT_BUNDLE):
        return LBBB, max(r.qrs_ms, 142.0)
    if p.bundle_right >= 0.5 or kind == ABERRANT:
        return RBBB, max(r.qrs_ms, 132.0)
    return NORMAL, r.qrs_ms


@njit(cache=True)
def intervals(p, wide_ms, interval_s):  # type: ignore[no-untyped-def]
    """(QRS, QT, corrected QT) in ms of a beat `wide_ms` wide by itself that ended an R-R of `interval_s`."""
    k = _potassium(p)
    cold = max(33.0 - p.temperature, 0.0)
    melt = min(max((k - SINE_FROM) / 1.2, 0.0), 1.0)
    wider = (1.0 + 0.30 * max(min(k, 9.5) - 6.3, 0.0) + 0.9 * melt) * (1.0 + 0.02 * cold)
    qrs = (wide_ms + p.qrs_ms) * wider
    calcium = min(max(1.2 - p.calcium, -0.5), 0.7)
    corrected = p.qtc_ms + p.qt_ms + 200.0 * calcium - 35.0 * p.digitalis + 9.0 * cold + 0.75 * max(qrs - 92.0, 0.0)
    corrected += 25.0 * max(3.3 - k, 0.0)
    rr = min(max(interval_s, 0.25), 1.6)
    qt = max(corrected * rr ** (1.0 / 3.0), qrs + 110.0)
    return qrs, qt, corrected


@njit(cache=True)
def _ventricles(c, p, r, t, kind, site, interval, beat, at_s):  # type: ignore[no-untyped-def]
    """Dipole (x, y, z) of one beat `t` ms after its start, then the shapes 0-1 of its ST, T, early QRS and sag."""
    way, wide = shape_of(p, r, kind, site)
    qrs, qt, _ = intervals(p, wide, interval)
    k = _potassium(p)
    melt = min(max((k - SINE_FROM) / 1.2, 0.0), 1.0)
    odd = 1.0 if beat % 2 == 1 else -1.0
    native = way in (NORMAL, RBBB, LBBB, DELTA)
    x, y, z = 0.0, 0.0, 0.0
    if t < 1.25 * qrs + 20.0:
        for i in range(4):
            b = BUMPS[way, i]
            shape = _bump(t, b[0] * qrs, b[1] * qrs * (1.0 + 0.5 * melt))
            x += shape * b[2]
            y += shape * b[3]
            z += shape * b[4]
        if native:
            if p.strain_left > 0.0:
                x *= 1.0 + 0.8 * p.strain_left
                z -= 0.9 * p.strain_left * _bump(t, 0.6 * qrs, 0.13 * qrs)
            if p.strain_right > 0.0:
                early, late = _bump(t, 0.25 * qrs, 0.10 * qrs), _bump(t, 0.78 * qrs, 0.12 * qrs)
                x += p.strain_right * (0.12 * early - 0.62 * late)
                y += p.strain_right * (-0.42 * early + 0.10 * late)
                z += p.strain_right * 0.40 * late
            turn = (p.axis - 45.0 + 14.0 * p.alternans * odd) * TAU / 360.0
            if turn != 0.0:
                cosine, sine = np.cos(turn), np.sin(turn)
                x, y = x * cosine - y * sine, x * sine + y * cosine
        if p.qrs_ms > 10.0:
            end = min(p.qrs_ms / 60.0, 1.2) * _bump(t, 0.86 * qrs, 0.11 * qrs)
            x -= 0.55 * end
            y -= 0.38 * end
            z += 0.15 * end
    size = 1.0 + 0.38 * p.alternans * odd
    x, y, z = (1.0 - 0.75 * melt) * x, (1.0 - 0.75 * melt) * y, (1.0 - 0.75 * melt) * z
    if way == TWISTING:
        theta = TAU * (at_s - 0.001 * t) / 3.4
        x, y, z = x * np.cos(theta + 1.9), y * np.cos(theta), z * np.cos(theta + 0.7)
    peaked = min(max(k - 5.4, 0.0), 3.0) / 3.0
    right_side = (38.0 - 13.0 * min(2.0 * peaked, 1.0) + 50.0 * melt) * min(max(qt / 376.0, 0.6), 1.5)
    left_side = (62.0 - 34.0 * min(2.0 * peaked, 1.0) + 26.0 * melt) * min(max(qt / 376.0, 0.6), 1.5)
    top = qt - 2.1 * right_side
    wave = _bump(t, top, left_side if t < top else right_side)
    flat = min(max(3.6 - k, 0.0) / 1.4, 1.0)
    tall = (1.0 + 2.2 * peaked) * (1.0 - 0.8 * flat) * (1.0 - 0.75 * p.digitalis) * (1.0 - 0.85 * melt)
    after = qrs - 4.0
    segment = 0.0
    if after - 50.0 < t < top + 250.0:
        segment = 1.0 / ((1.0 + np.exp(-(t - after) / 7.0)) * (1.0 + np.exp((t - top - 20.0) / 28.0)))
    m = RECOVERY[way]
    tx, ty, tz = m[0], m[1], m[2]
    if native:
        tx -= 0.42 * p.strain_left
        ty -= 0.20 * p.strain_right + 0.08 * p.strain_left
        tz += 0.10 * p.strain_left - 0.42 * p.strain_right
        tx += 0.10 * p.strain_right
    if way == TWISTING:
        theta = TAU * (at_s - 0.001 * t) / 3.4
        tx, ty, tz = tx * np.cos(theta + 1.9), ty * np.cos(theta), tz * np.cos(theta + 0.7)
    x += tall * wave * tx + segment * (m[3] - 0.10 * p.strain_left - 0.03 * flat)
    y += tall * wave * ty + segment * (m[4] - 0.05 * flat)
    z += tall * wave * tz + segment * (m[5] + 0.06 * p.strain_left - 0.05 * flat)
    u = 0.018 + p.u_wave + 0.13 * max(3.5 - k, 0.0)
    hump = u * _bump(t, qt + 45.0, 34.0) * (1.0 - peaked)
    x += 0.35 * hump
    y += 0.45 * hump
    z += 0.85 * hump
    if melt > 0.0 and beat == c.beats:  # the sine wave of the dying heart
        swing = melt * np.sin(TAU * (0.001 * t / min(max(interval, 0.35), 1.0) - 0.02))
        x, y, z = x + 0.55 * swing, y + 0.75 * swing, z - 0.55 * swing
    cold = min(max(32.5 - p.temperature, 0.0), 8.0)
    if cold > 0.0 and native:
        osborn = 0.075 * cold * _bump(t, qrs + 10.0, 15.0)
        x += 0.8 * osborn
        y += 0.8 * osborn
        z += 0.7 * osborn
    early = 0.0
    if t < 1.2 * qrs:
        early = 0.5 * _bump(t, 0.22 * qrs, 0.10 * qrs) + _bump(t, 0.45 * qrs, 0.155 * qrs)
    sag = 0.0 if p.digitalis == 0.0 else _bump(t, 0.5 * (qrs + top), 0.24 * (top - qrs + 40.0))
    seen = 1.0 if native else 0.35
    return size * x, size * y, size * z, seen * segment, seen * wave, seen * early, seen * sag


@njit(cache=True)
def _atria(c, p, r):  # type: ignore[no-untyped-def]
    """Dipole (x, y, z) of the P wave, and the shape 0-1 of the PR segment after it."""
    t = 1000.0 * c.since_atrial
    if t > 420.0:
        return 0.0, 0.0, 0.0, 0.0
    k = _potassium(p)
    lost = min(max((k - 6.2) / 1.6, 0.0), 1.0)
    broad = 1.0 + 0.35 * lost + 0.2 * p.left_atrium
    one = _bump(t, 36.0 * broad, 15.0 * broad) * (1.0 - lost) * (1.0 + 0.9 * p.strain_right)
    two = _bump(t, 66.0 * broad, 16.0 * broad) * (1.0 - lost) * (1.0 + 0.6 * p.left_atrium)
    if c.atrial_kind == 1:  # from below
        return 0.03 * one - 0.02 * two, -0.12 * one - 0.06 * two, 0.05 * one, 0.0
    x, y, z = 0.030 * one + 0.072 * two, 0.100 * one + 0.048 * two, 0.062 * one - 0.052 * two
    if c.atrial_kind == 2:  # from elsewhere in the atria
        place = (c.atrial_beats % 3) if r.multifocal == 1 else 1
        x, y, z = 0.9 * x, (0.55 * y if place == 1 else (-0.8 * y if place == 2 else 1.2 * y)), 1.3 * z
    segment = 0.0
    if p.st_pericardial != 0.0:
        segment = 1.0 / ((1.0 + np.exp(-(t - 95.0) / 8.0)) * (1.0 + np.exp((t - 150.0) / 10.0)))
    return x, y, z, segment


@njit(cache=True)
def _chaos(c, r, t_s, seed):  # type: ignore[no-untyped-def]
    """Dipole (x, y, z) of waves that are not beats: fibrillating or fluttering atria, fibrillating ventricles."""
    if r.chaos == FLUTTER_WAVES:
        turn = TAU * c.atrial_phase
        saw = np.sin(turn) + 0.42 * np.sin(2.0 * turn) + 0.16 * np.sin(3.0 * turn)
        bump = _bump(c.atrial_phase, 0.36, 0.13)
        return 0.0, 0.85 * r.chaos_mv * saw, r.chaos_mv * (0.45 * bump - 0.1)
    a, b, d = TAU * chance(seed, 1, 21), TAU * chance(seed, 2, 21), TAU * chance(seed, 3, 21)
    slow = np.sin(TAU * 0.23 * t_s + a) + 0.6 * np.sin(TAU * 0.61 * t_s + b)
    turn = TAU * r.chaos_hz * t_s + 1.7 * slow
    if r.chaos == AF_WAVES:
        size = r.chaos_mv * (1.0 + 0.35 * np.sin(TAU * 0.43 * t_s + d))
        one = np.sin(turn) + 0.4 * np.sin(2.0 * turn + b)
        two = np.sin(0.83 * turn + d) + 0.35 * np.sin(1.71 * turn + a)
        return 0.15 * size * two, size * (0.55 * one + 0.2 * two), size * (0.55 * one + 0.5 * two)
    size = r.chaos_mv * (np.exp(-c.rhythm_since / r.fades_s) if r.fades_s > 0.0 else 1.0)
    size = max(size, 0.02) * (0.72 + 0.3 * np.sin(TAU * 0.31 * t_s + b + 0.8 * slow) + 0.12 * np.sin(TAU * 1.13 * t_s))
    one = np.sin(turn) + 0.38 * np.sin(0.61 * turn + b + slow) + 0.30 * np.sin(1.57 * turn + d)
    two = np.sin(0.93 * turn + d - 0.9 * slow) + 0.42 * np.sin(1.38 * turn + a)
    three = np.sin(1.09 * turn + b + 0.6 * slow) + 0.35 * np.sin(0.57 * turn + a)
    return 0.55 * size * two, 0.8 * size * one, 0.6 * size * three


@njit(cache=True)
def _artefacts(out, c, p, t_s, seed):  # type: ignore[no-untyped-def]
    """What is on the skin rather than in the heart, added to the eight independent leads in out[0:8]."""
    slow = p.wander * (np.sin(TAU * 0.19 * t_s) + 0.5 * np.sin(TAU * 0.047 * t_s + 1.0) + 0.4 * c.respiration)
    shake = 0.0
    if p.tremor > 0.0:
        swell = 0.7 + 0.3 * np.sin(TAU * 0.9 * t_s)
        shake = p.tremor * swell * (np.sin(TAU * 9.3 * t_s + 2.0 * slow) + 0.6 * np.sin(TAU * 14.7 * t_s))
    press = 0.0
    if p.compression != 0.0:
        turn = TAU * p.compression_phase
        press = p.compression * (np.sin(turn) + 0.35 * np.sin(2.0 * turn + 0.7) + 0.12 * np.sin(3.0 * turn))
    hiss = chance(seed, np.int64(t_s * 1000.0 + 0.5), 40) if p.noise > 0.0 else 0.0
    for lead in range(8):
        hiss *= 64.0  # six bits of one hash for each lead
        step = np.floor(hiss)
        hiss -= step
        out[lead] += slow * (1.0 - 0.08 * lead) + shake * (0.9 - 0.1 * (lead % 3)) + p.noise * (step / 31.5 - 1.0)
        out[lead] += press * (1.0 if lead == 1 else 0.55 + 0.06 * lead)


@njit(cache=True)
def _local(out, p, st, wave, early, sag, segment):  # type: ignore[no-untyped-def]
    """ST shifts, Q waves and T changes of territories, added to the eight independent leads in out[0:8]."""
    for lead in range(8):
        shift = p.st_anterior * INJURY[ANTERIOR, lead] + p.st_septal * INJURY[SEPTAL, lead]
        shift += p.st_inferior * INJURY[INFERIOR, lead] + p.st_lateral * INJURY[LATERAL_WALL, lead]
        shift += p.st_right * INJURY[RIGHT, lead]
        out[lead] += shift * (st + 0.55 * wave)
        out[lead] += p.st_posterior * INJURY[POSTERIOR, lead] * (st - 0.35 * wave)
        scar = p.q_anterior * SCARS[0, lead] + p.q_inferior * SCARS[1, lead]
        scar += p.q_lateral * SCARS[2, lead] + p.q_posterior * SCARS[3, lead]
        out[lead] += scar * early
        turned = p.t_anterior * INJURY[ANTERIOR, lead] + p.t_inferior * INJURY[INFERIOR, lead]
        out[lead] += (turned + p.t_lateral * INJURY[LATERAL_WALL, lead]) * wave
        out[lead] += p.st_pericardial * INJURY[PERICARDIAL, lead] * (st - 0.45 * segment)
        out[lead] += p.subendocardial * INJURY[SUBENDOCARDIAL, lead] * (st + 0.25 * wave)
        out[lead] += 0.24 * p.digitalis * INJURY[SAGGING, lead] * sag
        out[lead] += p.coved * INJURY[COVED, lead] * (st * (1.0 - 0.6 * wave) - 0.7 * wave)


@njit(cache=True)
def leads(out, c, p, table, t_s, seed):  # type: ignore[no-untyped-def]
    """Write the twelve leads in mV at this instant into `out` (float64[12], order of `LEADS`).

    `c` a `CONDUCTION` record as `conduct` left it, `p` an `ECG_PARAMETERS` record, `t_s` s since the start (it moves
    what does not hang on beats), `seed` whole number. Reads only; the same arguments give the same leads.
    """
    r = table[c.rhythm]
    x, y, z, segment = _atria(c, p, r)
    st, wave, early, sag = 0.0, 0.0, 0.0, 0.0
    if r.chaos == FLUTTER_WAVES:
        x, y, z = 0.0, 0.0, 0.0
    if r.chaos == AF_WAVES or r.chaos == FLUTTER_WAVES or r.chaos == VF_WAVES:
        fx, fy, fz = _chaos(c, r, t_s, seed)
        x, y, z = x + fx, y + fy, z + fz
    if c.beats > 0 and c.since_ventricular < 1.2:
        t = 1000.0 * c.since_ventricular
        vx, vy, vz, st, wave, early, sag = _ventricles(c, p, r, t, c.beat_kind, c.site, c.interval, c.beats, t_s)
        x, y, z = x + vx, y + vy, z + vz
    if c.beats > 1 and c.since_before < 0.75:  # the T wave that this beat fell upon
        t = 1000.0 * c.since_before
        vx, vy, vz, st2, wave2, _, sag2 = _ventricles(
            c, p, r, t, c.before_kind, c.before_site, c.before_interval, c.beats - 1, t_s
        )
        x, y, z = x + vx, y + vy, z + vz
        st, wave, sag = st + st2, wave + wave2, sag + sag2
    spike = 1.2 if c.since_ventricular_spike < 0.005 else (0.7 if c.since_atrial_spike < 0.005 else 0.0)
    loud = (1.0 - 0.80 * p.low_voltage) * (1.0 + 0.025 * c.respiration)
    for lead in range(8):
        out[lead] = LOOK[lead, 0] * x + LOOK[lead, 1] * y + LOOK[lead, 2] * z
    if st + wave + early + sag + segment > 1e-4:
        _local(out, p, st, wave, early, sag, segment)
    for lead in range(8):
        out[lead] = loud * out[lead] + spike * (0.3 + 0.1 * lead if lead < 2 else 0.35)
    _artefacts(out, c, p, t_s, seed)
    for lead in range(7, 1, -1):
        out[lead + 4] = out[lead]
    one, two = out[0], out[1]
    out[2] = two - one
    out[3] = -0.5 * (one + two)
    out[4] = one - 0.5 * two
    out[5] = two - 0.5 * one
