"""Results as Markdown and as rows for a terminal table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from bedside.body.validation.resting import RestingResult
from bedside.body.validation.rules import measured
from bedside.body.validation.validating import Count, Result, Validation

RULES = """\
Rows that name the same cell are alternatives; a cell is met when one of its rows holds. A range holds as it stands, a
single value within 10 %, a trend beyond 2 % (saturation 0.5 points, pH 0.005), no change within 10 % (saturation 2
points, pH 0.02, temperature 0.3 degC), all at the stated time."""
HEADS = ("part", "rows", "passed", "failed", "refused", "cells", "cells met", "share")


def table(found: Validation) -> list[tuple[str, ...]]:
    """One row a system, one for all, and one for the rows that expect a number."""
    rows = [_line(one.title, found.count(lambda r, id=one.id: r.system == id)) for one in found.systems]  # type: ignore[misc]
    rows.append(_line("all", found.count()))
    rows.append(_line("of them with numbers", found.count(lambda result: result.row.quantitative)))
    rows.append(_line("of them with a direction", found.count(lambda result: not result.row.quantitative)))
    if found.resting:
        passed, cells, met = resting_count(found.resting)
        total = len(found.resting)
        share = f"{100 * met / cells:.1f} %" if cells else ""
        rows.append(("resting values", str(total), str(passed), str(total - passed), "0", str(cells), str(met), share))
    return rows


def _line(title: str, count: Count) -> tuple[str, ...]:
    numbers = (count.rows, count.passed, count.failed, count.refused, count.cells, count.cells_passed)
    return (title, *map(str, numbers), f"{count.share:.1f} %")


def resting_count(resting: Iterable[RestingResult]) -> tuple[int, int, int]:
    """Rows that hold, cells, and cells that hold by one of their rows."""
    cells: dict[tuple[str, str, str], bool] = {}
    passed = 0
    for one in resting:
        passed += one.passed
        cells[one.row.cell] = cells.get(one.row.cell, False) or one.passed
    return passed, len(cells), sum(cells.values())


CURVE_HEADS = ("curve", "variable", "holds", "points", "near", "median distance", "note")


def curve_rows(found: Validation) -> list[tuple[str, ...]]:
    """One row a curve."""
    return [
        (
            one.curve,
            one.variable,
            "yes" if one.passed else "no",
            str(one.points),
            str(one.near),
            f"{one.off:.0f} %",
            one.note,
        )
        for one in found.curves
    ]


FAILED_HEADS = ("line", "scenario", "action", "at", "variable", "expected", "rest", "before", "got")


def failed_rows(found: Validation) -> list[tuple[str, ...]]:
    """Rows that do not hold and whose cell no other row meets."""
    return [_failed(one) for one in found.failures()]


def _failed(one: Result) -> tuple[str, ...]:
    row = one.row
    when = "" if row.t_sample is None else f"{row.t_sample:g} s"
    shown = (str(row.number), row.scenario, _short(row.action), when, row.variable, row.expected)
    if one.read is None:
        return (*shown, "", "", one.note)
    got = number(one.read.now)
    if row.quantitative and row.kind not in ("absolute", "qualitative"):
        got = f"{got} ({number(measured(row, one.read))})"
    return (*shown, number(one.read.rest), number(one.read.before), got)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def number(value: float) -> str:
    """A number with four figures."""
    return "none" if math.isnan(value) else f"{value:.4g}"


def markdown(found: Validation, *, title: str = "Expected responses of the body") -> str:
    """The whole report."""
    lines = [f"# {title}", ""]
    lines += [
        f"{found.simulated_s / 3600:.1f} hours of the standard man (44 years, 180 cm, 77 kg) were simulated.",
        RULES,
        "",
    ]
    lines += list(_markdown_table(HEADS, table(found)))
    lines += list(_noted(found))
    for system in found.systems:
        failed = [one for one in found.failures() if one.system == system.id]
        if failed:
            lines += ["", f"## {system.title}: rows that do not hold", ""]
            lines += list(_markdown_table(FAILED_HEADS, [_failed(one) for one in failed]))
    missed = [one for one in found.resting if not one.passed and not _met_otherwise(one, found.resting)]
    if missed:
        lines += ["", "## Resting values that do not hold", ""]
        shown = [
            (str(r.row.number), r.row.system, r.row.variable, r.row.statistic, r.row.expected, number(r.value), r.note)
            for r in missed
        ]
        lines += list(_markdown_table(("line", "system", "variable", "statistic", "expected", "got", "note"), shown))
    if found.curves:
        lines += [
            "",
            "## Curves",
            "",
            "A curve holds when nine points of ten are near enough (curves.yaml says how near).",
            "",
        ]
        lines += list(_markdown_table(CURVE_HEADS, curve_rows(found)))
    return "\n".join(lines) + "\n"


def _met_otherwise(one: RestingResult, resting: Iterable[RestingResult]) -> bool:
    return any(other.passed and other.row.cell == one.row.cell for other in resting)


def _noted(found: Validation) -> Iterator[str]:
    for outcome, head in (("refused", "Rows refused as errors of the source"), ("", "Rows read otherwise")):
        chosen = [one for one in found.results if one.note and (one.outcome == outcome if outcome else one.read)]
        chosen = [one for one in chosen if outcome or one.outcome in ("passed", "failed")]
        if not chosen:
            continue
        yield from ("", f"## {head}", "")
        reasons: dict[str, list[int]] = {}
        for one in chosen:
            reasons.setdefault(one.note, []).append(one.row.number)
        for reason, numbers in reasons.items():
            yield f"- {reason}: lines {', '.join(map(str, numbers))}"


def _markdown_table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    heads = list(heads)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
