"""What usual doses do to a whole body with its reflexes: the response that a textbook promises."""

from __future__ import annotations

import pytest

from bedside.body import Body, Person

pytestmark = pytest.mark.slow
MAN = Person(age_years=44, sex="male", height_cm=180, weight_kg=77)
NAMES = ("heart_rate", "systolic_pressure", "diastolic_pressure", "mean_arterial_pressure", "cardiac_output",
         "respiratory_rate", "spo2", "potassium", "urine_output", "gcs", "paco2")  # fmt: skip


def after(seconds: float, *doses: tuple[str, ...], settle: float = 30.0) -> tuple[dict[str, float], dict[str, float]]:
    """Vitals before and `seconds` after doses (drug, dose, route) or infusions (drug, rate, "infuse")."""
    body = Body(MAN, seed=1)
    body.advance(settle)
    before = {name: float(body.vitals[name]) for name in NAMES}
    for name, amount, *route in doses:
        if route == ["infuse"]:
            body.infuse(name, amount)
        else:
            body.give(name, amount, *route)
    body.advance(seconds)
    return before, {name: float(body.vitals[name]) for name in NAMES}


def change(name: str, pair: tuple[dict[str, float], dict[str, float]]) -> float:
    """Change in percent."""
    return 100.0 * (pair[1][name] / pair[0][name] - 1.0)


def test_noradrenaline_raises_pressure_and_the_reflex_slows_the_heart() -> None:
    low = after(900, ("norepinephrine", "0.1 ug/kg/min", "infuse"))
    high = after(900, ("norepinephrine", "0.2 ug/kg/min", "infuse"))
    assert 12 < change("systolic_pressure", low) < change("systolic_pressure", high)
    assert change("heart_rate", low) < -8


def test_phenylephrine_raises_pressure_and_lowers_rate_and_output() -> None:
    pair = after(600, ("phenylephrine", "4 ug/kg/min", "infuse"))
    assert change("diastolic_pressure", pair) > 12
    assert change("heart_rate", pair) < -8
    assert change("cardiac_output", pair) < 0


def test_adrenaline_at_a_low_rate_quickens_the_heart_and_widens_the_pulse() -> None:
    before, now = after(600, ("epinephrine", "0.1 ug/kg/min", "infuse"))
    assert now["heart_rate"] > before["heart_rate"] + 8
    assert now["cardiac_output"] > 1.15 * before["cardiac_output"]
    wide = (now["systolic_pressure"] - now["diastolic_pressure"]) - (
        before["systolic_pressure"] - before["diastolic_pressure"]
    )
    assert wide > 2
    assert now["potassium"] < before["potassium"]


def test_etomidate_leaves_the_circulation_alone_and_slows_breathing() -> None:
    pair = after(70, ("etomidate", "21 mg"))
    assert abs(change("systolic_pressure", pair)) < 6
    assert abs(change("heart_rate", pair)) < 8
    assert change("respiratory_rate", pair) < -10
    assert pair[1]["gcs"] <= 6


def test_propofol_lowers_pressure_by_a_fifth_to_a_third_and_blunts_breathing() -> None:
    pair = after(120, ("propofol", "2 mg/kg"))
    assert -35 < change("mean_arterial_pressure", pair) < -12
    assert change("respiratory_rate", pair) < -15
    assert pair[1]["gcs"] <= 6


def test_ketamine_raises_rate_and_pressure_and_keeps_breathing() -> None:
    pair = after(170, ("ketamine", "115 mg"))
    assert 10 < change("systolic_pressure", pair) < 32
    assert change("heart_rate", pair) > 5
    assert -55 < change("respiratory_rate", pair) < -10
    assert pair[1]["spo2"] > 93


def test_fentanyl_slows_breathing_and_naloxone_brings_it_back() -> None:
    body = Body(MAN, seed=1)
    body.advance(30)
    rest = float(body.vitals["respiratory_rate"])
    body.give("fentanyl", "300 ug")
    body.advance(300)
    slow = float(body.vitals["respiratory_rate"])
    body.give("naloxone", "200 ug")
    body.advance(240)
    assert slow < 0.65 * rest
    assert float(body.vitals["respiratory_rate"]) > 0.85 * rest
    assert abs(float(body.vitals["mean_arterial_pressure"]) - 94) < 15


def test_a_tenth_of_a_milligram_per_kilo_of_morphine_is_safe_and_ten_times_that_is_not() -> None:
    safe = after(900, ("morphine", "7.7 mg"))
    assert safe[1]["spo2"] > 92
    assert safe[1]["gcs"] >= 13
    deadly = after(600, ("morphine", "77 mg"))
    assert deadly[1]["spo2"] < 85


def test_midazolam_sedates_and_lowers_pressure_a_little() -> None:
    pair = after(120, ("midazolam", "5 mg"))
    assert -25 < change("systolic_pressure", pair) < -5
    assert change("respiratory_rate", pair) < -8
    assert pair[1]["gcs"] < 13


@pytest.mark.parametrize(("drug", "dose"), [("rocuronium", "52 mg"), ("succinylcholine", "96 mg")])
def test_a_relaxant_stops_breathing_within_seventy_seconds(drug: str, dose: str) -> None:
    pair = after(70, (drug, dose))
    assert pair[1]["respiratory_rate"] == 0
    assert abs(change("mean_arterial_pressure", pair)) < 18  # asphyxia begins to press


def test_sugammadex_gives_breathing_back_after_rocuronium() -> None:
    body = Body(MAN, seed=1)
    body.advance(30)
    body.give("rocuronium", "1.2 mg/kg")
    body.give("propofol", "10 mg")
    body.do("ventilator", mode="volume_control", rate=14, tidal="500 mL", fio2=1.0)
    body.advance(300)
    assert float(body.vitals["train_of_four"]) == 0
    body.give("sugammadex", "16 mg/kg")
    body.advance(180)
    assert float(body.vitals["train_of_four"]) > 80


def test_prednisone_moves_nothing_in_minutes() -> None:
    pair = after(70, ("prednisone", "135 mg"))
    for name in ("heart_rate", "systolic_pressure", "diastolic_pressure"):
        assert abs(change(name, pair)) < 5


def test_furosemide_multiplies_the_urine() -> None:
    pair = after(1800, ("furosemide", "40 mg"))
    assert change("urine_output", pair) > 200


def test_atropine_quickens_and_metoprolol_slows_the_heart() -> None:
    assert after(120, ("atropine", "0.6 mg"))[1]["heart_rate"] > 80
    assert change("heart_rate", after(600, ("metoprolol", "5 mg"))) < -2


def test_a_spinal_block_lowers_pressure() -> None:
    assert change("mean_arterial_pressure", after(600, ("bupivacaine", "15 mg", "spinal"))) < -8


def test_salbutamol_quickens_the_heart_and_lowers_potassium() -> None:
    before, now = after(1800, ("salbutamol", "10 mg", "neb"))
    assert now["heart_rate"] > before["heart_rate"] + 4
    assert before["potassium"] - now["potassium"] > 0.3
