"""Drugs as data: how they are taken up, leave, and what they do at the place of effect.

Kinetics are two parallel exponentials of the dose per kg (what two-compartment models give after a bolus), behind a
depot for routes other than intravenous, and an effect site. Effects are Hill curves of the effect-site amount.
"""

from __future__ import annotations

import functools
import math
from importlib import resources
from typing import Any

import msgspec

from bedside.body.refusals import BodyError, within
from bedside.body.state import Dose, Modulation, State

MASS = {"g": 1e3, "mg": 1.0, "mcg": 1e-3, "ug": 1e-3, "microgram": 1e-3, "micrograms": 1e-3, "ng": 1e-6}
VOLUME = {"ml": 1.0, "mL": 1.0, "l": 1000.0, "L": 1000.0, "units_of_blood": 280.0}
COUNT = {"units": 1.0, "unit": 1.0, "iu": 1.0, "mmol": 1.0}
LN2 = math.log(2)


class Effect(msgspec.Struct, frozen=True):
    """One thing a drug does: `most` times a Hill curve with half effect at `half` (drug unit per kg)."""

    change: str
    most: float
    half: float
    hill: float = 1.0


class Route(msgspec.Struct, frozen=True):
    """A way in: half-life of uptake in min (0 = at once) and the share that arrives."""

    uptake_min: float = 0.0
    share: float = 1.0


class Drug(msgspec.Struct, frozen=True):
    """One drug. `half_life_min` of the lasting part; `fast_share` of a dose leaves with `fast_half_life_min`."""

    id: str
    unit: str
    source: str
    half_life_min: float = 120.0
    fast_share: float = 0.0
    fast_half_life_min: float = 5.0
    onset_min: float = 1.0
    routes: dict[str, Route] = {}
    effects: tuple[Effect, ...] = ()
    receptor: str = ""
    blocks: dict[str, float] = {}  # receptor: amount per kg that halves an agonist's effect
    adds: dict[str, float] = {}  # moving variable: how much a unit per kg adds on arrival
    fluid: str = ""
    per_ml: float = 0.0  # drug units in a ml of the usual ampoule or bag


@functools.cache
def catalogue() -> dict[str, Drug]:
    """All drugs by id, read once from the YAML beside this file; a broken entry is an error naming it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    drugs: dict[str, Drug] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            for name, entry in yaml.load(file.read_text(encoding="utf-8"), Loader=loader).items():
                drugs[name] = _drug(name, entry)
    return drugs


def _drug(name: str, entry: dict[str, Any]) -> Drug:
    routes = {route: value or {} for route, value in entry.pop("routes", {"iv": {}}).items()}
    try:
        drug = msgspec.convert({"id": name, "routes": routes, **entry}, Drug)
    except msgspec.ValidationError as error:
        raise BodyError(f"drug {name!r} in the drug data: {error}") from error
    for effect in drug.effects:
        if effect.change not in Modulation.__struct_fields__:
            raise BodyError(f"drug {name!r}: effect on {effect.change!r} is not a variable of the body")
    for variable in drug.adds:
        if variable not in State.__struct_fields__:
            raise BodyError(f"drug {name!r}: adds to {variable!r}, which is not a state of the body")
    return drug


def in_own_unit(drug: Drug, amount: float, unit: str) -> float:
    """`amount` of `unit` as the drug's own unit; raises `BodyError` when the two do not measure the same thing."""
    within(f"amount of {drug.id}", amount, 0.0, 1e7, unit)
    if unit == drug.unit:
        return amount
    if unit in MASS and drug.unit in MASS:
        return amount * MASS[unit] / MASS[drug.unit]
    if unit in COUNT and drug.unit in COUNT and (unit == "mmol") == (drug.unit == "mmol"):
        return amount * COUNT[unit] / COUNT[drug.unit]
    if unit in VOLUME:
        if drug.unit in VOLUME:
            return amount * VOLUME[unit] / VOLUME[drug.unit]
        if drug.per_ml:
            return amount * VOLUME[unit] * drug.per_ml
    raise BodyError(f"{drug.id} cannot be given in {unit!r}; give it in {drug.unit}")


