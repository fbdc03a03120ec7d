"""A cohort is bodies side by side: each member is to the byte what it would be alone."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from bedside.body import VARIABLES, Body, BodyError, Person
from bedside.body.cohort import Cohort

PEOPLE = [Person(0.5, "male"), Person(20, "female"), Person(44, "male", 180, 77), Person(80, "female")]
RATES = ["3 mL/min", "50 mL/min", "100 mL/min", "150 mL/min"]


def alone() -> list[Body]:
    return [Body(person, seed=5 + i, waves=False) for i, person in enumerate(PEOPLE)]


def story(cohort: Cohort) -> None:
    cohort.start("hemorrhage", rate=RATES)
    cohort.advance(95.4)
    cohort.do("oxygen", device="non_rebreather", flow=15)
    cohort.give("norepinephrine", "5 ug", who=[1, 2, 3])
    cohort.steer("heart_rate", by=10, over="1 min", id="fast")
    cohort.advance(60.0)
    cohort.infuse("sodium_chloride_0_9", "20 mL/min")
    cohort.stop("hemorrhage")
    cohort.advance(44.6)


def same_alone() -> list[Body]:
    bodies = alone()
    for i, body in enumerate(bodies):
        body.start("hemorrhage", rate=RATES[i])
        body.advance(155.4 - 60)
        body.do("oxygen", device="non_rebreather", flow=15)
        if i > 0:
            body.give("norepinephrine", "5 ug")
        body.steer("heart_rate", by=10, over="1 min", id="fast")
        body.advance(10.0)
        body.advance(50.0)
        body.infuse("sodium_chloride_0_9", "20 mL/min")
        body.stop("hemorrhage")
        body.advance(44.6)
    return bodies


@pytest.mark.parametrize("threads", [1, 2])
def test_each_member_is_to_the_byte_the_body_it_would_be_alone(threads: int) -> None:
    cohort = Cohort(PEOPLE, seed=5, threads=threads)
    story(cohort)
    for i, body in enumerate(same_alone()):
        assert cohort[i].snapshot() == body.snapshot(), i
        for name in VARIABLES:
            assert cohort.vitals[name][i] == body.vitals[name]


@pytest.mark.slow
def test_processes_give_the_same_bytes_as_one_thread() -> None:
    one = Cohort(PEOPLE, seed=5)
    story(one)
    with Cohort(PEOPLE, seed=5, processes=2) as many:
        story(many)
        assert many.snapshot() == one.snapshot()
        assert many.events() == one.events()


def test_a_restored_cohort_goes_on_identically() -> None:
    first = Cohort(PEOPLE, seed=5)
    story(first)
    kept = first.snapshot()
    second = Cohort.restore(kept)
    assert second.snapshot() == kept
    for cohort in (first, second):
        cohort.give("adrenaline", "10 ug")
        cohort.advance(33.3)
    assert first.snapshot() == second.snapshot()


def test_what_one_cannot_have_leaves_everybody_as_they_were() -> None:
    cohort = Cohort(PEOPLE, seed=5)
    before = cohort.snapshot()
    with pytest.raises(BodyError, match=r"person 3.*10 kg"):
        cohort.give("norepinephrine", ["5 ug", "5 ug", "5 ug", "10 kg"])
    with pytest.raises(BodyError, match="2 values for 4 persons"):
        cohort.give("norepinephrine", ["5 ug", "5 ug"])
    with pytest.raises(BodyError, match="members from 0 to 3"):
        cohort.give("norepinephrine", "5 ug", who=[4])
    assert cohort.snapshot() == before


def test_a_table_keeps_a_row_for_each_time_asked() -> None:
    cohort = Cohort(PEOPLE, seed=5, threads=2)
    table = cohort.record(["heart_rate", "mean_arterial_pressure"], 30)
    cohort.advance(45.0)
    cohort.advance(90.0)
    assert table.times.tolist() == [0, 30, 60, 90, 120]
    assert table.table.shape == (4, 5, 2)
    body = alone()[2]
    recording = body.record(["heart_rate"], hz=1 / 30)
    body.advance(135.0)
    assert np.array_equal(table["heart_rate"][2], recording.table[:, 0].astype(np.float32))


def test_events_say_whom_they_befell() -> None:
    cohort = Cohort(PEOPLE, seed=5)
    cohort.set_rhythm("vf", who=2)
    cohort.advance(20.0)
    told = cohort.events()
    assert {one.who for one in told} == {2}
    assert "arrest" in {one.kind for one in told}
    assert cohort.events() == []
    assert cohort.rhythms == ["sinus", "sinus", "vf", "sinus"]


def test_ten_thousand_members_fit_into_memory() -> None:
    cohort = Cohort(PEOPLE, seed=5)
    story(cohort)
    assert cohort.size / len(cohort) < 30_000  # bytes: 300 MB for ten thousand


def test_a_cluster_without_ray_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BodyError, match=r"bedside\[cluster\]"):
        Cohort(PEOPLE, cluster=True)


@pytest.mark.parametrize("bad", [{"threads": 0}, {"threads": 2, "processes": 2}])
def test_workers_that_cannot_be_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(BodyError):
        Cohort(PEOPLE, **bad)  # type: ignore[arg-type]
