"""The one place where the monitor meets the body: what a sensor could pick up, waves, and what a teacher sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bedside.activities.clinic.monitoring.state import Pacer, Steering
from bedside.body import LEVERS, VARIABLES, WAVES, Body
from bedside.body import conditions as illnesses
from bedside.body.rhythms import read_ecg
from bedside.body.rhythms.table import PACED, VF_WAVES
from bedside.body.rhythms.table import rhythms as known_rhythms

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

Floats = NDArray[np.float32]
ASYSTOLE = frozenset({"asystole", "ventricular_standstill", "agonal"})
FIBRILLATION = frozenset({"vf", "vf_fine"})
TACHYCARDIA = frozenset({"vt", "vt_unstable", "pulseless_vt", "torsades"})
"""Rhythms by what the monitor's analysis calls them; all else alarms by its rate alone."""
SHAKES = 0.25
"""Shivering or seizure (0 to 1) from which a finger probe loses the pulse (estimate)."""


class Signs(msgspec.Struct, frozen=True):
    """What sensors could pick up at this second, in the units of the vital signs; `perfusion` is %, pressures mmHg."""

    rhythm: str
    electrical_rate: float
    heart_rate: float
    systolic: float
    diastolic: float
    mean: float
    respiratory_rate: float
    spo2: float
    etco2: float
    temperature: float
    central_venous: float
    pulmonary_systolic: float
    pulmonary_diastolic: float
    pulmonary_mean: float
    perfusion: float
    compressions: bool
    moving: bool


def signs(clinic: ClinicActivity) -> Signs:
    """Read the body once."""
    body = clinic.body
    vitals = body.vitals
    pressed = "cpr" in body.doing

    def read(name: str) -> float:
        return float(vitals[name])

    return Signs(
        rhythm=body.rhythm,
        electrical_rate=read("electrical_rate"),
        heart_rate=read("heart_rate"),
        systolic=read("systolic_pressure"),
        diastolic=read("diastolic_pressure"),
        mean=read("mean_arterial_pressure"),
        respiratory_rate=read("respiratory_rate"),
        spo2=read("spo2"),
        etco2=read("etco2"),
        temperature=read("temperature"),
        central_venous=read("central_venous_pressure"),
        pulmonary_systolic=read("pulmonary_systolic_pressure"),
        pulmonary_diastolic=read("pulmonary_diastolic_pressure"),
        pulmonary_mean=read("mean_pulmonary_pressure"),
        perfusion=read("perfusion_index"),
        compressions=pressed,
        moving=pressed or max(read("shivering"), read("seizure")) > SHAKES,
    )


LEADS = ("i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6")
_FROM = {"respiration": "lung_volume"}
"""Channels of the monitor that are drawn from another wave of the body: impedance follows the air in the chest."""


def can_draw() -> frozenset[str]:
    """Channels that the body can draw."""
    return frozenset(WAVES) | frozenset(_FROM)


AVERAGED_MS = 2000
"""Over how long an oximeter averages the light away that does not pulse (estimate)."""


def waves(body: Body, names: tuple[str, ...], start: int, end: int, rate_hz: int) -> Floats:
    """Rows of float32 by name, in mV, mmHg, share or mL; the pleth as it pulses about its own mean."""
    rows = body.waves([_FROM.get(name, name) for name in names], start, end, rate_hz)
    if "pleth" in names:
        early = max(0, start - AVERAGED_MS)
        rows[names.index("pleth")] = _pulsing(body.waves(["pleth"], early, end, rate_hz)[0], rows.shape[1], rate_hz)
    return rows


def _pulsing(light: Floats, count: int, rate_hz: int) -> Floats:
    """The last `count` samples less the mean of the two seconds before each."""
    span = AVERAGED_MS * rate_hz // 1000
    sums = np.concatenate([[0.0], np.cumsum(light, dtype=np.float64)])
    last = np.arange(light.size - count, light.size) + 1
    first = np.maximum(last - span, 0)
    return np.asarray(light[light.size - count :] - (sums[last] - sums[first]) / (last - first), dtype=np.float32)


def true_values(body: Body) -> dict[str, float]:
    """Every number of the body, for a teacher."""
    return {name: _rounded(float(value)) for name, value in body.vitals.items()}


def _rounded(value: float) -> float:
    return round(value, 2 if abs(value) < 10 else 1)


class Steerable(msgspec.Struct, frozen=True):
    """A number that a teacher may set."""

    unit: str
    low: float
    high: float


SENSIBLE = {
    "heart_rate": (20, 260),
    "systolic_pressure": (30, 280),
    "diastolic_pressure": (15, 180),
    "mean_arterial_pressure": (20, 210),
    "respiratory_rate": (0, 70),
    "spo2": (40, 100),
    "etco2": (8, 110),
    "paco2": (10, 130),
    "temperature": (26, 42),
    "glucose": (0.8, 60),
    "gcs": (3, 15),
    "pain": (0, 10),
    "lactate": (0.2, 25),
    "potassium": (1.8, 9),
    "bicarbonate": (3, 50),
    "stress": (0, 1),
}
"""Values between which a teacher may set what the body lets itself be steered by; survivable ones and a little more."""
STEERABLE: dict[str, Steerable] = {
    name: Steerable(VARIABLES[name].unit, low, high)
    for name, (low, high) in SENSIBLE.items()
    if name in LEVERS and name in VARIABLES
}


