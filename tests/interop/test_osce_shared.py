"""The forty shared OSCE cases: every leaf is there, look-ups are exact, and nobody says the diagnosis."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bedside.activities.clinic import Consultation
from bedside.encounter import Refused
from bedside.interop.osce.reading import leaves
from bedside.interop.osce.secrets import TRIVIAL, names_of, tokens
from bedside.interop.osce_json import convert
from bedside.mind.narrative import in_plain_words
from bedside.scenario import read

Imported = list[tuple[dict[str, Any], str]]


def spoken(made: dict[str, Any]) -> list[str]:
    facts = [fact for topic in made["history"].values() for fact in topic.values()]
    return [made["opening"], *(fact[part] for fact in facts for part in ("says", "instead") if part in fact)]


@pytest.fixture(scope="module")
def imported(shared_data: Path) -> Imported:
    source = shared_data / "agentclinic" / "osce_cases.jsonl"
    return [(record.data["OSCE_Examination"], text) for record, text in convert(source.read_text("utf-8"), source.name)]


def normal(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.slow
def test_every_leaf_of_the_shared_cases_is_in_the_scenario(imported: Imported) -> None:
    for case, text in imported:
        held = [normal(leaf.text) for leaf in leaves(yaml.safe_load(text))]
        whole = " ¶ ".join(held)
        for leaf in leaves(case):
            assert normal(leaf.text) in whole, leaf


@pytest.mark.slow
def test_no_patient_of_the_shared_cases_says_the_diagnosis_or_a_value(
    imported: Imported,
) -> None:
    for case, text in imported:
        values = [
            leaf.text for part in ("Physical_Examination_Findings", "Test_Results") for leaf in leaves(case[part])
        ]
        telling = [v.strip(". ").lower() for v in values if len([w for w in tokens(v) if w not in TRIVIAL]) > 1]
        for says in spoken(yaml.safe_load(text)):
            for name in (case["Correct_Diagnosis"], *names_of(case["Correct_Diagnosis"])):
                assert name.lower() not in says.lower(), (name, says)
            assert not [value for value in telling if value in says.lower()], says


@pytest.mark.slow
def test_examination_and_tests_of_the_shared_cases_are_found_exactly(
    imported: Imported,
) -> None:
    def lines(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Any:
        for key, value in tree.items():
            if isinstance(value, dict):
                yield from lines(value, (*path, key))
            else:
                yield (*path, key), "\n".join(value) if isinstance(value, list) else value

    for case, text in imported:
        consultation = Consultation.start(read(text)[1], seed=1)
        for path, value in lines(case["Physical_Examination_Findings"]):
            section = path[0] if len(path) > 1 else "examine"
            assert consultation.examine(section, "_".join(path[1:]) or path[0]) == value.strip()
            assert value.split("\n")[0] in consultation.examine("examine", path[0])
        for path, value in lines(case["Test_Results"]):
            assert value in consultation.result(path[0])["report"]


@pytest.mark.slow
def test_at_least_nine_of_ten_symptoms_are_answered_with_their_fact(imported: Imported) -> None:
    right = asked = 0
    for case, text in imported:
        consultation = Consultation.start(read(text)[1], seed=1)
        facts = consultation.scenario.facts()
        symptoms = case["Patient_Actor"]["Symptoms"]
        for symptom in [symptoms["Primary_Symptom"], *symptoms["Secondary_Symptoms"]]:
            asked += 1
            try:
                events = consultation.send("ask", text=f"Do you have {symptom.lower()}?").events
            except Refused:
                continue
            let_out = next(event.data["facts"] for event in events if event.kind == "answered")
            ways = [{word for word in tokens(way) if len(word) > 3} for way in (symptom, in_plain_words(symptom))]
            said = [set(tokens(facts[fact["id"]].says)) for fact in let_out]
            right += any(len(wanted & words) * 2 >= len(wanted) for words in said for wanted in ways)
    assert right / asked >= 0.9, f"{right} of {asked}"
