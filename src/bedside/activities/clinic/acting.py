"""What an action does to the body: oxygen, airway, shocks, position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

AWAKE = 9
"""GCS at and above which nobody lets themselves be intubated or given chest compressions unsedated."""
RESCUE_RATE, RESCUE_TIDAL_ML_PER_KG = 10.0, 7.0
"""Breaths a minute and ml/kg of a bag-valve-mask (Resuscitation Council UK, Adult advanced life support 2021)."""
POSTURES = {
    "sit_up": "sitting",
    "sitting": "sitting",
    "tripod": "sitting",
    "standing": "standing",
    "legs_raised": "legs_raised",
    "left_lateral": "left_lateral",
    "recovery": "recovery",
    "prone": "prone",
    "head_up": "head_up",
    "head_up_30": "head_up",
    "manual_uterine_displacement": "left_lateral",
}
"""Positions of the catalogue, as the body knows them; all others are lying flat."""


ADULT_KG = 70.0


def forbid_the_impossible(clinic: ClinicActivity, action: Any) -> None:
    """Raise `Refused` for what cannot be done to this patient now."""
    vitals = clinic.body.vitals()
    if action.id == "cpr" and vitals.gcs >= AWAKE and vitals.systolic_pressure > 60:
        raise Refused("The patient has a pulse and is awake.", "Chest compressions are for cardiac arrest.")
    if action.id == "intubate" and vitals.gcs >= AWAKE and not _sedated(clinic):
        raise Refused("The patient is awake and does not tolerate it.", "Call for anaesthetic help, or sedate first.")


def _sedated(clinic: ClinicActivity) -> bool:
    return any(
        deed.kind == "given" and deed.key in ("propofol", "ketamine", "thiopental", "midazolam", "etomidate")
        for deed in clinic.ledger.deeds
    )


def carry_out(clinic: ClinicActivity, action: Any, args: dict[str, Any], at: Tick) -> Iterator[Happening]:
    """Let the body feel it; what follows at once comes back as events."""
    body = clinic.body
    match action.physiology:
        case "oxygen":
            body.oxygen(clinic.catalogues.actions.inspired_oxygen(action.id, args))
        case "ventilate":
            body.ventilate(
                float(args.get("rate", RESCUE_RATE)), RESCUE_TIDAL_ML_PER_KG * (body.person.weight_kg or ADULT_KG)
            )
        case "airway":
            body.airway("intubated" if action.id == "intubate" else "open")
        case "cpr":
            body.cpr(bool(args.get("on", True)))
        case "pace":
            yield from clinic.monitor.pace_by_action(args, at)
        case "shock":
            outcome = body.shock(float(args.get("joules", 150)), clinic.chance.uniform("shock", at))
            text = f"A shock is given. The rhythm is {outcome.after.replace('_', ' ')}."
            clinic.narrate(text, at)
            yield Happening("shocked", {"before": outcome.before, "after": outcome.after, "text": text})
        case "position":
            clinic.state.position = str(args.get("position", action.id))
            body.position(POSTURES.get(clinic.state.position, "supine"))
        case "decompress":
            body.decompress()
        case "bleed_control":
            body.stop_bleeding()
        case "cool":
            body.cool()
        case "warm":
            body.warm()
        case _:
            pass
    yield from clinic.monitor.after_action(action.id, at)
