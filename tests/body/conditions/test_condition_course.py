"""Conditions over time: onset, change of severity, treatment, and leaving, in the table that the engine steps."""

import numpy as np
import pytest

from bedside.body.conditions import IN, course, find
from bedside.body.effects import FX
from bedside.body.refusals import BodyError


class Clock:
    """A table of drives with a clock: what the engine does once a second."""

    def __init__(self):
        self.table = course.drive_table()

    def begin(self, owner, name, **options):
        one = find(name)
        course.begin(self.table, owner, one, one.read(options))
        return one, one.read(options)

    def after(self, seconds):
        fx, inputs = np.zeros(len(FX)), np.zeros(len(IN))
        for _ in range(seconds):
            fx[:], inputs[:] = 0.0, 0.0
            course.step_drives(self.table, fx, inputs)
        return fx, inputs


@pytest.fixture
def clock():
    return Clock()


def test_a_drive_nears_its_goal_with_its_time_constant(clock):
    ards, options = clock.begin(1, "ards", severity=0.6, side="left")
    drive = next(one for one in ards.drives_for(options) if one.target == "shunt_left")
    fx, _ = clock.after(round(drive.tau_on_s))
    assert fx[FX.shunt_left] == pytest.approx(drive.goal * (1 - np.exp(-1)), rel=0.02)
    assert fx[FX.shunt_right] == 0.0


def test_severity_changes_move_the_same_influence_and_zero_ends_it(clock):
    clock.begin(1, "bronchoconstriction", severity=1.0)
    clock.after(60)
    clock.begin(1, "bronchoconstriction", severity=0.3)
    fx, _ = clock.after(60)
    assert fx[FX.bronchospasm] == pytest.approx(0.3, abs=0.01)
    clock.begin(1, "bronchoconstriction", severity=0.0)
    fx, _ = clock.after(120)
    assert fx[FX.bronchospasm] == 0.0
    assert not course.running(clock.table, 1)


def test_two_narrowings_of_the_airways_combine_as_shares_of_a_whole(clock):
    clock.begin(1, "bronchoconstriction", severity=0.5)
    clock.begin(2, "bronchoconstriction", severity=0.5)
    fx, _ = clock.after(120)
    assert fx[FX.bronchospasm] == pytest.approx(0.75, abs=0.01)


def test_two_wounds_bleed_together_and_a_tourniquet_stops_only_its_own(clock):
    leg, options = clock.begin(1, "hemorrhage", site="left leg", rate=200)
    arm, arm_options = clock.begin(2, "hemorrhage", site="right arm", rate=100)
    _, inputs = clock.after(1)
    assert inputs[IN.bleeding_external] == pytest.approx(300)
    course.ease(clock.table, 1, leg.reliefs_for(options, does="tourniquet", site="left leg"))
    course.ease(clock.table, 2, arm.reliefs_for(arm_options, does="tourniquet", site="left leg"))
    _, inputs = clock.after(60)
    assert inputs[IN.bleeding_external] == pytest.approx(106, abs=1)
    course.ease(clock.table, 1, [])
    _, inputs = clock.after(60)
    assert inputs[IN.bleeding_external] == pytest.approx(300, abs=1)


def test_a_drug_helps_only_after_its_delay(clock):
    asthma, options = clock.begin(1, "asthma", severity=0.7)
    untreated, _ = clock.after(2 * 3600)
    course.ease(clock.table, 1, asthma.reliefs_for(options, drug="prednisolone"))
    before, _ = clock.after(3000)
    late, _ = clock.after(5 * 3600)
    assert before[FX.bronchospasm] == pytest.approx(untreated[FX.bronchospasm], rel=0.01)
    assert late[FX.bronchospasm] < 0.65 * untreated[FX.bronchospasm]


def test_what_is_given_in_time_weakens_a_stage_that_is_still_to_come(clock):
    untreated = Clock()
    untreated.begin(1, "pre-eclampsia", severity=0.9)
    threatened, options = clock.begin(1, "pre-eclampsia", severity=0.9)
    clock.after(300)
    course.ease(clock.table, 1, threatened.reliefs_for(options, drug="magnesium_sulfate"))
    fit, _ = untreated.after(18 * 60 + 20)
    spared, _ = clock.after(13 * 60 + 20)
    assert fit[FX.seizure] > 0.8
    assert spared[FX.seizure] < 0.4 * fit[FX.seizure]


def test_an_untreated_attack_tightens_with_time(clock):
    clock.begin(1, "asthma", severity=0.9)
    early, _ = clock.after(5 * 60)
    late, _ = clock.after(40 * 60)
    assert late[FX.bronchospasm] > early[FX.bronchospasm]
    assert early[FX.breathing_weakness] == 0.0
    assert late[FX.breathing_weakness] > 0.3


def test_surroundings_are_set_at_once_and_given_back(clock):
    clock.begin(1, "cold water", temperature=5)
    _, inputs = clock.after(1)
    assert inputs[IN.ambient_temperature_c] == 5.0
    course.stop(clock.table, 1)
    inputs[:] = 22.0
    course.step_drives(clock.table, np.zeros(len(FX)), inputs)
    assert inputs[IN.ambient_temperature_c] == 22.0


def test_cold_shock_fades_by_itself(clock):
    clock.begin(1, "cold water", temperature=5)
    early, _ = clock.after(30)
    late, _ = clock.after(600)
    assert early[FX.respiratory_drive] > 1.0
    assert late[FX.respiratory_drive] < 0.05


def test_a_full_table_refuses_and_stays_as_it_was(clock):
    owner = 1
    while (clock.table["active"] == 0).sum() > 10:
        clock.begin(owner, "ards", severity=0.9)
        owner += 1
    while (clock.table["active"] == 0).sum() > 5:
        clock.begin(owner, "airway obstruction", severity=0.9)
        owner += 1
    before = clock.table.tobytes()
    with pytest.raises(BodyError, match="too many"):
        clock.begin(owner, "ards", severity=0.9)
    assert clock.table.tobytes() == before


def test_a_table_copied_midway_goes_on_the_same(clock):
    clock.begin(1, "pulmonary embolism", severity=0.8)
    clock.after(500)
    other = Clock()
    other.table[:] = np.frombuffer(clock.table.tobytes(), course.DRIVE)
    first, _ = clock.after(2000)
    second, _ = other.after(2000)
    assert first.tobytes() == second.tobytes()
