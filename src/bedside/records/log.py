"""One encounter's log in the database."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import msgspec
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from bedside.encounter import ENDED, PROGRAM, Chunk, Command, Entry, Event, Header, Tick, decode, encode
from bedside.records import keyring, lease, sealing
from bedside.records.engine import reading, writing
from bedside.records.faults import InUse, NoSuchEncounter, RecordsError
from bedside.records.tables import chunks as chunks_table
from bedside.records.tables import encounters
from bedside.records.tables import entries as entries_table

BATCH = 1000
CHUNK_BATCH = 200
SNAPSHOT = "snapshot"


class SqlLog:
    """An `encounter.Log` in SQLite or PostgreSQL; get one from a `Store`. One that writes holds the encounter's lease.

    Each append is one transaction that is on the disk when it returns, and is refused once the lease is lost.
    """

    def __init__(
        self, engine: Engine, header: Header, owner: str | None, when_closed: Callable[[str], None] = lambda _: None
    ) -> None:
        """Use `Store.create`, `Store.log` or `Store.read`; without an owner it only reads."""
        self._engine = engine
        self._header = header
        self._id = header.encounter
        self._owner = owner
        self._when_closed = when_closed
        self._known: tuple[int, Tick] | None = None

    @property
    def header(self) -> Header:
        return self._header

    @property
    def length(self) -> int:
        return self._standing()[0]

    @property
    def reached(self) -> Tick:
        return self._standing()[1]

    def close(self) -> None:
        """Let another process run the encounter; this log only reads from now on."""
        if self._owner is not None:
            owner, self._owner, self._known = self._owner, None, None
            self._when_closed(self._id)
            with writing(self._engine, f"close the encounter {self._id}") as connection:
                lease.release(connection, self._id, owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, entries: Sequence[Entry], *, reached: Tick, chunks: Sequence[Chunk] = ()) -> None:
        """Write all of it or none. Raises InUse, StorageFull, StorageLocked, StorageUnavailable."""
        length, _ = self._standing()
        grown = length + len(entries)
        self._known = None  # until it is certain; a failed commit may have been one after all
        with writing(self._engine, f"save the encounter {self._id}") as connection:
            self._hold(connection)
            self._grow(connection, length, grown, reached, entries)
            senders = _senders(connection, self._id, entries)
            parts = [sealing.part(entry, senders.get(_source(entry))) for entry in entries]
            owners = {part.owner for part in parts} | {chunk.owner for chunk in chunks}
            keys = keyring.keys_for(connection, self._id, (owner for owner in owners if owner is not None))
            if parts:
                rows = [self._row(length + 1 + i, part, keys) for i, part in enumerate(parts)]
                connection.execute(insert(entries_table), rows)
            for chunk in chunks:
                self._write_chunk(connection, chunk, keys)
        self._known = (grown, reached)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries past a position; what was erased reads `{"erased": true}`."""
        until = self.length
        table = entries_table.c
        while after < until:
            with reading(self._engine, f"read the encounter {self._id}") as connection:
                piece = (table.encounter_id == self._id) & (table.position > after) & (table.position <= until)
                rows = connection.execute(
                    select(entries_table).where(piece).order_by(table.position).limit(BATCH)
                ).all()
                secrets = keyring.secrets_of(connection, self._id)
            if not rows:
                return
            for row in rows:
                yield self._entry(row, secrets)
            after = rows[-1].position

    def save_snapshot(self, position: int, state: bytes) -> None:
        with writing(self._engine, f"save a snapshot of the encounter {self._id}") as connection:
            self._hold(connection)
            keyring.keep_state(connection, self._id, SNAPSHOT, position, state)

    def snapshot(self) -> tuple[int, bytes] | None:
        with reading(self._engine, f"read the encounter {self._id}") as connection:
            return keyring.read_state(connection, self._id, SNAPSHOT)

    def track_chunks(self, name: str) -> Iterator[Chunk]:
        """A track's chunks in order of their start, without those of people whose data was erased."""
        table, after = chunks_table.c, -1
        while True:
            with reading(self._engine, f"read the track {name} of {self._id}") as connection:
                piece = (table.encounter_id == self._id) & (table.track == name) & (table.start > after)
                found = select(chunks_table).where(piece).order_by(table.start).limit(CHUNK_BATCH)
                rows = connection.execute(found).all()
                secrets = keyring.secrets_of(connection, self._id)
            for row in rows:
                if row.key_id is None or row.key_id in secrets:
                    yield self._chunk(row, secrets)
            if len(rows) < CHUNK_BATCH:
                return
            after = rows[-1].start

    def track_names(self) -> list[str]:
        """The tracks that have been written, in alphabetical order."""
        with reading(self._engine, f"read the tracks of {self._id}") as connection:
            mine = chunks_table.c.encounter_id == self._id
            return sorted(connection.execute(select(chunks_table.c.track).where(mine).distinct()).scalars())

    def _standing(self) -> tuple[int, Tick]:
        """Length and time reached; a writer knows them, a reader asks each time."""
        if self._known is not None:
            return self._known
        with reading(self._engine, f"read the encounter {self._id}") as connection:
            row = connection.execute(
                select(encounters.c.length, encounters.c.reached).where(encounters.c.id == self._id)
            ).one_or_none()
        if row is None:
            raise NoSuchEncounter(f"There is no encounter {self._id} any more.", "It may have been deleted.")
        standing = (row.length, row.reached)
        if self._owner is not None:
            self._known = standing
        return standing

    def _hold(self, connection: Connection) -> None:
        if self._owner is None:
            raise RecordsError(f"The encounter {self._id} was opened for reading only.", "Open it with Store.log.")
        if not lease.renew(connection, self._id, self._owner):
            lease.acquire(connection, self._id, self._owner)

    def _grow(self, connection: Connection, length: int, grown: int, reached: Tick, entries: Sequence[Entry]) -> None:
        """Claim the next positions; fails when another process wrote since we last read."""
        values: dict[str, Any] = {"length": grown, "reached": reached}
        if any(isinstance(entry, Event) and entry.kind == ENDED for entry in entries):
            values["ended"] = True
        mine = (encounters.c.id == self._id) & (encounters.c.length == length)
        if connection.execute(update(encounters).where(mine).values(**values)).rowcount != 1:
            raise InUse(
                f"Another process wrote to the encounter {self._id} meanwhile.", "It was read again; send again."
            )

    def _row(self, position: int, part: sealing.Parts, keys: dict[str, keyring.Key]) -> dict[str, Any]:
        row: dict[str, Any] = {
            "encounter_id": self._id,
            "position": position,
            "command_id": part.clear.id if isinstance(part.clear, Command) else None,
            "body": encode(part.clear),
            "key_id": None,
            "sealed": None,
        }
        if part.owner is not None:
            key = keys[part.owner]
            personal = msgspec.json.encode(part.personal, order="sorted")
            row |= {"key_id": key.id, "sealed": sealing.seal(key.secret, personal, self._place(position))}
        return row

    def _entry(self, row: Row[Any], secrets: dict[int, bytes]) -> Entry:
        clear = decode(row.body)
        if row.sealed is None:
            return clear
        secret = secrets.get(row.key_id)
        if secret is None:
            return sealing.join(clear, None)
        return sealing.join(clear, msgspec.json.decode(sealing.unseal(secret, row.sealed, self._place(row.position))))

    def _place(self, position: int) -> str:
        return f"{self._id}/entry/{position}"

    def _write_chunk(self, connection: Connection, chunk: Chunk, keys: dict[str, keyring.Key]) -> None:
        table = chunks_table.c
        same = (table.encounter_id == self._id) & (table.track == chunk.track) & (table.start == chunk.start)
        connection.execute(delete(chunks_table).where(same))
        key = keys[chunk.owner] if chunk.owner is not None else None
        connection.execute(
            insert(chunks_table).values(
                encounter_id=self._id,
                track=chunk.track,
                start=chunk.start,
                rate_hz=chunk.rate_hz,
                columns=msgspec.json.encode(chunk.columns).decode(),
                units=msgspec.json.encode(chunk.units).decode(),
                owner=chunk.owner,
                key_id=key.id if key else None,
                body=sealing.seal(key.secret, chunk.values, _chunk_place(self._id, chunk)) if key else chunk.values,
            )
        )

    def _chunk(self, row: Row[Any], secrets: dict[int, bytes]) -> Chunk:
        columns, units = (tuple(msgspec.json.decode(text)) for text in (row.columns, row.units))
        chunk = Chunk(row.track, row.start, row.rate_hz, columns, units, row.body, row.owner)
        if row.key_id is None:
            return chunk
        values = sealing.unseal(secrets[row.key_id], row.body, _chunk_place(self._id, chunk))
        return msgspec.structs.replace(chunk, values=values)


