"""The debrief as one page that needs nothing else: printable, with plots drawn as SVG. Everything shown is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bedside.debrief.plots import bars, vitals_plot
from bedside.debrief.report import Column, Report, clock

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def shown(value: object, column: Column) -> str:
    """A cell of a table in words."""
    if value is None:
        return "–"
    match column.kind:
        case "tick" if isinstance(value, int):
            return clock(value)
        case "percent":
            return f"{value:g} %" if isinstance(value, int | float) else str(value)
        case "number":
            return f"{value:g}" if isinstance(value, int | float) else str(value)
        case _:
            return str(value)


_environment.filters["clock"] = clock
_environment.filters["shown"] = shown


def render(report: Report) -> str:
    """The page of a report."""
    return _environment.get_template("page.html").render(report=report, bars=bars(report), vitals=vitals_plot(report))
