"""A model that lies on purpose, judged by a reader that shares nothing with the check."""

from __future__ import annotations

from collections import Counter

import judge
import liar
import pytest

from bedside.mind.claims import check


def unsupported(lies: list[liar.Lie]) -> list[str]:
    """What the judge finds in what the learner would be told, whatever the liar wrote."""
    found = []
    for lie in lies:
        verdict = check(lie.text, lie.grounds)
        heard = verdict.text if verdict.complete else " ".join(lie.grounds.may_say)
        complaints = judge.complaints(heard, [lie.grounds.may_say, (lie.base,)])
        found += [f"{lie.operator}: {lie.text!r} passed as {heard!r}: {complaint}" for complaint in complaints]
    return found


def test_the_judge_sees_what_is_new_lost_or_moved() -> None:
    truth = [("I've a pain in my left arm. It came on two hours ago.",)]
    assert judge.complaints("It came on 2 hours ago. I've a pain in my left arm.", truth) == []
    for false in ("I've a pain in my right arm.", "I've no pain in my left arm.", "I've a pain in my arm.",
                  "It came on three hours ago.", "I've a pain in my left arm."):  # fmt: skip
        assert judge.complaints(false, truth), false


@pytest.mark.slow
def test_the_judge_hears_the_liar() -> None:
    lies = liar.lies(3, cases=("weak-down-one-side",))
    heard = sum(bool(judge.complaints(lie.text, [lie.grounds.may_say, (lie.base,)])) for lie in lies)
    assert heard > 0.95 * len(lies)


def test_no_lie_about_one_case_comes_through() -> None:
    lies = liar.lies(2, cases=("weak-down-one-side",))
    assert len(liar.OPERATORS) >= 20
    assert unsupported(lies) == []


@pytest.mark.slow
def test_of_two_thousand_lies_about_every_case_none_comes_through() -> None:
    lies = liar.lies(60)
    assert len(lies) >= 2_000
    assert min(Counter(lie.operator for lie in lies).values()) >= 10
    assert unsupported(lies) == []
