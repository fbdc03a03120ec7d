"""Runs lived through: a body does what a run says, and is read when its rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from bedside.body.refusals import BodyError
from bedside.body.validation.grammar import Deed
from bedside.body.validation.measures import Measure, measure
from bedside.body.validation.rows import Row
from bedside.body.validation.rules import Readings
from bedside.body.validation.timeline import Run

LEAD_IN_S = 60.0
"""The body lives this long before second 0 of a run, so that every smoothed number has settled."""
USUAL_DOSES = {"furosemide": "40 mg", "naloxone": "0.4 mg", "salbutamol": "0.2 mg"}
"""Doses where a row names a drug alone: the usual first dose of the product information."""
SURROUNDINGS = "environment"
"""The system of conditions, and the intervention, that a return to the usual surroundings ends."""


class Living(Protocol):
    """What a run needs of a body."""

    @property
    def vitals(self) -> Mapping[str, Any]: ...
    def advance(self, seconds: float) -> None: ...
    def start(self, condition: str, **options: Any) -> None: ...
    def stop(self, name: str) -> None: ...
    def give(self, drug: str, dose: str, route: str) -> None: ...
    def infuse(self, drug: str, rate: str, route: str) -> None: ...
    def do(self, intervention: str, **options: Any) -> Any: ...
    def set_rhythm(self, name: str) -> None: ...
    def concentration(self, drug: str) -> float: ...


Make = Callable[[Mapping[str, float | None]], Living]
"""Makes the standard man with these chronic diseases (name to severity, None for the usual one)."""


def standard_man(has: Mapping[str, float | None]) -> Living:
    """The man of the data, 44 years, 180 cm, 77 kg, resting and supine, with chronic diseases."""
    from bedside.body import Body, Person
    from bedside.body.conditions import find

    severities: dict[str, float] = {}
    for name, severity in has.items():
        one = find(name, chronic=True)
        usual = one.options["severity"].default if "severity" in one.options else 1.0
        severities[name] = float(severity if severity is not None else usual or 1.0)
    person = Person(age_years=44, sex="male", height_cm=180, weight_kg=77, conditions=severities or ())
    return Body(person, seed=1, waves=False)


class Moment(NamedTuple):
    """All that was read of a body at one time."""

    vitals: dict[str, float]
    concentrations: dict[str, float]


class Course:
    """One run being lived: what is running, so that it can be undone."""

    def __init__(self, body: Living) -> None:
        self.body = body
        self._started: list[str] = []
        self._around: list[str] = []

    def perform(self, deed: Deed) -> None:
        """Do one deed. Raises `BodyError` for what the body refuses."""
        body, options = self.body, dict(deed.options)
        match deed.verb:
            case "start":
                body.start(deed.name, **options)
                self._forget(deed.name)
                self._started.append(deed.name)
            case "stop" | "undo":
                self._stop(deed.name, options)
            case "give":
                dose = str(options.get("dose") or USUAL_DOSES.get(deed.name, ""))
                if not dose:
                    raise BodyError(f"no dose is told for {deed.name}", "Name it in the row.")
                body.give(deed.name, dose, route=_route(deed.name, options.get("route")))
            case "infuse":
                body.infuse(deed.name, str(options["rate"]), route=_route(deed.name, options.get("route")))
            case "do":
                body.do(deed.name, **options)
                if deed.name == SURROUNDINGS:
                    self._around.append(deed.name)
            case "cease":
                self._cease(deed.name)
            case "rhythm":
                body.set_rhythm(deed.name)

    def _stop(self, name: str, options: Mapping[str, Any]) -> None:
        name = name or (self._started[-1] if self._started else "")
        if not name:
            return
        try:
            self.body.stop(name, **options) if options else self.body.stop(name)
        except TypeError:
            self.body.stop(name)
        except BodyError:
            if name in self._started:
                raise
            return  # it was not running, which is what is asked for
        self._forget(name)

    def _cease(self, name: str) -> None:
        if name != "surroundings":
            self._stop(name, {})
            return
        for one in [started for started in self._started if _system(started) == SURROUNDINGS] + self._around:
            self._stop(one, {})
        self._around.clear()

    def _forget(self, name: str) -> None:
        self._started = [one for one in self._started if one != name]


def _system(condition: str) -> str:
    from bedside.body.conditions import find

    try:
        one = find(condition)
    except BodyError:
        return ""
    return SURROUNDINGS if one.id == "carbon_monoxide" else one.system


def _route(drug: str, route: str | None) -> str:
    """The route that is told, else into a vein, else the drug's first one."""
    from bedside.body.drugs import find

    try:
        ways = list(find(drug).routes)
    except BodyError:
        return route or "iv"
    return route if route in ways else "iv" if "iv" in ways or not ways else ways[0]


