"""Alarms: usual limits for the age, what is wrong at this second, and how alarms come, latch and go.

Priorities and their meaning follow IEC 60601-1-8: high asks for an answer at once, medium for a prompt one, low tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bedside.activities.clinic.monitoring.reading import ASYSTOLE, FIBRILLATION, TACHYCARDIA, Signs
from bedside.activities.clinic.monitoring.state import Alarm, Limit, Monitoring
from bedside.encounter import Happening, Tick

SECOND: Tick = 1000
SILENCE_MS: Tick = 120_000
APNOEA_S = 20
"""Seconds without a breath (the usual setting of monitors for adults)."""
ASYSTOLE_S = 4
PRIORITIES = ("high", "medium", "low")


class Watched(NamedTuple):
    """A number with limits: its label and unit, the range in which limits may be set, their step, and the delay, s."""

    label: str
    unit: str
    least: float
    most: float
    step: float
    delay_s: int
    low: float | None
    high: float | None


WATCHED: dict[str, Watched] = {
    "heart_rate": Watched("HR", "1/min", 20, 250, 5, 5, 50, 120),
    "spo2": Watched("SpO2", "%", 50, 100, 1, 8, 90, None),
    "respiratory_rate": Watched("RR", "1/min", 2, 80, 1, 8, 8, 30),
    "systolic_pressure": Watched("ABP systolic", "mmHg", 20, 260, 5, 5, 90, 160),
    "mean_arterial_pressure": Watched("ABP mean", "mmHg", 20, 200, 5, 5, 60, 110),
    "cuff_systolic": Watched("NIBP systolic", "mmHg", 20, 260, 5, 0, 90, 160),
    "cuff_mean": Watched("NIBP mean", "mmHg", 20, 200, 5, 0, 60, 110),
    "etco2": Watched("etCO2", "mmHg", 5, 90, 1, 10, 25, 50),
    "temperature": Watched("Temp", "degC", 25, 43, 0.5, 10, 36.0, 38.5),
    "central_venous_pressure": Watched("CVP", "mmHg", -5, 30, 1, 10, None, None),
    "mean_pulmonary_pressure": Watched("PAP mean", "mmHg", 0, 80, 1, 10, None, 25),
}
"""Limits for adults, near the factory settings of hospital monitors (estimate)."""
CHILDREN: tuple[tuple[float, dict[str, tuple[float, float]]], ...] = (
    (1, {"heart_rate": (100, 190), "respiratory_rate": (20, 65), "systolic_pressure": (65, 110)}),
    (3, {"heart_rate": (90, 170), "respiratory_rate": (18, 50), "systolic_pressure": (70, 115)}),
    (6, {"heart_rate": (75, 150), "respiratory_rate": (15, 40), "systolic_pressure": (75, 120)}),
    (12, {"heart_rate": (60, 135), "respiratory_rate": (12, 35), "systolic_pressure": (85, 130)}),
)
"""For ages below so many years: about the 1st and 99th centiles (heart and breathing rates: Fleming 2011, rounded;
pressures: 70 + 2 x age, APLS, and estimates)."""
DESATURATION_BELOW_LIMIT = 10.0
EXTREME_RATE = 20.0
"""How far beyond a limit of its own an alarm becomes one of high priority (usual setting of monitors, estimate)."""
FLAT_PULSE_MMHG = 8.0


def usual_limits(age_years: float) -> dict[str, Limit]:
    """The limits for somebody of this age."""
    found = {name: _limit(one.low, one.high) for name, one in WATCHED.items()}
    ranges = next((ranges for below, ranges in CHILDREN if age_years < below), {})
    for name, (low, high) in ranges.items():
        found[name] = _limit(low, high)
    if ranges:
        low, high = ranges["systolic_pressure"]
        found["cuff_systolic"] = _limit(low, high)
        for mean in ("mean_arterial_pressure", "cuff_mean"):
            found[mean] = _limit(round(0.7 * low), round(0.8 * high))
    return found


def _limit(low: float | None, high: float | None) -> Limit:
    """As it is read back from a snapshot, whole numbers too."""
    return Limit(None if low is None else float(low), None if high is None else float(high))


class Cause(NamedTuple):
    """Something that is wrong now: how long it must last before it alarms, and whether it latches."""

    id: str
    priority: str
    text: str
    after_s: int
    latching: bool = False


def causes(state: Monitoring, signs: Signs, at: Tick) -> Iterator[Cause]:
    """Everything that is wrong at this second, as the probes show it."""
    yield from _heart(state, signs)
    yield from _breathing(state, at)
    yield from _pulse(state, signs)
    yield from _beyond(state)
    yield from _technical(state)


def sees_the_heart(state: Monitoring) -> bool:
    """Whether an ECG is picked up, by electrodes or by pads."""
    return any(name in state.probes and state.probes[name].trouble != "off" for name in ("ecg", "pads"))


def _heart(state: Monitoring, signs: Signs) -> Iterator[Cause]:
    if not sees_the_heart(state):
        return
    if signs.rhythm in ASYSTOLE:
        yield Cause("asystole", "high", "ASYSTOLE", ASYSTOLE_S, True)
    elif signs.rhythm in FIBRILLATION:
        yield Cause("vf", "high", "VENTRICULAR FIBRILLATION", 2, True)
    elif signs.rhythm in TACHYCARDIA:
        yield Cause("vt", "high", "VENTRICULAR TACHYCARDIA", 2, True)


def _breathing(state: Monitoring, at: Tick) -> Iterator[Cause]:
    senses = any(name in state.probes and not state.probes[name].trouble for name in ("ecg", "capnography"))
    if senses and state.breath_at + SECOND < at:
        yield Cause("apnoea", "high", "APNOEA", APNOEA_S, True)


def _pulse(state: Monitoring, signs: Signs) -> Iterator[Cause]:
    line = state.probes.get("arterial_line")
    if line is not None and not line.trouble and signs.systolic - signs.diastolic < FLAT_PULSE_MMHG:
        yield Cause("no_pulse", "high", "ABP NOT PULSATILE", 5, True)


def _beyond(state: Monitoring) -> Iterator[Cause]:
    values = dict(state.shown)
    if state.cuff.readings:
        values |= {"cuff_systolic": state.cuff.readings[-1].systolic, "cuff_mean": state.cuff.readings[-1].mean}
    for name, watched in WATCHED.items():
        value, limit = values.get(name), state.limits.get(name)
        if value is None or limit is None or not limit.on:
            continue
        value = round(value, 1 if name == "temperature" else 0)
        if limit.low is not None and value < limit.low:
            yield _low(name, watched, value, limit.low)
        elif limit.high is not None and value > limit.high:
            yield _high(name, watched, value, limit.high)


def _low(name: str, watched: Watched, value: float, limit: float) -> Cause:
    if name == "spo2" and value < limit - DESATURATION_BELOW_LIMIT:
        return Cause("desaturation", "high", f"DESATURATION  SpO2 {value:.0f} %", watched.delay_s, True)
    if name == "heart_rate" and value <= limit - EXTREME_RATE / 2:
        return Cause("extreme_brady", "high", f"EXTREME BRADYCARDIA  HR {value:.0f}", watched.delay_s, True)
    return Cause(f"{name}_low", "medium", f"{watched.label} {_number(name, value)} < {limit:g}", watched.delay_s)


def _high(name: str, watched: Watched, value: float, limit: float) -> Cause:
    if name == "heart_rate" and value > limit + EXTREME_RATE:
        return Cause("extreme_tachy", "high", f"EXTREME TACHYCARDIA  HR {value:.0f}", watched.delay_s, True)
    return Cause(f"{name}_high", "medium", f"{watched.label} {_number(name, value)} > {limit:g}", watched.delay_s)


def _number(name: str, value: float) -> str:
    return f"{value:.1f}" if name == "temperature" else f"{value:.0f}"


TROUBLE = {
    ("ecg", "off"): "ECG LEADS OFF",
    ("ecg", "motion"): "ECG NOISY",
    ("spo2", "off"): "SpO2 PROBE OFF",
    ("spo2", "motion"): "SpO2 MOTION",
    ("nibp", "off"): "NIBP CUFF LOOSE",
    ("arterial_line", "off"): "ABP DISCONNECTED",
    ("central_line", "off"): "CVP DISCONNECTED",
    ("pulmonary_catheter", "off"): "PAP DISCONNECTED",
    ("capnography", "off"): "CO2 LINE DISCONNECTED",
    ("temperature", "off"): "TEMP PROBE OFF",
    ("pads", "off"): "PADS OFF",
}
URGENT = frozenset({"ECG LEADS OFF", "ABP DISCONNECTED", "PADS OFF"})


def _technical(state: Monitoring) -> Iterator[Cause]:
    for name, probe in state.probes.items():
        text = TROUBLE.get((name, probe.trouble))
        if text is not None:
            yield Cause(f"{name}_{probe.trouble}", "medium" if text in URGENT else "low", text, 2)
    if state.notes.get("spo2") == "Low perfusion":
        yield Cause("spo2_perfusion", "low", "SpO2 LOW PERFUSION", 4)
    if state.cuff.message and "nibp" in state.probes:
        yield Cause("cuff_failed", "low", f"NIBP {state.cuff.message.upper()}", 0)


def judge(state: Monitoring, signs: Signs, at: Tick) -> Iterator[Happening]:
    """Bring the alarms up to this second; an event for each that begins or ends."""
    found = {cause.id: cause for cause in causes(state, signs, at)}
    state.suspected = {name: state.suspected.get(name, at) for name in found}
    if state.silenced_until is not None and at >= state.silenced_until:
        state.silenced_until = None
        for one in state.alarms:
            one.silenced = False
    standing = {alarm.id: alarm for alarm in state.alarms}
    for name, cause in found.items():
        alarm = standing.get(name)
        if alarm is not None and alarm.active:
            alarm.text, alarm.priority = cause.text, cause.priority
        elif at - state.suspected[name] >= cause.after_s * SECOND:
            yield _raised(state, alarm, cause, at)
    for over in [one for one in state.alarms if one.active and one.id not in found]:
        over.active = False
        if not over.latching:
            state.alarms.remove(over)
        yield _event(over, "ended", at)
    state.alarms.sort(key=lambda one: (PRIORITIES.index(one.priority), not one.active, -one.since, one.id))


def _raised(state: Monitoring, before: Alarm | None, cause: Cause, at: Tick) -> Happening:
    if before is not None:
        state.alarms.remove(before)
    alarm = Alarm(cause.id, cause.priority, cause.text, at, True, cause.latching)
    state.alarms.append(alarm)
    return _event(alarm, "began", at)


def _event(alarm: Alarm, happened: str, at: Tick) -> Happening:
    told = {"alarm": alarm.id, "priority": alarm.priority, "text": alarm.text}
    return Happening("monitor_alarm", {**told, "state": happened, "latched": alarm.latching}, at)


def silence(state: Monitoring, at: Tick, on: bool) -> None:
    """Silence what alarms now; what begins later sounds. Or let all sound again."""
    state.silenced_until = at + SILENCE_MS if on else None
    for alarm in state.alarms:
        alarm.silenced = on


def acknowledge(state: Monitoring, at: Tick) -> list[str]:
    """Clear what is latched and over, and silence the rest; the ids of what was cleared."""
    gone = [alarm.id for alarm in state.alarms if not alarm.active]
    state.alarms = [alarm for alarm in state.alarms if alarm.active]
    if state.alarms:
        silence(state, at, True)
    return gone
