"""The form of the monitor's sections of the view: what the browser may count on, and what its types are made from."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Form(msgspec.Struct, forbid_unknown_fields=True):
    """A part of the view."""


class ProbeShown(Form):
    """A probe on the patient: on, come off, or disturbed by movement; `site` is the arm where it matters."""

    state: Literal["on", "off", "motion"]
    site: str


class AlarmShown(Form):
    """An alarm: whether its cause still holds, whether it stays until acknowledged, and whether it is silenced."""

    id: str
    priority: Literal["high", "medium", "low"]
    text: str
    since: int
    active: bool
    latching: bool
    silenced: bool


class LimitShown(Form):
    """The alarm limits of one number, and the range in which they may be set."""

    label: str
    unit: str
    low: float | None
    high: float | None
    on: bool
    least: float
    most: float
    step: float


class CuffReadingShown(Form):
    """A measurement by the cuff, mmHg and /min."""

    at: int
    systolic: int
    diastolic: int
    mean: int
    pulse: int


class CuffShown(Form):
    """The cuff: since when it measures, when it will again, why the last measurement failed, and the last ones."""

    measuring_since: int | None
    next_at: int | None
    every_min: float
    message: str
    readings: list[CuffReadingShown]


class DefibrillatorShown(Form):
    """The defibrillator: energy chosen, where it stands, and when it will be ready or dumps its charge."""

    joules: float
    phase: Literal["idle", "charging", "ready"]
    ready_at: int | None
    dumps_at: int | None
    sync: bool
    shocks: int
    message: str


class PacerShown(Form):
    """The pacer's dials and whether each pulse is followed by a beat."""

    on: bool
    mode: Literal["demand", "fixed"]
    rate: float
    current_ma: float
    captured: bool


class TracingShown(Form):
    """A 12-lead ECG that was printed: when, and what the machine wrote beneath it."""

    number: int
    at: int
    text: str


class MonitorSection(Form):
    """The monitor's settings and alarms: what changes when somebody does something, or something goes wrong."""

    probes: dict[str, ProbeShown]
    alarms: list[AlarmShown]
    silenced_until: int | None
    limits: dict[str, LimitShown]
    cuff: CuffShown
    defibrillator: DefibrillatorShown
    pacer: PacerShown
    tracings: list[TracingShown]
    trend_columns: list[str]


class NumericsSection(Form):
    """The numbers on the screen at this second, and what the monitor remarks on them. What is not known is missing."""

    values: dict[str, float]
    notes: dict[str, str]


class SteeringShown(Form):
    """A number that a teacher has set."""

    id: str
    variable: str
    target: float
    at: int
    over_s: float


class TroubleShown(Form):
    """A condition that a teacher has started."""

    id: str
    name: str
    at: int
    options: dict[str, Any]


class InstructorSection(Form):
    """For facilitators: the body as it truly is, and what they have set going."""

    rhythm: str
    values: dict[str, float]
    steered: list[SteeringShown]
    started: list[TroubleShown]
