"""What can be wrong with a written condition beyond its fields: names, times, choices and missing sources."""

from __future__ import annotations

from collections.abc import Container

from bedside.body.conditions.inputs import INPUTS, SETTABLE
from bedside.body.conditions.reading import Condition, seconds
from bedside.body.effects import TARGETS
from bedside.body.refusals import BodyError


def faults(condition: Condition) -> list[str]:
    """What is wrong with a condition that has the right fields: names that do not exist, times, missing sources."""
    found: list[str] = []
    options = condition.options
    for number, row in enumerate(condition.rows):
        where = f"rows[{number}]"
        moved: list[tuple[str, Container[str], str]] = [
            (row.target, TARGETS, "target"),
            (row.input, INPUTS, "input"),
            (row.set, SETTABLE, "set"),
        ]
        if sum(bool(name) for name in (row.target, row.input, row.set, row.drug)) != 1:
            found.append(f"{where}: give exactly one of target, input, set or drug")
        found += [f"{where}.{key}: {name!r} does not exist" for name, known, key in moved if name and name not in known]
        chosen = [("by", row.by if row.by != "severity" else None), ("times", row.times)]
        found += [
            f"{where}.{key}: {name!r} is not an option" for key, name in chosen if name not in (None, "", *options)
        ]
        if isinstance(row.at, dict) and not condition.option_of(row):
            found.append(f"{where}.at: a table needs an option (by)")
        found += _when_faults(condition, row.when, where)
        found += _time_faults({key: getattr(row, key) for key in ("rise", "fall", "delay", "lasts")}, where)
    for number, remedy in enumerate(condition.relieved_by):
        where = f"relieved_by[{number}]"
        if bool(remedy.drugs) == bool(remedy.does):
            found.append(f"{where}: give either drugs or does")
        found += [f"{where}.of: {name!r} does not exist" for name in remedy.of if name not in (*TARGETS, *INPUTS)]
        found += _when_faults(condition, remedy.when, where)
        found += _time_faults({"after": remedy.after, "over": remedy.over}, where)
    for name, option in options.items():
        if option.choices and option.default not in option.choices:
            found.append(f"options.{name}.default: {option.default!r} is not one of its choices")
    if not condition.sources:
        found.append("sources: name where the numbers come from, or write 'estimate'")
    return found


def _when_faults(condition: Condition, when: dict[str, tuple[str, ...]], where: str) -> list[str]:
    found = []
    for name, wanted in when.items():
        option = condition.options.get(name)
        bad = wanted if option is None else [one for one in wanted if one not in option.choices]
        found += [f"{where}.when: {name} is never {one!r}" for one in bad]
    return found


def _time_faults(times: dict[str, str], where: str) -> list[str]:
    found = []
    for field, text in times.items():
        try:
            seconds(text or "0 s")
        except BodyError as error:
            found.append(f"{where}.{field}: {error}")
    return found
