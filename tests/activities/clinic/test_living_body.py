"""A patient who is ill by themselves: findings, results, treatment and the course follow the body."""

from __future__ import annotations

from typing import Any

import pytest
from a_case import TEXT

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario, problems
from bedside.activities.clinic.activity import ClinicActivity
from bedside.encounter import Refused
from bedside.scenario import ScenarioError, open_document, read


def case_with(conditions: str, *, start: str = "", also: tuple[tuple[str, str], ...] = ()) -> ClinicScenario:
    """The small case with an illness of the body in place of its start and its course."""
    head, _, rest = TEXT.partition("physiology:\n")
    _, _, tail = rest.partition("diagnosis:")
    text = f"{head}physiology:\n  start: {{{start}}}\n  conditions:\n    - {conditions}\ndiagnosis:{tail}"
    for old, new in also:
        assert old in text
        text = text.replace(old, new)
    _, scenario = read(text, "ill.yaml")
    assert isinstance(scenario, ClinicScenario)
    return scenario


def numbers(result: dict[str, Any]) -> dict[str, float]:
    return {value["analyte"]: value["value"] for value in result["values"]}


def test_an_ill_patient_begins_at_the_vital_signs_that_the_case_gives() -> None:
    case = case_with(
        "{condition: asthma_attack, options: {severity: 0.5}}",
        start="heart_rate: 120, systolic_pressure: 128, diastolic_pressure: 78, respiratory_rate: 28, spo2: 93",
    )
    shown = Consultation.start(case, seed=1).vitals()
    wanted = {"heart_rate": (120, 5), "systolic_pressure": (128, 4), "respiratory_rate": (28, 3), "spo2": (93, 2.5)}
    assert {name: abs(shown[name] - value) <= slack for name, (value, slack) in wanted.items()} == dict.fromkeys(
        wanted, True
    ), shown


@pytest.mark.slow
def test_a_bronchodilator_opens_the_chest_that_the_examiner_hears() -> None:
    case = case_with("{condition: asthma_attack, options: {severity: 0.5}}", also=((
        "    chest: Clear on both sides.", "    chest: {finding: Wheeze all over.}"),))  # fmt: skip
    talk = Consultation.start(case, seed=1)
    assert talk.examine("auscultate", "chest") == "Wheeze all over."
    talk.give("salbutamol", "5 mg", "nebulised")
    talk.give("ipratropium", "500 microgram", "nebulised")
    talk.advance("15 min")
    assert talk.examine("auscultate", "chest") != "Wheeze all over."
    untreated = Consultation.start(case, seed=1)
    untreated.advance("17 min")
    assert untreated.vitals()["respiratory_rate"] > talk.vitals()["respiratory_rate"] + 3


@pytest.mark.slow
def test_bleeding_shows_in_pulse_skin_gas_and_scan_until_it_is_stopped_and_replaced() -> None:
    case = case_with("{condition: hemorrhage, options: {site: left_leg, rate: 60 mL/min}}")
    talk = Consultation.start(case, seed=2)
    before = numbers(talk.result("venous blood gas"))
    talk.advance("9 min")
    low = talk.vitals()
    assert low["heart_rate"] > 105
    assert "bleeds briskly" in talk.examine("inspect", "wound").lower() or "pours" in talk.examine("inspect", "wound")
    talk.do("tourniquet", site="left_leg")
    talk.give("hartmanns", "1000 ml", "iv", rate="3000 ml/h")
    talk.advance("20 min")
    after = numbers(talk.result("venous blood gas"))
    assert after["haemoglobin"] < before["haemoglobin"] - 10
    assert talk.vitals()["heart_rate"] < low["heart_rate"]


@pytest.mark.slow
def test_a_sample_is_of_the_moment_at_which_it_was_taken() -> None:
    case = case_with("{condition: hypoglycemia, options: {severity: 0.5}}", start="glucose: 2.4")
    talk = Consultation.start(case, seed=3)
    talk.order("glucose")
    talk.give("glucose_20", "100 ml", "iv", rate="1200 ml/h")
    talk.advance("70 min")
    assert numbers(talk.read("glucose"))["random_glucose"] < 3.2


def test_the_tracing_follows_the_heart() -> None:
    case = case_with("{condition: arrhythmia, options: {rhythm: svt}}", also=((
        "{report: ST elevation in II III and aVF., worth: must, why: It decides on reperfusion., key: true}",
        "{worth: must, why: It names the rhythm.}"),))  # fmt: skip
    talk = Consultation.start(case, seed=1)
    report = talk.result("ecg")["report"]
    assert "tachycardia" in report
    assert "Machine reading" in report


