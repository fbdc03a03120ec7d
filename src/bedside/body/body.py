"""One living body: give it time, drugs, oxygen, trouble; read its vitals, waves and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Self

import msgspec

from bedside.body import arrest, circulation, lungs, metabolism, shifts, watch
from bedside.body.arrest import Outcome
from bedside.body.calibration import calibrate
from bedside.body.drugs import before as drugs
from bedside.body.history import turn
from bedside.body.person import Person
from bedside.body.refusals import BodyError, known, within
from bedside.body.rhythm import ECG_PATTERNS, RHYTHMS
from bedside.body.state import (
    STEP_MS,
    STEPS_A_SECOND,
    Calibration,
    Controls,
    Dose,
    Fluid,
    Happened,
    History,
    Modulation,
    Shift,
    State,
)
from bedside.body.vitals import Vitals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
FLUIDS = ("crystalloid", "plasma", "red_cells", "whole_blood", "water")
AIRWAYS = ("open", "obstructed", "intubated")
CELLS_IN_PACK = 0.58  # haematocrit of a unit of red cells (Norfolk 2013)


class Record(msgspec.Struct):
    """All there is to a body; a snapshot is exactly this."""

    format: int
    person: Person
    cal: Calibration
    state: State
    controls: Controls
    mod: Modulation
    shifts: list[Shift]
    doses: list[Dose]
    fluids: list[Fluid]
    history: History
    happened: list[Happened]
    flags: dict[str, bool]
    now: int
    shifts_made: int


class Body:
    """A simulated body. It rests at its start vitals; time is whole ms and how it is cut never matters.

    >>> body = Body(Person(44, "male"), {"heart_rate": 80})
    >>> body.give("morphine", 10, "mg", "iv")
    >>> body.advance(600_000)
    >>> round(body.vitals().mean_arterial_pressure) > 60
    True
    """

    def __init__(self, person: Person, start: Mapping[str, float] | None = None, rhythm: str = "sinus") -> None:
        """Calibrate to `start` (names and units of `Vitals`); raises `BodyError` for what cannot be.

        In a rhythm without a pulse the body starts at the moment of arrest, out of those start vitals.
        """
        known("rhythm", rhythm, RHYTHMS)
        given = {name: float(value) for name, value in (start or {}).items()}
        cal = calibrate(person, given, rhythm)
        state = _resting(cal)
        controls, mod = Controls(fio2=cal.fio2), Modulation()
        history = History([], [], [], [])
        if RHYTHMS[rhythm].perfusing:
            arrest.change_rhythm(state, cal, history.segments, rhythm, 0, cal.heart_rate)
            state.heart_rate = cal.heart_rate
        else:
            arrest.change_rhythm(state, cal, history.segments, rhythm, 0)
        flags = watch.conditions(state, cal, mod, {}, person.age_years)
        self._r = Record(FORMAT, person, cal, state, controls, mod, [], [], [], history, [], flags, 0, 0)
        if flags["arrest"]:
            self._tell("arrest", {"rhythm": rhythm})

    @property
    def person(self) -> Person:
        """Who this is."""
        return self._r.person

    @property
    def now(self) -> int:
        """Time in ms since the start."""
        return self._r.now

    @property
    def rhythm(self) -> str:
        """The present rhythm of the heart."""
        return self._r.state.rhythm

    def advance(self, to_ms: int) -> None:
        """Let time pass until `to_ms` (whole ms since the start); raises `BodyError` when that is in the past."""
        r = self._r
        if type(to_ms) is not int or to_ms < r.now:
            raise BodyError(f"advance to {to_ms!r} ms: give whole milliseconds not before {r.now}")
        s, cal, mod, controls, history = r.state, r.cal, r.mod, r.controls, r.history
        for _ in range(to_ms // STEP_MS - s.step):
            if s.step % STEPS_A_SECOND == 0:
                self._second()
                mod = r.mod
            s.step += 1
            circulation.beat(s, cal, mod, controls)
            circulation.brain(s, cal, mod)
            lungs.exchange(s, cal, mod, controls, lungs.breathe(s, cal, mod, controls))
            turn(s, cal, mod, controls, history)
        r.now = to_ms

    def _second(self) -> None:
        """What moves once a second: shifts, drugs, fluids, sugar, heat, acids, and the fate of the heart."""
        r = self._r
        s, cal, controls = r.state, r.cal, r.controls
        now = s.step * STEP_MS
        mod = r.mod = Modulation()
        if r.shifts:
            r.shifts = shifts.apply(r.shifts, s, cal, mod, now)
        shifts.fit_saturation(s, cal, mod)
        if r.doses:
            r.doses = drugs.advance(r.doses, s)
            drugs.apply(r.doses, mod)
        _run_fluids(r)
        circulation.fluids(s, cal, mod)
        circulation.myocardium(s, cal, mod)
        metabolism.sugar(s, cal, mod)
        metabolism.heat(s, cal, mod, controls)
        metabolism.acids(s, cal, mod)
        metabolism.feel(s, cal, mod)
        becomes = arrest.spontaneous(s, cal, mod, controls, now)
        if becomes:
            self._rhythm(becomes, now)
        died = arrest.count_no_flow(s, cal)
        found = watch.conditions(s, cal, mod, r.flags, r.person.age_years)
        r.happened += watch.compare(r.flags, found, s, now)
        if died:
            r.happened.append(Happened(now, "death", {"no_flow_s": float(round(s.no_flow_s))}))

    def _rhythm(self, name: str, now: int, rate: float = 0.0) -> None:
        r = self._r
        before = r.state.rhythm
        arrest.change_rhythm(r.state, r.cal, r.history.segments, name, now, rate)
        if before != name:
            r.happened.append(Happened(now, "rhythm", {"before": before, "after": name}))
        found = RHYTHMS[name].perfusing
        r.happened += watch.compare(r.flags, {**r.flags, "arrest": not found}, r.state, now)

    def _tell(self, kind: str, data: dict[str, str | float]) -> None:
        self._r.happened.append(Happened(self._r.now, kind, data))

    def vitals(self) -> Vitals:
        """The numbers at the last whole 100 ms."""
        r = self._r
        s, cal = r.state, r.cal
        diastolic = s.pressure - cal.diastolic_share * s.pulse_pressure
        blood = s.red_cells + s.plasma + s.crystalloid
        return Vitals(
            heart_rate=s.heart_rate if RHYTHMS[s.rhythm].perfusing else 0.0,
            systolic_pressure=diastolic + s.pulse_pressure,
            diastolic_pressure=diastolic,
            mean_arterial_pressure=s.pressure,
            respiratory_rate=s.respiratory_rate,
            spo2=s.spo2,
            temperature=s.temperature,
            etco2=lungs.end_tidal(s, cal, r.controls),
            glucose=s.glucose,
            gcs=round(metabolism.consciousness(s, cal, r.mod)),
            pain=s.pain,
            lactate=s.lactate,
            paco2=s.paco2,
            pao2=s.pao2,
            ph=metabolism.ph(s, cal, r.mod),
            cardiac_output=s.flow,
            urine=s.urine,
            fio2=r.controls.fio2,
            electrical_rate=s.heart_rate,
            tidal_volume=s.tidal_volume if s.respiratory_rate > 0 else 0.0,
            potassium=s.potassium,
            haemoglobin=340.0 * s.red_cells / blood,
            blood_volume=blood,
            rhythm=s.rhythm,
        )

    def give(self, drug_id: str, amount: float, unit: str, route: str, *, rate_per_h: float | None = None) -> None:
        """Give `amount` `unit` of a drug at once, or that much in all at `rate_per_h` `unit` an hour (0 stops it).

        A new infusion of a drug by the same route takes the place of the running one. A drug that the data do not know
        has no acute effect and is reported as the event `drug_unknown`; a wrong unit or route raises `BodyError`.
        """
        drug = drugs.catalogue().get(drug_id)
        if drug is None:
            within("amount", amount, 0, 1e9, unit)
            self._tell("drug_unknown", {"drug": drug_id, "amount": float(amount), "unit": unit, "route": route})
            return
        way = drugs.route_of(drug, route)
        total = drugs.in_own_unit(drug, float(amount), unit)
        per_s = None
        if rate_per_h is not None:
            per_s = drugs.in_own_unit(drug, within("rate_per_h", rate_per_h, 0, 1e7, f"{unit}/h"), unit) / 3600.0
        r = self._r
        if drug.fluid and route in ("iv", "io"):
            self._run_in(drug, total, per_s)
        weight = r.cal.lean_weight if drug.unit != "ml" else r.cal.weight
        if drug.fluid and drug.unit == "ml":
            return
        if per_s is None:
            share = way.share * total / weight
            r.doses.append(Dose(drug_id, route, depot=share))
        else:
            for dose in r.doses:
                if dose.drug == drug_id and dose.route == route:
                    dose.infusion = dose.infusion_left = 0.0
            if per_s > 0.0:
                r.doses.append(Dose(drug_id, route, infusion=per_s / weight, infusion_left=total / weight))

    def _run_in(self, drug: drugs.Drug, total: float, per_s: float | None) -> None:
        volume = total if drug.unit == "ml" else total / drug.per_ml
        rate = volume / 60.0 if per_s is None else per_s if drug.unit == "ml" else per_s / drug.per_ml
        if per_s == 0.0:
            self._r.fluids = [fluid for fluid in self._r.fluids if fluid.kind != drug.fluid]
        elif volume > 0.0:
            self._r.fluids.append(Fluid(drug.fluid, rate, volume))

    def fluid(self, kind: str, ml: float, over_s: float) -> None:
        """Run `ml` of a fluid in over `over_s` seconds; `kind` is a fluid of the drug data or one of `FLUIDS`."""
        ml = within("ml", ml, 0, 20000, "ml")
        over_s = within("over_s", over_s, 1, 172800, "s")
        drug = drugs.catalogue().get(kind)
        if drug is not None and drug.fluid:
            if drug.unit == "ml":
                self._r.fluids.append(Fluid(drug.fluid, ml / over_s, ml))
            else:
                self.give(kind, ml, "ml", "iv", rate_per_h=ml / over_s * 3600.0)
            return
        self._r.fluids.append(Fluid(known("fluid", kind, FLUIDS), ml / over_s, ml))

    def bleed(self, ml_per_min: float) -> None:
        """Lose whole blood at this rate from now on, in place of any earlier rate."""
        self._r.controls.bleeding = within("ml_per_min", ml_per_min, 0, 5000, "ml/min")

    def stop_bleeding(self) -> None:
        """Stop all bleeding."""
        self._r.controls.bleeding = 0.0

    def oxygen(self, fio2: float) -> None:
        """Breathe this inspired fraction of oxygen from now on, 0.21-1 (less to 0.05 for thin or foul air)."""
        self._r.controls.fio2 = within("fio2", fio2, 0.05, 1.0)

    def ventilate(self, rate: float, tidal_ml: float | None = None) -> None:
        """Breathe for the body at `rate` /min, by bag or machine; 0 stops. Tidal volume defaults to 7 ml/kg."""
        rate = within("rate", rate, 0, 120, "/min")
        tidal = 7.0 * self._r.cal.lean_weight if tidal_ml is None else within("tidal_ml", tidal_ml, 2, 2000, "ml")
        self._r.controls.ventilator_rate, self._r.controls.ventilator_tidal = rate, tidal

    def airway(self, state: str) -> None:
        """Set the upper airway: open, obstructed or intubated."""
        self._r.controls.airway = known("airway", state, AIRWAYS)

    def position(self, name: str) -> None:
        """Lay or sit the body; the start vitals count as lying flat."""
        self._r.controls.position = known("position", name, circulation.POSITIONS)

    def shift(self, variable: str, delta: float, over_s: float = 0.0, id: str | None = None) -> str:
        """Move a set-point by `delta` in a straight ramp of `over_s` seconds, on top of all others; returns its id."""
        limits = shifts.VARIABLES[known("variable", variable, shifts.VARIABLES)]
        span = limits.high - limits.low
        within(f"delta of {variable}", delta, -span, span, limits.unit)
        within("over_s", over_s, 0, 2_592_000, "s")
        r = self._r
        if id is not None and any(shift.id == id and shift.cancelled < 0 for shift in r.shifts):
            raise BodyError(f"shift id {id!r} is in use; cancel it first or choose another")
        r.shifts_made += 1
        name = id if id is not None else f"shift-{r.shifts_made}"
        r.shifts.append(Shift(name, variable, float(delta), r.now, round(over_s * 1000)))
        return name

    def drive(self, variable: str, target: float, over_s: float = 0.0, id: str | None = None) -> str:
        """Ramp a set-point to `target`, counting what its running shifts already add; returns the shift's id."""
        known("variable", variable, shifts.VARIABLES)
        going = sum(shift.delta for shift in self._r.shifts if shift.variable == variable and shift.cancelled < 0)
        return self.shift(variable, target - shifts.base(variable, self._r.cal) - going, over_s, id)

    def cancel(self, id: str, over_s: float = 0.0) -> None:
        """Take a shift back over `over_s` seconds; volume already moved stays. Raises `BodyError` for an unknown id."""
        within("over_s", over_s, 0, 2_592_000, "s")
        for shift in self._r.shifts:
            if shift.id == id and shift.cancelled < 0:
                _end(shift, self._r.now, round(over_s * 1000))
                return
        raise BodyError(f"no running shift has the id {id!r}")

    def decompress(self) -> bool:
        """Let the air under tension out of the chest; False when there was none."""
        found = [x for x in self._r.shifts if x.variable == "intrathoracic_pressure" and x.cancelled < 0]
        for shift in found:
            _end(shift, self._r.now, 10_000)
        return bool(found)

    def set_rhythm(self, name: str, rate: float | None = None) -> None:
        """Change the heart's rhythm, at `rate` /min or the usual one for the age."""
        known("rhythm", name, RHYTHMS)
        self._rhythm(name, self._r.now, 0.0 if rate is None else within("rate", rate, 15, 320, "/min"))

    def ecg_pattern(self, name: str) -> None:
        """Draw the ECG of a condition over the rhythm, see `ECG_PATTERNS`."""
        self._r.controls.ecg_pattern = known("ecg_pattern", name, ECG_PATTERNS)

    def cpr(self, on: bool) -> None:
        """Start or stop chest compressions."""
        self._r.controls.cpr = bool(on)

    def shock(self, joules: float, draw: float = 0.5) -> Outcome:
        """Deliver one shock, synchronised when there is a pulse; it works when `draw` in [0, 1) is below its chance."""
        r = self._r
        outcome = arrest.deliver(r.state, r.cal, r.mod, joules, draw)
        self._tell("shock", {"joules": float(joules), "before": outcome.before, "after": outcome.after})
        if outcome.after != outcome.before:
            self._rhythm(outcome.after, r.now)
        return outcome

    def cool(self, on: bool = True) -> None:
        """Start or stop active surface cooling."""
        self._r.controls.cooling = on
        self._r.controls.warming = False

    def warm(self, on: bool = True) -> None:
        """Start or stop active warming."""
        self._r.controls.warming = on
        self._r.controls.cooling = False

    def events(self) -> list[tuple[int, str, dict[str, str | float]]]:
        """What happened since the last call, as (ms, kind, data)."""
        told = [(each.at, each.kind, each.data) for each in self._r.happened]
        self._r.happened = []
        return told

    def waves(
        self, from_ms: int, to_ms: int, rate_hz: int = 125,
        channels: Iterable[str] = ("ecg", "pleth", "abp", "resp", "co2"),
    ) -> NDArray[np.float32]:  # fmt: skip
        """Waves of the last 20 s as float32 (channels, n): samples at from, from + 1/rate, ... before `to_ms`.

        ECG leads mV (`ecg` is II; also `ecg_v2`, `ecg_v6`), pleth about 0-1, abp and co2 mmHg, resp ml. The same
        sample is the same whenever it is asked for.
        """
        from bedside.body.waves import draw

        return draw(self._r.history, self._r.state, self._r.cal, from_ms, to_ms, rate_hz, tuple(channels))

    def snapshot(self) -> bytes:
        """The whole body as bytes; `restore` goes on from it identically."""
        return msgspec.msgpack.encode(self._r)

    @classmethod
    def restore(cls, data: bytes) -> Self:
        """The body of a snapshot; raises `BodyError` when the bytes are not one of this version."""
        try:
            record = msgspec.msgpack.decode(data, type=Record)
        except (msgspec.DecodeError, BodyError) as error:
            raise BodyError(f"these bytes are no snapshot of a body: {error}") from error
        if record.format != FORMAT:
            raise BodyError(f"snapshot format {record.format} is not {FORMAT}; take it with this version")
        body = cls.__new__(cls)
        body._r = record
        return body


