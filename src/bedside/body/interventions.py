"""What people do to a body: a table of interventions, each with its options, ranges, meaning and source."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from bedside.body.refusals import BodyError

if TYPE_CHECKING:
    from bedside.body.body import Body


@dataclass(frozen=True)
class Choice:
    """One option of an intervention: a number from `low` to `high` in `unit`, or one of `choices`."""

    doc: str
    default: float | str | None = None
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intervention:
    """One thing that can be done: its options, and the functions that begin and end it."""

    id: str
    name: str
    begin: Callable[[Body, dict[str, Any]], dict[str, Any] | None]
    end: Callable[[Body, dict[str, Any]], None] | None = None
    options: dict[str, Choice] = field(default_factory=dict)
    source: str = ""
    aliases: tuple[str, ...] = ()


DEVICES: dict[str, tuple[float, float, float, str]] = {
    # device: share of oxygen at low flow, flow, share at high flow, how it rises
    "nasal_cannula": (1.0, 6.0, 0.44, "about 4 % for each L/min"),
    "simple_mask": (5.0, 10.0, 0.60, "40-60 %"),
    "venturi": (2.0, 15.0, 0.60, "as set"),
    "non_rebreather": (8.0, 15.0, 0.90, "85-95 % with a full reservoir"),
    "high_flow_nasal": (20.0, 60.0, 1.0, "as set"),
    "bag_valve_mask": (10.0, 15.0, 0.95, "with reservoir"),
    "blow_by": (4.0, 15.0, 0.35, "estimate"),
}
POSITIONS: dict[str, tuple[float, float]] = {
    # name: blood moved out of the chest and belly into the legs (mL/kg), height of the head over the heart (mmHg)
    "supine": (0.0, 0.0),
    "sitting": (5.0, 12.0),
    "standing": (10.5, 22.0),
    "head_up": (1.8, 8.0),
    "legs_raised": (-4.0, 0.0),
    "recovery": (0.0, 0.0),
    "left_lateral": (0.0, 0.0),
    "prone": (0.4, 0.0),
    "trendelenburg": (-3.0, -8.0),
}
AIRWAYS = {"none": 0, "oropharyngeal": 1, "nasopharyngeal": 1, "laryngeal_mask": 2, "tracheal_tube": 3}
TUBE_PLACES = {"trachea": 3, "right_main": 4, "esophagus": 5}
MODES = {"volume_control": 1, "pressure_control": 2, "pressure_support": 3, "cpap": 4, "bilevel": 3, "simv": 6}


def oxygen_share(device: str, flow: float, fio2: float | None) -> float:
    """Share of oxygen that a device gives at `flow` L/min (BTS guideline 2017; Kacmarek, Egan's 2016)."""
    if fio2 is not None:
        return fio2
    low, high, top, _ = DEVICES[device]
    if device == "nasal_cannula":
        return min(0.21 + 0.04 * flow, top)
    if device == "non_rebreather":
        return min(0.60 + 0.03 * flow, top)
    if device in ("venturi", "high_flow_nasal"):
        return 0.40 if device == "venturi" else top
    return (
        0.21 + (top - 0.21) * min(max(flow / high, 0.2), 1.0)
        if flow < low
        else top - 0.08 * (high - flow) / max(high - low, 1.0)
    )


def _oxygen(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["o2_share"], u["o2_flow"] = oxygen_share(o["device"], o["flow"], o["fio2"]), o["flow"]


def _no_oxygen(body: Body, o: dict[str, Any]) -> None:
    body.controls["o2_share"] = body.controls["o2_flow"] = 0.0


def _airway(body: Body, o: dict[str, Any]) -> None:
    place = AIRWAYS[o["device"]]
    body.controls["airway"] = TUBE_PLACES[o["position"]] if place == 3 else place


def _open_airway(body: Body, o: dict[str, Any]) -> None:
    body.controls["airway"] = 0


def _held(body: Body, o: dict[str, Any]) -> None:
    if body.controls["airway"] == 0:
        body.controls["airway"] = 1


def _bag(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    tidal = o["tidal"] if o["tidal"] is not None else 7.0 * body.person.lean_weight
    u["vent_mode"], u["vent_rate"], u["vent_tidal"], u["vent_peep"] = 5, o["rate"], tidal, o["peep"]
    u["vent_fio2"] = (
        o["fio2"] if o["fio2"] is not None else (0.21 if o["flow"] <= 0 else 0.95 if o["flow"] >= 10 else 0.5)
    )
    u["vent_ti"], u["vent_leak"] = min(1.0, 0.4 * 60.0 / max(o["rate"], 4.0)), 0.12
    if u["airway"] == 0:
        u["airway"] = 1


def _ventilator(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["vent_mode"] = MODES[o["mode"]]
    tidal = o["tidal"] if o["tidal"] is not None else 7.0 * body.person.lean_weight
    u["vent_rate"], u["vent_tidal"], u["vent_pressure"] = o["rate"], tidal, o["pressure"]
    u["vent_peep"], u["vent_fio2"], u["vent_leak"] = o["peep"], o["fio2"], 0.0
    ie = o["ie"]
    u["vent_ti"] = 60.0 / max(o["rate"], 4.0) * ie / (1.0 + ie)


def _no_machine(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["vent_mode"], u["vent_rate"], u["vent_peep"], u["vent_leak"] = 0, 0.0, 0.0, 0.0


def _sided(name: str) -> tuple[Callable[[Body, dict[str, Any]], None], Callable[[Body, dict[str, Any]], None]]:
    def begin(body: Body, o: dict[str, Any]) -> None:
        for side in ("left", "right") if o["side"] == "both" else (o["side"],):
            body.controls[f"{name}_{side}"] = 1.0
        if name == "tube":
            body.controls["suction"] = o["suction"]

    def end(body: Body, o: dict[str, Any]) -> None:
        for side in ("left", "right"):
            body.controls[f"{name}_{side}"] = 0.0

    return begin, end


def _drain_sac(body: Body, o: dict[str, Any]) -> dict[str, Any]:
    taken = min(o["volume"], float(body.state["v_eff"]))
    body.state["v_eff"] -= taken
    return {"removed_ml": taken}


def _cpr(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["cpr"], u["cpr_rate"], u["cpr_depth"], u["cpr_fraction"] = 1, o["rate"], o["depth"], o["fraction"]


def _no_cpr(body: Body, o: dict[str, Any]) -> None:
    body.controls["cpr"] = 0


def _pace(body: Body, o: dict[str, Any]) -> dict[str, Any]:
    u = body.controls
    u["pacer_rate"], u["pacer_ma"] = o["rate"], o["current"]
    return {"captures": bool(o["current"] >= float(body.traits["pacer_threshold"]))}


def _no_pace(body: Body, o: dict[str, Any]) -> None:
    body.controls["pacer_rate"] = body.controls["pacer_ma"] = 0.0


def _position(body: Body, o: dict[str, Any]) -> None:
    pool, head = POSITIONS[o["name"]]
    u = body.controls
    if body.person.gestation > 0.6 and o["name"] in ("left_lateral", "recovery"):
        pool = -2.5 * body.person.gestation  # the womb no longer lies on the great vein, estimate
    u["posture_pool"], u["head_up"] = pool, head
    u["position"] = list(POSITIONS).index(o["name"])


def _warm(body: Body, o: dict[str, Any]) -> None:
    watts_per_k, temperature = {
        "blanket": (2.0, 33.0), "forced_air": (9.0, 40.0), "warm_fluids": (2.5, 40.0), "bath": (60.0, 40.0),
        "extracorporeal": (120.0, 39.0),
    }[o["method"]]  # fmt: skip
    body.controls["warming"], body.controls["warming_c"] = watts_per_k, temperature
    body.controls["cooling"] = 0.0


def _cool(body: Body, o: dict[str, Any]) -> None:
    watts_per_k, temperature = {
        "undress": (4.0, 22.0), "ice_packs": (9.0, 4.0), "surface_device": (22.0, 8.0), "wet_and_fan": (28.0, 18.0),
        "ice_bath": (140.0, 4.0),
    }[o["method"]]  # fmt: skip
    body.controls["cooling"], body.controls["cooling_c"] = watts_per_k, temperature
    body.controls["warming"] = 0.0


def _no_warm(body: Body, o: dict[str, Any]) -> None:
    body.controls["warming"] = 0.0


def _no_cool(body: Body, o: dict[str, Any]) -> None:
    body.controls["cooling"] = 0.0


def _dialysis(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["dialysis"] = 200.0 if o["mode"] == "intermittent" else 30.0
    u["dialysis_uf"], u["dialysis_k"] = o["fluid_off"], o["potassium"]


def _no_dialysis(body: Body, o: dict[str, Any]) -> None:
    body.controls["dialysis"] = body.controls["dialysis_uf"] = 0.0


def _exercise(body: Body, o: dict[str, Any]) -> None:
    body.controls["base_watts"] = o["power"] if o["power"] is not None else 1200.0 * (o["intensity"] or 0.0)


def _rest(body: Body, o: dict[str, Any]) -> None:
    body.controls["base_watts"] = 0.0


def _environment(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    for name, key in (("temperature", "base_ambient_c"), ("pressure", "base_mmhg"), ("oxygen", "base_o2"),
                      ("carbon_monoxide", "base_co_ppm"), ("immersion", "base_immersion"), ("carbon_dioxide",
                      "inspired_co2")):  # fmt: skip
        if o[name] is not None:
            u[key] = o[name]


def _standard_environment(body: Body, o: dict[str, Any]) -> None:
    u = body.controls
    u["base_mmhg"], u["base_o2"], u["base_co_ppm"], u["base_immersion"], u["inspired_co2"] = (
        760.0,
        0.2095,
        0.0,
        0.0,
        0.0,
    )
    u["base_ambient_c"] = body.rest_ambient


def _drink(body: Body, o: dict[str, Any]) -> None:
    body.controls["drink"] = o["rate"]


def _no_drink(body: Body, o: dict[str, Any]) -> None:
    body.controls["drink"] = 0.0


def _shock(sync: bool) -> Callable[[Body, dict[str, Any]], dict[str, Any]]:
    def begin(body: Body, o: dict[str, Any]) -> dict[str, Any]:
        return body.shock(o["energy"], sync=sync, draw=o["draw"])

    return begin


def _only_relief(body: Body, o: dict[str, Any]) -> None:
    """A deed that matters by what it relieves; the body looks that up for every deed."""


SIDE = Choice("side", "left", choices=("left", "right", "both"))
SITE = Choice(
    "where",
    "leg",
    choices=("leg", "arm", "left_leg", "right_leg", "left_arm", "right_arm", "neck", "groin", "scalp", "trunk"),
)
_seal_on, _seal_off = _sided("seal")
_needle_on, _needle_off = _sided("needle")
_tube_on, _tube_off = _sided("tube")

INTERVENTIONS: dict[str, Intervention] = {
    one.id: one
    for one in (
        Intervention(
            "oxygen",
            "Oxygen",
            _oxygen,
            _no_oxygen,
            {
                "device": Choice("mask or cannula", "non_rebreather", choices=tuple(DEVICES)),
                "flow": Choice("oxygen flow", 15.0, "L/min", 0, 70),
                "fio2": Choice("share, for devices that are set", None, "", 0.21, 1.0),
            },
            "BTS guideline for oxygen 2017; Kacmarek, Egan's Fundamentals 2016",
            ("supplemental_oxygen",),
        ),
        Intervention(
            "airway",
            "Airway device",
            _airway,
            _open_airway,
            {
                "device": Choice("device", "oropharyngeal", choices=tuple(AIRWAYS)),
                "position": Choice("where the tip of a tube lies", "trachea", choices=tuple(TUBE_PLACES)),
            },
            "DAS guideline 2015",
            ("intubate", "intubation"),
        ),
        Intervention(
            "head_tilt", "Head tilt or jaw thrust", _held, _open_airway, {}, "RCUK 2021", ("jaw_thrust", "chin_lift")
        ),
        Intervention(
            "bag_mask",
            "Bag and mask",
            _bag,
            _no_machine,
            {
                "rate": Choice("breaths", 12.0, "1/min", 0, 60),
                "tidal": Choice("volume of a breath", None, "mL", 2, 1500),
                "peep": Choice("end-expiratory pressure", 0.0, "cmH2O", 0, 20),
                "fio2": Choice("share of oxygen", None, "", 0.21, 1.0),
                "flow": Choice("oxygen flow", 15.0, "L/min", 0, 25),
            },
            "RCUK 2021",
            ("bvm", "bag_valve_mask"),
        ),
        Intervention(
            "ventilator",
            "Ventilator",
            _ventilator,
            _no_machine,
            {
                "mode": Choice("mode", "volume_control", choices=tuple(MODES)),
                "rate": Choice("set rate", 14.0, "1/min", 0, 60),
                "tidal": Choice("set volume", None, "mL", 2, 1500),
                "pressure": Choice("pressure above PEEP", 14.0, "cmH2O", 0, 45),
                "peep": Choice("end-expiratory pressure", 5.0, "cmH2O", 0, 24),
                "fio2": Choice("share of oxygen", 0.4, "", 0.21, 1.0),
                "ie": Choice("time in over time out", 0.5, "", 0.15, 3.0),
            },
            "ARDS Network 2000 for usual settings",
        ),
        Intervention(
            "needle_decompression", "Needle decompression", _needle_on, _needle_off, {"side": SIDE}, "ATLS 2018"
        ),
        Intervention(
            "chest_tube",
            "Chest tube",
            _tube_on,
            _tube_off,
            {"side": SIDE, "suction": Choice("suction", 0.0, "cmH2O", 0, 40)},
            "BTS 2023",
        ),
        Intervention(
            "chest_seal", "Chest seal", _seal_on, _seal_off, {"side": SIDE}, "TCCC 2024", ("occlusive_dressing",)
        ),
        Intervention(
            "pericardiocentesis",
            "Pericardiocentesis",
            _drain_sac,
            None,
            {"volume": Choice("volume drawn", 60.0, "mL", 1, 2000)},
            "ESC 2015",
        ),
        Intervention(
            "cpr",
            "Chest compressions",
            _cpr,
            _no_cpr,
            {
                "rate": Choice("presses", 110.0, "1/min", 40, 160),
                "depth": Choice("depth", 5.0, "cm", 1, 8),
                "fraction": Choice("share of time with hands on", 0.9, "", 0.1, 1.0),
            },
            "RCUK and ERC 2021",
            ("chest_compressions",),
        ),
        Intervention(
            "defibrillate",
            "Defibrillation",
            _shock(False),
            None,
            {
                "energy": Choice("energy", 150.0, "J", 1, 400),
                "draw": Choice("chance between 0 and 1 that decides", None, "", 0, 1),
            },
            "ERC 2021",
        ),
        Intervention(
            "cardiovert",
            "Cardioversion",
            _shock(True),
            None,
            {
                "energy": Choice("energy", 100.0, "J", 1, 400),
                "draw": Choice("chance between 0 and 1 that decides", None, "", 0, 1),
            },
            "ERC 2021",
        ),
        Intervention(
            "pace",
            "Pacing through the skin",
            _pace,
            _no_pace,
            {"rate": Choice("rate", 70.0, "1/min", 30, 180), "current": Choice("current", 80.0, "mA", 0, 200)},
            "ERC 2021; Zoll 1985",
        ),
        Intervention(
            "position",
            "Position",
            _position,
            None,
            {"name": Choice("position", "supine", choices=tuple(POSITIONS))},
            "Monnet 2006; estimate",
        ),
        Intervention(
            "warm",
            "Warming",
            _warm,
            _no_warm,
            {
                "method": Choice(
                    "method", "forced_air", choices=("blanket", "forced_air", "warm_fluids", "bath", "extracorporeal")
                )
            },
            "Brown 2012; heat flows estimate",
        ),
        Intervention(
            "cool",
            "Cooling",
            _cool,
            _no_cool,
            {
                "method": Choice(
                    "method", "ice_packs", choices=("undress", "ice_packs", "surface_device", "wet_and_fan", "ice_bath")
                )
            },
            "Bouchama 2007; heat flows estimate",
        ),
        Intervention("tourniquet", "Tourniquet", _only_relief, None, {"site": SITE}, "TCCC 2024"),
        Intervention("pressure", "Direct pressure", _only_relief, None, {"site": SITE}, "ATLS 2018; estimate"),
        Intervention(
            "surgery",
            "Surgical control of bleeding",
            _only_relief,
            None,
            {"site": Choice("where", "abdomen")},
            "ATLS 2018",
        ),
        Intervention(
            "reperfusion", "Opening of the blocked artery", _only_relief, None, {}, "ESC 2023", ("pci", "primary_pci")
        ),
        Intervention("thrombectomy", "Clot removal", _only_relief, None, {}, "ESO 2019; ESC 2019"),
        Intervention(
            "back_blows", "Back blows and thrusts", _only_relief, None, {}, "RCUK 2021", ("abdominal_thrusts",)
        ),
        Intervention("suction", "Airway suction", _only_relief, None, {}, "RCUK 2021"),
        Intervention(
            "dialysis",
            "Dialysis",
            _dialysis,
            _no_dialysis,
            {
                "mode": Choice("kind", "intermittent", choices=("intermittent", "continuous")),
                "fluid_off": Choice("fluid taken off", 0.0, "mL/h", 0, 2000),
                "potassium": Choice("potassium of the bath", 2.0, "mmol/L", 0, 5),
            },
            "KDIGO 2012",
        ),
        Intervention(
            "exercise",
            "Exercise",
            _exercise,
            _rest,
            {"power": Choice("power", None, "W", 0, 2500), "intensity": Choice("share of 1200 W", None, "", 0, 1)},
            "Brooks 2000",
        ),
        Intervention(
            "environment",
            "Surroundings",
            _environment,
            _standard_environment,
            {
                "temperature": Choice("air or water", None, "degC", -60, 120),
                "pressure": Choice("air pressure", None, "mmHg", 150, 3800),
                "oxygen": Choice("share in dry air", None, "", 0, 1),
                "carbon_dioxide": Choice("share in dry air", None, "", 0, 0.3),
                "carbon_monoxide": Choice("in air", None, "ppm", 0, 100000),
                "immersion": Choice("share under water", None, "", 0, 1),
            },
            "ISO 2533 for standard air",
        ),
        Intervention(
            "drink", "Drinking water", _drink, _no_drink, {"rate": Choice("rate", 20.0, "mL/min", 0, 200)}, "estimate"
        ),
    )
}


def find(name: str, deeds: Collection[str] = ()) -> Intervention:
    """The intervention with this id or alias, or one of the `deeds` that only relieve a condition.

    Raises `BodyError` with the nearest names.
    """
    wanted = re.sub(r"[\s\-]+", "_", name.strip().lower())
    for one in INTERVENTIONS.values():
        if wanted == one.id or wanted in one.aliases:
            return one
    if wanted in deeds:
        words = wanted.replace("_", " ").capitalize()
        return Intervention(wanted, words, _only_relief, None, {"site": Choice("where", "abdomen"), "side": SIDE})
    near = get_close_matches(wanted, [*INTERVENTIONS, *deeds], 3, 0.5) or sorted(INTERVENTIONS)
    raise BodyError(f"intervention {name!r} is not known; choose one of {', '.join(near)}")


def read_options(one: Intervention, given: dict[str, Any]) -> dict[str, Any]:
    """All options with their values; raises `BodyError` naming option, value and range."""
    for name in given:
        if name not in one.options:
            takes = ", ".join(one.options) or "no options"
            raise BodyError(f"{one.id} has no option {name!r}; it takes {takes}")
    return {name: _value(one.id, name, choice, given.get(name)) for name, choice in one.options.items()}


def _value(owner: str, name: str, choice: Choice, given: object) -> Any:
    from bedside.body.units import quantity

    if given is None:
        return choice.default
    if choice.choices:
        word = re.sub(r"[\s\-]+", "_", str(given).strip().lower())
        if word not in choice.choices:
            raise BodyError(f"{name} of {owner} is {given!r}; choose one of {', '.join(choice.choices)}")
        return word
    if isinstance(given, str) and choice.default is not None and isinstance(choice.default, str):
        return given
    number = quantity(given, choice.unit, f"{name} of {owner}")
    if not choice.low <= number <= choice.high:
        unit = f" {choice.unit}" if choice.unit else ""
        raise BodyError(f"{name} of {owner} is {given!r}; give a number from {choice.low:g} to {choice.high:g}{unit}")
    return number


def describe() -> list[dict[str, str]]:
    """One row for each intervention, for lists and docs."""
    rows = []
    for one in INTERVENTIONS.values():
        options = "; ".join(
            f"{name} ({', '.join(c.choices)})" if c.choices else f"{name} {c.low:g}-{c.high:g} {c.unit}".strip()
            for name, c in one.options.items()
        )
        rows.append({"id": one.id, "name": one.name, "options": options, "source": one.source})
    return rows
