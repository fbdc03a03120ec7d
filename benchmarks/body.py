"""How fast bodies run: one with all waves, one without, cohorts, start, snapshot, first compile.

Run: python benchmarks/body.py [--compile] [--quick]
--compile compiles once more into a folder of its own, to time a first start (about two minutes).
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from bedside.body import Body, Person

# x real time of one patient, measured by the project on one core: see the physiology reference.
PEERS = {"peer: Pulse 4.2.0": "26.8", "peer: AnaSim 1.7 at 10 ms": "38"}
Rows = Iterator[tuple[str, str, str]]


def man() -> Person:
    return Person(age_years=44, sex="male", height_cm=180, weight_kg=77)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median wall time of `work` in seconds."""
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def one(simulated_s: int) -> Rows:
    plain, waving, busy = Body(man(), waves=False), Body(man(), waves=True), Body(man(), waves=True)
    for drug, dose in (("morphine", "5 mg"), ("midazolam", "1 mg"), ("metoprolol", "2 mg"), ("paracetamol", "1 g")):
        busy.give(drug, dose)
    busy.infuse("norepinephrine", "0.05 ug/kg/min")
    busy.start("pneumonia", severity=0.4)
    busy.start("hemorrhage", rate="10 mL/min")
    rate = simulated_s / seconds(lambda: plain.advance(simulated_s), 5)
    yield "one patient, without waves, x real time", f"{rate:,.0f}", ""
    rate = simulated_s / seconds(lambda: waving.advance(simulated_s), 5)
    yield "one patient, all waves (12 leads), x real time", f"{rate:,.0f}", ">= 1,000"
    rate = simulated_s / seconds(lambda: busy.advance(simulated_s), 5)
    yield "five drugs, pneumonia, bleeding, all waves, x real time", f"{rate:,.0f}", ">= 1,000"

    def drawn() -> None:
        for _ in range(60):
            waving.advance(1.0)
            waving.waves(["ecg_ii", "arterial_pressure", "pleth", "capnogram"], waving.now - 1000, waving.now, 125)

    yield "read second by second with four waves, x real time", f"{60 / seconds(drawn, 3):,.0f}", ""


def cohorts(simulated_s: int, sizes: tuple[int, ...]) -> Rows:
    try:
        from bedside.body.cohort import Cohort
    except ImportError:
        return
    for size in sizes:
        for threads in (1, min(2, os.cpu_count() or 1)) if size > 1 else (1,):
            group = Cohort([man() for _ in range(size)], seed=1, threads=threads)
            group.advance(1.0)
            span = float(max(10, simulated_s // size))
            rate = size * span / seconds(lambda group=group, span=span: group.advance(span), 3)  # type: ignore[misc]
            name = f"cohort of {size:,}, {threads} thread{'s' if threads > 1 else ''}: patients in real time"
            yield name, f"{rate:,.0f}", ">= 10,000 a core" if size >= 1000 else ""


def keeping() -> Rows:
    body = Body(man())
    body.give("morphine", "5 mg")
    body.start("pneumonia")
    body.advance(600)
    kept = body.snapshot()
    yield "snapshot, ms", f"{1000 * seconds(body.snapshot, 50):.3f}", "< 1"
    yield "restore, ms", f"{1000 * seconds(lambda: Body.restore(kept), 50):.3f}", "< 1"
    yield "snapshot, bytes", f"{len(kept):,}", "< 50,000"
    weights = iter(range(60, 100))
    new = seconds(lambda: Body(Person(age_years=44, weight_kg=float(next(weights)))), 10)
    yield "a further body of another person, ms", f"{1000 * new:.1f}", "< 50"
    yield "a further body of the same person, ms", f"{1000 * seconds(lambda: Body(man()), 20):.2f}", "< 50"


def starting() -> Rows:
    code = "import time; t = time.perf_counter(); from bedside.body import Body; Body(); print(time.perf_counter() - t)"
    took = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3)]
    yield "import and first body of a process, compiled before, s", f"{statistics.median(took):.2f}", ""


def compiling() -> Rows:
    code = "from bedside.body import Body, Person; Body(Person()).advance(10)"
    with tempfile.TemporaryDirectory() as folder:
        kept = {**os.environ, "BEDSIDE_CACHE": folder}
        took = seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=kept), 1)
    yield "first compile, once for each version, s", f"{took:.0f}", ""


def main(words: list[str]) -> None:
    simulated_s = 300 if "--quick" in words else 1200
    rows = [*one(simulated_s), *cohorts(simulated_s, (1, 100) if "--quick" in words else (1, 100, 1000))]
    rows += [*keeping(), *starting()]
    if "--compile" in words:
        rows += compiling()
    rows += [(f"{name}, x real time", value, "") for name, value in PEERS.items()]
    print(f"{'measure':<58}{'value':>12}  bar")
    for name, value, bar in rows:
        print(f"{name:<58}{value:>12}  {bar}")
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}, {cores} cores seen")


if __name__ == "__main__":
    main(sys.argv[1:])
