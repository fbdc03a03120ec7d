"""How long a command takes to become durable: our log beside raw SQLite and a bare fsync, same disk, same run.

    python benchmarks/log_append.py [--rounds 1000] [--folder .]      and how long resuming the encounter takes

Each round does one of each in turn, so that all meet the same disk. Raw SQLite writes the same two entries (a command
and its event, in the clear) in one transaction with the same settings (WAL, synchronous=FULL); ours also seals them,
renews the lease, checks that nobody else wrote, and moves the encounter on.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bedside.encounter import Command, Encounter, Event, Happening, Header, Participant, Role, Tick, encode
from bedside.records import SqlLog, Store

TEXT = "Does the pain spread anywhere, into your arm or your jaw?"


class Ward:
    """Answers each question at once; the time measured is the log's."""

    def __init__(self, _: Header) -> None:
        self.asked = 0
        self.verbs = {"ask": frozenset({Role.LEARNER})}
        self.while_paused = self.after_end = self.attention = frozenset[str]()

    def begin(self) -> Iterable[Happening]:
        return ()

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        self.asked += 1
        yield Happening("said", {"text": "Into my left arm, yes.", "asked": self.asked})

    def advance(self, to: Tick) -> Iterable[Happening]:
        return ()

    def view(self, participant: Participant) -> dict[str, Any]:
        return {"asked": self.asked}

    def snapshot(self) -> bytes:
        return str(self.asked).encode()

    def restore(self, state: bytes) -> None:
        self.asked = int(state)

    def chunks(self) -> Iterable[Any]:
        return ()


def entries(number: int) -> tuple[Command, Event]:
    command = Command(f"c{number}", number, "ann", "ask", {"text": TEXT})
    return command, Event(number, number, "said", {"text": "Into my left arm, yes.", "asked": number}, command.id)


def bare_fsync(folder: Path) -> Callable[[int], None]:
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(number: int) -> None:
        os.write(file, b"\n".join(encode(entry) for entry in entries(number)))
        os.fsync(file)

    return write


def raw_sqlite(folder: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute(
        "create table entries (encounter text, position integer, body blob, primary key (encounter, position))"
    )

    def write(number: int) -> None:
        connection.execute("begin immediate")
        command, event = entries(number)
        rows = [("e1", 2 * number, encode(command)), ("e1", 2 * number + 1, encode(event))]
        connection.executemany("insert into entries values (?, ?, ?)", rows)
        connection.execute("commit")

    return write


def our_log(log: SqlLog) -> Callable[[int], None]:
    return lambda number: log.append(entries(number), reached=number)


def our_encounter(log: SqlLog) -> Callable[[int], None]:
    encounter = Encounter.open(log, Ward)
    encounter.join(Participant("ann", Role.LEARNER, "Ann"))
    return lambda number: _accepted(encounter, entries(number)[0])


def _accepted(encounter: Encounter, command: Command) -> None:
    assert encounter.submit(command).accepted


def header(name: str) -> Header:
    return Header(name, "clinic", "benchmark", "", "", 1)


def measure(ways: dict[str, Callable[[int], None]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each way, in turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(1, rounds + 1):
        for name, write in ways.items():
            start = time.perf_counter()
            write(number)
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="on the disk to measure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        store = Store.open(data_folder=folder / "ours")
        ways = {
            "file append + fsync": bare_fsync(folder),
            "raw SQLite insert + commit": raw_sqlite(folder),
            "SqlLog.append": our_log(store.create(header("log"), "2026-01-01T00:00:00Z")),
            "Encounter.submit": our_encounter(store.create(header("encounter"), "2026-01-01T00:00:00Z")),
        }
        times = measure(ways, options.rounds)
        store.close()
        start = time.perf_counter()
        store = Store.open(data_folder=folder / "ours")
        asked = Encounter.open(store.log("encounter"), Ward).view("ann")["asked"]
        resumed_ms = (time.perf_counter() - start) * 1000
        assert asked == options.rounds
        store.close()
    print(f"{'ms a command, ' + str(options.rounds) + ' rounds':32} {'median':>8} {'95 %':>8} {'99 %':>8}")
    for way, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{way:32} {statistics.median(taken):8.2f} {cuts[94]:8.2f} {cuts[98]:8.2f}")
    print(f"opening the records and resuming after {options.rounds} commands: {resumed_ms:.0f} ms (limit 1000 ms)")
    print(
        f"on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    main()
