"""The whole validation: every row of the data lived through on a body and judged."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from bedside.body.refusals import BodyError
from bedside.body.validation.curves import CurveResult, judge_curves
from bedside.body.validation.errata import corrected
from bedside.body.validation.lexicon import Lexicon
from bedside.body.validation.performing import LEAD_IN_S, Make, Seen, live, rest_of, standard_man
from bedside.body.validation.resting import RestingResult, judge_resting
from bedside.body.validation.rows import Row, read_curves, read_responses, read_resting
from bedside.body.validation.rules import Readings, holds
from bedside.body.validation.timeline import plan

Outcome = Literal["passed", "failed", "refused", "unread"]
Progress = Callable[[int, int, str], None]
"""Called with runs done, runs in all, and the scenario that begins."""


class System(NamedTuple):
    """A part of the body by which results are counted."""

    id: str
    title: str
    words: tuple[re.Pattern[str], ...]


class Result(NamedTuple):
    """What became of one row: `unread` could not be expressed and counts as failed."""

    row: Row
    system: str
    outcome: Outcome
    read: Readings | None = None
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        return self.outcome == "passed"


class Count(NamedTuple):
    """How many rows, and how many cells (rows that name the same cell are alternatives)."""

    rows: int
    passed: int
    failed: int
    refused: int
    cells: int
    cells_passed: int
    cells_refused: int

    @property
    def share(self) -> float:
        """Passed over judged cells, in percent."""
        judged = self.cells - self.cells_refused
        return 100.0 * self.cells_passed / judged if judged else 0.0


@dataclass
class Validation:
    """All results."""

    results: list[Result] = field(default_factory=list)
    resting: list[RestingResult] = field(default_factory=list)
    curves: list[CurveResult] = field(default_factory=list)
    simulated_s: float = 0.0

    def count(self, chosen: Callable[[Result], bool] = lambda result: True) -> Count:
        """Counts over the chosen rows."""
        picked = [one for one in self.results if chosen(one)]
        cells: dict[tuple[object, ...], list[Result]] = defaultdict(list)
        for one in picked:
            cells[one.row.cell].append(one)
        met = sum(any(one.passed for one in group) for group in cells.values())
        void = sum(all(one.outcome == "refused" for one in group) for group in cells.values())
        outcomes = [one.outcome for one in picked]
        refused, passed = outcomes.count("refused"), outcomes.count("passed")
        return Count(len(picked), passed, len(picked) - passed - refused, refused, len(cells), met, void)

    @property
    def systems(self) -> list[System]:
        """The systems that the results speak of, in their usual order."""
        present = {one.system for one in self.results}
        return [system for system in systems() if system.id in present]

    def failures(self) -> list[Result]:
        """Rows that do not hold, without those whose cell another row meets."""
        met = {one.row.cell for one in self.results if one.passed}
        return [one for one in self.results if one.outcome in ("failed", "unread") and one.row.cell not in met]


@functools.cache
def systems() -> tuple[System, ...]:
    """The systems of systems.yaml."""
    text = resources.files(__package__).joinpath("systems.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return tuple(
        System(one["id"], one["title"], tuple(re.compile(word, re.I) for word in one["words"])) for one in entries
    )


def system_of(scenario: str) -> str:
    """The id of the system that a scenario tests."""
    return next(one.id for one in systems() if any(word.search(scenario) for word in one.words))


def validate(
    data: Path,
    only: Collection[str] = (),
    *,
    curves: bool = False,
    progress: Progress | None = None,
    make: Make = standard_man,
    lexicon: Lexicon | None = None,
) -> Validation:
    """Judge the files of a folder; `only` names systems, or a part of a scenario's name.

    `responses.csv` always, `resting.csv` where nothing is left out, `curves.csv` when `curves` is asked for.
    """
    rows = [row for row in read_responses(data / "responses.csv") if _wanted(row.scenario, only)]
    if not rows and only:
        known = ", ".join(one.id for one in systems())
        raise BodyError(f"no row is of {' or '.join(only)}", f"Systems: {known}; or a part of a scenario's name.")
    found = validate_rows(rows, progress=progress, make=make, lexicon=lexicon)
    if not only and (data / "resting.csv").exists():
        found.resting = judge_resting(read_resting(data / "resting.csv"), make)
    if curves and not only and (data / "curves.csv").exists():
        if progress is not None:
            progress(0, 1, "curves")
        found.curves = judge_curves(read_curves(data / "curves.csv"), make)
    return found


def _wanted(scenario: str, only: Iterable[str]) -> bool:
    only = list(only)
    return not only or any(one == system_of(scenario) or one.lower() in scenario.lower() for one in only)


def validate_rows(
    rows: list[Row], *, progress: Progress | None = None, make: Make = standard_man, lexicon: Lexicon | None = None
) -> Validation:
    """Judge rows."""
    mended = corrected(rows)
    runs = plan(mended.rows, lexicon or Lexicon.standard())
    found = Validation()
    if progress is not None:
        progress(0, len(runs), "rest")
    healthy = rest_of(make)
    by_number: dict[int, Result] = {}
    for number, run in enumerate(runs):
        if progress is not None:
            progress(number, len(runs), run.scenario)
        found.simulated_s += run.length + LEAD_IN_S
        for seen in live(run, make, healthy):
            by_number[seen.row.number] = _judged(seen, mended.refused, mended.notes, mended.from_rest)
    if progress is not None:
        progress(len(runs), len(runs), "")
    found.results = [by_number[row.number] for row in mended.rows]
    return found


def _judged(seen: Seen, refused: dict[int, str], notes: dict[int, str], from_rest: Collection[int]) -> Result:
    row, system = seen.row, system_of(seen.row.scenario)
    if row.number in refused:
        return Result(row, system, "refused", seen.read, refused[row.number])
    if seen.read is None:
        return Result(row, system, "unread", None, seen.problem)
    read = seen.read._replace(before=seen.read.rest) if row.number in from_rest else seen.read
    passed = holds(row, seen.variable, read)
    return Result(row, system, "passed" if passed else "failed", read, notes.get(row.number, ""))
