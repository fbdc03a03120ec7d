"""What a clinician expects of an untreated body in trouble, each in one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.body import Body, Person

MAN = Person(44, "male", 180, 77)


def read(body: Body, *names: str) -> dict[str, float]:
    return {name: float(body.vitals[name]) for name in names}


CORE = (
    "heart_rate", "systolic_pressure", "diastolic_pressure", "mean_arterial_pressure", "pulse_pressure",
    "cardiac_output", "respiratory_rate", "spo2", "paco2", "ph", "lactate", "gcs", "urine_output",
    "central_venous_pressure",
)  # fmt: skip


def after(body: Body, seconds: float) -> dict[str, float]:
    body.advance(seconds)
    return read(body, *CORE)


def bled(share: float) -> tuple[dict[str, float], Body]:
    """The man after losing `share` of his blood at 150 mL/min and five quiet minutes."""
    body = Body(MAN, waves=False)
    body.start("hemorrhage", rate="150 mL/min")
    wanted = share * float(body.vitals["blood_volume"])
    while body.vitals["blood_lost"] < wanted and body.now < 3_600_000:
        body.advance(10)
    body.stop("hemorrhage")
    return after(body, 300), body


def test_the_first_class_of_haemorrhage_hardly_shows() -> None:
    seen, _ = bled(0.12)  # ATLS 2018: to 15 %
    assert seen["heart_rate"] < 100
    assert seen["systolic_pressure"] > 105
    assert seen["gcs"] == 15


@pytest.mark.xfail(reason="the heart speeds to 140 where 100-120 is usual", strict=False)
def test_the_second_class_of_haemorrhage_speeds_the_heart_and_narrows_the_pulse() -> None:
    seen, _ = bled(0.25)  # 15-30 %
    assert 85 < seen["heart_rate"] < 130
    assert seen["systolic_pressure"] > 88
    assert seen["pulse_pressure"] < 38
    assert seen["urine_output"] < 45


@pytest.mark.xfail(reason="a body that has lost 36 % of its blood arrests; the veins give too little", strict=False)
def test_the_third_class_of_haemorrhage_drops_the_pressure() -> None:
    seen, _ = bled(0.36)  # 30-40 %
    assert 105 < seen["heart_rate"] < 160
    assert seen["systolic_pressure"] < 100
    assert seen["respiratory_rate"] > 17
    assert seen["urine_output"] < 25


def test_the_fourth_class_of_haemorrhage_threatens_life() -> None:
    seen, _ = bled(0.48)  # over 40 %
    assert seen["systolic_pressure"] < 75
    assert seen["cardiac_output"] < 3.0
    assert seen["lactate"] > 2.5
    assert seen["urine_output"] < 15


def test_a_child_keeps_the_pressure_longer_than_an_old_person() -> None:
    shares = []
    for person in (Person(8, "male"), Person(82, "male")):
        body = Body(person, waves=False)
        before = float(body.vitals["mean_arterial_pressure"])
        body.start("hemorrhage", rate=f"{0.02 * float(body.vitals['blood_volume']):.0f} mL/min")
        body.advance(13 * 60)  # a quarter of the blood
        shares.append(float(body.vitals["mean_arterial_pressure"]) / before)
    child, old = shares
    assert child > 0.85
    assert old < child


def test_a_tension_pneumothorax_stops_filling_and_breath(man: Body) -> None:
    rest = read(man, *CORE)
    man.start("pneumothorax", side="left", severity=0.8)
    seen = after(man, 600)
    assert seen["heart_rate"] > rest["heart_rate"] + 25
    assert seen["systolic_pressure"] < rest["systolic_pressure"] - 20
    assert seen["spo2"] < 95
    assert seen["central_venous_pressure"] > rest["central_venous_pressure"] + 4
    assert seen["respiratory_rate"] > rest["respiratory_rate"] + 6


@pytest.mark.xfail(reason="the pressure falls before the veins fill", strict=False)
def test_tamponade_raises_the_venous_and_lowers_the_arterial_pressure(man: Body) -> None:
    rest = read(man, *CORE)
    man.start("cardiac_tamponade", severity=0.8)
    seen = after(man, 660)
    assert seen["central_venous_pressure"] > rest["central_venous_pressure"] + 6  # Beck's triad
    assert seen["systolic_pressure"] < 100
    assert seen["heart_rate"] > 95
    assert seen["pulse_pressure"] < 32


def test_a_large_pulmonary_embolism_strains_the_right_heart(man: Body) -> None:
    rest = read(man, *CORE, "mean_pulmonary_pressure", "etco2")
    man.start("pulmonary_embolism", severity=0.7)
    man.advance(900)
    seen = read(man, *CORE, "mean_pulmonary_pressure", "etco2")
    assert seen["mean_pulmonary_pressure"] > rest["mean_pulmonary_pressure"] + 8
    assert seen["heart_rate"] > rest["heart_rate"] + 20
    assert seen["spo2"] < 94
    assert seen["paco2"] - seen["etco2"] > 6
    assert seen["cardiac_output"] < rest["cardiac_output"]


def test_an_anterior_infarct_weakens_the_left_ventricle(man: Body) -> None:
    rest = read(man, "ejection_fraction", "wedge_pressure")
    man.start("myocardial_infarction", artery="lad", severity=0.8)
    man.advance(1200)
    seen = read(man, "ejection_fraction", "wedge_pressure", "heart_rate")
    assert man.rhythm == "vf" or seen["ejection_fraction"] < rest["ejection_fraction"] - 8
    assert man.rhythm == "vf" or seen["wedge_pressure"] > rest["wedge_pressure"] + 2


def test_opioids_slow_and_then_stop_the_breath(man: Body) -> None:
    man.give("morphine", "10 mg")
    usual = after(man, 900)
    assert usual["respiratory_rate"] > 7
    assert usual["spo2"] > 91
    man.give("fentanyl", "1000 ug")
    seen = after(man, 300)
    assert seen["respiratory_rate"] < 5
    assert seen["spo2"] < 80
    assert seen["gcs"] <= 8


def test_anaphylaxis_dilates_leaks_and_tightens_the_chest(man: Body) -> None:
    man.start("anaphylaxis", severity=0.8)
    seen = after(man, 720)
    assert seen["systolic_pressure"] < 85
    assert seen["heart_rate"] > 105
    assert seen["spo2"] < 95
    assert seen["respiratory_rate"] > 20


@pytest.mark.xfail(reason="too little air is trapped", strict=False)
def test_severe_asthma_traps_air_and_tires(man: Body) -> None:
    rest = read(man, "lung_volume", "forced_expiratory_flow", *CORE)
    man.start("asthma_attack", severity=0.8)
    man.advance(900)
    seen = read(man, "lung_volume", "forced_expiratory_flow", *CORE)
    assert seen["forced_expiratory_flow"] < 0.5 * rest["forced_expiratory_flow"]  # BTS: severe below half
    assert seen["lung_volume"] > rest["lung_volume"] + 300
    assert seen["respiratory_rate"] >= 25
    assert seen["heart_rate"] > 95
    assert seen["spo2"] < 94


@pytest.mark.xfail(reason="a mild attack does not make the patient breathe more", strict=False)
def test_mild_asthma_lowers_and_near_fatal_asthma_raises_carbon_dioxide() -> None:
    levels = []
    for severity in (0.4, 0.95):
        body = Body(Person(24, "female"), waves=False)
        body.start("asthma_attack", severity=severity)
        body.advance(1200)
        levels.append(float(body.vitals["paco2"]))
    mild, grave = levels
    assert mild < 39
    assert grave > 45


def test_hyperkalaemia_peaks_the_t_wave_and_flattens_the_p_wave(man: Body) -> None:
    def tallest(body: Body) -> tuple[float, float]:
        body.advance(12)
        (wave,) = body.waves(["ecg_v3"], body.now - 10_000, body.now, 200)
        top = wave.max()
        return float(top), float(np.percentile(wave, 90))

    plain, ill = Body(MAN), Body(MAN)
    ill.start("hyperkalemia", severity=0.7)
    ill.advance(1800)
    assert ill.vitals["potassium"] > 6.3
    assert tallest(ill)[1] > 1.2 * tallest(plain)[1]


def test_hypoglycaemia_sweats_speeds_and_clouds(man: Body) -> None:
    man.give("insulin", "40 units")
    seen = after(man, 3000)
    assert man.vitals["glucose"] < 2.3
    assert seen["gcs"] < 14
    assert seen["heart_rate"] > 78


def test_ketoacidosis_breathes_deep_and_dries_out() -> None:
    body = Body(Person(25, "female"), waves=False)
    body.start("diabetic_ketoacidosis", severity=0.8)
    body.advance(3600)
    seen = read(body, "glucose", "ph", "bicarbonate", "paco2", "ketones", "heart_rate", "tidal_volume", "anion_gap")
    assert seen["glucose"] > 18
    assert seen["ph"] < 7.30
    assert seen["bicarbonate"] < 14
    assert seen["paco2"] < 30  # Kussmaul
    assert seen["ketones"] > 3
    assert seen["heart_rate"] > 95
    assert seen["anion_gap"] > 18


def test_cold_slows_everything() -> None:
    body = Body(Person(60, "male"), waves=False)
    body.start("hypothermia", core=30)
    seen = after(body, 1800)
    assert 28.5 < body.vitals["temperature"] < 32
    assert seen["heart_rate"] < 62
    assert seen["gcs"] < 15
    assert seen["respiratory_rate"] < 13
    assert body.vitals["oxygen_consumption"] < 200


@pytest.mark.xfail(reason="the rate at 150 W is some beats high", strict=False)
def test_work_raises_output_breath_and_heat_and_rest_ends_it(man: Body) -> None:
    rest = read(man, *CORE, "tidal_volume", "oxygen_consumption", "minute_ventilation", "temperature")
    man.do("exercise", power=150)
    man.advance(600)
    seen = read(man, *CORE, "tidal_volume", "oxygen_consumption", "minute_ventilation", "temperature")
    assert 115 < seen["heart_rate"] < 165
    assert 11 < seen["cardiac_output"] < 20
    assert seen["systolic_pressure"] > rest["systolic_pressure"] + 20
    assert abs(seen["diastolic_pressure"] - rest["diastolic_pressure"]) < 15
    assert 1600 < seen["oxygen_consumption"] < 2400  # 10.4 mL/min a W over rest (Brooks 2000)
    assert 35 < seen["minute_ventilation"] < 75
    assert 35 < seen["paco2"] < 44
    assert seen["spo2"] > 94
    assert 0.2 < seen["temperature"] - rest["temperature"] < 1.5
    man.stop("exercise")
    calm = after(man, 900)
    assert calm["heart_rate"] < rest["heart_rate"] + 20


def test_thin_air_desaturates_and_drives_the_breath(man: Body) -> None:
    man.start("high_altitude", altitude="4500 m")
    seen = after(man, 1800)
    assert 74 < seen["spo2"] < 89  # West 2012: about 80-85 % on arrival
    assert seen["paco2"] < 36
    assert seen["heart_rate"] > 78
    assert seen["ph"] > 7.42


@pytest.mark.xfail(reason="the heart does not speed", strict=False)
def test_carbon_monoxide_fools_the_oximeter(man: Body) -> None:
    man.start("carbon_monoxide", ppm=3000)
    seen = after(man, 2400)
    assert man.vitals["carboxyhaemoglobin"] > 25
    assert seen["spo2"] > 93
    assert man.vitals["arterial_saturation"] < 78
    assert seen["heart_rate"] > 82


def test_sepsis_warms_dilates_and_makes_lactate() -> None:
    body = Body(Person(60, "male"), waves=False)
    body.start("sepsis", severity=0.8)
    seen = after(body, 6 * 3600)
    assert seen["heart_rate"] > 105
    assert seen["mean_arterial_pressure"] < 70
    assert seen["lactate"] > 2.0
    assert body.vitals["temperature"] > 38.0
    assert body.vitals["systemic_vascular_resistance"] < 0.85
    assert seen["respiratory_rate"] > 20


@pytest.mark.xfail(reason="the pressure does not rise with that in the skull", strict=False)
def test_a_growing_mass_in_the_skull_ends_in_cushings_triad(man: Body) -> None:
    man.start("raised_intracranial_pressure", severity=1.0)
    rest = read(man, *CORE)
    worst = max((after(man, 300) for _ in range(12)), key=lambda seen: seen["mean_arterial_pressure"])
    assert man.vitals["intracranial_pressure"] > 25
    assert worst["mean_arterial_pressure"] > rest["mean_arterial_pressure"] + 15
    assert man.vitals["gcs"] < 13


@pytest.mark.xfail(reason="the heart speeds too little", strict=False)
def test_a_fit_takes_consciousness_and_oxygen(man: Body) -> None:
    man.start("seizure", severity=0.9)
    seen = after(man, 90)
    assert seen["gcs"] <= 5
    assert seen["heart_rate"] > 90
    assert man.vitals["seizure"] > 0.5


@pytest.mark.parametrize("site", ["left", "right"])
def test_pneumonia_shunts_and_oxygen_helps(site: str) -> None:
    body = Body(Person(70, "male"), waves=False)
    body.start("pneumonia", severity=0.7, side=site)
    ill = after(body, 2400)
    assert ill["spo2"] < 93
    assert ill["respiratory_rate"] > 19
    body.do("oxygen", device="simple_mask", flow=8)
    assert after(body, 600)["spo2"] > ill["spo2"] + 2
