"""When an expectation holds: fixed tolerances, the same for every row.

A range holds when the value lies inside it, a single value within 10 % of itself. A trend is a change of more than 2 %
(oxygen saturation half a point, pH 0.005). No change is within 10 % (saturation 2 points, pH 0.02, temperature 0.3
degC); back to baseline is no change against rest. Changes in percent count from the value at the action, and
from rest where the circulation stood still at the action, since nothing can be a share of nothing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from bedside.body.validation.rows import Resting, Row

TREND_PERCENT = 2.0
TREND_POINTS = {"spo2": 0.5, "arterial_saturation": 0.5, "ph": 0.005}
SAME_PERCENT = 10.0
SAME_POINTS = {"spo2": 2.0, "arterial_saturation": 2.0, "ph": 0.02, "temperature": 0.3, "skin_temperature": 0.3}
VALUE_PERCENT = 10.0
NOTHING_PERCENT = 2.0
"""A value of zero is met below this share of the resting value, the smallest change that counts."""


class Readings(NamedTuple):
    """One variable at rest, at the action (end of the segment before) and at the sample, in the row's unit."""

    rest: float
    before: float
    now: float


def holds(row: Row, variable: str, read: Readings) -> bool:
    """Whether a row holds; `variable` is the body's own name, which chooses the tolerance."""
    if not all(map(math.isfinite, read)):
        return False
    if row.quantitative:
        return _inside(row, read)
    if row.direction in ("range", "value"):
        return False  # a range without limits says nothing that could hold
    base = read.rest if row.direction == "return_to_baseline" else read.before
    same, trend = _same(variable, base, read.now), _trend(variable, base, read.now)
    return {
        "increase": trend > 0,
        "decrease": trend < 0,
        "no_change": same,
        "return_to_baseline": same,
        "increase_or_no_change": same or trend > 0,
        "decrease_or_no_change": same or trend < 0,
    }[row.direction]


def resting_holds(row: Resting, value: float) -> bool:
    """Whether a resting value lies in its range, a single value within 10 %."""
    return math.isfinite(value) and _within(value, row.low, row.high, abs(row.low))


def measured(row: Row, read: Readings) -> float:
    """What the limits of a row are compared with: the value, its change, or its share of the value before."""
    change = read.now - read.before
    match row.kind:
        case "absolute_change":
            return change
        case "percent_change":
            return _percent(change, read.before)
        case "percent_of_baseline":
            return 100.0 + _percent(change, read.before)
    return read.now


def _inside(row: Row, read: Readings) -> bool:
    return _within(measured(row, read), row.low, row.high, abs(read.rest))


def _within(value: float, low: float | None, high: float | None, usual: float) -> bool:
    if low is not None and low == high:
        tolerance = VALUE_PERCENT / 100.0 * abs(low) or max(NOTHING_PERCENT / 100.0 * usual, 1e-9)
        return abs(value - low) <= tolerance + 1e-12
    return (low is None or value >= low) and (high is None or value <= high)


def _same(variable: str, base: float, now: float) -> bool:
    points = SAME_POINTS.get(variable)
    if points is not None:
        return abs(now - base) <= points
    return abs(_percent(now - base, base)) <= SAME_PERCENT


def _trend(variable: str, base: float, now: float) -> int:
    change = now - base
    points = TREND_POINTS.get(variable)
    moved = abs(change) > points if points is not None else abs(_percent(change, base)) > TREND_PERCENT
    return (1 if change > 0 else -1) if moved else 0


def _percent(change: float, base: float) -> float:
    if abs(base) < 1e-9:
        return 0.0 if abs(change) < 1e-9 else math.copysign(math.inf, change)
    return 100.0 * change / abs(base)
