"""From the catalogue's medicines to the body's: the same drugs under other names, by routes with other names.

A medicine whose acute effects the body does not model is given all the same, and does nothing at once.
"""

from __future__ import annotations

from bedside.body import Body
from bedside.body.drugs import before as known

SAME_DRUG = {
    "glyceryl_trinitrate": "gtn",
    "insulin_soluble": "insulin",
    "insulin_rapid": "insulin",
    "plasma_lyte": "plasmalyte",
    "o_negative_blood": "red_cells",
    "fresh_frozen_plasma": "plasma",
    "diamorphine": "morphine",
}
"""Catalogue id to body id, where they differ. Diamorphine acts as morphine after its first pass (BNF 2024)."""
STRENGTH = {"diamorphine": 2.0}
"""mg of the body's drug that one mg of the catalogue's stands for (BNF 2024: diamorphine 5 mg iv = morphine 10 mg)."""
SAME_ROUTE = {
    "oral": "po",
    "nebulised": "neb",
    "inhaled": "inh",
    "sublingual": "sl",
    "rectal": "pr",
    "intranasal": "in",
}
UNITS = {"unit": "units"}
MG_PER_PUFF = {"salbutamol": 0.1, "ipratropium": 0.02, "gtn": 0.4}
"""Of one actuation: salbutamol 100, ipratropium 20, glyceryl trinitrate 400 microgram (BNF 2024)."""

UNITS_PER_MG = {"tenecteplase": 200.0}
"""Units of activity in one mg (Metalyse SPC 2023: 10,000 units in 50 mg)."""


def deliver(body: Body, drug: str, amount: float, unit: str, route: str, rate_per_h: float | None) -> bool:
    """Give a medicine of the catalogue to the body; whether the body feels it. Raises BodyError."""
    name = SAME_DRUG.get(drug, drug)
    found = known.catalogue().get(name)
    way = SAME_ROUTE.get(route, route)
    if found is None or way not in found.routes or unit in ("drop", "percent"):
        return False
    if unit == "puff":
        if name not in MG_PER_PUFF:
            return False
        amount, unit = amount * MG_PER_PUFF[name], "mg"
    if unit == "mg" and name in UNITS_PER_MG:
        amount, unit = amount * UNITS_PER_MG[name], "unit"
    strength = STRENGTH.get(drug, 1.0)
    rate = rate_per_h * strength if rate_per_h is not None else None
    body.give(name, amount * strength, UNITS.get(unit, unit), way, rate_per_h=rate)
    return True
