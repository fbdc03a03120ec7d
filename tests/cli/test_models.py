"""`bedside model check`, and the commands with a language model set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from a_model import a_model, echoes, fails, says
from small_case import Run, objects

CASE_WORDS = "It started an hour ago."


def use(monkeypatch: pytest.MonkeyPatch, url: str, **more: str) -> None:
    for name, value in {"URL": url, "MODEL": "a-model", "TIMEOUT_S": "20", **more}.items():
        monkeypatch.setenv(f"BEDSIDE_LLM_{name}", value)


def test_without_a_model_the_check_says_how_to_set_one(run: Run) -> None:
    result = run("model", "check")
    assert result.exit_code == 1
    assert "BEDSIDE_LLM_URL" in result.stderr


def test_the_check_shows_a_phrase_its_time_and_what_is_made_of_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_model(echoes) as model:
        use(monkeypatch, model.url, KEY="sk-secret")
        result = run("model", "check", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["complete"], found["refused"], found["said"]) == (True, [], found["may_say"])
    assert found["ms"] >= 0
    assert "sk-secret" not in result.stdout + result.stderr


def test_the_check_shows_what_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_model(says("It started a week ago. I have a brain tumour.")) as model:
        use(monkeypatch, model.url)
        result = run("model", "check")
    assert result.exit_code == 0
    assert "refused (" in result.stdout
    assert "did not pass" in result.stdout


@pytest.mark.slow
def test_a_wrong_key_or_a_dead_server_is_told_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_model(fails(401)) as model:
        use(monkeypatch, model.url, KEY="sk-secret")
        denied = run("model", "check")
    use(monkeypatch, "http://127.0.0.1:9/v1")
    dead = run("model", "check")
    assert (denied.exit_code, dead.exit_code) == (1, 1)
    assert "refused the key" in denied.stderr
    assert "cannot be reached" in dead.stderr
    assert "sk-secret" not in denied.stderr + denied.stdout


@pytest.mark.slow
def test_a_setting_that_is_wrong_stops_every_command_that_would_use_it(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "http://127.0.0.1:9/v1", TIMEOUT_S="soon")
    for words in (("ask", case, "Do you smoke?"), ("play", case), ("serve", "--port", "0"), ("model", "check")):
        result = run(*words)
        assert result.exit_code == 1
        assert "BEDSIDE_LLM_TIMEOUT_S" in result.stderr


@pytest.mark.slow
def test_ask_and_play_use_the_model_and_warn_of_one_elsewhere(
    run: Run, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_model(echoes) as model:
        use(monkeypatch, model.url)
        [answer] = objects(run("ask", case, "When did it start?", "--json").stdout)
        assert answer["answer"] == CASE_WORDS
        played = run("play", case, "--virtual", lines="ask When did it start?\nquit\n")
        assert CASE_WORDS in played.stdout
        assert len(model.asked) == 2
    use(monkeypatch, "http://models.example.invalid/v1", TIMEOUT_S="0.3")
    far = run("ask", case, "When did it start?")
    assert CASE_WORDS in far.stdout
    assert "unencrypted" in far.stderr
