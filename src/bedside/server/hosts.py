"""Running encounters: each behind a host that owns its clock, keeps one thread in it, and tells its listeners.

Time passes only while somebody is there: a socket, or a request within the last `LINGER_S`. Nobody's patient gets
worse because a laptop was closed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import msgspec

from bedside.activities.clinic.voice import Voice, Wish
from bedside.encounter import Clock, Command, Encounter, EncounterFault, NotSaved, Receipt
from bedside.errors import BedsideError
from bedside.server.messages import Failure, ServerMessage, TimePasses, ViewChange, WaveFrame

LINGER_S = 20.0
BEAT_S = 0.2
WAVE_RATE_HZ = 125
SAMPLE_MS = 1000 // WAVE_RATE_HZ
WAVE_LAG_MS = 400
"""Curves are shown so far behind the body, that there is always something to draw."""
FIRST_WAVES_MS = 12_000
"""What a newcomer is shown of the past, so that the screen is not empty."""
QUEUE = 256
R = TypeVar("R")
_log = logging.getLogger(__name__)


class Wave(Protocol):
    """What an activity with curves offers."""

    def waves(self, start: int, end: int, rate_hz: int) -> tuple[list[str], bytes] | None:
        """Channels and float32 samples between two ticks; None where nothing is attached."""


@dataclass(eq=False)
class Listener:
    """A connected participant: what they were last shown, and what waits to be sent."""

    participant: str
    queue: asyncio.Queue[ServerMessage] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    shown: dict[str, bytes] = field(default_factory=dict)
    waves: bool = False
    waves_from: int = -1

    def put(self, message: ServerMessage) -> None:
        """Queue a message; a listener too slow to take any more loses it and is sent the whole view later."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.shown.clear()


