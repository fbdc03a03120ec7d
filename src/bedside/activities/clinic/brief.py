"""What the library and the learner may know of a case before it begins."""

from __future__ import annotations

from typing import Any

from bedside.activities.clinic.scenario import ClinicScenario
from bedside.scenario import Scenario


def brief(scenario: Scenario) -> dict[str, Any]:
    """Title, setting and the like; nothing that gives the case away."""
    assert isinstance(scenario, ClinicScenario)
    return {
        "id": scenario.id,
        "kind": scenario.kind,
        "title": scenario.title,
        "summary": scenario.summary,
        "specialty": scenario.specialty,
        "setting": scenario.setting,
        "level": scenario.level,
        "minutes": scenario.minutes,
        "tags": list(scenario.tags),
        "patient": {
            "name": scenario.patient.name,
            "age": scenario.patient.age,
            "age_years": scenario.patient.age_years,
            "sex": scenario.patient.sex,
        },
        "task": scenario.task,
    }
