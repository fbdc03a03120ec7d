"""A story in a case writer's third person is told as its patient would tell it."""

import re

import pytest

from bedside.mind.narrative import Voice, attributes_of, in_plain_words, jargon, noted, plain_names, questions, told
from bedside.mind.narrative.listing import denied_items, listed

SHE, HE = Voice("female"), Voice("male")
MOTHER = Voice("male", "mother")


def said(sentence: str, voice: Voice = SHE) -> list[str]:
    return [claim.says for claim in told(sentence, voice)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The patient reports a 3-week history of dyspnea.", ["I've had shortness of breath for 3 weeks."]),
        ("She reports that her pain worsens with movement.", ["My pain gets worse when I move."]),
        ("She has a cough and takes ramipril.", ["I've had a cough.", "I take ramipril."]),
        ("She also notes pruritus and fatigue for two days.",
         ["I've had itching for two days.", "I've been feeling tired for two days."]),
        ("The patient is a retired baker.", ["I'm a retired baker."]),
        ("Her husband noticed that she was pale.", ["My husband noticed that I was pale."]),
    ],
)  # fmt: skip
def test_the_third_person_becomes_the_first(written: str, spoken: list[str]) -> None:
    assert said(written) == spoken


def test_a_mother_speaks_of_her_child_and_of_herself() -> None:
    assert said("The infant has had a fever for 2 days.", MOTHER) == ["He's had a fever for 2 days."]
    assert said("The mother reports that the infant has been vomiting.", MOTHER) == ["He's been vomiting."]
    assert said("The mother reports having had no prenatal care.", MOTHER) == ["I had no check-ups in the pregnancy."]


def test_each_thing_of_a_denied_list_is_denied_by_itself() -> None:
    claims = told("She denies fever, chills or cough, and changes in bowel or bladder function.", SHE)
    assert [claim.says for claim in claims] == [
        "No, no fever.",
        "No, no chills.",
        "No, no cough.",
        "No, no changes in my bowel function.",
        "No, no changes in my bladder function.",
    ]
    assert all(claim.denied for claim in claims)


def test_what_is_told_and_what_is_denied_in_one_sentence_are_two_claims() -> None:
    assert said("She reports headache but denies vomiting.") == [
        "I've had a headache.",
        "No, I haven't been vomiting.",
    ]


def test_two_symptoms_of_one_place_keep_their_place() -> None:
    assert said("He reports pain and swelling in his right knee.", HE) == [
        "I've had pain in my right knee.",
        "I've had swelling in my right knee.",
    ]


def test_a_phrase_of_a_list_of_symptoms_is_said_as_a_sentence() -> None:
    assert [c.says for c in noted("Inability to climb stairs", SHE)] == ["I can't climb stairs."]
    assert [c.says for c in noted("Presence of a painful lesion on the left hand", SHE)] == [
        "I've had a painful spot on my left hand."
    ]
    assert [c.says for c in noted("Improvement after rest", SHE)] == ["It gets better after rest."]


@pytest.mark.parametrize(
    ("clinical", "plain"),
    [
        ("bilateral pedal edema", "swollen ankles"),
        ("essential hypertension", "high blood pressure"),
        ("metformin 500 mg b.i.d.", "metformin 500 milligrams twice a day"),
        ("weight loss of 5 kg (11 lb)", "weight loss of 5 kilos"),
        ("double vision (diplopia)", "double vision"),
    ],
)
def test_clinical_words_are_said_plainly(clinical: str, plain: str) -> None:
    assert in_plain_words(clinical) == plain
    assert not jargon(in_plain_words(clinical))


def test_words_that_no_patient_uses_are_noticed() -> None:
    assert jargon("I've had dyspnea, and NSAIDs did nothing.")
    assert not jargon("I've had a cough for two days.")


def test_a_diagnosis_said_plainly_is_still_a_name_of_it() -> None:
    assert plain_names("Deep vein thrombosis") == ("blood clot in the leg",)
    assert plain_names("Gout") == ()


def test_a_sentence_knows_the_questions_that_it_answers() -> None:
    assert questions("He seems distressed, possibly by the pain.") == ("does he seem distressed",)
    assert questions("I can't flex my finger.")[0] == "can you flex your finger"


def test_a_claim_tells_of_the_sides_that_its_words_name() -> None:
    assert {"onset", "site"} <= set(attributes_of("pain in the left shoulder began 3 days ago"))
    assert attributes_of("the pain is radiating down his leg")[0] == "radiation"


def test_nobody_speaks_of_themselves_as_somebody_else_would() -> None:
    story = (
        "The patient presents with a 2-day history of headache. She describes the pain as throbbing. "
        "She took ibuprofen, which did not help her. The patient's sister has migraine. "
        "She lives with her partner and works as a nurse."
    )
    for sentence in re.split(r"(?<=\.) ", story):
        for says in said(sentence):
            assert not re.search(r"\b(?:patient|she|her)\b", says, re.I), says


def test_a_list_is_told_apart_and_a_phrase_stays_whole() -> None:
    assert listed("pain and swelling in his right knee") == ["pain in his right knee", "swelling in his right knee"]
    assert listed("nausea with heat and cold") == ["nausea with heat and cold"]
    assert denied_items("changes in bowel or bladder function") == [
        "changes in bowel function",
        "changes in bladder function",
    ]
