"""What the learner reads: one or more lines for what happened, a status line, and the debrief."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from bedside.activities.clinic.catalogue.actions import chosen
from bedside.debrief import Report
from bedside.debrief.report import clock
from bedside.encounter import Event, Receipt

UNITS = {
    "heart_rate": ("HR", "/min"), "systolic_pressure": ("BP", "mmHg"), "diastolic_pressure": ("", ""),
    "respiratory_rate": ("RR", "/min"), "spo2": ("SpO2", "%"), "temperature": ("T", "°C"),
    "glucose": ("Glucose", "mmol/L"),
    "gcs": ("GCS", ""), "pain": ("Pain", "/10"), "etco2": ("etCO2", "mmHg"), "mean_arterial_pressure": ("MAP", "mmHg"),
}  # fmt: skip
STYLES = {
    "patient": "bold",
    "narrator": "italic",
    "good": "green",
    "warning": "yellow",
    "danger": "bold red",
    "quiet": "dim",
}
Line = tuple[str, str]
"""Style and text."""
SILENT = "…"
"""What a patient answers who cannot."""
ITEM = re.compile(r" *(?:[·!✓✗] )?")
SENTENCE = re.compile(r"(?<=[.!?]) +")
PLACE = re.compile(r"[A-Z][^:.]{2,40}: (?=.*(?:\d|\.(?:com|org)\b))")
"""A sentence that says where to turn to in a part of the world."""
LEAST_ROOM = 24
"""Columns that an item needs to be set off from the margin."""


class Screen:
    """Writes to the terminal, plainly where it is none."""

    def __init__(self, console: Console, who: str) -> None:
        """`who`: what the speaker is called."""
        self.console = console
        self.who = who

    def lines(self, lines: Iterable[Line]) -> None:
        """Print lines in their styles."""
        for style, text in lines:
            self.console.print(self._hung(Text(text, style=STYLES.get(style, ""))))

    def _hung(self, text: Text) -> Text:
        """Text of an item, its further lines beginning under its words."""
        hang = len(ITEM.match(text.plain)[0])  # type: ignore[index]
        room = self.console.width - hang
        if not hang or self.console.soft_wrap or room < LEAST_ROOM or "\n" in text.plain:
            return text
        first, *further = text[hang:].wrap(self.console, room) or [text[hang:]]
        return Text("\n").join([text[:hang] + first, *(Text(" " * hang) + line for line in further)])

    def refused(self, reason: str, hint: str) -> Line:
        """A line for what could not be done."""
        return "warning", f"✗ {reason}{f' → {hint}' if hint else ''}"

    def told(self, receipt: Receipt) -> list[Line]:
        """Lines for what a command of one's own brought about."""
        if not receipt.accepted:
            return [self.refused(receipt.reason, receipt.hint)]
        return [line for event in receipt.events for line in self.happened(event, own=True)]

    def happened(self, event: Event, *, own: bool = False) -> Iterator[Line]:
        """Lines for an event, as far as the learner may know of it."""
        make = OWN.get(event.kind) if own else None
        make = make or ANYBODY.get(event.kind)
        if make is not None:
            yield from make(event.data, self.who)

    def opening(self, view: dict[str, Any]) -> list[Line]:
        """The case and the patient as the learner finds them."""
        case, patient = view["case"], view["patient"]
        scene = patient["appearance"].get("scene") or ""
        said = (case["task"], case["setting"])
        return [
            ("patient", f"{case['title']} · {case['setting']}"),
            ("", case["task"]),
            *([("narrator", scene)] if scene and scene not in said else []),
            ("", f"{patient['name']}, {patient['age']}, {patient['sex']}. {spoken_for(patient)}".strip()),
            ("quiet", "Type a question, or `help`."),
        ]

    def debrief(self, report: Report) -> list[Line]:
        """The debrief in short."""
        lines: list[Line] = [("", ""), ("patient", f"Debrief: {report.title}")]
        style = "good" if report.passed else "warning"
        lines.append((style, f"{report.verdict} It took {clock(report.duration_ms)}."))
        lines += [("", f"  {bar(score.percent)} {score.percent:3.0f} %  {score.domain}") for score in report.domains]
        for action in report.critical:
            when = f" at {clock(action.at)}" if action.at is not None else ""
            lines.append(("good" if action.done else "danger", f"  {'✓' if action.done else '✗'} {action.text}{when}"))
        lines += [("danger", f"  ! {harm.what}: {harm.why}") for harm in report.harms]
        missed = [mark for mark in report.marks if mark.earned < mark.points and not mark.critical]
        if missed:
            lines.append(("patient", "Missed"))
            lines += [("", f"  · {mark.text}{f': {mark.note}' if mark.note else ''}") for mark in missed[:12]]
            if len(missed) > 12:
                lines.append(("quiet", f"  … and {len(missed) - 12} more in the written debrief"))
        for title, points in (("To take home", report.teaching), ("Next time", ())):
            if points:
                lines.append(("patient", title))
                lines += [("", f"  · {point.text}{f' [{point.source}]' if point.source else ''}") for point in points]
        if report.next_steps:
            lines.append(("patient", "Next time"))
            lines += [("", f"  · {advice.title}: {advice.text}") for advice in report.next_steps]
        lines.append(("quiet", report.notice))
        return lines


