"""What treatment does to a body in trouble, in the words of those who give it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from bedside.body import Body, Person
from bedside.body.effects import FX

MAN = Person(44, "male", 180, 77)


def reads(body: Body, seconds: float, name: str) -> float:
    body.advance(seconds)
    return float(body.vitals[name])


@pytest.mark.xfail(reason="the body arrests before the blood comes", strict=False)
def test_blood_and_fluid_bring_back_the_pressure_of_a_bled_man(man: Body) -> None:
    rest = float(man.vitals["mean_arterial_pressure"])
    man.start("hemorrhage", rate="130 mL/min")
    low = reads(man, 900, "mean_arterial_pressure")
    fast = float(man.vitals["heart_rate"])
    man.stop("hemorrhage")
    man.give("red_cells", "840 mL", over="15 min")
    man.give("hartmanns", "1500 mL", over="15 min")
    filled = reads(man, 1200, "mean_arterial_pressure")
    assert low < 0.9 * rest
    assert filled > max(0.9 * rest, low + 8)
    assert man.vitals["heart_rate"] < fast - 15
    assert man.vitals["haemoglobin"] < 145


def test_a_tourniquet_stops_a_bleeding_leg(man: Body) -> None:
    man.start("hemorrhage", site="left_leg", rate="200 mL/min")
    before = reads(man, 120, "blood_lost")
    man.do("tourniquet", site="left_leg")
    held = reads(man, 60, "blood_lost")
    assert before > 300
    assert reads(man, 300, "blood_lost") - held < 60


@pytest.mark.xfail(reason="saline leaves the vessels too soon", strict=False)
def test_a_quarter_to_a_third_of_saline_is_left_in_the_vessels_after_an_hour(man: Body) -> None:
    rest = float(man.vitals["blood_volume"])
    man.give("sodium_chloride_0_9", "1 L", over="15 min")
    assert reads(man, 900, "blood_volume") - rest > 500
    assert 150 < reads(man, 3600, "blood_volume") - rest < 420


def test_needle_decompression_ends_a_tension_pneumothorax(man: Body) -> None:
    man.start("pneumothorax", side="left", severity=0.8)
    tense = reads(man, 660, "systolic_pressure")
    ill = float(man.vitals["spo2"])
    man.do("needle_decompression", side="left")
    assert reads(man, 240, "systolic_pressure") > tense + 15
    assert man.vitals["systolic_pressure"] > 98
    assert man.vitals["spo2"] > ill


def test_draining_the_sac_ends_tamponade(man: Body) -> None:
    man.start("cardiac_tamponade", severity=0.8)
    low = reads(man, 660, "systolic_pressure")
    man.stop("cardiac_tamponade")
    drawn = man.do("pericardiocentesis", volume="200 mL")["removed_ml"]
    assert drawn > 60
    assert reads(man, 180, "systolic_pressure") > low + 15


def test_naloxone_brings_back_the_breath_and_wears_off_before_the_opioid(man: Body) -> None:
    man.give("morphine", "120 mg")
    assert reads(man, 300, "respiratory_rate") < 7
    assert man.vitals["gcs"] <= 8
    man.do("bag_mask", rate=12)
    man.advance(60)
    man.give("naloxone", "0.8 mg")
    man.advance(90)
    man.stop("bag_mask")
    assert reads(man, 120, "respiratory_rate") > 8
    assert man.vitals["spo2"] > 93
    assert man.vitals["gcs"] > 10
    best = float(man.vitals["respiratory_rate"])
    assert min(reads(man, 600, "respiratory_rate") for _ in range(9)) < 0.8 * best


def test_adrenaline_into_the_muscle_turns_anaphylaxis() -> None:
    def course(treated: bool) -> tuple[float, float, float]:
        body = Body(Person(30, "male"), waves=False)
        body.start("anaphylaxis", severity=0.8)
        body.advance(480)
        if treated:
            body.give("adrenaline", "0.5 mg", route="im")
        body.advance(600)
        return tuple(float(body.vitals[name]) for name in ("systolic_pressure", "spo2", "forced_expiratory_flow"))  # type: ignore[return-value]

    ill, treated = course(False), course(True)
    assert treated[0] > ill[0] + 15
    assert treated[1] >= ill[1]
    assert treated[2] > ill[2]


def test_salbutamol_opens_the_airways_speeds_the_heart_and_moves_potassium() -> None:
    body = Body(Person(24, "female"), waves=False)
    body.start("asthma_attack", severity=0.7)
    body.advance(900)
    tight = {
        name: float(body.vitals[name]) for name in ("forced_expiratory_flow", "respiratory_rate", "potassium", "spo2")
    }
    body.give("salbutamol", "5 mg", route="neb")
    body.give("ipratropium", "500 ug", route="neb")
    body.do("oxygen", device="simple_mask", flow=8)
    body.advance(1800)
    assert body.vitals["forced_expiratory_flow"] > 1.25 * tight["forced_expiratory_flow"]
    assert body.vitals["respiratory_rate"] < tight["respiratory_rate"]
    assert body.vitals["potassium"] < tight["potassium"] - 0.1
    assert body.vitals["spo2"] > tight["spo2"]


@pytest.mark.xfail(reason="insulin moves too little potassium", strict=False)
def test_calcium_guards_the_heart_and_insulin_lowers_potassium() -> None:
    body = Body(Person(60, "male"), waves=False)
    body.start("hyperkalemia", severity=0.8)
    body.advance(1200)
    high = float(body.vitals["potassium"])
    body.give("calcium_gluconate", "3 g", over="5 min")
    body.advance(420)
    assert body.effects[FX.membrane_protection] > 0.3
    body.give("glucose", "25 g", over="10 min")
    body.give("insulin", "10 units")
    assert reads(body, 3600, "potassium") < high - 0.4


def test_sugar_and_glucagon_mend_a_low_glucose() -> None:
    for drug, dose, route in (("glucose", "20 g", "iv"), ("glucagon", "1 mg", "im")):
        body = Body(Person(50, "male"), waves=False)
        body.give("insulin", "15 units")
        low = reads(body, 1500, "glucose")
        body.give(drug, dose, route=route)
        assert low < 3.2, drug
        assert max(reads(body, 300, "glucose") for _ in range(4)) > low + 1.0, drug


@pytest.mark.xfail(reason="glucose falls by 11 mmol/L an hour", strict=False)
def test_fixed_rate_insulin_brings_ketoacidosis_down_by_some_mmol_an_hour() -> None:
    body = Body(Person(25, "female"), waves=False)
    body.start("diabetic_ketoacidosis", severity=0.7)
    body.advance(1800)
    body.infuse("insulin", "0.1 units/kg/h")
    body.infuse("sodium_chloride_0_9", "1000 mL/h")
    body.advance(1800)
    first = float(body.vitals["glucose"])
    assert 2 < first - reads(body, 3600, "glucose") < 9


def test_warming_blankets_lift_a_cold_person() -> None:
    def course(method: str | None) -> float:
        body = Body(Person(60, "male"), start={"temperature": 32.0}, waves=False)
        if method:
            body.do("warm", method=method)
        return reads(body, 3600, "temperature")

    alone, air, circuit = course(None), course("forced_air"), course("extracorporeal")
    assert alone < air < circuit
    assert 0.3 < air - 32.0 < 3.0


def test_oxygen_before_paralysis_buys_minutes() -> None:
    def seconds_to_ninety(device: bool) -> int:
        body = Body(MAN, waves=False)
        if device:
            body.do("oxygen", device="bag_valve_mask", flow=15)
        body.advance(240)
        if device:
            body.stop("oxygen")
        body.give("propofol", "2 mg/kg")
        body.give("rocuronium", "1.2 mg/kg")
        for second in range(0, 900, 5):
            if reads(body, 5, "spo2") < 90:
                return second
        return 900

    on_air, on_oxygen = seconds_to_ninety(False), seconds_to_ninety(True)
    assert 50 < on_air < 180
    assert 300 < on_oxygen < 720  # Benumof 1997: about 8 min to 80 % in a healthy adult


def test_carbon_dioxide_rises_by_about_three_a_minute_without_breath(man: Body) -> None:
    man.do("oxygen", device="bag_valve_mask", flow=15)
    man.advance(240)
    man.give("propofol", "2 mg/kg")
    man.give("rocuronium", "1.2 mg/kg")
    first = reads(man, 150, "paco2")
    assert 2.0 < (reads(man, 120, "paco2") - first) / 2 < 5.5  # Eger 1961
    assert man.vitals["respiratory_rate"] < 2


def ventilated(**options: object) -> Body:
    body = Body(MAN, waves=False)
    body.give("propofol", "2 mg/kg")
    body.infuse("propofol", "8 mg/kg/h")
    body.give("rocuronium", "1 mg/kg")
    body.do("airway", device="tracheal_tube")
    body.do("ventilator", **{"mode": "volume_control", "rate": 14, "tidal": 500, "peep": 5, **options})
    return body


def test_a_ventilator_does_what_it_is_set_to() -> None:
    body = ventilated(fio2=0.4)
    body.advance(900)
    assert body.vitals["respiratory_rate"] == pytest.approx(14, abs=0.5)
    assert body.vitals["tidal_volume"] == pytest.approx(500, rel=0.08)
    assert body.vitals["fio2"] == pytest.approx(0.4, abs=0.01)
    assert body.vitals["end_expiratory_pressure"] == pytest.approx(5, abs=1.5)
    assert 10 < body.vitals["peak_airway_pressure"] < 26
    assert 30 < body.vitals["paco2"] < 48


def test_twice_the_rate_lowers_carbon_dioxide() -> None:
    slow, fast = (reads(ventilated(rate=rate), 1200, "paco2") for rate in (10, 20))
    assert fast < slow - 10


def test_much_positive_pressure_costs_output() -> None:
    little, much = (ventilated(peep=peep) for peep in (0, 20))
    low, high = reads(little, 600, "cardiac_output"), reads(much, 600, "cardiac_output")
    assert high < 0.92 * low
    assert much.vitals["central_venous_pressure"] > little.vitals["central_venous_pressure"] + 2


def test_peep_opens_the_lungs_of_ards() -> None:
    def saturation(peep: float) -> float:
        body = ventilated(peep=peep, fio2=0.6, tidal=450, rate=22)
        body.start("ards", severity=0.6)
        return reads(body, 2400, "pao2")

    assert saturation(14) > saturation(0) + 5


def test_a_tube_in_the_gullet_and_one_in_the_right_bronchus_are_told_apart() -> None:
    wrong = ventilated()
    wrong.do("airway", device="tracheal_tube", position="esophagus")
    assert reads(wrong, 240, "etco2") < 8
    assert wrong.vitals["spo2"] < 88
    deep = ventilated(fio2=0.4)
    deep.do("airway", device="tracheal_tube", position="right_main")
    right = ventilated(fio2=0.4)
    assert reads(deep, 300, "spo2") < reads(right, 300, "spo2") - 1
    assert deep.vitals["peak_airway_pressure"] > right.vitals["peak_airway_pressure"] + 4


def test_noradrenaline_lifts_a_septic_pressure() -> None:
    body = Body(Person(60, "male"), waves=False)
    body.start("sepsis", severity=0.8)
    low = reads(body, 4 * 3600, "mean_arterial_pressure")
    body.infuse("noradrenaline", "0.2 ug/kg/min")
    assert reads(body, 900, "mean_arterial_pressure") > low + 10


def test_oxygen_washes_out_carbon_monoxide() -> None:
    left = []
    for oxygen in (False, True):
        body = Body(MAN, waves=False)
        body.start("carbon_monoxide", ppm=3000)
        body.advance(2400)
        body.stop("carbon_monoxide")
        if oxygen:
            body.do("oxygen", device="bag_valve_mask", flow=15)
        start = float(body.vitals["carboxyhaemoglobin"])
        left.append(reads(body, 4500, "carboxyhaemoglobin") / start)
    air, pure = left
    assert 0.7 < air < 0.92  # half-life about 320 min on air and 74 min on oxygen (Weaver 2000)
    assert 0.35 < pure < 0.68


def test_lorazepam_ends_a_fit() -> None:
    body = Body(Person(30, "male"), waves=False)
    body.start("seizure", severity=0.6)
    assert reads(body, 60, "seizure") > 0.5
    body.give("lorazepam", "4 mg")
    assert reads(body, 600, "seizure") < 0.3


def test_beta_blockers_blunt_the_reflex_to_blood_loss() -> None:
    rates = []
    for blocked in (False, True):
        body = Body(MAN, waves=False)
        if blocked:
            body.give("metoprolol", "15 mg")
        body.advance(900)
        body.start("hemorrhage", rate="120 mL/min")
        rates.append(reads(body, 720, "heart_rate"))
    free, blocked_rate = rates
    assert blocked_rate < free - 15


def test_standing_takes_pressure_from_someone_who_bled_and_raised_legs_give_it_back(man: Body) -> None:
    man.start("hemorrhage", rate="120 mL/min")
    man.advance(540)
    man.stop("hemorrhage")
    seen = {}
    for name in ("supine", "standing", "legs_raised"):
        man.do("position", name=name)
        seen[name] = reads(man, 60, "mean_arterial_pressure")
    assert seen["standing"] < seen["supine"] - 3
    assert seen["legs_raised"] > seen["standing"] + 5


DOSES: dict[str, tuple[Callable[[Body, float], object], tuple[float, ...], float, str, int]] = {
    "noradrenaline lifts pressure": (
        lambda b, x: b.infuse("noradrenaline", f"{x} ug/kg/min"), (0.0, 0.05, 0.1, 0.3), 600,
        "mean_arterial_pressure", 1),
    "morphine raises carbon dioxide": (
        lambda b, x: b.give("morphine", f"{x} mg"), (0.0, 5, 10, 20, 40), 900, "paco2", 1),
    "insulin lowers glucose": (
        lambda b, x: b.give("insulin", f"{x} units", route="sc"), (0.0, 4, 8, 16, 32), 3600, "glucose", -1),
    "propofol lowers the index": (
        lambda b, x: b.give("propofol", f"{x} mg/kg"), (0.0, 0.5, 1, 2), 120, "eeg_index", -1),
    "rocuronium weakens": (
        lambda b, x: b.give("rocuronium", f"{x} mg/kg"), (0.0, 0.15, 0.3, 0.6), 240, "train_of_four", -1),
    "esmolol slows": (lambda b, x: b.infuse("esmolol", f"{x} ug/kg/min"), (0.0, 50, 100, 200), 900, "heart_rate", -1),
    "furosemide drains": (lambda b, x: b.give("furosemide", f"{x} mg"), (0.0, 10, 20, 40, 80), 3600, "urine_total", 1),
    "oxygen saturates": (
        lambda b, x: (b.start("pneumonia", severity=0.6), b.do("oxygen", device="venturi", fio2=x)),
        (0.21, 0.28, 0.4, 0.6), 900, "pao2", 1),
}  # fmt: skip


@pytest.mark.parametrize("claim", DOSES)
def test_more_never_does_less(claim: str) -> None:
    act, doses, seconds, name, sign = DOSES[claim]
    seen = []
    for dose in doses:
        body = Body(MAN, waves=False)
        if dose:
            act(body, dose)
        seen.append(sign * reads(body, seconds, name))
    assert all(b >= a - 1e-6 for a, b in itertools.pairwise(seen)), seen
    assert seen[-1] > seen[0]
