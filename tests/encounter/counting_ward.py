"""A small activity with all that makes replay hard: counters, timers, chance, a track, and ways to go wrong."""

import math
import struct
from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec

from bedside.encounter import Chance, Chunk, Command, Happening, Header, Participant, Refused, Role, Tick

EVERYONE = frozenset(Role)
SAMPLE_MS = 100
CHUNK_SAMPLES = 10
BEEP_MS = 700


class State(msgspec.Struct):
    now: Tick = 0
    count: int = 0
    ended: bool = False
    faulty_at: Tick | None = None
    timers: list[tuple[Tick, str]] = []
    samples: list[float] = []
    finished: list[Chunk] = []


class CountingWard:
    """Counts what learners count; beeps by chance; reminds by timers; ends on demand or when the count is 1000."""

    verbs: ClassVar[dict[str, frozenset[Role]]] = {
        "count": frozenset({Role.LEARNER, Role.PATIENT}),
        "remind": frozenset({Role.LEARNER}),
        "roll": EVERYONE,
        "note": EVERYONE,
        "stop": frozenset({Role.FACILITATOR, Role.PATIENT}),
        "slip": EVERYONE,
        "break": EVERYONE,
        "break_later": EVERYONE,
        "pause": frozenset({Role.FACILITATOR}),
        "resume": frozenset({Role.FACILITATOR}),
        "pace": frozenset({Role.FACILITATOR}),
        "jump": frozenset({Role.FACILITATOR, Role.LEARNER}),
    }
    while_paused = frozenset({"note"})
    after_end = frozenset({"note"})
    attention = frozenset({"reminder"})

    def __init__(self, header: Header) -> None:
        self.header = header
        self.chance = Chance(header.seed)
        self.state = State()

    def begin(self) -> Iterable[Happening]:
        yield Happening("opened", {"text": self.header.scenario_text, "luck": self.chance.integer(100, "opening")})

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        state, args = self.state, command.args
        match command.verb:
            case "count":
                state.count += args.get("times", 1)
                yield Happening("counted", {"count": state.count, "who": by.id})
                if state.count >= 1000:
                    yield self._end()
            case "remind":
                state.timers = sorted([*state.timers, (command.at + args.get("after", 0), command.id)])
                yield Happening("noted", {"timers": len(state.timers)})
            case "roll":
                yield Happening("rolled", {"face": self.chance.choice((1, 2, 3, 4, 5, 6), "roll", command.id)})
            case "note":
                if any(isinstance(value, tuple) for value in args.values()):
                    raise TypeError("a replay would hand over a list")
                yield Happening("noted", {"note": args})
            case "stop":
                yield self._end()
            case "slip":
                state.count += 7
                yield Happening("counted", {"count": state.count})
                raise Refused("It slipped.", "Hold it tighter.")
            case "break":
                state.count += 13
                yield Happening("counted", {"count": state.count})
                raise ZeroDivisionError("it broke")
            case "break_later":
                state.faulty_at = command.at + 500

    def _end(self) -> Happening:
        self.state.ended = True
        return Happening("ended", {"count": self.state.count})

    def advance(self, to: Tick) -> Iterable[Happening]:
        state = self.state
        while not state.ended:
            due = [at for at, _ in state.timers[:1]]
            tick = min([*due, self._next(SAMPLE_MS), self._next(BEEP_MS)])
            if tick > to:
                state.now = to
                return
            yield from self._at(max(tick, state.now))

    def _next(self, period: Tick) -> Tick:
        return (self.state.now // period + 1) * period

    def _at(self, tick: Tick) -> Iterable[Happening]:
        state = self.state
        state.now = tick
        if state.faulty_at is not None and tick >= state.faulty_at:
            raise ZeroDivisionError("time broke it")
        if state.timers and state.timers[0][0] <= tick:
            _, name = state.timers.pop(0)
            state.count += 1
            yield Happening("reminder", {"of": name, "count": state.count}, tick)
            return
        if tick % SAMPLE_MS == 0:
            self._sample(tick)
        if tick % BEEP_MS == 0 and self.chance.uniform("beep", tick) < 0.3:
            yield Happening("beep", {"count": state.count}, tick)
        if state.count >= 1000:
            yield Happening("ended", {"count": state.count}, tick)
            state.ended = True

    def _sample(self, tick: Tick) -> None:
        state = self.state
        state.samples.append(state.count + math.sin(tick / 1000.0))
        if len(state.samples) == CHUNK_SAMPLES:
            start = tick - (CHUNK_SAMPLES - 1) * SAMPLE_MS
            rows = b"".join(struct.pack("<2f", value, -value) for value in state.samples)
            state.finished.append(Chunk("wave", start, 1000 / SAMPLE_MS, ("up", "down"), ("mV", "mV"), rows))
            state.samples = []

    def view(self, participant: Participant) -> dict[str, Any]:
        return {"count": self.state.count, "you": participant.name}

    def snapshot(self) -> bytes:
        return msgspec.msgpack.encode(self.state)

    def restore(self, state: bytes) -> None:
        self.state = msgspec.msgpack.decode(state, type=State)

    def chunks(self) -> Iterable[Chunk]:
        finished, self.state.finished = self.state.finished, []
        return finished


def header(encounter: str = "e1", seed: int = 7) -> Header:
    return Header(encounter, "counting", "counting-ward", "sha256:0", "kind: counting", seed, {"bedside": "test"})


PEOPLE = (
    Participant("lea", Role.LEARNER, "Lea Learner"),
    Participant("pat", Role.PATIENT, "Pat Patient"),
    Participant("fay", Role.FACILITATOR, "Fay Facilitator"),
    Participant("obi", Role.OBSERVER, "Obi Observer"),
)
