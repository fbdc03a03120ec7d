"""A teacher's hand on the body: numbers set or led, conditions, rhythms, and probes that come off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

from bedside.activities.clinic.monitoring import reading
from bedside.activities.clinic.monitoring.commands import (
    Disturb,
    Release,
    SetRhythm,
    SetVital,
    StartCondition,
    StopCondition,
)
from bedside.activities.clinic.monitoring.state import Monitoring, Steering, Trouble
from bedside.encounter import Happening, Refused, Tick
from bedside.errors import BedsideError
from bedside.scenario.quantities import milliseconds

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

LONGEST_S = 24 * 3600.0


def _nearest(name: str, known: Any) -> str:
    found = [one[0] for one in process.extract(name, list(known), limit=4, score_cutoff=40)]
    return f"Did you mean: {', '.join(found)}?" if found else f"There are: {', '.join(list(known)[:12])} …"


def set_vital(clinic: ClinicActivity, state: Monitoring, asked: SetVital, at: Tick) -> Iterator[Happening]:
    """Lead a number to a value. Raises `Refused`."""
    known = reading.STEERABLE.get(asked.variable)
    if known is None:
        raise Refused(f"'{asked.variable}' cannot be set.", _nearest(asked.variable, reading.STEERABLE))
    if not known.low <= asked.target <= known.high:
        wanted = f"Set {known.low:g} to {known.high:g} {known.unit}."
        raise Refused(f"{asked.target:g} {known.unit} is out of range.", wanted)
    try:
        over_s = milliseconds(asked.over) / 1000
    except BedsideError as error:
        raise Refused(f"'{asked.over}' is no length of time: {error}.", "Write it as 30 s or 2 min.") from None
    if over_s > LONGEST_S:
        raise Refused("That takes longer than a day.", "Choose a shorter time.")
    before = next((one for one in state.steered if one.variable == asked.variable), None)
    over_s = reading.quickest(clinic.body, asked.variable, asked.target, over_s)
    start = float(clinic.body.vitals[asked.variable])
    try:
        identity, row = reading.steer(clinic.body, asked.variable, asked.target, over_s, before)
    except BedsideError as error:
        raise Refused(str(error), "Choose another value.") from None
    state.steered = [one for one in state.steered if one is not before]
    state.steered.append(Steering(identity, row, asked.variable, start, asked.target, at, over_s))
    yield Happening("steered", {"change": {asked.variable: asked.target, "over_s": over_s}})


def release(clinic: ClinicActivity, state: Monitoring, asked: Release) -> Iterator[Happening]:
    """Let a number go, or all. Raises `Refused`."""
    gone = [one for one in state.steered if asked.id in (None, one.id)]
    if not gone:
        raise Refused("Nothing is set under that id.", "See what is set in the list.")
    for one in gone:
        reading.release(clinic.body, one)
    state.steered = [one for one in state.steered if one not in gone]
    yield Happening("steered", {"change": {"released": [one.variable for one in gone]}})


def start_condition(clinic: ClinicActivity, state: Monitoring, asked: StartCondition, at: Tick) -> Iterator[Happening]:
    """Start a condition with its options, or start it anew with others. Raises `Refused`."""
    known = reading.conditions().get(asked.condition)
    if known is None:
        raise Refused(f"There is no condition '{asked.condition}'.", _nearest(asked.condition, reading.conditions()))
    options = _checked(known, asked.options)
    try:
        reading.start_condition(clinic.body, known.id, options)
    except BedsideError as error:
        raise Refused(str(error), "Choose other options.") from None
    state.started = [one for one in state.started if one.id != known.id]
    state.started.append(Trouble(known.id, known.name, at, options))
    yield Happening("steered", {"change": {"start": known.id, **options}})


def _checked(condition: reading.Condition, given: dict[str, Any]) -> dict[str, Any]:
    """The options in their form. Raises `Refused`."""
    known = {option.name: option for option in condition.options}
    found: dict[str, Any] = {}
    for name, value in given.items():
        option = known.get(name)
        if option is None:
            raise Refused(f"{condition.name} has no option '{name}'.", f"It has: {', '.join(known) or 'none'}.")
        if option.choices:
            if value not in option.choices:
                raise Refused(f"{name} cannot be '{value}'.", f"Choose {', '.join(option.choices)}.")
            found[name] = value
            continue
        wanted = f"Write {option.low or 0:g} to {option.high or 0:g} {option.unit}".strip() + "."
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Refused(f"{name} is not a number.", wanted)
        if not (option.low is None or option.low <= value) or not (option.high is None or value <= option.high):
            raise Refused(f"{name} {value:g} is out of range.", wanted)
        found[name] = float(value)
    return found


def stop_condition(clinic: ClinicActivity, state: Monitoring, asked: StopCondition) -> Iterator[Happening]:
    """Stop what was started here. Raises `Refused`."""
    if not any(one.id == asked.condition for one in state.started):
        raise Refused(f"'{asked.condition}' was not started here.", "See what runs in the list.")
    try:
        reading.stop_condition(clinic.body, asked.condition)
    except BedsideError as error:
        raise Refused(str(error), "It may be over by itself.") from None
    state.started = [one for one in state.started if one.id != asked.condition]
    yield Happening("steered", {"change": {"stop": asked.condition}})


def set_rhythm(clinic: ClinicActivity, state: Monitoring, asked: SetRhythm) -> Iterator[Happening]:
    """Change the rhythm. Raises `Refused`."""
    if asked.rhythm not in reading.rhythms():
        raise Refused(f"There is no rhythm '{asked.rhythm}'.", _nearest(asked.rhythm, reading.rhythms()))
    reading.set_rhythm(clinic.body, asked.rhythm)
    state.pacer.captured, state.pacer.before = False, ""
    yield Happening("steered", {"change": {"rhythm": asked.rhythm}})


def disturb(state: Monitoring, asked: Disturb) -> Iterator[Happening]:
    """Let a probe come off or move, or mend it. Raises `Refused`."""
    probe = state.probes.get(asked.probe)
    if probe is None:
        raise Refused("That probe is not attached.", f"Attached: {', '.join(state.probes) or 'none'}.")
    probe.trouble = "" if asked.how == "none" else asked.how
    yield Happening("probe", {"probe": asked.probe, "state": probe.trouble or "on", "site": probe.site})
