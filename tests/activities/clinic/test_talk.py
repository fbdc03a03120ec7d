"""What talk leaves in the log: feelings, reasons, who was there, an end by the patient, and help for the learner."""

from __future__ import annotations

from typing import Any

import pytest
from a_case import TEXT

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.activity import ClinicActivity
from bedside.activities.clinic.consultation import ME
from bedside.encounter import Refused
from bedside.scenario import ScenarioError, read

COMPANION = """
companion:
  name: Tom Lee
  relation: husband
  attitude: worried
  knows: {chest_pain.onset: "She went white an hour ago.", chest_pain.site: null}
"""


def case_with(more: str = "", old: str = "", new: str = "") -> ClinicScenario:
    _, scenario = read(TEXT.replace(old, new, 1) + more if old else TEXT + more, "a-small-case.yaml")
    assert isinstance(scenario, ClinicScenario)
    return scenario


def couple() -> Consultation:
    private = case_with(
        COMPANION,
        "    smoking: I smoke ten a day.",
        "    smoking: {says: I smoke ten a day., private: true, instead: No.}",
    )
    return Consultation.start(private, seed=4)


def data(consultation: Consultation, kind: str) -> list[dict[str, Any]]:
    return [event.data for event in consultation.encounter.events() if event.kind == kind]


def test_an_answer_says_what_was_felt_why_a_fact_came_and_how_it_was_borne(consultation: Consultation) -> None:
    consultation.tell("I'm so sorry, that must be frightening.")
    consultation.ask("Where is the pain?")
    kind, answer = data(consultation, "answered")
    assert {"what": "trust", "before": 0.5, "after": 0.59, "cause": "empathy"} in kind["moved"]
    assert answer["facts"] == [{"id": "chest_pain.site", "how": "elicited", "because": "asked"}]
    assert {"tone", "rate", "gaze", "gesture", "face"} <= set(answer["expression"])


@pytest.mark.parametrize(
    "written",
    [
        "Where is the p\u200bain?",
        "Wh\u00adere is the pa\ufeffin?",
        "\u202aWhere is the pain?\u202c",
        "Where\tis\x00the\x07pain?",
    ],
    ids=["zero-width space", "soft hyphen and byte order mark", "direction marks", "control characters"],
)
def test_a_question_with_unseen_characters_is_understood(consultation: Consultation, written: str) -> None:
    consultation.ask(written)
    assert data(consultation, "said")[0]["text"] == "Where is the pain?"
    assert [fact["id"] for fact in data(consultation, "answered")[0]["facts"]] == ["chest_pain.site"]


def test_what_the_case_does_not_hold_is_written_down_when_it_is_said(consultation: Consultation) -> None:
    text = consultation.ask("Do you have a cough?")
    assert data(consultation, "answered")[0]["defaults"] == [{"id": "cough.presence", "text": text}]


def test_after_a_warning_the_patient_ends_the_talk_and_the_debrief_says_so(consultation: Consultation) -> None:
    for _ in range(3):
        consultation.tell("You stupid idiot.")
    assert data(consultation, "left") == [{"reason": "insulted"}]
    with pytest.raises(Refused, match="has ended the conversation"):
        consultation.ask("Where is the pain?")
    assert consultation.measure("vitals")
    last = consultation.view()["conversation"][-1]
    assert (last["who"], last["status"]) == ("narrator", "left")
    timeline = [moment.text for moment in consultation.debrief().timeline]
    assert "The patient ended the conversation" in timeline


def test_a_learner_in_need_is_offered_help_the_clock_stops_and_the_words_stay_out_of_the_events(
    consultation: Consultation,
) -> None:
    words = "I can't do this, I want to kill myself."
    consultation.send("tell", text=words)
    assert consultation.encounter.paused
    assert "988" in data(consultation, "support_offered")[0]["text"]
    assert not data(consultation, "said")
    assert all(words not in str(event.data) for event in consultation.encounter.events())
    shown = consultation.view()["conversation"]
    assert [(line["who"], line["status"]) for line in shown] == [("narrator", "support")]
    with pytest.raises(Refused, match="paused"):
        consultation.ask("Where is the pain?")
    consultation.send("resume")
    assert consultation.ask("Where is the pain?").startswith("Right in the middle")


