"""Electricity from the monitor: the defibrillator's buttons and the pacer's dials, through the pads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedside.activities.clinic import treating
from bedside.activities.clinic.monitoring import reading
from bedside.activities.clinic.monitoring.alarms import sees_the_heart
from bedside.activities.clinic.monitoring.commands import Defib, Pace
from bedside.activities.clinic.monitoring.state import Defibrillator, Monitoring
from bedside.encounter import Happening, Refused, Tick

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

ENERGIES_J = (5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 120.0, 150.0, 170.0, 200.0, 250.0, 300.0, 360.0)
"""Steps of a biphasic device."""
ADULT_J, CHILD_J_PER_KG, CHILD_YEARS = 150.0, 4.0, 12.0
"""First shock: 150 J at least, 4 J/kg for a child (Resuscitation Council UK 2021)."""
CHARGES_J_PER_S, LEAST_CHARGING_S = 40.0, 2.0
"""200 J in 5 s, as biphasic devices say of themselves (estimate)."""
DUMPS_AFTER_MS: Tick = 60_000
"""After which an unused charge is dumped inside (usual setting)."""
SECOND: Tick = 1000


def first_energy(age_years: float, weight_kg: float | None) -> float:
    """The energy that a defibrillator is set to for this patient."""
    if age_years >= CHILD_YEARS or weight_kg is None:
        return ADULT_J
    return min(ENERGIES_J, key=lambda joules: abs(joules - min(CHILD_J_PER_KG * weight_kg, ADULT_J)))


def press(clinic: ClinicActivity, state: Monitoring, asked: Defib, at: Tick) -> Iterator[Happening]:
    """One button of the defibrillator. Raises `Refused`."""
    device = state.defibrillator
    match asked.do:
        case "energy":
            if asked.joules not in ENERGIES_J:
                steps = ", ".join(f"{joules:g}" for joules in ENERGIES_J)
                raise Refused(f"There is no step of {asked.joules or 0:g} J.", f"Choose {steps} J.")
            device.joules = asked.joules
            yield from _disarm(device, "The energy was changed.") if device.phase != "idle" else ()
            yield _told(device, "energy")
        case "sync":
            device.sync = asked.on
            yield _told(device, "sync" if asked.on else "async")
        case "charge":
            yield from _charge(state, at)
        case "disarm":
            if device.phase == "idle":
                raise Refused("The defibrillator is not charged.", "There is nothing to disarm.")
            yield from _disarm(device, "Disarmed.")
        case _:
            yield from _shock(clinic, state, asked, at)


def _told(device: Defibrillator, what: str) -> Happening:
    return Happening("defib", {"state": what, "joules": device.joules, "sync": device.sync})


def _disarm(device: Defibrillator, why: str) -> Iterator[Happening]:
    device.phase, device.ready_at, device.dumps_at, device.charged, device.message = "idle", None, None, 0.0, why
    yield _told(device, "disarmed")


def _pads(state: Monitoring) -> None:
    pads = state.probes.get("pads")
    if pads is None:
        raise Refused("There are no pads on the chest.", "Attach the pads first.")
    if pads.trouble == "off":
        raise Refused("The pads have come off.", "Press them on again (attach the pads).")


def _charge(state: Monitoring, at: Tick) -> Iterator[Happening]:
    device = state.defibrillator
    _pads(state)
    if device.phase != "idle":
        raise Refused("The defibrillator is charging or charged already.", "Shock, or disarm it.")
    ready = at + round(max(LEAST_CHARGING_S, device.joules / CHARGES_J_PER_S) * SECOND)
    device.ready_at = -(-ready // SECOND) * SECOND
    device.phase, device.message, device.charged = "charging", "", device.joules
    yield _told(device, "charging")


def _shock(clinic: ClinicActivity, state: Monitoring, asked: Defib, at: Tick) -> Iterator[Happening]:
    device = state.defibrillator
    _pads(state)
    if device.phase != "ready":
        raise Refused("The defibrillator is not charged.", "Charge it, and wait for the tone.")
    if not asked.clear:
        raise Refused("Somebody may be touching the patient.", "Call “stand clear”, look, and confirm it.")
    if device.sync and not (sees_the_heart(state) and _has_complexes(clinic)):
        device.message = "No R wave: the shock is withheld. Switch sync off for a rhythm without complexes."
        yield _told(device, "withheld")
        return
    synchronised, joules = device.sync, device.charged
    device.shocks += 1
    device.phase, device.ready_at, device.dumps_at, device.charged, device.sync = "idle", None, None, 0.0, False
    device.message = f"{joules:g} J delivered{', synchronised. Sync is off now' if synchronised else ''}."
    yield Happening("defib", {"state": "shock", "joules": joules, "sync": synchronised})
    action = "cardiovert" if synchronised else "defibrillate"
    yield from treating.do(clinic, {"action": action, "joules": max(joules, 5.0)}, at)


def _has_complexes(clinic: ClinicActivity) -> bool:
    rhythm = clinic.body.rhythm
    return rhythm not in reading.ASYSTOLE | reading.FIBRILLATION | {"torsades", "polymorphic_vt"}


def second(state: Monitoring, at: Tick) -> Iterator[Happening]:
    """What the defibrillator does by itself at this second."""
    device = state.defibrillator
    if device.phase == "charging" and device.ready_at is not None and at >= device.ready_at:
        device.phase, device.dumps_at = "ready", at + DUMPS_AFTER_MS
        yield Happening("defib", {"state": "ready", "joules": device.charged, "sync": device.sync}, at)
    elif device.phase == "ready" and device.dumps_at is not None and at >= device.dumps_at:
        list(_disarm(device, "Not used for a minute: the charge was dumped."))
        yield Happening("defib", {"state": "disarmed", "joules": device.joules, "sync": device.sync}, at)


def turn(clinic: ClinicActivity, state: Monitoring, asked: Pace, at: Tick) -> Iterator[Happening]:
    """The pacer's dials; switching it on is a treatment. Raises `Refused`."""
    pacer = state.pacer
    starts = bool(asked.on) and not pacer.on
    yield from set_pacer(clinic, state, asked)
    if starts:
        text = f"Transcutaneous pacing: {pacer.rate:g}/min, {pacer.current_ma:g} mA, {pacer.mode}"
        seq = len(clinic.state.treatments) + 1
        clinic.state.treatments.append(
            {"seq": seq, "at": at, "what": "action", "id": "pace", "name": "Transcutaneous pacing", "text": text}
        )
        args = {"rate": pacer.rate, "current": pacer.current_ma}
        yield Happening("done", {"action": "pace", "name": "Transcutaneous pacing", "args": args})


