"""Recordings hold what the body showed, and can be written down."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bedside.body import Body, BodyError, Person


def test_a_recording_at_one_hertz_knows_all_since_the_start(man: Body) -> None:
    man.start("hemorrhage", rate="150 mL/min")
    man.advance(90)
    recording = man.record(["heart_rate", "mean_arterial_pressure"])
    man.advance(30)
    assert recording.times.tolist() == list(range(120))
    assert recording.table.shape == (120, 2)
    assert recording.table[-1, 0] == pytest.approx(float(man.vitals["heart_rate"]), rel=1e-6)


def test_a_slower_recording_takes_each_nth_row(man: Body) -> None:
    man.advance(61)
    recording = man.record(["spo2"], hz=0.1)
    assert recording.times.tolist() == [0, 10, 20, 30, 40, 50, 60]


def test_a_fast_recording_follows_waves_from_now_on() -> None:
    body = Body(Person(40))
    body.advance(3)
    recording = body.record(["arterial_pressure", "heart_rate"], hz=50)
    body.advance(4)
    assert recording.times[0] == 3.0
    assert np.allclose(np.diff(recording.times), 0.02)
    assert recording.table.shape[0] == pytest.approx(200, abs=1)
    assert np.ptp(recording.table[:, 0]) > 25


def test_how_time_is_cut_does_not_change_a_recording() -> None:
    tables = []
    for cuts in ((20_000,), (7_003, 777, 5_111, 7_109)):
        body = Body(Person(40))
        recording = body.record(["arterial_pressure"], hz=25)
        for cut in cuts:
            body.advance_to(body.now + cut)
        tables.append(recording.table_with_time)
    assert np.array_equal(tables[0], tables[1])


def test_a_recording_is_written_with_units(man: Body, tmp_path: Path) -> None:
    man.advance(10)
    path = tmp_path / "course.csv"
    man.record(["heart_rate", "cardiac_output"]).to_csv(path)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["time (s)", "heart_rate (1/min)", "cardiac_output (L/min)"]
    assert len(rows) == 11
    assert float(rows[-1][1]) == pytest.approx(float(man.vitals["heart_rate"]), rel=1e-4)


@pytest.mark.parametrize(("names", "hz", "word"), [(["charisma"], 1, "charisma"), (["heart_rate"], 900, "hz")])
def test_what_cannot_be_recorded_is_refused(man: Body, names: list[str], hz: float, word: str) -> None:
    with pytest.raises(BodyError, match=word):
        man.record(names, hz=hz)


def test_a_long_time_is_kept_for_a_day_and_then_halved(man: Body) -> None:
    history = man.history
    first = history.first
    man.advance(1000)
    assert history.table.shape[0] == 1000
    assert history.first == first
