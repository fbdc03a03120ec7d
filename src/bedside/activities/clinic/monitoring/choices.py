"""What the monitor can be set to, for forms; and what a teacher can set, start and choose."""

from __future__ import annotations

from typing import Any

import msgspec

from bedside.activities.clinic.monitoring import reading
from bedside.activities.clinic.monitoring.cuff import CYCLES_MIN
from bedside.activities.clinic.monitoring.monitor import PROBE_NAMES
from bedside.activities.clinic.monitoring.therapy import ENERGIES_J


def choices() -> dict[str, Any]:
    """All of it, as the browser needs it."""
    return {
        "probes": [{"id": name, "label": label[0].upper() + label[1:]} for name, label in PROBE_NAMES.items()],
        "energies_j": list(ENERGIES_J),
        "cuff_every_min": list(CYCLES_MIN),
        "rhythms": [{"id": name, "label": label} for name, label in reading.rhythms().items()],
        "steerable": [{"id": name, **msgspec.to_builtins(one)} for name, one in reading.STEERABLE.items()],
        "conditions": [msgspec.to_builtins(one) for one in reading.conditions().values()],
    }
