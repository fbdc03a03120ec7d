"""What each role may know. Nothing leaves the consultation but through here, and nothing is here that was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bedside.activities.clinic.appearance import appearance
from bedside.activities.clinic.course import TRACK
from bedside.activities.clinic.monitoring.view import instructor, sections
from bedside.encounter import Participant, Role

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

NOT_FOR_OBSERVERS = ("notes",)
PATIENT_SEES = ("case", "patient", "conversation")


def view_of(clinic: ClinicActivity, participant: Participant) -> dict[str, Any]:
    """The view of a participant, by role."""
    if participant.role is Role.PROGRAM:
        return {}
    view = _learner(clinic)
    match participant.role:
        case Role.LEARNER:
            return view
        case Role.OBSERVER:
            return {name: part for name, part in view.items() if name not in NOT_FOR_OBSERVERS}
        case Role.PATIENT:
            return {**{name: view[name] for name in PATIENT_SEES}, "story": _story(clinic)}
        case _:
            return {**view, "behind": _behind(clinic), "instructor": instructor(clinic)}


def _learner(clinic: ClinicActivity) -> dict[str, Any]:
    scenario, state = clinic.scenario, clinic.state
    return {
        "case": {
            "title": scenario.title,
            "setting": scenario.setting,
            "task": scenario.task,
            "minutes": scenario.minutes,
            "specialty": scenario.specialty,
            "level": scenario.level,
        },
        "patient": {
            "name": scenario.patient.name,
            "age": scenario.patient.age,
            "age_years": scenario.patient.age_years,
            "sex": scenario.patient.sex,
            "speaker": scenario.patient.speaker.model_dump() if scenario.patient.speaker else None,
            "companion": _companion(clinic),
            "appearance": appearance(clinic),
        },
        "conversation": [msgspec.to_builtins(line) for line in state.conversation],
        "vitals": {
            "monitor": state.monitor,
            "measured": state.measured,
            "live": clinic.course.monitored() if state.monitor else None,
            "units": TRACK,
        },
        **sections(clinic),
        "examined": state.examined,
        "orders": [_order(order) for order in state.orders],
        "treatments": state.treatments,
        "notes": state.notes,
        "differential": state.differential,
        "disposition": state.disposition,
        "handover": state.handover,
        "alerts": state.alerts,
        "cost": state.cost,
        "debrief": {"ready": True} if state.ended else None,
    }


def _companion(clinic: ClinicActivity) -> dict[str, Any] | None:
    """Who came along, and whether they are in the room."""
    with_them = clinic.scenario.companion
    if with_them is None:
        return None
    shown: dict[str, Any] = with_them.model_dump(include={"name", "relation", "answers"})
    return shown | {"present": clinic.mind.accompanied}


def _order(order: Any) -> dict[str, Any]:
    """An order; its values only once they were read."""
    shown: dict[str, Any] = msgspec.to_builtins(order)
    if order.state != "read":
        shown.pop("values")
        shown.pop("report")
    shown.pop("sample")
    return shown


def _story(clinic: ClinicActivity) -> dict[str, Any]:
    """What the patient knows of themselves, for a person who plays them. No diagnosis, finding or result."""
    scenario = clinic.scenario
    return {
        "opening": scenario.opening,
        "background": scenario.persona.background,
        "facts": [{"id": name, "says": fact.says, "rule": fact.rule} for name, fact in scenario.facts().items()],
    }


def _behind(clinic: ClinicActivity) -> dict[str, Any]:
    """What a teacher sees behind the scene."""
    scenario, state, ledger = clinic.scenario, clinic.state, clinic.ledger
    let_out = {deed.key: deed.data.get("how") for deed in ledger.deeds if deed.kind == "fact"}
    return {
        "diagnosis": scenario.diagnosis.model_dump(exclude_none=True),
        "differential": [diagnosis.model_dump(exclude_none=True) for diagnosis in scenario.differential],
        "facts": [
            {"id": name, "says": fact.says, "rule": fact.rule, "state": let_out.get(name)}
            for name, fact in scenario.facts().items()
        ],
        "trust": round(clinic.mind.trust, 2),
        "mood": clinic.mind.mood,
        "feelings": {
            **{name: round(value, 2) for name, value in clinic.mind.feelings.now.items()},
            "understanding": round(clinic.mind.feelings.understanding, 2),
        },
        "stages": [
            {"id": stage.id, "state": _stage_state(clinic, stage.id), "event": stage.event}
            for stage in scenario.physiology.course
        ],
        "vitals": clinic.course.live(),
        "checklist": [
            {
                "id": item.id,
                "text": item.text,
                "domain": item.domain,
                "critical": item.critical,
                "earned": ledger.met(item.earned_by),
            }
            for item in scenario.checklist
        ],
        "waiting": [msgspec.to_builtins(item) for item in state.pending if item.what == "stage"],
    }


def _stage_state(clinic: ClinicActivity, name: str) -> str:
    if name in clinic.state.averted_stages:
        return "averted"
    if any(item.what == "stage" and item.key == name for item in clinic.state.pending):
        return "due"
    return "begun" if name in clinic.state.begun_stages else "waiting"
