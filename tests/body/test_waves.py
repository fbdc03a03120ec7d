"""Waves and numbers come from the same heart and the same breath."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.body import RHYTHMS, Body, BodyError, Person


def after(seconds: int, rhythm: str = "sinus", age: float = 40) -> Body:
    body = Body(Person(age, "male"), rhythm=rhythm)
    body.advance(seconds * 1000)
    return body


def peaks(wave: np.ndarray, least: float, apart: int) -> np.ndarray:
    high = (wave[1:-1] > wave[:-2]) & (wave[1:-1] >= wave[2:]) & (wave[1:-1] > least)
    found: list[int] = []
    for place in np.flatnonzero(high) + 1:
        if not found or place - found[-1] > apart:
            found.append(int(place))
    return np.array(found)


def test_waves_agree_with_the_numbers() -> None:
    body = after(40)
    v = body.vitals()
    ecg, pleth, abp, resp, co2 = body.waves(20_000, 40_000)
    assert len(peaks(ecg, 0.6, 30)) == pytest.approx(v.heart_rate / 3, abs=1)
    assert abp.max() == pytest.approx(v.systolic_pressure, abs=2)
    assert abp.min() == pytest.approx(v.diastolic_pressure, abs=2)
    assert abp.mean() == pytest.approx(v.mean_arterial_pressure, abs=4)
    assert co2.max() == pytest.approx(v.etco2, abs=1)
    assert resp.max() == pytest.approx(v.tidal_volume, rel=0.03)
    assert pleth.max() == pytest.approx(1, abs=0.1)
    assert len(peaks(resp, 0.5 * v.tidal_volume, 100)) == pytest.approx(v.respiratory_rate / 3, abs=1)


def test_a_sample_is_the_same_whenever_it_is_asked_for() -> None:
    early, late = Body(Person(70, "male"), rhythm="af"), Body(Person(70, "male"), rhythm="af")
    early.advance(12_000)
    first = early.waves(4_000, 12_000)
    late.advance(17_340)
    assert np.array_equal(first, late.waves(4_000, 12_000))
    joined = np.concatenate([late.waves(4_000, 8_000), late.waves(8_000, 12_000)], axis=1)
    assert np.allclose(first, joined, atol=1e-5)


def test_the_pulse_follows_each_complex_by_a_fifth_of_a_second_or_two() -> None:
    body = after(20)
    ecg, abp = body.waves(5_000, 20_000, 250, ("ecg", "abp"))
    beats = peaks(ecg, 0.6, 60)
    for beat in beats[1:-2]:
        peak = beat + int(np.argmax(abp[beat : beat + 100]))
        assert 0.08 < (peak - beat) / 250 < 0.35


def test_atrial_fibrillation_is_irregular_and_sinus_rhythm_is_not() -> None:
    def spread(rhythm: str) -> float:
        gaps = np.diff(peaks(after(30, rhythm).waves(10_000, 30_000)[0], 0.6, 20))
        return float(gaps.std() / gaps.mean())

    assert spread("sinus") < 0.03
    assert spread("af") > 0.12


def test_pulseless_rhythms_have_an_ecg_of_their_own_and_no_pulse() -> None:
    for rhythm in (name for name, kind in RHYTHMS.items() if not kind.perfusing):
        body = after(40, rhythm)
        ecg, pleth, abp, resp, co2 = body.waves(25_000, 40_000)
        assert pleth.max() < 0.05, rhythm
        assert np.ptp(abp) < 8, rhythm
        assert co2.max() == 0, rhythm
        assert resp.max() == 0, rhythm
        assert (np.ptp(ecg) > 0.5) == (rhythm != "asystole"), rhythm


def test_compressions_show_on_the_pressure_and_the_finger() -> None:
    body = Body(Person(60, "male"), rhythm="vf")
    body.cpr(True)
    body.advance(40_000)
    _, pleth, abp, _, _ = body.waves(30_000, 40_000)
    assert np.ptp(abp) > 30
    assert pleth.max() > 0.2


def test_inferior_infarction_lifts_the_st_segment_of_lead_two_only() -> None:
    body = after(10)
    body.ecg_pattern("st_elevation_inferior")
    body.advance(30_000)
    plain = after(30).waves(20_000, 30_000, 250, ("ecg", "ecg_v2"))
    ill = body.waves(20_000, 30_000, 250, ("ecg", "ecg_v2"))
    assert np.mean(ill[0] - plain[0]) > 0.03
    assert np.mean(ill[1] - plain[1]) < 0


def test_bronchospasm_slopes_the_capnogram() -> None:
    tight = Body(Person(40, "male"))
    tight.shift("bronchospasm", 0.8)
    tight.advance(120_000)

    def plateau(body: Body) -> float:
        end = body.now
        wave = body.waves(end - 20_000, end)[4]
        return float(np.mean(wave > 0.85 * wave.max()) / np.mean(wave > 0.05 * wave.max()))

    assert plateau(tight) < 0.8 * plateau(after(120))


@pytest.mark.parametrize("span", [(-100, 1000), (0, 40_000), (10_000, 31_000), (20_000, 15_000)])
def test_waves_of_a_time_not_kept_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(BodyError, match="only"):
        after(30).waves(*span)
