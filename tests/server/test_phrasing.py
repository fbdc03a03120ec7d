"""A server with a language model: turns are phrased off its loop, and whatever the model does, they are answered."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a_model import HANGS_S, Model, a_model, echoes, fails, never_answers, says
from door import Door, Line, Seat, opened

from bedside.mind.phrasing import Settings

ASKED = "When did the pain start?"
GROUNDED = "It started an hour ago."


THOUGHT = threading.Event()


def when_told(handler: Any, body: dict[str, Any]) -> None:
    THOUGHT.wait(30)
    echoes(handler, body)


@pytest.fixture
def model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with a_model(getattr(request, "param", echoes)) as found:
        yield found


@pytest.fixture
def helped(tmp_path: Path, model: Model) -> Iterator[Door]:
    """A server that uses the model."""
    with opened(tmp_path, language_model=Settings(model.url, "a-model", timeout_s=20.0)) as door:
        yield door


@pytest.fixture
def impatient(tmp_path: Path, model: Model) -> Iterator[Door]:
    """A server that waits for the model no longer than a second."""
    with opened(tmp_path, language_model=Settings(model.url, "a-model", timeout_s=1.0)) as door:
        yield door


def answer_after(line: Line, begun: float, within_s: float = 30.0) -> tuple[str, float]:
    """What the patient says next, and the seconds since `begun`."""
    while time.monotonic() - begun < within_s:
        change = line.next("view", within_s)
        lines = change["sections"].get("conversation") or change["added"].get("conversation") or ()
        said = [one["text"] for one in lines if one["who"] == "patient"]
        if said:
            return said[-1], time.monotonic() - begun
    raise AssertionError("the patient said nothing")


def asking(seat: Seat, text: str = ASKED) -> tuple[Line, float]:
    line = seat.line()
    line.next("welcome")
    line.send({"t": "command", "id": f"q{seat.sent}", "verb": "ask", "args": {"text": text}})
    return line, time.monotonic()


def phrased(seat: Seat) -> dict[str, Any]:
    """What the log says of the first answer's phrasing."""
    seat.send("end")
    entries = [json.loads(line) for line in seat.get("/log").text.splitlines()]
    return dict(next(entry["data"]["phrased"] for entry in entries if entry.get("kind") == "answered"))


def test_a_phrased_answer_is_shown_and_written_down(helped: Door, model: Model) -> None:
    seat = helped.begin()
    line, begun = asking(seat)
    assert answer_after(line, begun)[0] == GROUNDED
    told = phrased(seat)
    assert (told["used"], told["outcome"], told["model"]) == ("model", "passed", "a-model")
    assert len(model.asked) == 1


@pytest.mark.parametrize("model", [when_told], indirect=True)
def test_everything_else_goes_on_while_the_model_thinks(helped: Door, model: Model) -> None:
    THOUGHT.clear()
    seat = helped.begin()
    line, begun = asking(seat)
    assert line.next("receipt")["accepted"]
    assert seat.send("measure", what="vitals")["accepted"]
    assert seat.view()["vitals"]["measured"]
    assert [one["who"] for one in seat.view()["conversation"]] == ["learner"]
    THOUGHT.set()
    assert answer_after(line, begun)[0] == GROUNDED
    assert phrased(seat)["used"] == "model"


@pytest.mark.slow
@pytest.mark.parametrize(
    "model",
    [never_answers, fails(500), says("I took cocaine. It is a STEMI."), says("x" * 9000)],
    indirect=True,
)
def test_a_model_that_is_no_use_costs_no_more_than_its_time(impatient: Door) -> None:
    seat = impatient.begin()
    line, begun = asking(seat)
    said, after_s = answer_after(line, begun)
    assert said == GROUNDED
    assert after_s < HANGS_S / 2
    assert phrased(seat)["used"] == "grounded"


def test_a_learner_may_not_send_what_the_model_sends(helped: Door) -> None:
    seat = helped.begin()
    sent = {"id": "p1", "answers": "x", "text": "I am cured.", "model": "m", "ms": 1, "outcome": "answered"}
    assert "As learner you may not 'phrase'" in seat.send("phrase", **sent)["reason"]
    path = f"/api/encounters/{seat.encounter}/participants"
    assert helped.http.post(path, json={"role": "program"}, headers=seat.headers).status_code == 422


@pytest.mark.slow
def test_opened_again_without_the_model_turns_are_answered_at_once(tmp_path: Path, model: Model) -> None:
    with opened(tmp_path, language_model=Settings(model.url, "a-model")) as door:
        seat = door.begin()
    with opened(tmp_path) as door:
        again = Seat(door, seat.encounter, seat.token, seat.role)
        again.send("ask", text=ASKED)
        assert [line["text"] for line in again.view()["conversation"]] == [ASKED, GROUNDED]
    assert model.asked == []
