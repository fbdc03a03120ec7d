"""Doses, rates and other quantities as they are written, in the numbers that the body counts in.

Doses are counted in the drug's base unit (ug, mU, umol, mL or %), rates in that unit a second. Anything that this page
does not read at once goes to the one place that knows all units (`bedside.scenario.quantities`).
"""

from __future__ import annotations

import functools
import re

from bedside.body.drugs.drug import OWN, Drug
from bedside.body.drugs.sizing import Sized, weight_of
from bedside.body.refusals import BodyError

TO_BASE = {
    "kg": (1e9, "ug"), "g": (1e6, "ug"), "gram": (1e6, "ug"), "mg": (1e3, "ug"), "milligram": (1e3, "ug"),
    "ug": (1.0, "ug"), "mcg": (1.0, "ug"), "µg": (1.0, "ug"), "μg": (1.0, "ug"), "microgram": (1.0, "ug"),
    "ng": (1e-3, "ug"), "nanogram": (1e-3, "ug"), "unit": (1e3, "mU"), "iu": (1e3, "mU"), "u": (1e3, "mU"),
    "mu": (1.0, "mU"), "milliunit": (1.0, "mU"), "mol": (1e6, "umol"), "mmol": (1e3, "umol"), "umol": (1.0, "umol"),
    "µmol": (1.0, "umol"), "mEq": (1e3, "umol"), "l": (1e3, "mL"), "ml": (1.0, "mL"), "litre": (1e3, "mL"),
    "liter": (1e3, "mL"), "%": (1.0, "%"), "percent": (1.0, "%"), "drop": (1.0, "drop"),
}  # fmt: skip
"""Written units of dose: how much of which base unit one is. Upper-case `MU`, a million, is not read."""
SECONDS = {"s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0, "h": 3600.0, "hr": 3600.0, "hour": 3600.0,
           "d": 86400.0, "day": 86400.0}  # fmt: skip
_WRITTEN = re.compile(r"\s*([-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*([^\d\s].*?)?\s*$")


def _split(text: str) -> tuple[float, list[str]]:
    """Number and the parts between slashes of `0.1 ug/kg/min`; raises `BodyError`."""
    match = _WRITTEN.fullmatch(str(text))
    if not match:
        raise BodyError(f"{text!r} is not a quantity; write a number and a unit, such as '10 mg'")
    parts = [part.strip().removesuffix(".") for part in (match[2] or "").split("/")]
    return float(match[1].replace(",", "")), parts


def _singular(unit: str) -> str:
    return unit[:-1] if len(unit) > 2 and unit.endswith("s") else unit


def _base_amount(number: float, unit: str, drug: Drug, text: object) -> float:
    """`number` of a written unit in the drug's base unit; raises `BodyError` saying what would be right."""
    name = _singular(unit)
    for each in (unit, name, name.lower()):
        if each in drug.equals:
            return number * read_dose(drug.equals[each], drug, checked=False)
    factor, base = TO_BASE.get(name, TO_BASE.get(name.lower(), (0.0, "")) if name != "MU" else (0.0, ""))
    if base == drug.base:
        return number * factor
    if base == "mL" and drug.per_ml:
        return number * factor * drug.per_ml * OWN[drug.unit]
    ways = [drug.unit, *drug.equals, *(["mL"] if drug.per_ml else [])]
    raise BodyError(f"{text!r} is no dose of {drug.id}; give it in {' or '.join(ways)}, such as '{_example(drug)}'")


def _example(drug: Drug) -> str:
    match = re.search(r"[\d.]+\s*(?:%|[a-zA-Z]+(?:/kg)?(?:/min|/h)?)", drug.usual)
    return match[0] if match else f"1 {drug.unit}"


def most_per_kg(drug: Drug) -> float:
    """The largest dose taken, base unit per kg (for gases %); infinite when the data have none."""
    if not drug.most:
        return float("inf")
    number, parts = _split(drug.most)
    return _base_amount(number, parts[0], drug, drug.most)


def _kg(person: Sized | float) -> float:
    return float(person) if isinstance(person, int | float) else weight_of(person)