def route_of(drug: Drug, route: str) -> Route:
    """The drug's data for `route`; raises `BodyError` naming the routes there are."""
    if route not in drug.routes:
        raise BodyError(f"{drug.id} is not given by route {route!r}; choose one of {', '.join(sorted(drug.routes))}")
    return drug.routes[route]


def advance(doses: list[Dose], s: State) -> list[Dose]:
    """Move all doses by one second, add what arrives to `s`, and return the doses still worth counting."""
    known = catalogue()
    left: list[Dose] = []
    for dose in doses:
        drug = known[dose.drug]
        route = drug.routes[dose.route]
        if dose.infusion > 0.0:
            run = min(dose.infusion, dose.infusion_left)
            dose.infusion_left -= run
            _arrive(dose, drug, run * route.share, s)
            if dose.infusion_left <= 0.0:
                dose.infusion = 0.0
        if dose.depot > 0.0:
            out = dose.depot
            if route.uptake_min > 0.0:
                out *= 1.0 - math.exp(-LN2 / (60.0 * route.uptake_min))
            dose.depot -= out
            _arrive(dose, drug, out, s)
        dose.slow *= math.exp(-LN2 / (60.0 * drug.half_life_min))
        if dose.fast > 0.0:
            dose.fast *= math.exp(-LN2 / (60.0 * drug.fast_half_life_min))
        dose.site += (1.0 - math.exp(-LN2 / (60.0 * drug.onset_min))) * (dose.fast + dose.slow - dose.site)
        if dose.infusion > 0.0 or dose.depot + dose.fast + dose.slow + dose.site > _negligible(drug):
            left.append(dose)
    return left


def _arrive(dose: Dose, drug: Drug, amount: float, s: State) -> None:
    for variable, per_unit in drug.adds.items():
        setattr(s, variable, getattr(s, variable) + per_unit * amount)
    dose.fast += drug.fast_share * amount
    dose.slow += (1.0 - drug.fast_share) * amount


@functools.cache
def _smallest_half(drug_id: str) -> float:
    drug = catalogue()[drug_id]
    halves = [effect.half for effect in drug.effects] + list(drug.blocks.values())
    return min(halves, default=0.0)


def _negligible(drug: Drug) -> float:
    return 1e-5 * (_smallest_half(drug.id) if drug.effects or drug.blocks else 1.0)


# How two drugs on the same variable add up: parts of a whole cannot pass one, the others are summed.
WHOLE = frozenset(
    ("baroreflex_block", "respiratory_depression", "paralysis", "antipyresis", "sedation", "analgesia",
     "anticonvulsion", "calcium", "av_block", "antiarrhythmic", "adrenergic")
)  # fmt: skip


def apply(doses: list[Dose], mod: Modulation) -> None:
    """Add what all doses do to `mod`."""
    known = catalogue()
    blocked: dict[str, float] = {}
    levels: dict[str, float] = {}
    for dose in doses:
        levels[dose.drug] = levels.get(dose.drug, 0.0) + dose.site
    for name, level in levels.items():
        for receptor, half in known[name].blocks.items():
            blocked[receptor] = blocked.get(receptor, 0.0) + level / half
    relaxed = 0.0
    for name, level in levels.items():
        drug = known[name]
        level /= 1.0 + blocked.get(drug.receptor, 0.0)
        for effect in drug.effects:
            share = (level / effect.half) ** effect.hill
            felt = effect.most * share / (1.0 + share)
            if effect.change == "bronchospasm":
                relaxed = 1.0 - (1.0 - relaxed) * (1.0 - min(-felt, 1.0))
            elif effect.change in WHOLE:
                setattr(mod, effect.change, 1.0 - (1.0 - getattr(mod, effect.change)) * (1.0 - min(felt, 1.0)))
            else:
                setattr(mod, effect.change, getattr(mod, effect.change) + felt)
    mod.bronchospasm *= 1.0 - relaxed
