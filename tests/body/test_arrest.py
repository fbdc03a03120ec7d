"""Hearts that stop, what keeps the brain alive, and what starts them again."""

from __future__ import annotations

import pytest

from bedside.body import Body, Person


def arrested(rhythm: str = "vf", seed: int = 1) -> Body:
    return Body(Person(58, "male"), seed=seed, rhythm=rhythm, waves=False)


def kinds(body: Body) -> list[str]:
    return [one.kind for one in body.events()]


@pytest.mark.parametrize("rhythm", ["vf", "asystole", "pea", "pulseless_vt"])
def test_without_a_pulse_consciousness_is_gone_in_seconds_and_breath_within_minutes(rhythm: str) -> None:
    body = arrested(rhythm)
    assert "arrest" in kinds(body)
    body.advance(40)
    assert body.vitals["gcs"] <= 5
    assert body.vitals["heart_rate"] == 0
    assert body.vitals["cardiac_output"] < 0.5
    body.advance(180)
    assert body.vitals["respiratory_rate"] < 4
    assert body.vitals["etco2"] < 15


def test_good_compressions_move_some_blood_and_poor_ones_less() -> None:
    found = []
    for depth, fraction in ((5.5, 0.95), (2.5, 0.6)):
        body = arrested()
        body.do("cpr", rate=110, depth=depth, fraction=fraction)
        body.do("bag_mask", rate=10)
        body.advance(120)
        found.append({n: float(body.vitals[n]) for n in ("cardiac_output", "coronary_perfusion_pressure", "etco2")})
    good, poor = found
    assert 0.8 < good["cardiac_output"] < 2.4  # a quarter to a third of normal
    assert 10 < good["etco2"] < 36
    assert poor["cardiac_output"] < 0.7 * good["cardiac_output"]
    assert poor["coronary_perfusion_pressure"] < good["coronary_perfusion_pressure"]


def test_an_early_shock_works_more_often_than_a_late_one() -> None:
    early, late = arrested(), arrested()
    early.advance(60)
    late.advance(720)
    chances = [body.shock(200, draw=1.0)["chance"] for body in (early, late)]
    assert chances[0] > 0.7
    assert chances[1] < 0.5 * chances[0]


def test_a_shock_within_minutes_and_then_the_pulse_is_back() -> None:
    body = arrested()
    body.advance(90)
    body.do("cpr")
    body.do("bag_mask")
    body.advance(60)
    outcome = body.do("defibrillate", energy=200, draw=0.01)
    assert outcome["success"]
    body.stop("cpr")
    body.advance(180)
    assert body.rhythm == "sinus"
    assert body.vitals["mean_arterial_pressure"] > 55
    assert "rosc" in kinds(body)


def test_the_same_draw_decides_the_same_way() -> None:
    body = arrested()
    body.advance(60)
    kept = body.snapshot()
    for draw, works in ((0.0, True), (1.0, False)):
        again = Body.restore(kept)
        assert again.shock(200, draw=draw)["success"] is works


def test_asystole_cannot_be_shocked() -> None:
    body = arrested("asystole")
    outcome = body.shock(200, draw=0.0)
    assert outcome["chance"] == 0
    assert not outcome["success"]
    assert body.rhythm == "asystole"


def test_untreated_fibrillation_ends_in_asystole_and_death_and_time_goes_on() -> None:
    body = arrested()
    body.advance(2400)
    told = kinds(body)
    assert body.rhythm == "asystole"
    assert body.dead
    assert told.count("death") == 1
    body.advance(60)
    assert body.vitals["gcs"] == 3


def test_adrenaline_raises_the_coronary_perfusion_of_cpr() -> None:
    pressures = []
    for drug in (False, True):
        body = arrested()
        body.advance(240)
        body.do("cpr")
        body.do("bag_mask")
        body.advance(90)
        if drug:
            body.give("adrenaline", "1 mg")
        body.advance(120)
        pressures.append(float(body.vitals["coronary_perfusion_pressure"]))
    assert pressures[1] > pressures[0] + 4


def test_suffocation_slows_and_then_stops_the_heart() -> None:
    body = Body(Person(30, "male"), waves=False)
    body.start("airway_obstruction", severity=1.0)
    body.advance(150)
    assert body.vitals["spo2"] < 75
    body.advance(690)
    assert body.rhythm in ("pea", "asystole", "vf")
    assert "arrest" in kinds(body)


def test_a_child_who_suffocates_is_saved_by_breath_alone_if_it_comes_in_time() -> None:
    body = Body(Person(4, "male"), waves=False)
    body.start("airway_obstruction", severity=1.0)
    while body.vitals["spo2"] > 60 and body.now < 600_000:
        body.advance(5)
    body.stop("airway_obstruction")
    body.do("bag_mask", rate=20)
    body.advance(240)
    assert body.vitals["spo2"] > 93
    assert body.vitals["heart_rate"] > 60


def test_complete_heart_block_is_paced_when_the_current_is_enough() -> None:
    body = Body(Person(75, "male"), rhythm="complete_heart_block", waves=False)
    body.advance(30)
    slow = float(body.vitals["heart_rate"])
    assert slow < 50
    assert body.do("pace", rate=75, current=30)["captures"] is False
    body.advance(20)
    assert body.vitals["heart_rate"] < 55
    assert body.do("pace", rate=75, current=100)["captures"] is True
    body.advance(30)
    assert body.vitals["heart_rate"] == pytest.approx(75, abs=3)


def test_cardioversion_ends_a_fast_ventricular_rhythm() -> None:
    body = Body(Person(60, "male"), rhythm="vt", waves=False)
    body.advance(20)
    fast = float(body.vitals["heart_rate"])
    body.do("cardiovert", energy=150, draw=0.1)
    body.advance(60)
    assert fast > 130
    assert body.rhythm == "sinus"
    assert body.vitals["heart_rate"] < 120


def test_adenosine_ends_supraventricular_tachycardia() -> None:
    body = Body(Person(30, "female"), rhythm="svt", waves=False)
    body.advance(20)
    fast = float(body.vitals["heart_rate"])
    body.give("adenosine", "12 mg")
    body.advance(90)
    assert fast > 140
    assert body.vitals["heart_rate"] < 120
