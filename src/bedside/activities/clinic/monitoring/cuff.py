"""The automatic cuff: inflates, takes about half a minute, and finds nothing where there is no pulse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from bedside.activities.clinic.monitoring.commands import Cuff as Asked
from bedside.activities.clinic.monitoring.reading import Signs
from bedside.activities.clinic.monitoring.state import Cuff, CuffReading, Monitoring
from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.encounter import Chance

CYCLES_MIN = (0.0, 1.0, 2.5, 5.0, 10.0, 15.0, 30.0, 60.0)
TAKES_MS = 24_000, 36_000
"""Shortest and longest measurement of an adult (estimate; deflating by steps takes about 30 s)."""
SEARCHES_MS = 45_000
"""How long it looks for a pulse that is not there (estimate)."""
LEAST_SYSTOLIC, LEAST_PULSE_MMHG = 50.0, 8.0
"""mmHg below which the oscillations are lost (estimate from the stated ranges of automatic cuffs)."""
ERROR_MMHG = 4.0
"""Half the spread of its error; standards allow a mean of 5 and a standard deviation of 8 (ISO 81060-2)."""
MOST_READINGS = 120
MINUTE: Tick = 60_000


def inflated(state: Monitoring) -> bool:
    """Whether the cuff squeezes the arm now."""
    return state.cuff.done_at is not None


def command(state: Monitoring, asked: Asked, at: Tick, chance: Chance) -> Iterator[Happening]:
    """Start, stop or cycle. Raises `Refused`."""
    cuff = state.cuff
    if "nibp" not in state.probes:
        raise Refused("There is no cuff on the arm.", "Attach the NIBP cuff first.")
    match asked.do:
        case "start":
            if inflated(state):
                raise Refused("The cuff is measuring already.", "Wait, or stop it.")
            yield begin(cuff, at, chance)
        case "stop":
            if not inflated(state):
                raise Refused("The cuff is not measuring.", "Start it first.")
            cuff.started = cuff.done_at = None
            yield Happening("cuff", {"state": "stopped", "every_min": cuff.every_min})
        case _:
            if asked.every_min not in CYCLES_MIN:
                raise Refused(
                    f"The cuff cannot measure every {asked.every_min:g} min.",
                    f"Choose {', '.join(f'{m:g}' for m in CYCLES_MIN[1:])} min, or 0 for by hand.",
                )
            cuff.every_min = asked.every_min
            cuff.next_at = None
            yield Happening("cuff", {"state": "cycle", "every_min": cuff.every_min})
            if cuff.every_min and not inflated(state):
                yield begin(cuff, at, chance)


def begin(cuff: Cuff, at: Tick, chance: Chance) -> Happening:
    """Start a measurement."""
    low, high = TAKES_MS
    takes = round(low + (high - low) * chance.uniform("cuff", at))
    cuff.started, cuff.done_at, cuff.message, cuff.tries = at, at + takes, "", 0
    cuff.next_at = at + round(cuff.every_min * MINUTE) if cuff.every_min else None
    return Happening("cuff", {"state": "started", "every_min": cuff.every_min})


def second(state: Monitoring, signs: Signs, at: Tick, chance: Chance) -> Iterator[Happening]:
    """What the cuff does by itself at this second."""
    cuff, probe = state.cuff, state.probes.get("nibp")
    if probe is None:
        cuff.started = cuff.done_at = cuff.next_at = None
        return
    if cuff.done_at is not None and at >= cuff.done_at:
        yield from _end(cuff, signs, at, chance, probe.trouble)
    if cuff.done_at is None and cuff.next_at is not None and at >= cuff.next_at:
        yield msgspec.structs.replace(begin(cuff, at, chance), at=at)


def _end(cuff: Cuff, signs: Signs, at: Tick, chance: Chance, trouble: str) -> Iterator[Happening]:
    """A reading, a longer search, or none."""
    why = _hindrance(signs, trouble)
    if why and cuff.tries == 0 and cuff.started is not None:
        cuff.tries, cuff.done_at = 1, max(at + 1000, cuff.started + SEARCHES_MS)
        return
    cuff.started = cuff.done_at = None
    cuff.message = why
    if why:
        yield Happening("cuff", {"state": "failed", "every_min": cuff.every_min, "why": why}, at)
        return

    def read(name: str, value: float) -> int:
        return round(value + ERROR_MMHG * (chance.uniform("cuff", name, at) - 0.5))

    systolic, diastolic = read("systolic", signs.systolic), read("diastolic", signs.diastolic)
    mean = min(max(read("mean", signs.mean), diastolic + 1), systolic - 1)
    reading = CuffReading(at, systolic, diastolic, mean, round(signs.heart_rate))
    cuff.readings = [*cuff.readings[1 - MOST_READINGS :], reading]
    values = {"systolic_pressure": systolic, "diastolic_pressure": diastolic, "mean_arterial_pressure": mean}
    yield Happening("measured", {"what": "blood_pressure", "values": values}, at)


def _hindrance(signs: Signs, trouble: str) -> str:
    """Why nothing can be measured now; empty where it can."""
    if trouble == "off":
        return "cuff loose"
    if trouble or signs.moving:
        return "motion"
    weak = signs.systolic < LEAST_SYSTOLIC or signs.systolic - signs.diastolic < LEAST_PULSE_MMHG
    return "no pulse found" if weak or signs.heart_rate <= 0 else ""