def _end(shift: Shift, now: int, over: int) -> None:
    shift.at_cancel = shift.value(now)
    shift.cancelled, shift.cancel_over = now, over


def _run_fluids(r: Record) -> None:
    """One second of bleeding and infusions. Bleeding takes cells, plasma and crystalloid as they are mixed."""
    s = r.state
    blood = s.red_cells + s.plasma + s.crystalloid
    lost = min(r.controls.bleeding / 60.0, 0.02 * blood)
    if lost > 0.0:
        if not RHYTHMS[s.rhythm].perfusing:
            lost *= min(1.0, s.pressure / r.cal.pressure)
        kept = 1.0 - lost / blood
        s.red_cells *= kept
        s.plasma *= kept
        s.crystalloid *= kept
    for fluid in r.fluids:
        run = min(fluid.rate, fluid.left)
        fluid.left -= run
        if fluid.kind == "crystalloid":
            s.crystalloid += run
        elif fluid.kind == "water":
            s.crystalloid += 0.3 * run
            s.tissue_fluid += 0.3 * run
        elif fluid.kind == "plasma":
            s.plasma += run
        else:
            cells = CELLS_IN_PACK if fluid.kind == "red_cells" else 0.4
            s.red_cells += cells * run
            s.plasma += (1.0 - cells) * run
    if r.fluids:
        r.fluids = [fluid for fluid in r.fluids if fluid.left > 0.0]


