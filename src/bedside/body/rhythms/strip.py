"""A twelve-lead ECG drawn away from the running body: what a test or a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from bedside.body.refusals import BodyError, known, within
from bedside.body.rhythms.conduction import conduct, new_conduction
from bedside.body.rhythms.ecg import ECG_FIELDS, leads, normal_parameters
from bedside.body.rhythms.reading import EcgReading, read_ecg
from bedside.body.rhythms.table import VENTRICULAR, rhythm_table

SETTLE_S = 6.0


def parameters(values: Mapping[str, float] | None = None) -> np.ndarray[Any, Any]:
    """An array of one `ECG_PARAMETERS`, neutral but for `values`; an unknown field raises `BodyError`."""
    made = normal_parameters()
    for name, value in (values or {}).items():
        made[known("ECG parameter", name, ECG_FIELDS)] = value
    return made


@njit(cache=True)
def _draw(out, beats, c, p, table, steps, keep, dt_s, sinus_rate, av_block, ectopy, seed):  # type: ignore[no-untyped-def]
    """Run a `CONDUCTION` record on and write the leads of the last `keep` steps into `out` (float64[keep, 12]).

    `beats` (float64[7, 2]) counts the beats of each kind and sums their PR intervals in s; its last row holds the times
    of the first and the last beat.
    """
    for step in range(steps):
        conduct(c, table, dt_s, sinus_rate, av_block, ectopy, seed)
        if c.ventricular_beat == 1:
            beats[c.beat_kind, 0] += 1.0
            beats[c.beat_kind, 1] += c.pr
            beats[6, 1] = (step + 1) * dt_s - c.since_ventricular
            if beats[:6, 0].sum() == 1.0:
                beats[6, 0] = beats[6, 1]
        place = step - (steps - keep)
        if place >= 0:
            leads(out[place], c, p, table, step * dt_s, seed)


class Tracing(msgspec.Struct, frozen=True):
    """A drawn ECG: `leads` (12, samples) in mV in the order of `LEADS`, at `hz`, and what a machine reads in it."""

    leads: NDArray[np.float32]
    hz: int
    reading: EcgReading


def trace(
    rhythm: str = "sinus",
    values: Mapping[str, float] | np.ndarray[Any, Any] | None = None,
    *,
    seconds: float = 10.0,
    hz: int = 500,
    sinus_rate: float = 72.0,
    normal_rate: float = 72.0,
    av_block: float = 0.0,
    ectopy: float = 0.0,
    rate_scale: float = 1.0,
    seed: int = 1,
) -> Tracing:
    """A twelve-lead ECG of a rhythm and `ECG_PARAMETERS` values (a mapping or an array of one), and its reading.

    `hz` from 100 to 2000, rates in 1/min; `rate_scale` moves rhythms that do not follow the sinus node. The rhythm has
    run for some seconds before the strip begins. The same arguments give the same strip.
    """
    if not 100 <= hz <= 2000:
        raise BodyError(f"an ECG at {hz} samples a second cannot be drawn; give 100 to 2000")
    p = values if isinstance(values, np.ndarray) else parameters(values)
    keep = max(round(within("seconds", seconds, 0.1, 600.0, "s") * hz), 1)
    out, beats = np.zeros((keep, 12)), np.zeros((7, 2))
    c = new_conduction(rhythm, normal_rate)
    c["rate_scale"] = rate_scale
    steps = keep + round(SETTLE_S * hz)
    asked = (float(sinus_rate), float(av_block), float(ectopy))
    _draw(out, beats, c[0], p[0], rhythm_table(), steps, keep, 1.0 / hz, *asked, seed)
    counts, span = beats[:6, 0], beats[6, 1] - beats[6, 0]
    reading = read_ecg(
        int(c[0]["rhythm"]),
        p,
        float(60.0 * (counts.sum() - 1) / span) if span > 0.0 else 0.0,
        kind=int(counts.argmax()),
        pr_s=float(beats[0:2, 1].sum() / max(counts[0:2].sum(), 1.0)),
        av_block=av_block,
        premature=float(counts[VENTRICULAR] / max(counts.sum(), 1.0)),
        normal_rate=normal_rate,
    )
    return Tracing(np.ascontiguousarray(out.T, dtype=np.float32), hz, reading)


def draw(rhythm: str = "sinus", values: Mapping[str, float] | None = None, **how: Any) -> NDArray[np.float32]:
    """The twelve leads alone of `trace`."""
    return trace(rhythm, values, **how).leads
