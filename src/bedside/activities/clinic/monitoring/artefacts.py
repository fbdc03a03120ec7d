"""What spoils a trace: movement, a squeezed arm, a loose wire. Every sample depends on its own tick alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FLAT_WHEN_SQUEEZED = {"pleth": 0.0, "arterial_pressure": 18.0}
"""What is left below an inflated cuff: no pulse, and the pressure of still blood in mmHg (estimate)."""
_SWAY = ((0.31, 1.0, 0.4), (0.77, 0.8, 1.9), (1.43, 0.6, 4.2), (2.9, 0.35, 2.7), (4.7, 0.2, 0.9))
"""Movement of a limb as a sum of slow waves: Hz, size, phase (estimate)."""


def sway(times_s: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Slow irregular movement of about unit size."""
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.13 * times_s + seed)
    return np.asarray(swell * sum(size * np.sin(2 * np.pi * hz * times_s + turn * seed) for hz, size, turn in _SWAY))


def crackle(ticks: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """Muscle noise of about unit size: a hash of the tick, so that it is the same however waves are cut."""
    mixed = ticks.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed * 0x632BE59B & 0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = mixed ^ (mixed >> np.uint64(27))
    return np.asarray((mixed >> np.uint64(40)).astype(np.float64) / float(1 << 23) - 1.0)


def spoil(channel: str, row: Floats, ticks: NDArray[np.int64], trouble: str, squeezed: bool, seed: int) -> Floats:
    """The channel's samples as they reach the screen."""
    if trouble == "motion":
        times = ticks / 1000.0
        if channel.startswith("ecg"):
            return np.asarray(row + 0.35 * sway(times, seed) + 0.12 * crackle(ticks, seed), dtype=np.float32)
        if channel == "pleth":
            return np.asarray(0.4 * row + 0.3 * sway(times, seed + 1), dtype=np.float32)
        return np.asarray(row + 0.15 * np.ptp(row) * sway(times, seed + 2), dtype=np.float32)
    if squeezed and channel in FLAT_WHEN_SQUEEZED:
        return np.full_like(row, FLAT_WHEN_SQUEEZED[channel])
    return row
