"""How conditions move through time: a fixed table of drives, stepped exactly once a second inside the engine.

The table is one numpy array (`drive_table`), so that a snapshot is its bytes. `begin`, `stop` and `ease` change it from
Python; `step_drives` moves it and adds what it holds to the vectors `fx` (of `TARGETS`) and `inputs` (of `INPUTS`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from bedside.body.conditions.inputs import INPUTS
from bedside.body.conditions.reading import Condition, Drive, Options, Relief
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError

SLOTS = 192
"""Influences that can run at once: some twelve grave conditions."""

DRIVE = np.dtype(
    [
        ("active", np.int64),  # 0 free, 1 running, 2 leaving
        ("owner", np.int64),  # which running condition
        ("row", np.int64),  # which row of it
        ("kind", np.int64),  # one of KINDS
        ("index", np.int64),  # in fx or in inputs
        ("eased_by", np.int64),  # bits: remedies already counted
        ("goal", np.float64),
        ("level", np.float64),
        ("tau_on", np.float64),
        ("tau_off", np.float64),
        ("wait", np.float64),  # s until it begins
        ("lasts", np.float64),  # s until it leaves by itself
        ("ease", np.float64),  # share taken away now
        ("ease_goal", np.float64),
        ("ease_next", np.float64),  # goal once `ease_wait` is over
        ("ease_wait", np.float64),
        ("ease_tau", np.float64),
    ]
)

KINDS = {"sum": 0, "whole": 1, "add": 2, "max": 3, "set": 4}
GONE = 1e-4
"""An influence that is leaving and has fallen to this share of a unit is forgotten."""

Table = NDArray[Any]


def drive_table() -> Table:
    """An empty table of drives."""
    return np.zeros(SLOTS, DRIVE)


def begin(table: Table, owner: int, condition: Condition, options: Options) -> None:
    """Start `condition` as `owner`, or move it to other options when it already runs: levels and clocks are kept.

    Raises `BodyError` when too many conditions run at once; the table is then as it was.
    """
    wanted = [(one, True) for one in condition.drives_for(options)]
    wanted += [(one, False) for one in condition.input_drives_for(options)]
    mine = {int(table["row"][i]): i for i in np.flatnonzero((table["active"] > 0) & (table["owner"] == owner))}
    free = [int(i) for i in np.flatnonzero(table["active"] == 0)]
    if sum(one.row not in mine for one, _ in wanted) > len(free):
        raise BodyError(f"too many conditions at once to begin {condition.id}; stop one of them first")
    for one, is_target in wanted:
        known = one.row in mine
        where = mine.pop(one.row) if known else free.pop(0)
        if not known:
            table[where] = _placed(owner, one, is_target)
        slot = table[where]
        slot["goal"], slot["tau_on"], slot["tau_off"] = one.goal, one.tau_on_s, one.tau_off_s
        slot["active"] = 1
    for left in mine.values():
        table[left]["active"] = 2


def _placed(owner: int, one: Drive, is_target: bool) -> Any:
    slot = np.zeros(1, DRIVE)[0]
    slot["owner"], slot["row"] = owner, one.row
    slot["kind"] = KINDS[TARGETS[one.target].rule if is_target else INPUTS[one.target].rule]
    slot["index"] = list(TARGETS if is_target else INPUTS).index(one.target)
    slot["wait"], slot["lasts"] = one.delay_s, one.lasts_s
    return slot


def stop(table: Table, owner: int) -> None:
    """Let all influences of `owner` leave, each with its own time."""
    table["active"][(table["active"] > 0) & (table["owner"] == owner)] = 2


def running(table: Table, owner: int) -> bool:
    """Whether anything of `owner` is still felt."""
    return bool(np.any((table["active"] > 0) & (table["owner"] == owner)))


def ease(table: Table, owner: int, reliefs: Iterable[Relief]) -> None:
    """Make all `reliefs` that are in force now count for `owner` (all of them each time; one left out ends)."""
    reliefs = list(reliefs)
    names = (list(TARGETS), list(INPUTS))
    for i in np.flatnonzero((table["active"] > 0) & (table["owner"] == owner)):
        slot = table[i]
        name = names[int(slot["kind"] >= KINDS["add"])][int(slot["index"])]
        mine = [one for one in reliefs if not one.of or name in one.of]
        bits = sum(1 << one.number for one in {one.number: one for one in mine}.values())
        if bits == slot["eased_by"]:
            continue
        new = [one for one in mine if not int(slot["eased_by"]) >> one.number & 1]
        slot["ease_next"] = 1.0 - math.prod(1.0 - one.share for one in {one.number: one for one in mine}.values())
        slot["ease_wait"] = min((one.delay_s for one in new), default=0.0)
        slot["ease_tau"] = min((one.tau_s for one in new or reliefs), default=10.0)
        slot["eased_by"] = bits


@numba.njit(cache=True)
def step_drives(table: Table, fx: NDArray[np.float64], inputs: NDArray[np.float64]) -> None:  # pragma: no cover
    """One second: move every influence exactly, then add it to `fx` and `inputs`, which the caller has made neutral."""
    for i in range(table.shape[0]):
        d = table[i]
        if d.active == 0:
            continue
        _step_ease(d)
        if d.wait > 0.0:
            d.wait -= 1.0
            if d.active == 2:
                d.active = 0
            continue
        d.lasts -= 1.0
        goal = 0.0 if d.active == 2 or d.lasts < 0.0 else d.goal
        tau = d.tau_on if abs(goal) > abs(d.level) else d.tau_off
        if tau <= 0.0:
            d.level = goal
        else:
            d.level += (goal - d.level) * (1.0 - math.exp(-1.0 / tau))
        if d.active == 2 and abs(d.level) < GONE:
            d.active = 0
            continue
        felt = d.level * (1.0 - d.ease)
        if d.kind == 0:
            fx[d.index] += felt
        elif d.kind == 1:
            fx[d.index] = 1.0 - (1.0 - fx[d.index]) * (1.0 - felt)
        elif d.kind == 2:
            inputs[d.index] += felt
        elif d.kind == 3:
            inputs[d.index] = max(inputs[d.index], felt)
        elif d.active == 1 and d.ease < 0.5:
            inputs[d.index] = d.goal


@numba.njit(cache=True)
def _step_ease(d: Any) -> None:  # pragma: no cover
    """Move the share taken away by treatment one second on."""
    if d.ease_wait > 0.0:
        d.ease_wait -= 1.0
    else:
        d.ease_goal = d.ease_next
    if d.ease_tau <= 0.0:
        d.ease = d.ease_goal
    else:
        d.ease += (d.ease_goal - d.ease) * (1.0 - math.exp(-1.0 / d.ease_tau))
