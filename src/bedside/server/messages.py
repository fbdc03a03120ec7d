"""What goes over the socket: MessagePack in both directions, one struct a message, told apart by `t`.

The TypeScript types of the client are generated from these (`bedside.server.typescript`).
"""

from __future__ import annotations

from typing import Any

import msgspec


class Hello(msgspec.Struct, tag_field="t", tag="hello"):
    """First message of a client: its token."""

    token: str


class SendCommand(msgspec.Struct, tag_field="t", tag="command"):
    """A command; sent again with the same id it acts once."""

    id: str
    verb: str
    args: dict[str, Any] = {}


class WantWaves(msgspec.Struct, tag_field="t", tag="waves"):
    """Whether curves are to be sent."""

    on: bool


class Ping(msgspec.Struct, tag_field="t", tag="ping"):
    """Is anybody there?"""


ClientMessage = Hello | SendCommand | WantWaves | Ping


class Welcome(msgspec.Struct, tag_field="t", tag="welcome"):
    """The answer to a valid token: who one is, and the whole view."""

    me: dict[str, Any]
    view: dict[str, Any]


class ViewChange(msgspec.Struct, tag_field="t", tag="view"):
    """The sections of the view that changed, whole."""

    now: int
    sections: dict[str, Any]


class CommandReceipt(msgspec.Struct, tag_field="t", tag="receipt"):
    """What became of a command."""

    id: str
    accepted: bool
    reason: str
    hint: str


class TimePasses(msgspec.Struct, tag_field="t", tag="tick"):
    """The time, each second."""

    now: int
    paused: bool
    pace: float


class WaveFrame(msgspec.Struct, tag_field="t", tag="waves", rename={"start": "from"}):
    """Curves: float32 little-endian, channel after channel, each with the same number of samples."""

    start: int
    rate: int
    channels: list[str]
    data: bytes


class Failure(msgspec.Struct, tag_field="t", tag="error"):
    """Something was wrong with the connection or a message."""

    code: str
    message: str


class Pong(msgspec.Struct, tag_field="t", tag="pong"):
    """Yes."""


ServerMessage = Welcome | ViewChange | CommandReceipt | TimePasses | WaveFrame | Failure | Pong

encoder = msgspec.msgpack.Encoder()
decoder = msgspec.msgpack.Decoder(ClientMessage)
