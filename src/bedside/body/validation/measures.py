"""From the short names and units of the data to the body's variables and units."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, NamedTuple

import yaml

from bedside.body.refusals import BodyError
from bedside.body.variables import VARIABLES
from bedside.scenario.quantities import registry

CONCENTRATION = "plasma_concentration"
"""Of the drug of the row: `Body.concentration`, in ug/L or mU/L."""
DERIVED: dict[str, tuple[str, Callable[[float], float]]] = {
    "urine_specific_gravity": ("urine_osmolality", lambda osmolality: 1.0 + osmolality / 35_000.0),
}
"""What follows from a variable: specific gravity rises by 0.001 for about 35 mOsm/kg (estimate)."""
DERIVED_UNITS = {"urine_specific_gravity": "1"}
SPELLED = {
    "share": "dimensionless", "fraction": "dimensionless", "1": "dimensionless", "points": "dimensionless",
    "": "dimensionless", "%": "percent", "1/min": "1/min", "mEq/L": "mmol/L", "Eq/L": "mol/L",
    "bpm": "1/min", "ct/uL": "1/uL", "ct/L": "1/L", "breaths/min": "1/min", "beats/min": "1/min", "C": "degC",
}  # fmt: skip
SPELLINGS = (
    (re.compile(r"\bkcal/d\b"), "kcal/day"),
    (re.compile(r"-(?=min|s\b)"), "*"),
    (re.compile(r"\bm2\b"), "m**2"),
    (re.compile(r"\bU/"), "IU/"),
    (re.compile(r"(?<=[A-Za-z0-9])\s*[.·]\s*(?=[A-Za-z])|\s+(?=[A-Za-z])"), "*"),
)
FREE = ("1", "", "points", "share", "fraction")


class Unmeasured(BodyError):
    """A variable or unit of the data that the body does not show."""


class Measure(NamedTuple):
    """How one short name in one unit is read: `variable` of the body, times `factor`; `derived` names a formula."""

    variable: str
    factor: float
    derived: str = ""

    def read(self, vitals: Mapping[str, Any], concentration: float = float("nan")) -> float:
        """The number in the unit of the data."""
        if self.variable == CONCENTRATION:
            return concentration * self.factor
        value = float(vitals[self.variable])
        return (DERIVED[self.derived][1](value) if self.derived else value) * self.factor


@functools.cache
def names() -> dict[str, dict[str, Any]]:
    """Short names with where they come from."""
    text = resources.files(__package__).joinpath("measures.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return found


def source_of(name: str) -> str:
    """The variable or formula that a short name stands for; the name itself where nothing is known."""
    entry = names().get(name) or names().get(_like(name, names()))
    return str(entry["from"]) if entry else _like(name, VARIABLES)


@functools.cache
def measure(name: str, unit: str) -> Measure:
    """How to read `name` in `unit`; an empty unit is the body's own. Raises `Unmeasured`."""
    if name == CONCENTRATION:
        return Measure(CONCENTRATION, _factor("ug/L", unit or "ug/L"))
    source = source_of(name)
    entry = names().get(name) or names().get(_like(name, names())) or {}
    if source in DERIVED:
        return Measure(DERIVED[source][0], _factor(DERIVED_UNITS[source], unit or "1"), source)
    if source not in VARIABLES:
        raise Unmeasured(f"the body shows no {name!r}", "Add it to VARIABLES and to measures.yaml.")
    own = VARIABLES[source].unit
    try:
        return Measure(source, _factor(own, unit, entry) if unit else 1.0)
    except Unmeasured as error:
        raise Unmeasured(f"{name}: {error.message}", error.hint) from None


def _like(name: str, known: Mapping[str, object]) -> str:
    """The known name that is the same but for case and underscores, or the name itself."""
    plain = _plain(name)
    return next((one for one in known if _plain(one) == plain), name)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).replace("ae", "e").replace("oe", "e")


def _factor(own: str, wanted: str, entry: Mapping[str, Any] | None = None) -> float:
    """What a number in `own` is multiplied by to be in `wanted`."""
    entry = entry or {}
    if own == wanted or (own in FREE and wanted in FREE):
        return 1.0
    if "per_ug" in entry and wanted.startswith(("ug", "ng", "pg", "mg")):
        return _factor("ug/L", wanted) / float(entry["per_ug"])
    grams, charge = entry.get("grams"), entry.get("charge", 1)
    try:
        asked = registry().Quantity(1.0, registry().parse_units(_spelled(wanted)))
        ours = registry().Quantity(1.0, registry().parse_units(_spelled(own)))
        if ours.check("[substance] / [length] ** 3") and asked.check("[mass] / [length] ** 3") and grams:
            ours = ours * registry().Quantity(float(grams), "g/mol")
        times = float(charge) if "Eq" in wanted and "Eq" not in own else 1.0
        return float(ours.to(asked.units).magnitude) * times
    except Exception as error:
        raise Unmeasured(f"{own} cannot be shown in {wanted!r}", "Check the unit of the row.") from error


def _spelled(unit: str) -> str:
    if unit in SPELLED:
        return SPELLED[unit]
    plain = unit.replace("mOsm", "mmol")
    for pattern, spelling in SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return plain
