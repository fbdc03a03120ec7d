"""Quantities written with their units (`500 mg`, `120/80 mmHg`, `10 min`), read in one place by pint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any

import pint
from pydantic import BeforeValidator

from bedside.errors import BedsideError

EXTRA_UNITS = (
    "international_unit = [biological_activity] = IU = unit_of_activity",
    "puff = [actuation]",
    "drop = [drop]",
    "osmole = mole = osm",
    "parts_per_billion = 1e-9 = ppb",
)
"""Units of medicine that pint does not know. International units measure effect, so they convert to nothing."""

SPELLINGS = (
    (re.compile(r"/\s*1\.73\s*m(?:\^?2|²)"), ""),
    (re.compile(r"(?<=\d)\s*%"), " percent"),
    (re.compile(r"°\s*C\b|\bdeg\s?C\b", re.I), "degC"),
    (re.compile(r"°\s*F\b|\bdeg\s?F\b", re.I), "degF"),
    (re.compile(r"\bmcgs?\b|\bµg\b|\bμg\b|\bmicrograms?\b", re.I), "microgram"),
    (re.compile(r"\bunits?\b|\bi\.?u\.?\b", re.I), "IU"),
    (re.compile(r"\bmins\b", re.I), "min"),
    (re.compile(r"\bhrs?\b", re.I), "h"),
    (re.compile(r"\bsecs?\b", re.I), "s"),
    (re.compile(r"\bmLs?\b|\bmls\b"), "ml"),
    (re.compile(r"\b(?:bpm|beats\s*/\s*min|breaths\s*/\s*min)\b", re.I), "1/min"),
    (re.compile(r"(?<=\d)\s*/\s*min\b"), " 1/min"),
    (re.compile(r"(?<=\d)\s*[x×]?\s*\b10\^(\d+)", re.I), r"e\1"),
)
DIMENSIONS = {
    "time": "[time]",
    "mass": "[mass]",
    "length": "[length]",
    "volume": "[length] ** 3",
    "temperature": "[temperature]",
    "pressure": "[mass] / [length] / [time] ** 2",
    "frequency": "1 / [time]",
}
LONGEST_TEXT = 80


class QuantityError(BedsideError, ValueError):
    """A quantity that cannot be read, with what would be right."""


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry[Any]:
    """The one pint registry, with the units of medicine added."""
    units: pint.UnitRegistry[Any] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for line in EXTRA_UNITS:
        units.define(line)
    return units


@lru_cache(maxsize=4096)
def parse_quantity(text: str, *, expect: str | None = None) -> pint.Quantity[Any]:
    """Read `text` such as `500 mg`.

    expect: a key of `DIMENSIONS` that the unit must have, or None for any. Raises `QuantityError`.
    """
    written = str(text).strip()
    if not written or len(written) > LONGEST_TEXT:
        raise QuantityError(f"'{written[:40]}' is not a quantity; write a number and a unit, such as '500 mg'")
    for pattern, spelling in SPELLINGS:
        written = pattern.sub(spelling, written)
    match = re.fullmatch(r"([-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?)\s*(.*)", written, re.I)
    if not match:
        raise QuantityError(f"'{text}' is not a quantity; write a number and a unit, such as '500 mg'")
    number, unit = float(match[1].replace(",", ".")), match[2].strip()
    if unit.startswith("/"):
        unit = "1" + unit
    if "**" in unit or re.search(r"\^\s*\d{3,}", unit):
        raise QuantityError(f"'{unit}' is not a unit")
    try:
        quantity = registry().Quantity(number, registry().parse_units(unit) if unit else "dimensionless")
    except Exception as error:
        raise QuantityError(
            f"'{unit}' in '{text}' is not a unit known here; try mg, microgram, ml, min, mmHg"
        ) from error
    if expect is not None and not quantity.check(DIMENSIONS[expect]):
        raise QuantityError(f"'{text}' is not a {expect}; write a number with a unit of {expect}")
    return quantity


def milliseconds(text: str | float) -> int:
    """Whole milliseconds of a duration such as `10 min`."""
    value = float(parse_quantity(str(text), expect="time").to("ms").magnitude)
    if value < 0:
        raise QuantityError(f"'{text}' is negative; a duration is zero or more")
    return round(value)


def years(text: str | float) -> float:
    """Age in years of `54 years`, `8 months`, `3 weeks`, or a plain number of years."""
    if isinstance(text, int | float) or re.fullmatch(r"\d+(\.\d+)?", str(text).strip()):
        value = float(text)
    else:
        value = float(parse_quantity(str(text), expect="time").to("year").magnitude)
    if not 0 <= value <= 120:
        raise QuantityError(f"an age of '{text}' is outside 0 to 120 years")
    return value


def _duration(value: Any) -> str:
    milliseconds(value)
    return str(value)


def _age(value: Any) -> str:
    years(value)
    return str(value)


def _length(value: Any) -> str:
    parse_quantity(str(value), expect="length")
    return str(value)


def _mass(value: Any) -> str:
    parse_quantity(str(value), expect="mass")
    return str(value)


Duration = Annotated[str, BeforeValidator(_duration)]
"""A duration as written (`10 min`), proven readable; `milliseconds` gives its number."""
Age = Annotated[str, BeforeValidator(_age)]
"""An age as written (`54 years`, `8 months`), proven readable; `years` gives its number."""
Length = Annotated[str, BeforeValidator(_length)]
Mass = Annotated[str, BeforeValidator(_mass)]
