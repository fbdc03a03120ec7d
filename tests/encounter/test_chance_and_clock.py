"""Chance depends on seed and key alone; the clock follows real time and never steps back."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.encounter import Chance, Clock

KEYS = st.lists(st.one_of(st.text(max_size=8), st.integers(-(10**9), 10**9)), max_size=4)


@given(st.integers(0, 2**64), KEYS)
def test_the_same_seed_and_key_draw_the_same(seed: int, keys: list[str | int]) -> None:
    assert Chance(seed).uniform(*keys) == Chance(seed).uniform(*keys)
    assert 0 <= Chance(seed).uniform(*keys) < 1


@given(st.integers(0, 2**64), st.integers(1, 10**6), KEYS)
def test_whole_numbers_stay_below_their_limit(seed: int, n: int, keys: list[str | int]) -> None:
    assert 0 <= Chance(seed).integer(n, *keys) < n


def test_draws_are_known_for_ever() -> None:
    """A draw that changes between builds would change every replay."""
    assert Chance(7).uniform("cough", 3) == 0.12018580204838991
    assert Chance(7).integer(1000, "cough", 3) == 919


def test_keys_are_not_run_together() -> None:
    chance = Chance(1)
    draws = {
        chance.uniform("a", "b"),
        chance.uniform("ab"),
        chance.uniform("a", "b", ""),
        chance.uniform("1"),
        chance.uniform(1),
    }
    assert len(draws) == 5


def test_draws_are_spread_evenly() -> None:
    chance = Chance(3)
    tenths = Counter(int(chance.uniform("spread", i) * 10) for i in range(20_000))
    chi_squared = sum((tenths[i] - 2000) ** 2 / 2000 for i in range(10))
    assert chi_squared < 27.9  # 99.9 % point of chi-squared with 9 degrees of freedom


def test_a_choice_is_one_of_the_things_and_each_comes() -> None:
    chance = Chance(5)
    assert {chance.choice("abc", i) for i in range(50)} == {"a", "b", "c"}
    with pytest.raises(ValueError, match="empty"):
        chance.choice([], 1)
    with pytest.raises(ValueError, match="at least 1"):
        chance.integer(0)


class Source:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_the_clock_follows_real_time_at_its_pace() -> None:
    source = Source()
    clock = Clock(source)
    assert clock.tick() == 0
    clock.anchor(5000, pace=2.0)
    source.now_s += 1.5
    assert clock.tick() == 8000
    clock.anchor(8000, pace=2.0, paused=True)
    source.now_s += 60
    assert clock.tick() == 8000
    clock.anchor(clock.tick())
    source.now_s += 0.25
    assert clock.tick() == 8250


@given(st.lists(st.floats(-100, 100), max_size=30), st.floats(0.1, 60))
def test_the_clock_never_goes_back_even_if_its_source_does(steps: list[float], pace: float) -> None:
    source = Source()
    clock = Clock(source)
    clock.anchor(0, pace)
    last = 0
    for step in steps:
        source.now_s += step
        assert clock.tick() >= last
        last = clock.tick()
