"""Doctors' turns of recorded interviews that trained and tuned nothing, followed in their order."""

from __future__ import annotations

import pytest

from heard_right import judged, shares
from interviews import SHARED, interviews

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "osce-interviews").is_dir(), reason="the recorded interviews are not here"),
]
LEAST_RIGHT, MOST_WRONG = 84.0, 6.5
"""A little under what is reached (docs/explanation/understanding.md)."""


def test_most_unseen_questions_are_understood_and_few_are_misunderstood() -> None:
    items = [item for interview in interviews("test") for item in judged(interview) if item.expect]
    row = shares(items)
    assert len(items) >= 900
    assert row["right"] >= LEAST_RIGHT, row
    assert row["wrong"] <= MOST_WRONG, row


def test_turns_that_ask_nothing_are_not_answered_with_facts() -> None:
    items = [item for interview in interviews("test") for item in judged(interview) if not item.expect]
    assert shares(items)["right"] >= 80
