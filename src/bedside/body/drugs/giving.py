"""Giving, infusing and stopping: from a drug, an amount and a person to records of running doses."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bedside.body.drugs.drug import PLACES, ROUTES, Drug, catalogue, key, mask, route_of
from bedside.body.drugs.kinetics import BLOCKS, BOOSTS, CENTRAL, DEPOT, DOSE, SECOND, SITE, THIRD, transition
from bedside.body.drugs.sizing import Sized, compartments
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError, within

_INDEX = {name: place for place, name in enumerate(TARGETS)}
_ROUTE = tuple(ROUTES)
LN2 = math.log(2.0)
UNFELT = 1e-3
"""A dose below this share of its smallest half-effect level is let go."""


class Level(NamedTuple):
    """Of one drug, over all its doses: concentrations in base unit/L, amounts in base unit."""

    plasma: float
    site: float
    given: float
    left: float
    eliminated: float
    rate: float


def make_dose(drug: Drug, route: str, person: Sized) -> Any:
    """One record of `DOSE` with everything copied in but no amount yet; raises `BodyError` for a wrong route."""
    way_name = route_of(drug, route)
    way = drug.routes[way_name]
    dose = np.zeros((), dtype=DOSE)
    dose["drug"], dose["route"], dose["local"] = key(drug.id), _ROUTE.index(way_name), int(way.local)
    dose["share"] = way.share
    dose["active"] = 1
    pk, c = drug.pk, compartments(drug, person)
    assert pk is not None
    uptake = LN2 / (60.0 * way.uptake) if way.uptake > 0.0 else 0.0
    dose["into"] = DEPOT if uptake else CENTRAL
    dose["step"], dose["drip"] = transition(
        uptake, (c.v1, c.v2 or 1.0, c.v3 or 1.0), (c.cl / 60.0, c.q2 / 60.0, c.q3 / 60.0),
        LN2 / (60.0 * max(c.onset, 0.01)), LN2 / (60.0 * max(c.slow, 0.01)),
    )  # fmt: skip
    dose["volume"] = c.v1
    dose["vmax"], dose["km"] = pk.vmax / 60.0 * (c.v1 / pk.v1 if pk.v1 else 1.0), pk.km
    dose["renal"], dose["hepatic"], dose["exhaled"] = pk.kidney, pk.liver, pk.breath
    _copy_effects(dose, drug, person)
    return dose


def _copy_effects(dose: Any, drug: Drug, person: Sized) -> None:
    older = math.exp(-drug.ageing * (person.age_years - 35.0)) if person.age_years > 18 else 1.0
    halves = []
    for n, effect in enumerate(drug.effects):
        half = effect.half * older
        whole = int(TARGETS[effect.to].rule == "whole")
        row = (_INDEX[effect.to], whole, PLACES[effect.at], effect.most, half, effect.hill, mask(effect.via))
        dose["effects"][n] = row
        halves.append(half)
    acts = [(kind, names, act) for act in drug.acts for kind, names in ((BLOCKS, act.blocks), (BOOSTS, act.boosts))]
    rows = [(kind, mask(names), PLACES[act.at], act.half, act.limit) for kind, names, act in acts if names]
    for n, act_row in enumerate(rows):
        dose["acts"][n] = act_row
    halves += [act.half for act in drug.acts]
    dose["effect_count"], dose["act_count"] = len(drug.effects), len(rows)
    dose["quiet"] = UNFELT * min(halves, default=1.0)


def _place(doses: NDArray[Any], drug: Drug, route: str, person: Sized, waits: bool) -> int:
    """The slot for this drug and route: the running one, else a freed one of it, a new one or the oldest freed."""
    fresh = make_dose(drug, route, person)
    same = (doses["drug"] == fresh["drug"]) & (doses["route"] == fresh["route"])
    running = np.flatnonzero(same & (doses["active"] == 1) & ~(waits & (doses["waiting"] > 0.0)))
    if len(running):
        return int(running[0])
    free = doses["active"] == 0
    for choice in (same & free, (doses["drug"] == 0) & free, free):
        places = np.flatnonzero(choice)
        if len(places):
            slot = int(places[0])
            if same[slot]:
                for total in ("given", "lost"):
                    fresh[total] = doses[slot][total]
                fresh["x"] = doses[slot]["x"]
            doses[slot] = fresh
            return slot
    raise BodyError(f"{drug.id} cannot be given: {len(doses)} other drugs are running; stop one first")


def give(doses: NDArray[Any], drug: Drug, amount: float, route: str, person: Sized, over_s: float = 0.0) -> int:
    """Give `amount` (base unit) at once or evenly over `over_s` seconds; returns the slot, -1 for an unfelt drug."""
    within(f"amount of {drug.id}", amount, 0.0, 1e12, drug.base)
    way = drug.routes[route_of(drug, route)]
    if not drug.felt:
        return -1
    if over_s > 1.0:
        slot = _place(doses, drug, route, person, waits=False)
        if doses[slot]["rate"] > 0.0:
            slot = _second_slot(doses, drug, route, person)
        doses[slot]["rate"], doses[slot]["rate_left"] = amount / over_s, amount
        return slot
    slot = _place(doses, drug, route, person, waits=way.lag > 0.0)
    dose = doses[slot]
    dose["given"] += amount
    dose["lost"] += amount * (1.0 - way.share)
    if way.lag > 0.0:
        dose["waiting"] += amount * way.share
        dose["wait_s"] = 60.0 * way.lag
    else:
        dose["x"][dose["into"]] += amount * way.share
    return slot


def _second_slot(doses: NDArray[Any], drug: Drug, route: str, person: Sized) -> int:
    free = np.flatnonzero(doses["active"] == 0)
    if not len(free):
        raise BodyError(f"{drug.id} cannot be given: {len(doses)} other drugs are running; stop one first")
    doses[free[0]] = make_dose(drug, route, person)
    return int(free[0])


def infuse(doses: NDArray[Any], drug: Drug, per_s: float, route: str, person: Sized) -> int:
    """Run the drug at `per_s` base units/s (gases: inspired %) until changed; 0 stops it. Returns the slot or -1."""
    within(f"rate of {drug.id}", per_s, 0.0, 1e12, f"{drug.base}/s")
    route_of(drug, route)
    if not drug.felt:
        return -1
    if per_s == 0.0:
        stop(doses, drug, route)
        return -1
    open_ended = np.isinf(doses["rate_left"]) & (doses["drug"] == key(drug.id)) & (doses["active"] == 1)
    places = np.flatnonzero(open_ended & (doses["route"] == _ROUTE.index(route_of(drug, route))))
    if len(places):
        slot = int(places[0])
    else:
        slot = _place(doses, drug, route, person, waits=False)
        if doses[slot]["rate"] > 0.0:
            slot = _second_slot(doses, drug, route, person)
    if drug.base == "%":
        per_s *= compartments(drug, person).cl / 60.0
    doses[slot]["rate"], doses[slot]["rate_left"] = per_s, math.inf
    return slot


def stop(doses: NDArray[Any], drug: Drug, route: str | None = None) -> bool:
    """Stop every infusion of `drug` (by one route, or all); whether one was running."""
    running = (doses["drug"] == key(drug.id)) & (doses["rate"] > 0.0)
    if route is not None:
        running &= doses["route"] == _ROUTE.index(route_of(drug, route))
    doses["rate"][running] = 0.0
    doses["rate_left"][running] = 0.0
    return bool(running.any())


def levels(doses: NDArray[Any]) -> dict[str, Level]:
    """All drugs in the body by id, with their concentrations and amounts."""
    ids = {key(name): name for name in catalogue()}
    found: dict[str, Level] = {}
    for dose in doses[(doses["drug"] != 0)]:
        x = dose["x"]
        left = float(x[DEPOT] + x[CENTRAL] + x[SECOND] + x[THIRD] + dose["waiting"])
        plasma = float(x[CENTRAL] / dose["volume"])
        one = (plasma, float(x[SITE]), float(dose["given"]), left, float(x[4] + dose["lost"]), float(dose["rate"]))
        name = ids.get(int(dose["drug"]), "unknown")
        before = found.get(name, Level(0, 0, 0, 0, 0, 0))
        found[name] = Level(*(a + b for a, b in zip(before, one, strict=True)))
    return found
