"""Nothing leaves the consultation but what a role may know."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bedside import Consultation
from bedside.activities.clinic import ClinicScenario
from bedside.activities.clinic.shapes import BehindSection, ClinicView, StorySection
from bedside.encounter import Participant, Role

GUESTS = {
    Role.FACILITATOR: Participant("teacher", Role.FACILITATOR, "Tess"),
    Role.OBSERVER: Participant("watcher", Role.OBSERVER, "Ollie"),
    Role.PATIENT: Participant("actor", Role.PATIENT, "Pat"),
}


def texts(value: Any) -> list[str]:
    """Every text in a view, keys included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts(part)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    return []


def secrets_of(case: ClinicScenario) -> set[str]:
    """Everything of a case that a learner has to find out, or learns only afterwards."""
    return {
        *(fact.says for fact in case.facts().values()),
        *(finding.finding for finding in case.findings().values() if finding.abnormal),
        *(result.report for result in case.tests.values() if result.report),
        *(result.why for result in case.tests.values() if result.why),
        *(treatment.why for treatment in case.treatments.values()),
        *(stage.event for stage in case.physiology.course if stage.event),
        *(stage.id for stage in case.physiology.course),
        *(item.text for item in case.checklist),
        *(name for d in (case.diagnosis, *case.differential) for name in (d.name, *d.aliases)),
        *case.expert,
        "420",
    }


def leaks(view: dict[str, Any], secrets: set[str]) -> set[str]:
    words = texts(view)
    return {secret for secret in secrets if any(secret.lower() in text.lower() for text in words)}


def test_a_learner_who_has_done_nothing_knows_nothing(consultation: Consultation, case: ClinicScenario) -> None:
    assert leaks(consultation.view(), secrets_of(case)) == set()


def test_an_observer_knows_no_more_than_the_learner_and_sees_no_notes(
    consultation: Consultation, case: ClinicScenario
) -> None:
    consultation.encounter.join(GUESTS[Role.OBSERVER])
    consultation.note("private thought")
    view = consultation.encounter.view("watcher")
    assert leaks(view, secrets_of(case) | {"private thought"}) == set()


def test_a_patient_player_knows_the_story_and_neither_diagnosis_nor_findings_nor_results(
    consultation: Consultation, case: ClinicScenario
) -> None:
    consultation.encounter.join(GUESTS[Role.PATIENT])
    consultation.examine("auscultate", "heart")
    consultation.result("ecg_12_lead")
    consultation.note("private thought")
    view = consultation.encounter.view("actor")
    facts = {fact.says for fact in case.facts().values()}
    assert leaks(view, secrets_of(case) - facts | {"private thought"}) == set()
    msgspec.convert(view["story"], StorySection, strict=True)


def test_a_facilitator_sees_behind_the_scene(consultation: Consultation, case: ClinicScenario) -> None:
    consultation.encounter.join(GUESTS[Role.FACILITATOR])
    view = consultation.encounter.view("teacher")
    behind = msgspec.convert(view["behind"], BehindSection, strict=True)
    assert behind.diagnosis["name"] == case.diagnosis.name
    assert {fact.id for fact in behind.facts} == set(case.facts())


def test_each_deed_shows_just_what_it_found(consultation: Consultation, case: ClinicScenario) -> None:
    secrets = secrets_of(case)
    consultation.ask("When did it start?")
    assert leaks(consultation.view(), secrets) == {"It started an hour ago."}
    consultation.examine("auscultate", "heart")
    assert leaks(consultation.view(), secrets) == {"It started an hour ago.", "A soft systolic murmur at the apex."}
    consultation.order("ecg_12_lead")
    consultation.advance("14 min")
    assert consultation.view()["orders"][0]["state"] == "ready"
    assert "ST elevation in II III and aVF." not in texts(consultation.view())
    consultation.read("ecg_12_lead")
    assert "ST elevation in II III and aVF." in texts(consultation.view())


def test_harm_and_averted_stages_show_only_in_the_debrief(consultation: Consultation) -> None:
    consultation.give("aspirin", "300 mg", "oral")
    consultation.give("GTN", "400 microgram", "sublingual")
    consultation.advance("16 min")
    words = " ".join(texts(consultation.view()))
    assert "right ventricle" not in words
    assert "averted" not in words


def test_the_view_has_the_published_form(consultation: Consultation) -> None:
    consultation.ask("What brought you in today?")
    consultation.do("monitor")
    consultation.measure()
    consultation.examine("auscultate", "heart")
    consultation.result("troponin")
    consultation.give("aspirin", "300 mg", "oral")
    consultation.note("A note.")
    consultation.diagnose(("STEMI", 0.9))
    consultation.dispose("cath_lab", "for angiography")
    consultation.hand_over("This is Mrs Lee.")
    consultation.advance("20 min")
    view = {name: part for name, part in consultation.view().items() if name != "encounter"}
    msgspec.convert(view, ClinicView, strict=True)


def test_a_stranger_sees_nothing(consultation: Consultation) -> None:
    from bedside.encounter import Refused

    with pytest.raises(Refused):
        consultation.encounter.view("nobody")
