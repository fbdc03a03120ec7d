"""What is about to be written to the log, while the activity is being asked; nothing of it holds until it is."""

from collections.abc import Iterable
from typing import Any

import msgspec

from bedside.encounter.activity import Activity
from bedside.encounter.faults import EncounterFault, Refused
from bedside.encounter.rules import ENDED, KERNEL_KINDS, SUPPORT_OFFERED, flaw, plain
from bedside.encounter.types import Command, Entry, Event, Happening, Tick


class Draft:
    """Entries that follow on a standing, with the time and end they lead to."""

    def __init__(self, now: Tick, seq: int, ended: bool = False) -> None:
        self.now = now
        self.ended = ended
        self.entries: list[Entry] = []
        self._seq = seq

    def add(self, kind: str, data: dict[str, Any], cause: str | None = None, at: Tick | None = None) -> Event:
        """Number an event and keep it."""
        self._seq += 1
        event = Event(self._seq, self.now if at is None else at, kind, plain(data), cause)
        self.entries.append(event)
        return event

    def command(self, command: Command) -> None:
        """Keep the command ahead of the events it causes."""
        self.entries.append(command)

    def decline(self, command: Command, refused: Refused) -> "Draft":
        """Write down the command and that it was refused; only the time before it has changed anything."""
        self.command(msgspec.structs.replace(command, at=self.now))
        data = {"verb": command.verb, "reason": refused.reason, "hint": refused.hint}
        self.add("refused", data, command.id)
        return self

    def take(self, happenings: Iterable[Happening], cause: str | None) -> None:
        """Happenings at this very tick, from `begin` or `handle`."""
        accepted = []
        for happening in happenings:
            if happening.at not in (None, self.now):
                raise EncounterFault(f"{happening.kind!r} was said to happen at {happening.at}, but it is {self.now}.")
            accepted.append(_checked(happening))
        for happening in accepted:
            self.add(happening.kind, happening.data, cause)
            self.ended = self.ended or happening.kind == ENDED
            if happening.kind == SUPPORT_OFFERED:
                self.add("paused", {}, cause)

    def pass_time(self, activity: Activity, to: Tick) -> list[Event]:
        """Let time pass in the activity up to `to`, or to its end; what came about."""
        if self.ended or to <= self.now:
            return []
        came: list[Event] = []
        last, latest = self.now, to
        for happening in activity.advance(to):
            at = _checked(happening).at
            if at is None or not last <= at <= latest:
                raise EncounterFault(
                    f"{happening.kind!r} was said to happen at {at}, outside {last} … {latest}: `advance` must give "
                    "each happening its own tick, in order, and none after the end."
                )
            came.append(self.add(happening.kind, happening.data, None, at))
            last = at
            if happening.kind == ENDED:
                self.ended, latest = True, at
        self.now = latest
        return came


def _checked(happening: Happening) -> Happening:
    if happening.kind in KERNEL_KINDS:
        raise EncounterFault(f"The event kind {happening.kind!r} belongs to the kernel; an activity may not use it.")
    if why := flaw(happening.data):
        raise EncounterFault(f"The data of {happening.kind!r} cannot be written down: {why}.")
    return happening
