"""Physiology: a body with a beating heart, lungs, blood, kidneys and brain, usable alone.

>>> from bedside.body import Body, Person
>>> b = Body(Person(sex="male", age_years=44, height_cm=180, weight_kg=77), seed=1)
>>> b.start("hemorrhage", site="leg", rate="250 mL/min")
>>> b.advance(300.0)
>>> b.vitals["heart_rate"] > 90
True
"""

from bedside.body.engine import compiled as _first  # noqa: I001  says where machine code is kept
from bedside.body.body import Body, Happened, Outcome, Reading
from bedside.body.person import Person
from bedside.body.recording import Recording
from bedside.body.refusals import BodyError
from bedside.body.rhythms.patterns import ECG_PATTERNS
from bedside.body.rhythms.table import rhythms
from bedside.body.settling import START_RANGES, rest_of
from bedside.body.steering import LEVERS
from bedside.body.variables import VARIABLES, WAVES

__all__ = [
    "ECG_PATTERNS",
    "LEVERS",
    "START_RANGES",
    "VARIABLES",
    "WAVES",
    "Body",
    "BodyError",
    "Happened",
    "Outcome",
    "Person",
    "Reading",
    "Recording",
    "rhythms",
]

if _first.is_compiled():  # machine code is loaded with the package, so that a body starts at once
    rest_of(Person(), {}, "sinus")
