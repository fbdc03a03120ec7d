"""What illness and treatment do, as a clinician would say it."""

from __future__ import annotations

import pytest

from bedside.body import Body, BodyError, Person, Vitals


def after(body: Body, seconds: float) -> Vitals:
    body.advance(body.now + round(seconds * 1000))
    return body.vitals()


def kinds(body: Body) -> list[str]:
    return [kind for _, kind, _ in body.events()]


def test_losing_a_third_of_the_blood_speeds_the_heart_and_drops_the_pressure_until_fluid_is_given(man: Body) -> None:
    rest = man.vitals()
    man.bleed(0.32 * rest.blood_volume / 15)
    bled = after(man, 900)
    man.stop_bleeding()
    assert bled.heart_rate > 1.35 * rest.heart_rate
    assert bled.mean_arterial_pressure < 0.88 * rest.mean_arterial_pressure
    assert bled.cardiac_output < 0.7 * rest.cardiac_output
    assert bled.urine < 0.6 * rest.urine
    man.fluid("red_cells", 840, 900)
    man.fluid("hartmanns", 1500, 900)
    filled = after(man, 1200)
    assert filled.mean_arterial_pressure > 0.95 * rest.mean_arterial_pressure
    assert filled.heart_rate < 1.15 * rest.heart_rate
    assert filled.haemoglobin < rest.haemoglobin


def test_a_child_keeps_the_pressure_longer_than_an_old_person_and_then_crashes() -> None:
    def course(person: Person) -> list[float]:
        body = Body(person)
        rest = body.vitals()
        body.bleed(0.46 * rest.blood_volume / 30)
        return [after(body, 300).mean_arterial_pressure / rest.mean_arterial_pressure for _ in range(6)]

    child, old = course(Person(8, "male")), course(Person(82, "male"))
    assert child[2] > 0.88
    assert child[5] < 0.5
    assert old[2] < child[2] + 0.02


def test_a_quarter_to_a_third_of_saline_is_left_in_the_vessels_after_an_hour(man: Body) -> None:
    rest = man.vitals().blood_volume
    man.fluid("sodium_chloride_0_9", 1000, 900)
    assert after(man, 900).blood_volume - rest > 650
    left = after(man, 3600).blood_volume - rest
    assert 170 < left < 360


def test_morphine_overdose_stops_breathing_and_naloxone_brings_it_back(man: Body) -> None:
    man.give("morphine", 100, "mg", "iv")
    poisoned = after(man, 300)
    assert {"apnoea", "hypoxia", "unconscious"} <= set(kinds(man))
    assert poisoned.spo2 < 80
    assert poisoned.paco2 > 48
    man.give("naloxone", 800, "mcg", "iv")
    man.ventilate(12)
    man.oxygen(1.0)
    after(man, 60)
    man.ventilate(0)
    saved = after(man, 60)
    assert saved.respiratory_rate > 8
    assert saved.spo2 > 94
    assert saved.gcs > 10


def test_naloxone_wears_off_before_the_opioid(man: Body) -> None:
    man.give("morphine", 100, "mg", "iv")
    man.give("naloxone", 0.8, "mg", "iv")
    man.oxygen(0.6)
    early = after(man, 300).respiratory_rate
    late = min(after(man, 600).respiratory_rate for _ in range(9))
    assert late < 0.8 * early


def test_usual_morphine_eases_pain_and_leaves_breathing() -> None:
    body = Body(Person(44, "male", 180, 77), {"pain": 8, "heart_rate": 104})
    body.give("morphine", 8, "mg", "iv")
    eased = after(body, 1200)
    assert eased.pain < 5.5
    assert eased.heart_rate < 102
    assert eased.respiratory_rate > 11
    assert eased.spo2 > 95


def test_flumazenil_wakes_from_midazolam(man: Body) -> None:
    man.give("midazolam", 15, "mg", "iv")
    asleep = after(man, 300).gcs
    man.give("flumazenil", 0.5, "mg", "iv")
    assert asleep <= 10
    assert after(man, 180).gcs >= asleep + 3


