"""How the body refuses what lies outside physiology."""

from __future__ import annotations

import math

from bedside.errors import BedsideError


class BodyError(BedsideError):
    """The body was asked for something outside its range; its state is untouched."""


def within(name: str, value: float, low: float, high: float, unit: str = "") -> float:
    """`value` as a float when it lies in [low, high]; raises `BodyError` naming it and the range otherwise."""
    number = float(value)
    if not math.isfinite(number) or not low <= number <= high:
        raise BodyError(f"{name} is {value!r}; give a number from {low:g} to {high:g} {unit}".rstrip())
    return number


def known(name: str, value: str, choices: object) -> str:
    """`value` when it is one of `choices`; raises `BodyError` listing them otherwise."""
    names = sorted(str(choice) for choice in choices)  # type: ignore[attr-defined]
    if value not in names:
        raise BodyError(f"{name} {value!r} is not known; choose one of {', '.join(names)}")
    return value
