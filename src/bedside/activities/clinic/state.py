"""The state of a consultation besides the patient's mind and body: one record that a snapshot holds whole."""

from __future__ import annotations

from typing import Any

import msgspec

from bedside.activities.clinic.ledger import Deed
from bedside.activities.clinic.monitoring.state import Monitoring


class Line(msgspec.Struct):
    """Something said or seen."""

    seq: int
    at: int
    who: str
    text: str
    status: str | None = None


class Ordered(msgspec.Struct):
    """An order and what became of it."""

    order: str
    test: str
    name: str
    kind: str
    at: int
    due: int
    cost: float
    state: str = "pending"
    values: list[dict[str, Any]] | None = None
    report: str | None = None
    sample: dict[str, float] | None = None


class Pending(msgspec.Struct):
    """Something that will happen at a tick: a stage of the course, or words of the patient."""

    due: int
    what: str
    key: str


class Lent(msgspec.Struct):
    """The language model that phrases turns, and how long an answer may wait for it."""

    model: str
    deadline_ms: int


class Wanted(msgspec.Struct):
    """A turn that is out to be phrased: when its time is up, what was asked, and what is said if nothing comes back."""

    id: str
    due: int
    asked: str
    words: str
    answers: list[dict[str, Any]]
    pain: float = 0.0
    breathless: float = 0.0


class Began(msgspec.Struct):
    """How the body was when the encounter began: numbers, a sample, and the grade of each finding and report."""

    values: dict[str, float] = {}
    sample: dict[str, float] = {}
    grades: dict[str, str] = {}


class State(msgspec.Struct):
    """All that the consultation remembers."""

    now: int = 0
    line: int = 0
    conversation: list[Line] = []
    measured: dict[str, dict[str, Any]] = {}
    monitor: bool = False
    examined: list[dict[str, Any]] = []
    orders: list[Ordered] = []
    treatments: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    differential: list[dict[str, Any]] = []
    disposition: dict[str, Any] | None = None
    handover: str | None = None
    alerts: list[dict[str, Any]] = []
    cost: float = 0.0
    ended: bool = False
    deeds: list[Deed] = []
    pending: list[Pending] = []
    begun_stages: list[str] = []
    averted_stages: list[str] = []
    reacted: list[int] = []
    fluids: dict[str, float] = {}
    samples: list[float] = []
    sampled_from: int = 0
    position: str = "as found"
    scene: str = ""
    lent: Lent | None = None
    wanted: Wanted | None = None
    phrases: int = 0
    grounded: dict[int, str] = {}
    began: Began = msgspec.field(default_factory=Began)
    monitoring: Monitoring = msgspec.field(default_factory=Monitoring)
