"""A model is used only where one is named, and mistakes in naming it are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.mind.phrasing import Settings, SettingsError, load_settings

LOCAL = {"BEDSIDE_LLM_URL": "http://127.0.0.1:11434/v1/", "BEDSIDE_LLM_MODEL": "llama3.2"}


def file(folder: Path, text: str) -> Path:
    (folder / "bedside.yaml").write_text(text, encoding="utf-8")
    return folder


def test_without_settings_there_is_no_model(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) is None
    assert load_settings(None, {"BEDSIDE_LLM_URL": " "}) is None
    assert load_settings(file(tmp_path, "# nothing yet\n"), {}) is None
    assert load_settings(file(tmp_path, "language_model:\n"), {}) is None


def test_the_environment_names_a_model() -> None:
    found = load_settings(None, {**LOCAL, "BEDSIDE_LLM_KEY": "k", "BEDSIDE_LLM_TIMEOUT_S": "2.5"})
    assert found == Settings("http://127.0.0.1:11434/v1", "llama3.2", "k", 2.5, 0.3)
    assert found.warning is None


def test_the_file_names_a_model_and_the_environment_goes_before(tmp_path: Path) -> None:
    text = "language_model:\n  url: https://models.example.org/v1\n  model: small\n  temperature: none\n"
    found = load_settings(file(tmp_path, text), {"BEDSIDE_LLM_MODEL": "large"})
    assert found is not None
    assert (found.model, found.temperature, found.timeout_s) == ("large", None, 4.0)
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("small", "other"), encoding="utf-8")
    named = load_settings(tmp_path, {"BEDSIDE_SETTINGS": str(other)})
    assert named is not None
    assert named.model == "other"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("language_model:\n  url: http://127.0.0.1/v1\n  modle: x\n", "line 3: 'modle' is no setting"),
        ("langage_model:\n  url: x\n", "line 1: 'langage_model'"),
        ("language_model: [1, 2]\n", "line 1: names with values"),
        ("language_model:\n  url: [a]\n  model: x\n", "line 2: 'url' must be one value"),
        ("language_model:\n  url: ftp://x\n  model: x\n", "line 2: url is no address"),
        ("language_model:\n  url: http://me:pw@x/v1\n  model: x\n", "line 2: url holds a name or password"),
        ("language_model:\n  url: http://x/v1\n  model: x\n  timeout_s: 900\n", "line 4: timeout_s must be a number"),
        ("language_model:\n  url: http://x/v1\n", "needs a model"),
        ("language_model:\n  model: x\n", "needs a url"),
        ("language_model: {url: 'http://x", "is not YAML"),
        ("language_model:\n  url: http://x/v1\n  model: !!python/object:os.system x\n", None),
    ],
)
def test_mistakes_are_told_with_file_line_and_key(tmp_path: Path, text: str, told: str | None) -> None:
    if told is None:
        found = load_settings(file(tmp_path, text), {})
        assert found is not None
        assert found.model == "x"
        return
    with pytest.raises(SettingsError) as error:
        load_settings(file(tmp_path, text), {})
    assert told in str(error.value)
    assert "pw" not in str(error.value)


@pytest.mark.parametrize("value", ["nan", "-1", "soon", "1e9", ""])
def test_a_variable_that_is_wrong_is_named(value: str) -> None:
    environment = {**LOCAL, "BEDSIDE_LLM_TIMEOUT_S": value}
    if not value:
        assert load_settings(None, environment) is not None
        return
    with pytest.raises(SettingsError, match="BEDSIDE_LLM_TIMEOUT_S"):
        load_settings(None, environment)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BEDSIDE_SETTINGS"):
        load_settings(tmp_path, {"BEDSIDE_SETTINGS": str(tmp_path / "none.yaml")})


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:1/v1", None),
        ("http://localhost:1/v1", None),
        ("http://[::1]:1/v1", None),
        ("http://192.168.0.9:11434/v1", "unencrypted"),
        ("http://127.0.0.1.evil.example/v1", "unencrypted"),
        ("https://models.example.org/v1", "off this machine"),
    ],
)
def test_whoever_sends_speech_off_the_machine_is_warned(url: str, told: str | None) -> None:
    warning = Settings(url, "m").warning
    assert warning is None if told is None else told in (warning or "")
