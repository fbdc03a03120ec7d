"""From a person to a body at rest.

The rest is found once for each person and kept, so that the next one starts at once.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bedside.body.conditions import INPUTS
from bedside.body.conditions.course import drive_table
from bedside.body.drugs import empty
from bedside.body.effects import FX, TARGETS
from bedside.body.engine.compiled import advance, read
from bedside.body.person import Person
from bedside.body.record import FLUID, FLUIDS_AT_ONCE, KIDNEY, STEER, STEERS_AT_ONCE
from bedside.body.refusals import BodyError, within
from bedside.body.rhythms.ecg import ECG_PARAMETERS, normal_parameters
from bedside.body.rhythms.table import index_of, rhythm_table
from bedside.body.traits import conduction_of, controls_of, start_of, traits_of
from bedside.body.variables import VARIABLES

if TYPE_CHECKING:
    from bedside.body.body import Body
    from bedside.body.drugs import Fluid

SETTLE_S = 110
MEAN_OVER = 72  # quarter seconds, some breaths
START_RANGES: dict[str, tuple[float, float, str]] = {
    "heart_rate": (20, 260, "1/min"),
    "systolic_pressure": (30, 280, "mmHg"),
    "diastolic_pressure": (10, 180, "mmHg"),
    "mean_arterial_pressure": (20, 210, "mmHg"),
    "respiratory_rate": (3, 90, "1/min"),
    "spo2": (40, 100, "%"),
    "temperature": (24, 43, "degC"),
    "etco2": (8, 110, "mmHg"),
    "glucose": (0.8, 70, "mmol/L"),
    "gcs": (3, 15, "points"),
    "pain": (0, 10, "points"),
    "lactate": (0.2, 20, "mmol/L"),
    "paco2": (10, 130, "mmHg"),
    "cardiac_output": (0.1, 20, "L/min"),
    "fio2": (0.21, 1.0, ""),
    "haemoglobin": (25, 240, "g/L"),
    "potassium": (1.5, 9.0, "mmol/L"),
    "blood_volume": (0.5, 1.5, "of normal"),
}
"""What a body may be started at, and the range outside of which it is refused."""


TOTALS = (
    "urine_total", "lost_blood", "given_blood", "water_in", "water_out", "na_in", "na_out", "o2_in", "o2_used",
    "co2_out",
    "co2_made",
)  # fmt: skip
"""What is counted since the start."""


class Rest(NamedTuple):
    """All parts of a body at rest, each an array."""

    state: NDArray[Any]
    traits: NDArray[Any]
    controls: NDArray[Any]
    conduction: NDArray[Any]
    ecg: NDArray[Any]
    ecg_extra: NDArray[Any]
    drives: NDArray[Any]
    doses: NDArray[Any]
    fluids: NDArray[Any]
    steers: NDArray[Any]


@functools.cache
def CODES() -> NDArray[np.int64]:  # noqa: N802  a constant, but made late
    """Rows of the rhythms that arrest speaks of: sinus, VF, PEA, asystole, pulseless VT."""
    return np.array([index_of(name) for name in ("sinus", "vf", "pea", "asystole", "pulseless_vt")])


@functools.cache
def shapes() -> dict[str, tuple[Any, int]]:
    """Type and number of rows of each part of a body."""
    rest = rest_of(Person(), {}, "sinus")
    return {name: (part.dtype, len(part)) for name, part in rest._asdict().items()}


def rest_of(person: Person, start: Mapping[str, float], rhythm: str) -> Rest:
    """The body of `person` at rest at the `start` values; raises `BodyError` for what cannot be."""
    for name, value in start.items():
        if name not in START_RANGES:
            raise BodyError(f"start value {name!r} is not known; choose from {', '.join(sorted(START_RANGES))}")
        within(name, value, *START_RANGES[name])
    return _settled(person.plain, tuple(sorted((name, float(value)) for name, value in start.items())))


@functools.lru_cache(maxsize=64)
def _settled(person: Person, start: tuple[tuple[str, float], ...]) -> Rest:
    goals = goals_of(person, dict(start))
    traits = traits_of(person, goals)
    share = dict(start).get("blood_volume", 1.0)
    traits[0]["start_blood"] = traits[0]["blood0"] * share
    controls = controls_of(goals)
    rest = Rest(
        start_of(traits[0]), traits, controls, conduction_of(traits[0], "sinus"), normal_parameters(),
        np.zeros(1, ECG_PARAMETERS), drive_table(), empty(), np.zeros(FLUIDS_AT_ONCE, FLUID),
        np.zeros(STEERS_AT_ONCE, STEER),
    )  # fmt: skip
    fx, inputs, out = np.zeros(len(TARGETS)), np.zeros(len(INPUTS)), np.zeros(len(VARIABLES))
    told, none = np.zeros((8, 4)), np.zeros((0, len(VARIABLES)))
    _settle(rest, fx, inputs, out, told, none)
    state = rest.state[0]
    if not (math.isfinite(state["map"]) and math.isfinite(state["po2"])):
        raise BodyError(f"a body of this person cannot rest at {dict(start)}; change the start values")
    traits[0]["spo2_bias"] = 0.0
    if "spo2" in dict(start) or person.age_years > 60:
        traits[0]["spo2_bias"] = float(np.clip(goals["spo2"] - 100.0 * state["sao2"], -2.0, 2.0))
    state["told"] = state["flags"] = 0
    return rest


def _settle(rest: Rest, fx: Any, inputs: Any, out: Any, told: Any, none: Any) -> None:
    """Run held seconds with corrections that grow finer, then take the references of rest over some breaths."""
    from bedside.body.engine.settle import correct, gather, take_references

    waves = np.zeros((0, 1), dtype=np.float32)
    table, codes = rhythm_table(), CODES()

    def run(steps: int) -> None:
        advance(*rest[:6], fx, inputs, *rest[6:], table, codes, out, told, none, waves, 1, steps, 1, 1)

    state, traits, controls = rest.state, rest.traits, rest.controls
    for second in range(SETTLE_S):
        run(200)
        correct(state, traits, 0.0 if second < 2 else 1.0 if second < 0.6 * SETTLE_S else 0.55)
    sums = np.zeros(19)
    traits[0]["cbf0"] = max(float(state[0]["q_bed"][0]), 0.01)
    for _ in range(MEAN_OVER):
        run(50)
        gather(sums, state, traits, controls, fx)
    take_references(sums / MEAN_OVER, state, traits, controls, fx)


def goals_of(person: Person, start: Mapping[str, float]) -> dict[str, float]:
    """What the body is to rest at: the normal values of the person with the given ones over them.

    Raises `BodyError` when pressures contradict one another.
    """
    goals = dict(person.normal())
    normal = dict(goals)
    systolic, diastolic, mean = pressures(start, normal)
    goals.update(start)
    goals.update(systolic_pressure=systolic, diastolic_pressure=diastolic, mean_arterial_pressure=mean)
    if "etco2" in start and "paco2" not in start:
        goals["paco2"] = start["etco2"] / 0.95
    if "cardiac_output" not in start:
        faster = (goals["heart_rate"] / normal["heart_rate"]) ** 0.4
        warm = 1.0 + 0.08 * (goals["temperature"] - 37.0)
        goals["cardiac_output"] = normal["cardiac_output"] * faster * max(warm, 0.5)
    return goals


def pressures(start: Mapping[str, float], normal: Mapping[str, float]) -> tuple[float, float, float]:
    high, low = normal["systolic_pressure"], normal["diastolic_pressure"]
    middle = low + 0.37 * (high - low)
    systolic, diastolic, mean = (start.get(f"{part}_pressure") for part in ("systolic", "diastolic", "mean_arterial"))
    if systolic is None and diastolic is None:
        scale = 1.0 if mean is None else mean / middle
        systolic, diastolic = high * scale, low * scale
    elif systolic is None:
        assert diastolic is not None
        systolic = diastolic * high / low if mean is None else diastolic + (mean - diastolic) / 0.37
    elif diastolic is None:
        diastolic = systolic * low / high if mean is None else (mean - 0.37 * systolic) / 0.63
    if mean is None:
        mean = diastolic + 0.37 * (systolic - diastolic)
    if not diastolic + 3 <= systolic or not diastolic < mean < systolic:
        raise BodyError(
            f"pressures {systolic:g}/{diastolic:g}, mean {mean:g} mmHg contradict; give diastolic < mean < systolic"
        )
    return float(systolic), float(diastolic), float(mean)


def read_now(parts: Mapping[str, Any], fx: NDArray[np.float64], out: NDArray[np.float64], table: Any) -> None:
    """Fill `out` without letting time pass."""
    read(out, parts["state"], parts["traits"], parts["controls"], parts["conduction"], fx, table)


LOOKS = 20
"""Times that a body is looked at, 1.7 s apart, for means over beats and breaths."""


def live_with(
    parts: Mapping[str, Any], fx: NDArray[np.float64], inputs: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    """Let chronic disease settle: twenty minutes pass unrecorded, in which what takes weeks to adapt is adapted.

    Reflexes keep their set-points: where a disease resets one, its own rows say so.
    """
    told, none = np.zeros((256, 4)), np.zeros((0, len(VARIABLES)))
    s, t = parts["state"][0], parts["traits"][0]
    rest = float(t["sbe0"])

    def live(steps: int) -> None:
        advance(
            *(parts[name] for name in Rest._fields[:6]), fx, inputs, *(parts[name] for name in Rest._fields[6:]),
            rhythm_table(), CODES(), out, told, none, np.zeros((0, 1), dtype=np.float32), 1, steps, 1, 0,
        )  # fmt: skip

    for minutes in (8, 6, 4):
        live(200 * 60 * minutes)
        looks = []
        for _ in range(LOOKS):
            live(340)
            looks.append([*(float(s[name]) for name in MEANS), _capillary(s, t)])
        adapt(s, t, dict(zip((*MEANS, "capillary"), np.mean(looks, axis=0).tolist(), strict=True)), rest)
    s["second"] = s["step"] = s["told"] = 0
    for name in TOTALS:
        s[name] = 0.0


MEANS = ("map", "sbp", "dbp", "pco2", "pbrain_co2", "sbe", "blood", "isf", "icf", "albumin", "osm", "urea")


def adapt(s: Any, t: Any, mean: Mapping[str, float], rest: float) -> None:
    """Make what a chronic disease has become the state that kidneys, vessels and brain rest at; `rest`: base excess
    in health.

    Autoregulation moves with a lasting pressure (Strandgaard 1973 Br Med J), salt and water balance with a lasting
    volume
    (Guyton 1972); kidneys answer a lasting mmHg of carbon dioxide with 0.4 mmol/L of bicarbonate (Brackett 1969).
    """
    t["map0"], t["pp0"] = max(mean["map"], 30.0), max(mean["sbp"] - mean["dbp"], 8.0)
    t["auto_ref"][KIDNEY] = 1.0 / max(float(s["r_auto"][KIDNEY]), 0.1)
    t["rest_drive_set"] = t["paco2"] + mean["pbrain_co2"] - mean["pco2"]
    t["start_blood"], t["isf0"], t["icf0"], t["pc0"] = mean["blood"], mean["isf"], mean["icf"], mean["capillary"]
    t["osm0"] = mean["osm"] + t["urea0"] - mean["urea"]
    t["sid0"] -= 0.26 * (t["alb0"] - mean["albumin"])
    t["alb0"] = mean["albumin"]
    metabolic = mean["sbe"] - t["sbe0"]
    lungs = mean["pco2"] - t["paco2"] - 0.98 * metabolic
    kept = rest + 0.32 * lungs - t["sbe0"]  # 0.4 mmol/L of bicarbonate is 0.32 of base excess at the pH that results
    t["sbe0"] += kept
    t["sid0"] += kept
    s["cl_ecf"] -= kept * (s["blood"] - s["rbc"] + s["isf"]) / 1000.0


def _capillary(s: Any, t: Any) -> float:
    from bedside.body.engine.slow import capillary_pressure

    return float(capillary_pressure(s, t))


def set_values(s: Any, t: Any, values: Mapping[str, float]) -> None:
    """Set variables that a condition finds already changed when it begins (`conditions.SETTABLE`)."""
    ecf = (s["blood"] - s["rbc"] + s["isf"]) / 1000.0
    told = sum(values[acid] - float(s[acid]) for acid in ("ketones", "lactate") if acid in values)
    told -= values.get("potassium", float(s["k"])) - float(s["k"])
    for name, value in values.items():
        if name in ("glucose", "ketones", "lactate", "urea", "creatinine"):
            s[name] = value
        elif name == "temperature":
            s["temp"] = value
            s["skin_t"] += 0.7 * (value - t["temp0"])
        elif name == "potassium":
            s["k"] = value
        elif name == "calcium":
            s["ca"] = value
        elif name == "sodium":
            s["cl_ecf"] += (value - s["na_plasma"]) * ecf
            s["na_ecf"] = value * ecf
        elif name == "albumin":
            s["albumin_mass"] = value * (s["blood"] - s["rbc"]) / 1000.0
        elif name == "haemoglobin":
            plasma = s["blood"] - s["rbc"]
            s["rbc"] = value / 335.0 * s["blood"]
            more = s["blood"] - s["rbc"] - plasma  # plasma of the same make takes the place of cells
            s["albumin_mass"] += more * s["albumin"] / 1000.0
            s["na_ecf"] += more * s["na_plasma"] / 1000.0
            s["cl_ecf"] += more * s["cl_plasma"] / 1000.0
        elif name == "bicarbonate":
            set_bicarbonate(s, t, value, told)
        elif name == "insulin":
            s["insulin_own"] = value
    if "bicarbonate" not in values:
        store_carbon_dioxide(s, float(s["sbe"]) - told - _thicker(s), float(s["pco2"]))


def set_bicarbonate(s: Any, t: Any, value: float, told: float) -> None:
    """Add fixed acid, beyond the `told` strong ions, until this bicarbonate is left and breathing has answered.

    The answer to acid is that of Winters (Albert 1967 Ann Intern Med), to alkali 0.7 mmHg for a mmol/L (Javaheri 1987
    Am Rev Respir Dis); all stores of carbon dioxide follow.
    """
    low = value < 24.0
    tension = min(1.5 * value + 8.0, float(t["paco2"])) if low else float(t["paco2"]) + 0.7 * (value - 24.0)
    ph = 6.105 + math.log10(value / (0.0307 * tension))
    wanted = 0.93 * (value - 24.4 + 14.83 * (ph - 7.40))
    s["acid"] += float(s["sbe"]) - wanted - told - _thicker(s)
    store_carbon_dioxide(s, wanted, tension)


def _thicker(s: Any) -> float:
    """Base that albumin takes once it is spread in the plasma there is now, mmol/L."""
    return 0.26 * (1000.0 * float(s["albumin_mass"]) / float(s["blood"] - s["rbc"]) - float(s["albumin"]))


def store_carbon_dioxide(s: Any, base_excess: float, tension: float) -> None:
    """Let all stores hold what they would at this base excess and tension (mmHg)."""
    from bedside.body.engine.gas import co2_content

    cells, ph = float(s["rbc"] / s["blood"]) * 0.335, float(s["ph"])
    then = co2_content(float(s["pco2"]), float(s["sbe"]), float(s["sao2"]), cells, ph)
    now = co2_content(tension, base_excess, float(s["sao2"]), cells, ph)
    for pool in ("c_art", "c_brain", "c_fast", "c_slow", "cv_co2"):
        s[pool] += now - then


def dry(s: Any, t: Any, share: float) -> None:
    """Take `share` of the body weight away as salt water, as it was lost over days: most from between the cells."""
    ml = 1000.0 * share * float(t["weight"])
    s["isf"] = max(float(s["isf"]) - 0.64 * ml, 0.35 * float(t["isf0"]))
    s["icf"] -= 0.26 * ml
    from_blood = min(0.10 * ml, 0.35 * float(s["blood"] - s["rbc"]))
    s["v_bed"] *= 1.0 - from_blood / float(np.sum(s["v_bed"]))
    s["blood"] -= from_blood
    ecf = float(s["blood"] - s["rbc"] + s["isf"]) / 1000.0
    s["na_ecf"], s["cl_ecf"] = s["na_plasma"] * ecf, s["cl_plasma"] * ecf


def fill_fluid(slot: Any, fluid: Fluid, owner: int, ml: float, seconds: float) -> None:
    """Write a fluid of the drug data (per litre) into a slot (per mL)."""
    slot["rate"], slot["left"], slot["owner"] = ml / seconds, ml, float(owner)
    slot["cells"], slot["albumin"] = fluid.red_cells, fluid.colloid / 1000.0
    slot["na"], slot["cl"] = fluid.sodium / 1000.0, fluid.chloride / 1000.0
    slot["k"], slot["calcium"] = fluid.potassium / 1000.0, fluid.calcium / 1000.0
    slot["glucose"], slot["lactate"] = fluid.glucose / 1000.0, fluid.lactate / 1000.0
    slot["bicarbonate"] = fluid.bicarbonate / 1000.0
    slot["volume"], slot["osmoles"], slot["temperature"] = fluid.volume, fluid.osmoles / 1000.0, fluid.temperature


def shock_chance(body: Body, joules: float) -> float:
    """Chance that one shock ends the present rhythm for a pumping one.

    Begins near 0.9 and falls by about 9 % a minute without flow (Larsen 1993), more for a starved muscle; amiodarone
    adds
    (Kudenchuk 1999), low energy takes away.
    """
    s, row = body.state, body.rhythm_row
    if s["dead"]:
        return 0.0
    per_kg = joules / max(min(body.person.weight, 80.0), 3.0)
    enough = min(1.0, per_kg / (1.6 if body.person.weight > 40 else 3.5))
    if row["shockable"] and not row["perfusing"]:
        energy = float(np.dot(s["energy"], (0.45, 0.30, 0.25)))
        share = (0.9 - 0.0015 * float(s["no_flow"])) * min(1.0, 0.35 + 1.1 * energy) * enough
        share += 0.12 * float(body.effects[FX.antiarrhythmic])
        if float(body.vitals["potassium"]) > 8.5 or s["temp"] < 28.0:
            share *= 0.2
        return float(min(max(share, 0.0), 0.95))
    if body.rhythm not in ("sinus", "sinus_bradycardia", "sinus_tachycardia", "asystole", "pea") and row["perfusing"]:
        return float(min(0.95, 0.92 * min(1.0, per_kg / 0.9)))  # synchronised cardioversion, about 9 in 10
    return 0.0
