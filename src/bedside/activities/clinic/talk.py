"""Talking with the patient: the learner's words go to the mind, its answer comes back as an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic import phrasing
from bedside.encounter import Happening, Refused, Tick
from bedside.mind import Circumstances, Reply
from bedside.mind.story import Intent

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

BREATHLESS_FROM, BREATHLESS_TO = 22.0, 40.0
"""Breaths a minute of an adult at which speech begins to shorten, and at which it is single words (estimates)."""
HUNGER_FROM, HUNGER_SPAN = 2.0, 8.0
"""Breathlessness (0 to 10, as felt) from which speech shortens, and points from there to single words (estimates)."""


def speak(clinic: ClinicActivity, text: str, intent: Intent, at: Tick) -> Iterator[Happening]:
    """The learner says something; the patient answers as far as their state lets them."""
    mind = clinic.mind
    accompanied = mind.accompanied
    body = circumstances(clinic)
    reply = mind.hear(text, at_ms=at, intent=intent, body=body)
    if reply.status == "support":
        clinic.line("narrator", reply.text, at, "support")
        yield Happening("support_offered", {"text": reply.text})
        return
    if reply.status == "left":
        raise Refused(f"{reply.speaker} has ended the conversation.", "Write it down, hand over, or end the encounter.")
    clinic.line("learner", text, at)
    acts = [
        {
            "act": act.act,
            "topic": act.topic,
            "attribute": act.attribute,
            "confidence": round(act.confidence, 3),
            "text": act.text,
        }
        for act in reply.acts
    ]
    yield Happening("said", {"by": "learner", "text": text, "acts": acts})
    yield from phrasing.say(clinic, _answers(reply), asked=text, body=body, at=at)
    if mind.accompanied != accompanied:
        yield from _came_or_went(clinic, at)
    if reply.status == "leaves":
        clinic.line("narrator", f"{reply.speaker} has ended the conversation.", at, "left")
        yield Happening("left", {"reason": "insulted"})


def _answers(reply: Reply) -> list[dict[str, Any]]:
    """What is said, and what a second voice adds."""
    data: dict[str, Any] = {
        "text": reply.text,
        "status": reply.status,
        "speaker": reply.who,
        "name": reply.speaker,
        "facts": [{"id": name, "how": how, "because": reply.because.get(name, "asked")} for name, how in reply.facts],
        "mood": reply.mood,
        "trust": round(reply.trust, 3),
        "expression": {name: value for name, value in asdict(reply.expression).items() if value is not None},
    }
    if reply.moved:
        data["moved"] = [asdict(move) for move in reply.moved]
    if reply.defaults:
        data["defaults"] = [{"id": name, "text": text} for name, text in reply.defaults]
    if reply.interpreted_by:
        data["interpreted_by"] = reply.interpreted_by
    answers = [data]
    for said in reply.also:
        facts = [{"id": name, "how": how, "because": reply.because.get(name, "asked")} for name, how in said.facts]
        more = {"text": said.text, "status": "answered", "speaker": said.who, "name": said.speaker, "facts": facts}
        answers.append(more | {"mood": reply.mood, "trust": round(reply.trust, 3)})
    return answers


def part(clinic: ClinicActivity, at: Tick) -> Iterator[Happening]:
    """The patient is brought where whoever came along does not follow."""
    if not clinic.mind.alone:
        clinic.mind.part()
        yield from _came_or_went(clinic, at)


def _came_or_went(clinic: ClinicActivity, at: Tick) -> Iterator[Happening]:
    with_them = clinic.scenario.companion
    if with_them is not None:
        present = clinic.mind.accompanied
        clinic.narrate(f"{with_them.name} {'comes back in' if present else 'leaves the room'}.", at)
        yield Happening("companion", {"name": with_them.name, "present": present})


def say_for_patient(clinic: ClinicActivity, text: str, at: Tick) -> Iterator[Happening]:
    """Words put into the patient's mouth by a person."""
    clinic.line(clinic.speaker(), text, at, "answered")
    data = {
        "text": text,
        "status": "reaction",
        "speaker": clinic.speaker(),
        "facts": [],
        "mood": clinic.mind.mood,
        "trust": round(clinic.mind.trust, 3),
    }
    yield Happening("answered", data)


def circumstances(clinic: ClinicActivity) -> Circumstances:
    """What the body lets the patient say: words get short by how fast and how hungry for air they breathe."""
    vitals = clinic.body.vitals
    if clinic.scenario.patient.speaker is not None:
        return Circumstances()
    span = BREATHLESS_TO - BREATHLESS_FROM
    breathless = min(1.0, max(0.0, (vitals["respiratory_rate"] - BREATHLESS_FROM) / span))
    gcs, pain, spo2 = (float(vitals[name]) for name in ("gcs", "pain", "spo2"))
    breathless = max(float(breathless), min(1.0, max(0.0, float(vitals["breathlessness"]) - HUNGER_FROM) / HUNGER_SPAN))
    return Circumstances(gcs=round(gcs), pain=pain, breathless=breathless, spo2=spo2)
