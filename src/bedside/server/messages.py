"""What goes over the socket: MessagePack in both directions, one struct a message, told apart by `t`.

The TypeScript types of the client are generated from these (`bedside.server.typescript`).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from bedside.activities.clinic.monitoring.shapes import InstructorSection
from bedside.activities.clinic.shapes import BehindSection, ClinicView, StorySection
from bedside.encounter import Participant


class Hello(msgspec.Struct, tag_field="t", tag="hello"):
    """First message of a client: its token."""

    token: str


class SendCommand(msgspec.Struct, tag_field="t", tag="command"):
    """A command; sent again with the same id it acts once."""

    id: str
    verb: str
    args: dict[str, Any] = {}


class WantWaves(msgspec.Struct, tag_field="t", tag="waves"):
    """Whether curves are to be sent."""

    on: bool


class Ping(msgspec.Struct, tag_field="t", tag="ping"):
    """Is anybody there?"""


ClientMessage = Hello | SendCommand | WantWaves | Ping


class Welcome(msgspec.Struct, tag_field="t", tag="welcome"):
    """The answer to a valid token: who one is, and the whole view."""

    me: dict[str, Any]
    view: dict[str, Any]


class ViewChange(msgspec.Struct, tag_field="t", tag="view"):
    """The sections that changed: `sections` whole, and of lists that only grew, such as the talk, what was `added`."""

    now: int
    sections: dict[str, Any]
    added: dict[str, list[Any]]


class CommandReceipt(msgspec.Struct, tag_field="t", tag="receipt"):
    """What became of a command."""

    id: str
    accepted: bool
    reason: str
    hint: str


class TimePasses(msgspec.Struct, tag_field="t", tag="tick"):
    """The time, each second."""

    now: int
    paused: bool
    pace: float


class WaveFrame(msgspec.Struct, tag_field="t", tag="waves", rename={"start": "from"}):
    """Curves: float32 little-endian, channel after channel, each with the same number of samples."""

    start: int
    rate: int
    channels: list[str]
    data: bytes


class Failure(msgspec.Struct, tag_field="t", tag="error"):
    """Something was wrong with the connection or a message."""

    code: str
    message: str


class Pong(msgspec.Struct, tag_field="t", tag="pong"):
    """Yes."""


class EncounterSection(msgspec.Struct):
    """What the kernel tells of an encounter."""

    id: str
    kind: str
    scenario: str
    now: int
    paused: bool
    pace: float
    ended: bool
    me: Participant
    participants: list[Participant]


class View(ClinicView, kw_only=True):
    """The whole view."""

    encounter: EncounterSection
    behind: BehindSection | msgspec.UnsetType = msgspec.UNSET
    instructor: InstructorSection | msgspec.UnsetType = msgspec.UNSET
    story: StorySection | msgspec.UnsetType = msgspec.UNSET


class Admission(msgspec.Struct):
    """The way in to an encounter."""

    encounter: str
    participant: str
    role: Literal["learner", "patient", "facilitator", "observer"]
    token: str


class BriefPatient(msgspec.Struct):
    """Of the patient, what the library shows."""

    name: str
    age: str
    age_years: float
    sex: Literal["female", "male"]


class Brief(msgspec.Struct):
    """A scenario in the library."""

    id: str
    kind: str
    title: str
    summary: str
    specialty: str
    setting: str
    level: Literal["foundation", "core", "advanced"]
    minutes: int
    tags: list[str]
    patient: BriefPatient
    task: str
    builtin: bool


class Summary(msgspec.Struct):
    """A past encounter."""

    encounter: str
    scenario: str
    title: str
    role: str
    started: str | None
    now: int
    ended: bool
    score: float | None
    domains: dict[str, float]


class ManoeuvreChoice(msgspec.Struct):
    """An examination."""

    manoeuvre: str
    site: str
    label: str
    aliases: list[str]
    region: str
    regions: list[str]
    intimate: bool
    technique: str


class TestChoice(msgspec.Struct):
    """Something to order."""

    id: str
    name: str
    aliases: list[str]
    kind: str
    turnaround_min: float
    cost: float


class RouteChoice(msgspec.Struct):
    """A way to give a drug, with the adult range as written (`300 mg`); `infusion` where it is a rate."""

    route: str
    usual: str
    min: str
    max: str
    child: str | None
    infusion: bool


class DrugChoice(msgspec.Struct):
    """A drug, fluid or blood product."""

    id: str
    name: str
    aliases: list[str]
    routes: list[RouteChoice]


class ActionArgument(msgspec.Struct):
    """An argument: a quantity, a word out of `choices`, `text` of one's own, or a `flag`."""

    name: str
    unit: str | None
    min: float | None
    max: float | None
    usual: float | None
    choices: list[str]
    default: str | bool | None
    text: bool
    flag: bool
    required: bool


class ActionChoice(msgspec.Struct):
    """Something to do."""

    id: str
    name: str
    aliases: list[str]
    group: str
    args: list[ActionArgument]


class Labelled(msgspec.Struct):
    """An id and its name."""

    id: str
    label: str


class ConditionOption(msgspec.Struct):
    """An option of a condition: a number in its range, or one of `choices`."""

    name: str
    meaning: str
    unit: str
    low: float | None
    high: float | None
    usual: float | str | None
    choices: list[str]


class ConditionChoice(msgspec.Struct):
    """Something that a teacher can start in the body."""

    id: str
    name: str
    options: list[ConditionOption]


class SteerChoice(msgspec.Struct):
    """A number that a teacher can set, and its range."""

    id: str
    unit: str
    low: float
    high: float


class MonitorChoices(msgspec.Struct):
    """What the monitor and its devices can be set to, and what a teacher can do to the body."""

    probes: list[Labelled]
    energies_j: list[float]
    cuff_every_min: list[float]
    rhythms: list[Labelled]
    steerable: list[SteerChoice]
    conditions: list[ConditionChoice]


class Catalogue(msgspec.Struct):
    """What can be examined, ordered, given and done."""

    manoeuvres: list[ManoeuvreChoice]
    tests: list[TestChoice]
    drugs: list[DrugChoice]
    actions: list[ActionChoice]
    dispositions: list[Labelled]
    regions: list[Labelled]
    manoeuvre_labels: dict[str, str]
    monitor: MonitorChoices


ServerMessage = Welcome | ViewChange | CommandReceipt | TimePasses | WaveFrame | Failure | Pong

encoder = msgspec.msgpack.Encoder()
decoder = msgspec.msgpack.Decoder(ClientMessage)
