"""The WebSocket door."""

from __future__ import annotations

import time

import msgspec
import numpy
import pytest
from door import Door
from websockets.exceptions import ConnectionClosed

from bedside.server.hosts import _kept
from bedside.server.messages import View


def test_a_welcome_brings_the_whole_view_in_its_published_form(door: Door) -> None:
    line = door.begin().line()
    welcome = line.next("welcome")
    assert welcome["me"]["role"] == "learner"
    msgspec.convert(welcome["view"], View, strict=True)
    line.close()


def test_a_command_is_answered_and_its_change_shown_to_every_tab(door: Door) -> None:
    seat = door.begin()
    first, second = seat.line(), seat.line()
    first.next("welcome")
    second.next("welcome")
    first.send({"t": "command", "id": "q1", "verb": "ask", "args": {"text": "When did the pain start?"}})
    assert first.next("receipt") == {"t": "receipt", "id": "q1", "accepted": True, "reason": "", "hint": ""}
    changed = second.next("view")
    assert changed["sections"]["conversation"][-1]["text"].startswith("It started")
    assert "notes" not in changed["sections"]
    first.close()
    second.close()


def test_of_a_growing_talk_only_what_is_new_is_sent(door: Door) -> None:
    seat = door.begin()
    line = seat.line()
    shown = list(line.next("welcome")["view"]["conversation"])
    sizes = []
    for number in range(24):
        line.send({"t": "command", "id": f"t{number}", "verb": "tell", "args": {"text": "I see, thank you."}})
        while True:
            change = line.next("view")
            sent = change["sections"].get("conversation"), change["added"].get("conversation")
            shown = sent[0] or [*shown, *(sent[1] or ())]
            if any(sent):
                break
        sizes.append(len(sent[0] or sent[1] or ()))
    assert shown == seat.view()["conversation"]
    assert len(shown) >= 48
    assert max(sizes) <= 4
    again = seat.line()
    assert again.next("welcome")["view"]["conversation"] == shown
    line.close()
    again.close()


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ([1, 2], [1, 2, 3], 2),
        (list(range(15)), list(range(16)), 15),
        (list(range(70_000)), list(range(70_001)), 70_000),
        ([], [1], 0),
        ([1, 2], [1, 3, 4], 0),
        ([1, 2], [1], 0),
        ([{"a": 1}], [{"a": 2}, {"a": 3}], 0),
        ({"a": 1}, {"a": 1, "b": 2}, 0),
        ("pain", "painful", 0),
        (None, [1], 0),
    ],
)
def test_a_list_that_only_grew_is_told_from_one_that_changed(before: object, after: object, kept: int) -> None:
    assert _kept(msgspec.msgpack.encode(before), msgspec.msgpack.encode(after)) == kept
    assert _kept(None, msgspec.msgpack.encode(after)) == 0


def test_a_command_resent_after_a_lost_connection_acts_once(door: Door) -> None:
    seat = door.begin()
    command = {"t": "command", "id": "n1", "verb": "note", "args": {"text": "once"}}
    line = seat.line()
    line.next("welcome")
    line.send(command)
    line.socket.socket.close()
    again = seat.line()
    again.next("welcome")
    again.send(command)
    assert again.next("receipt")["accepted"]
    assert [note["text"] for note in seat.view()["notes"]] == ["once"]
    again.close()


@pytest.mark.parametrize("hello", [{"t": "hello", "token": "wrong"}, {"t": "ping"}, {"t": "nonsense"}, {"x": 1}])
def test_who_has_no_token_is_told_nothing(door: Door, hello: dict[str, object]) -> None:
    seat = door.begin()
    line = seat.line()
    line.close()
    seat.token = "wrong"
    stranger = seat.line() if hello.get("t") == "hello" else None
    if stranger is None:
        stranger = seat.line()
    assert stranger.next("error")["code"] == "no_access"
    with pytest.raises(ConnectionClosed):
        stranger.next("view", timeout_s=5)


@pytest.mark.parametrize("junk", [b"", b"\xc1", b"\x00" * 100, msgspec.msgpack.encode({"t": "fly"}), b"x" * 100_000])
def test_junk_is_answered_with_an_error_and_the_line_stays(door: Door, junk: bytes) -> None:
    line = door.begin().line()
    line.next("welcome")
    line.socket.send(junk)
    assert line.next("error")["code"] == "bad_message"
    line.send({"t": "ping"})
    line.next("pong")
    line.close()


def test_time_passes_while_somebody_is_there_and_a_pause_stops_it(door: Door) -> None:
    seat = door.begin()
    line = seat.line()
    line.next("welcome")
    first = line.next("tick")["now"]
    assert line.next("tick")["now"] > first
    line.send({"t": "command", "id": "p", "verb": "pause", "args": {}})
    assert line.next("receipt")["accepted"]
    stopped = seat.view()["encounter"]["now"]
    time.sleep(0.6)
    assert seat.view()["encounter"]["now"] == stopped
    line.close()


def test_curves_flow_once_the_monitor_is_on(door: Door) -> None:
    seat = door.begin()
    line = seat.line()
    line.next("welcome")
    line.send({"t": "waves", "on": True})
    line.send({"t": "command", "id": "m", "verb": "do", "args": {"action": "monitor"}})
    frame = line.next("waves")
    channels = frame["channels"]
    assert {"ecg_ii", "respiration", "pleth"} <= set(channels)
    assert "arterial_pressure" not in channels, "nobody has placed a line"
    samples = numpy.frombuffer(frame["data"], dtype="<f4").reshape(len(channels), -1)
    assert samples.shape[1] >= 10
    assert numpy.isfinite(samples[:, -1]).all()
    following = line.next("waves")
    assert following["from"] == frame["from"] + samples.shape[1] * 1000 // frame["rate"]
    line.close()
