"""What happens when the activity or the log fails: nothing half-done remains, and it says what to do."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from counting_ward import PEOPLE, CountingWard, header

from bedside.encounter import (
    ERASED,
    Chunk,
    Command,
    Encounter,
    EncounterFault,
    Entry,
    Erased,
    Happening,
    MemoryLog,
    NotSaved,
    Participant,
    Tick,
    encode,
    verify,
)


class FailingLog(MemoryLog):
    """A disk that is full when told so: before writing, or (a lost connection) after it."""

    failing = ""

    def append(self, entries: Sequence[Entry], *, reached: Tick, chunks: Sequence[Chunk] = ()) -> None:
        if self.failing == "before":
            raise OSError("disk full")
        super().append(entries, reached=reached, chunks=chunks)
        if self.failing == "after":
            raise OSError("connection lost")

    def save_snapshot(self, position: int, state: bytes) -> None:
        if self.failing == "snapshots":
            raise OSError("disk full")
        super().save_snapshot(position, state)


@pytest.fixture
def log() -> FailingLog:
    return FailingLog(header())


@pytest.fixture
def encounter(log: FailingLog) -> Encounter:
    encounter = Encounter.open(log, CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    return encounter


def test_what_could_not_be_saved_was_not_done_and_may_be_sent_again(log: FailingLog, encounter: Encounter) -> None:
    before, content = encounter.snapshot(), log.content()
    command = Command("c1", 2000, "lea", "count")
    log.failing = "before"
    with pytest.raises(NotSaved, match=r"disk full.*send it again"):
        encounter.submit(command)
    assert encounter.snapshot() == before
    assert encounter.now == 0
    assert log.content() == content
    log.failing = ""
    receipt = encounter.submit(command)
    assert receipt.accepted
    assert receipt.events[0].data == {"count": 1, "who": "lea"}


def test_what_was_written_although_the_log_complained_is_acknowledged_and_acts_once(
    log: FailingLog, encounter: Encounter
) -> None:
    log.failing = "after"
    receipt = encounter.submit(Command("c1", 0, "lea", "count"))
    assert receipt.accepted
    log.failing = ""
    assert encounter.submit(Command("c1", 0, "lea", "count")) == receipt
    assert encounter.view("lea")["count"] == 1


def test_time_that_could_not_be_saved_has_not_passed(log: FailingLog, encounter: Encounter) -> None:
    log.failing = "before"
    with pytest.raises(NotSaved):
        encounter.advance(5000)
    assert encounter.now == 0
    log.failing = ""
    encounter.advance(5000)
    assert verify(log, CountingWard) == []


def test_a_log_that_cannot_be_begun_says_so_and_begins_later(log: FailingLog) -> None:
    log.failing = "before"
    with pytest.raises(NotSaved):
        Encounter.open(log, CountingWard)
    log.failing = ""
    assert Encounter.open(log, CountingWard).now == 0


def test_failing_snapshots_stop_nobody(log: FailingLog, encounter: Encounter, caplog: pytest.LogCaptureFixture) -> None:
    log.failing = "snapshots"
    for i in range(60):
        assert encounter.submit(Command(f"c{i}", 0, "lea", "count")).accepted
    assert "No snapshot" in caplog.text
    assert Encounter.open(log, CountingWard).snapshot() == encounter.snapshot()


def test_a_fault_in_handling_leaves_the_command_undone_and_unacknowledged(
    log: FailingLog, encounter: Encounter
) -> None:
    encounter.submit(Command("c1", 1000, "lea", "count"))
    before, content = encounter.snapshot(), log.content()
    for _ in range(2):
        with pytest.raises(EncounterFault, match=r"it broke.*Nothing was changed"):
            encounter.submit(Command("bad", 1500, "lea", "break"))
    assert (encounter.snapshot(), log.content(), encounter.now) == (before, content, 1000)
    assert encounter.submit(Command("c2", 1600, "lea", "count")).events[-1].data["count"] == 2


class Interrupted(CountingWard):
    """Somebody presses Ctrl-C in the middle of the first `roll`."""

    pressed = False

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        if command.verb == "roll" and not Interrupted.pressed:
            Interrupted.pressed = True
            self.state.count += 100
            raise KeyboardInterrupt
        return super().handle(command, by)


def test_an_interruption_half_way_leaves_nothing_half_done() -> None:
    log = MemoryLog(header())
    encounter = Encounter.open(log, Interrupted)
    encounter.join(PEOPLE[0])
    content = log.content()
    with pytest.raises(KeyboardInterrupt):
        encounter.submit(Command("r", 300, "lea", "roll"))
    assert log.content() == content
    assert encounter.view("lea")["count"] == 0
    assert encounter.submit(Command("r", 300, "lea", "roll")).accepted
    assert verify(log, CountingWard) == []


class Sloppy(CountingWard):
    """Breaks the contract as told by the note."""

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        yield Happening(command.args.get("kind", "noted"), command.args.get("data", {}), command.args.get("at"))
        if command.args.get("data") == "nan":
            yield Happening("noted", {"x": float("nan")})

    def advance(self, to: Tick) -> Iterable[Happening]:
        if to == 1111:
            yield Happening("late", {}, 2222)
        if to == 3333:
            yield Happening("timeless", {})
        if to == 4444:
            yield Happening("ended", {}, 4440)
            yield Happening("beep", {}, 4441)


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        ({"kind": "joined"}, "belongs to the kernel"),
        ({"at": 5}, "but it is 0"),
        ({"data": "nan"}, "cannot be written down"),
    ],
)
def test_a_broken_contract_in_handling_is_a_fault(args: dict[str, Any], complaint: str) -> None:
    log = MemoryLog(header())
    encounter = Encounter.open(log, Sloppy)
    encounter.join(PEOPLE[0])
    content = log.content()
    with pytest.raises(EncounterFault, match=complaint):
        encounter.submit(Command("c", 0, "lea", "note", args))
    assert log.content() == content


@pytest.mark.parametrize("to", [1111, 3333, 4444])
def test_happenings_at_impossible_times_are_a_fault(to: Tick) -> None:
    encounter = Encounter.open(MemoryLog(header()), Sloppy)
    with pytest.raises(EncounterFault, match="own tick"):
        encounter.advance(to)
    assert encounter.now == 0


class NewBuild(CountingWard):
    """The same ward in a later build, which counts double."""

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        if command.verb == "roll":
            raise LookupError("dice were removed")
        if command.verb == "count":
            command = Command(command.id, command.at, command.by, "count", {"times": 2})
        return super().handle(command, by)


def test_on_another_build_the_logged_events_prevail_and_the_difference_is_noted_once() -> None:
    log = MemoryLog(header())
    encounter = Encounter.open(log, CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    first = encounter.submit(Command("c1", 1000, "lea", "count")).events[0]
    encounter.submit(Command("c2", 2000, "lea", "roll"))
    logged = encounter.events()

    later = Encounter.open(log, NewBuild)
    assert later.events()[: len(logged)] == logged
    assert later.events()[-1].kind == "diverged"
    assert later.events()[-1].data == {"seq": first.seq, "logged": "counted", "found": "counted"}
    assert later.view("lea")["count"] == 2
    count = len(later.events())
    assert len(Encounter.open(log, NewBuild).events()) == count

    assert verify(log, CountingWard) == []
    with pytest.raises(EncounterFault):
        verify(log, NewBuild)


def test_verify_names_the_events_that_differ() -> None:
    log = MemoryLog(header())
    encounter = Encounter.open(log, CountingWard)
    encounter.join(PEOPLE[0])
    event = encounter.submit(Command("c1", 0, "lea", "count")).events[0]
    (difference,) = verify(log, NewBuild)
    assert difference.number == event.seq
    assert difference.logged == event
    assert difference.found is not None
    assert difference.found.data["count"] == 2


class ErasedLog(MemoryLog):
    def entries(self, after: int = 0) -> Any:
        for entry in super().entries(after):
            if isinstance(entry, Command) and entry.by == "lea":
                yield Command(entry.id, entry.at, entry.by, entry.verb, ERASED)
            else:
                yield entry


def test_an_encounter_with_an_erased_person_can_be_read_but_not_resumed() -> None:
    log = ErasedLog(header())
    encounter = Encounter.open(log, CountingWard)
    encounter.join(PEOPLE[0])
    encounter.submit(Command("c1", 0, "lea", "count"))
    assert [encode(entry) for entry in log.entries()]
    with pytest.raises(Erased, match=r"'lea'.*can still be read"):
        Encounter.open(log, CountingWard)
    with pytest.raises(Erased):
        verify(log, CountingWard)


def test_a_log_from_a_newer_bedside_says_to_update() -> None:
    log = MemoryLog(header())
    Encounter.open(log, CountingWard)
    log._header = type(log._header)(
        **{f: getattr(log._header, f) for f in log._header.__struct_fields__} | {"format": 9}
    )
    with pytest.raises(EncounterFault, match="Update Bedside"):
        Encounter.open(log, CountingWard)
