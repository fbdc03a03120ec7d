"""One process at a time runs an encounter."""

import subprocess
import sys

import pytest
from counting_ward import PEOPLE, CountingWard, header
from sqlalchemy import text

from bedside.encounter import Command, Encounter, NotSaved, verify
from bedside.records import InUse, Store
from bedside.records.lease import HEARTBEAT_S, STALE_S, alive

NOW = "2026-11-23T09:00:00Z"


def rewrite_lease(store: Store, **values: object) -> None:
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        for name, value in values.items():
            connection.execute(text(f"update leases set {name} = :value"), {"value": value})


def silence(store: Store) -> None:
    """Make the lease's owner seem not to have been heard of for long."""
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("update leases set heartbeat_s = heartbeat_s - :s"), {"s": STALE_S + 1})


def test_a_second_process_is_told_who_runs_the_encounter(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    first.create(header(), NOW)
    with pytest.raises(InUse, match=r"run by process \d+.*close that one"):
        second.log("e1")
    assert second.read("e1").length == 0


def test_a_closed_encounter_can_be_run_elsewhere_at_once(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    first.create(header(), NOW).close()
    second.log("e1")
    with pytest.raises(InUse):
        first.log("e1")


def test_a_dead_process_loses_its_encounter_at_once(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    first.create(header(), NOW)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not alive(gone.pid)
    rewrite_lease(first, pid=gone.pid)
    assert second.log("e1").length == 0


def test_a_pid_says_nothing_about_another_host(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    first.create(header(), NOW)
    rewrite_lease(first, pid=999_999_999, host="elsewhere")
    with pytest.raises(InUse, match="on elsewhere"):
        second.log("e1")
    silence(first)
    second.log("e1")


def test_who_lost_the_lease_writes_nothing_and_goes_on_only_when_it_is_free(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    stalled = Encounter.open(first.create(header(), NOW), CountingWard)
    stalled.join(PEOPLE[0])
    silence(first)
    taken = Encounter.open(second.log("e1"), CountingWard)
    taken.submit(Command("c1", 100, "lea", "count"))
    content = list(second.read("e1").entries())

    with pytest.raises(NotSaved, match="run by process"):
        stalled.submit(Command("c2", 200, "lea", "count"))
    assert list(second.read("e1").entries()) == content

    taken.submit(Command("c3", 300, "lea", "count"))
    second.log("e1").close()
    with pytest.raises(NotSaved, match="meanwhile"):  # it has not seen c3 yet
        stalled.submit(Command("c4", 400, "lea", "count"))
    assert stalled.submit(Command("c4", 400, "lea", "count")).events[-1].data["count"] == 3
    assert verify(second.read("e1"), CountingWard) == []


@pytest.mark.slow
def test_a_quiet_encounter_keeps_its_lease(open_store) -> None:  # type: ignore[no-untyped-def]
    first, second = open_store(), open_store()
    first.create(header(), NOW)
    silence(first)
    assert not first._closing.wait(HEARTBEAT_S + 1)
    with pytest.raises(InUse):
        second.log("e1")
