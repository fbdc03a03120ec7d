"""The debrief, shared by all activities: timeline, marks, tables and advice, as JSON, CSV and a printable page."""

from bedside.debrief.report import (
    Advice,
    Column,
    CriticalAction,
    Curve,
    DomainScore,
    Harm,
    Mark,
    Moment,
    Point,
    Quote,
    Report,
    Table,
    clock,
    domain_scores,
    percent,
)

__all__ = [
    "Advice",
    "Column",
    "CriticalAction",
    "Curve",
    "DomainScore",
    "Harm",
    "Mark",
    "Moment",
    "Point",
    "Quote",
    "Report",
    "Table",
    "clock",
    "domain_scores",
    "percent",
]
