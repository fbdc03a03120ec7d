"""Scripts: a YAML file of a person and timed actions, checked before it runs and then lived through on a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bedside.body import conditions, drugs, interventions, units
from bedside.body.body import Body, Happened
from bedside.body.person import Person
from bedside.body.recording import Recording
from bedside.body.refusals import BodyError, known
from bedside.body.rhythms.table import find as find_rhythm
from bedside.body.settling import START_RANGES
from bedside.body.steering import LEVERS
from bedside.body.variables import VARIABLES, WAVES
from bedside.scenario import Part, Problem, ScenarioError, milliseconds, parse_quantity, years
from bedside.scenario.quantities import Age, Duration, Length, Mass
from bedside.scenario.reading import Document, parse, read_text, validate

EXAMPLE = """\
title: A leg that bleeds
person: {age: 44 years, sex: male, height: 180 cm, weight: 77 kg}
steps:
  - {at: 30 s, start: hemorrhage, site: leg, rate: 250 mL/min}
  - {at: 5 min, give: epinephrine, dose: 10 ug, route: iv}
  - {at: 6 min, do: oxygen, device: non_rebreather, flow: 15 L/min}
  - {at: 8 min, stop: hemorrhage}
  - {at: 8 min, infuse: whole_blood, rate: 100 mL/min, volume: 500 mL}
until: 20 min
record: [heart_rate, mean_arterial_pressure, cardiac_output, lactate]
hz: 1
"""
"""A script, as people write it; the pages and tests use it."""
LONGEST_MS = 7 * 24 * 3600 * 1000
MOST_STEPS = 1000
MOST_NUMBERS = 5_000_000
"""Values that one recording may hold: names times rows."""
USUAL_RECORD = (
    "heart_rate", "systolic_pressure", "diastolic_pressure", "mean_arterial_pressure", "cardiac_output",
    "respiratory_rate", "spo2", "etco2", "temperature",
)  # fmt: skip
Progress = Callable[[int, int], None]
"""Called with the ms that have passed and that there are."""
Name = Annotated[str, Field(min_length=1, max_length=80)]
Value = str | float | bool


class Who(Part):
    """The person; what is left out is the median of age and sex."""

    age: Age = "44 years"
    sex: Literal["female", "male"] = "male"
    height: Length | None = None
    weight: Mass | None = None
    pregnant: Duration | None = Field(default=None, description="duration of pregnancy, such as `210 days`")
    fitness: Annotated[float, Field(ge=0, le=1)] = 0.5
    conditions: dict[Name, Annotated[float, Field(ge=0, le=1)] | None] | list[Name] = Field(
        default_factory=dict, description="chronic diseases, with a severity from 0 to 1 or without"
    )

    def person(self) -> Person:
        """The person of the body. Raises `BodyError`."""
        return Person(
            age_years=years(self.age),
            sex=self.sex,
            height_cm=_in(self.height, "cm"),
            weight_kg=_in(self.weight, "kg"),
            pregnant_weeks=_in(self.pregnant, "week"),
            fitness=self.fitness,
            conditions=self._severities(),
        )

    def _severities(self) -> dict[str, float]:
        chosen = self.conditions if isinstance(self.conditions, dict) else dict.fromkeys(self.conditions)
        found: dict[str, float] = {}
        for name, severity in chosen.items():
            one = conditions.find(name, chronic=True)
            if not one.chronic:
                raise BodyError(f"{one.id} is no long-standing disease; start it as a step")
            usual = one.options["severity"].default if "severity" in one.options else 1.0
            found[one.id] = float(severity if severity is not None else usual or 1.0)
        return found


class Step(BaseModel):
    """What every step has. The verb is a field whose name it is: `start: hemorrhage`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    verb: ClassVar[str] = ""
    at: Duration = Field(default="0 s", description="time since the start")

    def check(self, person: Person) -> None:
        """Whether the body would take this. Raises `BodyError`."""

    def perform(self, body: Body) -> None:
        """Do it. Raises `BodyError`."""
        raise NotImplementedError


