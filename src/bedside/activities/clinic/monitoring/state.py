"""What the monitor remembers: part of the clinic's state, held whole by a snapshot."""

from __future__ import annotations

from typing import Any

import msgspec

from bedside.encounter import Tick


class Probe(msgspec.Struct):
    """A sensor on the patient. `trouble`: "" none, "off" it has come off, "motion" it moves."""

    at: Tick
    site: str = ""
    trouble: str = ""


class CuffReading(msgspec.Struct):
    """One measurement by the cuff, mmHg and /min."""

    at: Tick
    systolic: int
    diastolic: int
    mean: int
    pulse: int


class Cuff(msgspec.Struct):
    """The automatic cuff. `every_min` 0 is by hand; `done_at` is when the running measurement ends."""

    every_min: float = 0.0
    started: Tick | None = None
    done_at: Tick | None = None
    next_at: Tick | None = None
    tries: int = 0
    message: str = ""
    readings: list[CuffReading] = []


class Alarm(msgspec.Struct):
    """An alarm on the screen. One that is latched and no longer active stays until somebody acknowledges it."""

    id: str
    priority: str
    text: str
    since: Tick
    active: bool = True
    latching: bool = False
    silenced: bool = False


class Limit(msgspec.Struct):
    """Limits of one number; None is no limit."""

    low: float | None
    high: float | None
    on: bool = True


class Defibrillator(msgspec.Struct):
    """The defibrillator. `phase`: idle, charging (until `ready_at`), ready (until `dumps_at`)."""

    joules: float = 150.0
    phase: str = "idle"
    ready_at: Tick | None = None
    dumps_at: Tick | None = None
    charged: float = 0.0
    sync: bool = False
    shocks: int = 0
    message: str = ""


class Pacer(msgspec.Struct):
    """The transcutaneous pacer. `before` is the rhythm that comes back without it."""

    on: bool = False
    mode: str = "demand"
    rate: float = 70.0
    current_ma: float = 0.0
    captured: bool = False
    before: str = ""


class Tracing(msgspec.Struct):
    """A 12-lead ECG that was printed."""

    number: int
    at: Tick
    text: str


class Steering(msgspec.Struct):
    """A number that a teacher has set: from `start` to `target` over `over_s` s from tick `at`, by a ramp in `row`."""

    id: str
    row: int
    variable: str
    start: float
    target: float
    at: Tick
    over_s: float


class Trouble(msgspec.Struct):
    """A condition that a teacher has started."""

    id: str
    name: str
    at: Tick
    options: dict[str, Any] = {}


class Monitoring(msgspec.Struct):
    """All of it."""

    probes: dict[str, Probe] = {}
    shown: dict[str, float] = {}
    notes: dict[str, str] = {}
    limits: dict[str, Limit] = {}
    alarms: list[Alarm] = []
    suspected: dict[str, Tick] = {}
    silenced_until: Tick | None = None
    breath_at: Tick = 0
    cuff: Cuff = msgspec.field(default_factory=Cuff)
    defibrillator: Defibrillator = msgspec.field(default_factory=Defibrillator)
    pacer: Pacer = msgspec.field(default_factory=Pacer)
    tracings: list[Tracing] = []
    trend: list[list[float | None]] = []
    trend_every: Tick = 10_000
    steered: list[Steering] = []
    started: list[Trouble] = []