TRIMMED = {
    "heart_rate": 0.08,
    "systolic_pressure": 0.08,
    "diastolic_pressure": 0.08,
    "mean_arterial_pressure": 0.08,
    "respiratory_rate": 0.03,
}
"""Share of what is missing that a ramp takes up each second: for quick numbers whose reflexes answer (estimate)."""
STORED = {"temperature": "temp", "glucose": "glucose", "lactate": "lactate", "potassium": "k"}
"""Numbers that are a store of the body's, by the field of its state: these are put where they are wanted."""
HELD_FOR_S = 60
CO2_S_PER_MMHG = 15.0
"""Carbon dioxide rises in seconds a mmHg no faster than the body makes it (about 4 mmHg/min in apnoea)."""


def quickest(body: Body, variable: str, target: float, over_s: float) -> float:
    """The time that a change takes at least, s."""
    if variable not in ("etco2", "paco2"):
        return over_s
    return max(over_s, CO2_S_PER_MMHG * (target - float(body.vitals[variable])))


def steer(body: Body, variable: str, target: float, over_s: float, before: Steering | None) -> tuple[str, int]:
    """Lead a number to `target` in place of the ramp `before`; the ramp's id and row (-1 none). Raises BodyError."""
    if variable in STORED:
        return f"stored-{variable}", -1
    added = float(body.steers[before.row]["now"]) / LEVERS[variable].scale if before else 0.0
    running = body.steers["active"].copy()
    identity = body.steer(variable, by=target - float(body.vitals[variable]) + added, over=over_s)
    row = int(np.flatnonzero(body.steers["active"] > running)[0])
    if before is not None:
        body.release(before.id)
    return identity, row


def follow(body: Body, one: Steering, at: int) -> None:
    """Lead a number the rest of the way; a minute after its ramp it is left to the body and its treatment."""
    since_s = (at - one.at) / 1000
    if since_s > one.over_s + HELD_FOR_S:
        return
    if one.variable in STORED:
        share = min(1.0, since_s / one.over_s) if one.over_s > 0 else 1.0
        wanted = one.start + share * (one.target - one.start)
        body.state[STORED[one.variable]] += wanted - float(body.vitals[one.variable])
    elif one.variable in TRIMMED and since_s >= one.over_s:
        missing = one.target - float(body.vitals[one.variable])
        body.steers[one.row]["delta"] += TRIMMED[one.variable] * missing * LEVERS[one.variable].scale


def release(body: Body, one: Steering) -> None:
    """Let a number go, over half a minute; what was put into a store stays there. Raises BodyError."""
    if one.row >= 0:
        body.release(one.id, over="30 s")


def rhythms() -> dict[str, str]:
    """Rhythms that a teacher may choose, id to name."""
    return {name: rhythm.name for name, rhythm in known_rhythms().items()}


def set_rhythm(body: Body, name: str) -> None:
    """Change the rhythm. Raises BodyError."""
    body.set_rhythm(name)


class Option(msgspec.Struct, frozen=True):
    """An option of a condition: a number in its range, or one of `choices`."""

    name: str
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    usual: float | str | None = None
    choices: tuple[str, ...] = ()


class Condition(msgspec.Struct, frozen=True):
    """Something that a teacher can start."""

    id: str
    name: str
    options: tuple[Option, ...] = ()


@cache
def conditions() -> Mapping[str, Condition]:
    """What a teacher can start, by id."""
    return {
        one.id: Condition(one.id, one.name, tuple(_option(name, option) for name, option in one.options.items()))
        for one in illnesses.catalogue().values()
        if not one.chronic
    }


def _option(name: str, option: illnesses.Option) -> Option:
    if option.choices:
        return Option(name, option.doc, choices=option.choices, usual=option.default)
    return Option(name, option.doc, option.unit, float(option.low), float(option.high), option.default)


def start_condition(body: Body, name: str, options: dict[str, Any]) -> None:
    """Start it, or change its options. Raises BodyError."""
    body.start(name, **options)


def stop_condition(body: Body, name: str) -> None:
    """Stop it. Raises BodyError."""
    body.stop(name)


def pace(clinic: ClinicActivity, pacer: Pacer) -> None:
    """Let the pacer act on the body as it is set, and note whether it captures."""
    body = clinic.body
    if pacer.on:
        body.do("pace", rate=pacer.rate, current=pacer.current_ma)
        body.conduction["pacer_sense"] = 1 if pacer.mode == "demand" else 0
    elif "pace" in body.doing:
        body.stop("pace")
    pacer.captured = pacer.on and captures(body)


def captures(body: Body) -> bool:
    """Whether the last beat was the pacer's and its current is enough."""
    c = body.conduction
    fibrillates = int(body.rhythm_row["chaos"]) == VF_WAVES
    return bool(c["pacer_capture"]) and int(c["beat_kind"]) == PACED and not fibrillates


def interpretation(clinic: ClinicActivity) -> str:
    """What the machine writes beneath a 12-lead ECG."""
    body, c = clinic.body, clinic.body.conduction
    read = read_ecg(
        body.rhythm,
        body.ecg,
        float(body.vitals["electrical_rate"]),
        kind=int(c["beat_kind"]),
        pr_s=float(c["pr"]),
    )
    paced = "Ventricular pacing with capture. " if clinic.state.monitoring.pacer.captured else ""
    return f"{paced}{read.text} Unconfirmed."
