"""What the twelve leads show, and what a machine reads in them."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.body.refusals import BodyError
from bedside.body.rhythms import (
    ECG_FIELDS,
    ECG_PATTERNS,
    LEADS,
    draw,
    index_of,
    leads,
    new_conduction,
    overlay,
    parameters,
    pattern,
    rhythm_table,
    rhythms,
    trace,
)
from bedside.body.rhythms.reading import clean_beat

QUIET = {"wander": 0.0, "noise": 0.0}


def led(rhythm="sinus", values=None, **how):
    """The leads by name, without noise."""
    return dict(zip(LEADS, draw(rhythm, {**QUIET, **(values or {})}, **how), strict=True))


def one(values=None, rhythm="sinus", kind=0):
    """Leads of one clean beat, a sample each ms from the start of its QRS."""
    return dict(zip(LEADS, clean_beat(index_of(rhythm), parameters(values), kind, 60 / 72), strict=True))


def st_level(beat, lead):
    return float(np.median(beat[lead][140:160]))


def test_the_limb_leads_obey_einthoven():
    ecg = led("vf", seconds=3.0)
    assert ecg["II"] == pytest.approx(ecg["I"] + ecg["III"], abs=1e-5)
    assert ecg["aVR"] + ecg["aVL"] + ecg["aVF"] == pytest.approx(np.zeros(1500), abs=1e-5)


def test_a_normal_ecg_has_upright_waves_and_growing_r():
    beat = one()
    assert beat["II"].max() == pytest.approx(1.1, abs=0.4)
    assert beat["aVR"].min() < -0.5
    r, s = np.array([[beat[f"V{i}"].max(), -beat[f"V{i}"].min()] for i in range(1, 7)]).T
    assert r[0] < s[0]
    assert r[4] > s[4]
    assert r[4] > r[2] > r[0]
    assert all(abs(st_level(beat, lead)) < 0.05 for lead in LEADS)
    assert trace().reading.findings == ("Normal ECG",)


def test_an_anterior_infarct_lifts_st_in_v2_to_v4_and_an_inferior_one_in_ii_iii_avf_with_reciprocal_change():
    anterior, inferior = one({"st_anterior": 0.3}), one({"st_inferior": 0.3})
    assert min(st_level(anterior, lead) for lead in ("V2", "V3", "V4")) > 0.2
    assert st_level(anterior, "III") < -0.05
    assert min(st_level(inferior, lead) for lead in ("II", "III", "aVF")) > 0.15
    assert st_level(inferior, "III") > st_level(inferior, "II")
    assert st_level(inferior, "aVL") < -0.1


def test_potassium_peaks_t_then_flattens_p_then_widens_the_qrs():
    t_wave = [one({"potassium": k})["V4"][230:400].max() for k in (4.2, 6.2, 7.0)]
    assert t_wave == sorted(t_wave)
    assert t_wave[2] > 2 * t_wave[0]
    p_wave = [draw("ventricular_standstill", {**QUIET, "potassium": k})[1].max() for k in (4.2, 7.0, 7.9)]
    assert p_wave[0] > 0.08
    assert p_wave[0] > p_wave[1] > p_wave[2]
    assert trace(values={"potassium": 7.9}).reading.qrs_ms > 130 > 100 > trace(values={"potassium": 6.0}).reading.qrs_ms
    assert "sine wave" in trace(values={"potassium": 9.3}).reading.text


def test_calcium_given_narrows_what_potassium_widened():
    bare = trace(values={"potassium": 8.0}).reading.qrs_ms
    assert trace(values={"potassium": 8.0, "membrane_protection": 1.0}).reading.qrs_ms < bare - 20


def test_low_potassium_flattens_t_and_raises_u():
    normal, low = one(), one({"potassium": 2.4})
    assert low["V2"][200:340].max() < 0.6 * normal["V2"][200:340].max()
    assert low["V2"][400:540].max() > 0.12


def test_bundle_branch_blocks_look_to_their_side():
    left, right = one(rhythm="lbbb", kind=1), one(rhythm="rbbb", kind=1)
    assert left["V1"].min() < -1.0
    assert left["V1"].max() < 0.75  # only its T
    assert left["V6"].min() > -0.6
    assert left["V6"][60:140].max() > 0.6
    assert right["V1"][100:180].max() > 0.4
    assert right["V6"][100:180].min() < -0.2


def test_sodium_channel_block_ends_the_qrs_with_r_in_avr():
    assert one()["aVR"][90:180].max() < 0.1
    assert one({"qrs_ms": 60.0})["aVR"][90:200].max() > 0.3


def test_cold_shows_osborn_waves_and_right_strain_s1q3t3():
    assert one({"temperature": 27.0})["V4"][110:180].max() > one()["V4"][110:180].max() + 0.2
    strained = one({"strain_right": 1.0})
    assert strained["I"].min() < -0.2
    assert strained["III"][20:100].min() < -0.1
    assert strained["III"][200:400].min() < -0.05


def test_fluid_around_the_heart_makes_small_waves_that_alternate():
    ecg = led(values={"low_voltage": 0.8, "alternans": 1.0}, sinus_rate=110, seconds=6)["II"]
    peaks = [ecg[i : i + 272].max() for i in range(0, 2700, 272)]
    assert max(peaks) < 0.9
    assert max(peaks) > 1.4 * min(peaks)


def test_flutter_has_five_saw_teeth_a_second_and_af_no_steady_p():
    ecg = led("atrial_flutter_4_1", {"low_voltage": 0.0}, seconds=10)["III"]
    power = np.abs(np.fft.rfft(ecg - ecg.mean()))
    hz = np.fft.rfftfreq(ecg.size, 1 / 500)
    assert power[np.abs(hz - 5.0) < 0.15].max() > 2 * np.median(power[(hz > 2) & (hz < 9)])


def test_torsades_turns_about_the_line_and_vf_fades():
    twist = led("torsades", seconds=10)["II"]
    high = np.array([twist[i : i + 150].max() + twist[i : i + 150].min() for i in range(0, 4800, 150)])
    assert high.max() > 0.3
    assert high.min() < -0.3
    assert np.abs(led("vf")["II"]).max() > 2.5 * np.abs(led("vf_fine")["II"]).max()
    assert np.abs(led("asystole")["II"]).max() < 0.02


def test_a_pacing_spike_stands_before_a_paced_beat():
    ecg = led("paced_ventricular", hz=500)["II"]
    assert np.abs(np.diff(ecg)).max() > 0.4
    assert np.abs(np.diff(led(hz=500)["II"])).max() < 0.3


def test_a_compression_is_seen_in_asystole():
    c, p, out = new_conduction("asystole"), parameters({"compression": 0.8, "compression_phase": 0.25}), np.zeros(12)
    leads(out, c[0], p[0], rhythm_table(), 1.0, 1)
    assert abs(out[1]) > 0.4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("st_elevation_anterior", "ST elevation.*anterior infarction"),
        ("st_elevation_inferior", "II, III, aVF with reciprocal depression in I, aVL.*inferior infarction"),
        ("st_elevation_inferior_right", "with the right ventricle"),
        ("st_elevation_lateral", "acute lateral infarction"),
        ("st_elevation_posterior", "posterior infarction"),
        ("subendocardial_ischaemia", "ST depression.*subendocardial"),
        ("old_anterior_infarction", "Q waves.*anterior"),
        ("old_inferior_infarction", "Q waves.*inferior"),
        ("pericarditis", "pericarditis"),
        ("tamponade", "Low voltage.*alternates"),
        ("right_heart_strain", "S in I, Q and inverted T in III"),
        ("left_ventricular_hypertrophy", "left ventricular hypertrophy with strain"),
        ("lbbb", "Left bundle branch block"),
        ("rbbb", "Right bundle branch block"),
        ("hyperkalaemia", "hyperkalaemia"),
        ("hypokalaemia", "hypokalaemia"),
        ("hypocalcaemia", "rolonged QTc"),
        ("hypercalcaemia", "Short QTc"),
        ("long_qt", "Markedly prolonged QTc"),
        ("sodium_channel_block", "sodium-channel block"),
        ("digitalis", "digitalis"),
        ("hypothermia", "Osborn"),
        ("brugada", "Brugada"),
    ],
)
def test_a_machine_reads_each_picture(name, words):
    reading = trace(values=pattern(name), seconds=2).reading
    assert re.search(words, reading.text), reading.text


def test_only_the_normal_pattern_reads_as_normal():
    assert [name for name in ECG_PATTERNS if "Normal ECG" in trace(values=pattern(name), seconds=1).reading.text] == [
        "normal"
    ]


def test_a_picture_laid_over_neutral_values_is_that_picture():
    for name in ECG_PATTERNS:
        for field in ECG_FIELDS:
            assert parameters()[field] + overlay(name)[field] == pytest.approx(parameters(pattern(name))[field])


def test_a_machine_does_not_know_whether_there_is_a_pulse():
    assert trace("pea").reading.name == "Sinus bradycardia"
    assert trace("pulseless_vt").reading.name == trace("vt").reading.name == "Ventricular tachycardia"


def test_node_block_and_rates_are_read():
    assert trace(av_block=0.4).reading.pr_ms > 200
    assert "First" in trace(av_block=0.4).reading.text.replace("first", "First")
    assert "Second degree" in trace(av_block=0.85).reading.text
    assert "Complete AV block" in trace(av_block=1.0).reading.text
    assert trace(sinus_rate=130).reading.name == "Sinus tachycardia"
    assert trace("af", rate_scale=0.6).reading.rate < 85


def test_qt_shortens_with_rate_while_the_corrected_one_stays():
    slow, fast = trace(sinus_rate=60).reading, trace(sinus_rate=110).reading
    assert fast.qt_ms < slow.qt_ms - 50
    assert fast.qtc_ms == pytest.approx(slow.qtc_ms, abs=5)


def test_unknown_names_and_rates_are_refused():
    with pytest.raises(BodyError, match="ECG parameter 'st_back'"):
        draw(values={"st_back": 1.0})
    with pytest.raises(BodyError, match="100 to 2000"):
        draw(hz=10)
    with pytest.raises(BodyError, match="choose one of"):
        pattern("purple")


@settings(max_examples=25, deadline=None)
@given(
    rhythm=st.sampled_from(list(rhythms())),
    potassium=st.floats(0.5, 14),
    temperature=st.floats(15, 44),
    shift=st.floats(-0.5, 1.0),
    field=st.sampled_from([name for name in ECG_FIELDS if name.startswith(("st_", "q_", "t_", "strain"))]),
    rate=st.floats(20, 220),
)
def test_any_ecg_is_finite_repeatable_and_within_a_few_millivolts(rhythm, potassium, temperature, shift, field, rate):
    values = {"potassium": potassium, "temperature": temperature, field: shift}
    first = draw(rhythm, values, seconds=2, hz=250, sinus_rate=rate, seed=5)
    assert np.array_equal(first, draw(rhythm, values, seconds=2, hz=250, sinus_rate=rate, seed=5))
    assert np.isfinite(first).all()
    assert np.abs(first).max() < 8.0
