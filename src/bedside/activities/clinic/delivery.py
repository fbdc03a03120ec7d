"""From the catalogue's medicines to the body's: the same drugs under other names, by routes with other names.

A medicine that the body does not know, or not by this route, is given all the same, and does nothing at once.
"""

from __future__ import annotations

from bedside.body import Body, BodyError
from bedside.body import drugs as known

STRENGTH = {"diamorphine": ("morphine", 2.0)}
"""mg of morphine that one mg stands for (BNF 2024: diamorphine 5 mg iv = morphine 10 mg); where the body has no own."""
UNITS = {"unit": "units"}
MG_PER_PUFF = {"salbutamol": 0.1, "ipratropium": 0.02, "gtn": 0.4}
"""Of one actuation: salbutamol 100, ipratropium 20, glyceryl trinitrate 400 microgram (BNF 2024)."""
UNITS_PER_MG = {"tenecteplase": 200.0}
"""Units of activity in one mg (Metalyse SPC 2023: 10,000 units in 50 mg)."""
BOLUS_ML_PER_KG_MIN = 0.86
"""How fast a fluid runs without a rate: 60 ml/min in an adult, so 500 ml come in within 15 min (NICE CG174 2013)."""


def deliver(body: Body, drug: str, amount: float, unit: str, route: str, rate_per_h: float | None) -> bool:
    """Give a medicine of the catalogue to the body; whether the body feels it. Raises BodyError.

    With a rate, `amount` runs in at that speed and then stops; a rate of nought stops what runs.
    """
    name, strength = drug, 1.0
    if drug in STRENGTH and drug not in known.catalogue():
        name, strength = STRENGTH[drug]
    try:
        found = known.find(name)
        way = known.route_of(found, route)
    except BodyError:
        return False
    if unit in ("drop", "percent"):
        return False
    if unit == "puff":
        if found.id not in MG_PER_PUFF:
            return False
        amount, unit = amount * MG_PER_PUFF[found.id], "mg"
    if found.base == "mU" and unit == "mg" and found.id in UNITS_PER_MG:
        amount, unit = amount * UNITS_PER_MG[found.id], "unit"
    if rate_per_h == 0.0:
        body.infuse(found.id, 0.0 if found.base == "mL" else f"0 {UNITS.get(unit, unit)}/h", way)
        return True
    dose = f"{amount * strength!r} {UNITS.get(unit, unit)}"
    body.give(found.id, dose, way, over=_seconds(body, found, dose, way, amount, rate_per_h))
    return True


def _seconds(body: Body, drug: known.Drug, dose: str, way: str, amount: float, rate_per_h: float | None) -> float:
    """How long it takes to run in; nought for a push."""
    if rate_per_h is not None:
        return amount / rate_per_h * 3600.0
    if drug.fluid is None or way not in ("iv", "io"):
        return 0.0
    from bedside.body.units import read_dose

    ml = drug.ml(read_dose(dose, drug, body.person))
    return float(ml / (BOLUS_ML_PER_KG_MIN * body.person.weight) * 60.0)
