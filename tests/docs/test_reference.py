"""The reference is what the code says."""

from __future__ import annotations

import pytest
from a_case import a_case

from bedside import Consultation
from bedside.activities.clinic.events import EVENTS
from bedside.encounter import KERNEL_KINDS
from generate_docs import DOCS, pages


@pytest.mark.parametrize("path", sorted(pages()))
def test_a_generated_page_is_current(path: str) -> None:
    assert (DOCS / path).read_text(encoding="utf-8") == pages()[path], "run: python scripts/generate_docs.py"


def test_every_event_of_a_busy_consultation_is_documented() -> None:
    consultation = Consultation.start(a_case(), seed=1)
    consultation.do("monitor")
    consultation.ask("What brought you in today?")
    consultation.order("exercise_test")
    consultation.send("cancel", order="exercise_test")
    consultation.result("ecg_12_lead")
    consultation.give("aspirin", "75 mg", "oral")
    consultation.give("morphine", "5 mg", "iv")
    consultation.advance("20 min")
    consultation.diagnose("STEMI")
    consultation.dispose("discharge")
    consultation.hand_over("This is Mrs Lee.")
    consultation.end()
    kinds = {event.kind for event in consultation.encounter.events()}
    assert kinds <= set(EVENTS) | KERNEL_KINDS
    assert kinds >= {"harm", "course", "resulted", "reacted", "cancelled"}
