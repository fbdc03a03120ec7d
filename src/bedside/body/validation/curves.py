"""Digitised curves, each lived through by the protocol of curves.yaml and compared point by point."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from statistics import median
from typing import Any, NamedTuple

import yaml

from bedside.body.refusals import BodyError
from bedside.body.validation.measures import measure
from bedside.body.validation.performing import LEAD_IN_S, Living, Make
from bedside.body.validation.rows import Point

LONGEST_S = 4 * 3600.0
"""A level is followed this long; what comes later is the last slope alone."""
CLAMP_EVERY_S = 10.0


class CurveResult(NamedTuple):
    """One curve: how many points, how many near enough, and the median distance in percent (or points of percent)."""

    curve: str
    variable: str
    points: int
    near: int
    off: float
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether nine points of ten are near enough."""
        return self.points > 0 and self.near >= 0.9 * self.points


@functools.cache
def protocols() -> list[dict[str, Any]]:
    """The entries of curves.yaml."""
    found: list[dict[str, Any]] = yaml.safe_load(
        resources.files(__package__).joinpath("curves.yaml").read_text(encoding="utf-8")
    )
    return found


def judge_curves(points: Sequence[Point], make: Make) -> list[CurveResult]:
    """Every curve for which there is a protocol; one without is reported with a note."""
    found: list[CurveResult] = []
    known = set()
    for told in protocols():
        mine = [p for p in points if p.curve == told["curve"] and p.series == "observed"]
        mine = [p for p in mine if "name" not in told or p.drug == told["name"]]
        known |= {(p.curve, p.drug) for p in mine}
        if mine:
            try:
                found += KINDS[told["kind"]](told, mine, make)
            except BodyError as error:
                found.append(CurveResult(told.get("name", told["curve"]), "", len(mine), 0, math.nan, str(error)))
    for curve, drug in sorted({(p.curve, p.drug) for p in points} - known):
        found.append(CurveResult(drug or curve, "", 0, 0, math.nan, "no protocol in curves.yaml"))
    return found


def _dose(told: Mapping[str, Any], points: list[Point], make: Make) -> Iterator[CurveResult]:
    wanted = [(p.x * told.get("time", 1.0), p.y * told.get("scale", 1.0)) for p in points[told.get("skip", 0) :]]
    wanted = [(at, level) for at, level in wanted if 0 < at <= LONGEST_S and level > 0]
    body = _rested(make)
    body.do("airway", device="tracheal_tube")
    body.do("ventilator", fio2=0.5)  # so that relaxants and poisons do not end the curve
    over = {"over": f"{told['over']} s"} if "over" in told else {}
    body.give(told["drug"], told["dose"], route=told["route"], **over)
    seen = [body.concentration(told["drug"]) for _ in _times(body, [at for at, _ in wanted])]
    logs = [math.log(level / max(got, 1e-12)) for (_, level), got in zip(wanted, seen, strict=True)]
    fit = math.exp(sum(logs) / len(logs))
    off = [abs(one - math.log(fit)) for one in logs]
    number, unit = told["dose"].split()
    dose, (low, high) = float(number) * fit, told["likely"]
    near = sum(one <= math.log(told["within"]) for one in off) if low <= dose <= high else 0
    note = f"fits {dose:.3g} {unit} ({low:g} to {high:g} likely){'; ' + told['why'] if 'why' in told else ''}"
    yield CurveResult(told["name"], "plasma concentration", len(off), near, 100 * (math.exp(median(off)) - 1), note)


def _time(told: Mapping[str, Any], points: list[Point], make: Make) -> Iterator[CurveResult]:
    body = _rested(make)
    clamp = _Clamp(body, told.get("etco2"))
    clamp.advance(600.0 if clamp.goal else 0.0)
    names = sorted({p.variable for p in points})
    rest = {name: _value(body, name) for name in names}
    deeds = [(float(one["at"]), dict(one)) for one in told["deeds"]]
    off: dict[str, list[float]] = {name: [] for name in names}
    now = 0.0
    for point in sorted(points, key=lambda p: p.x):
        for at, deed in [one for one in deeds if one[0] <= point.x]:
            clamp.advance(max(at - now, 0.0))
            now = max(now, at)
            _perform(body, deed)
            deeds.remove((at, deed))
        clamp.advance(max(point.x - now, 0.0))
        now = max(now, point.x)
        got = _value(body, point.variable)
        if point.variable == "relative_ventilation":
            got /= rest[point.variable]
        off[point.variable].append((got - point.y) / abs(point.y))
    for name, errors in off.items():
        yield _compared(told, name, errors, 100.0)


