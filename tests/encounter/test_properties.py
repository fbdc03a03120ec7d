"""What must hold whatever people do and however time is cut."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from counting_ward import PEOPLE, CountingWard, header
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.encounter import (
    Command,
    Encounter,
    EncounterFault,
    Event,
    MemoryLog,
    Participant,
    Receipt,
    resimulate,
    verify,
)

Step = tuple[int, str, str, dict[str, object]]
"""Milliseconds to wait, who, verb, arguments."""

ARGS: dict[str, st.SearchStrategy[dict[str, object]]] = {
    "count": st.fixed_dictionaries({"times": st.integers(-3, 400)}),
    "remind": st.fixed_dictionaries({"after": st.integers(0, 5000)}),
    "note": st.dictionaries(
        st.text(max_size=5), st.one_of(st.text(max_size=5), st.floats(), st.integers()), max_size=3
    ),
    "pace": st.fixed_dictionaries({"factor": st.sampled_from([0.5, 1, 60, 61, "fast"])}),
    "jump": st.fixed_dictionaries({"minutes": st.sampled_from([0.01, 0.1, 0.5, -1, None])}),
}
VERBS = [*CountingWard.verbs, "juggle"]
STEP = st.sampled_from([verb for verb in VERBS if not verb.startswith("break")]).flatmap(
    lambda verb: st.tuples(
        st.integers(0, 4000),
        st.sampled_from([*(person.id for person in PEOPLE), "stranger"]),
        st.just(verb),
        ARGS.get(verb, st.just({})),
    )
)
STEPS = st.lists(STEP, max_size=14)


def command(number: int, step: Step, at: int) -> Command:
    return Command(f"c{number}", at, step[1], step[2], step[3])


def opened(log: MemoryLog | None = None) -> tuple[MemoryLog, Encounter]:
    log = log or MemoryLog(header())
    encounter = Encounter.open(log, CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    return log, encounter


def run(encounter: Encounter, steps: Sequence[Step], first: int = 0) -> list[Receipt]:
    return [encounter.submit(command(first + i, step, encounter.now + step[0])) for i, step in enumerate(steps)]


def waves(log: MemoryLog) -> list[object]:
    return list(log.track_chunks("wave"))


@given(STEPS)
def test_the_same_inputs_give_the_same_bytes(steps: list[Step]) -> None:
    (log, one), (again, two) = opened(), opened()
    run(one, steps), run(two, steps)
    assert log.content() == again.content()
    assert one.snapshot() == two.snapshot()


@given(STEPS)
def test_events_are_numbered_without_gaps_and_never_go_back_in_time(steps: list[Step]) -> None:
    _, encounter = opened()
    run(encounter, steps)
    events = encounter.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(earlier.at <= later.at for earlier, later in pairwise(events))


@given(STEPS)
def test_the_commands_alone_give_all_events_again(steps: list[Step]) -> None:
    log, encounter = opened()
    run(encounter, steps)
    commands = [entry for entry in log.entries() if isinstance(entry, Command)]
    assert resimulate(log.header, commands, log.reached, CountingWard) == encounter.events()
    assert verify(log, CountingWard) == []


@given(STEPS, st.data())
def test_any_prefix_is_what_the_whole_began_with(steps: list[Step], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(steps)))
    (whole, one), (part, two) = opened(), opened()
    run(one, steps), run(two, steps[:cut])
    assert whole.content().startswith(part.content())


@given(STEPS, st.data())
def test_closing_and_opening_again_in_between_changes_nothing(steps: list[Step], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(steps)))
    with_snapshot = data.draw(st.booleans())
    (log, straight), (again, first) = opened(), opened()
    run(straight, steps)
    run(first, steps[:cut])
    if with_snapshot:
        first.save()
    second = Encounter.open(again, CountingWard)
    assert second.snapshot() == first.snapshot()
    assert second.now == first.now
    assert second.events() == first.events()
    run(second, steps[cut:], first=cut)
    assert again.content() == log.content()
    assert second.snapshot() == straight.snapshot()
    assert waves(again) == waves(log)


@given(STEPS, st.data())
def test_a_snapshot_in_the_middle_leads_to_the_same_end_as_none(steps: list[Step], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(steps)))
    log, encounter = opened()
    run(encounter, steps[:cut])
    encounter.save()
    run(encounter, steps[cut:], first=cut)
    assert Encounter.open(log, CountingWard).snapshot() == encounter.snapshot()
    log.save_snapshot(0, b"not a snapshot")
    assert Encounter.open(log, CountingWard).snapshot() == encounter.snapshot()


@given(STEPS, st.booleans())
def test_a_command_sent_twice_acts_once_also_after_a_restart(steps: list[Step], restart: bool) -> None:
    (log, once), (again, twice) = opened(), opened()
    receipts = run(once, steps)
    assert run(twice, steps) == receipts
    before = again.content()
    if restart:
        twice = Encounter.open(again, CountingWard)
    resent = [twice.submit(command(i, step, twice.now + 99)) for i, step in enumerate(steps)]
    assert resent == receipts
    assert again.content() == before == log.content()


@given(STEPS, STEP)
def test_a_refused_command_changes_nothing(steps: list[Step], last: Step) -> None:
    _, encounter = opened()
    run(encounter, steps)
    encounter.advance(encounter.now + last[0])
    before, now = encounter.snapshot(), encounter.now
    standing = (encounter.paused, encounter.pace, encounter.ended, dict(encounter.participants))
    receipt = encounter.submit(command(99, last, encounter.now))
    if receipt.accepted:
        assert not any(event.kind == "refused" for event in receipt.events)
        return
    assert encounter.snapshot() == before
    assert (encounter.paused, encounter.pace, encounter.ended, dict(encounter.participants)) == standing
    assert encounter.now == now
    assert [event.kind for event in receipt.events] == ["refused"]
    assert receipt.reason
    assert receipt.events[0].data["reason"] == receipt.reason


@given(STEPS, st.lists(st.integers(1, 1500), max_size=30), st.integers(0, 8000))
def test_cutting_time_differently_changes_nothing(steps: list[Step], cuts: list[int], rest: int) -> None:
    (log, straight), (again, halting) = opened(), opened()
    pieces = iter(cuts)
    for i, step in enumerate(steps):
        until = straight.now + step[0]
        straight.submit(command(i, step, until))
        while halting.now < until and (piece := next(pieces, None)) is not None:
            halting.advance(min(until, halting.now + piece))
        halting.submit(command(i, step, until))
    end = straight.now + rest
    straight.advance(end)
    for piece in pieces:
        halting.advance(min(end, halting.now + piece))
    halting.advance(end)
    assert again.content() == log.content()
    assert halting.snapshot() == straight.snapshot()
    assert halting.now == straight.now
    assert waves(again) == waves(log)


@given(st.sampled_from(PEOPLE), st.sampled_from(sorted(set(CountingWard.verbs) - {"break"})))
def test_only_the_roles_a_verb_is_for_may_send_it(person: Participant, verb: str) -> None:
    _, encounter = opened()
    receipt = encounter.submit(Command("c", 0, person.id, verb, {"factor": 2, "minutes": 1}))
    allowed = person.role in CountingWard.verbs[verb]
    assert ("you may not" in receipt.reason) == (not allowed)
    assert allowed or not receipt.accepted


@given(STEPS, st.sampled_from(["break", "break_later"]))
def test_after_a_fault_the_encounter_is_what_its_log_says(steps: list[Step], verb: str) -> None:
    log, encounter = opened()
    run(encounter, steps)
    if encounter.ended or encounter.paused:
        return
    before, content = encounter.snapshot(), log.content()
    if verb == "break":
        with pytest.raises(EncounterFault, match="break"):
            encounter.submit(Command("bad", encounter.now, "lea", "break"))
        assert log.content() == content
    else:
        encounter.submit(Command("bad", encounter.now, "lea", "break_later"))
        before, content = encounter.snapshot(), log.content()
        with pytest.raises(EncounterFault, match="time broke it"):
            encounter.advance(encounter.now + 5000)
    assert encounter.snapshot() == before
    assert log.content() == content
    assert Encounter.open(log, CountingWard).events() == encounter.events()
    assert isinstance(encounter.events()[-1], Event)


@settings(max_examples=10)
@given(st.lists(st.integers(0, 2000), min_size=60, max_size=60))
def test_snapshots_taken_on_the_way_resume_exactly(waits: list[int]) -> None:
    log, encounter = opened()
    for i, wait in enumerate(waits):
        encounter.submit(Command(f"n{i}", encounter.now + wait, "lea", "count"))
    taken = log.snapshot()
    assert taken is not None
    assert taken[0] > 50
    assert Encounter.open(log, CountingWard).snapshot() == encounter.snapshot()
