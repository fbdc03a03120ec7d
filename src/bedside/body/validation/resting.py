"""Resting values: the standard man, lying, at rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bedside.body.refusals import BodyError
from bedside.body.validation.measures import measure
from bedside.body.validation.performing import LEAD_IN_S, Make
from bedside.body.validation.rows import Resting
from bedside.body.validation.rules import resting_holds

IDEAL_KG = 75.1
"""Ideal weight of a man of 180 cm (Devine 1974: 50 kg and 0.91 kg for each cm above 152.4)."""
WATCHED_S = 60
"""How long the lowest and highest values are looked for; the mean is taken over the same time."""


class RestingResult(NamedTuple):
    """What became of one resting value."""

    row: Resting
    passed: bool
    value: float
    note: str = ""


def judge_resting(rows: Sequence[Resting], make: Make) -> list[RestingResult]:
    """Each row against the mean, lowest or highest value of a minute at rest."""
    body = make({})
    body.advance(LEAD_IN_S)
    seen: dict[str, list[float]] = {name: [] for name in body.vitals}
    for _ in range(WATCHED_S):
        body.advance(1.0)
        for name, value in body.vitals.items():
            seen[name].append(float(value))
    found = []
    for row in rows:
        try:
            way = measure(row.variable, row.unit)
        except BodyError as error:
            found.append(RestingResult(row, False, math.nan, error.message))
            continue
        values = [way.read({way.variable: value}) for value in seen[way.variable]]
        value = {"Min": min(values), "Max": max(values)}.get(row.statistic, sum(values) / len(values))
        if row.statistic.endswith("_per_kg_ideal_weight"):
            value /= IDEAL_KG
        found.append(RestingResult(row, resting_holds(row, value), value))
    return found
