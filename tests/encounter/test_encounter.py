"""How an encounter runs: joining, time, pausing, jumping, ending, and what it refuses."""

from typing import Any

import pytest
from counting_ward import PEOPLE, CountingWard, header

from bedside.encounter import Command, Encounter, MemoryLog, Participant, Receipt, Refused, Role, decode, encode, verify

HOUR = 3_600_000


@pytest.fixture
def encounter() -> Encounter:
    encounter = Encounter.open(MemoryLog(header()), CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    return encounter


class Sender:
    def __init__(self, encounter: Encounter) -> None:
        self.encounter = encounter
        self.sent = 0

    def __call__(self, by: str, verb: str, at: int | None = None, **args: Any) -> Receipt:
        self.sent += 1
        return self.encounter.submit(Command(f"s{self.sent}", self.encounter.now if at is None else at, by, verb, args))


@pytest.fixture
def send(encounter: Encounter) -> Sender:
    return Sender(encounter)


def kinds(encounter: Encounter) -> list[str]:
    return [event.kind for event in encounter.events()]


def test_an_encounter_begins_with_what_the_activity_says(encounter: Encounter) -> None:
    assert kinds(encounter)[:2] == ["begun", "opened"]
    assert encounter.events()[0].data == {"kind": "counting", "scenario": "counting-ward"}


def test_a_view_shows_who_i_am_and_where_the_encounter_stands(encounter: Encounter, send: Sender) -> None:
    send("lea", "count", at=1500)
    view = encounter.view("lea")
    assert view["count"] == 1
    assert view["you"] == "Lea Learner"
    assert view["encounter"] == {
        "id": "e1",
        "kind": "counting",
        "scenario": "counting-ward",
        "now": 1500,
        "paused": False,
        "pace": 1.0,
        "ended": False,
        "me": {"id": "lea", "role": "learner", "name": "Lea Learner"},
        "participants": [{"id": person.id, "role": str(person.role), "name": person.name} for person in PEOPLE],
    }


def test_nobody_else_gets_a_view(encounter: Encounter) -> None:
    with pytest.raises(Refused, match="takes part"):
        encounter.view("stranger")


def test_joining_again_has_no_effect_but_nobody_takes_a_seat_that_is_taken(encounter: Encounter) -> None:
    before = encounter.events()
    assert encounter.join(PEOPLE[0]).accepted
    assert encounter.events() == before
    with pytest.raises(Refused, match="here already"):
        encounter.join(Participant("lea", Role.FACILITATOR, "Lea"))


@pytest.mark.parametrize("identity", ["host", "", "x" * 101])
def test_some_ids_are_no_participants(encounter: Encounter, identity: str) -> None:
    receipt = encounter.join(Participant(identity, Role.LEARNER))
    assert not receipt.accepted
    assert identity not in encounter.participants


@pytest.mark.parametrize(("identity", "role"), [("program:x", Role.LEARNER), ("voice", Role.PROGRAM)])
def test_nobody_takes_part_as_a_program_by_name_only(encounter: Encounter, identity: str, role: Role) -> None:
    assert "programs" in encounter.join(Participant(identity, role)).reason
    assert encounter.join(Participant("program:voice", Role.PROGRAM)).accepted


def test_only_the_host_lets_people_in_and_does_nothing_else(encounter: Encounter, send: Sender) -> None:
    assert "no 'join'" in send("fay", "join", id="eve", role="learner", name="").reason
    assert "only let people in" in send("host", "count").reason
    assert "eve" not in encounter.participants


@pytest.mark.parametrize(
    ("by", "verb", "reason"),
    [
        ("stranger", "count", "Nobody called 'stranger'"),
        ("lea", "juggle", "no 'juggle'"),
        ("obi", "count", "As observer you may not 'count'"),
        ("lea", "stop", "As learner you may not 'stop'"),
        ("lea", "slip", "It slipped."),
        ("lea", "pause", "you may not 'pause'"),
    ],
)
def test_refusals_say_why(encounter: Encounter, send: Sender, by: str, verb: str, reason: str) -> None:
    receipt = send(by, verb)
    assert not receipt.accepted
    assert reason in receipt.reason
    event = encounter.events()[-1]
    assert (event.kind, event.cause, event.data["verb"]) == ("refused", receipt.command_id, verb)


def test_a_refusal_tells_what_the_sender_can_do(send: Sender) -> None:
    assert "break, break_later, note, roll, slip" in send("obi", "juggle").hint
    assert send("lea", "slip").hint == "Hold it tighter."


def test_a_refusal_after_the_state_was_touched_still_changes_nothing(encounter: Encounter, send: Sender) -> None:
    before = encounter.snapshot()
    assert not send("lea", "slip").accepted
    assert encounter.snapshot() == before


BAD_ARGS: list[Any] = [
    {"erased": True},
    {"x": float("nan")},
    {"x": float("inf")},
    {"x": {1: 2}},
    {"x": b"bytes"},
    {"x": object()},
    {"x": "\ud800"},
    {"x": 2**64},
    {"x": "long" * 20_000},
    ["a list"],
    None,
]


@pytest.mark.parametrize("args", BAD_ARGS, ids=lambda args: repr(args)[:20])
def test_arguments_that_cannot_be_written_down_are_refused_and_stay_so(encounter: Encounter, args: Any) -> None:
    before = encounter.snapshot()
    receipt = encounter.submit(Command("odd", 0, "lea", "note", args))
    assert not receipt.accepted
    assert "arguments" in receipt.reason
    assert encounter.snapshot() == before
    assert encounter.submit(Command("odd", 0, "lea", "note", {"x": 1})) == receipt
    assert verify(encounter._log, CountingWard) == []


def test_what_an_activity_is_handed_is_what_a_replay_hands_it(encounter: Encounter) -> None:
    receipt = encounter.submit(Command("c", 0, "lea", "note", {"z": 1, "a": (1, 2)}))
    note = receipt.events[0].data["note"]
    assert note == {"a": [1, 2], "z": 1}
    assert list(note) == ["a", "z"]


def test_deeply_nested_arguments_are_refused(encounter: Encounter) -> None:
    deep: list[Any] = []
    for _ in range(40):
        deep = [deep]
    assert "deep" in encounter.submit(Command("deep", 0, "lea", "note", {"x": deep})).reason


@pytest.mark.parametrize("at", [-1, 48 * HOUR + 1, 10**30, 1.5, True, "soon"])
def test_impossible_times_are_refused(encounter: Encounter, at: Any) -> None:
    receipt = encounter.submit(Command("when", at, "lea", "count"))
    assert not receipt.accepted
    assert "time" in receipt.reason
    assert encounter.now == 0


@pytest.mark.parametrize("identity", ["", "x" * 201, None, "\ud800"])
def test_an_unusable_id_is_refused_and_remembered(encounter: Encounter, identity: Any) -> None:
    receipt = encounter.submit(Command(identity, 0, "lea", "count"))
    assert not receipt.accepted
    count = len(encounter.events())
    assert encounter.submit(Command(identity, 0, "lea", "count")) == receipt
    assert len(encounter.events()) == count


def test_an_id_used_by_somebody_else_tells_nothing_of_theirs(encounter: Encounter, send: Sender) -> None:
    encounter.submit(Command("mine", 0, "lea", "count"))
    receipt = encounter.submit(Command("mine", 0, "pat", "count"))
    assert not receipt.accepted
    assert receipt.events == ()


def test_time_events_stand_before_the_command_that_came_later(encounter: Encounter, send: Sender) -> None:
    send("lea", "remind", after=1000)
    receipt = send("lea", "count", at=3000)
    reminder = next(event for event in encounter.events() if event.kind == "reminder")
    assert (reminder.at, reminder.cause) == (1000, None)
    assert reminder.seq < receipt.events[0].seq
    assert receipt.events[0].data["count"] == 2


def test_a_command_from_the_past_acts_now(encounter: Encounter, send: Sender) -> None:
    encounter.advance(5000)
    assert send("lea", "count", at=100).events[0].at == 5000


def test_time_never_goes_back(encounter: Encounter) -> None:
    encounter.advance(5000)
    assert encounter.advance(1000) == []
    assert encounter.now == 5000


def test_no_time_passes_while_paused(encounter: Encounter, send: Sender) -> None:
    send("lea", "remind", after=1000)
    send("fay", "pause", at=500)
    assert encounter.paused
    assert encounter.advance(60_000) == []
    assert send("lea", "note", at=70_000, text="still here").events[0].at == 500
    assert send("lea", "count").reason == "The encounter is paused."
    assert "already" in send("fay", "pause").reason
    assert "no time" in send("fay", "jump", minutes=1).reason
    assert send("fay", "resume", at=80_000).events[0].at == 500
    assert "already" in send("fay", "resume").reason
    assert [event.at for event in encounter.advance(1000) if event.kind == "reminder"] == [1000]


def test_pace_is_kept_for_the_doors_clock(encounter: Encounter, send: Sender) -> None:
    assert send("fay", "pace", factor=4).events[0].data == {"factor": 4.0}
    assert encounter.pace == 4.0
    for factor in (0.05, 61, "fast", True, None):
        assert "0.1 to 60" in send("fay", "pace", factor=factor).reason
    assert encounter.pace == 4.0


def test_a_jump_goes_as_far_as_asked_when_nothing_needs_attention(encounter: Encounter, send: Sender) -> None:
    receipt = send("fay", "jump", at=300, minutes=2.5)
    assert encounter.now == 150_300
    assert receipt.events[-1].data == {"from": 300, "to": 150_300, "stopped_by": None}


def test_a_jump_stops_at_what_needs_attention(encounter: Encounter, send: Sender) -> None:
    send("lea", "remind", after=61_500)
    receipt = send("fay", "jump", at=300, minutes=5)
    assert receipt.events[-1].data == {"from": 300, "to": 62_000, "stopped_by": "reminder"}  # on the whole second
    assert encounter.now == 62_000


def test_a_jump_stops_at_the_end(encounter: Encounter, send: Sender) -> None:
    send("lea", "count", times=998)
    send("lea", "remind", after=1500)
    send("lea", "remind", after=1600)
    receipt = send("fay", "jump", minutes=5)
    assert receipt.events[-1].data == {"from": 0, "to": 1700, "stopped_by": "ended"}
    assert (encounter.ended, encounter.now) == (True, 1700)


@pytest.mark.parametrize("minutes", [0, -1, 1441, "five", None, True, float("nan")])
def test_impossible_jumps_are_refused(encounter: Encounter, send: Sender, minutes: Any) -> None:
    assert not send("fay", "jump", minutes=minutes).accepted
    assert encounter.now == 0


def test_after_the_end_time_stands_still_and_only_afterthoughts_are_taken(encounter: Encounter, send: Sender) -> None:
    send("fay", "stop", at=2000)
    assert encounter.ended
    assert encounter.view("lea")["encounter"]["ended"] is True
    assert encounter.advance(10_000) == []
    assert encounter.now == 2000
    assert send("lea", "count", at=9000).reason == "The encounter has ended."
    assert send("fay", "jump", minutes=1).reason == "The encounter has ended."
    assert send("lea", "note", at=9000, text="I should have asked").events[0].at == 2000
    assert encounter.join(Participant("tea", Role.FACILITATOR, "Tea")).accepted


def test_what_was_ended_paused_and_paced_is_so_after_opening_again(encounter: Encounter, send: Sender) -> None:
    send("fay", "pace", factor=2)
    send("fay", "pause", at=700)
    again = Encounter.open(encounter._log, CountingWard)
    assert (again.now, again.paused, again.pace, again.ended) == (700, True, 2.0, False)
    assert dict(again.participants) == {person.id: person for person in PEOPLE}


def test_quiet_time_is_remembered_to_about_a_second(encounter: Encounter) -> None:
    for tick in range(0, 90_000, 50):
        encounter.advance(tick)
    assert Encounter.open(encounter._log, CountingWard).now >= encounter.now - 1000
    encounter.save()
    assert Encounter.open(encounter._log, CountingWard).now == encounter.now


def test_track_chunks_come_in_order_and_without_holes(encounter: Encounter) -> None:
    encounter.advance(10_050)
    chunks = list(encounter._log.track_chunks("wave"))
    assert [chunk.start for chunk in chunks] == [100 + 1000 * i for i in range(10)]
    assert all(len(chunk.values) == 10 * 2 * 4 for chunk in chunks)
    assert chunks[0].units == ("mV", "mV")


def test_events_since_a_number_are_those_after_it(encounter: Encounter, send: Sender) -> None:
    last = encounter.events()[-1].seq
    receipt = send("lea", "count")
    assert encounter.events(last) == list(receipt.events)


def test_entries_are_canonical_json() -> None:
    one = Command("c", 1, "lea", "note", {"b": 1, "a": [1.5, None]})
    two = Command("c", 1, "lea", "note", {"a": [1.5, None], "b": 1})
    assert (
        encode(one)
        == encode(two)
        == (b'{"args":{"a":[1.5,null],"b":1},"at":1,"by":"lea","entry":"command","id":"c","verb":"note"}')
    )
    assert decode(encode(one)) == one
