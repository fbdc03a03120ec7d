"""Plots of a debrief as SVG, drawn by hand so that the same report gives the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from bedside.debrief.report import Curve, Moment, Report, clock

WIDTH, PANEL, GAP, LEFT, RIGHT = 860, 84, 14, 150, 14
PANELS = (
    ("Heart rate", "/min", ("heart_rate",)),
    ("Blood pressure", "mmHg", ("systolic_pressure", "diastolic_pressure")),
    ("Respiratory rate", "/min", ("respiratory_rate",)),
    ("SpO₂", "%", ("spo2",)),
    ("Temperature", "°C", ("temperature",)),
)
MARKED = ("treatment", "patient")
LARGEST = 600
"""Points of a curve that are drawn; more cannot be seen at this width."""


def bars(report: Report) -> Markup:
    """A bar for each domain."""
    row = 30
    parts = []
    for index, score in enumerate(report.domains):
        y = index * row
        width = round(5.2 * score.percent, 1)
        label = f"{score.earned:g} of {score.possible:g}"
        name = escape(score.domain.capitalize())
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 19}" class="label" text-anchor="end">{name}</text>'
            f'<rect x="{LEFT}" y="{y + 5}" width="520" height="18" rx="4" class="track"/>'
            f'<rect x="{LEFT}" y="{y + 5}" width="{width}" height="18" rx="4" class="bar"/>'
            f'<text x="{LEFT + 532}" y="{y + 19}" class="value">{score.percent:g} % ({label})</text>'
        )
    height = row * max(1, len(report.domains))
    return _svg(height, "Score by domain", parts)


def vitals_plot(report: Report) -> Markup:
    """The vital signs over time, with a line at each treatment and turn of the illness."""
    curves = {curve.name: curve for curve in report.curves}
    end = max(1, report.duration_ms)
    moments = [moment for moment in report.timeline if moment.lane in MARKED and moment.level != "info"] + [
        moment for moment in report.timeline if moment.lane == "treatment" and moment.level == "info"
    ]
    parts: list[str] = []
    for index, (title, unit, names) in enumerate(PANELS):
        shown = [curves[name] for name in names if name in curves and curves[name].at]
        parts.extend(_panel(index * (PANEL + GAP), title, unit, shown, moments, end))
    height = len(PANELS) * (PANEL + GAP) + 22
    for tick in range(5):
        at = end * tick // 4
        parts.append(f'<text x="{_x(at, end)}" y="{height - 6}" class="axis" text-anchor="middle">{clock(at)}</text>')
    return _svg(height, "Vital signs over time", parts)


def _x(at: int, end: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(at, end) / end, 1)


def _panel(top: int, title: str, unit: str, curves: Sequence[Curve], moments: Sequence[Moment], end: int) -> list[str]:
    parts = [
        f'<text x="8" y="{top + 34}" class="label">{escape(title)}</text>',
        f'<text x="8" y="{top + 52}" class="axis">{unit}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{PANEL}" class="panel"/>',
    ]
    values = [value for curve in curves for value in curve.values]
    if not values:
        return parts
    low, high = min(values), max(values)
    pad = max(1.0, 0.12 * (high - low))
    low, high = low - pad, high + pad
    for value in (low + pad, high - pad):
        y = _y(value, low, high, top)
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" class="axis" text-anchor="end">{value:.0f}</text>')
    for moment in moments:
        x = _x(moment.at, end)
        line = f'<line x1="{x}" x2="{x}" y1="{top}" y2="{top + PANEL}" class="mark {moment.level}">'
        parts.append(f"{line}<title>{escape(moment.text)}</title></line>")
    for curve in curves:
        step = max(1, len(curve.at) // LARGEST)
        pairs = zip(curve.at[::step], curve.values[::step], strict=True)
        points = " ".join(f"{_x(at, end)},{_y(value, low, high, top)}" for at, value in pairs)
        parts.append(f'<polyline points="{points}" class="curve"/>')
    return parts


def _y(value: float, low: float, high: float, top: int) -> float:
    return round(top + PANEL * (1 - (value - low) / (high - low)), 1)


def _svg(height: int, title: str, parts: Sequence[str]) -> Markup:
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}" xmlns="http://www.w3.org/2000/svg">'
    return Markup(head + "".join(parts) + "</svg>")