class Host:
    """One encounter in this process."""

    def __init__(self, encounter: Encounter, on_close: Callable[[Host], None], voice: Voice | None = None) -> None:
        self.encounter = encounter
        self._voice = voice
        self._phrasing: set[asyncio.Task[None]] = set()
        self.listeners: set[Listener] = set()
        self._clock = Clock()
        self._lock = asyncio.Lock()
        self._on_close = on_close
        self._used = time.monotonic()
        self._task: asyncio.Task[None] | None = None
        self._last_second = -1
        self._anchor()

    def _anchor(self) -> None:
        still = self.encounter.paused or self.encounter.ended
        self._clock.anchor(self.encounter.now, self.encounter.pace, still)

    def start(self) -> None:
        """Let time pass."""
        self._task = asyncio.create_task(self._beat(), name=f"encounter {self.encounter.id}")

    async def stop(self) -> None:
        """Write down where it stands, and stop."""
        for task in (self._task, *self._phrasing):
            if task is not None:
                task.cancel()
        async with self._lock:
            try:
                await asyncio.to_thread(self.encounter.save)
            except BedsideError:
                _log.warning("Encounter %s could not be saved on closing; its log is complete.", self.encounter.id)
        self._on_close(self)

    async def submit(self, participant: str, identity: str, verb: str, args: dict[str, Any]) -> Receipt:
        """Carry out a command of a participant at the present tick. Raises NotSaved, EncounterFault."""
        self._used = time.monotonic()
        async with self._lock:
            command = Command(identity, self._clock.tick(), participant, verb, args)
            receipt = await self._carry_out(command)
            if self._voice is not None and (wish := self._voice.wanted(self.encounter, receipt)) is not None:
                task = asyncio.create_task(self._phrase(self._voice, wish))
                self._phrasing.add(task)
                task.add_done_callback(self._phrasing.discard)
            return receipt

    async def _carry_out(self, command: Command) -> Receipt:
        try:
            return await asyncio.to_thread(self.encounter.submit, command)
        finally:
            self._anchor()
            await self._show()

    async def _phrase(self, voice: Voice, wish: Wish) -> None:
        """Have a turn phrased while everything else goes on, and bring it back; the deadline answers what fails."""
        phrase = await asyncio.wrap_future(voice.phraser.ask(wish.request))
        async with self._lock:
            try:
                await self._carry_out(voice.answer(wish, phrase, self._clock.tick()))
            except (NotSaved, EncounterFault) as fault:
                _log.warning("Encounter %s: %s", self.encounter.id, fault)

    async def view(self, participant: str) -> dict[str, Any]:
        """What a participant may know now."""
        return await self.ask(lambda: self.encounter.view(participant))

    async def ask(self, question: Callable[[], R]) -> R:
        """Read something of the encounter with no one else in it."""
        self._used = time.monotonic()
        async with self._lock:
            return await asyncio.to_thread(question)

    async def listen(self, listener: Listener) -> dict[str, Any]:
        """Take a listener in; the whole view, from which later changes count."""
        view = await self.view(listener.participant)
        listener.shown = {name: msgspec.msgpack.encode(part) for name, part in view.items()}
        self.listeners.add(listener)
        return view

    def leave(self, listener: Listener) -> None:
        """Let a listener go."""
        self.listeners.discard(listener)
        self._used = time.monotonic()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            idle = not self.listeners and time.monotonic() - self._used > LINGER_S
            if idle:
                self._task = None
                await self.stop()
                return
            try:
                await self._pass_time()
            except (NotSaved, EncounterFault) as fault:
                _log.warning("Encounter %s: %s", self.encounter.id, fault)
                self._tell(Failure("not_saved", str(fault)))
                await asyncio.sleep(2.0)
                self._anchor()

    async def _pass_time(self) -> None:
        async with self._lock:
            tick = self._clock.tick()
            if tick > self.encounter.now:
                await asyncio.to_thread(self.encounter.advance, tick)
            if self.encounter.ended:
                self._anchor()
            second = self.encounter.now // 1000
            if second != self._last_second:
                self._last_second = second
                self._tell(TimePasses(self.encounter.now, self.encounter.paused, self.encounter.pace))
                await self._show()
            self._send_waves()

    def _tell(self, message: ServerMessage) -> None:
        for listener in self.listeners:
            listener.put(message)

    async def _show(self) -> None:
        """Send everybody the sections of their view that changed, and of lists that only grew what is new."""
        for listener in list(self.listeners):
            view = await asyncio.to_thread(self.encounter.view, listener.participant)
            packed = {name: msgspec.msgpack.encode(part) for name, part in view.items()}
            changed = [name for name, part in packed.items() if listener.shown.get(name) != part]
            changed_beyond_time = set(changed) - {"encounter"} or _standing(view) != _standing_of(listener)
            kept = {name: _kept(listener.shown.get(name), packed[name]) for name in changed}
            listener.shown = packed
            if changed and changed_beyond_time:
                whole = {name: view[name] for name in changed if not kept[name]}
                added = {name: view[name][count:] for name, count in kept.items() if count}
                listener.put(ViewChange(self.encounter.now, whole, added))

    def _send_waves(self) -> None:
        activity: Any = self.encounter.activity
        if not hasattr(activity, "waves"):
            return
        end = (self.encounter.now - WAVE_LAG_MS) // SAMPLE_MS * SAMPLE_MS
        for listener in self.listeners:
            start = listener.waves_from
            if not listener.waves or end <= start:
                continue
            if start < 0:
                start = max(0, end - FIRST_WAVES_MS)
            elif end - start > 3000:
                start = max(0, end - 1000)
            found = activity.waves(start, end, WAVE_RATE_HZ)
            listener.waves_from = end
            if found is not None and found[1]:
                listener.put(WaveFrame(start, WAVE_RATE_HZ, found[0], found[1]))


def _kept(before: bytes | None, after: bytes) -> int:
    """How many items a packed list had that it still begins with; 0 where it is no list or did not only grow."""
    old, new = _items(before or b""), _items(after)
    return old[0] if old and new and old[0] < new[0] and new[1].startswith(old[1]) else 0


def _items(packed: bytes) -> tuple[int, bytes] | None:
    """The length of a packed list and its items; None for anything else (the forms of arrays in MessagePack)."""
    first = packed[:1]
    if b"\x90" <= first <= b"\x9f":
        return first[0] & 15, packed[1:]
    if first in (b"\xdc", b"\xdd"):
        size = 2 if first == b"\xdc" else 4
        return int.from_bytes(packed[1 : 1 + size], "big"), packed[1 + size :]
    return None


def _standing(view: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view["encounter"].items() if name != "now"}


def _standing_of(listener: Listener) -> dict[str, Any]:
    kept = listener.shown.get("encounter")
    return _standing({"encounter": msgspec.msgpack.decode(kept)}) if kept else {}
