"""What of the monitor each may see: the screen for all at the bedside, the true body for teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bedside.activities.clinic.monitoring import reading
from bedside.activities.clinic.monitoring.alarms import WATCHED
from bedside.activities.clinic.monitoring.monitor import TREND
from bedside.activities.clinic.monitoring.state import Monitoring

if TYPE_CHECKING:
    from bedside.activities.clinic.activity import ClinicActivity

READINGS_SHOWN = 12
DECIMALS = {"temperature": 1, "perfusion_index": 1}


def sections(clinic: ClinicActivity) -> dict[str, Any]:
    """The sections of whoever stands at the bedside."""
    state = clinic.state.monitoring
    return {
        "monitor": {
            "probes": {
                name: {"state": probe.trouble or "on", "site": probe.site} for name, probe in state.probes.items()
            },
            "alarms": msgspec.to_builtins(state.alarms),
            "silenced_until": state.silenced_until,
            "limits": _limits(state),
            "cuff": _cuff(state),
            "defibrillator": _without(state.defibrillator, "charged"),
            "pacer": _without(state.pacer, "before"),
            "tracings": msgspec.to_builtins(state.tracings),
            "trend_columns": list(TREND),
        },
        "numerics": {
            "values": {name: round(value, DECIMALS.get(name, 0)) for name, value in state.shown.items()},
            "notes": state.notes,
        },
        "trend": state.trend,
    }


def _without(struct: msgspec.Struct, *fields: str) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(struct)
    return {name: value for name, value in shown.items() if name not in fields}


def _limits(state: Monitoring) -> dict[str, Any]:
    return {
        name: {"label": one.label, "unit": one.unit, "least": one.least, "most": one.most, "step": one.step,
               **msgspec.to_builtins(state.limits[name])}
        for name, one in WATCHED.items()
        if name in state.limits
    }  # fmt: skip


def _cuff(state: Monitoring) -> dict[str, Any]:
    cuff = state.cuff
    return {
        "measuring_since": cuff.started,
        "next_at": cuff.next_at,
        "every_min": cuff.every_min,
        "message": cuff.message,
        "readings": msgspec.to_builtins(cuff.readings[-READINGS_SHOWN:]),
    }


def instructor(clinic: ClinicActivity) -> dict[str, Any]:
    """The section of a teacher."""
    state = clinic.state.monitoring
    return {
        "rhythm": clinic.body.rhythm,
        "values": reading.true_values(clinic.body),
        "steered": [_without(one, "row", "start") for one in state.steered],
        "started": msgspec.to_builtins(state.started),
    }
