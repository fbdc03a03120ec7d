"""Numbers kept over time: the body's own history at 1 Hz, and recordings that people ask for."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bedside.body.refusals import known
from bedside.body.variables import VARIABLES, WAVES, V

if TYPE_CHECKING:
    from bedside.body.body import Body

AT_ONCE_S = 120
LONGEST_S = 24 * 3600


class History:
    """All variables once a second since `first`, as far back as a day."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.rows = np.zeros((AT_ONCE_S + 1, len(VARIABLES)))
        self._kept = np.zeros((256, len(VARIABLES)), dtype=np.float32)
        self.count = 0

    def take(self, first: int, last: int) -> None:
        """Move the seconds `first` up to `last` from the ring that the engine fills."""
        for second in range(first, last):
            if self.count == len(self._kept):
                if self.count >= LONGEST_S:
                    half = self.count // 2
                    self._kept[:half] = self._kept[half:]
                    self.first += self.count - half
                    self.count = half
                else:
                    self._kept = np.concatenate([self._kept, np.zeros_like(self._kept)])
            self._kept[self.count] = self.rows[second % len(self.rows)]
            self.count += 1

    @property
    def table(self) -> NDArray[np.float32]:
        """Shape (seconds, variables)."""
        return self._kept[: self.count]


class Recording:
    """Named variables or waves over time. It grows as the body advances.

    At 1 Hz or less it holds all that the body has kept since its start; faster, what follows from when it was made.
    """

    def __init__(self, body: Body, names: list[str], hz: float) -> None:
        for name in names:
            known("variable", name, [*VARIABLES, *WAVES])
        self.names, self.hz = names, hz
        self.fast = hz > 1.0 or any(name not in VARIABLES for name in names)
        self._body = body
        self._from = body.now
        self._next = float(body.now)
        self._rows: list[list[float]] = []

    @property
    def times(self) -> NDArray[np.float64]:
        """Seconds since the body's start, one for each row."""
        return self.table_with_time[:, 0]

    @property
    def table(self) -> NDArray[np.float64]:
        """Shape (times, names)."""
        return self.table_with_time[:, 1:]

    @property
    def table_with_time(self) -> NDArray[np.float64]:
        """Shape (times, 1 + names); the first column is seconds since the body's start."""
        if self.fast:
            return np.array(self._rows, dtype=np.float64).reshape(-1, 1 + len(self.names))
        every = max(1, round(1.0 / self.hz))
        history = self._body.history
        seconds = np.arange(history.first, history.first + history.count)
        chosen = seconds % every == 0
        columns = [getattr(V, name) for name in self.names]
        return np.column_stack([seconds[chosen], history.table[chosen][:, columns]]).astype(np.float64)

    def follow(self, body: Body) -> None:
        """Take what has come since the last call; the body calls this."""
        end = int(body.state["step"]) * 5
        step = 1000.0 / self.hz
        while self._next <= end:
            at = int(self._next)
            row = [at / 1000.0]
            for name in self.names:
                row.append(
                    _wave_at(body, name, at) if name in WAVES and name not in VARIABLES else float(body.vitals[name])
                )
            self._rows.append(row)
            self._next += step

    def to_csv(self, path: str | Path) -> None:
        """Write seconds and values, with units in the header."""
        unit: dict[str, Any] = {name: VARIABLES[name].unit if name in VARIABLES else WAVES[name] for name in self.names}
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["time (s)", *(f"{name} ({unit[name]})" for name in self.names)])
            for row in self.table_with_time:
                writer.writerow([f"{value:.6g}" for value in row])


def _wave_at(body: Body, name: str, at: int) -> float:
    found = body.waves([name], max(at - 5, 0), at, 200)
    return float(found[0, -1]) if found.size else 0.0
