"""What time does: the body lives, results come back, the illness takes its course and the patient reacts."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic import ValidationError

from bedside.activities.clinic import orders, phrasing, physiology
from bedside.activities.clinic.scenario import Change, Stage
from bedside.activities.clinic.state import Pending
from bedside.encounter import Chunk, Happening, Refused, Tick
from bedside.errors import BedsideError
from bedside.scenario.quantities import milliseconds

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

SECOND = 1000
VITALS_EVERY_MS = 10_000
CHUNK_ROWS = 30
TRACK = {
    "heart_rate": "1/min",
    "systolic_pressure": "mmHg",
    "diastolic_pressure": "mmHg",
    "mean_arterial_pressure": "mmHg",
    "respiratory_rate": "1/min",
    "spo2": "%",
    "temperature": "degC",
    "etco2": "mmHg",
    "glucose": "mmol/L",
    "gcs": "1",
    "pain": "1",
}
"""Columns of the track `vitals` and their units."""
ON_THE_MONITOR = (
    "heart_rate",
    "systolic_pressure",
    "diastolic_pressure",
    "mean_arterial_pressure",
    "respiratory_rate",
    "spo2",
    "temperature",
    "etco2",
)
THE_SET = ("heart_rate", "systolic_pressure", "diastolic_pressure", "respiratory_rate", "spo2", "temperature")
DECIMALS = {"temperature": 1, "glucose": 1}
SPOKEN_ALIASES = {
    "pulse": "heart_rate",
    "hr": "heart_rate",
    "blood_pressure": "blood_pressure",
    "bp": "blood_pressure",
    "rr": "respiratory_rate",
    "sats": "spo2",
    "saturation": "spo2",
    "oxygen_saturation": "spo2",
    "temp": "temperature",
    "obs": "vitals",
    "observations": "vitals",
    "vital_signs": "vitals",
    "o2_sats": "spo2",
    "oxygen_sats": "spo2",
    "blood_glucose": "glucose",
    "blood_sugar": "glucose",
    "capillary_glucose": "glucose",
    "sugar": "glucose",
    "pain_score": "pain",
    "resp_rate": "respiratory_rate",
    "breathing_rate": "respiratory_rate",
    "consciousness": "gcs",
    "all": "vitals",
}
ALARM_TEXT = {
    "arrest": "The patient has collapsed and has no pulse.",
    "rosc": "There is a pulse again.",
    "apnoea": "The patient has stopped breathing.",
    "breathing": "The patient breathes again.",
    "hypoxia": "The oxygen saturation is dangerously low.",
    "hypotension": "The blood pressure is dangerously low.",
    "hypoglycaemia_severe": "The patient is drenched in sweat and hard to rouse.",
    "seizure": "The patient is having a seizure.",
    "death": "The patient has died.",
    "unconscious": "The patient no longer responds.",
}
RELIEVED = frozenset({"rosc", "breathing"})


def vital_signs(what: str) -> tuple[str, tuple[str, ...]]:
    """The id of what was named, such as `blood_pressure` for `BP`, and its vital signs; none where it names none."""
    asked = "_".join(what.lower().replace("-", " ").split())
    asked = SPOKEN_ALIASES.get(asked, asked)
    names = {"vitals": THE_SET, "blood_pressure": ("systolic_pressure", "diastolic_pressure")}.get(asked, (asked,))
    return asked, names if all(name in TRACK for name in names) else ()


class Course:
    """Time's part of a consultation. All that it remembers stands in the clinic's state."""

    def __init__(self, clinic: ClinicActivity) -> None:
        self.clinic = clinic
        self._finished: list[Chunk] = []

    def start(self) -> None:
        """Set the stages going that wait for nothing."""
        for stage in self.clinic.scenario.physiology.course:
            if stage.when is None:
                self._schedule(stage, 0)

    def _schedule(self, stage: Stage, at: Tick) -> None:
        self.clinic.state.begun_stages.append(stage.id)
        self.clinic.state.pending.append(Pending(at + milliseconds(stage.after), "stage", stage.id))

    def advance(self, to: Tick) -> Iterator[Happening]:
        """Everything up to and including `to`, in order. How time is cut never matters: all is due at its own tick."""
        now = self.clinic.state.now
        while not self.clinic.state.ended:
            due = self._next_due(now)
            if due > to:
                break
            yield from self._live(due)
            yield from self._due(due)
            now = due
            self.clinic.state.now = now
        if not self.clinic.state.ended:
            yield from self._live(to)

    def _next_due(self, now: Tick) -> Tick:
        state = self.clinic.state
        dues = [item.due for item in state.pending]
        dues += [order.due for order in state.orders if order.state == "pending"]
        dues += [state.wanted.due] if state.wanted else []
        return min([now - now % SECOND + SECOND, *(max(due, now) for due in dues)])

    def _live(self, to: Tick) -> Iterator[Happening]:
        """The body until `to`, and what it raises alarm about."""
        clinic = self.clinic
        clinic.body.advance_to(to)
        for at, kind, data in clinic.body.events():
            text = ALARM_TEXT.get(kind)
            if text is None:
                continue
            at = max(at, clinic.state.now)
            clinic.narrate(text, at, "info" if kind in RELIEVED else "danger")
            yield Happening("alarm", {"what": kind, "text": text, **data}, at=at)

    def _due(self, at: Tick) -> Iterator[Happening]:
        clinic, state = self.clinic, self.clinic.state
        for order in [o for o in state.orders if o.state == "pending" and o.due <= at]:
            yield orders.come_back(clinic, order)
        for item in [p for p in state.pending if p.due <= at]:
            state.pending.remove(item)
            yield from self._stage(item.key, at) if item.what == "stage" else self._felt(item.key, at)
        if state.wanted is not None and state.wanted.due <= at:
            answered = chain(phrasing.overdue(clinic, at), self.react(at))
            yield from (msgspec.structs.replace(happening, at=at) for happening in answered)
        if at % SECOND == 0:
            self._sample(at)
            yield from clinic.monitor.second(at)
        if at % VITALS_EVERY_MS == 0:
            yield self.vitals_event(at)
        for stage in self._newly_met():
            self._schedule(stage, at)

    def _newly_met(self) -> list[Stage]:
        clinic = self.clinic
        waiting = [
            s for s in clinic.scenario.physiology.course if s.when is not None and s.id not in clinic.state.begun_stages
        ]
        return [stage for stage in waiting if stage.when is not None and clinic.ledger.met(stage.when)]

    def _stage(self, name: str, at: Tick) -> Iterator[Happening]:
        clinic = self.clinic
        stage = next(s for s in clinic.scenario.physiology.course if s.id == name)
        if stage.unless is not None and clinic.ledger.met(stage.unless):
            clinic.state.averted_stages.append(name)
            yield Happening("averted", {"stage": name}, at=at)
            return
        if stage.change is not None:
            self.apply(stage.change)
        if stage.event:
            clinic.narrate(stage.event, at, "warning")
        if stage.says and clinic.body.vitals["gcs"] >= 9:
            clinic.line(clinic.speaker(), stage.says, at, "reaction")
        yield Happening("course", {"stage": name, "event": stage.event, "says": stage.says}, at=at)
        if stage.harm:
            yield Happening("harm", {"what": stage.harm, "why": stage.event or stage.harm}, at=at)

    def _felt(self, name: str, at: Tick) -> Iterator[Happening]:
        clinic = self.clinic
        treatment = clinic.scenario.treatments[name]
        if treatment.says and clinic.body.vitals["gcs"] >= 13:
            clinic.line(clinic.speaker(), treatment.says, at, "reaction")
            yield Happening("reacted", {"text": treatment.says, "mood": clinic.mind.mood, "facts": []}, at=at)

    def react(self, at: Tick) -> Iterator[Happening]:
        """After a deed: stages that it sets going, and what the patient does of their own accord.

        Whoever calls enters each happening in the ledger before taking the next.
        """
        clinic = self.clinic
        for stage in self._newly_met():
            self._schedule(stage, at)
        for number, reaction in enumerate(clinic.scenario.reactions):
            if number in clinic.state.reacted or clinic.state.ended or not clinic.ledger.met(reaction.when):
                continue
            clinic.state.reacted.append(number)
            clinic.mind.feel(trust=reaction.trust, mood=reaction.mood)
            for fact in reaction.facts:
                clinic.mind.disclose(fact)
            clinic.line(clinic.speaker(), reaction.says, at, "reaction")
            facts = [{"id": fact, "how": "elicited"} for fact in reaction.facts]
            yield Happening("reacted", {"text": reaction.says, "mood": clinic.mind.mood, "facts": facts})

    def apply(self, change: Change) -> None:
        """Let a change of the case act on the body."""
        physiology.apply(self.clinic.body, change)

    def checked_change(self, change: dict[str, Any]) -> Change:
        """A facilitator's change in its form. Raises `Refused`."""
        try:
            return Change.model_validate(change)
        except (ValidationError, BedsideError) as error:
            first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
            where = ".".join(str(part) for part in first["loc"])
            raise Refused(
                f"The change was not understood: {where} {first['msg']}.", f"Fields: {', '.join(Change.model_fields)}."
            ) from None

    def measure(self, what: str, at: Tick) -> Iterator[Happening]:
        """Measure one vital sign or the set."""
        asked, names = vital_signs(what)
        if not names:
            raise Refused(
                f"'{what}' is not a vital sign that can be measured.",
                f"Measure: vitals, blood pressure, {', '.join(TRACK).replace('_', ' ')}.",
            )
        live = self.live()
        values = {name: live[name] for name in names}
        for name, value in values.items():
            self.clinic.state.measured[name] = {"value": value, "at": at}
        yield Happening("measured", {"what": asked, "values": values})

    def live(self) -> dict[str, float]:
        """All vital signs, rounded as they are shown."""
        vitals = self.clinic.body.vitals
        return {name: round(float(vitals[name]), DECIMALS.get(name, 0)) for name in TRACK}

    def monitored(self) -> dict[str, float]:
        """The vital signs that the monitor's probes give now."""
        shown = self.clinic.state.monitoring.shown
        return {name: round(shown[name], DECIMALS.get(name, 0)) for name in ON_THE_MONITOR if name in shown}

    def vitals_event(self, at: Tick) -> Happening:
        """The vital signs for the log."""
        return Happening("vitals", self.live(), at=at if at else None)

    def _sample(self, at: Tick) -> None:
        state = self.clinic.state
        if not state.samples:
            state.sampled_from = at
        vitals = self.clinic.body.vitals
        state.samples.extend(float(vitals[name]) for name in TRACK)
        if (at // SECOND) % CHUNK_ROWS == CHUNK_ROWS - 1:
            self.close()

    def close(self) -> None:
        """Finish the piece of the track that is being filled."""
        state = self.clinic.state
        if not state.samples:
            return
        values = struct.pack(f"<{len(state.samples)}f", *state.samples)
        self._finished.append(Chunk("vitals", state.sampled_from, 1.0, tuple(TRACK), tuple(TRACK.values()), values))
        state.samples = []

    def chunks(self) -> Iterable[Chunk]:
        """Hand out what is finished."""
        finished, self._finished = self._finished, []
        return finished
