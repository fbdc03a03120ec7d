"""People drawn at random, for cohorts and for tests that must hold for everybody.

Height scatters by 4 % around the median of age and sex (WHO growth standards 2006: a standard deviation of 3.5-4.5 %),
weight for height by 16 % in adults and 10 % in children (estimate). Chronic diseases come with the age from which they
are common; their shares and severities are estimates.
"""

from __future__ import annotations

import math

import numpy as np

from bedside.body.person import HEIGHT_FEMALE, HEIGHT_MALE, WEIGHT_FEMALE, WEIGHT_MALE, Person, at_age
from bedside.body.refusals import within

COMMON: dict[str, tuple[float, float, float]] = {
    # disease: from this age on, share of people at 80, greatest severity drawn
    "hypertension": (30, 0.50, 1.0),
    "coronary_disease": (40, 0.20, 0.9),
    "heart_failure": (45, 0.12, 0.8),
    "atrial_fibrillation": (45, 0.12, 0.0),
    "copd": (40, 0.15, 0.8),
    "asthma_background": (4, 0.08, 0.8),
    "fibrosis": (50, 0.02, 0.7),
    "diabetes_1": (3, 0.01, 0.9),
    "diabetes_2": (35, 0.20, 1.0),
    "kidney_failure": (30, 0.12, 0.85),
    "anemia": (0.5, 0.12, 0.7),
    "cirrhosis": (25, 0.03, 0.8),
    "obesity": (10, 0.15, 0.8),
    "aortic_stenosis": (60, 0.06, 0.8),
    "chronic_mitral_regurgitation": (40, 0.05, 0.7),
    "hypothyroidism": (20, 0.05, 0.8),
    "pulmonary_hypertension": (30, 0.02, 0.6),
    "renal_artery_stenosis": (45, 0.03, 0.8),
}
"""What a random person may live with; the share rises evenly with age from the first number on."""


def random_people(
    count: int,
    seed: int,
    *,
    ages: tuple[float, float] = (0.0, 90.0),
    chronic: float = 0.0,
    pregnant: float = 0.15,
) -> list[Person]:
    """`count` people of an age even over `ages`, the same for the same seed.

    chronic: 0 for healthy people, 1 for diseases as common as they are, more for an ill crowd. pregnant: share of
    women of 18 to 42 years. Raises `BodyError` for ages that are not from 0 to 110.
    """
    low, high = (within("ages", age, 0, 110, "years") for age in ages)
    chance = np.random.default_rng(seed)
    return [
        _person(chance, low, high, within("chronic", chronic, 0, 20), within("pregnant", pregnant, 0, 1))
        for _ in range(count)
    ]


def _person(chance: np.random.Generator, low: float, high: float, chronic: float, pregnant: float) -> Person:
    age = round(float(chance.uniform(low, high)), 2)
    sex = "male" if chance.random() < 0.5 else "female"
    tall, heavy = chance.standard_normal(2).clip(-2.2, 2.2)
    carries = chance.random() < pregnant and sex == "female" and 18 <= age <= 42
    weeks = round(float(chance.uniform(4, 40)), 1) if carries else None
    fitness = round(float(chance.random()), 2)
    scatter = 0.16 if age >= 16 else 0.10
    height = at_age(HEIGHT_MALE if sex == "male" else HEIGHT_FEMALE, age) * math.exp(0.04 * tall)
    weight = at_age(WEIGHT_MALE if sex == "male" else WEIGHT_FEMALE, age) * math.exp(0.08 * tall + scatter * heavy)
    weight += 12.5 * (weeks or 0.0) / 40.0
    ill: dict[str, float] = {}
    for name, (first, share, worst) in COMMON.items():
        draw, severity = chance.random(2)
        likely = share * min(max((age - first) / (80.0 - first), 0.0), 1.2) + (0.01 if age > first else 0.0)
        if age > first and draw < chronic * likely:
            ill[name] = round(float(0.2 + severity * (worst - 0.2)), 2) if worst else 0.0
    if "diabetes_1" in ill:
        ill.pop("diabetes_2", None)
    if ill.get("heart_failure", 0.0) > 0.35 and "hypertension" in ill:
        ill["hypertension"] = min(ill["hypertension"], 0.35)  # a failing heart does not live behind a high pressure
    return Person(age, sex, round(height, 1), round(weight, 1), weeks, ill, fitness)


__all__ = ["COMMON", "random_people"]
