"""Ways of speaking read from whole turns, by fixed rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.mind.acts import interrupts, known_acts, spoken
from bedside.mind.jargon import plain_words, terms


def acts(text: str) -> set[str]:
    """The acts of a turn."""
    return {way.act for way in spoken(text)}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Can you tell me in your own words what the plan is?", "teach_back"),
        ("What will you tell your wife about this when you get home?", "teach_back"),
        ("Which of these options would you prefer?", "shared_decision"),
        ("How does that sound?", "shared_decision"),
        ("So you've had a cough and a fever since Monday, and your chest hurts.", "summary"),
        ("OK, so no headaches?", "leading_question"),
        ("You don't smoke, do you?", "leading_question"),
        ("Any fever or chills?", "double_question"),
        ("How has it been affecting your work?", "open_question"),
        ("If it gets worse, come straight back or call 999.", "safety_net"),
        ("Now I'd like to ask a few questions about your family.", "signposting"),
        ("OK.", "acknowledgement"),
    ],
)
def test_an_act_is_found_in_its_turn(text: str, act: str) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Does that make sense?", "teach_back"),
        ("Tell me in your own words what happened.", "teach_back"),
        ("Do you have any pain?", "leading_question"),
        ("No? OK. Any pain?", "leading_question"),
        ("Is it a dry cough or do you bring anything up?", "double_question"),
        ("Any loss of taste or smell?", "double_question"),
        ("Let me check your temperature.", "identity_check"),
        ("Sorry, could you say that again?", "empathy"),
        ("We'll talk about that later.", "open_question"),
    ],
)
def test_what_only_looks_like_an_act_is_none(text: str, act: str) -> None:
    assert act not in acts(text)


def test_jargon_is_given_word_by_word_unless_it_is_explained() -> None:
    def words(text: str) -> list[str]:
        return [way.text for way in spoken(text) if way.act == "jargon"]

    assert words("Any dyspnoea or haemoptysis?") == ["dyspnoea", "haemoptysis"]
    assert words("You have hypertension, which is high blood pressure.") == []
    assert words("Your blood pressure is high, what we call hypertension.") == []
    assert words("Any shortness of breath?") == []


def test_every_technical_word_has_a_plain_equivalent_without_itself() -> None:
    for word, said in terms().items():
        assert word not in said.lower().split(), word
        assert plain_words(word.upper()) == said


def test_an_answer_is_cut_short_only_when_it_was_long_and_the_next_turn_soon() -> None:
    assert interrupts(30, 900)
    assert not interrupts(30, 9000)
    assert not interrupts(5, 100)
    assert not interrupts(200, 15_000)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_known_acts_each_time_the_same(text: str) -> None:
    assert acts(text) <= known_acts()
    assert spoken(text) == spoken(text)
