"""Arrest, resuscitation, death."""

from __future__ import annotations

import pytest

from bedside.body import Body, BodyError, Person


def wait(body: Body, seconds: float) -> None:
    body.advance(body.now + round(seconds * 1000))


def kinds(body: Body) -> list[str]:
    return [kind for _, kind, _ in body.events()]


def test_fibrillation_ends_pulse_and_mind_and_an_early_shock_brings_both_back(man: Body) -> None:
    man.set_rhythm("vf")
    wait(man, 60)
    down = man.vitals()
    assert down.heart_rate == 0
    assert down.cardiac_output == 0
    assert 5 < down.mean_arterial_pressure < 20
    assert down.gcs == 3
    assert "arrest" in kinds(man)
    outcome = man.shock(200, draw=0.4)
    assert outcome.success
    assert outcome.before == "vf"
    assert outcome.after == "sinus"
    wait(man, 120)
    assert man.vitals().mean_arterial_pressure > 60
    assert "rosc" in kinds(man)


def test_every_minute_without_compressions_lowers_the_chance_of_a_shock() -> None:
    def chance(minutes: int, cpr: bool) -> float:
        body = Body(Person(60, "male"), rhythm="vf")
        body.cpr(cpr)
        if cpr:
            body.ventilate(10)
            body.oxygen(1.0)
        wait(body, 60 * minutes + 1)
        return body.shock(200, draw=0.999).probability

    alone = [chance(minutes, False) for minutes in (0, 2, 4, 8, 12)]
    assert alone == sorted(alone, reverse=True)
    assert alone[0] > 0.8
    assert alone[-1] < 0.1
    assert chance(8, True) > chance(8, False) + 0.1


def test_compressions_give_a_quarter_of_the_flow_and_some_carbon_dioxide(man: Body) -> None:
    rest = man.vitals().cardiac_output
    man.set_rhythm("vf")
    wait(man, 20)
    man.cpr(True)
    man.ventilate(10)
    wait(man, 100)
    pressed = man.vitals()
    assert 0.17 < pressed.cardiac_output / rest < 0.3
    assert 50 < pressed.systolic_pressure < 100
    assert 8 < pressed.etco2 < 25
    man.cpr(False)
    wait(man, 30)
    assert man.vitals().cardiac_output == 0


def test_a_shock_does_nothing_for_asystole(man: Body) -> None:
    man.set_rhythm("asystole")
    wait(man, 30)
    outcome = man.shock(200, draw=0.0)
    assert not outcome.success
    assert outcome.probability == 0
    assert man.rhythm == "asystole"


def test_adrenaline_with_compressions_restarts_a_heart_that_stopped_for_want_of_oxygen() -> None:
    body = Body(Person(3, "male"))
    body.airway("obstructed")
    for _ in range(60):
        wait(body, 10)
        if body.rhythm != "sinus":
            break
    assert body.rhythm == "pea"
    assert 180 < body.now / 1000 < 600
    wait(body, 60)
    assert {"hypoxia", "unconscious", "arrest"} <= set(kinds(body))
    body.airway("intubated")
    body.oxygen(1.0)
    body.ventilate(20)
    body.cpr(True)
    body.give("adrenaline", 0.01 * body.person.weight, "mg", "iv")
    wait(body, 180)
    assert "rosc" in kinds(body)
    body.cpr(False)
    wait(body, 300)
    assert body.vitals().mean_arterial_pressure > 50


def test_without_help_death_is_an_event_and_time_goes_on(man: Body) -> None:
    man.set_rhythm("vf")
    wait(man, 3600)
    told = kinds(man)
    assert told.count("death") == 1
    assert man.rhythm == "asystole"
    man.give("adrenaline", 1, "mg", "iv")
    man.cpr(True)
    wait(man, 600)
    assert "rosc" not in kinds(man)


def test_adenosine_ends_a_supraventricular_tachycardia_at_twelve_but_not_three_milligrams(man: Body) -> None:
    man.set_rhythm("svt")
    wait(man, 120)
    assert man.vitals().heart_rate > 160
    man.give("adenosine", 3, "mg", "iv")
    wait(man, 60)
    assert man.rhythm == "svt"
    man.give("adenosine", 12, "mg", "iv")
    wait(man, 60)
    assert man.rhythm == "sinus"
    assert man.vitals().heart_rate < 110


def test_very_high_potassium_stops_the_heart_and_calcium_holds_it() -> None:
    def rhythm(calcium: bool) -> str:
        body = Body(Person(70, "male"), {"potassium": 7.0})
        body.shift("potassium", 3.2, 600)
        wait(body, 600)
        if calcium:
            body.give("calcium_gluconate", 3, "g", "iv")
        wait(body, 1000)
        return body.rhythm

    assert rhythm(False) == "vf"
    assert rhythm(True) == "sinus"


def test_losing_half_the_blood_ends_in_pulseless_electrical_activity(man: Body) -> None:
    man.bleed(0.55 * man.vitals().blood_volume / 10)
    wait(man, 1500)
    assert {"hypotension", "unconscious", "arrest"} <= set(kinds(man))


@pytest.mark.parametrize("call", [lambda b: b.shock(5000), lambda b: b.shock(150, draw=2), lambda b: b.oxygen(2),
                                  lambda b: b.set_rhythm("polka"), lambda b: b.bleed(-1), lambda b: b.shift("mood", 1),
                                  lambda b: b.shift("spo2", -900), lambda b: b.cancel("x"), lambda b: b.position("up"),
                                  lambda b: b.airway("?"), lambda b: b.ventilate(999), lambda b: b.advance(-1),
                                  lambda b: b.advance(10.5), lambda b: b.fluid("tea", 100, 60)])  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(man: Body, call) -> None:  # type: ignore[no-untyped-def]
    before = man.snapshot()
    with pytest.raises(BodyError):
        call(man)
    assert man.snapshot() == before
