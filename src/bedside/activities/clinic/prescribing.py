"""What speaks against a medicine: what the learner can know is a warning before, the rest a consequence after.

A warning that named an allergy nobody had asked about would take the history for the learner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside.activities.clinic.catalogue.doses import DoseCheck
from bedside.activities.clinic.catalogue.drugs import Drug, Reason
from bedside.activities.clinic.scenario import Change

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

LOW_SYSTOLIC, LOW_RATE = 90.0, 50.0
"""mmHg and beats a minute below which an adult counts as hypotensive or bradycardic (NEWS2, RCP 2017: 90 and 50)."""
KNOWN_BY = {
    "allergy": ("allergy.",),
    "condition": ("past_medical.", "reason."),
    "interaction": ("medication.",),
    "pregnancy": ("obstetric.", "gynaecological."),
}
"""Facts that let a learner know of each kind of reason."""
PREGNANCY_TESTS = frozenset({"urine_pregnancy_test", "serum_hcg", "obstetric_ultrasound"})

ADULT = 16.0
WITH_A_PULSE_MG = 0.1
"""Adrenaline at once into a vein or bone of an adult with a pulse: 50 microgram is usual, 1 mg is the dose of arrest
(Resuscitation Council UK 2021); twice the usual is let pass (estimate)."""
ANAPHYLAXIS = Change(systolic_pressure=-45, heart_rate=35, respiratory_rate=10, spo2=-7, over="4 min")
"""Within minutes: hypotension, tachycardia, airway narrowing (Resuscitation Council UK, anaphylaxis 2021).

The size of each change is an estimate.
"""
ANAPHYLAXIS_SEEN = "A blotchy, itching rash spreads over the skin, the lips are swelling and there is a wheeze."


def reasons_against(clinic: ClinicActivity, drug: Drug) -> list[Reason]:
    """Everything that forbids this medicine in this patient now."""
    patient = clinic.scenario.patient
    return clinic.catalogues.drugs.contraindicated(
        drug.id,
        allergies=patient.allergies,
        conditions=(*patient.conditions, *_shown_by_the_body(clinic)),
        age_years=patient.age_years,
        pregnant=patient.pregnant_weeks is not None,
    )


def meant_for_arrest(clinic: ClinicActivity, drug: Drug, check: DoseCheck, *, infused: bool) -> list[str]:
    """A warning where the dose of cardiac arrest is given to somebody with a pulse, which anybody can feel."""
    if drug.id != "adrenaline" or check.route not in ("iv", "io") or infused or check.amount <= WITH_A_PULSE_MG:
        return []
    if clinic.scenario.patient.age_years < ADULT or clinic.body.vitals["heart_rate"] == 0.0:
        return []
    return [f"{check.amount:g} {check.unit} of adrenaline at once is for cardiac arrest, and this patient has a pulse."]


def interactions(clinic: ClinicActivity, drug: Drug) -> list[Reason]:
    """Medicines taken regularly, as far as the learner knows of them, that call for a second thought."""
    found = clinic.catalogues.drugs.interactions(drug.id, clinic.scenario.patient.takes)
    return [reason for reason in found if knows(clinic, reason)]


def _shown_by_the_body(clinic: ClinicActivity) -> list[str]:
    """Conditions that vital signs show, in adults."""
    if clinic.scenario.patient.age_years < ADULT:
        return []
    vitals = clinic.body.vitals
    low = ["hypotension"] if vitals["systolic_pressure"] < LOW_SYSTOLIC else []
    return low + (["bradycardia"] if vitals["heart_rate"] < LOW_RATE else [])


def knows(clinic: ClinicActivity, reason: Reason) -> bool:
    """Whether the learner has found out what the reason turns on."""
    deeds = clinic.ledger.deeds
    if reason.kind == "age":
        return True
    if reason.about in ("hypotension", "bradycardia"):
        return any(deed.kind == "measured" for deed in deeds) or clinic.state.monitor
    if reason.kind == "pregnancy" and any(deed.kind == "read" and deed.key in PREGNANCY_TESTS for deed in deeds):
        return True
    return any(deed.kind == "fact" and deed.key.startswith(KNOWN_BY[reason.kind]) for deed in deeds)


def react(clinic: ClinicActivity, reasons: list[Reason], at: int) -> None:
    """Let the body answer what should not have been given: an allergy becomes anaphylaxis."""
    if any(reason.kind == "allergy" for reason in reasons):
        clinic.course.apply(ANAPHYLAXIS)
        clinic.narrate(ANAPHYLAXIS_SEEN, at, "danger")
