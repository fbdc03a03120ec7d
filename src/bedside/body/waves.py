"""Monitor waves drawn from the beats and breaths that were written down, so that they never disagree with the numbers.

Every sample depends only on what had happened by then: the same sample is the same whenever it is asked for. The ECG
is a sum of Gaussian waves after each beat (McSharry, Clifford, Tarassenko and Smith 2003), in mV.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bedside.body.history import EJECTION_DELAY_MS
from bedside.body.refusals import BodyError, known, within
from bedside.body.state import STEP_MS, Beat, Breath, Calibration, History, Segment, State

Floats = NDArray[np.float64]
Wave = tuple[float, float, float]  # centre ms after the P wave's start, width ms, height mV

LEADS: dict[str, dict[str, float]] = {  # height of each part over lead II
    "ecg": {"p": 1.0, "q": 1.0, "r": 1.0, "s": 1.0, "t": 1.0, "inferior": 1.0, "anterior": -0.25, "lateral": 0.1},
    "ecg_v2": {"p": 0.6, "q": 0.3, "r": 0.35, "s": 5.0, "t": 1.3, "inferior": -0.5, "anterior": 1.2, "lateral": -0.1},
    "ecg_v6": {"p": 0.7, "q": 1.2, "r": 1.1, "s": 0.4, "t": 0.9, "inferior": 0.1, "anterior": 0.3, "lateral": 1.0},
}
CHANNELS = (*LEADS, "pleth", "abp", "resp", "co2")


def draw(
    history: History, s: State, cal: Calibration, from_ms: int, to_ms: int, rate_hz: int, channels: tuple[str, ...]
) -> NDArray[np.float32]:
    """Waves as `Body.waves` promises; raises `BodyError` outside the kept time."""
    within("rate_hz", rate_hz, 1, 2000, "Hz")
    end = s.step * STEP_MS
    oldest = max(0, end - 20_000)
    if not oldest <= from_ms <= to_ms <= end:
        raise BodyError(f"waves from {from_ms} to {to_ms} ms: only {oldest} to {end} ms can be drawn")
    for channel in channels:
        known("channel", channel, CHANNELS)
    count = int((to_ms - from_ms) * rate_hz // 1000)
    times = from_ms + np.arange(count, dtype=np.float64) * (1000.0 / rate_hz)
    rows = [_channel(name, history, cal, times) for name in channels]
    return np.array(rows, dtype=np.float32).reshape(len(rows), count)


def _channel(name: str, history: History, cal: Calibration, times: Floats) -> Floats:
    if name in LEADS:
        return _ecg(history, cal, times, LEADS[name])
    if name == "abp":
        return _pressure(_pulses(history, times), cal, times)
    if name == "pleth":
        return _pleth(_pulses(history, times), times)
    return _resp(history.breaths, times) if name == "resp" else _capnogram(history.breaths, times)


def _complex(beat: Beat, lead: dict[str, float]) -> list[Wave]:
    """The waves of one beat; repolarisation shortens with the square root of the interval (Bazett 1920)."""
    quick = min(1.3, max(0.55, (beat.interval / 850.0) ** 0.5))
    if beat.rhythm in ("vt", "pulseless_vt"):
        return [(210.0, 42.0, 1.15 * lead["r"]), (300.0, 50.0, -0.75 * lead["r"])]
    wide = 2.2 if beat.pattern == "lbbb" or beat.rhythm == "complete_heart_block" else 1.0
    tall, atrial = 1.0, 1.0
    if beat.pattern == "hyperkalaemia":
        wide, tall, atrial = 2.0, 2.6, 0.15
    if beat.rhythm == "pea":
        wide, tall = 1.8, 0.7
    waves: list[Wave] = [
        (172.0, 8.0 * wide, -0.09 * lead["q"]),
        (185.0 + 4.0 * wide, 9.5 * wide, 1.0 * lead["r"]),
        (200.0 + 12.0 * wide, 9.0 * wide, -0.14 * lead["s"]),
        (190.0 + 245.0 * quick, 45.0 * quick * (0.6 if tall > 2 else 1.0), 0.28 * tall * lead["t"]),
    ]
    if beat.pattern == "lbbb":
        waves[3] = (190.0 + 245.0 * quick, 45.0 * quick, -0.22 * lead["t"])
    if beat.rhythm not in ("af", "svt", "complete_heart_block", "pea"):
        waves.append((70.0, 22.0, 0.13 * lead["p"] * atrial))
    if beat.pattern.startswith("st_elevation_"):
        height = 0.32 * lead[beat.pattern.removeprefix("st_elevation_")]
        waves.append((190.0 + 120.0 * quick, 58.0 * quick, height))
    return waves


def _ecg(history: History, cal: Calibration, times: Floats, lead: dict[str, float]) -> Floats:
    out = np.zeros_like(times)
    for beat in history.beats:
        if times.size == 0 or beat.at > times[-1] or beat.at < times[0] - 1500.0:
            continue
        low, high = np.searchsorted(times, (beat.at, beat.at + 1400.0))
        after = times[low:high] - beat.at
        for centre, width, height in _complex(beat, lead):
            out[low:high] += height * np.exp(-0.5 * ((after - centre) / width) ** 2)
    for segment, until in zip(history.segments, [*history.segments[1:], None], strict=True):
        low = int(np.searchsorted(times, segment.at))
        high = times.size if until is None else int(np.searchsorted(times, until.at))
        if high > low:
            out[low:high] += _background(segment, times[low:high], lead, cal)
    for press in history.compressions:
        if times.size == 0 or press.at > times[-1] or press.at + 545.0 < times[0]:
            continue
        low, high = np.searchsorted(times, (press.at, press.at + 545.0))
        out[low:high] += 0.25 * np.sin((times[low:high] - press.at) / 545.0 * 2 * np.pi)
    return out


def _background(segment: Segment, times: Floats, lead: dict[str, float], cal: Calibration) -> Floats:
    """What runs under or instead of beats: fibrillation, flutter of the baseline, P waves on their own."""
    since = (times - segment.at) / 1000.0
    wander = 0.02 * np.sin(2 * np.pi * 0.21 * times / 1000.0)
    if segment.rhythm == "vf":
        coarse = 0.15 + 0.55 * np.exp(-since / 240.0)  # coarse becomes fine over minutes
        swell = 0.65 + 0.35 * np.sin(2 * np.pi * 0.37 * since + np.sin(2 * np.pi * 0.11 * since))
        turning = 2 * np.pi * (5.1 * since + 0.5 * np.sin(2 * np.pi * 0.29 * since))
        shape = np.sin(turning) + 0.45 * np.sin(1.61 * turning + 1.0) + 0.2 * np.sin(2.43 * turning)
        return coarse * swell * shape + wander
    if segment.rhythm == "af":
        turning = 2 * np.pi * (6.3 * since + 0.3 * np.sin(2 * np.pi * 0.4 * since))
        return 0.045 * lead["p"] * (np.sin(turning) + 0.5 * np.sin(1.37 * turning + 0.6)) + wander
    if segment.rhythm == "complete_heart_block":
        every = 60000.0 / (1.15 * cal.normal_heart_rate)
        phase = np.mod(times - segment.at, every)
        return 0.13 * lead["p"] * np.exp(-0.5 * ((phase - 70.0) / 22.0) ** 2) + wander
    return 0.5 * wander


def _pulses(history: History, times: Floats) -> list[Beat]:
    """Mechanical pulses in order, ejected beats and chest compressions, with five before the first of `times`.

    What one pulse leaves to the next fades within 90 ms, so that earlier ones no longer count.
    """
    if times.size == 0:
        return []
    ejected = [beat for beat in history.beats if beat.pulse > 0.0 and beat.at <= times[-1]]
    pressed = [press for press in history.compressions if press.pulse > 0.0 and press.at <= times[-1]]
    pulses = sorted([*ejected, *pressed], key=lambda beat: beat.at) if pressed else ejected
    before = sum(beat.at < times[0] for beat in pulses)
    return pulses[max(before - 5, 0) :]


def _shape(phase: Floats) -> Floats:
    """One arterial pulse from foot (0) to the next (0): upstroke, peak at a sixth, dicrotic wave, run-off."""
    phase = np.clip(phase, 0.0, 1.0)
    rise = np.sin(0.5 * np.pi * np.clip(phase / 0.16, 0.0, 1.0)) ** 2
    fall = np.where(phase > 0.16, np.exp(-2.6 * (phase - 0.16)) - 0.1125 * (phase - 0.16) / 0.84, 1.0)
    notch = 0.09 * np.exp(-0.5 * ((phase - 0.47) / 0.05) ** 2) - 0.06 * np.exp(-0.5 * ((phase - 0.39) / 0.03) ** 2)
    return np.asarray(rise * fall + notch * (phase < 1.0))


def _pressure(pulses: list[Beat], cal: Calibration, times: Floats) -> Floats:
    """Arterial pressure: each pulse starts from where the last one had got to, and runs off when none follows."""
    out = np.full_like(times, cal.pressure if not pulses else pulses[0].diastolic)
    residual = 0.0
    before: tuple[Beat, float] | None = None
    for number, beat in enumerate(pulses):
        foot = beat.at + EJECTION_DELAY_MS
        following = pulses[number + 1].at + EJECTION_DELAY_MS if number + 1 < len(pulses) else np.inf
        if before is not None:
            residual = float(_one_pulse(before[0], before[1], np.array([foot]))[0]) - beat.diastolic
        low, high = np.searchsorted(times, (foot, following))
        if high > low:
            out[low:high] = _one_pulse(beat, residual, times[low:high])
        before = (beat, residual)
    return out


def _one_pulse(beat: Beat, residual: float, times: Floats) -> Floats:
    after = times - beat.at - EJECTION_DELAY_MS
    pulse = beat.diastolic + (beat.systolic - beat.diastolic) * _shape(after / beat.interval)
    late = np.maximum(after - beat.interval, 0.0)
    resting = 7.0 + (beat.diastolic - 7.0) * np.exp(-late / 1800.0)  # Windkessel towards mean filling pressure
    return np.where(late > 0.0, resting, pulse) + residual * np.exp(-np.maximum(after, 0.0) / 90.0)


def _pleth(pulses: list[Beat], times: Floats) -> Floats:
    """Finger pulse, 0 to about 1 by its strength, a fifth of a second behind the pressure."""
    out = np.zeros_like(times)
    before: tuple[Beat, float] | None = None
    for number, beat in enumerate(pulses):
        foot = beat.at + EJECTION_DELAY_MS + 180.0
        following = pulses[number + 1].at + EJECTION_DELAY_MS + 180.0 if number + 1 < len(pulses) else np.inf
        start = 0.0 if before is None else float(_one_finger_pulse(*before, np.array([foot]))[0])
        low, high = np.searchsorted(times, (foot, following))
        if high > low:
            out[low:high] = _one_finger_pulse(beat, start, times[low:high])
        before = (beat, start)
    return out


def _one_finger_pulse(beat: Beat, start: float, times: Floats) -> Floats:
    after = times - beat.at - EJECTION_DELAY_MS - 180.0
    return np.asarray(beat.pulse * _shape(after / beat.interval) + start * np.exp(-after / 90.0))


def _resp(breaths: list[Breath], times: Floats) -> Floats:
    """Volume above rest in ml: in for a third of the breath, out for the rest."""
    out = np.zeros_like(times)
    for breath in breaths:
        if times.size == 0 or breath.at > times[-1] or breath.at + breath.length < times[0]:
            continue
        low, high = np.searchsorted(times, (breath.at, breath.at + breath.length))
        phase = (times[low:high] - breath.at) / breath.length
        breathing_in = np.sin(0.5 * np.pi * np.clip(phase / 0.34, 0.0, 1.0)) ** 2
        late = np.clip(phase - 0.34, 0.0, 1.0)
        breathing_out = np.exp(-4.5 * late) * (1.0 - (late / 0.66) ** 3)
        out[low:] = 0.0
        out[low:high] = breath.tidal * np.where(phase < 0.34, breathing_in, breathing_out)
    return out


def _capnogram(breaths: list[Breath], times: Floats) -> Floats:
    """Carbon dioxide at the mouth: none while breathing in, then upstroke, sloping plateau and end-tidal top."""
    out = np.zeros_like(times)
    for breath in breaths:
        if times.size == 0 or breath.at > times[-1] or breath.at + breath.length < times[0]:
            continue
        low, high = np.searchsorted(times, (breath.at, breath.at + breath.length))
        phase = (times[low:high] - breath.at) / breath.length
        out_phase = np.clip((phase - 0.38) / 0.62, 0.0, 1.0)
        slow = 0.04 + 0.35 * breath.slope**2
        plateau = (1.0 - np.exp(-out_phase / slow)) * (1.0 - breath.slope * (1.0 - out_phase))
        top = 1.0 - np.exp(-1.0 / slow)
        out[low:] = 0.0
        out[low:high] = breath.etco2 * plateau / top
    return np.maximum(out, 0.0)
