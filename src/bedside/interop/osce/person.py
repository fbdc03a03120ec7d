"""Who the patient of a case is: age, sex, pregnancy, a name, and who speaks for those who cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from bedside.interop.osce.reading import leaves, letters

SPEAKS_FROM_YEARS = 8.0
"""Below this age somebody speaks for the child (estimate)."""
NAMES = {
    "female": (
        "Alice Grey",
        "Maya Brooks",
        "Ruth Lane",
        "Nora Field",
        "Elena Marsh",
        "Joan Hill",
        "Sara Wood",
        "Ines Ford",
    ),
    "male": (
        "Adam Grey",
        "Omar Brooks",
        "Paul Lane",
        "Leo Field",
        "Ivan Marsh",
        "John Hill",
        "Samir Wood",
        "Luis Ford",
    ),
}
"""Invented names; a case of this format seldom has one."""
UNKNOWN_AGE = "40 years"
"""Used where a case gives no age (estimate)."""
WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True, slots=True)
class Person:
    """The patient."""

    name: str
    age: str
    sex: Literal["female", "male"]
    age_known: bool
    carer: str | None = None
    pregnant_weeks: float | None = None

    @property
    def age_years(self) -> float:
        """Age in years."""
        number, unit = self.age.split()
        return float(number) / {"day": 365.25, "wee": 52.18, "mon": 12.0, "yea": 1.0}[unit[:3]]


def person(patient: dict[str, Any], objective: str, number: int) -> Person:
    """The patient of a case; `number` picks an invented name."""
    told = {letters(leaf.path[-1]): leaf.text for leaf in leaves(patient) if leaf.path}
    everything = " ".join(leaf.text for leaf in leaves(patient))
    who = told.get("demographics") or told.get("demographic") or ""
    about = " ".join([who, told.get("age", ""), told.get("sex", ""), told.get("gender", ""), objective, everything])
    sex = _sex(told.get("sex") or told.get("gender") or who, about)
    age = _age(told.get("age", ""), alone=True) or _age(who) or _age(about)
    named = next((told[key] for key in ("name", "patientname", "fullname") if key in told), "")
    weeks = re.search(r"(\d{1,2})[ -]weeks?'?[ -](?:of )?(?:gestation|pregnan)", who) or re.search(
        r"(\d{1,2}) weeks pregnant", about
    )
    made = Person(
        name=named[:190] or NAMES[sex][number % len(NAMES[sex])],
        age=age or UNKNOWN_AGE,
        sex=sex,
        age_known=age is not None,
    )
    pregnant = sex == "female" and made.age_years >= 12 and weeks is not None and float(weeks[1]) <= 43
    return Person(
        made.name, made.age, made.sex, made.age_known, _carer(made.age_years, everything, patient),
        float(weeks[1]) if pregnant and weeks else None,
    )  # fmt: skip


def _sex(stated: str, about: str) -> Literal["female", "male"]:
    for text in (stated, about):
        if re.search(r"\b(?:female|woman|girl|f)\b", text, re.I):
            return "female"
        if re.search(r"\b(?:male|man|boy|m)\b", text, re.I):
            return "male"
    she = len(re.findall(r"\b(?:she|her|hers)\b", about, re.I))
    he = len(re.findall(r"\b(?:he|his|him)\b", about, re.I))
    return "male" if he > she else "female"


def _age(text: str, *, alone: bool = False) -> str | None:
    """`54 years`, `8 months`, `2 days`; a newborn is a day old."""
    if alone and re.fullmatch(r"\s*\d{1,3}(?:\.\d+)?\s*", text) and float(text) <= 120:
        return f"{text.strip()} years"
    found = re.search(r"\b(\d{1,3}|" + "|".join(WORDS) + r")[\s-]*(year|yr|month|week|day)s?[\s-]*(?:old)?", text, re.I)
    exact = re.search(r"\b(\d{1,3})[\s-]*(year|yr|y|month|week|day)s?[\s-]*(?:old|/?o)\b", text, re.I)
    found = exact or (found if alone else None)
    if found is None:
        short = re.search(r"\b(\d{1,3})\s*(?:yo|y/o|[MF])\b", text)
        if short and int(short[1]) <= 120:
            return f"{short[1]} years"
        return "1 day" if re.search(r"\bnewborn|\bneonate\b", text, re.I) else None
    count = WORDS.get(found[1].lower()) or int(found[1])
    unit = {"y": "year", "yr": "year"}.get(found[2].lower(), found[2].lower())
    if unit == "year" and count > 120:
        return None
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _carer(age_years: float, text: str, patient: dict[str, Any]) -> str | None:
    """Who speaks for a small child, or for somebody who cannot; None where the patient speaks."""
    relations = (
        "mother", "father", "parent", "grandmother", "wife", "husband", "partner", "daughter", "son", "brother",
        "sister", "family member", "caregiver", "friend",
    )  # fmt: skip
    named = next((one for one in relations if re.search(rf"\b{one}s?\b", text, re.I)), None)
    if age_years < SPEAKS_FROM_YEARS:
        return named if named in ("mother", "father", "parent", "grandmother", "caregiver") else "mother"
    symptoms = " ".join(leaf.text for leaf in leaves(patient) if any("symptom" in letters(key) for key in leaf.path))
    awake = re.search(r"regain\w* consciousness|lost consciousness|loss of consciousness|episode", text, re.I)
    cannot = (
        re.search(r"\bunconscious\b|\bunresponsive\b|\bcomatose\b|\bcoma\b|\bobtunded\b", f"{symptoms} {text}", re.I)
        and not awake
    )
    muddled = re.search(r"mental status|not oriented|\bconfus|agitat", symptoms, re.I) and re.search(
        r"\bfamily\b|\bbrought\b", text, re.I
    )
    if not (cannot or muddled):
        return None
    return named or "family member"
