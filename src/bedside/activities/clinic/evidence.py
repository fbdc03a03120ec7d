"""The consultation as it reads afterwards: quotable turns and a timeline, from the events alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bedside.activities.clinic.catalogue.actions import chosen
from bedside.activities.clinic.ledger import Deed
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.debrief import Moment, Quote
from bedside.debrief.report import Level
from bedside.encounter import Event


class Story:
    """The events of a consultation, ready to be quoted."""

    def __init__(self, scenario: ClinicScenario, events: Sequence[Event]) -> None:
        self.scenario = scenario
        self.events = events
        self._by_seq = {event.seq: event for event in events}
        self._said = {event.cause: event for event in events if event.kind == "said" and event.cause}
        self._wanted = {event.data["id"]: event.cause for event in events if event.kind == "phrase_wanted"}
        self.speaker = scenario.patient.speaker.name if scenario.patient.speaker else scenario.patient.name

    def of(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def quote(self, deed: Deed) -> Quote | None:
        """The turn that proves a deed: for a fact, the question that brought it out; None where nothing was done."""
        event = self._by_seq.get(deed.seq)
        if event is None:
            return None
        if event.kind in ("answered", "reacted") and (asked := self._question(event)):
            event = asked
        who = "learner" if event.kind not in ("answered", "reacted") else self.speaker
        return Quote(event.seq, event.at, who, text_of(event))

    def _question(self, event: Event) -> Event | None:
        """What was asked, also where the answer came later, with a phrase or a deadline."""
        phrased = event.data.get("phrased")
        cause = self._wanted.get(phrased["id"]) if phrased else event.cause
        return self._said.get(cause) if cause else None

    def moments(self) -> Iterator[Moment]:
        """The timeline: every turn and deed and what came of it."""
        for event in self.events:
            described = _moment(event, self.speaker)
            if described is not None:
                lane, text, level = described
                yield Moment(event.at, event.seq, lane, text, level)


def text_of(event: Event) -> str:
    """An event in words."""
    described = _moment(event, "patient")
    return described[1] if described else event.kind


def _moment(event: Event, speaker: str) -> tuple[str, str, Level] | None:
    data: dict[str, Any] = event.data
    match event.kind:
        case "said":
            return "talk", data["text"], "info"
        case "answered" | "reacted":
            return "talk", f"{data.get('name', speaker)}: {data['text']}", "info"
        case "left":
            return "talk", "The patient ended the conversation", "danger"
        case "companion":
            return "talk", f"{data['name']} {'came back in' if data['present'] else 'left the room'}", "info"
        case "support_offered":
            return "record", "Help was offered to the learner", "info"
        case "examined":
            return "examination", f"{data['label']}: {data['finding']}", "warning" if data["abnormal"] else "info"
        case "measured":
            shown = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in data["values"].items())
            return "examination", f"Measured {shown}", "info"
        case "ordered":
            return "orders", f"Ordered {data['name']}", "info"
        case "resulted":
            return "orders", f"{data['name']} came back", "info"
        case "read":
            return "orders", f"Read {data['name']}", "info"
        case "cancelled":
            return "orders", f"Cancelled order {data['order']}", "info"
        case "given":
            rate = f" at {data['rate']}" if data.get("rate") else ""
            text = f"Gave {data['name']} {data['dose']:g} {data['unit']} {data['route'].replace('_', ' ')}{rate}"
            return "treatment", text, "danger" if data["warnings"] else "info"
        case "done":
            shown = chosen(data["args"])
            return "treatment", f"{data['name']}{f' ({shown})' if shown else ''}", "info"
        case "shocked":
            return "treatment", data["text"], "info"
        case "noted":
            return "record", f"Note: {data['text']}", "info"
        case "ranked":
            return "record", "Differential: " + "; ".join(item["diagnosis"] for item in data["items"]), "info"
        case "disposed":
            return "record", f"Disposition: {data['to'].replace('_', ' ')}", "info"
        case "handed_over":
            return "record", f"Handover: {data['text']}", "info"
        case "course":
            return "patient", data["event"] or data["says"] or "The illness went on.", "warning"
        case "averted":
            return "patient", f"Averted: {data['stage'].replace('_', ' ')}", "good"
        case "alarm":
            return "patient", data["text"], "danger"
        case "harm" | "misdosed":
            return "patient", f"{data['what']}: {data['why']}", "danger" if event.kind == "harm" else "warning"
        case "jumped":
            return "record", f"Time was moved on by {(data['to'] - data['from']) / 60000:.0f} min", "info"
        case "refused":
            return "record", f"Not possible: {data['reason']}", "info"
        case "ended":
            return "record", "The consultation ended", "info"
        case _:
            return None
