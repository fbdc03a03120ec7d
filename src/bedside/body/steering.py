"""Steering: how an instructor or a case moves a value, on top of everything the body does by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from bedside.body.effects import FX
from bedside.body.refusals import BodyError, known, within

if TYPE_CHECKING:
    from bedside.body.body import Body


class Lever(NamedTuple):
    """How one variable is steered: the target that moves it, over what range of change, and by what factor."""

    target: str
    most: float
    unit: str
    scale: float = 1.0


LEVERS: dict[str, Lever] = {
    "heart_rate": Lever("heart_rate", 250, "1/min"),
    "mean_arterial_pressure": Lever("mean_arterial_pressure", 150, "mmHg"),
    "systolic_pressure": Lever("mean_arterial_pressure", 200, "mmHg", 0.78),
    "diastolic_pressure": Lever("mean_arterial_pressure", 120, "mmHg", 1.22),
    "respiratory_rate": Lever("respiratory_rate", 60, "1/min"),
    "spo2": Lever("spo2", 65, "%"),
    "etco2": Lever("carbon_dioxide_set", 80, "mmHg"),
    "paco2": Lever("carbon_dioxide_set", 80, "mmHg"),
    "temperature": Lever("temperature", 15, "degC"),
    "glucose": Lever("glucose", 60, "mmol/L"),
    "gcs": Lever("gcs", 12, "points"),
    "pain": Lever("pain", 10, "points"),
    "lactate": Lever("lactate", 25, "mmol/L"),
    "potassium": Lever("potassium", 8, "mmol/L"),
    "bicarbonate": Lever("bicarbonate", 30, "mmol/L"),
    "contractility": Lever("contractility", 2, "ln"),
    "stress": Lever("stress", 1, "share"),
}
"""What can be steered. A change of systolic pressure moves the mean by 0.78 of it, the usual share of a wide pulse."""


class Steering(msgspec.Struct):
    """Names of the ramps in use and how many were ever made."""

    made: int = 0
    slots: dict[str, int] = {}

    def begin(self, body: Body, variable: str, target: float | None, by: float | None, over_s: float, id: str) -> str:
        """Begin a ramp; `target` is counted from what the body shows now, `by` is added."""
        lever = LEVERS[known("steered variable", variable, LEVERS)]
        if (target is None) == (by is None):
            raise BodyError(f"steer {variable}: give either target or by")
        if id and id in self.slots:
            raise BodyError(f"steering id {id!r} is in use; release it first or choose another")
        if target is not None:
            by = target - float(body.vitals[variable])
        assert by is not None
        within(f"change of {variable}", by, -lever.most, lever.most, lever.unit)
        within("over", over_s, 0, 2_592_000, "s")
        steers = body.steers
        free = [i for i in range(len(steers)) if steers[i]["active"] == 0]
        if not free:
            raise BodyError(f"{len(steers)} values are being steered; release one first")
        slot = steers[free[0]]
        self.made += 1
        name = id or f"steer-{self.made}"
        self.slots = {key: place for key, place in self.slots.items() if place != free[0]}
        for field, value in {
            "active": 1, "target": getattr(FX, lever.target), "begun": body.now / 1000.0, "over": over_s,
            "delta": by * lever.scale, "released": -1.0, "release_over": 0.0, "at_release": 0.0, "now": 0.0,
        }.items():  # fmt: skip
            slot[field] = value
        self.slots[name] = free[0]
        return name

    def fold(self, body: Body, prefix: str) -> None:
        """Make one ramp of all that have arrived, move the same target, and have an id that begins so."""
        now = body.now / 1000.0
        kept: dict[int, int] = {}
        for name, place in list(self.slots.items()):
            slot = body.steers[place]
            if not name.startswith(prefix) or slot["released"] >= 0.0 or slot["begun"] + slot["over"] > now:
                continue
            first = kept.setdefault(int(slot["target"]), place)
            if first != place:
                body.steers[first]["delta"] += slot["delta"]
                slot["active"] = 0
                del self.slots[name]

    def release(self, body: Body, id: str, over_s: float) -> None:
        """Take a ramp back over `over_s` seconds; raises `BodyError` for an unknown id."""
        if id not in self.slots:
            raise BodyError(f"nothing is steered by the id {id!r}")
        slot = body.steers[self.slots.pop(id)]
        slot["at_release"], slot["released"], slot["release_over"] = slot["now"], body.now / 1000.0, over_s
