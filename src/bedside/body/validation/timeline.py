"""Rows become runs: steps of one scenario in sequence on one body, with what the rows leave out put back.

Steps that are missing between rows are put back only where they are obvious: what is removed was there before, what is
treated was caused before, a bleeding ends where the fluids begin.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from itertools import groupby, pairwise
from typing import Any

import yaml

from bedside.body.validation.grammar import Action, Deed, Unread, Verb, read_action
from bedside.body.validation.lexicon import Lexicon
from bedside.body.validation.quantities import SCALE_OF_FIVE
from bedside.body.validation.rows import Row

FIRST_ACTION_S = 30.0
"""When the first action of a run happens where the rows give no time: as in most of the scenarios."""
USUAL_S = 300.0
"""Time from action to sample where the rows give none."""
INFUSION_S = 1800.0
"""The same for an infusion, which nears its steady state (estimate: several half-lives of a catecholamine)."""
ESTABLISHED_S = 1800.0
"""Time in which a disease without a time of onset settles before the first sample (estimate)."""
ON_S = 180.0
"""How long something lasted that is removed by a row while the step that began it is missing."""
LOST_STEPS = 3
"""Two beginnings of one thing this many steps apart had its end between them: severities go up and down."""
FOLLOWS_S = 60.0
"""A segment that begins at most this long after the end of another one goes on with the same body."""


@dataclass(frozen=True)
class Segment:
    """One action with its rows; `at` is s from the start of the run."""

    step: int
    action: Action
    at: float | None
    rows: tuple[Row, ...] = ()
    problem: str = ""

    @property
    def end(self) -> float | None:
        """The last stated sample, in s of the run."""
        found = [sample for row in self.rows if (sample := stated_sample(row, self.at)) is not None]
        return max(found, default=None)

    @property
    def fresh(self) -> bool:
        """Whether this describes a patient and not an action: a disease or health without a time."""
        return self.at is None and all(deed.verb in ("start", "rest") for deed in self.action.deeds)


@dataclass
class Run:
    """One body: who it is, what is done when, and which rows are read when."""

    scenario: str
    segments: list[Segment] = field(default_factory=list)
    has: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    deeds: list[tuple[float, Deed]] = field(default_factory=list)
    checks: list[tuple[Row, float, float]] = field(default_factory=list)
    problems: list[tuple[Row, str]] = field(default_factory=list)
    drug: dict[int, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """Seconds from the start to the last thing read."""
        return max((sample for _, _, sample in self.checks), default=0.0)


def stated_sample(row: Row, at: float | None) -> float | None:
    """The sample of a row in s of the run: a time below that of the action is a duration after it."""
    if row.t_sample is None:
        return None
    if row.t_action is None:
        return row.t_sample
    begin = at if at is not None else row.t_action
    return row.t_sample if row.t_sample >= row.t_action else begin + row.t_sample


def plan(rows: Sequence[Row], lexicon: Lexicon) -> list[Run]:
    """The runs that together answer every row, in the order of the file."""
    runs: list[Run] = []
    everything = [
        (scenario, _segments(list(block), lexicon)) for scenario, block in groupby(rows, key=lambda row: row.scenario)
    ]
    for scenario, segments in everything:
        siblings = [one for name, block in everything if name == scenario for one in block]
        for run in _arranged(scenario, segments):
            _complete(run, segments, siblings, lexicon)
            _schedule(run)
            runs.append(run)
    return runs


def _segments(block: Sequence[Row], lexicon: Lexicon) -> list[Segment]:
    found = []
    for _, group in groupby(block, key=lambda row: (row.step, row.action, row.dose, row.t_action)):
        rows = tuple(group)
        first = rows[0]
        try:
            action, problem = read_action(first.action, first.dose, lexicon=lexicon), ""
        except Unread as error:
            action, problem = Action((Deed("rest"),)), str(error)
        found.append(Segment(first.step, action, first.t_action, rows, problem))
    return found


def _arranged(scenario: str, segments: Sequence[Segment]) -> list[Run]:
    """Segments in runs, each run one body."""
    runs: list[Run] = []
    for one in segments:
        home = _home(one, runs)
        if home is not None:
            home.segments.append(one)
            continue
        before = _branch(one, runs)
        runs.append(Run(scenario, [*(_silent(past) for past in before), one]))
    return runs


def _silent(segment: Segment) -> Segment:
    """The same action again on another body: it is done and not read, and keeps the time at which it ended."""
    return _Past(segment.step, segment.action, segment.at, (), segment.problem, segment.end)


@dataclass(frozen=True)
class _Past(Segment):
    ended: float | None = None

    @property
    def end(self) -> float | None:
        return self.ended


def _home(one: Segment, runs: Sequence[Run]) -> Run | None:
    """The run that this segment goes on with."""
    if one.action.between:
        for run in reversed(runs):
            last = run.segments[-1]
            if last.action.between == one.action.between and (last.at or 0) < (one.at or 0):
                return run
        return None
    if not runs or one.fresh or one.action.answers:
        return None
    last = runs[-1].segments[-1]
    if one.at is None:
        same = {deed.name for deed in one.action.deeds} & {deed.name for deed in last.action.deeds}
        return runs[-1] if one.step > last.step and (same or _removing(one)) else None
    begun = last.at if last.at is not None else last.end
    if begun is None or one.at <= begun or (last.end is not None and last.end > one.at + FOLLOWS_S):
        return None
    follows = last.end is not None and 0 <= one.at - last.end <= FOLLOWS_S
    return runs[-1] if one.step > last.step or follows else None


def _removing(one: Segment) -> bool:
    return all(deed.verb in ("stop", "cease", "undo") for deed in one.action.deeds)


def _branch(one: Segment, runs: Sequence[Run]) -> list[Segment]:
    """The steps of another run of the scenario after which this one is another way on."""
    if one.action.between or one.fresh:
        return []
    best: tuple[float, int, list[Segment]] | None = None
    for number, run in enumerate(runs):
        for place, past in enumerate(run.segments):
            if one.action.answers:
                if any(deed.name == one.action.answers for deed in past.action.deeds):
                    best = (0.0, -number, run.segments[: place + 1])
                continue
            if one.at is None or past.at is None or past.step >= one.step or past.at >= one.at or past.end is None:
                continue
            gap = (abs(past.end - one.at), -number, run.segments[: place + 1])
            best = gap if best is None or gap[:2] < best[:2] else best
    return list(best[2]) if best else []


# What the rows leave out


def _complete(run: Run, block: Sequence[Segment], siblings: Sequence[Segment], lexicon: Lexicon) -> None:
    """Put back the beginning and the steps between that later rows need."""
    _premises(run)
    if any(segment.problem for segment in run.segments[:1]):
        return
    first = run.segments[0]
    if first.action.between:
        _rhythm_before(run)
        return
    known = [one.word for one in lexicon.find(run.scenario) if one.word.kind == "start"]
    names = {word.name for word in known}
    told = {deed.name for segment in run.segments for deed in segment.action.deeds if deed.verb == "start"}
    first_verbs = {deed.verb for deed in first.action.deeds}
    if (
        len(names) == 1
        and not told & names
        and first_verbs <= {"give", "infuse", "do", "stop"} - _removed(first, names)
    ):
        _begin_with(run, known[0].name, known[0].chronic, siblings)
    _put_back(run, block)


def _removed(first: Segment, names: set[str]) -> set[str]:
    """`stop` where the first thing that happens is that the condition of the scenario itself ends."""
    return {"stop"} if any(deed.verb == "stop" and deed.name in names for deed in first.action.deeds) else set()


def _rhythm_before(run: Run) -> None:
    """A file `A to B`: the heart goes from rest to the rhythm that is not normal and, later, to the other one."""
    first = run.segments[0]
    own, between = first.action.deeds[0].name, first.action.between or ("sinus", "sinus")
    if "sinus" in between:
        other = between[0] if between[1] == "sinus" else between[1]
        if own == "sinus" and (first.at or 0.0) > FIRST_ACTION_S:
            run.deeds.append((FIRST_ACTION_S, Deed("rhythm", other)))
    elif own == between[1]:
        run.deeds.append((0.0, Deed("rhythm", between[0])))


def _begin_with(run: Run, name: str, chronic: bool, siblings: Sequence[Segment]) -> None:
    """Begin the run with the condition after which the scenario is named."""
    if chronic:
        run.has[name] = {}
        return
    all_deeds = [(one, deed) for one in siblings for deed in one.action.deeds]
    origin, begun = next((pair for pair in all_deeds if pair[1].verb == "start" and pair[1].name == name), (None, None))
    until = origin.end if origin else None
    first_at = run.segments[0].at or 2 * FIRST_ACTION_S
    run.deeds.append((min(FIRST_ACTION_S, first_at / 2.0), begun or Deed("start", name)))
    if name == "hemorrhage":
        run.deeds.append((min(until or first_at, first_at - 1.0), Deed("stop", name)))


def _put_back(run: Run, block: Sequence[Segment]) -> None:
    running: dict[str, float | None] = {}
    last = ""
    for place, segment in enumerate(run.segments):
        for deed in segment.action.deeds:
            at = segment.at if segment.at is not None else FIRST_ACTION_S
            if deed.needs:
                _need(run, deed, at, running)
            if deed.verb == "start":
                if deed.name in running and place and segment.step - run.segments[place - 1].step >= LOST_STEPS:
                    ended = (run.segments[place - 1].end or at) + ON_S / 6
                    run.deeds.append((min(ended, at - 1.0), Deed("stop", deed.name)))
                elif deed.lessened and deed.name not in running:
                    _bled_before(run, deed, at, segment.end)
                running[deed.name] = _severity(deed)
                last = deed.name
            elif deed.verb in ("stop", "undo") and at > 0 and segment.step > 0:
                name = deed.name or last
                if running.pop(name, "none") == "none" and not _drug_runs(run, name):
                    _restart(run, place, deed.name, last, at, block)
            elif _is_fluid(deed) and running.pop("hemorrhage", "none") != "none":
                until = run.segments[place - 1].end if place else None
                run.deeds.append((min(until if until is not None else at, at - 1.0), Deed("stop", "hemorrhage")))


def _is_fluid(deed: Deed) -> bool:
    """Whether a volume is run in, so that a bleeding was stopped before."""
    return deed.verb == "infuse" and bool(re.search(r"\bm?l/", str(deed.options.get("rate", "")), re.I))


def _bled_before(run: Run, deed: Deed, at: float, end: float | None) -> None:
    """A flow that is lessened was stronger before, for as long as this step lasts; so did what a later row stops.

    One step of the scale of five stronger; a place that is only ever stopped bled as this place does now.
    """
    begin = max(at - ((end or at + USUAL_S) - at), 0.0)
    size = _severity(deed)
    elsewhere = [one for segment in run.segments for one in segment.action.deeds if one.verb == "stop" and one.options]
    for one in elsewhere:
        if one.name == deed.name and one.options != {key: deed.options.get(key) for key in one.options}:
            options = {**deed.options, **one.options}
            run.deeds.append((begin, Deed("start", deed.name, options)))
    stronger = {} if size is None else {"severity": min(size + 1.0 / SCALE_OF_FIVE, 1.0)}
    run.deeds.append((begin, Deed("start", deed.name, {**deed.options, **stronger})))


def _need(run: Run, deed: Deed, at: float, running: dict[str, float | None]) -> None:
    needs = deed.needs
    before = max(at - float(needs["before_s"]), 0.0)
    done = [one for segment in run.segments for one in segment.action.deeds]
    if "rhythm" in needs and not any(one.verb == "rhythm" for one in done):
        run.deeds.append((before, Deed("rhythm", str(needs["rhythm"]))))
    elif "condition" in needs and needs["condition"] not in running:
        options = {key: value for key, value in deed.options.items() if key == "side"}
        run.deeds.append((min(before, FIRST_ACTION_S), Deed("start", str(needs["condition"]), options)))
        running[str(needs["condition"])] = None
    elif "do" in needs:
        wanted = Deed("do", str(needs["do"]), needs["with"])
        if not any(one.verb == "do" and one.options == wanted.options for one in done):
            run.deeds.append((before, wanted))


def _drug_runs(run: Run, name: str) -> bool:
    return any(deed.verb == "infuse" and deed.name == name for one in run.segments for deed in one.action.deeds)


def _restart(run: Run, place: int, named: str, last: str, at: float, block: Sequence[Segment]) -> None:
    """Something is removed that no row began: begin it, as strongly as its place among the other steps suggests."""
    name = named or last or next((deed.name for one in block for deed in one.action.deeds if deed.verb == "start"), "")
    if not name:
        return
    earlier = _severities(run.segments[:place], name)
    later = _severities(run.segments[place:], name)
    beside = _severities(block, name)
    if earlier and later:
        size = (earlier[-1] + later[0]) / 2.0
    elif later:
        size = later[0] / 2.0
    elif earlier:
        size = 1.0
    else:
        size = sum(beside) / len(beside) if beside else 0.5
    before = run.segments[place - 1] if place else None
    lasted = _lasted(run.segments) or _lasted(block) or ON_S
    begin = max(at - lasted, before.at + 1.0 if before and before.at is not None else FIRST_ACTION_S)
    run.deeds.append((begin, Deed("start", name, {"severity": size})))


def _severities(segments: Sequence[Segment], name: str) -> list[float]:
    deeds = [deed for one in segments for deed in one.action.deeds if deed.verb == "start" and deed.name == name]
    return [size for deed in deeds if (size := _severity(deed)) is not None]


def _severity(deed: Deed) -> float | None:
    size = deed.options.get("severity")
    return float(size) if isinstance(size, int | float) else None


def _lasted(segments: Sequence[Segment]) -> float | None:
    """How long the first thing that begins and ends within the run lasted."""
    for one, following in pairwise(segments):
        if one.action.deeds[0].verb == "start" and _removing(following) and one.at is not None and following.at:
            return following.at - one.at
    return None


@functools.cache
def _known_premises() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("premises.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def _premises(run: Run) -> None:
    first = run.segments[0]
    for premise in _known_premises():
        if not re.search(premise["scenario"], run.scenario, re.I):
            continue
        if "instead" in premise:
            told = dict(premise["instead"])
            at, lasts, name = float(told.pop("at_s")), float(told.pop("lasts_s")), str(told.pop("start"))
            run.deeds += [(at, Deed("start", name, told)), (at + lasts, Deed("stop", name))]
            run.segments[0] = replace(first, action=Action((Deed("rest"),)), at=at)
        elif first.step in premise["steps"]:
            said = " ".join(map(str, first.action.deeds))
            settings: list[Any] = next(
                (told for pattern, told in premise["by_deed"].items() if re.search(pattern, said)), []
            )
            for told in map(dict, settings):
                verb: Verb = next(one for one in ("do", "give", "infuse") if one in told)
                run.deeds.append((0.0, Deed(verb, str(told.pop(verb)), told)))


# When what is done and read


def _schedule(run: Run) -> None:
    """Give every deed and every row its second."""
    now = 0.0
    put_back = [second for second, _ in run.deeds]
    for place, segment in enumerate(run.segments):
        if segment.fresh:
            at = 0.0
            settle = 0.0 if not run.deeds and all(_lived_with(deed) for deed in segment.action.deeds) else ESTABLISHED_S
        else:
            at = segment.at if segment.at is not None else max(now, FIRST_ACTION_S if place == 0 else now)
            settle = 0.0
        later = [one.at for one in run.segments[place + 1 :] if one.at is not None] + put_back
        following = min((second for second in later if second > at), default=None)
        ends = [_sample(row, at, settle, segment, following) for row in segment.rows]
        last = max(ends, default=segment.end or at + _usual(segment))
        _do(run, segment, at, last)
        for row, end in zip(segment.rows, ends, strict=True):
            if segment.problem:
                run.problems.append((row, segment.problem))
            else:
                run.checks.append((row, at, end))
                run.drug[row.number] = next((d.name for d in segment.action.deeds if d.verb in ("give", "infuse")), "")
        now = max(now, last)
    run.deeds.sort(key=lambda deed: deed[0])


def _lived_with(deed: Deed) -> bool:
    """Whether a person is made with this: a chronic disease of which at most the severity is told."""
    return deed.chronic and set(deed.options) <= {"severity"}


def _sample(row: Row, at: float, settle: float, segment: Segment, following: float | None) -> float:
    stated = stated_sample(row, segment.at)
    if stated is not None:
        return settle + stated
    if segment.fresh:
        return settle or USUAL_S
    if following is not None:
        return following
    return at + _usual(segment)


def _usual(segment: Segment) -> float:
    return INFUSION_S if any(deed.verb == "infuse" for deed in segment.action.deeds) else USUAL_S


def _do(run: Run, segment: Segment, at: float, end: float) -> None:
    repeated = ("give", "infuse")
    gifts = [deed for deed in segment.action.deeds if deed.verb in repeated]
    apart = (end - at) / len(gifts) if len(gifts) > 1 else 0.0
    given = 0
    for deed in segment.action.deeds:
        if deed.verb == "rest":
            continue
        if segment.fresh and _lived_with(deed):
            run.has[deed.name] = deed.options
            continue
        later = apart * given if deed.verb in repeated else deed.after_s
        given += deed.verb in repeated
        run.deeds.append((at + later, deed))


def described(run: Run) -> Iterator[str]:
    """The run in words, for reports and tests."""
    if run.has:
        yield "has " + ", ".join(f"{name} {dict(options)}" for name, options in run.has.items())
    for at, deed in run.deeds:
        yield f"{at:g} s: {deed}"
