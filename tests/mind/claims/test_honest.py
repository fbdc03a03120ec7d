"""Honest rewordings by hand: how many the check turns away. Turned away is any refused sentence or missing claim.

First looks, before anything was changed for a lot: second 49 of 153 (32.0 %), third 8 of 60 (13.3 %), fourth 54 of 105
(51.4 %). The aim was 10 %; the fourth lot, written freely by somebody who had not read the check, is far from it. What
is turned away brings in a degree ("really"), a cause, a tense or a verb that only the question told, or is built
otherwise than the lists and orders know.
"""

from __future__ import annotations

import liar
import pytest

from bedside.mind.claims import check

WORST = {"first": 0.18, "second": 0.22, "third": 0.10, "widening": 0.32, "fourth": 0.48}
"""Shares turned away that must not be exceeded; measured 0.173, 0.209, 0.067, 0.312 and 0.467."""


@pytest.mark.slow
@pytest.mark.parametrize("lot", sorted(WORST))
def test_honest_rewordings_mostly_pass(lot: str) -> None:
    turns = list(liar.rewordings(lots=(lot,)))
    away = [turn.text for turn in turns if not (verdict := check(turn.text, turn.grounds)).complete or verdict.refused]
    assert len(away) <= WORST[lot] * len(turns), away
