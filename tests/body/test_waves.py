"""Waves and numbers come from the same heart and the same breath."""

from __future__ import annotations

import numpy as np
import pytest

from bedside.body import WAVES, Body, BodyError, Person
from bedside.body.rhythms.table import find


def after(seconds: float, rhythm: str = "sinus", age: float = 40) -> Body:
    body = Body(Person(age, "male"), rhythm=rhythm)
    body.advance(seconds)
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
    v = body.vitals
    names = ["ecg_ii", "pleth", "arterial_pressure", "capnogram", "central_venous_pressure"]
    ecg, pleth, pressure, carbon, venous = body.waves(names, 20_000, 40_000, 125)
    assert len(peaks(ecg, 0.5 * float(ecg.max()), 30)) == pytest.approx(v["heart_rate"] / 3, abs=1.5)
    assert len(peaks(pleth, 0.6 * float(pleth.max()), 50)) == pytest.approx(v["heart_rate"] / 3, abs=1.5)
    assert pressure.max() == pytest.approx(v["systolic_pressure"], abs=5)
    assert pressure.min() == pytest.approx(v["diastolic_pressure"], abs=5)
    assert pressure.mean() == pytest.approx(v["mean_arterial_pressure"], abs=4)
    assert venous.mean() == pytest.approx(v["central_venous_pressure"], abs=2)
    assert carbon.max() == pytest.approx(v["etco2"], abs=2)
    assert len(peaks(carbon, 0.9 * float(carbon.max()), 300)) == pytest.approx(v["respiratory_rate"] / 3, abs=1.2)


def test_volume_is_the_flow_added_up() -> None:
    body = after(30)
    flow, volume = body.waves(["airway_flow", "lung_volume"], 5_000, 30_000, 200)
    added = np.cumsum(flow) * 1000.0 / 200
    swing = float(np.ptp(volume))
    assert swing == pytest.approx(float(body.vitals["tidal_volume"]), rel=0.08)
    assert np.corrcoef(added - added.mean(), volume - volume.mean())[0, 1] > 0.98


def test_a_sample_is_the_same_whenever_it_is_asked_for() -> None:
    early, late = after(12, "af", 70), after(17.34, "af", 70)
    names = list(WAVES)
    first = early.waves(names, 4_000, 11_000, 200)
    assert np.array_equal(first, late.waves(names, 4_000, 11_000, 200))
    joined = [late.waves(names, 4_000, 8_000, 200), late.waves(names, 8_000, 11_000, 200)]
    assert np.allclose(first, np.concatenate(joined, axis=1), atol=1e-5)


def test_the_pulse_follows_each_complex_by_a_fifth_of_a_second_or_two() -> None:
    body = after(20)
    ecg, pressure = body.waves(["ecg_ii", "arterial_pressure"], 5_000, 20_000, 200)
    for beat in peaks(ecg, 0.5 * float(ecg.max()), 60)[1:-2]:
        peak = beat + int(np.argmax(pressure[beat : beat + 90]))
        assert 0.08 < (peak - beat) / 200 < 0.4


def test_atrial_fibrillation_is_irregular_and_sinus_rhythm_is_not() -> None:
    def spread(rhythm: str) -> float:
        (wave,) = after(30, rhythm).waves(["ecg_ii"], 8_000, 30_000, 200)
        gaps = np.diff(peaks(wave, 0.5 * float(wave.max()), 50))
        return float(gaps.std() / gaps.mean())

    assert spread("sinus") < 0.07
    assert spread("af") > 0.12


@pytest.mark.parametrize("rhythm", ["vf", "pulseless_vt", "pea", "asystole"])
def test_pulseless_rhythms_have_an_ecg_of_their_own_and_no_pulse(rhythm: str) -> None:
    body = after(60, rhythm)
    ecg, pleth, pressure = body.waves(["ecg_ii", "pleth", "arterial_pressure"], 35_000, 60_000, 125)
    assert np.ptp(pleth) < 0.1
    assert np.ptp(pressure) < 8
    assert (np.ptp(ecg) > 0.25) == (rhythm != "asystole")
    assert not find(rhythm).perfusing


def test_compressions_show_on_the_pressure_and_the_capnogram() -> None:
    body = Body(Person(60, "male"), rhythm="vf")
    body.do("cpr", rate=110)
    body.do("bag_mask", rate=10)
    body.advance(60)
    (pressure, carbon) = body.waves(["arterial_pressure", "capnogram"], 30_000, 60_000, 125)
    assert np.ptp(pressure) > 20
    assert carbon.max() > 6


def test_bronchospasm_slopes_the_capnogram() -> None:
    def plateau(body: Body) -> float:
        body.advance(240)
        (wave,) = body.waves(["capnogram"], body.now - 25_000, body.now, 125)
        return float(np.mean(wave > 0.9 * wave.max()) / np.mean(wave > 0.1 * wave.max()))

    tight = Body(Person(40, "male"))
    tight.start("asthma_attack", severity=0.8)
    assert plateau(tight) < 0.9 * plateau(Body(Person(40, "male")))


@pytest.mark.parametrize("span", [(-100, 1000), (0, 60_000), (1_000, 45_000), (40_000, 35_000)])
def test_waves_of_a_time_not_kept_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(BodyError, match="only"):
        after(45).waves(["ecg_ii"], *span, 125)


def test_a_body_without_waves_says_so(man: Body) -> None:
    man.advance(2)
    with pytest.raises(BodyError, match="waves=True"):
        man.waves(["ecg_ii"], 0, 1_000, 125)
