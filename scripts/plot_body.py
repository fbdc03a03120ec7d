"""Draws a picture of every validated scenario and writes the counts into docs/explanation/body.md.

Run: python scripts/plot_body.py DATA_FOLDER [--only TEXT]
The pictures show what the body does; a dot marks a time at which rows are read: full when all hold, hollow when not.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from bedside.body import plots
from bedside.body.refusals import BodyError
from bedside.body.validation import HEADS, Result, Validation, read_responses, table, validate
from bedside.body.validation.errata import corrected
from bedside.body.validation.lexicon import Lexicon
from bedside.body.validation.measures import source_of
from bedside.body.validation.performing import LEAD_IN_S, Course, standard_man
from bedside.body.validation.timeline import Run, described, plan
from bedside.body.variables import VARIABLES

DOCS = Path(__file__).resolve().parents[1] / "docs" / "explanation"
PICTURES = DOCS / "body-plots"
MOST_VARIABLES, MOST_POINTS = 5, 140
WIDTH, LEFT, TOP, PANEL, GAP = 640, 178, 30, 46, 12
Line = np.ndarray[Any, Any]
BEGIN, END = "<!-- results: written by scripts/plot_body.py -->", "<!-- end of results -->"


def main(words: list[str]) -> None:
    """Pictures and counts."""
    data = Path(words[0]) if words and not words[0].startswith("--") else Path("../shared/data/physiology")
    only = [words[words.index("--only") + 1]] if "--only" in words else []
    found = validate(data, only, progress=lambda done, total, text: print(f"\r{done}/{total} {text:<50}", end=""))
    results = {one.row.number: one for one in found.results}
    chosen: dict[str, Run] = {}
    for run in plan(corrected(read_responses(data / "responses.csv")).rows, Lexicon.standard()):
        rows = [check for check in run.checks if check[0].number in results]
        if rows and len(rows) > len(chosen[run.scenario].checks if run.scenario in chosen else []):
            chosen[run.scenario] = run
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scenario, run in chosen.items():
        draw(run, results, PICTURES / f"{slug(scenario)}.svg")
    if not only:
        write_counts(found, sorted(chosen))
    print(f"\n{len(chosen)} pictures in {PICTURES}")


def slug(scenario: str) -> str:
    """A file name: `hemorrhage-action`."""
    return re.sub(r"[^a-z0-9]+", "-", scenario.lower()).strip("-")


def traced(run: Run, names: list[str]) -> tuple[Line, Line]:
    """Seconds and values (one row a name) of a run lived through."""
    severities = {name: options.get("severity") for name, options in run.has.items()}
    body = standard_man(severities)
    body.advance(LEAD_IN_S)
    course, step = Course(body), max(1.0, run.length / MOST_POINTS)
    waiting = list(run.deeds)
    seconds, rows = [], []
    for second in np.arange(0.0, run.length + step / 2, step):
        while waiting and waiting[0][0] <= second:
            try:
                course.perform(waiting.pop(0)[1])
            except BodyError as error:
                print(f"\n{run.scenario}: {error}")
        seconds.append(second)
        rows.append([float(body.vitals[name]) for name in names])
        body.advance(step)
    return np.array(seconds), np.array(rows).T


def variables_of(run: Run) -> list[str]:
    """The variables that most rows of a run speak of."""
    count: dict[str, int] = defaultdict(int)
    for row, _, _ in run.checks:
        name = source_of(row.variable)
        count[name] += name in VARIABLES
    ranked = sorted((name for name in count if count[name]), key=lambda name: -count[name])
    return ranked[:MOST_VARIABLES]


def draw(run: Run, results: dict[int, Result], path: Path) -> None:
    """One picture as plain SVG: a panel a variable, lines where something is done, dots where rows are read."""
    names = variables_of(run)
    if not names:
        return
    seconds, values = traced(run, names)
    height = TOP + len(names) * (PANEL + GAP) + 24
    said = [line for line in described(run) if not line.startswith("has")][:3]
    title = f"{run.scenario}: {'; '.join(said)}"[:98]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"',
        ' font-family="sans-serif" font-size="10">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="16" font-size="11">{escape(title)}</text>',
    ]
    for place, (name, line) in enumerate(zip(names, values, strict=True)):
        parts += panel(run, name, seconds, line, TOP + place * (PANEL + GAP), read_at(run, name, results))
    parts += minutes(run.length, height)
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def panel(run: Run, name: str, seconds: Line, line: Line, top: float, reads: dict[float, bool]) -> list[str]:
    """One variable over time."""
    low, high = float(np.nanmin(line)), float(np.nanmax(line))
    ends = (high, low)
    room = max(high - low, 0.02 * abs(high), 1e-6)
    low, high = (low + high - 1.2 * room) / 2, (low + high + 1.2 * room) / 2

    def across(second: float) -> float:
        return LEFT + (WIDTH - LEFT - 12) * second / max(run.length, 1.0)

    def down(value: float) -> float:
        return top + PANEL * (high - value) / (high - low)

    parts = [
        f'<line x1="{across(at):.0f}" x2="{across(at):.0f}" y1="{top:.0f}" y2="{top + PANEL:.0f}" stroke="#ccc"/>'
        for at, _ in run.deeds
        if at <= run.length
    ]
    known = [(across(s), down(v)) for s, v in zip(seconds, line, strict=True) if np.isfinite(v)]
    points = " ".join(f"{x:.0f},{y:.1f}" for x, y in known)
    parts.append(f'<polyline points="{points}" fill="none" stroke="{plots.LINE}" stroke-width="1.3"/>')
    for at, holds in reads.items():
        value = float(np.interp(at, seconds, line))
        if np.isfinite(value):
            fill = plots.LINE if holds else "#fff"
            where = f'cx="{across(at):.0f}" cy="{down(value):.1f}"'
            parts.append(f'<circle {where} r="3" fill="{fill}" stroke="{plots.LINE}"/>')
    for value, place in zip(ends, (top + 8, top + PANEL), strict=True):
        parts.append(f'<text x="{LEFT - 6}" y="{place:.0f}" text-anchor="end" fill="#667">{value:.4g}</text>')
    middle = top + PANEL / 2 + 3
    parts.append(f'<text x="8" y="{middle:.0f}">{escape(plots.label(name)[:26])}</text>')
    parts.append(f'<text x="8" y="{middle + 12:.0f}" fill="#667">{escape(plots.unit_of(name))}</text>')
    return parts


def minutes(length: float, height: float) -> list[str]:
    """The axis of time."""
    every = next(step for step in (0.5, 1, 2, 5, 10, 20, 60, 120, 600) if length / 60.0 / step <= 10)
    marks = np.arange(0.0, length / 60.0 + 1e-9, every)
    wide = WIDTH - LEFT - 12
    return [
        f'<text x="{LEFT + wide * at * 60.0 / max(length, 1.0):.0f}" y="{height - 8}" text-anchor="middle" fill="#667">'
        f"{at:g}{' min' if at == marks[-1] else ''}</text>"
        for at in marks
    ]


def read_at(run: Run, name: str, results: dict[int, Result]) -> dict[float, bool]:
    """Times at which rows of this variable are read, and whether every cell holds."""
    cells: dict[tuple[float, object], bool] = {}
    for row, _, end in run.checks:
        one = results.get(row.number)
        if one is not None and one.outcome in ("passed", "failed") and source_of(row.variable) == name:
            cells[end, row.cell] = cells.get((end, row.cell), False) or one.passed
    times: dict[float, bool] = {}
    for (end, _), holds in cells.items():
        times[end] = times.get(end, True) and holds
    return times


def write_counts(found: Validation, scenarios: list[str]) -> None:
    """The table and the pictures, between the two marks of the page."""
    page = DOCS / "body.md"
    lines = ["", "| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    lines += ["| " + " | ".join(row) + " |" for row in table(found)]
    lines += ["", "### Pictures", ""]
    lines += [f"- [{name}](body-plots/{slug(name)}.svg)" for name in scenarios]
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n{chr(10).join(lines)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
