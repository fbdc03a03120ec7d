"""How running doses move through the body and what they do: one second at a time, compiled by numba.

Each dose is one record of `DOSE`. Its five amounts (depot, central, two tissues, eliminated) and two effect sites move
by the exact transition matrix of one second, so the answer does not hang on a step size and no drug is lost. Amounts
are in the drug's base unit (ug, mU, umol, mL or percent x L), concentrations in that unit per litre of plasma.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

SLOTS = 32
"""Doses that may run at once in one body."""
STATES = 7
DEPOT, CENTRAL, SECOND, THIRD, OUT, SITE, SLOW = range(STATES)
"""Rows of `DOSE["x"]`: five amounts (`OUT` is what was eliminated), then two effect-site concentrations."""
EFFECTS = 12
ACTS = 6
AT_SITE, AT_PLASMA, AT_SLOW, AT_DEPOT, AT_INFLOW = range(5)
"""What a row looks at: effect-site, plasma or slow-site concentration, local depot (amount), or uptake per min."""
BLOCKS, BOOSTS = range(2)
RECEPTORS = 62

EFFECT = np.dtype(
    [
        ("target", "i8"),
        ("whole", "i8"),  # the target's rule is "whole"
        ("at", "i8"),
        ("most", "f8"),
        ("half", "f8"),
        ("hill", "f8"),
        ("receptors", "i8"),
    ],
    align=True,
)
"""`most` * r / (1 + r) with r = (level / half) ** hill is added to `target`; hill 0 means `most` * level / half."""
ACT = np.dtype([("kind", "i8"), ("receptors", "i8"), ("at", "i8"), ("half", "f8"), ("limit", "f8")], align=True)
"""What a drug does to others' effects at the receptors of the bit mask: level / half, at most `limit`."""

DOSE = np.dtype(
    [
        ("active", "i8"),
        ("drug", "i8"),  # key of the drug, see `bedside.body.drugs.key`
        ("route", "i8"),  # index in `bedside.body.drugs.ROUTES`
        ("local", "i8"),  # the depot is a place of effect (lung, skin)
        ("into", "i8"),  # row of x that takes what is given
        ("x", "f8", (STATES,)),
        ("step", "f8", (STATES, STATES)),  # exp(A * 1 s)
        ("drip", "f8", (STATES,)),  # x after 1 s of one unit run in evenly
        ("volume", "f8"),  # L, central
        ("share", "f8"),  # of what is given that is taken up; the rest is counted in `lost`
        ("wait_s", "f8"),  # until `waiting` begins to arrive
        ("waiting", "f8"),
        ("rate", "f8"),  # base unit / s, before `share`
        ("rate_left", "f8"),  # base unit still to run; inf for an open infusion
        ("given", "f8"),
        ("lost", "f8"),
        ("inflow", "f8"),  # uptake from the depot in the last second, base unit / min
        ("vmax", "f8"),  # saturable elimination, base unit / s (0 none)
        ("km", "f8"),
        ("renal", "f8"),  # shares of elimination by kidney, liver and breath; the rest never tires
        ("hepatic", "f8"),
        ("exhaled", "f8"),
        ("quiet", "f8"),  # concentration below which nothing is felt
        ("effect_count", "i8"),
        ("effects", EFFECT, (EFFECTS,)),
        ("act_count", "i8"),
        ("acts", ACT, (ACTS,)),
    ],
    align=True,
)
"""One running dose, with the parameters of drug, route and person copied in when it was given."""


def empty(slots: int = SLOTS) -> NDArray[Any]:
    """A fixed array of free dose slots."""
    return np.zeros(slots, dtype=DOSE)


