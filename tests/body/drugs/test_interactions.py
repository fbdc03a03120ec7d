"""Drugs among each other and in different bodies: antidotes, synergy, saturation, organs, age."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bedside.body.drugs import empty, find, give, infuse, levels, step_doses
from bedside.body.drugs.sizing import compartments
from bedside.body.effects import FX, TARGETS
from bedside.body.units import read_dose, read_rate

MAN = SimpleNamespace(age_years=44.0, sex="male", height_cm=180.0, weight_kg=77.0)
CHILD = SimpleNamespace(age_years=4.0, sex="female", height_cm=103.0, weight_kg=16.0)
OLD = SimpleNamespace(age_years=85.0, sex="female", height_cm=160.0, weight_kg=60.0)


class Trial:
    """Doses in one person, a second at a time."""

    def __init__(self, person: Any = MAN, **organs: float) -> None:
        self.person, self.organs = person, organs
        self.doses, self.fx = empty(), np.zeros(len(TARGETS))

    def give(self, name: str, dose: str, route: str = "iv") -> Trial:
        drug = find(name)
        give(self.doses, drug, read_dose(dose, drug, self.person), route, self.person)
        return self

    def infuse(self, name: str, rate: str, route: str = "iv") -> Trial:
        drug = find(name)
        infuse(self.doses, drug, read_rate(rate, drug, self.person), route, self.person)
        return self

    def after(self, seconds: int) -> Trial:
        for _ in range(seconds):
            self.fx[:] = 0.0
            step_doses(self.doses, self.fx, **self.organs)
        return self

    def plasma(self, name: str) -> float:
        return levels(self.doses)[find(name).id].plasma


@pytest.mark.parametrize(
    ("poison", "dose", "route", "wait", "antidote", "much", "target", "left"),
    [
        ("midazolam", "15 mg", "iv", 300, "flumazenil", "0.5 mg", "sedation", 0.4),
        ("rocuronium", "0.6 mg/kg", "iv", 1500, "sugammadex", "4 mg/kg", "paralysis", 0.05),
        ("digoxin", "10 mg", "po", 7200, "digoxin fab", "400 mg", "ectopy", 0.35),
        ("cyanide", "100 mg", "iv", 120, "hydroxocobalamin", "5 g", "oxygen_use_block", 0.3),
        ("amitriptyline", "2 g", "po", 3600, "sodium bicarbonate", "150 mmol", "qrs_ms", 0.6),
        ("sarin", "1 mg", "inh", 900, "atropine", "6 mg", "bronchospasm", 0.6),
        ("sarin", "1 mg", "inh", 900, "pralidoxime", "2 g", "paralysis", 0.6),
        ("heparin", "10000 units", "iv", 300, "protamine", "50 mg", "coagulopathy", 0.4),
        ("warfarin", "40 mg", "po", 86400, "prothrombin complex", "50 unit/kg", "coagulopathy", 0.4),
        ("bupivacaine", "300 mg", "iv", 60, "lipid emulsion", "100 mL", "qrs_ms", 0.7),
        ("verapamil", "1 g", "po", 3600, "calcium chloride", "2 g", "resistance", 0.85),
        ("dapsone", "3 g", "po", 20000, "methylene blue", "2 mg/kg", "methaemoglobin", 0.5),
        ("gliclazide", "800 mg", "po", 7200, "octreotide", "100 ug", "insulin_release", 0.5),
        ("adrenaline", "50 ug", "iv", 40, "esmolol", "1 mg/kg", "heart_rate_factor", 0.75),
    ],
)
def test_the_antidote_takes_the_effect_away(
    poison: str, dose: str, route: str, wait: int, antidote: str, much: str, target: str, left: float
) -> None:
    trial = Trial().give(poison, dose, route).after(wait)
    alone = Trial().give(poison, dose, route).after(wait)
    pause = 20 if poison == "adrenaline" else 300
    trial.give(antidote, much).after(pause)
    alone.after(pause)
    place = getattr(FX, target)
    assert abs(alone.fx[place]) > 0.05
    assert abs(trial.fx[place]) < left * abs(alone.fx[place])


def test_sugammadex_does_nothing_to_cisatracurium_nor_flumazenil_to_fentanyl() -> None:
    one = Trial().give("cisatracurium", "0.15 mg/kg").after(600)
    two = Trial().give("cisatracurium", "0.15 mg/kg").give("sugammadex", "16 mg/kg").after(600)
    assert one.fx[FX.paralysis] == pytest.approx(two.fx[FX.paralysis])
    three = Trial().give("fentanyl", "300 ug").after(300)
    four = Trial().give("fentanyl", "300 ug").give("flumazenil", "1 mg").after(300)
    assert three.fx[FX.respiratory_depression] == pytest.approx(four.fx[FX.respiratory_depression])


def test_neostigmine_lifts_a_shallow_block_but_not_a_deep_one() -> None:
    deep = Trial().give("rocuronium", "1.2 mg/kg").after(300).give("neostigmine", "4 mg").after(600)
    assert deep.fx[FX.paralysis] > 0.9
    shallow = Trial().give("rocuronium", "0.6 mg/kg").after(2700)
    before = shallow.fx[FX.paralysis]
    shallow.give("neostigmine", "4 mg").after(420)
    assert before > 0.3
    assert shallow.fx[FX.paralysis] < 0.3 * before


def test_sildenafil_makes_a_nitrate_dangerous() -> None:
    alone = Trial().give("gtn", "0.4 mg", "sl").after(180)
    both = Trial().give("sildenafil", "100 mg", "po").after(3600)
    drop = both.fx[FX.resistance]
    both.give("gtn", "0.4 mg", "sl").after(180)
    assert both.fx[FX.resistance] - drop < 1.6 * alone.fx[FX.resistance] < 0


def test_an_opioid_deepens_the_sleep_of_propofol_more_than_it_sedates_itself() -> None:
    propofol = Trial().infuse("propofol", "4 mg/kg/h").after(1800).fx[FX.sedation]
    both = Trial().infuse("propofol", "4 mg/kg/h").infuse("remifentanil", "0.2 ug/kg/min").after(1800).fx[FX.sedation]
    opioid = Trial().infuse("remifentanil", "0.2 ug/kg/min").after(1800).fx[FX.sedation]
    assert both > 1.0 - (1.0 - propofol) * (1.0 - opioid) + 0.05


def test_alcohol_leaves_by_the_clock_and_not_by_halves() -> None:
    trial = Trial().give("ethanol", "80 g").after(3600)
    levels_ = [trial.after(3600).plasma("ethanol") for _ in range(4)]
    falls = -np.diff(levels_)
    assert 100_000 < falls.mean() < 220_000  # 0.1-0.2 g/L an hour, Jones 2010
    assert falls.std() < 0.15 * falls.mean()


def test_a_gas_reaches_what_is_breathed_in_and_washes_out_only_with_breath() -> None:
    trial = Trial().infuse("sevoflurane", "2 %", "inh").after(3600)
    assert 1.4 < trial.plasma("sevoflurane") < 2.0
    desflurane = Trial().infuse("desflurane", "6 %", "inh").after(900).plasma("desflurane") / 6.0
    isoflurane = Trial().infuse("isoflurane", "1 %", "inh").after(900).plasma("isoflurane")
    assert desflurane > isoflurane + 0.1
    for breathing, low, high in ((1.0, 0.0, 0.45), (0.0, 0.7, 1.01)):
        one = Trial().infuse("sevoflurane", "2 %", "inh").after(1800)
        top = one.plasma("sevoflurane")
        infuse(one.doses, find("sevoflurane"), 0.0, "inh", MAN)
        one.organs = {"breathing": breathing}
        assert low < one.after(300).plasma("sevoflurane") / top < high


def test_failing_kidneys_keep_what_kidneys_clear() -> None:
    well = Trial(kidney=1.0).give("atenolol", "10 mg").after(4 * 3600).plasma("atenolol")
    ill = Trial(kidney=0.1).give("atenolol", "10 mg").after(4 * 3600).plasma("atenolol")
    same = Trial(kidney=0.1).give("esmolol", "50 mg").after(600).plasma("esmolol")
    assert ill > 1.5 * well
    assert same == pytest.approx(Trial().give("esmolol", "50 mg").after(600).plasma("esmolol"))


def test_children_clear_faster_for_their_weight_and_the_old_need_less_propofol() -> None:
    child, man = compartments(find("midazolam"), CHILD), compartments(find("midazolam"), MAN)
    assert child.cl / 16.0 > 1.2 * man.cl / 77.0
    newborn = SimpleNamespace(age_years=0.0, sex="male", height_cm=50.0, weight_kg=3.4)
    assert compartments(find("morphine"), newborn).cl / 3.4 < 0.75 * compartments(find("morphine"), CHILD).cl / 16.0
    old = Trial(OLD).give("propofol", "1.5 mg/kg").after(120).fx[FX.sedation]
    assert old > Trial(MAN).give("propofol", "1.5 mg/kg").after(120).fx[FX.sedation] + 0.05


@pytest.mark.parametrize("drug", ["adrenaline", "morphine", "propofol", "labetalol", "rocuronium", "salbutamol"])
def test_more_of_a_drug_never_does_less(drug: str) -> None:
    one = find(drug)
    before = np.zeros(len(TARGETS))
    for share in (0.001, 0.003, 0.01, 0.03, 0.1):
        trial = Trial()
        give(
            trial.doses,
            one,
            share * read_dose(one.most, one, MAN, checked=False),
            "iv" if "iv" in one.routes else "po",
            MAN,
        )
        now = trial.after(90).fx.copy()
        for effect in one.effects:
            if sum(each.to == effect.to for each in one.effects) == 1:
                place = list(TARGETS).index(effect.to)
                assert abs(now[place]) >= abs(before[place]) - 1e-9
        before = now


def test_morphine_by_mouth_comes_later_and_lower_than_into_a_vein() -> None:
    vein, mouth = Trial().give("morphine", "10 mg"), Trial().give("morphine", "10 mg", "po")
    assert vein.after(600).plasma("morphine") > 4 * mouth.after(600).plasma("morphine")
    assert mouth.after(1800).plasma("morphine") > 0.0
