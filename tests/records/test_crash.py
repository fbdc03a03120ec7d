"""Killed at any moment: nothing acknowledged is lost, nothing is done twice, and it goes on where it was."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from counting_ward import CountingWard, header

from bedside.encounter import Command, Encounter, Event, verify
from bedside.records import Store

PROGRAM = Path(__file__).parent / "ward_process.py"
WARD = Path(__file__).parents[1] / "encounter"
KILLS = 50


@pytest.fixture
def nursery(store_url: str) -> Iterator[subprocess.Popen[str]]:
    """Starts a process that runs the encounter for each line sent to it."""
    program = [sys.executable, str(PROGRAM), store_url, str(WARD)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def run_and_kill(nursery: subprocess.Popen[str], chance: random.Random) -> dict[str, int]:
    """Start a process and kill it at a random moment, at times before it is ready; what it acknowledged."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("go\n")
    nursery.stdin.flush()
    pid = int(nursery.stdout.readline().removeprefix("pid "))
    ready_first = chance.random() < 0.8
    if ready_first:
        assert nursery.stdout.readline().startswith("open")
    time.sleep(chance.uniform(0, 0.15))
    os.kill(pid, signal.SIGKILL)
    lines = list(iter(nursery.stdout.readline, "dead\n"))
    acknowledged = [line.split() for line in lines if line.startswith("ack ")]
    return {command_id: int(seq) for _, command_id, seq in acknowledged}


@pytest.mark.slow
@pytest.mark.timeout(280)
def test_killed_at_random_moments_nothing_acknowledged_is_lost(store: Store, nursery: subprocess.Popen[str]) -> None:
    store.create(header(), "2026-11-23T09:00:00Z").close()
    chance = random.Random(os.environ.get("CRASH_SEED", "20261123"))
    acknowledged: dict[str, int] = {}
    for _ in range(KILLS):
        news = run_and_kill(nursery, chance)
        assert all(acknowledged.get(command_id, seq) == seq for command_id, seq in news.items())
        acknowledged |= news
        entries = list(store.read("e1").entries())
        firsts = {entry.cause: entry.seq for entry in reversed(entries) if isinstance(entry, Event) and entry.cause}
        assert acknowledged.items() <= firsts.items()
    assert len(acknowledged) >= KILLS // 5  # a loaded machine gets little done between two kills

    log = store.log("e1")
    commands = [entry.id for entry in log.entries() if isinstance(entry, Command) and entry.by == "lea"]
    assert commands == [f"c{number}" for number in range(len(commands))]
    assert len(commands) - len(acknowledged) <= KILLS
    encounter = Encounter.open(log, CountingWard)
    before = encounter.events()
    assert encounter.submit(Command("c0", encounter.now, "lea", "count")).events[0].seq == acknowledged["c0"]
    assert encounter.events() == before
    assert [event.kind for event in before].count("diverged") == 0
    assert verify(log, CountingWard) == []
    starts = [chunk.start for chunk in log.track_chunks("wave")]
    assert starts == list(range(100, 100 + 1000 * len(starts), 1000))