def spoken_for(patient: dict[str, Any]) -> str:
    """Who speaks or interprets for the patient, or came along."""
    whom = {"female": "her", "male": "him"}.get(patient["sex"], "them")
    other = patient.get("companion") or patient.get("speaker")
    if not other:
        return ""
    does = {"for": f"speaks for {whom}", "interprets": f"interprets for {whom}", "beside": f"is with {whom}"}
    return f"{other['name']} ({other['relation']}) {does[other.get('answers', 'for')]}."


def bar(percent: float, width: int = 20) -> str:
    """A bar of blocks."""
    full = round(width * percent / 100)
    return "█" * full + "░" * (width - full)


def vitals(values: dict[str, float]) -> str:
    """`HR 88/min  BP 120/80 mmHg …`."""
    shown = []
    for name, value in values.items():
        if name == "diastolic_pressure" and "systolic_pressure" in values:
            continue
        label, unit = UNITS.get(name, (name.replace("_", " "), ""))
        number = f"{value:z.1f}" if name in ("temperature", "glucose") else f"{value:z.0f}"
        if name == "systolic_pressure" and "diastolic_pressure" in values:
            number = f"{value:z.0f}/{values['diastolic_pressure']:z.0f}"
        shown.append(f"{label or 'diastolic'} {number} {unit}".strip().replace(" /", "/").replace(" %", " %"))
    return "  ".join(shown)


def status(view: dict[str, Any]) -> str:
    """The line at the bottom: time, vital signs as measured, orders, cost."""
    now = clock(view["encounter"]["now"])
    live = view["vitals"]["live"]
    measured = {name: one["value"] for name, one in view["vitals"]["measured"].items()} | (live or {})
    pending = sum(order["state"] == "pending" for order in view["orders"])
    ready = sum(order["state"] == "ready" for order in view["orders"])
    parts = [f"{now}{' paused' if view['encounter']['paused'] else ''}"]
    parts += [("monitor " if live else "") + vitals(_chief(measured))] if measured else ["nothing measured yet"]
    parts += [f"{pending} pending"] if pending else []
    parts += [f"{ready} to read"] if ready else []
    parts.append(f"£{view['cost']:,.0f}")
    return " │ ".join(parts)


def _chief(measured: dict[str, float]) -> dict[str, float]:
    wanted = (
        "heart_rate",
        "systolic_pressure",
        "diastolic_pressure",
        "respiratory_rate",
        "spo2",
        "temperature",
        "glucose",
        "gcs",
        "pain",
    )
    return {name: measured[name] for name in wanted if name in measured}


def orders(view: dict[str, Any]) -> list[Line]:
    """The orders and how they stand."""
    now = view["encounter"]["now"]
    lines: list[Line] = []
    for order in view["orders"]:
        due = f", in {max(1, round((order['due'] - now) / 60000))} min" if order["state"] == "pending" else ""
        lines.append(
            ("good" if order["state"] == "ready" else "", f"  {order['order']}  {order['name']}: {order['state']}{due}")
        )
    return lines or [("quiet", "Nothing has been ordered.")]


def overview(view: dict[str, Any]) -> list[Line]:
    """Everything found and done so far."""
    lines: list[Line] = [("", status(view))]
    parts = (
        ("Examined", [f"{one['label']}: {one['finding']}" for one in view["examined"]]),
        ("Given and done", [f"{clock(one['at'])} {one['text']}" for one in view["treatments"]]),
        ("Notes", [one["text"] for one in view["notes"]]),
        ("Differential", [f"{one['diagnosis']} {100 * one['confidence']:.0f} %" for one in view["differential"]]),
        ("Disposition", [view["disposition"]["to"].replace("_", " ")] if view["disposition"] else []),
    )
    for title, shown in parts:
        if shown:
            lines.append(("patient", title))
            lines += [("", f"  {text}") for text in shown]
    if view["orders"]:
        lines.append(("patient", "Orders"))
        lines += orders(view)
    return lines


