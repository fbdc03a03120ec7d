"""From the log to the debrief: every mark with the turn that earned it. Deterministic: the same log, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.activities.clinic.conditions import Condition
from bedside.activities.clinic.course import TRACK
from bedside.activities.clinic.evidence import Story
from bedside.activities.clinic.ledger import Deed, Ledger
from bedside.activities.clinic.scenario import ClinicScenario, Item
from bedside.activities.clinic.scoring_tables import tables
from bedside.activities.clinic.scoring_talk import communication, weakest_habits
from bedside.debrief import (
    Advice,
    CriticalAction,
    Curve,
    Harm,
    Mark,
    Point,
    Report,
    clock,
    domain_scores,
    percent,
)
from bedside.encounter import Event, Header
from bedside.scenario import Source, milliseconds

HARM_COSTS = 10.0
MOST_HARM_COSTS = 30.0
PASS_MARK = 60.0
"""Percent. All three are estimates; stations of real examinations set theirs by standard setting."""
METHOD = (
    f"Points earned out of points possible, less {HARM_COSTS:g} for each harm (at most {MOST_HARM_COSTS:g}). "
    f"A pass needs {PASS_MARK:g} % and every critical action. "
    "Computed from the log by fixed rules; no language model is involved."
)
FOR_THE_BEST = (
    Advice("Do it again, faster", "You did what matters. Try it in two thirds of the time."),
    Advice("Say why", "Do it once more and say aloud what each answer and finding does to your differential."),
    Advice("Teach it", "Invite somebody as observer, or steer the patient for them as facilitator."),
)
"""What is left to try when nothing was missed."""
CURVES = (
    "heart_rate",
    "systolic_pressure",
    "diastolic_pressure",
    "respiratory_rate",
    "spo2",
    "temperature",
    "gcs",
    "pain",
)


def score(header: Header, scenario: ClinicScenario, events: Sequence[Event]) -> Report:
    """The debrief of a consultation from its events."""
    ledger = Ledger(scenario)
    for event in events:
        ledger.note(event.kind, event.data, event.at, event.seq)
    story = Story(scenario, events)
    marks = tuple(_mark(item, ledger, story) for item in scenario.checklist)
    harms = tuple(Harm(e.at, e.seq, e.data["what"], e.data["why"]) for e in events if e.kind == "harm")
    critical = tuple(
        _critical(item, mark) for item, mark in zip(scenario.checklist, marks, strict=True) if item.critical
    )
    earned = percent(sum(mark.earned for mark in marks), sum(mark.points for mark in marks))
    total = round(max(0.0, earned - min(MOST_HARM_COSTS, HARM_COSTS * len(harms))), 1)
    passed = total >= PASS_MARK and all(action.done for action in critical) and not harms
    return Report(
        encounter=header.encounter,
        kind=header.kind,
        scenario=scenario.id,
        title=scenario.title,
        duration_ms=events[-1].at if events else 0,
        score=total,
        passed=passed,
        verdict=_verdict(total, critical, harms),
        domains=domain_scores(marks),
        marks=marks,
        critical=critical,
        harms=harms,
        timeline=tuple(story.moments()),
        curves=tuple(_curves(events)),
        tables=(*tables(scenario, ledger, story), communication(scenario, story)),
        expert=tuple(Point(step) for step in scenario.expert),
        teaching=tuple(Point(point.point, cite(scenario.sources[point.source])) for point in scenario.teaching),
        next_steps=tuple(_next_steps(scenario, marks, harms, story)),
        method=METHOD,
    )


def cite(source: Source) -> str:
    """A source in one line."""
    parts = [part for part in (source.author, source.title, source.where) if part]
    if not any(str(source.year) in part for part in parts):
        parts.append(str(source.year))
    return ". ".join(parts)


def _mark(item: Item, ledger: Ledger, story: Story) -> Mark:
    deed = ledger.evidence(item.earned_by)
    quote = story.quote(deed) if deed else None
    note = None
    if deed is None:
        near, note = _near_miss(item.earned_by, ledger)
        quote = story.quote(near) if near else None
    source = cite(ledger.scenario.sources[item.source]) if item.source else None
    earned = item.points if deed else 0.0
    return Mark(item.id, item.text, item.domain, item.points, earned, item.critical, quote, note, item.tip, source)


MODIFIERS = {
    "within": "too late (wanted within {value})",
    "after": "too early (wanted after {value})",
    "dose": "not in the right dose (wanted {value})",
    "route": "not by the right route (wanted {value})",
    "args": "not in the right way (wanted {value})",
    "before": "in the wrong order",
    "top": "not within the first {value}",
    "times": "not often enough (wanted {value} times)",
}
"""What is said of a deed that met a condition but for one of its modifiers."""


def _near_miss(condition: Condition, ledger: Ledger) -> tuple[Deed | None, str | None]:
    """The deed that would have earned it without its modifiers, and what was wrong with it."""
    for part in (*(condition.any or ()), *(condition.all or ())):
        deed, note = _near_miss(part, ledger)
        if deed is not None:
            return deed, note
    named = [name for name in MODIFIERS if getattr(condition, name) not in (None, 1)]
    bare = condition.model_copy(update={name: 1 if name == "times" else None for name in named})
    deed = ledger.evidence(bare) if named else None
    if deed is None:
        return None, None
    wrong = [
        name for name in named if ledger.evidence(bare.model_copy(update={name: getattr(condition, name)})) is None
    ]
    return deed, "Done, but " + " and ".join(_wanted(name, getattr(condition, name)) for name in wrong or named) + "."


def _wanted(name: str, value: object) -> str:
    shown = " or ".join(value) if isinstance(value, tuple) else value
    return MODIFIERS[name].format(value=shown)


def _critical(item: Item, mark: Mark) -> CriticalAction:
    within = item.earned_by.within
    done = mark.earned > 0
    return CriticalAction(
        item.text,
        done,
        mark.evidence.at if done and mark.evidence else None,
        milliseconds(within) if within else None,
        mark.note or item.tip,
    )


def _verdict(total: float, critical: Sequence[CriticalAction], harms: Sequence[Harm]) -> str:
    missed = sum(not action.done for action in critical)
    parts = [f"{total:g} % of the marks"]
    parts.append("every critical action done" if not missed else f"{missed} of {len(critical)} critical actions missed")
    if harms:
        costs = min(MOST_HARM_COSTS, HARM_COSTS * len(harms))
        parts.append(f"{len(harms)} harmful {'action' if len(harms) == 1 else 'actions'} (less {costs:g} %)")
    return ", ".join(parts) + "."


def _curves(events: Sequence[Event]) -> Iterator[Curve]:
    vitals = [event for event in events if event.kind == "vitals"]
    for name in CURVES:
        values = tuple(float(event.data[name]) for event in vitals)
        yield Curve(name, TRACK[name], tuple(event.at for event in vitals), values)


def _next_steps(scenario: ClinicScenario, marks: Sequence[Mark], harms: Sequence[Harm], story: Story) -> list[Advice]:
    """Three things to try next: what endangered the patient first, then the costliest gaps, then a habit of speech."""
    advice: list[Advice] = []
    if harms:
        advice.append(Advice("Keep the patient safe", f"{harms[0].what} ({clock(harms[0].at)}): {harms[0].why}"))
    missed = [mark for mark in marks if not mark.earned]
    missed.sort(key=lambda mark: (not mark.critical, -mark.points))
    domains: set[str] = set()
    for mark in missed:
        if len(advice) >= 2 or mark.domain in domains:
            continue
        domains.add(mark.domain)
        detail = mark.note or mark.tip or "It was not done in this consultation."
        advice.append(Advice(mark.text, detail[:1].upper() + detail[1:]))
    advice.extend(weakest_habits(scenario, story))
    if len(advice) < 3:
        advice.extend(
            Advice(mark.text, mark.note or mark.tip or "Not done this time.")
            for mark in missed
            if mark.text not in {a.title for a in advice}
        )
    return [*advice, *FOR_THE_BEST][:3]