@pytest.mark.slow
def test_a_tension_is_found_and_let_out() -> None:
    talk = Consultation.start(
        case_with("{condition: pneumothorax, options: {side: left, severity: 0.9}, since: 8 min}")
    )
    assert "pushed to the right" in talk.examine("palpate", "trachea").lower()
    assert "left" in talk.examine("percuss", "chest").lower()
    before = talk.vitals()
    talk.do("needle_decompression", side="left")
    talk.do("chest_drain", side="left")
    talk.advance("5 min")
    assert talk.vitals()["spo2"] >= before["spo2"]
    assert talk.examine("palpate", "trachea") == "Central."


@pytest.mark.slow
def test_a_machine_needs_a_tube_and_a_tube_needs_sleep() -> None:
    talk = Consultation.start(case_with("{condition: pneumonia, options: {severity: 0.6, side: right}}"))
    with pytest.raises(Refused, match="awake"):
        talk.do("intubate")
    with pytest.raises(Refused, match="no tube"):
        talk.do("mechanical_ventilation")
    talk.give("ketamine", "120 mg", "iv")
    talk.advance("1 min")
    talk.do("intubate")
    talk.do("mechanical_ventilation", rate=18, peep=8, fio2=80)
    talk.advance("10 min")
    assert talk.vitals()["etco2"] > 20


def test_an_encounter_with_an_ill_body_comes_back_from_a_snapshot_to_the_byte() -> None:
    case = case_with("{condition: sepsis, options: {severity: 0.6}, since: 10 min}")
    first = Consultation.start(case, seed=5)
    first.advance("3 min")
    twin = ClinicActivity(case, 5)
    twin.restore(first.encounter.snapshot())
    assert twin.snapshot() == first.encounter.snapshot()
    again = Consultation.start(case, seed=5)
    again.advance("3 min")
    assert again.encounter.snapshot() == first.encounter.snapshot()


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ("{condition: astma_attack}", "'astma_attack' is not a condition of the body"),
        ("{condition: asthma_attack, options: {severty: 1}}", "'severty' is not an option of asthma_attack"),
        ("{condition: asthma_attack, options: {severity: 3}}", "give a number from 0 to 1"),
        ("{condition: pneumothorax, options: {side: upper}}", "choose one of left, right, both"),
    ],
)
def test_an_unknown_condition_or_option_is_named_with_its_line_and_the_mend(
    conditions: str, told: str, tmp_path: Any
) -> None:
    head, _, rest = TEXT.partition("physiology:\n")
    path = tmp_path / "ill.yaml"
    path.write_text(f"{head}physiology:\n  conditions:\n    - {conditions}\n{rest[rest.index('diagnosis:') :]}")
    try:
        document, scenario = open_document(path)
        found = problems(scenario, document)
    except ScenarioError as error:
        found = list(error.problems)
    text = " ".join(str(problem) for problem in found)
    assert told in text
    assert found[0].line == head.count("\n") + 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "minutes", "sign", "least", "most"),
    [
        ("breathless-student", 24, "spo2", 0, 85),
        ("chest-pain-at-work", 21, "systolic_pressure", 0, 40),
        ("feverish-toddler", 30, "systolic_pressure", 0, 72),
        ("stomach-ache-before-exams", 24, "systolic_pressure", 0, 85),
        ("not-herself-today", 50, "systolic_pressure", 0, 88),
        ("shaky-and-losing-weight", 60, "heart_rate", 118, 175),
        ("weak-down-one-side", 30, "systolic_pressure", 150, 215),
        ("waited-four-hours", 30, "pain", 8, 10),
    ],
)
def test_nobody_treats_and_the_illness_takes_its_course(
    case: str, minutes: int, sign: str, least: float, most: float
) -> None:
    talk = Consultation.start(case, seed=1)
    talk.advance(f"{minutes} min")
    assert least <= talk.vitals()[sign] <= most, talk.vitals()


@pytest.mark.slow
def test_a_fit_comes_without_magnesium_and_not_with_it() -> None:
    def alarms(treated: bool) -> set[str]:
        talk = Consultation.start("headache-at-34-weeks", seed=1)
        if treated:
            talk.give("magnesium_sulfate", "4 g", "iv")
        talk.advance("20 min")
        return {event.data["what"] for event in talk.encounter.events() if event.kind == "alarm"}

    assert "seizure" in alarms(treated=False)
    assert "seizure" not in alarms(treated=True)


@pytest.mark.slow
def test_a_facilitator_starts_and_stops_an_illness_of_the_body() -> None:
    talk = Consultation.start(case_with("{condition: pneumonia, options: {severity: 0.3, side: right}}"))
    change = talk.encounter.activity.course.checked_change(  # type: ignore[attr-defined]
        {"start": [{"condition": "pneumothorax", "options": {"side": "left"}}], "stop": ["pneumonia"]}
    )
    talk.encounter.activity.course.apply(change)  # type: ignore[attr-defined]
    talk.advance("1 min")
    assert set(talk.encounter.activity.body.running) == {"pneumothorax left"}  # type: ignore[attr-defined]
