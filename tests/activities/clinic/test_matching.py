"""Whether what a learner wrote is the diagnosis."""

from __future__ import annotations

import pytest

from bedside.activities.clinic.ledger import dose_within, says
from bedside.activities.clinic.matching import names_match


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("STEMI", "STEMI"),
        ("inferior myocardial infarction", "Inferior myocardial infarction"),
        ("myocardial infarction, inferior", "Inferior myocardial infarction"),
        ("Acute appendicitis", "Appendicitis"),
        ("apendicitis", "Appendicitis"),
        ("Graves disease", "Graves' disease"),
        ("hypoglycemia", "Hypoglycaemia"),
        ("ruptured ectopic pregnancy", "Ectopic pregnancy"),
    ],
)
def test_the_same_diagnosis_in_other_words(written: str, name: str) -> None:
    assert names_match(written, [name])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("hyperglycaemia", "Hypoglycaemia"),
        ("hyperthyroidism", "Hypothyroidism"),
        ("left lower lobe pneumonia", "Right lower lobe pneumonia"),
        ("not appendicitis", "Appendicitis"),
        ("non ST elevation myocardial infarction", "ST elevation myocardial infarction"),
        ("MI", "Migraine"),
        ("", "Asthma"),
        ("infarction", "Inferior myocardial infarction"),
    ],
)
def test_another_diagnosis_is_not_taken_for_it(written: str, name: str) -> None:
    assert not names_match(written, [name])


def test_doses_are_compared_in_their_units() -> None:
    assert dose_within("0.3 g", "150..300 mg")
    assert not dose_within("75 mg", "150..300 mg")
    assert not dose_within("300 ml", "150..300 mg")


def test_words_are_found_as_words() -> None:
    assert says("If it gets worse, call 999.", "gets worse")
    assert says("Come back if you are worried", "worr*")
    assert not says("He is unworried", "worried")
