"""How many live encounters a server carries: processor time and memory of each, and the wait for an answer.

    python benchmarks/hosts.py [--encounters 20] [--seconds 20]

The limit beside it is the time that the bodies and logs alone would take: the same encounters advanced with no host.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import resource
import statistics
import tempfile
import time

from bedside.activities.clinic.activity import ClinicActivity
from bedside.encounter import Encounter, Header, MemoryLog
from bedside.records import Store
from bedside.scenario import load
from bedside.server.running import Running

CASE = "chest-pain-at-work"


def memory_mb() -> float:
    """Largest resident memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(seconds: float) -> float:
    """Processor seconds of one encounter advanced for so long, with no host and no database."""
    scenario = load(CASE)
    log = MemoryLog(Header("bare", "clinic", CASE, "", "", 1))
    encounter = Encounter.open(log, lambda header: ClinicActivity(scenario, header.seed))  # type: ignore[arg-type]
    start = time.process_time()
    for tick in range(200, round(seconds * 1000), 200):
        encounter.advance(tick)
    return time.process_time() - start


async def hosted(count: int, seconds: float) -> tuple[float, float, list[float]]:
    """Processor share and memory of each encounter, and the waits for answers in seconds."""
    with tempfile.TemporaryDirectory() as folder, Store.open(data_folder=folder) as store:
        running = Running(store)
        before = memory_mb()
        hosts = [(await running.begin(CASE, 1, ""))[0] for _ in range(count)]
        held = (memory_mb() - before) / count
        start, processor = time.perf_counter(), time.process_time()
        waits = []
        number = 0
        while time.perf_counter() - start < seconds:
            host = hosts[number % count]
            number += 1
            asked = time.perf_counter()
            await host.submit("learner-1", f"q{number}", "ask", {"text": "Does the pain go anywhere else?"})
            waits.append(time.perf_counter() - asked)
            await asyncio.sleep(0.25)
        share = (time.process_time() - processor) / (time.perf_counter() - start) / count
        await running.close()
    return share, held, waits


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encounters", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    share, held, waits = asyncio.run(hosted(options.encounters, options.seconds))
    print(f"machine: {platform.machine()}, Python {platform.python_version()}, {options.encounters} encounters")
    print(f"processor of one encounter, hosted:        {100 * share:.2f} % of a core")
    print(f"processor of one encounter, body and log:  {100 * bare(options.seconds) / options.seconds:.2f} % of a core")
    print(f"memory of one encounter:                   {held:.1f} MB")
    slow = sorted(waits)[int(0.95 * len(waits))]
    print(f"wait for an answer: median {1000 * statistics.median(waits):.0f} ms, 95 % within {1000 * slow:.0f} ms")


if __name__ == "__main__":
    main()
