"""A body of straight lines and a lexicon of a few words, so that the reading of rows is tested without physiology."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bedside.body.refusals import BodyError
from bedside.body.validation.lexicon import Lexicon
from bedside.body.variables import VARIABLES

REST = {"heart_rate": 72.0, "mean_arterial_pressure": 95.0, "cardiac_output": 5.6, "tidal_volume": 540.0,
        "blood_volume": 5500.0, "spo2": 97.5, "ph": 7.40, "temperature": 37.0, "respiratory_rate": 13.0}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    default: Any = None
    unit: str = "share"
    choices: tuple[str, ...] = ()
    instead_of: str = ""


@dataclass(frozen=True)
class Entry:
    names: tuple[str, ...] = ()
    chronic: bool = False
    options: Mapping[str, Choice] = field(default_factory=dict)


SIDE = Choice("left", choices=("left", "right", "both"))
SEVERITY = Choice(0.6)
CONDITIONS = {
    "hemorrhage": Entry(("bleeding",), options={
        "site": Choice("leg", choices=("leg", "right_arm", "spleen")), "rate": Choice(100, "mL/min"),
        "severity": Choice(instead_of="rate")}),
    "hemothorax": Entry(options={"side": SIDE, "rate": Choice(100, "mL/min")}),
    "pneumothorax": Entry(("tension pneumothorax",), options={
        "type": Choice("closed", choices=("closed", "open")), "side": SIDE, "severity": SEVERITY}),
    "pneumonia": Entry(options={"severity": SEVERITY, "side": SIDE}),
    "ards": Entry(("respiratory distress",), options={"severity": SEVERITY, "side": SIDE}),
    "copd": Entry(chronic=True, options={
        "severity": SEVERITY, "bronchitis": Choice(instead_of="severity"), "emphysema": Choice(instead_of="severity")}),
    "renal_artery_stenosis": Entry(chronic=True, options={"severity": SEVERITY}),
    "heart_failure": Entry(chronic=True, options={"severity": SEVERITY}),
    "exercise": Entry(options={"intensity": Choice(0.1), "power": Choice(unit="W", instead_of="intensity")}),
    "cold_water": Entry(options={"temperature": Choice(5, "degC")}),
    "carbon_monoxide": Entry(options={"ppm": Choice(1000, "ppm")}),
    "dehydration": Entry(options={"share": Choice(0.05)}),
    **{name: Entry(options={"severity": SEVERITY}) for name in
       ("apnea", "dyspnea", "airway_obstruction", "asthma_attack", "bronchoconstriction", "acute_stress", "sepsis")},
}  # fmt: skip
DRUGS = {
    "fentanyl": (), "naloxone": (), "furosemide": (), "vasopressin": (), "rocuronium": (), "prednisolone": (),
    "noradrenaline": ("norepinephrine",), "suxamethonium": ("succinylcholine",), "whole_blood": (), "red_cells": (),
    "sodium_chloride_0_9": (),
}  # fmt: skip
RHYTHMS = {"sinus": ("normal sinus",), "sinus_bradycardia": (), "vf": (), "vf_fine": (), "asystole": (), "vt": ()}


def lexicon() -> Lexicon:
    return Lexicon(CONDITIONS, DRUGS, RHYTHMS)


class LineBody:
    """Each second of bleeding takes blood and pressure; everything else stays, and all deeds are written down."""

    def __init__(self, has: Mapping[str, float | None]) -> None:
        self.has = dict(has)
        self.values = {name: REST.get(name, 1.0) for name in VARIABLES} | {"blood_lost": 0.0}
        self.deeds: list[tuple[float, str, str]] = []
        self.second = 0.0
        self.bleeding = 0.0

    @property
    def vitals(self) -> Mapping[str, float]:
        return self.values

    def advance(self, seconds: float) -> None:
        self.second += seconds
        self.values["blood_volume"] -= self.bleeding * seconds / 60.0
        self.values["blood_lost"] += self.bleeding * seconds / 60.0
        self.values["mean_arterial_pressure"] -= 0.01 * self.bleeding * seconds / 60.0

    def start(self, condition: str, **options: Any) -> None:
        self.deeds.append((self.second, "start", condition))
        if condition == "hemorrhage":
            self.bleeding = 100.0

    def stop(self, name: str) -> None:
        self.deeds.append((self.second, "stop", name))
        if name != "hemorrhage":
            raise BodyError(f"{name} does not run")
        self.bleeding = 0.0

    def give(self, drug: str, dose: str, route: str, over: str = "") -> None:
        self.deeds.append((self.second, "give", f"{drug} {dose} {route}"))

    def infuse(self, drug: str, rate: str, route: str) -> None:
        self.deeds.append((self.second, "infuse", f"{drug} {rate} {route}"))

    def do(self, intervention: str, **options: Any) -> None:
        self.deeds.append((self.second, "do", intervention))

    def set_rhythm(self, name: str) -> None:
        self.deeds.append((self.second, "rhythm", name))
        still = name in ("vf", "asystole")
        self.values["heart_rate"] = 0.0 if still else 72.0
        self.values["cardiac_output"] = 0.0 if still else 5.6

    def concentration(self, drug: str) -> float:
        return 3.0
