"""Writing beats and breaths as the phases of heart and breath come round."""

from __future__ import annotations

from bedside.body.circulation import COMPRESSION_RATE
from bedside.body.lungs import end_tidal
from bedside.body.rhythm import RHYTHMS, stretch
from bedside.body.state import STEP_MS, Beat, Breath, Calibration, Controls, History, Modulation, State

KEPT_MS = 30_000
EJECTION_DELAY_MS = 210.0  # from the P wave to the foot of the aortic pulse


def turn(s: State, cal: Calibration, mod: Modulation, controls: Controls, history: History) -> None:
    """Advance all phases by one step that ends at the present grid time."""
    end = float(s.step * STEP_MS)
    if s.heart_rate > 1.0:
        turning = s.heart_rate / 60000.0 / s.beat_stretch  # a ms
        s.cardiac_phase += turning * STEP_MS
        if s.cardiac_phase >= 1.0:
            s.cardiac_phase -= 1.0
            at = end - min(s.cardiac_phase / turning, STEP_MS - 0.001)
            s.beats += 1
            s.beat_stretch = stretch(s.beats, RHYTHMS[s.rhythm].irregular)
            history.beats.append(_beat(s, cal, controls, at, 60000.0 / s.heart_rate * s.beat_stretch))
    if controls.cpr:
        s.compressions_phase += COMPRESSION_RATE / 60000.0 * STEP_MS
        if s.compressions_phase >= 1.0:
            s.compressions_phase -= 1.0
            at = end - s.compressions_phase * 60000.0 / COMPRESSION_RATE
            beat = _beat(s, cal, controls, at, 60000.0 / COMPRESSION_RATE)
            beat.pulse = 0.35 if s.flow > 0.0 else 0.0
            history.compressions.append(beat)
    if s.respiratory_rate > 0.0:
        s.breath_phase += s.respiratory_rate / 60000.0 * STEP_MS
        if s.breath_phase >= 1.0:
            s.breath_phase -= 1.0
            length = 60000.0 / s.respiratory_rate
            at = end - min(s.breath_phase * length, STEP_MS - 0.001)
            history.breaths.append(
                Breath(at, length, s.tidal_volume, end_tidal(s, cal, controls), 0.08 + 0.6 * mod.bronchospasm)
            )
    if s.step % 50 == 0:
        _forget(history, end - KEPT_MS)


def _beat(s: State, cal: Calibration, controls: Controls, at: float, interval: float) -> Beat:
    pulse = 0.0
    if RHYTHMS[s.rhythm].perfusing and s.flow > 0.0:
        pulse = min(1.5, s.pulse_pressure / cal.pulse_pressure)
    diastolic = s.pressure - cal.diastolic_share * s.pulse_pressure
    pattern = "hyperkalaemia" if s.potassium > 6.8 else controls.ecg_pattern
    return Beat(at, interval, s.rhythm, pattern, diastolic + s.pulse_pressure, diastolic, pulse)


def _forget(history: History, before: float) -> None:
    for entries in (history.beats, history.compressions, history.breaths, history.segments):
        gone = 0
        while gone + 4 < len(entries) and entries[gone + 4].at < before:
            gone += 1
        if gone:
            del entries[:gone]