def _chunk_place(encounter_id: str, chunk: Chunk) -> str:
    return f"{encounter_id}/track/{chunk.track}/{chunk.start}"


def _source(entry: Entry) -> str | None:
    """The command that an entry is, or came from."""
    return entry.cause if isinstance(entry, Event) else entry.id


def _senders(connection: Connection, encounter_id: str, entries: Sequence[Entry]) -> dict[str | None, str]:
    """Who sent the commands that these entries are or came from; a program's answer is of whoever it answers."""
    commands = [entry for entry in entries if isinstance(entry, Command)]
    senders: dict[str | None, str] = {entry.id: entry.by for entry in commands}
    answered = {entry.id: str(entry.args.get("answers")) for entry in commands if entry.by.startswith(PROGRAM)}
    sources = {_source(entry) for entry in entries} | set(answered.values())
    earlier = {source for source in sources if source is not None and source not in senders}
    if earlier:
        table = entries_table.c
        theirs = (table.encounter_id == encounter_id) & table.command_id.in_(earlier)
        for row in connection.execute(select(table.command_id, table.body).where(theirs)):
            command = decode(row.body)
            if isinstance(command, Command):
                senders[row.command_id] = command.by
    return senders | {answer: senders[asked] for answer, asked in answered.items() if asked in senders}
