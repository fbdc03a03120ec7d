"""The same person, seed and deeds give the same bytes, however time is cut and wherever it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.body import Body, BodyError, Person, rhythms

DEEDS: list[Callable[[Body], Any]] = [
    lambda b: b.give("morphine", "2 mg"),
    lambda b: b.give("adrenaline", "20 ug", route="im"),
    lambda b: b.infuse("noradrenaline", "0.1 ug/kg/min"),
    lambda b: b.give("insulin", "2 units", route="sc"),
    lambda b: b.give("propofol", "1 mg/kg"),
    lambda b: b.infuse("hartmanns", "10 mL/min"),
    lambda b: b.start("hemorrhage", severity=0.5),
    lambda b: b.start("asthma_attack", severity=0.6),
    lambda b: b.start("pneumothorax", severity=0.5),
    lambda b: b.start("seizure"),
    lambda b: b.start("arrest", rhythm="vf"),
    lambda b: b.set_rhythm("af"),
    lambda b: b.do("oxygen", device="non_rebreather", flow=15),
    lambda b: b.do("ventilator", rate=20, peep=5),
    lambda b: b.do("cpr"),
    lambda b: b.do("defibrillate", energy=120),
    lambda b: b.do("needle_decompression"),
    lambda b: b.steer("heart_rate", by=20, over="30 s"),
    lambda b: b.do("position", name="sitting"),
]
STORY = st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from(range(len(DEEDS)))), max_size=5)
AGES = st.sampled_from([0.0, 5.0, 30.0, 85.0])


def play(body: Body, story: list[tuple[int, int]], cuts: list[int]) -> Body:
    for wait, deed in story:
        target = body.now + wait
        for cut in sorted(cuts):
            if body.now + cut < target:
                body.advance_to(body.now + cut)
        body.advance_to(target)
        DEEDS[deed](body)
    body.advance_to(body.now + 15_000)
    return body


@settings(max_examples=15)
@given(age=AGES, story=STORY, cuts=st.lists(st.integers(1, 7_777), max_size=8))
def test_how_time_is_cut_never_changes_a_bit(age: float, story: list[tuple[int, int]], cuts: list[int]) -> None:
    whole = play(Body(Person(age), waves=False), story, [])
    cut = play(Body(Person(age), waves=False), story, cuts)
    assert whole.snapshot() == cut.snapshot()


@settings(max_examples=15)
@given(age=AGES, story=STORY, on=st.integers(0, 20_000))
def test_a_restored_body_goes_on_identically(age: float, story: list[tuple[int, int]], on: int) -> None:
    first = play(Body(Person(age), waves=False), story, [])
    kept = first.snapshot()
    second = Body.restore(kept, waves=False)
    assert second.snapshot() == kept
    for body in (first, second):
        body.advance_to(body.now + on)
    assert dict(first.vitals) == dict(second.vitals)
    assert first.snapshot() == second.snapshot()
    assert first.events() == second.events()


def test_keeping_waves_changes_nothing_in_the_body() -> None:
    seen = []
    for waves in (True, False):
        body = Body(Person(40), waves=waves)
        body.start("asthma_attack", severity=0.5)
        body.advance(60)
        seen.append(body.snapshot())
    assert seen[0] == seen[1]


def test_another_seed_is_another_fate_in_an_irregular_rhythm() -> None:
    bodies = [Body(Person(70), seed=seed, rhythm="af", waves=False) for seed in (1, 1, 2)]
    for body in bodies:
        body.advance(30)
    same, again, other = (body.vitals["heart_rate"] for body in bodies)
    assert same == again != other


def test_a_snapshot_is_small_even_in_the_midst_of_trouble() -> None:
    body = play(Body(Person(0.1), waves=False), [(1_000, deed) for deed in range(12)], [])
    for number in range(20):
        body.steer("pain", by=0.1, over=60, id=f"p{number}")
    body.advance(60)
    assert len(body.snapshot()) < 50_000


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x80"])
def test_bytes_that_are_no_snapshot_are_refused(data: bytes) -> None:
    with pytest.raises(BodyError, match="snapshot"):
        Body.restore(data)


REFUSED: list[tuple[Callable[[Body], Any], str]] = [
    (lambda b: b.give("morphine", "10 kg"), r"10 kg.*give.*mg"),
    (lambda b: b.give("morphine", "10 furlongs"), "furlong"),
    (lambda b: b.give("morphine", "10 mg", route="telepathy"), "telepathy.*iv"),
    (lambda b: b.give("unobtainium", "10 mg"), "unobtainium"),
    (lambda b: b.give("red_cells", "900 L"), "900 L"),
    (lambda b: b.infuse("noradrenaline", "-1 ug/kg/min"), "-1"),
    (lambda b: b.start("asthma_attack", severity=3), r"severity.*3.*1"),
    (lambda b: b.start("asthma_attack", side="left"), "side"),
    (lambda b: b.start("lycanthropy"), "lycanthropy"),
    (lambda b: b.stop("asthma_attack"), "asthma_attack"),
    (lambda b: b.do("ventilator", rate=900), r"rate.*900.*60"),
    (lambda b: b.do("ventilator", mode="psychic"), "psychic.*volume_control"),
    (lambda b: b.do("defibrillate", energy=4000), r"energy.*4000.*400"),
    (lambda b: b.do("exorcism"), "exorcism"),
    (lambda b: b.steer("heart_rate", target=9000), "heart_rate"),
    (lambda b: b.steer("heart_rate"), "target or by"),
    (lambda b: b.steer("charisma", by=1), "charisma.*heart_rate"),
    (lambda b: b.release("nothing"), "nothing"),
    (lambda b: b.set_rhythm("bossa_nova"), "bossa_nova"),
    (lambda b: b.set_rhythm("vt", rate=5000), "5000"),
    (lambda b: b.advance(-1), "-1"),
    (lambda b: b.record(["charisma"]), "charisma"),
    (lambda b: b.vitals["charisma"], "charisma"),
]


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_a_refusal_names_what_was_wrong_and_leaves_every_byte(man: Body, number: int) -> None:
    deed, words = REFUSED[number]
    man.start("pneumonia")
    man.advance(1)
    man.events()
    before = man.snapshot()
    with pytest.raises(BodyError, match=words):
        deed(man)
    assert man.snapshot() == before


def test_too_many_fluids_are_refused_whole(man: Body) -> None:
    before, refused = b"", None
    for _ in range(40):
        before = man.snapshot()
        try:
            man.give("red_cells", "50 mL", over="1 h")
        except BodyError as error:
            refused = error
            break
    assert "stop one" in str(refused)
    assert man.snapshot() == before


@pytest.mark.slow
@pytest.mark.parametrize("rhythm", rhythms())
def test_every_rhythm_can_begin_and_be_left(rhythm: str) -> None:
    body = Body(Person(50, "male"), rhythm=rhythm, waves=False)
    body.advance(20)
    body.set_rhythm("sinus")
    body.do("bag_mask")
    body.advance(180)
    assert body.rhythm == "sinus"
    assert body.vitals["mean_arterial_pressure"] > 60
