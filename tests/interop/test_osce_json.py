"""OSCE cases written as JSON become patients: nothing is lost, look-ups are exact, no secret is said."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bedside.activities.clinic import Consultation
from bedside.interop.osce.reading import records, words
from bedside.interop.osce_json import OsceError, convert, import_file
from bedside.scenario import load, read

CASE: dict[str, Any] = {
    "OSCE_Examination": {
        "Objective_for_Doctor": "Assess the patient with calf pain.",
        "Patient_Actor": {
            "Demographics": "61-year-old man",
            "History": "The patient reports a 3-day history of swelling in his left calf. "
            "He recently had a long flight. His wife noticed that he was limping. "
            "He denies chest pain, cough, or fever.",
            "Symptoms": {"Primary_Symptom": "Calf pain", "Secondary_Symptoms": ["Leg swelling", "No rash"]},
            "Past_Medical_History": ["Type 2 diabetes mellitus", "Hypertension"],
            "Current_Medications": ["Metformin"],
            "Social_History": "Smokes 10 cigarettes a day, drinks wine on weekends. Works as a bus driver.",
            "Review_of_Systems": "Denies shortness of breath, palpitations, or weight loss.",
        },
        "Physical_Examination_Findings": {
            "Vital_Signs": {"Temperature": "99.5°F", "Blood_Pressure": "142/88 mmHg", "Heart_Rate": "96 bpm"},
            "Abdominal_Examination": {"Inspection": "No distension", "Palpation": "Soft, non-tender"},
            "Lower_Extremity_Examination": {"Inspection": "Left calf 4 cm wider than the right",
                                           "Special_Tests": ["Homans positive", "No cords"]},
        },
        "Test_Results": {
            "Complete_Blood_Count": {"WBC": "7,200 /μL", "Hemoglobin": "14.1 g/dL", "Platelets": "Normal"},
            "Imaging": {"Doppler_Ultrasound": {"Findings": "Non-compressible popliteal vein"}},
            "D-Dimer": "1,850 ng/mL",
        },
        "Correct_Diagnosis": "Deep vein thrombosis (DVT)",
    }
}  # fmt: skip


def made_of(case: Any, name: str = "cases.json") -> dict[str, Any]:
    text = case if isinstance(case, str) else json.dumps(case)
    [(_, made)] = list(convert(text, name))
    data: dict[str, Any] = yaml.safe_load(made)
    return data


def spoken(made: dict[str, Any]) -> list[str]:
    facts = [fact for topic in made["history"].values() for fact in topic.values()]
    return [made["opening"], *(fact[part] for fact in facts for part in ("says", "instead") if part in fact)]


def consult(made: dict[str, Any] | str) -> Consultation:
    text = made if isinstance(made, str) else yaml.safe_dump(made, sort_keys=False)
    return Consultation.start(read(text)[1], seed=1)


def test_the_patient_speaks_of_themselves_in_the_first_person() -> None:
    says = " ".join(spoken(made_of(CASE)))
    assert "I've had swelling in my left calf for 3 days." in says
    assert "I recently had a long flight." in says
    assert "My wife noticed that I was limping." in says
    assert "I smoke 10 cigarettes a day" in says
    assert "I work as a bus driver." in says
    assert not re.search(r"the patient|\bhe\b|\bhis\b", says, re.I)


def test_what_is_denied_is_one_fact_for_each_thing() -> None:
    history = made_of(CASE)["history"]
    for topic in ("chest_pain", "cough", "fever", "breathlessness", "palpitations", "weight_loss", "rash"):
        assert history[topic]["presence"]["says"].startswith("No, no "), topic


def test_a_finding_is_looked_up_by_its_own_names_in_any_spelling() -> None:
    consultation = consult(made_of(CASE))
    assert consultation.examine("Abdominal_Examination", "Palpation") == "Soft, non-tender"
    assert consultation.examine("abdominal examination", "inspection") == "No distension"
    assert consultation.examine("palpate", "abdomen") == "Soft, non-tender"
    assert consultation.examine("Lower_Extremity_Examination", "SPECIAL TESTS") == "Homans positive\nNo cords"
    assert consultation.examine("Vital_Signs", "Temperature") == "99.5°F"


def test_a_section_as_a_whole_shows_all_its_lines() -> None:
    whole = consult(made_of(CASE)).examine("examine", "Lower_Extremity_Examination")
    assert "Left calf 4 cm wider than the right" in whole
    assert "Homans positive" in whole
    assert "No cords" in whole


def test_a_result_is_ordered_by_its_own_name_and_by_the_catalogues() -> None:
    consultation = consult(made_of(CASE))
    count = consultation.result("Complete_Blood_Count")
    assert count["report"] == "WBC: 7,200 /μL\nHemoglobin: 14.1 g/dL\nPlatelets: Normal"
    values = {value["analyte"]: value["value"] for value in count["values"]}
    assert values["white_cells"] == 7.2
    assert values["haemoglobin"] == 141
    assert consultation.result("D-Dimer")["report"] == "1,850 ng/mL"
    assert consultation.result("doppler ultrasound")["report"] == "Non-compressible popliteal vein"
    assert "Non-compressible popliteal vein" in consultation.result("Imaging")["report"]


def test_vital_signs_begin_the_body_where_they_are_numbers() -> None:
    start = made_of(CASE)["physiology"]["start"]
    assert start == {"temperature": 37.5, "systolic_pressure": 142.0, "diastolic_pressure": 88.0, "heart_rate": 96.0}


def test_the_diagnosis_has_its_abbreviation_as_another_name_and_is_never_said() -> None:
    case = json.loads(json.dumps(CASE))
    case["OSCE_Examination"]["Patient_Actor"]["History"] += (
        " A friend told him it could be a deep vein thrombosis. His DVT risk is high."
    )
    made = made_of(case)
    assert made["diagnosis"]["name"] == "Deep vein thrombosis"
    assert "DVT" in made["diagnosis"]["aliases"]
    for says in spoken(made):
        assert "thrombosis" not in says.lower()
        assert "DVT" not in says
    assert "A friend told him it could be a deep vein thrombosis." in made["diagnosis"]["why"]


def test_a_finding_inside_the_story_is_not_spoken_but_kept() -> None:
    case = json.loads(json.dumps(CASE))
    case["OSCE_Examination"]["Patient_Actor"]["Review_of_Systems"] = (
        "Physical examination shows a loud murmur. Non-compressible popliteal vein."
    )
    made = made_of(case)
    assert not any("murmur" in says or "popliteal" in says for says in spoken(made))
    assert "a loud murmur" in made["diagnosis"]["why"]


@pytest.mark.parametrize(
    ("who", "relation"),
    [("8-month-old boy", "mother"), ("Newborn, female", "mother"), ("5-year-old girl brought by her father", "father")],
)
def test_somebody_speaks_for_a_small_child(who: str, relation: str) -> None:
    made = made_of(
        {
            "Patient_Actor": {"Demographics": who, "History": "The infant has been vomiting since birth."},
            "Diagnosis": "X",
        }
    )
    assert made["patient"]["speaker"]["relation"] == relation
    assert any(re.search(r"\b(?:he|she)'s been vomiting", says, re.I) for says in spoken(made))


def test_a_grown_up_who_fainted_and_woke_speaks_for_himself() -> None:
    made = made_of(
        {
            "Patient_Actor": {
                "Demographics": "53-year-old male",
                "History": "He was found unconscious but regained consciousness.",
            }
        }
    )
    assert "speaker" not in made["patient"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CASE),
        "\ufeff" + json.dumps(CASE),
        json.dumps([CASE]),
        json.dumps(CASE, indent=4) + "\n\n  \n",
        json.dumps({"cases": [CASE]}),
        "\r\n" + json.dumps(CASE) + "\r\n\r\n",
    ],
    ids=["object", "byte order mark", "array", "pretty", "wrapped", "blank lines"],
)
def test_one_case_is_read_however_the_file_is_written(text: str) -> None:
    assert made_of(text)["diagnosis"]["name"] == "Deep vein thrombosis"


def test_cases_keep_their_order_and_know_their_lines() -> None:
    found = records("\n".join(json.dumps({"Diagnosis": name}) for name in "abc") + "\n", "x.jsonl")
    assert [(one.number, one.line) for one in found] == [(1, 1), (2, 2), (3, 3)]
    pretty = records(
        json.dumps({"Diagnosis": "a"}, indent=1) + "\n" + json.dumps({"Diagnosis": "b"}, indent=1), "x.json"
    )
    assert [one.line for one in pretty] == [1, 4]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no case"),
        ("[]", "holds no case"),
        ('{"Diagnosis": "a"}\n{"Diagnosis": ', "x:2: record 2: the JSON is broken"),
        ('[{"Diagnosis": "a"}', "array"),
        ('{"Diagnosis": "a"}\n42', "x:2: record 2 is a number, not a case"),
        ("{}", "x:1: record 1 says nothing"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 300 + "1" + "}" * 300, "x:1: record 1 is nested more than 100 levels deep"),
        ("Dear student, examine Mr Smith.", "x:1: record 1: the JSON is broken"),
    ],
)
def test_an_error_names_the_record_and_its_line(text: str, told: str) -> None:
    with pytest.raises(OsceError, match=re.escape(told)):
        list(convert(text, "x"))


def test_a_case_nested_ninety_levels_deep_keeps_its_leaf() -> None:
    text = '{"Test_Results":' + '{"a":' * 90 + '"deep down"' + "}" * 91
    assert "deep down" in yaml.safe_dump(made_of(text))


def test_a_diagnosis_without_a_word_counts_as_not_stated() -> None:
    assert made_of({"History": "He has a cough.", "Diagnosis": ","})["diagnosis"]["name"] == "Not stated in the source"


def test_other_keys_and_shapes_find_their_place() -> None:
    made = made_of(
        {
            "id": 7,
            "patient": {"Age": 44, "gender": "F", "chief complaint": "Headache",
                        "HPI": "She has had a headache since Monday.",
                        "Allergies": {"Drugs": ["Penicillin", None]}, "Family history": {"Mother": "Migraine"},
                        "Travel": True, "Hobbies": ["chess", {"outdoors": ["sailing"]}]},
            "physical examination": {"neuro": {"gait": "Broad-based", "deep": {"er": {"still": 4}}}},
            "Labs": [{"Sodium": 128}, {"CRP": "12 mg/L"}],
            "final diagnosis": ["Subdural haematoma", "SDH"],
            "unheard of": {"author": "A. N. Other"},
        }
    )  # fmt: skip
    assert made["patient"]["age"] == "44 years"
    assert made["patient"]["sex"] == "female"
    assert made["diagnosis"]["name"] == "Subdural haematoma"
    assert "SDH" in made["diagnosis"]["aliases"]
    text = yaml.safe_dump(made, allow_unicode=True, width=10_000)
    for told in ("Penicillin", "Migraine", "chess", "sailing", "Broad-based", "A. N. Other", "128", "12 mg/L"):
        assert told in text, told


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    source, to = tmp_path / "cases.json", tmp_path / "to"
    source.write_text(json.dumps([CASE, CASE]))
    assert [path.name for path in import_file(source, to)] == ["0001.yaml", "0002.yaml"]
    assert load(to / "0002.yaml").id == "0002"
    with pytest.raises(OsceError, match="not empty"):
        import_file(source, to)
    (to / "mine.txt").write_text("kept")
    import_file(source, to, force=True)
    assert (to / "mine.txt").read_text() == "kept"


def test_nothing_is_written_where_one_record_is_broken(tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    source.write_text(json.dumps(CASE) + "\n{broken\n")
    with pytest.raises(OsceError, match="record 2"):
        import_file(source, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_binary_file_is_refused_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "picture.json"
    source.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    with pytest.raises(OsceError, match="not UTF-8"):
        import_file(source, tmp_path / "to")


def test_a_key_is_shown_as_words() -> None:
    assert words("Cranial_Nerves") == "Cranial Nerves"
    assert words("pastHistory") == "past History"


def test_how_long_the_illness_has_lasted_is_no_past_illness_and_who_denies_says_nothing() -> None:
    actor = {
        "Demographics": "35-year-old female",
        "History": "The patient reports a 2-month history of left shoulder pain, worse with movement. "
        "She has a 10-year history of type 2 diabetes. She has a 5-year history of smoking.",
        "Symptoms": {"Primary_Symptom": "Shoulder pain"},
        "Past_Medical_History": "No significant past medical history.",
        "Review_of_Systems": "Patient denies experiencing any chest pain or cough.",
    }
    [(_, text)] = convert(json.dumps({"Patient_Actor": actor, "Correct_Diagnosis": "Frozen shoulder"}))
    history = yaml.safe_load(text)["history"]
    pain = next(facts for topic, facts in history.items() if "duration" in facts)
    assert pain["duration"]["says"] == "For 2 months."
    assert pain["presence"]["says"].startswith("I've had left shoulder pain")
    assert "movement" in pain["aggravating"]["says"]
    past = history["past_medical"]["conditions"]["says"]
    assert past == "I've had type 2 diabetes for 10 years."
    assert "shoulder" not in past
    assert "reason" not in history
