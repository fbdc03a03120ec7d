"""A log in a database is a log like the one in memory, and outlives its process."""

from uuid import uuid4

import pytest
from counting_ward import PEOPLE, CountingWard, header
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bedside.encounter import Chunk, Command, Encounter, Event, MemoryLog, Participant, Role, encode, verify
from bedside.records import NoSuchEncounter, RecordsError, SqlLog, StorageDamaged, Store

NOW = "2026-11-23T09:00:00Z"


def begun(log: SqlLog | MemoryLog) -> Encounter:
    encounter = Encounter.open(log, CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    return encounter


def consult(encounter: Encounter) -> None:
    for i in range(60):
        by, verb = [("lea", "count"), ("pat", "note"), ("lea", "remind"), ("obi", "count")][i % 4]
        encounter.submit(Command(f"c{i}", encounter.now + 170, by, verb, {"text": "Mir ist übel 🤢"} if i % 3 else {}))
    encounter.advance(encounter.now + 3000)


def test_it_holds_byte_for_byte_what_a_log_in_memory_holds(store: Store) -> None:
    memory = MemoryLog(header())
    log = store.create(header(), NOW)
    consult(begun(memory))
    consult(begun(log))
    assert b"\n".join(encode(entry) for entry in log.entries()) == memory.content()
    assert (log.length, log.reached) == (memory.length, memory.reached)
    assert list(log.track_chunks("wave")) == list(memory.track_chunks("wave"))
    assert log.snapshot() == memory.snapshot()
    assert list(log.entries(after=100)) == list(memory.entries(after=100))
    assert verify(log, CountingWard) == []


def test_an_encounter_goes_on_in_another_process_where_it_was(store: Store, open_store) -> None:  # type: ignore[no-untyped-def]
    encounter = begun(store.create(header(), NOW))
    consult(encounter)
    state, view = encounter.snapshot(), encounter.view("lea")
    store.close()
    later = Encounter.open(open_store().log("e1"), CountingWard)
    assert later.snapshot() == state
    assert later.view("lea") == view
    assert later.events() == encounter.events()


def test_the_header_comes_back_as_it_was(store: Store) -> None:
    made = store.create(header(seed=2**40), NOW)
    assert store.read("e1").header == made.header == header(seed=2**40)


def test_a_log_for_reading_follows_the_writer_but_writes_nothing(store: Store) -> None:
    log = store.create(header(), NOW)
    reader = store.read("e1")
    assert reader.length == 0
    encounter = begun(log)
    encounter.submit(Command("c1", 500, "lea", "count"))
    assert list(reader.entries()) == list(log.entries())
    assert (reader.length, reader.reached) == (log.length, 500)
    with pytest.raises(RecordsError, match="reading only"):
        reader.append([], reached=1)


def test_ids_are_made_and_found_once(store: Store) -> None:
    store.create(header(), NOW)
    with pytest.raises(RecordsError, match="e1 already"):
        store.create(header(), NOW)
    for lookup in (store.log, store.read):
        with pytest.raises(NoSuchEncounter, match="'nowhere'"):
            lookup("nowhere")


def test_the_same_store_gives_the_same_open_log(store: Store) -> None:
    assert store.create(header(), NOW) is store.log("e1")


def test_the_database_itself_keeps_a_command_from_being_written_twice(store: Store) -> None:
    log = store.create(header(), NOW)
    command = Command("c1", 0, "lea", "count")
    log.append([command], reached=0)
    with pytest.raises(RecordsError):
        log.append([command, Event(1, 0, "counted", {}, "c1")], reached=9)
    assert (log.length, log.reached) == (1, 0)
    assert list(log.entries()) == [command]


def test_a_later_chunk_replaces_an_earlier_one_at_the_same_start(store: Store) -> None:
    log = store.create(header(), NOW)
    first = Chunk("wave", 100, 10.0, ("up",), ("mV",), b"\0\0\0\0")
    second = Chunk("wave", 100, 10.0, ("up",), ("mV",), b"\0\0\x80?")
    log.append([], reached=0, chunks=[first])
    log.append([], reached=0, chunks=[second])
    assert list(log.track_chunks("wave")) == [second]
    assert log.track_names() == ["wave"]


def test_changed_records_are_noticed(store: Store) -> None:
    log = store.create(header(), NOW)
    begun(log).submit(Command("c1", 0, "lea", "note", {"text": "private"}))
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        sealed = connection.execute(text("select sealed from entries where command_id = 'c1'")).scalar_one()
        changed = bytes(sealed[:-1]) + bytes([sealed[-1] ^ 1])
        connection.execute(text("update entries set sealed = :s where command_id = 'c1'"), {"s": changed})
    with pytest.raises(StorageDamaged, match="changed after it was written"):
        list(log.entries())


def test_encounters_are_listed_newest_first_with_their_summaries(store: Store) -> None:
    begun(store.create(header("old"), "2026-11-01T09:00:00Z", title="The counting ward"))
    encounter = begun(store.create(header("new"), "2026-11-02T09:00:00Z"))
    encounter.submit(Command("end", 4000, "fay", "stop"))
    store.set_summary("new", {"marks": 17, "of": 20})
    store.set_summary("new", {"marks": 18, "of": 20})
    newest, oldest = store.encounters()
    assert (oldest.id, oldest.title, oldest.ended, oldest.summary) == ("old", "The counting ward", False, None)
    assert (newest.id, newest.title, newest.ended, newest.reached) == ("new", "counting-ward", True, 4000)
    assert newest.summary == {"marks": 18, "of": 20}
    assert (newest.kind, newest.scenario_id, newest.created) == ("counting", "counting-ward", "2026-11-02T09:00:00Z")


def test_a_token_shows_its_own_encounters_only(store: Store) -> None:
    for name in ("one", "two", "three"):
        store.create(header(name), NOW)
    lea = store.add_participant("one", PEOPLE[0])
    pat = store.add_participant("three", PEOPLE[1])
    assert {line.id for line in store.encounters([lea, pat])} == {"one", "three"}
    assert [line.id for line in store.encounters([lea, "guess"])] == ["one"]
    assert store.encounters([]) == []


def test_a_token_tells_who_comes_in_until_it_is_revoked(store: Store) -> None:
    store.create(header(), NOW)
    person = Participant("ann", Role.LEARNER, "Ann Ångström")
    token, second = store.add_participant("e1", person), store.add_participant("e1", person)
    assert token != second
    assert store.who(token) == store.who(second) == ("e1", person)
    assert store.who(token + "x") is None
    assert store.who("") is None
    assert store.who("\ud800") is None
    store.revoke(token)
    assert store.who(token) is None
    assert store.who(second) == ("e1", person)
    with pytest.raises(RecordsError, match="as learner, not as facilitator"):
        store.add_participant("e1", Participant("ann", Role.FACILITATOR))
    with pytest.raises(NoSuchEncounter):
        store.add_participant("e2", person)


STEP = st.tuples(st.integers(0, 3000), st.sampled_from(["lea", "pat", "fay", "stranger"]),
                 st.sampled_from(sorted(set(CountingWard.verbs) - {"break", "break_later"})))  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12), st.integers(0, 12))
def test_whatever_is_done_a_log_read_back_resumes_to_the_same_state(
    store: Store, steps: list[tuple[int, str, str]], cut: int
) -> None:
    name = uuid4().hex
    memory, log = MemoryLog(header(name)), store.create(header(name), NOW)
    one, two = begun(memory), begun(log)
    for i, (wait, by, verb) in enumerate(steps):
        if i == cut:
            log.close()
            two = Encounter.open(log := store.log(name), CountingWard)
        command = Command(f"c{i}", one.now + wait, by, verb, {"factor": 3, "minutes": 0.05})
        assert one.submit(command) == two.submit(command)
    assert b"\n".join(encode(entry) for entry in log.entries()) == memory.content()
    assert one.snapshot() == two.snapshot()
    log.close()
