"""A consultation: what people do to the patient, and what time does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from bedside.activities.clinic import orders, phrasing, talk, treating
from bedside.activities.clinic.catalogue import catalogues
from bedside.activities.clinic.commands import ARGUMENTS, VERBS, WHILE_PAUSED, arguments
from bedside.activities.clinic.course import Course
from bedside.activities.clinic.examining import examine
from bedside.activities.clinic.ledger import Ledger
from bedside.activities.clinic.monitoring.monitor import Monitor
from bedside.activities.clinic.patient import make_mind
from bedside.activities.clinic.physiology import began, make_body, plain
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.activities.clinic.state import Line, State
from bedside.activities.clinic.view import view_of
from bedside.body import Body
from bedside.encounter import Chance, Chunk, Command, Happening, Participant, Role, Tick
from bedside.mind import Mind

Happenings = Iterator[Happening]


class Snapshot(msgspec.Struct):
    """State, mind and body of a consultation."""

    state: State
    mind: bytes
    body: bytes


class ClinicActivity:
    """The activity of kind `clinic`."""

    verbs: Mapping[str, frozenset[Role]] = VERBS
    while_paused: frozenset[str] = WHILE_PAUSED
    after_end: frozenset[str] = frozenset()
    attention: frozenset[str] = frozenset({"resulted", "course", "alarm"})

    def __init__(self, scenario: ClinicScenario, seed: int) -> None:
        self.scenario = scenario
        self.chance = Chance(seed)
        self.catalogues = catalogues()
        self.state = State()
        self.mind: Mind = make_mind(scenario, seed=seed)
        self.body: Body = make_body(scenario, seed)
        self.ledger = Ledger(scenario, self.state.deeds)
        self.state.deeds = self.ledger.deeds
        self.course = Course(self)
        self.monitor = Monitor(self)

    def begin(self) -> Iterable[Happening]:
        """The scene that the learner finds, and the course of the illness set going."""
        self.state.scene = self.scenario.task
        self.state.began = began(self.body)
        self.monitor.prepare()
        self.course.start()
        yield Happening("began", {"case": self.scenario.id, "title": self.scenario.title})
        yield self.course.vitals_event(0)

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        """Carry out one verb. Everything that can be wrong is found before anything changes."""
        at = command.at
        self.state.now = at
        happened: list[Happening] = []
        for happening in self._what_follows(command, by, at):
            self.ledger.note(happening.kind, happening.data, at)
            happened.append(happening)
        return happened

    def _what_follows(self, command: Command, by: Participant, at: Tick) -> Happenings:
        """What is still to be said, what the verb does, and what the patient then does of their own accord."""
        yield from list(phrasing.overtake(self, command.verb, at))
        yield from list(self._carry_out(command, by, at))
        if self.state.wanted is None:
            yield from self.course.react(at)

    def _carry_out(self, command: Command, by: Participant, at: Tick) -> Happenings:
        verb, args = command.verb, command.args
        if verb == "do":
            return treating.do(self, args, at)
        handlers: dict[str, Callable[[Any], Happenings]] = {
            "greet": lambda a: talk.speak(self, a.text, "greet", at),
            "ask": lambda a: talk.speak(self, a.text, "ask", at),
            "tell": lambda a: talk.speak(self, a.text, "tell", at),
            "say": lambda a: talk.say_for_patient(self, a.text, at),
            "steer": lambda a: self._steer(a.says, a.change, at),
            "examine": lambda a: examine(self, a.manoeuvre, a.site, at),
            "measure": lambda a: self.course.measure(a.what, at),
            "order": lambda a: orders.order(self, a.test, at),
            "cancel": lambda a: orders.cancel(self, a.order),
            "read": lambda a: orders.read(self, a.order),
            "give": lambda a: treating.give(self, a, at),
            "note": lambda a: self._note(a.text, at),
            "differential": lambda a: self._rank(msgspec.to_builtins(a.items)),
            "disposition": lambda a: self._dispose(a.to, a.why),
            "handover": lambda a: self._hand_over(a.text),
            "end": lambda a: self._end(),
            "phrasing": lambda a: phrasing.lend(self, a),
            "phrase": lambda a: phrasing.take_back(self, a, at),
            **self.monitor.handlers(at),
        }
        return handlers[verb](arguments(verb, args, ARGUMENTS[verb]))

    def advance(self, to: Tick) -> Iterable[Happening]:
        """Let the body live, results come back and the illness take its course."""
        for happening in self.course.advance(to):
            self.ledger.note(happening.kind, happening.data, happening.at or 0)
            yield happening
        self.state.now = to

    def view(self, participant: Participant) -> dict[str, Any]:
        """What that person may know now."""
        return view_of(self, participant)

    def snapshot(self) -> bytes:
        """State, mind and body."""
        return msgspec.msgpack.encode(Snapshot(self.state, self.mind.snapshot(), self.body.snapshot()))

    def restore(self, state: bytes) -> None:
        """The inverse of `snapshot`."""
        kept = msgspec.msgpack.decode(state, type=Snapshot)
        self.state = kept.state
        self.mind = make_mind(self.scenario, kept.mind, self.chance.seed)
        self.body = Body.restore(kept.body)
        self.ledger = Ledger(self.scenario, self.state.deeds)
        self.state.deeds = self.ledger.deeds
        self.course = Course(self)

    def chunks(self) -> Iterable[Chunk]:
        """Finished pieces of the track `vitals`: one row a second."""
        return self.course.chunks()

    def waves(self, start: Tick, end: Tick, rate_hz: int) -> tuple[list[str], bytes] | None:
        """Curves of the monitor between two ticks as float32 rows, channel after channel; None while nothing is on."""
        return self.monitor.waves(start, end, rate_hz)

    def line(self, who: str, text: str, at: Tick, status: str | None = None) -> None:
        """Add a line to the conversation."""
        self.state.line += 1
        self.state.conversation.append(Line(self.state.line, at, who, text, status))

    def narrate(self, text: str, at: Tick, level: str = "info") -> None:
        """Add what is seen in the room, and an alert where it matters."""
        self.line("narrator", text, at)
        if level != "info":
            self.state.alerts.append({"seq": self.state.line, "at": at, "text": text, "level": level})

    def speaker(self) -> str:
        """Who answers: `patient`, or `companion` where somebody speaks for the patient."""
        return "companion" if self.scenario.patient.speaker else "patient"

    def _note(self, text: str, at: Tick) -> Happenings:
        self.state.notes.append({"seq": len(self.state.notes) + 1, "at": at, "text": text})
        yield Happening("noted", {"text": text})

    def _rank(self, items: list[dict[str, Any]]) -> Happenings:
        self.state.differential = items
        yield Happening("ranked", {"items": items})

    def _dispose(self, to: str, why: str | None) -> Happenings:
        self.state.disposition = {"to": to, "why": why}
        yield Happening("disposed", {"to": to, "why": why})
        if self.scenario.disposition.get(to) == "harmful":  # type: ignore[call-overload]
            yield Happening(
                "harm", {"what": f"disposition: {to.replace('_', ' ')}", "why": "This was not safe for this patient."}
            )

    def _hand_over(self, text: str) -> Happenings:
        self.state.handover = text
        yield Happening("handed_over", {"text": text})

    def _end(self) -> Happenings:
        self.state.ended = True
        self.course.close()
        yield Happening("ended", {})

    def _steer(self, says: str | None, change: dict[str, Any] | None, at: Tick) -> Happenings:
        checked = self.course.checked_change(change) if change else None
        if checked is not None:
            self.course.apply(checked)
            yield Happening("steered", {"change": plain(checked)})
        if says:
            yield from talk.say_for_patient(self, says, at)
