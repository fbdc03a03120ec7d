"""The clinic: meet a patient, ask, examine, order, treat, diagnose, and be debriefed.

from bedside import Consultation
talk = Consultation.start("crushing-chest-pain", seed=1)
talk.ask("When did the pain start?")
"""

from typing import Any

from bedside.activities.clinic.brief import brief
from bedside.activities.clinic.catalogue import catalogues
from bedside.activities.clinic.checks import problems
from bedside.activities.clinic.scenario import ClinicScenario

Scenario = ClinicScenario
_LAZY = {"ClinicActivity": "activity", "Consultation": "consultation", "score": "scoring"}


def __getattr__(name: str) -> Any:
    """The heavier parts (mind, body) are imported when they are first used."""
    if name not in _LAZY:
        raise AttributeError(f"module 'bedside.activities.clinic' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"bedside.activities.clinic.{_LAZY[name]}"), name)


__all__ = ["ClinicActivity", "ClinicScenario", "Consultation", "Scenario", "brief", "catalogues", "problems", "score"]
