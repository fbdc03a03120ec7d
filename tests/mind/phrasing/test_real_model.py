"""A real language model, small enough to invent freely, words what the library's patients say; nothing new is heard."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from a_real_model import MISSING, a_real_model, weights

from bedside.mind.phrasing import Settings

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))

pytestmark = [pytest.mark.slow, pytest.mark.skipif(weights() is None, reason=MISSING)]


@pytest.mark.timeout(900)
def test_of_twenty_turns_with_a_model_that_invents_nothing_new_is_heard() -> None:
    from language_model import Recorded, consult, stated

    with a_real_model() as url, Recorded(Settings(url, "SmolLM2-135M", timeout_s=20.0, temperature=0.0)) as phraser:
        tally = consult(phraser, 20)
    assert tally.turns == 20
    assert tally.used.total() == 20
    assert tally.outcomes["passed"] + tally.outcomes["refused"] >= 10, tally.outcomes
    assert tally.refused.total() > 0, "a model this small invents; the check must have seen it"
    assert stated(tally) == []
