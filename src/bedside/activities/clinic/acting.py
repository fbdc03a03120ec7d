"""What an action does to the body: oxygen, airway, shocks, position, and all that relieves an illness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bedside.activities.clinic.deeds import Deed, deeds_of
from bedside.body import Body, BodyError
from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

AWAKE = 9
"""GCS at and above which nobody lets themselves be intubated or given chest compressions unsedated."""
SEDATIVES = ("propofol", "ketamine", "thiopental", "midazolam", "etomidate")
CONVERTS = {"modified_valsalva": 0.43, "other": 0.17}
"""Share of supraventricular tachycardias that a vagal manoeuvre ends (REVERT, Appelboam 2015, Lancet 386:1747)."""
TUBES = ("laryngeal_mask", "tracheal_tube")


def forbid_the_impossible(clinic: ClinicActivity, action: Any) -> None:
    """Raise `Refused` for what cannot be done to this patient now."""
    vitals = clinic.body.vitals
    if action.id == "cpr" and vitals["gcs"] >= AWAKE and vitals["systolic_pressure"] > 60:
        raise Refused("The patient has a pulse and is awake.", "Chest compressions are for cardiac arrest.")
    if action.id == "intubate" and vitals["gcs"] >= AWAKE and not _sedated(clinic):
        raise Refused("The patient is awake and does not tolerate it.", "Call for anaesthetic help, or sedate first.")
    if action.id == "mechanical_ventilation" and clinic.body.doing.get("airway", {}).get("device") not in TUBES:
        raise Refused(
            "There is no tube that a ventilator could be connected to.", "Intubate first, or give oxygen by NIV."
        )


def _sedated(clinic: ClinicActivity) -> bool:
    return any(deed.kind == "given" and deed.key in SEDATIVES for deed in clinic.ledger.deeds)


def carry_out(clinic: ClinicActivity, action: Any, args: dict[str, Any], at: Tick) -> Iterator[Happening]:
    """Let the body feel it; what follows at once comes back as events."""
    body = clinic.body
    match action.physiology:
        case "pace":
            yield from clinic.monitor.pace_by_action(args, at)
        case "shock":
            yield from _shock(clinic, action.id, args, at)
        case _ if action.id == "vagal_manoeuvre":
            _vagal(clinic, str(args.get("kind")), at)
        case _:
            if action.physiology == "position":
                clinic.state.position = str(args.get("position", action.id))
            share = clinic.catalogues.actions.inspired_oxygen(action.id, args) if action.physiology == "oxygen" else 0.0
            for deed in deeds_of(body, action.id, args, share):
                done = _done(body, deed)
                if "removed_ml" in done:
                    clinic.narrate(f"{done['removed_ml']:.0f} ml come into the syringe.", at)
    yield from clinic.monitor.after_action(action.id, at)


def _shock(clinic: ClinicActivity, action: str, args: dict[str, Any], at: Tick) -> Iterator[Happening]:
    draw = clinic.chance.uniform("shock", at)
    outcome = clinic.body.shock(float(args.get("joules", 150)), sync=action == "cardiovert", draw=draw)
    text = f"A shock is given. The rhythm is {outcome['after'].replace('_', ' ')}."
    clinic.narrate(text, at)
    yield Happening("shocked", {"before": outcome["before"], "after": outcome["after"], "text": text})


def _vagal(clinic: ClinicActivity, kind: str, at: Tick) -> None:
    """A circuit through the AV node may stop; nothing else yields to it."""
    if clinic.body.rhythm != "svt" or clinic.chance.uniform("vagal", at) >= CONVERTS.get(kind, CONVERTS["other"]):
        return
    clinic.body.set_rhythm("sinus")
    clinic.narrate("The fast rhythm stops, and a slower pulse takes over.", at)


def _done(body: Body, deed: Deed) -> dict[str, Any]:
    if not deed.ends:
        return body.do(deed.intervention, **deed.options)
    with suppress(BodyError):  # it was not running
        body.stop(deed.intervention)
    return {}
