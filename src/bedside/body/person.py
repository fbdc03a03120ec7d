"""Who the body belongs to, and what is normal at that age and size.

Sources: heart and breathing rates to 18 years, medians of Fleming et al., Lancet 2011; weight and length to 10 years,
medians of the WHO growth standards 2006 and reference 2007; body surface, Mosteller 1987; adult blood volume,
Nadler 1962; highest heart rate, Tanaka 2001; weight gained in pregnancy, Institute of Medicine 2009.
Blood pressure by age rounds APLS (children) and Franklin 1997 (adults). What is marked estimate has no single source.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from bedside.body.refusals import BodyError, known, within

Table = Sequence[tuple[float, float]]

HEART_RATE: Table = (
    (0.0, 127), (0.12, 143), (0.37, 140), (0.62, 134), (0.87, 128), (1.25, 123), (1.75, 116), (2.5, 110),
    (3.5, 104), (5, 98), (7, 91), (10, 84), (13.5, 78), (16.5, 73), (20, 72), (95, 70),
)  # fmt: skip
RESPIRATORY_RATE: Table = (
    (0.0, 43), (0.12, 43), (0.37, 41), (0.62, 39), (0.87, 37), (1.25, 35), (1.75, 31), (2.5, 28),
    (3.5, 25), (5, 23), (7, 21), (10, 19), (13.5, 18), (16.5, 16), (20, 13.1), (60, 13.1), (75, 15), (95, 17),
)  # fmt: skip
SYSTOLIC: Table = ((0.0, 66), (0.1, 75), (0.5, 85), (1, 87), (5, 95), (10, 105), (15, 113), (25, 117), (45, 121),
                   (60, 130), (75, 138), (95, 142))  # fmt: skip
DIASTOLIC: Table = ((0.0, 40), (0.1, 45), (0.5, 50), (1, 52), (5, 57), (10, 64), (15, 67), (25, 74), (45, 78),
                    (60, 78), (75, 73), (95, 70))  # fmt: skip
WEIGHT_MALE: Table = ((0.0, 3.3), (0.25, 6.4), (0.5, 7.9), (1, 9.6), (2, 12.2), (5, 18.3), (10, 31.2), (13, 45.5),
                      (16, 61), (18, 67), (25, 77), (45, 84), (70, 81), (95, 70))  # fmt: skip
WEIGHT_FEMALE: Table = ((0.0, 3.2), (0.25, 5.8), (0.5, 7.3), (1, 8.9), (2, 11.5), (5, 18.2), (10, 31.9), (13, 46),
                        (16, 54), (18, 57), (25, 64), (45, 70), (70, 69), (95, 58))  # fmt: skip
HEIGHT_MALE: Table = ((0.0, 49.9), (0.25, 61.4), (0.5, 67.6), (1, 75.7), (2, 87.1), (5, 110), (10, 137.8),
                      (13, 156), (16, 173), (18, 176), (25, 177), (70, 173), (95, 169))  # fmt: skip
HEIGHT_FEMALE: Table = ((0.0, 49.1), (0.25, 59.8), (0.5, 65.7), (1, 74), (2, 85.7), (5, 109.4), (10, 138.6),
                        (13, 156), (16, 162.5), (18, 163), (25, 164), (70, 159), (95, 155))  # fmt: skip
HAEMOGLOBIN_MALE: Table = ((0.0, 175), (0.2, 115), (0.5, 117), (2, 120), (10, 130), (18, 148), (70, 145), (95, 135))
HAEMOGLOBIN_FEMALE: Table = ((0.0, 175), (0.2, 115), (0.5, 117), (2, 120), (10, 130), (18, 135), (95, 130))
# l/min/m2, estimate
CARDIAC_INDEX: Table = ((0.0, 3.4), (1, 3.8), (8, 3.7), (20, 3.1), (45, 2.86), (70, 2.6), (95, 2.4))
# ml/min/m2, estimate
OXYGEN_USE: Table = ((0.0, 110), (0.5, 160), (3, 165), (10, 150), (20, 132), (45, 129), (95, 108))
BLOOD_PER_KG: Table = ((0.0, 88), (0.25, 80), (1, 78), (10, 72), (15, 70))  # ml/kg before adult size, estimate
URINE_PER_KG: Table = ((0.0, 2.0), (1, 1.5), (10, 1.0), (18, 0.8), (95, 0.7))  # ml/kg/h, estimate


def at_age(table: Table, age_years: float) -> float:
    """Linear interpolation in an (age, value) table, flat outside it."""
    low_age, low = table[0]
    if age_years <= low_age:
        return low
    for high_age, high in table[1:]:
        if age_years <= high_age:
            return low + (high - low) * (age_years - low_age) / (high_age - low_age)
        low_age, low = high_age, high
    return low


class Person(msgspec.Struct, frozen=True):
    """A person from newborn to 110 years; height and weight default to the median of age and sex.

    `sex` is "female" or "male". `conditions` are names; `diabetes` (no insulin of one's own), `beta_blocked`
    (blunted heart-rate reflex) and `copd` (weaker drive from carbon dioxide) change the physiology; others are kept.
    """

    age_years: float = 44.0
    sex: str = "male"
    height_cm: float | None = None
    weight_kg: float | None = None
    pregnant_weeks: float | None = None
    conditions: tuple[str, ...] | dict[str, float] = ()
    fitness: float = 0.5

    def __post_init__(self) -> None:
        for name in ("age_years", "height_cm", "weight_kg", "pregnant_weeks", "fitness"):
            if isinstance(getattr(self, name), int):
                msgspec.structs.force_setattr(self, name, float(getattr(self, name)))  # so that snapshots are exact
        within("age_years", self.age_years, 0, 110, "years")
        within("fitness", self.fitness, 0, 1)
        known("sex", self.sex, ("female", "male"))
        if self.height_cm is not None:
            within("height_cm", self.height_cm, 25, 250, "cm")
        if self.weight_kg is not None:
            within("weight_kg", self.weight_kg, 0.4, 400, "kg")
        if self.pregnant_weeks is not None:
            within("pregnant_weeks", self.pregnant_weeks, 0, 43, "weeks")
            if self.sex != "female" or not 10 <= self.age_years <= 60:
                raise BodyError("pregnant_weeks needs a female person of 10 to 60 years; leave it out otherwise")

    def __hash__(self) -> int:
        return hash((self.age_years, self.sex, self.height_cm, self.weight_kg, self.pregnant_weeks, self.fitness))

    @property
    def severities(self) -> dict[str, float | None]:
        """Chronic diseases by name with their severity, None where it was not said."""
        if isinstance(self.conditions, dict):
            return dict(self.conditions)
        return dict.fromkeys(self.conditions)

    @property
    def plain(self) -> Person:
        """The same person without chronic disease."""
        return msgspec.structs.replace(self, conditions=())

    @property
    def height(self) -> float:
        """Height in cm."""
        if self.height_cm is not None:
            return float(self.height_cm)
        return at_age(HEIGHT_MALE if self.sex == "male" else HEIGHT_FEMALE, self.age_years)

    @property
    def weight(self) -> float:
        """Weight in kg; a default weight includes 12.5 kg gained by the end of pregnancy."""
        if self.weight_kg is not None:
            return float(self.weight_kg)
        median = at_age(WEIGHT_MALE if self.sex == "male" else WEIGHT_FEMALE, self.age_years)
        return median + 12.5 * (self.pregnant_weeks or 0.0) / 40

    @property
    def lean_weight(self) -> float:
        """Weight in kg for lungs and drug volumes: no more than that of a body mass index of 25."""
        if self.age_years < 16:
            return self.weight
        return min(self.weight, 25 * (self.height / 100) ** 2)

    @property
    def body_surface(self) -> float:
        """Body surface in m2 (Mosteller 1987)."""
        return math.sqrt(self.height * self.weight / 3600)

    @property
    def gestation(self) -> float:
        """How far the circulation has changed in pregnancy, 0 to 1 (complete at about 28 weeks)."""
        return min(1.0, (self.pregnant_weeks or 0.0) / 28)

    @property
    def blood_volume(self) -> float:
        """Normal blood volume in ml (Nadler 1962 from 16 years); 40 % more late in pregnancy."""
        if self.age_years < 16:
            return at_age(BLOOD_PER_KG, self.age_years) * self.weight
        metres, kilograms = self.height / 100, self.weight - 12.5 * (self.pregnant_weeks or 0.0) / 40
        if self.sex == "male":
            litres = 0.3669 * metres**3 + 0.03219 * kilograms + 0.6041
        else:
            litres = 0.3561 * metres**3 + 0.03308 * kilograms + 0.1833
        trained = 0.94 + 0.12 * self.fitness  # the trained have up to a tenth more plasma (Convertino 1991)
        return 1000 * litres * (1 + 0.4 * self.gestation) * trained

    @property
    def highest_heart_rate(self) -> float:
        """The fastest sinus rate, /min (Tanaka 2001; 220 for infants, estimate)."""
        return max(208 - 0.7 * self.age_years, 120.0) if self.age_years >= 1 else 220.0

    @property
    def highest_oxygen_use(self) -> float:
        """Oxygen use at the limit, ml/min: FRIEND registry (Myers 2017) by age and sex, 35 % either way for fitness."""
        if self.age_years < 16:
            per_kg = 44.0 if self.sex == "male" else 40.0
        else:
            per_kg = 61.0 - 0.55 * self.age_years if self.sex == "male" else 48.0 - 0.42 * self.age_years
        return max(per_kg, 13.0) * self.lean_weight * (0.65 + 0.7 * self.fitness)

    @property
    def training_bradycardia(self) -> float:
        """Factor on the resting rate from 16 years: 8 % up in the idle, 16 % down in the trained, estimate."""
        if self.age_years < 16:
            return 1.0
        return 1.08 - 0.16 * self.fitness if self.fitness < 0.5 else 1.0 - 0.32 * (self.fitness - 0.5)

    def normal(self) -> dict[str, float]:
        """Resting values of a healthy person of this age, in the units of `Vitals`."""
        age, gestation = self.age_years, self.gestation
        systolic = at_age(SYSTOLIC, age) - 4 * gestation
        diastolic = at_age(DIASTOLIC, age) - 8 * gestation
        paco2 = 40.0 - 9 * gestation - (3 if age < 1 else 0)
        haemoglobin = at_age(HAEMOGLOBIN_MALE if self.sex == "male" else HAEMOGLOBIN_FEMALE, age) - 18 * gestation
        return {
            "heart_rate": at_age(HEART_RATE, age) * self.training_bradycardia + 12 * gestation,
            "systolic_pressure": systolic,
            "diastolic_pressure": diastolic,
            "respiratory_rate": at_age(RESPIRATORY_RATE, age) + 2 * gestation,
            "spo2": 98.0 - max(0.0, (age - 60) * 0.05),
            "temperature": 37.0,
            "paco2": paco2,
            "etco2": paco2 * 0.92,
            "ph": 7.40 + 0.03 * gestation,
            "glucose": 5.2 if age > 0.1 else 3.6,
            "gcs": 15.0,
            "pain": 0.0,
            "lactate": 1.0,
            "fio2": 0.21,
            "cardiac_output": at_age(CARDIAC_INDEX, age) * self.body_surface * (1 + 0.35 * gestation),
            "haemoglobin": haemoglobin,
            "potassium": 4.2,
            "blood_volume": 1.0,
        }
