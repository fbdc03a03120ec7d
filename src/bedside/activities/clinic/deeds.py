"""The catalogue's actions as interventions of the body, with its devices, methods and sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bedside.body import Body
from bedside.body import conditions as illnesses
from bedside.body.interventions import INTERVENTIONS


class Deed(NamedTuple):
    """One intervention of the body with its options, or one that ends."""

    intervention: str
    options: Mapping[str, Any] = MappingProxyType({})
    ends: bool = False


Args = dict[str, Any]

DEVICES = {
    "nasal_cannula": "nasal_cannula",
    "simple_mask": "simple_mask",
    "venturi": "venturi",
    "non_rebreather": "non_rebreather",
    "high_flow_nasal": "high_flow_nasal",
    "bvm": "bag_valve_mask",
}
POSTURES = {
    "sit_up": "sitting",
    "tripod": "sitting",
    "legs_raised": "legs_raised",
    "left_lateral": "left_lateral",
    "recovery": "recovery",
    "prone": "prone",
    "head_up_30": "head_up",
    "manual_uterine_displacement": "left_lateral",
}
"""Positions of the catalogue, as the body knows them; all others are lying flat."""
COOLING = {"undress": "undress", "fan_and_spray": "wet_and_fan", "ice_packs": "ice_packs", "ice_bath": "ice_bath"}
WARMING = {"forced_air": "forced_air", "warm_fluids": "warm_fluids"}
"""Methods of the catalogue, as the body knows them; all others are ice packs, and a blanket."""
SAME = {
    "suction": "suction",
    "choking_manoeuvres": "back_blows",
    "remove_foreign_body": "magill_forceps",
    "pelvic_binder": "pelvic_binder",
    "uterine_massage": "uterine_massage",
    "uterine_balloon": "uterine_balloon",
    "deliver_baby": "delivery",
    "splint": "splint",
    "urinary_catheter": "urinary_catheter",
    "reassure": "reassure",
    "feed": "eat",
    "burn_care": "cool_burn",
    "pressure_dressing": "pressure",
}
"""Actions that matter to the body by what they relieve."""
RESCUE_RATE, NEWBORN_RATE = 12.0, 40.0
"""Breaths a minute by bag (Resuscitation Council UK 2021; 30 inflations a minute and more for a newborn)."""
BAG_FLOW = 15.0
CPAP_CMH2O, EPAP_CMH2O, SUPPORT_CMH2O = 8.0, 5.0, 10.0
"""Pressures that are set where nobody says which (BTS guideline on acute non-invasive ventilation 2016)."""
TOO_DEEP_CM = 8.0
"""A tube deeper than a tenth of the height by so much lies in the right main bronchus (estimate)."""


def deeds_of(body: Body, action: str, args: Args, oxygen_share: float = 0.0) -> list[Deed]:
    """What an action of the catalogue with its checked arguments does to the body; nothing for most."""
    if action == "oxygen":
        return _oxygen(body, args, oxygen_share)
    if action in SAME:
        wanted = SAME[action]
        return [Deed(wanted)] if wanted in INTERVENTIONS or wanted in illnesses.deeds() else []
    made = _MADE.get(action)
    return made(body, args) if made else []


def _oxygen(body: Body, args: Args, share: float) -> list[Deed]:
    device = str(args.get("device", "room_air"))
    tube = body.doing.get("airway", {}).get("device") in ("laryngeal_mask", "tracheal_tube")
    machine = [] if tube else [Deed("bag_mask", ends=True), Deed("ventilator", ends=True)]
    if device == "room_air":
        return [Deed("oxygen", ends=True), *machine]
    if device in ("cpap", "niv"):
        pressure = float(args.get("pressure") or (CPAP_CMH2O if device == "cpap" else SUPPORT_CMH2O))
        if device == "cpap":
            return [*machine, Deed("ventilator", {"mode": "cpap", "peep": min(pressure, 20.0), "fio2": share})]
        options = {"mode": "bilevel", "rate": RESCUE_RATE, "pressure": pressure, "peep": EPAP_CMH2O, "fio2": share}
        return [*machine, Deed("ventilator", options)]
    flow = float(args.get("flow") or BAG_FLOW)
    return [*machine, Deed("oxygen", {"device": DEVICES[device], "flow": flow, "fio2": max(share, 0.21)})]


def _airway(device: str) -> Callable[[Body, Args], list[Deed]]:
    return lambda body, args: [Deed("airway", {"device": device})]


def _intubate(body: Body, args: Args) -> list[Deed]:
    """Who puts a tube down also squeezes the bag until somebody connects a ventilator."""
    depth = args.get("depth")
    deep = depth is not None and body.person.age_years >= 16 and float(depth) > body.person.height / 10 + TOO_DEEP_CM
    tube = Deed("airway", {"device": "tracheal_tube", "position": "right_main" if deep else "trachea"})
    return [tube, Deed("bag_mask", {"rate": RESCUE_RATE, "flow": BAG_FLOW})]


def _bag(rate: float, flow: float) -> Callable[[Body, Args], list[Deed]]:
    return lambda body, args: [Deed("bag_mask", {"rate": float(args.get("rate") or rate), "flow": flow})]


def _ventilator(body: Body, args: Args) -> list[Deed]:
    options = {
        "mode": "volume_control",
        "rate": float(args.get("rate") or 14.0),
        "tidal": float(args["tidal_volume"]) if args.get("tidal_volume") else None,
        "peep": float(args.get("peep", 5.0)),
        "fio2": float(args.get("fio2") or 50.0) / 100.0,
    }
    return [Deed("bag_mask", ends=True), Deed("ventilator", options)]


def _cpr(body: Body, args: Args) -> list[Deed]:
    if not args.get("on", True):
        return [Deed("cpr", ends=True)]
    breaths = Deed("bag_mask", {"rate": 10.0, "flow": BAG_FLOW})
    pressed = Deed("cpr", {"rate": float(args.get("rate") or 110.0)})
    return [pressed] if {"bag_mask", "ventilator"} & set(body.doing) else [pressed, breaths]


def _sided(intervention: str) -> Callable[[Body, Args], list[Deed]]:
    return lambda body, args: [Deed(intervention, {"side": str(args["side"])})]


def _cool(body: Body, args: Args) -> list[Deed]:
    return [Deed("cool", {"method": COOLING.get(str(args.get("method")), "ice_packs")})]


def _warm(body: Body, args: Args) -> list[Deed]:
    method = str(args.get("method"))
    dry = [Deed("dry")] if method == "wet_clothes_off" and "dry" in illnesses.deeds() else []
    return [*dry, Deed("warm", {"method": WARMING.get(method, "blanket")})]


def _stop(body: Body, args: Args) -> list[Deed]:
    return [Deed(str(args.get("drug", "")), ends=True)]


_MADE: dict[str, Callable[[Body, Args], list[Deed]]] = {
    "airway_manoeuvre": lambda body, args: [Deed("head_tilt")],
    "oropharyngeal_airway": _airway("oropharyngeal"),
    "nasopharyngeal_airway": _airway("nasopharyngeal"),
    "supraglottic_airway": _airway("laryngeal_mask"),
    "intubate": _intubate,
    "front_of_neck_airway": _intubate,
    "ventilate": _bag(RESCUE_RATE, BAG_FLOW),
    "newborn_resuscitation": _bag(NEWBORN_RATE, 0.0),
    "mechanical_ventilation": _ventilator,
    "cpr": _cpr,
    "needle_decompression": _sided("needle_decompression"),
    "finger_thoracostomy": _sided("chest_tube"),
    "chest_drain": _sided("chest_tube"),
    "pleural_aspiration": _sided("needle_decompression"),
    "pericardiocentesis": lambda body, args: [Deed("pericardiocentesis")],
    "position": lambda body, args: [Deed("position", {"name": POSTURES.get(str(args.get("position")), "supine")})],
    "tourniquet": lambda body, args: [Deed("tourniquet", {"site": str(args["site"])})],
    "nasal_packing": lambda body, args: [Deed("pressure", {"site": "scalp"})],
    "pinch_nose": lambda body, args: [Deed("pressure", {"site": "scalp"})],
    "cool": _cool,
    "warm": _warm,
    "stop_infusion": _stop,
}
