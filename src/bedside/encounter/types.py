"""The words of an encounter: who takes part, what they send, what happens, and how it is written down."""

from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

Tick: TypeAlias = int
"""A moment of encounter time: whole milliseconds since the encounter began."""

HOST = "host"
"""The door itself (server, terminal); it may only let people in."""

PROGRAM = "program:"
"""How the ids of programs that take part begin, and nobody else's. What a program answers belongs to who asked."""

ERASED: dict[str, Any] = {"erased": True}
"""What stands in the log in place of a person's data once it has been erased."""

FORMAT = 1
"""The version of the log's format that this build writes."""


class Role(StrEnum):
    """What somebody is in an encounter; an activity says which role may send which verb."""

    LEARNER = "learner"
    PATIENT = "patient"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"
    PROGRAM = "program"


class Participant(msgspec.Struct, frozen=True):
    """Somebody who takes part. The name is personal data and may later be erased; the id is not."""

    id: str
    role: Role
    name: str = ""


class Command(msgspec.Struct, frozen=True, tag_field="entry", tag="command"):
    """What somebody (`by`, a participant's id) does at a tick. The id makes it act once however often it is sent."""

    id: str
    at: Tick
    by: str
    verb: str
    args: dict[str, Any] = {}


class Event(msgspec.Struct, frozen=True, tag_field="entry", tag="event"):
    """What happened: numbered from 1 without gaps; `cause` is the command's id, or None when time did it."""

    seq: int
    at: Tick
    kind: str
    data: dict[str, Any]
    cause: str | None = None


Entry: TypeAlias = Command | Event


class Happening(msgspec.Struct, frozen=True):
    """What an activity yields. `at` is required in `advance` (the tick it came about) and omitted in `handle`."""

    kind: str
    data: dict[str, Any] = {}
    at: Tick | None = None


class Receipt(msgspec.Struct, frozen=True):
    """The answer to a command: the same one each time that command is sent. `events` are those it caused."""

    command_id: str
    accepted: bool
    reason: str = ""
    hint: str = ""
    events: tuple[Event, ...] = ()


class Chunk(msgspec.Struct, frozen=True):
    """A finished piece of a track: float32 rows in row-major order, first row at `start`, `rate_hz` rows a second.

    Unique by (track, start); a later one replaces an earlier one. `owner` is the participant whose own body or
    movement was measured, if any: the values are then erased with that person's data.
    """

    track: str
    start: Tick
    rate_hz: float
    columns: tuple[str, ...]
    units: tuple[str, ...]
    values: bytes
    owner: str | None = None


class Header(msgspec.Struct, frozen=True):
    """What an encounter was made from; with the commands it determines every event."""

    encounter: str
    kind: str
    scenario_id: str
    scenario_hash: str
    scenario_text: str
    seed: int
    versions: dict[str, str] = {}
    format: int = FORMAT


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Command | Event)


def encode(entry: Entry) -> bytes:
    """Canonical JSON of a command or an event: equal entries have equal bytes."""
    return _encoder.encode(entry)


def decode(data: bytes) -> Entry:
    """The command or event of which `encode` wrote the bytes."""
    entry: Entry = _decoder.decode(data)
    return entry