def set_pacer(clinic: ClinicActivity, state: Monitoring, asked: Pace) -> Iterator[Happening]:
    """Change the pacer. Raises `Refused` and leaves it as it was."""
    pacer = state.pacer
    on = pacer.on if asked.on is None else asked.on
    mode = asked.mode or pacer.mode
    if on:
        _pads(state)
        if mode == "demand" and ("ecg" not in state.probes or state.probes["ecg"].trouble == "off"):
            raise Refused("Demand pacing needs the ECG electrodes to sense.", "Attach them, or pace in fixed mode.")
    pacer.on, pacer.mode = on, mode
    pacer.rate = pacer.rate if asked.rate is None else asked.rate
    pacer.current_ma = pacer.current_ma if asked.current_ma is None else asked.current_ma
    reading.pace(clinic, pacer)
    yield _paced(state)


def unplug(clinic: ClinicActivity, state: Monitoring) -> Iterator[Happening]:
    """The pads are taken off: no pacing, and the charge is dumped."""
    if state.pacer.on:
        yield from set_pacer(clinic, state, Pace(on=False))
    if state.defibrillator.phase != "idle":
        yield from _disarm(state.defibrillator, "The pads were taken off: the charge was dumped.")


def _paced(state: Monitoring) -> Happening:
    pacer = state.pacer
    return Happening("pacer", {"on": pacer.on, "mode": pacer.mode, "rate": pacer.rate, "current_ma": pacer.current_ma,
                               "captured": pacer.captured})  # fmt: skip


def pace_second(clinic: ClinicActivity, state: Monitoring, at: Tick) -> Iterator[Happening]:
    """Whether the pacer still captures at this second."""
    pacer = state.pacer
    if not pacer.on:
        return
    before, pads = pacer.captured, state.probes.get("pads")
    if pads is None or pads.trouble == "off":
        pacer.on = False
    reading.pace(clinic, pacer)
    if before != pacer.captured or not pacer.on:
        told = _paced(state)
        yield Happening(told.kind, told.data, at)
