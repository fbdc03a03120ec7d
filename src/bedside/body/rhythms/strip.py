"""A twelve-lead ECG drawn away from the running body: what a test or a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bedside.body.refusals import BodyError, known
from bedside.body.rhythms.conduction import conduct, new_conduction
from bedside.body.rhythms.ecg import ECG_FIELDS, leads, normal_parameters
from bedside.body.rhythms.table import rhythm_table

SETTLE_S = 6.0


def parameters(values: Mapping[str, float] | None = None) -> np.ndarray[Any, Any]:
    """An array of one `ECG_PARAMETERS`, neutral but for `values`; an unknown field raises `BodyError`."""
    made = normal_parameters()
    for name, value in (values or {}).items():
        made[known("ECG parameter", name, ECG_FIELDS)] = value
    return made


@njit(cache=True)
def _draw(out, c, p, table, start, steps, keep, dt_s, sinus_rate, av_block, ectopy, seed):  # type: ignore[no-untyped-def]
    """Run a `CONDUCTION` record on and write the leads of the last `keep` steps into `out` (float64[keep, 12])."""
    for step in range(steps):
        conduct(c, table, dt_s, sinus_rate, av_block, ectopy, seed)
        place = step - (steps - keep)
        if place >= 0:
            leads(out[place], c, p, table, (start + step) * dt_s, seed)


def draw(
    rhythm: str = "sinus",
    values: Mapping[str, float] | np.ndarray[Any, Any] | None = None,
    *,
    seconds: float = 10.0,
    hz: int = 500,
    sinus_rate: float = 72.0,
    normal_rate: float = 72.0,
    av_block: float = 0.0,
    ectopy: float = 0.0,
    seed: int = 1,
) -> NDArray[np.float32]:
    """Twelve leads (12, seconds x hz) in mV in the order of `LEADS`, of a rhythm and `ECG_PARAMETERS` values.

    `hz` from 100 to 2000. The rhythm has run for some seconds before the strip begins.
    """
    if not 100 <= hz <= 2000:
        raise BodyError(f"an ECG at {hz} samples a second cannot be drawn; give 100 to 2000")
    p = values if isinstance(values, np.ndarray) else parameters(values)
    keep = round(seconds * hz)
    out = np.zeros((keep, 12))
    c = new_conduction(rhythm, normal_rate)
    steps = keep + round(SETTLE_S * hz)
    _draw(
        out,
        c[0],
        p[0],
        rhythm_table(),
        0,
        steps,
        keep,
        1.0 / hz,
        float(sinus_rate),
        float(av_block),
        float(ectopy),
        seed,
    )
    return np.ascontiguousarray(out.T, dtype=np.float32)