def _resting(cal: Calibration) -> State:
    """The state in which nothing changes."""
    cells = cal.start_blood * cal.haemoglobin / 340.0
    return State(
        step=0, pressure=cal.pressure, sensed_pressure=cal.pressure, reflex=cal.reflex, heart_rate=cal.heart_rate,
        stroke_volume=1000.0 * cal.flow / cal.heart_rate, flow=cal.flow, central_venous=cal.central_venous,
        pulse_pressure=cal.pulse_pressure, filling=cal.filling, red_cells=cells, plasma=cal.start_blood - cells,
        crystalloid=0.0, tissue_fluid=0.0, urine=cal.urine * circulation.kidney(cal.pressure, cal.normal_pressure),
        alveolar_po2=cal.alveolar_po2, venous_content=cal.venous_content, arterial_content=cal.arterial_content,
        pao2=cal.pao2, spo2=cal.spo2, paco2=cal.paco2, tissue_co2=cal.paco2 + lungs.TISSUE_STEP, drive=1.0,
        respiratory_rate=cal.respiratory_rate, tidal_volume=cal.tidal_volume, glucose=cal.glucose, glucose_shift=0.0,
        temperature=cal.temperature, lactate=cal.lactate, potassium=cal.potassium, bicarbonate_given=0.0,
        myocardium=1.0, brain=1.0, pain=cal.pain, seizure=0.0, oxygen_met=1.0, gradient=cal.gradient,
        target_shift=0.0, target_pao2=cal.pao2, target_shunt=cal.shunt, rhythm="sinus", rhythm_since=0,
        rhythm_rate=0.0, rhythm_kick=cal.rhythm_kick, no_flow_s=0.0, recovering_s=0.0, dead=False,
        cardiac_phase=0.0, beats=0, beat_stretch=1.0, breath_phase=0.0, compressions_phase=0.0,
    )  # fmt: skip