def _answered(data: dict[str, Any], who: str) -> Iterator[Line]:
    if data["text"].strip() == SILENT:
        yield "narrator", f"{who} does not answer."
    else:
        yield "patient", f"{data.get('name', who)}: {data['text']}"


def _examined(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield ("warning" if data["abnormal"] else ""), f"{data['label']}: {data['finding']}"
    if data.get("says"):
        yield "patient", f"{who}: {data['says']}"


def _measured(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "", vitals(data["values"])


def _ordered(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "", f"Ordered: {data['name']} ({data['order']}), back at {clock(data['due'])}, £{data['cost']:.0f}"


def _read(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "patient", data["name"]
    for value in data["values"]:
        flag = value.get("flag") or "normal"
        range_ = (
            f"({value['low']}–{value['high']})"
            if value.get("low") is not None and value.get("high") is not None
            else ""
        )
        mark = {"normal": "", "low": "low", "high": "high", "abnormal": "!"}.get(flag, flag.replace("_", " "))
        style = "" if flag == "normal" else "danger" if flag.startswith("critical") else "warning"
        yield style, f"  {value['name']}: {value['text']} {value['unit']} {range_} {mark}".rstrip()
    if data["report"]:
        yield "", f"  {data['report']}"


def _given(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "good", f"Given: {data['name']} {data['dose']:.10g} {data['unit']} {data['route'].replace('_', ' ')}"


def _done(data: dict[str, Any], who: str) -> Iterator[Line]:
    shown = chosen(data["args"])
    yield "good", f"Done: {data['name']}{f' ({shown})' if shown else ''}"


def _ranked(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "", "Differential: " + ", ".join(f"{i['diagnosis']} {100 * i['confidence']:.0f} %" for i in data["items"])


def _course(data: dict[str, Any], who: str) -> Iterator[Line]:
    if data.get("event"):
        yield "danger", data["event"]
    if data.get("says"):
        yield "patient", f"{who}: {data['says']}"


def _alarm(data: dict[str, Any], who: str) -> Iterator[Line]:
    yield "danger", str(data.get("text") or f"Alarm: {str(data.get('what', '')).replace('_', ' ')}")


def support(text: str) -> list[Line]:
    """Help for the learner, a line for each place to turn to, set off from the talk."""
    heading, *sentences = SENTENCE.split(text)
    shown = [("", f"  · {said}" if PLACE.match(said) else said) for said in sentences]
    return [("", ""), ("warning", heading), *shown, ("", "")]


Maker = Callable[[dict[str, Any], str], Iterable[Line]]
OWN: dict[str, Maker] = {
    "answered": _answered,
    "left": lambda data, who: [
        ("danger", f"{who} has ended the conversation, and answers no more."),
        ("quiet", "You can still examine, order, treat, `note`, `diagnose`, `handover`, and `end` for the debrief."),
    ],
    "companion": lambda data, who: [
        ("narrator", f"{data['name']} {'comes back in' if data['present'] else 'leaves the room'}.")
    ],
    "support_offered": lambda data, who: support(data["text"]),
    "examined": _examined,
    "measured": _measured,
    "ordered": _ordered,
    "read": _read,
    "given": _given,
    "done": _done,
    "ranked": _ranked,
    "cancelled": lambda data, who: [("", f"Cancelled: {data['order']}")],
    "noted": lambda data, who: [("quiet", "Noted.")],
    "disposed": lambda data, who: [("", f"Disposition: {data['to'].replace('_', ' ')}")],
    "handed_over": lambda data, who: [("quiet", "Handed over.")],
    "paused": lambda data, who: [("quiet", "The clock stands still. `resume` goes on.")],
    "resumed": lambda data, who: [("quiet", "The clock runs.")],
    "paced": lambda data, who: [("quiet", f"The clock runs {data['factor']:g} times as fast.")],
}
"""What is shown of one's own deeds."""
ANYBODY: dict[str, Maker] = {
    "answered": _answered,
    "resulted": lambda data, who: [("good", f"Back: {data.get('name', data['order'])}. `read` shows it.")],
    "course": _course,
    "alarm": _alarm,
    "reacted": lambda data, who: [("patient", f"{who}: {data['text']}")] if data.get("text") else [],
}
"""What is shown of what comes about by itself."""