def _check(amount: float, drug: Drug, weight_kg: float, text: object, per: str) -> float:
    if amount < 0.0:
        raise BodyError(f"{text!r} of {drug.id} is negative; give zero or more")
    top = most_per_kg(drug) * (1.0 if drug.base in ("%", "drop") else weight_kg)
    if amount > top:
        shown = f"{top / OWN[drug.unit]:.4g} {drug.unit}{per}"
        raise BodyError(
            f"{text!r} of {drug.id} is beyond any dose this body knows; give 0 to {shown} (usual: {drug.usual})"
        )
    return amount


def read_dose(text: str | float, drug: Drug, person: Sized | float = 70.0, *, checked: bool = True) -> float:
    """The dose in the drug's base unit: `10 mg`, `1 mg/kg`, `2 puffs`, `150 mL`; a plain number is in `drug.unit`.

    person: who gets it, or the weight in kg. Raises `BodyError` for what cannot be read, measures something else, or
    lies beyond the drug's limit for the weight.
    """
    weight_kg = _kg(person)
    number, parts = (float(text), [drug.unit]) if isinstance(text, int | float) else _split(text)
    if len(parts) > 2 or (len(parts) == 2 and parts[1].lower() != "kg"):
        raise BodyError(f"{text!r} is no dose of {drug.id} but a rate; write '{_example(drug)}', or infuse it")
    amount = _base_amount(number, parts[0] or drug.unit, drug, text) * (weight_kg if len(parts) == 2 else 1.0)
    return _check(amount, drug, weight_kg, text, "") if checked else amount


def read_rate(text: str | float, drug: Drug, person: Sized | float = 70.0) -> float:
    """The rate in base units a second: `0.1 ug/kg/min`, `10 mL/h`; for inhaled gases the inspired %: `2 %`.

    Raises `BodyError` for what cannot be read or exceeds the largest dose every minute.
    """
    if isinstance(text, int | float):
        raise BodyError(f"{text!r} is no rate of {drug.id}; write its unit too, such as '0.1 {drug.unit}/min'")
    number, parts = _split(text)
    weight_kg = _kg(person)
    if drug.base == "%" and parts == ["%"]:
        return _check(number, drug, weight_kg, text, "")
    time = SECONDS.get(_singular(parts[-1]).lower() if len(parts[-1]) > 2 else parts[-1].lower(), 0.0)
    if number == 0.0 and len(parts) == 1:
        return 0.0
    if not time or len(parts) > 3 or (len(parts) == 3 and parts[1].lower() != "kg") or len(parts) == 1:
        raise BodyError(f"{text!r} is no rate of {drug.id}; write it as '0.1 {drug.unit}/min' or '1 {drug.unit}/kg/h'")
    amount = _base_amount(number, parts[0], drug, text) * (weight_kg if len(parts) == 3 else 1.0)
    _check(amount / time * 60.0, drug, weight_kg, text, "/min")
    return amount / time


@functools.lru_cache(maxsize=4096)
def quantity(text: str | float, unit: str, name: str = "quantity") -> float:
    """The number of `unit` in a written quantity: `quantity("250 mL/min", "L/h")` is 15; a plain number is in `unit`.

    name: what it is, for the error. Raises `BodyError` naming what was read and what would be right.
    """
    if isinstance(text, int | float):
        return float(text)
    number = re.fullmatch(r"\s*[-+]?\d+(?:\.\d+)?\s*", text)
    if number:
        return float(text)
    match = _WRITTEN.fullmatch(text)
    if match and (match[2] or "").strip() == unit:
        return float(match[1].replace(",", ""))
    if unit == "s" and match:
        number_of, parts = _split(text)
        factor = SECONDS.get(_singular(parts[0]).lower(), SECONDS.get(parts[0].lower()))
        if factor is not None and len(parts) == 1:
            return number_of * factor
    from bedside.scenario.quantities import QuantityError, parse_quantity

    try:
        wanted = parse_quantity(f"1 {unit}")
        return float(parse_quantity(text).to(wanted.units).magnitude)
    except QuantityError as error:
        raise BodyError(f"{name} {text!r} cannot be read as {unit}: {error}") from error
    except Exception as error:  # pint raises its own kind for units of another dimension
        raise BodyError(f"{name} {text!r} does not measure {unit}; write it as '1 {unit}'") from error