class _Open(Step):
    """A step whose further fields are the options of what it names."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Value]

    @property
    def options(self) -> dict[str, Value]:
        """The further fields."""
        return dict(self.__pydantic_extra__ or {})


class Start(_Open):
    """A condition begins, or goes on with other options."""

    verb: ClassVar[str] = "start"
    start: Name

    def check(self, person: Person) -> None:
        """Name and options."""
        conditions.find(self.start).read(dict(self.options))

    def perform(self, body: Body) -> None:
        """Begin it."""
        body.start(self.start, **self.options)


class Do(_Open):
    """Something is done to the body."""

    verb: ClassVar[str] = "do"
    do: Name

    def check(self, person: Person) -> None:
        """Name and options."""
        interventions.read_options(interventions.find(self.do), dict(self.options))

    def perform(self, body: Body) -> None:
        """Do it."""
        body.do(self.do, **self.options)


class Give(Step):
    """A dose."""

    verb: ClassVar[str] = "give"
    give: Name
    dose: Name
    route: Name = "iv"
    over: Duration | None = None

    def check(self, person: Person) -> None:
        """Drug, dose and route."""
        drug = drugs.find(self.give)
        units.read_dose(self.dose, drug, person)
        drugs.route_of(drug, self.route)

    def perform(self, body: Body) -> None:
        """Give it."""
        body.give(self.give, self.dose, route=self.route, over=self.over or 0.0)


class Infuse(Step):
    """A drug or a fluid at a rate; rate 0 stops it."""

    verb: ClassVar[str] = "infuse"
    infuse: Name
    rate: Name
    route: Name = "iv"
    volume: Name | None = None

    def check(self, person: Person) -> None:
        """Drug, rate and route."""
        drug = drugs.find(self.infuse)
        if drug.fluid is not None and drug.base == "mL":
            units.quantity(self.rate, "mL/s", "rate")
        else:
            units.read_rate(self.rate, drug, person)
        if self.volume is not None:
            units.quantity(self.volume, "mL", "volume")
        drugs.route_of(drug, self.route)

    def perform(self, body: Body) -> None:
        """Run it."""
        body.infuse(self.infuse, self.rate, route=self.route, volume=self.volume)


class Stop(Step):
    """A condition, an intervention or the infusions of a drug end."""

    verb: ClassVar[str] = "stop"
    stop: Name

    def check(self, person: Person) -> None:
        """Whether the name means anything."""
        for finder in (conditions.find, interventions.find, drugs.find):
            try:
                finder(self.stop)
            except BodyError:
                continue
            return
        raise BodyError(f"{self.stop!r} is no condition, intervention or drug; write the name that began it")

    def perform(self, body: Body) -> None:
        """End it."""
        body.stop(self.stop)


class Rhythm(Step):
    """The heart goes into a rhythm."""

    verb: ClassVar[str] = "rhythm"
    rhythm: Name
    rate: Annotated[float, Field(ge=10, le=350)] | None = None

    def check(self, person: Person) -> None:
        """The rhythm."""
        find_rhythm(self.rhythm)

    def perform(self, body: Body) -> None:
        """Set it."""
        body.set_rhythm(self.rhythm, self.rate)


class Steer(Step):
    """A value is moved, on top of what the body does itself."""

    verb: ClassVar[str] = "steer"
    steer: Name
    target: float | None = None
    by: float | None = None
    over: Duration = "0 s"
    id: Name | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.target is None) == (self.by is None):
            raise ValueError("give either target or by; a steered value goes to a target or moves by an amount")
        return self

    def check(self, person: Person) -> None:
        """The variable."""
        known("steered variable", self.steer, LEVERS)

    def perform(self, body: Body) -> None:
        """Begin the ramp."""
        over = milliseconds(self.over) / 1000.0
        body.steer(self.steer, target=self.target, by=self.by, over=over, id=self.id or "")


class Release(Step):
    """A steered value is let go."""

    verb: ClassVar[str] = "release"
    release: Name
    over: Duration = "0 s"

    def perform(self, body: Body) -> None:
        """Let it go."""
        body.release(self.release, over=milliseconds(self.over) / 1000.0)


STEPS: dict[str, type[Step]] = {one.verb: one for one in (Start, Do, Give, Infuse, Stop, Rhythm, Steer, Release)}


class _File(Part):
    """The file; its steps are read one by one."""

    title: Annotated[str, Field(max_length=200)] = ""
    person: Who = Field(default_factory=Who)
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    rhythm: Name = "sinus"
    vitals: dict[Name, float] = Field(default_factory=dict, description="resting values to begin with")
    steps: Annotated[list[dict[str, Any]], Field(max_length=MOST_STEPS)] = Field(default_factory=list)
    until: Duration
    record: Annotated[list[Name], Field(min_length=1, max_length=200)] = Field(
        default_factory=lambda: list(USUAL_RECORD)
    )
    hz: Annotated[float, Field(ge=0.001, le=200)] = 1.0


class Timed(NamedTuple):
    """A step with its time and its line in the file."""

    at_ms: int
    step: Step
    line: int


@dataclass(frozen=True)
class Script:
    """A script that was checked; `run` lives through it."""

    name: str
    title: str
    person: Person
    seed: int
    rhythm: str
    vitals: Mapping[str, float]
    steps: tuple[Timed, ...]
    until_ms: int
    record: tuple[str, ...]
    hz: float


class Ran(NamedTuple):
    """What came of a script: the body at its end, the recording, and what happened on the way."""

    body: Body
    recording: Recording
    happened: list[Happened]


def load_script(path: Path) -> Script:
    """The script of a file. Raises `ScenarioError` naming line, field and mend of every problem."""
    return read_script(read_text(path), str(path))


def read_script(text: str, name: str = "script") -> Script:
    """The script of a YAML text. Raises `ScenarioError`."""
    document = parse(text, name)
    file = validate(document, _File)
    problems: list[Problem] = []
    person = _person(document, file, problems)
    steps = [
        found
        for number in range(len(file.steps))
        if (found := _step(document, number, person or Person(), milliseconds(file.until), problems)) is not None
    ]
    problems += _unreleased(document, [step for _, step in steps])
    problems += _wrong_head(document, file)
    if problems or person is None:
        raise ScenarioError(sorted(set(problems), key=lambda problem: (problem.line, problem.field)))
    timed = [Timed(milliseconds(step.at), step, document.line(("steps", number))) for number, step in steps]
    timed.sort(key=lambda one: one.at_ms)
    return Script(
        name, file.title, person, file.seed, file.rhythm, file.vitals, tuple(timed), milliseconds(file.until),
        tuple(file.record), file.hz,
    )  # fmt: skip


def _person(document: Document, file: _File, problems: list[Problem]) -> Person | None:
    try:
        return file.person.person()
    except BodyError as error:
        problems.append(_told(document, ("person",), error))
        return None


def _step(
    document: Document, number: int, person: Person, until_ms: int, problems: list[Problem]
) -> tuple[int, Step] | None:
    where: tuple[str | int, ...] = ("steps", number)
    data = document.data["steps"][number]
    verbs = [verb for verb in STEPS if verb in data]
    if len(verbs) != 1:
        message = f"a step has one verb; here {'are ' + ' and '.join(verbs) if verbs else 'is none'}"
        mend = f"write one of {', '.join(f'{verb}: …' for verb in STEPS)}"
        problems.append(Problem(document.name, document.line(where), _dotted(where), message, mend))
        return None
    lines = {place[2:]: line for place, line in document.lines.items() if place[:2] == where}
    try:
        step = validate(Document(data, lines, document.text, document.name), STEPS[verbs[0]])
    except ScenarioError as error:
        problems += [replace(one, field=_dotted((*where, *filter(None, [one.field])))) for one in error.problems]
        return None
    try:
        step.check(person)
    except BodyError as error:
        problems.append(_told(document, _part_named(error, where, data, verbs[0]), error))
        return None
    if milliseconds(step.at) > until_ms:
        message, mend = f"this step at {step.at} comes after the end", "move it, or set until: later"
        problems.append(Problem(document.name, document.line((*where, "at")), _dotted((*where, "at")), message, mend))
    return number, step


def _part_named(
    error: BodyError, where: tuple[str | int, ...], data: Mapping[str, Any], verb: str
) -> tuple[str | int, ...]:
    """The field that an error speaks of: the first one whose name or value stands in it, else that of the verb."""
    for field, value in data.items():
        if field not in ("at", verb) and (error.message.startswith(field) or f"{value!r}" in error.message):
            return (*where, field)
    option = next((field for field in data if f"option {field!r}" in error.message), verb)
    return (*where, option)


def _told(document: Document, where: tuple[str | int, ...], error: BodyError) -> Problem:
    message, _, mend = error.message.partition("; ")
    return Problem(document.name, document.line(where), _dotted(where), message, error.hint or mend)


def _dotted(where: tuple[str | int, ...]) -> str:
    return ".".join(map(str, where))


def _unreleased(document: Document, steps: list[Step]) -> Iterator[Problem]:
    ids = {step.id for step in steps if isinstance(step, Steer) and step.id}
    for number, data in enumerate(document.data.get("steps") or []):
        if isinstance(data, dict) and (name := data.get("release")) and name not in ids:
            where = ("steps", number, "release")
            mend = f"give the steering step that it ends this id; ids here: {', '.join(sorted(ids)) or 'none'}"
            yield Problem(document.name, document.line(where), _dotted(where), f"nothing is steered as '{name}'", mend)


def _wrong_head(document: Document, file: _File) -> Iterator[Problem]:
    def problem(where: tuple[str | int, ...], message: str, mend: str) -> Problem:
        return Problem(document.name, document.line(where), _dotted(where), message, mend)

    for number, name in enumerate(file.record):
        try:
            known("variable", name, [*VARIABLES, *WAVES])
        except BodyError:
            yield problem(("record", number), f"'{name}' cannot be recorded", _nearest(name, [*VARIABLES, *WAVES]))
    for name, value in file.vitals.items():
        if name not in START_RANGES:
            yield problem(("vitals", name), f"a body cannot be started at '{name}'", f"use {', '.join(START_RANGES)}")
        elif not START_RANGES[name][0] <= value <= START_RANGES[name][1]:
            low, high, unit = START_RANGES[name]
            yield problem(("vitals", name), f"{name} of {value:g} is outside what lives", f"{low:g} to {high:g} {unit}")
    try:
        find_rhythm(file.rhythm)
    except BodyError as error:
        yield _told(document, ("rhythm",), error)
    until = milliseconds(file.until)
    if not 0 < until <= LONGEST_MS:
        yield problem(("until",), f"a run of {file.until} is not possible", "more than 0 s, at most 7 days")
    elif (until / 1000.0 * file.hz + 1) * len(file.record) > MOST_NUMBERS:
        yield problem(("hz",), "this would record too many numbers", f"at most {MOST_NUMBERS:,}: lower hz or until")


def _nearest(name: str, choices: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, choices, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(near)}?" if near else "`bedside body list variables` shows what there is"


def _in(text: str | None, unit: str) -> float | None:
    return None if text is None else float(parse_quantity(text).to(unit).magnitude)


def run_script(script: Script, progress: Progress | None = None) -> Ran:
    """Live through a script. Raises `ScenarioError` for a step that the body refuses, naming its line."""
    body = Body(script.person, seed=script.seed, start=script.vitals, rhythm=script.rhythm)
    recording = body.record(script.record, hz=script.hz)
    happened: list[Happened] = []
    for at_ms, step, line in script.steps:
        _pass(body, at_ms, script.until_ms, progress)
        try:
            step.perform(body)
        except BodyError as error:
            message, _, mend = error.message.partition("; ")
            raise ScenarioError([Problem(script.name, line, step.verb, message, error.hint or mend)]) from error
        happened += body.events()
    _pass(body, script.until_ms, script.until_ms, progress)
    return Ran(body, recording, [*happened, *body.events()])


def _pass(body: Body, to_ms: int, until_ms: int, progress: Progress | None) -> None:
    while body.now < to_ms:
        body.advance_to(min(to_ms, body.now + 60_000) if progress is not None else to_ms)
        if progress is not None:
            progress(body.now, until_ms)
