"""One run of a scenario: takes commands and time, asks the activity, writes it down, and only then tells."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Self

import msgspec

from bedside.encounter import rules
from bedside.encounter.activity import Activity
from bedside.encounter.draft import Draft
from bedside.encounter.faults import EncounterFault, NotSaved, Refused
from bedside.encounter.log import Log
from bedside.encounter.resume import pack_state, resume
from bedside.encounter.rules import SECOND
from bedside.encounter.stage import Make, Stage
from bedside.encounter.standing import Standing
from bedside.encounter.types import HOST, Command, Event, Header, Participant, Receipt, Tick
from bedside.errors import BedsideError

SNAPSHOT_COMMANDS = 50
SNAPSHOT_TICKS: Tick = 10 * 60 * SECOND
REACHED_TICKS: Tick = SECOND
"""How much quiet time, times the pace, may pass before the time reached is written down."""

_log = logging.getLogger(__name__)


class Encounter:
    """Commands and time go in, events come out, and the log holds all of it before anyone sees it.

    For one thread at a time. Receipts and events may hold what a role must not know: `view` is the only way out
    to a participant.
    """

    def __init__(self, log: Log, make: Make) -> None:
        """Use `Encounter.open`."""
        self._log = log
        self._make = make
        self._stage: Stage | None = None
        self._standing = Standing()
        self._snapshot_at = (0, 0)
        self._commands_since = 0

    @classmethod
    def open(cls, log: Log, make: Make) -> Self:
        """Begin when the log is empty, else go on where the log ends. Raises EncounterFault, NotSaved, Erased."""
        encounter = cls(log, make)
        encounter._running()
        return encounter

    @property
    def id(self) -> str:
        return self._log.header.encounter

    @property
    def header(self) -> Header:
        return self._log.header

    @property
    def activity(self) -> Activity:
        """The activity as it stands, for the programs that run it; people see its `view`."""
        return self._running().activity

    @property
    def now(self) -> Tick:
        return self._standing.now

    @property
    def paused(self) -> bool:
        return self._standing.paused

    @property
    def pace(self) -> float:
        """Simulated seconds in a real one, for the door's `Clock`."""
        return self._standing.pace

    @property
    def ended(self) -> bool:
        return self._standing.ended

    @property
    def participants(self) -> MappingProxyType[str, Participant]:
        return MappingProxyType(self._standing.participants)

    def join(self, participant: Participant) -> Receipt:
        """Let somebody in; again has no effect. Raises Refused when the id belongs to somebody else here."""
        present = self._standing.participants.get(participant.id)
        if present is not None and present != participant:
            raise Refused(f"A participant {participant.id!r} is here already.", "Choose another id.")
        args = {"id": participant.id, "role": str(participant.role), "name": participant.name}
        return self.submit(Command(f"{HOST}:{rules.JOIN}:{participant.id}", self.now, HOST, rules.JOIN, args))

    def submit(self, command: Command) -> Receipt:
        """Carry out a command, or refuse it, once. Raises EncounterFault or NotSaved: then nothing was done."""
        with self._whole():
            return self._submit(command)

    def _submit(self, command: Command) -> Receipt:
        stage = self._running()
        identity = rules.usable_id(command.id)
        if (sender := self._standing.sender(identity)) is not None:
            if sender != command.by:
                return Receipt(identity, False, "This command's id was used by somebody else.", "Choose a new id.")
            return self._standing.receipt(identity)
        try:
            draft = self._carry_out(stage, command)
        except Exception as error:
            self._put_back()
            raise EncounterFault(
                f"The {command.verb!r} could not be carried out, because the activity failed ({_named(error)}). "
                "Nothing was changed.",
                "Go on without it, and report it with the encounter's log.",
            ) from error
        try:
            self._write(stage, draft)
        except NotSaved:
            self._put_back()
            if self._standing.sender(identity) is None:  # else it was written after all
                raise
        return self._standing.receipt(identity)

    def advance(self, to: Tick) -> list[Event]:
        """Let time pass up to `to` (it stands still while paused and after the end); what came about."""
        with self._whole():
            return self._advance(to)

    def _advance(self, to: Tick) -> list[Event]:
        stage = self._running()
        standing = self._standing
        if standing.paused or standing.ended or to <= standing.now:
            return []
        if to > standing.now + rules.FURTHEST_AHEAD:
            raise Refused(
                "Time cannot be advanced by more than 48 hours at once.", "Anchor the clock to the encounter."
            )
        draft = Draft(standing.now, len(standing.events))
        try:
            came = draft.pass_time(stage.activity, to)
        except Exception as error:
            self._put_back()
            raise EncounterFault(
                f"The activity failed between {standing.now} and {to} ms ({_named(error)}).",
                "The encounter is as it was last saved; report this with its log.",
            ) from error
        try:
            self._write(stage, draft)
        except NotSaved:
            self._put_back()
            raise
        return came

    def view(self, participant_id: str) -> dict[str, Any]:
        """What that participant may know now. Raises Refused for somebody who does not take part."""
        stage = self._running()
        me = self._standing.participants.get(participant_id)
        if me is None:
            raise Refused(f"Nobody called {participant_id!r} takes part in this encounter.", "Join it first.")
        return {**stage.activity.view(me), "encounter": self._public(me)}

    def _public(self, me: Participant) -> dict[str, Any]:
        standing = self._standing
        return {
            "id": self.id,
            "kind": self.header.kind,
            "scenario": self.header.scenario_id,
            "now": standing.now,
            "paused": standing.paused,
            "pace": standing.pace,
            "ended": standing.ended,
            "me": msgspec.to_builtins(me),
            "participants": msgspec.to_builtins(list(standing.participants.values())),
        }

    def events(self, since_seq: int = 0) -> list[Event]:
        """The events numbered above `since_seq`, whoever may know them."""
        return self._standing.events[max(0, since_seq) :]

    def snapshot(self) -> bytes:
        """The activity's whole state, to compare with another's."""
        return self._running().activity.snapshot()

    def save(self) -> None:
        """Write down the time reached and a snapshot, so that opening it again is quick. Raises NotSaved."""
        stage = self._running()
        self._write(stage, Draft(self._standing.now, len(self._standing.events), self._standing.ended), force=True)
        self._keep_snapshot(stage)

    def _carry_out(self, stage: Stage, sent: Command) -> Draft:
        """What the command does, refusal included, as a draft."""
        standing = self._standing
        command, refusal = rules.recordable(sent, standing.now)
        draft = Draft(standing.now, len(standing.events), standing.ended)
        if refusal is not None:
            return draft.decline(command, refusal)
        if not standing.paused:
            draft.pass_time(stage.activity, command.at)
        command = msgspec.structs.replace(command, at=draft.now)
        try:
            rules.permit(command, standing, draft.ended, stage.activity)
            deed = self._deed(stage, command)
        except Refused as refused:
            return draft.decline(command, refused)
        draft.command(command)
        deed(draft)
        return draft

    def _deed(self, stage: Stage, command: Command) -> Callable[[Draft], None]:
        """What an allowed command will write down. Raises Refused with nothing changed."""
        standing, cause = self._standing, command.id
        match command.verb:
            case rules.JOIN if command.by == HOST:
                who = msgspec.to_builtins(rules.newcomer(command.args, standing.participants))
                return lambda draft: _say(draft, "joined", who, cause)
            case rules.PAUSE if not standing.paused:
                return lambda draft: _say(draft, "paused", {}, cause)
            case rules.PAUSE:
                raise Refused("The encounter is paused already.")
            case rules.RESUME if standing.paused:
                return lambda draft: _say(draft, "resumed", {}, cause)
            case rules.RESUME:
                raise Refused("The encounter is running already.")
            case rules.PACE:
                factor = rules.pace_factor(command.args)
                return lambda draft: _say(draft, "paced", {"factor": factor}, cause)
            case rules.JUMP if standing.paused:
                raise Refused("The encounter is paused, so no time can pass.", "Resume it first.")
            case rules.JUMP:
                length = rules.jump_length(command.args)
                return lambda draft: _jump(stage, draft, draft.now + length, cause)
            case _:
                happenings = stage.ask(command, standing.participants[command.by])
                return lambda draft: draft.take(happenings, cause)

    def _running(self) -> Stage:
        """The stage; put together from the log when the encounter was just opened or has failed."""
        if self._stage is not None:
            return self._stage
        if self._log.length == 0:
            return self._begin()
        standing, stage, self._snapshot_at, divergence = resume(self._log, self._make)
        self._standing, self._stage = standing, stage
        self._discard_chunks(stage)
        if divergence is not None:
            draft = Draft(standing.now, len(standing.events), standing.ended)
            draft.add("diverged", divergence)
            self._write(stage, draft)
            self._keep_snapshot(stage)
        return stage

    def _begin(self) -> Stage:
        header = self._log.header
        draft = Draft(0, 0)
        try:
            stage = Stage(header, self._make)
            draft.add("begun", {"kind": header.kind, "scenario": header.scenario_id})
            draft.take(stage.activity.begin(), None)
        except Exception as error:
            raise EncounterFault(
                f"The scenario {header.scenario_id!r} could not be begun ({_named(error)}).",
                "Check the scenario, or report this with the scenario's text.",
            ) from error
        self._standing, self._stage, self._snapshot_at = Standing(), stage, (0, 0)
        self._write(stage, draft)
        return stage

    def _write(self, stage: Stage, draft: Draft, force: bool = False) -> None:
        """Make the draft durable and take it in; on failure the activity is given up. Raises NotSaved."""
        try:
            overdue = draft.now - self._log.reached >= REACHED_TICKS * max(1.0, self._standing.pace)
            chunks = list(stage.activity.chunks())
            if draft.entries or chunks or overdue or force:
                self._log.append(draft.entries, reached=draft.now, chunks=chunks)
        except Exception as error:
            self._stage = None
            why, mend = (error.message, error.hint) if isinstance(error, BedsideError) else (_named(error), None)
            raise NotSaved(
                f"This could not be saved, so nothing was done. {why.rstrip('.')}.",
                mend or "Mend the cause, then send it again.",
            ) from error
        for entry in draft.entries:
            self._standing.note(entry)
        self._standing.now = draft.now
        _, tick = self._snapshot_at
        self._commands_since += sum(isinstance(entry, Command) for entry in draft.entries)
        if self._commands_since >= SNAPSHOT_COMMANDS or draft.now - tick >= SNAPSHOT_TICKS:
            self._keep_snapshot(stage)

    def _keep_snapshot(self, stage: Stage) -> None:
        """Save a snapshot. It only makes resuming quick, so a failure is told to the operator and tried again later."""
        standing = self._standing
        try:
            self._log.save_snapshot(standing.position, pack_state(standing.now, stage.activity.snapshot()))
        except Exception as error:
            told = "No snapshot of encounter %s could be saved at %d ms: %s"
            _log.warning(told, self.id, standing.now, error, exc_info=not isinstance(error, BedsideError))
            return
        self._snapshot_at, self._commands_since = (standing.position, standing.now), 0

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """When interrupted half-way (Ctrl-C), forget what is in memory and take the log's word at the next use."""
        try:
            yield
        except Exception:
            raise
        except BaseException:
            self._stage = None
            raise

    def _put_back(self) -> None:
        """Forget what is in memory and take the log's word; tried again at the next call if the log cannot be read."""
        self._stage = None
        try:
            self._running()
        except Exception:
            self._stage = None
            _log.warning("Encounter %s could not be put back yet; it will be at its next use.", self.id, exc_info=True)

    @staticmethod
    def _discard_chunks(stage: Stage) -> None:
        """Chunks made again on resuming are in the log already."""
        for _ in stage.activity.chunks():
            pass


def _say(draft: Draft, kind: str, data: dict[str, Any], cause: str) -> None:
    draft.add(kind, data, cause)


def _jump(stage: Stage, draft: Draft, to: Tick, cause: str) -> None:
    """Let time pass second by second on the absolute grid, up to the first event that wants attention."""
    start, stopped_by = draft.now, None
    while draft.now < to and not draft.ended and stopped_by is None:
        came = draft.pass_time(stage.activity, min(to, (draft.now // SECOND + 1) * SECOND))
        stopped_by = next((event.kind for event in came if event.kind in stage.activity.attention), None)
    if draft.ended:
        stopped_by = rules.ENDED
    draft.add("jumped", {"from": start, "to": draft.now, "stopped_by": stopped_by}, cause)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
