"""One living body: start trouble in it, treat it, let time pass, and read its numbers, waves, signs and happenings."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from bedside.body import conditions, drugs, interventions, settling, units
from bedside.body.conditions import course
from bedside.body.effects import TARGETS
from bedside.body.engine.compiled import advance
from bedside.body.engine.step import FAST_MS, SECOND
from bedside.body.engine.watching import ARREST, KINDS, RHYTHM
from bedside.body.person import Person
from bedside.body.recording import History, Recording
from bedside.body.refusals import BodyError, known, within
from bedside.body.rhythms.conduction import chance, rate_at
from bedside.body.rhythms.ecg import normal_parameters
from bedside.body.rhythms.patterns import pattern
from bedside.body.rhythms.table import find as find_rhythm
from bedside.body.rhythms.table import id_at, index_of, rhythm_table
from bedside.body.settling import Rest, fill_fluid
from bedside.body.steering import Steering
from bedside.body.variables import VARIABLES, WAVES, V

FORMAT = 2
WAVE_HZ = 1000 // FAST_MS
WAVE_KEPT_S = 30
PARTS = ("state", "traits", "controls", "conduction", "ecg", "ecg_extra", "drives", "doses", "fluids", "steers")


class Reading(float):
    """A number with the unit it is in."""

    unit: str

    def __new__(cls, value: float, unit: str) -> Self:
        """The number `value`, in `unit`."""
        self = super().__new__(cls, value)
        self.unit = unit
        return self


class Happened(NamedTuple):
    """Something worth telling: when (ms), what, and numbers or names about it."""

    at: int
    kind: str
    data: dict[str, Any]


class Outcome(NamedTuple):
    """What a shock did."""

    before: str
    after: str
    chance: float
    success: bool


class Readings(Mapping[str, Reading]):
    """All variables of a body now, by name."""

    def __init__(self, values: NDArray[np.float64]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Reading:
        """The reading of one variable; raises `BodyError` for a name that is not in `VARIABLES`."""
        known_one = VARIABLES.get(name)
        if known_one is None:
            known("variable", name, VARIABLES)
            raise KeyError(name)
        return Reading(float(self._values[getattr(V, name)]), known_one.unit)

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(VARIABLES)

    def __len__(self) -> int:
        """How many variables there are."""
        return len(VARIABLES)


class Running(msgspec.Struct):
    """A condition that was started: its number in the table of drives, its options, and what relieves it now."""

    owner: int
    id: str
    options: dict[str, float | str | None]
    reliefs: list[int] = []


class Kept(msgspec.Struct):
    """All there is to a body; a snapshot is exactly this."""

    format: int
    person: Person
    seed: int
    now: int
    owners: int
    running: dict[str, Running]
    doing: dict[str, dict[str, Any]]
    steering: Steering
    happened: list[tuple[int, str, dict[str, Any]]]
    rest_ambient: float
    shocks: int
    parts: dict[str, bytes]


class Body:
    """A simulated body, at rest when made. The same person, seed and deeds give the same bytes.

    >>> b = Body(Person(sex="male", age_years=44, height_cm=180, weight_kg=77), seed=1)
    >>> b.start("hemorrhage", site="leg", rate="250 mL/min")
    >>> b.advance(300.0)
    >>> b.vitals["heart_rate"] > 90
    True
    """

    def __init__(
        self,
        person: Person | None = None,
        *,
        seed: int = 1,
        start: Mapping[str, float] | None = None,
        rhythm: str = "sinus",
        waves: bool = True,
        split: int = 1,
    ) -> None:
        """Settle `person` at rest, or at the `start` values given (names and units of `settling.START_RANGES`).

        rhythm: what the heart is in at the start; one without a pulse begins at the moment of arrest. waves: keep the
        last 30 s
        of all waves. split: cut each fast step into that many parts (to test that the step does not matter).
        Raises `BodyError` for values that cannot be.
        """
        self.person = person or Person()
        self.seed, self.split = int(seed), int(split)
        rest = settling.rest_of(self.person, dict(start or {}), find_rhythm(rhythm).id)
        self._take(rest)
        self._now = 0
        self._running: dict[str, Running] = {}
        self._doing: dict[str, dict[str, Any]] = {}
        self._owners = 0
        self._shocks = 0
        self._steering = Steering()
        self._happened: list[Happened] = []
        self._begin_live(waves)
        chronic = [self._start_chronic(name, severity) for name, severity in self.person.severities.items()]
        if any(chronic):
            settling.live_with(self._parts, self._fx, self._inputs, self._out)
        if rhythm != "sinus":
            self.set_rhythm(rhythm)
        self._read()
        self._happened.clear()
        self.state["told"] = 0
        if not rhythm_table()[int(self.conduction["rhythm"])]["perfusing"]:
            self.state["flags"] = int(self.state["flags"]) | 1 << ARREST
            self._tell("arrest", rhythm=self.rhythm)
        self.state["rhythm_told"] = int(self.conduction["rhythm"])

    def _take(self, rest: Rest) -> None:
        self._parts = {name: getattr(rest, name).copy() for name in PARTS}
        self.rest_ambient = float(self.controls["base_ambient_c"])

    def _begin_live(self, waves: bool) -> None:
        self._fx = np.zeros(len(TARGETS))
        self._inputs = np.zeros(len(conditions.INPUTS))
        self._out = np.zeros(len(VARIABLES))
        self._told = np.zeros((256, 4))
        self._waves = np.zeros((len(WAVES) if waves else 0, WAVE_KEPT_S * WAVE_HZ if waves else 1), dtype=np.float32)
        self._wave_from = int(self.state["step"])
        self.history = History(int(self.state["second"]))
        self._recordings: list[Recording] = []
        self._codes = settling.CODES()

    # what there is
    @property
    def state(self) -> Any:
        """The moving state, one record of `STATE`."""
        return self._parts["state"][0]

    @property
    def traits(self) -> Any:
        """The constants of this person, one record of `TRAITS`."""
        return self._parts["traits"][0]

    @property
    def controls(self) -> Any:
        """What people do to the body, one record of `CONTROLS`."""
        return self._parts["controls"][0]

    @property
    def conduction(self) -> Any:
        """The electrical clock, one record of `CONDUCTION`."""
        return self._parts["conduction"][0]

    @property
    def ecg(self) -> NDArray[Any]:
        """What shapes the ECG now, an array of one `ECG_PARAMETERS`."""
        kept: NDArray[Any] = self._parts["ecg"]
        return kept

    @property
    def effects(self) -> NDArray[np.float64]:
        """All influences summed at the last whole second, in the order of `TARGETS`."""
        return self._fx

    @property
    def now(self) -> int:
        """Time since the start, ms."""
        return self._now

    @property
    def rhythm(self) -> str:
        """The rhythm of the heart now."""
        return id_at(int(self.conduction["rhythm"]))

    @property
    def rhythm_row(self) -> Any:
        """Its row in the table of rhythms."""
        return rhythm_table()[int(self.conduction["rhythm"])]

    @property
    def vitals(self) -> Readings:
        """All variables at the last whole second."""
        return Readings(self._out)

    @property
    def running(self) -> dict[str, dict[str, float | str | None]]:
        """Conditions that were started and not stopped, with their options."""
        return {name: dict(one.options) for name, one in self._running.items()}

    @property
    def doing(self) -> dict[str, dict[str, Any]]:
        """Interventions under way, with their options."""
        return {name: dict(options) for name, options in self._doing.items()}

    @property
    def dead(self) -> bool:
        """Whether the person has died; the run goes on."""
        return bool(self.state["dead"])

    # time
    def begin_here(self) -> None:
        """Call this moment the start: the clock, the history and the totals begin anew, the body stays as it is."""
        if self._now % 1000:
            raise BodyError(f"a body cannot begin anew at {self._now} ms; advance to a whole second first")
        s, steers = self.state, self._parts["steers"]
        steers["begun"] -= self._now / 1000.0
        steers["released"][steers["released"] >= 0.0] -= self._now / 1000.0
        s["second"], s["step"], s["told"] = int(s["second"]) - self._now // 1000, 0, 0
        for name in settling.TOTALS:
            s[name] = 0.0
        self._now, self._wave_from = 0, 0
        self._waves[:] = 0.0
        self.history = History(int(s["second"]))
        self._recordings.clear()
        self._happened.clear()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass; raises `BodyError` for a negative or endless time."""
        self.advance_to(self._now + round(within("seconds", seconds, 0, 31_536_000, "s") * 1000))

    def advance_to(self, to_ms: int) -> None:
        """Let time pass until `to_ms`, whole ms since the start. How it is cut never matters."""
        if type(to_ms) is not int or to_ms < self._now:
            raise BodyError(f"advance to {to_ms!r} ms: give whole milliseconds not before {self._now}")
        while True:
            left = to_ms // FAST_MS - int(self.state["step"])
            if left <= 0:
                break
            room = self._room()
            self._run(min(left, room))
        self._now = to_ms

    def _room(self) -> int:
        """Steps that may be run at once: until the history or a recording must be emptied."""
        if any(one.fast for one in self._recordings):
            return SECOND // 4
        return SECOND * 120

    def _run(self, steps: int) -> None:
        rows = self.history.rows
        first = int(self.state["second"])
        advance(
            *(self._parts[name] for name in PARTS[:6]), self._fx, self._inputs,
            *(self._parts[name] for name in ("drives", "doses", "fluids", "steers")), rhythm_table(), self._codes,
            self._out, self._told, rows, self._waves, self.seed, steps, self.split, 0,
        )  # fmt: skip
        self.history.take(first, int(self.state["second"]))
        for one in self._recordings:
            one.follow(self)
        self._collect()

    def _read(self) -> None:
        settling.read_now(self._parts, self._fx, self._out, rhythm_table())

    def _collect(self) -> None:
        for at, kind, begins, value in self._told[: min(int(self.state["told"]), len(self._told))]:
            self._enter(int(at), int(kind), int(begins), float(value))
        self.state["told"] = 0

    def _enter(self, at: int, kind: int, begins: int, value: float) -> None:
        name = KINDS[kind]
        if kind == RHYTHM:
            self._happened.append(Happened(at, name, {"before": id_at(begins), "after": id_at(int(value))}))
        elif begins:
            data = {"rhythm": self.rhythm} if kind == ARREST else {"value": round(value, 3)}
            self._happened.append(Happened(at, name, data))
        else:
            ended = {"arrest": "rosc", "apnoea": "breathing"}.get(name, f"{name}_over")
            self._happened.append(Happened(at, ended, {}))

    def _tell(self, kind: str, **data: Any) -> None:
        self._happened.append(Happened(self._now, kind, data))

    def events(self) -> list[Happened]:
        """What has happened since the last call, in order."""
        found, self._happened = self._happened, []
        return found

    # trouble
    def start(self, condition: str, **options: Any) -> None:
        """Start a condition, or change the options of one that runs; raises `BodyError` naming what was wrong."""
        one = conditions.find(condition)
        self._begin(one, one.read(options))

    def _begin(self, one: conditions.Condition, options: dict[str, float | str | None]) -> None:
        place = one.place_of(options)
        key = f"{one.id} {place}" if place else one.id
        running = self._running.get(key)
        owner = running.owner if running else self._owners + 1
        course.begin(self._parts["drives"], owner, one, options)
        self._owners = max(self._owners, owner)
        self._running[key] = Running(owner, one.id, options, running.reliefs if running else [])
        if running is None:
            found = one.settings_for(options)
            if found.get("dehydration"):
                settling.dry(self.state, self.traits, found["dehydration"])
            settling.set_values(self.state, self.traits, found)
            for dose in one.doses_for(options):
                self.give(dose.drug, f"{dose.amount:g} {dose.unit}", route=dose.route)
        rhythm = one.rhythm_for(options)
        if rhythm:
            self.set_rhythm(rhythm)
        self._tell("condition", condition=one.id, begins=True)

    def _start_chronic(self, name: str, severity: float | None) -> bool:
        """Whether `name` is a disease that the body has to live with; others are kept as words."""
        try:
            one = conditions.find(name, chronic=True)
        except BodyError:
            return False
        if one.chronic:
            given: dict[str, object] = (
                {"severity": severity} if severity is not None and "severity" in one.options else {}
            )
            self._begin(one, one.read(given))
        return one.chronic

    def stop(self, name: str, **where: str) -> None:
        """Stop a condition (all places of it, or that `side` or `site`), an intervention or all infusions of a drug.

        Raises `BodyError` when nothing of that name runs.
        """
        for one in self._named(name):
            places = [
                key for key, running in self._running.items() if running.id == one and _is_at(running.options, where)
            ]
            for key in places:
                self._end(key)
            if places:
                return
            if one in self._doing:
                deed = interventions.INTERVENTIONS[one]
                options = self._doing.pop(one)
                if deed.end is not None:
                    deed.end(self, options)
                return
        try:
            drug = drugs.find(name)
        except BodyError:
            drug = None
        if drug is not None:
            stopped = drugs.stop(self._parts["doses"], drug)
            fluids = self._parts["fluids"]
            mine = (fluids["owner"] == drugs.key(drug.id)) & (fluids["rate"] > 0)
            fluids["rate"][mine] = 0.0
            if stopped or mine.any():
                return
        running = [*self._running, *self._doing]
        raise BodyError(f"nothing called {name!r} is running; running now: {', '.join(running) or 'nothing'}")

    def _end(self, key: str) -> None:
        ended = self._running.pop(key)
        course.stop(self._parts["drives"], ended.owner)
        if conditions.catalogue()[ended.id].rhythm_for(ended.options) == self.rhythm:
            self.set_rhythm("sinus")
        self._tell("condition", condition=ended.id, begins=False)

    def _named(self, name: str) -> list[str]:
        found = []
        for finder in (conditions.find, interventions.find):
            try:
                found.append(finder(name).id)
            except BodyError:
                continue
        return found

    # treatment
    def do(self, intervention: str, **options: Any) -> dict[str, Any]:
        """Do something to the body; what it returns depends on the intervention. Raises `BodyError`."""
        one = interventions.find(intervention, conditions.deeds())
        told = interventions.read_options(one, options)
        result = one.begin(self, told) or {}
        if one.end is not None:
            self._doing[one.id] = told
        self.relieve(one.id, told)
        return result

    def relieve(self, deed: str, options: Mapping[str, Any]) -> None:
        """Let a deed ease the conditions that yield to it."""
        told = {name: value for name, value in options.items() if value is not None}
        for running in self._running.values():
            one = conditions.catalogue()[running.id]
            self._ease(one, running, one.reliefs_for(running.options, does=deed, **told))

    def _ease(self, one: conditions.Condition, running: Running, reliefs: Sequence[conditions.Relief]) -> None:
        if not reliefs:
            return
        running.reliefs = sorted({*running.reliefs, *(relief.number for relief in reliefs)})
        every = [conditions.relief(one, number) for number in running.reliefs]
        course.ease(self._parts["drives"], running.owner, every)

    def give(self, drug: str, dose: str | float, route: str = "iv", over: str | float = 0.0) -> None:
        """Give a dose written with its unit (`10 ug`, `1 g`, `500 mL`), at once or `over` a time.

        Raises `BodyError` for an unknown drug, route or unit and for more than the drug's limit.
        """
        one = drugs.find(drug)
        amount = units.read_dose(dose, one, self.person)
        seconds = units.quantity(over, "s", "over") if over else 0.0
        if one.fluid is not None and drugs.route_of(one, route) in ("iv", "io"):
            ml = one.ml(amount)
            self._run_in(one, ml, seconds if seconds > 0 else max(ml / 25.0, 1.0))
        drugs.give(self._parts["doses"], one, amount, route, self.person, seconds)
        self._given(one.id)

    def infuse(self, drug: str, rate: str | float, route: str = "iv", volume: str | float | None = None) -> None:
        """Run a drug or fluid at a rate (`0.1 ug/kg/min`, `100 mL/h`) until changed, stopped or `volume` is in."""
        one = drugs.find(drug)
        if one.fluid is not None and one.base == "mL":
            per_s = units.quantity(rate, "mL/s", "rate")
            total = units.quantity(volume, "mL", "volume") if volume is not None else 1e6
            fluids = self._parts["fluids"]
            fluids["rate"][fluids["owner"] == drugs.key(one.id)] = 0.0
            if per_s > 0.0:
                self._run_in(one, total, total / per_s)
        else:
            per_s = units.read_rate(rate, one, self.person)
            if one.fluid is not None and one.per_ml:
                fluids = self._parts["fluids"]
                fluids["rate"][fluids["owner"] == drugs.key(one.id)] = 0.0
                if per_s > 0.0:
                    self._run_in(one, 1e6, 1e6 / one.ml(per_s))
        drugs.infuse(self._parts["doses"], one, per_s, route, self.person)
        self._given(one.id)

    def _run_in(self, one: drugs.Drug, ml: float, seconds: float) -> None:
        fluids = self._parts["fluids"]
        free = np.flatnonzero((fluids["rate"] <= 0.0) | (fluids["left"] <= 0.0))
        if not len(free):
            raise BodyError(f"{one.id} cannot run: {len(fluids)} fluids are running; stop one first")
        assert one.fluid is not None
        fill_fluid(fluids[int(free[0])], one.fluid, drugs.key(one.id), ml, seconds)

    def _given(self, drug: str) -> None:
        for running in self._running.values():
            one = conditions.catalogue()[running.id]
            self._ease(one, running, one.reliefs_for(running.options, drug=drug))

    def concentration(self, drug: str) -> float:
        """Plasma concentration of a drug in its base unit per litre (ug/L, mU/L), with what the body makes."""
        one = drugs.find(drug)
        level = drugs.levels(self._parts["doses"]).get(one.id)
        own = {"adrenaline": float(self.state["epi"]), "noradrenaline": float(self.state["nor"])}.get(one.id, 0.0)
        return (level.plasma if level else 0.0) + own

    # the heart
    def ecg_pattern(self, name: str) -> None:
        """Lay a named picture over the ECG in place of any earlier one (`ECG_PATTERNS`; `normal` takes it off)."""
        extra, usual = self._parts["ecg_extra"], normal_parameters()
        extra[:] = np.zeros(1, extra.dtype)
        for field, value in pattern(name).items():
            extra[field] = value - float(usual[field][0])

    def set_rhythm(self, name: str, rate: float | None = None) -> None:
        """Put the heart into a rhythm, at its usual rate or at `rate` /min."""
        row = index_of(find_rhythm(name).id)
        c = self.conduction
        if rate is not None:
            within("rate", rate, 10, 350, "1/min")
        if int(c["rhythm"]) != row:
            c["rhythm"], c["rhythm_since"] = row, 0.0
        c["rate_scale"] = 1.0
        if rate is not None:
            usual = rate_at(row, float(c["normal_rate"]))
            if usual > 0.0:
                c["rate_scale"] = rate / usual
        self.state["asked_rhythm"] = 0 if rhythm_table()[row]["perfusing"] else 1
        self.state["failing"] = 0.0

    def shock(self, joules: float, *, sync: bool = False, draw: float | None = None) -> dict[str, Any]:
        """One shock; it works when `draw` in [0, 1), else a number of the body's own, is below its chance."""
        joules = within("energy", joules, 1, 400, "J")
        self._shocks += 1
        luck = float(chance(self.seed, self._shocks, 97)) if draw is None else within("draw", draw, 0, 1)
        before = self.rhythm
        share = settling.shock_chance(self, joules)
        after = before
        if luck < share:
            strong = float(np.dot(self.state["energy"], (0.45, 0.30, 0.25))) > 0.25
            after = "sinus" if strong else "pea"
            self.set_rhythm(after)
            self.state["asked_rhythm"] = 0
            self.conduction["pause"] = 1.5
        elif not sync and self.rhythm_row["perfusing"] and self.rhythm_row["organised"] and luck > 0.9:
            after = "vf"  # on the T wave
            self.set_rhythm("vf")
        outcome = Outcome(before, after, share, after != before and after == "sinus")
        self._tell("shock", joules=float(joules), before=before, after=after)
        return outcome._asdict()

    # steering
    def steer(
        self,
        variable: str,
        *,
        target: float | None = None,
        by: float | None = None,
        over: str | float = 0.0,
        id: str = "",
    ) -> str:
        """Move a value to `target` or `by` an amount in a ramp, on top of what the body does itself; returns an id."""
        seconds = units.quantity(over, "s", "over") if over else 0.0
        return self._steering.begin(self, variable, target, by, seconds, id)

    def release(self, id: str, over: str | float = 0.0) -> None:
        """Let a steered value go again."""
        self._steering.release(self, id, units.quantity(over, "s", "over") if over else 0.0)

    @property
    def steering(self) -> Steering:
        """The ramps in use, by name."""
        return self._steering

    @property
    def steers(self) -> Any:
        """The table of ramps."""
        return self._parts["steers"]

    # reading
    def record(self, names: Sequence[str], hz: float = 1.0) -> Recording:
        """A recording of variables or waves: at 1 Hz or less with all that was kept, faster from now on."""
        one = Recording(self, list(names), within("hz", hz, 1e-4, WAVE_HZ, "Hz"))
        if one.fast:
            self._recordings.append(one)
        return one

    def waves(self, names: Sequence[str], from_ms: int, to_ms: int, hz: int) -> NDArray[np.float32]:
        """Waves by name between two times of the last 30 s, one row each; raises `BodyError` outside the kept time."""
        if not len(self._waves):
            raise BodyError("this body keeps no waves; make it with waves=True")
        rows = [list(WAVES).index(known("wave", name, WAVES)) for name in names]
        within("hz", hz, 1, 1000, "Hz")
        end = int(self.state["step"]) * FAST_MS
        oldest = max(self._wave_from * FAST_MS, end - WAVE_KEPT_S * 1000 + FAST_MS)
        if not 0 <= from_ms <= to_ms <= end or end - from_ms > WAVE_KEPT_S * 1000:
            raise BodyError(f"waves from {from_ms} to {to_ms} ms: only {oldest} to {end} ms are kept")
        at = from_ms + np.arange(int((to_ms - from_ms) * hz // 1000)) * (1000.0 / hz)
        place = np.clip(at / FAST_MS, self._wave_from, int(self.state["step"]))
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, int(self.state["step"]))
        share = (place - low).astype(np.float32)
        size = self._waves.shape[1]
        kept = self._waves[rows]
        return np.asarray(kept[:, low % size] * (1 - share) + kept[:, high % size] * share, dtype=np.float32)

    def signs(self) -> dict[str, Any]:
        """What an examination would find now; see `bedside.body.signs`."""
        from bedside.body.signs import signs_of

        return signs_of(self)

    # keeping
    def snapshot(self) -> bytes:
        """All of the body as bytes; kept waves and history are not part of it."""
        parts = {name: self._parts[name].tobytes() for name in PARTS}
        parts["live"] = self._fx.tobytes() + self._inputs.tobytes() + self._out.tobytes()
        happened = [(one.at, one.kind, one.data) for one in self._happened]
        kept = Kept(
            FORMAT, self.person, self.seed, self._now, self._owners, self._running, self._doing, self._steering,
            happened, self.rest_ambient, self._shocks, parts,
        )  # fmt: skip
        return zlib.compress(msgspec.msgpack.encode(kept), 1)

    @classmethod
    def restore(cls, data: bytes, *, waves: bool = True) -> Self:
        """The body of a snapshot; raises `BodyError` for bytes that are not one of this version."""
        try:
            opened = zlib.decompressobj()
            kept = msgspec.msgpack.decode(opened.decompress(data, 4_000_000), type=Kept)
        except (zlib.error, msgspec.MsgspecError) as error:
            raise BodyError(f"not a snapshot of a body: {error}") from error
        if kept.format != FORMAT:
            raise BodyError(f"snapshot of format {kept.format}, this version reads {FORMAT}")
        self = cls.__new__(cls)
        self.person, self.seed, self.split = kept.person, kept.seed, 1
        self._now, self._owners, self._shocks = kept.now, kept.owners, kept.shocks
        self._running, self._doing, self._steering = kept.running, kept.doing, kept.steering
        self._happened = [Happened(*one) for one in kept.happened]
        self.rest_ambient = kept.rest_ambient
        shapes = settling.shapes()
        self._parts = {}
        for name in PARTS:
            found = np.frombuffer(kept.parts[name], dtype=shapes[name][0])
            if len(found) != shapes[name][1]:
                raise BodyError(f"the snapshot's {name} has {len(found)} rows where {shapes[name][1]} belong")
            self._parts[name] = found.copy()
        self._begin_live(waves)
        live = np.frombuffer(kept.parts["live"], dtype=np.float64)
        sizes = (len(self._fx), len(self._inputs), len(self._out))
        if len(live) != sum(sizes):
            raise BodyError("the snapshot was made by another version of the body")
        self._fx[:], self._inputs[:], self._out[:] = np.split(live, np.cumsum(sizes)[:-1])
        return self


def _is_at(options: Mapping[str, Any], where: Mapping[str, str]) -> bool:
    return all(options.get(name) == value for name, value in where.items())


__all__ = ["Body", "Happened", "Outcome", "Reading", "Readings"]
