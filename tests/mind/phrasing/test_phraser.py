"""Whatever a language model's server does, a phrase comes back in time, and nothing that was not grounded passes."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("openai", reason="the package openai is not installed: pip install 'bedside[llm]'")
from a_model import HANGS_S, MISBEHAVING, a_model, echoes, fails, hangs, says

from bedside.mind.phrasing import LONGEST_PHRASE, ModelFault, Person, Phraser, Request, Settings

ANN = Person("Ann Lee", 54, "female", mood="anxious")
ASKED = Request(ANN, ("It started an hour ago.",), "When did the pain start?")
TWO = Request(ANN, ("It started an hour ago.", "It goes down my left arm."), "Tell me about the pain.")


def settings(url: str, timeout_s: float = 30.0, **more: object) -> Settings:
    return Settings(url, "a-model", timeout_s=timeout_s, **more)  # type: ignore[arg-type]


def test_a_phrase_that_says_what_may_be_said_passes() -> None:
    with a_model(says("It started ", "an hour ago.")) as model, Phraser(settings(model.url)) as phraser:
        phrase = phraser.phrase(ASKED)
    assert (phrase.outcome, phrase.complete) == ("answered", True)
    assert phrase.passed == "It started an hour ago."
    assert phrase.first_ms is not None
    assert phrase.first_ms <= phrase.ms


def test_sentences_are_told_as_they_pass_and_only_those() -> None:
    told: list[str] = []
    pieces = ("It started an hour ago. ", "I also have a fever of 40 degrees. ", "It goes down my left arm. ", "Never")
    with a_model(says(*pieces)) as model, Phraser(settings(model.url)) as phraser:
        phrase = phraser.phrase(TWO, told.append)
    assert told == ["It started an hour ago.", "It started an hour ago. It goes down my left arm."]
    assert phrase.complete
    assert "Never" not in phrase.text


def test_reading_stops_when_all_is_said() -> None:
    endless = says("It started an hour ago. ", *["I could go on. "] * 100, pause_s=0.02)
    with a_model(endless) as model, Phraser(settings(model.url)) as phraser:
        phrase = phraser.phrase(ASKED)
    assert phrase.text == "It started an hour ago."


def test_a_model_that_has_lost_the_thread_is_not_waited_for() -> None:
    lost = says("I'm sorry. ", *["I'm sorry. "] * 200, pause_s=0.01)
    with a_model(lost) as model, Phraser(settings(model.url)) as phraser:
        phrase = phraser.phrase(ASKED)
    assert (phrase.outcome, phrase.complete) == ("answered", False)
    assert phrase.text.count("sorry") <= 5


QUICK = ("lies", "refuses", "HTTP 500", "garbage")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in MISBEHAVING]
)
def test_no_server_makes_the_patient_wait_or_say_anything_else(name: str) -> None:
    began = time.monotonic()
    with a_model(MISBEHAVING[name]) as model, Phraser(settings(model.url, timeout_s=0.4)) as phraser:
        phrase = phraser.phrase(ASKED)
        assert time.monotonic() - began < HANGS_S / 2
        assert not phrase.complete
        assert phrase.passed in ("", "It started an hour ago.")
        assert len(phrase.text) <= LONGEST_PHRASE


def test_a_dead_server_is_unreachable_and_soon_left_alone() -> None:
    with Phraser(settings("http://127.0.0.1:9/v1")) as phraser:
        outcomes = [phraser.phrase(ASKED).outcome for _ in range(5)]
    assert outcomes == ["unreachable"] * 3 + ["resting"] * 2


def test_what_a_server_refuses_to_be_told_is_left_out() -> None:
    def picky(handler: object, body: dict[str, object]) -> None:
        bad = "max_tokens" in body or "temperature" in body
        (fails(400, "'max_tokens' is not supported with this model") if bad else echoes)(handler, body)  # type: ignore[operator]

    with a_model(picky) as model, Phraser(settings(model.url)) as phraser:  # type: ignore[arg-type]
        assert phraser.phrase(ASKED).complete
        assert phraser.phrase(ASKED).complete
    assert len(model.asked) == 3
    assert "max_completion_tokens" in model.asked[-1]


def test_a_redirect_is_not_followed_because_it_would_carry_speech_elsewhere() -> None:
    with a_model(MISBEHAVING["moves away"]) as model, Phraser(settings(model.url)) as phraser:
        assert phraser.phrase(ASKED).outcome == "failed"
    assert len(model.asked) == 1


@pytest.mark.slow
def test_many_turns_at_once_are_each_answered() -> None:
    with a_model(echoes) as model, Phraser(settings(model.url)) as phraser:
        requests = [Request(ANN, (f"It started {n} hours ago.",), "When?") for n in range(2, 22)]
        phrases = [future.result(30) for future in [phraser.ask(request) for request in requests]]
    assert [phrase.passed for phrase in phrases] == [request.words[0] for request in requests]


def test_closing_gives_up_what_is_under_way() -> None:
    with a_model(hangs) as model:
        phraser = Phraser(settings(model.url))
        future = phraser.ask(ASKED)
        time.sleep(0.1)
        phraser.close()
        assert future.done()


def test_the_key_is_sent_and_is_nowhere_in_logs_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with a_model(fails(401)) as model:
        chosen = settings(model.url, key="sk-very-secret")
        with Phraser(chosen) as phraser:
            assert phraser.phrase(ASKED).outcome == "denied"
            with pytest.raises(ModelFault) as fault:
                phraser.try_out(ASKED)
    assert model.asked[0]["headers"]["authorization"] == "Bearer sk-very-secret"
    for text in (caplog.text, str(fault.value), repr(chosen)):
        assert "sk-very-secret" not in text


def test_what_was_said_is_not_in_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    with a_model(fails(500, "echo: It started an hour ago.")) as model, Phraser(settings(model.url)) as phraser:
        phraser.phrase(ASKED)
    assert "hour ago" not in caplog.text
    assert "HTTP 500" in caplog.text
