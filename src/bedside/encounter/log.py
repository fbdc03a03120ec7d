"""Where an encounter is written down: the interface of a log, and one that lives in memory."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bedside.encounter.types import Chunk, Entry, Header, Tick, decode, encode


class Log(Protocol):
    """The durable record of one encounter. Positions count entries from 1."""

    @property
    def header(self) -> Header:
        """What the encounter was made from."""

    @property
    def length(self) -> int:
        """How many entries there are."""

    @property
    def reached(self) -> Tick:
        """The tick that the encounter had reached when it was last written."""

    def append(self, entries: Sequence[Entry], *, reached: Tick, chunks: Sequence[Chunk] = ()) -> None:
        """Write all of it or none of it; durable when it returns, and an exception when it could not be."""

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries past position `after`, in order."""

    def save_snapshot(self, position: int, state: bytes) -> None:
        """Keep the state as it was after `position` entries; an older one may be dropped."""

    def snapshot(self) -> tuple[int, bytes] | None:
        """The newest snapshot that can be read: (position, state)."""

    def track_chunks(self, name: str) -> Iterator[Chunk]:
        """A track's chunks in order of their start."""


class MemoryLog:
    """A log for previews, tests and re-simulation: gone with the process."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._entries: list[bytes] = []
        self._reached: Tick = 0
        self._snapshot: tuple[int, bytes] | None = None
        self._chunks: dict[tuple[str, Tick], Chunk] = {}

    @property
    def header(self) -> Header:
        return self._header

    @property
    def length(self) -> int:
        return len(self._entries)

    @property
    def reached(self) -> Tick:
        return self._reached

    def append(self, entries: Sequence[Entry], *, reached: Tick, chunks: Sequence[Chunk] = ()) -> None:
        encoded = [encode(entry) for entry in entries]
        self._entries += encoded
        self._chunks.update({(chunk.track, chunk.start): chunk for chunk in chunks})
        self._reached = reached

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return (decode(data) for data in self._entries[after:])

    def save_snapshot(self, position: int, state: bytes) -> None:
        self._snapshot = (position, state)

    def snapshot(self) -> tuple[int, bytes] | None:
        return self._snapshot

    def track_chunks(self, name: str) -> Iterator[Chunk]:
        return iter(sorted((c for c in self._chunks.values() if c.track == name), key=lambda c: c.start))

    def content(self) -> bytes:
        """All entries as lines of canonical JSON, to compare two logs byte for byte."""
        return b"\n".join(self._entries)
