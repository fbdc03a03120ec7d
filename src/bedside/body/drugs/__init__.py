"""Drugs: what they are (`catalogue`, `find`), how they run (`give`, `infuse`, `stop`) and what they do (`step_doses`).

>>> doses, fx = empty(), np.zeros(len(TARGETS))
>>> give(doses, find("epinephrine"), 10.0, "iv", person)        # ug
>>> step_doses(doses, fx)                                       # once a second
"""

from bedside.body.drugs.drug import ROUTES, Drug, Fluid, catalogue, describe, find, key, route_of
from bedside.body.drugs.giving import Level, give, infuse, levels, make_dose, stop
from bedside.body.drugs.kinetics import DOSE, SLOTS, add_effects, empty, step_doses

__all__ = [
    "DOSE",
    "ROUTES",
    "SLOTS",
    "Drug",
    "Fluid",
    "Level",
    "add_effects",
    "catalogue",
    "describe",
    "empty",
    "find",
    "give",
    "infuse",
    "key",
    "levels",
    "make_dose",
    "route_of",
    "step_doses",
    "stop",
]
