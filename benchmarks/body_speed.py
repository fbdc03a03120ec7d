"""How fast one body runs on one core, with and without waves, and what starting and saving cost.

Run: python benchmarks/body_speed.py
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bedside.body import Body, Person

# x real time of one patient: project's own measurements, see the physiology reference.
PEERS = {"Pulse 4.2.0": 26.8, "AnaSim 1.7 at 10 ms": 38.0}


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median wall time of `work` in seconds."""
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def resting(simulated_s: int = 600) -> float:
    body = Body(Person(44, "male", 180, 77))
    return simulated_s / seconds(lambda: body.advance(body.now + simulated_s * 1000), 5)


def busy(simulated_s: int = 600) -> float:
    body = Body(Person(44, "male", 180, 77))
    for drug, mg in (("morphine", 5), ("midazolam", 1), ("metoprolol", 2), ("paracetamol", 1000)):
        body.give(drug, mg, "mg", "iv")
    body.give("noradrenaline", 50, "mg", "iv", rate_per_h=0.2)
    body.shift("temperature", 1.5, 3600)
    body.shift("bronchospasm", 0.3, 600)
    body.bleed(10)
    return simulated_s / seconds(lambda: body.advance(body.now + simulated_s * 1000), 5)


def with_waves(simulated_s: int = 120) -> float:
    body = Body(Person(44, "male", 180, 77))

    def second_by_second() -> None:
        for _ in range(simulated_s):
            body.advance(body.now + 1000)
            body.waves(body.now - 1000, body.now)

    second_by_second()
    return simulated_s / seconds(second_by_second, 3)


def main() -> None:
    body = Body(Person(44, "male", 180, 77))
    body.advance(600_000)
    kept = body.snapshot()
    fresh = [sys.executable, "-c", "from bedside.body import Body, Person; Body(Person(44))"]
    empty = [sys.executable, "-c", "pass"]
    start = seconds(lambda: subprocess.run(fresh, check=True), 5)
    start -= seconds(lambda: subprocess.run(empty, check=True), 5)
    rows = [
        ("resting, x real time", f"{resting():,.0f}", ">= 500"),
        ("five drugs, two shifts, bleeding, x real time", f"{busy():,.0f}", ">= 500"),
        ("with five waves at 125 Hz each second, x real time", f"{with_waves():,.0f}", ">= 500"),
        ("import and first body, ms", f"{1000 * start:.0f}", "< 500"),
        ("a further body, ms", f"{1000 * seconds(lambda: Body(Person(60)), 20):.2f}", "< 50"),
        ("snapshot, ms", f"{1000 * seconds(body.snapshot, 50):.3f}", "< 1"),
        ("restore, ms", f"{1000 * seconds(lambda: Body.restore(kept), 50):.3f}", "< 1"),
        ("snapshot, bytes", f"{len(kept):,}", "< 50,000"),
        *((f"peer: {name}, x real time", f"{value:g}", "") for name, value in PEERS.items()),
    ]
    print(f"{'measure':<52}{'value':>12}  bar")
    for name, value, bar in rows:
        print(f"{name:<52}{value:>12}  {bar}")
    print(f"one process, pure Python {platform.python_version()}, {platform.machine()}, {platform.system()}")


if __name__ == "__main__":
    main()
