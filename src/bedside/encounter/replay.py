"""A log is enough to live an encounter again, and to check that this build still tells it the same way."""

from collections.abc import Iterable
from typing import NamedTuple

from bedside.encounter.encounter import Encounter
from bedside.encounter.faults import Erased
from bedside.encounter.log import Log, MemoryLog
from bedside.encounter.rules import FURTHEST_AHEAD
from bedside.encounter.stage import Make
from bedside.encounter.types import ERASED, Command, Event, Header, Tick


class Difference(NamedTuple):
    """Where log and re-simulation part: the n-th event (from 1) as logged and as found; None where one has no more."""

    number: int
    logged: Event | None
    found: Event | None


def resimulate(header: Header, commands: Iterable[Command], reached: Tick, make: Make) -> list[Event]:
    """Every event of an encounter, from its commands alone. Raises Erased, EncounterFault."""
    encounter = Encounter.open(MemoryLog(header), make)
    for command in commands:
        if command.args == ERASED:
            raise Erased(f"What {command.by!r} did was erased at their request.", "Its log can still be read.")
        _reach(encounter, command.at)
        encounter.submit(command)
    _reach(encounter, reached)
    return encounter.events()


def verify(log: Log, make: Make) -> list[Difference]:
    """The differences between a log and what this build makes of its commands; empty when it is exact."""
    entries = list(log.entries())
    logged = [entry for entry in entries if isinstance(entry, Event) and entry.kind != "diverged"]
    commands = [entry for entry in entries if isinstance(entry, Command)]
    found = resimulate(log.header, commands, log.reached, make)
    differences = []
    for index in range(max(len(logged), len(found))):
        was = logged[index] if index < len(logged) else None
        now = found[index] if index < len(found) else None
        if was is None or now is None or _content(was) != _content(now):
            differences.append(Difference(index + 1, was, now))
    return differences


def _content(event: Event) -> tuple[object, ...]:
    return event.at, event.kind, event.data, event.cause


def _reach(encounter: Encounter, to: Tick) -> None:
    """Advance in steps that the encounter allows; time that stands still is left alone."""
    while encounter.now < to and not encounter.paused and not encounter.ended:
        encounter.advance(min(to, encounter.now + FURTHEST_AHEAD))
