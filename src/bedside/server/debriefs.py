"""Debriefs of encounters in the records, and their scores in the list of past encounters."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.debrief import Report
from bedside.encounter import Event, Header
from bedside.records import Store
from bedside.scenario import kinds, read


def debrief_of(header: Header, events: Sequence[Event]) -> Report:
    """The debrief of a log, by the scoring of its activity."""
    _, scenario = read(header.scenario_text, header.scenario_id)
    report: Report = kinds()[header.kind].score(header, scenario, events)
    return report


def remember(store: Store, encounter_id: str) -> Report:
    """Score an ended encounter and keep the score for the list."""
    log = store.read(encounter_id)
    report = debrief_of(log.header, [entry for entry in log.entries() if isinstance(entry, Event)])
    domains = {score.domain: score.percent for score in report.domains}
    store.set_summary(encounter_id, {"score": report.score, "passed": report.passed, "domains": domains})
    return report
