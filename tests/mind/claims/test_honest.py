"""Honest rewordings by hand: how many the check turns away. Turned away is any refused sentence or missing claim.

First look at the second lot, before anything was changed for it: 49 of 153 turned away (32.0 %). First look at the
third: 8 of 60 (13.3 %). The aim was 10 %. Most of what is turned away brings in what only the question told ("I live
with", "I've smoked"), a cause ("because") or a degree ("about", "only"), which the check refuses on purpose.
"""

from __future__ import annotations

import liar
import pytest

from bedside.mind.claims import check

WORST = {"first": 0.20, "second": 0.25, "third": 0.15}
"""Shares turned away that must not be exceeded; measured 0.180, 0.235 and 0.133."""


@pytest.mark.slow
@pytest.mark.parametrize("lot", sorted(WORST))
def test_honest_rewordings_mostly_pass(lot: str) -> None:
    turns = list(liar.rewordings(lots=(lot,)))
    away = [turn.text for turn in turns if not (verdict := check(turn.text, turn.grounds)).complete or verdict.refused]
    assert len(away) <= WORST[lot] * len(turns), away
