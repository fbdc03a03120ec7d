"""Examining the patient: the case's finding, or the normal one for a person of this age and sex."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic import bodily
from bedside.activities.clinic.scenario import ClinicScenario, Finding
from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity


def examine(clinic: ClinicActivity, manoeuvre: str, site: str, at: Tick) -> Iterator[Happening]:
    """One manoeuvre at one site. Raises `Refused` for what is unknown, does not apply or needs consent."""
    name, found = located(clinic, manoeuvre, site)
    entry = clinic.catalogues.examination.get(*name.split(".", 1))
    if entry is not None and entry.intimate and not _agreed(clinic):
        raise Refused(
            "The patient has not agreed to an intimate examination.",
            "Explain what you would like to do and ask for consent, or offer a chaperone (do chaperone).",
        )
    data = _finding(clinic, name, found)
    clinic.state.examined.append(
        {
            "seq": len(clinic.state.examined) + 1,
            "at": at,
            **{k: data[k] for k in SEEN},
            "region": entry.region if entry else "whole",
        }
    )
    if data["says"]:
        clinic.line("patient", data["says"], at)
    yield Happening("examined", data)


SEEN = ("manoeuvre", "site", "label", "finding", "abnormal", "says")
"""What of a finding its examiner may see; whether it is a key finding shows in the debrief only."""


def located(clinic: ClinicActivity, manoeuvre: str, site: str) -> tuple[str, Finding | None]:
    """The `manoeuvre.site` meant, and the case's finding there. Raises `Refused` offering the nearest."""
    own = clinic.scenario.findings()
    named = _named(own, manoeuvre, site)
    patient = clinic.scenario.patient
    found = clinic.catalogues.examination.find(manoeuvre, site)
    if named is None and (found is None or f"{found.manoeuvre}.{found.site}" not in own):
        named = _at_site(own, site)
    if named is not None:
        return named, _shown(clinic, own[named])
    if found is None:
        near = clinic.catalogues.examination.nearest(f"{manoeuvre} {site}")
        raise Refused(
            f"There is no '{manoeuvre}' of '{site}' here.",
            f"Did you mean: {'; '.join(n.replace('.', ' ').replace('_', ' ') for n in near)}?",
        )
    name = f"{found.manoeuvre}.{found.site}"
    if (
        not found.applies_to(age_years=patient.age_years, sex=patient.sex, pregnant=patient.pregnant_weeks is not None)
        and name not in own
    ):
        raise Refused(f"'{found.label}' does not apply to this patient.", "Choose another examination.")
    finding_here = own.get(name) or _wider(own, found)
    return name, _shown(clinic, finding_here) if finding_here else None


def _wider(own: dict[str, Finding], found: Any) -> Finding | None:
    """The case's finding of the site that this one is part of, where the case says nothing of the part itself."""
    part_of = getattr(found, "part_of", None)
    return own.get(f"{found.manoeuvre}.{part_of}") if part_of else None


def _shown(clinic: ClinicActivity, finding: Finding) -> Finding | None:
    return finding if finding.when is None or clinic.ledger.met(finding.when) else None


def _named(own: dict[str, Finding], manoeuvre: str, site: str) -> str | None:
    """The case's finding that is called just so: by its name, by its label, or by a site that is a label."""
    whole, alone = _plain(f"{manoeuvre} {site}"), _plain(site)
    labels = {name: _plain(finding.label) for name, finding in own.items() if finding.label}
    by_name = next((name for name, label in labels.items() if whole in (_plain(name), label)), None)
    return by_name or next((name for name, label in labels.items() if label == alone), None)


def _at_site(own: dict[str, Finding], site: str) -> str | None:
    """The case's finding with a label at this site, whatever the manoeuvre."""
    return next((n for n, finding in own.items() if finding.label and _plain(n.split(".", 1)[1]) == _plain(site)), None)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _agreed(clinic: ClinicActivity) -> bool:
    return any(
        (deed.kind == "said" and deed.key == "consent") or (deed.kind == "done" and deed.key == "chaperone")
        for deed in clinic.ledger.deeds
    )


def _changed(clinic: ClinicActivity, name: str, found: Finding | None) -> bodily.Seen | None:
    """What the body shows where that is more than the case or the catalogue says; None where their words hold.

    The words of a case describe the start: they hold until the sign behind them has changed its grade.
    """
    then = clinic.state.began
    vitals = clinic.body.vitals
    if name == "measure.peak_flow":
        flows = then.values["forced_expiratory_flow"], float(vitals["forced_expiratory_flow"])
        return bodily.peak_flow(found.finding, *flows) if found else None
    if name == "measure.blood_pressure_both_arms":
        pair = ("systolic_pressure", "diastolic_pressure")
        return bodily.pressures(found.finding, *(float(vitals[p]) - then.values[p] for p in pair)) if found else None
    now = bodily.shown(clinic.body, name)
    if now is None or (now.grade == then.grades[name] if found else not now.abnormal):
        return None
    return now


def _of_the_body(clinic: ClinicActivity, name: str, now: bodily.Seen, found: Finding | None) -> dict[str, Any]:
    base = {"finding": now.text, "abnormal": now.abnormal, "key": False, "from": "body", "hurts": 0, "says": None}
    if found is None:
        return base
    hurts = found.hurts >= 5 and clinic.body.vitals["gcs"] >= 13
    base |= {"key": found.key, "hurts": found.hurts, "says": found.says or ("Ow, that hurts." if hurts else None)}
    if bodily.says_all(name):
        return base
    return {**base, "finding": f"{found.finding} Now: {now.text}", "abnormal": found.abnormal or now.abnormal}


def _finding(clinic: ClinicActivity, name: str, found: Finding | None) -> dict[str, Any]:
    scenario: ClinicScenario = clinic.scenario
    manoeuvre, site = name.split(".", 1)
    entry = clinic.catalogues.examination.get(manoeuvre, site)
    label = (found.label if found and found.label else None) or (
        entry.label if entry else name.replace(".", " ").replace("_", " ")
    )
    base = {"manoeuvre": manoeuvre, "site": site, "label": label}
    now = _changed(clinic, name, found)
    if now is not None:
        return {**base, **_of_the_body(clinic, name, now, found)}
    if found is not None:
        says = found.says or ("Ow, that hurts." if found.hurts >= 5 and clinic.body.vitals["gcs"] >= 13 else None)
        return {
            **base,
            "finding": found.finding,
            "abnormal": found.abnormal,
            "key": found.key,
            "from": "case",
            "hurts": found.hurts,
            "says": says,
        }
    patient = scenario.patient
    normal = clinic.catalogues.examination.normal(
        manoeuvre,
        site,
        age_years=patient.age_years,
        sex=patient.sex,
        pregnant=patient.pregnant_weeks is not None,
        key=scenario.id,
    )
    return {**base, "finding": normal, "abnormal": False, "key": False, "from": "normal", "hurts": 0, "says": None}
