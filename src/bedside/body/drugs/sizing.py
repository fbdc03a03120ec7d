"""Compartments for one person: from the adult of a paper to this weight, height, sex and age."""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

from bedside.body.drugs.drug import Drug, Kinetics
from bedside.body.refusals import BodyError


class Sized(Protocol):
    """What kinetics need to know of a person."""

    @property
    def age_years(self) -> float: ...
    @property
    def sex(self) -> str: ...
    @property
    def height_cm(self) -> float | None: ...
    @property
    def weight_kg(self) -> float | None: ...


class Compartments(NamedTuple):
    """Volumes L, flows L/min, half-lives of the effect sites min."""

    v1: float
    v2: float
    v3: float
    cl: float
    q2: float
    q3: float
    onset: float
    slow: float


LEAN_OF_70_KG = 55.0
"""Fat-free mass of a man of 70 kg and 176 cm (Janmahasatian 2005 gives 55.6)."""


def weight_of(person: Sized) -> float:
    """Weight in kg: as given, else the person's median `weight`, else 70."""
    return person.weight_kg or float(getattr(person, "weight", 70.0))


def height_of(person: Sized) -> float:
    """Height in m: as given, else the person's median `height`, else 1.70."""
    return (person.height_cm or float(getattr(person, "height", 170.0))) / 100.0


def lean_mass(person: Sized) -> float:
    """Fat-free mass in kg by Janmahasatian 2005 (Clin Pharmacokinet 44:1051)."""
    weight = weight_of(person)
    bmi = weight / height_of(person) ** 2
    if person.sex == "male":
        return 9270.0 * weight / (6680.0 + 216.0 * bmi)
    return 9270.0 * weight / (8780.0 + 244.0 * bmi)


def maturity(age_years: float) -> float:
    """Clearance by liver and kidney over that of an adult of the same size.

    Before two years the sigmoid of postmenstrual age of Rhodin 2009 (half at 47.7 weeks, Hill 3.4); after 60 a loss of
    0.7 % a year (estimate, from the decline of filtration and liver flow).
    """
    weeks = 40.0 + 52.18 * age_years
    grown = weeks**3.4 / (weeks**3.4 + 47.7**3.4)
    return float(grown * max(0.6, 1.0 - 0.007 * max(0.0, age_years - 60.0)))


def compartments(drug: Drug, person: Sized) -> Compartments:
    """The drug's compartments in this person.

    Volumes scale with size, flows with its power 0.75 (Anderson and Holford 2008), clearance also with maturity.
    """
    pk = drug.pk
    if pk is None:
        raise BodyError(f"{drug.id} has no kinetics")
    if pk.model:
        return MODELS[pk.model](person, pk)
    size = weight_of(person) / pk.weight if pk.size == "total" else lean_mass(person) / (LEAN_OF_70_KG * pk.weight / 70)
    unit = pk.weight if pk.per_kg else 1.0
    volume, flow = unit * size, unit * size**0.75
    organs = pk.kidney + pk.liver
    clearing = 1.0 - organs + organs * maturity(person.age_years)
    return Compartments(
        pk.v1 * volume, pk.v2 * volume, pk.v3 * volume,
        pk.cl * flow * clearing, pk.q2 * flow, pk.q3 * flow, pk.onset, pk.slow,
    )  # fmt: skip


def _eleveld_propofol(person: Sized, pk: Kinetics) -> Compartments:
    """Propofol of Eleveld 2018 (Br J Anaesth 120:942), without opioid, as it mixes after a bolus.

    The first minutes are those of Schuettler and Ihmsen 2000 (Anesthesiology 92:727), who found V1, V2, Q2 and Q3 of
    a bolus to be these multiples of those of an infusion. ke0 lets the effect of a bolus peak after 1.5-2 min.
    """
    weight, age = weight_of(person), person.age_years
    weeks = age * 52.18 + 40.0
    male = person.sex == "male"
    bmi = weight / height_of(person) ** 2

    def ageing(rate: float) -> float:
        return math.exp(rate * (age - 35.0))

    def sigmoid(x: float, half: float, hill: float) -> float:
        return float(x**hill / (x**hill + half**hill))

    def fat_free(kg: float, index: float, years: float, man: bool) -> float:
        if man:
            return float((0.88 + 0.12 / (1 + (years / 13.4) ** -12.7)) * 9270 * kg / (6680 + 216 * index))
        return float((1.11 - 0.11 / (1 + (years / 7.1) ** -1.1)) * 9270 * kg / (8780 + 244 * index))

    reference = fat_free(70.0, 70.0 / 1.7**2, 35.0, True)
    v1 = 6.28 * sigmoid(weight, 33.6, 1.0) / sigmoid(70.0, 33.6, 1.0)
    v2 = 25.5 * weight / 70.0 * ageing(-0.0156)
    v3 = 273.0 * fat_free(weight, bmi, max(age, 0.01), male) / reference
    mature = sigmoid(weeks, 42.3, 9.06) / sigmoid(35 * 52.18 + 40, 42.3, 9.06)
    exchange = sigmoid(weeks, 68.3, 1.0) / sigmoid(35 * 52.18 + 40, 68.3, 1.0)
    cl = (1.79 if male else 2.1) * (weight / 70.0) ** 0.75 * mature
    q2 = 1.75 * (v2 / 25.5) ** 0.75 * (1.0 + 1.3 * (1.0 - sigmoid(weeks, 68.3, 1.0)))
    q3 = 1.11 * (v3 / 273.0) ** 0.75 * exchange
    v1, v2, q2, q3 = 2.61 * v1, 1.73 * v2, 3.02 * q2, 0.52 * q3
    ke0 = 0.60 * (weight / 70.0) ** -0.25
    return Compartments(v1, v2, v3, cl, q2, q3, math.log(2.0) / ke0, pk.slow)


def _minto_remifentanil(person: Sized, pk: Kinetics) -> Compartments:
    """Remifentanil of Minto 1997 (Anesthesiology 86:10)."""
    age, lean = person.age_years, lean_mass(person)
    years, kilos = age - 40.0, lean - 55.0
    ke0 = 0.595 - 0.007 * years
    return Compartments(
        5.1 - 0.0201 * years + 0.072 * kilos, 9.82 - 0.0811 * years + 0.108 * kilos, 5.42,
        2.6 - 0.0162 * years + 0.0191 * kilos, 2.05 - 0.0301 * years, 0.076 - 0.00113 * years,
        math.log(2.0) / max(ke0, 0.1), pk.slow,
    )  # fmt: skip


MODELS = {"eleveld_propofol": _eleveld_propofol, "minto_remifentanil": _minto_remifentanil}