def test_asking_about_the_patients_self_harm_pauses_nothing(consultation: Consultation) -> None:
    consultation.ask("Have you had any thoughts of killing yourself?")
    assert not consultation.encounter.paused
    assert not data(consultation, "support_offered")


def test_a_companion_is_seen_speaks_goes_and_comes_back() -> None:
    consultation = couple()
    assert consultation.view()["patient"]["companion"] == {
        "name": "Tom Lee",
        "relation": "husband",
        "answers": "beside",
        "present": True,
    }
    consultation.ask("Tom, when did it start?")
    assert data(consultation, "answered")[-1]["name"] == "Tom Lee"
    assert consultation.view()["conversation"][-1]["who"] == "companion"
    assert consultation.ask("Do you smoke?") == "No."
    consultation.tell("Could you give us a moment alone, please?")
    assert data(consultation, "companion") == [{"name": "Tom Lee", "present": False}]
    assert not consultation.view()["patient"]["companion"]["present"]
    assert "I smoke ten a day" in consultation.ask("Do you smoke?")
    assert data(consultation, "answered")[-1]["facts"][0]["because"] == "companion left, alone"
    consultation.tell("Shall we ask your husband to come back in?")
    assert consultation.view()["patient"]["companion"]["present"]


def test_a_quiet_room_is_a_way_to_be_alone() -> None:
    consultation = couple()
    consultation.do("quiet_room")
    assert data(consultation, "companion") == [{"name": "Tom Lee", "present": False}]


def test_talk_with_company_is_played_again_byte_for_byte() -> None:
    consultation = couple()
    turns = [
        "Tom, what have you noticed?",
        "Do you smoke?",
        "Could you give us a moment alone?",
        "You idiot.",
        "I want to die.",
    ]
    for turn in turns:
        consultation.send("ask", text=turn)
    encounter = consultation.encounter
    twin = ClinicActivity(consultation.scenario, encounter.header.seed)
    twin.restore(encounter.snapshot())
    assert twin.snapshot() == encounter.snapshot()
    assert twin.view(ME) == encounter.activity.view(ME)
    again = couple()
    for turn in turns:
        again.send("ask", text=turn)
    assert again.encounter.events() == encounter.events()


def test_a_companion_who_answers_for_the_patient_is_the_speaker() -> None:
    case = case_with("\ncompanion: {name: Tom Lee, relation: husband, answers: for}\n")
    consultation = Consultation.start(case, seed=1)
    consultation.ask("Where is the pain?")
    answer = data(consultation, "answered")[0]
    assert (answer["speaker"], answer["name"]) == ("companion", "Tom Lee")


def test_a_companion_cannot_know_what_the_case_does_not_hold() -> None:
    with pytest.raises(ScenarioError, match=r"cough\.onset"):
        case_with("\ncompanion: {name: Tom Lee, relation: husband, knows: [cough.onset]}\n")


def test_the_seed_varies_the_words_and_not_the_facts(case: ClinicScenario) -> None:
    turns = ("Hello", "Where is the pain?", "Where is the pain?", "Thank you.", "blorp the fnord?", "Any cough?")
    talks = {
        seed: [Consultation.ask(made, turn) for turn in turns]
        for seed, made in ((seed, Consultation.start(case, seed=seed)) for seed in (1, 2, 3))
    }
    assert len({tuple(talk) for talk in talks.values()}) == 3
    assert len({(talk[1], talk[5]) for talk in talks.values()}) == 1


@pytest.mark.parametrize("field", ["personality: stoic", "language: A", "recall: poor"])
def test_personas_are_part_of_the_format(field: str) -> None:
    case = case_with("", "persona: {personality: plain", f"persona: {{{field}")
    name, value = field.split(": ")
    assert getattr(Consultation.start(case).encounter.activity.mind.story, name) == value  # type: ignore[attr-defined]