def transition(
    uptake: float, volumes: tuple[float, float, float], flows: tuple[float, float, float], ke0: float, slow: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The exact one-second matrix and drip response of a dose.

    uptake: depot to central, 1/s. volumes: L. flows: clearance and the two exchange flows, L/s. ke0, slow: rate
    constants of the two effect sites, 1/s.
    """
    v1, v2, v3 = volumes
    clearance, q2, q3 = flows
    a = np.zeros((STATES + 2, STATES + 2))
    a[DEPOT, DEPOT], a[CENTRAL, DEPOT] = -uptake, uptake
    a[CENTRAL, CENTRAL] = -(clearance + q2 + q3) / v1
    a[OUT, CENTRAL] = clearance / v1
    for tissue, flow, volume in ((SECOND, q2, v2), (THIRD, q3, v3)):
        if flow > 0.0:
            a[tissue, CENTRAL], a[CENTRAL, tissue], a[tissue, tissue] = flow / v1, flow / volume, -flow / volume
    for site, rate in ((SITE, ke0), (SLOW, slow)):
        a[site, CENTRAL], a[site, site] = rate / v1, -rate
    a[DEPOT, STATES] = 1.0
    a[CENTRAL, STATES + 1] = 1.0
    whole = _exponential(a)
    into = DEPOT if uptake > 0.0 else CENTRAL
    return whole[:STATES, :STATES], whole[:STATES, STATES + into]


def _exponential(a: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix exponential by scaling, a Taylor series of 14 terms and squaring."""
    squarings = max(0, math.ceil(math.log2(max(float(np.abs(a).sum(axis=1).max()), 1e-12))) + 2)
    small = a / 2.0**squarings
    total = np.eye(len(a))
    term = np.eye(len(a))
    for n in range(1, 15):
        term = term @ small / n
        total = total + term
    for _ in range(squarings):
        total = total @ total
    return total


@njit(cache=True)
def step_doses(
    doses: NDArray[Any],
    fx: NDArray[np.float64],
    flow: float = 1.0,
    breathing: float = 1.0,
    kidney: float = 1.0,
    liver: float = 1.0,
) -> None:
    """Move all active doses by one second, then add all their effects to `fx`.

    flow: circulation over rest, 0-1: without it nothing that was given arrives. breathing, kidney, liver: alveolar
    ventilation, filtration and liver function over rest; they scale the part of elimination that hangs on them.
    """
    flow = min(max(flow, 0.0), 1.0)
    for i in range(len(doses)):
        if doses[i].active == 1:
            d = doses[i]
            organs = d.renal * kidney + d.hepatic * liver + d.exhaled * breathing
            _move(d, flow, organs + 1.0 - d.renal - d.hepatic - d.exhaled, breathing)
    _saturate(doses)
    for i in range(len(doses)):
        if doses[i].active == 1:
            _retire(doses[i])
    add_effects(doses, fx)


@njit(cache=True)
def _move(d: Any, flow: float, clearing: float, breathing: float) -> None:
    if d.waiting > 0.0:
        d.wait_s -= flow
        if d.wait_s < 0.0:
            d.x[d.into] += d.waiting
            d.waiting = 0.0
    run = 0.0
    if d.rate > 0.0:
        run = min(d.rate, d.rate_left)
        d.rate_left -= run
        if d.exhaled > 0.0:
            run *= breathing
        if d.rate_left <= 0.0:
            d.rate = 0.0
        d.given += run
        d.lost += run * (1.0 - d.share)
        run *= d.share
    old = d.x.copy()
    for r in range(STATES):
        moved = d.drip[r] * run
        for k in range(STATES):
            moved += d.step[r, k] * old[k]
        held = old[r]
        if r == d.into:
            held += run
        d.x[r] = held + flow * (moved - held)
    cleared = d.x[OUT] - old[OUT]
    kept = min(cleared * (1.0 - clearing), cleared)
    if kept < -d.x[CENTRAL]:
        kept = -d.x[CENTRAL]
    d.x[CENTRAL] += kept
    d.x[OUT] -= kept
    d.inflow = 60.0 * max(old[DEPOT] - d.x[DEPOT] + run, 0.0) if d.into == DEPOT else 0.0


@njit(cache=True)
def _saturate(doses: NDArray[Any]) -> None:
    """Michaelis-Menten elimination on the summed plasma concentration of the drug."""
    for i in range(len(doses)):
        d = doses[i]
        if d.active == 1 and d.vmax > 0.0:
            total = 0.0
            for j in range(len(doses)):
                if doses[j].active == 1 and doses[j].drug == d.drug:
                    total += doses[j].x[CENTRAL] / doses[j].volume
            burnt = min(d.vmax * d.x[CENTRAL] / d.volume / (d.km + total), d.x[CENTRAL])
            d.x[CENTRAL] -= burnt
            d.x[OUT] += burnt


@njit(cache=True)
def _retire(d: Any) -> None:
    """Free the slot of a dose that can no longer be felt; what is left of it counts as eliminated."""
    if d.rate > 0.0 or d.waiting > 0.0:
        return
    left = d.x[DEPOT] + d.x[CENTRAL] + d.x[SECOND] + d.x[THIRD]
    if left < d.quiet * d.volume and d.x[SITE] < d.quiet and d.x[SLOW] < d.quiet:
        d.x[OUT] += left
        for r in range(STATES):
            if r != OUT:
                d.x[r] = 0.0
        d.inflow = 0.0
        d.active = 0


@njit(cache=True)
def level(doses: NDArray[Any], drug: int, at: int) -> float:
    """What all doses of `drug` come to at one place: concentration, local amount or inflow per minute."""
    total = 0.0
    for i in range(len(doses)):
        d = doses[i]
        if d.active == 1 and d.drug == drug:
            if at == AT_SITE:
                total += d.x[SITE]
            elif at == AT_PLASMA:
                total += d.x[CENTRAL] / d.volume
            elif at == AT_SLOW:
                total += d.x[SLOW]
            elif at == AT_INFLOW:
                total += d.inflow
            elif d.local == 1:
                total += d.x[DEPOT]
    return total


@njit(cache=True)
def add_effects(doses: NDArray[Any], fx: NDArray[np.float64]) -> None:
    """Add what all active doses do now to `fx`, agonists weakened and strengthened at their receptors."""
    shifts = np.zeros((2, RECEPTORS))
    for i in range(len(doses)):
        if _speaks(doses, i):
            d = doses[i]
            for n in range(d.act_count):
                act = d.acts[n]
                strength = min(max(level(doses, d.drug, act.at), 0.0) / act.half, act.limit)
                for bit in range(RECEPTORS):
                    if act.receptors >> bit & 1:
                        shifts[act.kind, bit] += strength
    for i in range(len(doses)):
        if _speaks(doses, i):
            d = doses[i]
            for n in range(d.effect_count):
                _add(fx, d.effects[n], level(doses, d.drug, d.effects[n].at), shifts)


@njit(cache=True)
def _speaks(doses: NDArray[Any], i: int) -> bool:
    """Whether slot `i` is active and the first of its drug, so that it speaks for all of them."""
    if doses[i].active != 1:
        return False
    for j in range(i):  # noqa: SIM110 - numba compiles the loop
        if doses[j].active == 1 and doses[j].drug == doses[i].drug:
            return False
    return True


@njit(cache=True)
def _add(fx: NDArray[np.float64], row: Any, felt: float, shifts: NDArray[np.float64]) -> None:
    if felt <= 0.0:
        return
    if row.receptors:
        block, boost = 0.0, 0.0
        for bit in range(RECEPTORS):
            if row.receptors >> bit & 1:
                block += shifts[BLOCKS, bit]
                boost += shifts[BOOSTS, bit]
        felt *= (1.0 + boost) / (1.0 + block)
    if row.hill == 0.0:
        value = row.most * felt / row.half
    else:
        r = (felt / row.half) ** row.hill
        value = row.most * r / (1.0 + r)
    if row.whole == 1:
        value = min(max(value, 0.0), 1.0)
        fx[row.target] = 1.0 - (1.0 - fx[row.target]) * (1.0 - value)
    else:
        fx[row.target] += value
