"""Going on where a log ends: the newest snapshot, the commands since, and the time reached."""

import logging
from typing import Any, NamedTuple

import msgspec

from bedside.encounter.draft import Draft
from bedside.encounter.faults import EncounterFault, Erased
from bedside.encounter.log import Log
from bedside.encounter.rules import JUMP, KERNEL_KINDS, KERNEL_VERBS
from bedside.encounter.stage import Make, Stage
from bedside.encounter.standing import Standing
from bedside.encounter.types import ERASED, FORMAT, HOST, Command, Entry, Event, Tick

_log = logging.getLogger(__name__)


class State(msgspec.Struct, frozen=True, array_like=True):
    """What a snapshot holds; all else of an encounter follows from its log."""

    now: Tick
    activity: bytes


class Resumed(NamedTuple):
    """An encounter put together again; `snapshot` is the (position, tick) it was begun from."""

    standing: Standing
    stage: Stage
    snapshot: tuple[int, Tick]
    divergence: dict[str, Any] | None


def pack_state(now: Tick, activity: bytes) -> bytes:
    """The bytes of a snapshot."""
    return msgspec.msgpack.encode(State(now, activity))


def resume(log: Log, make: Make) -> Resumed:
    """Put together an encounter from a log that is not empty. Raises EncounterFault, Erased."""
    if log.header.format > FORMAT:
        raise EncounterFault(
            f"The encounter {log.header.encounter} was written by a newer Bedside (format {log.header.format}, "
            f"this one reads up to {FORMAT}).",
            "Update Bedside to open it.",
        )
    entries = list(log.entries())
    standing = Standing()
    for entry in entries:
        standing.note(entry)
    standing.now = log.reached
    stage, position, now = _start(log, make)
    tail = entries[position:]
    found = _rerun(stage, tail, standing, now, begin=position == 0)
    return Resumed(standing, stage, (position, now), _first_difference(tail, found))


def _start(log: Log, make: Make) -> tuple[Stage, int, Tick]:
    """The activity as the newest usable snapshot has it, else as it was made."""
    stage = Stage(log.header, make)
    newest = log.snapshot()
    if newest is None or newest[0] > log.length:
        return stage, 0, 0
    position, packed = newest
    try:
        state = msgspec.msgpack.decode(packed, type=State)
        stage.restore(state.activity)
    except Exception:
        _log.warning(
            "The snapshot at entry %d cannot be used; simulating again from the beginning.", position, exc_info=True
        )
        return Stage(log.header, make), 0, 0
    return stage, position, state.now


def _rerun(stage: Stage, tail: list[Entry], standing: Standing, now: Tick, begin: bool) -> list[Entry]:
    """Simulate again the accepted commands of the tail and the time between; what the activity says happened."""
    events = [entry for entry in tail if isinstance(entry, Event)]
    refused = {event.cause for event in events if event.kind == "refused"}
    jumps = {event.cause: event.data["to"] for event in events if event.kind == "jumped"}
    draft = Draft(now, 0)
    try:
        if begin:
            draft.take(stage.activity.begin(), None)
        for entry in tail:
            if isinstance(entry, Command) and entry.id not in refused:
                draft.pass_time(stage.activity, entry.at)
                if entry.verb == JUMP:
                    draft.pass_time(stage.activity, jumps[entry.id])
                elif entry.by != HOST and entry.verb not in KERNEL_VERBS:
                    _repeat(stage, draft, entry, standing)
        draft.pass_time(stage.activity, standing.now)
    except Erased:
        raise
    except Exception as error:
        raise EncounterFault(
            f"The encounter cannot be resumed: simulating it again failed at {draft.now} ms ({type(error).__name__}: "
            f"{error}).",
            "Its log can still be read; open it with the build that wrote it, and report this.",
        ) from error
    return draft.entries


def _repeat(stage: Stage, draft: Draft, command: Command, standing: Standing) -> None:
    if command.args == ERASED:
        raise Erased(
            f"What {command.by!r} did in this encounter was erased at their request.",
            "Its log can still be read, but it cannot be resumed; start a new one.",
        )
    try:
        happenings = stage.ask(command, standing.participants[command.by])
    except Exception:  # the logged events prevail: the difference shows up and is noted as `diverged`
        _log.warning("The command %s was accepted once and fails now.", command.id, exc_info=True)
        return
    draft.take(happenings, command.id)


def _first_difference(tail: list[Entry], found: list[Entry]) -> dict[str, Any] | None:
    """Where the log and the simulation part, for the event `diverged`."""
    logged = [entry for entry in tail if isinstance(entry, Event) and entry.kind not in KERNEL_KINDS]
    again = [entry for entry in found if isinstance(entry, Event)]
    for index in range(max(len(logged), len(again))):
        was = logged[index] if index < len(logged) else None
        now = again[index] if index < len(again) else None
        if was is None or now is None or _content(was) != _content(now):
            return {
                "seq": was.seq if was else None,
                "logged": was.kind if was else None,
                "found": now.kind if now else None,
            }
    return None


def _content(event: Event) -> tuple[Tick, str, dict[str, Any], str | None]:
    return event.at, event.kind, event.data, event.cause
