"""A debrief as data: what happened, how it was marked and why, and what to try next. The same log, the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

FORMAT = 1
Level = Literal["info", "good", "warning", "danger"]
Cell = str | float | int | bool | None


class Quote(msgspec.Struct, frozen=True):
    """The event that proves something: its number and tick in the log, who, and the words or the deed."""

    seq: int
    at: int
    who: str
    text: str


class Mark(msgspec.Struct, frozen=True):
    """A line of the checklist as marked: the turn that earned it, or the one that nearly did and a note why not."""

    id: str
    text: str
    domain: str
    points: float
    earned: float
    critical: bool
    evidence: Quote | None
    note: str | None
    tip: str | None
    source: str | None


class DomainScore(msgspec.Struct, frozen=True):
    """Points of one domain."""

    domain: str
    earned: float
    possible: float
    percent: float


class Moment(msgspec.Struct, frozen=True):
    """A line of the timeline. `lane` groups what belongs together (talk, examination, orders, treatment, patient)."""

    at: int
    seq: int
    lane: str
    text: str
    level: Level = "info"


class Curve(msgspec.Struct, frozen=True):
    """A number over time: ticks and values."""

    name: str
    unit: str
    at: tuple[int, ...]
    values: tuple[float, ...]


class CriticalAction(msgspec.Struct, frozen=True):
    """A critical item: whether and when it was done."""

    text: str
    done: bool
    at: int | None
    within_ms: int | None
    why: str | None


class Harm(msgspec.Struct, frozen=True):
    """Something that hurt or endangered the patient."""

    at: int
    seq: int
    what: str
    why: str


class Column(msgspec.Struct, frozen=True):
    """A column of a table; `kind` says how to show it."""

    id: str
    label: str
    kind: Literal["text", "number", "percent", "tick", "verdict", "flag"] = "text"


class Table(msgspec.Struct, frozen=True):
    """A part of the debrief that is a table, such as orders or facts."""

    id: str
    title: str
    text: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Point(msgspec.Struct, frozen=True):
    """A statement with its source written out."""

    text: str
    source: str | None = None


class Advice(msgspec.Struct, frozen=True):
    """Something to try next time, and what it refers to."""

    title: str
    text: str


class Report(msgspec.Struct, frozen=True):
    """The whole debrief. Percentages are 0 to 100, ticks are milliseconds from the start."""

    encounter: str
    kind: str
    scenario: str
    title: str
    duration_ms: int
    score: float
    passed: bool
    verdict: str
    domains: tuple[DomainScore, ...]
    marks: tuple[Mark, ...]
    critical: tuple[CriticalAction, ...]
    harms: tuple[Harm, ...]
    timeline: tuple[Moment, ...]
    curves: tuple[Curve, ...]
    tables: tuple[Table, ...]
    expert: tuple[Point, ...]
    teaching: tuple[Point, ...]
    next_steps: tuple[Advice, ...]
    method: str
    notice: str = "For education and training. Not a medical device, and no judgement of fitness to practise."
    format: int = FORMAT

    def json_bytes(self) -> bytes:
        """Canonical JSON."""
        return msgspec.json.encode(self, order="sorted")

    def csv_text(self) -> str:
        """The marks, one a line, for a spreadsheet. Cells that a spreadsheet would run as a formula are quoted."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["scenario", "item", "domain", "text", "points", "earned", "critical", "at_s", "evidence"])
        for mark in self.marks:
            quote = mark.evidence
            row = [self.scenario, mark.id, mark.domain, mark.text, mark.points, mark.earned, mark.critical]
            writer.writerow(_safe([*row, round(quote.at / 1000, 1) if quote else "", quote.text if quote else ""]))
        return out.getvalue()

    def html(self) -> str:
        """A page that stands alone and can be printed."""
        from bedside.debrief.page import render

        return render(self)

    def domain(self, name: str) -> DomainScore | None:
        """The score of one domain, or None where it has no items."""
        return next((score for score in self.domains if score.domain == name), None)


def _safe(row: Sequence[Any]) -> list[Any]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row
    ]


def domain_scores(marks: Sequence[Mark]) -> tuple[DomainScore, ...]:
    """Points by domain, in the order in which domains first appear."""
    names = list(dict.fromkeys(mark.domain for mark in marks))
    return tuple(_domain(name, [mark for mark in marks if mark.domain == name]) for name in names)


def _domain(name: str, marks: Sequence[Mark]) -> DomainScore:
    earned, possible = sum(mark.earned for mark in marks), sum(mark.points for mark in marks)
    return DomainScore(name, round(earned, 2), round(possible, 2), percent(earned, possible))


def percent(part: float, whole: float) -> float:
    """Part of whole in percent with one decimal; 0 of nothing is 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def clock(at: int) -> str:
    """A tick as m:ss or h:mm:ss."""
    seconds = at // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
