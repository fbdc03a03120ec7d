"""The database: where it is, how it is opened so that what is written stays written, and its migrations."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url

from bedside.records.faults import NewerRecords, StorageUnavailable, told

REVISION = "0001"
"""The newest revision in `migrations/`; kept here so that opening needs no Alembic."""

DATABASE_FILE = "records.sqlite3"
MIGRATION_LOCK = 0x6265_6473
"""PostgreSQL's advisory lock that one process at a time migrates under."""


def default_folder() -> Path:
    """Where records are kept: env BEDSIDE_DATA, else ~/.local/share/bedside."""
    return Path(os.environ.get("BEDSIDE_DATA") or Path.home() / ".local/share/bedside").expanduser()


def locate(url: str | None, data_folder: Path | str | None) -> URL:
    """The database to use: `url`, else env BEDSIDE_DATABASE when no folder is given, else a file in the folder."""
    named = url or (os.environ.get("BEDSIDE_DATABASE") if data_folder is None else None)
    if named:
        try:
            found = make_url(named)
        except Exception as error:
            raise StorageUnavailable(
                "The database address cannot be read.", "It looks like postgresql://user:password@host/name."
            ) from error
        if found.drivername in ("postgresql", "postgres"):
            return found.set(drivername="postgresql+psycopg")
        return found
    folder = Path(data_folder).expanduser() if data_folder is not None else default_folder()
    return URL.create("sqlite", database=str(_prepared(folder) / DATABASE_FILE))


def _prepared(folder: Path) -> Path:
    """The folder, made for its owner alone when it is not there; and the database file in it likewise."""
    if folder.exists() and not folder.is_dir():
        raise StorageUnavailable(f"The data folder {folder} is no folder.", "Name a folder, such as with BEDSIDE_DATA.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(folder / DATABASE_FILE, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageUnavailable(
            f"The data folder {folder} cannot be written ({error.strerror}).",
            "Make it writable, or name another one in BEDSIDE_DATA.",
        ) from error
    return folder


def connect(url: URL, patience_s: float) -> Engine:
    """An engine whose commits are durable and which waits at most `patience_s` for others."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": patience_s})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = f"-c lock_timeout={int(patience_s * 1000)}"
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": options})
    except ModuleNotFoundError as error:
        raise StorageUnavailable(
            f"The database driver {error.name} is not installed.", "Install bedside[postgres], or use SQLite."
        ) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """WAL with a sync at each commit; deleted keys are overwritten; transactions are begun by us."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once, so that it waits its turn instead of failing half-way."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine, doing: str) -> Iterator[Connection]:
    """A transaction that writes: all of it or nothing, durable when the block is left."""
    with told(doing), engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine, doing: str) -> Iterator[Connection]:
    """A transaction that only reads."""
    with told(doing), engine.connect() as connection, connection.begin():
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. Raises NewerRecords when a newer Bedside has been here."""
    with reading(engine, "open the records") as connection:
        if _revision(connection) == REVISION:
            return
    with writing(engine, "update the records") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        found = _revision(connection)
        if found != REVISION:
            _upgrade(connection, found)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def alembic_config(connection: Connection | None, folder: Path) -> Any:
    """Alembic's configuration for the migrations in `folder`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    with as_file(files("bedside.records") / "migrations") as folder:
        config = alembic_config(connection, folder)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found is not None and found not in known:
            raise NewerRecords(
                f"The records were written by a newer Bedside (revision {found}; this one knows up to {REVISION}).",
                "Update Bedside, or name another folder in BEDSIDE_DATA.",
            )
        command.upgrade(config, "head")
