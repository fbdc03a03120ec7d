"""Talking with the patient: the learner's words go to the mind, its answer comes back as an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedside.encounter import Happening, Tick
from bedside.mind import Circumstances
from bedside.mind.story import Intent

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

BREATHLESS_FROM, BREATHLESS_TO = 22.0, 40.0
"""Breaths a minute of an adult at which speech begins to shorten, and at which it is single words (estimates)."""


def speak(clinic: ClinicActivity, text: str, intent: Intent, at: Tick) -> Iterator[Happening]:
    """The learner says something; the patient answers as far as their state lets them."""
    reply = clinic.mind.hear(text, at_ms=at, intent=intent, body=circumstances(clinic))
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
    clinic.line(clinic.speaker(), reply.text, at, reply.status)
    yield Happening(
        "answered",
        {
            "text": reply.text,
            "status": reply.status,
            "speaker": clinic.speaker(),
            "facts": [{"id": name, "how": how} for name, how in reply.facts],
            "mood": reply.mood,
            "trust": round(reply.trust, 3),
        },
    )


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
    """What the body lets the patient say."""
    vitals = clinic.body.vitals()
    if clinic.scenario.patient.speaker is not None:
        return Circumstances()
    span = BREATHLESS_TO - BREATHLESS_FROM
    breathless = min(1.0, max(0.0, (vitals.respiratory_rate - BREATHLESS_FROM) / span))
    return Circumstances(gcs=round(vitals.gcs), pain=vitals.pain, breathless=breathless)
