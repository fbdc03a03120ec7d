"""Full, locked, missing, foreign or newer: the database's troubles are told plainly and lose nothing."""

import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from counting_ward import PEOPLE, CountingWard, header
from sqlalchemy import create_engine, event, inspect, text

from bedside import records
from bedside.encounter import Command, Encounter, NotSaved, verify
from bedside.records import NewerRecords, StorageDamaged, StorageFull, StorageLocked, StorageUnavailable, Store
from bedside.records.engine import REVISION, alembic_config
from bedside.records.tables import metadata

NOW = "2026-11-23T09:00:00Z"
OpenStore = Callable[..., Store]
MIGRATIONS = Path(records.__file__).parent / "migrations"


def begun(store: Store) -> Encounter:
    encounter = Encounter.open(store.create(header(), NOW), CountingWard)
    encounter.join(PEOPLE[0])
    return encounter


def limit_pages(store: Store, pages: int) -> None:
    """Let SQLite's file grow no further, as on a full disk (SQLITE_FULL)."""

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(store._engine, "checkout", limit)


def test_a_full_disk_loses_nothing_and_all_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with Store.open(data_folder=tmp_path) as store:
        encounter = begun(store)
        with store._engine.connect() as connection:
            limit_pages(store, connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 30)
        acknowledged = []
        for number in range(1000):
            try:
                acknowledged.append(
                    encounter.submit(Command(f"c{number}", number, "lea", "note", {"text": "x" * 3000}))
                )
            except NotSaved as error:
                full = error
                break
        else:
            pytest.fail("the disk never filled")
        assert len(acknowledged) > 2
        assert isinstance(full.__cause__, StorageFull)
        assert "the disk is full. Free some space" in str(full)
        before, now = encounter.snapshot(), encounter.now
        assert now == len(acknowledged) - 1
        with pytest.raises(NotSaved):
            encounter.submit(Command(f"c{number}", number, "lea", "note", {"text": "x" * 3000}))
        assert (encounter.snapshot(), encounter.now) == (before, now)
        limit_pages(store, 1_000_000)
        assert encounter.submit(Command(f"c{number}", number, "lea", "note", {"text": "x" * 3000})).accepted
        resent = [encounter.submit(Command(f"c{i}", 0, "lea", "note")) for i in range(len(acknowledged))]
        assert resent == acknowledged
        assert verify(store.read("e1"), CountingWard) == []


def test_a_locked_database_is_told_and_loses_nothing(open_store: OpenStore, store_url: str) -> None:
    store = open_store(patience_s=0.2)
    encounter = begun(store)
    blocker = create_engine(store._engine.url)
    with blocker.connect() as other:
        if blocker.dialect.name == "sqlite":
            other.exec_driver_sql("begin exclusive")
        else:
            other.execute(text("lock table entries in access exclusive mode"))
        with pytest.raises(NotSaved, match="another program holds") as caught:
            encounter.submit(Command("c1", 500, "lea", "count"))
        assert isinstance(caught.value.__cause__, StorageLocked)
        other.rollback()
    blocker.dispose()
    assert encounter.now == 0
    assert encounter.submit(Command("c1", 500, "lea", "count")).events[0].data["count"] == 1
    assert verify(store.read("e1"), CountingWard) == []


def test_the_data_folder_is_made_for_its_owner_alone(data_folder: Path) -> None:
    data_folder.rmdir()
    with Store.open() as store:
        store.create(header(), NOW)
        assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in data_folder.iterdir()} == {0o600}


def test_an_address_in_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_DATABASE", f"sqlite:///{tmp_path / 'named.sqlite3'}")
    Store.open().close()
    assert (tmp_path / "named.sqlite3").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageUnavailable, match=r"data folder .*file.* cannot be written.*BEDSIDE_DATA"):
        Store.open(data_folder=tmp_path / "file" / "data")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").write_bytes(b"this is a diary, not a database" * 100)
    with pytest.raises(StorageDamaged, match="no SQLite database"):
        Store.open(data_folder=tmp_path)


@pytest.mark.parametrize("url", ["what is this", "postgresql://nobody@127.0.0.1:1/none"])
def test_an_address_where_nothing_is_is_told(url: str) -> None:
    with pytest.raises(StorageUnavailable):
        Store.open(url)


def test_records_of_a_newer_bedside_are_left_alone(open_store: OpenStore) -> None:
    store = open_store()
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(NewerRecords, match=r"revision 9999.*Update Bedside"):
        open_store()


def test_the_migrations_make_the_tables_and_the_newest_is_known(store: Store, store_url: str) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert MigrationContext.configure(connection).get_current_revision() == REVISION
    assert ScriptDirectory.from_config(alembic_config(None, MIGRATIONS)).get_current_head() == REVISION


def test_the_migrations_can_be_undone(store: Store) -> None:
    with store._engine.connect().execution_options(writing=True) as connection, connection.begin():
        command.downgrade(alembic_config(connection, MIGRATIONS), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version", "sqlite_sequence"}


def test_opening_twice_updates_once(open_store: OpenStore) -> None:
    first = open_store()
    first.create(header(), NOW)
    assert [line.id for line in open_store().encounters()] == ["e1"]


def test_each_commit_is_synced_to_the_disk(store: Store) -> None:
    with store._engine.connect() as connection:
        if store._engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        else:
            assert connection.execute(text("show synchronous_commit")).scalar() == "on"


def test_processes_that_write_at_once_wait_for_each_other(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    encounters = []
    for number, store in enumerate(stores):
        encounters.append(Encounter.open(store.create(header(f"e{number}"), NOW), CountingWard))
        encounters[-1].join(PEOPLE[0])

    def work(number: int) -> int:
        for i in range(30):
            encounters[number].submit(Command(f"c{i}", i, "lea", "count"))
            stores[number].add_participant(f"e{1 - number}", PEOPLE[i % 4])
        return encounters[number].view("lea")["count"]  # type: ignore[no-any-return]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, range(2))) == [30, 30]
