"""Doses and rates as clinicians write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.body.drugs import catalogue, find
from bedside.body.refusals import BodyError
from bedside.body.units import most_per_kg, quantity, read_dose, read_rate


@pytest.mark.parametrize(
    ("text", "drug", "amount"),
    [
        ("10 ug", "epinephrine", 10.0), ("10 micrograms", "epinephrine", 10.0), ("0.5mg", "epinephrine", 500.0),
        ("1 mg/kg", "ketamine", 80_000.0), ("2 puffs", "albuterol", 200.0), ("20 units", "vasopressin", 20_000.0),
        ("0.25 ug", "vasopressin", 132.5), ("150 mL", "glucose_10", 15e6), ("1 L", "saline", 1000.0),
        ("2 units", "red_cells", 560.0), ("50 mmol", "bicarb", 50_000.0), ("10 mL", "calcium gluconate", 1e6),
        ("2 vials", "digoxin fab", 80_000.0), (5, "morphine", 5_000.0), ("8000 units", "tenecteplase", 40_000.0),
        ("1,000 mg", "paracetamol", 1e6),
    ],
)  # fmt: skip
def test_a_dose_is_read_in_the_unit_of_the_drug(text: str | float, drug: str, amount: float) -> None:
    assert read_dose(text, find(drug), 80.0) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "drug", "per_s"),
    [
        ("0.1 ug/kg/min", "norepinephrine", 8 / 60), ("6 mg/h", "morphine", 6000 / 3600), ("2 %", "sevoflurane", 2.0),
        ("0.1 units/kg/h", "insulin", 8000 / 3600), ("250 mL/h", "saline", 250 / 3600), ("0 mg/h", "morphine", 0.0),
        ("0", "morphine", 0.0), ("20 ng/kg/min", "angiotensin", 1.6 / 60),
    ],
)  # fmt: skip
def test_a_rate_is_read_per_second(text: str, drug: str, per_s: float) -> None:
    assert read_rate(text, find(drug), 80.0) == pytest.approx(per_s)


@pytest.mark.parametrize(
    ("text", "drug", "told"),
    [
        ("10 mL", "ketamine", "give it in mg"), ("5 mmol", "insulin", "unit"), ("-3 mg", "morphine", "negative"),
        ("some", "morphine", "number and a unit"), ("1 mg/kg/min", "ketamine", "rate"), ("4 kg", "morphine", "usual"),
        ("10 fathoms", "morphine", "fathoms"), ("5 MU", "insulin", "MU"),
    ],
)  # fmt: skip
def test_what_is_no_dose_is_refused_with_what_would_be_right(text: str, drug: str, told: str) -> None:
    with pytest.raises(BodyError, match=told):
        read_dose(text, find(drug), 80.0)


@pytest.mark.parametrize("text", ["3 mg", "3 mg/m2", "quick", "3 mg/kg", "1 g/kg/s"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BodyError):
        read_rate(text, find("ketamine"), 80.0)


def test_a_true_overdose_is_taken_but_no_impossible_one() -> None:
    for drug, dose in (("morphine", "200 mg"), ("amitriptyline", "5 g"), ("digoxin", "10 mg"), ("paracetamol", "40 g")):
        assert read_dose(dose, find(drug), 70.0) > 0
    with pytest.raises(BodyError, match=r"7e\+04|70 mg|give 0 to"):
        read_dose("1 kg", find("adrenaline"), 70.0)


def test_every_limit_can_be_read() -> None:
    assert all(0 < most_per_kg(drug) < 1e12 for drug in catalogue().values())


@given(st.floats(0.001, 1000), st.sampled_from(["mg", "ug", "mcg", "g"]))
def test_a_dose_reads_the_same_in_any_unit_of_mass(number: float, unit: str) -> None:
    times = {"mg": 1e3, "ug": 1.0, "mcg": 1.0, "g": 1e6}[unit]
    assert read_dose(f"{number} {unit}", find("paracetamol"), checked=False) == pytest.approx(number * times)


def test_other_quantities_convert_or_say_what_they_are_not() -> None:
    assert quantity("250 mL/min", "L/h") == pytest.approx(15.0)
    assert quantity("2 min", "s") == 120.0
    assert quantity(7, "mmHg") == 7.0
    with pytest.raises(BodyError, match=r"flow .*mL/min"):
        quantity("3 mg", "mL/min", "flow")
