"""What leans on earlier talk, what is said in passing, and what happens without the model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.mind import Story, StoryFact
from bedside.mind.listening import Listener
from bedside.mind.reading import NOTHING, Focus
from bedside.mind.understanding import Understander, targets

KNEE = Story(
    "knee", "Ann Lee", 52, "female",
    {"knee_pain.presence": StoryFact("My knee hurts."), "cough.presence": StoryFact("I have a cough.")},
    "My knee hurts.",
)  # fmt: skip
PAIN = Focus("knee_pain", "knee_pain", "site")


@pytest.fixture(scope="module")
def ears() -> Understander:
    return Understander(KNEE)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("And how long has that been going on?", {"knee_pain.duration", "knee_pain.onset"}),
        ("OK, does it go anywhere else?", {"knee_pain.radiation"}),
        ("Um, anything that makes it worse?", {"knee_pain.aggravating"}),
        ("Alright, and how bad would you say it is, zero to ten?", {"knee_pain.severity"}),
        ("Have you tried anything for it?", {"knee_pain.treatment_tried", "knee_pain.relieving"}),
    ],
)
def test_a_question_that_names_nothing_is_about_what_is_talked_of(
    ears: Understander, said: str, asked: set[str]
) -> None:
    assert set(targets(ears.understand(said, PAIN))) & asked


def test_a_list_is_several_questions(ears: Understander) -> None:
    found = set(targets(ears.understand("OK. Any fevers, chills, or night sweats at all?", PAIN)))
    assert found >= {"fever.presence", "chills.presence", "night_sweats.presence"}


def test_words_before_the_question_do_not_hide_it(ears: Understander) -> None:
    said = "OK, I'm sorry to hear that, that sounds tough. Um, so do you, do you smoke at all?"
    assert "social.smoking" in set(targets(ears.understand(said, PAIN)))


def test_a_plain_remark_asks_nothing(ears: Understander) -> None:
    said = "OK, so what we'll do is take some blood today and I'll see you again next week."
    assert not list(targets(ears.understand(said, PAIN)))


def test_the_same_words_give_the_same_reading(ears: Understander) -> None:
    said = "And when did that begin?"
    assert ears.understand(said, PAIN) == Understander(KNEE).understand(said, PAIN)


def test_without_the_model_the_reader_answers_alone(tmp_path: Path) -> None:
    ears = Understander(KNEE)
    ears._weigher.listener = Listener(tmp_path)
    assert not ears._weigher.listener.available
    assert list(targets(ears.understand("Do you smoke?", NOTHING))) == ["social.smoking"]


def test_endless_words_are_read_from_their_end(ears: Understander) -> None:
    said = "well " * 3000 + "do you have any allergies to medicines?"
    assert ears._weigher.listener.hear(said, replace(PAIN, last_words="yes " * 5000)).topics.sum() == pytest.approx(
        1, abs=1e-3
    )
