"""The wall clock's way into an encounter: real time becomes ticks, at a pace, and never runs backwards."""

import time
from collections.abc import Callable

from bedside.encounter.types import Tick


class Clock:
    """Says which tick it is now. Anchor it to the encounter after opening, pausing, pacing or jumping."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._last_s = monotonic()
        self._position_ms = 0.0
        self._pace = 1.0
        self._paused = True

    def anchor(self, tick: Tick, pace: float = 1.0, paused: bool = False) -> None:
        """Go on from `tick`; `pace` simulated seconds pass in a real one, none while paused."""
        self._last_s = self._monotonic()
        self._position_ms = float(tick)
        self._pace = pace
        self._paused = paused

    def tick(self) -> Tick:
        """The tick that it is now; a source that steps back only delays it."""
        now_s = self._monotonic()
        if not self._paused:
            self._position_ms += max(0.0, now_s - self._last_s) * 1000.0 * self._pace
        self._last_s = now_s
        return int(self._position_ms)
