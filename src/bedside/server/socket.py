"""The WebSocket of a participant: hello, then commands in and changes of the view out."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import msgspec
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bedside.encounter import Participant
from bedside.errors import BedsideError
from bedside.server.debriefs import remember
from bedside.server.hosts import Host, Listener
from bedside.server.messages import (
    ClientMessage,
    CommandReceipt,
    Failure,
    Hello,
    Ping,
    Pong,
    SendCommand,
    ServerMessage,
    WantWaves,
    Welcome,
    decoder,
    encoder,
)
from bedside.server.running import Running

router = APIRouter()
HELLO_WITHIN_S = 5.0
LARGEST_MESSAGE = 96 * 1024
"""Bytes. The kernel takes arguments of up to 64 KiB."""
MOST_PER_SECOND = 40
REFUSED = 4401
FAULT = 4500
_log = logging.getLogger(__name__)


@router.websocket("/api/encounters/{encounter}/socket")
async def participate(socket: WebSocket, encounter: str) -> None:
    """Serve one connection until either side leaves."""
    running: Running = socket.app.state.running
    if not _same_origin(socket):
        await socket.close(REFUSED, "another site may not open this")
        return
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        me = await _greeted(socket, running, encounter)
        if me is None:
            await _send(socket, Failure("no_access", "There is no such encounter for this token."))
            await socket.close(REFUSED)
            return
        try:
            host = await running.host(encounter)
        except BedsideError as error:
            await _send(socket, Failure("unavailable", str(error)))
            await socket.close(FAULT)
            return
        await _serve(socket, running, host, me)


def _same_origin(socket: WebSocket) -> bool:
    """Whether the page that opens the socket came from here; programs send no origin."""
    origin, host = socket.headers.get("origin"), socket.headers.get("host")
    return origin is None or origin.partition("://")[2] == host


async def _greeted(socket: WebSocket, running: Running, encounter: str) -> Participant | None:
    try:
        first = await asyncio.wait_for(_receive(socket), HELLO_WITHIN_S)
    except (TimeoutError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    if not isinstance(first, Hello):
        return None
    found = await asyncio.to_thread(running.store.who, first.token)
    return found[1] if found is not None and found[0] == encounter else None


async def _serve(socket: WebSocket, running: Running, host: Host, me: Participant) -> None:
    listener = Listener(me.id)
    view = await host.listen(listener)
    await _send(socket, Welcome(view["encounter"]["me"], view))
    sending = asyncio.create_task(_send_all(socket, listener))
    try:
        await _receive_all(socket, running, host, listener)
    finally:
        host.leave(listener)
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await sending


async def _send_all(socket: WebSocket, listener: Listener) -> None:
    while True:
        await _send(socket, await listener.queue.get())


async def _receive_all(socket: WebSocket, running: Running, host: Host, listener: Listener) -> None:
    loop = asyncio.get_running_loop()
    allowance, last = float(MOST_PER_SECOND), loop.time()
    while True:
        try:
            message = await _receive(socket)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            listener.put(Failure("bad_message", f"The message was not understood: {str(error)[:200]}"))
            message = None
        now = loop.time()
        allowance = min(float(MOST_PER_SECOND), allowance + (now - last) * MOST_PER_SECOND) - 1
        last = now
        if allowance < 0:
            await asyncio.sleep(-allowance / MOST_PER_SECOND)
        if message is not None:
            await _answer(message, running, host, listener)


async def _answer(message: ClientMessage, running: Running, host: Host, listener: Listener) -> None:
    match message:
        case SendCommand():
            await _carry_out(message, running, host, listener)
        case WantWaves(on=on):
            listener.waves, listener.waves_from = on, -1
        case Ping():
            listener.put(Pong())
        case Hello():
            listener.put(Failure("bad_message", "You are in already."))


async def _carry_out(message: SendCommand, running: Running, host: Host, listener: Listener) -> None:
    try:
        receipt = await host.submit(listener.participant, message.id, message.verb, message.args)
    except BedsideError as error:
        _log.warning("Encounter %s: %s", host.encounter.id, error)
        listener.put(Failure("not_saved", str(error)))
        return
    listener.put(CommandReceipt(message.id, receipt.accepted, receipt.reason, receipt.hint))
    if host.encounter.ended:
        await asyncio.to_thread(remember, running.store, host.encounter.id)


async def _receive(socket: WebSocket) -> ClientMessage:
    data = await socket.receive_bytes()
    if len(data) > LARGEST_MESSAGE:
        raise msgspec.DecodeError(f"it has {len(data):,} bytes; the limit is {LARGEST_MESSAGE:,}")
    message: ClientMessage = decoder.decode(data)
    return message


async def _send(socket: WebSocket, message: ServerMessage) -> None:
    await socket.send_bytes(encoder.encode(message))