def test_salbutamol_opens_the_airways_and_speeds_the_heart() -> None:
    body = Body(Person(24, "female"))
    body.shift("bronchospasm", 0.8, 300)
    tight = after(body, 600)
    assert tight.spo2 < 93
    assert tight.respiratory_rate > 20
    body.give("salbutamol", 5, "mg", "neb")
    body.give("ipratropium", 500, "mcg", "neb")
    open_again = after(body, 1800)
    assert open_again.spo2 > tight.spo2 + 2
    assert open_again.respiratory_rate < tight.respiratory_rate
    assert open_again.potassium < tight.potassium


def test_adrenaline_into_the_muscle_restores_pressure_in_anaphylaxis() -> None:
    def course(treated: bool) -> Vitals:
        body = Body(Person(30, "male"))
        body.shift("systemic_resistance", -0.5, 240)
        body.shift("venous_capacity", 8, 240)
        body.shift("bronchospasm", 0.6, 240)
        body.shift("volume", -900, 600)
        after(body, 360)
        if treated:
            body.give("adrenaline", 0.5, "mg", "im")
        return after(body, 480)

    ill, treated = course(False), course(True)
    assert ill.systolic_pressure < 85
    assert ill.heart_rate > 110
    assert treated.systolic_pressure > ill.systolic_pressure + 15
    assert treated.spo2 >= ill.spo2


def test_oxygen_mends_a_gradient_but_not_a_shunt() -> None:
    pneumonia = Body(Person(60, "male"), {"spo2": 86, "shunt": 0.05})
    pneumonia.oxygen(0.5)
    assert after(pneumonia, 300).spo2 > 95
    shunted = Body(Person(60, "male"))
    shunted.shift("shunt", 0.4)
    before = after(shunted, 300).spo2
    assert before < 88
    shunted.oxygen(0.5)
    assert after(shunted, 300).spo2 < before + 6


def test_oxygen_before_paralysis_buys_minutes(man: Body) -> None:
    def seconds_to_ninety(fio2: float) -> int:
        body = Body(Person(44, "male", 180, 77))
        body.oxygen(fio2)
        after(body, 240)
        body.give("rocuronium", 90, "mg", "iv")
        for second in range(900):
            if after(body, 1).spo2 < 90:
                return second
        return 900

    on_air, on_oxygen = seconds_to_ninety(0.21), seconds_to_ninety(1.0)
    assert 40 < on_air < 150
    assert 300 < on_oxygen < 700


def test_carbon_dioxide_rises_by_about_three_a_minute_without_breath(man: Body) -> None:
    man.oxygen(1.0)
    after(man, 300)
    man.give("rocuronium", 90, "mg", "iv")
    first = after(man, 150).paco2
    assert 2 < (after(man, 120).paco2 - first) / 2 < 5
    assert man.vitals().etco2 == 0


def test_insulin_lowers_glucose_and_glucose_raises_it_and_consciousness_follows(man: Body) -> None:
    man.give("insulin", 60, "units", "iv")
    low = after(man, 3000)
    assert low.glucose < 2.2
    assert low.gcs < 12
    assert low.potassium < 3.8
    assert "hypoglycaemia_severe" in kinds(man)
    man.give("glucose_20", 100, "ml", "iv")
    mended = after(man, 300)
    assert mended.glucose > 4
    assert mended.gcs == 15


def test_fixed_rate_insulin_brings_ketoacidosis_down_by_three_to_five_an_hour() -> None:
    body = Body(Person(25, "female", conditions=("diabetes",)), {"glucose": 30, "ph": 7.1, "paco2": 20})
    body.give("insulin", 50, "units", "iv", rate_per_h=0.1 * body.person.weight)
    after(body, 1800)
    first = body.vitals().glucose
    assert 2.5 < first - after(body, 3600).glucose < 6


def test_sugar_by_mouth_and_glucagon_both_mend_a_low_glucose() -> None:
    for drug, amount, unit, route in (("glucose", 20, "g", "po"), ("glucagon", 1, "mg", "im")):
        body = Body(Person(50, "male"), {"glucose": 2.4, "gcs": 12})
        body.give(drug, amount, unit, route)
        better = after(body, 900)
        assert better.glucose > 3.6
        assert better.gcs == 15


