"""When the heart beats, from where, and how strongly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from bedside.body.refusals import BodyError
from bedside.body.rhythms import conduct, find, id_at, index_of, new_conduction, rate_at, rhythm_table, rhythms

OLD_IDS = ["sinus", "sinus_bradycardia", "sinus_tachycardia", "af", "svt", "vt", "pulseless_vt", "vf", "asystole"]
OLD_IDS += ["pea", "complete_heart_block"]
DT = 0.004


@njit(cache=True)
def _run(c, table, steps, dt, sinus_rate, av_block, ectopy, seed, out):  # type: ignore[no-untyped-def]
    count = 0
    for step in range(steps):
        conduct(c, table, dt, sinus_rate, av_block, ectopy, seed)
        if c.ventricular_beat == 1 and count < out.shape[0]:
            out[count, 0] = (step + 1) * dt - c.since_ventricular
            out[count, 1] = c.beat_kind
            out[count, 2] = c.pr
            out[count, 3] = c.strength
            count += 1
    return count


class Strip:
    """Ventricular beats of a while under one rhythm."""

    def __init__(
        self, rhythm="sinus", seconds=60.0, sinus_rate=72.0, av_block=0.0, ectopy=0.0, seed=1, dt=DT, **fields
    ):
        self.state = new_conduction(rhythm)
        for name, value in fields.items():
            self.state[0][name] = value
        self.go(seconds, sinus_rate, av_block, ectopy, seed, dt)

    def go(self, seconds, sinus_rate=72.0, av_block=0.0, ectopy=0.0, seed=1, dt=DT):
        out = np.zeros((2000, 4))
        steps = round(seconds / dt)
        n = _run(self.state[0], rhythm_table(), steps, dt, float(sinus_rate), float(av_block), float(ectopy), seed, out)
        self.at, kind, self.pr, self.strength = out[:n].T
        self.kind = kind.astype(int)
        self.interval = np.diff(self.at)
        self.rate = n * 60.0 / seconds
        return self


def test_there_are_at_least_25_rhythms_and_the_old_names_are_kept():
    assert len(rhythms()) >= 25
    assert set(OLD_IDS) <= set(rhythms())
    assert id_at(0) == "sinus"  # what a broken circuit falls back to


def test_a_rhythm_is_found_by_its_other_names_and_a_wrong_one_is_told_the_choices():
    assert find("Atrial fibrillation").id == "af"
    assert find("VT stable").id == "vt"
    with pytest.raises(BodyError, match=r"choose one of .*asystole"):
        find("waltz")


@pytest.mark.parametrize("name", list(rhythms()))
def test_every_rhythm_beats_at_about_its_rate_and_has_its_strength(name):
    strip = Strip(name)
    assert strip.rate == pytest.approx(rate_at(name), rel=0.08, abs=2.1)
    if not find(name).perfusing:
        assert not strip.strength.any()
    elif strip.rate:
        assert strip.strength.max() > 0.15


@pytest.mark.parametrize("rate", [40, 72, 130, 190])
def test_sinus_rhythm_follows_the_rate_that_is_asked_of_it(rate):
    strip = Strip(sinus_rate=rate)
    assert strip.rate == pytest.approx(rate, abs=2.1)
    assert set(strip.kind) == {0}


def test_a_very_slow_sinus_node_gives_way_to_a_junctional_escape():
    strip = Strip(sinus_rate=10.0)
    assert strip.rate > 28
    assert 5 in strip.kind


def test_af_is_irregular_without_atrial_beats_and_slows_when_the_node_is_blocked():
    fast, slow = Strip("af", 120), Strip("af", 120, av_block=0.6)
    assert fast.interval.std() / fast.interval.mean() > 0.15
    assert fast.state[0]["atrial_beats"] == 0
    assert fast.state[0]["atrial_kick"] == 0
    assert slow.rate < 0.8 * fast.rate


def test_flutter_conducts_every_second_or_fourth_wave():
    for name, ratio in (("atrial_flutter", 2), ("atrial_flutter_4_1", 4)):
        strip = Strip(name)
        assert strip.state[0]["atrial_beats"] / strip.kind.size == pytest.approx(ratio, rel=0.03)
        assert strip.interval.std() < 0.003


def test_node_block_prolongs_pr_then_drops_beats_then_leaves_an_escape():
    longer = [Strip(av_block=block).pr[5] for block in (0.0, 0.3, 0.6, 0.79)]
    assert longer == sorted(longer)
    assert longer[0] == pytest.approx(0.16, abs=0.01)
    assert longer[1] > 0.2
    two_to_one = Strip(av_block=0.92)
    assert two_to_one.rate == pytest.approx(36, abs=1.1)
    complete = Strip(av_block=1.0)
    assert 25 < complete.rate < 45
    assert set(complete.kind[1:]) == {5}
    assert complete.state[0]["atrial_beats"] == pytest.approx(72, abs=2)


@pytest.mark.parametrize("strip", [Strip("wenckebach"), Strip(av_block=0.82)])
def test_wenckebach_lengthens_pr_until_a_beat_is_dropped(strip):
    dropped = np.flatnonzero(strip.interval > 1.3)
    assert dropped.size >= 8
    for pause in dropped[1:-1]:
        assert strip.pr[pause] > strip.pr[pause + 1] + 0.05  # short again after the pause
        assert strip.pr[pause] > strip.pr[pause - 1]


def test_mobitz_2_drops_beats_without_lengthening_pr():
    strip = Strip("mobitz_2")
    assert (strip.interval > 1.4).sum() > 8
    assert np.ptp(strip.pr[1:]) < 0.04


def test_ectopy_gives_occasional_then_frequent_premature_beats_with_a_pause_after_each():
    share = [np.mean(Strip(ectopy=e, seconds=120).kind == 2) for e in (0.0, 0.3, 0.6, 0.9)]
    assert share[0] == 0.0
    assert 0.03 < share[1] < 0.2
    assert 0.4 < share[2] < 0.65
    assert share[3] > share[2]
    strip = Strip(ectopy=0.3, seconds=120)
    single = [i for i in np.flatnonzero(strip.kind == 2)[:-1] if strip.kind[i + 1] == 0]
    around = [strip.at[i + 1] - strip.at[i - 1] for i in single]
    assert np.mean(around) == pytest.approx(2 * 60 / 72, abs=0.05)  # a full compensatory pause


def test_bigeminy_alternates():
    strip = Strip("bigeminy")
    assert set(np.diff((strip.kind[2:] == 2).astype(int))) == {-1, 1}


def test_adenosine_ends_svt_and_sinus_rhythm_follows_a_pause():
    strip = Strip("svt", 5)
    strip.go(3, av_block=0.95)
    assert id_at(int(strip.state[0]["rhythm"])) == "sinus"
    strip.go(20)
    assert strip.rate == pytest.approx(72, abs=4)


def test_a_rhythm_is_changed_by_setting_its_row():
    strip = Strip("sinus", 10)
    strip.state[0]["rhythm"] = index_of("vf")
    strip.state[0]["rhythm_since"] = 0.0
    assert strip.go(10).kind.size == 0
    strip.state[0]["rhythm"] = index_of("sinus")
    assert strip.go(10).rate == pytest.approx(72, abs=7)


def test_a_pacemaker_from_outside_captures_only_when_told_so():
    pacing = {"pacer_rate": 80.0, "pacer_sense": 1}
    assert Strip("asystole", 30, pacer_capture=0, **pacing).kind.size == 0
    paced = Strip("asystole", 30, pacer_capture=1, **pacing)
    assert paced.rate == pytest.approx(80, abs=2.1)
    assert set(paced.kind) == {4}
    assert paced.strength.min() > 0.5
    assert Strip("vf", 30, pacer_capture=1, **pacing).kind.size == 0
    assert 4 not in Strip("sinus", 30, sinus_rate=100, pacer_capture=1, **pacing).kind


def test_a_dual_chamber_pacemaker_follows_a_fast_sinus_node():
    assert Strip("paced_dual", 30).rate == pytest.approx(70, abs=3)
    quick = Strip("paced_dual", 30, sinus_rate=190)
    assert quick.rate == pytest.approx(rate_at("paced_dual", sinus_rate=190), rel=0.7)
    assert quick.rate > 95
    assert set(quick.kind) == {4}


def test_a_child_has_faster_rhythms():
    assert rate_at("svt", 140.0) > 1.25 * rate_at("svt", 72.0)
    assert rate_at("sinus", 140.0) == pytest.approx(140)


@pytest.mark.parametrize("name", ["sinus", "af", "wenckebach", "torsades", "pac"])
def test_step_length_hardly_changes_the_rate(name):
    assert Strip(name, 60, dt=0.002).rate == pytest.approx(Strip(name, 60, dt=0.005).rate, rel=0.03)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(list(rhythms())),
    sinus_rate=st.floats(0, 260),
    av_block=st.floats(0, 1),
    ectopy=st.floats(0, 1.5),
    seed=st.integers(0, 2**40),
)
def test_any_rhythm_is_finite_repeatable_and_never_faster_than_the_heart_can(name, sinus_rate, av_block, ectopy, seed):
    one = Strip(name, 20, sinus_rate, av_block, ectopy, seed)
    two = Strip(name, 20, sinus_rate, av_block, ectopy, seed)
    assert one.state.tobytes() == two.state.tobytes()
    assert one.rate <= 330
    assert not one.interval.size or one.interval.min() > 0.15
    assert all(np.isfinite(one.state[0][field]) for field in one.state.dtype.names)