class Seen(NamedTuple):
    """What became of one row: its readings, or why there are none."""

    row: Row
    variable: str
    read: Readings | None
    problem: str = ""


def rest_of(make: Make) -> Moment:
    """The standard man at rest."""
    body = make({})
    body.advance(LEAD_IN_S)
    return _moment(body, ())


def live(run: Run, make: Make, healthy: Moment) -> list[Seen]:
    """Live through a run; what each of its rows reads. `healthy` is the rest of those who live with a disease."""
    seen = [Seen(row, "", None, problem) for row, problem in run.problems]
    ways: dict[int, Measure] = {}
    for row, _, _ in run.checks:
        try:
            ways[row.number] = _way(row)
        except BodyError as error:
            seen.append(Seen(row, "", None, str(error)))
    moments, problem, failed_at = _moments(run, make, healthy)
    for row, begin, end in run.checks:
        if row.number not in ways:
            continue
        way = ways[row.number]
        if end >= failed_at or end not in moments:
            seen.append(Seen(row, way.variable, None, problem or "the body was not read"))
            continue
        drug = run.drug.get(row.number, "")
        rest, before, now = (_value(way, moment, drug) for moment in (moments[-1.0], moments[begin], moments[end]))
        if row.step == 0 or _stands_still(moments[begin], moments[-1.0]):
            before = rest
        seen.append(Seen(row, way.variable, Readings(rest, before, now)))
    return seen


def _way(row: Row) -> Measure:
    """How the row is measured: in its own unit, or in the body's where the limits are in percent or missing."""
    return measure(row.variable, row.unit if row.kind in ("absolute", "absolute_change") else "")


def _moments(run: Run, make: Make, healthy: Moment) -> tuple[dict[float, Moment], str, float]:
    """Moments by second of the run (-1 is rest), what went wrong and when."""
    wanted = sorted({second for _, begin, end in run.checks for second in (begin, end)})
    drugs = sorted({drug for drug in run.drug.values() if drug})
    found: dict[float, Moment] = {-1.0: healthy}
    try:
        body = make({name: _number(options.get("severity")) for name, options in run.has.items()})
        body.advance(LEAD_IN_S)
        if not run.has:
            found[-1.0] = _moment(body, drugs)
    except BodyError as error:
        return found, str(error), -1.0
    course, now = Course(body), 0.0
    events: list[tuple[float, int, Deed | None]] = [(second, 0, None) for second in wanted]
    events += [(second, 1, deed) for second, deed in run.deeds if second <= run.length]
    for second, _, deed in sorted(events, key=lambda event: event[:2]):
        if second > now:
            body.advance(second - now)
            now = second
        if deed is None:
            found[second] = found[-1.0] if run.has and second == 0.0 else _moment(body, drugs)
            continue
        try:
            course.perform(deed)
        except (BodyError, TypeError) as error:
            return found, f"{deed}: {error}", second + 1e-6
    return found, "", float("inf")


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _moment(body: Living, drugs: Iterable[str]) -> Moment:
    return Moment(
        {name: float(value) for name, value in body.vitals.items()}, {drug: _level(body, drug) for drug in drugs}
    )


def _level(body: Living, drug: str) -> float:
    try:
        return float(body.concentration(drug))
    except BodyError:
        return float("nan")


def _value(way: Measure, moment: Moment, drug: str) -> float:
    return way.read(moment.vitals, moment.concentrations.get(drug, float("nan")))


def _stands_still(then: Moment, rest: Moment) -> bool:
    """Whether there was no pulse, or hardly any blood flowed (a tenth of the resting output)."""
    flow = then.vitals.get("cardiac_output", 1.0) < 0.1 * rest.vitals.get("cardiac_output", 1.0)
    return flow or then.vitals.get("heart_rate", 1.0) < 1.0
