"""Physiology: a body with vitals, waves, drugs, disease and arrest, usable alone.

>>> from bedside.body import Body, Person
>>> body = Body(Person(30, "female"))
>>> body.bleed(150)
>>> body.advance(600_000)
>>> body.vitals().heart_rate > 90
True
"""

from bedside.body.arrest import Outcome
from bedside.body.body import AIRWAYS, FLUIDS, Body
from bedside.body.circulation import POSITIONS
from bedside.body.person import Person
from bedside.body.refusals import BodyError
from bedside.body.rhythm import ECG_PATTERNS, RHYTHMS
from bedside.body.shifts import VARIABLES
from bedside.body.vitals import START_RANGES, Vitals

__all__ = [
    "AIRWAYS",
    "ECG_PATTERNS",
    "FLUIDS",
    "POSITIONS",
    "RHYTHMS",
    "START_RANGES",
    "VARIABLES",
    "Body",
    "BodyError",
    "Outcome",
    "Person",
    "Vitals",
]
