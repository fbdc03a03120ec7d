"""Whatever shape a case has, it becomes a valid scenario that holds every leaf of it."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.interop.osce.reading import leaves
from bedside.interop.osce_json import convert

TEXT = st.one_of(
    st.sampled_from(
        ["The patient denies fever, cough, or chest pain.", "No", "N/A", "Normal", "72 bpm", "98.6°F", "12 mg/dL",
         "He has a cough.",
         "Fatigue, fever", "Sjögren's – 3×", "x" * 2500,
         "yes: # 'no' \"maybe\"", "- a\n- b", "0001", "~", "null", "{}", "\ud800x", "\x00\x07"]
    ),
    st.text(max_size=60),
)  # fmt: skip
SCALAR = st.one_of(TEXT, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none())
KEY = st.one_of(
    st.sampled_from(
        ["History", "Symptoms", "Vital_Signs", "Blood_Pressure", "temperature", "Imaging",
         "Findings", "Social_History", "Allergies", "WBC",
         "Complete_Blood_Count", "Abdominal_Examination", "Inspection", "Pelvic_Examination",
         "Review of systems", "Demographics", "", "診察"]
    ),
    st.text(max_size=25),
)  # fmt: skip
TREE = st.recursive(
    SCALAR, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEY, inner, max_size=4)), max_leaves=12
)
PART = st.dictionaries(KEY, TREE, min_size=1, max_size=4)


def cleaned_words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.lower()) if word.isascii()}


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(patient=PART, examination=TREE, tests=TREE, diagnosis=st.one_of(TEXT, st.none()))
def test_any_shape_becomes_a_valid_scenario_that_holds_every_leaf(
    patient: Any, examination: Any, tests: Any, diagnosis: Any
) -> None:
    case = {
        "Patient_Actor": patient,
        "Physical_Examination": examination,
        "Test_Results": tests,
        "Correct_Diagnosis": diagnosis,
    }
    told = list(leaves(case))
    if not told:
        return
    [(_, text)] = list(convert(json.dumps(case), "generated.json"))
    held = cleaned_words(yaml.safe_dump(yaml.safe_load(text), allow_unicode=True, width=10**6))
    for leaf in told:
        assert cleaned_words(leaf.text) - {"xa", "x85"} <= held | {
            word for word in cleaned_words(leaf.text) if len(word) > 1000
        }, leaf
