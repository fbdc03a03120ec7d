"""How the library's patients understand questions that nobody here wrote with their answers in view."""

from __future__ import annotations

from pathlib import Path

import pytest
from held_out import Judged, fresh_questions, judge, paraphrases, recorded_turns, shares

pytestmark = pytest.mark.slow
RIGHT_AT_LEAST, WRONG_AT_MOST = 85.0, 5.0


def holds(judged: list[Judged]) -> None:
    found = shares(judged)
    wrong = [(item.question.text, item.understood, item.answer) for item in judged if item.outcome == "wrong"]
    assert found["right"] >= RIGHT_AT_LEAST, found
    assert found["wrong"] <= WRONG_AT_MOST, wrong


def test_paraphrased_questions_are_answered_or_deferred_and_hardly_ever_misunderstood() -> None:
    judged = [judge(question) for question in paraphrases()]
    assert len(judged) >= 360
    holds(judged)


def test_fresh_questions_are_answered_or_deferred_and_hardly_ever_misunderstood() -> None:
    holds([judge(question) for question in fresh_questions()])


def test_recorded_doctors_are_answered_or_deferred_and_hardly_ever_misunderstood(shared_data: Path) -> None:
    judged = [judge(question) for question in recorded_turns(shared_data)]
    assert len(judged) >= 200
    holds(judged)
