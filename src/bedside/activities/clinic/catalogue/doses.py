"""Doses: what one written amount comes to in this patient, and how it stands against the usual range."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec
import pint

from bedside.activities.clinic.catalogue.names import CatalogueError
from bedside.scenario.quantities import QuantityError, parse_quantity, registry

Verdict = Literal["ok", "low", "high", "dangerous", "wrong_route", "wrong_unit", "impossible"]
CANONICAL = (("mg", "mg"), ("ml", "ml"), ("mmol", "mmol"), ("IU", "unit"), ("puff", "puff"), ("drop", "drop"))
"""Units in which amounts are handed on: as pint knows them, as they are written."""
CHILD_AGE = 12.0
"""Years below which the dose by weight is used (most adult doses begin at 12 in the BNF for Children)."""
CHILD_WEIGHT = 40.0
"""kg below which somebody under 18 gets the dose by weight all the same (estimate)."""
ADULT_WEIGHT = 70.0
"""kg of the adult whom the adult range is written for."""
CHILD_SPREAD = (0.5, 1.5)
"""A child's range around the usual dose a kilogram where only one number is listed (estimate)."""
ROUNDING = 1.02
"""A dose may pass its bound by this much, since doses are rounded to what can be drawn up."""


A_RATE = "Write the amount in all as the dose, and this as the rate."


class DoseError(CatalogueError):
    """A dose or rate that cannot be read, and what would be right."""


class RouteDose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Doses of a medicine by one route, each written with its unit; `child` may be a kilogram, `infusion` a rate.

    by_age: (below this age in years, least, usual, most).
    """

    adult: tuple[str, str, str] | None = None
    daily: str | None = None
    child: str | None = None
    child_max: str | None = None
    by_age: tuple[tuple[float, str, str, str], ...] = ()
    infusion: tuple[str, str, str] | None = None


class DoseCheck(msgspec.Struct, frozen=True, kw_only=True):
    """How a dose stands. `amount` is one dose in `unit` (mg, ml, mmol, unit, puff, drop, percent) for this patient."""

    verdict: Verdict
    message: str
    usual: str
    amount: float = 0.0
    unit: str = ""
    route: str = ""


class Amount(msgspec.Struct, frozen=True):
    """A number in a canonical unit."""

    value: float
    unit: str

    def __str__(self) -> str:
        """As a clinician writes it: `500 microgram`, `1.2 g`, `10 unit`."""
        value, unit = self.value, self.unit
        if unit == "mg" and value >= 1000:
            value, unit = value / 1000, "g"
        elif unit == "mg" and 0 < value < 1:
            value, unit = value * 1000, "microgram"
        elif unit == "ml" and value >= 1000:
            value, unit = value / 1000, "L"
        return f"{value:.4g} {unit}" if value < 10_000 else f"{value:,.0f} {unit}"


class Range(msgspec.Struct, frozen=True):
    """Least, usual and most of one dose for a patient, in `unit`."""

    low: float
    usual: float
    high: float
    unit: str

    def __str__(self) -> str:
        """As a clinician reads it."""
        low, usual, high = (Amount(value, self.unit) for value in (self.low, self.usual, self.high))
        return f"usually {usual}" if low.value == high.value else f"usually {usual} ({low} to {high})"


def canonical(quantity: pint.Quantity[Any]) -> Amount:
    """A quantity in its canonical unit. Raises `DoseError` for something that is not an amount."""
    for unit, written in CANONICAL:
        if quantity.is_compatible_with(registry().Unit(unit)):
            return Amount(float(quantity.to(unit).magnitude), written)
    if quantity.units == registry().Unit("percent"):
        return Amount(float(quantity.magnitude), "percent")
    raise DoseError(f"'{quantity:~}' is not a dose.", "Write an amount such as 500 mg, 10 unit or 250 ml.")


def amount_of(written: str, *, weight_kg: float, equivalent: dict[str, str] | None = None) -> Amount:
    """The amount meant by `500 mg`, `15 mg/kg` or, by `equivalent`, `2 puffs`. Raises `DoseError`."""
    counted = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*([a-zA-Z]+)\s*", written)
    if counted and equivalent:
        word = counted[2].lower()
        each = equivalent.get(word) or equivalent.get(word.removesuffix("s"))
        if each:
            one = amount_of(each, weight_kg=weight_kg)
            return Amount(one.value * float(counted[1].replace(",", ".")), one.unit)
    number, slash, rest = re.sub(r"\s*/\s*", "/", written).partition("/kg")
    if rest.strip() or re.search(r"/(h|hr|hour|min|minute)s?$", number.strip()):
        raise DoseError(f"'{written}' is a rate, not a dose.", A_RATE)
    try:
        quantity = parse_quantity(number)
    except QuantityError as error:
        raise DoseError(error.message, error.hint) from error
    if quantity.check("[]") and quantity.units != registry().Unit("percent"):
        raise DoseError(f"'{written}' has no unit.", "Write the unit too, such as mg, microgram, unit or ml.")
    found = canonical(quantity)
    return Amount(found.value * weight_kg, found.unit) if slash else found


def rate_of(written: str, *, weight_kg: float) -> Amount:
    """What `0.1 microgram/kg/min` comes to in an hour, in a canonical unit. Raises `DoseError`."""
    text = re.sub(r"\s*/\s*", "/", written.strip().lower().replace("per ", "/")).replace("ml/hr", "ml/h")
    text = re.sub(r"/(hour|hr)s?$", "/h", re.sub(r"/minutes?$", "/min", text))
    match = re.fullmatch(r"(.+?)(/kg)?/(h|min)", text)
    if not match:
        raise DoseError(f"'{written}' is not a rate.", "Write it as 100 mL/h, 8 mg/h or 0.1 microgram/kg/min.")
    amount = amount_of(match[1], weight_kg=weight_kg)
    return Amount(amount.value * (weight_kg if match[2] else 1.0) * (60.0 if match[3] == "min" else 1.0), amount.unit)


def range_for(dose: RouteDose, *, age_years: float, weight_kg: float) -> Range | None:
    """One dose for this patient, or None where the medicine is given only as an infusion."""
    is_child = age_years < CHILD_AGE or (age_years < 18 and weight_kg < CHILD_WEIGHT)
    for below, *bounds in dose.by_age:
        if age_years < below:
            least, common, most = (amount_of(text, weight_kg=weight_kg) for text in bounds)
            return Range(least.value, common.value, most.value, most.unit)
    if is_child and dose.child is not None:
        return _childs(dose, weight_kg)
    if dose.adult is None:
        return None
    low, usual, high = (amount_of(text, weight_kg=weight_kg) for text in dose.adult)
    if is_child and "/kg" not in dose.adult[2]:
        share = min(1.0, weight_kg / ADULT_WEIGHT)
        return Range(low.value * share, usual.value * share, high.value * share, high.unit)
    return Range(low.value, usual.value, high.value, high.unit)


def _childs(dose: RouteDose, weight_kg: float) -> Range:
    usual = amount_of(str(dose.child), weight_kg=weight_kg)
    most = amount_of(str(dose.child_max or dose.child), weight_kg=weight_kg).value
    low, high = min(usual.value, most) * CHILD_SPREAD[0], usual.value * CHILD_SPREAD[1]
    if "/kg" not in str(dose.child):
        low, high = usual.value, most
    return Range(min(low, most), min(usual.value, most), min(high, most), usual.unit)