def _lost(told: Mapping[str, Any], points: list[Point], make: Make) -> Iterator[CurveResult]:
    body = _rested(make)
    names = sorted({p.variable for p in points})
    rest = {name: _value(body, name) for name in names}
    blood = float(body.vitals["blood_volume"])
    for one in told["deeds"]:
        _perform(body, dict(one))
    path: list[tuple[float, dict[str, float]]] = []
    for _ in _times(body, list(range(0, int(told["until"]), 5))):
        share = 100.0 * float(body.vitals["blood_lost"]) / blood
        path.append((share, {name: 100.0 * _value(body, name) / rest[name] for name in names}))
    for name in names:
        mine = [p for p in points if p.variable == name and p.x <= path[-1][0]]
        off = [min(path, key=lambda one, x=p.x: abs(one[0] - x))[1][name] - p.y for p in mine]  # type: ignore[misc]
        if off:
            yield _compared(told, name, off, 1.0)


def _steered(told: Mapping[str, Any], points: list[Point], make: Make) -> Iterator[CurveResult]:
    got: dict[tuple[str, float], float] = {}
    for pressure in sorted({p.x for p in points} | {float(told["beside"])}):
        body = _rested(make)
        body.steer("mean_arterial_pressure", target=pressure, over=120)
        body.advance(told["settle"])
        for name, variable in told["variables"].items():
            got[name, pressure] = _value(body, variable)
    beside = float(told["beside"])
    for name in told["variables"]:
        mine = [p for p in points if p.variable == name]
        base = next(p.y for p in mine if p.x == beside)
        yield _compared(
            told, name, [got[name, p.x] / max(got[name, beside], 1e-9) / (p.y / base) - 1.0 for p in mine], 100.0
        )


def _compared(told: Mapping[str, Any], name: str, off: list[float], scale: float) -> CurveResult:
    """Signed distances become a result; the note says to which side the curve errs."""
    near = sum(abs(one) <= told["within"] for one in off)
    side = f"median {scale * median(off):+.0f} %"
    note = "; ".join(filter(None, [side, told.get("why", "")]))
    return CurveResult(told["curve"], name, len(off), near, scale * median(map(abs, off)), note)


Judge = Callable[[Mapping[str, Any], list[Point], Make], Iterator[CurveResult]]
KINDS: dict[str, Judge] = {"dose": _dose, "time": _time, "lost": _lost, "steered": _steered}
NAMES = {"relative_ventilation": "minute_ventilation"}


class _Clamp:
    """Time that passes while carbon dioxide is breathed in so that the end-tidal pressure stays at `goal` mmHg."""

    def __init__(self, body: Any, goal: float | None) -> None:
        self.body, self.goal, self.share = body, goal, 0.03

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        if self.goal is None:
            self.body.advance(seconds)
            return
        while seconds > 0:
            off = self.goal - float(self.body.vitals["etco2"])
            self.share = min(max(self.share + 0.0001 * off, 0.0), 0.1)
            self.body.do("environment", carbon_dioxide=self.share)
            self.body.advance(min(seconds, CLAMP_EVERY_S))
            seconds -= CLAMP_EVERY_S


def _rested(make: Make) -> Any:
    body: Living = make({})
    body.advance(LEAD_IN_S)
    return body


def _times(body: Living, seconds: Sequence[float]) -> Iterator[float]:
    now = 0.0
    for at in seconds:
        body.advance(max(at - now, 0.0))
        now = max(now, at)
        yield at


def _value(body: Living, name: str) -> float:
    return measure(NAMES.get(name, name), "").read(body.vitals)


def _perform(body: Any, deed: dict[str, Any]) -> None:
    deed.pop("at", None)
    if "start" in deed:
        body.start(deed.pop("start"), **deed)
    elif "do" in deed:
        body.do(deed.pop("do"), **deed)
    else:
        body.give(deed.pop("give"), deed.pop("dose"), route=deed.pop("route", "iv"))
