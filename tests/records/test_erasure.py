"""Whose key is destroyed has said nothing; what others said stays."""

from pathlib import Path

import pytest
from counting_ward import PEOPLE, CountingWard, header
from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url

from bedside.encounter import Chunk, Command, Encounter, Erased, Event, Participant, Role
from bedside.records import NAMELESS, NoSuchEncounter, Store
from bedside.records.tables import metadata

NOW = "2026-11-23T09:00:00Z"
SECRET = "i-had-chlamydia-in-2019"
OTHERS = "my-own-remark"


@pytest.fixture
def told(store: Store) -> Store:
    log = store.create(header(), NOW)
    encounter = Encounter.open(log, CountingWard)
    for person in PEOPLE:
        encounter.join(person)
        store.add_participant("e1", person)
    encounter.submit(Command("c1", 500, "lea", "note", {"text": SECRET}))
    encounter.submit(Command("c2", 900, "pat", "note", {"text": OTHERS}))
    encounter.submit(Command("c3", 900, "lea", "juggle", {"text": SECRET}))
    encounter.submit(Command("c4", 900, "fay", "pause", {"why": SECRET + " for Fay"}))
    store.set_summary("e1", {"feedback": SECRET})
    log.append([], reached=900, chunks=[Chunk("hand", 0, 1.0, ("x",), ("m",), b"hand", owner="lea")])
    encounter.save()
    return store


def everything(store: Store) -> bytes:
    """All bytes of all tables."""
    with store._engine.connect() as connection:
        rows = [tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    return b"|".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


def test_what_people_say_and_their_names_are_nowhere_in_the_clear(told: Store) -> None:
    stored = everything(told)
    for words in (SECRET, OTHERS, "Lea Learner", "Pat Patient"):
        assert words.encode() not in stored
    assert b"counting-ward" in stored


def test_tokens_are_not_stored(told: Store) -> None:
    token = told.add_participant("e1", PEOPLE[0])
    assert token.encode() not in everything(told)


def test_what_a_program_answers_somebody_is_erased_with_them_and_with_nobody_else(told: Store) -> None:
    encounter = Encounter.open(told.log("e1"), CountingWard)
    encounter.join(Participant("program:voice", Role.PROGRAM, "A voice"))
    for number, asked in (("p1", "c1"), ("p2", "c2")):
        note = {"text": f"you said {SECRET}, {number}", "answers": asked}
        assert encounter.submit(Command(number, 900, "program:voice", "note", note)).accepted
    told.erase_participant("e1", "lea")
    entries = list(told.read("e1").entries())
    args = {entry.id: entry.args for entry in entries if isinstance(entry, Command)}
    assert args["p1"] == {"erased": True}
    assert args["p2"]["text"].endswith("p2")
    caused = {entry.cause: entry.data for entry in entries if isinstance(entry, Event)}
    assert caused["p1"] == {"erased": True}
    assert caused["p2"] != {"erased": True}


def test_after_erasing_a_person_the_rest_of_the_log_stays_readable(told: Store) -> None:
    told.erase_participant("e1", "lea")
    entries = list(told.read("e1").entries())
    commands = {entry.id: entry for entry in entries if isinstance(entry, Command)}
    caused = {entry.cause: entry for entry in entries if isinstance(entry, Event)}
    assert commands["c1"].args == caused["c1"].data == {"erased": True}
    assert (commands["c1"].by, commands["c1"].verb, commands["c1"].at) == ("lea", "note", 500)
    assert commands["c3"].args == caused["c3"].data == {"erased": True}
    assert commands["host:join:lea"].args == {"id": "lea", "role": "learner", "name": NAMELESS}
    assert commands["c2"].args == {"text": OTHERS}
    assert caused["c4"].kind == "paused"
    assert all(SECRET not in repr(entry) for entry in entries if getattr(entry, "by", "") != "fay")


def test_erasing_takes_tokens_tracks_snapshots_and_summaries_along(told: Store) -> None:
    token = told.add_participant("e1", PEOPLE[0])
    others = told.add_participant("e1", PEOPLE[1])
    assert [chunk.values for chunk in told.read("e1").track_chunks("hand")] == [b"hand"]
    assert told.read("e1").snapshot() is not None
    told.erase_participant("e1", "lea")
    assert told.who(token) is None
    assert told.who(others) == ("e1", PEOPLE[1])
    assert list(told.read("e1").track_chunks("hand")) == []
    assert told.read("e1").snapshot() is None
    assert told.encounters()[0].summary is None
    with pytest.raises(NoSuchEncounter, match="erased before"):
        told.erase_participant("e1", "lea")


def test_an_erased_encounter_cannot_be_resumed_but_one_of_somebody_silent_can(told: Store) -> None:
    told.erase_participant("e1", "obi")
    resumed = Encounter.open(told.log("e1"), CountingWard)
    assert resumed.participants["obi"].name == NAMELESS
    assert resumed.paused
    told.erase_participant("e1", "lea")
    told.log("e1").close()
    with pytest.raises(Erased, match="'lea'"):
        Encounter.open(told.log("e1"), CountingWard)


def test_a_person_is_erased_from_one_encounter_only(told: Store) -> None:
    other = Encounter.open(told.create(header("e2"), NOW), CountingWard)
    other.join(PEOPLE[0])
    other.submit(Command("c1", 0, "lea", "note", {"text": OTHERS}))
    told.erase_participant("e1", "lea")
    assert any(isinstance(e, Command) and e.args == {"text": OTHERS} for e in told.read("e2").entries())


def test_who_comes_back_after_being_erased_gets_a_new_key(told: Store) -> None:
    told.erase_participant("e1", "obi")
    told.add_participant("e1", PEOPLE[3])
    encounter = Encounter.open(told.log("e1"), CountingWard)
    encounter.submit(Command("again", 0, "obi", "note", {"text": "back"}))
    entries = {entry.id: entry for entry in told.read("e1").entries() if isinstance(entry, Command)}
    assert entries["again"].args == {"text": "back"}
    assert entries["host:join:obi"].args["name"] == NAMELESS


def test_a_destroyed_key_is_in_no_file_of_the_database(told: Store, store_url: str) -> None:
    if not store_url.startswith("sqlite"):
        pytest.skip("PostgreSQL's files are the server's; its vacuum removes old rows")
    with told._engine.connect() as connection:
        keys = metadata.tables["keys"]
        secret = connection.execute(select(keys.c.secret).where(keys.c.participant_id == "lea")).scalar_one()
        assert inspect(connection).has_table("keys")
    folder = Path(str(make_url(store_url).database)).parent

    def found() -> bool:
        return any(secret in path.read_bytes() for path in folder.iterdir())

    assert found()
    told.erase_participant("e1", "lea")
    assert not found()
