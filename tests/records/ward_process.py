"""Processes that run an encounter and acknowledge each command on their output, until they are killed.

Each line on the input starts one, forked from here so that it is there at once; its output begins with its pid and
ends with `dead`.
"""

import os
import sys

sys.path[:0] = sys.argv[2:]

from counting_ward import PEOPLE, CountingWard  # noqa: E402 - the path comes first

from bedside.encounter import Command, Encounter, Receipt  # noqa: E402
from bedside.records import Store  # noqa: E402


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def count(encounter: Encounter, number: int) -> Receipt:
    verb = "remind" if number % 7 == 0 else "count"
    return encounter.submit(Command(f"c{number}", encounter.now + 130, "lea", verb, {"times": 0, "text": "ü" * 50}))


def run() -> None:
    encounter = Encounter.open(Store.open(sys.argv[1]).log("e1"), CountingWard)
    for person in PEOPLE:
        encounter.join(person)
    done = sum(event.kind in ("counted", "noted") for event in encounter.events())
    tell(f"open {done}")
    for number in range(max(0, done - 3), 1_000_000):  # the last few are sent again
        receipt = count(encounter, number)
        tell(f"ack {receipt.command_id} {receipt.events[0].seq}")


if __name__ == "__main__":
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            tell(f"pid {os.getpid()}")
            run()
        os.waitpid(child, 0)
        tell("dead")
