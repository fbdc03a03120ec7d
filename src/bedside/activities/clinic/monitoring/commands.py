"""The monitor's verbs: their arguments and who may send them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from bedside.encounter import Role

Name = Annotated[str, Meta(min_length=1, max_length=120)]
ProbeName = Literal[
    "ecg", "spo2", "nibp", "capnography", "temperature", "arterial_line", "central_line", "pulmonary_catheter", "pads"
]
Site = Literal["left", "right"]
ACTORS = frozenset({Role.LEARNER, Role.FACILITATOR})
TEACHERS = frozenset({Role.FACILITATOR})


class Attach(msgspec.Struct, forbid_unknown_fields=True):
    """Put a probe on; `site` is the arm of the cuff and of the finger probe."""

    probe: ProbeName
    site: Site | None = None


class Detach(msgspec.Struct, forbid_unknown_fields=True):
    """Take a probe off."""

    probe: ProbeName


class Cuff(msgspec.Struct, forbid_unknown_fields=True):
    """Start or stop a measurement, or measure every so many minutes (0: by hand)."""

    do: Literal["start", "stop", "cycle"] = "start"
    every_min: Annotated[float, Meta(ge=0, le=60)] = 0.0


class Bounds(msgspec.Struct, forbid_unknown_fields=True):
    """New limits of one number; null is no limit, `on` false switches its alarm off."""

    low: float | None = None
    high: float | None = None
    on: bool = True


class Limits(msgspec.Struct, forbid_unknown_fields=True):
    """New limits by number; `usual` puts all back to those for the age."""

    limits: dict[str, Bounds] = {}
    usual: bool = False


class Silence(msgspec.Struct, forbid_unknown_fields=True):
    """Silence what sounds now for two minutes, or let it sound again."""

    on: bool = True


class Acknowledge(msgspec.Struct, forbid_unknown_fields=True):
    """Clear latched alarms whose cause is gone, and silence the others."""


class Tracing(msgspec.Struct, forbid_unknown_fields=True):
    """Print the last ten seconds of all leads."""


class Defib(msgspec.Struct, forbid_unknown_fields=True):
    """One button of the defibrillator. A shock needs `clear`: nobody touches the patient."""

    do: Literal["energy", "charge", "sync", "shock", "disarm"]
    joules: float | None = None
    on: bool = True
    clear: bool = False


class Pace(msgspec.Struct, forbid_unknown_fields=True):
    """The pacer's settings; what is left out stays."""

    on: bool | None = None
    mode: Literal["demand", "fixed"] | None = None
    rate: Annotated[float, Meta(ge=30, le=180)] | None = None
    current_ma: Annotated[float, Meta(ge=0, le=200)] | None = None


class SetVital(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher leads a number to a value, at once or over a time such as `2 min`."""

    variable: Name
    target: float
    over: Annotated[str, Meta(max_length=20)] = "0 s"


class Release(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher lets a number go that was set, by its id, or all."""

    id: Name | None = None


class StartCondition(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher starts something in the body, with its options."""

    condition: Name
    options: dict[str, Any] = {}


class StopCondition(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher stops it."""

    condition: Name


class SetRhythm(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher changes the rhythm of the heart."""

    rhythm: Name


class Disturb(msgspec.Struct, forbid_unknown_fields=True):
    """A teacher lets a probe come off or move, or mends it."""

    probe: ProbeName
    how: Literal["off", "motion", "none"]


ARGUMENTS: dict[str, type[msgspec.Struct]] = {
    "attach": Attach,
    "detach": Detach,
    "cuff": Cuff,
    "limits": Limits,
    "silence": Silence,
    "acknowledge": Acknowledge,
    "print_ecg": Tracing,
    "defib": Defib,
    "pacer": Pace,
    "set_vital": SetVital,
    "release": Release,
    "start_condition": StartCondition,
    "stop_condition": StopCondition,
    "set_rhythm": SetRhythm,
    "disturb": Disturb,
}
FOR_TEACHERS = frozenset({"set_vital", "release", "start_condition", "stop_condition", "set_rhythm", "disturb"})
VERBS: dict[str, frozenset[Role]] = {verb: TEACHERS if verb in FOR_TEACHERS else ACTORS for verb in ARGUMENTS}
DURATIONS_S: dict[str, float] = {"attach": 20, "detach": 5, "cuff": 3, "limits": 15, "defib": 3, "pacer": 5}
"""Seconds that a deed takes where nobody waits (estimates)."""
