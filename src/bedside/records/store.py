"""All encounters of one database: made, opened, listed, let people in, erased."""

import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from bedside.encounter import Header, Participant, Tick
from bedside.records import keyring, lease, people, tracks
from bedside.records.engine import connect, locate, migrate, reading, writing
from bedside.records.faults import NoSuchEncounter, RecordsError
from bedside.records.log import SqlLog
from bedside.records.tables import encounters

PATIENCE_S = 5.0
SUMMARY = "summary"

_log = logging.getLogger(__name__)


class Summary(msgspec.Struct, frozen=True):
    """An encounter in a list; `summary` is what its activity put there (marks), None when none or erased."""

    id: str
    kind: str
    scenario_id: str
    title: str
    created: str
    reached: Tick
    ended: bool
    summary: dict[str, Any] | None = None


class Store:
    """The records. Safe to use from several threads; each encounter is run by one process at a time."""

    def __init__(self, engine: Engine) -> None:
        """Use `Store.open`."""
        self._engine = engine
        self._owner = uuid4().hex
        self._open: dict[str, SqlLog] = {}
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._heart: threading.Thread | None = None

    @classmethod
    def open(
        cls, url: str | None = None, data_folder: Path | str | None = None, patience_s: float = PATIENCE_S
    ) -> Self:
        """Open the database (see `engine.locate`), making or updating it; waits `patience_s` for other programs.

        Raises StorageUnavailable, StorageLocked, StorageFull, StorageDamaged, NewerRecords.
        """
        engine = connect(locate(url, data_folder), patience_s)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close every log and the database."""
        self._closing.set()
        if self._heart is not None:
            self._heart.join()
            self._heart = None
        try:
            for log in list(self._open.values()):
                log.close()
        finally:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create(self, header: Header, now_iso: str, title: str = "") -> SqlLog:
        """Write down a new encounter and hold its lease. Raises RecordsError when the id is taken."""
        values = {
            "id": header.encounter,
            "kind": header.kind,
            "scenario_id": header.scenario_id,
            "title": title or header.scenario_id,
            "created": now_iso,
            "header": msgspec.json.encode(header, order="sorted"),
            "length": 0,
            "reached": 0,
            "ended": False,
        }
        with self._lock:
            with writing(self._engine, f"write down the encounter {header.encounter}") as connection:
                try:
                    connection.execute(insert(encounters).values(**values))
                except IntegrityError as error:
                    raise RecordsError(
                        f"There is an encounter {header.encounter} already.", "Choose a new id."
                    ) from error
                lease.acquire(connection, header.encounter, self._owner)
            return self._opened(header)

    def log(self, encounter_id: str) -> SqlLog:
        """The log to run an encounter with, holding its lease; the same one until it is closed. Raises InUse."""
        with self._lock:
            if encounter_id in self._open:
                return self._open[encounter_id]
            with writing(self._engine, f"open the encounter {encounter_id}") as connection:
                header = _header(connection, encounter_id)
                lease.acquire(connection, encounter_id, self._owner)
            return self._opened(header)

    def read(self, encounter_id: str) -> SqlLog:
        """The log to look at an encounter with, also while another process runs it."""
        with reading(self._engine, f"open the encounter {encounter_id}") as connection:
            return SqlLog(self._engine, _header(connection, encounter_id), None)

    def encounters(self, tokens: Iterable[str] | None = None) -> list[Summary]:
        """All encounters, or those that the tokens let in to; the newest first."""
        columns = [encounters.c[name] for name in Summary.__struct_fields__ if name != SUMMARY]
        with reading(self._engine, "list the encounters") as connection:
            wanted = select(*columns).order_by(encounters.c.created.desc(), encounters.c.id)
            if tokens is not None:
                wanted = wanted.where(encounters.c.id.in_(people.encounters_of(connection, tokens)))
            rows = connection.execute(wanted).mappings().all()
            return [Summary(**row, summary=_summary(connection, row["id"])) for row in rows]

    def set_summary(self, encounter_id: str, summary: dict[str, Any]) -> None:
        """Put marks or the like into the encounter's line of the list; it is erased with the first of its people."""
        with writing(self._engine, f"summarise the encounter {encounter_id}") as connection:
            _header(connection, encounter_id)
            keyring.keep_state(connection, encounter_id, SUMMARY, 0, msgspec.json.encode(summary, order="sorted"))

    def add_participant(self, encounter_id: str, participant: Participant) -> str:
        """A new token that lets this participant in; it cannot be shown again."""
        with writing(self._engine, f"let somebody in to the encounter {encounter_id}") as connection:
            _header(connection, encounter_id)
            return people.add(connection, encounter_id, participant)

    def who(self, token: str) -> tuple[str, Participant] | None:
        """Which encounter a token lets in to, and as whom; None for a token that is none."""
        with reading(self._engine, "look up a token") as connection:
            return people.who(connection, token)

    def revoke(self, token: str) -> None:
        """Make a token worthless."""
        with writing(self._engine, "revoke a token") as connection:
            people.revoke(connection, token)

    def erase_participant(self, encounter_id: str, participant_id: str) -> None:
        """Destroy a participant's key: their commands, what came of them, their name and tokens are gone for good.

        The rest of the log stays readable. A process that has the encounter open forgets it when it closes it.
        """
        with writing(self._engine, "erase a participant") as connection:
            _header(connection, encounter_id)
            if not people.erase(connection, encounter_id, participant_id):
                raise NoSuchEncounter(
                    f"Nobody called {participant_id!r} has data in the encounter {encounter_id}.",
                    "Check the id; it may have been erased before.",
                )
        if self._engine.dialect.name == "sqlite":  # the write-ahead log must not keep the key either
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def export_track(self, encounter_id: str, name: str, path: Path | str) -> Path:
        """Write a track as a Parquet file; see `tracks.export`."""
        return tracks.export(self.read(encounter_id), name, Path(path))

    def _opened(self, header: Header) -> SqlLog:
        log = SqlLog(self._engine, header, self._owner, self._forget)
        self._open[header.encounter] = log
        if self._heart is None:
            self._heart = threading.Thread(target=self._beat, name="bedside-leases", daemon=True)
            self._heart.start()
        return log

    def _forget(self, encounter_id: str) -> None:
        self._open.pop(encounter_id, None)

    def _beat(self) -> None:
        """Keep the leases of quiet encounters."""
        while not self._closing.wait(lease.HEARTBEAT_S):
            if not self._open:
                continue
            try:
                with writing(self._engine, "keep the encounters' leases") as connection:
                    lease.renew_all(connection, self._owner)
            except Exception as error:
                told = "The leases could not be renewed; another process may take the encounters: %s"
                _log.warning(told, error, exc_info=not isinstance(error, RecordsError))


def _header(connection: Connection, encounter_id: str) -> Header:
    body = connection.execute(select(encounters.c.header).where(encounters.c.id == encounter_id)).scalar()
    if body is None:
        raise NoSuchEncounter(f"There is no encounter {encounter_id!r}.", "`bedside encounters` lists them.")
    return msgspec.json.decode(body, type=Header)


def _summary(connection: Connection, encounter_id: str) -> dict[str, Any] | None:
    kept = keyring.read_state(connection, encounter_id, SUMMARY)
    summary: dict[str, Any] | None = msgspec.json.decode(kept[1]) if kept else None
    return summary
