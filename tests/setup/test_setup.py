"""The set-up: what counts as new enough, what a step shows, and what the pinned files may name."""

import json
import os
import re
from pathlib import Path

import pytest

import prepare
import step

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.13.0", "v24.0.0", "v31.2.0"])
def test_a_node_that_builds_the_web_client_is_taken_from_the_machine(version: str) -> None:
    assert prepare.node_is_enough(version)


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.9", "v21.7.0", "v22.12.0", "v23.1.0", "", "none", None])
def test_an_older_or_odd_node_is_not(version: str | None) -> None:
    assert not prepare.node_is_enough(version)


def test_a_changed_or_renamed_or_new_source_makes_the_web_client_be_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    (tmp_path / "a.ts").write_text("1")
    keys = [prepare.digest(tmp_path.iterdir())]
    (tmp_path / "a.ts").write_text("2")
    keys.append(prepare.digest(tmp_path.iterdir()))
    (tmp_path / "a.ts").rename(tmp_path / "b.ts")
    keys.append(prepare.digest(tmp_path.iterdir()))
    (tmp_path / "c.ts").write_text("")
    keys.append(prepare.digest(tmp_path.iterdir()))
    assert len(set(keys)) == 4
    assert prepare.digest(tmp_path.iterdir()) == keys[-1]


def test_a_step_that_goes_well_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(step, "WORK", tmp_path)
    step.run_step("Counting sheep", ["echo", "one two three"])
    shown = capsys.readouterr().out
    assert "✓ Counting sheep" in shown
    assert "one two three" not in shown


def test_a_step_that_fails_shows_its_whole_log_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(step, "WORK", tmp_path)
    with pytest.raises(step.StepFailed, match="Open the gate"):
        step.run_step("Counting sheep", ["sh", "-c", "echo one; echo two >&2; exit 3"], mend="Open the gate.")
    shown = capsys.readouterr().out
    assert "✗ Counting sheep" in shown
    assert "one\ntwo" in shown


def test_a_program_that_is_not_there_fails_as_a_step_and_not_as_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "WORK", tmp_path)
    with pytest.raises(step.StepFailed, match="Install it"):
        step.run_step("Counting sheep", [tmp_path / "no-such-program"], mend="Install it.")


def test_the_pinned_files_name_no_registry_and_no_place_on_a_machine() -> None:
    lock = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    pins = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", pin)] == []


def test_tests_see_a_home_of_their_own() -> None:
    home = Path.home()
    assert home.name.startswith("bedside-tests-")
    assert Path(os.environ["BEDSIDE_DATA"]).is_relative_to(home)
