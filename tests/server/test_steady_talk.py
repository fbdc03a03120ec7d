"""Ten turns a second for a minute through the socket."""

from __future__ import annotations

import threading
import time

import pytest
from door import Door

MINUTE = 600
WAITING = 20
"""Turns that may wait for an answer at once: a machine too busy for ten a second slows the speaker, as a page would."""


@pytest.mark.slow
def test_a_minute_of_ten_turns_a_second_through_the_socket_loses_nothing(door: Door) -> None:
    line = door.begin().line()
    line.next("welcome")

    room = threading.Semaphore(WAITING)

    def say() -> None:
        start = time.monotonic()
        for number in range(MINUTE):
            time.sleep(max(0.0, start + number / 10 - time.monotonic()))
            room.acquire()
            text = ("When did it start?", "¿Qué?", "<b>Any fever or cough?</b>", "asdfghjkl")[number % 4]
            line.send({"t": "command", "id": f"t{number}", "verb": "ask", "args": {"text": text}})

    speaker = threading.Thread(target=say, daemon=True)
    speaker.start()
    receipts = []
    for _ in range(MINUTE):
        receipts.append(line.next("receipt", timeout_s=60))
        room.release()
    speaker.join(timeout=10)
    assert [receipt["id"] for receipt in receipts] == [f"t{number}" for number in range(MINUTE)]
    assert all(receipt["accepted"] for receipt in receipts)
    line.close()


def test_a_megabyte_of_words_is_refused_with_a_reason_and_the_next_turn_is_answered(door: Door) -> None:
    seat = door.begin()
    line = seat.line()
    line.next("welcome")
    line.send({"t": "command", "id": "big", "verb": "ask", "args": {"text": "pain " * 12_000}})
    refused = line.next("receipt")
    assert not refused["accepted"]
    assert "2000" in refused["reason"]
    assert refused["hint"] == "Say it in shorter pieces."
    line.close()
    answer = seat.door.http.post(
        f"/api/encounters/{seat.encounter}/commands",
        json={"id": "huge", "verb": "ask", "args": {"text": "x" * 1_000_000}},
        headers=seat.headers,
    )
    assert answer.status_code in (200, 413, 422)
    assert answer.status_code != 200 or not answer.json()["accepted"]
    assert seat.send("ask", text="When did the pain start?")["accepted"]