@pytest.mark.slow
def test_more_of_a_drug_never_does_less() -> None:
    def pressure(mg: float) -> float:
        body = Body(Person(44, "male", 180, 77))
        body.give("noradrenaline", 50, "mg", "iv", rate_per_h=mg)
        return after(body, 600).mean_arterial_pressure

    def drive(mg: float) -> float:
        body = Body(Person(44, "male", 180, 77))
        body.give("morphine", mg, "mg", "iv")
        return after(body, 240).paco2

    def sugar(units: float) -> float:
        body = Body(Person(44, "male", 180, 77))
        body.give("insulin", units, "units", "sc")
        return -after(body, 3600).glucose

    for response, doses in ((pressure, (0, 0.2, 0.5, 1, 2)), (drive, (0, 5, 10, 20, 40)), (sugar, (0, 4, 8, 16, 32))):
        seen = [response(dose) for dose in doses]
        assert seen == sorted(seen)
        assert seen[-1] > seen[0]


def test_each_antihypertensive_lowers_a_high_pressure() -> None:
    given = (("labetalol", 50, "iv"), ("hydralazine", 10, "iv"), ("nifedipine", 20, "po"), ("gtn", 0.8, "sl"))
    for drug, mg, route in given:
        body = Body(Person(34, "female", pregnant_weeks=36), {"systolic_pressure": 178, "diastolic_pressure": 114})
        body.give(drug, mg, "mg", route)
        lowest = min(after(body, 120).systolic_pressure for _ in range(15))
        assert 110 < lowest < 172, drug


@pytest.mark.slow
def test_paracetamol_lowers_a_fever_and_the_pulse_with_it() -> None:
    def fever(treated: bool) -> Vitals:
        body = Body(Person(4, "male"), {"temperature": 39.6})
        if treated:
            body.give("paracetamol", 240, "mg", "po")
        return after(body, 3 * 3600)

    treated, left = fever(True), fever(False)
    assert treated.temperature < 39.0 < left.temperature
    assert treated.heart_rate < left.heart_rate


def test_a_drug_nobody_knows_is_taken_and_reported(man: Body) -> None:
    man.give("moonwort", 3, "drops", "po")
    assert man.events() == [(0, "drug_unknown", {"drug": "moonwort", "amount": 3.0, "unit": "drops", "route": "po"})]


@pytest.mark.parametrize(
    ("unit", "route", "word"), [("units", "iv", "mg"), ("mg", "neb", "iv"), ("furlong", "iv", "mg")]
)
def test_a_wrong_unit_or_route_is_refused_with_the_right_one(man: Body, unit: str, route: str, word: str) -> None:
    with pytest.raises(BodyError, match=word):
        man.give("morphine", 10, unit, route)
    assert man.vitals() == Body(Person(44, "male", 180, 77)).vitals()


def test_needle_decompression_ends_a_tension_pneumothorax(man: Body) -> None:
    rest = man.vitals()
    man.shift("intrathoracic_pressure", 12, 120)
    tense = after(man, 300)
    assert tense.heart_rate > 1.2 * rest.heart_rate
    assert tense.systolic_pressure < rest.systolic_pressure - 15
    assert tense.spo2 < 93
    assert man.decompress()
    relieved = after(man, 240)
    assert relieved.systolic_pressure > 0.95 * rest.systolic_pressure
    assert relieved.spo2 > 95
    assert not man.decompress()


def test_standing_takes_pressure_from_someone_who_bled_and_raised_legs_give_it_back(man: Body) -> None:
    man.bleed(150)
    after(man, 420)
    man.stop_bleeding()
    lying = after(man, 60).mean_arterial_pressure
    man.position("standing")
    standing = after(man, 60).mean_arterial_pressure
    man.position("legs_raised")
    raised = after(man, 60).mean_arterial_pressure
    assert standing < lying < raised


def test_a_fit_takes_consciousness_and_lorazepam_ends_it(man: Body) -> None:
    man.shift("seizure", 1.0, 0)
    fitting = after(man, 60)
    assert fitting.gcs <= 4
    man.give("lorazepam", 4, "mg", "iv")
    after(man, 420)
    told = kinds(man)
    assert told.index("seizure") < told.index("seizure_ended")
    assert man.vitals().gcs > 8
