"""Treating: drugs, fluids and actions, with their warnings and their consequences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic import acting, talk
from bedside.activities.clinic.catalogue.actions import chosen
from bedside.activities.clinic.commands import Give, clean
from bedside.activities.clinic.conditions import dose_range
from bedside.activities.clinic.delivery import deliver
from bedside.activities.clinic.ledger import dose_within
from bedside.activities.clinic.prescribing import interactions, knows, meant_for_arrest, react, reasons_against
from bedside.activities.clinic.scenario import Treatment
from bedside.activities.clinic.state import Pending
from bedside.encounter import Happening, Refused, Tick
from bedside.errors import BedsideError

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

CAN_SWALLOW = 12
"""GCS below which nothing is given by mouth, because the airway is at risk (estimate)."""
FELT_AFTER_MS = 60_000
"""After which the patient says what a treatment did (estimate)."""


def give(clinic: ClinicActivity, asked: Give, at: Tick) -> Iterator[Happening]:
    """Give a drug. Impossible: refused. Dangerous or contraindicated: refused once, carried out when confirmed."""
    drug = clinic.catalogues.drugs.find(asked.drug)
    if drug is None:
        near = [found.name for found in clinic.catalogues.drugs.nearest(asked.drug)]
        raise Refused(f"There is no drug called '{asked.drug}' here.", f"Did you mean: {'; '.join(near)}?")
    check = clinic.catalogues.drugs.check_dose(
        drug.id,
        asked.dose,
        asked.route,
        age_years=clinic.scenario.patient.age_years,
        weight_kg=clinic.body.person.weight_kg,
        rate=asked.rate,
    )
    if check.verdict in ("wrong_route", "wrong_unit", "impossible"):
        raise Refused(check.message, check.usual or "")
    if check.route == "oral" and clinic.body.vitals["gcs"] < CAN_SWALLOW:
        raise Refused("The patient is not awake enough to swallow safely.", "Choose another route.")
    against = reasons_against(clinic, drug)
    known = [str(reason) for reason in against if knows(clinic, reason)]
    warnings = [*([check.message] if check.verdict == "dangerous" else []), *known]
    warnings += meant_for_arrest(clinic, drug, check, infused=asked.rate is not None)
    second_thoughts = [str(reason) for reason in interactions(clinic, drug)]
    if (warnings or second_thoughts) and not asked.confirm:
        raise Refused(
            f"Stop: {' '.join(warnings + second_thoughts)}",
            "Check, and give it again with confirmation only if you mean it.",
        )
    told = warnings + [str(reason) for reason in against if str(reason) not in known]
    data = _administer(clinic, drug.id, drug.name, asked, check, told, at)
    react(clinic, against, at)
    yield Happening("given", data)
    yield from _harms(clinic, data, check.verdict, told, clinic.scenario.treatments.get(drug.id))


def _administer(
    clinic: ClinicActivity, drug: str, name: str, asked: Give, check: Any, warnings: list[str], at: Tick
) -> dict[str, Any]:
    weight = clinic.body.person.weight_kg
    rate_per_h = clinic.catalogues.drugs.rate_per_h(drug, asked.rate, weight_kg=weight) if asked.rate else None
    try:
        deliver(clinic.body, drug, check.amount, check.unit, check.route, rate_per_h)
    except BedsideError as error:
        raise Refused(str(error), "Choose another dose.") from None
    treatment = clinic.scenario.treatments.get(drug)
    if treatment is not None and _as_the_case_wants(treatment, f"{check.amount} {check.unit}", check.route):
        _apply(clinic, drug, treatment, at)
    text = f"{name} {asked.dose} {check.route.replace('_', ' ')}" + (f" at {asked.rate}" if asked.rate else "")
    clinic.state.treatments.append(
        {"seq": len(clinic.state.treatments) + 1, "at": at, "what": "drug", "id": drug, "name": name, "text": text}
    )
    return {
        "drug": drug,
        "name": name,
        "dose": check.amount,
        "unit": check.unit,
        "route": check.route,
        "rate": asked.rate,
        "verdict": check.verdict,
        "warnings": warnings,
    }


def _as_the_case_wants(treatment: Treatment, dose: str, route: str) -> bool:
    """Whether it is enough, by the right way, to do what the case says it does; half the least dose is."""
    if treatment.worth == "harmful":
        return True
    if treatment.route and route not in treatment.route:
        return False
    return treatment.dose is None or dose_within(dose, _widened(treatment.dose))


def _widened(dose: str) -> str:
    low, high, unit = dose_range(dose)
    return f"{low * 0.5} {unit}..{high * 100} {unit}"


def _apply(clinic: ClinicActivity, name: str, treatment: Treatment, at: Tick) -> None:
    if treatment.change is not None:
        clinic.course.apply(treatment.change)
    if treatment.says:
        clinic.state.pending.append(Pending(at + FELT_AFTER_MS, "felt", name))


def _harms(
    clinic: ClinicActivity, data: dict[str, Any], verdict: str, warnings: list[str], treatment: Treatment | None
) -> Iterator[Happening]:
    what = f"{data['name']} {data['dose']:g} {data['unit']} {data['route'].replace('_', ' ')}"
    if treatment is not None and treatment.worth == "harmful":
        yield Happening("harm", {"what": what, "why": treatment.why})
    elif warnings:
        yield Happening("harm", {"what": what, "why": " ".join(warnings)})
    elif verdict in ("high", "low"):
        yield Happening(
            "misdosed",
            {"what": what, "why": f"The dose was {'above' if verdict == 'high' else 'below'} the usual range."},
        )


def do(clinic: ClinicActivity, args: dict[str, Any], at: Tick) -> Iterator[Happening]:
    """Carry out an action such as oxygen, a position or a shock."""
    wanted = args.get("action")
    if not isinstance(wanted, str) or not clean(wanted) or len(wanted) > 120:
        raise Refused("'do' needs an action.", "For example oxygen, position, iv_cannula.")
    action = clinic.catalogues.actions.find(clean(wanted))
    if action is None:
        near = [found.name for found in clinic.catalogues.actions.nearest(clean(wanted))]
        raise Refused(f"There is no action called '{clean(wanted)}' here.", f"Did you mean: {'; '.join(near)}?")
    try:
        checked = clinic.catalogues.actions.check_args(
            action.id, {k: v for k, v in args.items() if k not in ("action", "confirm")}
        )
    except BedsideError as error:
        raise Refused(
            str(error), f"{action.name} takes: {', '.join(a.name for a in action.args) or 'nothing'}."
        ) from None
    acting.forbid_the_impossible(clinic, action)
    extra = list(acting.carry_out(clinic, action, checked, at))
    if action.id == "quiet_room":
        extra += talk.part(clinic, at)
    treatment = clinic.scenario.treatments.get(action.id)
    if treatment is not None:
        _apply(clinic, action.id, treatment, at)
    shown = chosen(checked)
    clinic.state.treatments.append(
        {
            "seq": len(clinic.state.treatments) + 1,
            "at": at,
            "what": "action",
            "id": action.id,
            "name": action.name,
            "text": f"{action.name}{': ' + shown if shown else ''}",
        }
    )
    yield Happening("done", {"action": action.id, "name": action.name, "args": checked})
    yield from extra
    if treatment is not None and treatment.worth == "harmful":
        yield Happening("harm", {"what": action.name, "why": treatment.why})
