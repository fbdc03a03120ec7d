"""What a typed line means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.cli.play.words import HELP, Deed, understood
from bedside.encounter import Refused


@pytest.mark.parametrize(
    ("line", "verb", "args"),
    [
        ("When did it start?", "ask", {"text": "When did it start?"}),
        ("do you drink?", "ask", {"text": "do you drink?"}),
        ("greet", "greet", {"text": "Hello."}),
        ("tell you will be fine", "tell", {"text": "you will be fine"}),
        ("tell me more", "ask", {"text": "tell me more"}),
        ("examine abdomen", "examine", {"manoeuvre": "examine", "site": "abdomen"}),
        ("examine palpate abdomen", "examine", {"manoeuvre": "palpate", "site": "abdomen"}),
        ("listen to the heart", "examine", {"manoeuvre": "listen to", "site": "the heart"}),
        ("measure blood pressure", "measure", {"what": "blood pressure"}),
        ("check his pulse", "measure", {"what": "pulse"}),
        ("check the pupils", "examine", {"manoeuvre": "examine", "site": "pupils"}),
        ("obs", "measure", {"what": "vitals"}),
        ("give aspirin 300 mg oral", "give", {"drug": "aspirin", "dose": "300 mg", "route": "oral"}),
        ("give 300 mg of aspirin orally", "give", {"drug": "aspirin", "dose": "300 mg", "route": "orally"}),
        ("give iv morphine 5 mg", "give", {"drug": "morphine", "dose": "5 mg", "route": "iv"}),
        ("give sodium chloride 0.9% 500 ml iv at 1000 ml/h", "give",
         {"drug": "sodium chloride 0.9%", "dose": "500 ml", "route": "iv", "rate": "1000 ml/h"}),
        ("do oxygen device=non_rebreather flow=15", "do",
         {"action": "oxygen", "device": "non_rebreather", "flow": 15.0}),
        ("do cpr", "do", {"action": "cpr"}),
        ("start cpr", "do", {"action": "start cpr"}),
        ("start from the beginning", "ask", {"text": "start from the beginning"}),
        ("do ecg", "order", {"test": "ecg"}),
        ("call cardiology", "order", {"test": "cardiology"}),
        ("do call paediatrics", "order", {"test": "paediatrics"}),
        ("disposition admit ward because she is ill", "disposition", {"to": "admit_ward", "why": "she is ill"}),
        ("discharge", "disposition", {"to": "discharge"}),
        ("hand over to the ward: stable", "handover", {"text": "the ward: stable"}),
        ("wait 20 min", "jump", {"minutes": 20.0}),
        ("wait 90 s", "jump", {"minutes": 1.5}),
        ("wait for me", "ask", {"text": "wait for me"}),
        ("pace 5", "pace", {"factor": 5.0}),
        ("end", "end", {}),
    ],
)  # fmt: skip
def test_a_line_is_understood(line: str, verb: str, args: dict[str, object]) -> None:
    assert understood(line) == [Deed(verb, args)]


def test_a_differential_takes_percentages_and_fractions() -> None:
    [deed] = understood("diagnose STEMI 80, pericarditis 10%; type 2 diabetes, PE 0.2")
    found = [(item["diagnosis"], item["confidence"]) for item in deed.args["items"]]
    assert found == [("STEMI", 0.8), ("pericarditis", 0.1), ("type 2 diabetes", 0.5), ("PE", 0.2)]


def test_diagnoses_need_no_comma_where_percentages_part_them() -> None:
    [deed] = understood("diagnose STEMI 80 pulmonary embolism 10% type 2 diabetes")
    found = [(item["diagnosis"], item["confidence"]) for item in deed.args["items"]]
    assert found == [("STEMI", 0.8), ("pulmonary embolism", 0.1), ("type 2 diabetes", 0.5)]


@pytest.mark.parametrize(
    "line", ["wait until results", "wait for results", "wait for the results", "wait until all results"]
)
def test_results_can_be_awaited_in_several_ways(line: str) -> None:
    assert understood(line) == [Deed("until results", {}, local=True)]


def test_one_result_can_be_awaited() -> None:
    assert understood("wait until the ECG is back") == [Deed("until results", {"test": "ecg"}, local=True)]


@pytest.mark.parametrize("line", ["wait 100 days", "wait 0", "pace 100", "pace 0"])
def test_a_time_or_pace_out_of_range_is_refused_with_an_example(line: str) -> None:
    with pytest.raises(Refused, match=r"such as|For example"):
        understood(line)


def test_several_tests_are_several_orders() -> None:
    assert [deed.args["test"] for deed in understood("order fbc, troponin; ecg")] == ["fbc", "troponin", "ecg"]


def test_the_help_fits_an_ordinary_terminal() -> None:
    assert max(len(line) for line in HELP.splitlines()) < 80


@given(st.text(min_size=1, max_size=80))
def test_any_line_is_a_deed_or_refused_with_what_to_do(line: str) -> None:
    try:
        told: object = understood(line)
    except Refused as refused:
        told = refused.hint
    assert told
