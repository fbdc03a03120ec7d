"""The patient's body in a case: how it begins, with what illness, and what a change of the case does to it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from bedside.activities.clinic import bodily, sampling, tracing
from bedside.activities.clinic.scenario import Change, ClinicScenario, Illness, Physiology, Started
from bedside.activities.clinic.state import Began
from bedside.body import Body, Person, meeting
from bedside.body import conditions as illnesses
from bedside.body.refusals import BodyError
from bedside.scenario.quantities import milliseconds, parse_quantity

STEERED = ("heart_rate", "systolic_pressure", "respiratory_rate", "spo2", "temperature", "glucose", "gcs", "pain")
"""Vital signs that a change of a case moves by hand."""
COMPARED = ("systolic_pressure", "diastolic_pressure", "forced_expiratory_flow", "electrical_rate")
"""Numbers of the start that findings are counted from."""
HELD = "case"
"""Begins the names of the ramps that a case makes."""
SHOWS_S = 60.0
"""How long an illness runs at least before the body is led to what was measured, so that it shows."""
AMBIGUOUS = frozenset({"diabetes"})
"""Names of the medicines' list that could mean two diseases of the body; say which under `physiology.conditions`."""
TREATED = 0.3
"""Severity of a long-standing disease that nobody grades (estimate)."""
KEPT = 64
"""Beginnings of cases kept at once, some 5 kB each."""


def person_of(scenario: ClinicScenario) -> Person:
    """Who the body belongs to; long-standing illnesses of the engine shape it."""
    patient = scenario.patient
    return Person(
        age_years=patient.age_years,
        sex=patient.sex,
        height_cm=float(parse_quantity(patient.height).to("cm").magnitude) if patient.height else None,
        weight_kg=float(parse_quantity(patient.weight).to("kg").magnitude) if patient.weight else None,
        pregnant_weeks=patient.pregnant_weeks,
        conditions=chronic(patient.conditions, scenario.physiology.conditions),
    )


def chronic(named: Iterable[str], told: Iterable[Illness] = ()) -> dict[str, float]:
    """What the patient lives with all the time, with its severity: as `told`, else mild, for it is treated."""
    found: dict[str, float] = {}
    for name in named:
        with suppress(BodyError):  # many are known to the medicines only
            one = illnesses.find(name, chronic=True)
            if one.chronic and name not in AMBIGUOUS:
                found[one.id] = TREATED
    for illness in told:
        one = _found(illness)
        if one.chronic:
            found[one.id] = float(one.read(dict(illness.options)).get("severity") or TREATED)
    return found


def _found(one: Started) -> illnesses.Condition:
    """The condition meant; of two with one name the acute one, unless it is named by its id."""
    return illnesses.catalogue().get(one.condition) or illnesses.find(one.condition)


def make_body(scenario: ClinicScenario, seed: int = 1) -> Body:
    """The patient's body in the state in which the case begins. Raises BodyError."""
    start = scenario.physiology
    body = Body.restore(_begun(person_of(scenario), start.model_dump_json(exclude={"course", "ecg"})))
    body.seed = seed
    if start.ecg:
        body.ecg_pattern(start.ecg)
    return body


@lru_cache(maxsize=KEPT)
def _begun(person: Person, written: str) -> bytes:
    """A snapshot of the body as the case finds it: normal, then ill for as long as the case says, then as measured."""
    beginning = Physiology.model_validate_json(written)
    start: dict[str, float] = {str(name): value for name, value in beginning.start.items()}
    rhythm, conditions = beginning.rhythm, beginning.conditions
    if not conditions and not person.conditions:
        return Body(person, start=start, rhythm=rhythm, waves=False).snapshot()
    body = Body(person, waves=False)
    if body.rhythm != rhythm and rhythm != "sinus":
        body.set_rhythm(rhythm)
    acute = [one for one in conditions if not _found(one).chronic]
    live = meeting.ROUNDS * meeting.ROUND_S
    waits = [max(milliseconds(one.since) / 1000 - live, SHOWS_S) for one in acute]
    left = max(waits, default=0.0)
    for wait, one in sorted(zip(waits, acute, strict=True), key=lambda pair: -pair[0]):
        body.advance(float(round(left - wait)))
        begin(body, one)
        left = wait
    body.advance(float(round(left)))
    meeting.meet(body, start)
    body.begin_here()
    return body.snapshot()


def begin(body: Body, one: Started) -> None:
    """Start a condition of the engine as the case words it. Raises BodyError."""
    body.start(one.condition, **one.options)


def apply(body: Body, change: Change) -> None:
    """Let a change of the case act on the body. Raises BodyError."""
    over_s = milliseconds(change.over) / 1000
    for variable in STEERED:
        delta = getattr(change, variable)
        if delta is not None:
            body.steering.fold(body, HELD)
            body.steer(variable, by=delta, over=over_s, id=f"{HELD}-{body.steering.made + 1}")
    if change.bleed_ml_per_min is not None:
        body.start("hemorrhage", site="trunk", rate=change.bleed_ml_per_min)
    for name in change.stop:
        with suppress(BodyError):  # it may be over already
            body.stop(name)
    for one in change.start:
        begin(body, one)
    for dose in change.give:
        body.give(dose.drug, dose.dose, dose.route, dose.over or 0.0)
    for deed in change.do:
        body.do(deed.intervention, **deed.options)
    if change.rhythm is not None:
        body.set_rhythm(change.rhythm)
    if change.ecg is not None:
        body.ecg_pattern(change.ecg)


def began(body: Body) -> Began:
    """What later results and findings are compared with: a twin of the body, two seconds on, when all is painted."""
    body = Body.restore(body.snapshot(), waves=False)
    body.advance(2.0)
    values = {name: float(body.vitals[name]) for name in COMPARED}
    return Began(values, sampling.sample(body), bodily.grades(body) | tracing.grades(body))


def plain(change: Change) -> dict[str, Any]:
    """A change as the log keeps it: only what it says."""
    return {name: value for name, value in change.model_dump(exclude_none=True).items() if value not in ((), "")}
