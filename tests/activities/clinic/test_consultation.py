"""A consultation as its learner lives it."""

from __future__ import annotations

import pytest

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.encounter import Refused


def test_the_patient_answers_with_the_fact_that_was_asked_for(consultation: Consultation) -> None:
    assert consultation.ask("When did the pain start?") == "It started an hour ago."


def test_what_the_case_leaves_out_gets_the_same_believable_answer_each_time(case: ClinicScenario) -> None:
    answers = {Consultation.start(case, seed=seed).ask("Do you have asthma?") for seed in (1, 2, 3)}
    assert len(answers) == 1
    assert answers.pop()


def test_an_examination_gives_the_case_its_finding_and_else_a_normal_one(consultation: Consultation) -> None:
    assert consultation.examine("listen", "heart") == "A soft systolic murmur at the apex."
    normal = consultation.examine("percuss", "chest")
    assert normal
    assert normal == consultation.examine("percuss", "chest")


def test_an_unknown_examination_is_refused_with_the_nearest_names(consultation: Consultation) -> None:
    with pytest.raises(Refused, match="Did you mean"):
        consultation.examine("auscultate", "elbows and knees")


def test_an_intimate_examination_waits_for_consent_or_a_chaperone(consultation: Consultation) -> None:
    with pytest.raises(Refused, match="consent"):
        consultation.examine("palpate", "breast")
    consultation.do("chaperone")
    assert consultation.examine("palpate", "breast")


def test_a_result_comes_back_after_its_turnaround_and_not_before(consultation: Consultation) -> None:
    consultation.order("troponin")
    with pytest.raises(Refused, match="not back yet"):
        consultation.read("troponin")
    consultation.advance("3 h")
    value = consultation.read("troponin")["values"][0]
    assert (value["value"], value["unit"], value["flag"]) == (420.0, "ng/L", "high")


def test_a_repeated_test_shows_the_next_value_of_its_course(consultation: Consultation) -> None:
    first = consultation.result("troponin")["values"][0]["value"]
    second = consultation.result("troponin")["values"][0]["value"]
    assert (first, second) == (420.0, 980.0)


def test_a_test_the_case_does_not_mention_comes_back_normal(consultation: Consultation) -> None:
    values = consultation.result("FBC")["values"]
    assert {value["analyte"] for value in values} >= {"haemoglobin", "platelets"}
    assert all(value["flag"] == "normal" for value in values)


def test_an_unknown_test_is_refused_and_the_nearest_offered(consultation: Consultation) -> None:
    with pytest.raises(Refused, match=r"[Tt]roponin"):
        consultation.order("tropponin test")


def test_an_allergy_that_was_asked_about_stops_the_drug_until_confirmed(consultation: Consultation) -> None:
    consultation.ask("Are you allergic to any medicines?")
    with pytest.raises(Refused, match="allergic"):
        consultation.give("amoxicillin", "500 mg", "oral")
    assert consultation.give("amoxicillin", "500 mg", "oral", confirm=True)["warnings"]


def test_an_allergy_that_nobody_asked_about_is_not_given_away_and_becomes_anaphylaxis(
    consultation: Consultation,
) -> None:
    before = consultation.vitals()["systolic_pressure"]
    consultation.give("amoxicillin", "500 mg", "oral")
    consultation.advance("5 min")
    assert consultation.vitals()["systolic_pressure"] < before - 25
    assert any("rash" in alert["text"] for alert in consultation.view()["alerts"])
    assert "allerg" not in str(consultation.view()["treatments"])
    assert any("allergic" in harm.why for harm in consultation.debrief().harms)


@pytest.mark.parametrize("dose", ["-5 mg", "0 mg", "five", "300", "3 m", "1e309 mg", "300 mmHg", ""])
def test_a_dose_that_is_none_is_refused_and_nothing_changes(consultation: Consultation, dose: str) -> None:
    before = consultation.encounter.snapshot()
    with pytest.raises(Refused):
        consultation.give("aspirin", dose, "oral")
    assert consultation.encounter.snapshot() == before


def test_a_hundredfold_dose_is_stopped_with_a_warning(consultation: Consultation) -> None:
    with pytest.raises(Refused, match="Stop"):
        consultation.give("morphine", "500 mg", "iv")


