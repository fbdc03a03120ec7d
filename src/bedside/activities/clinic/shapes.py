"""The form of a clinic's view, section by section: what the browser may count on, and what its types are made from."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from bedside.activities.clinic.monitoring.shapes import MonitorSection, NumericsSection

VitalName = Literal[
    "heart_rate",
    "systolic_pressure",
    "diastolic_pressure",
    "mean_arterial_pressure",
    "respiratory_rate",
    "spo2",
    "temperature",
    "etco2",
    "glucose",
    "gcs",
    "pain",
]


class Form(msgspec.Struct, forbid_unknown_fields=True):
    """A part of the view."""


class CaseSection(Form):
    """What the learner was told."""

    title: str
    setting: str
    task: str
    minutes: int
    specialty: str
    level: str


class FaceSigns(Form):
    """Signs in the face, 0 to 1; valence -1 to 1."""

    valence: float
    arousal: float
    pain: float
    pallor: float
    cyanosis: float
    sweat: float
    flush: float
    eyes_open: float
    breathless: float


class Appearance(Form):
    """How the patient looks."""

    mood: str
    face: FaceSigns
    respiratory_rate: float
    consciousness: Literal["alert", "confused", "drowsy", "unconscious"]
    posture: str
    scene: str


class SpeakerSection(Form):
    """Who answers in the patient's place."""

    name: str
    relation: str


class CompanionSection(Form):
    """Somebody who came along, and whether they are in the room."""

    name: str
    relation: str
    answers: Literal["for", "beside", "interprets"]
    present: bool


class PatientSection(Form):
    """Who the patient is, as far as the wristband tells."""

    name: str
    age: str
    age_years: float
    sex: Literal["female", "male"]
    speaker: SpeakerSection | None
    companion: CompanionSection | None
    appearance: Appearance


class Line(Form):
    """Something said or seen."""

    seq: int
    at: int
    who: Literal["learner", "patient", "companion", "narrator"]
    text: str
    status: str | None = None
    """Of an answer how it was meant; of the narrator `support` (help for the learner) or `left` (the talk is over)."""


class MeasuredVital(Form):
    """A vital sign when it was last measured."""

    value: float
    at: int


class VitalsSection(Form):
    """Vital signs: measured ones, and live ones while the monitor is on."""

    monitor: bool
    measured: dict[VitalName, MeasuredVital]
    live: dict[VitalName, float] | None
    units: dict[VitalName, str]


class Examined(Form):
    """A finding."""

    seq: int
    at: int
    manoeuvre: str
    site: str
    label: str
    region: str
    finding: str
    abnormal: bool
    says: str | None = None


class ResultValue(Form):
    """A line of a result; `text` is the value as printed, low and high the reference interval."""

    analyte: str
    name: str
    value: float | str
    text: str
    unit: str
    low: float | None
    high: float | None
    flag: str | None


class Order(Form):
    """An order; values and report only once it was read."""

    order: str
    test: str
    name: str
    kind: str
    at: int
    due: int
    cost: float
    state: Literal["pending", "ready", "read", "cancelled"]
    values: list[ResultValue] | None = None
    report: str | None = None


class TreatmentGiven(Form):
    """A drug given or an action done."""

    seq: int
    at: int
    what: Literal["drug", "action"]
    id: str
    name: str
    text: str


class Note(Form):
    """A note."""

    seq: int
    at: int
    text: str


class RankedDiagnosis(Form):
    """A diagnosis of the learner's and how sure they are, 0 to 1."""

    diagnosis: str
    confidence: float


class DispositionSection(Form):
    """Where the patient goes."""

    to: str
    why: str | None = None


class Alert(Form):
    """Something that calls for attention."""

    seq: int
    at: int
    text: str
    level: Literal["warning", "danger"]


class DebriefSection(Form):
    """Whether the debrief can be opened."""

    ready: bool


class StoryFactShown(Form):
    """A fact, for the person who plays the patient."""

    id: str
    says: str
    rule: str


class StorySection(Form):
    """What the patient knows of themselves."""

    opening: str
    background: str | None
    facts: list[StoryFactShown]


class BehindFact(Form):
    """A fact and whether it is out."""

    id: str
    says: str
    rule: str
    state: str | None


class BehindStage(Form):
    """A stage of the course."""

    id: str
    state: str
    event: str | None


class BehindItem(Form):
    """A line of the checklist as it stands."""

    id: str
    text: str
    domain: str
    critical: bool
    earned: bool


class BehindSection(Form):
    """Behind the scene: for facilitators only."""

    diagnosis: dict[str, Any]
    differential: list[dict[str, Any]]
    facts: list[BehindFact]
    trust: float
    mood: str
    feelings: dict[str, float]
    stages: list[BehindStage]
    vitals: dict[VitalName, float]
    checklist: list[BehindItem]
    waiting: list[dict[str, Any]]


class ClinicView(Form):
    """A learner's view. Other roles have fewer sections, or more."""

    case: CaseSection
    patient: PatientSection
    conversation: list[Line]
    vitals: VitalsSection
    monitor: MonitorSection
    numerics: NumericsSection
    trend: list[list[float | None]]
    examined: list[Examined]
    orders: list[Order]
    treatments: list[TreatmentGiven]
    notes: list[Note]
    differential: list[RankedDiagnosis]
    disposition: DispositionSection | None
    handover: str | None
    alerts: list[Alert]
    cost: float
    debrief: DebriefSection | None
