"""Expected responses and resting values as they stand in the CSV files, read strictly."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from bedside.errors import BedsideError

DIRECTIONS = (
    "increase", "decrease", "no_change", "range", "value", "return_to_baseline", "increase_or_no_change",
    "decrease_or_no_change",
)  # fmt: skip
KINDS = ("absolute", "absolute_change", "percent_change", "percent_of_baseline", "qualitative", "categorical")
LARGEST_FILE = 20_000_000
MOST_ROWS = 100_000


class DataError(BedsideError):
    """A data file that cannot be used; the message names file and line."""


class Row(NamedTuple):
    """One expected response. Times are s; `low` and `high` are None where the source gives no limit.

    `t_sample` below `t_action` is a duration after the action. `number` is the line in the file.
    """

    number: int
    scenario: str
    step: int
    action: str
    dose: str
    patient: str
    t_action: float | None
    t_sample: float | None
    variable: str
    direction: str
    low: float | None
    high: float | None
    kind: str
    unit: str
    magnitude: str = ""
    source: str = ""

    @property
    def cell(self) -> tuple[object, ...]:
        """What several rows have in common when they are alternatives."""
        return (self.scenario, self.step, self.action, self.dose, self.t_action, self.t_sample, self.variable)

    @property
    def quantitative(self) -> bool:
        """Whether a number is expected and not a direction alone."""
        return self.kind != "qualitative" and (self.low is not None or self.high is not None)

    @property
    def expected(self) -> str:
        """The expectation in a few words."""
        if not self.quantitative:
            return self.direction.replace("_", " ")
        shown = {
            "percent_change": "% change",
            "percent_of_baseline": "% of before",
            "absolute_change": f"{self.unit} change",
        }
        unit = shown.get(self.kind, self.unit)
        return f"{limits(self.low, self.high)} {unit}".strip()


class Resting(NamedTuple):
    """One resting value of the standard man; `statistic` is Mean, Min, Max or Mean_per_kg_ideal_weight."""

    number: int
    system: str
    variable: str
    statistic: str
    low: float
    high: float
    unit: str
    source: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        """Rows of one cell are alternatives; a value per kg is the same value in other words."""
        return self.system, self.variable, self.statistic.removesuffix("_per_kg_ideal_weight")

    @property
    def expected(self) -> str:
        """The expectation in a few words."""
        return f"{limits(self.low, self.high)} {self.unit}"


class Point(NamedTuple):
    """One point of a digitised curve."""

    number: int
    curve: str
    drug: str
    series: str
    x: float
    x_unit: str
    y: float
    variable: str
    y_unit: str
    source: str = ""


def limits(low: float | None, high: float | None) -> str:
    """`60 to 80`, `at least 60`, `at most 80` or `72`."""
    if low is None or high is None:
        return f"at most {high:g}" if low is None else f"at least {low:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def read_responses(path: Path) -> list[Row]:
    """The rows of `responses.csv`. Raises `DataError`."""
    rows = []
    for number, line in _lines(path, ("scenario", "step", "action", "t_action_s", "t_sample_s", "variable", "kind")):
        low, high = _number(path, number, line, "low"), _number(path, number, line, "high")
        row = Row(
            number, line["scenario"], int(_number(path, number, line, "step") or 0), line["action"],
            line.get("dose_or_severity", ""), line.get("patient", ""), _number(path, number, line, "t_action_s"),
            _number(path, number, line, "t_sample_s"), line["variable"],
            _known(path, number, line, "direction", DIRECTIONS), low, high,
            _known(path, number, line, "kind", KINDS), line.get("unit", ""), line.get("magnitude", ""),
            line.get("literature_key", ""),
        )  # fmt: skip
        rows.append(_ordered(row))
    return rows


def _ordered(row: Row) -> Row:
    """Limits in rising order; a fall written as a positive change gets its sign."""
    low, high = row.low, row.high
    change = row.kind in ("percent_change", "absolute_change")
    if change and row.direction == "decrease" and all(limit is None or limit > 0 for limit in (low, high)):
        low, high = (None if high is None else -high), (None if low is None else -low)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return row._replace(low=low, high=high)


def read_resting(path: Path) -> list[Resting]:
    """The rows of `resting.csv`, in clinical units where they are given. Raises `DataError`."""
    rows = []
    for number, line in _lines(path, ("system", "variable", "statistic", "low", "high", "unit")):
        clinical = bool(line.get("clinical_unit"))
        low = _number(path, number, line, "clinical_low" if clinical else "low")
        high = _number(path, number, line, "clinical_high" if clinical else "high")
        if low is None or high is None:
            raise DataError(f"{path}:{number}: a resting value needs low and high")
        unit = line["clinical_unit"] if clinical else line["unit"]
        source = line.get("literature_key", "")
        rows.append(Resting(number, line["system"], line["variable"], line["statistic"], low, high, unit, source))
    return rows


def read_curves(path: Path) -> list[Point]:
    """The points of `curves.csv`. Raises `DataError`."""
    points = []
    for number, line in _lines(path, ("curve", "x", "y", "y_variable", "y_unit")):
        x, y = _number(path, number, line, "x"), _number(path, number, line, "y")
        if x is None or y is None:
            raise DataError(f"{path}:{number}: a point needs x and y")
        points.append(
            Point(
                number, line["curve"], line.get("drug", ""), line.get("series", ""), x, line.get("x_unit", ""), y,
                line["y_variable"], line["y_unit"], line.get("literature_key", ""),
            )
        )  # fmt: skip
    return points


def _lines(path: Path, needed: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path} is larger than {LARGEST_FILE:,} bytes", "Split it.")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}", "Name the folder with --data.") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"{path} has no column {', '.join(missing)}", "Its first line must name the columns.")
    found: list[tuple[int, dict[str, str]]] = []
    for line in reader:
        if len(found) >= MOST_ROWS:
            raise DataError(f"{path} has more than {MOST_ROWS:,} rows", "Split it.")
        found.append((reader.line_num, {str(k): (v or "").strip() for k, v in line.items() if k is not None}))
    return found


def _number(path: Path, number: int, line: Mapping[str, str], column: str) -> float | None:
    text = line.get(column, "")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{path}:{number}: {column} is {text!r}; write a number or leave it empty") from None


def _known(path: Path, number: int, line: Mapping[str, str], column: str, choices: tuple[str, ...]) -> str:
    text = line.get(column, "")
    if text not in choices:
        raise DataError(f"{path}:{number}: {column} is {text!r}; write one of {', '.join(choices)}")
    return text
