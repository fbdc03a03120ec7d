"""The bedside monitor: what its probes show, when it alarms, and what its devices do."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from a_case import a_case

from bedside import Consultation
from bedside.activities.clinic.activity import ClinicActivity
from bedside.activities.clinic.monitoring import reading
from bedside.activities.clinic.monitoring.alarms import usual_limits
from bedside.activities.clinic.monitoring.commands import FOR_TEACHERS
from bedside.activities.clinic.monitoring.shapes import InstructorSection, MonitorSection, NumericsSection
from bedside.encounter import Command, Event, Participant, Receipt, Refused, Role, resimulate

TEACHER = Participant("teacher", Role.FACILITATOR, "Tess")


class Bedside:
    """A consultation whose deeds take no time, with a teacher in the room."""

    def __init__(self, seed: int = 7) -> None:
        self.consultation = Consultation.start(a_case(), seed=seed)
        self.encounter = self.consultation.encounter
        self.encounter.join(TEACHER)
        self.sent = 0

    def send(self, verb: str, by: str = "learner", **args: Any) -> Receipt:
        self.sent += 1
        receipt = self.encounter.submit(Command(f"b{self.sent}", self.encounter.now, by, verb, args))
        if not receipt.accepted:
            raise Refused(receipt.reason, receipt.hint)
        return receipt

    def teach(self, verb: str, **args: Any) -> Receipt:
        return self.send(verb, "teacher", **args)

    def wait(self, seconds: float) -> list[Event]:
        return self.encounter.advance(self.encounter.now + round(1000 * seconds))

    @property
    def view(self) -> dict[str, Any]:
        return self.encounter.view("learner")

    @property
    def numbers(self) -> dict[str, float]:
        found: dict[str, float] = self.view["numerics"]["values"]
        return found

    @property
    def notes(self) -> dict[str, str]:
        found: dict[str, str] = self.view["numerics"]["notes"]
        return found

    @property
    def alarms(self) -> dict[str, dict[str, Any]]:
        return {alarm["id"]: alarm for alarm in self.view["monitor"]["alarms"]}

    @property
    def activity(self) -> ClinicActivity:
        activity = self.encounter.activity
        assert isinstance(activity, ClinicActivity)
        return activity

    def events(self, kind: str) -> list[Event]:
        return [event for event in self.encounter.events() if event.kind == kind]


@pytest.fixture
def bed() -> Bedside:
    return Bedside()


@pytest.fixture
def watched(bed: Bedside) -> Bedside:
    """With ECG, oximeter and cuff on, and the first pressure taken."""
    bed.send("do", action="monitor")
    bed.wait(40)
    return bed


def test_nothing_is_shown_before_a_probe_is_on(bed: Bedside) -> None:
    bed.wait(20)
    assert bed.numbers == {}
    assert bed.view["vitals"]["live"] is None
    assert bed.activity.waves(0, 1000, 125) is None


def test_each_probe_gives_its_own_numbers_and_no_others(bed: Bedside) -> None:
    bed.send("attach", probe="spo2")
    bed.wait(2)
    assert set(bed.numbers) == {"spo2", "pulse_rate", "perfusion_index", "heart_rate"}
    assert bed.notes["heart_rate"] == "from the pulse"
    bed.send("attach", probe="capnography")
    bed.send("attach", probe="temperature")
    bed.wait(2)
    assert {"etco2", "respiratory_rate", "temperature"} <= set(bed.numbers)
    bed.send("detach", probe="capnography")
    bed.wait(2)
    assert "etco2" not in bed.numbers


def test_an_arterial_line_must_be_placed_before_it_is_read(bed: Bedside) -> None:
    with pytest.raises(Refused, match="no arterial line"):
        bed.send("attach", probe="arterial_line")
    bed.send("do", action="arterial_line")
    bed.wait(2)
    truth = bed.consultation.vitals()
    assert bed.numbers["systolic_pressure"] == pytest.approx(truth["systolic_pressure"], abs=3)


def test_the_cuff_takes_about_half_a_minute_and_reads_the_pressure(bed: Bedside) -> None:
    bed.send("attach", probe="nibp")
    bed.send("cuff", do="start")
    bed.wait(20)
    assert bed.view["monitor"]["cuff"]["readings"] == []
    assert "systolic_pressure" not in bed.view["vitals"]["measured"]
    bed.wait(20)
    (reading_,) = bed.view["monitor"]["cuff"]["readings"]
    truth = bed.consultation.vitals()
    assert reading_["systolic"] == pytest.approx(truth["systolic_pressure"], abs=6)
    assert reading_["diastolic"] < reading_["mean"] < reading_["systolic"]
    assert bed.view["vitals"]["measured"]["systolic_pressure"]["at"] == reading_["at"]
    assert [event.data["what"] for event in bed.events("measured")] == ["blood_pressure"]


def test_the_cuff_measures_by_itself_as_often_as_it_is_told(watched: Bedside) -> None:
    watched.send("cuff", do="cycle", every_min=2.5)
    watched.wait(11 * 60)
    taken = [reading_["at"] for reading_ in watched.view["monitor"]["cuff"]["readings"]]
    assert len(taken) == 1 + 5
    gaps = np.diff(taken[1:]) / 60_000
    assert gaps == pytest.approx([2.5] * 4, abs=0.3)
    watched.send("cuff", do="cycle", every_min=0)
    watched.wait(300)
    assert len(watched.view["monitor"]["cuff"]["readings"]) == 6
    with pytest.raises(Refused, match="cannot measure every 7"):
        watched.send("cuff", do="cycle", every_min=7)


def test_without_a_pulse_the_cuff_finds_nothing_and_the_oximeter_shows_nothing(watched: Bedside) -> None:
    watched.teach("set_rhythm", rhythm="vf")
    watched.send("cuff", do="start")
    watched.wait(55)
    assert watched.view["monitor"]["cuff"]["message"] == "no pulse found"
    assert len(watched.view["monitor"]["cuff"]["readings"]) == 1
    assert "spo2" not in watched.numbers
    assert watched.notes["spo2"] == "Low perfusion"
    assert "heart_rate" not in watched.numbers


@pytest.mark.parametrize(("rhythm", "alarm"), [("vf", "vf"), ("asystole", "asystole"), ("vt", "vt")])
def test_a_deadly_rhythm_alarms_at_once_with_high_priority(watched: Bedside, rhythm: str, alarm: str) -> None:
    watched.teach("set_rhythm", rhythm=rhythm)
    watched.wait(7)
    found = watched.alarms[alarm]
    assert (found["priority"], found["latching"], found["active"]) == ("high", True, True)
    (began,) = [event for event in watched.events("monitor_alarm") if event.data["alarm"] == alarm]
    assert began.data["state"] == "began"


def test_an_alarm_of_high_priority_stays_until_it_is_acknowledged(watched: Bedside) -> None:
    watched.teach("set_rhythm", rhythm="vf")
    watched.wait(6)
    watched.send("acknowledge")
    assert watched.alarms["vf"]["active"], "what still holds cannot be cleared"
    watched.teach("set_rhythm", rhythm="sinus")
    watched.wait(6)
    assert watched.alarms["vf"]["active"] is False
    watched.send("acknowledge")
    assert "vf" not in watched.alarms


def test_a_limit_that_is_passed_alarms_after_its_delay_and_goes_by_itself(watched: Bedside) -> None:
    rate = watched.numbers["heart_rate"]
    watched.send("limits", limits={"heart_rate": {"low": 30, "high": rate - 5}})
    watched.wait(3)
    assert "heart_rate_high" not in watched.alarms
    watched.wait(4)
    assert watched.alarms["heart_rate_high"]["priority"] == "medium"
    watched.send("limits", limits={"heart_rate": {"low": 30, "high": 200}})
    watched.wait(2)
    assert "heart_rate_high" not in watched.alarms
    states = [e.data["state"] for e in watched.events("monitor_alarm") if e.data["alarm"] == "heart_rate_high"]
    assert states == ["began", "ended"]


def test_a_switched_off_limit_never_alarms_and_impossible_limits_are_refused(watched: Bedside) -> None:
    watched.send("limits", limits={"heart_rate": {"low": 30, "high": 40, "on": False}})
    watched.wait(10)
    assert "heart_rate_high" not in watched.alarms
    with pytest.raises(Refused, match="below the high"):
        watched.send("limits", limits={"heart_rate": {"low": 90, "high": 60}})
    with pytest.raises(Refused, match="out of range"):
        watched.send("limits", limits={"spo2": {"low": 120}})
    with pytest.raises(Refused, match="no alarm limits"):
        watched.send("limits", limits={"charm": {"low": 1}})
    watched.send("limits", usual=True)
    assert watched.view["monitor"]["limits"]["heart_rate"]["high"] == 120


def test_silence_lasts_two_minutes_and_does_not_cover_what_begins_later(watched: Bedside) -> None:
    watched.send("limits", limits={"heart_rate": {"low": 100, "high": 200}})
    watched.wait(8)
    watched.send("silence")
    first = next(iter(watched.alarms.values()))
    assert first["silenced"]
    watched.teach("disturb", probe="spo2", how="off")
    watched.wait(5)
    assert watched.alarms["spo2_off"]["silenced"] is False
    watched.wait(120)
    assert not any(alarm["silenced"] for alarm in watched.alarms.values())
    assert watched.view["monitor"]["silenced_until"] is None


def test_a_child_has_limits_of_its_own() -> None:
    baby, adult = usual_limits(0.5)["heart_rate"], usual_limits(40)["heart_rate"]
    assert (baby.low, adult.low) == (100, 50)
    assert baby.high == 190
    for age in (0.1, 0.9, 2, 5, 11, 15, 90):
        for limit in usual_limits(age).values():
            assert limit.low is None or limit.high is None or limit.low < limit.high


def test_a_probe_that_comes_off_shows_nothing_and_says_so_with_low_priority(watched: Bedside) -> None:
    watched.teach("disturb", probe="spo2", how="off")
    watched.teach("disturb", probe="ecg", how="off")
    watched.wait(5)
    assert {"spo2", "heart_rate", "respiratory_rate"}.isdisjoint(watched.numbers)
    assert watched.alarms["spo2_off"]["priority"] == "low"
    assert watched.alarms["ecg_off"]["priority"] == "medium"
    found = watched.activity.waves(watched.encounter.now - 1000, watched.encounter.now, 125)
    assert found is None
    watched.send("attach", probe="spo2")
    watched.wait(3)
    assert "spo2" in watched.numbers
    assert "spo2_off" not in watched.alarms


def test_an_asystole_is_not_seen_when_the_leads_are_off(watched: Bedside) -> None:
    watched.send("detach", probe="ecg")
    watched.teach("set_rhythm", rhythm="asystole")
    watched.wait(20)
    assert "asystole" not in watched.alarms


def test_movement_spoils_the_traces_and_the_saturation_the_same_way_each_time(watched: Bedside) -> None:
    watched.wait(5)
    start, end = watched.encounter.now - 2000, watched.encounter.now
    clean = rows_of(watched, start, end)
    watched.teach("disturb", probe="ecg", how="motion")
    noisy, again = rows_of(watched, start, end), rows_of(watched, start, end)
    assert np.abs(noisy["ecg_ii"] - clean["ecg_ii"]).max() > 0.1
    assert np.array_equal(noisy["ecg_ii"], again["ecg_ii"])
    half = rows_of(watched, start + 1000, end)
    assert half["ecg_ii"] == pytest.approx(noisy["ecg_ii"][-half["ecg_ii"].size :], abs=1e-5)
    assert np.array_equal(noisy["pleth"], clean["pleth"])


def rows_of(bed: Bedside, start: int, end: int) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    found = bed.activity.waves(start, end, 125)
    assert found is not None
    names, data = found
    return dict(zip(names, np.frombuffer(data, dtype="<f4").reshape(len(names), -1), strict=True))


def test_a_cuff_on_the_same_arm_takes_the_saturation_away_while_it_squeezes(watched: Bedside) -> None:
    watched.send("attach", probe="spo2", site="left")
    watched.wait(5)
    watched.send("cuff", do="start")
    watched.wait(5)
    assert "spo2" not in watched.numbers
    assert watched.notes["spo2"] == "Cuff on this arm"
    watched.wait(40)
    assert "spo2" in watched.numbers


def test_curves_begin_when_their_probe_was_put_on(bed: Bedside) -> None:
    bed.wait(10)
    bed.send("attach", probe="spo2")
    bed.wait(2)
    pleth = rows_of(bed, 8000, 12000)["pleth"]
    assert np.isnan(pleth[:240]).all()
    assert np.isfinite(pleth[260:]).all()


def test_a_shock_needs_pads_a_charge_and_everybody_clear(watched: Bedside) -> None:
    with pytest.raises(Refused, match="no pads"):
        watched.send("defib", do="charge")
    watched.send("attach", probe="pads")
    with pytest.raises(Refused, match="not charged"):
        watched.send("defib", do="shock", clear=True)
    watched.send("defib", do="energy", joules=200)
    watched.send("defib", do="charge")
    watched.wait(2)
    with pytest.raises(Refused, match="not charged"):
        watched.send("defib", do="shock", clear=True)
    watched.wait(5)
    assert watched.view["monitor"]["defibrillator"]["phase"] == "ready"
    with pytest.raises(Refused, match="touching"):
        watched.send("defib", do="shock")
    events = watched.send("defib", do="shock", clear=True).events
    done = next(event for event in events if event.kind == "done")
    assert (done.data["action"], done.data["args"]["joules"]) == ("defibrillate", 200)
    assert any(event.kind == "shocked" for event in events)
    assert watched.view["monitor"]["defibrillator"]["phase"] == "idle"


def test_a_charge_can_be_disarmed_and_is_dumped_after_a_minute(watched: Bedside) -> None:
    watched.send("attach", probe="pads")
    watched.send("defib", do="charge")
    watched.send("defib", do="disarm")
    assert watched.view["monitor"]["defibrillator"]["phase"] == "idle"
    watched.send("defib", do="charge")
    watched.wait(70)
    assert watched.view["monitor"]["defibrillator"]["phase"] == "idle"
    assert "dumped" in watched.view["monitor"]["defibrillator"]["message"]


def test_a_synchronised_shock_is_withheld_without_complexes_and_given_with_them(watched: Bedside) -> None:
    watched.send("attach", probe="pads")
    watched.teach("set_rhythm", rhythm="vf")
    watched.send("defib", do="sync")
    watched.send("defib", do="charge")
    watched.wait(6)
    events = watched.send("defib", do="shock", clear=True).events
    assert [event.data["state"] for event in events if event.kind == "defib"] == ["withheld"]
    assert watched.view["monitor"]["defibrillator"]["phase"] == "ready"
    watched.teach("set_rhythm", rhythm="svt")
    watched.wait(3)
    events = watched.send("defib", do="shock", clear=True).events
    assert next(event for event in events if event.kind == "done").data["action"] == "cardiovert"
    assert watched.view["monitor"]["defibrillator"]["sync"] is False


def test_the_pacer_captures_from_its_threshold_on_and_not_before(watched: Bedside) -> None:
    watched.teach("set_rhythm", rhythm="complete_heart_block")
    watched.wait(5)
    with pytest.raises(Refused, match="no pads"):
        watched.send("pacer", on=True)
    watched.send("attach", probe="pads")
    watched.send("pacer", on=True, rate=80, current_ma=30)
    watched.wait(10)
    assert watched.view["monitor"]["pacer"]["captured"] is False
    assert watched.numbers["heart_rate"] < 70
    watched.send("pacer", current_ma=110)
    watched.wait(15)
    assert watched.view["monitor"]["pacer"]["captured"] is True
    assert watched.numbers["heart_rate"] == pytest.approx(80, abs=4)
    watched.send("pacer", on=False)
    watched.wait(15)
    assert watched.numbers["heart_rate"] < 70
    assert [event.data["action"] for event in watched.events("done") if event.data["action"] == "pace"] == ["pace"]


def test_demand_pacing_needs_electrodes_to_sense(bed: Bedside) -> None:
    bed.send("attach", probe="pads")
    with pytest.raises(Refused, match="electrodes"):
        bed.send("pacer", on=True, mode="demand")
    bed.send("pacer", on=True, mode="fixed", rate=70, current_ma=10)
    bed.send("detach", probe="pads")
    bed.wait(3)
    assert bed.view["monitor"]["pacer"]["on"] is False


def test_a_teacher_leads_numbers_and_lets_them_go(watched: Bedside) -> None:
    watched.teach("set_vital", variable="heart_rate", target=110, over="10 s")
    watched.wait(60)
    assert watched.consultation.vitals()["heart_rate"] == pytest.approx(110, abs=8)
    (steered,) = watched.encounter.view("teacher")["instructor"]["steered"]
    assert steered["variable"] == "heart_rate"
    watched.teach("release", id=steered["id"])
    watched.wait(180)
    assert watched.consultation.vitals()["heart_rate"] < 100
    with pytest.raises(Refused, match="out of range"):
        watched.teach("set_vital", variable="heart_rate", target=9000)
    with pytest.raises(Refused, match="cannot be set"):
        watched.teach("set_vital", variable="charm", target=1)


def test_a_teacher_starts_and_stops_conditions_with_their_options(watched: Bedside) -> None:
    name = next(one for one in ("asthma", "asthma_attack") if one in reading.conditions())
    condition = reading.conditions()[name]
    assert any(option.name == "severity" for option in condition.options)
    watched.teach("start_condition", condition=name, options={"severity": 0.7})
    watched.wait(5)
    (running,) = watched.encounter.view("teacher")["instructor"]["started"]
    assert running["options"] == {"severity": 0.7}
    watched.teach("stop_condition", condition=name)
    assert watched.encounter.view("teacher")["instructor"]["started"] == []
    with pytest.raises(Refused, match="out of range"):
        watched.teach("start_condition", condition=name, options={"severity": 7})
    with pytest.raises(Refused, match="no option"):
        watched.teach("start_condition", condition=name, options={"charm": 1})
    with pytest.raises(Refused, match="no condition"):
        watched.teach("start_condition", condition="melancholy of the spheres")


@pytest.mark.parametrize("verb", sorted(FOR_TEACHERS))
def test_a_learner_may_not_steer(bed: Bedside, verb: str) -> None:
    with pytest.raises(Refused, match="you may not"):
        bed.send(verb)


def test_only_a_teacher_sees_the_true_body(watched: Bedside) -> None:
    assert "instructor" not in watched.view
    section = msgspec.convert(watched.encounter.view("teacher")["instructor"], InstructorSection, strict=True)
    assert section.values["heart_rate"] > 0


def test_the_sections_have_the_published_form(watched: Bedside) -> None:
    watched.send("attach", probe="pads")
    watched.send("print_ecg")
    watched.wait(30)
    msgspec.convert(watched.view["monitor"], MonitorSection, strict=True)
    msgspec.convert(watched.view["numerics"], NumericsSection, strict=True)
    columns = watched.view["monitor"]["trend_columns"]
    assert all(len(row) == 1 + len(columns) for row in watched.view["trend"])
    assert watched.view["monitor"]["tracings"][0]["text"]


def test_the_trend_keeps_the_whole_encounter_in_a_bounded_room(watched: Bedside) -> None:
    state = watched.activity.state.monitoring
    for at in range(0, 40 * 3_600_000, 10_000):
        if at % state.trend_every == 0:
            watched.activity.monitor._keep_trend(at)
    assert 300 <= len(state.trend) <= 721
    assert state.trend[0][0] == 0
    assert (state.trend[-1][0] or 0) > 39 * 3_600_000


def test_alarms_and_measurements_are_the_same_in_a_replay(watched: Bedside) -> None:
    watched.send("attach", probe="pads")
    watched.send("cuff", do="cycle", every_min=1)
    watched.teach("set_rhythm", rhythm="vf")
    watched.wait(3.3)
    watched.send("defib", do="charge")
    watched.wait(5.7)
    watched.send("defib", do="shock", clear=True)
    watched.wait(90.5)
    log = watched.encounter._log
    commands = [entry for entry in log.entries() if isinstance(entry, Command)]
    again = resimulate(
        log.header, commands, watched.encounter.now, lambda header: ClinicActivity(a_case(), header.seed)
    )
    assert list(again) == watched.encounter.events()
    twin = ClinicActivity(a_case(), 7)
    twin.restore(watched.encounter.snapshot())
    assert twin.view(TEACHER) == watched.activity.view(TEACHER)
    assert twin.snapshot() == watched.encounter.snapshot()