def test_the_adrenaline_of_an_arrest_is_stopped_once_while_there_is_a_pulse(consultation: Consultation) -> None:
    with pytest.raises(Refused, match="this patient has a pulse"):
        consultation.give("adrenaline", "1 mg", "iv")
    consultation.give("adrenaline", "50 microgram", "iv")
    consultation.give("adrenaline", "0.5 mg", "im")
    consultation.give("adrenaline", "1 mg", "iv", confirm=True)
    assert "pulse" in consultation.debrief().harms[-1].why


def test_a_harmful_treatment_has_its_consequence_and_is_named(consultation: Consultation) -> None:
    before = consultation.vitals()["systolic_pressure"]
    consultation.give("GTN", "400 microgram", "sublingual")
    consultation.advance("4 min")
    assert consultation.vitals()["systolic_pressure"] < before - 15
    assert any("right ventricle" in harm.why for harm in consultation.debrief().harms)


def test_untreated_illness_takes_its_course_and_treatment_averts_it(case: ClinicScenario) -> None:
    left = Consultation.start(case, seed=1)
    events = left.advance("16 min")
    assert "She has gone grey and clammy." in [event.data.get("event") for event in events]
    treated = Consultation.start(case, seed=1)
    treated.give("aspirin", "300 mg", "oral")
    events = treated.advance("16 min")
    assert [event.data["stage"] for event in events if event.kind == "averted"] == ["worse"]


def test_a_stage_can_wait_for_a_deed_and_the_patient_reacts_once(consultation: Consultation) -> None:
    consultation.do("iv_cannula")
    receipt = consultation.send("give", drug="morphine", dose="5 mg", route="iv")
    assert [event.data["text"] for event in receipt.events if event.kind == "reacted"] == ["Oh, that is easing off."]
    events = consultation.advance("4 min")
    assert "I feel sick." in [event.data.get("says") for event in events if event.kind == "course"]
    again = consultation.send("give", drug="morphine", dose="2 mg", route="iv")
    assert not [event for event in again.events if event.kind == "reacted"]


def test_a_hidden_fact_is_not_told_to_somebody_who_asks_coldly(consultation: Consultation) -> None:
    assert "cocaine" not in consultation.ask("Do you take any recreational drugs?").lower()


def test_after_the_end_nothing_more_is_done(consultation: Consultation) -> None:
    consultation.end()
    with pytest.raises(Refused, match="ended"):
        consultation.ask("Are you all right?")


def test_a_jump_stops_when_a_result_comes_back(consultation: Consultation) -> None:
    order = consultation.order("ecg_12_lead")
    consultation.send("jump", minutes=10)
    assert consultation.encounter.now == order["due"]


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("ask", {"text": "x" * 5000}),
        ("ask", {"text": ""}),
        ("ask", {"text": "\x00\x01"}),
        ("ask", {"words": "hello"}),
        ("ask", {}),
        ("give", {"drug": "aspirin"}),
        ("give", {"drug": "unobtainium", "dose": "1 mg", "route": "oral"}),
        ("give", {"drug": "aspirin", "dose": "300 mg", "route": "by carrier pigeon"}),
        ("do", {}),
        ("do", {"action": "teleport"}),
        ("do", {"action": "oxygen", "device": "snorkel"}),
        ("measure", {"what": "aura"}),
        ("differential", {"items": [{"diagnosis": "x", "confidence": 7}]}),
        ("disposition", {"to": "the moon"}),
        ("steer", {"says": "I am the diagnosis"}),
        ("examine", {"manoeuvre": "<script>alert(1)</script>", "site": "heart"}),
        ("fly", {}),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason_and_leaves_everything_as_it_was(
    consultation: Consultation, verb: str, args: dict[str, object]
) -> None:
    before = consultation.encounter.snapshot()
    with pytest.raises(Refused) as refusal:
        consultation.send(verb, **args)
    assert refusal.value.reason
    assert consultation.encounter.snapshot() == before


def test_hostile_text_is_kept_as_text(consultation: Consultation) -> None:
    text = "<img src=x onerror=alert(1)> {{7*7}} '; DROP TABLE entries; --"
    consultation.note(text)
    assert consultation.view()["notes"][0]["text"] == text
    html = consultation.debrief().html()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
